use super::password_as_parameter::other_name;
use super::reserved_parameter_name::is_reserved;
use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::text::{Piece, Text, is_parameter_name};

pub(super) const RULE: Rule = Rule {
    name: "unfilled-placeholder",
    severity: Severity::Error,
    what: "A text still holds a placeholder such as <name>.",
    why: "Angle brackets are placeholders in documentation. No path and no address has them, so BITS refuses the name; in other texts they would be sent as they stand.",
    instead: "Write the value, or make it a parameter of the script.",
    evidence: &["com:BG_FILE_INFO", "fileio:naming-a-file"],
    example: job!(download [r#"{ "remote_name": "https://<server>/update.zip", "local_name": "C:\\Data\\update.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://{{server}}/update.zip", "local_name": "C:\\Data\\update.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.texts() {
        // `<local>` and `<-loopback>` are words of the bypass list.
        if text.part() == Some((SettingId::ProxySettings, 2)) {
            continue;
        }
        let Some(placeholder) = text.text.literals().find_map(find) else {
            continue;
        };
        let is_name = text.is_local_path() || text.is_remote();
        let message = format!("<{placeholder}> is a placeholder that was not filled in.");
        let help = "Write the value, or make it a parameter of the script.";
        let mut diagnostic = if is_name {
            RULE.says(text.place, message, help)
        } else {
            RULE.mentions(Severity::Warning, text.place, message, help)
        };
        diagnostic.fix = text
            .edit(&with_parameters(text.text))
            .map(|edit| Fix::new(format!("Make {} a parameter", parameter(placeholder)), edit));
        out.push(diagnostic);
    }
}

/// The first placeholder of a text: a word in angle brackets.
pub(super) fn find(literal: &str) -> Option<&str> {
    let mut rest = literal;
    while let Some((_, after)) = rest.split_once('<') {
        if let Some((word, _)) = after.split_once('>')
            && is_placeholder(word)
        {
            return Some(word);
        }
        rest = after;
    }
    None
}

/// The placeholder that a text begins with, where nothing is glued to it that a path or a command would have there.
pub(crate) fn placeholder(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('<')?;
    let end = rest.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    let (word, behind) = (rest.get(..end)?, rest.get(end..)?.get(1..)?);
    let is_end = behind.is_empty()
        || behind.starts_with(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '/' | '\\' | ')' | ',' | ';' | '<')
        });
    (is_end && is_placeholder(word) && !word.ends_with(' ')).then_some(word)
}

/// The longest placeholder and its closing bracket.
const LONGEST: usize = 41;

fn is_placeholder(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.len() < LONGEST
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.'))
}

/// A parameter's name for a placeholder.
fn parameter(placeholder: &str) -> String {
    let name: String = placeholder
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let name = other_name(&name);
    if is_parameter_name(&name) && !is_reserved(&name) {
        name
    } else {
        format!("{name}_value")
    }
}

fn with_parameters(text: &Text) -> Text {
    let mut new = Text::default();
    for piece in text.pieces() {
        let Piece::Literal(literal) = piece else {
            new.push(piece.clone());
            continue;
        };
        let mut rest = literal.as_str();
        while let Some(word) = find(rest) {
            let bracketed = format!("<{word}>");
            let Some((before, after)) = rest.split_once(&bracketed) else {
                break;
            };
            new.push(Piece::Literal(before.to_owned()));
            new.push(Piece::Parameter(parameter(word)));
            rest = after;
        }
        new.push(Piece::Literal(rest.to_owned()));
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_angle_brackets_are_placeholders() {
        for (text, found) in [
            ("https://<server>/x", Some("server")),
            ("a < b > c", None),
            ("1<2", None),
            ("<<file name>>", Some("file name")),
            ("<p>", Some("p")),
            ("a<", None),
        ] {
            assert_eq!(find(text), found, "{text}");
        }
        let text = with_parameters(&Text::literal("<a-b>/<path>!"));
        assert_eq!(text.display(), "{{a_b}}/{{path_value}}!");
    }
}
