use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::job::ExistingEnding;

pub(super) const RULE: Rule = Rule {
    name: "change-of-ended-jobs",
    severity: Severity::Warning,
    what: "Jobs are changed and cancelled or completed in one go.",
    why: "What is set or added has no effect any more: a cancelled job is gone, and files that are added to a job just before it is completed are not transferred.",
    instead: "Leave the changes out, or let the jobs run.",
    evidence: &["com:IBackgroundCopyJob.Complete", "com:IBackgroundCopyJob.Cancel"],
    example: job!(existing; r#""settings": { "priority": "high" }"#, r#""ending": "cancel""#),
    repaired: job!(existing; r#""ending": "cancel""#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let word = match checked.existing_ending() {
        Some(ExistingEnding::Cancel) => "cancelled",
        Some(ExistingEnding::Complete) => "completed",
        _ => return,
    };
    // An owner's rights or a verdict on a file may be needed to complete.
    let without_effect = |id: &SettingId| {
        !matches!(
            id,
            SettingId::TakeOwnership
                | SettingId::ValidationState
                | SettingId::HelperToken
                | SettingId::HelperTokenFlags
        )
    };
    let ids: Vec<SettingId> = checked.ids().iter().copied().filter(without_effect).collect();
    if let Some(first) = ids.first() {
        out.push(
            RULE.says(
                Place::setting(*first),
                format!("The jobs are {word} at once, so what is changed before has no effect."),
                "Leave the changes out, or let the jobs run.",
            )
            .with_fix(Fix {
                title: "Leave the changes out".to_owned(),
                edits: ids.into_iter().map(Edit::Clear).collect(),
            }),
        );
    }
}
