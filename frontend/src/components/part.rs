//! A part of the page that is drawn anew only when what it shows has changed.

use crate::send::use_send;
use crate::state::{Action, State};
use std::rc::Rc;
use yew::prelude::*;

/// What draws a part.
pub type Draw = fn(&State, &Callback<Action>) -> Html;

/// Whether a part shows the same for two states. What a part's buttons do may depend on nothing else.
pub type Same = fn(&State, &State) -> bool;

/// A part.
#[derive(Properties)]
pub struct Props {
    /// What the page knows.
    pub state: Rc<State>,
    /// What draws it.
    pub draw: Draw,
    /// Whether it shows the same.
    pub same: Same,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.state, &other.state) || (self.same)(&self.state, &other.state)
    }
}

/// A part of the page.
#[component]
pub fn Part(props: &Props) -> Html {
    let send = use_send();
    (props.draw)(&props.state, &send)
}
