//! The control that a part of a value declares.

use super::choice::choice_control;
use super::flags::flags_control;
use super::lines::lines_control;
use super::number::number_control;
use super::radios::radios_control;
use super::switch::switch_control;
use super::text::text_control;
use super::user::user_control;
use crate::field;
use crate::state::Action;
use bitsmith_core::catalog::{Held, SettingId};
use bitsmith_core::value::{Control, Entry};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What every control is told.
#[derive(Debug, Clone)]
pub struct ControlProps {
    /// Which setting.
    pub id: SettingId,
    /// Which part of it.
    pub part: usize,
    /// Which row, where the value has rows.
    pub row: Option<usize>,
    /// What stands in it.
    pub entries: Vec<Entry>,
    /// What it is called.
    pub label: AttrValue,
    /// The id of the element that says so on the page; where there is none the label is the control's own.
    pub labelled_by: Option<AttrValue>,
    /// What BITS does when nothing is typed.
    pub placeholder: AttrValue,
    /// Whether an error is about it.
    pub error: bool,
    /// The id of the element that says what is wrong.
    pub described_by: Option<AttrValue>,
    /// The number of the whole value, where it is a set of bits.
    pub bits: Option<u32>,
}

impl ControlProps {
    /// The id of the element that takes the focus.
    pub fn element(&self) -> String {
        field::control_id(self.id, self.part, self.row)
    }

    /// The control that the catalog declares.
    pub fn control(&self) -> Option<Control> {
        self.id.spec().parts.get(self.part).map(|part| part.control)
    }

    /// The one thing that stands in it, as it is shown.
    pub fn shown(&self) -> String {
        self.entries.first().map(Entry::shown).unwrap_or_default()
    }

    /// The action of typing one thing; nothing is no entry.
    pub fn typed(&self, text: String) -> Action {
        let entries = if text.is_empty() {
            Vec::new()
        } else {
            vec![text.into()]
        };
        self.put(entries)
    }

    /// The action of having these entries.
    pub fn put(&self, entries: Vec<Entry>) -> Action {
        Action::Put {
            id: self.id,
            part: self.part,
            row: self.row,
            entries,
        }
    }

    /// Takes over what is typed into an `input`.
    pub fn on_input(&self, send: &Callback<Action>) -> Callback<InputEvent> {
        let (props, send) = (self.clone(), send.clone());
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let mut text = input.value();
            // What is copied from a table or a list ends with the end of its line.
            if text.ends_with('\n') {
                text.pop();
            }
            send.emit(props.typed(text));
        })
    }

    /// Takes over what is chosen from a list.
    pub fn on_choice(&self, send: &Callback<Action>) -> Callback<String> {
        let props = self.clone();
        send.reform(move |word: String| props.typed(word))
    }

    /// Takes over a word when a box is ticked, and nothing when it is not.
    pub fn on_tick(&self, word: &'static str, send: &Callback<Action>) -> Callback<Event> {
        let (props, send) = (self.clone(), send.clone());
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let word = if input.checked() { word } else { "" };
            send.emit(props.typed(word.to_owned()));
        })
    }

    /// The control's own name, where no element of the page is its label.
    pub fn own_label(&self) -> Option<AttrValue> {
        self.labelled_by.is_none().then(|| self.label.clone())
    }

    /// `aria-invalid` of the element.
    pub fn invalid(&self) -> Option<&'static str> {
        self.error.then_some("true")
    }
}

/// The control of a part.
pub fn part_control(props: &ControlProps, send: &Callback<Action>) -> Html {
    let Some(control) = props.control() else {
        return html! {};
    };
    match control {
        Control::Choice(_) if props.id.spec().held == Held::Subject => radios_control(props, send),
        Control::Choice(_) => choice_control(props, send),
        Control::Flags(_) | Control::CostMask { .. } => flags_control(props, send),
        Control::Number { .. } => number_control(props, send),
        Control::Switch => switch_control(props, send),
        Control::Text(_) | Control::Hash | Control::Guid | Control::Ranges => text_control(props, send),
        Control::Lines(_) => lines_control(props, send),
        Control::User => user_control(props, send),
    }
}

/// Whether the control is one element that a `label` can be tied to.
pub fn is_one_element(id: SettingId, part: usize) -> bool {
    let spec = id.spec();
    match spec.parts.get(part).map(|part| part.control) {
        Some(Control::Choice(_)) => spec.held != Held::Subject,
        Some(Control::Flags(_) | Control::CostMask { .. } | Control::Switch | Control::User) | None => false,
        Some(_) => true,
    }
}
