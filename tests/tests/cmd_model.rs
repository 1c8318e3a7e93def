//! The model of cmd.exe: what it reads, what it does not pretend to know, and what it catches.

use bitsmith_tests::awkward;
use bitsmith_tests::cmd::{
    self, Connector, Context, FAULTY, Link, Node, Reading, Unread, check_argument_quoter, check_batch_quoter,
    check_prompt_quoter, good_argument, good_batch, good_prompt, short_strings,
};

fn context() -> Context {
    Context::default()
        .with("X", "abcdef")
        .with("EMPTY", "")
        .with_argument("one")
        .with_argument("\"two three\"")
}

/// The lines of all commands.
fn lines(reading: Result<Reading, Unread>) -> Result<Vec<String>, String> {
    let reading = reading.map_err(|unread| unread.reason)?;
    Ok(reading
        .commands()
        .iter()
        .map(|command| command.line.clone())
        .collect())
}

/// Text of a batch file, and the commands in it.
const BATCH: &[(&str, &[&str])] = &[
    ("a b", &["a b"]),
    ("@echo off\r\nrem x & y\r\na", &["echo off", "a"]),
    ("  \t a", &["a"]),
    ("", &[]),
    ("a %%x%%", &["a %x%"]),
    ("a %%20", &["a %20"]),
    ("a %20b", &["a \"two three\"0b"]),
    ("a %1 %2 %3.", &["a one \"two three\" ."]),
    ("a %~1 \"%~2\"", &["a one \"two three\""]),
    ("a %*", &["a one \"two three\""]),
    ("a %~dp0x %~n0 %~nx0", &["a C:\\work\\x job job.cmd"]),
    ("a %X% %x%", &["a abcdef abcdef"]),
    ("a [%NOPE%]", &["a []"]),
    ("a 100%", &["a 100"]),
    ("a 100% b", &["a 100 b"]),
    ("a %X", &["a X"]),
    ("a %X:~0,1% %X:~-2% %X:~1,-1% %X:~2%", &["a a ef bcde cdef"]),
    ("a %X:b=ZZ% %X:*c=% %X:B=%", &["a aZZcdef def acdef"]),
    ("a %NOPE:b=c%", &["a b=c"]),
    ("a ^%%X^%%", &["a %X%"]),
    ("a %%%%", &["a %%"]),
    ("a %%%X%%%", &["a %abcdef%"]),
    ("a \"b & c\"", &["a \"b & c\""]),
    ("a \"b\" & c", &["a \"b\" ", "c"]),
    ("a \\\"b & c\\\"", &["a \\\"b & c\\\""]),
    ("a \"b\\\" & c\"", &["a \"b\\\" ", "c\""]),
    ("a ^\"b ^& c^\"", &["a \"b & c\""]),
    ("a ^^ ^< \"^\"", &["a ^ < \"^\""]),
    ("a ^b^c", &["a bc"]),
    ("a ^\r\nb", &["a b"]),
    ("a ^\r\n& b", &["a & b"]),
    ("a > out.txt b", &["a  b"]),
    ("a 2>nul", &["a "]),
    ("a x2>nul", &["a x2"]),
    ("a>nul&b", &["a", "b"]),
    (">&2 echo x", &["echo x"]),
    ("a \">\" ^> x", &["a \">\" > x"]),
    ("a && b || c & d", &["a ", "b ", "c ", "d"]),
    ("a | b", &["a ", "b"]),
    ("a (b) c", &["a (b) c"]),
    ("(a\r\nb)", &["a", "b"]),
    ("(a (b) c", &[]),
    ("if x==y (a ^(b^)) else (c)", &["a (b)", "c"]),
    ("if \"%X%\"==\"abcdef\" a & b", &["a ", "b"]),
    (
        "if /i not \"a b\" == \"A\" (\r\na\r\n) else if defined X (\r\nb\r\n) else c",
        &["a", "b", "c"],
    ),
    ("if %X% neq 0 goto :l", &["goto :l"]),
    ("if errorlevel 1 a", &["a"]),
    ("if exist \"C:\\a b\" a", &["a"]),
    ("for %%i in (1 2) do a b", &["a b"]),
    (
        "for /f \"delims=\" %%i in ('a /b 2^>nul') do set \"J=x\"",
        &["a /b ", "set \"J=x\""],
    ),
    ("for /f \"usebackq delims=\" %%i in (`a /b`) do c", &["a /b", "c"]),
    ("for /f \"delims=:\" %%i in (\"a:b\") do c %%~j", &[]),
    ("for /f \"delims=\" %%i in ('a %%X%%') do c", &["a abcdef", "c"]),
    (":label\r\n:: a & b | c\r\nd", &["d"]),
    ("rem a ) & b\r\nc", &["c"]),
    ("echo.\r\necho.a&b", &["echo.", "echo.a", "b"]),
    ("set \"A=b & c\"", &["set \"A=b & c\""]),
    ("call :l \"a b\"", &["call :l \"a b\""]),
    ("\"C:\\a b\\c.exe\" d", &["\"C:\\a b\\c.exe\" d"]),
];

#[test]
fn batch_files_are_read_as_cmd_reads_them() {
    for (text, expected) in BATCH {
        let found = lines(cmd::batch_in(text, &context()));
        if expected.is_empty() && !text.is_empty() {
            assert!(found.is_err(), "{text:?}: {found:?}");
        } else {
            assert_eq!(
                found.as_deref(),
                Ok(&expected.iter().map(|&s| s.to_owned()).collect::<Vec<_>>()[..]),
                "{text:?}"
            );
        }
    }
}

/// Text at the prompt, and the commands in it.
const PROMPT: &[(&str, &[&str])] = &[
    ("a %X%", &["a abcdef"]),
    ("a %NOPE% %", &["a %NOPE% %"]),
    ("a %%X%%", &["a %abcdef%"]),
    ("a %20 %1 %*", &["a %20 %1 %*"]),
    ("a ^%X^%", &["a %X%"]),
    ("a ^%X:b=y^%", &["a aycdef"]),
    ("a %^X%^", &[]),
    ("a %^X%^b", &["a %X%b"]),
    ("a %^X:b=y%^.", &["a %X:b=y%."]),
    ("a %NOPE:b=c%", &["a %NOPE:b=c%"]),
    ("a \"%^X%^\"", &["a \"%^X%^\""]),
    ("a \"\u{4e0b} & \u{201c}\"", &["a \"\u{4e0b} & \u{201c}\""]),
    ("a & b\nc", &["a ", "b", "c"]),
];

#[test]
fn the_prompt_is_read_as_cmd_reads_it() {
    for (text, expected) in PROMPT {
        let found = lines(cmd::prompt_in(text, &context()));
        if expected.is_empty() {
            assert!(found.is_err(), "{text:?}: {found:?}");
        } else {
            assert_eq!(
                found.as_deref(),
                Ok(&expected.iter().map(|&s| s.to_owned()).collect::<Vec<_>>()[..]),
                "{text:?}"
            );
        }
    }
}

/// What the model says that it does not know, or that cmd rejects.
const BATCH_ERRORS: &[(&str, &str)] = &[
    ("a %~x b", "%~"),
    ("a \u{1a}", "control character U+001A"),
    ("a \0", "control character U+0000"),
    ("a \r b", "control character U+000D"),
    ("a \u{e9}", "code page"),
    ("a &", ""),
    ("a && ", "missing"),
    ("& a", "unexpected"),
    (") a", "unexpected"),
    ("(a", "without its end"),
    ("()", "empty block"),
    ("a >", "nothing"),
    ("a ^", "caret at the end"),
    ("a %X:=% b", "replacement"),
    ("a %X:q% b", "modifier"),
    ("a & :l", "label"),
    ("(a) b", "unexpected"),
    ("call a %%X%%", "second time"),
    ("setlocal EnableDelayedExpansion", "setlocal"),
    ("a %%b | c", "second time"),
    ("if a b c", "comparison"),
    ("if a", "missing"),
    ("if x==y (a) & b", "connector"),
    ("for %%i in (1) do a %%i", "no value"),
    ("for %i in (1) do a", "head of a loop"),
    ("for /f %%i in ('a b,c') do d", "becomes a space"),
    ("for /f %%i in ('\"a\" b') do d", "quote first"),
    ("rem a&b", "remark"),
];

#[test]
fn what_is_not_known_is_an_error() {
    for (text, part) in BATCH_ERRORS {
        match cmd::batch_in(text, &context()) {
            Ok(_) => assert!(part.is_empty(), "{text:?} was read"),
            Err(unread) => assert!(
                !part.is_empty() && unread.reason.contains(part),
                "{text:?}: {unread}"
            ),
        }
    }
    let long = format!("a {}", "b".repeat(8_190));
    assert!(cmd::batch(&long).is_err_and(|unread| unread.reason.contains("longer")));
    assert!(cmd::batch(&long[1..]).is_ok());
    let grown = Context::default().with("BIG", &"b".repeat(5_000));
    assert!(cmd::batch_in("a %BIG%%BIG%", &grown).is_err_and(|unread| unread.reason.contains("longer")));
    assert!(cmd::prompt("a\tb").is_err_and(|unread| unread.reason.contains("completion")));
}

#[test]
fn connectors_redirections_and_rows_are_told() {
    let reading = cmd::batch("a\r\nb 2>nul >>\"c d\" && e | f\r\n(g) <h").expect("readable");
    let connectors: Vec<_> = reading.links.iter().map(|link| link.connector).collect();
    assert_eq!(
        connectors,
        [
            Connector::First,
            Connector::First,
            Connector::OnSuccess,
            Connector::Pipe,
            Connector::First
        ]
    );
    let commands = reading.commands();
    assert_eq!(
        commands.iter().map(|c| c.row).collect::<Vec<_>>(),
        [1, 2, 2, 2, 3]
    );
    let told: Vec<_> = commands[1]
        .redirections
        .iter()
        .map(|r| (r.handle, r.operator.as_str(), r.target.as_str()))
        .collect();
    assert_eq!(told, [(2, ">", "nul"), (1, ">>", "c d")]);
    let Some(Link {
        node: Node::Block { redirections, .. },
        ..
    }) = reading.links.last()
    else {
        panic!("a block was expected: {reading:?}");
    };
    assert_eq!(
        (redirections[0].handle, redirections[0].operator.as_str()),
        (0, "<")
    );
}

#[test]
fn programs_are_known_by_their_names() {
    let text = "bitsadmin /a\r\n%SystemRoot%\\System32\\BITSADMIN.EXE /b\r\n\"C:\\x y\\bitsadmin.exe\" /c\r\nbitsadminx /d";
    let reading = cmd::batch(text).expect("readable");
    let rests: Vec<_> = reading.calls_of("bitsadmin").iter().map(|c| c.rest()).collect();
    assert_eq!(rests, [" /a", " /b", " /c"]);
}

#[test]
fn names_set_while_running_can_be_given_a_value() {
    let text = "if \"%STATE%\"==\"ERROR\" goto :l\r\nif %N% geq 3 goto :l\r\n:l\r\nbitsadmin /cancel %JOB%";
    assert!(cmd::batch(text).is_err());
    let context = Context {
        unknown: Some("0".to_owned()),
        ..Context::default()
    }
    .with("JOB", "{G}");
    let reading = cmd::batch_in(text, &context).expect("readable");
    assert_eq!(
        reading.commands().last().map(|c| c.line.as_str()),
        Some("bitsadmin /cancel {G}")
    );
    assert_eq!(reading.labels(), ["l"]);
}

#[test]
fn loop_variables_have_the_values_given() {
    let context = Context::default().with_loop('i', "\"a b\"");
    let reading = cmd::batch_in("for %%i in (x) do a %%i %%~i %%j", &context).expect("readable");
    assert_eq!(reading.commands()[0].line, "a \"a b\" a b %j");
}

#[test]
fn the_reference_quoter_survives_every_short_string() {
    let report = check_argument_quoter(&good_argument);
    println!("argument vectors, short strings: {report}");
    assert_eq!(short_strings().count(), 19_531);
    assert_eq!((report.exact, report.wrong.len()), (19_531, 0), "{report}");
}

#[test]
fn faulty_argument_quoters_are_caught_on_short_strings() {
    type Writer = fn(&str) -> Option<String>;
    let faulty: &[(&str, Writer)] = &[
        ("nothing escaped", |text| Some(format!("\"{text}\""))),
        ("backslash before quotes only", |text| {
            Some(format!("\"{}\"", text.replace('"', "\\\"")))
        }),
        ("doubled quotes", |text| {
            Some(format!("\"{}\"", text.replace('"', "\"\"")))
        }),
        ("first quote only", |text| {
            Some(format!("\"{}\"", text.replacen('"', "\\\"", 1)))
        }),
        ("all backslashes doubled", |text| {
            Some(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
        }),
        ("empty left out", |text| {
            if text.is_empty() {
                Some(String::new())
            } else {
                good_argument(text)
            }
        }),
        ("tab forgotten", |text| {
            if text.contains([' ', '"', '\\']) || text.is_empty() {
                good_argument(text)
            } else {
                Some(text.to_owned())
            }
        }),
    ];
    for (name, quoter) in faulty {
        let report = check_argument_quoter(quoter);
        println!("{name}: {} wrong of {}", report.wrong.len(), report.checked);
        assert!(!report.wrong.is_empty(), "{name} was not caught");
    }
    let all_refused = check_argument_quoter(&|_| None);
    assert_eq!((all_refused.refused, all_refused.exact), (19_531, 0));
}

#[test]
fn the_good_forms_read_back_every_printable_awkward_string() {
    let all = awkward::all();
    let printable: Vec<_> = all
        .iter()
        .filter(|a| a.is_printable_ascii())
        .map(|a| a.text.as_str())
        .collect();
    // Two copies of the text stand on the line that is checked: texts over a third of the line are left out.
    let fitting: Vec<_> = printable
        .iter()
        .copied()
        .filter(|text| text.len() < 2_000 || text.len() > 8_000)
        .collect();
    let report = check_batch_quoter(fitting.iter().copied().filter(|t| t.len() < 2_000), &good_batch);
    println!("batch file, model: {report}");
    assert_eq!((report.refused, report.wrong.len()), (0, 0), "{report}");
    assert!(report.exact >= 150);
    let report = check_prompt_quoter(fitting.iter().copied().filter(|t| t.len() < 2_000), &good_prompt);
    println!("prompt, model: {report}");
    assert_eq!((report.refused, report.wrong.len()), (0, 0), "{report}");
    let too_long = check_batch_quoter(fitting.iter().copied().filter(|t| t.len() > 8_000), &good_batch);
    assert_eq!(
        too_long.wrong.len(),
        too_long.checked,
        "a line that is too long has to be noticed"
    );
}

#[test]
fn all_short_strings_survive_both_good_forms() {
    let shorts: Vec<_> = short_strings().filter(|text| !text.contains('\t')).collect();
    for (name, report) in [
        (
            "batch file",
            check_batch_quoter(shorts.iter().map(String::as_str), &good_batch),
        ),
        (
            "prompt",
            check_prompt_quoter(shorts.iter().map(String::as_str), &good_prompt),
        ),
    ] {
        println!("{name}, short strings: {report}");
        assert_eq!((report.exact, report.wrong.len()), (shorts.len(), 0), "{report}");
    }
}

#[test]
fn the_prompt_carries_awkward_strings_beyond_ascii() {
    let all = awkward::all();
    let texts = all
        .iter()
        .map(|a| a.text.as_str())
        .filter(|text| text.len() < 2_000);
    let report = check_prompt_quoter(texts, &good_prompt);
    println!("prompt, all awkward strings: {report}");
    assert_eq!(report.wrong.len(), 0, "{report}");
    let controls = all
        .iter()
        .filter(|a| a.text.chars().any(char::is_control))
        .count();
    assert_eq!(report.refused, controls);
}

#[test]
fn faulty_ways_of_quoting_are_caught() {
    let all = awkward::all();
    let texts: Vec<_> = all
        .iter()
        .filter(|a| a.is_printable_ascii() && a.text.len() < 2_000)
        .map(|a| a.text.as_str())
        .collect();
    for faulty in FAULTY {
        let report = check_batch_quoter(texts.iter().copied(), &faulty.quote);
        println!(
            "{}: {} wrong of {}, {} refused",
            faulty.name,
            report.wrong.len(),
            report.checked,
            report.refused
        );
        assert!(
            report.wrong.len() >= 3,
            "{} was not caught: {report}",
            faulty.name
        );
    }
}

#[test]
fn batch_forms_are_caught_at_the_prompt() {
    let all = awkward::all();
    let texts: Vec<_> = all
        .iter()
        .filter(|a| a.is_printable_ascii() && a.text.len() < 2_000)
        .map(|a| a.text.as_str())
        .collect();
    let report = check_prompt_quoter(texts.iter().copied(), &good_batch);
    println!(
        "batch form at the prompt: {} wrong of {}",
        report.wrong.len(),
        report.checked
    );
    assert!(report.wrong.len() >= 20);
    let report = check_batch_quoter(texts.iter().copied(), &good_prompt);
    println!(
        "prompt form in a batch file: {} wrong of {}",
        report.wrong.len(),
        report.checked
    );
    assert!(report.wrong.len() >= 20);
}
