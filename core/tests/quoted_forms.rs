//! The forms that words take, and what is refused, as tables.

use bitsmith_core::quote::{
    Demand, Refusal, RefusalReason, Word, argument, batch, check_line_length, powershell, prompt,
};
use bitsmith_core::text::{Dialect, Notation, Piece, Text};

fn path(source: &str) -> Text {
    Text::parse(source, Notation::LocalPath).unwrap()
}

fn opaque(source: &str, shell: Dialect) -> Text {
    Text::from_pieces([Piece::Opaque {
        source: source.into(),
        shell,
    }])
}

fn reason<T>(result: Result<T, Refusal>) -> Option<RefusalReason> {
    result.err().map(|refusal| refusal.reason)
}

#[test]
fn words_for_cmd_have_these_forms() {
    // The text as a local path (`%%` is a percent sign), in a batch file, at the prompt.
    let table = [
        ("", r#""""#, r#""""#),
        ("name", "name", "name"),
        (r"C:\x\a-b_c.zip", r"C:\x\a-b_c.zip", r"C:\x\a-b_c.zip"),
        (r"C:\x\", r"C:\x\", r"C:\x\"),
        (r"C:\a b\", r#""C:\a b\\""#, r#""C:\a b\\""#),
        ("{6af1f8fa}", "{6af1f8fa}", "{6af1f8fa}"),
        ("a&b", r#""a&b""#, r#""a&b""#),
        ("a=b", r#""a=b""#, r#""a=b""#),
        ("(a)!^", r#""(a)!^""#, r#""(a)!^""#),
        ("http://h/a%%20b", r#""http://h/a%%20b""#, "http://h/a%^20b"),
        ("100%%", r#""100%%""#, r#"^"100%^""#),
        ("%%TEMP%%", r#""%%TEMP%%""#, r#"^"%^TEMP%^""#),
        ("50%% & more", r#""50%% & more""#, r#"^"50%^ ^& more^""#),
        (
            r#"say "hi" & go"#,
            r#"^"say \^"hi\^" ^& go^""#,
            r#"^"say \^"hi\^" ^& go^""#,
        ),
        (r#"\\""#, r#"^"\\\\\^"^""#, r#"^"\\\\\^"^""#),
        (r"%TEMP%\a.zip", r#""%TEMP%\a.zip""#, r#""%TEMP%\a.zip""#),
        (r"%TEMP%\", r#""%TEMP%\\""#, r#""%TEMP%\\""#),
        (
            r"%TEMP%\100%%.zip",
            r#""%TEMP%\100%%.zip""#,
            r#""%TEMP%\100"%^.zip"#,
        ),
        ("%A% %%", r#""%A% %%""#, r#""%A% "%^"^""#),
        (
            r#""%ProgramFiles(x86)%\x.exe" /y & z"#,
            r#"^"\"%ProgramFiles(x86)%\x.exe\" /y ^& z^""#,
            r#"^"\"%ProgramFiles(x86)%\x.exe\" /y ^& z^""#,
        ),
        (r#"%A%"%A%"#, r#""%A%"\^""%A%""#, r#""%A%"\^""%A%""#),
        (r#"%A% "b""#, r#""%A% \"b\^"^""#, r#""%A% \"b\^"^""#),
    ];
    for (text, in_batch, at_prompt) in table {
        assert_eq!(batch::word(&path(text)).as_deref(), Ok(in_batch), "{text}");
        assert_eq!(prompt::word(&path(text)).as_deref(), Ok(at_prompt), "{text}");
        assert_eq!(batch::read_words(in_batch), Some(vec![path(text)]), "{in_batch}");
        assert_eq!(
            prompt::read_words(at_prompt),
            Some(vec![path(text)]),
            "{at_prompt}"
        );
    }
}

#[test]
fn texts_for_cmd_are_refused_for_these_reasons() {
    use RefusalReason::*;
    let environment = |name: &str| Text::from_pieces([Piece::Environment(name.into())]);
    let parameter = |name: &str| Text::from_pieces([Piece::Parameter(name.into())]);
    let table = [
        (
            Text::literal("a\tb"),
            Some(ControlCharacter),
            Some(ControlCharacter),
        ),
        (
            Text::literal("a\r\nb"),
            Some(ControlCharacter),
            Some(ControlCharacter),
        ),
        (
            Text::literal("\0"),
            Some(ControlCharacter),
            Some(ControlCharacter),
        ),
        (
            Text::literal("\u{1a}"),
            Some(ControlCharacter),
            Some(ControlCharacter),
        ),
        (
            Text::literal("\u{85}"),
            Some(ControlCharacter),
            Some(ControlCharacter),
        ),
        (Text::literal("Ñ"), Some(NotAscii), None),
        (Text::literal("\u{2018}"), Some(NotAscii), None),
        (environment("1x"), Some(VariableName), None),
        (environment("a%b"), Some(VariableName), Some(VariableName)),
        (environment(""), Some(VariableName), Some(VariableName)),
        (parameter("Url"), None, Some(ParameterAtPrompt)),
        (parameter("a b"), Some(VariableName), Some(ParameterAtPrompt)),
        (
            opaque("$x", Dialect::PowerShell),
            Some(OpaqueForeign),
            Some(OpaqueForeign),
        ),
        (opaque("%date:~0,4%", Dialect::Cmd), None, None),
        (opaque("%~dp0", Dialect::Cmd), None, Some(OpaqueUnsafe)),
        (
            opaque("50%", Dialect::Cmd),
            Some(OpaqueUnsafe),
            Some(OpaqueUnsafe),
        ),
        (
            opaque("a\" & b", Dialect::Cmd),
            Some(OpaqueUnsafe),
            Some(OpaqueUnsafe),
        ),
        (
            opaque("a\n", Dialect::Cmd),
            Some(ControlCharacter),
            Some(ControlCharacter),
        ),
        (opaque("é", Dialect::Cmd), Some(NotAscii), None),
    ];
    for (text, in_batch, at_prompt) in table {
        assert_eq!(reason(batch::word(&text)), in_batch, "{text:?}");
        assert_eq!(reason(batch::guards(&text)), in_batch, "{text:?}");
        assert_eq!(reason(prompt::word(&text)), at_prompt, "{text:?}");
    }
}

#[test]
fn a_line_has_at_most_8191_utf16_units() {
    assert_eq!(reason(check_line_length(&"a".repeat(8191))), None);
    assert_eq!(
        reason(check_line_length(&"a".repeat(8192))),
        Some(RefusalReason::LineTooLong)
    );
    assert_eq!(
        reason(check_line_length(&"\u{1f600}".repeat(4096))),
        Some(RefusalReason::LineTooLong)
    );
}

#[test]
fn powershell_expressions_have_these_forms() {
    for (text, source) in [
        (Text::literal("a$b`c\"d"), "'a$b`c\"d'"),
        (path("%TEMP%"), "('' + $env:TEMP)"),
        (
            path("%ProgramFiles(x86)%\\x"),
            "('' + ${env:ProgramFiles(x86)} + '\\x')",
        ),
        (path("%1x%%_y%"), "('' + ${env:1x} + ${env:_y})"),
        (
            path("a\u{2019}%A%é"),
            "('a' + [char]0x2019 + $env:A + [char]0x00E9)",
        ),
        (path("{{Url}}/x"), "('' + $Url + '/x')"),
        (path("\u{1f600}"), "('' + [char]0xD83D + [char]0xDE00)"),
        (
            opaque("$a.b('#', \"c\")", Dialect::PowerShell),
            "('' + ($a.b('#', \"c\")))",
        ),
    ] {
        let expression = powershell::expression(&text).unwrap();
        assert_eq!(expression.source, source);
        assert_eq!(expression.is_literal, source.starts_with('\''), "{source}");
    }
}

#[test]
fn expressions_that_would_leave_their_parentheses_are_refused() {
    use RefusalReason::*;
    for (source, expected) in [
        ("$a", None),
        ("Get-Date -Format 'yyyy'", None),
        ("$a[0] + @('b')", None),
        ("{ a; b }", None),
        ("\"a`\"b\"", None),
        ("'it''s'", None),
        ("", Some(OpaqueUnsafe)),
        ("a) + (b", Some(OpaqueUnsafe)),
        ("(a", Some(OpaqueUnsafe)),
        ("(a]", Some(OpaqueUnsafe)),
        ("a; b", Some(OpaqueUnsafe)),
        ("$a # b", Some(OpaqueUnsafe)),
        ("'a", Some(OpaqueUnsafe)),
        ("\"a", Some(OpaqueUnsafe)),
        ("\"$(')')\"", Some(OpaqueUnsafe)),
        ("@'a", Some(OpaqueUnsafe)),
        ("a `", Some(OpaqueUnsafe)),
        ("a\nb", Some(ControlCharacter)),
        ("\u{201c}a\"", Some(NotAscii)),
    ] {
        assert_eq!(
            reason(powershell::expression(&opaque(source, Dialect::PowerShell))),
            expected,
            "{source}"
        );
    }
    let foreign = powershell::expression(&opaque("%x%", Dialect::Cmd));
    assert_eq!(reason(foreign), Some(OpaqueForeign));
}

#[test]
fn parameters_that_powershell_sets_itself_are_refused() {
    for name in ["Host", "input", "ERROR", "null", "pid", "PSItem", "a b", "1a", ""] {
        let found = powershell::variable_parameter(name);
        assert_eq!(reason(found), Some(RefusalReason::VariableName), "{name}");
    }
    assert_eq!(powershell::variable_parameter("Url").as_deref(), Ok("$Url"));
}

#[test]
fn argument_lines_have_these_forms() {
    let set = |value| {
        [
            Word::Safe("/setdescription"),
            Word::Variable("$id"),
            Word::Text(value),
        ]
    };
    for (value, source) in [
        (Text::literal("new"), "('/setdescription ' + $id + ' new')"),
        (Text::literal(""), "('/setdescription ' + $id + ' \"\"')"),
        (Text::literal("it's"), "('/setdescription ' + $id + ' \"it''s\"')"),
        (
            Text::literal("é\\"),
            "('/setdescription ' + $id + ' \"' + [char]0x00E9 + '\\\\\"')",
        ),
        (
            path("%TEMP%\\"),
            "('/setdescription ' + $id + ' \"' + $env:TEMP + '\\\\\"')",
        ),
    ] {
        assert_eq!(powershell::argument_line(&set(value)).unwrap().source, source);
    }
    let plain = powershell::argument_line(&[Word::Safe("/list"), Word::Text(Text::literal("a b"))]).unwrap();
    assert_eq!(
        (plain.source.as_str(), plain.is_literal),
        ("'/list \"a b\"'", true)
    );
    let guarded = powershell::argument_line(&set(path(r"C:\%A%"))).unwrap();
    let demands: Vec<_> = guarded
        .guards
        .iter()
        .map(|g| (g.value.as_str(), g.demand))
        .collect();
    assert_eq!(
        demands,
        [
            ("$env:A", Demand::NoQuote),
            ("$env:A", Demand::NoTrailingBackslash),
            ("$env:A", Demand::NotEmpty)
        ]
    );
}

#[test]
fn bare_arguments_are_words_without_a_meaning_of_their_own() {
    for c in (' '..='~').filter(|c| !c.is_ascii_alphanumeric()) {
        let written = argument(&format!("a{c}b")).unwrap();
        assert_eq!(!written.starts_with('"'), r"-._:/\{}".contains(c), "{written}");
    }
    assert!(argument("é").unwrap().starts_with('"'));
}

#[test]
fn every_reason_has_its_own_word() {
    let mut words: Vec<_> = RefusalReason::ALL.iter().map(|reason| reason.word()).collect();
    words.sort();
    words.dedup();
    assert_eq!(words.len(), RefusalReason::ALL.len());
}
