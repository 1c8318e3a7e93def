//! Pipelines: one element after the other, redirections, and what a command's name means.

use super::errors::{ErrorRecord, Interrupt, error, stuck};
use super::{Function, NativeCall, Runner, Stream, command_line};
use crate::powershell::binder::{BindError, Binding, Written, bind};
use crate::powershell::convert::Argument;
use crate::powershell::parameters::{Cmdlet, cmdlet};
use crate::powershell::syntax::{
    Command, CommandBody, Invoke, Parameter, Redirection, RedirectionTarget, ScriptBlock, Statement, Word,
    WordKind,
};
use crate::powershell::value::Value;
use std::rc::Rc;

/// What becomes of a command's errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Redirected {
    /// Output goes nowhere.
    pub(super) no_output: bool,
    /// Errors go nowhere.
    pub(super) no_errors: bool,
    /// Errors go into the output.
    pub(super) merged: bool,
}

/// One element of a pipeline, ready to run.
enum Stage<'w> {
    Expression(&'w Word),
    Block {
        block: Rc<ScriptBlock>,
        given: Vec<Written>,
        shared: bool,
    },
    Function {
        function: Rc<Function>,
        given: Vec<Written>,
    },
    Cmdlet {
        cmdlet: &'static Cmdlet,
        binding: Box<Binding>,
    },
    Program {
        name: String,
        arguments: Vec<String>,
    },
}

impl Runner<'_> {
    pub(super) fn pipeline(&mut self, commands: &[Command], out: &mut Vec<Value>) -> Result<(), Interrupt> {
        // All elements are bound before the first object flows.
        let mut stages = Vec::new();
        for (index, command) in commands.iter().enumerate() {
            let redirected = self.redirections(&command.redirections)?;
            let stage = match &command.body {
                CommandBody::Expression(word) => Stage::Expression(word),
                CommandBody::Words(words) => self.stage(command, words, index > 0)?,
            };
            stages.push((stage, redirected, command.span));
        }
        let mut input: Option<Vec<Value>> = None;
        let last = stages.len().saturating_sub(1);
        for (index, (stage, redirected, span)) in stages.into_iter().enumerate() {
            let mut output = Vec::new();
            self.host.reach(span);
            let result = self.run_stage(stage, input.take(), redirected, &mut output);
            if redirected.no_output {
                output.clear();
            }
            // What came out before an interruption is out.
            if index == last {
                out.append(&mut output);
            }
            result?;
            input = Some(output);
        }
        Ok(())
    }

    fn run_stage(
        &mut self,
        stage: Stage,
        input: Option<Vec<Value>>,
        redirected: Redirected,
        output: &mut Vec<Value>,
    ) -> Result<(), Interrupt> {
        if !matches!(stage, Stage::Expression(_)) {
            self.scopes.set_global("?", Value::Bool(true));
        }
        match stage {
            Stage::Expression(word) => {
                let value = self.eval(word)?;
                self.scopes.set_global("?", Value::Bool(true));
                let nothing = matches!((&word.kind, &value), (WordKind::Call { .. }, Value::Null));
                if !nothing && !is_silent(word) {
                    output.extend(value.into_items());
                }
                Ok(())
            }
            Stage::Block { block, given, shared } => {
                self.call_block(&block.parameters, &block.statements, given, shared, output)
            }
            Stage::Function { function, given } => self.call_block(
                &function.parameters,
                &function.body.statements,
                given,
                false,
                output,
            ),
            Stage::Cmdlet { cmdlet, binding } => {
                self.call_cmdlet(cmdlet, &binding, input, redirected, output)
            }
            Stage::Program { name, arguments } => self.call_program(&name, arguments, redirected, output),
        }
    }

    fn redirections(&mut self, all: &[Redirection]) -> Result<Redirected, Interrupt> {
        let mut redirected = Redirected::default();
        for one in all {
            match &one.to {
                RedirectionTarget::Stream("Output") if one.from == "Error" => redirected.merged = true,
                RedirectionTarget::File { word, .. } if is_null(word) => match one.from {
                    "Output" => redirected.no_output = true,
                    "Error" => redirected.no_errors = true,
                    "All" => {
                        redirected.no_output = true;
                        redirected.no_errors = true;
                    }
                    _ => {}
                },
                _ => return stuck(format!("redirection of {}", one.from)),
            }
        }
        Ok(redirected)
    }

    /// Finds out what a command is, and evaluates and binds its arguments.
    fn stage<'w>(
        &mut self,
        command: &Command,
        words: &'w [Word],
        piped: bool,
    ) -> Result<Stage<'w>, Interrupt> {
        let Some((head, rest)) = words.split_first() else {
            return stuck("command without a name");
        };
        let name = match (&head.kind, command.invoke) {
            (WordKind::Bare(name), _) => name.lossy(),
            (_, None) => return stuck("command name"),
            (_, Some(invoke)) => match self.eval(head)? {
                Value::Block(_) if piped => return stuck("pipeline into a block"),
                Value::Block(block) => {
                    let given = self.arguments(rest)?;
                    return Ok(Stage::Block {
                        block,
                        given,
                        shared: invoke == Invoke::Dot,
                    });
                }
                Value::Object(info) => match info.borrow().get("Name") {
                    Some(name) => name.to_text(),
                    None => return stuck("call of an object"),
                },
                other => other.to_text(),
            },
        };
        let name = alias(&name).map_or(name, str::to_owned);
        if let Some(function) = self.functions.get(&name.to_lowercase()).cloned() {
            if piped {
                return stuck("pipeline into a function");
            }
            let given = self.arguments(rest)?;
            return Ok(Stage::Function { function, given });
        }
        if let Some(cmdlet) = cmdlet(&name) {
            let written = self.arguments(rest)?;
            return match bind(cmdlet, written, piped) {
                Ok(binding) => Ok(Stage::Cmdlet {
                    cmdlet,
                    binding: Box::new(binding),
                }),
                Err(BindError { id, message }) => error(
                    &format!("{id},{}", cmdlet.name),
                    format!("{}: {message}", cmdlet.name),
                ),
            };
        }
        if self.host.program(&name).is_some() {
            if piped {
                return stuck("pipeline into a program");
            }
            let arguments = self.program_arguments(rest)?;
            return Ok(Stage::Program { name, arguments });
        }
        stuck(format!("command {name}"))
    }

    /// Arguments with their values, splatted ones taken apart.
    fn arguments(&mut self, words: &[Word]) -> Result<Vec<Written>, Interrupt> {
        let mut all = Vec::new();
        for word in words {
            match &word.kind {
                WordKind::Parameter { name, argument } => {
                    let argument = argument.as_ref().map(|word| self.argument(word)).transpose()?;
                    all.push(Written {
                        name: Some(name.lossy()),
                        argument,
                        splatted: false,
                    });
                }
                WordKind::Splat(name) => match self.variable(&name.lossy())? {
                    Value::Table(table) => {
                        for (key, value) in &table.borrow().pairs {
                            let argument = Some(Argument::from(value.clone()));
                            all.push(Written {
                                name: Some(key.to_text()),
                                argument,
                                splatted: true,
                            });
                        }
                    }
                    Value::List(items) => {
                        for item in items.iter() {
                            let argument = Some(Argument::from(item.clone()));
                            all.push(Written {
                                name: None,
                                argument,
                                splatted: false,
                            });
                        }
                    }
                    other => return stuck(format!("splatting of {}", other.type_name())),
                },
                _ => {
                    let argument = Some(self.argument(word)?);
                    all.push(Written {
                        name: None,
                        argument,
                        splatted: false,
                    });
                }
            }
        }
        Ok(all)
    }

    fn argument(&mut self, word: &Word) -> Result<Argument, Interrupt> {
        let spelling = match &word.kind {
            WordKind::Constant { spelling, .. } => Some(spelling.clone()),
            _ => None,
        };
        Ok(Argument {
            value: self.eval(word)?,
            spelling,
        })
    }

    fn call_block(
        &mut self,
        parameters: &[Parameter],
        statements: &[Statement],
        given: Vec<Written>,
        shared: bool,
        out: &mut Vec<Value>,
    ) -> Result<(), Interrupt> {
        let given = self.given(parameters, given)?;
        if shared {
            self.bind_declared(parameters, given)?;
            return match self.statements(statements, out) {
                Err(Interrupt::Return) => Ok(()),
                result => result,
            };
        }
        self.in_scope(|runner| {
            runner.bind_declared(parameters, given)?;
            runner.statements(statements, out)
        })
    }

    /// Arguments of a function by the full names of its parameters.
    fn given(
        &mut self,
        declared: &[Parameter],
        written: Vec<Written>,
    ) -> Result<Vec<(String, Value)>, Interrupt> {
        let mut given: Vec<(String, Value)> = Vec::new();
        let mut values = Vec::new();
        let mut rest = written.into_iter().peekable();
        while let Some(one) = rest.next() {
            let Some(name) = one.name else {
                values.extend(one.argument.map(|argument| argument.value));
                continue;
            };
            let found = declared.iter().find(|one| one.name.is(&name));
            let Some(parameter) = found else {
                return stuck(format!("parameter -{name} of a function"));
            };
            let is_switch = parameter
                .type_name
                .as_deref()
                .is_some_and(|kind| kind.eq_ignore_ascii_case("switch"));
            let value = match one.argument {
                Some(argument) => argument.value,
                None if is_switch => Value::Bool(true),
                None => match rest
                    .next_if(|next| next.name.is_none())
                    .and_then(|next| next.argument)
                {
                    Some(argument) => argument.value,
                    None => return stuck(format!("-{name} without an argument")),
                },
            };
            given.push((parameter.name.lossy(), value));
        }
        for value in values {
            let free = declared
                .iter()
                .find(|one| !given.iter().any(|(name, _)| one.name.is(name)));
            match free {
                Some(parameter) => given.push((parameter.name.lossy(), value)),
                None => return stuck("more arguments than parameters"),
            }
        }
        Ok(given)
    }

    /// The words that a program is given.
    fn program_arguments(&mut self, words: &[Word]) -> Result<Vec<String>, Interrupt> {
        let mut arguments = Vec::new();
        for word in words {
            match &word.kind {
                WordKind::Parameter { name, argument: None } => arguments.push(format!("-{name}")),
                WordKind::Parameter { .. } | WordKind::Splat(_) => return stuck("parameter of a program"),
                WordKind::List(_) => return stuck("list as an argument of a program"),
                _ => {
                    let argument = self.argument(word)?;
                    match (argument.spelling, argument.value) {
                        (Some(spelling), _) => arguments.push(spelling.lossy()),
                        (None, Value::List(items)) => arguments.extend(items.iter().map(Value::to_text)),
                        (None, Value::Null) => {}
                        (None, value) => arguments.push(value.to_text()),
                    }
                }
            }
        }
        Ok(arguments)
    }

    fn call_program(
        &mut self,
        name: &str,
        arguments: Vec<String>,
        redirected: Redirected,
        out: &mut Vec<Value>,
    ) -> Result<(), Interrupt> {
        let line = command_line(&arguments, self.session.passing());
        let call = NativeCall {
            program: name.to_owned(),
            line,
            words: Some(arguments),
        };
        let done = self.host.native(&call)?;
        self.scopes
            .set_global("LASTEXITCODE", Value::Int(done.exit.into()));
        self.scopes.set_global("?", Value::Bool(done.exit == 0));
        out.extend(done.output.iter().map(|line| Value::text(line)));
        for line in &done.errors {
            if redirected.merged {
                // Windows PowerShell makes an error record of each line, which `Stop` turns into the script's end.
                if self.session.version.0 == 5 && self.preference("ErrorActionPreference") == "stop" {
                    return Err(Interrupt::Error(
                        ErrorRecord::new("NativeCommandError", line).ending_script(),
                    ));
                }
                out.push(Value::text(line));
            } else if !redirected.no_errors {
                self.host.show(Stream::Error, line);
            }
        }
        Ok(())
    }
}

/// The cmdlet that an alias stands for, of those that PowerShell has from its start `[psdoc:about_Aliases]`.
fn alias(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "%" | "foreach" => "ForEach-Object",
        "?" | "where" => "Where-Object",
        "echo" | "write" => "Write-Output",
        "select" => "Select-Object",
        "sleep" => "Start-Sleep",
        "sort" => "Sort-Object",
        "set" | "sv" => "Set-Variable",
        "gv" => "Get-Variable",
        "clv" => "Clear-Variable",
        "rv" => "Remove-Variable",
        "ipmo" => "Import-Module",
        _ => return None,
    })
}

fn is_null(word: &Word) -> bool {
    matches!(&word.kind, WordKind::Variable(name) if name.is("null"))
}

/// Whether an expression statement puts nothing out: `$i++` and casts to void.
fn is_silent(word: &Word) -> bool {
    match &word.kind {
        WordKind::Unary { operator, .. } => operator.starts_with("Postfix"),
        WordKind::Cast { type_name, .. } => type_name.eq_ignore_ascii_case("void"),
        _ => false,
    }
}
