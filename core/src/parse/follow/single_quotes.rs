//! Variables in single quotes, which PowerShell does not expand.

use crate::diagnostic::Severity;
use crate::parse::bitsadmin::SHELL_VARIABLE_AS_TEXT;
use crate::parse::found::Found;
use crate::shell_variable::find;
use crate::span::Span;
use crate::text::Notation;

/// What is to be said of a word that names a file or an address, where it is in single quotes and holds a variable.
pub(super) fn in_powershell(word: Span, source: &str) -> Option<Found> {
    let written = word.of(source);
    let inner = written.strip_prefix('\'')?.strip_suffix('\'')?;
    let variable = find(inner, Notation::LocalPath)?;
    let mut found = SHELL_VARIABLE_AS_TEXT.at(
        word,
        format!(
            "{} stands in single quotes, in which PowerShell expands nothing.",
            variable.written
        ),
        "Write double quotes.",
    );
    // A dollar sign within a name may be meant.
    if variable.at > 0 {
        found.severity = Severity::Warning;
    }
    Some(match is_same_in_double_quotes(inner) {
        true => found.with_fix("Write double quotes", word, format!("\"{inner}\"")),
        false => found,
    })
}

/// Whether nothing but its variables becomes another text in double quotes.
fn is_same_in_double_quotes(inner: &str) -> bool {
    let is_odd = |c: char| matches!(c, '`' | '"' | '\'' | '\u{2018}'..='\u{201E}');
    let mut rest = inner;
    while let Some((_, behind)) = rest.split_once('$') {
        let name = behind.strip_prefix("env:").unwrap_or(behind);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let after = name.get(end.unwrap_or(name.len())..).unwrap_or("");
        // A colon would become a part of the name, and `$(`, `$$` or `$?` mean something else.
        if end == Some(0) || name.is_empty() || after.starts_with(':') {
            return false;
        }
        rest = after;
    }
    !inner.contains(is_odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_become_double_where_only_variables_change() {
        for (word, becomes) in [
            ("'http://$ip/$file'", Some("\"http://$ip/$file\"")),
            ("'$env:TEMP\\a'", Some("\"$env:TEMP\\a\"")),
            ("'http://$ip:8080/a'", None),
            ("'$a/$(b)'", None),
            ("'$a ''b'''", None),
        ] {
            let found = in_powershell(Span::new(0, word.len()), word);
            let found = found.unwrap_or_else(|| panic!("{word}"));
            assert_eq!(found.fix.map(|fix| fix.text).as_deref(), becomes, "{word}");
        }
        for word in [
            "'C:\\$Recycle.Bin'",
            "'\\\\s\\c$\\a'",
            "\"$a\"",
            "'https://h/o?$filter=a'",
            "$a",
        ] {
            assert_eq!(in_powershell(Span::new(0, word.len()), word), None, "{word}");
        }
    }
}
