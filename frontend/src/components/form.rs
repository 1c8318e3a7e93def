//! The form: what the job acts on, its files, the groups of the catalog, how it ends.

use super::ending::ending_part;
use super::example::example_line;
use super::group::{Section, group_section, setting_row};
use super::manual::manual;
use super::only_from_code::only_from_code;
use super::subject::subject_part;
use crate::search::matches;
use crate::state::{Action, State, has_place};
use bitsmith_core::catalog::{CATALOG, Group, Held, SettingId, SettingSpec};
use yew::prelude::*;

/// What stands above the groups: what a job is, and its files.
fn is_first(spec: &SettingSpec) -> bool {
    matches!(spec.held, Held::Subject | Held::Files)
}

/// The form.
pub fn form(state: &State, send: &Callback<Action>) -> Html {
    let kind = state.draft.subject.kind;
    let searching = !state.search.trim().is_empty();
    let placed = || CATALOG.iter().filter(|spec| has_place(spec.id, kind));
    let found = placed().filter(|spec| matches(spec, &state.search)).count();
    html! {
        <section class="form" aria-labelledby="job">
            <h2 id="job" tabindex="-1" class="visually-hidden">{ "The job" }</h2>
            if state.is_example {
                { example_line(send) }
            }
            if !searching {
                { subject_part(state, send) }
            }
            if searching {
                <p class="found" role="status">
                    { match found {
                        0 => "No setting has these words.".to_owned(),
                        1 => "1 setting".to_owned(),
                        found => format!("{found} settings"),
                    } }
                </p>
            }
            <div class="first">
                { for placed()
                    .filter(|spec| is_first(spec) && matches(spec, &state.search))
                    .map(|spec| setting_row(spec.id, state)) }
            </div>
            { for Group::ALL.iter().map(|group| {
                let settings: Vec<SettingId> = placed()
                    .filter(|spec| spec.group == *group && !is_first(spec))
                    .map(|spec| spec.id)
                    .collect();
                let is_rest = placed().any(|spec| spec.group == *group && is_first(spec));
                let label = if is_rest {
                    format!("More on the {}", group.label().to_ascii_lowercase())
                } else {
                    group.label().to_owned()
                };
                group_section(&Section { group: *group, label, settings, state }, send)
            }) }
            if !searching {
                { ending_part(state, send) }
            }
            if !searching {
                { only_from_code() }
                { manual() }
            }
        </section>
    }
}
