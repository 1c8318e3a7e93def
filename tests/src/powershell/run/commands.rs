//! Cmdlets: binding, what happens to their errors, and who runs them.

use super::errors::{ErrorRecord, Interrupt};
use super::pipeline::Redirected;
use super::{CmdletOutput, Runner, Stream};
use crate::powershell::binder::{BindError, Binding, BoundCall};
use crate::powershell::parameters::Cmdlet;
use crate::powershell::value::Value;

/// Cmdlets that look at all objects of a pipeline together, and the parameter that takes them.
const GATHERING: [(&str, &str); 15] = [
    ("Add-Content", "Value"),
    ("ConvertFrom-Json", "InputObject"),
    ("ConvertTo-Json", "InputObject"),
    ("Export-Clixml", "InputObject"),
    ("ForEach-Object", "InputObject"),
    ("Format-List", "InputObject"),
    ("Format-Table", "InputObject"),
    ("Measure-Object", "InputObject"),
    ("Out-File", "InputObject"),
    ("Out-Null", "InputObject"),
    ("Out-String", "InputObject"),
    ("Select-Object", "InputObject"),
    ("Set-Content", "Value"),
    ("Sort-Object", "InputObject"),
    ("Where-Object", "InputObject"),
];

/// What a command does about its errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Silent,
    Stop,
    Show,
    Ignore,
}

impl Runner<'_> {
    pub(super) fn call_cmdlet(
        &mut self,
        cmdlet: &'static Cmdlet,
        binding: &Binding,
        input: Option<Vec<Value>>,
        redirected: Redirected,
        out: &mut Vec<Value>,
    ) -> Result<(), Interrupt> {
        let first = out.len();
        let mut errors = Vec::new();
        let result = self.run_bound(cmdlet, binding, input, &mut errors, out);
        let action = self.action(binding)?;
        if let Some(name) = binding.get("OutVariable") {
            self.scopes
                .set(&name.to_text(), Value::list(out[first..].to_vec()));
        }
        if let Some(name) = binding.get("ErrorVariable") {
            let name = name.to_text();
            let mut all = match name.strip_prefix('+').map(|name| self.scopes.get(name)) {
                Some(Some(before)) => before.clone().into_items(),
                _ => Vec::new(),
            };
            all.extend(errors.iter().map(ErrorRecord::to_value));
            self.scopes.set(name.trim_start_matches('+'), Value::list(all));
        }
        for record in errors {
            match action {
                Action::Stop => return Err(Interrupt::Error(record.ending_script())),
                Action::Ignore => self.scopes.set_global("?", Value::Bool(false)),
                Action::Silent => {
                    self.scopes.set_global("?", Value::Bool(false));
                    self.remember(record);
                }
                Action::Show => {
                    self.scopes.set_global("?", Value::Bool(false));
                    if redirected.merged {
                        out.push(record.to_value());
                    } else if !redirected.no_errors {
                        self.host.show(Stream::Error, &record.message.lossy());
                    }
                    self.remember(record);
                }
            }
        }
        result
    }

    /// The error action of a call: its own, or the preference variable's.
    fn action(&mut self, binding: &Binding) -> Result<Action, Interrupt> {
        let number = match binding.get("ErrorAction") {
            Some(Value::Enum(value)) => value.number,
            _ => match self.preference("ErrorActionPreference").as_str() {
                "silentlycontinue" => 0,
                "stop" => 1,
                "ignore" => 4,
                _ => 2,
            },
        };
        match number {
            0 => Ok(Action::Silent),
            1 => Ok(Action::Stop),
            2 => Ok(Action::Show),
            4 => Ok(Action::Ignore),
            _ => super::errors::stuck("error action that asks"),
        }
    }

    fn run_bound(
        &mut self,
        cmdlet: &'static Cmdlet,
        binding: &Binding,
        input: Option<Vec<Value>>,
        errors: &mut Vec<ErrorRecord>,
        out: &mut Vec<Value>,
    ) -> Result<(), Interrupt> {
        let Some(items) = input else {
            return self.one_call(&binding.call(), errors, out);
        };
        if let Some((_, parameter)) = GATHERING.iter().find(|(name, _)| *name == cmdlet.name) {
            let mut call = binding.call();
            call.parameters
                .push(((*parameter).to_owned(), Value::list(items)));
            return self.one_call(&call, errors, out);
        }
        for item in items {
            let mut names: Vec<(String, Value)> = Vec::new();
            for declared in cmdlet.parameters.iter().filter(|one| one.by_name) {
                for name in std::iter::once(&declared.name).chain(&declared.aliases) {
                    if let Some(value) = self.property(&item, name)? {
                        names.push((name.clone(), value));
                    }
                }
            }
            let mut property = |name: &str| {
                names
                    .iter()
                    .find(|(known, _)| known == name)
                    .map(|(_, value)| value.clone())
            };
            match binding.call_with(&item, &mut property) {
                Ok(call) => self.one_call(&call, errors, out)?,
                Err(BindError { id, message }) => {
                    let id = format!("{id},{}", cmdlet.name);
                    errors.push(ErrorRecord::new(&id, format!("{}: {message}", cmdlet.name)));
                }
            }
        }
        Ok(())
    }

    fn one_call(
        &mut self,
        call: &BoundCall,
        errors: &mut Vec<ErrorRecord>,
        out: &mut Vec<Value>,
    ) -> Result<(), Interrupt> {
        if self.builtin(call, errors, out)? {
            return Ok(());
        }
        let CmdletOutput {
            output,
            errors: failed,
        } = self.host.cmdlet(call)?;
        out.extend(output);
        errors.extend(failed.into_iter().map(|error| {
            let mut record = ErrorRecord::from(error);
            record.id = format!("{},{}", record.id, call.cmdlet);
            record
        }));
        Ok(())
    }
}
