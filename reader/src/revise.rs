//! A script with what was changed in the form: the words that change, and the lines around them. The page has the script and puts
//! the words in, so no answer holds what is a secret in it.

use crate::kept;
use crate::view::element;
use bitsmith_core::catalog::{CATALOG, SettingSpec};
use bitsmith_core::document::{Secrets, read, write};
use bitsmith_core::draft::Draft;
use bitsmith_core::judge::masked;
use bitsmith_core::parse::{Import, Reading};
use bitsmith_core::revise::{Revised, revised};
use bitsmith_core::secret::{Holes, mask};
use bitsmith_core::span::Span;
use bitsmith_core::text::Text;
use bitsmith_core::value::{Control, Entries, Entry};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The most lines that are shown.
const LINES: usize = 300;

/// How many lines are shown before and behind a change of a script that has more.
const AROUND: usize = 3;

/// The most characters of a line that are shown.
const CHARACTERS: usize = 1_000;

/// The script with one job of it as the form has it.
pub(crate) fn revise(text: &str, number: usize, document: &str) -> Value {
    let script = kept::script(text, None);
    let drafts = (
        script.jobs.get(number),
        read(document).ok().and_then(|drafts| drafts.into_iter().next()),
    );
    let (Some(job), Some(form)) = drafts else {
        return json!({ "reason": "The script has no such job." });
    };
    let draft = match in_script(&job.draft, &form) {
        Ok(draft) => draft,
        Err(reason) => return json!({ "reason": reason }),
    };
    if draft == job.draft {
        return json!({ "summary": "Nothing is changed yet." });
    }
    match revised(text, &script, number, &draft, Reading::default()) {
        Ok(revised) => shown(text, &script, &revised),
        Err(refusal) => json!({ "reason": refusal.message }),
    }
}

/// The job of the script with what was changed in the form. What the form does not know stays: secrets, and the machine.
fn in_script(job: &Draft, form: &Draft) -> Result<Draft, String> {
    let told = read(&write(std::slice::from_ref(job), Secrets::Masked)).ok();
    let told = told
        .and_then(|drafts| drafts.into_iter().next())
        .unwrap_or_else(|| job.clone());
    let mut draft = job.clone();
    if (form.folders, form.ask) != (told.folders, told.ask) {
        return Err(
            "What is done with folders and whether it asks stands in scripts that are made here alone."
                .to_owned(),
        );
    }
    if form.subject != told.subject {
        draft.subject = form.subject.clone();
    }
    if form.ending != told.ending {
        draft.ending = form.ending.clone();
    }
    for spec in CATALOG {
        let (now, then) = (form.entries(spec.id), told.entries(spec.id));
        if now == then {
            continue;
        }
        match now {
            None => {
                draft.settings.remove(&spec.id);
            }
            Some(now) => {
                let filled = filled(spec, now, then, job.entries(spec.id))?;
                draft.settings.insert(spec.id, filled);
            }
        }
    }
    Ok(draft)
}

/// Entries of the form with the secrets that they had in the script.
fn filled(
    spec: &SettingSpec,
    now: &Entries,
    told: Option<&Entries>,
    job: Option<&Entries>,
) -> Result<Entries, String> {
    let mut out = now.clone();
    for (number, (part, entries)) in spec.parts.iter().zip(&mut out.0).enumerate() {
        let (Control::Text(rule) | Control::Lines(rule)) = part.control else {
            continue;
        };
        let told = told.map_or(&[][..], |told| told.part(number));
        let job = job.map_or(&[][..], |job| job.part(number));
        for entry in entries {
            let text = match &*entry {
                Entry::Typed(typed) => {
                    Text::parse(typed, rule.notation).unwrap_or_else(|_| Text::literal(typed.as_str()))
                }
                Entry::Pieces(text) => text.clone(),
            };
            let mut holes = Holes::default();
            mask(rule.secrecy, &text, &mut holes);
            if holes.all().is_empty() {
                continue;
            }
            let at = told
                .iter()
                .position(|told| told == &*entry)
                .filter(|_| told.len() == job.len());
            *entry = at.and_then(|at| job.get(at)).cloned().ok_or_else(|| {
                format!(
                    "{}: a secret was changed in the form, and the page writes none into a script. Change it in the script itself.",
                    spec.label
                )
            })?;
        }
    }
    Ok(out)
}

/// The lines that changed, and those around them.
fn shown(source: &str, before: &Import, revised: &Revised) -> Value {
    let now = masked(&revised.script, &revised.text);
    let lines: Vec<&str> = now.lines().collect();
    let Marks { changed, gone } = marks(source, &revised.changes);
    let was = match gone.is_empty() {
        true => String::new(),
        false => masked(before, source),
    };
    let was: Vec<&str> = was.lines().collect();
    let is_cut = lines.len() > LINES;
    let is_near = |at: usize| {
        let near = at.saturating_sub(AROUND)..=at + AROUND;
        !is_cut
            || changed.range(near.clone()).next().is_some()
            || gone.iter().any(|(line, _)| near.contains(line))
    };
    let removed =
        |(_, line): &(usize, usize)| was.get(*line).map(|text| row("line removed", None, "del", text));
    let mut view = Vec::new();
    let mut next = 0;
    let mut is_whole = now == revised.text;
    for (at, text) in lines
        .iter()
        .enumerate()
        .filter(|(at, _)| is_near(*at))
        .take(LINES)
    {
        if next < at {
            view.push(row("line", None, "span", "…"));
        }
        view.extend(gone.iter().filter(|(line, _)| *line == at).filter_map(removed));
        let class = match changed.contains(&at) {
            true => "line changed",
            false => "line",
        };
        view.push(row(class, Some(at + 1), "span", text));
        is_whole &= next == at && text.len() <= CHARACTERS;
        next = at + 1;
    }
    view.extend(
        gone.iter()
            .filter(|(line, _)| *line >= lines.len())
            .filter_map(removed),
    );
    let edits: Vec<Value> = revised
        .changes
        .iter()
        .map(|(span, words)| json!([span.start, span.end, words]))
        .collect();
    json!({
        "summary": summary(changed.len(), gone.len(), now != revised.text),
        "view": view,
        "whole": is_whole && next == lines.len(),
        "edits": edits,
    })
}

/// Which lines are other ones.
#[derive(Default)]
struct Marks {
    /// Lines of the script as it is now.
    changed: BTreeSet<usize>,
    /// Before which line of it which line of the script as it was is missing.
    gone: Vec<(usize, usize)>,
}

fn marks(source: &str, changes: &[(Span, String)]) -> Marks {
    let mut marks = Marks::default();
    let (mut at, mut now, mut was) = (0, 0, 0);
    for (span, words) in changes {
        let kept = breaks(
            Span {
                start: at,
                end: span.start,
            }
            .of(source),
        );
        (now, was) = (now + kept, was + kept);
        let taken = span.of(source);
        let (first, last) = inner(words);
        if first == last && taken.contains('\n') {
            let (first, last) = inner(taken);
            let lines = was + first..was + last;
            marks.gone.extend(lines.map(|line| (now, line)));
        } else {
            marks.changed.extend(now + first..now + last.max(first + 1));
        }
        (now, was) = (now + breaks(words), was + breaks(taken));
        at = span.end;
    }
    marks
}

/// The lines of a text between the breaks that it begins and ends with: the first, and the one behind the last.
fn inner(text: &str) -> (usize, usize) {
    let rest = text.trim_start_matches(['\r', '\n']);
    let first = breaks(text) - breaks(rest);
    match rest.trim_end_matches(['\r', '\n']) {
        "" => (first, first),
        inner => (first, first + breaks(inner) + 1),
    }
}

fn breaks(text: &str) -> usize {
    text.matches('\n').count()
}

/// A line as it is shown.
fn row(class: &str, number: Option<usize>, tag: &str, text: &str) -> Value {
    let number = number.map(|number| number.to_string()).unwrap_or_default();
    let said = match text.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    };
    element(
        "div",
        &[("class", class), ("data-line", &number)],
        vec![element(tag, &[("class", "says")], vec![json!(said)])],
    )
}

/// What changed, in a few words.
fn summary(changed: usize, gone: usize, hides: bool) -> String {
    let count = |number: usize, what: &str| match number {
        0 => None,
        1 => Some(format!("1 line {what}")),
        number => Some(format!("{number} lines {what}")),
    };
    let counts: Vec<String> = [count(changed, "changed"), count(gone, "taken out")]
        .into_iter()
        .flatten()
        .collect();
    let mut said = format!("{}; all else stays as it was pasted.", counts.join(", "));
    if hides {
        said.push_str(" What may be a secret is shown as asterisks, and copied as it stands.");
    }
    said
}
