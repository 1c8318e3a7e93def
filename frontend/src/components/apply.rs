//! Applying the job on this machine: the plan, what has to be known before, and the jobs that came of it.

use super::job::job;
use crate::apply::{Apply, Consent, Event, Plan, Served};
use crate::state::{Action, Errand, Standing, State};
use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, MouseEvent, TargetCast, html};

/// Whether the panel shows the same.
pub fn same_apply(a: &State, b: &State) -> bool {
    (&a.apply, a.standing) == (&b.apply, b.standing)
}

/// The panel.
pub fn apply(state: &State, send: &Callback<Action>) -> Html {
    let apply = &state.apply;
    if apply.served == Served::Hosted {
        return html! {
            <section class="apply">
                <p>
                    { "To apply jobs from this page, run " }<code>{ "bitsmith serve --open" }</code>{ " on Windows." }
                </p>
            </section>
        };
    }
    html! {
        <section class="apply" aria-label="Apply">
            <h2>{ "Apply on this machine" }</h2>
            if let Some(reason) = &apply.reason {
                <p>{ format!("This service only plans. {reason}") }</p>
            }
            { buttons(state, send) }
            <div role="status">
                { for apply.said.iter().map(|said| html! { <p><bdi>{ said.clone() }</bdi></p> }) }
            </div>
            if let Some(plan) = &apply.plan {
                { shown(plan, apply, send) }
            }
            { for apply.jobs.iter().map(|one| job(one, send)) }
        </section>
    }
}

fn buttons(state: &State, send: &Callback<Action>) -> Html {
    let apply = &state.apply;
    let run = |errand| send.reform(move |_: MouseEvent| Action::Run(errand));
    html! {
        <div class="buttons">
            <button
                type="button"
                disabled={state.standing == Standing::Errors || apply.is_waiting}
                onclick={run(Errand::Plan)}
            >{ "Plan" }</button>
            if apply.reason.is_none() {
                <button type="button" disabled={!apply.is_ready()} onclick={run(Errand::Apply)}>{ "Apply" }</button>
            }
        </div>
    }
}

/// A plan: what is in the way, what has to be agreed to and filled in, and each call.
fn shown(plan: &Plan, apply: &Apply, send: &Callback<Action>) -> Html {
    let list = |title: &'static str, lines: &[String]| {
        html! {
            if !lines.is_empty() {
                <h3>{ title }</h3>
                <ul>{ for lines.iter().map(|line| html! { <li><bdi>{ line.clone() }</bdi></li> }) }</ul>
            }
        }
    };
    html! {
        <>
            { list("In the way", &plan.obstacles) }
            { list("Changes these jobs", &plan.jobs) }
            { list("What changes", &plan.differences) }
            { for before(plan).map(|message| agree("Make another job. ", message, apply.again, send, Event::Again)) }
            { for plan.acknowledge.iter().map(|(rule, message)| {
                let (now, rule) = (apply.consent(rule), rule.clone());
                agree("I mean this: ", message, now, send, move |consent| Event::Acknowledged(rule.clone(), consent))
            }) }
            { for plan.parameters.iter().map(|name| {
                let value = apply.parameters.get(name).cloned().unwrap_or_default();
                let key = name.clone();
                let oninput = send.reform(move |event: InputEvent| {
                    let input: HtmlInputElement = event.target_unchecked_into();
                    Action::Apply(Event::Parameter(key.clone(), input.value()))
                });
                html! {
                    <label class="fill">{ name.clone() }<input type="text" autocomplete="off" {value} {oninput} /></label>
                }
            }) }
            <ol>
                { for plan.calls.iter().map(|call| html! {
                    <li><bdi>{ call.does.clone() }</bdi><code><bdi>{ call.code.clone() }</bdi></code></li>
                }) }
            </ol>
        </>
    }
}

/// Why it may be that another job is wanted. What a plan with open parameters made is not known before they are filled in.
fn before(plan: &Plan) -> Option<&str> {
    let open = (!plan.parameters.is_empty()).then_some("These values may have made one before.");
    plan.before.as_deref().or(open)
}

/// A box to be checked by whoever agrees.
fn agree(
    to: &'static str,
    message: &str,
    now: Consent,
    send: &Callback<Action>,
    then: impl Fn(Consent) -> Event + 'static,
) -> Html {
    let onchange = send.reform(move |event: yew::Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let consent = if input.checked() {
            Consent::Given
        } else {
            Consent::Withheld
        };
        Action::Apply(then(consent))
    });
    html! {
        <label class="agree">
            <input type="checkbox" checked={now == Consent::Given} {onchange} />
            <span>{ to }<bdi>{ message.to_owned() }</bdi></span>
        </label>
    }
}
