//! The script with which a user of Windows checks what Wine cannot show, and the list of that.

use bitsmith_core::catalog::CATALOG;
use bitsmith_core::diagnostic::has_errors;
use bitsmith_core::document::read;
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;
use bitsmith_tests::powershell;

const SCRIPT: &str = include_str!("../../docs/windows-check.ps1");
const DOCUMENT: &str = include_str!("../../docs/windows-check.json");
const PAGE: &str = include_str!("../../docs/windows.md");

/// The lines that are no comments.
fn code() -> impl Iterator<Item = &'static str> {
    SCRIPT.lines().filter(|line| !line.trim_start().starts_with('#'))
}

#[test]
fn the_script_is_read_by_the_reader_of_emitted_scripts() {
    if let Err(unread) = powershell::read(SCRIPT) {
        let before: String = SCRIPT.chars().take(unread.at).collect();
        panic!("{unread}, after: {}", before.lines().last().unwrap_or_default());
    }
}

/// P1 to P4 and P9: single quotes, ASCII, nothing that is continued, an empty line at the end.
#[test]
fn the_script_is_plain() {
    assert!(
        SCRIPT
            .bytes()
            .all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte))
    );
    assert!(SCRIPT.ends_with("}\n\n"));
    for line in code() {
        assert!(!line.contains(['"', '`']), "{line}");
        for word in [
            "Invoke-Expression",
            "--%",
            "@'",
            "Write-Host",
            "[Console]",
            "New-Object",
        ] {
            assert!(!line.contains(word), "{line}");
        }
    }
}

/// P8, and commands that scripts of the product use.
#[test]
fn commands_of_bits_stop_at_errors_and_no_command_is_an_unknown_one() {
    const KNOWN: &[&str] = &[
        "Get-Command",
        "Start-BitsTransfer",
        "Write-Error",
        "Get-BitsadminValue",
        "Get-Finding",
        "Test-Path",
        "Get-BitsTransfer",
        "Get-Content",
        "ConvertFrom-Json",
        "ConvertTo-Json",
        "ForEach-Object",
        "Where-Object",
        "Remove-BitsTransfer",
        "Write-Warning",
        "Write-Output",
    ];
    let mut seen = 0;
    for line in code() {
        let words = line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        for word in words.filter(|word| {
            let mut halves = word.splitn(2, '-');
            let is_name = |half: Option<&str>| {
                half.is_some_and(|half| half.starts_with(|c: char| c.is_ascii_uppercase()))
            };
            is_name(halves.next()) && is_name(halves.next())
        }) {
            assert!(KNOWN.contains(&word), "{word} in {line}");
            seen += 1;
        }
        if ["Get-BitsTransfer -", "Remove-BitsTransfer -"]
            .iter()
            .any(|command| line.contains(command))
        {
            assert!(line.contains("-ErrorAction Stop"), "{line}");
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn the_document_of_the_check_is_a_job() {
    let drafts = read(DOCUMENT).unwrap();
    let evaluation = evaluate(&drafts[0], Reveal::Shown);
    assert!(
        !has_errors(&evaluation.diagnostics),
        "{:?}",
        evaluation.diagnostics
    );
    assert!(evaluation.plan.is_some());
}

#[test]
fn the_page_speaks_of_every_setting() {
    let silent: Vec<&str> = CATALOG
        .iter()
        .map(|spec| spec.name)
        .filter(|name| !PAGE.contains(&format!("`{name}`")))
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}
