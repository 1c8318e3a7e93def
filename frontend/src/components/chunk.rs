//! Some lines of a script. A script is cut into chunks, so that an edit draws only the chunk that it changes.

use super::characters::run;
use super::part::View;
use crate::field;
use crate::output::Shown;
use crate::state::Action;
use bitsmith_core::diagnostic::At;
use bitsmith_core::emit::TokenKind;
use bitsmith_core::invisible::runs;
use std::rc::Rc;
use yew::prelude::*;

/// The lines.
#[derive(PartialEq)]
pub struct Chunk {
    /// In order.
    pub lines: Vec<Rc<Shown>>,
    /// What is pointed at, where one of the lines says it.
    pub lit: Option<At>,
}

/// The mean number of lines of a chunk.
const MEAN: u32 = 8;

/// Cuts a script at lines that stay where they are in it, so that a new line moves no other cut.
pub fn chunks(lines: &[Rc<Shown>]) -> Vec<Vec<Rc<Shown>>> {
    let mut chunks: Vec<Vec<Rc<Shown>>> = Vec::new();
    for line in lines {
        match chunks.last_mut() {
            Some(chunk) if line.key % MEAN != 0 => chunk.push(line.clone()),
            _ => chunks.push(vec![line.clone()]),
        }
    }
    chunks
}

/// The classes of a line. They are put by the property `className`: what the attribute takes is cut into words and
/// counted, and a script has some thousand.
fn classes(shown: &Shown, lit: Option<At>) -> &'static str {
    match (shown.changed, lit.is_some_and(|at| says(shown, at))) {
        (false, false) => "line",
        (true, false) => "line changed",
        (false, true) => "line lit",
        (true, true) => "line changed lit",
    }
}

const fn class(kind: TokenKind) -> Option<&'static str> {
    match kind {
        TokenKind::Plain => None,
        TokenKind::Comment => Some("comment"),
        TokenKind::Keyword => Some("keyword"),
        TokenKind::Command => Some("command"),
        TokenKind::Parameter => Some("parameter"),
        TokenKind::Variable => Some("variable"),
        TokenKind::Literal => Some("literal"),
        TokenKind::Number => Some("numeral"),
    }
}

/// Whether a line says a place.
pub fn says(line: &Shown, at: At) -> bool {
    line.line.origin.is_some_and(|origin| field::touch(origin.at, at))
}

impl View for Chunk {
    fn draw(&self, _send: &Callback<Action>) -> Html {
        lines(self)
    }
}

fn lines(props: &Chunk) -> Html {
    html! {
        <>
            { for props.lines.iter().map(|shown| {
                let readings: Vec<&str> = shown
                    .line
                    .tokens
                    .iter()
                    .filter_map(|token| token.reading.as_deref())
                    .collect();
                html! {
                    <div
                        key={shown.key}
                        ~className={classes(shown, props.lit)}
                        tabindex="-1"
                        data-at={shown.line.origin.map(|origin| field::mark(origin.at))}
                    >
                        <span class="says">
                            { for shown.line.tokens.iter().map(|token| {
                                let text = html! { { for runs(&token.text).into_iter().map(run) } };
                                match class(token.kind) {
                                    Some(class) => html! { <span ~className={class}>{ text }</span> },
                                    None => text,
                                }
                            }) }
                        </span>
                        { for readings.into_iter().map(|reading| html! {
                            <span class="reading" title="What the code points say">
                                <bdi>{ for runs(reading).into_iter().map(run) }</bdi>
                            </span>
                        }) }
                    </div>
                }
            }) }
        </>
    }
}
