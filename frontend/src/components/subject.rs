//! What the job acts on: a new job, or jobs that exist.

use super::messages::messages;
use super::select::{Select, select};
use crate::field;
use crate::state::{Action, State};
use bitsmith_core::diagnostic::{At, Diagnostic, Severity};
use bitsmith_core::draft::{SelectorKind, SubjectDraft, SubjectKind};
use bitsmith_core::job::Owner;
use bitsmith_core::value::Entry;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// What is wrong at a place that is no setting.
pub fn problems_at(state: &State, at: At) -> Vec<Diagnostic> {
    state
        .problems
        .iter()
        .filter(|problem| problem.place.at == at)
        .cloned()
        .collect()
}

/// Whether the choice of jobs shows the same.
pub fn same_subject(a: &State, b: &State) -> bool {
    let lit = |state: &State| state.lit() == Some(At::Subject);
    a.draft.subject == b.draft.subject
        && lit(a) == lit(b)
        && (a.problems == b.problems || problems_at(a, At::Subject) == problems_at(b, At::Subject))
}

/// The choice of jobs.
pub fn subject_part(state: &State, send: &Callback<Action>) -> Html {
    let subject = &state.draft.subject;
    let problems = problems_at(state, At::Subject);
    let error = problems
        .iter()
        .any(|problem| problem.severity == Severity::Error)
        .then_some("true");
    let described = (!problems.is_empty()).then_some("subject-messages");
    let lit = state.lit() == Some(At::Subject);
    let change = {
        let subject = subject.clone();
        move |change: fn(&mut SubjectDraft, String)| {
            let (send, subject) = (send.clone(), subject.clone());
            move |value: String| {
                let mut subject = subject.clone();
                change(&mut subject, value);
                send.emit(Action::Subject(subject));
            }
        }
    };
    let kind = change(|subject, word| {
        if let Some(kind) = SubjectKind::from_word(&word) {
            subject.kind = kind;
        }
    });
    let selector = change(|subject, word| {
        if let Some(selector) = SelectorKind::from_word(&word) {
            subject.selector = selector;
        }
    });
    let owner = change(|subject, word| {
        if let Some(owner) = Owner::from_word(&word) {
            subject.owner = owner;
        }
    });
    let guids = change(|subject, text| {
        subject.guids = if text.is_empty() {
            Vec::new()
        } else {
            text.split('\n').map(Entry::from).collect()
        };
    });
    let name = change(|subject, text| subject.name = text.into());
    let pattern = change(|subject, text| subject.pattern = text.into());
    let typed = |input: Box<dyn Fn(String)>| {
        Callback::from(move |event: InputEvent| {
            let element: HtmlInputElement = event.target_unchecked_into();
            input(element.value());
        })
    };
    let text = |label: &'static str, entry: &Entry, input: Box<dyn Fn(String)>, placeholder: &'static str| {
        html! {
            <input
                type="text"
                id="subject-text"
                aria-label={label}
                value={entry.shown()}
                placeholder={placeholder}
                spellcheck="false"
                autocomplete="off"
                aria-invalid={error}
                aria-describedby={described}
                oninput={typed(input)}
            />
        }
    };
    html! {
        <div class={classes!("setting", "plain", lit.then_some("lit"))} data-at={field::mark(At::Subject)}>
            <div class="setting-label"><span id="subject-label">{ "What to do" }</span></div>
            <div class="setting-body">
                <div class="radios" role="radiogroup" aria-labelledby="subject-label">
                    { for SubjectKind::ALL.iter().map(|one| {
                        let checked = subject.kind == *one;
                        let kind = kind.clone();
                        html! {
                            <label>
                                <input
                                    type="radio"
                                    name="subject"
                                    id={checked.then_some("subject")}
                                    value={one.word()}
                                    {checked}
                                    onchange={Callback::from(move |_: Event| kind(one.word().to_owned()))}
                                />
                                { match one {
                                    SubjectKind::New => "Create a job",
                                    SubjectKind::Existing => "Change existing jobs",
                                } }
                            </label>
                        }
                    }) }
                </div>
                if subject.kind == SubjectKind::Existing {
                    <div class="selector">
                        { select(Select {
                            id: "subject-selector".into(),
                            label: Some("How the jobs are found".into()),
                            value: subject.selector.word().into(),
                            options: SelectorKind::ALL.iter().map(|one| (one.word().into(), one.label().into())).collect(),
                            ..Select::default()
                        }, Callback::from(selector)) }
                        { match subject.selector {
                            SelectorKind::Guid => html! {
                                <textarea
                                    id="subject-text"
                                    class="lines code"
                                    aria-label="GUIDs, one a line"
                                    rows={subject.guids.len().clamp(1, 8).to_string()}
                                    placeholder="{XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX}"
                                    spellcheck="false"
                                    autocomplete="off"
                                    value={subject.guids.iter().map(Entry::shown).collect::<Vec<_>>().join("\n")}
                                    aria-invalid={error}
                                    aria-describedby={described}
                                    oninput={Callback::from(move |event: InputEvent| {
                                        let area: HtmlTextAreaElement = event.target_unchecked_into();
                                        guids(area.value());
                                    })}
                                />
                            },
                            SelectorKind::Name => text("Exact name", &subject.name, Box::new(name), "Exact name, upper or lower case"),
                            SelectorKind::Pattern => {
                                text("Name pattern", &subject.pattern, Box::new(pattern), "Nightly*  (wildcards: * ? [a-z])")
                            }
                            SelectorKind::All => html! {},
                        } }
                        { select(Select {
                            id: "subject-owner".into(),
                            label: Some("Whose jobs".into()),
                            value: subject.owner.word().into(),
                            options: Owner::ALL.iter().map(|one| (one.word().into(), one.label().into())).collect(),
                            ..Select::default()
                        }, Callback::from(owner)) }
                    </div>
                }
            </div>
            if !problems.is_empty() {
                { messages("subject-messages", &problems, send) }
            }
        </div>
    }
}
