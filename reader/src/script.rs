//! A script: what its tokens mean, what it does in order, what is wrong with it, its jobs.

use crate::Answer;
use crate::lines::{Shown, shown};
use bitsmith_core::explain::explain;
use bitsmith_core::judge::{found_json, import_json, judge};
use bitsmith_core::parse::found::Found;
use bitsmith_core::parse::{Reading, import};
use bitsmith_core::span::Places;
use bitsmith_core::text::Dialect;
use serde_json::{Value, json};

/// The most steps and findings of a kind that an answer has: nobody reads more at once, and a page draws no more in time.
const MOST: usize = 100;

/// Reads a script.
pub(crate) fn read(text: &str, shell: &str, lines: usize) -> Answer {
    let reading = Reading {
        shell: Dialect::from_word(shell),
        profile: None,
    };
    let script = import(text, reading);
    let explanation = explain(&script, text);
    let places = Places::of(text);
    let Shown { lines, tokens, more } = shown(text, &explanation.tokens, lines);
    let tokens: Vec<Value> = explanation
        .tokens
        .iter()
        .take(tokens)
        .map(|token| json!({ "title": token.title, "text": token.text, "source": token.source }))
        .collect();
    let steps: Vec<Value> = explanation
        .steps
        .iter()
        .take(MOST)
        .map(|step| json!({ "line": places.line_and_column(step.span.start).0, "text": step.text }))
        .collect();
    let judged = judge(&script);
    let findings: Vec<&Found> = judged
        .iter()
        .map(|judged| &judged.found)
        .filter(|found| {
            // A risk is said once.
            !explanation
                .risks
                .iter()
                .any(|risk| (risk.rule, risk.span) == (found.rule, found.span))
        })
        .collect();
    let said = |found: &[&Found]| -> Vec<Value> {
        found
            .iter()
            .take(MOST)
            .map(|found| found_json(found, &places))
            .collect()
    };
    let risks: Vec<&Found> = explanation.risks.iter().collect();
    let mut documents = import_json(&script, text);
    Answer(json!({
        "shell": script.shell.word(),
        "lines": lines,
        "more": more,
        "import": {
            "documents": documents["documents"].take(),
            "diagnostics": said(&findings),
            "count": findings.len(),
        },
        "explanation": {
            "tokens": tokens,
            "steps": steps,
            "count": explanation.steps.len(),
            "risks": said(&risks),
        },
    }))
}
