//! A machine for scripts to run on: BITS, files, programs, a console and a clock, all made up.

mod commands;
mod files;
mod modules;

pub use files::{Content, Files};

use crate::bits::Model;
use crate::powershell::binder::BoundCall;
use crate::powershell::run::{CmdletError, CmdletOutput, Failure, Host, NativeCall, NativeOutput, Stream};
use crate::powershell::value::{HostObject, Value};
use commands::IO;
use std::collections::VecDeque;

/// The machine and what happened on it.
#[derive(Clone, Debug)]
pub struct Machine {
    /// BITS, which also keeps the time.
    pub bits: Model,
    /// Files and folders.
    pub files: Files,
    /// What was shown, in order.
    pub console: Vec<(Stream, String)>,
    /// What the user types when asked.
    pub answers: VecDeque<String>,
    /// Environment variables.
    pub environment: Vec<(String, String)>,
    /// The BITS commands go through a hidden Windows PowerShell, as in PowerShell 6 and 7 on many builds.
    pub proxied: bool,
    /// The module is not there.
    pub no_module: bool,
    /// Other shells are not started: a policy forbids it.
    pub blocked_shells: bool,
    /// The module lacks the parameters that came after Server 2019.
    pub old_module: bool,
    /// The user presses Ctrl+C during the sleep of this number.
    pub stop_at_sleep: Option<usize>,
    /// The sleeps so far, in ticks.
    pub sleeps: Vec<i64>,
    /// Calls of other shells, and what they exit with.
    pub shells: Vec<NativeCall>,
    /// The exit code of other shells.
    pub shell_exit: i32,
}

impl Default for Machine {
    fn default() -> Self {
        let environment = [
            ("SystemRoot", "C:\\Windows"),
            ("windir", "C:\\Windows"),
            ("SystemDrive", "C:"),
            ("TEMP", "C:\\Users\\user\\AppData\\Local\\Temp"),
            ("TMP", "C:\\Users\\user\\AppData\\Local\\Temp"),
            ("USERPROFILE", "C:\\Users\\user"),
            ("USERNAME", "user"),
            ("COMPUTERNAME", "DESKTOP"),
            ("APPDATA", "C:\\Users\\user\\AppData\\Roaming"),
            ("LOCALAPPDATA", "C:\\Users\\user\\AppData\\Local"),
            ("ProgramData", "C:\\ProgramData"),
            ("ProgramFiles", "C:\\Program Files"),
            ("ProgramFiles(x86)", "C:\\Program Files (x86)"),
            ("PUBLIC", "C:\\Users\\Public"),
        ];
        Self {
            bits: Model::default(),
            files: Files::default(),
            console: Vec::new(),
            answers: VecDeque::new(),
            environment: environment
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            proxied: false,
            no_module: false,
            blocked_shells: false,
            old_module: false,
            stop_at_sleep: None,
            sleeps: Vec::new(),
            shells: Vec::new(),
            shell_exit: 0,
        }
    }
}

impl Machine {
    /// All that was shown on some streams, a line each.
    pub fn shown(&self, streams: &[Stream]) -> String {
        let lines = self.console.iter().filter(|(stream, _)| streams.contains(stream));
        lines
            .map(|(_, text)| text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Puts the files that completed jobs left on the disk.
    fn deliver(&mut self) {
        for path in std::mem::take(&mut self.bits.delivered) {
            self.files.put(&path, Content::Text("downloaded".to_owned()));
        }
    }
}

impl Host for Machine {
    fn cmdlet(&mut self, call: &BoundCall) -> Result<CmdletOutput, Failure> {
        if let Some(refused) = self.module_refuses(call) {
            return Err(refused);
        }
        // A cmdlet that is declined does nothing and puts out nothing.
        if call.is_on("Confirm") {
            self.show(Stream::Prompt, &call.cmdlet);
            match self.answers.pop_front() {
                Some(typed) if typed.starts_with('y') => {}
                Some(_) => return Ok(CmdletOutput::default()),
                None => return Err(Failure::Stuck("-Confirm and no answer".to_owned())),
            }
        }
        if let Some(answer) = self.bits.cmdlet(call) {
            self.deliver();
            return answer;
        }
        self.other_cmdlet(call)
    }

    fn native(&mut self, call: &NativeCall) -> Result<NativeOutput, Failure> {
        let program = call.program.to_lowercase();
        let leaf = program.rsplit('\\').next().unwrap_or_default();
        match leaf.strip_suffix(".exe").unwrap_or(leaf) {
            "bitsadmin" => {
                let name = if call.program.contains(' ') {
                    format!("\"{}\"", call.program)
                } else {
                    call.program.clone()
                };
                let answer = self
                    .bits
                    .bitsadmin(&format!("{name} {}", call.line))
                    .map_err(Failure::Stuck)?;
                self.deliver();
                Ok(NativeOutput {
                    exit: answer.exit,
                    output: answer.output,
                    errors: Vec::new(),
                })
            }
            "powershell" | "pwsh" if self.blocked_shells => Err(Failure::Error(CmdletError::new(
                "NativeCommandFailed",
                &format!("Program '{leaf}' failed to run: This program is blocked by group policy."),
                IO,
            ))),
            "powershell" | "pwsh" => {
                self.shells.push(call.clone());
                Ok(NativeOutput {
                    exit: self.shell_exit,
                    ..NativeOutput::default()
                })
            }
            _ => Err(Failure::Stuck(format!("program {}", call.program))),
        }
    }

    fn member(&mut self, object: &HostObject, name: &str) -> Option<Value> {
        self.bits.property(object, name)
    }

    fn program(&mut self, name: &str) -> Option<String> {
        let lower = name.to_lowercase();
        let system = "c:\\windows\\system32\\";
        let known = ["bitsadmin.exe", "windowspowershell\\v1.0\\powershell.exe"];
        let relative = lower
            .strip_prefix(system)
            .or_else(|| lower.strip_prefix("c:\\windows\\sysnative\\"));
        let relative = relative.unwrap_or(&lower);
        let full = match relative {
            "bitsadmin" => "bitsadmin.exe",
            "powershell" | "powershell.exe" => "windowspowershell\\v1.0\\powershell.exe",
            other => other,
        };
        known.contains(&full).then(|| match full {
            "bitsadmin.exe" => "C:\\Windows\\System32\\bitsadmin.exe".to_owned(),
            _ => "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe".to_owned(),
        })
    }

    fn environment(&mut self, name: &str) -> Option<String> {
        let found = self
            .environment
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.clone())
    }

    fn now(&mut self) -> i64 {
        self.bits.now
    }

    fn sleep(&mut self, ticks: i64) -> Result<(), Failure> {
        self.sleeps.push(ticks);
        if self.stop_at_sleep == Some(self.sleeps.len()) {
            return Err(Failure::Stop);
        }
        self.bits.advance_to(self.bits.now + ticks);
        Ok(())
    }

    fn new_guid(&mut self) -> String {
        self.bits.new_guid()
    }

    fn show(&mut self, stream: Stream, text: &str) {
        self.console.push((stream, text.to_owned()));
    }
}
