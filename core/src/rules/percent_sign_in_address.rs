use super::{Checked, Rule};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::remote_name::Protocol;

pub(super) const RULE: Rule = Rule {
    name: "percent-sign-in-address",
    severity: Severity::Warning,
    what: "An http or https address holds a percent sign that two hexadecimal digits do not follow.",
    why: "A percent sign opens an escape there, and BITS passes the address on as it is: servers refuse it or read something else.",
    instead: "Write %25 for a percent sign.",
    evidence: &["rfc:3986", "com:BG_FILE_INFO"],
    example: job!(download [r#"{ "remote_name": "https://example.com/50%.zip", "local_name": "C:\\Data\\50.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/50%25.zip", "local_name": "C:\\Data\\50.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.addresses() {
        let pieces = text.text.pieces().len();
        // `%{{code}}` may be an escape whose digits are a parameter.
        let loose = text
            .text
            .as_literal()
            .is_some_and(|literal| escaped(literal) != literal);
        if pieces != 1 || !Protocol::of(text.text).is_http() || !loose {
            continue;
        }
        // `%TEMP%` is a variable that nobody expands, of which another rule speaks.
        if text
            .text
            .literals()
            .any(crate::shell_variable::has_percent_variable)
        {
            continue;
        }
        let mut diagnostic = RULE.says(
            text.place,
            "The address holds a percent sign without two hexadecimal digits after it, which is no legal escape.",
            "Write %25 for a percent sign.",
        );
        diagnostic.fix = text
            .edit_literals(escaped)
            .map(|edit| Fix::new("Write %25", edit));
        out.push(diagnostic);
    }
}

/// The literal with `%25` for each percent sign that opens no escape.
fn escaped(literal: &str) -> String {
    let mut out = String::new();
    let mut rest = literal;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let digits: Vec<char> = after.chars().take(2).collect();
        let is_escape = digits.len() == 2 && digits.iter().all(char::is_ascii_hexdigit);
        out.push_str(if is_escape { "%" } else { "%25" });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_stay_and_loose_signs_are_escaped() {
        for (before, after) in [
            ("a%20b", "a%20b"),
            ("50%", "50%25"),
            ("%%41", "%25%41"),
            ("%4", "%254"),
        ] {
            assert_eq!(escaped(before), after);
        }
    }
}
