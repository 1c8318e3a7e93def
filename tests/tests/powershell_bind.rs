//! Calls of cmdlets and of bitsadmin mean to the product what they mean to PowerShell's own engine.

use bitsmith_core::command::bitstransfer::{Match, cmdlet};
use bitsmith_core::parse::powershell::bind::{Binding, Input, arguments, bind, cmdlet_of};
use bitsmith_core::parse::powershell::{
    Command, CommandBody, Edition, Known, StatementKind, Value, evaluate, native_arguments, read,
};
use bitsmith_tests::recorded::{lines, rows, text};
use proptest::prelude::*;
use serde_json::json;
use std::sync::OnceLock;

fn instance(type_name: &str, tag: &str) -> Value {
    Value::Instance {
        type_name: type_name.to_owned(),
        tag: tag.to_owned(),
    }
}

/// The variables that were given when the rows were recorded.
fn given() -> Known {
    let mut known = Known::default();
    known.set("job", instance("BitsJob", "job:job"));
    known.set("url", Value::text("http://h/u"));
    known.set("list", Value::List(vec![Value::text("l1"), Value::text("l2")]));
    known.set("cred", instance("PSCredential", "credential:u"));
    known
}

/// A value as the rows print it; of an enumeration the number counts.
fn recorded(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Boolean(value) => json!(value),
        Value::Number { number, .. } => json!(number.integer().and_then(|number| i64::try_from(number).ok())),
        Value::List(items) => items.iter().map(recorded).collect(),
        Value::Enumeration { number, .. } => json!({"number": number}),
        Value::Instance { tag, .. } => json!(tag),
        other => json!(other.to_text().unwrap_or_else(|| format!("unknown {other:?}"))),
    }
}

/// Leaves only the number of each enumeration.
fn without_names(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            if map.contains_key("number") {
                map.remove("enum");
            }
            map.values_mut().for_each(without_names);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_names),
        _ => {}
    }
}

fn called(binding: &Binding) -> serde_json::Value {
    let parameters: serde_json::Map<String, serde_json::Value> = binding
        .parameters
        .iter()
        .map(|bound| (bound.parameter.name.to_owned(), recorded(&bound.value)))
        .collect();
    json!({"cmdlet": binding.cmdlet.name, "set": binding.set().unwrap_or("__AllParameterSets"), "parameters": parameters})
}

/// Binds the commands of a pipeline one after the other: what is called, and what fails.
fn run(
    commands: &[Command<'_>],
    source: &str,
    edition: Edition,
    known: &Known,
) -> (Vec<serde_json::Value>, Vec<String>) {
    let (mut calls, mut errors) = (Vec::new(), Vec::new());
    let mut objects: Option<Vec<Value>> = None;
    let variables = |name: &str| known.get(name);
    for command in commands {
        let words = match &command.body {
            CommandBody::Expression(word) => {
                objects = Some(match evaluate(word, source, &variables) {
                    Value::List(items) => items,
                    value => vec![value],
                });
                continue;
            }
            CommandBody::Words(words) => words,
        };
        let cmdlet = cmdlet_of(command).unwrap_or_else(|| panic!("{source}"));
        let input = if objects.is_some() {
            Input::Objects
        } else {
            Input::None
        };
        let binding = bind(cmdlet, arguments(&words[1..], source, &variables), edition, input);
        let bindings: Vec<Binding> = match &objects {
            Some(objects) if binding.error.is_none() => {
                objects.iter().map(|object| binding.with_object(object)).collect()
            }
            _ => vec![binding],
        };
        let mut output = Vec::new();
        for binding in bindings {
            match &binding.error {
                Some(error) => errors.push(format!("{},{}", error.failure.id(), cmdlet.name)),
                None => {
                    calls.push(called(&binding));
                    if cmdlet.name == "Get-BitsTransfer" {
                        output.push(instance("BitsJob", "job:found"));
                    }
                }
            }
        }
        // A call that fails before any object comes ends the script before anything is called.
        if errors.iter().any(|error| !error.starts_with("InputObject")) {
            return (Vec::new(), errors);
        }
        objects = Some(output);
    }
    (calls, errors)
}

fn compare(edition: Edition, name: &str, all: impl Iterator<Item = (String, serde_json::Value)>) {
    let mut agree = 0;
    let mut differences = Vec::new();
    for (source, mut row) in all {
        let script = read(&source, edition);
        assert!(script.errors.is_empty(), "{source}: {:?}", script.errors);
        let mut known = given();
        let (mut calls, mut errors) = (Vec::new(), Vec::new());
        for statement in &script.statements {
            known.assign(statement, &source);
            if let StatementKind::Pipeline { commands, .. } = &statement.kind {
                (calls, errors) = run(commands, &source, edition, &known);
            }
        }
        if source.contains("-ea SilentlyContinue") {
            errors.retain(|id| !id.starts_with("InputObject"));
        }
        without_names(&mut row["calls"]);
        let wanted = row.get("errors").cloned().unwrap_or(json!([]));
        if json!(calls) == row["calls"] && json!(errors) == wanted {
            agree += 1;
        } else {
            differences.push(format!(
                "{source}\n  bound    {} {errors:?}\n  recorded {} {wanted}",
                json!(calls),
                row["calls"]
            ));
        }
    }
    println!("{name}: {agree} bindings agree");
    assert!(
        differences.is_empty(),
        "{} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

#[test]
fn every_call_is_bound_as_powershell_7_binds_it() {
    let all = rows("binding.jsonl");
    assert_eq!(all.len(), 2000);
    compare(
        Edition::PowerShell73,
        "PowerShell 7",
        all.into_iter().map(|row| (text(&row, "text").to_owned(), row)),
    );
}

#[test]
fn every_call_is_bound_as_windows_powershell_binds_it() {
    // Rows with this parameter were not compared.
    let is_compared = |row: &serde_json::Value| {
        let text = text(row, "text").to_ascii_lowercase();
        row.get("windows_powershell").is_some()
            || !(text.contains("set-bitstransfer") && text.contains("dyn"))
    };
    let all = rows("binding.jsonl")
        .into_iter()
        .filter(is_compared)
        .map(|mut row| {
            let source = text(&row, "text").to_owned();
            match row.get_mut("windows_powershell") {
                Some(other) => (source, other.take()),
                None => (source, row),
            }
        });
    compare(Edition::WindowsPowerShell51, "Windows PowerShell 5.1", all);
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
            Match::Found(parameter) => parameter.name,
            Match::Ambiguous(_) => "(ambiguous)",
            Match::Unknown => "(unknown)",
        };
        assert_eq!(found, *meaning, "-{prefix} of {name}");
        count += 1;
    }
    println!("prefixes: {count} agree");
    assert_eq!(count, 1832);
}

#[test]
fn programs_receive_the_recorded_arguments_from_every_edition() {
    let mut counts = [0; 3];
    let mut differences = Vec::new();
    for row in rows("native.jsonl") {
        let source = text(&row, "text");
        let standard = &row["standard"];
        let legacy = row.get("legacy").unwrap_or(standard);
        let windows = row.get("windows_powershell").unwrap_or(legacy);
        let editions = [
            (Edition::PowerShell73, standard),
            (Edition::PowerShell72, legacy),
            (Edition::WindowsPowerShell51, windows),
        ];
        for (count, (edition, wanted)) in counts.iter_mut().zip(editions) {
            let script = read(source, edition);
            assert!(script.errors.is_empty(), "{source}: {:?}", script.errors);
            let received: Vec<Option<String>> = match &script.statements[0].kind {
                StatementKind::Pipeline { commands, .. } => match &commands[0].body {
                    CommandBody::Words(words) => native_arguments(&words[1..], source, edition, &|_| None)
                        .iter()
                        .map(|argument| argument.text())
                        .collect(),
                    CommandBody::Expression(_) => panic!("{source}"),
                },
                _ => panic!("{source}"),
            };
            if json!(received) == *wanted {
                *count += 1;
            } else {
                differences.push(format!(
                    "{edition:?} {source}\n  read     {}\n  recorded {wanted}",
                    json!(received)
                ));
            }
        }
    }
    println!("native: {counts:?} agree (7.3 and later, 6.0 to 7.2, 5.1)");
    assert!(
        differences.is_empty(),
        "{} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

#[test]
fn values_do_not_grow_out_of_proportion() {
    let grown = [
        ("$a = 'abcdefgh'\n", "$a = $a + $a\n"),
        ("$a = 'abcdefgh'\n", "$a = \"$a$a\"\n"),
        ("$a = 'abcdefgh'\n", "$a = '{0}{0}' -f $a\n"),
        ("$a = 'abcdefgh'\n", "$a += $a\n"),
        ("$a = @(1)\n", "$a = @($a, $a)\n"),
        ("$a = @(1)\n", "$a = $a + $a\n"),
        ("$a = @(1)\n", "$a += $a\n"),
        ("$a = @('b')\n", "$a += 'b'\n"),
        ("$a = @('b','b')\n", "$a = $a -join $a[0]\n"),
        ("$a = @{ b = 1 }\n", "$a = @{ b = $a; c = $a }\n"),
        ("$a = @{ b = 1 }\n", "$a.b = $a\n"),
        ("$a = @{ Source = 'b' }\n", "Start-BitsTransfer @a\n"),
        (
            "$a = 'abcdefgh'\n",
            "$b = $a + $a + $a + $a + $a + $a + $a + $a + $a\n$a = $b\n",
        ),
    ];
    for (first, next) in grown {
        let source = format!("{first}{}", next.repeat((1 << 18) / next.len()));
        let began = std::time::Instant::now();
        let script = read(&source, Edition::PowerShell73);
        let mut known = Known::default();
        let mut bound = 0;
        for statement in &script.statements {
            known.assign(statement, &source);
            if let StatementKind::Pipeline { commands, .. } = &statement.kind
                && let CommandBody::Words(words) = &commands[0].body
                && let Some(cmdlet) = cmdlet_of(&commands[0])
            {
                let arguments = arguments(&words[1..], &source, &|name| known.get(name));
                bound += bind(cmdlet, arguments, Edition::PowerShell73, Input::None)
                    .parameters
                    .len();
            }
        }
        let took = began.elapsed();
        println!(
            "{:>8.1} ms for 256 KiB of {next:?}, {bound} bound",
            took.as_secs_f64() * 1000.0
        );
        assert!(took.as_secs() < 30, "{next:?} took {took:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_error_and_every_value_of_a_mutated_call_stands_in_it(
        row in 0usize..2000,
        edits in proptest::collection::vec((0usize..500, 0usize..3, "[-:@$,'\"(){}=. a0\\[\\]]{0,3}"), 1..4),
    ) {
        static ROWS: OnceLock<Vec<String>> = OnceLock::new();
        let rows = ROWS.get_or_init(|| rows("binding.jsonl").iter().map(|row| text(row, "text").to_owned()).collect());
        let mut all: Vec<char> = rows[row].chars().collect();
        for (at, gone, new) in edits {
            let at = at % (all.len() + 1);
            let end = (at + gone).min(all.len());
            all.splice(at..end, new.chars());
        }
        let source: String = all.into_iter().collect();
        for edition in [Edition::PowerShell73, Edition::WindowsPowerShell51] {
            let script = read(&source, edition);
            let mut known = given();
            for statement in &script.statements {
                known.assign(statement, &source);
                let StatementKind::Pipeline { commands, .. } = &statement.kind else { continue };
                for command in commands {
                    let (Some(cmdlet), CommandBody::Words(words)) = (cmdlet_of(command), &command.body) else { continue };
                    let variables = |name: &str| known.get(name);
                    let arguments = arguments(&words[1..], &source, &variables);
                    let binding = bind(cmdlet, arguments, edition, Input::Objects).with_object(&Value::text("x"));
                    for bound in &binding.parameters {
                        for span in [bound.name_span, bound.value_span].into_iter().flatten() {
                            prop_assert!(!span.of(&source).is_empty());
                        }
                    }
                    if let Some(error) = &binding.error {
                        prop_assert!(error.span.is_empty() || !error.span.of(&source).is_empty());
                        prop_assert!(error.message.ends_with(['.', '`']) || error.message.contains(". "), "{}", error.message);
                    }
                    let received = native_arguments(&words[1..], &source, edition, &variables);
                    prop_assert!(received.iter().all(|argument| !argument.span.of(&source).is_empty() || argument.parts.is_empty() || argument.text().as_deref() == Some("")));
                }
            }
        }
    }
}
