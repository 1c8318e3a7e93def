//! Rules: what is wrong with a job whose values are each legal. One rule a file.
//!
//! A rule file holds the rule's texts, its check and its fix, and its tests; it may not mention a tool's syntax.
//! What only one tool cannot do is said where that tool's script is made.

use crate::diagnostic::{Diagnostic, Severity};
use crate::job::JobSpec;
use crate::profile::Profile;

mod retry_delay_exceeds_timeout;

/// The version of the rules and of the output they stand for; documents can ask for an older one.
pub const RULES_VERSION: u32 = 1;

/// A rule with its page.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The pattern it flags; reads well after "allow".
    pub name: &'static str,
    /// The worst that it says.
    pub severity: Severity,
    /// What it looks for, in one sentence.
    pub what: &'static str,
    /// Why BITS or its users care.
    pub why: &'static str,
    /// What to do instead.
    pub instead: &'static str,
    /// The pages that say so, as source keys.
    pub evidence: &'static [&'static str],
    /// A document that the rule flags.
    pub example: &'static str,
    /// What the example becomes: by the rule's own fix where it has one.
    pub repaired: &'static str,
    /// Looks at a job.
    pub check: fn(&Checked<'_>, &mut Vec<Diagnostic>),
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'a> {
    /// The job.
    pub job: &'a JobSpec,
    /// The machine.
    pub profile: &'a Profile,
}

/// Every rule, by name.
pub const RULES: &[&Rule] = &[&retry_delay_exceeds_timeout::RULE];

/// What all rules say of a job, errors first.
pub fn check(job: &JobSpec, profile: &Profile) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let checked = Checked { job, profile };
    for rule in RULES {
        (rule.check)(&checked, &mut diagnostics);
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.severity);
    diagnostics
}
