//! What stands in the place of an argument, against what belongs there.

use super::likely::likely;
use super::patterns::{
    GUID_AS_JOB_NAME, MALFORMED_GUID, MALFORMED_HASH, MALFORMED_RANGES, NUL_FOR_NULL,
    PERCENT_ESCAPE_IN_BATCH_FILE, SHELL_VARIABLE_AS_TEXT, UNKNOWN_WORD,
};
use super::{Reading, Word, number};
use crate::catalog::SettingId;
use crate::command::bitsadmin::{Argument, Kind};
use crate::command::{Spelling, translated};
use crate::diagnostic::Severity;
use crate::parse::found::Found;
use crate::shell_variable::find;
use crate::span::Span;
use crate::text::{Dialect, Notation, Piece};
use crate::value::Guid;

/// How many hexadecimal digits a certificate hash has. [com:IBackgroundCopyJobHttpOptions.SetClientCertificateByID]
const HASH_DIGITS: usize = 40;

/// A GUID with its braces, which make a block of it in PowerShell.
fn in_braces(reading: Reading<'_>, guid: &Guid) -> String {
    match reading.shell {
        Dialect::Cmd => guid.braced().to_owned(),
        Dialect::PowerShell => format!("'{}'", guid.braced()),
    }
}

/// Looks at one argument.
pub(super) fn check(reading: Reading<'_>, argument: &'static Argument, word: &Word, out: &mut Vec<Found>) {
    percent_escapes(reading, word, out);
    if matches!(argument.kind, Kind::Path | Kind::RemoteName) {
        out.extend(variable_of_powershell(reading, word));
    }
    let Some(text) = word.literal() else {
        return;
    };
    if argument.null.is_some() && text.eq_ignore_ascii_case("NULL") {
        return;
    }
    let is_of_command = || {
        let mut carries = argument.role.carries().iter();
        carries.any(|one| one.setting == SettingId::NotifyCmdLine)
    };
    if argument.null.is_some() && text.eq_ignore_ascii_case("NUL") && is_of_command() {
        out.push(
            NUL_FOR_NULL
                .at(
                    word.span,
                    "NUL is a text like any other here; the word for nothing has two L.",
                    "Write NULL.",
                )
                .with_fix("Write NULL", word.span, "NULL"),
        );
    }
    match argument.kind {
        Kind::OneOf(spellings) => one_of(argument, spellings, &text, word, out),
        Kind::Letters(spellings) => letters(argument, spellings, &text, word, out),
        Kind::Number => out.extend(number::plain(argument, &text, word)),
        Kind::Mask | Kind::Bits(_) => out.extend(number::mask(argument, &text, word)),
        Kind::Hash => {
            let digits = text.len() == HASH_DIGITS && text.chars().all(|c| c.is_ascii_hexdigit());
            if !digits {
                out.push(MALFORMED_HASH.at(
                    word.span,
                    format!(
                        "A certificate's hash has {HASH_DIGITS} hexadecimal digits without spaces, and this is a text of {}.",
                        text.chars().count()
                    ),
                    "Copy the thumbprint of the certificate, all 20 bytes of it.",
                ));
            }
        }
        Kind::Ranges => ranges(&text, word, out),
        Kind::Guid if Guid::parse(&text).is_none_or(|guid| guid.braced().len() != text.len()) => {
            let mut finding = MALFORMED_GUID.at(
                word.span,
                format!("The {} is a GUID in braces, and this is none.", argument.name),
                "Copy it from the list, with its braces.",
            );
            if let Some(guid) = Guid::parse(&text) {
                finding = finding.with_fix("Write the braces", word.span, in_braces(reading, &guid));
            }
            out.push(finding);
        }
        // [help1809]
        Kind::Job if !text.starts_with('{') && Guid::parse(&text).is_some() => {
            let finding = MALFORMED_GUID.at(
                word.span,
                "bitsadmin takes a GUID in braces only: without them it is the name of a job.",
                "Write the GUID in braces.",
            );
            out.extend(
                Guid::parse(&text)
                    .map(|guid| finding.with_fix("Write the braces", word.span, in_braces(reading, &guid))),
            );
        }
        Kind::NewName if Guid::parse(&text).is_some() => {
            out.push(GUID_AS_JOB_NAME.at(
                word.span,
                "A new job takes a name here, and this is a GUID: it becomes the name, and each later call with it looks for the job that has this GUID.",
                "Give the job a name; BITS makes its GUID.",
            ));
        }
        Kind::Job
        | Kind::NewName
        | Kind::Text
        | Kind::RemoteName
        | Kind::Path
        | Kind::List(_)
        | Kind::Guid
        | Kind::Switch
        | Kind::Verb => {}
    }
}

fn one_of(
    argument: &'static Argument,
    spellings: &'static [Spelling],
    text: &str,
    word: &Word,
    out: &mut Vec<Found>,
) {
    if spellings
        .iter()
        .any(|spelling| spelling.said.eq_ignore_ascii_case(text))
    {
        return;
    }
    let said: Vec<&'static str> = spellings.iter().map(|spelling| spelling.said).collect();
    let finding = UNKNOWN_WORD.at(
        word.span,
        format!("The {} is none of the words that bitsadmin takes.", argument.name),
        format!("Use one of {}.", said.join(", ")),
    );
    let meant = of_catalog(spellings, text)
        .or_else(|| translated(argument.role.carries(), spellings, text))
        .or_else(|| likely(text, said.iter().copied()));
    out.push(match meant {
        Some(meant) => finding.with_fix(format!("Write {meant}"), word.span, meant),
        None => finding,
    });
}

/// The word of the tool for a word of documents, or for the constant of COM that ends in it.
fn of_catalog(spellings: &'static [Spelling], text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    let of = |spelling: &&Spelling| {
        !spelling.word.is_empty()
            && (lower == spelling.word
                || (lower.starts_with("bg_") && lower.ends_with(&format!("_{}", spelling.word))))
    };
    spellings.iter().filter(of).map(|spelling| spelling.said).next()
}

fn letters(
    argument: &'static Argument,
    spellings: &'static [Spelling],
    text: &str,
    word: &Word,
    out: &mut Vec<Found>,
) {
    let known = |c: char| {
        let mut buffer = [0; 4];
        let letter: &str = c.encode_utf8(&mut buffer);
        spellings
            .iter()
            .any(|spelling| spelling.said.eq_ignore_ascii_case(letter))
    };
    if let Some((at, c)) = text.char_indices().find(|(_, c)| !known(*c)) {
        let said: Vec<&str> = spellings.iter().map(|spelling| spelling.said).collect();
        out.push(UNKNOWN_WORD.at(
            word.place_of(at),
            format!("{c} is none of the letters of {}.", argument.name),
            format!("Write any of {}, one after the other.", said.join(", ")),
        ));
    }
}

fn ranges(text: &str, word: &Word, out: &mut Vec<Found>) {
    let mut at: usize = 0;
    for range in text.split(',') {
        let good = range.split_once(':').is_some_and(|(offset, length)| {
            offset.parse::<u64>().is_ok()
                && (length.eq_ignore_ascii_case("eof") || length.parse::<u64>().is_ok())
        });
        if !good {
            out.push(MALFORMED_RANGES.at(
                word.place_of(at),
                "A range is an offset and a length with a colon between them, the length a number or eof; this is none.",
                "Write offset:length, several separated by commas.",
            ));
            return;
        }
        at = at.saturating_add(range.len()).saturating_add(1);
    }
}

/// `$env:TEMP` in cmd, where it is text.
fn variable_of_powershell(reading: Reading<'_>, word: &Word) -> Option<Found> {
    if reading.shell != Dialect::Cmd {
        return None;
    }
    let written = word.span.of(reading.source);
    let variable = find(written, Notation::LocalPath)?;
    let Piece::Environment(name) = &variable.piece else {
        return None;
    };
    let start = word.span.start.saturating_add(variable.at);
    let place = Span::new(start, start.saturating_add(variable.written.len()));
    let mut found = SHELL_VARIABLE_AS_TEXT.at(
        word.span,
        format!(
            "{} is a variable in PowerShell; cmd takes it for text.",
            variable.written
        ),
        format!("Write %{name}%."),
    );
    // A dollar sign within a name may be meant.
    if !written.get(..variable.at)?.trim_matches('"').is_empty() {
        found.severity = Severity::Warning;
    }
    Some(found.with_fix(format!("Write %{name}%"), place, format!("%{name}%")))
}

/// `%20` in a batch file: the argument 2, then a zero. `[kb75634]`
fn percent_escapes(reading: Reading<'_>, word: &Word, out: &mut Vec<Found>) {
    if reading.shell != Dialect::Cmd {
        return;
    }
    let mut address = false;
    let mut pieces = word.pieces.iter().peekable();
    while let Some((piece, span)) = pieces.next() {
        match piece {
            Piece::Literal(text) => address = address || text.contains("://"),
            Piece::Opaque { source, .. } if address => {
                let digit = source
                    .strip_prefix('%')
                    .filter(|name| name.len() == 1 && name.starts_with(|c: char| c.is_ascii_digit()));
                let second = pieces.peek().and_then(|(next, _)| match next {
                    Piece::Literal(text) => text.chars().next().filter(char::is_ascii_hexdigit),
                    _ => None,
                });
                if let (Some(digit), Some(second)) = (digit, second) {
                    let whole = Span::new(span.start, span.end.saturating_add(1));
                    out.push(
                        PERCENT_ESCAPE_IN_BATCH_FILE
                            .at(
                                whole,
                                format!(
                                    "In a batch file {source}{second} is the argument {digit} of the file with {second} behind it, and no character of the address."
                                ),
                                "Write the percent sign twice; at the prompt it stands once.",
                            )
                            .with_fix("Write the percent sign twice", *span, format!("%%{digit}")),
                    );
                }
            }
            _ => {}
        }
    }
}
