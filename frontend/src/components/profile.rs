//! The machine that the script is for.

use super::select::{Select, select};
use crate::field;
use crate::state::Action;
use bitsmith_core::diagnostic::At;
use bitsmith_core::profile::{Context, Profile, RELEASES, Shell};
use bitsmith_core::version::BitsVersion;
use yew::prelude::*;

/// A list of words for one key of the profile.
fn list(
    profile: Profile,
    send: &Callback<Action>,
    key: &'static str,
    label: &'static str,
    options: Vec<(String, String, bool)>,
) -> Html {
    let choose = send.reform(move |word: String| {
        let mut profile = profile;
        if word.is_empty() {
            profile.bits_override = None;
        }
        // The words of the list are those that the profile takes.
        let _ = profile.set(key, &word);
        Action::Profile(profile)
    });
    let value = options
        .iter()
        .find(|(_, _, selected)| *selected)
        .map_or_else(String::new, |(word, _, _)| word.clone());
    let list = Select {
        id: format!("profile-{key}").into(),
        label: Some(label.into()),
        value: value.into(),
        options: options
            .into_iter()
            .map(|(word, label, _)| (word.into(), label.into()))
            .collect(),
        ..Select::default()
    };
    html! {
        <label>
            <span aria-hidden="true">{ label }</span>
            { select(list, choose) }
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
