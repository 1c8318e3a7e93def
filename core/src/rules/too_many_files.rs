use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{At, Diagnostic, Place, Severity};
use crate::version::BitsVersion;

/// Two hundred files and one.
macro_rules! files {
    ($($hundreds:literal)*) => {
        concat!(
            $(files!(@ $hundreds; 0 1 2 3 4 5 6 7 8 9),)*
            "{ \"remote_name\": \"https://example.com/300.zip\", \"local_name\": \"C:\\\\Data\\\\300.zip\" }"
        )
    };
    (@ $hundreds:literal; $($tens:literal)*) => {
        concat!($(files!(@ $hundreds, $tens; 0 1 2 3 4 5 6 7 8 9)),*)
    };
    (@ $hundreds:literal, $tens:literal; $($ones:literal)*) => {
        concat!($(
            "{ \"remote_name\": \"https://example.com/", $hundreds, $tens, $ones,
            ".zip\", \"local_name\": \"C:\\\\Data\\\\", $hundreds, $tens, $ones, ".zip\" },\n             "
        ),*)
    };
}

pub(super) const RULE: Rule = Rule {
    name: "too-many-files",
    severity: Severity::Error,
    what: "More than 200 files are added to a job by a user without administrator rights.",
    why: "Group policy lets a user have 200 files in a job unless an administrator raised the limit (MaxFilesPerJob); BITS refuses the next one (BG_E_TOO_MANY_FILES_IN_JOB, 0x80200051). Administrators and service accounts have no limit, nor has BITS before Windows Vista.",
    instead: "Split the files over several jobs, or run the script elevated.",
    evidence: &["w32:group-policies", "com:IBackgroundCopyJob.AddFile"],
    example: job!(download [files!(1 2)];),
    repaired: job!(download;),
    check,
};

/// MaxFilesPerJob when nobody set it. [w32:group-policies]
const LIMIT: usize = 200;

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let count = checked.files().len();
    if count > LIMIT
        && !checked.is_upload()
        && !checked.is_beyond_policy_limits()
        && checked.profile.bits() >= BitsVersion::new(3, 0)
    {
        out.push(RULE.says(
            Place::new(At::Setting {
                id: SettingId::Files,
                part: None,
                row: Some(LIMIT),
            }),
            format!("The job has {count} files, and a user without administrator rights may have {LIMIT} in a job."),
            "Split the files over several jobs, or run it elevated: administrators have no limit.",
        ));
    }
}
