//! One setting: label, controls, badges, what is wrong, help.

use super::control::{ControlProps, is_one_element, part_control};
use super::help::{help, help_id};
use super::icon::{Drawing, icon};
use super::messages::messages;
use super::part::View;
use super::rows::{Table, rows_table};
use crate::badge::badges;
use crate::field;
use crate::state::{Action, Disclosure};
use bitsmith_core::catalog::{Held, SettingId, SettingValue};
use bitsmith_core::diagnostic::{At, Diagnostic, Severity};
use bitsmith_core::draft::SubjectKind;
use bitsmith_core::profile::Profile;
use bitsmith_core::value::{Control, Entries, Repeat};
use std::rc::Rc;
use yew::prelude::*;

/// What a row of the form is told.
#[derive(PartialEq)]
pub struct SettingRow {
    /// The setting.
    pub id: SettingId,
    /// What was typed into it; `None`: not set.
    pub entries: Option<Rc<Entries>>,
    /// What is wrong with it.
    pub problems: Option<Rc<Vec<Diagnostic>>>,
    /// Whether the job is new.
    pub kind: SubjectKind,
    /// The machine.
    pub profile: Profile,
    /// Whether its help is open.
    pub help: Disclosure,
    /// What is pointed at, where it is this setting.
    pub lit: Option<At>,
}

/// What stands in an empty control: what it leaves existing jobs with, or BITS's default.
fn placeholder(id: SettingId, part: usize, kind: SubjectKind) -> &'static str {
    match (default_of(id, part), kind) {
        ("", _) => "",
        (_, SubjectKind::Existing) => "Unchanged",
        (default, SubjectKind::New) => default,
    }
}

/// BITS's default as it stands in an empty control.
fn default_of(id: SettingId, part: usize) -> &'static str {
    let spec = id.spec();
    if part > 0 || !spec.default.placeholder.is_empty() {
        return if part == 0 { spec.default.placeholder } else { "" };
    }
    match spec.parts {
        [only]
            if matches!(
                only.control,
                Control::Text(_) | Control::Lines(_) | Control::Guid | Control::Hash
            ) =>
        {
            spec.default.words
        }
        _ => "",
    }
}

impl View for SettingRow {
    fn draw(&self, send: &Callback<Action>) -> Html {
        setting(self, send)
    }
}

fn setting(props: &SettingRow, send: &Callback<Action>) -> Html {
    let id = props.id;
    let spec = id.spec();
    let is_set = props.entries.is_some();
    let label_id = format!("{}-label", field::row_id(id));
    let messages_id = format!("{}-messages", field::row_id(id));
    let with_rows = spec.repeat == Repeat::Rows;
    let own: Vec<Diagnostic> = props
        .problems
        .iter()
        .flat_map(|problems| problems.iter())
        .filter(|problem| !with_rows || !matches!(problem.place.at, At::Setting { row: Some(_), .. }))
        .cloned()
        .collect();
    let bits = props
        .entries
        .as_ref()
        .filter(|_| {
            spec.parts
                .iter()
                .any(|part| matches!(part.control, Control::Flags(_) | Control::CostMask { .. }))
        })
        .and_then(|entries| SettingValue::read(id, entries).ok())
        .and_then(|value| value.bits());
    let control = |part: usize, label: &str, labelled_by: Option<AttrValue>| {
        let about = |problem: &&Diagnostic| matches!(field::settle(problem.place.at), At::Setting { part: at, .. } if at.unwrap_or(0) == part);
        let described = own.iter().any(|problem| about(&problem));
        let error = own
            .iter()
            .filter(about)
            .any(|problem| problem.severity == Severity::Error);
        let props = ControlProps {
            id,
            part,
            row: None,
            entries: props
                .entries
                .as_ref()
                .map_or(Vec::new(), |entries| entries.part(part).to_vec()),
            label: label.to_owned().into(),
            labelled_by,
            placeholder: placeholder(id, part, props.kind).into(),
            error,
            described_by: described.then(|| AttrValue::from(messages_id.clone())),
            bits,
        };
        part_control(&props, send)
    };
    let single = !with_rows && spec.parts.len() == 1;
    let label = if single && is_one_element(id, 0) {
        html! { <label id={label_id.clone()} for={field::control_id(id, 0, None)}>{ spec.label }</label> }
    } else {
        html! { <span id={label_id.clone()}>{ spec.label }</span> }
    };
    let body = if with_rows {
        rows_table(
            &Table {
                id,
                entries: props.entries.as_deref(),
                problems: props
                    .problems
                    .as_ref()
                    .map_or(&[], |problems| problems.as_slice()),
                lit: props.lit,
            },
            send,
        )
    } else if single {
        control(0, spec.label, Some(AttrValue::from(label_id.clone())))
    } else {
        html! {
            <div class="parts">
                { for spec.parts.iter().enumerate().map(|(number, part)| {
                    let name = format!("{}, {}", spec.label, part.label.to_ascii_lowercase());
                    let part_label = format!("{}-label", field::control_id(id, number, None));
                    html! {
                        <div class="part">
                            if is_one_element(id, number) {
                                <label id={part_label} for={field::control_id(id, number, None)}>{ part.label }</label>
                            } else {
                                <span id={part_label}>{ part.label }</span>
                            }
                            <div class="part-control">{ control(number, &name, None) }</div>
                        </div>
                    }
                }) }
            </div>
        }
    };
    // A new job has a type and cannot be without one.
    let is_choice = spec.held == Held::Subject && single && !is_one_element(id, 0);
    let wide = with_rows || !single;
    let lit = props
        .lit
        .is_some_and(|at| !matches!(at, At::Setting { row: Some(_), .. }));
    let open = props.help == Disclosure::Open;
    let tail = html! {
            <div class="setting-tail">
                <span class="badges">{ for badges(id, &props.profile).into_iter().map(|badge| html! {
                    <span class={classes!("badge", badge.excludes.then_some("excludes"))} title={badge.meaning}>
                        { badge.words }
                    </span>
                }) }</span>
                if is_set && !is_choice {
                    <button
                        type="button"
                        class="clear"
                        aria-label={format!("Clear {}", spec.label)}
                        onclick={send.reform(move |_: MouseEvent| Action::Clear(id))}
                    >{ "Clear" }</button>
                }
                <button
                    type="button"
                    class="quiet question"
                    aria-label={format!("Help on {}", spec.label)}
                    aria-expanded={open.to_string()}
                    aria-controls={help_id(id)}
                    onclick={send.reform(move |_: MouseEvent| Action::Help((!open).then_some(id)))}
                >{ icon(Drawing::Question) }</button>
            </div>
    };
    html! {
        <div
            id={field::row_id(id)}
            class={classes!(
                "setting",
                wide.then_some("wide"),
                is_choice.then_some("roomy"),
                (spec.held == Held::Files).then_some("file-list"),
                is_set.then_some("set"),
                lit.then_some("lit"),
            )}
            role={(!single || !is_one_element(id, 0)).then_some("group")}
            aria-labelledby={(!single || !is_one_element(id, 0)).then(|| label_id.clone())}
            data-at={field::mark(At::Setting { id, part: None, row: None })}
        >
            <div class="setting-label">{ label }</div>
            // What stands to the right of the label comes before a table that stands below it.
            if with_rows {
                { tail }
                <div class="setting-body">{ body }</div>
            } else {
                <div class="setting-body">{ body }</div>
                { tail }
            }
            if !own.is_empty() {
                { messages(&messages_id, &own, send) }
            }
            if open {
                { help(id, send) }
            }
        </div>
    }
}
