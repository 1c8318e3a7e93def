use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{File, Length, Range};

pub(super) const RULE: Rule = Rule {
    name: "first-and-last-byte-as-range",
    severity: Severity::Information,
    what: "Ranges look as if they were first byte and last byte.",
    why: "BITS takes offset and length: 1024:2047 is 2,047 bytes from byte 1,024 on, and not the bytes 1,024 to 2,047.",
    instead: "Write how many bytes are wanted after the offset.",
    evidence: &["ba:addfilewithranges", "com:BG_FILE_RANGE"],
    example: job!(download [r#"{ "remote_name": "https://example.com/a.bin", "local_name": "C:\\Data\\a.bin", "ranges": [ { "offset": 0, "length": 1023 } ] }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.bin", "local_name": "C:\\Data\\a.bin", "ranges": [ { "offset": 0, "length": 1024 } ] }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for (row, file) in checked.files().iter().enumerate() {
        let Some((range, length)) = file
            .ranges
            .iter()
            .find_map(|range| looks_last(range).map(|length| (range, length)))
        else {
            continue;
        };
        let counted = File {
            ranges: file.ranges.iter().map(counted).collect(),
            ..file.clone()
        };
        out.push(
            RULE.says(
                Place::cell(SettingId::Files, 2, row),
                format!(
                    "{}:{length} is {length} bytes from byte {} on, not the bytes {} to {length}.",
                    range.offset, range.offset, range.offset
                ),
                "The second number is how many bytes are fetched.",
            )
            .with_fix(Fix::new(
                format!("Fetch {}", counted.range_list()),
                Edit::SetCell(SettingId::Files, 2, row, counted.range_list().into()),
            )),
        );
    }
}

/// The length, where it looks like a last byte: one less than a multiple of 256, and beyond the offset, which is such a
/// multiple.
fn looks_last(range: &Range) -> Option<u64> {
    match range.length {
        Length::Bytes(length)
            if length > range.offset && length % 256 == 255 && range.offset.is_multiple_of(256) =>
        {
            Some(length)
        }
        _ => None,
    }
}

fn counted(range: &Range) -> Range {
    match looks_last(range) {
        Some(last) => Range {
            offset: range.offset,
            length: Length::Bytes(last.saturating_sub(range.offset).saturating_add(1)),
        },
        None => *range,
    }
}
