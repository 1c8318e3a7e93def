//! The runner itself, without PowerShell: a program with the suite's interpreter in the place of `pwsh`. It plays the
//! table, and a script with a seeded fault is caught.

use crate::rows::{MANNERS, change_two_jobs, play};
use std::path::Path;

const STAND_IN: &str = env!("CARGO_BIN_EXE_pwsh-stand-in");

#[test]
fn the_table_is_played() {
    let wrong = play(Path::new(STAND_IN), &MANNERS, |_, text| text);
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_change_is_played() {
    change_two_jobs(Path::new(STAND_IN));
}

#[test]
fn seeded_faults_are_caught() {
    for (name, from, to) in [
        ("a wrong exit code", "$bitsCode = 2\r\n", "$bitsCode = 3\r\n"),
        (
            "the end is not said",
            "Write-Output -InputObject $bitsPlace\r\n",
            "$null = $bitsPlace\r\n",
        ),
        (
            "a job is left behind",
            "if (-not $bitsKeep) {\r\n",
            "if ($bitsKeep) {\r\n",
        ),
        (
            "a job is removed that is to be left",
            "$bitsKeep = $true\r\n",
            "$bitsKeep = $false\r\n",
        ),
        (
            "a passing trouble ends it",
            "@('Transferred', 'Error'",
            "@('Transferred', 'TransientError', 'Error'",
        ),
        (
            "somebody else's job is taken",
            "DisplayName -ceq $Made",
            "DisplayName -cne $Made",
        ),
        (
            "an unknown call",
            "Resume-BitsTransfer -BitsJob $bitsJob -Asynchronous",
            "Suspend-BitsTransfer -BitsJob $bitsJob",
        ),
    ] {
        let wrong = play(Path::new(STAND_IN), &MANNERS[..1], |row, text| {
            let changed = text.replace(from, to);
            assert!(changed != text, "{name}: {} has no `{from}`", row.name);
            changed
        });
        assert!(!wrong.is_empty(), "{name} is not caught");
    }
}

/// A shell that does nothing but print and end.
#[cfg(unix)]
#[test]
fn a_shell_that_runs_nothing_is_caught() {
    use crate::rows::{job, judge, model};
    use crate::run::{find, folder, run};
    use bitsmith_tests::exit_table::rows;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    let folder = folder("nothing");
    for row in rows() {
        let file = folder.join("pwsh");
        fs::write(
            &file,
            format!(
                "#!/bin/sh\necho '{}'\nexit {}\n",
                row.said.join("\n"),
                (row.exit + 1) % 6
            ),
        )
        .expect("a script");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("it may run");
        let found = find(folder.as_os_str()).expect("it is on this path");
        let outcome = run(&found, &job(&row), model(&row), None);
        let wrong = judge(&row, &outcome).expect_err("another exit code");
        assert!(wrong.contains("exit Some"), "{wrong}");
    }
    fs::remove_dir_all(&folder).expect("the folder goes");
    assert!(find(folder.as_os_str()).is_none());
}
