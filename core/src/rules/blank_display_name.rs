use super::missing_display_name::proposed;
use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::invisible;
use crate::job_text::entry;
use crate::text::{Notation, Text};
use crate::value::Entries;

pub(super) const RULE: Rule = Rule {
    name: "blank-display-name",
    severity: Severity::Warning,
    what: "The display name has no character that a person sees.",
    why: "Display names are how people find a job in a list, and an empty-looking one hides it.",
    instead: "Give the job a name that says what it is for.",
    evidence: &["com:IBackgroundCopyJob.SetDisplayName"],
    example: r#"{ "bitsmith": 1,
  "subject": { "new": { "display_name": "  ", "job_type": "download" } },
  "files": [ { "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\update.zip" } ] }"#,
    repaired: r#"{ "bitsmith": 1,
  "subject": { "new": { "display_name": "Download of update.zip", "job_type": "download" } },
  "files": [ { "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\update.zip" } ] }"#,
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(name) = checked
        .settings()
        .display_name
        .as_ref()
        .and_then(|name| name.0.as_literal())
    else {
        return;
    };
    if name.chars().all(|c| c.is_whitespace() || invisible::is_unseen(c)) {
        let proposed = proposed(checked);
        out.push(
            RULE.says(
                Place::setting(SettingId::DisplayName),
                "The display name has no character that a person sees, so nobody finds the job in a list.",
                "Give it a name that says what it is for.",
            )
            .with_fix(Fix::new(
                format!("Call it “{proposed}”"),
                Edit::Set(
                    SettingId::DisplayName,
                    Entries::one(entry(&Text::literal(proposed), Notation::Plain)),
                ),
            )),
        );
    }
}
