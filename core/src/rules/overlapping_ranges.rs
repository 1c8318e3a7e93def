use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{File, Length, Range};

pub(super) const RULE: Rule = Rule {
    name: "overlapping-ranges",
    severity: Severity::Error,
    what: "Two ranges of a file have bytes in common.",
    why: "BITS refuses duplicate and overlapping ranges (BG_E_OVERLAPPING_RANGES, 0x8020002C). It sorts them by offset only, so of two ranges at one offset the order decides; each byte may be fetched once.",
    instead: "Join the ranges, or fetch each byte once.",
    evidence: &[
        "com:IBackgroundCopyJob3.AddFileWithRanges",
        "ba:addfilewithranges",
    ],
    example: job!(download [r#"{ "remote_name": "https://example.com/a.bin", "local_name": "C:\\Data\\a.bin", "ranges": [ { "offset": 0, "length": 100 }, { "offset": 50, "length": 100 } ] }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.bin", "local_name": "C:\\Data\\a.bin", "ranges": [ { "offset": 0, "length": 150 } ] }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for (row, file) in checked.files().iter().enumerate() {
        let mut sorted: Vec<&Range> = Vec::new();
        for range in &file.ranges {
            sorted.insert(
                sorted.partition_point(|other| other.offset <= range.offset),
                range,
            );
        }
        let pair = sorted.windows(2).find_map(|pair| match pair {
            [one, other] if other.offset < end(one) || other.offset == one.offset => Some((*one, *other)),
            _ => None,
        });
        let Some((one, other)) = pair else {
            continue;
        };
        let joined = File {
            ranges: joined(&sorted),
            ..file.clone()
        };
        out.push(
            RULE.says(
                Place::cell(SettingId::Files, 2, row),
                format!(
                    "The ranges at {} and {} have bytes in common, and BITS refuses that.",
                    one.offset, other.offset
                ),
                "Join them, or fetch each byte once.",
            )
            .with_fix(Fix::new(
                format!("Fetch {}", joined.range_list()),
                Edit::SetCell(SettingId::Files, 2, row, joined.range_list().into()),
            )),
        );
    }
}

fn end(range: &Range) -> u64 {
    match range.length {
        Length::Bytes(length) => range.offset.saturating_add(length),
        Length::ToEof => u64::MAX,
    }
}

/// The same bytes, each once, in the order of the file.
fn joined(sorted: &[&Range]) -> Vec<Range> {
    let mut all: Vec<Range> = Vec::new();
    for range in sorted {
        match all.last_mut() {
            Some(last) if range.offset < end(last) || range.offset == last.offset => {
                last.length = match (last.length, range.length) {
                    (Length::Bytes(_), Length::Bytes(_)) => {
                        Length::Bytes(end(range).max(end(last)).saturating_sub(last.offset))
                    }
                    _ => Length::ToEof,
                };
            }
            _ => all.push(**range),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_ranges_have_each_byte_once() {
        let range = |offset, length| Range { offset, length };
        let (a, b, c) = (
            range(0, Length::Bytes(100)),
            range(50, Length::Bytes(10)),
            range(90, Length::ToEof),
        );
        assert_eq!(joined(&[&a, &b]), [a]);
        assert_eq!(joined(&[&a, &b, &c]), [range(0, Length::ToEof)]);
        assert_eq!(
            joined(&[&b, &range(60, Length::Bytes(1))]),
            [b, range(60, Length::Bytes(1))]
        );
    }
}
