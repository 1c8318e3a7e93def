//! Calls of cmdlets, explained from the command catalog.

use super::Token;
use super::shown::{
    LONGEST, NEEDS_ADMINISTRATOR, allowed, and, carried, default, filled, lower, order, quoted,
};
use super::value::{entries_meaning, since};
use crate::catalog::SettingId;
use crate::command::bitsadmin::setter;
use crate::command::bitstransfer::{Accepted, Parameter};
use crate::command::{Carries, Purpose, Role, When};
use crate::draft::{Draft, SubjectKind};
use crate::parse::cmdlet::{Call, Given};
use crate::parse::jobs::{applies, entry_of, is_upload};
use crate::parse::powershell::Value;
use crate::parse::{hexadecimal, hidden, partly_known};
use crate::secret::{Holes, mask};
use crate::span::Span;
use crate::text::Text;
use crate::value::{Entry, Secrecy};
use crate::version::{BitsVersion, Module};

/// What stands at a place of the text that a call stands in.
type Written<'w> = &'w dyn Fn(Span) -> &'w str;

/// The tokens of a call; `draft` is the job that it is about, where that is known.
pub(super) fn tokens(bound: &Call, draft: Option<&Draft>, written: Written<'_>) -> Vec<Token> {
    let cmdlet = bound.cmdlet;
    let mut tokens = vec![Token {
        span: bound.name,
        title: cmdlet.name.to_owned(),
        text: format!("{} It gives back: {}", purpose(bound), lower(cmdlet.output)),
        source: cmdlet.page,
        secret: false,
    }];
    for given in &bound.parameters {
        let parameter = given.parameter;
        let page = page(parameter).unwrap_or(cmdlet.page);
        if let Some(name) = given.name.filter(|name| !name.is_empty()) {
            tokens.push(Token {
                span: name,
                title: format!("-{}", parameter.name),
                text: name_text(given),
                source: page,
                secret: false,
            });
        }
        if given.name == Some(given.span) || given.span.is_empty() {
            continue;
        }
        let carries = carried_here(bound, draft, given);
        let (text, secret) = value_text(given, &carries, written);
        tokens.push(Token {
            span: given.span,
            title: match carries.as_slice() {
                [] => parameter.name.to_owned(),
                [one] => carried(one),
                [first, ..] => first.setting.label().to_owned(),
            },
            text,
            source: page,
            secret,
        });
    }
    tokens
}

fn purpose(bound: &Call) -> String {
    match bound.cmdlet.purpose {
        Purpose::Creates => "It makes a job; of rows that come through the pipeline, such as those of Import-Csv, a job for each. Alone it waits for the files and completes the job; with -Asynchronous or -Suspended it returns the job at once.".to_owned(),
        Purpose::AddsFiles => "It adds files to jobs.".to_owned(),
        Purpose::Transfers => "It makes a job and completes it.".to_owned(),
        Purpose::Sets => "It changes settings of jobs.".to_owned(),
        Purpose::Reads(_) => "It reads settings of jobs.".to_owned(),
        Purpose::Help => "It prints how it is used.".to_owned(),
        Purpose::Controls(what) if waits(bound) => {
            format!("{what} Without -Asynchronous the cmdlet waits until the job is done or in error.")
        }
        Purpose::Reports(what) | Purpose::Controls(what) | Purpose::Manages(what) | Purpose::Option(what) => {
            what.to_owned()
        }
    }
}

/// Whether the cmdlet waits for the jobs that it starts, unless it is told not to. [ps:Resume-BitsTransfer]
fn waits(bound: &Call) -> bool {
    let ends = |parameter: &Parameter| matches!(parameter.role, Role::Ending(_));
    bound.cmdlet.named("Asynchronous").is_some_and(ends)
}

/// What a parameter is for, its default, and since when it is there.
fn name_text(given: &Given) -> String {
    let parameter = given.parameter;
    let mut said = vec![match parameter.role {
        Role::Setting(carries) => by_type(carries).unwrap_or_else(|| {
            let first = carries.first();
            first.map_or_else(String::new, |carries| carries.setting.spec().doc.to_owned())
        }),
        Role::Selector(reason)
        | Role::Ending(reason)
        | Role::Output(reason)
        | Role::Machine(reason)
        | Role::Secret(reason)
        | Role::Common(reason) => reason.to_owned(),
    }];
    // Where a value follows, it is said with the value.
    if given.name == Some(given.span) {
        said.extend(conditions(parameter, None));
    }
    if !parameter.default.is_empty() {
        said.push(format!("The cmdlet's default is {}.", parameter.default));
    }
    if parameter.since > Module::Windows7 {
        said.push(format!("The module has it from {} on.", parameter.since.label()));
    }
    // Who may is said with a setting.
    if parameter.elevated {
        said.push(NEEDS_ADMINISTRATOR.to_owned());
    }
    if !parameter.aliases.is_empty() {
        let aliases: Vec<String> = parameter
            .aliases
            .iter()
            .map(|alias| format!("-{alias}"))
            .collect();
        said.push(format!("Also {}.", aliases.join(", ")));
    }
    said.join(" ")
}

/// What holds without a setting, which BITS has it with its words, who may set it, and when.
fn conditions(parameter: &Parameter, since: Option<BitsVersion>) -> Vec<String> {
    let Some(carries) = parameter.role.carries().first() else {
        return Vec::new();
    };
    let spec = carries.setting.spec();
    // The cmdlet may have another default, which stands at the parameter.
    let default = default(spec).filter(|_| parameter.default.is_empty());
    default
        .into_iter()
        .chain([allowed(spec, since.unwrap_or(spec.since))])
        .collect()
}

/// What a parameter is that carries another part for another type of job: the source, the destination. `None` for others.
fn by_type(carries: &'static [Carries]) -> Option<String> {
    let said: Vec<String> = carries
        .iter()
        .filter_map(|one| match one.when {
            When::JobType(types) => Some(format!("the {} of {}", lower(one.spec()?.label), types_of(types))),
            When::Always | When::Row { .. } => None,
        })
        .collect();
    (said.len() > 1).then(|| format!("For each file {}.", and(&said)))
}

/// What jobs of a type are called.
fn types_of(types: &[&str]) -> &'static str {
    match types.contains(&"download") {
        true => "a download",
        false => "an upload",
    }
}

/// What a value carries in the job of the call; where its elements carry a part each, all of them.
fn carried_here(bound: &Call, draft: Option<&Draft>, given: &Given) -> Vec<&'static Carries> {
    let first = |name: &str| {
        let value = bound.given(name)?.value.items().first()?.to_text()?;
        Some(Text::literal(value))
    };
    // Of a job of which nothing is known its names tell the type.
    let unknown = || {
        let mut draft = Draft::default();
        draft.subject.kind = match bound.cmdlet.purpose {
            Purpose::Creates => SubjectKind::New,
            _ => SubjectKind::Existing,
        };
        draft
    };
    let unknown_draft = draft.is_none().then(unknown);
    let Some(draft) = draft.or(unknown_draft.as_ref()) else {
        return Vec::new();
    };
    let is_upload = !draft.is_new() && is_upload(first("Source").as_ref(), first("Destination").as_ref());
    let carries = given.parameter.role.carries().iter();
    carries
        .filter(|one| applies(one.when, draft, is_upload))
        .collect()
}

fn page(parameter: &Parameter) -> Option<&'static str> {
    parameter
        .role
        .carries()
        .first()
        .and_then(|carries| carries.setting.spec().source.first().copied())
}

/// What is known of a value, one text for each of its items; the bytes of a hash are one.
fn known(given: &Given) -> Vec<Option<Text>> {
    let parameter = given.parameter;
    let value = given.user().unwrap_or(&given.value);
    if let Some(digits) = hexadecimal(value).filter(|_| parameter.clr_type == "Byte[]") {
        return vec![Some(Text::literal(digits))];
    }
    // A job is what its variable holds, whatever is known of it.
    let is_text = !parameter.role.carries().is_empty();
    let text = |value: &Value| {
        let number = match value {
            Value::Enumeration { number, names } if names.is_empty() => Some(number.to_string()),
            _ => None,
        };
        let known = number.or_else(|| value.to_text()).map(Text::literal);
        known.or_else(|| partly_known(value).filter(|_| is_text))
    };
    value.items().iter().map(text).collect()
}

/// The words of a text: flags may stand in one, with commas between them.
fn words_of(parameter: &Parameter, text: &Text) -> Vec<Text> {
    match (parameter.accepted, text.as_literal()) {
        (Accepted::AnyOf(_), Some(words)) => {
            words.split(',').map(|word| Text::literal(word.trim())).collect()
        }
        _ => vec![text.clone()],
    }
}

/// What stands at a place, on one line.
fn flat(span: Span, written: Written<'_>) -> String {
    let words: Vec<&str> = written(span).split_whitespace().collect();
    hidden::masked(&words.join(" "))
}

/// What a value means, and whether it holds a secret.
fn value_text(given: &Given, carries: &[&'static Carries], written: Written<'_>) -> (String, bool) {
    let parameter = given.parameter;
    let mut said = Vec::new();
    let mut secret = parameter.role.is_secret();
    let mut is_told = false;
    if given.value == Value::Null && parameter.clr_type == "PSCredential" {
        let said = "Nothing is given here: no credential. Whether the cmdlet then takes the current user, as it does without the parameter, its page does not say.";
        return (said.to_owned(), false);
    }
    let mut found: Vec<(&'static Carries, usize, Vec<Entry>)> = Vec::new();
    let is_together = carries.len() > 1;
    let texts = known(given);
    // Those that are more than the parts share the last one.
    let shared = match is_together && texts.len() > carries.len() {
        true => carries.len().saturating_sub(1),
        false => texts.len(),
    };
    let mut loose = Vec::new();
    for (number, text) in texts.into_iter().enumerate() {
        let Some(text) = text else {
            // The words are the same for all of a list.
            if std::mem::replace(&mut is_told, true) {
                continue;
            }
            let shown = flat(given.span, written);
            said.push(match shown.is_empty() {
                _ if given.is_in_doubt() => DEPENDS.to_owned(),
                true => "Known only when the script runs.".to_owned(),
                false => format!("`{shown}`: known only when the script runs."),
            });
            continue;
        };
        let masked = mask(parameter.role.secrecy(), &text, &mut Holes::default());
        secret |= masked != text;
        if number >= shared {
            loose.push(quoted(&masked, Secrecy::None));
            continue;
        }
        let one = match is_together {
            true => carries.get(number),
            false => carries.first(),
        };
        let part = one.and_then(|one| Some((*one, one.part_number()?)));
        let words = words_of(parameter, &masked);
        let entries = words.iter().filter_map(|word| {
            let (one, _) = part?;
            entry_of(one, parameter.accepted.spellings(), word)
        });
        let entries: Vec<Entry> = entries.collect();
        match (part, found.last_mut()) {
            _ if entries.is_empty() => said.push(format!("{}.", quoted(&masked, Secrecy::None))),
            (Some((one, _)), Some((of, _, all))) if *of == one => all.extend(entries),
            (Some((one, index)), _) => found.push((one, index, entries)),
            (None, _) => {}
        }
    }
    let mut meant = Vec::new();
    for (one, index, entries) in &found {
        let label = one.spec().map_or("", |part| part.label);
        let meaning = entries_meaning(one.setting, *index, entries);
        meant.push(match is_together {
            true => format!("{label}: {meaning}"),
            false => meaning,
        });
    }
    said.splice(0..0, meant);
    if let Some(last) = carries
        .last()
        .and_then(|one| one.spec())
        .filter(|_| !loose.is_empty())
    {
        said.push(format!(
            "{}: {}; how several make one text is not documented.",
            last.label,
            and(&loose)
        ));
    }
    said.dedup();
    let since = found
        .iter()
        .map(|(one, index, entries)| since(one.setting, *index, entries));
    said.extend(conditions(parameter, since.max()));
    (said.join(" "), secret)
}

/// A value as a step shows it.
fn shown(given: &Given, written: Written<'_>) -> String {
    if given.is_in_doubt() {
        return "that depends on the way through the script".to_owned();
    }
    let texts: Option<Vec<Text>> = known(given).into_iter().collect();
    let secrecy = given.parameter.role.secrecy();
    match texts {
        Some(texts) if !texts.is_empty() => {
            let mut shown: Vec<String> = texts
                .iter()
                .take(MOST)
                .map(|text| quoted(text, secrecy))
                .collect();
            match texts.len().saturating_sub(MOST) {
                0 => {}
                more => shown.push(format!("{more} more")),
            }
            and(&shown)
        }
        _ => match flat(given.span, written) {
            words if words.is_empty() => "what is known when the script runs".to_owned(),
            words => quoted(&Text::literal(words), secrecy),
        },
    }
}

/// What is said of the value that one of several ways through the script sets.
const DEPENDS: &str =
    "This is set on one way through the script; on another one it is not, or it is set to something else.";

/// How many values of a list a step shows.
const MOST: usize = 4;

/// What the call sets, with the values, and what it does beside: `name`, `name and value`.
fn settings(bound: &Call, written: Written<'_>) -> Vec<(String, String)> {
    let mut out: Vec<(SettingId, Vec<Said>)> = Vec::new();
    for given in &bound.parameters {
        let [one, ..] = given.parameter.role.carries() else {
            continue;
        };
        if one.setting == SettingId::Files || means(one.setting).is_some() {
            continue;
        }
        // No credential is given.
        if given.value == Value::Null && given.parameter.clr_type == "PSCredential" {
            continue;
        }
        let value = match given.value {
            Value::Boolean(true) => "on".to_owned(),
            Value::Boolean(false) => "off".to_owned(),
            _ => shown(given, written),
        };
        let said = Said { carries: one, value };
        // Several parameters say parts of one.
        match out.iter_mut().find(|(setting, _)| *setting == one.setting) {
            Some((_, parts)) => parts.push(said),
            None => out.push((one.setting, vec![said])),
        }
    }
    out.into_iter()
        .map(|(setting, parts)| (lower(setting.label()), together(parts)))
        .collect()
}

/// A value of a part of a setting.
struct Said {
    carries: &'static Carries,
    value: String,
}

/// The parts of a setting, each row by itself, the first part before the others: `“$c” (scheme “Ntlm”) for the server and “$p” for
/// the proxy`.
fn together(mut parts: Vec<Said>) -> String {
    parts.sort_by_key(|said| {
        let part = said.carries.spec().map_or("", |part| part.name);
        // A scheme stands before its user in the catalog; who signs in is told first.
        (part != "user", said.carries.part_number())
    });
    let mut rows: Vec<(When, Vec<Said>)> = Vec::new();
    for said in parts {
        match rows.iter_mut().find(|(when, _)| *when == said.carries.when) {
            Some((_, row)) => row.push(said),
            None => rows.push((said.carries.when, vec![said])),
        }
    }
    rows.sort_by_key(|(when, _)| match when {
        When::Row { word, .. } => *word != "server",
        When::Always | When::JobType(_) => false,
    });
    let is_alone = rows.len() == 1 && rows.iter().all(|(_, row)| row.len() == 1);
    let told: Vec<String> = rows
        .iter()
        .map(|(when, row)| {
            let named = |said: &Said| {
                let label = said.carries.spec().map_or("", |part| part.label);
                match label.is_empty() {
                    true => said.value.clone(),
                    false => format!("{} {}", lower(label), said.value),
                }
            };
            let is_main = |said: &Said| is_alone || matches!(said.carries.part, "user" | "usage");
            let row_of = match when {
                When::Row { word, .. } => format!(" for the {word}"),
                When::Always | When::JobType(_) => String::new(),
            };
            let told = match row.as_slice() {
                [] => String::new(),
                [one, rest @ ..] if is_main(one) && !rest.is_empty() => {
                    let rest: Vec<String> = rest.iter().map(named).collect();
                    format!("{} ({})", one.value, rest.join("; "))
                }
                [one] if is_main(one) => one.value.clone(),
                all => {
                    let all: Vec<String> = all.iter().map(named).collect();
                    all.join("; ")
                }
            };
            format!("{told}{row_of}")
        })
        .collect();
    and(&told)
}

/// What a switch does for which bitsadmin has a verb of its own, as that verb says it.
fn means(setting: SettingId) -> Option<&'static str> {
    let verb = setter(setting)?;
    (verb.means.is_some() && !verb.does.is_empty()).then_some(verb.does)
}

/// What the switches of a call do to jobs.
fn switched<'c>(bound: &'c Call, jobs: &'c str) -> impl Iterator<Item = String> + 'c {
    let on = bound
        .parameters
        .iter()
        .filter(|given| given.value == Value::Boolean(true));
    on.filter_map(|given| means(given.parameter.role.carries().first()?.setting))
        .map(move |does| filled(does, jobs))
}

/// The files of a call.
fn files(bound: &Call, written: Written<'_>) -> Option<String> {
    let texts = |given: &Given| known(given).into_iter().collect::<Option<Vec<Text>>>();
    let (source, destination) = (bound.given("Source")?, bound.given("Destination"));
    let (Some(sources), Some(destinations)) = (texts(source), destination.map_or(Some(Vec::new()), texts))
    else {
        let names: Vec<String> = [Some(source), destination]
            .into_iter()
            .flatten()
            .map(|given| shown(given, written))
            .collect();
        return Some(format!("files ({})", and(&names)));
    };
    let address = |text: &Text| quoted(text, Secrecy::Address);
    let pairs: Vec<String> = sources
        .iter()
        .enumerate()
        .take(MOST)
        .map(|(index, source)| match destinations.get(index) {
            Some(destination) => format!("{} and {}", address(source), address(destination)),
            None => address(source),
        })
        .collect();
    let rest = if sources.len() > MOST { "; …" } else { "" };
    match sources.len() {
        0 => None,
        1 => Some(format!("one file ({})", pairs.join("; "))),
        many => Some(format!("{many} files ({}{rest})", pairs.join("; "))),
    }
}

/// What the call does, in a sentence; `job` is what the one job is called that it is about, where it is one.
pub(super) fn step(bound: &Call, job: Option<&str>, written: Written<'_>) -> String {
    let does = does(bound, job, written);
    match (bound.is_on("WhatIf"), bound.is_on("Confirm")) {
        (true, _) => format!("Does nothing, and says what it would do: {}", lower(&does)),
        (false, true) => format!("{does} It asks before."),
        (false, false) => does,
    }
}

/// Which jobs a call finds. "By default, the cmdlet returns the jobs that are owned by the current user." `[ps:Get-BitsTransfer]`
fn finds(bound: &Call, written: Written<'_>) -> String {
    if let Some(ids) = bound.given("JobId") {
        return format!("Finds the job with the GUID {}.", shown(ids, written));
    }
    let whose = match bound.is_on("AllUsers") {
        true => "of all users",
        false => "of the user",
    };
    match bound.given("Name") {
        Some(names) => format!(
            "Finds the jobs {whose} that are called {}.",
            shown(names, written)
        ),
        None => format!("Finds the jobs {whose}."),
    }
}

fn does(bound: &Call, job: Option<&str>, written: Written<'_>) -> String {
    let is_one = job.is_some();
    let jobs = match (job, bound.given("BitsJob").map(|given| flat(given.span, written))) {
        (Some(""), Some(jobs)) if !jobs.is_empty() && jobs.len() <= LONGEST => format!("the job `{jobs}`"),
        (Some(""), _) => "the job".to_owned(),
        (Some(job), _) => format!("the job {job}"),
        (None, Some(jobs)) if !jobs.is_empty() && jobs.len() <= LONGEST => format!("the jobs `{jobs}`"),
        (None, Some(_)) => "jobs".to_owned(),
        (None, None) => "the jobs that come through the pipeline".to_owned(),
    };
    let values = settings(bound, written);
    let files = files(bound, written);
    let mut with: Vec<String> = files.iter().cloned().collect();
    with.extend(values.iter().map(|(name, value)| format!("{name} {value}")));
    let with = match with.is_empty() {
        true => String::new(),
        false => format!(" with {}", and(&with)),
    };
    // A source is needed: without one the files come through the pipeline.
    let is_piped = bound.given("Source").is_none() && bound.refused.is_empty() && bound.error.is_none();
    let job = match is_piped {
        true => "a job for each file that comes through the pipeline",
        false => "a job",
    };
    match bound.cmdlet.purpose {
        Purpose::Creates if bound.is_on("Suspended") => format!("Makes {job}{with}; it stands still."),
        Purpose::Creates if bound.is_on("Asynchronous") => {
            format!("Makes {job}{with} and starts it; somebody must complete it.")
        }
        Purpose::Creates => format!("Makes {job}{with}, waits for its files and completes it."),
        Purpose::AddsFiles => match files {
            Some(files) => format!("Adds {files} to {jobs}."),
            None => format!("Adds files to {jobs}."),
        },
        Purpose::Sets => {
            let settings = values;
            let values: Vec<String> = settings
                .iter()
                .map(|(name, value)| format!("the {name} to {value}"))
                .collect();
            let sets = match settings.as_slice() {
                [] => None,
                [(name, value)] => Some(format!("Sets the {name} of {jobs} to {value}")),
                _ => Some(format!("Sets of {jobs} {}", and(&values))),
            };
            let done: Vec<String> = sets.into_iter().chain(switched(bound, &jobs)).collect();
            match done.is_empty() {
                true => format!("Changes nothing of {jobs}."),
                false => format!("{}.", done.join(". ")),
            }
        }
        Purpose::Controls(what) => {
            let verb = bound.cmdlet.name.split('-').next().unwrap_or_default();
            let waits = match waits(bound) && !bound.is_on("Asynchronous") {
                true if is_one => " It waits until it is done or in error.",
                true => " It waits until they are done or in error.",
                false => "",
            };
            format!("{verb}s {jobs}: {}{waits}", lower(what))
        }
        Purpose::Reports(_) if bound.cmdlet.named("AllUsers").is_some() => finds(bound, written),
        Purpose::Reports(what) => order(what),
        _ => purpose(bound),
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::SettingId;
    use crate::explain::{Token, explain};
    use crate::parse::{Reading, import};

    fn explained(source: &str) -> (Vec<String>, String) {
        let explanation = explain(&import(source, Reading::default()), source);
        let tokens = explanation.tokens.iter().map(|token| token.text.clone());
        (tokens.collect(), explanation.steps[0].text.clone())
    }

    #[test]
    fn steps_say_the_values() {
        for (source, said) in [
            (
                "Start-BitsTransfer https://h/a C:\\a -Priority Low",
                "Makes a job with one file (“https://h/a” and “C:\\a”) and priority “Low”, waits for its files and completes it.",
            ),
            (
                "Start-BitsTransfer $s C:\\a -Suspended",
                "Makes a job with files (“$s” and “C:\\a”); it stands still.",
            ),
            (
                "Import-Csv f.csv | Start-BitsTransfer",
                "Makes a job for each file that comes through the pipeline, waits for its files and completes it.",
            ),
            (
                "Start-BitsTransfer \"https://$($h)files/$($n)_x\" \"C:\\$n-$(foo).zip\"",
                "Makes a job with one file (“https://${h}files/${n}_x” and “C:\\$n-$(foo).zip”), waits for its files and completes it.",
            ),
            (
                "Start-BitsTransfer https://h/a C:\\a -Credential $null",
                "Makes a job with one file (“https://h/a” and “C:\\a”), waits for its files and completes it.",
            ),
            (
                "$p = @{ Source = 'https://h/a'; Destination = 'C:\\a'; Priority = 'High' }\nif ($x) { $p.Priority = 'Low'; $p.DisplayName = 'n' }\nStart-BitsTransfer @p",
                "Makes a job with one file (“https://h/a” and “C:\\a”), priority that depends on the way through the script and display name that depends on the way through the script, waits for its files and completes it.",
            ),
            (
                "Set-BitsTransfer $j -SecurityFlags 0x201 -RetryTimeout 0",
                "Sets of the jobs `$j` the security flags to “513” and the no-progress timeout to “0”.",
            ),
            (
                "Set-BitsTransfer $j -Description d -SetOwnerToCurrentUser",
                "Sets the description of the jobs `$j` to “d”. Makes whoever runs the command the owner of the jobs `$j`.",
            ),
            (
                "Set-BitsTransfer $j -SetOwnerToCurrentUser:$false",
                "Changes nothing of the jobs `$j`.",
            ),
            (
                "Set-BitsTransfer $j -CustomHeaders 'Authorization: Bearer hunter2'",
                "Sets the custom headers of the jobs `$j` to “Authorization: Bearer {{secret1}}”.",
            ),
            (
                "Add-BitsFile $j -Source https://u:hunter2@h/a -Destination C:\\a",
                "Adds one file (“https://u:{{secret1}}@h/a” and “C:\\a”) to the jobs `$j`.",
            ),
            (
                "Resume-BitsTransfer $j",
                "Resumes the jobs `$j`: the job starts or goes on. It waits until they are done or in error.",
            ),
            (
                "Start-BitsTransfer https://h/a C:\\a -ProxyAuthentication Basic -Credential $c -ProxyCredential $p -Authentication Ntlm -ProxyUsage Override -ProxyList http://p:80 -ProxyBypass a,b",
                "Makes a job with one file (“https://h/a” and “C:\\a”), credentials “$c” (scheme “Ntlm”) for the server and “$p” (scheme “Basic”) for the proxy and proxy settings “Override” (proxies “http://p:80”; bypass “a” and “b”), waits for its files and completes it.",
            ),
            (
                "Set-BitsTransfer $j -Credential $c",
                "Sets the credentials of the jobs `$j` to “$c” for the server.",
            ),
            (
                "Get-BitsTransfer -Name 'foo*' -AllUsers",
                "Finds the jobs of all users that are called “foo*”.",
            ),
            ("$j = Get-BitsTransfer", "Finds the jobs of the user."),
            (
                "Get-BitsTransfer -JobId $id",
                "Finds the job with the GUID “$id”.",
            ),
            (
                "Resume-BitsTransfer $j -Asynchronous",
                "Resumes the jobs `$j`: the job starts or goes on.",
            ),
            (
                "Get-BitsTransfer j",
                "Finds the jobs of the user that are called “j”.",
            ),
        ] {
            assert_eq!(explained(source).1, said, "{source}");
        }
    }

    /// The last step of a script.
    #[test]
    fn a_job_that_the_script_makes_is_called_by_its_name() {
        for (source, said) in [
            (
                "$j = Start-BitsTransfer https://h/a C:\\a -Asynchronous -DisplayName n\nComplete-BitsTransfer $j",
                "Completes the job “n”: the files that were transferred get their names, and the job ends.",
            ),
            (
                "$j = Start-BitsTransfer https://h/a C:\\a -Suspended\nResume-BitsTransfer $j",
                "Resumes the job `$j`: the job starts or goes on. It waits until it is done or in error.",
            ),
            (
                "$j = @()\nforeach ($u in $urls) { $j += Start-BitsTransfer $u C:\\a -Asynchronous -DisplayName n }\nComplete-BitsTransfer $j",
                "Completes the jobs `$j`: the files that were transferred get their names, and the job ends.",
            ),
            (
                "Get-BitsTransfer -Name n | Remove-BitsTransfer",
                "Removes the jobs that come through the pipeline: the job is removed with all its files that are not completed.",
            ),
        ] {
            let explanation = explain(&import(source, Reading::default()), source);
            let last = explanation.steps.last().map(|step| step.text.as_str());
            assert_eq!(last, Some(said), "{source}");
        }
    }

    #[test]
    fn no_step_and_no_row_says_a_secret() {
        for given in [
            "-Credential (New-Object PSCredential('bob', (ConvertTo-SecureString 'hunter2' -AsPlainText -Force)))",
            "-Credential $c -CustomHeaders 'X-Api-Key: hunter2'",
            "-NotifyCmdLine 'C:\\p.exe','p.exe /password:hunter2'",
            "-ProxyList http://u:hunter2@p:80",
        ] {
            let (tokens, step) = explained(&format!("Set-BitsTransfer $j {given}"));
            assert!(!step.contains("hunter2"), "{step}");
            assert!(tokens.iter().all(|text| !text.contains("hunter2")), "{tokens:?}");
        }
    }

    /// A file means the same in the explanation as in the document.
    #[test]
    fn names_are_those_of_the_document() {
        for (source, names) in [
            (
                "Start-BitsTransfer https://h/a C:\\a",
                ["remote name", "local name"],
            ),
            // It downloads where nothing else is said, whatever its names are. [ps:Start-BitsTransfer]
            (
                "Start-BitsTransfer C:\\a https://h/a",
                ["remote name", "local name"],
            ),
            (
                "Start-BitsTransfer C:\\a https://h/a -TransferType Upload",
                ["local name", "remote name"],
            ),
            ("Add-BitsFile $j C:\\a https://h/a", ["local name", "remote name"]),
            ("Add-BitsFile $j https://h/a C:\\a", ["remote name", "local name"]),
            (
                "$j = Start-BitsTransfer C:\\a https://h/a -TransferType Upload -Suspended; Add-BitsFile $j https://h/b C:\\b",
                ["local name", "remote name"],
            ),
            (
                "$j = Start-BitsTransfer https://h/a C:\\a -Suspended; Add-BitsFile $j C:\\b https://h/b",
                ["remote name", "local name"],
            ),
        ] {
            let script = import(source, Reading::default());
            let explanation = explain(&script, source);
            let files = script.jobs[0].draft.entries(SettingId::Files).expect("files");
            let titles = explanation
                .tokens
                .iter()
                .filter(|token| token.title.starts_with("Files, "));
            let titles: Vec<&Token> = titles.collect();
            let said = titles.iter().rev().take(2).rev();
            let said: Vec<&str> = said
                .map(|token| token.title.trim_start_matches("Files, "))
                .collect();
            assert_eq!(said, names, "{source}");
            for token in titles {
                let part = usize::from(token.title.ends_with("local name"));
                let is_there = files
                    .part(part)
                    .iter()
                    .any(|entry| token.text.contains(&entry.shown()));
                assert!(is_there, "{source}: {} {}", token.title, token.text);
            }
        }
    }

    #[test]
    fn values_are_read_out_with_who_may() {
        for (given, said) in [
            ("-ACLFlags o,g", "0x0003 (3): 0x0001 Owner: "),
            ("-ACLFlags 'o','g'", "0x0003 (3): 0x0001 Owner: "),
            (
                "-RetryTimeout 700",
                "700 seconds (11 minutes and 40 seconds). Without it: 14 days. BITS 1.0 and later; set by the owner or an administrator, at any time before the job ends.",
            ),
            (
                "-CustomHeadersWriteOnly",
                "BITS 10.3 and later; set by the owner of the job",
            ),
            ("-CertHash ([byte[]](0xA1,6,181))", "“A106B5”"),
            ("-ProxyUsage AutoDetect", "BITS 2.0 and later; set by"),
            ("-ProxyUsage NoProxy", "BITS 1.0 and later; set by"),
            (
                "-NotifyCmdLine C:\\a.exe,'C:\\a.exe b'",
                "Program: “C:\\a.exe”. Parameters: “C:\\a.exe b”.",
            ),
            (
                "-NotifyCmdLine C:\\a.exe,b,c",
                "Program: “C:\\a.exe”. Parameters: “b” and “c”; how several make one text is not documented.",
            ),
        ] {
            let (tokens, _) = explained(&format!("Set-BitsTransfer $j {given}"));
            assert!(
                tokens.iter().any(|text| text.contains(said)),
                "{given}: {tokens:#?}"
            );
        }
    }
}
