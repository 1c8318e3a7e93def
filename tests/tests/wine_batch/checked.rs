//! What the check file finds and compares.

use super::{guid, run, script, stand_with_jobs};
use bitsmith_core::emit::Script;
use bitsmith_tests::wine::{Outcome, Scenario};

/// A change of the jobs of a name, or of a pattern.
fn renamed(by: &str, windows: &str) -> String {
    format!(
        r#"{{"bitsmith": 1, "profile": {{"windows": "{windows}"}}, "subject": {{"existing": {{{by}}}}},
            "settings": {{"display_name": "New"}}, "ending": "leave"}}"#
    )
}

/// What PowerShell was asked.
fn asked(outcome: &Outcome) -> Vec<String> {
    let calls = outcome.calls.iter().filter(|call| call.program == "powershell");
    calls
        .map(|call| {
            let words = call.arguments().expect("two readers agree");
            words.last().copied().unwrap_or_default().to_owned()
        })
        .collect()
}

#[test]
fn a_renamed_job_is_looked_for_by_both_names() {
    for (by, comparison) in [(r#""name": "Old""#, "-ceq"), (r#""pattern": "Old*""#, "-like")] {
        let Some(stand) = stand_with_jobs(&Scenario::new().found(&[guid(7)])) else {
            return;
        };
        let document = renamed(by, "server-2025");
        let check = run(&stand, &script(&document, Script::Check), &[]);
        assert_eq!(check.exit, 1, "{}", check.stdout);
        let wanted =
            format!("$_.DisplayName {comparison} $env:BITS_WANTED -or $_.DisplayName -ceq $env:BITS_RENAMED");
        assert!(asked(&check)[0].contains(&wanted), "{:?}", asked(&check));
        let main = run(&stand, &script(&document, Script::Main), &[]);
        assert_eq!((main.exit, main.stderr.as_str()), (0, ""), "{}", main.stdout);
        assert!(!asked(&main)[0].contains("BITS_RENAMED"));
        let check = run(&stand, &script(&document, Script::Check), &[]);
        assert_eq!(check.exit, 0, "{}", check.stdout);
        assert!(
            check.stdout.contains("Display name: as asked"),
            "{}",
            check.stdout
        );
    }
}

/// PowerShell 2.0, which Windows 7 has, loads no module by itself.
#[test]
fn windows_7_loads_the_module_first() {
    for (windows, loads) in [
        ("7", true),
        ("server-2008-r2", true),
        ("8", false),
        ("server-2025", false),
    ] {
        let Some(stand) = stand_with_jobs(&Scenario::new().found(&[guid(7)])) else {
            return;
        };
        let document = renamed(r#""name": "Old""#, windows);
        for kind in [Script::Check, Script::Main] {
            let outcome = run(&stand, &script(&document, kind), &[]);
            let asked = asked(&outcome);
            let import = "Import-Module BitsTransfer -ErrorAction Stop; Get-BitsTransfer";
            assert_eq!(asked[0].starts_with(import), loads, "{windows}: {asked:?}");
        }
    }
}
