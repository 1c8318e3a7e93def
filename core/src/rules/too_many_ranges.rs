use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::version::BitsVersion;

/// Five hundred ranges and one.
macro_rules! ranges {
    ($($hundreds:literal)*) => {
        concat!(
            "{ \"remote_name\": \"https://example.com/a.bin\", \"local_name\": \"C:\\\\Data\\\\a.bin\", \"ranges\": [\n",
            $(ranges!(@ $hundreds; 0 1 2 3 4 5 6 7 8 9),)*
            "    { \"offset\": 600000, \"length\": 1 } ] }"
        )
    };
    (@ $hundreds:literal; $($tens:literal)*) => {
        concat!($(ranges!(@ $hundreds, $tens; 0 1 2 3 4 5 6 7 8 9)),*)
    };
    (@ $hundreds:literal, $tens:literal; $($ones:literal)*) => {
        concat!($("    { \"offset\": ", $hundreds, $tens, $ones, "000, \"length\": 1 },\n"),*)
    };
}

pub(super) const RULE: Rule = Rule {
    name: "too-many-ranges",
    severity: Severity::Error,
    what: "A file has more than 500 ranges and the script runs without administrator rights.",
    why: "Group policy lets a user have 500 ranges a file unless an administrator raised the limit (MaxRangesPerFile); BITS refuses more (BG_E_TOO_MANY_RANGES_IN_FILE, 0x80200052). Administrators and service accounts have no limit, nor has BITS before Windows Vista.",
    instead: "Join ranges, or run the script elevated.",
    evidence: &["w32:group-policies", "com:IBackgroundCopyJob3.AddFileWithRanges"],
    example: job!(download [ranges!(1 2 3 4 5)];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.bin", "local_name": "C:\\Data\\a.bin", "ranges": [ { "offset": 0, "length": 501000 } ] }"#];),
    check,
};

/// MaxRangesPerFile when nobody set it. [w32:group-policies]
const LIMIT: usize = 500;

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.is_beyond_policy_limits() || checked.profile.bits() < BitsVersion::new(3, 0) {
        return;
    }
    for (row, file) in checked.files().iter().enumerate() {
        let count = file.ranges.len();
        if count > LIMIT {
            out.push(RULE.says(
                Place::cell(SettingId::Files, 2, row),
                format!(
                    "The file has {count} ranges, and a user without administrator rights may have {LIMIT}."
                ),
                "Join ranges, or run it elevated: administrators have no limit.",
            ));
        }
    }
}
