//! Calls as code, as COM has them: `Interface::Method(arguments)`. What looks like a secret is never in them.

use crate::call::{Assignment, Call};
use crate::words::text_of;
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::secret::{HOLE, Holes, is_hole, mask};
use bitsmith_core::text::{Notation, Piece, Text};
use bitsmith_core::value::{Choice, Control, Entry, HelperToken, Part, Secrecy, TextRule, User, Word};

/// A call as code. No secret is in it.
pub fn com(call: &Call) -> String {
    code(call, HoleNames::Own)
}

/// A call as code, in which all secrets look alike: how a plan numbers them depends on whether its texts hold them.
pub(crate) fn nameless(call: &Call) -> String {
    code(call, HoleNames::Alike)
}

/// How the holes of secrets are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HoleNames {
    Own,
    Alike,
}

fn code(call: &Call, names: HoleNames) -> String {
    let mut texts = Texts {
        holes: Holes::default(),
        names,
    };
    let job = "IBackgroundCopyJob";
    match call {
        Call::CreateJob {
            display_name,
            job_type,
        } => format!(
            "IBackgroundCopyManager::CreateJob({}, {})",
            texts.plain(display_name),
            constant(job_type.choice())
        ),
        Call::AddFile { file, .. } => {
            let remote_name = texts.address(&file.remote_name);
            let local_name = texts.quoted(&file.local_name, Secrecy::None, Notation::LocalPath);
            match file.ranges.as_slice() {
                [] => format!("{}({remote_name}, {local_name})", SettingId::Files.spec().com),
                _ => format!(
                    "{}({remote_name}, {local_name}, {})",
                    SettingId::FileRanges.spec().com,
                    file.range_list()
                ),
            }
        }
        Call::Resume => format!("{job}::Resume()"),
        Call::Suspend => format!("{job}::Suspend()"),
        Call::Complete => format!("{job}::Complete()"),
        Call::Cancel => format!("{job}::Cancel()"),
        Call::Set(assignment) => set(assignment, &mut texts),
    }
}

fn set(assignment: &Assignment, texts: &mut Texts) -> String {
    let com = assignment.id().spec().com;
    let arguments = match assignment {
        Assignment::Credential { credential, .. } => {
            let user = match &credential.user {
                User::Implicit => "NULL, NULL".to_owned(),
                User::Named(name) => format!("{}, password", texts.plain(name)),
            };
            format!(
                "{}, {}, {user}",
                constant(credential.target.choice()),
                constant(credential.scheme.choice())
            )
        }
        Assignment::RemoveCredential(removed) => format!(
            "{}, {}",
            constant(removed.target.choice()),
            constant(removed.scheme.choice())
        ),
        Assignment::RemoteName { file, remote_name } => {
            return format!("file {file}: {com}({})", texts.address(remote_name));
        }
        Assignment::ValidationState { file, valid } => {
            return format!("file {file}: {com}({})", truth(*valid));
        }
        // [com:IBitsTokenOptions.ClearHelperToken]
        Assignment::Value(SettingValue::HelperToken(HelperToken::Clear)) => {
            return "IBitsTokenOptions::ClearHelperToken()".to_owned();
        }
        Assignment::Value(
            SettingValue::TakeOwnership(_)
            | SettingValue::MakeCustomHeadersWriteOnly(_)
            | SettingValue::RemoveClientCertificate(_)
            | SettingValue::HelperToken(HelperToken::Set),
        ) => String::new(),
        Assignment::Value(value) => arguments(value, texts),
    };
    match com.strip_suffix(')') {
        Some(property) => format!("{property}, {arguments})"),
        None => format!("{com}({arguments})"),
    }
}

/// The arguments of a setter: one a part, but for the parts of one number.
fn arguments(value: &SettingValue, texts: &mut Texts) -> String {
    let entries = value.write();
    let parts = value.id().spec().parts.iter().enumerate();
    if matches!(value, SettingValue::SecurityFlags(_)) {
        let names = parts.flat_map(|(number, part)| constants(part, entries.part(number)));
        return mask_of(names.collect());
    }
    let arguments = parts.map(|(number, part)| argument(value, part, entries.part(number), texts));
    arguments.collect::<Vec<String>>().join(", ")
}

fn argument(value: &SettingValue, part: &Part, entries: &[Entry], texts: &mut Texts) -> String {
    match part.control {
        Control::Flags(_) | Control::CostMask { .. } => mask_of(constants(part, entries)),
        Control::Choice(_) => match constants(part, entries).pop() {
            Some(name) => name,
            None => "0".to_owned(),
        },
        Control::Switch => truth(entries.iter().any(|entry| entry.shown() == "true")).to_owned(),
        Control::Text(rule) => match entries {
            [entry] if !is_null(value, entry) => texts.said(entries, rule, ""),
            _ => "NULL".to_owned(),
        },
        // One text, CR LF after each header. [com:IBackgroundCopyJobHttpOptions.SetCustomHeaders]
        Control::Lines(rule) if matches!(value, SettingValue::CustomHeaders(_)) => {
            texts.said(entries, rule, "\r\n")
        }
        // One text, blanks between. [com:IBackgroundCopyJob.SetProxySettings]
        Control::Lines(rule) => texts.said(entries, rule, " "),
        Control::Number { .. } | Control::Hash | Control::Guid | Control::Ranges | Control::User => {
            let shown: Vec<String> = entries.iter().map(Entry::shown).collect();
            shown.join(",")
        }
    }
}

/// Whether no text is NULL and not an empty one. [com:IBackgroundCopyJob2.SetNotifyCmdLine]
fn is_null(value: &SettingValue, entry: &Entry) -> bool {
    matches!(value, SettingValue::NotifyCmdLine(_)) && entry.shown().is_empty()
}

/// The names of the words of a part.
fn constants(part: &Part, entries: &[Entry]) -> Vec<String> {
    let choices: Vec<&'static Choice> = match part.control {
        Control::Choice(choices) | Control::Flags(choices) => choices.iter().collect(),
        Control::CostMask { bits, named } => bits.iter().chain(named).collect(),
        _ => Vec::new(),
    };
    let named = entries.iter().map(|entry| {
        let word = entry.shown();
        constant(choices.iter().find(|choice| choice.word == word).copied())
    });
    named.collect()
}

/// The name that BITS's headers have for a number, or the number.
fn constant(choice: Option<&Choice>) -> String {
    match choice {
        Some(choice) if choice.constant.is_empty() => choice.number.to_string(),
        Some(choice) => choice.constant.to_owned(),
        None => String::new(),
    }
}

fn mask_of(names: Vec<String>) -> String {
    match names.is_empty() {
        true => "0".to_owned(),
        false => names.join(" | "),
    }
}

const fn truth(is: bool) -> &'static str {
    if is { "TRUE" } else { "FALSE" }
}

/// The texts of one call.
struct Texts {
    holes: Holes,
    names: HoleNames,
}

impl Texts {
    fn plain(&mut self, text: &Text) -> String {
        self.quoted(text, Secrecy::None, Notation::Plain)
    }

    fn address(&mut self, text: &Text) -> String {
        self.quoted(text, Secrecy::Address, Notation::Plain)
    }

    fn quoted(&mut self, text: &Text, secrecy: Secrecy, notation: Notation) -> String {
        format!("{:?}", self.visible(text, secrecy, notation))
    }

    /// The texts of a part as one argument; NULL where there are none.
    fn said(&mut self, entries: &[Entry], rule: TextRule, after: &str) -> String {
        if entries.is_empty() {
            return "NULL".to_owned();
        }
        let mut whole = String::new();
        for entry in entries {
            match text_of(entry, rule) {
                Ok(text) => whole.push_str(&self.visible(&text, rule.secrecy, rule.notation)),
                // What cannot be read cannot be masked.
                Err(_) => whole.push('…'),
            }
            whole.push_str(after);
        }
        let whole = match after {
            " " => whole.trim_end(),
            _ => &whole,
        };
        format!("{whole:?}")
    }

    /// In its notation, so that a variable and a text that looks like one are told apart.
    fn visible(&mut self, text: &Text, secrecy: Secrecy, notation: Notation) -> String {
        let mut text = mask(secrecy, text, &mut self.holes);
        if self.names == HoleNames::Alike {
            text = Text::from_pieces(text.pieces().iter().map(|piece| match piece {
                Piece::Parameter(name) if is_hole(name) => Piece::Parameter(format!("{HOLE}1")),
                other => other.clone(),
            }));
        }
        text.notation(notation).unwrap_or_else(|| text.display())
    }
}
