//! The right half: which script, the script, what is to be known of it.

use super::apply::{apply, same_apply};
use super::deliver::{copy_button, download_button};
use super::notes::notes;
use super::part::{Draw, Same, of_state};
use super::problems::problems;
use super::revision::{revision, same_revision};
use super::script::ScriptView;
use super::tabs::{TabList, tab_id, tabs};
use crate::state::{Action, Errand, Standing, State, Wrap};
use bitsmith_core::emit::{Script, Target};
use bitsmith_core::plan::Reveal;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The id of the panel that the tabs change.
const PANEL: &str = "script";

/// What a tab is called: the target's name without what the page says anyway.
const fn tab(target: Target) -> &'static str {
    match target {
        Target::PowerShell => "PowerShell",
        Target::Batch => "Batch file",
        Target::Prompt => "Prompt",
    }
}

/// Why the script that is shown is not that of the draft.
fn reason(state: &State) -> Option<String> {
    let shown = if state.output.lines.is_empty() {
        "There is no script until they are gone."
    } else {
        "Below is the last script without errors."
    };
    match state.standing {
        Standing::Current => None,
        Standing::Errors => Some(format!("The job has errors. {shown}")),
        Standing::Refused => Some(format!(
            "{} cannot say this job exactly; the problems below say why. {}",
            match state.request.target {
                Target::PowerShell => "A PowerShell script",
                Target::Batch => "A batch file",
                Target::Prompt => "The prompt",
            },
            if state.output.lines.is_empty() {
                ""
            } else {
                "Below is the last script that could."
            }
        )),
    }
}

/// Which script: its form, and what it is for.
fn head(state: &State, send: &Callback<Action>) -> Html {
    let chosen = chosen(state);
    let choose = send.reform(|number: usize| {
        Action::Target(Target::ALL.get(number).copied().unwrap_or(Target::PowerShell))
    });
    html! {
        <div class="result-head">
            { tabs(&TabList {
                label: "Form of the script",
                panel: PANEL,
                tabs: Target::ALL.iter().map(|target| tab(*target)).collect(),
                chosen,
                choose,
            }) }
            <fieldset class="segments">
                <legend class="visually-hidden">{ "Which script" }</legend>
                { for Script::ALL.iter().map(|script| html! {
                    <label>
                        <input
                            type="radio"
                            name="script"
                            value={script.word()}
                            checked={state.request.script == *script}
                            onchange={send.reform(move |_: Event| Action::Script(*script))}
                        />
                        <span>{ script.label() }</span>
                    </label>
                }) }
            </fieldset>
        </div>
    }
}

/// What can be done with the script, and how it is shown.
fn tools(state: &State, send: &Callback<Action>) -> Html {
    let checked = |make: fn(bool) -> Action| {
        send.reform(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            make(input.checked())
        })
    };
    let count = state.output.lines.len();
    html! {
        <div class="tools">
            { copy_button("copy", Errand::Copy, state, send) }
            { download_button(state, send) }
            <span class="line-count">{ if count == 1 { "1 line".to_owned() } else { format!("{count} lines") } }</span>
            <label>
                <input
                    type="checkbox"
                    checked={state.wrap == Wrap::On}
                    onchange={checked(|on| Action::Wrap(if on { Wrap::On } else { Wrap::Off }))}
                />
                { "Wrap lines" }
            </label>
            if state.has_secrets {
                <label>
                    <input
                        type="checkbox"
                        id="reveal"
                        checked={state.reveal == Reveal::Shown}
                        onchange={checked(|on| Action::Reveal(if on { Reveal::Shown } else { Reveal::Masked }))}
                    />
                    { "Show secrets in this output" }
                </label>
            }
        </div>
    }
}

fn same_tools(a: &State, b: &State) -> bool {
    (a.standing, a.wrap, a.has_secrets, a.reveal) == (b.standing, b.wrap, b.has_secrets, b.reveal)
        && a.output.lines.len() == b.output.lines.len()
        && a.file_name() == b.file_name()
}

/// The number of the form that is shown.
fn chosen(state: &State) -> usize {
    Target::ALL
        .iter()
        .position(|target| *target == state.request.target)
        .unwrap_or(0)
}

/// The right half.
pub fn result_part(state: &Rc<State>, send: &Callback<Action>) -> Html {
    let part = |draw: Draw, same: Same| of_state(state, send, draw, same);
    let reason = reason(state);
    html! {
        <section class="result" aria-label="Commands">
            { part(head, |a, b| a.request == b.request) }
            <div id={PANEL} class="panel" role="tabpanel" aria-labelledby={tab_id(PANEL, chosen(state))}>
                if let Some(reason) = reason {
                    <p class="reason">
                        { reason }
                        { for state.others.iter().map(|target| {
                            let target = *target;
                            html! {
                                <>
                                    { " " }
                                    <button
                                        type="button"
                                        class="fix"
                                        onclick={send.reform(move |_: MouseEvent| Action::Target(target))}
                                    >{ format!("Use {}", tab(target)) }</button>
                                </>
                            }
                        }) }
                    </p>
                }
                <ScriptView
                    send={send.clone()}
                    label={format!("{}, {}", state.request.target.label(), state.request.script.label().to_ascii_lowercase())}
                    output={state.output.clone()}
                    standing={state.standing}
                    wrap={state.wrap}
                    lit={state.lit()}
                    held={state.held}
                />
                { part(tools, same_tools) }
                { part(notes, |a, b| a.output.notes == b.output.notes) }
                { part(revision, same_revision) }
            </div>
            { part(problems, |a, b| a.problems == b.problems) }
            { part(apply, same_apply) }
        </section>
    }
}
