//! An answer of the reader of scripts and error numbers.

use super::Answer;
use crate::read::{Event, Revision, Script, Token, Trees};
use bitsmith_core::document::read;
use bitsmith_core::span::Span;
use std::rc::Rc;

impl Answer {
    /// What the reader said; a sentence where it said nothing.
    pub fn of_reader(&self) -> Result<Event, String> {
        let serial = self.number("serial").unwrap_or(0) as u32;
        match self.text("kind").as_str() {
            "read" => Ok(Event::Read(serial, Rc::new(self.script()))),
            "decode" => Ok(Event::Decoded(serial, self.trees("view"))),
            "revise" => Ok(Event::Revised(serial, Rc::new(self.revision()))),
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
                    remarks: token
                        .items("remarks")
                        .iter()
                        .map(Answer::list)
                        .map(|remark| {
                            let mut words = remark.iter().map(|word| word.0.as_string().unwrap_or_default());
                            (words.next().unwrap_or_default(), words.next().unwrap_or_default())
                        })
                        .collect(),
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
            has_secrets: self.is("secrets"),
        }
    }

    fn revision(&self) -> Revision {
        let reason = self.text("reason");
        let place = |edit: &[Answer], number: usize| {
            edit.get(number).and_then(|place| place.0.as_f64()).unwrap_or(0.0) as usize
        };
        Revision {
            refusal: !reason.is_empty(),
            said: [reason, self.text("summary")].concat(),
            lines: self.trees("view"),
            is_whole: self.is("whole"),
            edits: self
                .items("edits")
                .iter()
                .map(Answer::list)
                .map(|edit| {
                    let words = edit.get(2).and_then(|words| words.0.as_string());
                    (
                        Span::new(place(&edit, 0), place(&edit, 1)),
                        words.unwrap_or_default(),
                    )
                })
                .collect(),
        }
    }

    fn trees(&self, name: &str) -> Trees {
        Trees::new(self.member(name).0)
    }
}
