//! bitsadmin's own conventions: texts that it takes for something else, however well they are quoted.

use super::guard::{Atom, Demand, Guard};
use super::{Refusal, RefusalReason};
use crate::text::Text;

/// Where among bitsadmin's arguments a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The display name of a job, where a GUID in braces may stand too.
    JobName,
    /// Any other text: a description, a user name, a header, a path.
    Value,
}

/// Checks that bitsadmin takes the text for a text.
///
/// `NULL` clears a value `[help1809]`; whether an argument beginning with `/` is taken for a switch is not
/// documented; `<job>` is a name or a GUID in braces `[help1809]`.
pub fn bitsadmin_word(text: &Text, place: Place) -> Result<(), Refusal> {
    let literal = text.as_literal();
    if literal.is_some_and(|literal| literal.eq_ignore_ascii_case("NULL")) {
        return Err(Refusal {
            reason: RefusalReason::IsNull,
            message: "bitsadmin takes NULL for \"clear this value\", not for a text.".into(),
            help: "Choose another text, or use the PowerShell script where the setting has a parameter."
                .into(),
        });
    }
    if text.literal_start().starts_with('/') {
        return Err(Refusal {
            reason: RefusalReason::BeginsWithSlash,
            message: "The text begins with /, and bitsadmin may take it for a switch.".into(),
            help: "Begin it with another character, or use the PowerShell script where the setting has a parameter."
                .into(),
        });
    }
    if place == Place::JobName && literal.is_some_and(looks_like_guid) {
        return Err(Refusal {
            reason: RefusalReason::LooksLikeGuid,
            message: "The name is shaped like a GUID, and bitsadmin would look for the job with that GUID."
                .into(),
            help: "Choose another name, or set it with the PowerShell script.".into(),
        });
    }
    Ok(())
}

/// What must hold of the values of one word, so that [`bitsadmin_word`] would take it if it knew them.
pub(super) fn guards(atoms: &[Atom], place: Place) -> Vec<Guard> {
    let mut out = Vec::new();
    let mut add = |value: &str, demand| {
        out.push(Guard {
            value: value.to_owned(),
            demand,
        });
    };
    let mut literal = String::new();
    let mut whole = String::new();
    for atom in atoms {
        match atom {
            Atom::Char(c) => {
                literal.push(*c);
                whole.push(*c);
            }
            Atom::Value(value) => {
                if literal.is_empty() {
                    add(value, Demand::NoLeadingSlash);
                }
                whole.push_str(value);
            }
        }
    }
    if whole == literal {
        return out;
    }
    // Values that may be empty bring what stands behind them to the beginning.
    if matches!(atoms.first(), Some(Atom::Value(_))) && literal.starts_with('/') {
        let first = atoms.iter().map_while(|atom| match atom {
            Atom::Value(value) => Some(value),
            Atom::Char(_) => None,
        });
        for value in first {
            add(value, Demand::NotEmpty);
        }
    }
    let mut null = "NULL".chars();
    if literal.chars().all(|c| null.any(|n| n == c.to_ascii_uppercase())) {
        add(&whole, Demand::NotNull);
    }
    let of_guid = |c: char| c.is_ascii_hexdigit() || matches!(c, '-' | '{' | '}');
    if place == Place::JobName && literal.chars().all(of_guid) {
        add(&whole, Demand::NotGuid);
    }
    out
}

/// Hexadecimal digits in groups of 8, 4, 4, 4 and 12, with or without braces.
pub(super) fn looks_like_guid(name: &str) -> bool {
    let inner = name
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .unwrap_or(name);
    inner.split('-').map(str::len).eq([8, 4, 4, 4, 12])
        && inner.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Piece;
    use Place::{JobName, Value};
    use RefusalReason::{BeginsWithSlash, IsNull, LooksLikeGuid};

    #[test]
    fn texts_with_a_meaning_of_their_own_are_refused() {
        let guid = "6AF1F8FA-1C2A-4C3B-9A0B-0123456789ab";
        let braced = format!("{{{guid}}}");
        let table: &[(&str, Place, Option<RefusalReason>)] = &[
            ("", JobName, None),
            ("NULL", JobName, Some(IsNull)),
            ("null", Value, Some(IsNull)),
            ("NULL ", Value, None),
            ("/x", JobName, Some(BeginsWithSlash)),
            ("/x", Value, Some(BeginsWithSlash)),
            ("a/x", Value, None),
            (&braced, JobName, Some(LooksLikeGuid)),
            (guid, JobName, Some(LooksLikeGuid)),
            (&braced, Value, None),
            ("{guid}", JobName, None),
            ("{6AF1F8FA-1C2A-4C3B-9A0B-0123456789ag}", JobName, None),
        ];
        for (text, place, reason) in table {
            let found = bitsadmin_word(&Text::literal(*text), *place);
            assert_eq!(found.err().map(|r| r.reason), *reason, "{text}");
        }
    }

    #[test]
    fn values_are_asked_what_literals_are_asked() {
        use Demand::{NoLeadingSlash, NotEmpty, NotGuid, NotNull};
        type Row = (&'static str, Place, &'static [(&'static str, Demand)]);
        let table: &[Row] = &[
            ("X", Value, &[("X", NoLeadingSlash), ("X", NotNull)]),
            (
                "X",
                JobName,
                &[("X", NoLeadingSlash), ("X", NotNull), ("X", NotGuid)],
            ),
            ("nuX", Value, &[("nuX", NotNull)]),
            ("XlY", Value, &[("X", NoLeadingSlash), ("XlY", NotNull)]),
            ("X/a", Value, &[("X", NoLeadingSlash), ("X", NotEmpty)]),
            ("{X}", JobName, &[("{X}", NotGuid)]),
            ("lnX", Value, &[]),
            ("a b", JobName, &[]),
            ("job X", JobName, &[]),
        ];
        for (source, place, expected) in table {
            let atoms: Vec<Atom> = source
                .chars()
                .map(|c| match c {
                    'X' | 'Y' => Atom::Value(c.into()),
                    c => Atom::Char(c),
                })
                .collect();
            let found = guards(&atoms, *place);
            let found: Vec<_> = found.iter().map(|g| (g.value.as_str(), g.demand)).collect();
            assert_eq!(found, *expected, "{source}");
        }
    }

    #[test]
    fn only_the_whole_text_is_null() {
        let text = Text::from_pieces([Piece::Literal("NULL".into()), Piece::Environment("X".into())]);
        assert_eq!(bitsadmin_word(&text, Value), Ok(()));
        let text = Text::from_pieces([Piece::Literal("/".into()), Piece::Environment("X".into())]);
        assert_eq!(bitsadmin_word(&text, Value).unwrap_err().reason, BeginsWithSlash);
    }
}
