//! Stands in for `pwsh -NoProfile -NonInteractive -File run.ps1 -Folder FOLDER -Script SCRIPT`: the interpreter of the
//! suite runs the script, against the model that the test serves. It shows that the runner would see a wrong script.

use bitsmith_tests::argv::msvcrt;
use bitsmith_tests::bits::served::{PORT, ask, read, written};
use bitsmith_tests::machine::Machine;
use bitsmith_tests::powershell::binder::BoundCall;
use bitsmith_tests::powershell::run::{
    CmdletError, CmdletOutput, Failure, Host, NativeCall, NativeOutput, Session, Stream, run,
};
use bitsmith_tests::powershell::time::SECOND;
use bitsmith_tests::powershell::value::{HostObject, Value};
use bitsmith_tests::powershell::{self};
use std::process::ExitCode;

/// A machine whose BITS is somewhere else.
struct Remote {
    machine: Machine,
    port: u16,
}

impl Remote {
    fn ask(&self, fields: &[String]) -> Result<Vec<Vec<String>>, Failure> {
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        ask(self.port, &fields).map_err(|error| Failure::Stuck(error.to_string()))
    }

    fn number(&self, fields: &[&str]) -> Option<i64> {
        let lines = ask(self.port, fields).ok()?;
        lines.first()?.last()?.parse().ok()
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

impl Host for Remote {
    fn cmdlet(&mut self, call: &BoundCall) -> Result<CmdletOutput, Failure> {
        if !call.cmdlet.contains("-Bits") {
            return self.machine.cmdlet(call);
        }
        let mut fields = words(&["cmdlet", &call.cmdlet, &call.set]);
        for (name, value) in &call.parameters {
            // The engine knows them itself.
            if !["ErrorAction", "Confirm"].contains(&name.as_str()) {
                fields.push(name.clone());
                fields.extend(written(value));
            }
        }
        let mut output = CmdletOutput::default();
        for line in self.ask(&fields)? {
            match line.as_slice() {
                [kind, id] if kind == "job" => output
                    .output
                    .push(read(&mut ["job", id].as_slice()).map_err(Failure::Stuck)?),
                [kind, id, message, hresult] if kind == "error" => {
                    let hresult = hresult.parse::<i64>().unwrap_or_default();
                    output.errors.push(CmdletError {
                        hresult,
                        ..CmdletError::new(id, message, 0)
                    });
                }
                other => return Err(Failure::Stuck(other.join(" "))),
            }
        }
        Ok(output)
    }

    fn native(&mut self, call: &NativeCall) -> Result<NativeOutput, Failure> {
        if !call.program.to_lowercase().ends_with("\\bitsadmin.exe") {
            return self.machine.native(call);
        }
        let mut fields = msvcrt(&format!("bitsadmin {}", call.line));
        fields[0] = "bitsadmin".to_owned();
        let mut output = NativeOutput::default();
        for line in self.ask(&fields)? {
            match line.as_slice() {
                [kind, text] if kind == "line" => output.output.push(text.clone()),
                [kind, code] if kind == "exit" => output.exit = code.parse().unwrap_or(98),
                other => return Err(Failure::Stuck(other.join(" "))),
            }
        }
        Ok(output)
    }

    fn member(&mut self, object: &HostObject, name: &str) -> Option<Value> {
        let lines = ask(self.port, &["member", &object.kind, &object.id, name]).ok()?;
        let mut values: Vec<Value> = lines
            .iter()
            .map(|line| {
                let fields: Vec<&str> = line.iter().skip(1).map(String::as_str).collect();
                read(&mut fields.as_slice()).ok()
            })
            .collect::<Option<_>>()?;
        Some(match values.len() {
            0 => Value::Null,
            1 => values.remove(0),
            _ => Value::list(values),
        })
    }

    fn program(&mut self, name: &str) -> Option<String> {
        self.machine.program(name)
    }

    fn environment(&mut self, name: &str) -> Option<String> {
        self.machine.environment(name)
    }

    fn now(&mut self) -> i64 {
        self.number(&["now"]).unwrap_or_default()
    }

    fn sleep(&mut self, ticks: i64) -> Result<(), Failure> {
        self.ask(&words(&["sleep", &(ticks / SECOND).to_string()]))
            .map(|_| ())
    }

    fn new_guid(&mut self) -> String {
        self.machine.new_guid()
    }

    fn show(&mut self, stream: Stream, text: &str) {
        self.machine.show(stream, text);
    }
}

fn main() -> ExitCode {
    match play() {
        Ok(code) => ExitCode::from(u8::try_from(code & 0xFF).unwrap_or(98)),
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(97)
        }
    }
}

fn play() -> Result<i32, String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [no_profile, quiet, file, _, _, _, _, path] = arguments.as_slice() else {
        return Err(format!("not the arguments of the runner: {arguments:?}"));
    };
    if [no_profile, quiet, file] != ["-NoProfile", "-NonInteractive", "-File"] {
        return Err(format!("not the arguments of the runner: {arguments:?}"));
    }
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let script = powershell::read(&text).map_err(|unread| unread.to_string())?;
    let port = std::env::var(PORT).map_err(|error| error.to_string())?;
    let mut remote = Remote {
        machine: Machine::default(),
        port: port.parse().map_err(|_| format!("no port: {port}"))?,
    };
    remote
        .machine
        .files
        .make_folder("C:\\Users\\user\\AppData\\Local\\Temp");
    let session = Session {
        version: (7, 4),
        path: Some("C:\\Users\\user\\script.ps1".to_owned()),
        ..Session::default()
    };
    let outcome = run(&script, &mut remote, &session).map_err(|stuck| stuck.to_string())?;
    for (_, text) in &remote.machine.console {
        println!("{text}");
    }
    for value in &outcome.output {
        println!("{}", value.to_text());
    }
    for error in &outcome.errors {
        eprintln!("{error:?}");
    }
    Ok(outcome.exit_code())
}
