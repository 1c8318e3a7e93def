//! The BitsTransfer module, and what `Get-Command` says.

use super::Machine;
use super::commands::{IO, texts};
use crate::bits::bitstransfer::NEW_PARAMETERS;
use crate::powershell::binder::BoundCall;
use crate::powershell::parameters::cmdlet;
use crate::powershell::run::{CmdletError, CmdletOutput, Failure, Host};
use crate::powershell::value::{EnumValue, Table, Value};
use std::cell::RefCell;
use std::rc::Rc;

impl Machine {
    /// Why the module does not run a call: it is missing, it is old, or it is a proxy and the job a dead copy.
    pub(super) fn module_refuses(&self, call: &BoundCall) -> Option<Failure> {
        if !call.cmdlet.contains("-Bits") {
            return None;
        }
        let fail = |id: &str, message: String| Some(Failure::Error(CmdletError::new(id, &message, IO)));
        if self.no_module {
            let message = format!(
                "The term '{}' is not recognized as the name of a cmdlet.",
                call.cmdlet
            );
            return fail("CommandNotFoundException", message);
        }
        if let (true, Some((name, _))) = (
            self.old_module,
            call.parameters
                .iter()
                .find(|(name, _)| NEW_PARAMETERS.contains(&name.as_str())),
        ) {
            return fail(
                "NamedParameterNotFound",
                format!("A parameter cannot be found that matches '{name}'."),
            );
        }
        if self.proxied && call.get("BitsJob").is_some() {
            return fail(
                "ParameterArgumentTransformationError",
                "The job is a deserialized copy.".to_owned(),
            );
        }
        None
    }

    pub(super) fn get_command(&mut self, call: &BoundCall) -> CmdletOutput {
        let mut answer = CmdletOutput::default();
        for name in texts(call, "Name") {
            let bits = cmdlet(&name).filter(|one| one.name.contains("-Bits"));
            let known = match bits {
                Some(_) if self.no_module => None,
                Some(one) => {
                    let mut table = Table::default();
                    for parameter in &one.parameters {
                        if !(self.old_module && NEW_PARAMETERS.contains(&parameter.name.as_str())) {
                            table.set(Value::text(&parameter.name), Value::text(&parameter.name));
                        }
                    }
                    let (kind, number) = if self.proxied {
                        ("Function", 2)
                    } else {
                        ("Cmdlet", 8)
                    };
                    let parameters = Value::Table(Rc::new(RefCell::new(table)));
                    Some(command_info(&one.name, kind, number, "BitsTransfer", parameters))
                }
                None if cmdlet(&name).is_some() => Some(command_info(
                    &name,
                    "Cmdlet",
                    8,
                    "Microsoft.PowerShell.Utility",
                    Value::Null,
                )),
                None => self.program(&name).map(|path| {
                    let leaf = path.rsplit('\\').next().unwrap_or_default().to_owned();
                    let info = command_info(&leaf, "Application", 32, &path, Value::Null);
                    if let Value::Object(object) = &info {
                        object.borrow_mut().set("Path", Value::text(&path));
                    }
                    info
                }),
            };
            let wanted = call.get("CommandType").map(Value::to_text);
            let is_wanted = |info: &Value| match (&wanted, info) {
                (Some(wanted), Value::Object(info)) => info
                    .borrow()
                    .get("CommandType")
                    .is_some_and(|kind| kind.to_text().eq_ignore_ascii_case(wanted)),
                _ => true,
            };
            match known.filter(is_wanted) {
                Some(info) => answer.output.push(info),
                None => answer.errors.push(CmdletError::new(
                    "CommandNotFoundException",
                    &format!("The term '{name}' is not recognized as the name of a cmdlet."),
                    IO,
                )),
            }
        }
        answer
    }
}

pub(super) fn module() -> Value {
    Value::object(
        "System.Management.Automation.PSModuleInfo",
        vec![("Name", Value::text("BitsTransfer"))],
    )
}

fn command_info(name: &str, kind: &str, number: i64, source: &str, parameters: Value) -> Value {
    let kind = EnumValue {
        type_name: "CommandTypes".to_owned(),
        name: kind.to_owned(),
        number,
    };
    let fields = vec![
        ("Name", Value::text(name)),
        ("CommandType", Value::Enum(kind)),
        ("ModuleName", Value::text(source)),
        ("Source", Value::text(source)),
        ("Parameters", parameters),
    ];
    let info = Value::object("System.Management.Automation.CommandInfo", fields);
    if let Value::Object(object) = &info {
        object.borrow_mut().text = Some(name.into());
    }
    info
}
