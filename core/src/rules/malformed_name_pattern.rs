use super::{Checked, Rule, shown};
use crate::diagnostic::{At, Diagnostic, Place, Severity};
use crate::job::{Selector, Subject};

pub(super) const RULE: Rule = Rule {
    name: "malformed-name-pattern",
    severity: Severity::Error,
    what: "A name pattern has a bracket that does not end, or a range that runs backwards.",
    why: "Such a pattern is none: the search ends with an error, and no job is found.",
    instead: "End the set with ], or write a backtick before a bracket that stands for itself.",
    evidence: &["ps7:about_Wildcards", "ps:Get-BitsTransfer"],
    example: job!(existing [r#""pattern": "Nightly [a-c""#]; r#""ending": "suspend""#),
    repaired: job!(existing [r#""pattern": "Nightly [a-c]""#]; r#""ending": "suspend""#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    // What a value brings is not known here.
    if let Subject::Existing {
        selector: Selector::Pattern(pattern),
        ..
    } = &checked.job.subject
        && let Some(literal) = pattern.as_literal()
        && !is_well_formed(literal)
    {
        out.push(RULE.says(
            Place::new(At::Subject),
            format!(
                "{} is no pattern: a bracket in it does not end, or a range runs backwards.",
                shown(pattern)
            ),
            "End the set with ], or write a backtick before a bracket that stands for itself.",
        ));
    }
}

/// Whether each `[` has its `]`, with something between, and each range goes up. A backtick takes the meaning from the
/// next character.
fn is_well_formed(pattern: &str) -> bool {
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '`' => drop(chars.next()),
            '[' => {
                let mut set: Vec<char> = Vec::new();
                loop {
                    match chars.next() {
                        None => return false,
                        Some(']') if !set.is_empty() => break,
                        Some('`') => set.extend(chars.next()),
                        Some(c) => set.push(c),
                    }
                }
                let backwards = |range: &[char]| matches!(range, [low, '-', high] if low > high);
                if set.windows(3).any(backwards) {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_end_and_ranges_go_up() {
        for (pattern, well) in [
            ("*", true),
            ("Nightly [a-c]", true),
            ("[]]", true),
            ("a]", true),
            ("`[a", true),
            ("[`]]", true),
            ("[", false),
            ("[]", false),
            ("a[b", false),
            ("[a`]", false),
            ("[c-a]", false),
        ] {
            assert_eq!(is_well_formed(pattern), well, "{pattern}");
        }
    }
}
