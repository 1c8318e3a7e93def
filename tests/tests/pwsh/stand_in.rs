//! The stand-ins are what they stand for: the parameters of the module are those of Microsoft's table, the members of a
//! job are those that the model answers, and the PowerShell around them is PowerShell.

use crate::module::source;
use crate::run::folder;
use bitsmith_tests::bits::bitstransfer::job_object;
use bitsmith_tests::bits::served::{PORT, Served, ask};
use bitsmith_tests::bits::{JobType, Model};
use bitsmith_tests::powershell::value::{HostObject, Value};
use bitsmith_tests::{powershell, skip, table, vetter};
use regex::Regex;
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

const AROUND: [(&str, &str); 2] = [
    (
        "BitsTransfer.psm1",
        include_str!("../../powershell/BitsTransfer.psm1"),
    ),
    ("run.ps1", include_str!("../../powershell/run.ps1")),
];

/// One parameter as a row of the table, read from the source of the module.
#[derive(Debug, PartialEq, Eq, Default)]
struct Row {
    takes: String,
    aliases: String,
    required: bool,
    position: String,
    pipeline: String,
    set: String,
}

fn declared(source: &str) -> BTreeMap<(String, String), Row> {
    let class = Regex::new(r#"\[Cmdlet\("(\w+)", "(\w+)"(.*)\)\]"#).expect("a pattern");
    let property = Regex::new(r"^public ([\w\[\]]+)(\??) (\w+) \{ get; set; \}$").expect("a pattern");
    let alias = Regex::new(r#""(\w+)""#).expect("a pattern");
    let mut found = BTreeMap::new();
    let (mut cmdlet, mut row) = (String::new(), Row::default());
    for line in source.lines().map(str::trim) {
        if let Some(groups) = class.captures(line) {
            cmdlet = format!("{}-{}", &groups[1], &groups[2]);
            if groups[3].contains("SupportsShouldProcess = true") {
                for (name, alias) in [("WhatIf", "wi"), ("Confirm", "cf")] {
                    let row = Row {
                        takes: "SwitchParameter".to_owned(),
                        aliases: alias.to_owned(),
                        position: "Named".to_owned(),
                        pipeline: "False".to_owned(),
                        set: "(All)".to_owned(),
                        ..Row::default()
                    };
                    found.insert((cmdlet.clone(), name.to_owned()), row);
                }
            }
        } else if let Some(about) = line.strip_prefix("[Parameter(") {
            let value = |name: &str| {
                about
                    .trim_end_matches(")]")
                    .split(", ")
                    .find_map(|one| one.strip_prefix(name)?.strip_prefix(" = "))
                    .map(|value| value.trim_matches('"').to_owned())
            };
            row = Row {
                required: value("Mandatory").is_some(),
                position: value("Position").unwrap_or("Named".to_owned()),
                set: value("ParameterSetName").unwrap_or("(All)".to_owned()),
                pipeline: match (
                    value("ValueFromPipeline"),
                    value("ValueFromPipelineByPropertyName"),
                ) {
                    (Some(_), _) => "True (ByValue)".to_owned(),
                    (_, Some(_)) => "True (ByPropertyName)".to_owned(),
                    _ => "False".to_owned(),
                },
                ..Row::default()
            };
        } else if line.starts_with("[Alias(") {
            let all: Vec<&str> = alias
                .captures_iter(line)
                .map(|groups| groups.get(1).map_or("", |group| group.as_str()))
                .collect();
            row.aliases = all.join(", ");
        } else if let Some(groups) = property.captures(line) {
            let takes = match &groups[1] {
                "string" => "String",
                "string[]" => "String[]",
                "int" => "Int32",
                "byte[]" => "Byte[]",
                other => other,
            };
            row.takes = takes.to_owned();
            found.insert((cmdlet.clone(), groups[3].to_owned()), std::mem::take(&mut row));
        }
    }
    found
}

#[test]
fn parameters_are_those_of_microsofts_table() {
    let rows = table::rows(
        "powershell-params.tsv",
        [
            "cmdlet",
            "parameter",
            "type",
            "aliases",
            "accepted_values",
            "required",
            "position",
            "default",
            "pipeline",
            "parameter_set",
            "first_seen",
        ],
    );
    let expected: BTreeMap<(String, String), Row> = rows
        .into_iter()
        .map(
            |[
                cmdlet,
                name,
                takes,
                aliases,
                _,
                required,
                position,
                _,
                pipeline,
                set,
                _,
            ]| {
                let row = Row {
                    takes,
                    aliases,
                    required: required == "True",
                    position,
                    pipeline,
                    set,
                };
                ((cmdlet, name), row)
            },
        )
        .collect();
    let found = declared(&source());
    for (key, row) in &expected {
        assert_eq!(found.get(key), Some(row), "{key:?}");
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn accepted_words_are_those_of_microsofts_table() {
    let source = source();
    for [cmdlet, parameter, takes, words] in table::rows_of(
        "powershell-params.tsv",
        ["cmdlet", "parameter", "type", "accepted_values"],
    ) {
        if words.is_empty() {
            continue;
        }
        let words: Vec<&str> = words.split(", ").collect();
        if takes == "String" {
            let class = source
                .split(&format!("\"{cmdlet}\""))
                .nth(1)
                .unwrap_or_else(|| panic!("{cmdlet} is missing"));
            let before = class
                .split(&format!(" {parameter} {{ get; set; }}"))
                .next()
                .unwrap_or_default();
            let set = before
                .rsplit("[ValidateSet(")
                .next()
                .and_then(|rest| rest.split(")]").next())
                .unwrap_or_default()
                .replace('"', "");
            assert_eq!(
                set.split(", ").collect::<Vec<_>>(),
                words,
                "{cmdlet} -{parameter}"
            );
        } else {
            let members = source
                .split(&format!("public enum {takes} : uint {{ "))
                .nth(1)
                .and_then(|rest| rest.split(" }").next())
                .unwrap_or_else(|| panic!("{takes} is missing"));
            let members: Vec<&str> = members
                .split(", ")
                .filter_map(|member| member.split(" = ").next())
                .collect();
            assert_eq!(members, words, "{takes}");
        }
    }
}

#[test]
fn every_member_of_a_job_is_answered() {
    let mut model = Model::default();
    let guid = model.create(JobType::Download, "Nightly").expect("a job");
    model
        .add_file(&guid, "https://example.com/a", "C:\\Data\\a", "")
        .expect("a file");
    let source = source();
    let member = Regex::new(r#"(?:Text|Number|Count|Time|Member)\("(\w+)"\)"#).expect("a pattern");
    let mut seen = 0;
    for (kind, id) in [("BitsJob", guid.clone()), ("BitsFile", format!("{guid}#0"))] {
        let class = source
            .split(&format!("public sealed class {kind} : Living"))
            .nth(1)
            .and_then(|rest| rest.split("public sealed class").next())
            .expect("the class is there");
        let object = HostObject {
            kind: kind.to_owned(),
            id,
        };
        for groups in member.captures_iter(class) {
            assert!(
                model.property(&object, &groups[1]).is_some(),
                "{kind}.{}",
                &groups[1]
            );
            seen += 1;
        }
    }
    assert!(seen > 25, "{seen}");
}

#[test]
fn the_powershell_around_them_is_read_by_three_readers() {
    let mut parser = tree_sitter::Parser::new();
    parser
        .set_language(&tree_sitter_powershell::LANGUAGE.into())
        .expect("the grammar fits the library");
    for (name, text) in AROUND {
        powershell::read(text).unwrap_or_else(|unread| panic!("{name}: {unread}"));
        let tree = parser.parse(text, None).expect("nothing stops the parser");
        assert!(!tree.root_node().has_error(), "{name}");
        assert!(text.is_ascii(), "{name}");
    }
    let Some(python) = vetter::python() else {
        skip::say("vetter", "it is not installed; `cargo xtask test` gets it");
        return;
    };
    let folder = folder("around");
    for (name, text) in AROUND {
        fs::write(folder.join(name.replace(".psm1", ".ps1")), text).expect("a script");
    }
    let readings = vetter::read(&python, &folder).unwrap_or_else(|error| panic!("{error}"));
    fs::remove_dir_all(&folder).expect("the folder goes");
    assert_eq!(readings.len(), AROUND.len());
    for (name, reading) in readings {
        assert!(reading.is_ok_and(|commands| !commands.is_empty()), "{name}");
    }
}

#[test]
fn the_module_has_the_structure_of_c_sharp() {
    let mut parser = tree_sitter::Parser::new();
    parser
        .set_language(&tree_sitter_c_sharp::LANGUAGE.into())
        .expect("the grammar fits the library");
    let mut has_error = |text: &str| {
        let tree = parser.parse(text, None).expect("nothing stops the parser");
        tree.root_node().has_error()
    };
    let source = source();
    assert!(source.is_ascii());
    assert!(!has_error(&source));
    assert!(has_error(source.trim_end().trim_end_matches('}')));
}

#[test]
fn other_processes_work_on_one_model() {
    let served = Served::start(Model::default(), |_| {}).expect("a port");
    let bitsadmin = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_bitsadmin"))
            .args(words)
            .env(PORT, served.port().to_string())
            .output()
            .expect("it runs");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).trim().to_owned(),
        )
    };
    let (exit, guid) = bitsadmin(&["/rawreturn", "/create", "/download", "a \"b\" \\"]);
    assert!(exit == Some(0) && guid.starts_with('{'), "{guid}");
    let id = guid.trim_matches(['{', '}']).to_lowercase();
    let id = id.as_str();
    let named = |set: &[&str]| {
        ask(
            served.port(),
            &[&["cmdlet", "Get-BitsTransfer", ""], set].concat(),
        )
        .expect("an answer")
    };
    assert_eq!(named(&["JobId", "list", "1", "guid", id]), [["job", id]]);
    let name = ask(served.port(), &["member", "BitsJob", id, "DisplayName"]).expect("an answer");
    assert_eq!(name, [["value", "text", "a \"b\" \\"]]);
    let set = [
        "cmdlet",
        "Set-BitsTransfer",
        "",
        "BitsJob",
        "list",
        "1",
        "job",
        id,
        "Description",
        "text",
        "tab\tline\nend",
        "SecurityFlags",
        "enum",
        "SecurityFlagValue",
        "enable_crl_check",
        "1",
    ];
    assert_eq!(ask(served.port(), &set).expect("an answer"), [["job", id]]);
    assert_eq!(
        bitsadmin(&["/rawreturn", "/getsecurityflags", &guid]),
        (Some(0), "1".to_owned())
    );
    assert_ne!(bitsadmin(&["/rawreturn", "/getstate", "{none}"]).0, Some(0));
    let gone = [
        "cmdlet",
        "Get-BitsTransfer",
        "ListJobsById",
        "JobId",
        "list",
        "1",
        "guid",
        "00000000-0000-0000-0000-000000000000",
    ];
    assert_eq!(ask(served.port(), &gone).expect("an answer")[0][0], "error");
    assert_eq!(
        ask(served.port(), &["no", "such"]).expect("an answer")[0][0],
        "unknown"
    );
    ask(served.port(), &["sleep", "15"]).expect("an answer");
    let left = served.stop();
    assert_eq!((left.sleeps, left.unknown.len()), (1, 1));
    assert_eq!(left.model.jobs[0].setting("description"), "tab\tline\nend");
    assert_eq!(left.model.now - Model::default().now, 150_000_000);
    let Value::Host(job) = job_object(id) else {
        panic!("a job is an object of the host's");
    };
    assert_eq!(
        left.model.property(&job, "JobId").map(|id| id.to_text()),
        Some(id.to_owned())
    );
}
