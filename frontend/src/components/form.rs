//! The form: what the job acts on, its files, the groups of the catalog, how it ends.

use super::ending::{ending_part, same_ending};
use super::example::example_line;
use super::group::{Section, group_section, setting_row};
use super::manual::manual;
use super::offer::offer_line;
use super::only_from_code::only_from_code;
use super::part::{Draw, Same, of_state};
use super::subject::{same_subject, subject_part};
use crate::search::matches;
use crate::state::{Action, State, has_place, is_first};
use bitsmith_core::catalog::{CATALOG, Group, SettingId};
use std::rc::Rc;
use yew::prelude::*;

/// The form.
pub fn form(state: &Rc<State>, send: &Callback<Action>) -> Html {
    let part = |draw: Draw, same: Same| of_state(state, send, draw, same);
    let kind = state.draft.subject.kind;
    let searching = !state.search.trim().is_empty();
    let placed = || CATALOG.iter().filter(|spec| has_place(spec.id, kind));
    let found = placed().filter(|spec| matches(spec, &state.search)).count();
    html! {
        <section class="form" aria-labelledby="job">
            <h2 id="job" tabindex="-1" class="visually-hidden">{ "The job" }</h2>
            { offer_line(state, send) }
            if state.is_example {
                { example_line(send) }
            }
            if !searching {
                { part(subject_part, same_subject) }
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
                    .map(|spec| setting_row(spec.id, state, send)) }
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
            if !searching && state.is_judged {
                { part(ending_part, same_ending) }
            }
            if !searching && state.is_judged {
                { part(|_, _| html! { <>{ only_from_code() }{ manual() }</> }, |_, _| true) }
            }
        </section>
    }
}
