//! Wine's cmd: what it can, how the model of cmd compares with it, ways of quoting, and the stand-ins.
#![cfg(unix)]

use bitsmith_tests::argv;
use bitsmith_tests::awkward;
use bitsmith_tests::cmd::{FAULTY, Report, check_batch_quoter, good_batch, short_strings};
use bitsmith_tests::wine::{Call, Run, Stand, run_all};

/// The lines that every emitted batch file begins with.
const HEAD: &str = "@echo off\r\nsetlocal EnableExtensions DisableDelayedExpansion\r\n";

/// A batch file of these lines after the usual head.
fn script(lines: &str) -> String {
    format!("{HEAD}{}\r\n", lines.replace('\n', "\r\n"))
}

/// Lines of a batch file, what they print, and the exit code; the first argument is `one`, the second `two three`.
const WORKS: &[(&str, &str, i32)] = &[
    ("exit /b 7", "", 7),
    ("exit 6", "", 6),
    ("call :s\necho %errorlevel%\nexit /b 4\n:s\nexit /b 7", "7", 4),
    (
        "call :s\nexit /b %errorlevel%\n:s\ncall :t\nexit /b %errorlevel%\n:t\nexit /b 11",
        "",
        11,
    ),
    ("if 1==1 (\nexit /b 3\n)\necho no", "", 3),
    (
        "goto :a\necho no\n:a\necho a\ngoto b\necho no\n:b   \necho b\ngoto :eof\necho no",
        "a|b",
        0,
    ),
    (
        "set \"S=ERROR\"\ngoto :state_%S%\n:state_OK\necho no\n:state_ERROR\necho yes",
        "yes",
        0,
    ),
    (
        "call :s \"a b\" \"\" c\nexit /b\n:s\necho [%1][%~1][%~2][%3]",
        "[\"a b\"][a b][][c]",
        0,
    ),
    (
        "echo [%~1][%~2][%3]\nshift\necho [%~1]",
        "[one][two three][]|[two three]",
        0,
    ),
    (
        "for /f \"delims=\" %%i in ('echo {A b}') do set \"V=%%i\"\necho [%V%]",
        "[{A b}]",
        0,
    ),
    (
        "for /f \"tokens=1,2 delims=: \" %%a in (\"x: y\") do echo %%b%%a",
        "yx",
        0,
    ),
    (
        "for /f \"usebackq delims=\" %%i in (`echo a b`) do echo [%%i]",
        "[a b]",
        0,
    ),
    ("for /f \"delims=\" %%i in ('echo a 2^>nul') do echo %%i", "a ", 0),
    (
        "for %%i in (a \"b c\") do echo %%~i\nfor /l %%n in (1,1,3) do echo %%n",
        "a|b c|1|2|3",
        0,
    ),
    (
        "for /f \"delims=0123456789\" %%i in (\"12a\") do echo bad %%i\necho end",
        "bad a|end",
        0,
    ),
    (
        "for /f \"delims=0123456789\" %%i in (\"12\") do echo bad %%i\necho end",
        "end",
        0,
    ),
    (
        "set \"A=x\"\nif /i \"%A%\"==\"X\" (echo same) else (echo other)",
        "same",
        0,
    ),
    (
        "set \"A=2\"\nif \"%A%\"==\"1\" (\necho 1\n) else if \"%A%\"==\"2\" (\necho 2\n) else (\necho 3\n)",
        "2",
        0,
    ),
    (
        "set \"B=\"\nif not defined B echo no\nset \"B=1\"\nif defined B echo yes",
        "no|yes",
        0,
    ),
    (
        "if exist \"job.cmd\" echo here\nif not exist \"nothing\" echo gone\nif exist \"C:\\windows\\\" echo dir",
        "here|gone|dir",
        0,
    ),
    ("if 3 geq 2 if 2 lss 10 if 5 neq 4 if 4 equ 4 echo yes", "yes", 0),
    (
        "set /a N=1\nset /a N+=2\nset /a \"M=(N+3)*2-1\"\nset /a Q=7%%3\necho %N% %M% %Q%",
        "3 11 1",
        0,
    ),
    ("set /a BIG=2147483647+1\necho %BIG%", "-2147483648", 0),
    (
        "set \"X=abcdef\"\necho %X:~0,1% %X:~-2% %X:~1,-1% %X:b=ZZ% %X:~2%",
        "a ef bcde aZZcdef cdef",
        0,
    ),
    (
        "if not \"%RANDOM%\"==\"\" echo yes\nset /a R=%RANDOM% %% 10\nif defined R echo set",
        "yes|set",
        0,
    ),
    (
        "setlocal\nset \"A=1\"\nendlocal & set \"B=%A%x\"\necho [%A%][%B%]",
        "[][1x]",
        0,
    ),
    ("set N=0\n:l\nset /a N+=1\nif %N% lss 5 goto :l\necho %N%", "5", 0),
    (
        "cmd /d /c exit 3\nif errorlevel 4 echo no\nif errorlevel 3 echo yes",
        "yes",
        3,
    ),
    (
        "cmd /d /c exit -2147024809\nif errorlevel 1 echo no\nif not \"%errorlevel%\"==\"0\" echo yes\nif %errorlevel% neq 0 echo yes\nexit /b 0",
        "yes|yes",
        0,
    ),
    (
        "echo a ^& b ^| c ^< d ^> e ^^ ^\" f 100%%",
        "a & b | c < d > e ^ \" f 100%",
        0,
    ),
    ("echo \"a & | < > ^ ( )\"", "\"a & | < > ^ ( )\"", 0),
    ("if 1==1 (\necho a ^(b^) c\necho \"(d)\"\n)", "a (b) c|\"(d)\"", 0),
    ("echo a ^\nb", "a b", 0),
    ("rem a & b | c < d > e %% \" '\n:: a & b\necho end", "end", 0),
    ("(\nrem in a block )\necho a\n\n)\necho b", "a|b", 0),
    ("echo.\necho.a", "|a", 0),
    ("echo a>nul& echo b>&2& echo c", "c", 0),
    (
        ">t.txt echo a\n>>t.txt echo b\ntype t.txt\ndel t.txt\nif not exist t.txt echo gone",
        "a|b|gone",
        0,
    ),
    ("<nul set /p \"=a\"\necho b", "ab", 0),
    ("echo a| find \"a\"", "a", 0),
    (
        "pushd C:\\windows\necho %CD%\npopd\ncd /d C:\\windows\necho %CD%",
        "C:\\windows|C:\\windows",
        0,
    ),
    ("echo %~n0 %~nx0 %0", "job job.cmd job.cmd", 0),
    ("nosuchprogram 2>nul\necho %errorlevel%\nexit /b 0", "9009", 0),
    (
        "title x\nver >nul\nmkdir \"a b\"\nrmdir \"a b\"\necho end",
        "end",
        0,
    ),
];

/// What Wine 8 does otherwise than cmd: an emitted batch file keeps away from it. When one of these fails, a
/// later Wine does it better, and the line can move to the table above.
const DIFFERS: &[(&str, &str, i32)] = &[
    // Both sides of && and || always run.
    (
        "bitsadmin /a && echo and\nbitsadmin /a || echo or\nexit /b 0",
        "and|or",
        0,
    ),
    ("cmd /d /c exit 3 && echo and\nexit /b 0", "and", 0),
    // The percent signs in the value of a variable are looked at once more.
    ("set \"A=100%% b\"\necho %A%", "100 b", 0),
    ("set \"A=a%%20b\"\necho %A%", "a\"two three\"0b", 0),
    ("echo(a", "(a", 0),
    // A missing label is said, but leaves the error level at 0.
    ("call :nosuch 2>nul\necho %errorlevel%", "0", 0),
    ("cmd /d /c exit 4\nexit /b", "", 0),
    ("if 1==2 (echo a) & (echo b)\necho c", "", 0),
    ("echo b| findstr b", "", 0),
    (
        ">t.txt echo a\n>>t.txt echo b\nset /p L=<t.txt\necho [%L%]",
        "[a|b]",
        0,
    ),
    // A block is not redirected.
    ("(\necho a\necho b\n)> t.txt\necho -", "a|b|-", 0),
];

#[test]
fn batch_files_run_as_the_table_says() {
    let rows: Vec<_> = WORKS.iter().chain(DIFFERS).collect();
    let texts: Vec<_> = rows.iter().map(|(lines, ..)| script(lines)).collect();
    let Some(stands) = rows.iter().map(|_| Stand::recorder()).collect::<Option<Vec<_>>>() else {
        return;
    };
    let arguments = &["one", "two three"];
    let runs: Vec<_> = stands
        .iter()
        .zip(&texts)
        .map(|(stand, text)| Run {
            stand,
            text,
            arguments,
        })
        .collect();
    for ((lines, expected, exit), outcome) in rows.into_iter().zip(run_all(&runs)) {
        let printed: Vec<_> = outcome.stdout.lines().collect();
        assert_eq!(
            (printed.join("|").as_str(), outcome.exit),
            (*expected, *exit),
            "{lines}\n{outcome:?}"
        );
    }
    println!("{} constructs work, {} differ", WORKS.len(), DIFFERS.len());
}

#[test]
fn programs_are_found_by_name_and_by_path() {
    let Some(stand) = Stand::recorder() else { return };
    let outcome = stand.run_batch(
        &script(
            "bitsadmin /a\nbitsadmin.exe /b\n%SystemRoot%\\System32\\bitsadmin.exe /c\n\
             \"%SystemRoot%\\System32\\bitsadmin.exe\" /d\nping -n 3 127.0.0.1\n\
             %SystemRoot%\\System32\\ping.exe -n 3 127.0.0.1 >nul\n%SystemRoot%\\System32\\timeout.exe /t 5 /nobreak >nul\n\
             powershell -NoProfile -Command \"a 'b'\"\n\
             \"%SystemRoot%\\System32\\WindowsPowerShell\\v1.0\\powershell.exe\" -NoProfile -Command \"a; b\"",
        ),
        &[],
    );
    let told: Vec<_> = outcome
        .calls
        .iter()
        .map(|call| {
            format!(
                "{} {}",
                call.program,
                call.arguments().expect("one reading").join("|")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "bitsadmin /a",
            "bitsadmin /b",
            "bitsadmin /c",
            "bitsadmin /d",
            "ping -n|3|127.0.0.1",
            "ping -n|3|127.0.0.1",
            "timeout /t|5|/nobreak",
            "powershell -NoProfile|-Command|a 'b'",
            "powershell -NoProfile|-Command|a; b",
        ]
    );
}

/// Runs one call a text, numbered, in one batch file; returns for each text what it became.
fn written_and_read(
    texts: &[&str],
    quote: &dyn Fn(&str) -> Option<String>,
) -> Option<Vec<(Option<String>, Vec<Call>)>> {
    let stand = Stand::recorder()?;
    let written: Vec<_> = texts.iter().map(|text| quote(text)).collect();
    let mut read: Vec<Vec<Call>> = written.iter().map(|_| Vec::new()).collect();
    // On a busy machine Wine does not start every program; what is written wrongly fails each time.
    for _ in 0..3 {
        let mut lines = String::from(HEAD);
        for (number, (argument, calls)) in written.iter().zip(&read).enumerate() {
            if let Some(argument) = argument.as_ref().filter(|_| calls.is_empty()) {
                lines.push_str(&format!("bitsadmin {number} {argument} \"a b\" {argument}\r\n"));
            }
        }
        for call in stand.run_batch(&lines, &["one", "two three"]).calls {
            let number: Option<usize> = call.wmain.get(1).and_then(|n| n.parse().ok());
            if let Some(place) = number.and_then(|n| read.get_mut(n)) {
                place.push(call);
            }
        }
        let is_missing =
            |(argument, calls): (&Option<String>, &Vec<Call>)| argument.is_some() && calls.is_empty();
        if !written.iter().zip(&read).any(is_missing) {
            break;
        }
    }
    Some(written.into_iter().zip(read).collect())
}

fn report(texts: &[&str], quote: &dyn Fn(&str) -> Option<String>) -> Option<Report> {
    let mut report = Report::default();
    for (number, (text, (written, calls))) in texts.iter().zip(written_and_read(texts, quote)?).enumerate() {
        report.count(text, written.as_deref(), |_| {
            let number = number.to_string();
            let expected = [&number, *text, "a b", *text];
            match calls.as_slice() {
                [call] => call
                    .arguments()
                    .map_or_else(Some, |got| (got != expected).then(|| format!("{got:?}"))),
                other => Some(format!("{} calls", other.len())),
            }
        });
    }
    Some(report)
}

/// The awkward strings for Wine: one line of printable ASCII. Wine's cmd never ends on a replacement of nothing.
fn printable() -> Vec<String> {
    let all = awkward::all()
        .into_iter()
        .filter(|a| a.is_printable_ascii() && a.text.len() < 2_000);
    all.map(|a| a.text).filter(|text| !text.contains(":=%")).collect()
}

#[test]
fn the_good_form_reads_back_exactly() {
    let mut texts = printable();
    // Short strings too: all of at most two characters, and some of the longer ones.
    let shorts = short_strings()
        .enumerate()
        .filter(|(number, text)| text.len() < 3 || number % 250 == 0);
    texts.extend(shorts.map(|(_, text)| text).filter(|text| !text.contains('\t')));
    let texts: Vec<_> = texts.iter().map(String::as_str).collect();
    let Some(report) = report(&texts, &good_batch) else {
        return;
    };
    println!("batch file, Wine: {report}");
    assert!(report.exact >= 150 && report.exact == texts.len(), "{report}");
}

#[test]
fn the_readers_of_argument_vectors_split_as_wine_does() {
    let shorts: Vec<_> = short_strings()
        .filter(|text| (2..5).contains(&text.len()))
        .collect();
    let written: Vec<_> = shorts.chunks(12).map(|some| some.join(" z ")).collect();
    let Some(stand) = Stand::recorder() else { return };
    let lines: String = written
        .iter()
        .map(|line| format!("bitsadmin /x {line}\r\n"))
        .collect();
    let outcome = stand.run_batch(&format!("{HEAD}{lines}"), &[]);
    assert_eq!(outcome.calls.len(), written.len());
    for call in &outcome.calls {
        assert_eq!(
            argv::command_line_to_argv_w(&call.line),
            call.shell32,
            "{}",
            call.line
        );
        assert_eq!(argv::msvcrt(&call.line), call.wmain, "{}", call.line);
    }
    println!("{} lines split alike by both readers", outcome.calls.len());
}

/// Texts on which Wine's cmd and the model are known to differ, and Wine is wrong: a colon in the name of an
/// undefined variable, variables that Wine lacks, and its own guess which quote is a closing one.
fn wine_differs(text: &str) -> bool {
    let parts = [
        "%NOSUCH:",
        "%:%",
        "%=C:%",
        "%CMDCMDLINE%",
        "%~x",
        "%%~i",
        "\"^\" ^",
        "^\"",
    ];
    parts.iter().any(|part| text.contains(part))
}

#[test]
fn faulty_ways_of_quoting_are_caught_by_wine_where_the_model_catches_them() {
    let all = printable();
    let (mut agreed, mut told) = (0, Vec::new());
    for faulty in FAULTY {
        let verdict = |text: &str| check_batch_quoter([text], &faulty.quote).wrong.is_empty();
        let known = all.iter().map(String::as_str).filter(|text| !wine_differs(text));
        let (right, wrong): (Vec<_>, Vec<_>) = known.partition(|text| verdict(text));
        // Wine takes its time: some of those that the model finds wrong, and some others.
        let step = |texts: &[&str]| (texts.len() / 12).max(1);
        let texts: Vec<&str> = [&right, &wrong]
            .into_iter()
            .flat_map(|texts| texts.iter().copied().step_by(step(texts)))
            .collect();
        let Some(report) = report(&texts, &faulty.quote) else {
            return;
        };
        println!(
            "{}: {} wrong of {} in Wine",
            faulty.name,
            report.wrong.len(),
            report.checked
        );
        assert!(report.wrong.len() >= 3, "{}: {report}", faulty.name);
        for text in texts {
            let by_wine = !report.wrong.iter().any(|wrong| wrong.text == text);
            if by_wine == verdict(text) {
                agreed += 1
            } else {
                told.push((faulty.name, text, by_wine))
            }
        }
    }
    println!("model and Wine agree on {agreed} texts");
    assert!(told.is_empty(), "quoter, text, exact in Wine: {told:#?}");
}
