//! Statements, blocks and control flow.

use super::errors::{ErrorRecord, Interrupt, error, stuck};
use super::{Function, Runner, Stream};
use crate::powershell::syntax::{Block, Catch, CommandBody, Parameter, Statement, StatementKind};
use crate::powershell::value::Value;
use std::rc::Rc;

/// The deepest nesting of calls.
const DEEPEST: usize = 40;

impl Runner<'_> {
    /// Runs a statement; an error that ends only the statement is reported and the script goes on.
    pub(super) fn statement_or_report(
        &mut self,
        statement: &Statement,
        out: &mut Vec<Value>,
    ) -> Result<(), Interrupt> {
        match self.statement(statement, out) {
            Err(Interrupt::Error(record)) if !record.ends_script && self.tries == 0 => {
                if self.preference("ErrorActionPreference") == "stop" {
                    return Err(Interrupt::Error(record.ending_script()));
                }
                self.report(record);
                Ok(())
            }
            result => result,
        }
    }

    /// Shows an error that does not end the script.
    pub(super) fn report(&mut self, record: ErrorRecord) {
        self.scopes.set_global("?", Value::Bool(false));
        let quiet = matches!(
            self.preference("ErrorActionPreference").as_str(),
            "silentlycontinue" | "ignore"
        );
        if !quiet {
            self.host.show(Stream::Error, &record.message.lossy());
        }
        self.remember(record);
    }

    /// Puts an error into `$Error`.
    pub(super) fn remember(&mut self, record: ErrorRecord) {
        self.errors.push(record);
        let all = self.errors.iter().rev().map(ErrorRecord::to_value).collect();
        self.scopes.set_global("error", Value::list(all));
    }

    /// A preference variable in lower case.
    pub(super) fn preference(&self, name: &str) -> String {
        self.scopes
            .get(name)
            .map(Value::to_text)
            .unwrap_or_default()
            .to_lowercase()
    }

    /// Statements in order.
    pub(super) fn statements(&mut self, all: &[Statement], out: &mut Vec<Value>) -> Result<(), Interrupt> {
        all.iter()
            .try_for_each(|statement| self.statement_or_report(statement, out))
    }

    pub(super) fn block(&mut self, block: &Block, out: &mut Vec<Value>) -> Result<(), Interrupt> {
        self.statements(&block.statements, out)
    }

    fn step(&mut self) -> Result<(), Interrupt> {
        self.steps += 1;
        if self.steps > self.session.steps {
            stuck("the script does not come to an end")
        } else {
            Ok(())
        }
    }

    pub(super) fn statement(&mut self, statement: &Statement, out: &mut Vec<Value>) -> Result<(), Interrupt> {
        self.step()?;
        match &statement.kind {
            StatementKind::Pipeline { background: true, .. } => stuck("background job"),
            StatementKind::Pipeline { commands, .. } => self.pipeline(commands, out),
            StatementKind::Assignment {
                operator,
                target,
                value,
            } => self.assignment(operator, target, value),
            StatementKind::Chain { .. } => stuck("&& and || do not exist in Windows PowerShell"),
            StatementKind::If { arms, otherwise } => {
                for (condition, body) in arms {
                    if self.value_of(condition)?.is_true() {
                        return self.block(body, out);
                    }
                }
                otherwise.as_ref().map_or(Ok(()), |body| self.block(body, out))
            }
            StatementKind::While { condition, body } => {
                while self.value_of(condition)?.is_true() {
                    if self.loop_body(body, out)? {
                        break;
                    }
                }
                Ok(())
            }
            StatementKind::DoWhile { body, condition } => self.do_loop(body, condition, true, out),
            StatementKind::DoUntil { body, condition } => self.do_loop(body, condition, false, out),
            StatementKind::For {
                start,
                condition,
                step,
                body,
            } => {
                let mut quiet = Vec::new();
                if let Some(start) = start {
                    self.statement(start, &mut quiet)?;
                }
                while condition
                    .as_ref()
                    .map_or(Ok(true), |one| self.value_of(one).map(|v| v.is_true()))?
                {
                    if self.loop_body(body, out)? {
                        break;
                    }
                    if let Some(step) = step {
                        self.statement(step, &mut quiet)?;
                    }
                }
                Ok(())
            }
            StatementKind::ForEach { variable, list, body } => {
                let items = match self.value_of(list)? {
                    Value::Null => Vec::new(),
                    other => other.into_items(),
                };
                for item in items {
                    self.scopes.set(&variable.lossy(), item);
                    if self.loop_body(body, out)? {
                        break;
                    }
                }
                Ok(())
            }
            StatementKind::Switch {
                condition,
                clauses,
                default,
            } => {
                let value = self.value_of(condition)?;
                self.switch(value, clauses, default.as_ref(), out)
            }
            StatementKind::Try {
                body,
                catches,
                finally,
            } => self.try_statement(body, catches, finally.as_ref(), out),
            StatementKind::Function {
                name,
                parameters,
                body,
            } => {
                let function = Function {
                    parameters: parameters.clone(),
                    body: body.clone(),
                };
                self.functions
                    .insert(name.lossy().to_lowercase(), Rc::new(function));
                Ok(())
            }
            StatementKind::Exit(code) => {
                if self.session.path.is_none() {
                    return stuck("exit closes the console that the script was pasted into");
                }
                let code = match code {
                    Some(code) => self.value_of(code)?,
                    None => self.scopes.get("LASTEXITCODE").cloned().unwrap_or(Value::Null),
                };
                match self.cast("int", code)? {
                    Value::Int(code) => Err(Interrupt::Exit(code as i32)),
                    other => stuck(format!("exit with {}", other.type_name())),
                }
            }
            StatementKind::Return(value) => {
                if let Some(value) = value {
                    self.statement(value, out)?;
                }
                Err(Interrupt::Return)
            }
            StatementKind::Throw(None) => match self.caught.last() {
                Some(record) => Err(Interrupt::Error(record.clone().ending_script())),
                None => error("ScriptHalted", "ScriptHalted"),
            },
            StatementKind::Throw(Some(value)) => {
                let value = self.value_of(value)?;
                Err(Interrupt::Error(ErrorRecord::from_value(&value)))
            }
            StatementKind::Break => Err(Interrupt::Break),
            StatementKind::Continue => Err(Interrupt::Continue),
        }
    }

    /// Whether the loop ends.
    fn loop_body(&mut self, body: &Block, out: &mut Vec<Value>) -> Result<bool, Interrupt> {
        match self.block(body, out) {
            Err(Interrupt::Break) => Ok(true),
            Err(Interrupt::Continue) | Ok(()) => Ok(false),
            Err(other) => Err(other),
        }
    }

    fn do_loop(
        &mut self,
        body: &Block,
        condition: &Statement,
        goes_on_when: bool,
        out: &mut Vec<Value>,
    ) -> Result<(), Interrupt> {
        loop {
            if self.loop_body(body, out)? || self.value_of(condition)?.is_true() != goes_on_when {
                return Ok(());
            }
        }
    }

    pub(super) fn restore_item(&mut self, before: Option<Value>) -> Result<(), Interrupt> {
        match before {
            Some(value) => self.scopes.set("_", value),
            None => self.scopes.remove("_"),
        }
        Ok(())
    }

    fn try_statement(
        &mut self,
        body: &Block,
        catches: &[Catch],
        finally: Option<&Block>,
        out: &mut Vec<Value>,
    ) -> Result<(), Interrupt> {
        // A `finally` alone catches nothing: an error that ends a statement goes on up.
        let depth = self.depth;
        self.tries += 1;
        let mut result = self.block(body, out);
        self.tries -= 1;
        self.depth = depth;
        if let Err(Interrupt::Error(record)) = &result
            && let Some(catch) = catches
                .iter()
                .find(|one| one.types.is_empty() || catches_any(&one.types))
        {
            let record = record.clone();
            self.remember(record.clone());
            self.caught.push(record.clone());
            let before = self.scopes.get("_").cloned();
            self.scopes.set("_", record.to_value());
            result = self.block(&catch.body, out);
            self.restore_item(before)?;
            self.caught.pop();
        } else if let Err(Interrupt::Error(_)) = &result
            && !catches.is_empty()
        {
            return stuck("catch of one type of error");
        }
        match (finally, result) {
            (None, result) => result,
            (Some(_), Err(Interrupt::Stuck(why))) => Err(Interrupt::Stuck(why)),
            (Some(finally), result) => {
                // While Ctrl+C is at work, what `finally` writes is lost, but it runs.
                self.block(finally, out)?;
                result
            }
        }
    }

    /// Runs `inner` in a scope of its own.
    pub(super) fn in_scope(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Result<(), Interrupt>,
    ) -> Result<(), Interrupt> {
        if self.depth >= DEEPEST {
            return stuck("calls nested too deep");
        }
        self.depth += 1;
        self.scopes.open();
        let result = inner(self);
        self.scopes.close();
        self.depth -= 1;
        match result {
            Err(Interrupt::Return) => Ok(()),
            result => result,
        }
    }

    /// Sets declared parameters in the current scope.
    pub(super) fn bind_declared(
        &mut self,
        declared: &[Parameter],
        given: Vec<(String, Value)>,
    ) -> Result<(), Interrupt> {
        for (name, _) in &given {
            if !declared.iter().any(|one| one.name.is(name)) {
                return error("NamedParameterNotFound", format!("no parameter -{name}"));
            }
        }
        for one in declared {
            let name = one.name.lossy();
            let value = given
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(&name))
                .map(|(_, v)| v.clone());
            let is_given = value.is_some();
            let value = match (value, &one.default) {
                (Some(value), _) => value,
                (None, Some(default)) => self.eval(default)?,
                (None, None) if one.mandatory => {
                    return error("MissingMandatoryParameter", format!("-{name} is missing"));
                }
                (None, None) => Value::Null,
            };
            let value = match &one.type_name {
                Some(kind) if is_given || !matches!(value, Value::Null) => self.cast(kind, value)?,
                Some(kind) if kind.eq_ignore_ascii_case("string") => Value::text(""),
                Some(kind) if kind.eq_ignore_ascii_case("switch") => Value::Bool(false),
                Some(kind) if ["int", "int32", "long"].contains(&kind.to_lowercase().as_str()) => {
                    Value::Int(0)
                }
                _ => value,
            };
            self.scopes.set(&name, value);
        }
        Ok(())
    }

    /// The value of a statement where a value is wanted: an expression is itself, output is collected.
    pub(super) fn value_of(&mut self, statement: &Statement) -> Result<Value, Interrupt> {
        if let StatementKind::Pipeline {
            commands,
            background: false,
        } = &statement.kind
            && let [one] = commands.as_slice()
            && let (CommandBody::Expression(word), true) = (&one.body, one.redirections.is_empty())
        {
            self.step()?;
            let value = self.eval(word)?;
            self.scopes.set_global("?", Value::Bool(true));
            return Ok(value);
        }
        if let StatementKind::Assignment { target, .. } = &statement.kind {
            self.statement(statement, &mut Vec::new())?;
            return self.eval(target);
        }
        let mut out = Vec::new();
        self.statement(statement, &mut out)?;
        Ok(Value::from_output(out))
    }
}

/// Whether the types of a `catch` take every error.
fn catches_any(types: &[String]) -> bool {
    types.iter().any(|one| {
        let one = one.to_lowercase();
        matches!(one.as_str(), "exception" | "system.exception")
    })
}
