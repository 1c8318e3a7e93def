//! Scripts run by the interpreter, over the model of BITS: which calls really happen, where they stand, what they get.

use bitsmith_tests::bits::Job;
use bitsmith_tests::machine::{Content, Machine};
use bitsmith_tests::powershell::binder::BoundCall;
use bitsmith_tests::powershell::run::{
    CmdletOutput, End, Failure, Host, NativeCall, NativeOutput, Session, Stream, run,
};
use bitsmith_tests::powershell::syntax::{Script, Span};
use bitsmith_tests::powershell::value::{HostObject, Value};
use std::collections::BTreeSet;

/// A call that happened.
#[derive(Debug, Clone)]
pub(crate) struct Real {
    /// Where it stands.
    pub span: (usize, usize),
    /// The cmdlet, or the verb of bitsadmin with its slash.
    pub name: String,
    /// Parameters with their elements; nothing for bitsadmin.
    pub parameters: Vec<(String, Vec<String>)>,
    /// The words behind the verb.
    pub words: Vec<String>,
    /// The jobs that it is about.
    pub jobs: Vec<String>,
    /// BITS refused it.
    pub refused: bool,
}

/// What a script did in one run.
pub(crate) struct Run {
    pub calls: Vec<Real>,
    /// All jobs as they are at the end.
    pub jobs: Vec<Job>,
    /// Whether it came to its last statement, and nothing failed.
    pub is_finished: bool,
    /// Whether a statement of the language failed, so that what it would have changed is as it was.
    pub is_broken: bool,
}

/// The variables of the environment that a run has.
pub(crate) const ENVIRONMENT: [(&str, &str); 3] = [
    ("TEMP", "C:\\Users\\user\\AppData\\Local\\Temp"),
    ("ProgramData", "C:\\ProgramData"),
    ("USERNAME", "user"),
];

struct Recorder {
    machine: Machine,
    at: Span,
    calls: Vec<Real>,
}

impl Recorder {
    fn guids(&self) -> BTreeSet<String> {
        let bits = &self.machine.bits;
        let all = bits.jobs.iter().chain(&bits.ended);
        all.map(|job| job.guid.clone()).collect()
    }

    fn made_since(&self, before: &BTreeSet<String>) -> Vec<String> {
        self.guids().difference(before).cloned().collect()
    }

    fn last_refused(&self) -> bool {
        self.machine.bits.calls.last().is_some_and(|call| call.refused)
    }
}

/// The elements of a value as texts.
fn elements(value: &Value) -> Vec<String> {
    let items = match value {
        Value::Null => Vec::new(),
        value => value.clone().into_items(),
    };
    let text = |item: &Value| match item {
        Value::Host(host) => host.id.clone(),
        Value::Enum(value) => value.number.to_string(),
        other => other.to_text(),
    };
    items.iter().map(text).collect()
}

impl Host for Recorder {
    fn reach(&mut self, command: Span) {
        self.at = command;
    }

    fn cmdlet(&mut self, call: &BoundCall) -> Result<CmdletOutput, Failure> {
        let is_of_bits = call.cmdlet.ends_with("-BitsTransfer") || call.cmdlet == "Add-BitsFile";
        let at = self.at;
        let before = self.guids();
        let answer = self.machine.cmdlet(call);
        if is_of_bits {
            let mut jobs = self.made_since(&before);
            if let Some(named) = call.get("BitsJob") {
                jobs.extend(elements(named));
            }
            let failed = answer.as_ref().map_or(true, |answer| !answer.errors.is_empty());
            self.calls.push(Real {
                span: (at.start, at.end),
                name: call.cmdlet.clone(),
                parameters: call
                    .parameters
                    .iter()
                    .map(|(name, value)| (name.clone(), elements(value)))
                    .collect(),
                words: Vec::new(),
                jobs,
                refused: failed,
            });
        }
        answer
    }

    fn native(&mut self, call: &NativeCall) -> Result<NativeOutput, Failure> {
        let before = self.guids();
        let at = self.at;
        let named: Vec<(String, String)> = self
            .machine
            .bits
            .jobs
            .iter()
            .map(|job| (job.setting("display_name").to_owned(), job.guid.clone()))
            .collect();
        let count = self.machine.bits.calls.len();
        let answer = self.machine.native(call)?;
        if let Some(made) = self.machine.bits.calls.get(count) {
            let words: Vec<String> = made.arguments.iter().map(|(_, word)| word.clone()).collect();
            let mut jobs = self.made_since(&before);
            if let Some(first) = words.first().filter(|_| made.name != "/create") {
                jobs.extend(
                    named
                        .iter()
                        .filter(|(name, _)| name.eq_ignore_ascii_case(first))
                        .map(|(_, guid)| guid.clone()),
                );
            }
            let name = made.name.clone();
            let refused = answer.exit != 0 || self.last_refused();
            self.calls.push(Real {
                span: (at.start, at.end),
                name,
                parameters: Vec::new(),
                words,
                jobs,
                refused,
            });
        }
        Ok(answer)
    }

    fn member(&mut self, object: &HostObject, name: &str) -> Option<Value> {
        self.machine.member(object, name)
    }

    fn program(&mut self, name: &str) -> Option<String> {
        self.machine.program(name)
    }

    fn environment(&mut self, name: &str) -> Option<String> {
        self.machine.environment(name)
    }

    fn now(&mut self) -> i64 {
        self.machine.now()
    }

    fn sleep(&mut self, ticks: i64) -> Result<(), Failure> {
        self.machine.sleep(ticks)
    }

    fn new_guid(&mut self) -> String {
        self.machine.new_guid()
    }

    fn show(&mut self, stream: Stream, text: &str) {
        self.machine.show(stream, text);
    }
}

/// Runs a script with one choice for each of its conditions, a bit each.
pub(crate) fn play(script: &Script, choice: usize, conditions: usize) -> Result<Run, String> {
    let mut machine = Machine::default();
    for number in 0..conditions {
        if choice & (1 << number) != 0 {
            machine.environment.push((format!("K{number}"), "1".to_owned()));
            machine
                .files
                .put(&format!("C:\\flag{number}"), Content::Text(String::new()));
        }
    }
    let mut recorder = Recorder {
        machine,
        at: Span { start: 0, end: 0 },
        calls: Vec::new(),
    };
    let session = Session {
        steps: 20_000,
        ..Session::default()
    };
    let outcome = run(script, &mut recorder, &session).map_err(|stuck| stuck.0)?;
    let bits = recorder.machine.bits;
    Ok(Run {
        calls: recorder.calls,
        jobs: bits.jobs.into_iter().chain(bits.ended).collect(),
        is_finished: matches!(outcome.end, End::Finished) && outcome.errors.is_empty(),
        is_broken: outcome.errors.iter().any(|error| {
            let is_of_bits = ["BitsTransfer", "BitsFile", "COMException"]
                .iter()
                .any(|name| error.id.contains(name));
            !is_of_bits && error.message.lossy() != "no"
        }),
    })
}
