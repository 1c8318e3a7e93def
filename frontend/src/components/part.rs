//! A part of the page that is drawn anew only when what it shows has changed.

use crate::effect::Same as Equal;
use crate::state::{Action, State};
use std::rc::Rc;
use yew::prelude::*;
use yew::virtual_dom::{Key, VComp};

/// What is drawn. Two that are equal look the same.
pub trait View: PartialEq + 'static {
    /// Draws it.
    fn draw(&self, send: &Callback<Action>) -> Html;
}

/// A view without its type, so that all parts of the page are one component.
trait Drawn: Equal {
    fn draw(&self, send: &Callback<Action>) -> Html;
}

impl<V: View> Drawn for V {
    fn draw(&self, send: &Callback<Action>) -> Html {
        View::draw(self, send)
    }
}

#[derive(Properties)]
struct Props {
    send: Callback<Action>,
    view: Rc<dyn Drawn>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        self.send == other.send && self.view.same(other.view.any())
    }
}

#[component]
fn Part(props: &Props) -> Html {
    props.view.draw(&props.send)
}

/// A part in a list: the key says which of the list it is.
pub fn keyed(send: &Callback<Action>, key: impl Into<Key>, view: impl View) -> Html {
    part(send, Some(key.into()), Rc::new(view))
}

fn part(send: &Callback<Action>, key: Option<Key>, view: Rc<dyn Drawn>) -> Html {
    let send = send.clone();
    VComp::new::<Part>(Rc::new(Props { send, view }), key).into()
}

/// What draws a part of the state.
pub type Draw = fn(&State, &Callback<Action>) -> Html;

/// Whether a part shows the same for two states. What a part's buttons do may depend on nothing else.
pub type Same = fn(&State, &State) -> bool;

/// A part that shows what the page knows.
pub fn of_state(state: &Rc<State>, send: &Callback<Action>, draw: Draw, same: Same) -> Html {
    let view = OfState {
        state: state.clone(),
        draw,
        same,
    };
    part(send, None, Rc::new(view))
}

struct OfState {
    state: Rc<State>,
    draw: Draw,
    same: Same,
}

impl PartialEq for OfState {
    fn eq(&self, other: &OfState) -> bool {
        // What draws two parts is not compared: functions have no fixed address.
        Rc::ptr_eq(&self.state, &other.state) || (self.same)(&self.state, &other.state)
    }
}

impl View for OfState {
    fn draw(&self, send: &Callback<Action>) -> Html {
        (self.draw)(&self.state, send)
    }
}
