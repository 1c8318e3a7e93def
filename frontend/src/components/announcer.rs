//! Tells readers of the screen how many problems there are, once typing rests.

use crate::effect::{Watched, use_watch};
use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// What is told.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The counts in words; empty where there are none.
    pub counts: AttrValue,
}

/// How long typing must rest, in milliseconds.
const REST: u32 = 700;

/// A live region.
#[component]
pub fn Announcer(props: &Props) -> Html {
    let told = use_state_eq(|| AttrValue::from(""));
    {
        let (told, counts) = (told.clone(), props.counts.clone());
        use_watch(
            Watched::new(counts.clone()),
            Box::new(move || {
                let counts = if counts.is_empty() {
                    AttrValue::from("No problems")
                } else {
                    counts
                };
                let timeout = Timeout::new(REST, move || told.set(counts));
                Box::new(move || drop(timeout))
            }),
        );
    }
    html! { <p class="visually-hidden" role="status" id="announced">{ (*told).clone() }</p> }
}
