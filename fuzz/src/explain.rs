//! Explanations of any text.

use bitsmith_core::explain::{explain, explanation_json, markdown, text as as_text};
use bitsmith_core::parse::{Reading, import};
use bitsmith_core::span::Span;

/// Every token stands in the text, and has something said of it.
pub(crate) fn run(text: &str) {
    let script = import(text, Reading::default());
    let explanation = explain(&script, text);
    let whole = Span::new(0, text.len());
    for token in &explanation.tokens {
        assert!(whole.holds(token.span), "{token:?}");
        assert!(!token.title.is_empty(), "{token:?}");
    }
    for step in &explanation.steps {
        assert!(!step.text.is_empty(), "{step:?}");
    }
    let _ = (
        explanation_json(&explanation, text),
        markdown(&explanation, text),
        as_text(&explanation, text),
    );
}
