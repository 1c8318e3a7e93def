//! A group of settings that folds.

use super::part::keyed;
use super::setting::SettingRow;
use crate::field::touch;
use crate::search::matches;
use crate::state::{Action, Disclosure, State};
use bitsmith_core::catalog::{Group, SettingId};
use bitsmith_core::diagnostic::At;
use web_sys::HtmlDetailsElement;
use yew::prelude::*;

/// What a group is told.
#[derive(Debug)]
pub struct Section<'s> {
    /// Which group.
    pub group: Group,
    /// What it is called here.
    pub label: String,
    /// Its settings that have a place here.
    pub settings: Vec<SettingId>,
    /// What the page knows.
    pub state: &'s State,
}

/// What folds and holds no setting.
pub fn folded(id: &'static str, label: &'static str, count: &str, body: Html) -> Html {
    html! {
        <details class="group">
            <summary {id}>
                <span class="group-name">{ label }</span>
                <span class="count">{ count.to_owned() }</span>
            </summary>
            { body }
        </details>
    }
}

/// The row of a setting.
pub fn setting_row(id: SettingId, state: &State, send: &Callback<Action>) -> Html {
    let at = At::Setting {
        id,
        part: None,
        row: None,
    };
    let help = if state.help == Some(id) {
        Disclosure::Open
    } else {
        Disclosure::Closed
    };
    keyed(
        send,
        id.name(),
        SettingRow {
            id,
            entries: state.typed.get(&id).cloned(),
            problems: state.by_setting.get(&id).cloned(),
            kind: state.draft.subject.kind,
            profile: state.draft.profile,
            help,
            lit: state.lit().filter(|lit| touch(*lit, at)),
        },
    )
}

/// A group. While something is looked for it is open and shows what is found.
pub fn group_section(props: &Section<'_>, send: &Callback<Action>) -> Html {
    let state = props.state;
    let searching = !state.search.trim().is_empty();
    let found: Vec<SettingId> = props
        .settings
        .iter()
        .copied()
        .filter(|id| matches(id.spec(), &state.search))
        .collect();
    let group = props.group;
    let is_open = searching || state.open.contains(&group);
    let toggled = send.clone();
    let ontoggle = Callback::from(move |event: Event| {
        let details: HtmlDetailsElement = event.target_unchecked_into();
        if !searching && details.open() != is_open {
            toggled.emit(Action::Open(
                group,
                if details.open() {
                    Disclosure::Open
                } else {
                    Disclosure::Closed
                },
            ));
        }
    });
    if found.is_empty() {
        return html! {};
    }
    let set = props
        .settings
        .iter()
        .filter(|id| state.typed.contains_key(id))
        .count();
    let errors = props
        .settings
        .iter()
        .filter(|id| state.by_setting.contains_key(id))
        .count();
    html! {
        <details key={group.label()} class="group" open={is_open} {ontoggle}>
            <summary>
                <span class="group-name">{ props.label.clone() }</span>
                <span class={classes!("count", (set > 0).then_some("some"))}>
                    { format!("{set} of {} set", props.settings.len()) }
                </span>
                if errors > 0 {
                    <span class="count flagged">
                        { if errors == 1 { "1 with a remark".to_owned() } else { format!("{errors} with remarks") } }
                    </span>
                }
            </summary>
            // What stands further down is drawn with the script.
            if is_open && state.is_judged {
                { for found.into_iter().map(|id| setting_row(id, state, send)) }
            }
        </details>
    }
}
