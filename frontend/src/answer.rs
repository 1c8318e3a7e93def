//! An answer of the local service, read by the browser's own JSON, and what the page takes from it.

use crate::apply::{Call, Job, Plan, Progress, sentences};
use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

mod read;

/// A value of an answer. What is not there is nothing of any kind: no text, no number, no items.
#[derive(Debug, Clone, Default)]
pub struct Answer(JsValue);

impl Answer {
    /// The value that a text says, where it is JSON.
    pub fn of(text: &str) -> Option<Answer> {
        JSON::parse(text).ok().map(Answer)
    }

    /// The member of an object.
    pub fn member(&self, name: &str) -> Answer {
        Answer(Reflect::get(&self.0, &JsValue::from_str(name)).unwrap_or_default())
    }

    /// The value as a text.
    pub fn json(&self) -> String {
        // What was read from a text can be written as one.
        JSON::stringify(&self.0).map(String::from).unwrap_or_default()
    }

    /// Why the service only plans; `None`: it can apply.
    pub fn reason(&self) -> Option<String> {
        (!self.is("applies")).then(|| self.text("reason"))
    }

    /// A plan.
    pub fn plan(&self) -> Plan {
        Plan {
            digest: self.text("digest"),
            nonce: self.text("nonce"),
            calls: self
                .items("steps")
                .iter()
                .map(|step| Call {
                    code: step.text("call"),
                    does: step.text("does"),
                })
                .collect(),
            acknowledge: self
                .items("acknowledge")
                .iter()
                .map(|one| (one.text("rule"), one.text("message")))
                .collect(),
            parameters: self.texts("parameters"),
            jobs: self
                .items("jobs")
                .iter()
                .map(|job| [job.text("name"), job.text("guid")].join(" "))
                .collect(),
            differences: self.texts("differences"),
            obstacles: self.texts("obstacles"),
            before: Some(self.member("before").text("message")).filter(|message| !message.is_empty()),
        }
    }

    /// The jobs.
    pub fn jobs(&self) -> Vec<Job> {
        self.items("jobs").iter().map(Answer::job).collect()
    }

    /// What is to be known of the jobs that a plan made or changed.
    pub fn notices(&self) -> Vec<String> {
        self.items("jobs")
            .iter()
            .flat_map(|job| [job.texts("notices"), job.texts("differences")])
            .flatten()
            .collect()
    }

    /// The sentences of a refusal.
    pub fn sentences(&self) -> String {
        sentences(&self.text("message"), &self.text("help"))
    }

    fn job(&self) -> Job {
        Job {
            guid: self.text("guid"),
            state: self.text("state"),
            means: self.text("means"),
            moves: self.is("moves"),
            speed: self.number("speed").filter(|speed| *speed > 0),
            remaining: self.number("remaining"),
            whole: self.progress("name"),
            parts: self
                .items("transfers")
                .iter()
                .map(|part| part.progress("to"))
                .collect(),
            next: self.texts("next"),
        }
    }

    fn progress(&self, name: &str) -> Progress {
        Progress {
            name: self.text(name),
            done: self.number("done").unwrap_or(0),
            total: self.number("total"),
        }
    }

    fn is(&self, name: &str) -> bool {
        self.member(name).0.is_truthy()
    }

    fn text(&self, name: &str) -> String {
        self.member(name).0.as_string().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        self.items(name)
            .iter()
            .map(|item| item.0.as_string().unwrap_or_default())
            .collect()
    }

    fn number(&self, name: &str) -> Option<u64> {
        // Bytes: no file is so long that this number is not exact.
        self.member(name).0.as_f64().map(|number| number as u64)
    }

    fn items(&self, name: &str) -> Vec<Answer> {
        self.member(name).list()
    }

    fn list(&self) -> Vec<Answer> {
        match self.0.dyn_ref::<Array>() {
            Some(items) => items.iter().map(Answer).collect(),
            None => Vec::new(),
        }
    }
}
