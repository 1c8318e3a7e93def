use super::{Checked, Rule};
use crate::diagnostic::{At, Diagnostic, Place, Severity};
use crate::job::ExistingEnding;

pub(super) const RULE: Rule = Rule {
    name: "nothing-to-do",
    severity: Severity::Information,
    what: "Existing jobs are named, and nothing is changed.",
    why: "The script would find the jobs and leave them as they are.",
    instead: "Set something, add files, or say how it ends.",
    evidence: &["ps:Set-BitsTransfer"],
    example: job!(existing;),
    repaired: job!(existing; r#""settings": { "priority": "high" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let idle = checked.existing_ending() == Some(ExistingEnding::Leave);
    if idle && checked.ids().is_empty() {
        out.push(RULE.says(
            Place::new(At::Job),
            "The jobs are found and left as they are.",
            "Set something, add a file, or say how it ends.",
        ));
    }
}
