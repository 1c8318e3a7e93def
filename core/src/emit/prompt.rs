//! Lines for the prompt of cmd: pasted or typed one after the other, looked at one by one.
//!
//! Nothing stops a line because the one before failed, so that the lines only do what a person can follow: the GUID of
//! the new job is kept in a variable of the console, and a line that finds it unset names no job.

mod sheet;

use super::bitsadmin::{self, Call, Expected};
use super::cmd::Words;
use super::cmd::parent;
use super::cmd::said::{Said, find_command, has_module, is_said, no_dynamic, said, set_command};
use super::cmd::transfer::{can_say, transfer};
use super::head::{machines, needs_administrator, summary};
use super::script::token;
use super::{
    Emission, Restorable, Script, Target, TokenKind, irrevocable, keeps_record, restorable, sharing,
};
use crate::catalog::{SettingId, SettingValue};
use crate::diagnostic::{At, Diagnostic, Edit, Fix, Place};
use crate::job::{Ask, Ending, Folders, NewEnding, Selector, Subject};
use crate::plan::{Operation, Plan, Step, put};
use crate::rules::RULES_VERSION;
use crate::text::Text;
use crate::value::{DisplayName, File, JobType};
use sheet::Sheet;

/// The programs, by their full path: a file of that name in the current folder would be taken before them. Windows stands
/// in a folder without blanks, and inside `('…')` quotes would be read twice.
const BITSADMIN: &str = "%SystemRoot%\\System32\\bitsadmin.exe";
const POWERSHELL: &str = "%SystemRoot%\\System32\\WindowsPowerShell\\v1.0\\powershell.exe";

/// Writes the lines of the plans.
pub(super) fn emit(plans: &[Plan], script: Script) -> Result<Emission, Vec<Diagnostic>> {
    let mut sheet = Sheet::new(plans.len() > 1);
    let mut all: Vec<_> = plans.iter().enumerate().collect();
    if script == Script::Undo {
        // What was done last is undone first; a change that stands there twice has kept what was before the first.
        all.retain(|(index, plan)| {
            plan.is_new() || sharing(plans.get(..*index).unwrap_or_default(), plan).is_empty()
        });
        all.reverse();
    }
    for (index, plan) in all {
        sheet.enter(index);
        if plan.ask() != Ask::No && !plan.is_new() {
            sheet.diagnose(asks(plan.ask()));
        }
        if plan
            .steps()
            .iter()
            .any(|step| matches!(step.operation, Operation::Wait(_)))
        {
            sheet.diagnose(no_waiting(plan));
        }
        let jobs = jobs(&mut sheet, plan, script);
        match script {
            Script::Main => main(&mut sheet, plan, &jobs),
            Script::Undo => undo(&mut sheet, plan, &jobs),
            Script::Check => check(&mut sheet, plan, &jobs),
        }
    }
    let lines = sheet.take_lines();
    header(&mut sheet, plans, script);
    sheet.extend(lines);
    sheet.finish()
}

/// The comment at the top. It holds no text of the job.
fn header(sheet: &mut Sheet, plans: &[Plan], script: Script) {
    let what = match script {
        Script::Main => "lines for the Command Prompt",
        Script::Undo => "lines that take the main lines back, for the same window",
        Script::Check => "lines that show what is there now and change nothing, for the same window",
    };
    let mut lines = vec![format!("Bitsmith, rules {RULES_VERSION}: {what}.")];
    lines.extend(machines(plans, |profile| {
        format!(
            "For {}, BITS {}, {}.",
            profile.windows.label,
            profile.bits(),
            profile.context.label().to_ascii_lowercase()
        )
    }));
    let does = |plan| format!("It {}.", summary(plan, script, ("lines", "change"), is_said));
    lines.extend(plans.iter().map(does));
    lines.push(
        "Paste them one by one and read what each says: a line that fails does not stop the next.".to_owned(),
    );
    lines.push(
        match plans.iter().any(needs_administrator) {
            true => "They need an elevated Command Prompt, run as administrator.",
            false => "They need no elevation: paste them as the user whose job it is.",
        }
        .to_owned(),
    );
    if plans.iter().any(|plan| needs_guid(plan, script)) {
        lines.push(
            "In another window say first which job is meant, with a GUID that bitsadmin /list shows: set \"BITS_JOB={...}\"".to_owned(),
        );
    }
    let notes = sheet.messages();
    if !notes.is_empty() {
        lines.push("Not in these lines:".to_owned());
        lines.extend(notes.into_iter().map(|note| format!("  {note}")));
    }
    for line in lines {
        sheet.own(&format!("rem {line}"));
    }
    let blanks = sheet.blanks().to_vec();
    if !blanks.is_empty() {
        sheet.own("rem Fill these in before you paste them: no quotation mark, no percent sign, no backslash at the end; a password is not NULL and begins with no slash.");
    }
    for blank in blanks {
        sheet.at(Some(blank.place));
        sheet.own(&format!("set \"{}=\"", blank.variable));
    }
    sheet.at(None);
}

/// Whether lines that a window may begin with find the job in the variable of the main lines. Of a change they find what
/// the window has kept, and in another one nothing.
fn needs_guid(plan: &Plan, script: Script) -> bool {
    match script {
        Script::Main => false,
        Script::Undo => plan.is_new() && keeps_record(plan),
        Script::Check => match &plan.job().subject {
            Subject::New => keeps_record(plan),
            Subject::Existing { selector, .. } => !matches!(selector, Selector::Guids(_)),
        },
    }
}

fn no_waiting(plan: &Plan) -> Diagnostic {
    let fix = if can_say(plan) {
        Fix::new("End with one blocking command", Edit::NewEnding("one_shot"))
    } else {
        Fix::new("Start and leave", Edit::NewEnding("start_and_leave"))
    };
    Diagnostic::error(
        "prompt-wait",
        Place::new(At::Ending),
        "Prompt lines cannot wait for a job: waiting is a loop with decisions, and a prompt has no labels to jump to.",
        "Choose the ending \"One blocking command\", or \"Start and leave\" and complete the job yourself, or use a script.",
    )
    .with_fix(fix)
}

fn asks(ask: Ask) -> Diagnostic {
    let (what, title) = match ask {
        Ask::Whatif => ("only say what they would do", "Do not pretend"),
        _ => ("ask", "Do not ask"),
    };
    Diagnostic::error(
        "prompt-ask",
        Place::new(At::Ask),
        format!("Prompt lines cannot {what}: each is carried out as it is pasted."),
        "Read the lines before you paste them, or use a script.",
    )
    .with_fix(Fix::new(title, Edit::Ask(Ask::No)))
}

/// How the lines name the jobs: the variable of a new one, or GUIDs. Where there is a name only, a line shows the GUIDs
/// and a person writes the one that is meant into the next: names are not unique.
fn jobs(sheet: &mut Sheet, plan: &Plan, script: Script) -> Vec<String> {
    let variable = sheet.variable();
    let Subject::Existing { selector, owner } = &plan.job().subject else {
        return vec![format!("%{variable}%")];
    };
    let place = Place::new(At::Subject);
    let (comparison, name) = match selector {
        Selector::Guids(guids) => return guids.iter().map(|guid| guid.braced().to_owned()).collect(),
        Selector::Name(name) => ("-ceq", Some(name)),
        Selector::Pattern(pattern) => ("-like", Some(pattern)),
        Selector::All => ("", None),
    };
    if !has_module(plan) {
        sheet.diagnose(Diagnostic::error(
            "prompt-find-jobs",
            place,
            format!(
                "{} has no cmdlet that finds jobs, and bitsadmin finds one job at most by its name.",
                plan.profile().windows.label
            ),
            "Give the GUIDs of the jobs; `bitsadmin /list` shows them.",
        ));
        return Vec::new();
    }
    let job = vec![format!("%{variable}%")];
    if script != Script::Main {
        return job;
    }
    sheet.at(Some(place));
    let by = name.map(|name| {
        sheet.assign("BITS_WANTED", name, place);
        (comparison, "BITS_WANTED")
    });
    sheet.own(&format!(
        "{POWERSHELL} {}",
        find_command(plan, *owner, by.as_slice())
    ));
    sheet.own("rem Put the GUID of a job that is meant, with its braces, into the next line; repeat the lines for each.");
    sheet.own(&format!("set \"{variable}=\""));
    job
}

fn main(sheet: &mut Sheet, plan: &Plan, jobs: &[String]) {
    if plan.job().ending == Ending::New(NewEnding::OneShot) {
        folders(sheet, plan);
        for step in plan.steps() {
            if step.operation == Operation::Transfer {
                sheet.at(Some(step.place));
                let words = transfer(Target::Prompt, sheet, plan, step);
                sheet.around(&format!("{BITSADMIN} /transfer"), words);
            }
        }
        return;
    }
    folders(sheet, plan);
    for job in jobs {
        if !plan.is_new() {
            remember(sheet, plan, job);
        }
        let mut name = None;
        for step in plan.steps() {
            match &step.operation {
                Operation::CreateJob {
                    display_name,
                    job_type,
                } => {
                    name = Some(display_name);
                    create(sheet, plan, step.place, *job_type);
                }
                Operation::Set(value) => set(sheet, plan, step, value, job),
                Operation::AddFile { file, .. } => add_file(sheet, step.place, file, job),
                _ => {}
            }
        }
        if let Some(name) = name {
            let value = SettingValue::DisplayName(DisplayName(name.clone()));
            for call in bitsadmin::calls(&value).unwrap_or_default() {
                line(sheet, &call, Place::setting(SettingId::DisplayName), job);
            }
        }
        ending(sheet, plan, job);
    }
}

/// The made-up name, another one at each paste, and the variable: the call that makes the job is read by two cmds, so no
/// text of the job may stand in it (C7). A GUID is one word; a refusal has several, and names no job.
fn create(sheet: &mut Sheet, plan: &Plan, place: Place, job_type: JobType) {
    let variable = sheet.variable();
    sheet.at(Some(place));
    sheet.own(&format!("set \"{variable}=\""));
    sheet.own(&format!(
        "for /f \"tokens=1*\" %i in ('{BITSADMIN} /rawreturn /create {} bitsmith-{}-%RANDOM%-%RANDOM%') do @if \"%j\"==\"\" set \"{variable}=%i\"",
        bitsadmin::type_switch(job_type),
        plan.digest()
    ));
    sheet.own(&format!("echo %{variable}%"));
}

fn ending(sheet: &mut Sheet, plan: &Plan, job: &str) {
    let place = Place::new(At::Ending);
    sheet.at(Some(place));
    for step in plan.steps() {
        match &step.operation {
            Operation::Resume => {
                sheet.start(&format!("{BITSADMIN} /resume {job}"));
            }
            Operation::Suspend => {
                sheet.own(&format!("{BITSADMIN} /suspend {job}"));
            }
            Operation::Complete if !plan.is_new() => {
                sheet.own(&format!("{BITSADMIN} /complete {job}"));
            }
            Operation::Cancel => {
                sheet.own(&format!("{BITSADMIN} /cancel {job}"));
            }
            _ => {}
        }
    }
    if plan.is_new() {
        sheet.own("rem Later, to look at it, to finish it, or to remove it:");
        sheet.own(&format!("rem   {BITSADMIN} /info {job} /verbose"));
        sheet.own(&format!("rem   {BITSADMIN} /complete {job}"));
        sheet.own(&format!("rem   {BITSADMIN} /cancel {job}"));
    }
}

fn set(sheet: &mut Sheet, plan: &Plan, step: &Step, value: &SettingValue, job: &str) {
    let label = value.id().label();
    sheet.at(Some(step.place));
    match said(value, plan) {
        Said::Bitsadmin(calls) => {
            for call in &calls {
                line(sheet, call, step.place, job);
            }
        }
        Said::PowerShell(parameter) => {
            sheet.own(&format!("{POWERSHELL} {}", set_command(job, &parameter)));
        }
        Said::Default => {
            sheet.note(
                step.place,
                format!("{label}: it is what BITS does anyway, so nothing is called."),
                "com:BITS_JOB_PROPERTY_ID",
            );
        }
        Said::Nobody { .. } if matches!(value, SettingValue::DynamicContent(_)) => {
            sheet.diagnose(no_dynamic(Target::Prompt, step.place, plan));
        }
        Said::Nobody { reason, source } => {
            sheet.note(step.place, format!("{label}: {reason}"), source);
            sheet.own(&format!("rem Not said here: {label}."));
        }
    }
}

fn line(sheet: &mut Sheet, call: &Call, place: Place, job: &str) {
    sheet.at(Some(place));
    let words = sheet.arguments(&call.arguments, place);
    sheet.around(&format!("{BITSADMIN} {} {job}", call.verb), words);
}

fn add_file(sheet: &mut Sheet, place: Place, file: &File, job: &str) {
    sheet.at(Some(place));
    let call = bitsadmin::add_file(file);
    let mut words = Vec::new();
    for (part, argument) in call.arguments.iter().enumerate() {
        let at = match place.at {
            At::Setting { id, row, .. } => At::Setting {
                id,
                part: Some(part),
                row,
            },
            at => at,
        };
        words.extend(sheet.arguments(std::slice::from_ref(argument), Place { at, ..place }));
    }
    sheet.around(&format!("{BITSADMIN} {} {job}", call.verb), words);
}

/// The folders of the local names: made, or looked for.
fn folders(sheet: &mut Sheet, plan: &Plan) {
    let uploads = plan
        .job()
        .job_type()
        .is_some_and(|job_type| job_type != JobType::Download);
    let mut seen = Vec::new();
    for (index, file) in plan.job().files().iter().enumerate() {
        // A folder of several files is looked for once.
        let is_new = parent(&file.local_name).is_none_or(|folder| put(&mut seen, folder));
        if !uploads && is_new {
            let place = Place::cell(SettingId::Files, 1, index);
            folder(
                sheet,
                plan,
                place,
                &file.local_name,
                &format!("file {}", index.saturating_add(1)),
            );
        }
    }
    for (value, step) in plan.values() {
        if let SettingValue::ReplyFileName(path) = value {
            folder(sheet, plan, step.place, &path.0, "the reply file");
        }
    }
}

fn folder(sheet: &mut Sheet, plan: &Plan, place: Place, path: &Text, which: &str) {
    sheet.at(Some(place));
    let Some(folder) = parent(path).and_then(|folder| sheet.quoted(&folder)) else {
        sheet.own(&format!("rem Look whether the folder of {which} is there."));
        return;
    };
    let folder = token(TokenKind::Literal, folder);
    if plan.folders() == Folders::Create {
        sheet.around(
            "if not exist ",
            vec![folder.clone(), token(TokenKind::Keyword, " mkdir "), folder],
        );
    } else {
        let message = format!(" echo The folder of {which} is missing: make it first.");
        sheet.around("if not exist ", vec![folder, token(TokenKind::Plain, message)]);
    }
}

/// What the variables begin with that keep a value as it was before; the GUID of the job follows, with its braces.
fn kept(plan: &Plan, what: &str) -> String {
    format!("BITS_{}_{}", plan.digest(), what.to_ascii_uppercase())
}

/// The verbs that read and set a value of one plain word; nothing for texts and what cannot be put back.
fn word_verbs(plan: &Plan, value: &SettingValue) -> Option<(&'static str, &'static str)> {
    let is_text = bitsadmin::calls(value).is_ok_and(|calls| {
        calls
            .iter()
            .flat_map(|call| &call.readback)
            .any(|readback| matches!(readback.expected, Expected::Text(_)))
    });
    match restorable(plan, value.id()) {
        Restorable::By { get, set } if !is_text => Some((get, set)),
        Restorable::Proxy => Some(("/getproxyusage", "/setproxysettings")),
        _ => None,
    }
}

/// Keeps what the undo lines need in variables of the window; values that are kept already stay. A list of proxies, and
/// no helper-token flags, cannot be set again with one word.
fn remember(sheet: &mut Sheet, plan: &Plan, job: &str) {
    for (value, step) in plan.values().filter(|(value, _)| is_said(value, plan)) {
        let Some((get, _)) = word_verbs(plan, value) else {
            continue;
        };
        let condition = match value {
            SettingValue::ProxySettings(_) => "if not \"%i\"==\"OVERRIDE\" ",
            // bitsadmin takes 1, 2 and 3 and has no word for none. [help1809]
            SettingValue::HelperTokenFlags(_) => {
                "if not \"%i\"==\"0\" if not \"%i\"==\"0x0\" if not \"%i\"==\"0x00000000\" "
            }
            _ => "",
        };
        sheet.at(Some(step.place));
        keep(sheet, &kept(plan, value.id().name()), get, job, condition);
    }
    if moves(plan) {
        sheet.at(Some(Place::new(At::Ending)));
        keep(sheet, &kept(plan, "state"), "/getstate", job, "");
    }
}

/// A value is one word; what a refusal says are several, and is none.
fn keep(sheet: &mut Sheet, variable: &str, get: &str, job: &str, condition: &str) {
    sheet.own(&format!(
        "if not defined {variable}{job} for /f \"tokens=1*\" %i in ('{BITSADMIN} /rawreturn {get} {job}') do @if \"%j\"==\"\" {condition}set \"{variable}{job}=%i\""
    ));
}

/// Whether the lines make the job run, or stop it.
fn moves(plan: &Plan) -> bool {
    plan.steps()
        .iter()
        .any(|step| matches!(step.operation, Operation::Resume | Operation::Suspend))
}

fn undo(sheet: &mut Sheet, plan: &Plan, jobs: &[String]) {
    for (place, reason) in irrevocable(plan, |value| is_said(value, plan)) {
        sheet.note(place, reason, "");
    }
    if plan.job().ending == Ending::New(NewEnding::OneShot) {
        sheet.own("rem One blocking command leaves no job; there is nothing to undo.");
        return;
    }
    if plan.is_new() {
        sheet.at(Some(Place::new(At::Job)));
        for job in jobs {
            sheet.own(&format!("{BITSADMIN} /cancel {job}"));
        }
        return;
    }
    for (value, step) in plan.values().filter(|(value, _)| is_said(value, plan)) {
        let Some((_, set)) = word_verbs(plan, value) else {
            if !matches!(restorable(plan, value.id()), Restorable::Not(_)) {
                let message = format!(
                    "{}: not undone by prompt lines; the PowerShell scripts do.",
                    value.id().label()
                );
                sheet.note(step.place, message, "");
            }
            continue;
        };
        if matches!(restorable(plan, value.id()), Restorable::Proxy) {
            let message = "A list of proxies that was there before is not undone by prompt lines; the PowerShell scripts do.";
            sheet.note(step.place, message, "");
        }
        sheet.at(Some(step.place));
        let call = format!("{BITSADMIN} {set} {{%i}} %j");
        put_back(sheet, &kept(plan, value.id().name()), &[&call]);
    }
    if moves(plan) {
        sheet.at(Some(Place::new(At::Ending)));
        let calls = [
            format!("if \"%j\"==\"SUSPENDED\" {BITSADMIN} /suspend {{%i}}"),
            format!("if not \"%j\"==\"SUSPENDED\" {BITSADMIN} /resume {{%i}}"),
        ];
        put_back(sheet, &kept(plan, "state"), &calls.each_ref().map(String::as_str));
    }
}

/// The lines that put back what is kept of every job, and forget it: `%i` is the GUID, `%j` what was there before.
fn put_back(sheet: &mut Sheet, variable: &str, calls: &[&str]) {
    for call in calls {
        sheet.own(&format!(
            "for /f \"tokens=2,3 delims={{}}=\" %i in ('set {variable}{{') do {call}"
        ));
    }
    sheet.own(&format!(
        "for /f \"delims==\" %i in ('set {variable}{{') do @set \"%i=\""
    ));
}

fn check(sheet: &mut Sheet, plan: &Plan, jobs: &[String]) {
    if plan.job().ending == Ending::New(NewEnding::OneShot) {
        sheet.own("rem One blocking command leaves no job; look whether its files are there.");
        return;
    }
    for job in jobs {
        sheet.at(None);
        sheet.own(&format!("{BITSADMIN} /info {job} /verbose"));
        for (value, step) in plan.values() {
            let label = value.id().label();
            sheet.at(Some(step.place));
            let readbacks: Vec<_> = bitsadmin::calls(value)
                .map(|calls| calls.into_iter().flat_map(|call| call.readback).collect())
                .unwrap_or_default();
            if readbacks.is_empty() {
                let message = format!("{label}: no tool reads this back in a documented form.");
                sheet.note(step.place, message, "ba:");
            }
            for readback in readbacks {
                let asked = match readback.expected {
                    Expected::Word(word) => word.to_owned(),
                    Expected::Number(number) => number.to_string(),
                    Expected::Letters(letters) => letters.to_ascii_uppercase(),
                    Expected::Text(_) => "the text of the main lines".to_owned(),
                };
                sheet.own(&format!("rem {label}, asked: {asked}"));
                sheet.own(&format!("{BITSADMIN} {} {job}", readback.verb));
            }
        }
    }
}
