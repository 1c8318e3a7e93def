//! The head of the page: search, the machine, colours, steps back and forth, files and links.

use super::documents::documents;
use super::icon::{Drawing, icon};
use super::profile::profile;
use super::search::search;
use crate::read::Half;
use crate::state::{Action, Disclosure, State, Theme};
use yew::prelude::*;

/// Whether the head shows the same.
pub fn same_header(a: &State, b: &State) -> bool {
    (a.theme, a.read.half, a.machine, a.draft.profile) == (b.theme, b.read.half, b.machine, b.draft.profile)
        && (a.can_undo(), a.can_redo()) == (b.can_undo(), b.can_redo())
        && a.search == b.search
}

/// The head of the page. The lists of the machine fold on a narrow page.
pub fn header(state: &State, send: &Callback<Action>) -> Html {
    let machine = state.machine;
    let other = match machine {
        Disclosure::Open => Disclosure::Closed,
        Disclosure::Closed => Disclosure::Open,
    };
    let half = state.read.half;
    let other_half = match half {
        Half::Commands => Half::Reader,
        Half::Reader => Half::Commands,
    };
    let theme = state.theme;
    let (drawing, colours) = match theme {
        Theme::System => (Drawing::Half, "Colours of the system"),
        Theme::Light => (Drawing::Sun, "Light colours"),
        Theme::Dark => (Drawing::Moon, "Dark colours"),
    };
    html! {
        <header class="bar">
            <h1>{ "Bitsmith" }</h1>
            { search(&state.search, send) }
            <button
                type="button"
                class="quiet machine-toggle"
                aria-expanded={(machine == Disclosure::Open).to_string()}
                aria-controls="machine"
                onclick={send.reform(move |_: MouseEvent| Action::Machine(other))}
            >{ "Machine" }</button>
            <div id="machine" class={classes!("machine-place", (machine == Disclosure::Open).then_some("open"))}>
                { profile(state.draft.profile, send) }
            </div>
            <div class="head-tools">
                <button
                    type="button"
                    class="quiet"
                    aria-label="Undo the last change"
                    title="Undo the last change"
                    aria-disabled={(!state.can_undo()).then_some("true")}
                    onclick={send.reform(|_: MouseEvent| Action::Undo)}
                >{ icon(Drawing::Back) }</button>
                <button
                    type="button"
                    class="quiet"
                    aria-label="Redo the change"
                    title="Redo the change"
                    aria-disabled={(!state.can_redo()).then_some("true")}
                    onclick={send.reform(|_: MouseEvent| Action::Redo)}
                >{ icon(Drawing::Forth) }</button>
                <button
                    type="button"
                    class="quiet"
                    id="read"
                    aria-pressed={(half == Half::Reader).to_string()}
                    onclick={send.reform(move |_: MouseEvent| Action::Half(other_half))}
                >{ "Read" }<span class="rest">{ " a script" }</span></button>
                { documents(send) }
                <button
                    type="button"
                    class="quiet"
                    id="theme"
                    aria-label={format!("{colours}. Change")}
                    title={colours}
                    onclick={send.reform(move |_: MouseEvent| Action::Theme(theme.next()))}
                >{ icon(drawing) }</button>
                <button
                    type="button"
                    class="quiet"
                    aria-label="Keys and variables"
                    title="Keys and variables"
                    onclick={send.reform(|_: MouseEvent| Action::Manual)}
                >{ icon(Drawing::Question) }</button>
            </div>
        </header>
    }
}
