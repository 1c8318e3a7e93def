//! Arguments reach a program as PowerShell's own engine was recorded to hand them on.

use bitsmith_tests::argv::msvcrt;
use bitsmith_tests::powershell;
use bitsmith_tests::powershell::binder::BoundCall;
use bitsmith_tests::powershell::run::{
    CmdletOutput, Failure, Host, NativeCall, NativeOutput, Session, Stream, run_with,
};
use bitsmith_tests::powershell::value::{HostObject, Value};
use bitsmith_tests::recorded::{rows, text};
use serde_json::json;

/// A host that notes the one call of a program.
#[derive(Default)]
struct Recorder {
    line: Option<String>,
}

impl Host for Recorder {
    fn cmdlet(&mut self, call: &BoundCall) -> Result<CmdletOutput, Failure> {
        Err(Failure::Stuck(call.cmdlet.clone()))
    }

    fn native(&mut self, call: &NativeCall) -> Result<NativeOutput, Failure> {
        self.line = Some(format!("bitsadmin {}", call.line));
        Ok(NativeOutput::default())
    }

    fn member(&mut self, _: &HostObject, _: &str) -> Option<Value> {
        None
    }

    fn program(&mut self, name: &str) -> Option<String> {
        name.starts_with("bitsadmin").then(|| name.to_owned())
    }

    fn environment(&mut self, _: &str) -> Option<String> {
        None
    }

    fn now(&mut self) -> i64 {
        0
    }

    fn sleep(&mut self, _: i64) -> Result<(), Failure> {
        Ok(())
    }

    fn new_guid(&mut self) -> String {
        String::new()
    }

    fn show(&mut self, _: Stream, _: &str) {}
}

#[test]
fn programs_receive_the_recorded_arguments_from_every_version() {
    let mut counts = [0; 3];
    let mut skipped = Vec::new();
    let mut differences = Vec::new();
    for row in rows("native.jsonl") {
        let source = text(&row, "text");
        let script = match powershell::read(source) {
            Ok(script) => script,
            Err(unread) => {
                skipped.push(format!("{source}: {unread}"));
                continue;
            }
        };
        let standard = &row["standard"];
        let legacy = row.get("legacy").unwrap_or(standard);
        let windows = row.get("windows_powershell").unwrap_or(legacy);
        for (index, (version, expected)) in [((7, 6), standard), ((7, 2), legacy), ((5, 1), windows)]
            .iter()
            .enumerate()
        {
            let mut recorder = Recorder::default();
            let session = Session {
                version: *version,
                ..Session::default()
            };
            if let Err(stuck) = run_with(&script, &mut recorder, &session, Vec::new()) {
                skipped.push(format!("{source}: {stuck}"));
                continue;
            }
            let Some(line) = recorder.line else {
                skipped.push(format!("{source}: no program was called"));
                continue;
            };
            let received = json!(&msvcrt(&line)[1..]);
            if received == **expected {
                counts[index] += 1;
            } else {
                differences.push(format!(
                    "{version:?} {source}\n  line     {line}\n  received {received}\n  recorded {expected}"
                ));
            }
        }
    }
    println!(
        "native: {counts:?} agree (7.3 and later, 6.0 to 7.2, 5.1), {} were not read",
        skipped.len()
    );
    if std::env::var_os("BITSMITH_SHOW_SKIPPED").is_some() {
        println!("{}", skipped.join("\n"));
    }
    assert!(
        differences.is_empty(),
        "{} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
    assert!(counts.iter().all(|count| *count >= 450), "too few rows were read");
}
