use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{File, Length};

pub(super) const RULE: Rule = Rule {
    name: "empty-range",
    severity: Severity::Error,
    what: "A range has no bytes.",
    why: "BITS wants at least one byte in each range.",
    instead: "Give the number of bytes, or eof for all that follows.",
    evidence: &["com:BG_FILE_RANGE", "ba:addfilewithranges"],
    example: job!(download [r#"{ "remote_name": "https://example.com/a.bin", "local_name": "C:\\Data\\a.bin", "ranges": [ { "offset": 0, "length": 100 }, { "offset": 500, "length": 0 } ] }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.bin", "local_name": "C:\\Data\\a.bin", "ranges": [ { "offset": 0, "length": 100 } ] }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for (row, file) in checked.files().iter().enumerate() {
        let Some(range) = file.ranges.iter().find(|range| range.length == Length::Bytes(0)) else {
            continue;
        };
        let mut diagnostic = RULE.says(
            Place::cell(SettingId::Files, 2, row),
            format!(
                "The range at {} has no bytes, and BITS wants at least one.",
                range.offset
            ),
            "Give the number of bytes, or eof for all that follows.",
        );
        let kept: Vec<_> = file
            .ranges
            .iter()
            .copied()
            .filter(|range| range.length != Length::Bytes(0))
            .collect();
        // Without any range the whole file would be fetched.
        if !kept.is_empty() {
            let file = File {
                ranges: kept,
                ..file.clone()
            };
            diagnostic.fix = Some(Fix::new(
                "Leave the empty ranges out",
                Edit::SetCell(SettingId::Files, 2, row, file.range_list().into()),
            ));
        }
        out.push(diagnostic);
    }
}
