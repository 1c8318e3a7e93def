//! What a value means: words with what they do, numbers in words, masks bit by bit.

use super::shown::and;
use crate::catalog::{SettingId, SettingValue};
use crate::remote_name::Protocol;
use crate::secret::is_hole;
use crate::text::{Piece, Text};
use crate::value::{
    Choice, Control, Entries, Entry, FileRanges, Length, Part, Range, Repeat, SecurityFlags, Unit, find_word,
    read_unit, write_unit,
};
use crate::version::BitsVersion;

/// What the entries of a setting mean, one sentence a part that is set; what BITS would do otherwise at the end.
///
/// ```
/// use bitsmith_core::catalog::SettingId;
/// use bitsmith_core::explain::meaning;
/// use bitsmith_core::value::Entries;
/// let said = meaning(SettingId::MinimumRetryDelay, &Entries::one("120"));
/// assert!(said.starts_with("2 minutes."), "{said}");
/// ```
pub fn meaning(setting: SettingId, entries: &Entries) -> String {
    let spec = setting.spec();
    let mut sentences: Vec<String> = Vec::new();
    if let (true, Ok(value)) = (is_mask(spec.parts), SettingValue::read(setting, entries)) {
        sentences.extend(mask(setting, &value));
    } else {
        for (index, part) in spec.parts.iter().enumerate() {
            let entries = entries.part(index);
            if !entries.is_empty() {
                let words: Vec<String> = entries.iter().map(|entry| one(part, entry)).collect();
                let label = match part.label {
                    "" => String::new(),
                    label => format!("{label}: "),
                };
                sentences.push(sentence(&format!("{label}{}", words.join("; "))));
            }
        }
    }
    if spec.repeat == Repeat::One && !spec.default.words.is_empty() {
        sentences.push(sentence(&format!("Unset: {}", lower_first(spec.default.words))));
    }
    sentences.join(" ")
}

/// What one entry of a part means.
pub fn entry_meaning(setting: SettingId, part: usize, entry: &Entry) -> String {
    entries_meaning(setting, part, std::slice::from_ref(entry))
}

/// What entries of a part mean together: flags make one number.
pub(super) fn entries_meaning(setting: SettingId, part: usize, entries: &[Entry]) -> String {
    let spec = setting.spec();
    if is_mask(spec.parts) && part == 0 {
        let all = Entries(vec![entries.to_vec()]);
        if let Ok(value) = SettingValue::read(setting, &all) {
            return mask(setting, &value).join(" ");
        }
        if let [entry] = entries
            && let Some(said) = undefined(setting, &entry.shown())
        {
            return said;
        }
    }
    let Some(part) = spec.parts.get(part) else {
        return String::new();
    };
    let mut said: Vec<String> = entries.iter().map(|entry| sentence(&one(part, entry))).collect();
    // What a bare number or a yes is for.
    let is_bare = matches!(
        part.control,
        Control::Switch
            | Control::Number {
                unit: Unit::Count,
                ..
            }
    );
    if is_bare && !part.help.is_empty() {
        said.push(part.help.to_owned());
    }
    said.join(" ")
}

/// The first BITS that has a setting with these entries of a part: a word may be newer than its setting, and file shares are
/// newer than files.
pub(super) fn since(setting: SettingId, part: usize, entries: &[Entry]) -> BitsVersion {
    let spec = setting.spec();
    let mut all = Entries::default();
    all.set(part, entries.to_vec());
    // A number stands for the words of its bits.
    if is_mask(spec.parts)
        && let Ok(value) = SettingValue::read(setting, &all)
    {
        all = value.write();
    }
    let mut since = spec.since;
    for (index, part) in spec.parts.iter().enumerate() {
        for entry in all.part(index) {
            let shown = entry.shown();
            let lists = choices(part.control);
            let word = lists.into_iter().find_map(|list| find_word(list, shown.trim()));
            let newer = match entry {
                Entry::Pieces(name) if part.name == "remote_name" => Protocol::of(name).since(),
                _ => word.and_then(|choice| choice.since),
            };
            since = since.max(newer.unwrap_or(since));
        }
    }
    since
}

/// The words that a part is made of.
fn choices(control: Control) -> Vec<&'static [Choice]> {
    match control {
        Control::Flags(choices) | Control::Choice(choices) => vec![choices],
        Control::CostMask { bits, named } => vec![bits, named],
        _ => Vec::new(),
    }
}

fn is_mask(parts: &[Part]) -> bool {
    parts
        .iter()
        .any(|part| matches!(part.control, Control::Flags(_) | Control::CostMask { .. }))
}

/// A mask, bit by bit.
fn mask(setting: SettingId, value: &SettingValue) -> Vec<String> {
    let number = value.bits().unwrap_or(0);
    let mut out = Vec::new();
    let head = format!("0x{number:04X} ({number})");
    let entries = value.write();
    let mut bits = Vec::new();
    for (index, part) in setting.spec().parts.iter().enumerate() {
        for entry in entries.part(index) {
            let shown = entry.shown();
            let Some(choice) = choices(part.control)
                .into_iter()
                .find_map(|list| find_word(list, &shown))
            else {
                continue;
            };
            // The redirect policy is a field inside the number. [com:IBackgroundCopyJobHttpOptions.SetSecurityFlags]
            let bit = match part.control {
                Control::Choice(_) => (choice.number << 8) & SecurityFlags::REDIRECT_MASK,
                _ => choice.number,
            };
            bits.push(bit_text(bit, choice));
        }
    }
    if bits.is_empty() {
        out.push(format!("{head}: no bit is set."));
    } else {
        out.push(format!("{head}: {}", sentence(&bits.join(" "))));
    }
    out
}

/// A bit of a mask, with what it does.
fn bit_text(bit: u32, choice: &Choice) -> String {
    format!("0x{bit:04X} {}: {}", choice.label, choice.help)
}

/// A mask with bits that BITS does not define: what the others mean.
fn undefined(setting: SettingId, text: &str) -> Option<String> {
    let number = u32::try_from(read_unit(text.trim(), Unit::Count)?).ok()?;
    let parts = setting.spec().parts.iter();
    let known = parts.flat_map(|part| match part.control {
        Control::Flags(choices) => choices,
        _ => &[],
    });
    let mut rest = number;
    let mut said = Vec::new();
    for choice in known.filter(|choice| choice.number != 0 && number & choice.number == choice.number) {
        rest &= !choice.number;
        said.push(bit_text(choice.number, choice));
    }
    said.push(format!("0x{rest:04X}: not defined."));
    Some(format!("0x{number:04X} ({number}): {}", said.join(" ")))
}

/// One entry, without a full stop.
fn one(part: &Part, entry: &Entry) -> String {
    let text = match entry {
        Entry::Pieces(text) if text.as_literal().is_none() => return pieces(text),
        entry => entry.shown(),
    };
    let chosen = |choices: &'static [Choice]| {
        find_word(choices, text.trim())
            .map(|choice| format!("{}: {}", choice.label, choice.help.trim_end_matches('.')))
    };
    match part.control {
        Control::Choice(choices) | Control::Flags(choices) => {
            chosen(choices).unwrap_or_else(|| as_typed(text))
        }
        Control::CostMask { bits, named } => {
            let meaning = chosen(bits).or_else(|| chosen(named));
            meaning.unwrap_or_else(|| as_typed(text))
        }
        Control::Number { unit, .. } => match read_unit(&text, unit) {
            Some(number) => amount(number, unit),
            None => as_typed(text),
        },
        Control::Ranges => match SettingValue::read(SettingId::FileRanges, &Entries::one(text.as_str())) {
            Ok(SettingValue::FileRanges(FileRanges(read))) if !read.is_empty() => ranges(&read),
            _ => format!("“{text}”"),
        },
        Control::Switch => match text.as_str() {
            "true" => "yes".to_owned(),
            "false" => "no".to_owned(),
            _ => as_typed(text),
        },
        Control::User if text == "implicit" => "the current user, without a password".to_owned(),
        _ => format!("“{text}”"),
    }
}

/// A number in words; a time that is not whole in its largest unit as seconds and in all its units.
pub(super) fn amount(number: u64, unit: Unit) -> String {
    if unit != Unit::Seconds {
        return write_unit(number, unit);
    }
    let mut rest = number;
    let mut units = Vec::new();
    for size in [86_400, 3600, 60, 1_u64] {
        let count = rest.checked_div(size).unwrap_or(0);
        if count > 0 {
            let said = write_unit(count.saturating_mul(size), unit);
            let name = said.split_once(' ').map_or("", |(_, name)| name);
            units.push(format!("{} {name}", thousands(count)));
        }
        rest = rest.checked_rem(size).unwrap_or(0);
    }
    match units.len() {
        0 | 1 => write_unit(number, unit),
        _ => format!("{} seconds ({})", thousands(number), and(&units)),
    }
}

/// A number with commas between its thousands.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len().saturating_sub(index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// How many ranges are told one by one.
const MOST_RANGES: usize = 8;

/// Ranges of a file, in words.
fn ranges(ranges: &[Range]) -> String {
    let mut said: Vec<String> = ranges
        .iter()
        .take(MOST_RANGES)
        .map(|range| match range.length {
            Length::Bytes(1) => format!("1 byte from offset {}", range.offset),
            Length::Bytes(bytes) => format!("{bytes} bytes from offset {}", range.offset),
            Length::ToEof => format!("all from offset {} to the end of the file", range.offset),
        })
        .collect();
    match ranges.len().saturating_sub(MOST_RANGES) {
        0 => {}
        more => said.push(format!("{more} more")),
    }
    and(&said)
}

/// What has no meaning; numbers stand without quotes.
fn as_typed(text: String) -> String {
    match text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_alphanumeric()) {
        true => text,
        false => format!("“{text}”"),
    }
}

/// A text that is known only when the script runs.
fn pieces(text: &Text) -> String {
    let parts: Vec<String> = text
        .pieces()
        .iter()
        .map(|piece| match piece {
            Piece::Literal(literal) => format!("“{literal}”"),
            Piece::Environment(name) => format!("the environment variable {name}"),
            Piece::Parameter(name) if is_hole(name) => "a secret, which is not shown".to_owned(),
            Piece::Parameter(name) => format!("the script's parameter {name}"),
            Piece::Opaque { source, .. } => format!("`{source}`, known only when the script runs"),
        })
        .collect();
    parts.join(", then ")
}

fn sentence(text: &str) -> String {
    match text.chars().next_back() {
        None | Some('.') => text.to_owned(),
        Some(_) => format!("{text}."),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        // A word in capitals is a name.
        Some(first) if !chars.clone().next().is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::CATALOG;

    #[test]
    fn values_are_said_in_words() {
        for (setting, entries, said) in [
            (SettingId::MinimumRetryDelay, Entries::one("0x78"), "2 minutes."),
            (SettingId::MinimumRetryDelay, Entries::one("90d"), "90 days."),
            (SettingId::MinimumRetryDelay, Entries::one("59"), "59 seconds."),
            (
                SettingId::NoProgressTimeout,
                Entries::one("1209601"),
                "1,209,601 seconds (14 days and 1 second).",
            ),
            (
                SettingId::NoProgressTimeout,
                Entries::one("4294967295"),
                "4,294,967,295 seconds (49,710 days, 6 hours, 28 minutes and 15 seconds).",
            ),
            (
                SettingId::FileRanges,
                Entries::one("0:1,1:1,2:1,3:1,4:1,5:1,6:1,7:1,8:1,9:1"),
                "1 byte from offset 0, 1 byte from offset 1, 1 byte from offset 2, 1 byte from offset 3, 1 byte from offset 4, 1 byte from offset 5, 1 byte from offset 6, 1 byte from offset 7 and 2 more.",
            ),
            (SettingId::Priority, Entries::one("foreground"), "Foreground: "),
            (
                SettingId::SecurityFlags,
                Entries::one("0x0A01"),
                "0x0A01 (2561): 0x0001 Check revocation: ",
            ),
            (
                SettingId::SecurityFlags,
                Entries::one("0x0200"),
                "0x0200 (512): 0x0200 Refuse: ",
            ),
            (
                SettingId::NotifyFlags,
                Entries::one("3"),
                "0x0003 (3): 0x0001 Job transferred: ",
            ),
            (
                SettingId::NotifyFlags,
                Entries::one("0"),
                "0x0000 (0): no bit is set.",
            ),
            (SettingId::HighPerformance, Entries::one("true"), "yes."),
            (
                SettingId::SecurityFlags,
                Entries::one("0x4000"),
                "Checks: 0x4000.",
            ),
        ] {
            let words = meaning(setting, &entries);
            assert!(words.starts_with(said), "{words}");
        }
    }

    #[test]
    fn every_word_of_the_catalog_has_a_meaning() {
        for spec in CATALOG {
            for (index, part) in spec.parts.iter().enumerate() {
                let words: Vec<&str> = match part.control {
                    Control::Choice(choices) | Control::Flags(choices) => {
                        choices.iter().map(|choice| choice.word).collect()
                    }
                    Control::CostMask { bits, named } => {
                        bits.iter().chain(named).map(|choice| choice.word).collect()
                    }
                    _ => continue,
                };
                for word in words {
                    let said = entry_meaning(spec.id, index, &word.into());
                    assert!(said.len() > word.len(), "{} {word}: {said}", spec.name);
                }
            }
        }
    }

    #[test]
    fn what_is_known_later_is_said_so() {
        let text = Text::from_pieces([Piece::Environment("TEMP".into()), Piece::Literal("\\a".into())]);
        let said = entry_meaning(SettingId::ReplyFileName, 0, &Entry::Pieces(text));
        assert_eq!(said, "the environment variable TEMP, then “\\a”.");
    }
}
