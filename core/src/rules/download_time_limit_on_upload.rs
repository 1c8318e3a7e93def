use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "download-time-limit-on-upload",
    severity: Severity::Warning,
    what: "A maximum download time is set for an upload.",
    why: "Microsoft's pages speak of downloads only; whether the clock runs for uploads is not documented.",
    instead: "Limit how long the script waits.",
    evidence: &["com:IBackgroundCopyJob4.SetMaximumDownloadTime"],
    example: job!(upload; r#""settings": { "maximum_download_time": "1d" }"#),
    repaired: job!(upload;),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked.is_upload() && checked.settings().maximum_download_time.is_some() {
        out.push(
            RULE.says(
                Place::setting(SettingId::MaximumDownloadTime),
                "Whether the maximum download time counts for an upload is not documented.",
                "Leave it out, and limit how long the script waits.",
            )
            .with_fix(Fix::new(
                "Leave the limit out",
                Edit::Clear(SettingId::MaximumDownloadTime),
            )),
        );
    }
}
