//! The head of the page: search, the machine, colours, steps back and forth, files and links.

use super::icon::{Drawing, Icon};
use super::profile::ProfilePart;
use super::search::SearchPart;
use crate::send::use_send;
use crate::state::{Action, Disclosure, State, Theme};
use std::rc::Rc;
use yew::prelude::*;

/// What the page knows.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// All of it.
    pub state: Rc<State>,
    /// Whether the machine's lists are unfolded on a narrow page.
    pub machine: Disclosure,
    /// Folds or unfolds them.
    pub toggle_machine: Callback<MouseEvent>,
    /// What opens, saves and shares the job.
    #[prop_or_default]
    pub children: Html,
}

/// The head of the page.
#[component]
pub fn Header(props: &Props) -> Html {
    let send = use_send();
    let state = &props.state;
    let theme = state.theme;
    let (drawing, colours) = match theme {
        Theme::System => (Drawing::Half, "Colours of the system"),
        Theme::Light => (Drawing::Sun, "Light colours"),
        Theme::Dark => (Drawing::Moon, "Dark colours"),
    };
    html! {
        <header class="bar">
            <h1>{ "Bitsmith" }</h1>
            <SearchPart query={state.search.clone()} />
            <button
                type="button"
                class="quiet machine-toggle"
                aria-expanded={(props.machine == Disclosure::Open).to_string()}
                aria-controls="machine"
                onclick={props.toggle_machine.clone()}
            >{ "Machine" }</button>
            <div id="machine" class={classes!("machine-place", (props.machine == Disclosure::Open).then_some("open"))}>
                <ProfilePart profile={state.draft.profile} />
            </div>
            <div class="head-tools">
                <button
                    type="button"
                    class="quiet"
                    aria-label="Undo the last change"
                    title="Undo the last change"
                    disabled={!state.can_undo()}
                    onclick={send.reform(|_: MouseEvent| Action::Undo)}
                ><Icon drawing={Drawing::Back} /></button>
                <button
                    type="button"
                    class="quiet"
                    aria-label="Redo the change"
                    title="Redo the change"
                    disabled={!state.can_redo()}
                    onclick={send.reform(|_: MouseEvent| Action::Redo)}
                ><Icon drawing={Drawing::Forth} /></button>
                { props.children.clone() }
                <button
                    type="button"
                    class="quiet"
                    id="theme"
                    aria-label={format!("{colours}. Change")}
                    title={colours}
                    onclick={send.reform(move |_: MouseEvent| Action::Theme(theme.next()))}
                ><Icon {drawing} /></button>
            </div>
        </header>
    }
}
