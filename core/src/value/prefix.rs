//! Replacing the beginning of remote names.

use super::scalar::limit;
use super::{Control, Entries, Part, PartError, Secrecy, TextRule, Value, read_text, single, write_text};
use crate::text::{Notation, Text};

/// The old and new beginning of remote names; compared case by case. [com:IBackgroundCopyJob3.ReplaceRemotePrefix]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PrefixChange {
    /// What remote names begin with now.
    pub old_prefix: Text,
    /// What they begin with then.
    pub new_prefix: Text,
}

const PREFIX: TextRule = TextRule {
    notation: Notation::Plain,
    max: limit::REMOTE_NAME,
    may_be_empty: false,
    secrecy: Secrecy::Address,
};

impl Value for PrefixChange {
    const PARTS: &'static [Part] = &[
        Part {
            name: "old_prefix",
            label: "Old prefix",
            help: "What the remote names begin with now, in the same upper and lower case.",
            required: true,
            control: Control::Text(PREFIX),
        },
        Part {
            name: "new_prefix",
            label: "New prefix",
            help: "What they shall begin with.",
            required: true,
            control: Control::Text(PREFIX),
        },
    ];

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        let read = |part| match single(entries, part)? {
            Some(entry) => read_text(entry, part, PREFIX),
            None => Err(PartError::new(
                part,
                "A prefix is empty, and BITS refuses that",
                "Write both prefixes.",
            )),
        };
        match (read(0), read(1)) {
            (Ok(old_prefix), Ok(new_prefix)) => Ok(PrefixChange {
                old_prefix,
                new_prefix,
            }),
            (a, b) => Err([a.err(), b.err()].into_iter().flatten().collect()),
        }
    }

    fn write(&self) -> Entries {
        Entries(vec![
            vec![write_text(&self.old_prefix, PREFIX.notation)],
            vec![write_text(&self.new_prefix, PREFIX.notation)],
        ])
    }
}
