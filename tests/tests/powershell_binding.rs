//! Arguments are bound to the parameters of the BITS cmdlets as PowerShell's own engine was recorded to bind them.

use bitsmith_tests::powershell;
use bitsmith_tests::powershell::binder::BoundCall;
use bitsmith_tests::powershell::parameters::{NameError, cmdlet, cmdlets};
use bitsmith_tests::powershell::run::{
    CmdletOutput, End, Failure, Host, NativeCall, NativeOutput, Session, Stream, run_with,
};
use bitsmith_tests::powershell::value::{HostObject, Value};
use bitsmith_tests::recorded::{lines, rows, text};
use serde_json::json;

/// A host whose cmdlets only note how they were called.
#[derive(Default)]
struct Stubs {
    calls: Vec<serde_json::Value>,
}

impl Host for Stubs {
    fn cmdlet(&mut self, call: &BoundCall) -> Result<CmdletOutput, Failure> {
        let parameters: serde_json::Map<String, serde_json::Value> = call
            .parameters
            .iter()
            .map(|(name, value)| (name.clone(), recorded(value)))
            .collect();
        self.calls
            .push(json!({"cmdlet": call.cmdlet, "set": call.set, "parameters": parameters}));
        Ok(if call.cmdlet == "Get-BitsTransfer" {
            vec![job("found")]
        } else {
            Vec::new()
        }
        .into())
    }

    fn native(&mut self, call: &NativeCall) -> Result<NativeOutput, Failure> {
        Err(Failure::Stuck(format!("program {}", call.program)))
    }

    fn member(&mut self, _: &HostObject, _: &str) -> Option<Value> {
        None
    }

    fn program(&mut self, _: &str) -> Option<String> {
        None
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
        "11111111-2222-3333-4444-555555555555".to_owned()
    }

    fn show(&mut self, _: Stream, _: &str) {}
}

fn job(name: &str) -> Value {
    Value::Host(HostObject {
        kind: "BitsJob".to_owned(),
        id: name.to_owned(),
    })
}

/// A value as the rows print it; of an enumeration the number counts.
fn recorded(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => json!(value),
        Value::Int(value) => json!(i64::try_from(*value).expect("a number of 64 bits")),
        Value::List(items) => items.iter().map(recorded).collect(),
        Value::Enum(value) => json!({"number": value.number}),
        Value::Host(host) => json!(format!("job:{}", host.id)),
        Value::Object(object) => {
            json!(format!(
                "credential:{}",
                object.borrow().get("UserName").expect("a user name").to_text()
            ))
        }
        other => json!(other.to_text()),
    }
}

/// Leaves only the number of each enumeration.
fn without_enum_names(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            if map.contains_key("number") {
                map.remove("enum");
            }
            map.values_mut().for_each(without_enum_names);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_enum_names),
        _ => {}
    }
}

#[test]
fn every_binding_that_is_read_gives_the_recorded_calls_and_errors() {
    let mut agree = 0;
    let mut skipped = Vec::new();
    let mut differences = Vec::new();
    for mut row in rows("binding.jsonl") {
        let source = text(&row, "text").to_owned();
        let script = match powershell::read(&source) {
            Ok(script) => script,
            Err(unread) => {
                skipped.push(format!("{source}: {unread}"));
                continue;
            }
        };
        let credential = Value::object("PSCredential", vec![("UserName", Value::text("u"))]);
        let variables = vec![
            ("job", job("job")),
            ("url", Value::text("http://h/u")),
            ("list", Value::list(vec![Value::text("l1"), Value::text("l2")])),
            ("cred", credential),
        ];
        let mut stubs = Stubs::default();
        let session = Session {
            version: (7, 6),
            ..Session::default()
        };
        let outcome = match run_with(&script, &mut stubs, &session, variables) {
            Ok(outcome) => outcome,
            Err(stuck) => {
                skipped.push(format!("{source}: {stuck}"));
                continue;
            }
        };
        let hidden = source.contains("-ea SilentlyContinue");
        let mut errors: Vec<String> = outcome.errors.iter().map(|one| one.id.clone()).collect();
        errors.retain(|id| !hidden || !id.starts_with("InputObject"));
        if let End::Error(record) = &outcome.end {
            errors.push(record.id.clone());
        }
        without_enum_names(&mut row["calls"]);
        let recorded_errors = row.get("errors").cloned().unwrap_or(json!([]));
        if json!(stubs.calls) == row["calls"] && json!(errors) == recorded_errors {
            agree += 1;
        } else {
            let calls = json!(stubs.calls);
            differences.push(format!(
                "{source}\n  bound    {calls} {errors:?}\n  recorded {} {recorded_errors}",
                row["calls"]
            ));
        }
    }
    println!("bindings: {agree} agree, {} were not read", skipped.len());
    if std::env::var_os("BITSMITH_SHOW_SKIPPED").is_some() {
        println!("{}", skipped.join("\n"));
    }
    assert!(
        differences.is_empty(),
        "{} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
    assert!(agree >= 600, "only {agree} bindings were read");
}

#[test]
fn every_prefix_of_a_parameter_means_what_was_recorded() {
    let mut count = 0;
    for line in lines("prefixes.tsv").iter().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [name, prefix, meaning] = columns.as_slice() else {
            panic!("{line} has not three columns")
        };
        let cmdlet = cmdlet(name).unwrap_or_else(|| panic!("{name} is not known"));
        let found = match cmdlet.parameter(prefix) {
            Ok(declared) => declared.name.as_str(),
            Err(NameError::Ambiguous) => "(ambiguous)",
            Err(NameError::Unknown) => "(unknown)",
        };
        assert_eq!(found, *meaning, "-{prefix} of {name}");
        count += 1;
    }
    println!("prefixes: {count} agree");
    assert_eq!(count, 1832);
}

#[test]
fn every_cmdlet_is_declared_once() {
    let mut names: Vec<&str> = cmdlets().iter().map(|one| one.name.as_str()).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
}
