use super::*;
use crate::diagnostic::Severity;
use crate::span::Span;
use proptest::prelude::*;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// A reading in short: words in square brackets, variables in angle brackets.
fn short(source: &str, mode: Mode) -> String {
    let script = read(source, mode);
    let mut out = list(&script.statements);
    for comment in &script.comments {
        write!(out, " #{}#", comment.span.of(source)).unwrap();
    }
    for problem in &script.problems {
        let sign = if problem.severity == Severity::Error {
            "!"
        } else {
            "?"
        };
        write!(out, " {sign}{}", problem.span.of(source)).unwrap();
    }
    out.trim_start().to_owned()
}

fn list(statements: &[Statement]) -> String {
    let mut out = String::new();
    for (index, statement) in statements.iter().enumerate() {
        let operator = statement.join.operator();
        if !operator.is_empty() {
            write!(out, " {operator} ").unwrap();
        } else if index > 0 {
            out.push_str("; ");
        }
        match &statement.form {
            Form::Command(command) => out.push_str(&words(&command.words)),
            Form::Block(inner) => write!(out, "({})", list(inner)).unwrap(),
            Form::If(condition) => {
                let operands = words(&condition.operands);
                write!(
                    out,
                    "if {} {operands} ({})",
                    condition.test,
                    list(&condition.then)
                )
                .unwrap();
                if !condition.otherwise.is_empty() {
                    write!(out, " else ({})", list(&condition.otherwise)).unwrap();
                }
            }
            Form::For(iteration) => {
                write!(out, "for {}", iteration.switch).unwrap();
                if let Some(option) = &iteration.option {
                    out.push_str(&words(std::slice::from_ref(option)));
                }
                write!(out, "{} in {}", iteration.variable, words(&iteration.set)).unwrap();
                if !iteration.source.is_empty() {
                    write!(out, "'{}'", list(&iteration.source)).unwrap();
                }
                write!(out, " do ({})", list(&iteration.body)).unwrap();
            }
            Form::Label(name) => write!(out, ":{name}").unwrap(),
            Form::Opaque => out.push('~'),
        }
        for one in &statement.redirections {
            let handle = one.handle.map(String::from).unwrap_or_default();
            let target = words(one.target.as_slice());
            write!(out, "{handle}{}{target}", one.operator).unwrap();
        }
    }
    out
}

fn words(words: &[Word]) -> String {
    let mut out = String::new();
    for word in words {
        out.push('[');
        for part in &word.parts {
            match &part.value {
                Value::Literal(text) => out.push_str(text),
                Value::Environment(name) => write!(out, "<{name}>").unwrap(),
                Value::Argument(name) => write!(out, "<%{name}>").unwrap(),
                Value::Loop(name) => write!(out, "<%%{name}>").unwrap(),
                Value::Delayed(name) => write!(out, "<!{name}>").unwrap(),
                Value::Changed(changed) => {
                    let mark = if changed.is_late { "!" } else { "" };
                    write!(out, "<{mark}{} {:?}>", changed.name, changed.change).unwrap();
                }
                Value::Opaque => out.push_str("<?>"),
            }
        }
        out.push(']');
    }
    out
}

#[test]
fn each_construct_is_read_as_cmd_reads_it() {
    let table: &[(&str, &str)] = &[
        // Quotes, carets, continuation.
        ("a b", "[a][b]"),
        ("  \t a  b\tc ", "[a][b][c]"),
        ("a \"b & c\" d", "[a][\"b & c\"][d]"),
        ("a b\"c d\"e", "[a][b\"c d\"e]"),
        ("a ^\"b ^& c^\"", "[a][\"b][&][c\"]"),
        ("a ^b^c ^^ ^<", "[a][bc][^][<]"),
        ("a \"^&\"", "[a][\"^&\"]"),
        ("a ^\r\n  b", "[a][b]"),
        ("a b^\r\nc", "[a][bc]"),
        ("a ^\r\n& b", "[a][&][b]"),
        ("a ^", "[a]"),
        ("a \"b", "[a][\"b] ?\""),
        ("\"C:\\a b\\c.exe\" d", "[\"C:\\a b\\c.exe\"][d]"),
        // Variables.
        ("a %TEMP%\\x %1 %~dp0y %*", "[a][<TEMP>\\x][<%1>][<%~dp0>y][<%*>]"),
        (
            "a \"%ProgramFiles(x86)%\\b c\"",
            "[a][\"<ProgramFiles(x86)>\\b c\"]",
        ),
        (
            "a %X:~0,3%y %X:*a b=% %X:~0x1% %~$PATH:1",
            "[a][<X Part { start: 0, length: Some(3) }>y][<X Replaced { old: \"a b\", new: \"\", is_beginning: true }>][<?>][<%~$PATH:1>]",
        ),
        ("a b^%& c", "[a][b&][c]"),
        ("a ^%\r\nb", "[a][b]"),
        ("a % b", "[a][b]"),
        ("a &%& b", "[a] && [b]"),
        ("a x%20y %%20 100%", "[a][x<%2>0y][%20][100]"),
        ("a !X! !", "[a][!X!][!]"),
        (
            "setlocal EnableDelayedExpansion\na !X!\\y ^^!z",
            "[setlocal][EnableDelayedExpansion]; [a][<!X>\\y][!z]",
        ),
        (
            "setlocal EnableDelayedExpansion\nendlocal\na !X!",
            "[setlocal][EnableDelayedExpansion]; [endlocal]; [a][!X!]",
        ),
        (
            "setlocal EnableDelayedExpansion\na \"!X: =_!\" !X: =_!b !X: y c! !X&d =!",
            "[setlocal][EnableDelayedExpansion]; [a][\"<!X Replaced { old: \" \", new: \"_\", is_beginning: false }>\"][<!X Replaced { old: \" \", new: \"_\", is_beginning: false }>b][<?>][<?>X] & [d][=<?>]",
        ),
        (
            "setlocal enabledelayedexpansion\na !X y",
            "[setlocal][enabledelayedexpansion]; [a][<?>X][y]",
        ),
        // Operators and redirections.
        ("a & b && c || d | e", "[a] & [b] && [c] || [d] | [e]"),
        ("a&b&&c||d|e", "[a] & [b] && [c] || [d] | [e]"),
        ("a &", "[a]"),
        ("bitsadmin>nul /addfile", "[bitsadmin][/addfile]>[nul]"),
        ("a 2>&1 1>>f x2>nul >&2", "[a][x2]2>&[1]1>>[f]>[nul]>&[2]"),
        (">f a <g b", "[a][b]>[f]<[g]"),
        (">>\"%F G%\" echo x", "[echo][x]>>[\"<?>\"]"),
        ("a \">\" ^> x", "[a][\">\"][>][x]"),
        // Blocks.
        ("(a & b) >f", "([a] & [b])>[f]"),
        ("(\r\n  a\r\n  b c\r\n) 2>nul & d", "([a]; [b][c])2>[nul] & [d]"),
        ("(a (b)", "([a][(b])"),
        ("a (b) c", "[a][(b)][c]"),
        ("( (a) )", "(([a]))"),
        ("@a & @@b", "[a] & [b]"),
        ("@(a)", "([a])"),
        // Starting.
        ("call a b", "[call][a][b]"),
        ("call :l \"a b\"", "[call][:l][\"a b\"]"),
        ("call:l a", "[call][:l][a]"),
        ("start /wait \"\" a", "[start][/wait][\"\"][a]"),
        ("a/b/c", "[a][/b/c]"),
        // Conditions.
        ("if \"%1\"==\"\" goto :x", "if == [\"<%1>\"][\"\"] ([goto][:x])"),
        ("if not %X%==a (b) else c", "if == [<X>][a] (([b])) else ([c])"),
        ("if /i %X% == a b & c", "if == [<X>][a] ([b] & [c])"),
        ("if errorlevel 1 exit /b 1", "if errorlevel [1] ([exit][/b][1])"),
        ("if not exist \"a b\" (c)", "if exist [\"a b\"] (([c]))"),
        ("if defined X a", "if defined [X] ([a])"),
        ("if cmdextversion 2 a", "if cmdextversion [2] ([a])"),
        ("if %errorlevel% neq 0 a", "if neq [<errorlevel>][0] ([a])"),
        ("if /I %A% GTR 1 a", "if gtr [<A>][1] ([a])"),
        ("if a==a if b==b c", "if == [a][a] (if == [b][b] ([c]))"),
        (
            "if a==b (\r\nc\r\n) else if d==e (\r\nf\r\n) else (\r\ng\r\n)",
            "if == [a][b] (([c])) else (if == [d][e] (([f])) else (([g])))",
        ),
        ("if a==b echo x else y", "if == [a][b] ([echo][x][else][y])"),
        ("if 1==1 >f a", "if == [1][1] ([a]>[f])"),
        // Loops.
        (
            "for %%i in (a, b;c) do d %%i",
            "for i in [a][b][c] do ([d][<%%i>])",
        ),
        (
            "for /l %%i in (1,1,5) do d %%i%%",
            "for /li in [1][1][5] do ([d][<%%i>%])",
        ),
        (
            "for /D %%d in (*) do x \"%%~nxd\"",
            "for /dd in [*] do ([x][\"<%%~nxd>\"])",
        ),
        (
            "for /r C:\\a %%f in (*.txt) do x %%~dpnxf",
            "for /r[C:\\a]f in [*.txt] do ([x][<%%~dpnxf>])",
        ),
        ("for /r %%f in (*) do x", "for /rf in [*] do ([x])"),
        (
            "for /f \"tokens=1,2\" %%a in (f.txt) do x %%a %%b %%c",
            "for /f[\"tokens=1,2\"]a in [f.txt] do ([x][<%%a>][<%%b>][%c])",
        ),
        (
            "for /f %%i in ('bitsadmin /rawreturn /create \"a b\" 2^>nul') do set J=%%i",
            "for /fi in '[bitsadmin][/rawreturn][/create][\"a b\"]2>[nul]' do ([set][J=<%%i>])",
        ),
        (
            "for /f \"usebackq delims=\" %%i in (`a ^| b \"c)\"`) do d",
            "for /f[\"usebackq delims=\"]i in '[a] | [b][\"c)\"]' do ([d])",
        ),
        ("for /f %%i in (\"a b\") do c", "for /fi in [\"a b\"] do ([c])"),
        // The ends of lines in the parentheses are blanks.
        (
            "for /f %%i in ('\r\n  a b\r\n  ^| c\r\n') do d",
            "for /fi in '[a][b] | [c]' do ([d])",
        ),
        (
            "for /f %%i in (\r\n  'a\r\nb'\r\n) do d",
            "for /fi in '[a][b]' do ([d])",
        ),
        (
            "for %%i in (a) do for %%j in (b) do c %%i%%j",
            "for i in [a] do (for j in [b] do ([c][<%%i><%%j>]))",
        ),
        (
            "for %%i in (a) do (\r\nb %%i\r\n)\r\nc %%i",
            "for i in [a] do (([b][<%%i>])); [c][%i]",
        ),
        ("for %%i in (a\r\nb) do c", "for i in [a][b] do ([c])"),
        (
            "for /f %%i in ('a %%T%% %%20b') do c",
            "for /fi in '[a][<T>][%20b]' do ([c])",
        ),
        // Labels and comments.
        (":next a b\r\nc", ":next; [c] #a b#"),
        (":: a & b\r\nc", "[c] #:: a & b#"),
        ("rem a & b\r\nc", "[c] #rem a & b#"),
        ("rem & c", " & [c] #rem#"),
        ("REM\r\nc", "[c] #REM#"),
        ("(\r\nrem 1) x\r\n)", "() #rem 1) x#"),
        ("a & rem b & c", "[a] #rem b & c#"),
        ("remx", "[remx]"),
        // Commands of cmd.
        ("echo.a&echo(b", "[echo.a] & [echo(b]"),
        ("echo a ^> b", "[echo][a][>][b]"),
        ("set \"X=a & b\"", "[set][\"X=a & b\"]"),
        ("set X=a b", "[set][X=a][b]"),
        ("set /a X=1+2 & set /p Y=z", "[set][/a][X=1+2] & [set][/p][Y=z]"),
        ("goto:eof", "[goto][:eof]"),
        ("exit/b 1", "[exit][/b][1]"),
        // What cmd rejects.
        ("(a", "([a]) !("),
        (") a\r\nb", "~; [b] !) a"),
        ("& a\r\nb", "~; [b] !& a"),
        (">f & :x y", ">[f] & :x #y#"),
        ("a ||\r\nb", "[a]; [b] !||"),
        ("a >\r\nb", "[a]>; [b] !>"),
        ("if\r\nb", "if ==  (~); [b] !"),
        ("if a is b c\r\nd", "if == [a][is] (~); [d] !b c"),
        ("if a==b", "if == [a][b] () !"),
        ("for x\r\nb", "for \0 in  do (~); [b] !"),
        ("for %%i of (a) do b\r\nc", "for i in  do (~); [c] !of (a) do b"),
        ("for %%i in (a\r\nb", "for i in  do (~) !(a\r\nb"),
        ("(a) b\r\nc", "([a]); ~; [c] !b"),
        ("a %~q b", "[a][<?>q][b]"),
        ("", ""),
        ("\r\n \r\n", ""),
    ];
    for (source, expected) in table {
        assert_eq!(short(source, Mode::Batch), expected.trim_start(), "{source}");
    }
}

#[test]
fn the_prompt_reads_percent_signs_otherwise_and_may_be_pasted_with_the_line() {
    let table: &[(&str, &str)] = &[
        ("a %TEMP%\\x %1 %% x%20y", "[a][<TEMP>\\x][%1][%%][x%20y]"),
        ("a %^TEMP%^", "[a][%TEMP%]"),
        ("a 100% sure, 50%", "[a][100%][sure,][50%]"),
        (
            "for %i in (a) do b %i %~nxi",
            "for i in [a] do ([b][<%%i>][<%%~nxi>])",
        ),
        ("C:\\>a b", "[a][b]"),
        ("C:\\Users\\a b>c >d", "[c]>[d]"),
        ("  C:\\Users\\a b> c\r\nout & put\r\nC:\\>d", "[c]; ~; [d]"),
        ("C:\\>a\r\nb", "[a]; [b]"),
        ("C:\\>(a\r\nMore? b)", "([a]; [b])"),
        ("C:\\>a ^\r\nMore? b", "[a][b]"),
    ];
    for (source, expected) in table {
        assert_eq!(short(source, Mode::Prompt), *expected, "{source}");
    }
}

/// All runs of the text that are something: words, marks, comments, what is opaque.
fn runs(script: &Script) -> Vec<Span> {
    fn of(statements: &[Statement], out: &mut Vec<Span>) {
        for statement in statements {
            match &statement.form {
                Form::Command(command) => out.extend(command.words.iter().map(|word| word.span)),
                Form::Block(inner) => of(inner, out),
                Form::If(condition) => {
                    out.extend(condition.operands.iter().map(|word| word.span));
                    of(&condition.then, out);
                    of(&condition.otherwise, out);
                }
                Form::For(iteration) => {
                    out.extend(
                        iteration
                            .option
                            .iter()
                            .chain(&iteration.set)
                            .map(|word| word.span),
                    );
                    of(&iteration.source, out);
                    of(&iteration.body, out);
                }
                Form::Label(_) => {}
                Form::Opaque => out.push(statement.span),
            }
            let targets = statement
                .redirections
                .iter()
                .filter_map(|one| one.target.as_ref());
            out.extend(targets.map(|word| word.span));
        }
    }
    let mut out: Vec<Span> = script.marks.iter().map(|mark| mark.span).collect();
    out.extend(script.comments.iter().map(|comment| comment.span));
    of(&script.statements, &mut out);
    out.sort();
    out
}

/// The bytes that are nothing, which have to be blanks and separators.
fn left_over(source: &str, script: &Script) -> String {
    let mut out = String::new();
    let mut at = 0;
    for span in runs(script) {
        if span.start > at {
            out.push_str(&source[at..span.start]);
        }
        at = at.max(span.end);
    }
    out.push_str(&source[at..]);
    out
}

fn check(source: &str, mode: Mode) {
    let script = read(source, mode);
    let left = left_over(source, &script);
    let something = left.trim_matches(|c| words::is_separator(c) || c == '\n');
    let sample: String = source.chars().take(300).collect();
    assert!(something.is_empty(), "{sample:?} {mode:?}: {something:?}");
    fn each(statements: &[Statement], outer: Span) {
        for statement in statements {
            assert!(outer.holds(statement.span), "{outer:?} {:?}", statement.span);
            if let Form::Command(command) = &statement.form {
                for word in &command.words {
                    assert!(statement.span.holds(word.span));
                    for part in &word.parts {
                        assert!(word.span.holds(part.span));
                    }
                }
                if let Some(program) = program(command) {
                    for argument in arguments(command, program.word).list {
                        assert!(statement.span.holds(argument.span));
                    }
                }
                assignment(command);
            }
            match &statement.form {
                Form::Block(inner) => each(inner, statement.span),
                Form::If(condition) => {
                    each(&condition.then, statement.span);
                    each(&condition.otherwise, statement.span);
                }
                Form::For(iteration) => {
                    each(&iteration.source, statement.span);
                    each(&iteration.body, statement.span);
                }
                _ => {}
            }
        }
    }
    let whole = Span::new(0, source.len());
    each(&script.statements, whole);
    shape(&script, source);
    for call in crate::parse::bitsadmin::calls(&script, source) {
        assert!(whole.holds(call.span));
        for found in call.findings {
            assert!(whole.holds(found.span), "{source:?}: {found:?}");
            if let Some(fix) = found.fix {
                assert!(whole.holds(fix.span) && source.is_char_boundary(fix.span.start));
            }
        }
    }
}

/// Pieces of scripts, to be put together at random.
const BITS: &[&str] = &[
    "bitsadmin",
    "bitsadmin ",
    "/setsecurityflags j 0x",
    "/transfer ",
    "http://a/%20b",
    " ",
    "/addfile",
    "\"",
    "^",
    "%",
    "%%",
    "%%i",
    "%TEMP%",
    "%1",
    "%~dp0",
    "!X!",
    "&",
    "&&",
    "||",
    "|",
    ">",
    ">>",
    "2>&1",
    "<",
    "(",
    ")",
    "\r\n",
    "\n",
    "\r",
    "if ",
    "else",
    "for ",
    " in (",
    ") do ",
    "/f ",
    "'",
    "`",
    "\"usebackq\" ",
    "==",
    "=",
    ",",
    ";",
    ":",
    "::",
    ":l",
    "rem ",
    "@",
    "echo.",
    "setlocal EnableDelayedExpansion",
    "set ",
    "X=",
    "C:\\>",
    "More? ",
    "call ",
    "start ",
    "~",
    "$",
    "\u{e9}",
    "\u{1F600}",
    "\u{a0}",
    "\0",
    "\u{1a}",
    "not ",
    "exist ",
    "\\",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn every_byte_of_any_text_is_accounted_for(
        picks in prop::collection::vec(0..BITS.len(), 0..40),
        noise in "\\PC{0,6}",
    ) {
        let mut source: String = picks.iter().map(|pick| BITS[*pick]).collect();
        source.push_str(&noise);
        check(&source, Mode::Batch);
        check(&source, Mode::Prompt);
    }
}

#[test]
fn real_scripts_with_a_piece_taken_out_or_put_in_are_accounted_for() {
    let scripts = [
        include_str!("../../../../tests/cases/new-on-windows-7/main.cmd"),
        include_str!("../../../../tests/cases/new-with-secrets/main.cmd"),
    ];
    for source in scripts {
        check(source, Mode::Batch);
        assert!(read(source, Mode::Batch).problems.is_empty());
        let places: Vec<usize> = source.char_indices().map(|(at, _)| at).collect();
        for (index, at) in places.iter().enumerate().step_by(397) {
            let (before, after) = source.split_at(*at);
            let piece = BITS[index % BITS.len()];
            check(&format!("{before}{piece}{after}"), Mode::Batch);
            let cut = after.char_indices().nth(7).map_or(after.len(), |(at, _)| at);
            check(&format!("{before}{}", &after[cut..]), Mode::Prompt);
        }
    }
}

#[test]
fn no_text_is_too_deep_or_too_long() {
    let deep = 100_000;
    let long = 1 << 20;
    let texts = [
        "(".repeat(deep),
        format!("{}{}", "(".repeat(deep), ")".repeat(deep)),
        "if a==a ".repeat(deep),
        "for %%i in (a) do ".repeat(deep),
        "for /f %%i in ('".repeat(deep),
        "if a==a (".repeat(deep),
        "(\n".repeat(deep),
        "@".repeat(long),
        "^".repeat(long),
        "%".repeat(long),
        "%a ".repeat(long / 3),
        "%a:".repeat(long / 3),
        "!a ".repeat(long / 3),
        format!("setlocal enabledelayedexpansion\n{}", "!a".repeat(long / 2)),
        format!("setlocal enabledelayedexpansion\n{}", "!%a%".repeat(long / 4)),
        format!("for %%i in (a) do {}", "%%~d".repeat(long / 4)),
        format!("for %%i in (a) do {}", "%%~dpnxdpnxdpnx".repeat(long / 16)),
        format!("for %%i in (a) do {}", "%%~$a".repeat(long / 5)),
        format!("for %%i in ({}", "a ".repeat(long / 2)),
        format!("for /f %%i in ('{}') do b", "%% a".repeat(long / 4)),
        "\"".repeat(long),
        "a \"".repeat(long / 3),
        "\\".repeat(long),
        format!("a {}\"", "\\\"".repeat(long / 2)),
        "a&".repeat(long / 2),
        "a>".repeat(long / 2),
        "1>".repeat(long / 2),
        "a\n".repeat(long / 2),
        ") ".repeat(long / 2),
        ")\n".repeat(long / 2),
        "C:\\>\n".repeat(long / 5),
        "C:\\".repeat(long / 3),
        "rem ^\n".repeat(long / 6),
        "setlocal\n".repeat(long / 9),
        "a ".repeat(long / 2),
        "^\n".repeat(long / 2),
    ];
    for source in &texts {
        for mode in [Mode::Batch, Mode::Prompt] {
            let begun = Instant::now();
            let script = read(source, mode);
            let took = begun.elapsed();
            let sample: String = source.chars().take(40).collect();
            // Far more than it takes: what is meant is time that grows with the square.
            assert!(took < Duration::from_secs(20), "{sample:?} {mode:?}: {took:?}");
            let left = left_over(source, &script);
            assert!(
                left.chars().all(|c| words::is_separator(c) || c == '\n'),
                "{sample:?} {mode:?}"
            );
        }
    }
    let script = read(&texts[0], Mode::Batch);
    assert_eq!(script.problems.len(), 1);
    assert!(script.problems[0].message.contains("too deep"));
}

#[test]
fn the_shape_counts_utf_16_units() {
    let source = "\u{1F600}>\u{e9} a%TEMP% & rem b";
    let shape = shape(&read(source, Mode::Batch), source);
    assert_eq!(
        shape,
        serde_json::json!({
            "statements": [{
                "kind": "command",
                "words": [
                    { "kind": "word", "pieces": ["\u{1F600}"], "start": 0, "end": 2 },
                    { "kind": "word", "pieces": ["a", { "env": "TEMP" }], "start": 5, "end": 12 },
                ],
                "redirections": [{
                    "operator": ">",
                    "to": { "kind": "word", "pieces": ["\u{e9}"], "start": 3, "end": 4 },
                    "start": 2, "end": 4,
                }],
                "start": 0, "end": 12,
            }],
            "comments": [{ "kind": "line", "start": 15, "end": 20 }],
            "errors": [],
        })
    );
}
