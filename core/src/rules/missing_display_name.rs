use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::job_text::entry;
use crate::remote_name::file_name;
use crate::text::{Notation, Text};
use crate::value::Entries;

pub(super) const RULE: Rule = Rule {
    name: "missing-display-name",
    severity: Severity::Error,
    what: "A new job has no display name.",
    why: "BITS makes no job without one, and people find the job by it.",
    instead: "Give the job a name that says what it is for.",
    evidence: &[
        "com:IBackgroundCopyManager.CreateJob",
        "com:IBackgroundCopyJob.SetDisplayName",
    ],
    example: r#"{ "bitsmith": 1,
  "subject": { "new": { "display_name": "", "job_type": "download" } },
  "files": [ { "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\update.zip" } ] }"#,
    repaired: r#"{ "bitsmith": 1,
  "subject": { "new": { "display_name": "Download of update.zip", "job_type": "download" } },
  "files": [ { "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\update.zip" } ] }"#,
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.is_new() && checked.settings().display_name.is_none() {
        let name = proposed(checked);
        out.push(
            RULE.says(
                Place::setting(SettingId::DisplayName),
                "The new job has no display name, and BITS makes no job without one.",
                "Give it a name under which people find it.",
            )
            .with_fix(Fix::new(
                format!("Call it “{name}”"),
                Edit::Set(
                    SettingId::DisplayName,
                    Entries::one(entry(&Text::literal(name), Notation::Plain)),
                ),
            )),
        );
    }
}

/// A name from the first file.
pub(super) fn proposed(checked: &Checked<'_>) -> String {
    let what = if checked.is_upload() { "Upload" } else { "Download" };
    let file = checked
        .files()
        .first()
        .and_then(|file| file_name(&file.remote_name));
    match file {
        // The limit of a display name is 256 characters.
        Some(file) if file.len() < 200 => format!("{what} of {file}"),
        _ => what.to_owned(),
    }
}
