//! What the page knows of the service that serves it, and what comes of asking it. Nothing here touches a browser.

use bitsmith_core::document::quoted;
use litemap::LiteMap;
use std::rc::Rc;

/// Who serves the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Served {
    /// Some web server: nobody is ever asked for anything.
    #[default]
    Hosted,
    /// The local service.
    Locally,
}

/// A call of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// As code.
    pub code: String,
    /// In words.
    pub does: String,
}

/// A plan, as the service told it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// What names it.
    pub digest: String,
    /// What applies it, once.
    pub nonce: String,
    /// What is called, in order.
    pub calls: Vec<Call>,
    /// What lowers security: the rule and its sentence.
    pub acknowledge: Vec<(String, String)>,
    /// What has to be filled in.
    pub parameters: Vec<String>,
    /// The jobs that it changes, each by name and GUID.
    pub jobs: Vec<String>,
    /// What is otherwise on this machine.
    pub differences: Vec<String>,
    /// Why it cannot be applied.
    pub obstacles: Vec<String>,
    /// That it made a job before, which is still there.
    pub before: Option<String>,
}

/// A file of a job, or the job as a whole: how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What it is called.
    pub name: String,
    /// Bytes so far.
    pub done: u64,
    /// Bytes in all, where they are known.
    pub total: Option<u64>,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its GUID.
    pub guid: String,
    /// BITS's word for its state.
    pub state: String,
    /// What the state means.
    pub means: String,
    /// Whether BITS goes on with it by itself.
    pub moves: bool,
    /// Bytes a second, where that can be said.
    pub speed: Option<u64>,
    /// Seconds that it still takes at this speed.
    pub remaining: Option<u64>,
    /// The whole.
    pub whole: Progress,
    /// File by file.
    pub parts: Vec<Progress>,
    /// What can be done next, the likeliest first.
    pub next: Vec<String>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The page comes from the local service.
    Served,
    /// The service said what it is: why it only plans, or `None`, when it can apply.
    Status(Option<String>),
    /// Something was asked, and is not answered yet.
    Asked,
    /// A plan came.
    Planned(Rc<Plan>),
    /// A warning was read, or not.
    Acknowledged(String, Consent),
    /// Another job is wanted although the plan made one, or not.
    Again(Consent),
    /// A parameter was typed.
    Parameter(String, String),
    /// The plan was carried out; what is to be known of it.
    Applied(Vec<String>),
    /// Something was done with a job.
    Done,
    /// The jobs are so.
    Jobs(Rc<Vec<Job>>),
    /// The service refused, or was not there: a sentence.
    Refused(String),
}

/// Whether somebody agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Consent {
    /// Yes.
    Given,
    /// No.
    #[default]
    Withheld,
}

/// What the page knows of the service.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Apply {
    /// Who serves the page.
    pub served: Served,
    /// Why the service only plans; `None`: it can apply, or has not said yet.
    pub reason: Option<String>,
    /// Whether an answer is waited for.
    pub is_waiting: bool,
    /// The plan of the job as it is typed now.
    pub plan: Option<Rc<Plan>>,
    /// The rules that were acknowledged.
    pub acknowledged: LiteMap<String, ()>,
    /// Whether the plan may make another job.
    pub again: Consent,
    /// The parameters that were filled in.
    pub parameters: LiteMap<String, String>,
    /// What the service said last.
    pub said: Vec<String>,
    /// The jobs.
    pub jobs: Rc<Vec<Job>>,
}

impl Apply {
    /// Takes in what happened.
    pub fn take(&mut self, event: Event) {
        match event {
            Event::Served => self.served = Served::Locally,
            Event::Status(reason) => self.reason = reason,
            Event::Asked => {
                self.is_waiting = true;
                self.said.clear();
            }
            Event::Planned(plan) => {
                self.is_waiting = false;
                self.acknowledged.clear();
                self.again = Consent::Withheld;
                self.plan = Some(plan);
            }
            Event::Acknowledged(rule, Consent::Given) => {
                self.acknowledged.insert(rule, ());
            }
            Event::Acknowledged(rule, Consent::Withheld) => {
                self.acknowledged.remove(&rule);
            }
            Event::Again(consent) => self.again = consent,
            Event::Parameter(name, value) => {
                self.parameters.insert(name, value);
            }
            Event::Applied(notices) => {
                self.is_waiting = false;
                self.plan = None;
                self.said = vec!["Applied.".to_owned()];
                self.said.extend(notices);
            }
            Event::Done => self.is_waiting = false,
            Event::Jobs(jobs) => self.jobs = jobs,
            Event::Refused(sentence) => {
                self.is_waiting = false;
                self.said = vec![sentence];
            }
        }
    }

    /// The job was edited: what was planned is not this job any more.
    pub fn forget(&mut self) {
        self.plan = None;
        self.said.clear();
    }

    /// Whether the plan can be applied now.
    pub fn is_ready(&self) -> bool {
        self.reason.is_none()
            && !self.is_waiting
            && self.plan.as_ref().is_some_and(|plan| {
                plan.obstacles.is_empty()
                    && (plan.before.is_none() || self.again == Consent::Given)
                    && plan
                        .acknowledge
                        .iter()
                        .all(|(rule, _)| self.consent(rule) == Consent::Given)
                    && plan
                        .parameters
                        .iter()
                        .all(|name| self.parameters.get(name).is_some_and(|value| !value.is_empty()))
            })
    }

    /// The body of the request that applies the plan of a document.
    pub fn request(&self, document: &str) -> Option<String> {
        let plan = self.plan.as_ref()?;
        let acknowledged: Vec<String> = self.acknowledged.keys().map(|rule| quoted(rule)).collect();
        let parameters: Vec<String> = self
            .parameters
            .iter()
            .filter(|(name, _)| plan.parameters.contains(name))
            .map(|(name, value)| [quoted(name), quoted(value)].join(":"))
            .collect();
        // The document as it was written: nothing reads it in between.
        Some(format!(
            r#"{{"document":{document},"digest":{},"nonce":{},"acknowledged":[{}],"parameters":{{{}}},"again":{}}}"#,
            quoted(&plan.digest),
            quoted(&plan.nonce),
            acknowledged.join(","),
            parameters.join(","),
            self.again == Consent::Given,
        ))
    }

    /// Whether a rule was acknowledged.
    pub fn consent(&self, rule: &str) -> Consent {
        match self.acknowledged.contains_key(rule) {
            true => Consent::Given,
            false => Consent::Withheld,
        }
    }
}

/// The sentences of a refusal: what is wrong, and what to do.
pub fn sentences(message: &str, help: &str) -> String {
    match [message, help].join(" ").trim() {
        "" => "The service said nothing that can be read.".to_owned(),
        words => words.to_owned(),
    }
}
