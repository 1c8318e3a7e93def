//! How it ends, what is done with folders, and whether a change asks.

use super::messages::messages;
use super::number::reading;
use super::select::{Select, select};
use super::subject::problems_at;
use crate::field;
use crate::state::{Action, State};
use bitsmith_core::diagnostic::{At, Severity};
use bitsmith_core::draft::{EndingDraft, NewEndingKind, SubjectKind};
use bitsmith_core::job::{Ask, ExistingEnding, Folders, Leftover};
use bitsmith_core::value::Unit;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A list of words to choose from.
fn words<T: Copy + PartialEq + 'static>(
    id: &'static str,
    all: &'static [T],
    chosen: T,
    word: fn(T) -> &'static str,
    name: fn(T) -> &'static str,
    choose: Callback<T>,
) -> Html {
    let list = Select {
        id: id.into(),
        value: word(chosen).into(),
        options: all
            .iter()
            .map(|one| (word(*one).into(), name(*one).into()))
            .collect(),
        ..Select::default()
    };
    let chosen = Callback::from(move |typed: String| {
        if let Some(one) = all.iter().find(|one| word(**one) == typed) {
            choose.emit(*one);
        }
    });
    select(list, chosen)
}

/// What changes one thing of the ending.
fn choice<T: 'static>(
    send: &Callback<Action>,
    ending: &EndingDraft,
    change: fn(&mut EndingDraft, T),
) -> Callback<T> {
    let ending = ending.clone();
    send.reform(move |chosen: T| {
        let mut ending = ending.clone();
        change(&mut ending, chosen);
        Action::Ending(ending)
    })
}

/// What a new job's ending means, in a sentence.
const fn meaning(kind: NewEndingKind) -> &'static str {
    match kind {
        NewEndingKind::CreateOnly => "The job stays suspended; somebody resumes it later.",
        NewEndingKind::StartAndLeave => {
            "The job runs on its own. Its files have their names only when somebody completes it, within 90 days."
        }
        NewEndingKind::WaitAndComplete => "The script waits, completes the job and says what went wrong.",
        NewEndingKind::OneShot => {
            "The tool's own command that waits and completes; it says little about errors."
        }
    }
}

/// Whether the ending shows the same.
pub fn same_ending(a: &State, b: &State) -> bool {
    let lit = |state: &State, at| state.lit() == Some(at);
    let same = |at| {
        lit(a, at) == lit(b, at) && (a.problems == b.problems || problems_at(a, at) == problems_at(b, at))
    };
    a.draft.subject.kind == b.draft.subject.kind
        && a.draft.ending == b.draft.ending
        && (a.draft.folders, a.draft.ask) == (b.draft.folders, b.draft.ask)
        && [At::Ending, At::Folders, At::Ask].into_iter().all(same)
}

/// The ending.
pub fn ending_part(state: &State, send: &Callback<Action>) -> Html {
    let draft = &state.draft;
    let is_new = draft.subject.kind == SubjectKind::New;
    let ending = draft.ending.clone();
    let new = choice(send, &ending, |ending, new| ending.new = new);
    let existing = choice(send, &ending, |ending, existing| ending.existing = existing);
    let on_error = choice(send, &ending, |ending, on_error| ending.on_error = on_error);
    let on_bound = choice(send, &ending, |ending, on_bound| ending.on_bound = on_bound);
    let bound = {
        let bound = choice(send, &ending, |ending, bound| ending.bound = bound);
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            bound.emit(input.value());
        })
    };
    let row = |at: At, id: &'static str, label: &'static str, body: Html| {
        let problems = problems_at(state, at);
        let lit = state.lit() == Some(at);
        html! {
            <div class={classes!("setting", "plain", lit.then_some("lit"))} data-at={field::mark(at)}>
                <div class="setting-label"><label for={id}>{ label }</label></div>
                <div class="setting-body">{ body }</div>
                if !problems.is_empty() {
                    { messages(&format!("{id}-messages"), &problems, send) }
                }
            </div>
        }
    };
    let problems = problems_at(state, At::Ending);
    let error = problems
        .iter()
        .any(|problem| problem.severity == Severity::Error)
        .then_some("true");
    let described = (!problems.is_empty()).then_some("ending-messages");
    let waits = is_new && ending.new == NewEndingKind::WaitAndComplete;
    html! {
        <section class="ending" aria-labelledby="ending-heading">
            <h2 id="ending-heading">{ "How it ends" }</h2>
            if is_new {
                { row(At::Ending, "ending", "Then", html! {
                    <>
                        { words("ending", NewEndingKind::ALL, ending.new, NewEndingKind::word, NewEndingKind::label, new) }
                        <p class="meaning">{ meaning(ending.new) }</p>
                        if waits {
                            <div class="waiting">
                                <label>
                                    { "Wait at most " }
                                    <input
                                        type="text"
                                        id="ending-bound"
                                        class="code short"
                                        value={ending.bound.clone()}
                                        spellcheck="false"
                                        autocomplete="off"
                                        aria-invalid={error}
                                        aria-describedby={described}
                                        oninput={bound}
                                    />
                                    <output>{ reading(&ending.bound, Unit::Seconds).unwrap_or_default() }</output>
                                </label>
                                <label>
                                    { "On error " }
                                    { words("ending-on-error", Leftover::ALL, ending.on_error, Leftover::word, Leftover::label, on_error) }
                                </label>
                                <label>
                                    { "When time is up " }
                                    { words("ending-on-bound", Leftover::ALL, ending.on_bound, Leftover::word, Leftover::label, on_bound) }
                                </label>
                            </div>
                        }
                    </>
                }) }
                { row(At::Folders, "folders", "Folders", words("folders", Folders::ALL, draft.folders, Folders::word, Folders::label,
                    send.reform(Action::Folders),
                )) }
            } else {
                { row(At::Ending, "ending", "Then", words("ending", ExistingEnding::ALL, ending.existing, ExistingEnding::word, ExistingEnding::label, existing,
                )) }
                { row(At::Ask, "ask", "Ask", words("ask", Ask::ALL, draft.ask, Ask::word, Ask::label,
                    send.reform(Action::Ask),
                )) }
            }
        </section>
    }
}
