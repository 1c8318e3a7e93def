//! Every example of bitsadmin's pages, and calls as people write them, against readings that were checked by hand.

use bitsmith_core::parse::bitsadmin::{Statement, calls};
use bitsmith_core::parse::cmd::{Mode, read};
use std::fmt::Write;

const EXAMPLES: &str = include_str!("../data/page-examples.jsonl");
const READINGS: &str = include_str!("../data/bitsadmin-readings.txt");

/// Calls as people write them, right and wrong.
const CALLS: &[&str] = &[
    "bitsadmin /transfer job https://example.com/a.zip %TEMP%\\a.zip",
    "bitsadmin /transfer job /download /priority normal https://example.com/a.zip \"%USERPROFILE%\\a b.zip\"",
    "bitsadmin /transfer /download /priority high https://example.com/a.zip C:\\a.zip",
    "bitsadmin /transfer /upload https://example.com/a.zip C:\\a.zip",
    "bitsadmin.exe /transfer \"job\" /priority foreground https://example.com/a.zip %~dp0a.zip >nul 2>&1",
    "bitsadmin /create 1 bitsadmin /addfile 1 https://example.com/a.exe C:\\a.exe bitsadmin /resume 1 bitsadmin /complete 1",
    "bitsadmin /create 1 & bitsadmin /addfile 1 https://example.com/a.exe C:\\a.exe & bitsadmin /resume 1 & bitsadmin /complete 1",
    "for /f %%i in ('bitsadmin /rawreturn /create job') do set job=%%i",
    "for /f \"skip=4 tokens=3\" %%g in ('bitsadmin /create job ^| find \"{\"') do bitsadmin /resume %%g",
    "bitsadmin /info job /verbose | find \"STATE: TRANSFERRED\"",
    "bitsadmin /setnotifycmdline job C:\\Windows\\System32\\cmd.exe \"cmd.exe /c bitsadmin /complete job\"",
    "bitsadmin /setcredentials job DOMAIN user secret",
    "bitsadmin /setcredentials job SERVER BASIC NULL NULL",
    "bitsadmin /setproxysettings job OVERRIDE \"\"",
    "bitsadmin /setproxysettings job OVERRIDE proxy:8080 \"<local>\"",
    "bitsadmin /list /allusers /verbose",
    "bitsadmin /reset /allusers",
    "bitsadmin /getinfo job",
    "bitsadmin /create /name job",
    "bitsadmin /create /type Download job",
    "bitsadmin /create /priority normal job",
    "bitsadmin /create /resume job",
    "bitsadmin /addfile job C:\\a.zip https://example.com/a.zip",
    "bitsadmin /setsecurityflags job 0x100000011110",
    "bitsadmin /setsecurityflags job 0x0300",
    "bitsadmin /setnoprogresstimout job 60",
    "bitsadmin /SetCredentialsJob TargetScheme NULL NULL",
    "bitsadmin /addfile job https://example.com/a%20b.zip C:\\a.zip",
    "bitsadmin /addfile job https://example.com/a%%20b.zip C:\\a.zip",
    "bitsadmin /util /setieproxy networkservice no_proxy",
    "bitsadmin /cancel %JOB% // remove it",
];

fn short(statement: &Statement) -> String {
    let mut out = String::new();
    for (option, _) in &statement.options {
        let _ = write!(out, "{option} ");
    }
    out.push_str(&statement.verb.map_or("?".to_owned(), ToString::to_string));
    for given in &statement.arguments {
        let name = given.argument.name;
        if given.argument.switch == Some(name) {
            let _ = write!(out, " {name}");
        } else {
            let _ = write!(out, " {name}={}", given.text.display());
        }
    }
    out
}

/// A text with its reading: `=` before each call, `!` before what is wrong with it.
fn reading(text: &str) -> String {
    let mut out = format!("{text}\n");
    for statement in calls(&read(text, Mode::of(text)), text) {
        let _ = writeln!(out, "= {}", short(&statement));
        for found in &statement.findings {
            let place = found.span.start;
            let _ = writeln!(
                out,
                "! {} {} at {place}: {}",
                found.severity.word(),
                found.rule,
                found.message
            );
            if let Some(fix) = &found.fix {
                let _ = writeln!(out, "> {}", fix.applied(text).replace('\n', "\n> "));
            }
        }
    }
    out
}

#[test]
fn every_example_and_call_is_read_as_it_was_checked() {
    let mut found = String::new();
    for row in EXAMPLES.lines() {
        let row: serde_json::Value = serde_json::from_str(row).expect("a row");
        if row["shell"] == "cmd" {
            let page = row["page"].as_str().unwrap_or_default();
            let text = row["text"].as_str().unwrap_or_default();
            let _ = write!(found, "# {page}\n{}\n", reading(text));
        }
    }
    for text in CALLS {
        let _ = write!(found, "# call\n{}\n", reading(text));
    }
    let found = found.trim_end().to_owned() + "\n";
    if std::env::var_os("BITSMITH_BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/bitsadmin-readings.txt");
        std::fs::write(path, &found).expect("it is written");
        return;
    }
    for (number, (found, expected)) in found.lines().zip(READINGS.lines()).enumerate() {
        assert_eq!(found, expected, "line {}", number + 1);
    }
    assert_eq!(found.len(), READINGS.len());
}
