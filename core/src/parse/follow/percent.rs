//! Variables of cmd in words of PowerShell.

use super::outer::Outer;
use super::{Script, single_quotes};
use crate::parse::bitsadmin::CMD_VARIABLE_IN_POWERSHELL;
use crate::parse::cmdlet::Call;
use crate::parse::found::Found;
use crate::parse::powershell::{Word, WordKind};
use crate::shell_variable::{is_computed, percent};
use crate::span::Span;

/// Looks at the names of files in a call of a cmdlet.
pub(super) fn say(script: &mut Script<'_>, call: &Call, words: &[Word<'_>], source: &str) {
    for word in words.iter().map(Word::said) {
        let is_name = call
            .parameters
            .iter()
            .any(|given| given.span == word.span && matches!(given.parameter.name, "Source" | "Destination"));
        let items = match &word.kind {
            WordKind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(word),
        };
        for item in items.iter().filter(|_| is_name) {
            let is_text = matches!(item.kind, WordKind::Text { .. } | WordKind::Expandable { .. });
            if is_text {
                say_of_name(script, item.span, source);
            }
        }
    }
}

/// Says which variables in a word that names a file or an address are none in PowerShell.
pub(super) fn say_of_name(script: &mut Script<'_>, word: Span, source: &str) {
    let said = [
        in_powershell(word, source, &script.outer),
        single_quotes::in_powershell(word, source),
    ];
    said.into_iter().flatten().for_each(|found| script.found(found));
}

/// What is to be said of a word of PowerShell that names a file or an address, by the first variable of cmd in it. One of
/// the cmd that starts PowerShell is put in before PowerShell reads the word.
fn in_powershell(word: Span, source: &str, outer: &Outer) -> Option<Found> {
    let written = word.of(source);
    let (at, name) = variables(written).find(|(_, name)| !outer.has(&format!("%{name}%")))?;
    let start = word.start.saturating_add(at);
    let variable = Span::new(start, start.saturating_add(name.len()).saturating_add(2));
    let becomes = written_in_powershell(name);
    let help = match &becomes {
        Some(becomes) => format!("Write {becomes}."),
        None => "Write what PowerShell has for it.".to_owned(),
    };
    let found = CMD_VARIABLE_IN_POWERSHELL.at(
        variable,
        format!("%{name}% is a variable in cmd; PowerShell takes it for text, percent signs and all."),
        help,
    );
    Some(match expanded(written) {
        Some(expanded) => found.with_fix("Write the variables of PowerShell", word, expanded),
        None => found,
    })
}

/// The variables of cmd in a text, each with its place.
fn variables(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    std::iter::from_fn(move || {
        loop {
            let at = text.get(next..)?.find('%')?.saturating_add(next);
            next = at.saturating_add(1);
            if let Some(name) = text.get(at..).and_then(named) {
                next = at.saturating_add(name.len()).saturating_add(2);
                return Some((at, name));
            }
        }
    })
}

/// The variable that a text begins with. `%CD%` and `%DATE%` look like the beginning of a percent escape, and are none where
/// no digit of another one follows.
fn named(text: &str) -> Option<&str> {
    let computed = || {
        let (name, behind) = text.strip_prefix('%')?.split_once('%')?;
        let goes_on = behind.starts_with(|c: char| c.is_ascii_hexdigit());
        (is_computed(name) && !goes_on).then_some(name)
    };
    percent(text).or_else(computed)
}

/// How PowerShell writes a variable; nothing where it has none for it.
fn written_in_powershell(name: &str) -> Option<String> {
    if name.eq_ignore_ascii_case("cd") {
        return Some("$PWD".to_owned());
    }
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (!is_computed(name)).then(|| match is_plain {
        true => format!("$env:{name}"),
        false => format!("${{env:{name}}}"),
    })
}

/// The word with PowerShell's variables. Single quotes become double ones where nothing in them would change.
fn expanded(written: &str) -> Option<String> {
    let is_single = written.starts_with('\'') && written.ends_with('\'') && written.len() > 1;
    let inner = match is_single {
        true => written.get(1..written.len().saturating_sub(1))?,
        false => written,
    };
    if is_single && inner.contains(['$', '`', '"', '\'', '\u{201C}', '\u{201D}', '\u{201E}']) {
        return None;
    }
    let is_known = is_single || written.starts_with('"') || !written.contains(['\'', '"', ' ', '\n']);
    if !is_known {
        return None;
    }
    let mut out = String::new();
    let mut done = 0;
    for (at, name) in variables(inner) {
        let becomes = written_in_powershell(name)?;
        let end = at.saturating_add(name.len()).saturating_add(2);
        let goes_on = inner
            .get(end..)?
            .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '?'));
        out.push_str(inner.get(done..at)?);
        out.push_str(&match (goes_on, becomes.strip_prefix('$')) {
            (true, Some(plain)) if !plain.starts_with('{') => format!("${{{plain}}}"),
            _ => becomes,
        });
        done = end;
    }
    out.push_str(inner.get(done..)?);
    Some(match is_single {
        true => format!("\"{out}\""),
        false => out,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::judge;
    use crate::parse::{Reading, import};
    use crate::text::Dialect;

    #[test]
    fn words_of_cmd_become_words_of_powershell() {
        for (written, becomes) in [
            ("%TEMP%\\a", Some("$env:TEMP\\a")),
            ("\"%TEMP%\\a b\"", Some("\"$env:TEMP\\a b\"")),
            ("'%TEMP%\\a b'", Some("\"$env:TEMP\\a b\"")),
            (
                "\"%ProgramFiles(x86)%\\a\"",
                Some("\"${env:ProgramFiles(x86)}\\a\""),
            ),
            (
                "\"C:\\%USERNAME%1\\%USERNAME%\"",
                Some("\"C:\\${env:USERNAME}1\\$env:USERNAME\""),
            ),
            ("\"%cd%\\cs.exe\"", Some("\"$PWD\\cs.exe\"")),
            ("'%TEMP%\\$a'", None),
            ("%DATE%.zip", None),
            ("'it''s %TEMP%'", None),
        ] {
            assert_eq!(expanded(written).as_deref(), becomes, "{written}");
        }
    }

    #[test]
    fn variables_of_cmd_in_names_of_files_are_told() {
        for (source, expected) in [
            (
                "Start-BitsTransfer https://h/a \"%temp%\\a\"",
                Some(("%temp%", Some("Start-BitsTransfer https://h/a \"$env:temp\\a\""))),
            ),
            (
                "Start-BitsTransfer -Source https://h/a -Destination:%TEMP%\\a",
                Some((
                    "%TEMP%",
                    Some("Start-BitsTransfer -Source https://h/a -Destination:$env:TEMP\\a"),
                )),
            ),
            (
                "bitsadmin /transfer q https://h/cs.exe \"%cd%\\cs.exe\"",
                Some((
                    "%cd%",
                    Some("bitsadmin /transfer q https://h/cs.exe \"$PWD\\cs.exe\""),
                )),
            ),
            ("bitsadmin /transfer q \"https://h/a%20b%20c\" C:\\a", None),
            ("bitsadmin /setdescription q '100% and 50%'", None),
            ("Start-BitsTransfer https://h/a \"$env:TEMP\\a\"", None),
            // cmd puts its variables in first, also between single quotes.
            (
                "powershell -Command \"Start-BitsTransfer 'https://h/a' '%TEMP%\\a'; if (-not $?) { exit 1 }\"",
                None,
            ),
            (
                "powershell -Command \"bitsadmin /transfer q https://h/cs.exe '%CD%\\cs.exe'\"",
                None,
            ),
            (
                "powershell Start-BitsTransfer https://h/a \\\"%TEMP%\\a\\\"",
                None,
            ),
        ] {
            let shell = match source.starts_with("powershell") {
                true => Dialect::Cmd,
                false => Dialect::PowerShell,
            };
            let reading = Reading {
                shell: Some(shell),
                ..Reading::default()
            };
            let judged = judge(&import(source, reading));
            let found = judged.iter().map(|judged| &judged.found);
            let said: Vec<_> = found
                .filter(|found| {
                    [
                        "cmd-variable-in-powershell",
                        "relative-local-name",
                        "shell-variable-as-text",
                    ]
                    .contains(&found.rule)
                })
                .map(|found| {
                    let fixed = found.fix.as_ref().map(|fix| fix.applied(source));
                    (found.rule, found.span.of(source), fixed)
                })
                .collect();
            let said: Vec<_> = said
                .iter()
                .map(|(rule, at, fixed)| (*rule, *at, fixed.as_deref()))
                .collect();
            let expected: Vec<_> = expected
                .iter()
                .map(|(at, fixed)| ("cmd-variable-in-powershell", *at, *fixed))
                .collect();
            assert_eq!(said, expected, "{source}");
        }
    }
}
