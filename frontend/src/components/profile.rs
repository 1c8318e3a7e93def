//! The machine that the script is for.

use crate::field;
use crate::state::Action;
use bitsmith_core::diagnostic::At;
use bitsmith_core::profile::{Context, Profile, RELEASES, Shell};
use bitsmith_core::version::BitsVersion;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// A list of words for one key of the profile.
fn list(
    profile: Profile,
    send: &Callback<Action>,
    key: &'static str,
    label: &'static str,
    options: Vec<(String, String, bool)>,
) -> Html {
    let onchange = {
        let send = send.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let mut profile = profile;
            if select.value().is_empty() {
                profile.bits_override = None;
                send.emit(Action::Profile(profile));
            } else if profile.set(key, &select.value()).is_ok() {
                send.emit(Action::Profile(profile));
            }
        })
    };
    html! {
        <label>
            <span>{ label }</span>
            <select id={format!("profile-{key}")} title={label} {onchange}>
                { for options.into_iter().map(|(word, label, selected)| html! {
                    <option value={word} {selected}>{ label }</option>
                }) }
            </select>
        </label>
    }
}

/// The lists.
pub fn profile(profile: Profile, send: &Callback<Action>) -> Html {
    let windows = RELEASES
        .iter()
        .map(|release| {
            (
                release.word.to_owned(),
                release.label.trim_start_matches("Windows ").to_owned(),
                release.word == profile.windows.word,
            )
        })
        .collect();
    let mut bits = vec![(
        String::new(),
        format!("BITS {} (its own)", profile.windows.bits),
        profile.bits_override.is_none(),
    )];
    bits.extend(BitsVersion::ALL.iter().map(|(version, _)| {
        let word = version.to_string();
        (
            word.clone(),
            format!("BITS {word}"),
            profile.bits_override == Some(*version),
        )
    }));
    let shell = Shell::ALL
        .iter()
        .map(|shell| {
            (
                shell.word().to_owned(),
                shell.label().to_owned(),
                *shell == profile.shell,
            )
        })
        .collect();
    let context = Context::ALL
        .iter()
        .map(|context| {
            (
                context.word().to_owned(),
                context.label().to_owned(),
                *context == profile.context,
            )
        })
        .collect();
    html! {
        <div class="machine" role="group" aria-label="The machine that the script is for" data-at={field::mark(At::Profile)}>
            { list(profile, send, "windows", "Windows", windows) }
            { list(profile, send, "bits", "BITS", bits) }
            { list(profile, send, "shell", "Shell", shell) }
            { list(profile, send, "context", "Context", context) }
        </div>
    }
}
