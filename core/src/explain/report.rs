//! An explanation as text, as Markdown and as JSON.

use super::{Explanation, Token};
use crate::diagnostic::Severity;
use crate::judge::found_json;
use crate::span::{Places, Span};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// An explanation as JSON: places in UTF-16 units.
pub fn explanation_json(explanation: &Explanation, source: &str) -> Value {
    let places = Places::of(source);
    let at = |span: Span| (places.offset(span.start), places.offset(span.end));
    let tokens: Vec<Value> = explanation
        .tokens
        .iter()
        .map(|token| {
            let (start, end) = at(token.span);
            json!({ "start": start, "end": end, "title": token.title, "text": token.text, "source": token.source })
        })
        .collect();
    let steps: Vec<Value> = explanation
        .steps
        .iter()
        .map(|step| {
            let (start, end) = at(step.span);
            json!({ "start": start, "end": end, "text": step.text })
        })
        .collect();
    let risks: Vec<Value> = explanation
        .risks()
        .map(|risk| found_json(risk, &places))
        .collect();
    json!({ "tokens": tokens, "steps": steps, "risks": risks })
}

/// The words of a token as they are shown: a secret is not.
fn words<'s>(token: &Token, source: &'s str) -> &'s str {
    match token.secret {
        true => "…",
        false => token.span.of(source),
    }
}

/// An explanation for a terminal.
pub fn text(explanation: &Explanation, source: &str) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_text(explanation, source, &mut out);
    out
}

fn write_text(explanation: &Explanation, source: &str, out: &mut String) -> std::fmt::Result {
    if explanation.steps.is_empty() {
        writeln!(out, "{}", explanation.nothing())?;
    }
    let places = Places::of(source);
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for (number, step) in explanation.steps.iter().enumerate() {
        let (line, _) = places.line_and_column(step.span.start);
        writeln!(out, "{}. {} (line {line})", number.saturating_add(1), step.text)?;
        // The words of what runs again are told once.
        let tokens = told.insert(step.span).then(|| explanation.tokens_of(step));
        for token in tokens.into_iter().flatten() {
            let said = words(token, source);
            let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
            writeln!(out, "     {said}")?;
            writeln!(out, "         {}: {} [{}]", token.title, token.text, token.source)?;
        }
    }
    if explanation.risks().next().is_some() {
        writeln!(out, "\nTo know before it runs:")?;
        for risk in explanation.risks() {
            let mark = match risk.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Information => "note",
            };
            let (line, _) = places.line_and_column(risk.span.start);
            writeln!(
                out,
                "  {mark} [{}], line {line}: {} {}",
                risk.rule, risk.message, risk.help
            )?;
        }
    }
    Ok(())
}

/// An explanation as Markdown.
pub fn markdown(explanation: &Explanation, source: &str) -> String {
    let mut out = String::new();
    let _ = write_markdown(explanation, source, &mut out);
    out
}

fn write_markdown(explanation: &Explanation, source: &str, out: &mut String) -> std::fmt::Result {
    if explanation.steps.is_empty() {
        writeln!(out, "{}", explanation.nothing())?;
    }
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for (number, step) in explanation.steps.iter().enumerate() {
        writeln!(out, "{}. {}\n", number.saturating_add(1), escaped(&step.text))?;
        let tokens = told.insert(step.span).then(|| explanation.tokens_of(step));
        let tokens: Vec<&Token> = tokens.into_iter().flatten().collect();
        if !tokens.is_empty() {
            writeln!(out, "   | Words | What they are | Source |\n   |---|---|---|")?;
            for token in tokens {
                writeln!(
                    out,
                    "   | {} | **{}**: {} | `{}` |",
                    code(words(token, source)),
                    escaped(&token.title),
                    escaped(&token.text),
                    token.source
                )?;
            }
            writeln!(out)?;
        }
    }
    let places = Places::of(source);
    if explanation.risks().next().is_some() {
        writeln!(out, "To know before it runs:\n")?;
        for risk in explanation.risks() {
            let (line, _) = places.line_and_column(risk.span.start);
            writeln!(
                out,
                "* **{}** (line {line}, `{}`): {} {}",
                risk.severity.label(),
                risk.rule,
                escaped(&risk.message),
                escaped(&risk.help)
            )?;
        }
    }
    Ok(())
}

/// A text in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&' => {
                out.push('\\');
                out.push(c);
            }
            '\r' | '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A text as code in a table.
fn code(text: &str) -> String {
    let flat: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let longest = flat.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.saturating_add(1));
    let flat = flat.replace('|', "\\|");
    match longest {
        0 => format!("{fence}{flat}{fence}"),
        _ => format!("{fence} {flat} {fence}"),
    }
}
