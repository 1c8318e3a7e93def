//! Words are read back exactly, or refused: random texts against models of the readers, written apart from the product.
//!
//! Values of variables are put in before the line is read, so that what a variable holds can break a word, and the
//! guards have to say when.

use bitsmith_core::quote::{
    Demand, Guard, RefusalReason, Word, argument, batch, powershell, prompt, read_arguments,
};
use bitsmith_core::text::{Piece, Text};
use proptest::prelude::*;
use std::collections::BTreeMap;

type Values = BTreeMap<&'static str, String>;

const NAMES: [&str; 4] = ["TEMP", "A", "ProgramFiles(x86)", "x-1"];

// ---------------------------------------------------------------- readers of argument vectors

/// How a reader of argument vectors takes a quote right behind a closing quote.
#[derive(Clone, Copy, Debug)]
enum Doubled {
    /// A quote, still inside: the C run time from 2008 on `[crt]`.
    Stays,
    /// A quote, and outside: the C run time before.
    Leaves,
}

fn crt(line: &str, doubled: Doubled) -> Vec<String> {
    let line: Vec<char> = line.chars().collect();
    let mut words = Vec::new();
    let mut at = 0;
    loop {
        while at < line.len() && matches!(line[at], ' ' | '\t') {
            at += 1;
        }
        if at == line.len() {
            return words;
        }
        let mut word = String::new();
        let mut inside = false;
        while at < line.len() && (inside || !matches!(line[at], ' ' | '\t')) {
            let slashes = line[at..].iter().take_while(|c| **c == '\\').count();
            at += slashes;
            if line.get(at) != Some(&'"') {
                word.push_str(&"\\".repeat(slashes));
                if slashes == 0 {
                    word.push(line[at]);
                    at += 1;
                }
                continue;
            }
            word.push_str(&"\\".repeat(slashes / 2));
            at += 1;
            if slashes % 2 == 1 {
                word.push('"');
            } else if inside && line.get(at) == Some(&'"') {
                word.push('"');
                at += 1;
                inside = matches!(doubled, Doubled::Stays);
            } else {
                inside = !inside;
            }
        }
        words.push(word);
    }
}

/// `CommandLineToArgvW` behind the program name: every third quote in a row is a quote.
fn shell32(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let (mut quotes, mut slashes) = (0, 0_usize);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if matches!(c, ' ' | '\t') && quotes == 0 {
            words.extend(word.take());
            slashes = 0;
            continue;
        }
        let word = word.get_or_insert_with(String::new);
        if c != '"' {
            word.push(c);
            slashes = if c == '\\' { slashes + 1 } else { 0 };
            continue;
        }
        word.truncate(word.len() - usize::div_ceil(slashes, 2));
        if slashes % 2 == 1 {
            word.push('"');
        } else {
            quotes += 1;
        }
        slashes = 0;
        while chars.next_if_eq(&'"').is_some() {
            quotes += 1;
            if quotes == 3 {
                word.push('"');
                quotes = 0;
            }
        }
        if quotes == 2 {
            quotes = 0;
        }
    }
    words.extend(word);
    words
}

fn assert_arguments(line: &str, expected: &[String]) {
    assert_eq!(crt(line, Doubled::Stays), expected, "crt: {line}");
    assert_eq!(crt(line, Doubled::Leaves), expected, "older crt: {line}");
    assert_eq!(shell32(line), expected, "CommandLineToArgvW: {line}");
}

// ---------------------------------------------------------------- cmd

/// Percent signs of a batch file `[kb75634]`; a name that is not among the values is empty.
fn expand_batch(line: &str, values: &Values) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        rest = if let Some(after) = after.strip_prefix('%') {
            out.push('%');
            after
        } else if after.starts_with(|c: char| c.is_ascii_digit() || c == '*' || c == '~') {
            out.push_str("ARGUMENT");
            &after[1..]
        } else if let Some((name, after)) = after.split_once('%') {
            out.push_str(values.get(name).map_or("", |value| value));
            after
        } else {
            after
        };
    }
    out + rest
}

/// Percent signs at the prompt, where every name is that of a variable unless it begins as no name does.
fn expand_prompt(line: &str, values: &Values) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let end = after.find(['%', ':']);
        let name = &after[..end.unwrap_or(after.len())];
        if end.is_none() || name.is_empty() || name.starts_with(['^', '"']) {
            out.push('%');
            rest = after;
        } else {
            out.push_str(values.get(name).map_or("SOMETHING", |value| value));
            rest = &after[name.len() + 1..];
        }
    }
    out + rest
}

/// Quotes and carets `[cmd]`; `None` where the line is more than one command, or goes on in the next line.
fn unquote(line: &str) -> Option<String> {
    let mut out = String::new();
    let mut quoted = false;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            '^' if !quoted => {
                out.push(chars.next()?);
                continue;
            }
            '&' | '|' | '<' | '>' | '(' | ')' | '\n' | '\r' | '\u{1a}' if !quoted => return None,
            _ => {}
        }
        out.push(c);
    }
    Some(out)
}

// ---------------------------------------------------------------- PowerShell

/// The value of a sum of literals, code points and variables.
fn evaluate(source: &str, values: &Values) -> String {
    let mut rest = match source.strip_prefix('(') {
        Some(sum) => sum.strip_suffix(')').expect(source),
        None => source,
    };
    assert!(rest.starts_with('\''), "{source}");
    let mut units: Vec<u16> = Vec::new();
    loop {
        if let Some(after) = rest.strip_prefix('\'') {
            rest = after;
            loop {
                let end = rest.find('\'').expect(source);
                units.extend(rest[..end].encode_utf16());
                rest = &rest[end + 1..];
                match rest.strip_prefix('\'') {
                    Some(after) => rest = after,
                    None => break,
                }
                units.push(39);
            }
        } else {
            let end = rest.find(" + ").unwrap_or(rest.len());
            let term = &rest[..end];
            rest = &rest[end..];
            if let Some(hex) = term.strip_prefix("[char]0x") {
                units.push(u16::from_str_radix(hex, 16).expect(source));
            } else {
                units.extend(values[variable(term)].encode_utf16());
            }
        }
        if rest.is_empty() {
            return String::from_utf16(&units).expect(source);
        }
        rest = rest.strip_prefix(" + ").expect(source);
    }
}

/// The name in `$env:NAME`, `${env:NAME}` or `%NAME%`.
fn variable(source: &str) -> &str {
    source
        .trim_start_matches("$env:")
        .trim_start_matches("${env:")
        .trim_end_matches('}')
        .trim_matches('%')
}

// ---------------------------------------------------------------- texts

fn literal() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(vec![
        "a", "b", " ", "\"", "\\", "%", "^", "&", "|", "(", ")", "<", ">", "!", "'", "`", ":", "=", ",", ";",
        "%TEMP%", "%A:a=b%", "%1", "%%", "\\\\\"", "20", "{", "}", "$env:A", "$(b)", "*", "?", "[", "@",
    ]);
    prop_oneof![
        8 => prop::collection::vec(awkward, 0..8).prop_map(|parts| parts.concat()),
        1 => any::<String>(),
        1 => "[\u{2018}-\u{201f}\u{a0}\u{85}\t\r\n\u{202e}\u{ff02}é\u{1f600}a\"]{0,6}",
    ]
}

fn text() -> impl Strategy<Value = Text> {
    let piece = prop_oneof![
        2 => literal().prop_map(Piece::Literal),
        1 => prop::sample::select(&NAMES[..]).prop_map(|name| Piece::Environment(name.into())),
    ];
    prop::collection::vec(piece, 0..6).prop_map(Text::from_pieces)
}

fn values() -> impl Strategy<Value = Values> {
    let value = prop_oneof![
        Just(r"C:\Users\R&D (x)\Temp".to_owned()),
        "[a \\\\&%^!()<>|]{0,5}",
        "[a\"\\\\ ]{0,3}",
    ];
    prop::collection::vec(value, NAMES.len()).prop_map(|values| NAMES.into_iter().zip(values).collect())
}

fn with_values(text: &Text, values: &Values) -> String {
    text.pieces()
        .iter()
        .map(|piece| match piece {
            Piece::Environment(name) => values[name.as_str()].clone(),
            Piece::Literal(text) => text.clone(),
            piece => panic!("{piece:?}"),
        })
        .collect()
}

fn hold(guards: &[Guard], values: &Values) -> bool {
    guards
        .iter()
        .all(|guard| guard.demand.is_met_by(&values[variable(&guard.value)]))
}

/// Whether a refusal is one that rule C3 allows for the text.
fn allowed(reason: RefusalReason, text: &Text, batch: bool) -> bool {
    let any = |bad: fn(char) -> bool| text.literals().any(|literal| literal.contains(bad));
    match reason {
        RefusalReason::ControlCharacter => any(char::is_control),
        RefusalReason::NotAscii => batch && any(|c| !c.is_ascii()),
        _ => false,
    }
}

fn printable(text: &str) -> bool {
    text.bytes().all(|b| (0x20..=0x7e).contains(&b))
}

fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(4000)
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_argument_is_read_alike_by_all_readers(text in literal()) {
        match argument(&text) {
            Ok(word) => {
                let line = format!("/a {word} /b");
                let expected = ["/a".to_owned(), text, "/b".to_owned()];
                assert_arguments(&line, &expected);
                prop_assert_eq!(read_arguments(&line), expected);
            }
            Err(refusal) => {
                prop_assert_eq!(refusal.reason, RefusalReason::ControlCharacter);
                prop_assert!(text.contains('\0'));
            }
        }
    }

    #[test]
    fn reading_arguments_agrees_with_the_run_time(line in "[a \t\"\\\\]{0,12}") {
        prop_assert_eq!(read_arguments(&line), crt(&line, Doubled::Stays));
    }

    #[test]
    fn batch_words_are_exact_or_refused(texts in prop::collection::vec(text(), 1..4), values in values()) {
        let mut line = "bitsadmin /x".to_owned();
        let mut expected = vec!["bitsadmin".to_owned(), "/x".to_owned()];
        let mut guarded = true;
        let mut written = vec![Text::literal("bitsadmin"), Text::literal("/x")];
        for text in texts {
            match batch::word(&text) {
                Ok(word) => {
                    prop_assert!(printable(&word), "{word}");
                    line = line + " " + &word;
                    expected.push(with_values(&text, &values));
                    guarded &= hold(&batch::guards(&text).unwrap(), &values);
                    written.push(text);
                }
                Err(refusal) => {
                    prop_assert!(allowed(refusal.reason, &text, true), "{refusal}");
                    prop_assert_eq!(batch::guards(&text), Err(refusal));
                }
            }
        }
        prop_assert_eq!(batch::read_words(&line), Some(written), "{}", line);
        if guarded {
            assert_arguments(&unquote(&expand_batch(&line, &values)).expect(&line), &expected);
        }
    }

    #[test]
    fn prompt_words_are_exact_or_refused(texts in prop::collection::vec(text(), 1..4), values in values()) {
        let mut line = "bitsadmin /x".to_owned();
        let mut expected = vec!["bitsadmin".to_owned(), "/x".to_owned()];
        let mut guarded = true;
        let mut written = vec![Text::literal("bitsadmin"), Text::literal("/x")];
        for text in texts {
            match prompt::word(&text) {
                Ok(word) => {
                    line = line + " " + &word;
                    expected.push(with_values(&text, &values));
                    guarded &= hold(&prompt::guards(&text).unwrap(), &values);
                    written.push(text);
                }
                Err(refusal) => prop_assert!(allowed(refusal.reason, &text, false), "{refusal}"),
            }
        }
        prop_assert_eq!(prompt::read_words(&line), Some(written), "{}", line);
        if guarded {
            assert_arguments(&unquote(&expand_prompt(&line, &values)).expect(&line), &expected);
        }
    }

    #[test]
    fn powershell_expressions_have_the_value_of_the_text(text in text(), values in values()) {
        let expression = powershell::expression(&text).unwrap();
        prop_assert!(printable(&expression.source));
        prop_assert_eq!(evaluate(&expression.source, &values), with_values(&text, &values));
        prop_assert_eq!(expression.is_literal, expression.source.starts_with('\''));
        let back = powershell::read_literal(&expression.source);
        prop_assert_eq!(back.as_deref(), text.as_literal());
    }

    #[test]
    fn argument_lines_are_exact_where_the_guards_hold(texts in prop::collection::vec(text(), 1..4), values in values()) {
        let words: Vec<Word> = [Word::Safe("/addfile")].into_iter().chain(texts.iter().cloned().map(Word::Text)).collect();
        match powershell::argument_line(&words) {
            Ok(line) => {
                prop_assert!(printable(&line.source));
                if hold(&line.guards, &values) {
                    let expected: Vec<String> = ["/addfile".to_owned()]
                        .into_iter()
                        .chain(texts.iter().map(|text| with_values(text, &values)))
                        .collect();
                    assert_arguments(&evaluate(&line.source, &values), &expected);
                }
            }
            Err(refusal) => {
                prop_assert_eq!(refusal.reason, RefusalReason::ControlCharacter);
                prop_assert!(texts.iter().any(|text| text.literals().any(|literal| literal.contains('\0'))));
            }
        }
    }

    #[test]
    fn readers_take_any_line(line in any::<String>(), near in "[a%^\"\\\\:&$'+() \\[\\]char0x1]{0,20}") {
        for line in [line, near] {
            read_arguments(&line);
            batch::read_words(&line);
            prompt::read_words(&line);
            powershell::read_literal(&line);
        }
    }
}

#[test]
fn all_short_arguments_are_read_alike() {
    let mut texts = vec![String::new()];
    let mut from = 0;
    for _ in 0..6 {
        let until = texts.len();
        for at in from..until {
            for c in ['a', ' ', '\t', '"', '\\'] {
                texts.push(format!("{}{c}", texts[at]));
            }
        }
        from = until;
    }
    assert_eq!(texts.len(), 19_531);
    for text in texts {
        let line = format!("{} x", argument(&text).unwrap());
        assert_arguments(&line, &[text, "x".to_owned()]);
    }
}

/// The models notice what they are there for.
#[test]
fn careless_quoting_is_caught() {
    let values = Values::new();
    assert_eq!(unquote(r#""a\" & b""#), None);
    assert_eq!(expand_batch(r#""a%20b""#, &values), r#""aARGUMENT0b""#);
    assert_eq!(expand_prompt(r#""%TEMP%""#, &values), r#""SOMETHING""#);
    assert_eq!(expand_prompt("^%A:a=b^%", &values), "^SOMETHINGa=b^%");
    assert_ne!(
        crt(r#""a""b c""#, Doubled::Stays),
        crt(r#""a""b c""#, Doubled::Leaves)
    );
    assert_ne!(crt(r#""a"" b""#, Doubled::Stays), shell32(r#""a"" b""#));
    assert_eq!(crt(r#""C:\" x"#, Doubled::Stays), [r#"C:" x"#]);
}

#[test]
fn every_demand_is_needed() {
    for (text, value, broken) in [
        (vec![Piece::Environment("A".into())], "a\"b", Demand::NoQuote),
        (
            vec![Piece::Environment("A".into())],
            "C:\\",
            Demand::NoTrailingBackslash,
        ),
        (
            vec![Piece::Literal("C:\\".into()), Piece::Environment("A".into())],
            "",
            Demand::NotEmpty,
        ),
    ] {
        let text = Text::from_pieces(text);
        let values = Values::from([("A", value.to_owned())]);
        let line = powershell::argument_line(&[Word::Text(text.clone())]).unwrap();
        let failing: Vec<Demand> = line
            .guards
            .iter()
            .map(|guard| guard.demand)
            .filter(|demand| !demand.is_met_by(value))
            .collect();
        assert_eq!(failing, [broken], "{value}");
        let read = crt(&evaluate(&line.source, &values), Doubled::Stays);
        assert_ne!(read, [with_values(&text, &values)]);
    }
}
