//! An answer of the reader of scripts and error numbers.

use super::Answer;
use crate::read::{Event, Script, Token, Trees};
use bitsmith_core::document::read;
use std::rc::Rc;

impl Answer {
    /// What the reader said; a sentence where it said nothing.
    pub fn of_reader(&self) -> Result<Event, String> {
        let serial = self.number("serial").unwrap_or(0) as u32;
        match self.text("kind").as_str() {
            "read" => Ok(Event::Read(serial, Rc::new(self.script()))),
            "decode" => Ok(Event::Decoded(serial, self.trees("view"))),
            _ => Err(self.text("message")),
        }
    }

    fn script(&self) -> Script {
        Script {
            shell: self.text("shell"),
            summary: self.text("summary"),
            lines: self.trees("lines"),
            is_cut: self.is("more"),
            tokens: self
                .items("tokens")
                .iter()
                .map(|token| Token {
                    title: token.text("title"),
                    text: token.text("text"),
                    source: token.text("source"),
                })
                .collect(),
            below: self.trees("below"),
            jobs: self
                .texts("documents")
                .iter()
                .filter_map(|document| read(document).ok())
                .flatten()
                .map(Rc::new)
                .collect(),
        }
    }

    fn trees(&self, name: &str) -> Trees {
        Trees::new(self.member(name).0)
    }
}
