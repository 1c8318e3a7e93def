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
mod risk;
mod shown;
mod value;

use crate::parse::found::Found;
use crate::parse::{Called, Import, hidden};
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
    /// What it risks.
    pub risks: Vec<Found>,
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
    let hidden = hidden::spans(source);
    for token in &mut tokens {
        let next = hidden.partition_point(|span| span.end <= token.span.start);
        token.secret |= hidden.get(next).is_some_and(|span| span.start < token.span.end);
    }
    Explanation {
        tokens,
        steps,
        risks: risk::risks(script),
    }
}
