//! What the catalog says of a setting, under its row.

use crate::badge::{carriers, page, page_name};
use crate::field;
use crate::search::choices;
use crate::state::Action;
use bitsmith_core::catalog::{Jobs, SettingId};
use bitsmith_core::value::Control;
use yew::prelude::*;

/// Whether the value that is empty is one: texts that may be, and sets of no bits.
fn may_be_empty(id: SettingId) -> bool {
    id.spec().parts.iter().all(|part| match part.control {
        Control::Text(rule) => rule.may_be_empty,
        _ => false,
    })
}

/// The explanation.
pub fn help(id: SettingId, send: &Callback<Action>) -> Html {
    let spec = id.spec();
    html! {
        <div class="help" id={help_id(id)}>
            <p>{ spec.doc }</p>
            { for spec.parts.iter().filter(|part| !part.help.is_empty()).map(|part| html! {
                <p><strong>{ part.label }</strong>{ ": " }{ part.help }</p>
            }) }
            { for spec.parts.iter().map(|part| {
                let lists = choices(part.control);
                html! {
                    { for lists.into_iter().map(|list| html! {
                        <dl class="words">
                            { for list.iter().map(|choice| html! {
                                <>
                                    <dt>{ choice.label }{ " " }<code>{ choice.word }</code></dt>
                                    <dd>
                                        { choice.help }
                                        if let Some(since) = choice.since {
                                            { format!(" Since BITS {since} ({}).", since.windows()) }
                                        }
                                    </dd>
                                </>
                            }) }
                        </dl>
                    }) }
                }
            }) }
            <dl>
                <dt>{ "Default" }</dt><dd>{ spec.default.words }</dd>
                <dt>{ "When" }</dt><dd>{ spec.phase.label() }</dd>
                if spec.jobs != Jobs::All {
                    <dt>{ "For" }</dt><dd>{ spec.jobs.label() }</dd>
                }
                <dt>{ "Who" }</dt><dd>{ spec.permission.label() }</dd>
                <dt>{ "Since" }</dt><dd>{ format!("BITS {} ({})", spec.since, spec.since.windows()) }</dd>
                { for carriers(id).into_iter().map(|(tool, words)| html! {
                    <><dt>{ tool }</dt><dd>{ words }</dd></>
                }) }
                <dt>{ "Source" }</dt>
                <dd>
                    { for spec.source.iter().enumerate().map(|(number, source)| html! {
                        <>
                            if number > 0 { { ", " } }
                            if let Some(address) = page(source) {
                                <a href={address} target="_blank" rel="noreferrer noopener">{ page_name(source) }</a>
                            } else {
                                { page_name(source) }
                            }
                        </>
                    }) }
                </dd>
            </dl>
            if may_be_empty(id) {
                <p>
                    <button type="button" onclick={send.reform(move |_: MouseEvent| Action::SetEmpty(id))}>
                        { "Set it to nothing" }
                    </button>
                    { " differs from leaving it out: what a job has is taken away." }
                </p>
            }
        </div>
    }
}

/// The id of the explanation.
pub fn help_id(id: SettingId) -> String {
    format!("{}-help", field::row_id(id))
}
