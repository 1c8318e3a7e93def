//! Who judges what commands mean: the readers of scripts. This file is the only one of `lint` that knows them.

use super::rule::RuleText;
use bitsmith_core::judge::judge;
use bitsmith_core::parse::found::{Found, Pattern};
use bitsmith_core::parse::hidden::Secrets;
use bitsmith_core::parse::{Reading, import, patterns};
use bitsmith_core::profile::Profile;
use bitsmith_core::rules::RULES;
use bitsmith_core::snippet::Form;
use bitsmith_core::text::Dialect;

/// What is said of commands.
#[derive(Default)]
pub(crate) struct Said {
    /// What was found, at spans of their text.
    pub(crate) found: Vec<Found>,
    /// Texts that are not shown.
    pub(crate) secrets: Secrets,
}

/// What `lint` asks about commands.
pub(crate) trait Judge: Sync {
    /// What is to be said of commands. Of a syntax line only what the line itself says wrong.
    fn check(&self, source: &str, shell: Option<Dialect>, form: Form, profile: &Profile) -> Said;

    /// The rules that it judges by.
    fn rules(&self) -> Vec<RuleText>;

    /// Whether the fix of a finding may be applied without a look at it.
    fn is_safe(&self, found: &Found) -> bool {
        found.fix.is_some()
    }
}

/// The readers of scripts.
pub(crate) struct Readers;

impl Judge for Readers {
    fn check(&self, source: &str, shell: Option<Dialect>, form: Form, profile: &Profile) -> Said {
        // What stands for a value is no value, and not all that is described is called.
        if !matches!(form, Form::Commands | Form::Line) {
            return Said::default();
        }
        let reading = Reading {
            shell,
            profile: Some(*profile),
        };
        let script = import(source, reading);
        Said {
            found: judge(&script).into_iter().map(|judged| judged.found).collect(),
            secrets: script.secrets,
        }
    }

    fn rules(&self) -> Vec<RuleText> {
        // The rules of jobs have one of the same name for the form.
        let is_new = |pattern: &&Pattern| RULES.iter().all(|rule| rule.name != pattern.name);
        let found = patterns().filter(is_new).map(|pattern| RuleText {
            name: pattern.name,
            severity: pattern.severity,
            what: pattern.what,
            why: pattern.instead,
            page: "docs/script-rules/",
        });
        RULES
            .iter()
            .map(|rule| RuleText {
                name: rule.name,
                severity: rule.severity,
                what: rule.what,
                why: rule.why,
                page: "docs/rules/",
            })
            .chain(found)
            .collect()
    }
}
