//! The right half: which script, the script, what is to be known of it.

use super::deliver::{Delivery, Saves, deliver};
use super::notes::notes;
use super::problems::Problems;
use super::script::ScriptView;
use super::tabs::{TabList, tab_id, tabs};
use crate::state::{Action, Standing, State, Wrap};
use bitsmith_core::emit::{Script, Target};
use bitsmith_core::plan::Reveal;
use web_sys::HtmlInputElement;
use yew::prelude::*;

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

/// The right half.
pub fn result_part(state: &State, send: &Callback<Action>) -> Html {
    let chosen = Target::ALL
        .iter()
        .position(|target| *target == state.request.target)
        .unwrap_or(0);
    let choose = send.reform(|number: usize| {
        Action::Target(Target::ALL.get(number).copied().unwrap_or(Target::PowerShell))
    });
    let checked = |make: fn(bool) -> Action| {
        send.reform(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            make(input.checked())
        })
    };
    let reason = reason(state);
    let count = state.output.lines.len();
    html! {
        <section class="result" aria-label="Commands">
            <div class="result-head">
                { tabs(&TabList {
                    label: "Form of the script",
                    panel: "script",
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
            <div id="script" class="panel" role="tabpanel" aria-labelledby={tab_id("script", chosen)}>
                if let Some(reason) = reason {
                    <p class="reason">{ reason }</p>
                }
                <ScriptView
                    label={format!("{}, {}", state.request.target.label(), state.request.script.label().to_ascii_lowercase())}
                    output={state.output.clone()}
                    standing={state.standing}
                    wrap={state.wrap}
                    lit={state.lit()}
                    held={state.held}
                />
                <div class="tools">
                    { deliver(&Delivery {
                        id: "copy",
                        output: &state.output,
                        standing: state.standing,
                        file_name: state.file_name(),
                        saves: Saves::Yes,
                    }, send) }
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
                { notes(&state.output.notes, send) }
            </div>
            <Problems problems={state.problems.clone()} counts={state.counts()} />
        </section>
    }
}
