//! The way from a component to the reducer.

use crate::state::Action;
use yew::prelude::*;

/// Carries out an action; does nothing outside the page.
#[hook]
pub fn use_send() -> Callback<Action> {
    use_context::<Callback<Action>>().unwrap_or_else(Callback::noop)
}
