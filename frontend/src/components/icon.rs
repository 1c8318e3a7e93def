//! Small drawings for buttons. A button says in words what it does: the drawing is hidden from readers.

use yew::prelude::*;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// A cross: take out.
    Cross,
    /// An arrow up.
    Up,
    /// An arrow down.
    Down,
    /// A question mark.
    Question,
    /// A sun: light colours.
    Sun,
    /// A moon: dark colours.
    Moon,
    /// Half and half: the system's colours.
    Half,
    /// An arrow that turns back.
    Back,
    /// An arrow that turns forward.
    Forth,
}

impl Drawing {
    const fn path(self) -> &'static str {
        match self {
            Drawing::Cross => "M4 4l8 8M12 4l-8 8",
            Drawing::Up => "M8 13V3M3.5 7.5L8 3l4.5 4.5",
            Drawing::Down => "M8 3v10M3.5 8.5L8 13l4.5-4.5",
            Drawing::Question => "M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1.8-1.1 1.8M8 12.4v.2",
            Drawing::Sun => {
                "M8 5a3 3 0 1 0 0 6a3 3 0 1 0 0-6M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8L13 13M3 13l1.2-1.2M11.8 4.2L13 3"
            }
            Drawing::Moon => "M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1z",
            Drawing::Half => "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12M8 2v12M10 3v10M12 4.8v6.4",
            Drawing::Back => "M6 3L2.5 6.5L6 10M2.5 6.5H10a3.5 3.5 0 0 1 0 7H7",
            Drawing::Forth => "M10 3l3.5 3.5L10 10M13.5 6.5H6a3.5 3.5 0 0 0 0 7h3",
        }
    }
}

/// A drawing of sixteen by sixteen.
pub fn icon(drawing: Drawing) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d={drawing.path()} />
        </svg>
    }
}
