//! Tabs: arrow keys go from one to the next.

use crate::element::element;
use yew::prelude::*;

/// What tabs are told.
#[derive(Debug)]
pub struct TabList {
    /// What the list of tabs is called.
    pub label: &'static str,
    /// The id of the panel that they change; the tabs' own ids begin with it.
    pub panel: &'static str,
    /// The tabs.
    pub tabs: Vec<&'static str>,
    /// The number of the tab that is chosen.
    pub chosen: usize,
    /// Chooses another one.
    pub choose: Callback<usize>,
}

/// The id of a tab.
pub fn tab_id(panel: &str, number: usize) -> String {
    format!("{panel}-tab-{number}")
}

/// Tabs.
pub fn tabs(props: &TabList) -> Html {
    let count = props.tabs.len();
    let chosen = props.chosen;
    let onkeydown = {
        let (choose, panel) = (props.choose.clone(), props.panel);
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "ArrowRight" => (chosen + 1) % count.max(1),
                "ArrowLeft" => (chosen + count.max(1) - 1) % count.max(1),
                "Home" => 0,
                "End" => count.saturating_sub(1),
                _ => return,
            };
            event.prevent_default();
            choose.emit(next);
            if let Some(tab) = element(&tab_id(panel, next)) {
                // A tab that cannot take the focus loses nothing but the focus.
                let _ = tab.focus();
            }
        })
    };
    html! {
        <div class="tabs" role="tablist" aria-label={props.label} {onkeydown}>
            { for props.tabs.iter().enumerate().map(|(number, label)| html! {
                <button
                    type="button"
                    role="tab"
                    id={tab_id(props.panel, number)}
                    aria-selected={(number == chosen).to_string()}
                    aria-controls={props.panel}
                    tabindex={if number == chosen { "0" } else { "-1" }}
                    onclick={props.choose.reform(move |_: MouseEvent| number)}
                >{ *label }</button>
            }) }
        </div>
    }
}
