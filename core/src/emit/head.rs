//! What the head of a script says, the same for every target: what it does, whether as an administrator, and what its exit
//! codes mean.

use super::{Script, keeps_record};
use crate::catalog::{Permission, SettingValue};
use crate::job::{Ask, Ending, ExistingEnding, NewEnding, Owner, Subject};
use crate::plan::{Operation, Plan, put};
use crate::profile::{Context, Profile};
use crate::secret::is_hole;
use crate::text::{Piece, Text};
use crate::value::{FileAclFlags, Unit, Word, write_unit};

/// Whether a plan is carried out as an administrator: because BITS wants it, or because the profile says so. What is
/// made elevated, only somebody elevated sees and changes.
pub(super) fn needs_administrator(plan: &Plan) -> bool {
    let all_users = matches!(
        plan.job().subject,
        Subject::Existing {
            owner: Owner::AllUsers,
            ..
        }
    );
    all_users
        || plan.profile().context == Context::Elevated
        || plan.values().any(|(value, _)| is_for_administrators(plan, value))
}

fn is_for_administrators(plan: &Plan, value: &SettingValue) -> bool {
    match value {
        SettingValue::HelperToken(_) | SettingValue::HelperTokenFlags(_) => {
            !plan.profile().owners_set_helper_tokens()
        }
        SettingValue::FileAclFlags(flags) => flags.0 & FileAclFlags::PRIVILEGED != 0,
        other => other.id().spec().permission == Permission::Administrator,
    }
}

/// What is said of the machines that the plans are for, each once.
pub(super) fn machines(plans: &[Plan], say: impl Fn(&Profile) -> String) -> Vec<String> {
    let mut said = Vec::new();
    for line in plans.iter().map(|plan| say(plan.profile())) {
        if !said.contains(&line) {
            said.push(line);
        }
    }
    said
}

/// The exit codes that a script of these plans can end with.
pub(super) fn exit_codes(plans: &[Plan], script: Script) -> String {
    match script {
        Script::Main => {}
        Script::Undo => return "Exit codes: 0 undone, 1 a call was refused, 5 nothing to undo.".to_owned(),
        Script::Check => return "Exit codes: 0 as asked, 1 something differs, 5 no such job.".to_owned(),
    }
    let any = |is: fn(&Operation) -> bool| {
        plans
            .iter()
            .any(|plan| plan.steps().iter().any(|step| is(&step.operation)))
    };
    let waits = any(|operation| matches!(operation, Operation::Wait(_)));
    let mut codes = "Exit codes: 0 done, 1 a call was refused".to_owned();
    if waits {
        codes.push_str(", 2 the job failed, 3 too late");
    }
    if any(|operation| *operation == Operation::Complete) {
        codes.push_str(", 4 not completed");
    }
    if waits || plans.iter().any(|plan| !plan.is_new()) {
        codes.push_str(", 5 no such job");
    }
    codes.push('.');
    codes
}

/// What a script does, in numbers: only what it says counts. It is called `kind`, and asks, where it asks, before each `step`.
pub(super) fn summary(
    plan: &Plan,
    script: Script,
    (kind, step): (&str, &str),
    is_said: impl Fn(&SettingValue, &Plan) -> bool,
) -> String {
    match script {
        Script::Undo => return undone(plan, kind),
        Script::Check => return "shows the job and each value beside what is asked for".to_owned(),
        Script::Main => {}
    }
    let values = plan
        .values()
        .filter(|(value, step)| !step.implied && is_said(value, plan))
        .count();
    let files = plan
        .steps()
        .iter()
        .filter(|step| matches!(step.operation, Operation::AddFile { .. }))
        .count();
    let count = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    let carried = match (files, values) {
        (0, 0) => String::new(),
        (0, _) => count(values, "setting"),
        (_, 0) => count(files, "file"),
        _ => format!("{} and {}", count(files, "file"), count(values, "setting")),
    };
    let start = match plan.job().job_type() {
        Some(job_type) if carried.is_empty() => {
            format!("makes an empty job ({})", job_type.label().to_ascii_lowercase())
        }
        Some(job_type) => format!(
            "makes a job ({}) with {carried}",
            job_type.label().to_ascii_lowercase()
        ),
        None if carried.is_empty() => "looks for existing jobs".to_owned(),
        None => format!("gives existing jobs {carried}"),
    };
    let end = match plan.job().ending {
        Ending::New(NewEnding::CreateOnly) => "leaves it suspended".to_owned(),
        Ending::New(NewEnding::StartAndLeave) => "starts it and does not wait".to_owned(),
        Ending::New(NewEnding::WaitAndComplete(waiting)) => format!(
            "starts it, waits up to {} and completes it",
            write_unit(u64::from(waiting.bound.0), Unit::Seconds)
        ),
        Ending::New(NewEnding::OneShot) => "waits until it is done".to_owned(),
        Ending::Existing(ExistingEnding::Leave) => "leaves them as they are".to_owned(),
        Ending::Existing(ExistingEnding::Resume) => "resumes them".to_owned(),
        Ending::Existing(ExistingEnding::Suspend) => "suspends them".to_owned(),
        Ending::Existing(ExistingEnding::Complete) => "completes them".to_owned(),
        Ending::Existing(ExistingEnding::Cancel) => "cancels them".to_owned(),
    };
    let ask = match (plan.is_new(), plan.ask()) {
        (false, Ask::Whatif) => "; it only says what it would do".to_owned(),
        (false, Ask::Confirm) => format!("; it asks before each {step}"),
        _ => String::new(),
    };
    format!("{start}; then it {end}{ask}")
}

/// What an undo script does. Lines keep in their window what scripts keep in a record.
fn undone(plan: &Plan, kind: &str) -> String {
    let kept = match kind {
        "lines" => "from what they kept in this window",
        _ => "from the record that it kept",
    };
    match (plan.is_new(), keeps_record(plan)) {
        (_, false) => "has nothing to undo".to_owned(),
        (true, true) => format!("removes what the main {kind} made, {kept}"),
        (false, true) => format!("puts back what the main {kind} changed, {kept}"),
    }
}

/// The holes in the remote names of a plan's files, each once.
pub(super) fn holes_of_files(plan: &Plan) -> Vec<&str> {
    let mut holes = Vec::new();
    let names = plan.job().files().iter().map(|file| &file.remote_name);
    for piece in names.flat_map(Text::pieces) {
        match piece {
            Piece::Parameter(name) if is_hole(name) => {
                put(&mut holes, name.as_str());
            }
            _ => {}
        }
    }
    holes
}
