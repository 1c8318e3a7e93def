use super::*;
use crate::diagnostic::{caret, position};
use crate::parse::cmd::Mode;
use std::fmt::Write;

/// A call in short: its verb and its arguments, each with its name.
fn short(statement: &Statement) -> String {
    let mut out = String::new();
    for (option, _) in &statement.options {
        write!(out, "{option} ").unwrap();
    }
    match statement.verb {
        Some(verb) => write!(out, "{verb}").unwrap(),
        None => out.push('?'),
    }
    for given in &statement.arguments {
        let text = given.text.display();
        match given.argument.switch {
            Some(switch) if switch == given.argument.name => write!(out, " {switch}").unwrap(),
            _ => write!(out, " {}={text}", given.argument.name).unwrap(),
        }
    }
    out
}

fn read_cmd(source: &str) -> Vec<Statement> {
    calls(&cmd::read(source, Mode::of(source)), source)
}

#[test]
fn arguments_are_tied_to_the_catalog() {
    let table: &[(&str, &str)] = &[
        ("bitsadmin", "/HELP"),
        ("bitsadmin /?", "/HELP"),
        ("bitsadmin /list /ALLUSERS /verbose", "/LIST /ALLUSERS /VERBOSE"),
        ("bitsadmin /monitor /refresh 60", "/MONITOR seconds=60"),
        (
            "BITSADMIN.EXE /SetPriority \"my job\" low",
            "/SETPRIORITY job=my job priority=low",
        ),
        (
            "bitsadmin /rawreturn /nowrap /getstate {6AF46E48-41D3-453F-B7AF-A694BBC823F7}",
            "/RAWRETURN /NOWRAP /GETSTATE job={6AF46E48-41D3-453F-B7AF-A694BBC823F7}",
        ),
        ("bitsadmin /create job", "/CREATE name=job"),
        (
            "bitsadmin /create /upload-reply job",
            "/CREATE type=/upload-reply name=job",
        ),
        (
            "bitsadmin /transfer j /upload /priority high /dynamic http://h/a C:\\a",
            "/TRANSFER name=j type=/upload priority=high /DYNAMIC remote_url=http://h/a local_name=C:\\a",
        ),
        (
            "bitsadmin /transfer j http://h/a C:\\a http://h/b %TEMP%\\b",
            "/TRANSFER name=j remote_url=http://h/a local_name=C:\\a remote_url=http://h/b local_name=%TEMP%\\b",
        ),
        (
            "bitsadmin /setcustomheaders j \"A: 1\" \"B: 2\" C:3",
            "/SETCUSTOMHEADERS job=j header=A: 1 header=B: 2 header=C:3",
        ),
        (
            "bitsadmin /setproxysettings j override p1:80,p2 \"<local> *.corp\"",
            "/SETPROXYSETTINGS job=j usage=override list=p1:80,p2 bypass=<local> *.corp",
        ),
        (
            "bitsadmin /setproxysettings j NO_PROXY",
            "/SETPROXYSETTINGS job=j usage=NO_PROXY",
        ),
        (
            "bitsadmin /setnotifycmdline j C:\\x.exe \"\\\"C:\\x.exe\\\" a\"",
            "/SETNOTIFYCMDLINE job=j program=C:\\x.exe parameters=\"C:\\x.exe\" a",
        ),
        (
            "bitsadmin /setnotifycmdline j NULL NULL",
            "/SETNOTIFYCMDLINE job=j program=NULL parameters=NULL",
        ),
        (
            "bitsadmin /cache /info {6511FB02-E195-40A2-B595-E8E2F8F47702} /verbose",
            "/CACHE /INFO record_id={6511FB02-E195-40A2-B595-E8E2F8F47702} /VERBOSE",
        ),
        ("bitsadmin /peers /discover", "/PEERS /DISCOVER"),
        (
            "bitsadmin /transfer j http://h/a C:\\a //s/share/b C:\\b",
            "/TRANSFER name=j remote_url=http://h/a local_name=C:\\a remote_url=//s/share/b local_name=C:\\b",
        ),
        ("bitsadmin /list <in.txt >out.txt", "/LIST"),
        ("bitsadmin /create \"a <job> b\"", "/CREATE name=a <job> b"),
        ("bitsadmin /create a^<job^>", "/CREATE name=a<job>"),
        (
            "bitsadmin /util /setieproxy localsystem AUTOSCRIPT http://h/p.js /conn dsl",
            "/UTIL /SETIEPROXY account=localsystem usage=AUTOSCRIPT url=http://h/p.js connection=dsl",
        ),
        ("bitsadmin /sethelpertoken j", "/SETHELPERTOKEN job=j"),
        (
            "bitsadmin /setdescription j /x",
            "/SETDESCRIPTION job=j description=/x",
        ),
        (
            "bitsadmin /setsecurityflags j 0x81F",
            "/SETSECURITYFLAGS job=j value=0x81F",
        ),
        ("bitsadmin /setaclflags j ogds", "/SETACLFLAGS job=j flags=ogds"),
        (
            "bitsadmin>nul /addfile j http://h/a C:\\a",
            "/ADDFILE job=j remote_url=http://h/a local_name=C:\\a",
        ),
        (
            "call bitsadmin /addfile j \"http://h/a%%20b\" C:\\a",
            "/ADDFILE job=j remote_url=\"http://h/a%%20b\" local_name=C:\\a",
        ),
        ("call bitsadmin /resume %JOB%", "/RESUME job=%JOB%"),
        ("start /wait bitsadmin /cancel j", "/CANCEL job=j"),
        (
            "for /f %%i in ('bitsadmin /rawreturn /create j') do bitsadmin /resume %%i",
            "/RAWRETURN /CREATE name=j | /RESUME job=%%i",
        ),
        (
            "if exist a (bitsadmin /reset) else bitsadmin /list",
            "/RESET | /LIST",
        ),
        ("echo bitsadmin /list & rem bitsadmin /reset", ""),
    ];
    for (source, expected) in table {
        let statements = read_cmd(source);
        let found: Vec<String> = statements.iter().map(short).collect();
        assert_eq!(found.join(" | "), *expected, "{source}");
        let findings: Vec<_> = statements.iter().flat_map(|one| &one.findings).collect();
        assert!(findings.is_empty(), "{source}: {findings:?}");
    }
}

/// A line, its reading, and for each finding the rule, the caret's line and the line after the fix.
type Row = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str, &'static str)],
);

const MISTAKES: &[Row] = &[
    (
        "bitsadmin /creat j",
        "?",
        &[("unknown-verb", "          ^", "bitsadmin /CREATE j")],
    ),
    (
        "bitsadmin /setnoprogresstimout j 5",
        "?",
        &[(
            "unknown-verb",
            "          ^",
            "bitsadmin /SETNOPROGRESSTIMEOUT j 5",
        )],
    ),
    // What stands behind it says whether it was to set or to get.
    (
        "bitsadmin /NoProgressTimeout j 60",
        "?",
        &[(
            "unknown-verb",
            "          ^",
            "bitsadmin /SETNOPROGRESSTIMEOUT j 60",
        )],
    ),
    (
        "bitsadmin /NoProgressTimeout j",
        "?",
        &[("unknown-verb", "          ^", "bitsadmin /GETNOPROGRESSTIMEOUT j")],
    ),
    (
        "bitsadmin /setpolicy j",
        "?",
        &[("unknown-verb", "          ^", "")],
    ),
    (
        "bitsadmin list",
        "/LIST",
        &[("verb-without-slash", "          ^", "bitsadmin /list")],
    ),
    (
        "bitsadmin /deleteurl http://h/",
        "/CACHE /DELETEURL url=http://h/",
        &[(
            "verb-without-family",
            "          ^",
            "bitsadmin /CACHE /deleteurl http://h/",
        )],
    ),
    (
        "bitsadmin /cache",
        "/CACHE",
        &[("missing-verb", "                ^", "")],
    ),
    (
        "bitsadmin /cache /lst",
        "/CACHE",
        &[("unknown-verb", "                 ^", "bitsadmin /cache /LIST")],
    ),
    (
        "bitsadmin /Cache / SetExpirationtime 60",
        "/CACHE /SETEXPIRATIONTIME seconds=60",
        &[
            (
                "space-after-slash",
                "                 ^",
                "bitsadmin /Cache /SetExpirationtime 60",
            ),
            // The page's own number. [com:IBitsPeerCacheAdministration.SetMaximumContentAge]
            (
                "number-out-of-range",
                "                                     ^",
                "",
            ),
        ],
    ),
    (
        "bitsadmin Bitsadmin /list",
        "/LIST",
        &[("program-named-twice", "          ^", "bitsadmin /list")],
    ),
    (
        "bitsadmin /create x bitsadmin /addfile x http://h/a C:\\a",
        "/CREATE name=x | /ADDFILE job=x remote_url=http://h/a local_name=C:\\a",
        &[(
            "missing-separator",
            "                    ^",
            "bitsadmin /create x & bitsadmin /addfile x http://h/a C:\\a",
        )],
    ),
    (
        "bitsadmin /create /name X",
        "/CREATE name=X",
        &[("unknown-switch", "                  ^", "bitsadmin /create X")],
    ),
    (
        "bitsadmin /create /priority normal X",
        "/CREATE name=X",
        &[("unknown-switch", "                  ^", "")],
    ),
    (
        "bitsadmin /create /type Upload X",
        "/CREATE name=X",
        &[(
            "unknown-switch",
            "                  ^",
            "bitsadmin /create /UPLOAD X",
        )],
    ),
    (
        "bitsadmin /create /downlaod X",
        "/CREATE name=X",
        &[(
            "unknown-switch",
            "                  ^",
            "bitsadmin /create /DOWNLOAD X",
        )],
    ),
    (
        "bitsadmin / creat X",
        "?",
        &[
            ("space-after-slash", "          ^", "bitsadmin /creat X"),
            ("unknown-verb", "          ^", "bitsadmin /CREATE X"),
        ],
    ),
    (
        "bitsadmin /util / getieprox LOCALSYSTEM",
        "/UTIL",
        &[
            (
                "space-after-slash",
                "                ^",
                "bitsadmin /util /getieprox LOCALSYSTEM",
            ),
            (
                "unknown-verb",
                "                ^",
                "bitsadmin /util /GETIEPROXY LOCALSYSTEM",
            ),
        ],
    ),
    (
        "bitsadmin /transfer /download /priority high http://h/a C:\\a",
        "/TRANSFER name=/download priority=high remote_url=http://h/a local_name=C:\\a",
        &[(
            "missing-job-name",
            "                    ^",
            "bitsadmin /transfer job /download /priority high http://h/a C:\\a",
        )],
    ),
    (
        "bitsadmin /transfer http://h/a C:\\a",
        "/TRANSFER remote_url=http://h/a local_name=C:\\a",
        &[("missing-argument", "                    ^", "")],
    ),
    (
        "bitsadmin /addfile http://h/a C:\\a",
        "/ADDFILE remote_url=http://h/a local_name=C:\\a",
        &[("missing-argument", "                   ^", "")],
    ),
    (
        "bitsadmin /transfer j /upload C:\\a \"http://h/a b\"",
        "/TRANSFER name=j type=/upload remote_url=C:\\a local_name=http://h/a b",
        &[(
            "swapped-names",
            "                              ^",
            "bitsadmin /transfer j /upload \"http://h/a b\" C:\\a",
        )],
    ),
    (
        "bitsadmin /setdisplayname j",
        "/SETDISPLAYNAME job=j",
        &[("missing-argument", "                           ^", "")],
    ),
    (
        "bitsadmin /info",
        "/INFO",
        &[("missing-argument", "               ^", "")],
    ),
    (
        "bitsadmin /setdescription j Music Downloads",
        "/SETDESCRIPTION job=j description=Music",
        &[(
            "surplus-argument",
            "                                  ^",
            "bitsadmin /setdescription j \"Music Downloads\"",
        )],
    ),
    (
        "bitsadmin /resume j # start",
        "/RESUME job=j",
        &[(
            "comment-as-arguments",
            "                    ^",
            "bitsadmin /resume j",
        )],
    ),
    (
        "bitsadmin /resume j k",
        "/RESUME job=j",
        &[("surplus-argument", "                    ^", "")],
    ),
    (
        "bitsadmin /transfer j http://h/a C:\\a http://h/b",
        "/TRANSFER name=j remote_url=http://h/a local_name=C:\\a remote_url=http://h/b",
        &[(
            "missing-argument",
            "                                                ^",
            "",
        )],
    ),
    (
        "bitsadmin /transfer j http://h/a C:\\a http://h/b http://h/c C:\\c",
        "/TRANSFER name=j remote_url=http://h/a local_name=C:\\a remote_url=http://h/b remote_url=http://h/c local_name=C:\\c",
        &[(
            "missing-argument",
            "                                                ^",
            "",
        )],
    ),
    (
        "bitsadmin /transfer j http://h/a C:\\a http://h/b C:\\b http://h/c",
        "/TRANSFER name=j remote_url=http://h/a local_name=C:\\a remote_url=http://h/b local_name=C:\\b remote_url=http://h/c",
        &[(
            "missing-argument",
            "                                                            ^",
            "",
        )],
    ),
    (
        "bitsadmin /setproxysettings j OVERRIDE p",
        "/SETPROXYSETTINGS job=j usage=OVERRIDE list=p",
        &[(
            "missing-argument",
            "                                        ^",
            "",
        )],
    ),
    (
        "bitsadmin /setproxysettings j SystemDefault",
        "/SETPROXYSETTINGS job=j usage=SystemDefault",
        &[(
            "unknown-word",
            "                              ^",
            "bitsadmin /setproxysettings j PRECONFIG",
        )],
    ),
    (
        "bitsadmin /setpriority j urgent",
        "/SETPRIORITY job=j priority=urgent",
        &[("unknown-word", "                         ^", "")],
    ),
    (
        "bitsadmin /setsecurityflags j 0x20",
        "/SETSECURITYFLAGS job=j value=0x20",
        &[("undefined-flags", "                              ^", "")],
    ),
    (
        "bitsadmin /setsecurityflags j 768",
        "/SETSECURITYFLAGS job=j value=768",
        &[("undefined-redirect-policy", "                              ^", "")],
    ),
    (
        "bitsadmin /setsecurityflags j \"0x0200|0x0800\"",
        "/SETSECURITYFLAGS job=j value=0x0200|0x0800",
        &[(
            "expression-as-number",
            "                                     ^",
            "bitsadmin /setsecurityflags j 0x0A00",
        )],
    ),
    (
        "bitsadmin /setsecurityflags j 0x0200|0x0800",
        "/SETSECURITYFLAGS job=j value=0x0200",
        &[(
            "expression-as-number",
            "                                    ^",
            "bitsadmin /setsecurityflags j 0x0A00",
        )],
    ),
    (
        "bitsadmin /setsecurityflags j 0,0,0",
        "/SETSECURITYFLAGS job=j value=0,0,0",
        &[("bits-as-number", "                              ^", "")],
    ),
    (
        "bitsadmin /setsecurityflags j 0x100000011110",
        "/SETSECURITYFLAGS job=j value=0x100000011110",
        &[("bits-as-number", "                              ^", "")],
    ),
    (
        "bitsadmin /setclientcertificatebyid j 1 MY A106B523",
        "/SETCLIENTCERTIFICATEBYID job=j store_location=1 store_name=MY hexadecimal_cert_id=A106B523",
        &[(
            "malformed-hash",
            "                                           ^",
            "",
        )],
    ),
    (
        "bitsadmin /setnotifyflags j 64",
        "/SETNOTIFYFLAGS job=j flags=64",
        &[("undefined-flags", "                            ^", "")],
    ),
    (
        "bitsadmin /peercaching /setconfigurationflags j 9",
        "/PEERCACHING /SETCONFIGURATIONFLAGS job=j value=9",
        &[(
            "undefined-flags",
            "                                                ^",
            "",
        )],
    ),
    (
        "bitsadmin /cache /setlimit 81",
        "/CACHE /SETLIMIT percent=81",
        &[("number-out-of-range", "                           ^", "")],
    ),
    (
        "bitsadmin /cache /setlimit 80",
        "/CACHE /SETLIMIT percent=80",
        &[],
    ),
    (
        "bitsadmin /cache /setexpirationtime 0x1517F",
        "/CACHE /SETEXPIRATIONTIME seconds=0x1517F",
        &[("number-out-of-range", "                                    ^", "")],
    ),
    (
        "bitsadmin /cache /setexpirationtime 86400",
        "/CACHE /SETEXPIRATIONTIME seconds=86400",
        &[],
    ),
    (
        "bitsadmin /cache /setexpirationtime 10368001",
        "/CACHE /SETEXPIRATIONTIME seconds=10368001",
        &[("number-out-of-range", "                                    ^", "")],
    ),
    (
        "bitsadmin /setminretrydelay j 10m",
        "/SETMINRETRYDELAY job=j seconds=10m",
        &[("malformed-number", "                              ^", "")],
    ),
    (
        "bitsadmin /setaclflags j OGX",
        "/SETACLFLAGS job=j flags=OGX",
        &[("unknown-word", "                           ^", "")],
    ),
    (
        "bitsadmin /addfilewithranges j http://h/a C:\\a 0:1,5-9",
        "/ADDFILEWITHRANGES job=j remote_url=http://h/a local_name=C:\\a range_list=0:1,5-9",
        &[(
            "malformed-ranges",
            "                                                   ^",
            "",
        )],
    ),
    (
        "bitsadmin /cache /delete 6511FB02-E195-40A2-B595-E8E2F8F47702",
        "/CACHE /DELETE record_id=6511FB02-E195-40A2-B595-E8E2F8F47702",
        &[(
            "malformed-guid",
            "                         ^",
            "bitsadmin /cache /delete {6511FB02-E195-40A2-B595-E8E2F8F47702}",
        )],
    ),
    (
        "bitsadmin /transfer {6511FB02-E195-40A2-B595-E8E2F8F47702} http://h/a C:\\a",
        "/TRANSFER name={6511FB02-E195-40A2-B595-E8E2F8F47702} remote_url=http://h/a local_name=C:\\a",
        &[("guid-as-job-name", "                    ^", "")],
    ),
    (
        "bitsadmin /addfile j http://h/a%20b C:\\a",
        "/ADDFILE job=j remote_url=http://h/a%20b local_name=C:\\a",
        &[(
            "percent-escape-in-batch-file",
            "                               ^",
            "bitsadmin /addfile j http://h/a%%20b C:\\a",
        )],
    ),
    (
        "bitsadmin /transfer j http://h/a C:\\a # done",
        "/TRANSFER name=j remote_url=http://h/a local_name=C:\\a",
        &[(
            "comment-as-arguments",
            "                                      ^",
            "bitsadmin /transfer j http://h/a C:\\a",
        )],
    ),
    (
        "bitsadmin /transfer j http://h/a C:\\a //the first file",
        "/TRANSFER name=j remote_url=http://h/a local_name=C:\\a",
        &[(
            "comment-as-arguments",
            "                                      ^",
            "bitsadmin /transfer j http://h/a C:\\a",
        )],
    ),
    (
        "bitsadmin /setcustomheaders j \"A: 1\" # two",
        "/SETCUSTOMHEADERS job=j header=A: 1",
        &[(
            "comment-as-arguments",
            "                                     ^",
            "bitsadmin /setcustomheaders j \"A: 1\"",
        )],
    ),
    (
        "bitsadmin /transfer j /download /upload http://h/a C:\\a",
        "/TRANSFER name=j type=/download remote_url=http://h/a local_name=C:\\a",
        &[("surplus-argument", "                                ^", "")],
    ),
    (
        "bitsadmin /create /upload /UPLOAD j",
        "/CREATE type=/upload name=j",
        &[(
            "surplus-argument",
            "                          ^",
            "bitsadmin /create /upload j",
        )],
    ),
    (
        "bitsadmin /create j /upload",
        "/CREATE name=j",
        &[("unknown-switch", "                    ^", "")],
    ),
    (
        "bitsadmin /transfer j http://h/a?x=1&y=2&z=%Z% C:\\a",
        "/TRANSFER name=j remote_url=http://h/a?x=1",
        &[(
            "unquoted-ampersand",
            "                      ^",
            "bitsadmin /transfer j \"http://h/a?x=1&y=2&z=%Z%\" C:\\a",
        )],
    ),
    (
        "bitsadmin /transfer j http://h/a?x=1& echo C:\\a",
        "/TRANSFER name=j remote_url=http://h/a?x=1",
        &[("missing-argument", "                                    ^", "")],
    ),
    (
        "bitsadmin /addfile <job> \"<url>\" <local name>",
        "/ADDFILE job=name",
        &[("placeholder-as-redirection", "                   ^", "")],
    ),
    (
        "bitsadmin /setnotifycmdline j C:\\n.exe NUL",
        "/SETNOTIFYCMDLINE job=j program=C:\\n.exe parameters=NUL",
        &[(
            "nul-as-notify-program",
            "                                       ^",
            "bitsadmin /setnotifycmdline j C:\\n.exe NULL",
        )],
    ),
    (
        "bitsadmin /addfile j http://h/a \"$env:TEMP\\a b\"",
        "/ADDFILE job=j remote_url=http://h/a local_name=$env:TEMP\\a b",
        &[(
            "shell-variable-as-text",
            "                                ^",
            "bitsadmin /addfile j http://h/a \"%TEMP%\\a b\"",
        )],
    ),
    (
        "bitsadmin /create \"a\"\"b c\"",
        "/CREATE name=a\"b c",
        &[("doubtful-quotes", "                  ^", "")],
    ),
];

#[test]
fn mistakes_are_told_at_their_place() {
    for (source, reading, expected) in MISTAKES {
        let statements = read_cmd(source);
        let short: Vec<String> = statements.iter().map(short).collect();
        assert_eq!(short.join(" | "), *reading, "{source}");
        let found: Vec<(&str, String, String)> = statements
            .iter()
            .flat_map(|one| &one.findings)
            .map(|found| {
                let shown = caret(source, position(source, found.span.start));
                let line = shown
                    .lines()
                    .last()
                    .unwrap_or("")
                    .trim_start_matches("  | ")
                    .to_owned();
                let fixed = found
                    .fix
                    .as_ref()
                    .map(|fix| fix.applied(source))
                    .unwrap_or_default();
                (found.rule, line, fixed)
            })
            .collect();
        let found: Vec<(&str, &str, &str)> = found
            .iter()
            .map(|(rule, line, fixed)| (*rule, line.as_str(), fixed.as_str()))
            .collect();
        assert_eq!(found, *expected, "{source}");
    }
}

#[test]
fn what_a_fix_writes_is_read_without_the_finding() {
    for (source, _, _) in MISTAKES {
        for found in read_cmd(source).iter().flat_map(|one| &one.findings) {
            let Some(fix) = &found.fix else { continue };
            let fixed = fix.applied(source);
            let again = read_cmd(&fixed);
            let rules: Vec<_> = again
                .iter()
                .flat_map(|one| &one.findings)
                .map(|found| found.rule)
                .collect();
            assert!(!rules.contains(&found.rule), "{fixed}: {rules:?}");
        }
    }
}

#[test]
fn every_pattern_is_seen_and_says_what_to_do() {
    for pattern in PATTERNS {
        // It is one of PowerShell alone.
        let is_elsewhere = *pattern == CMD_VARIABLE_IN_POWERSHELL;
        assert!(
            is_elsewhere
                || MISTAKES
                    .iter()
                    .flat_map(|(_, _, found)| *found)
                    .any(|(rule, _, _)| *rule == pattern.name),
            "{}",
            pattern.name
        );
        assert!(pattern.what.ends_with('.') && pattern.instead.ends_with('.'));
    }
    for found in MISTAKES
        .iter()
        .flat_map(|(source, _, _)| read_cmd(source))
        .flat_map(|one| one.findings)
    {
        assert!(
            found.message.ends_with('.') && !found.message.contains('!'),
            "{}",
            found.message
        );
        assert!(found.help.ends_with(['.', '?']), "{}", found.help);
        assert!(PATTERNS.iter().any(|pattern| pattern.name == found.rule));
    }
}

#[test]
fn a_variable_may_hold_what_is_missing() {
    let statements = read_cmd("bitsadmin /addfile %ARGUMENTS%");
    let found = &statements[0].findings[0];
    assert_eq!(
        (found.rule, found.severity.word()),
        ("missing-argument", "warning")
    );
}

#[test]
fn calls_from_powershell_are_read_by_the_same_rules() {
    let source = "bitsadmin /resume j bitsadmin /cancel $k";
    let words: Vec<Word> = [(10, 17), (18, 19), (20, 29), (30, 37)]
        .map(|(start, end)| Word::literal_at(Span::new(start, end), source))
        .into_iter()
        .chain([Word {
            span: Span::new(38, 40),
            pieces: vec![(
                crate::text::Piece::Opaque {
                    source: "$k".to_owned(),
                    shell: Dialect::PowerShell,
                },
                Span::new(38, 40),
            )],
        }])
        .collect();
    let statements = read(Span::new(0, 9), &words, source, Dialect::PowerShell);
    assert_eq!(short(&statements[0]), "/RESUME job=j");
    assert_eq!(short(&statements[1]), "/CANCEL job=$k");
    let fix = statements[0].findings[0]
        .fix
        .as_ref()
        .map(|fix| fix.applied(source));
    assert_eq!(fix.as_deref(), Some("bitsadmin /resume j ; bitsadmin /cancel $k"));
}
