//! Texts as people see them: secrets masked, long ones cut.

use crate::catalog::{Phase, SettingSpec};
use crate::command::Carries;
use crate::command::bitsadmin::setter;
use crate::secret::{Holes, mask};
use crate::text::{Dialect, Piece, Text};
use crate::value::Secrecy;
use crate::version::BitsVersion;

/// The longest text that is shown whole.
pub(super) const LONGEST: usize = 120;

/// A text in quotation marks, its secrets masked.
pub(super) fn quoted(text: &Text, secrecy: Secrecy) -> String {
    let masked = as_written(&mask(secrecy, text, &mut Holes::default()));
    match masked.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("“{}…”", masked.get(..at).unwrap_or("")),
        None => format!("“{masked}”"),
    }
}

/// A text as PowerShell writes it in double quotes: what stands behind a variable does not read as more of its name, and an
/// expression stands in `$( )`.
fn as_written(text: &Text) -> String {
    let mut out = String::new();
    let mut pieces = text.pieces().iter().peekable();
    while let Some(piece) = pieces.next() {
        let Piece::Opaque {
            source,
            shell: Dialect::PowerShell,
        } = piece
        else {
            out.push_str(&Text::from_pieces([piece.clone()]).display());
            continue;
        };
        let name = source.strip_prefix('$').unwrap_or("");
        let is_in_name = |c: char| c.is_alphanumeric() || c == '_';
        let goes_on = match pieces.peek() {
            Some(Piece::Literal(next)) => next.starts_with(|c: char| is_in_name(c) || matches!(c, ':' | '?')),
            _ => false,
        };
        let is_alone = text.pieces().len() == 1;
        out.push_str(&match () {
            () if !name.is_empty() && name.chars().all(is_in_name) => match goes_on {
                true => format!("${{{name}}}"),
                false => source.clone(),
            },
            () if source.starts_with("$(") => source.clone(),
            () if is_alone && source.starts_with('$') => source.clone(),
            () => format!("$({source})"),
        });
    }
    out
}

/// What a word carries: the setting, and which part of it, if not the whole.
pub(super) fn carried(carries: &Carries) -> String {
    let setting = carries.setting.spec().label;
    let is_part = !carries.part.is_empty();
    match carries.spec().filter(|_| is_part).map_or("", |part| part.label) {
        "" => setting.to_owned(),
        part => format!("{setting}, {}", lower(part)),
    }
}

/// What holds without a setting.
pub(super) fn default(spec: &SettingSpec) -> Option<String> {
    // What stands behind the first sentence is about what this program makes.
    let words = spec.default.words.split(". ").next().unwrap_or("");
    let words = words.trim_end_matches('.');
    (!words.is_empty()).then(|| format!("Without it: {}.", lower(words)))
}

/// Which BITS has a setting with its words, who may set it, and when.
pub(super) fn allowed(spec: &SettingSpec, since: BitsVersion) -> String {
    let is_changed = spec.phase == Phase::Creation && setter(spec.id).is_some();
    format!(
        "BITS {} and later; set by {}, {}{}.",
        since,
        spec.permission.label(),
        spec.phase.label(),
        if is_changed { " and later" } else { "" },
    )
}

/// Names as an enumeration: `a`, `a and b`, `a, b and c`.
pub(super) fn and(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What is said of what only an administrator may do.
pub(super) const NEEDS_ADMINISTRATOR: &str = "It needs an administrator.";

/// What a verb or cmdlet is told to do: its sentence without its subject.
pub(super) fn order(what: &str) -> String {
    upper(what.strip_prefix("It ").unwrap_or(what))
}

/// What a verb does, for one job or for jobs.
pub(super) fn filled(does: &str, job: &str) -> String {
    upper(&does.replace("{job}", job))
}

/// A text at the beginning of a sentence.
pub(super) fn upper(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// A label in the middle of a sentence.
pub(super) fn lower(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_piece_reads_as_a_part_of_another() {
        let opaque = |source: &str| Piece::Opaque {
            source: source.to_owned(),
            shell: Dialect::PowerShell,
        };
        let literal = |text: &str| Piece::Literal(text.to_owned());
        for (pieces, expected) in [
            (
                vec![
                    literal("https://"),
                    opaque("$h"),
                    literal("files/"),
                    opaque("$n"),
                    literal("_x"),
                ],
                "“https://${h}files/${n}_x”",
            ),
            (vec![opaque("$h"), literal("\\a")], "“$h\\a”"),
            (vec![opaque("$h"), opaque("$n")], "“$h$n”"),
            (
                vec![literal("a-"), opaque("[guid]::NewGuid()"), literal("b")],
                "“a-$([guid]::NewGuid())b”",
            ),
            (vec![opaque("$u['0']"), literal("a")], "“$($u['0'])a”"),
            (vec![opaque("$u.Name")], "“$u.Name”"),
            (vec![opaque("Join-Path $a b")], "“$(Join-Path $a b)”"),
        ] {
            assert_eq!(quoted(&Text::from_pieces(pieces), Secrecy::None), expected);
        }
    }
}
