//! The control that a part of a value declares.

use super::choice::ChoiceControl;
use super::flags::FlagsControl;
use super::lines::LinesControl;
use super::number::NumberControl;
use super::radios::RadiosControl;
use super::switch::SwitchControl;
use super::text::TextControl;
use super::user::UserControl;
use crate::field;
use crate::state::Action;
use bitsmith_core::catalog::{Held, SettingId};
use bitsmith_core::value::{Control, Entry};
use yew::prelude::*;

/// What every control is told.
#[derive(Properties, PartialEq, Clone)]
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
#[component]
pub fn PartControl(props: &ControlProps) -> Html {
    let props = props.clone();
    let Some(control) = props.control() else {
        return html! {};
    };
    match control {
        Control::Choice(_) if props.id.spec().held == Held::Subject => html! { <RadiosControl ..props /> },
        Control::Choice(_) => html! { <ChoiceControl ..props /> },
        Control::Flags(_) | Control::CostMask { .. } => html! { <FlagsControl ..props /> },
        Control::Number { .. } => html! { <NumberControl ..props /> },
        Control::Switch => html! { <SwitchControl ..props /> },
        Control::Text(_) | Control::Hash | Control::Guid | Control::Ranges => {
            html! { <TextControl ..props /> }
        }
        Control::Lines(_) => html! { <LinesControl ..props /> },
        Control::User => html! { <UserControl ..props /> },
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
