use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::Word;

pub(super) const RULE: Rule = Rule {
    name: "background-priority-with-custom-method",
    severity: Severity::Error,
    what: "A background priority is set together with another HTTP method.",
    why: "BITS puts a job with another method than GET into foreground priority and lets nobody change it.",
    instead: "Leave the priority out, or use foreground.",
    evidence: &[
        "com:IBackgroundCopyJobHttpOptions2.SetHttpMethod",
        "ps:Set-BitsTransfer",
    ],
    example: job!(download; r#""settings": { "http_method": "POST", "priority": "low" }"#),
    repaired: job!(download; r#""settings": { "http_method": "POST" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(priority) = checked.settings().priority else {
        return;
    };
    if checked.has_custom_method() && !checked.is_foreground() {
        out.push(
            RULE.says(
                Place::setting(SettingId::Priority),
                format!(
                    "With another HTTP method the job is in foreground priority for good, and {} is refused.",
                    priority.word()
                ),
                "Leave the priority out.",
            )
            .with_fix(Fix::new(
                "Leave the priority out",
                Edit::Clear(SettingId::Priority),
            )),
        );
    }
}
