//! What is found in a script: a finding at a span of its text, and the words that mend it.

use crate::diagnostic::Severity;
use crate::span::Span;

/// Other words for a span of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// What it does, as a button says it.
    pub title: String,
    /// What is replaced.
    pub span: Span,
    /// What stands there then.
    pub text: String,
}

/// One thing to say of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The rule's name.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where.
    pub span: Span,
    /// What is wrong and why.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The words that mend it.
    pub fix: Option<Replacement>,
}

impl Found {
    /// A finding without a fix.
    pub fn new(
        severity: Severity,
        rule: &'static str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Found {
        Found {
            rule,
            severity,
            span,
            message: message.into(),
            help: help.into(),
            fix: None,
        }
    }
}
