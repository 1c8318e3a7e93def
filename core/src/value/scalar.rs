//! Values that are one text, one list of texts, or one switch.

use super::word::words;
use super::{
    Control, Entries, Entry, Part, PartError, Secrecy, TextRule, Value, Word, plain, read_text, single,
    write_text,
};
use crate::text::{Notation, Text};

/// The limits that BITS has for texts, in UTF-16 units without the terminator.
pub(super) mod limit {
    /// MAX_PATH without the terminator. `[com:BG_FILE_INFO]`
    pub(crate) const PATH: usize = 260;
    /// A remote name. `[com:BG_FILE_INFO]`
    pub(crate) const REMOTE_NAME: usize = 2200;
}

macro_rules! text_value {
    ($(#[$meta:meta])* $name:ident, $rule:expr, $empty:literal) => {
        text_value! { $(#[$meta])* $name, $rule, $empty, "Write it, or leave the setting out." }
    };
    ($(#[$meta:meta])* $name:ident, $rule:expr, $empty:literal, $help:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(pub Text);

        impl $name {
            /// How its text is written and how long it may be.
            pub const RULE: TextRule = $rule;
        }

        impl Value for $name {
            const PARTS: &'static [Part] = &[Part::only(Control::Text(Self::RULE))];
            fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
                match single(entries, 0) {
                    Ok(Some(entry)) => read_text(entry, 0, Self::RULE).map(Self).map_err(|error| vec![error]),
                    Ok(None) if Self::RULE.may_be_empty => Ok(Self(Text::default())),
                    Ok(None) => Err(vec![PartError::new(0, $empty, $help)]),
                    Err(error) => Err(vec![error]),
                }
            }
            fn write(&self) -> Entries {
                if self.0.is_empty() {
                    Entries::one("")
                } else {
                    Entries::one(write_text(&self.0, Self::RULE.notation))
                }
            }
        }
    };
}

text_value! {
    /// A job's display name: at most 256 characters; need not be unique. [com:IBackgroundCopyJob.SetDisplayName]
    DisplayName,
    TextRule { notation: Notation::Plain, max: 256, may_be_empty: false, secrecy: Secrecy::None },
    "The job has no display name",
    "Write a name of 1 to 256 characters, under which people find the job."
}

text_value! {
    /// A job's description: at most 1,024 characters. [com:IBackgroundCopyJob.SetDescription]
    Description,
    TextRule { notation: Notation::Plain, max: 1024, may_be_empty: true, secrecy: Secrecy::None },
    "No description is given"
}

text_value! {
    /// The full path of a file on this machine: at most 260 characters. [com:IBackgroundCopyJob2.SetReplyFileName]
    LocalName,
    TextRule { notation: Notation::LocalPath, max: limit::PATH, may_be_empty: false, secrecy: Secrecy::None },
    "No path is given"
}

text_value! {
    /// The HTTP method of a download, such as POST. BITS states no list and no limit; 64 characters is this
    /// program's own bound. [com:IBackgroundCopyJobHttpOptions2.SetHttpMethod]
    HttpMethod,
    TextRule { notation: Notation::Plain, max: 64, may_be_empty: false, secrecy: Secrecy::None },
    "No method is given"
}

/// Headers that BITS sends with every request, one text each, `Name: value`.
///
/// Together with a CR LF after each they may have 16,383 characters. [com:IBackgroundCopyJobHttpOptions.SetCustomHeaders]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Headers(pub Vec<Text>);

impl Headers {
    /// How a header is written and how long one may be.
    pub const RULE: TextRule = TextRule {
        notation: Notation::Plain,
        max: Self::MAX,
        may_be_empty: false,
        secrecy: Secrecy::Header,
    };
    /// The most characters of all headers together, each with its CR LF.
    pub const MAX: usize = 16_383;
}

impl Value for Headers {
    const PARTS: &'static [Part] = &[Part::only(Control::Lines(Self::RULE))];

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        read_lines(entries, 0, Self::RULE).map(Headers)
    }

    fn write(&self) -> Entries {
        write_lines(&self.0, Self::RULE.notation)
    }
}

/// Reads every entry of a part as a text; blank lines are left out.
pub(super) fn read_lines(
    entries: &Entries,
    part: usize,
    rule: TextRule,
) -> Result<Vec<Text>, Vec<PartError>> {
    let mut lines = Vec::new();
    let mut errors = Vec::new();
    for (row, entry) in entries
        .part(part)
        .iter()
        .enumerate()
        .filter(|(_, entry)| !entry.is_blank())
    {
        match read_text(entry, part, rule) {
            Ok(text) => lines.push(text),
            Err(error) => errors.push(error.at(row)),
        }
    }
    if errors.is_empty() { Ok(lines) } else { Err(errors) }
}

/// The entries of a list of texts.
pub(super) fn write_lines(lines: &[Text], notation: Notation) -> Entries {
    Entries(vec![
        lines.iter().map(|line| write_text(line, notation)).collect(),
    ])
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Switch(pub bool);

impl Value for Switch {
    const PARTS: &'static [Part] = &[Part::only(Control::Switch)];

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        read_switch(entries).map(Switch).map_err(|error| vec![error])
    }

    fn write(&self) -> Entries {
        Entries::one(if self.0 { "true" } else { "false" })
    }
}

/// Something that is done, and has no off: ownership taken, headers made write-only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Once;

impl Value for Once {
    const PARTS: &'static [Part] = &[Part::only(Control::Switch)];

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        match read_switch(entries) {
            Ok(true) => Ok(Once),
            Ok(false) => Err(vec![PartError::new(
                0,
                "This can be done and not be undone: BITS has no `false` for it",
                "Leave the setting out.",
            )]),
            Err(error) => Err(vec![error]),
        }
    }

    fn write(&self) -> Entries {
        Entries::one("true")
    }
}

fn read_switch(entries: &Entries) -> Result<bool, PartError> {
    match single(entries, 0)?
        .map(|entry: &Entry| plain(entry, 0))
        .transpose()?
    {
        Some("true") => Ok(true),
        Some("false") => Ok(false),
        _ => Err(PartError::new(
            0,
            "It is neither on nor off",
            "Write true or false.",
        )),
    }
}

words! {
    /// What becomes of the job's helper token. [com:IBitsTokenOptions.SetHelperToken, com:IBitsTokenOptions.ClearHelperToken]
    HelperToken {
        Set = 0, "set", "Set", "The token of whoever runs the command becomes the helper token.", [];
        Clear = 1, "clear", "Clear", "The helper token is taken away.", [];
    }
}

impl Value for HelperToken {
    const PARTS: &'static [Part] = &[Part::only(Control::Choice(Self::CHOICES))];

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        super::word::read_word(entries, 0)
            .and_then(|word| {
                word.ok_or_else(|| {
                    PartError::new(0, "There is no word", "Write one, or leave the setting out.")
                })
            })
            .map_err(|error| vec![error])
    }

    fn write(&self) -> Entries {
        Entries::one(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_count_utf16_units() {
        let name = "\u{1F600}".repeat(128);
        assert!(DisplayName::read(&Entries::one(name.as_str())).is_ok());
        assert!(DisplayName::read(&Entries::one(format!("{name}a"))).is_err());
        assert!(DisplayName::read(&Entries::one("")).is_err());
        assert!(DisplayName::read(&Entries::one("a\0b")).is_err());
        assert_eq!(
            Description::read(&Entries::one("")),
            Ok(Description(Text::default()))
        );
    }

    #[test]
    fn what_cannot_be_undone_has_no_false() {
        assert_eq!(Once::read(&Entries::one("true")), Ok(Once));
        assert!(Once::read(&Entries::one("false")).is_err());
        assert_eq!(Switch::read(&Entries::one("false")), Ok(Switch(false)));
    }
}
