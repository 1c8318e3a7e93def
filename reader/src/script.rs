//! A script: what its tokens mean, what it does in order, what is wrong with it, its jobs.

use crate::kept;
use crate::lines::{Shown, shown};
use crate::view::{element, part, quoted, said, sentence};
use crate::words::{Word, sentences, words};
use bitsmith_core::catalog::SettingId;
use bitsmith_core::document::{Secrets, write};
use bitsmith_core::explain::{Explanation, explain};
use bitsmith_core::hresult::decode;
use bitsmith_core::invisible::visible;
use bitsmith_core::parse::found::Found;
use bitsmith_core::parse::hidden::spans_with;
use bitsmith_core::parse::jobs::ScriptJob;
use bitsmith_core::parse::{Import, has_error_message};
use bitsmith_core::snippet::is_markdown;
use bitsmith_core::span::{Places, Span};
use bitsmith_core::text::Dialect;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The most items of a list that are shown: nobody reads more at once, and a page draws no more in time.
const MOST: usize = 100;

/// How many lines are shown for an item of a list: who asks for more lines gets longer lists, too.
const LINES_FOR_ITEM: usize = 3;

/// Reads a script.
pub(crate) fn read(text: &str, shell: &str, asked: usize) -> Value {
    let script = kept::script(text, Dialect::from_word(shell));
    let explanation = explain(&script, text);
    let places = Places::of(text);
    let findings: Vec<&Found> = explanation.remarks().collect();
    let words = words(text, &explanation);
    let Shown { lines, tokens, more } = shown(text, &words, &script.secrets, asked);
    let tokens: Vec<Value> = words.iter().take(tokens).map(Word::shape).collect();
    let shown_at = numbers(words.get(..tokens.len()).unwrap_or_default());
    let risks: Vec<&Found> = explanation.risks().collect();
    let most = MOST.max(asked / LINES_FOR_ITEM);
    let below: Vec<Value> = [
        jobs(&script, most),
        steps(&explanation, &places, most),
        remarks("To know before it runs", &risks, &places, &shown_at, most),
        remarks("Also worth knowing", &findings, &places, &shown_at, most),
    ]
    .into_iter()
    .flatten()
    .collect();
    let documents: Vec<String> = script
        .jobs
        .iter()
        .take(most)
        .map(|job| write(std::slice::from_ref(&job.draft), Secrets::Masked))
        .collect();
    json!({
        "shell": script.shell.word(),
        "summary": summary(text, &script, &explanation),
        "documents": documents,
        "tokens": tokens,
        "lines": lines,
        "more": more,
        "below": below,
        "secrets": !spans_with(text, &script.secrets).is_empty(),
    })
}

/// What was found, in a few words.
fn summary(text: &str, script: &Import, explanation: &Explanation) -> String {
    let shell = match script.shell {
        Dialect::Cmd => "the command prompt",
        Dialect::PowerShell => "PowerShell",
    };
    let count = |number: usize, one: &str, many: &str| match number {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    };
    let nothing = match explanation.steps.is_empty() {
        true => format!(" {}", explanation.nothing()),
        false => String::new(),
    };
    let page = match is_markdown(text) {
        true => " It looks like Markdown: paste the commands of it alone.",
        false => "",
    };
    let hint = match explanation.steps.is_empty() {
        true => hint(text),
        false => "",
    };
    format!(
        "Read as a script of {shell}: {}, {}, {}.{nothing}{hint}{page}",
        count(
            explanation.steps.len(),
            "statement about BITS",
            "statements about BITS"
        ),
        count(script.jobs.len(), "job", "jobs"),
        count(explanation.judged.len(), "remark", "remarks"),
    )
}

/// What a text without commands of BITS is, where it is something that another part of the page reads.
fn hint(text: &str) -> &'static str {
    let begins = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let has_number = || text.contains("0x8") || text.contains("0X8") || text.contains("-2145");
    if begins.starts_with(['{', '[']) && text.contains("\"bitsmith\"") {
        " It looks like a job that Bitsmith saved: open its file with Open."
    } else if has_error_message(text) || has_number() && !decode(text).is_empty() {
        " An error message stands in it: paste it into the box for errors below."
    } else {
        ""
    }
}

/// The jobs, each with a button that opens it.
fn jobs(script: &Import, most: usize) -> Option<Value> {
    let items = script.jobs.iter().take(most).enumerate().map(|(number, job)| {
        let (name, id) = (name(job), format!("open-{number}"));
        // Two jobs may have one name.
        let label = format!("Open in the form: {}, number {}", visible(&name), number + 1);
        let number = number.to_string();
        let button = element(
            "button",
            &[
                ("type", "button"),
                ("id", &id),
                ("aria-label", &label),
                ("data-job", &number),
            ],
            vec![json!("Open in the form")],
        );
        element("li", &[], vec![button, json!(" "), quoted(&name)])
    });
    let rest = script.jobs.len().saturating_sub(most);
    part("Jobs in it", &[], "ul", items.collect(), rest)
}

/// What a job is called.
fn name(job: &ScriptJob) -> String {
    let name = job
        .draft
        .entries(SettingId::DisplayName)
        .and_then(|entries| entries.part(0).first())
        .map(|entry| entry.shown())
        .unwrap_or_default();
    match (name.is_empty(), job.draft.is_new()) {
        (true, true) => "a new job without a name".to_owned(),
        (false, true) => format!("the new job {name}"),
        (_, false) => "a change of existing jobs".to_owned(),
    }
}

/// What it does, in order.
fn steps(explanation: &Explanation, places: &Places, most: usize) -> Option<Value> {
    let items = explanation.steps.iter().take(most).map(|step| {
        let line = places.line_and_column(step.span.start).0;
        let mut children = sentence(&step.text);
        children.extend([json!(" "), said("small", format!("line\u{A0}{line}"))]);
        element("li", &[], children)
    });
    let rest = explanation.steps.len().saturating_sub(most);
    part(
        "What it does, in order",
        &[("id", "steps")],
        "ol",
        items.collect(),
        rest,
    )
}

/// The word that each remark belongs to, by the place and the rule of the remark.
type Numbers = BTreeMap<(Span, &'static str), usize>;

fn numbers(words: &[Word<'_>]) -> Numbers {
    let all = words.iter().enumerate();
    all.flat_map(|(number, word)| {
        word.remarks()
            .iter()
            .map(move |found| ((found.span, found.rule), number))
    })
    .collect()
}

fn remarks(title: &str, found: &[&Found], places: &Places, shown_at: &Numbers, most: usize) -> Option<Value> {
    let items = found.iter().take(most).map(|found| {
        let line = places.line_and_column(found.span.start).0;
        let line = format!("line\u{A0}{line}");
        let line = match shown_at.get(&(found.span, found.rule)) {
            Some(word) => {
                let word = word.to_string();
                let label = format!("{line}: {}", found.rule);
                let button = [
                    ("type", "button"),
                    ("class", "link"),
                    ("data-go", word.as_str()),
                    ("aria-label", label.as_str()),
                ];
                element("button", &button, vec![json!(line)])
            }
            None => json!(line),
        };
        let class = format!("message {}", found.severity.word());
        let mut children = sentence(&sentences(found));
        children.extend([
            json!(" "),
            element("small", &[], vec![line, json!(format!(", {}", found.rule))]),
        ]);
        element("li", &[("class", &class)], children)
    });
    let rest = found.len().saturating_sub(most);
    part(title, &[("class", "messages")], "ul", items.collect(), rest)
}
