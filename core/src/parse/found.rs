//! What readers of scripts find wrong, at its place in the source.

use crate::diagnostic::Severity;
use crate::span::Span;

/// A mistake that is looked for in calls of the tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pattern {
    /// The rule's name: what it flags.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it flags, in a sentence.
    pub what: &'static str,
    /// What to write instead, in a sentence.
    pub instead: &'static str,
}

/// Patterns as constants, with the list of all of them.
macro_rules! patterns {
    (
        $(#[$meta:meta])* $visible:vis $list:ident;
        $($constant:ident = $name:literal, $severity:ident, $what:literal, $instead:literal;)+
    ) => {
        $(#[doc = $what] $visible const $constant: $crate::parse::found::Pattern = $crate::parse::found::Pattern {
            name: $name,
            severity: $crate::diagnostic::Severity::$severity,
            what: $what,
            instead: $instead,
        };)+

        $(#[$meta])* $visible const $list: &[$crate::parse::found::Pattern] = &[$($constant),+];
    };
}

pub(super) use patterns;

/// A replacement in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// What it does, as an order.
    pub title: String,
    /// What is replaced; empty where something is put in.
    pub span: Span,
    /// What stands there then.
    pub text: String,
    /// Whether the text tells a secret: it is applied and not shown.
    pub is_secret: bool,
}

impl Replacement {
    /// The source with the replacement made.
    pub fn applied(&self, source: &str) -> String {
        let before = source.get(..self.span.start).unwrap_or(source);
        let after = source.get(self.span.end..).unwrap_or("");
        [before, &self.text, after].concat()
    }
}

/// A finding at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The rule's name.
    pub rule: &'static str,
    /// How bad it is here.
    pub severity: Severity,
    /// What is wrong and why it matters.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Where.
    pub span: Span,
    /// A change that cures it.
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
            message: message.into(),
            help: help.into(),
            span,
            fix: None,
        }
    }
}

impl Pattern {
    /// A finding of it.
    pub fn at(&self, span: Span, message: impl Into<String>, help: impl Into<String>) -> Found {
        Found::new(self.severity, self.name, span, message, help)
    }
}

impl Found {
    /// The finding with a change that cures it.
    pub fn with_fix(self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Found {
        Found {
            fix: Some(Replacement {
                title: title.into(),
                span,
                text: text.into(),
                is_secret: false,
            }),
            ..self
        }
    }
}
