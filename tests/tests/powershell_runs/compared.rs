//! What the reading of a script says, held against what the script does.

use super::played::{ENVIRONMENT, Real, Run};
use bitsmith_core::judge::{import_json, judge};
use bitsmith_core::parse::bitsadmin;
use bitsmith_core::parse::cmdlet::Call;
use bitsmith_core::parse::powershell::{TextPart, Value};
use bitsmith_core::parse::{Called, Import, Statement};
use bitsmith_core::text::{Piece, Text};
use bitsmith_tests::bits::Job;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// What was compared.
#[derive(Default, Debug, Clone, Copy)]
pub(crate) struct Counts {
    pub calls: usize,
    /// Values of which all is known, and of which some or nothing is.
    pub literal: usize,
    pub partly: usize,
    pub opaque: usize,
    pub documents: usize,
    pub settings: usize,
}

/// A text of which something is not known: `None` stands for any text.
type Glob = Vec<Option<String>>;

/// What is said of one element of a value, or of any number of them.
#[derive(Debug)]
enum Said {
    Any,
    One(Glob),
}

fn environment(name: &str) -> Option<String> {
    let found = ENVIRONMENT
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| (*value).to_owned())
}

fn glob_of(value: &Value) -> Glob {
    value
        .to_parts()
        .iter()
        .map(|part| match part {
            TextPart::Units(units) => Some(String::from_utf16_lossy(units)),
            TextPart::Unknown(value) => match &**value {
                Value::Variable { name, .. } => name.strip_prefix("env:").and_then(environment),
                _ => None,
            },
        })
        .collect()
}

fn said_of(value: &Value) -> Vec<Said> {
    match value {
        Value::Null => Vec::new(),
        Value::List(items) => items.iter().flat_map(said_of).collect(),
        Value::Enumeration { number, .. } => vec![Said::One(vec![Some(number.to_string())])],
        value => match glob_of(value).as_slice() {
            [None] => vec![Said::Any],
            glob => vec![Said::One(glob.to_vec())],
        },
    }
}

fn glob_of_text(text: &Text) -> Glob {
    text.pieces()
        .iter()
        .map(|piece| match piece {
            Piece::Literal(text) => Some(text.clone()),
            Piece::Environment(name) => environment(name),
            _ => None,
        })
        .collect()
}

/// Whether a text may be what a glob says.
fn fits(glob: &[Option<String>], text: &str) -> bool {
    match glob {
        [] => text.is_empty(),
        [Some(known), rest @ ..] => text
            .strip_prefix(known.as_str())
            .is_some_and(|text| fits(rest, text)),
        [None, rest @ ..] => {
            let mut ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            ends.any(|at| fits(rest, &text[at..]))
        }
    }
}

fn all_fit(said: &[Said], real: &[String]) -> bool {
    match said {
        [] => real.is_empty(),
        [Said::Any, rest @ ..] => (0..=real.len()).any(|count| all_fit(rest, &real[count..])),
        [Said::One(glob), rest @ ..] => match real.split_first() {
            Some((first, real)) => fits(glob, first) && all_fit(rest, real),
            None => false,
        },
    }
}

impl Counts {
    fn note(&mut self, said: &[Said]) {
        let is_opaque = said.iter().all(|one| matches!(one, Said::Any));
        let is_literal = said
            .iter()
            .all(|one| matches!(one, Said::One(glob) if glob.iter().all(Option::is_some)));
        match (is_literal, is_opaque) {
            (true, _) => self.literal += 1,
            (_, true) => self.opaque += 1,
            _ => self.partly += 1,
        }
    }
}

/// What is found out about a script by reading it.
pub(crate) struct Reading {
    pub import: Import,
    pub json: Json,
    rules: BTreeMap<&'static str, Vec<(usize, usize)>>,
}

impl Reading {
    pub(crate) fn of(import: Import, source: &str) -> Self {
        let said = judge(&import);
        let json = import_json(&import, &said, source);
        let mut rules: BTreeMap<&'static str, Vec<(usize, usize)>> = BTreeMap::new();
        for judged in &said {
            let span = judged.found.span;
            rules
                .entry(judged.found.rule)
                .or_default()
                .push((span.start, span.end));
        }
        Self { import, json, rules }
    }

    fn is_said(&self, rule: &str, span: (usize, usize)) -> bool {
        let places = self.rules.get(rule).into_iter().flatten();
        places
            .into_iter()
            .any(|place| place.0 < span.1 && span.0 < place.1)
    }

    fn says(&self, rule: &str) -> bool {
        self.rules.contains_key(rule)
    }
}

fn name_of(statement: &Statement) -> String {
    match &statement.called {
        Called::Cmdlet(call) => call.cmdlet.name.to_owned(),
        Called::Bitsadmin(call) => call
            .verb
            .map(|verb| verb.to_string().to_lowercase())
            .unwrap_or_default(),
    }
}

/// Why a statement is not what a call got; nothing where it is.
fn differs(reading: &Reading, statement: &Statement, real: &Real, counts: &mut Counts) -> Option<String> {
    if name_of(statement) != real.name.to_lowercase() && name_of(statement) != real.name {
        return Some(format!("{} is read as {}", real.name, name_of(statement)));
    }
    match &statement.called {
        Called::Cmdlet(call) => parameters_differ(reading, call, real, counts),
        Called::Bitsadmin(call) => words_differ(call, real, counts),
    }
}

fn words_differ(call: &bitsadmin::Statement, real: &Real, counts: &mut Counts) -> Option<String> {
    let mut said = Vec::new();
    for given in &call.arguments {
        if let (Some(switch), Some(place)) = (given.argument.switch, given.switch) {
            said.push(Said::One(vec![Some(switch.to_owned())]));
            if place == given.span {
                continue;
            }
        }
        said.push(match glob_of_text(&given.text).as_slice() {
            [None] => Said::Any,
            glob => Said::One(glob.to_vec()),
        });
    }
    for one in &said {
        counts.note(std::slice::from_ref(one));
    }
    (!all_fit(&said, &real.words)).then(|| format!("{} {:?} is read as {said:?}", real.name, real.words))
}

fn parameters_differ(reading: &Reading, call: &Call, real: &Real, counts: &mut Counts) -> Option<String> {
    const JOBS: [&str; 2] = ["BitsJob", "JobId"];
    let may_miss = reading.is_said("splat-not-known", real.span);
    // What comes through the pipeline and is not known may have any of them.
    let is_piped = reading.is_said("files-of-a-list", real.span) && call.given("Source").is_none();
    let may_miss = may_miss || is_piped;
    let is_in_doubt = reading.is_said("parameter-in-doubt", real.span) || reading.says("parameter-in-doubt");
    for given in &call.parameters {
        let name = given.parameter.name;
        if JOBS.contains(&name) {
            continue;
        }
        let said = said_of(&given.value);
        counts.note(&said);
        let value = real
            .parameters
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value);
        let off = ["False".to_owned()];
        match value {
            None if all_fit(&said, &off) => {}
            None if matches!(said.as_slice(), [Said::Any]) && is_in_doubt => {}
            None => {
                return Some(format!(
                    "{} gets no -{name}, and is read with {said:?}",
                    real.name
                ));
            }
            // PowerShell 7, as which the interpreter runs, takes what is written; 5.1, as which it is read, refuses the call.
            Some(value) if !all_fit(&said, value) && !reading.is_said("splatted-and-written", real.span) => {
                return Some(format!(
                    "{} gets -{name} {value:?}, and is read with {said:?}",
                    real.name
                ));
            }
            Some(_) => {}
        }
    }
    for (name, value) in &real.parameters {
        let is_off = value.as_slice() == ["False".to_owned()];
        let is_given = call.parameters.iter().any(|given| given.parameter.name == name)
            || call.refused.iter().any(|refused| refused.name == name);
        if !JOBS.contains(&name.as_str()) && !is_off && !is_given && !may_miss {
            return Some(format!(
                "{} gets -{name} {value:?}, which nothing says",
                real.name
            ));
        }
    }
    None
}

/// Statements by where they end: whether the operator `&` belongs to a call is a matter of taste.
type Places<'s> = BTreeMap<usize, Vec<&'s Statement>>;

/// What is wrong with the reading of a script, held against all runs of it.
pub(crate) fn compare(
    source: &str,
    reading: &Reading,
    runs: &[Run],
    counts: &mut Counts,
) -> Result<(), String> {
    let mut at = Places::new();
    for statement in &reading.import.statements {
        // What a program gets that another command starts ends before that command does.
        let started = runs.iter().flat_map(|run| &run.calls).find(|real| {
            let span = statement.span;
            matches!(statement.called, Called::Bitsadmin(_))
                && real.name.starts_with('/')
                && (real.span.0..=real.span.1).contains(&span.start)
                && span.end < real.span.1
        });
        let end = started.map_or(statement.span.end, |real| real.span.1);
        at.entry(end).or_default().push(statement);
    }
    for run in runs.iter().filter(|run| !run.is_broken) {
        calls(source, reading, run, &at, counts)?;
        // A script that ends early is a check: its documents say what it does otherwise.
        if run.is_finished {
            documents(reading, run, &at, counts)?;
        }
    }
    happens(source, reading, runs, &at)
}

/// Each call of a run is among the statements, with what it gets.
fn calls(
    source: &str,
    reading: &Reading,
    run: &Run,
    at: &Places<'_>,
    counts: &mut Counts,
) -> Result<(), String> {
    let mut real_at: BTreeMap<usize, Vec<&Real>> = BTreeMap::new();
    for real in &run.calls {
        real_at.entry(real.span.1).or_default().push(real);
    }
    for (end, reals) in &real_at {
        let span = reals[0].span;
        counts.calls += reals.len();
        let said = at.get(end).map_or(&[][..], Vec::as_slice);
        if reading.is_said("commands-never-run", span) {
            return Err(format!("{} runs, and is said never to run", reals[0].name));
        }
        if said.is_empty() && !reading.is_said("commands-not-followed", span) {
            return Err(format!("{} is not among the statements", reals[0].name));
        }
        for real in reals {
            let mut reasons = Vec::new();
            for statement in said {
                reasons.push(differs(reading, statement, real, counts));
                if reasons.last() == Some(&None) {
                    break;
                }
            }
            if let Some(Some(_)) = reasons.last() {
                return Err(reasons.swap_remove(0).unwrap_or_default());
            }
        }
        // Rounds that are followed one by one come in their order.
        let leaves = ["break", "continue", "return"];
        let is_ordered =
            !reading.is_said("made-in-a-loop", span) && !leaves.iter().any(|word| source.contains(word));
        if said.len() == reals.len() && said.len() > 1 && is_ordered {
            for (statement, real) in said.iter().zip(reals) {
                if let Some(why) = differs(reading, statement, real, &mut Counts::default()) {
                    return Err(format!("in another order: {why}"));
                }
            }
        }
    }
    Ok(())
}

/// What stands in no block happens each time that the script comes to its end, as often as it is read.
fn happens(source: &str, reading: &Reading, runs: &[Run], at: &Places<'_>) -> Result<(), String> {
    for (end, said) in at {
        let before = &source[..said[0].span.start];
        let is_outermost = before.matches('{').count() == before.matches('}').count();
        let is_known = said.iter().all(|statement| match &statement.called {
            Called::Cmdlet(call) => {
                let mut given = call.parameters.iter();
                call.error.is_none() && call.refused.is_empty() && given.all(|given| given.value.is_known())
            }
            Called::Bitsadmin(call) => call.findings.is_empty(),
        });
        // Where no job is found, nothing happens to it; an argument may stand on several lines.
        let behind = &source[said[0].span.start..*end];
        let mut near = before.lines().rev().take(4).chain([behind]);
        let finds = near.any(|line| {
            ["Get-BitsTransfer", "$found"]
                .iter()
                .any(|word| line.contains(word))
        });
        // Several jobs that come through the pipeline are one statement.
        let are_jobs = said.iter().any(|statement| match &statement.called {
            Called::Cmdlet(call) => {
                call.cmdlet.name != "Start-BitsTransfer"
                    && call.given("BitsJob").is_none()
                    && statement.job.is_none()
            }
            Called::Bitsadmin(_) => false,
        });
        let are_open = reading.is_said("files-of-a-list", (said[0].span.start, *end));
        if !is_outermost || !is_known || finds || are_jobs || are_open || reading.says("function-not-called")
        {
            continue;
        }
        for run in runs.iter().filter(|run| run.is_finished) {
            let count = run.calls.iter().filter(|real| real.span.1 == *end).count();
            if count != said.len() {
                let name = name_of(said[0]);
                return Err(format!(
                    "{name} happens {count} times and is read {} times",
                    said.len()
                ));
            }
        }
    }
    Ok(())
}

/// What keeps a document from saying what every run does, and says so.
const SAID_OF_DOCUMENTS: [&str; 9] = [
    "setting-under-a-condition",
    "parameter-in-doubt",
    "splat-not-known",
    "call-after-the-end",
    "setting-after-its-phase",
    "job-by-variable",
    "nothing-returned",
    "powershell-binding",
    "switch-not-known",
];

fn documents(reading: &Reading, run: &Run, at: &Places<'_>, counts: &mut Counts) -> Result<(), String> {
    let mut jobs: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    let mut times: BTreeMap<usize, usize> = BTreeMap::new();
    for real in &run.calls {
        *times.entry(real.span.1).or_default() += 1;
    }
    for real in &run.calls {
        if let Some([one]) = at.get(&real.span.1).map(Vec::as_slice)
            && times.get(&real.span.1) == Some(&1)
            && let Some(job) = one.job
        {
            jobs.entry(job)
                .or_default()
                .extend(real.jobs.iter().map(String::as_str));
        }
    }
    let all = reading.json["documents"].as_array().cloned().unwrap_or_default();
    let is_new = |number: usize| {
        all.get(number)
            .is_some_and(|one| one["subject"].get("new").is_some())
    };
    // Where several jobs have one name, either may be found by it.
    let names: BTreeSet<String> = run
        .jobs
        .iter()
        .map(|job| job.setting("display_name").to_lowercase())
        .collect();
    if names.len() < run.jobs.len()
        && reading.json["statements"]
            .to_string()
            .contains("Get-BitsTransfer")
    {
        return Ok(());
    }
    // Of two jobs of which one is made, a statement is said of the other one too.
    let is_made = |number: usize| {
        run.calls.iter().any(|real| {
            let makes = matches!(real.name.as_str(), "Start-BitsTransfer" | "/create");
            let said = at.get(&real.span.1).map_or(&[][..], Vec::as_slice);
            makes && said.iter().any(|statement| statement.job == Some(number))
        })
    };
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, guids) in &jobs {
        if !is_new(*number)
            || !is_made(*number)
            || reading.says("job-by-variable")
            || reading.says("nothing-returned")
        {
            continue;
        }
        if guids.len() > 1 {
            return Err(format!("document {number} is said of several jobs"));
        }
        for guid in guids {
            if let Some(other) = seen.insert(guid, *number) {
                return Err(format!("documents {other} and {number} are said of one job"));
            }
            let touched: Vec<&Real> = run
                .calls
                .iter()
                .filter(|real| real.jobs.iter().any(|job| job == guid))
                .collect();
            let is_clear = touched.iter().all(|real| {
                !real.refused
                    && times.get(&real.span.1) == Some(&1)
                    && at.get(&real.span.1).is_some_and(|said| said.len() == 1)
            });
            let is_said = SAID_OF_DOCUMENTS.iter().any(|rule| reading.says(rule));
            let job = run.jobs.iter().find(|job| job.guid == **guid);
            if let (true, false, Some(job)) = (is_clear, is_said, job) {
                counts.documents += 1;
                document(&all[*number], job, counts).map_err(|why| format!("document {number}: {why}"))?;
            }
        }
    }
    Ok(())
}

fn glob_of_json(text: &Json) -> Glob {
    match text {
        Json::String(text) => {
            let mut text = text.clone();
            for (name, value) in ENVIRONMENT {
                text = text
                    .replace(&format!("%{name}%"), value)
                    .replace(&format!("{{{{env:{name}}}}}"), value);
            }
            vec![Some(text)]
        }
        Json::Array(pieces) => pieces.iter().flat_map(glob_of_json).collect(),
        Json::Object(piece) => vec![piece.get("env").and_then(Json::as_str).and_then(environment)],
        Json::Number(number) => vec![Some(number.to_string())],
        _ => vec![None],
    }
}

fn document(said: &Json, job: &Job, counts: &mut Counts) -> Result<(), String> {
    for (name, default) in [
        ("description", ""),
        ("priority", "normal"),
        ("minimum_retry_delay", "600"),
        ("no_progress_timeout", "1209600"),
    ] {
        let real = job.setting(name);
        let real = if name == "priority" {
            real.to_lowercase()
        } else {
            real.to_owned()
        };
        let glob = match said["settings"].get(name) {
            Some(value) => seconds(glob_of_json(value)),
            None => vec![Some(default.to_owned())],
        };
        counts.settings += 1;
        if !fits(&glob, &real) {
            return Err(format!("{name} is {real:?}, and said to be {glob:?}"));
        }
    }
    let name = said["subject"]["new"]["display_name"].clone();
    if !fits(&glob_of_json(&name), job.setting("display_name")) && name != "" {
        return Err(format!(
            "the name is {:?}, and said to be {name}",
            job.setting("display_name")
        ));
    }
    let files: Vec<(Glob, Option<Glob>)> = said["files"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|file| {
            (
                glob_of_json(&file["remote_name"]),
                file.get("local_name").map(glob_of_json),
            )
        })
        .collect();
    let is_open = files.iter().any(|(remote, _)| remote.as_slice() == [None]);
    if files.len() != job.files.len() && !is_open {
        return Err(format!(
            "{} files are said to be {}",
            job.files.len(),
            files.len()
        ));
    }
    if !is_open {
        for ((remote, local), real) in files.iter().zip(&job.files) {
            if !fits(remote, &real.remote) || local.as_ref().is_some_and(|local| !fits(local, &real.local)) {
                return Err(format!("the file {real:?} is said to be {remote:?} {local:?}"));
            }
        }
    }
    Ok(())
}

/// Seconds as a number, whatever unit they are written with.
fn seconds(glob: Glob) -> Glob {
    match glob.as_slice() {
        [Some(text)] if text.len() > 1 && text.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) => {
            let (number, unit) = text.split_at(text.len() - 1);
            let factor = match unit {
                "s" => 1,
                "m" => 60,
                "h" => 3600,
                "d" => 86_400,
                _ => return glob,
            };
            match number.parse::<u64>() {
                Ok(number) => vec![Some((number * factor).to_string())],
                Err(_) => glob,
            }
        }
        _ => glob,
    }
}
