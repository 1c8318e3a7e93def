//! Runs a script that the reader has read, against a host that plays the machine.
//!
//! What it cannot run stops it ([`Stuck`]); nothing is skipped silently. A pipeline's stages run one after the other,
//! each over all objects of the stage before.

mod builtins;
mod casts;
mod commands;
mod errors;
mod expressions;
mod format;
mod json;
mod members;
mod methods;
mod native;
mod numeric;
mod operators;
mod pipeline;
mod scopes;
mod selection;
mod statements;
mod switch;

pub use errors::{CmdletError, ErrorRecord, Failure};
pub use native::{Passing, command_line};

use std::collections::HashMap;
use std::rc::Rc;

use super::binder::BoundCall;
use super::syntax::{Block, Parameter, Script, Span};
use super::value::{HostObject, Value};
use errors::Interrupt;
use scopes::Scopes;

/// The machine that a script runs on.
pub trait Host {
    /// Runs a cmdlet that the interpreter does not run itself.
    fn cmdlet(&mut self, call: &BoundCall) -> Result<CmdletOutput, Failure>;
    /// Runs a program.
    fn native(&mut self, call: &NativeCall) -> Result<NativeOutput, Failure>;
    /// Reads a member of something that the host owns; nothing when it has none of that name.
    fn member(&mut self, object: &HostObject, name: &str) -> Option<Value>;
    /// The full path of a program, when there is one of that name or path.
    fn program(&mut self, name: &str) -> Option<String>;
    /// An environment variable.
    fn environment(&mut self, name: &str) -> Option<String>;
    /// The time in ticks.
    fn now(&mut self) -> i64;
    /// Lets time pass.
    fn sleep(&mut self, ticks: i64) -> Result<(), Failure>;
    /// A GUID that was not given before.
    fn new_guid(&mut self) -> String;
    /// Something is shown to the user.
    fn show(&mut self, stream: Stream, text: &str);
    /// The command that runs now stands here.
    fn reach(&mut self, _command: Span) {}
}

/// What a cmdlet of the host's gave.
#[derive(Clone, Debug, Default)]
pub struct CmdletOutput {
    /// Objects for the pipeline.
    pub output: Vec<Value>,
    /// Errors that did not end it.
    pub errors: Vec<CmdletError>,
}

impl From<Vec<Value>> for CmdletOutput {
    fn from(output: Vec<Value>) -> Self {
        Self {
            output,
            errors: Vec::new(),
        }
    }
}

/// A program with its arguments as one line, which is what Windows hands on.
#[derive(Clone, Debug)]
pub struct NativeCall {
    /// The program as it was named.
    pub program: String,
    /// The rest of the command line.
    pub line: String,
    /// The words the script gave, when it gave words and not a line.
    pub words: Option<Vec<String>>,
}

/// What a program did.
#[derive(Clone, Debug, Default)]
pub struct NativeOutput {
    /// Its exit code.
    pub exit: i32,
    /// Lines on its standard output.
    pub output: Vec<String>,
    /// Lines on its standard error.
    pub errors: Vec<String>,
}

/// Where something is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "PowerShell's own names")]
pub enum Stream {
    Output,
    Error,
    Warning,
    Verbose,
    Debug,
    Information,
    Progress,
    Prompt,
}

/// The shell and the way in which the script is started.
#[derive(Clone, Debug)]
pub struct Session {
    /// `$PSVersionTable.PSVersion`: major, minor.
    pub version: (i128, i128),
    /// Where the script was saved; nothing when it is pasted.
    pub path: Option<String>,
    /// Script parameters by name.
    pub parameters: Vec<(String, Value)>,
    /// Constrained language mode.
    pub constrained: bool,
    /// The most statements that are run before the script counts as endless.
    pub steps: u64,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            version: (5, 1),
            path: Some("C:\\Scripts\\script.ps1".to_owned()),
            parameters: Vec::new(),
            constrained: false,
            steps: 1_000_000,
        }
    }
}

impl Session {
    /// How this shell hands arguments to programs.
    pub fn passing(&self) -> Passing {
        match self.version {
            (..=5, _) => Passing::Windows,
            (6, _) | (7, ..=2) => Passing::Legacy,
            _ => Passing::Standard,
        }
    }

    fn edition(&self) -> &'static str {
        if self.version.0 > 5 { "Core" } else { "Desktop" }
    }
}

/// How a script came to its end.
#[derive(Clone, Debug)]
pub enum End {
    /// After its last statement.
    Finished,
    /// By `exit`.
    Exit(i32),
    /// By an error that nothing caught.
    Error(ErrorRecord),
    /// The user pressed Ctrl+C.
    Stopped,
}

/// What a script did.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How it ended.
    pub end: End,
    /// What it left in the pipeline.
    pub output: Vec<Value>,
    /// Errors that did not end it.
    pub errors: Vec<ErrorRecord>,
}

impl Outcome {
    /// The exit code of `powershell -File`.
    pub fn exit_code(&self) -> i32 {
        match &self.end {
            End::Finished => 0,
            End::Exit(code) => *code,
            End::Error(_) | End::Stopped => 1,
        }
    }
}

/// The script does something that this interpreter cannot run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck(pub String);

impl std::fmt::Display for Stuck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Stuck {}

/// Runs a script from its start.
pub fn run(script: &Script, host: &mut dyn Host, session: &Session) -> Result<Outcome, Stuck> {
    run_with(script, host, session, Vec::new())
}

/// Runs a script with variables set beforehand.
pub fn run_with(
    script: &Script,
    host: &mut dyn Host,
    session: &Session,
    variables: Vec<(&str, Value)>,
) -> Result<Outcome, Stuck> {
    let mut runner = Runner::new(host, session);
    for (name, value) in variables {
        runner.scopes.set_global(name, value);
    }
    let mut output = Vec::new();
    let result = runner.script(script, &mut output);
    let end = match result {
        Ok(()) => End::Finished,
        Err(Interrupt::Exit(code)) => End::Exit(code),
        Err(Interrupt::Error(record)) => {
            runner.host.show(Stream::Error, &record.message.lossy());
            End::Error(record)
        }
        Err(Interrupt::Stop) => End::Stopped,
        Err(Interrupt::Return | Interrupt::Break | Interrupt::Continue) => End::Finished,
        Err(Interrupt::Stuck(why)) => return Err(Stuck(why)),
    };
    Ok(Outcome {
        end,
        output,
        errors: runner.errors,
    })
}

/// A function that the script defined.
struct Function {
    parameters: Vec<Parameter>,
    body: Block,
}

/// The state of a running script.
struct Runner<'a> {
    host: &'a mut dyn Host,
    session: &'a Session,
    scopes: Scopes,
    functions: HashMap<String, Rc<Function>>,
    errors: Vec<ErrorRecord>,
    /// How many `try` blocks are open around what runs.
    tries: usize,
    /// How many calls of functions and blocks are open.
    depth: usize,
    steps: u64,
    /// What the newest `catch` caught, for a bare `throw`.
    caught: Vec<ErrorRecord>,
}

impl<'a> Runner<'a> {
    fn new(host: &'a mut dyn Host, session: &'a Session) -> Self {
        Self {
            host,
            session,
            scopes: Scopes::new(session),
            functions: HashMap::new(),
            errors: Vec::new(),
            tries: 0,
            depth: 0,
            steps: 0,
            caught: Vec::new(),
        }
    }

    fn script(&mut self, script: &Script, output: &mut Vec<Value>) -> Result<(), Interrupt> {
        self.scopes.open();
        let given = self.session.parameters.clone();
        self.bind_declared(&script.parameters, given)?;
        for statement in &script.statements {
            let mut out = Vec::new();
            let result = self.statement_or_report(statement, &mut out);
            for value in &out {
                let text = self.display(value)?;
                self.host.show(Stream::Output, &text);
            }
            output.extend(out);
            result?;
        }
        Ok(())
    }
}
