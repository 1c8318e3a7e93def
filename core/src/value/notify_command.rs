//! The program that BITS starts when a job has finished or failed.

use super::scalar::limit;
use super::{Control, Entries, Part, PartError, Secrecy, TextRule, Value, read_text, single, write_text};
use crate::text::{Notation, Text};

/// Program and parameters of the notification command line. [com:IBackgroundCopyJob2.SetNotifyCmdLine]
///
/// BITS wants the program's name again as the first word of the parameters. No program takes the command away.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct NotifyCommand {
    /// The full path of the program; the PATH is not searched. Empty: the notification command is removed.
    pub program: Text,
    /// The whole command line, program first; empty: none.
    pub parameters: Text,
}

const PROGRAM: TextRule = TextRule {
    notation: Notation::LocalPath,
    max: limit::PATH,
    may_be_empty: true,
    secrecy: Secrecy::CommandLine,
};
const PARAMETERS: TextRule = TextRule {
    notation: Notation::Plain,
    max: 4000,
    may_be_empty: true,
    secrecy: Secrecy::CommandLine,
};

impl Value for NotifyCommand {
    const PARTS: &'static [Part] = &[
        Part {
            name: "program",
            label: "Program",
            help: "The full path of the program that runs. Leave both fields empty to remove the command.",
            required: false,
            control: Control::Text(PROGRAM),
        },
        Part {
            name: "parameters",
            label: "Parameters",
            help: "Its command line; the first word is the program again, in quotes where it has spaces.",
            required: false,
            control: Control::Text(PARAMETERS),
        },
    ];

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        let read = |part, rule| match single(entries, part) {
            Ok(Some(entry)) => read_text(entry, part, rule),
            Ok(None) => Ok(Text::default()),
            Err(error) => Err(error),
        };
        let program = read(0, PROGRAM).map_err(|error| vec![error])?;
        let parameters = read(1, PARAMETERS).map_err(|error| vec![error])?;
        if program.is_empty() && !parameters.is_empty() {
            return Err(vec![PartError::new(
                0,
                "Parameters are given without a program, and BITS refuses that",
                "Write the program's full path, or leave the parameters out.",
            )]);
        }
        Ok(NotifyCommand { program, parameters })
    }

    fn write(&self) -> Entries {
        Entries(vec![
            vec![write_text(&self.program, PROGRAM.notation)],
            vec![write_text(&self.parameters, PARAMETERS.notation)],
        ])
    }
}
