//! An answer of the reader of scripts and error numbers.

use super::Answer;
use crate::read::{Code, Event, Remark, Run, Script, Step, Token};
use bitsmith_core::document::read;
use std::rc::Rc;

impl Answer {
    /// What the reader said; a sentence where it said nothing.
    pub fn of_reader(&self) -> Result<Event, String> {
        let serial = self.size("serial") as u32;
        match self.text("kind").as_str() {
            "read" => Ok(Event::Read(serial, Rc::new(self.script()))),
            "decode" => Ok(Event::Decoded(
                serial,
                Rc::new(self.items("codes").iter().map(Answer::error_code).collect()),
            )),
            _ => Err(self.text("message")),
        }
    }

    fn script(&self) -> Script {
        let import = self.member("import");
        let explanation = self.member("explanation");
        Script {
            shell: self.text("shell"),
            lines: self.items("lines").iter().map(Answer::runs).collect(),
            is_cut: self.is("more"),
            tokens: explanation
                .items("tokens")
                .iter()
                .map(|token| Token {
                    title: token.text("title"),
                    text: token.text("text"),
                    source: token.text("source"),
                })
                .collect(),
            steps: explanation
                .items("steps")
                .iter()
                .map(|step| Step {
                    line: step.number("line").unwrap_or(0),
                    text: step.text("text"),
                })
                .collect(),
            step_count: explanation.size("count"),
            risks: explanation.items("risks").iter().map(Answer::remark).collect(),
            findings: import.items("diagnostics").iter().map(Answer::remark).collect(),
            finding_count: import.size("count"),
            jobs: import
                .items("documents")
                .iter()
                .filter_map(|document| read(&document.json()).ok())
                .flatten()
                .map(Rc::new)
                .collect(),
        }
    }

    fn runs(&self) -> Vec<Run> {
        self.list()
            .iter()
            .map(|run| Run {
                text: run.text("text"),
                token: run.number("token").map(|number| number as usize),
            })
            .collect()
    }

    fn remark(&self) -> Remark {
        Remark {
            rule: self.text("rule"),
            severity: self.text("severity"),
            words: [self.text("message"), self.text("help")].join(" "),
            line: self.number("line").unwrap_or(0),
        }
    }

    fn error_code(&self) -> Code {
        Code {
            number: self.text("code"),
            name: self.text("name"),
            sentence: self.text("sentence"),
            causes: self.texts("causes"),
            setting: self.text("setting"),
            change: self.text("change"),
            look: self.text("look"),
        }
    }

    fn size(&self, name: &str) -> usize {
        self.number(name).unwrap_or(0) as usize
    }
}
