//! What a script says, token by token, and what it will do on the machine.
//!
//! ```
//! use bitsmith_core::explain::explain;
//! use bitsmith_core::parse::{Reading, import};
//! let source = "bitsadmin /setpriority {C775D194-090F-431F-B5FB-8334D00D1CB6} LOW";
//! let script = import(source, Reading::default());
//! let explanation = explain(&script, source);
//! assert_eq!(explanation.tokens.len(), 4);
//! assert!(explanation.tokens[3].text.starts_with("Low"), "{}", explanation.tokens[3].text);
//! assert!(explanation.steps[0].text.starts_with("Sets priority"), "{}", explanation.steps[0].text);
//! ```

mod bitsadmin;
mod cmdlet;
mod report;
mod shown;
mod value;

use crate::diagnostic::Severity;
use crate::judge::{Judged, judge};
use crate::parse::found::Found;
use crate::parse::{Called, Import};
use crate::span::Span;

pub use report::{explanation_json, markdown, text};
pub use value::{entry_meaning, meaning};

/// A token with what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is, in a few words.
    pub title: String,
    /// What it means here.
    pub text: String,
    /// The page that says so, as source key; empty: none.
    pub source: &'static str,
    /// Whether it is a secret, which is not shown again.
    pub secret: bool,
}

/// What a statement does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where it stands.
    pub span: Span,
    /// One sentence.
    pub text: String,
}

/// A script, explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Its tokens in order, those that have to do with BITS.
    pub tokens: Vec<Token>,
    /// What it will do on the machine, in order.
    pub steps: Vec<Step>,
    /// Everything that is to be said of it.
    pub judged: Vec<Judged>,
}

impl Explanation {
    /// The tokens of a step.
    pub fn tokens_of(&self, step: &Step) -> impl Iterator<Item = &Token> {
        let span = step.span;
        let first = self.tokens.partition_point(|token| token.span.start < span.start);
        let rest = self.tokens.get(first..).unwrap_or_default().iter();
        rest.take_while(move |token| token.span.start <= span.end)
            .filter(move |token| span.holds(token.span))
    }

    /// What it risks: what is wrong, what is doubtful, and what lowers security, in the order of the text.
    pub fn risks(&self) -> impl Iterator<Item = &Found> {
        self.judged
            .iter()
            .filter(|one| is_risk(one))
            .map(|one| &one.found)
    }

    /// What else is to be said of it.
    pub fn remarks(&self) -> impl Iterator<Item = &Found> {
        self.judged
            .iter()
            .filter(|one| !is_risk(one))
            .map(|one| &one.found)
    }
}

fn is_risk(judged: &Judged) -> bool {
    judged.found.severity != Severity::Information || judged.lowers_security
}

/// Explains a script.
pub fn explain(script: &Import, source: &str) -> Explanation {
    let mut tokens = Vec::new();
    let mut steps = Vec::new();
    for statement in &script.statements {
        let (said, step) = match &statement.called {
            Called::Bitsadmin(call) => (bitsadmin::tokens(call), bitsadmin::step(call)),
            Called::Cmdlet(bound) => (
                cmdlet::tokens(bound, &|span| statement.outer(span).of(source)),
                cmdlet::step(bound),
            ),
        };
        tokens.extend(said.into_iter().map(|token| Token {
            span: statement.outer(token.span),
            ..token
        }));
        steps.push(Step {
            span: statement.span,
            text: step,
        });
    }
    tokens.sort_by_key(|token| (token.span.start, token.span.end));
    tokens.dedup_by(|a, b| a.span == b.span && a.title == b.title);
    for token in &mut tokens {
        token.secret |= script.secrets.stand_in(token.span.of(source));
        token.text = script.secrets.left_out(&token.text);
    }
    for step in &mut steps {
        step.text = script.secrets.left_out(&step.text);
    }
    Explanation {
        tokens,
        steps,
        judged: judge(script),
    }
}
