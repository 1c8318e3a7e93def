//! What of BITS only a program can do, and why it is no field of the form.

use super::group::folded;
use crate::badge::page_name;
use bitsmith_core::catalog::ONLY_FROM_CODE;
use yew::prelude::*;

/// The list, folded.
pub fn only_from_code() -> Html {
    folded(
        "only-from-code",
        "Only from code",
        &format!("{} things", ONLY_FROM_CODE.len()),
        html! {
            <dl class="facts">
                { for ONLY_FROM_CODE.iter().map(|one| html! {
                    <>
                        <dt>{ one.label }</dt>
                        <dd>{ one.reason }{ " " }<small>{ page_name(one.source) }</small></dd>
                    </>
                }) }
            </dl>
        },
    )
}
