//! Cmdlets that the interpreter runs itself: those of the language, of the console and of time.

use super::errors::{ErrorRecord, Interrupt, error, stuck};
use super::{NativeCall, Runner, Stream, json};
use crate::powershell::binder::BoundCall;
use crate::powershell::time::{DAY, SECOND};
use crate::powershell::value::Value;

impl Runner<'_> {
    /// Runs the call when it is one of the interpreter's own; false when it is the host's.
    pub(super) fn builtin(
        &mut self,
        call: &BoundCall,
        errors: &mut Vec<ErrorRecord>,
        out: &mut Vec<Value>,
    ) -> Result<bool, Interrupt> {
        match call.cmdlet.as_str() {
            "ForEach-Object" | "Where-Object" | "Select-Object" | "Sort-Object" | "Measure-Object"
            | "Format-List" | "Format-Table" => self.selection(call, out)?,
            "Write-Output" => out.extend(argument(call, "InputObject").into_items()),
            "Write-Warning" => self.message(call, "WarningAction", "WarningPreference", Stream::Warning),
            "Write-Verbose" if call.is_on("Verbose") => {
                self.host
                    .show(Stream::Verbose, &argument(call, "Message").to_text());
            }
            "Write-Verbose" => self.message(call, "", "VerbosePreference", Stream::Verbose),
            "Write-Debug" => self.message(call, "", "DebugPreference", Stream::Debug),
            "Write-Information" => self.message(
                call,
                "InformationAction",
                "InformationPreference",
                Stream::Information,
            ),
            "Write-Host" => {
                let text = self.display(&argument(call, "Object"))?;
                self.host.show(Stream::Information, &text);
            }
            "Write-Error" => errors.push(write_error(call)),
            "Write-Progress" => {
                let part = |name: &str| argument(call, name).to_text();
                if !call.is_on("Completed") {
                    let text = format!(
                        "{}: {} {}",
                        part("Activity"),
                        part("Status"),
                        part("PercentComplete")
                    );
                    self.host.show(Stream::Progress, text.trim_end());
                }
            }
            "Get-Date" => out.push(self.get_date(call)?),
            "New-TimeSpan" => out.push(Value::Time(self.time_span(call))),
            "Start-Sleep" => {
                let count = |name: &str| match call.get(name) {
                    Some(Value::Int(count)) => i64::try_from(*count).unwrap_or(0),
                    _ => 0,
                };
                let ticks = count("Seconds") * SECOND + count("Milliseconds") * (SECOND / 1000);
                self.host.sleep(ticks)?;
            }
            "Start-Process" => self.start_process(call, out)?,
            "New-Guid" => out.push(Value::Guid(self.host.new_guid())),
            "Join-Path" => self.join_path(call, out)?,
            "Split-Path" => self.split_path(call, out)?,
            "ConvertTo-Json" => {
                let depth = match call.get("Depth") {
                    Some(Value::Int(depth)) => *depth,
                    _ => 2,
                };
                let value = match argument(call, "InputObject") {
                    Value::List(items) if items.len() == 1 => items[0].clone(),
                    other => other,
                };
                out.push(Value::text(&json::write(&value, depth, call.is_on("Compress"))?));
            }
            "ConvertFrom-Json" => {
                let lines: Vec<String> = argument(call, "InputObject")
                    .into_items()
                    .iter()
                    .map(Value::to_text)
                    .collect();
                // Windows PowerShell hands an array on as one object.
                match json::read(&lines.join("\n"))? {
                    Value::List(items) if self.session.version.0 > 5 => out.extend(items.iter().cloned()),
                    value => out.push(value),
                }
            }
            "Out-Null" => {}
            "Out-String" => {
                let mut text = String::new();
                for item in argument(call, "InputObject").into_items() {
                    text.push_str(&self.display(&item)?);
                    text.push_str("\r\n");
                }
                out.push(Value::text(&text));
            }
            "Out-Host" | "Out-Default" => {
                let text = self.display(&argument(call, "InputObject"))?;
                self.host.show(Stream::Output, &text);
            }
            "Get-Variable" | "Set-Variable" | "Remove-Variable" | "Clear-Variable" => {
                self.variables(call, out)?
            }
            "Set-StrictMode" => self
                .scopes
                .set_global("strict mode", Value::Bool(!call.is_on("Off"))),
            "New-Object" => out.push(self.new_object(call)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn message(&mut self, call: &BoundCall, action: &str, preference: &str, stream: Stream) {
        let text = call
            .get("Message")
            .or(call.get("MessageData"))
            .map(Value::to_text)
            .unwrap_or_default();
        let shown = match call.get(action) {
            Some(Value::Enum(value)) => value.number == 2,
            _ => self.preference(preference) == "continue",
        };
        if shown {
            self.host.show(stream, &text);
        }
    }

    fn get_date(&mut self, call: &BoundCall) -> Result<Value, Interrupt> {
        let date = match call.get("Date") {
            Some(value) => value.clone(),
            None => Value::Date(self.host.now()),
        };
        if call.get("UFormat").is_some() {
            return stuck("Get-Date -UFormat");
        }
        match call.get("Format") {
            Some(format) => self.formatted(&date, &format.to_text()).map(Value::Text),
            None => Ok(date),
        }
    }

    fn time_span(&mut self, call: &BoundCall) -> i64 {
        let unit = |name: &str, ticks: i64| match call.get(name) {
            Some(Value::Int(count)) => i64::try_from(*count).unwrap_or(0).saturating_mul(ticks),
            _ => 0,
        };
        let date = |name: &str| match call.get(name) {
            Some(Value::Date(ticks)) => Some(*ticks),
            _ => None,
        };
        match (date("Start"), date("End")) {
            (None, None) => {
                unit("Days", DAY)
                    + unit("Hours", 3600 * SECOND)
                    + unit("Minutes", 60 * SECOND)
                    + unit("Seconds", SECOND)
            }
            (start, end) => end.unwrap_or_else(|| self.host.now()) - start.unwrap_or_else(|| self.host.now()),
        }
    }

    fn start_process(&mut self, call: &BoundCall, out: &mut Vec<Value>) -> Result<(), Interrupt> {
        let program = argument(call, "FilePath").to_text();
        if !call.is_on("Wait") {
            return stuck("Start-Process without -Wait");
        }
        for name in [
            "Credential",
            "Verb",
            "RedirectStandardInput",
            "RedirectStandardError",
            "RedirectStandardOutput",
        ] {
            if call.get(name).is_some() {
                return stuck(format!("Start-Process -{name}"));
            }
        }
        if self.host.program(&program).is_none() {
            return error(
                "InvalidOperationException,Start-Process",
                "This command cannot be run due to the error: The system cannot find the file specified.",
            );
        }
        // The list is joined with spaces and nothing is quoted.
        let line: Vec<String> = argument(call, "ArgumentList")
            .into_items()
            .iter()
            .map(Value::to_text)
            .collect();
        let done = self.host.native(&NativeCall {
            program,
            line: line.join(" "),
            words: None,
        })?;
        for line in &done.output {
            self.host.show(Stream::Output, line);
        }
        for line in &done.errors {
            self.host.show(Stream::Error, line);
        }
        if call.is_on("PassThru") {
            let fields = vec![
                ("Id", Value::Int(1234)),
                ("HasExited", Value::Bool(true)),
                ("ExitCode", Value::Int(done.exit.into())),
            ];
            out.push(Value::object("System.Diagnostics.Process", fields));
        }
        Ok(())
    }

    fn join_path(&mut self, call: &BoundCall, out: &mut Vec<Value>) -> Result<(), Interrupt> {
        if call.is_on("Resolve") {
            return stuck("Join-Path -Resolve");
        }
        let child = argument(call, "ChildPath").to_text();
        for base in argument(call, "Path").into_items() {
            let base = base.to_text();
            if base.is_empty() {
                return error(
                    "ParameterArgumentValidationErrorEmptyStringNotAllowed,Join-Path",
                    "-Path is empty",
                );
            }
            let joined = format!(
                "{}\\{}",
                base.trim_end_matches(['\\', '/']),
                child.trim_start_matches(['\\', '/'])
            );
            out.push(Value::text(&joined));
        }
        Ok(())
    }

    fn split_path(&mut self, call: &BoundCall, out: &mut Vec<Value>) -> Result<(), Interrupt> {
        let paths = call
            .get("LiteralPath")
            .cloned()
            .unwrap_or_else(|| argument(call, "Path"));
        for path in paths.into_items() {
            let path = path.to_text();
            let trimmed = path.trim_end_matches('\\');
            let (parent, leaf) = trimmed.rsplit_once('\\').unwrap_or(("", trimmed));
            let parent = if parent.ends_with(':') {
                format!("{parent}\\")
            } else {
                parent.to_owned()
            };
            out.push(match () {
                () if call.is_on("Leaf") => Value::text(leaf),
                () if call.is_on("IsAbsolute") => {
                    Value::Bool(path.get(1..3) == Some(":\\") || path.starts_with("\\\\"))
                }
                () if call.is_on("Qualifier") || call.is_on("NoQualifier") || call.is_on("Resolve") => {
                    return stuck("Split-Path with this switch");
                }
                () => Value::text(&parent),
            });
        }
        Ok(())
    }

    fn variables(&mut self, call: &BoundCall, out: &mut Vec<Value>) -> Result<(), Interrupt> {
        let scope = argument(call, "Scope").to_text();
        let prefix = match scope.to_lowercase().as_str() {
            "" => String::new(),
            "global" | "script" | "local" => format!("{scope}:"),
            _ => return stuck("variables of a numbered scope"),
        };
        for name in argument(call, "Name").into_items() {
            let name = format!("{prefix}{}", name.to_text());
            match call.cmdlet.as_str() {
                "Set-Variable" => self.scopes.set(&name, argument(call, "Value")),
                "Clear-Variable" => self.scopes.set(&name, Value::Null),
                "Remove-Variable" => {
                    if !self.scopes.remove_local(&name) {
                        let why = format!("Cannot find a variable with the name '{name}'.");
                        return error("VariableNotFound,Remove-Variable", why);
                    }
                }
                _ => match self.scopes.get(&name).cloned() {
                    Some(value) if call.is_on("ValueOnly") => out.push(value),
                    Some(value) => {
                        let fields = vec![("Name", Value::text(&name)), ("Value", value)];
                        out.push(Value::object("System.Management.Automation.PSVariable", fields));
                    }
                    None => return error("VariableNotFound,Get-Variable", format!("no variable {name}")),
                },
            }
        }
        Ok(())
    }

    fn new_object(&mut self, call: &BoundCall) -> Result<Value, Interrupt> {
        let name = argument(call, "TypeName").to_text();
        if self.session.constrained {
            return error(
                "CannotCreateTypeConstrainedLanguage,New-Object",
                format!("{name} in constrained language mode"),
            );
        }
        let short = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        match (
            short.as_str(),
            argument(call, "ArgumentList").into_items().as_slice(),
        ) {
            ("psobject", _) => {
                let table = argument(call, "Property");
                self.cast("pscustomobject", table)
            }
            ("pscredential", [user, password]) => Ok(Value::object(
                "PSCredential",
                vec![("UserName", user.clone()), ("Password", password.clone())],
            )),
            _ => stuck(format!("New-Object {name}")),
        }
    }

    /// What the console shows for a value.
    pub(super) fn display(&mut self, value: &Value) -> Result<String, Interrupt> {
        match value {
            Value::List(items) => {
                let parts = items
                    .iter()
                    .map(|item| self.display(item))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(parts.join("\r\n"))
            }
            other => Ok(other.to_text()),
        }
    }
}

/// The value of a parameter, nothing when it is not given.
pub(super) fn argument(call: &BoundCall, name: &str) -> Value {
    call.get(name).cloned().unwrap_or(Value::Null)
}

fn write_error(call: &BoundCall) -> ErrorRecord {
    if let Some(record) = call.get("ErrorRecord") {
        let mut record = ErrorRecord::from_value(record);
        record.ends_script = false;
        return record;
    }
    let message = match call.get("Message") {
        Some(message) => message.to_text(),
        None => argument(call, "Exception").to_text(),
    };
    let id = call.get("ErrorId").map_or(
        "Microsoft.PowerShell.Commands.WriteErrorException".to_owned(),
        Value::to_text,
    );
    ErrorRecord::new(&id, message)
}
