use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{File, Length, Range};

pub(super) const RULE: Rule = Rule {
    name: "range-past-the-end",
    severity: Severity::Error,
    what: "A range begins or ends beyond the largest number that BITS has.",
    why: "BITS counts bytes in 64 bits, and the largest number means to the end of the file: it refuses such a range (BG_E_INVALID_RANGE, 0x8020002B).",
    instead: "Begin the range inside the file, and write eof for all that follows.",
    evidence: &["com:IBackgroundCopyJob3.AddFileWithRanges", "idl:bits2_0.idl"],
    example: job!(download [r#"{ "remote_name": "https://example.com/a.bin", "local_name": "C:\\Data\\a.bin", "ranges": [ { "offset": 100, "length": 18446744073709551600 } ] }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.bin", "local_name": "C:\\Data\\a.bin", "ranges": [ { "offset": 100, "length": "eof" } ] }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for (row, file) in checked.files().iter().enumerate() {
        let Some(range) = file.ranges.iter().find(|range| is_past(range)) else {
            continue;
        };
        let mut diagnostic = RULE.says(
            Place::cell(SettingId::Files, 2, row),
            format!(
                "The range at {} goes beyond the largest number of bytes that BITS counts.",
                range.offset
            ),
            "Begin the range inside the file, and write eof for all that follows.",
        );
        if range.offset < u64::MAX {
            let ranges = file.ranges.iter().map(|range| match is_past(range) {
                true => Range {
                    offset: range.offset,
                    length: Length::ToEof,
                },
                false => *range,
            });
            let file = File {
                ranges: ranges.collect(),
                ..file.clone()
            };
            diagnostic.fix = Some(Fix::new(
                "Fetch all that follows",
                Edit::SetCell(SettingId::Files, 2, row, file.range_list().into()),
            ));
        }
        out.push(diagnostic);
    }
}

/// BG_LENGTH_TO_EOF is the largest 64-bit number. [idl:bits2_0.idl]
fn is_past(range: &Range) -> bool {
    range.offset == u64::MAX
        || match range.length {
            Length::Bytes(length) => range.offset.checked_add(length).is_none(),
            Length::ToEof => false,
        }
}
