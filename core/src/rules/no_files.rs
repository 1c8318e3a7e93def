use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::job::NewEnding;

pub(super) const RULE: Rule = Rule {
    name: "no-files",
    severity: Severity::Error,
    what: "A new job that is started has no files.",
    why: "BITS does not resume an empty job (BG_E_EMPTY, 0x80200003): it stays suspended.",
    instead: "Add a file, or only create the job and add files later.",
    evidence: &["com:IBackgroundCopyJob.Resume", "w32:life-cycle-of-a-bits-job"],
    example: r#"{ "bitsmith": 1,
  "subject": { "new": { "display_name": "Nightly update", "job_type": "download" } } }"#,
    repaired: job!(download;),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if !checked.is_new() || !checked.files().is_empty() {
        return;
    }
    let place = Place::setting(SettingId::Files);
    out.push(match checked.new_ending() {
        Some(NewEnding::CreateOnly) => RULE.mentions(
            Severity::Information,
            place,
            "The new job has no files yet, and BITS resumes no empty job.",
            "Add files before the job is resumed.",
        ),
        _ => RULE.says(
            place,
            "The job has no files, and BITS resumes no empty job.",
            "Add a file, or only make the job and do not start it.",
        ),
    });
}
