use super::{Checked, Rule, shown};
use crate::diagnostic::{At, Diagnostic, Place, Severity};
use crate::job::{Selector, Subject};

pub(super) const RULE: Rule = Rule {
    name: "wildcard-in-exact-name",
    severity: Severity::Information,
    what: "An exact name holds an asterisk, a question mark or brackets.",
    why: "The name is looked for as it stands: only jobs that are called so are found.",
    instead: "Find the jobs by a pattern where one is meant.",
    evidence: &["ps:Get-BitsTransfer"],
    example: job!(existing [r#""name": "Nightly*""#]; r#""ending": "suspend""#),
    repaired: job!(existing [r#""pattern": "Nightly*""#]; r#""ending": "suspend""#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if let Subject::Existing {
        selector: Selector::Name(name),
        ..
    } = &checked.job.subject
        && name.literals().any(|literal| literal.contains(['*', '?', '[']))
    {
        out.push(RULE.says(
            Place::new(At::Subject),
            format!(
                "Only jobs that are called {} to the letter are found: a name is no pattern.",
                shown(name)
            ),
            "Find the jobs by a pattern where one is meant.",
        ));
    }
}
