//! What must hold, when a script runs, of the values that are spliced into a quoted argument.

use super::bitsadmin::looks_like_guid;
use std::fmt;

/// What a value must be for the argument around it to be read as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Demand {
    /// No `"` and no control character in it.
    NoQuote,
    /// It does not end in a backslash: one would escape the quote that follows.
    NoTrailingBackslash,
    /// It is not empty: it keeps a backslash before it away from a quote behind it.
    NotEmpty,
    /// It is not `NULL`, which bitsadmin takes for "clear this value".
    NotNull,
    /// It does not begin with `/`: bitsadmin may take it for a switch.
    NoLeadingSlash,
    /// It is not shaped like a GUID: bitsadmin would look for the job with that GUID.
    NotGuid,
}

impl Demand {
    /// The .NET regular expression that matches exactly the values that break the demand, for `-match`, which takes
    /// upper and lower case for the same.
    pub const fn broken_pattern(self) -> &'static str {
        match self {
            Demand::NoQuote => r#"["\x00-\x1F\x7F]"#,
            Demand::NoTrailingBackslash => r"\\\z",
            Demand::NotEmpty => r"\A\z",
            Demand::NotNull => r"\ANULL\z",
            Demand::NoLeadingSlash => r"\A/",
            Demand::NotGuid => {
                r"\A([0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}|\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\})\z"
            }
        }
    }

    /// Whether a value meets the demand.
    pub fn is_met_by(self, value: &str) -> bool {
        match self {
            Demand::NoQuote => !value.chars().any(|c| c == '"' || c.is_ascii_control()),
            Demand::NoTrailingBackslash => !value.ends_with('\\'),
            Demand::NotEmpty => !value.is_empty(),
            Demand::NotNull => !value.eq_ignore_ascii_case("NULL"),
            Demand::NoLeadingSlash => !value.starts_with('/'),
            Demand::NotGuid => !looks_like_guid(value),
        }
    }
}

impl fmt::Display for Demand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Demand::NoQuote => "must not hold a quotation mark or a control character",
            Demand::NoTrailingBackslash => "must not end in a backslash",
            Demand::NotEmpty => "must not be empty",
            Demand::NotNull => "must not be NULL, which bitsadmin takes for clearing",
            Demand::NoLeadingSlash => "must not begin with a slash, as a switch of bitsadmin does",
            Demand::NotGuid => "must not look like a GUID, which bitsadmin takes for another job",
        })
    }
}

/// A demand on a value that is known only when the script runs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guard {
    /// The value as the shell names it: `$env:TEMP`, `$Name`, `%TEMP%`; several, with characters that stand for
    /// themselves between them, where only the whole word can break the demand.
    pub value: String,
    /// What it must be.
    pub demand: Demand,
}

/// One step of a word: a character, or a value that is known only at run time, as the shell names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Atom {
    /// A character that stands for itself.
    Char(char),
    /// A value of the run time.
    Value(String),
}

/// The demands on the values of one word inside quotes; `closes` says which characters end the quotes.
pub(super) fn guards(atoms: &[Atom], closes: impl Fn(char) -> bool) -> Vec<Guard> {
    // Going back: does a quote follow, with nothing but backslashes and values between?
    let mut meets_quote = true;
    let mut before_quote = Vec::with_capacity(atoms.len());
    for atom in atoms.iter().rev() {
        before_quote.push(meets_quote);
        meets_quote = match atom {
            Atom::Char('\\') | Atom::Value(_) => meets_quote,
            Atom::Char(c) => *c == '"' || closes(*c),
        };
    }
    let mut out = Vec::new();
    let mut add = |value: &str, demand| {
        let guard = Guard {
            value: value.to_owned(),
            demand,
        };
        if !out.contains(&guard) {
            out.push(guard);
        }
    };
    // Going forward: does a backslash stand before, with nothing but values between?
    let mut behind_backslash = false;
    for (atom, before_quote) in atoms.iter().zip(before_quote.iter().rev()) {
        match atom {
            Atom::Char(c) => behind_backslash = *c == '\\',
            Atom::Value(value) => {
                add(value, Demand::NoQuote);
                if *before_quote {
                    add(value, Demand::NoTrailingBackslash);
                    if behind_backslash {
                        add(value, Demand::NotEmpty);
                    }
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_bitsadmin_takes_for_something_else_break_a_demand() {
        use Demand::{NoLeadingSlash, NotGuid, NotNull};
        let guid = "6AF1F8FA-1c2a-4C3B-9A0B-0123456789AB";
        let braced = format!("{{{guid}}}");
        for (value, expected) in [
            ("", &[][..]),
            ("null", &[NotNull]),
            ("NULL ", &[]),
            ("/x", &[NoLeadingSlash]),
            (guid, &[NotGuid]),
            (&braced, &[NotGuid]),
            (&braced[1..], &[]),
        ] {
            let demands = [NotNull, NoLeadingSlash, NotGuid];
            let broken: Vec<Demand> = demands.into_iter().filter(|d| !d.is_met_by(value)).collect();
            assert_eq!(broken, expected, "{value}");
        }
    }

    #[test]
    fn only_values_near_a_quote_are_asked_about_backslashes() {
        let word = |source: &str| -> Vec<Atom> {
            source
                .chars()
                .map(|c| match c {
                    'A'..='Z' => Atom::Value(c.into()),
                    c => Atom::Char(c),
                })
                .collect()
        };
        use Demand::{NoQuote, NoTrailingBackslash, NotEmpty};
        for (source, expected) in [
            ("ab", vec![]),
            (r"X\a", vec![("X", NoQuote)]),
            ("aX", vec![("X", NoQuote), ("X", NoTrailingBackslash)]),
            (r"X\", vec![("X", NoQuote), ("X", NoTrailingBackslash)]),
            ("X\"a", vec![("X", NoQuote), ("X", NoTrailingBackslash)]),
            (
                r"a\X",
                vec![("X", NoQuote), ("X", NoTrailingBackslash), ("X", NotEmpty)],
            ),
            (
                r"\XYa\Z\",
                vec![
                    ("X", NoQuote),
                    ("Y", NoQuote),
                    ("Z", NoQuote),
                    ("Z", NoTrailingBackslash),
                    ("Z", NotEmpty),
                ],
            ),
        ] {
            let found = guards(&word(source), |_| false);
            let found: Vec<_> = found.iter().map(|g| (g.value.as_str(), g.demand)).collect();
            assert_eq!(found, expected, "{source}");
        }
    }
}
