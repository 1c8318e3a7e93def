//! Rules as a report describes them, and those of `lint` itself.

use super::judge::Judge;
use bitsmith_core::diagnostic::Severity;

/// A rule in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RuleText {
    pub(crate) name: &'static str,
    /// The worst that it says.
    pub(crate) severity: Severity,
    /// What it looks for.
    pub(crate) what: &'static str,
    /// Why that matters.
    pub(crate) why: &'static str,
    /// The paper that it stands in; a folder where it has a page of its own name.
    pub(crate) page: &'static str,
}

impl RuleText {
    /// The paper about the rule, from the root of the project.
    pub(crate) fn paper(&self) -> String {
        if self.page.ends_with('/') {
            format!("{}{}.md", self.page, self.name)
        } else {
            self.page.to_owned()
        }
    }
}

pub(super) const UNUSED: &str = "unused-suppression";
pub(super) const UNKNOWN: &str = "unknown-suppression";
pub(super) const MALFORMED: &str = "malformed-suppression";
pub(super) const FILE_NUMBER: &str = "file-number-as-index";

const PAPER: &str = "docs/command-line.md#lint";

/// The rules of `lint` itself.
const OWN: &[RuleText] = &[
    RuleText {
        name: FILE_NUMBER,
        severity: Severity::Warning,
        what: "The text speaks of a file by its number, and the command has that number as index.",
        why: "bitsadmin counts the files of a job from 0, so the command is about the file after it.",
        page: PAPER,
    },
    RuleText {
        name: MALFORMED,
        severity: Severity::Warning,
        what: "A comment begins as one that allows a rule and goes on as something else.",
        why: "It allows nothing.",
        page: PAPER,
    },
    RuleText {
        name: UNKNOWN,
        severity: Severity::Warning,
        what: "A comment allows a rule that does not exist.",
        why: "It allows nothing.",
        page: PAPER,
    },
    RuleText {
        name: UNUSED,
        severity: Severity::Warning,
        what: "A comment allows a rule that finds nothing there.",
        why: "It would hide what comes to stand there later.",
        page: PAPER,
    },
];

/// All rules, each once, by name.
pub(crate) fn all(judge: &dyn Judge) -> Vec<RuleText> {
    let mut rules = judge.rules();
    rules.extend(OWN);
    rules.sort_by_key(|rule| rule.name);
    rules.dedup_by_key(|rule| rule.name);
    rules
}
