//! Scripts of cmd, the jobs that they are read as, and what is said of them.

use crate::catalog::CATALOG;
use crate::parse::{Import, Reading, import};
use crate::text::Dialect;
use crate::value::Entry;

/// The jobs in short: each setting with its entries.
fn jobs(read: &Import) -> Vec<String> {
    let one = |draft: &crate::draft::Draft| {
        let settings = CATALOG.iter().filter_map(|spec| {
            let entries = draft.entries(spec.id).filter(|_| spec.name != "job_type")?;
            let columns = entries.0.iter().map(|column| {
                let cells: Vec<String> = column.iter().map(Entry::shown).collect();
                cells.join(",").trim_end_matches(',').to_owned()
            });
            let columns: Vec<String> = columns.filter(|column| !column.is_empty()).collect();
            Some(format!("{}={}", spec.name, columns.join(">")))
        });
        settings.collect::<Vec<String>>().join(" ")
    };
    read.jobs.iter().map(|job| one(&job.draft)).collect()
}

/// A script, its jobs, and what is said of it: rule and place.
type Row = (
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);

fn check(table: &[Row]) {
    for (source, expected, said) in table {
        let reading = Reading {
            shell: Some(Dialect::Cmd),
            ..Reading::default()
        };
        let read = import(source, reading);
        assert_eq!(jobs(&read), *expected, "{source}");
        let found: Vec<(&str, &str)> = read
            .found
            .iter()
            .map(|found| (found.rule, found.span.of(source)))
            .collect();
        assert_eq!(found, *said, "{source}");
    }
}

const UNDER: &str = "setting-under-a-condition";
const NEVER: &str = "commands-never-run";

#[test]
fn what_a_condition_decides_is_told() {
    check(&[
        (
            "bitsadmin /create J\nif exist A (bitsadmin /setpriority J HIGH) else (bitsadmin /setpriority J LOW)",
            &["display_name=J priority=low"],
            &[
                (UNDER, "bitsadmin /setpriority J HIGH"),
                (UNDER, "bitsadmin /setpriority J LOW"),
            ],
        ),
        // What each branch does alike is decided by none.
        (
            "bitsadmin /create J\nif exist A (\nbitsadmin /setpriority J HIGH\nbitsadmin /resume J\n) else (\nbitsadmin /setpriority J HIGH\nbitsadmin /resume J\n)",
            &["display_name=J priority=high"],
            &[],
        ),
        (
            "bitsadmin /create J\nif exist A (bitsadmin /resume J) else if exist B (bitsadmin /resume J) else (bitsadmin /resume J)",
            &["display_name=J"],
            &[],
        ),
        (
            "bitsadmin /create J\nif exist A (bitsadmin /resume J) else if exist B bitsadmin /resume J",
            &["display_name=J"],
            &[("ending-under-a-condition", "bitsadmin /resume J")],
        ),
        (
            "bitsadmin /create J\nif exist A (bitsadmin /setpriority J LOW) else (bitsadmin /setpriority J LOW)\nif exist B bitsadmin /setpriority J LOW",
            &["display_name=J priority=low"],
            &[(UNDER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "bitsadmin /create J\nif exist A (bitsadmin /addfile J https://h/a C:\\a) else (bitsadmin /addfile J https://h/a C:\\a)",
            &["display_name=J files=https://h/a,https://h/a>C:\\a,C:\\a"],
            &[
                (UNDER, "bitsadmin /addfile J https://h/a C:\\a"),
                (UNDER, "bitsadmin /addfile J https://h/a C:\\a"),
            ],
        ),
        // What is set anew to what it is.
        (
            "bitsadmin /create J\ncall :low\nif exist A call :low\nexit /b\n:low\nbitsadmin /setpriority J LOW",
            &["display_name=J priority=low"],
            &[],
        ),
        // Where the job itself is first met under a condition, that is its own.
        (
            "if exist A (bitsadmin /setpriority J HIGH) else (bitsadmin /setpriority J LOW)",
            &["priority=low"],
            &[(UNDER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "if not exist A (\nbitsadmin /create J\nbitsadmin /addfile J https://h/a C:\\a\n)",
            &["display_name=J files=https://h/a>C:\\a"],
            &[],
        ),
        // A chain of calls looks whether the one before was refused, as a check does.
        (
            "bitsadmin /create J && bitsadmin /setpriority J LOW && bitsadmin /resume J",
            &["display_name=J priority=low"],
            &[],
        ),
        (
            "bitsadmin /create J\nping h && bitsadmin /setpriority J LOW\necho x && bitsadmin /setdescription J x",
            &["display_name=J description=x priority=low"],
            &[(UNDER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "bitsadmin /create J || bitsadmin /setpriority J LOW & bitsadmin /setdescription J x",
            &["display_name=J description=x priority=low"],
            &[(UNDER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "bitsadmin /create J\nfor %%i in (*.x) do bitsadmin /setpriority J LOW\nfor %%i in (a) do bitsadmin /setdescription J %%i",
            &["display_name=J description=a priority=low"],
            &[(UNDER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "bitsadmin /create J\nif exist A call :low\nexit /b\n:low\nbitsadmin /setpriority J LOW",
            &["display_name=J priority=low"],
            &[(UNDER, "bitsadmin /setpriority J LOW")],
        ),
        // A variable names other jobs in another loop.
        (
            "for /f %%i in (a.txt) do bitsadmin /setpriority {%%i} LOW\nfor /f %%i in (b.txt) do bitsadmin /setdescription {%%i} x",
            &["priority=low", "description=x"],
            &[],
        ),
        (
            "for /f %%i in (a.txt) do bitsadmin /setpriority {%%i} LOW\nfor /f %%i in (b.txt) do bitsadmin /setpriority {%%i} HIGH",
            &["priority=low", "priority=high"],
            &[],
        ),
        (
            "for /f %%i in (a.txt) do bitsadmin /setpriority {%%i} LOW\nfor /f %%i in (a.txt) do bitsadmin /setpriority {%%i} HIGH",
            &["priority=high"],
            &[(UNDER, "bitsadmin /setpriority {%%i} HIGH")],
        ),
        // A round that may leave the loop decides over the next.
        (
            "bitsadmin /create J\nfor %%i in (a b) do (\nif exist %%i goto done\nbitsadmin /addfile J https://h/%%i C:\\%%i\n)\n:done",
            &["display_name=J files=https://h/a,https://h/b>C:\\a,C:\\b"],
            &[(UNDER, "bitsadmin /addfile J https://h/%%i C:\\%%i")],
        ),
        (
            "bitsadmin /create J\nfor %%i in (a b) do (\nbitsadmin /addfile J https://h/%%i C:\\%%i\nif errorlevel 1 goto fail\n)\n:fail",
            &["display_name=J files=https://h/a,https://h/b>C:\\a,C:\\b"],
            &[],
        ),
        // Half of a pair takes nothing of the whole one away.
        (
            "bitsadmin /create J\nbitsadmin /setcredentials J SERVER BASIC u %P%\nbitsadmin /setcredentials J SERVER BASIC v",
            &["display_name=J credentials=server>basic>u"],
            &[("missing-argument", "")],
        ),
        // A password that is missing is not given.
        (
            "bitsadmin /create J\nif defined P bitsadmin /setcredentials J SERVER BASIC u \"%P%\"",
            &["display_name=J credentials=server>basic>u"],
            &[],
        ),
        // Checks, waiting and repair are usual.
        (
            "bitsadmin /create J\nif errorlevel 1 goto :fail\nif not defined X exit /b 1\nbitsadmin /setpriority J LOW\n:wait\nbitsadmin /getstate J | find \"TRANSFERRED\" && bitsadmin /complete J && exit /b\nbitsadmin /getstate J | find \"ERROR\" && bitsadmin /resume J\ngoto wait\n:fail\nbitsadmin /cancel J",
            &["display_name=J priority=low"],
            &[],
        ),
        (
            "bitsadmin /create J\nif exist A bitsadmin /resume J\nif \"%S%\"==\"TRANSFERRED\" bitsadmin /complete J",
            &["display_name=J"],
            &[("ending-under-a-condition", "bitsadmin /resume J")],
        ),
    ]);
}

#[test]
fn what_jumps_decide_is_told_as_what_an_if_decides() {
    check(&[
        // An if with its else.
        (
            "bitsadmin /create J\nif exist A goto high\nbitsadmin /setpriority J LOW\ngoto go\n:high\nbitsadmin /setpriority J HIGH\n:go\nbitsadmin /resume J",
            &["display_name=J priority=high"],
            &[
                (UNDER, "bitsadmin /setpriority J LOW"),
                (UNDER, "bitsadmin /setpriority J HIGH"),
            ],
        ),
        (
            "bitsadmin /create J\nif exist A (goto high) else (goto low)\n:high\nbitsadmin /setpriority J HIGH\ngoto go\n:low\nbitsadmin /setpriority J LOW\ngoto go\n:go\nbitsadmin /resume J",
            &["display_name=J priority=low"],
            &[
                (UNDER, "bitsadmin /setpriority J HIGH"),
                (UNDER, "bitsadmin /setpriority J LOW"),
            ],
        ),
        // What both do alike.
        (
            "bitsadmin /create J\nif exist A goto high\nbitsadmin /setpriority J LOW\nbitsadmin /resume J\ngoto go\n:high\nbitsadmin /setpriority J HIGH\nbitsadmin /resume J\n:go\nbitsadmin /setdescription J x",
            &["display_name=J description=x priority=high"],
            &[
                (UNDER, "bitsadmin /setpriority J LOW"),
                (UNDER, "bitsadmin /setpriority J HIGH"),
            ],
        ),
        (
            "bitsadmin /create J\nif exist A goto high\nbitsadmin /setpriority J LOW\ngoto go\n:high\nbitsadmin /setpriority J HIGH\nbitsadmin /resume J\n:go\nbitsadmin /setdescription J x",
            &["display_name=J description=x priority=high"],
            &[
                (UNDER, "bitsadmin /setpriority J LOW"),
                (UNDER, "bitsadmin /setpriority J HIGH"),
                ("ending-under-a-condition", "bitsadmin /resume J"),
            ],
        ),
        // Three of them.
        (
            "bitsadmin /create J\nif \"%1\"==\"a\" goto a\nif \"%1\"==\"b\" goto b\nbitsadmin /setdescription J x\ngoto go\n:a\nbitsadmin /setpriority J HIGH\ngoto go\n:b\nbitsadmin /setnoprogresstimeout J 60\n:go\nbitsadmin /resume J",
            &["display_name=J description=x priority=high no_progress_timeout=60"],
            &[
                (UNDER, "bitsadmin /setdescription J x"),
                (UNDER, "bitsadmin /setpriority J HIGH"),
                (UNDER, "bitsadmin /setnoprogresstimeout J 60"),
            ],
        ),
        // An if alone, at the end of a routine too.
        (
            "bitsadmin /create J\nif not exist A goto go\nbitsadmin /setpriority J HIGH\n:go\nbitsadmin /resume J",
            &["display_name=J priority=high"],
            &[(UNDER, "bitsadmin /setpriority J HIGH")],
        ),
        (
            "bitsadmin /create J\nping -n 1 proxy && goto go\nbitsadmin /setproxysettings J NO_PROXY\n:go\ncall :start\nexit /b\n:start\nbitsadmin /resume J",
            &["display_name=J proxy_settings=no_proxy"],
            &[(UNDER, "bitsadmin /setproxysettings J NO_PROXY")],
        ),
        (
            "bitsadmin /create J\nif not \"%1\"==\"/wait\" goto go\nbitsadmin /resume J\n:go\nbitsadmin /setdescription J x",
            &["display_name=J description=x"],
            &[("ending-under-a-condition", "bitsadmin /resume J")],
        ),
        // The job itself is made there.
        (
            "if exist A goto go\nbitsadmin /create J\nbitsadmin /setpriority J HIGH\n:go\nbitsadmin /resume J",
            &["display_name=J priority=high"],
            &[],
        ),
        // A check leaves for good, or to where nothing goes on.
        (
            "bitsadmin /create J\nif not exist A goto fail\nbitsadmin /setpriority J HIGH\nbitsadmin /resume J\ngoto end\n:fail\nbitsadmin /cancel J\n:end\nbitsadmin /list",
            &["display_name=J priority=high"],
            &[],
        ),
        (
            "bitsadmin /create J\nif exist A goto go\necho A is missing\nexit /b 1\n:go\nbitsadmin /setpriority J HIGH\nbitsadmin /resume J",
            &["display_name=J priority=high"],
            &[],
        ),
        // Whether a call was refused is a check too.
        (
            "bitsadmin /create J\nif errorlevel 1 goto next\nbitsadmin /setpriority J HIGH\n:next\nbitsadmin /resume J",
            &["display_name=J priority=high"],
            &[],
        ),
        // Waiting and repair.
        (
            "bitsadmin /create J\nbitsadmin /resume J\n:wait\nset /a N+=1\nif %N% gtr 60 goto late\nbitsadmin /getstate J | find \"TRANSFERRED\" && goto done\nbitsadmin /getstate J | find \"ERROR\" && goto retry\ntimeout 5\ngoto wait\n:retry\nbitsadmin /resume J\ngoto wait\n:late\nbitsadmin /cancel J\ngoto end\n:done\nbitsadmin /complete J\n:end\nexit /b",
            &["display_name=J"],
            &[],
        ),
    ]);
}

#[test]
fn what_never_runs_is_told_and_not_read() {
    check(&[
        (
            "bitsadmin /create J\nif exist A goto a\nexit /b 0\nbitsadmin /setpriority J LOW\n:a\nbitsadmin /setdescription J x",
            &["display_name=J description=x"],
            &[(NEVER, "bitsadmin /setpriority J LOW")],
        ),
        // Nothing leads to the label.
        (
            "bitsadmin /create J\nexit /b 0\n:a\nbitsadmin /setdescription J x\ngoto b\n:b\nbitsadmin /setpriority J LOW",
            &["display_name=J"],
            &[
                (NEVER, "bitsadmin /setdescription J x"),
                (NEVER, "bitsadmin /setpriority J LOW"),
            ],
        ),
        (
            "bitsadmin /create J\ngoto :eof\nbitsadmin /resume J\n:a\nbitsadmin /setpriority J LOW",
            &["display_name=J"],
            &[
                (NEVER, "bitsadmin /resume J"),
                (NEVER, "bitsadmin /setpriority J LOW"),
            ],
        ),
        // Something may.
        (
            "bitsadmin /create J\ngoto %1\n:a\nbitsadmin /setpriority J LOW",
            &["display_name=J priority=low"],
            &[],
        ),
        (
            "bitsadmin /create J\ncall :%1\nexit /b\n:a\nbitsadmin /setpriority J LOW",
            &["display_name=J priority=low"],
            &[],
        ),
        (
            "bitsadmin /create J\n%STEP% a\nexit /b\n:a\nbitsadmin /setpriority J LOW",
            &["display_name=J priority=low"],
            &[],
        ),
        (
            "bitsadmin /create J\ngoto b\nbitsadmin /setpriority J LOW\n:b\nbitsadmin /setdescription J x",
            &["display_name=J description=x"],
            &[(NEVER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "bitsadmin /create J\nif exist A (\nexit /b\nbitsadmin /setpriority J LOW\n)\nbitsadmin /setdescription J x",
            &["display_name=J description=x"],
            &[(NEVER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "bitsadmin /create J\nif exist A (exit) else (goto b)\nbitsadmin /setpriority J LOW\n:b",
            &["display_name=J"],
            &[(NEVER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "bitsadmin /create J & exit & bitsadmin /setpriority J LOW",
            &["display_name=J"],
            &[(NEVER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "bitsadmin /create J || exit /b\nbitsadmin /setpriority J LOW",
            &["display_name=J priority=low"],
            &[],
        ),
        (
            "call :end\nbitsadmin /create J\n:end\nexit",
            &[],
            &[(NEVER, "bitsadmin /create J")],
        ),
        (
            "other.cmd\nbitsadmin /create J",
            &[],
            &[(NEVER, "bitsadmin /create J")],
        ),
        ("call other.cmd\nbitsadmin /create J", &["display_name=J"], &[]),
        ("exit | more\nbitsadmin /create J", &["display_name=J"], &[]),
        ("exit /b\necho bye", &[], &[]),
        // At the prompt nothing jumps.
        ("C:\\>goto a\nC:\\>bitsadmin /create J", &["display_name=J"], &[]),
        (
            "C:\\>exit\nC:\\>bitsadmin /create J",
            &[],
            &[(NEVER, "bitsadmin /create J")],
        ),
    ]);
}

#[test]
fn variables_hold_what_they_held_when_the_line_was_read() {
    check(&[
        (
            "set X=0\nset X=1 & bitsadmin /create j%X%",
            &["display_name=j0"],
            &[("variable-set-in-same-block", "%X%")],
        ),
        (
            "set X=1 & bitsadmin /create j%X%",
            &["display_name=j{{env:X}}"],
            &[("variable-set-in-same-block", "%X%")],
        ),
        (
            "set X=0\n(\nset X=1\nbitsadmin /create j%X%\n)\nbitsadmin /setdescription j0 %X%",
            &["display_name=j0 description=1"],
            &[("variable-set-in-same-block", "%X%")],
        ),
        (
            "setlocal EnableDelayedExpansion\nset X=0\n(\nset X=1\nbitsadmin /create j!X!-%X%\n)",
            &["display_name=j1-0"],
            &[("variable-set-in-same-block", "%X%")],
        ),
        ("set X=1\nbitsadmin /create j!X!", &["display_name=j!X!"], &[]),
        (
            "cmd /v:on /c \"set X=1& bitsadmin /create j!X!\"",
            &["display_name=j1"],
            &[],
        ),
        (
            "cmd /c \"set X=1& bitsadmin /create j!X!\"",
            &["display_name=j!X!"],
            &[],
        ),
        // What the cmd around it fills in is no text of the inner one.
        (
            "for %%i in (*.x) do cmd /c \"bitsadmin /create %%~ni-%1\"",
            &["display_name=%%~ni-%1"],
            &[("made-in-a-loop", "bitsadmin")],
        ),
        (
            "set X=1\nif exist A set X=2\ncmd /c \"bitsadmin /create j%X%\"",
            &["display_name=j%X%"],
            &[],
        ),
        (
            "for /f %%i in ('bitsadmin /rawreturn /create j') do cmd /c \"bitsadmin /setpriority %%i LOW\"",
            &["display_name=j priority=low"],
            &[],
        ),
        (
            "for /f %%i in ('bitsadmin /rawreturn /create j') do set J=%%i\ncmd /c bitsadmin /setpriority %J% LOW",
            &["display_name=j priority=low"],
            &[],
        ),
        (
            "set X=1\nif exist a set X=2\necho bitsadmin /create j%X% | cmd",
            &["display_name=j%X%"],
            &[],
        ),
        (
            "echo Start-BitsTransfer https://h/%F% C:\\%%~x1 | powershell -",
            &["files=https://h/{{env:F}}>C:\\%%~x1 priority=foreground"],
            &[("default-of-the-tool", "Start-BitsTransfer")],
        ),
        // The routine is read when it runs.
        (
            "set X=0\n(\nset X=1\ncall :a\n)\nexit /b\n:a\nbitsadmin /create j%X%",
            &["display_name=j1"],
            &[],
        ),
    ]);
}

#[test]
fn variables_are_known_where_they_are_sure() {
    check(&[
        // Scopes.
        (
            "set X=1\nsetlocal\nset X=2\nendlocal & set Y=%X%\nbitsadmin /create j%X%%Y%",
            &["display_name=j12"],
            &[],
        ),
        (
            "call :a\nbitsadmin /create j%X%%Y%\nexit /b\n:a\nset Y=2\nsetlocal\nset X=1\nexit /b",
            &["display_name=j{{env:X}}2"],
            &[],
        ),
        // Doubt.
        (
            "set X=1\nping h && set X=2\nbitsadmin /create j%X%",
            &["display_name=j%X%"],
            &[],
        ),
        (
            "set X=1\necho x && set X=2\nbitsadmin /create j%X%",
            &["display_name=j2"],
            &[],
        ),
        (
            "if exist A (set X=1) else (set X=2)\nbitsadmin /create j%X%",
            &["display_name=j%X%"],
            &[],
        ),
        (
            "if exist A (set X=1) else (set X=1)\nbitsadmin /create j%X%",
            &["display_name=j1"],
            &[],
        ),
        (
            "set X=1\nif exist A (set X=2& exit /b)\nbitsadmin /create j%X%",
            &["display_name=j1"],
            &[],
        ),
        (
            "set X=1\nif exist A goto b\nset X=2\n:b\nbitsadmin /create j%X%",
            &["display_name=j%X%"],
            &[],
        ),
        (
            "if exist A goto b\nset X=2\n:b\nbitsadmin /create j%X%",
            &["display_name=j%X%"],
            &[],
        ),
        (
            "set X=1\ngoto b\n:a\nset X=2\n:b\nbitsadmin /create j%X%",
            &["display_name=j1"],
            &[],
        ),
        (
            "set X=1\ncall other\nbitsadmin /create j%X%",
            &["display_name=j%X%"],
            &[("file-not-read", "other")],
        ),
        (
            "set X=1\nset %%N%%=2\nset %N%=2\nbitsadmin /create j%X%",
            &["display_name=j%X%"],
            &[],
        ),
        (
            "for /f %%i in (a.txt) do set X=%%i\nbitsadmin /create j%X%",
            &["display_name=j%X%"],
            &[],
        ),
        ("set /p X=?\nbitsadmin /create j%X%", &["display_name=j%X%"], &[]),
        (
            "set X=1| more\nbitsadmin /create j%X%",
            &["display_name=j{{env:X}}"],
            &[],
        ),
        // Arguments.
        (
            "bitsadmin /create j\ncall :dl https://h/a C:\\a\ncall :dl \"https://h/b?c=d\" \"C:\\b c\"\nexit /b\n:dl\nbitsadmin /addfile j \"%~1\" %2\nexit /b",
            &["display_name=j files=https://h/a,https://h/b?c=d>C:\\a,C:\\b c"],
            &[],
        ),
        // cmd cuts at the equals sign.
        (
            "call :a x=y\nexit /b\n:a\nbitsadmin /create j%1%2",
            &["display_name=jxy"],
            &[],
        ),
        (
            "call :a %U%\nexit /b\n:a\nbitsadmin /create j%1",
            &["display_name=j%1"],
            &[],
        ),
        (
            "call :a x\nexit /b\n:a\nshift\nbitsadmin /create j%1",
            &["display_name=j%1"],
            &[],
        ),
        (
            "call :a\nbitsadmin /create %NAME%\nexit /b\n:a\nset NAME=j\nexit /b",
            &["display_name=j"],
            &[],
        ),
        (
            "for /f %%i in ('bitsadmin /rawreturn /create j') do set J=%%i\ncall :a %J%\nexit /b\n:a\nbitsadmin /setpriority %1 LOW",
            &["display_name=j priority=low"],
            &[],
        ),
        // Nobody knows whether it is come to.
        (
            "set X=1\nset X=2\nif exist A goto %L%\nexit /b\n:a\nbitsadmin /create j%X%%1",
            &["display_name=j%X%%1"],
            &[],
        ),
    ]);
}

#[test]
fn parts_of_variables_are_followed() {
    const LATE: &str = "setlocal EnableDelayedExpansion\n";
    let rows: &[(&str, &[&str])] = &[
        (
            "set X=abcdef\nbitsadmin /create %X:~0,2%-%x:~-1%-%X:~1,-3%",
            &["ab-f-bc"],
        ),
        ("set X=abcdef\nbitsadmin /create j%X:~9%", &["j"]),
        (
            "set X=abcdef\nbitsadmin /create \"%X:C=12%-%X:*B=%\"",
            &["ab12def-cdef"],
        ),
        (
            "set U=https://h/a.zip\nset F=%U:*//h/=%\nbitsadmin /create %F:.zip=%",
            &["a"],
        ),
        // What is made of it is looked at as what a variable holds is.
        ("set X=a b\nset \"Y=%X: =_%\"\nbitsadmin /create %Y%", &["a_b"]),
        ("set X=\"a b\"\nbitsadmin /create \"%X:\"=%\"", &["a b"]),
        ("set X=\"a b\"\nbitsadmin /create %X:~1%", &["%X:~1%"]),
        ("set \"X=a & b\"\nbitsadmin /create %X:a=c%", &["%X:a=c%"]),
        ("set \"X=a & b\"\nbitsadmin /create \"%X:a=c%\"", &["c & b"]),
        (
            "set X=abc\nset X=%X:~9%\nif defined X bitsadmin /create j\nbitsadmin /create k%X%",
            &["j", "k"],
        ),
        // Not known, or not all of it.
        ("bitsadmin /create %X:~0,2%", &["%X:~0,2%"]),
        ("set X=%1\nbitsadmin /create %X:~0,2%", &["%X:~0,2%"]),
        ("set X=%TEMP%\\a\nbitsadmin /create %X:~-1%", &["%X:~-1%"]),
        ("set X=é1\nbitsadmin /create %X:~0,1%", &["%X:~0,1%"]),
        (
            "set X=abc\nif exist x set X=d\nbitsadmin /create %X:~0,1%",
            &["%X:~0,1%"],
        ),
        ("set /a X=12\nbitsadmin /create %X:~0,1%", &["%X:~0,1%"]),
        // In the line or the block it is what it was before.
        ("set X=abc\n(\nset X=def\nbitsadmin /create j%X:~0,1%\n)", &["ja"]),
        // A variable that is not there leaves what stands behind its colon, and the percent sign there is another one.
        ("set X=\nbitsadmin /create j%X:~0,1%", &["j%X:~0,1%"]),
        (
            "set A=q\nset X=\nbitsadmin /create %X:~0,1%a%A%",
            &["%X:~0,1%a%A%"],
        ),
        (
            "set A=q\nset X=\nbitsadmin /create %A%%X:~0,1%a\nbitsadmin /create %A%",
            &["q%X:~0,1%a", "q"],
        ),
        (
            "set A=q\nset X=\nset B=%X:~0,1%%A%\nbitsadmin /create j%B%",
            &["j%B%"],
        ),
        // A sign without another one on its line is none.
        ("set X=abc\nbitsadmin /create j%X:~0,1", &["jX:~0,1"]),
        // A condition that the text decides.
        (
            "set X=yes\nif /i \"%X:~0,1%\"==\"Y\" (bitsadmin /create j) else bitsadmin /create k",
            &["j"],
        ),
        (
            "set X=\nif \"%X:~0,1%\"==\"y\" (bitsadmin /create j) else bitsadmin /create k",
            &["j", "k"],
        ),
        // In a loop, in a routine, for a second cmd.
        (
            "set X=a,b\nbitsadmin /create j\nfor %%i in (%X:,= %) do bitsadmin /create %%i",
            &["j", "a", "b"],
        ),
        (
            "set X=abc\ncall :r %X:~1%\nexit /b\n:r\nbitsadmin /create %1",
            &["bc"],
        ),
        ("set X=abc\ncmd /c \"bitsadmin /create %X:~1%\"", &["bc"]),
        ("cmd /c \"set X=abc& bitsadmin /create %X:~1%\"", &["%X:~1%"]),
        ("cmd /c \"set X[0]=abc& bitsadmin /create %X[0]%\"", &["%X[0]%"]),
        ("cmd /v:on /c \"set X=abc& bitsadmin /create !X:~1!\"", &["bc"]),
    ];
    let late: &[(&str, &[&str])] = &[
        (
            "set X=abcdef\nbitsadmin /create !X:~0,2!-!x:~-1!-!X:C=12!",
            &["ab-f-ab12def"],
        ),
        ("set X=abc\n(\nset X=def\nbitsadmin /create j!X:~0,1!\n)", &["jd"]),
        ("set X=a b\nset Y=!X: =_!\nbitsadmin /create !Y!", &["a_b"]),
        ("set X=a b\nbitsadmin /create !X: =_!-k", &["a_b-k"]),
        ("set X=abc\nset N=1\nbitsadmin /create j!X:~%N%,1!", &["jb"]),
        (
            "set X=abc\nfor %%i in (b c) do bitsadmin /create j!X:%%i=-!",
            &["ja-c", "jab-"],
        ),
        ("set X=abc\nbitsadmin /create j!X:%1=-!", &["j!X:%1=-!"]),
        ("set X=\nbitsadmin /create j!X:~0,1!", &["j!X:~0,1!"]),
        (
            "set X=\nset A=q\nbitsadmin /create !X:~0,1!a!A!",
            &["!X:~0,1!a!A!"],
        ),
        ("set X=abc\nbitsadmin /create j!X:^^a=b!", &["j!X:^^a=b!"]),
    ];
    let late = late
        .iter()
        .map(|(source, names)| (format!("{LATE}{source}"), *names));
    let rows = rows.iter().map(|(source, names)| ((*source).to_owned(), *names));
    for (source, names) in rows.chain(late) {
        let reading = Reading {
            shell: Some(Dialect::Cmd),
            ..Reading::default()
        };
        let read = import(&source, reading);
        let expected: Vec<String> = names.iter().map(|name| format!("display_name={name}")).collect();
        assert_eq!(jobs(&read), expected, "{source}");
    }
}

#[test]
fn counters_are_not_taken_for_their_first_value() {
    check(&[
        (
            "for /l %%i in (1,1,3) do bitsadmin /create j%%i",
            &["display_name=j1", "display_name=j2", "display_name=j3"],
            &[],
        ),
        (
            "for /l %%i in (3,-1,2) do bitsadmin /create j%%i",
            &["display_name=j3", "display_name=j2"],
            &[],
        ),
        (
            "for /l %%i in (1,1,999) do bitsadmin /create j%%i",
            &["display_name=j%%i"],
            &[("made-in-a-loop", "bitsadmin")],
        ),
        (
            "set N=0\n:loop\nset /a N+=1\nbitsadmin /create j%N%\nif %N% lss 3 goto loop",
            &["display_name=j%N%"],
            &[("made-in-a-loop", "bitsadmin")],
        ),
        (
            "set N=0\n:loop\nbitsadmin /create j%N%\nset /a M=2, N+=1\nif %N% lss 3 goto loop",
            &["display_name=j%N%"],
            &[("made-in-a-loop", "bitsadmin")],
        ),
        (
            "set N=a\n:loop\nbitsadmin /create j%N%\nset N=%N%a\ngoto loop",
            &["display_name=j%N%"],
            &[("made-in-a-loop", "bitsadmin")],
        ),
        (
            ":loop\nset N=%N%a\nbitsadmin /create j%N%\ngoto loop",
            &["display_name=j%N%"],
            &[("made-in-a-loop", "bitsadmin")],
        ),
        (
            "setlocal EnableDelayedExpansion\nset N=0\nfor %%f in (*.x) do (\nbitsadmin /create j!N!\nset /a N+=1\n)",
            &["display_name=j!N!"],
            &[("made-in-a-loop", "bitsadmin")],
        ),
        // A routine that calls itself is followed once.
        (
            "call :a\nexit /b\n:a\nbitsadmin /create x\ncall :a\nexit /b",
            &["display_name=x"],
            &[("commands-not-followed", "call :a")],
        ),
    ]);
}

#[test]
fn a_command_in_a_variable_is_read_or_named() {
    check(&[
        (
            "set FULL=bitsadmin /create\n%FULL% j\nset B=bitsadmin.exe\n%B% /setpriority j LOW",
            &["display_name=j priority=low"],
            &[],
        ),
        (
            "set FULL=bitsadmin /addfile j https://h/a \"C:\\a b\"\nbitsadmin /create j\ncall %FULL%",
            &["display_name=j files=https://h/a>C:\\a b"],
            &[],
        ),
        (
            "if exist x (set FULL=bitsadmin /create j) else (set FULL=bitsadmin /create k)\n%FULL%",
            &[],
            &[("commands-not-followed", "%FULL%")],
        ),
        (
            "set \"FULL=bitsadmin /create j & echo x\"\n%FULL%",
            &[],
            &[("commands-not-followed", "%FULL%")],
        ),
        ("set FULL=echo x\n%FULL%", &[], &[]),
        // No variable stands there.
        (
            "#bitsadmin /create j",
            &[],
            &[("commands-not-followed", "bitsadmin")],
        ),
        ("#x /create j", &[], &[]),
        // A batch file's loop at the prompt is an error there.
        (
            "C:\\>for %%i in (a b) do bitsadmin /create %%i",
            &[],
            &[
                ("cmd-syntax", " in (a b) do bitsadmin /create %%i"),
                ("commands-not-followed", "bitsadmin"),
            ],
        ),
    ]);
}

#[test]
fn a_call_that_ends_all_jobs_is_told() {
    check(&[
        (
            "net stop bits\nbitsadmin /reset /allusers > nul\nnet start bits",
            &[],
            &[("cancelling-all-jobs", "bitsadmin /reset /allusers")],
        ),
        (
            "bitsadmin.exe /rawreturn /Reset",
            &[],
            &[("cancelling-all-jobs", "bitsadmin.exe /rawreturn /Reset")],
        ),
        ("bitsadmin /list /allusers", &[], &[]),
        ("echo bitsadmin /reset", &[], &[]),
    ]);
}

#[test]
fn a_call_that_changes_the_machine_is_told() {
    check(&[
        (
            "bitsadmin /cache /clear",
            &[],
            &[("changes-the-machine", "bitsadmin /cache /clear")],
        ),
        (
            "bitsadmin /util /repairservice /force",
            &[],
            &[("changes-the-machine", "bitsadmin /util /repairservice /force")],
        ),
        (
            "bitsadmin /util /setieproxy localsystem RESET > nul",
            &[],
            &[(
                "changes-the-machine",
                "bitsadmin /util /setieproxy localsystem RESET",
            )],
        ),
        (
            "bitsadmin /peercaching /setconfigurationflags j 1",
            &[],
            &[(
                "changes-the-machine",
                "bitsadmin /peercaching /setconfigurationflags j 1",
            )],
        ),
        ("bitsadmin /cache /list", &[], &[]),
        ("bitsadmin /util /version", &[], &[]),
        ("bitsadmin /util /getieproxy localsystem", &[], &[]),
    ]);
}

#[test]
fn a_variable_that_is_read_before_its_block_sets_it_is_told() {
    const EARLY: &str = "variable-set-in-same-block";
    check(&[
        (
            "for %%x in (a b) do (\nset \"n=%%x.bin\"\nbitsadmin /transfer j%%x https://h/%n% C:\\a\n)",
            &[
                "display_name=ja files=https://h/{{env:n}}>C:\\a",
                "display_name=jb files=https://h/{{env:n}}>C:\\a",
            ],
            &[(EARLY, "%n%")],
        ),
        (
            "set J=a& bitsadmin /create %J%",
            &["display_name={{env:J}}"],
            &[(EARLY, "%J%")],
        ),
        // What is read when it runs, what was set before, and what gets the same value.
        (
            "setlocal EnableDelayedExpansion\nif exist x (\nset J=a\nbitsadmin /create !J!\n)",
            &["display_name=a"],
            &[],
        ),
        (
            "set J=a\nif exist x (\nbitsadmin /create %J%\n)",
            &["display_name=a"],
            &[],
        ),
        (
            "set J=a\nif exist x (\nset J=a\nbitsadmin /create %J%\n)",
            &["display_name=a"],
            &[],
        ),
        ("set J=a\nbitsadmin /create %J%", &["display_name=a"], &[]),
        // Another batch file may set anything, and that is no mistake of this one.
        (
            "set J=a\nif exist x (\ncall other.cmd\nbitsadmin /create %J%\n)",
            &["display_name=a"],
            &[],
        ),
    ]);
}

#[test]
fn a_call_by_a_name_is_for_each_job_that_may_have_it() {
    check(&[
        (
            "if exist a (\nbitsadmin /create x\nbitsadmin /setdescription x one\n) else (\nbitsadmin /create X\nbitsadmin /setdescription x two\n)\nbitsadmin /setpriority x LOW",
            &[
                "display_name=x description=one priority=low",
                "display_name=X description=two priority=low",
            ],
            &[],
        ),
        (
            "if exist a goto two\nbitsadmin /create x\ngoto both\n:two\nbitsadmin /create x\nbitsadmin /setdescription x two\n:both\nbitsadmin /setpriority x LOW",
            &[
                "display_name=x priority=low",
                "display_name=x description=two priority=low",
            ],
            &[],
        ),
        (
            "goto %1\n:a\nbitsadmin /create x\nbitsadmin /setdescription x one\ngoto both\n:b\nbitsadmin /create x\nbitsadmin /setdescription x two\n:both\nbitsadmin /setpriority x LOW\ngoto :eof\n:c\nbitsadmin /create y",
            &[
                "display_name=x description=one priority=low",
                "display_name=x description=two priority=low",
                "display_name=y",
            ],
            &[],
        ),
        // The newest is surely there.
        (
            "bitsadmin /create x\nbitsadmin /resume x\nfoo\nbitsadmin /complete x\nbitsadmin /create x\nbitsadmin /setpriority x LOW",
            &["display_name=x", "display_name=x priority=low"],
            &[],
        ),
    ]);
}

#[test]
fn what_a_loop_goes_through_may_stand_in_a_variable() {
    check(&[
        (
            "set LIST=a \"b c\"\nbitsadmin /create J\nfor %%i in (%LIST% d) do bitsadmin /addfile J https://h/x \"C:\\%%~i\"",
            &["display_name=J files=https://h/x,https://h/x,https://h/x>C:\\a,C:\\b c,C:\\d"],
            &[],
        ),
        (
            "bitsadmin /create J\nfor %%i in (\"b c\" \"d\") do bitsadmin /addfile J https://h/%%~i \"C:\\%%~i\"",
            &["display_name=J files=https://h/%%~i,https://h/d>C:\\b c,C:\\d"],
            &[],
        ),
        (
            "set N=2\nfor /l %%i in (1,1,%N%) do bitsadmin /create J%%i",
            &["display_name=J1", "display_name=J2"],
            &[],
        ),
        // cmd parts what stands in it at other characters, too; and what is not known is not gone through.
        (
            "set LIST=a;b\nfor %%i in (%LIST%) do bitsadmin /create J%%i",
            &["display_name=J%%i"],
            &[("made-in-a-loop", "bitsadmin")],
        ),
        (
            "set /p LIST=?\nfor %%i in (%LIST%) do bitsadmin /create J%%i",
            &["display_name=J%%i"],
            &[("made-in-a-loop", "bitsadmin")],
        ),
        (
            "set LIST=*.zip\nfor %%i in (%LIST%) do bitsadmin /create J%%i",
            &["display_name=J%%i"],
            &[("made-in-a-loop", "bitsadmin")],
        ),
    ]);
}

#[test]
fn a_loop_may_have_the_variable_of_the_one_around_it() {
    check(&[
        (
            "for %%i in (a b) do (\nfor %%i in (c d) do bitsadmin /create %%i\nbitsadmin /create %%i\n)",
            &[
                "display_name=c",
                "display_name=d",
                "display_name=a",
                "display_name=c",
                "display_name=d",
                "display_name=b",
            ],
            &[],
        ),
        (
            "for /f \"tokens=1,2\" %%j in (\"a b\") do for /l %%k in (1,1,2) do bitsadmin /create x%%k",
            &["display_name=x1", "display_name=x2"],
            &[("made-in-a-loop", "bitsadmin")],
        ),
    ]);
}

#[test]
fn the_variable_of_another_loop_means_other_jobs() {
    check(&[
        (
            "for /f %%G in (a.txt) do (\nbitsadmin /setpriority %%G LOW\nbitsadmin /resume %%G\n)\nfor /f %%G in (b.txt) do bitsadmin /cancel %%G",
            &["priority=low", ""],
            &[],
        ),
        (
            "for /f %%G in (a.txt) do for /f %%s in (b.txt) do (\nbitsadmin /setpriority %%G LOW\nbitsadmin /setdescription %%G %%s\n)",
            &["description=%%s priority=low"],
            &[],
        ),
    ]);
}

#[test]
fn what_rounds_make_anew_is_told() {
    const LOOP: &str = "made-in-a-loop";
    check(&[
        (
            "bitsadmin /create J\n:next\nif \"%~1\"==\"\" goto run\nbitsadmin /addfile J %1 C:\\a\nshift\ngoto next\n:run\nbitsadmin /resume J",
            &["display_name=J files=%1>C:\\a"],
            &[(LOOP, "bitsadmin")],
        ),
        (
            "set n=0\n:next\nset /a n+=1\nbitsadmin /create J%n%\nif %n% lss 3 goto next",
            &["display_name=J%n%"],
            &[(LOOP, "bitsadmin")],
        ),
        // Another try is no other job.
        (
            "set n=0\n:again\nset /a n+=1\nbitsadmin /create J\nif errorlevel 1 if %n% lss 3 goto again\nbitsadmin /addfile J %1 C:\\a",
            &["display_name=J files=%1>C:\\a"],
            &[],
        ),
        (
            "if (@X)==(@Y) @end /*\nbitsadmin /create J\nif \"%1\"==(x) ver",
            &["display_name=J"],
            &[("cmd-syntax", "(x) ver")],
        ),
    ]);
}

#[test]
fn what_the_text_itself_decides_is_no_condition() {
    check(&[
        (
            "set USEPROXY=1\nbitsadmin /create J\nif %USEPROXY%==1 (bitsadmin /setproxysettings J NO_PROXY) else (bitsadmin /setpriority J LOW)",
            &["display_name=J proxy_settings=no_proxy"],
            &[(NEVER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "set \"M=Fast\"\nbitsadmin /create J\nif /i not \"%M%\"==\"fast\" bitsadmin /setpriority J LOW\nbitsadmin /resume J",
            &["display_name=J"],
            &[(NEVER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "set N=10\nbitsadmin /create J\nif %N% gtr 9 bitsadmin /setpriority J LOW\nif defined N bitsadmin /setdescription J x",
            &["display_name=J description=x priority=low"],
            &[],
        ),
        // What is given no value is to be filled in.
        (
            "set N=\nbitsadmin /create J\nif defined N bitsadmin /setpriority J LOW",
            &["display_name=J priority=low"],
            &[(UNDER, "bitsadmin /setpriority J LOW")],
        ),
        // What it sets is set.
        (
            "set A=1\nif %A%==1 set B=x\nbitsadmin /create J%B%",
            &["display_name=Jx"],
            &[],
        ),
        // It is not sure: of the environment, of a branch, changed in rounds, of a routine, of a loop.
        (
            "bitsadmin /create J\nif \"%A%\"==\"1\" bitsadmin /setpriority J LOW",
            &["display_name=J priority=low"],
            &[(UNDER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "set A=0\nif exist x set A=1\nbitsadmin /create J\nif \"%A%\"==\"1\" bitsadmin /setpriority J LOW",
            &["display_name=J priority=low"],
            &[(UNDER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "set A=0\nbitsadmin /create J\n:again\nif %A%==1 bitsadmin /setpriority J LOW\nset A=1\nif not exist x goto again",
            &["display_name=J priority=low"],
            &[(UNDER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "bitsadmin /create J\ncall :set a\ncall :set b\nexit /b\n:set\nif %1==b bitsadmin /setpriority J LOW",
            &["display_name=J priority=low"],
            &[(UNDER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "bitsadmin /create J\nfor %%i in (a b) do if %%i==b bitsadmin /setpriority J LOW",
            &["display_name=J priority=low"],
            &[(UNDER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "set A=0\nbitsadmin /create J\ngoto %1\n:a\nset A=1\n:b\nif %A%==1 bitsadmin /setpriority J LOW",
            &["display_name=J priority=low"],
            &[(UNDER, "bitsadmin /setpriority J LOW")],
        ),
        (
            "set A=0\ncall config.cmd\nbitsadmin /create J\nif %A%==1 bitsadmin /setpriority J LOW",
            &["display_name=J priority=low"],
            &[(UNDER, "bitsadmin /setpriority J LOW")],
        ),
        // In a block it is what it was before.
        (
            "set A=0\nbitsadmin /create J\n(\nset A=1\nif %A%==1 bitsadmin /setpriority J LOW\n)",
            &["display_name=J"],
            &[(NEVER, "bitsadmin /setpriority J LOW")],
        ),
        // What is called comes by with other values.
        (
            "set A=0\nbitsadmin /create J\n:top\nif %A%==1 bitsadmin /setpriority J LOW\nif %A%==1 exit /b\nset A=1\ncall :top",
            &["display_name=J priority=low"],
            &[
                (UNDER, "bitsadmin /setpriority J LOW"),
                ("commands-not-followed", "call :top"),
            ],
        ),
    ]);
}

#[test]
fn what_other_programs_run_is_read() {
    const ELSEWHERE: &str = "runs-elsewhere";
    check(&[
        (
            "schtasks /create /tn N /tr \"bitsadmin /create j\" /sc daily /st 23:00",
            &["display_name=j"],
            &[(ELSEWHERE, "schtasks")],
        ),
        (
            "schtasks /Create /SC ONCE /TN N /TR \"cmd /c bitsadmin /create j%1\" /ST 23:00",
            &["display_name=j%1"],
            &[(ELSEWHERE, "schtasks")],
        ),
        (
            "schtasks /delete /tn bitsadmin /f",
            &[],
            &[("commands-not-followed", "bitsadmin")],
        ),
        // A task runs a program and no shell: operators are read where that is cmd, and are arguments elsewhere.
        (
            "schtasks /create /tn N /tr \"cmd /c bitsadmin /create j & bitsadmin /resume j >nul\" /sc daily",
            &["display_name=j"],
            &[(ELSEWHERE, "schtasks")],
        ),
        (
            "schtasks /create /tn N /tr \"bitsadmin /transfer j https://h/a?b=1&c=2 C:\\a\" /sc daily",
            &["display_name=j files=https://h/a?b=1&c=2>C:\\a"],
            &[(ELSEWHERE, "schtasks")],
        ),
        (
            "schtasks /create /tn N /tr \"\\\"%SystemRoot%\\System32\\bitsadmin.exe\\\" /create \\\"a b\\\"\" /sc daily",
            &["display_name=a b"],
            &[(ELSEWHERE, "schtasks")],
        ),
        (
            "schtasks /create /tn N /tr \"powershell -Command Get-Date | Out-Null; bitsadmin /create j\" /sc daily",
            &["display_name=j"],
            &[(ELSEWHERE, "schtasks")],
        ),
        (
            "schtasks /create /tn N /tr \"run.cmd & bitsadmin /create j\" /sc daily",
            &[],
            &[("commands-not-followed", "bitsadmin")],
        ),
        (
            "at 23:00 \"cmd /c bitsadmin /create j & bitsadmin /resume j\"",
            &["display_name=j"],
            &[(ELSEWHERE, "at")],
        ),
        (
            "at 23:00 \"bitsadmin /create j & bitsadmin /resume j\"",
            &["display_name=j"],
            &[
                (ELSEWHERE, "at"),
                ("surplus-argument", "&"),
                ("missing-separator", "bitsadmin"),
            ],
        ),
        (
            "runas /user:x \"cmd /c bitsadmin /create j & bitsadmin /setpriority j LOW\"",
            &["display_name=j priority=low"],
            &[(ELSEWHERE, "runas")],
        ),
        (
            "bitsadmin /create J\nforfiles /c \"cmd /c echo @file & if @isdir==FALSE bitsadmin /addfile J https://h/@file @path > nul\"",
            &["display_name=J files=https://h/@file>@path"],
            &[(UNDER, "bitsadmin /addfile J https://h/@file @path")],
        ),
        (
            "at 23:00 bitsadmin /create j",
            &["display_name=j"],
            &[(ELSEWHERE, "at")],
        ),
        (
            "at \\\\h 23:00 /every:M cmd /c bitsadmin /create j",
            &["display_name=j"],
            &[(ELSEWHERE, "at")],
        ),
        (
            "bitsadmin /create J\nforfiles /p C:\\d /m *.zip /c \"cmd /c bitsadmin /addfile J https://h/@file @path\"",
            &["display_name=J files=https://h/@file>@path"],
            &[(UNDER, "bitsadmin /addfile J https://h/@file @path")],
        ),
        (
            "forfiles /c \"cmd /c bitsadmin /create @FNAME\"",
            &["display_name=@FNAME"],
            &[("made-in-a-loop", "bitsadmin")],
        ),
        (
            "forfiles /c \"cmd /c bitsadmin /create 0x22@file0x22\"",
            &[],
            &[("commands-not-followed", "bitsadmin")],
        ),
    ]);
}

#[test]
fn another_batch_file_may_set_anything() {
    const FILE: &str = "file-not-read";
    check(&[
        (
            "set URL=https://h/a\ncall config.bat\nbitsadmin /create j%URL%",
            &["display_name=j%URL%"],
            &[(FILE, "config.bat")],
        ),
        (
            "call \"%~dp0settings.cmd\"\nbitsadmin /create j%NAME%",
            &["display_name=j{{env:NAME}}"],
            &[(FILE, "\"%~dp0settings.cmd\"")],
        ),
        (
            "call config\nset N=a\nbitsadmin /create j%N%-%COMPUTERNAME%",
            &["display_name=ja-{{env:COMPUTERNAME}}"],
            &[],
        ),
        (
            "set N=a\ncall %CFG%\nbitsadmin /create j%N%",
            &["display_name=j%N%"],
            &[(FILE, "call %CFG%")],
        ),
        (
            "set N=a\ncall tool.exe x\nbitsadmin /create j%N%",
            &["display_name=ja"],
            &[],
        ),
        (
            "set N=a\nbitsadmin /create j%N%\ncall log.cmd",
            &["display_name=ja"],
            &[],
        ),
    ]);
}

#[test]
fn a_line_behind_call_is_read_a_second_time() {
    check(&[
        (
            "set N=1\nset Y[1]=a\ncall set X=%%Y[%N%]%%\nbitsadmin /create j%X%",
            &["display_name=ja"],
            &[],
        ),
        (
            "set Y[1]=a\nset Y[2]=b\nbitsadmin /create j\nfor %%i in (1 2) do call bitsadmin /addfile j https://h/%%Y[%%i]%% \"C:\\%%Y[%%i]%%\"",
            &["display_name=j files=https://h/a,https://h/b>C:\\a,C:\\b"],
            &[],
        ),
        (
            "set URL[2]=a\nset N=2\ncall bitsadmin /create \"%%URL[%N%]%%\"",
            &["display_name=a"],
            &[],
        ),
        // It is looked up when the line runs.
        (
            "set X=0\n(\nset X=1\ncall bitsadmin /create j%%X%%\n)",
            &["display_name=j1"],
            &[],
        ),
        // Not sure, computed, read as operators.
        (
            "set X=0\nif exist a set X=1\ncall bitsadmin /create j%%X%%",
            &["display_name=j%%X%%"],
            &[],
        ),
        (
            "set X=abc\ncall bitsadmin /create %%X:~0,2%%",
            &["display_name=ab"],
            &[],
        ),
        (
            "set X=abc\nset N=1\ncall set Y=%%X:~%N%,1%%\nset O=c\ncall bitsadmin /create \"%Y%-%%X:%O%=d%%\"",
            &["display_name=b-abd"],
            &[],
        ),
        (
            "set X=\ncall bitsadmin /create j%%X:~0,2%%\nset Y=a\ncall bitsadmin /create j%%Y:~0x1%%\ncall bitsadmin /create j%%Z:~0%%",
            &[
                "display_name=j%%X:~0,2%%",
                "display_name=j%%Y:~0x1%%",
                "display_name=j%%Z:~0%%",
            ],
            &[],
        ),
        (
            "set \"X=a & b\"\ncall set Y=%%X%%\nbitsadmin /create j%Y%",
            &["display_name=j%Y%"],
            &[],
        ),
        (
            "set N=a\nset Y[a]=1\nset V=%1\ncall set X=%%Y[%V%]%%\nbitsadmin /create j%X%",
            &["display_name=j%X%"],
            &[],
        ),
        (
            "set X=a\nset Y=b\n:again\nbitsadmin /create j%X%\ncall set X=%%Y%%\nif exist x goto again",
            &["display_name=j%X%"],
            &[("made-in-a-loop", "bitsadmin")],
        ),
        // Which one it sets is not known.
        (
            "set X=1\ncall set %%N%%=2\nbitsadmin /create j%X%",
            &["display_name=j%X%"],
            &[],
        ),
        (
            "set N=X\nset X=1\ncall set %%N%%=2\nbitsadmin /create j%X%",
            &["display_name=j2"],
            &[],
        ),
        (
            "set X=1\ncall set /a X+=1\nbitsadmin /create j%X%",
            &["display_name=j%X%"],
            &[],
        ),
        (
            "set X=1\ncall set /p X=?\nbitsadmin /create j%X%",
            &["display_name=j%X%"],
            &[],
        ),
    ]);
}

#[test]
fn elements_of_lists_are_followed() {
    const ON: &str = "setlocal EnableDelayedExpansion\n";
    let script = |rest: &str| -> &'static str { format!("{ON}{rest}").leak() };
    check(&[
        (
            script(
                "set u[0]=https://h/a\nset \"u[1]=https://h/b\"\nbitsadmin /create J\nfor /l %%i in (0,1,1) do bitsadmin /addfile J !u[%%i]! \"C:\\%%i\"",
            ),
            &["display_name=J files=https://h/a,https://h/b>C:\\0,C:\\1"],
            &[],
        ),
        (
            script("set n=1\nset U[1]=x\nbitsadmin /create !u[%n%]!\nbitsadmin /create %u[1]%2"),
            &["display_name=x", "display_name=x2"],
            &[],
        ),
        (
            script("for %%i in (a b) do set J[%%i]=x%%i\nbitsadmin /create !J[b]!"),
            &["display_name=xb"],
            &[],
        ),
        // What is not known stays as it is written.
        (script("bitsadmin /create !J[1]!"), &["display_name=!J[1]!"], &[]),
        (
            script("set J[1]=x\nset /p J[1]=?\nbitsadmin /create !J[1]!"),
            &["display_name=!J[1]!"],
            &[],
        ),
        (
            script("set J[1]=x\nif exist a set J[1]=y\nbitsadmin /create !J[1]!"),
            &["display_name=!J[1]!"],
            &[],
        ),
        (
            script("set J[1]=x\nset /a n+=1\nset J[!n!]=y\nbitsadmin /create !J[1]!"),
            &["display_name=!J[1]!"],
            &[],
        ),
        (
            script(
                "set J[1]=x\nbitsadmin /create !J[1]:x=y!\nbitsadmin /create !J[%1]!\nbitsadmin /create !J[%1]:x=y!",
            ),
            &[
                "display_name=y",
                "display_name=!J[%1]!",
                "display_name=!J[%1]:x=y!",
            ],
            &[],
        ),
    ]);
}

/// As many calls that may assign anything as there are variables.
#[test]
fn what_would_be_in_doubt_too_often_is_so_from_there_on() {
    for (count, expected) in [(4, "display_name=j3"), (400, "display_name=j%A1%")] {
        let lines = |line: fn(usize) -> String| -> String { (0..count).map(line).collect() };
        let variables = lines(|n| format!("set A{n}=1\nset A{n}=2\n"));
        let calls = lines(|n| format!("call :%X{n}%\n"));
        let source = format!("{variables}{calls}set A1=3\nbitsadmin /create j%A1%");
        let read = import(&source, Reading::default());
        assert_eq!(jobs(&read), [expected], "{count}");
    }
}
