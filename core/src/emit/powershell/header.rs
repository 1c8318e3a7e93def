//! The comment at the top: what the script does, for which machine, how to run it, what it does not say. It holds no text
//! of the user (P4).

use super::build::Build;
use crate::emit::Script;
use crate::emit::running::{exit_codes, needs_administrator};
use crate::job::{Ending, ExistingEnding, NewEnding};
use crate::plan::{Operation, Plan};
use crate::profile::Shell;
use crate::rules::RULES_VERSION;
use crate::value::{Unit, Word, write_unit};

/// Writes the header.
pub(super) fn write(build: &mut Build, plans: &[Plan], script: Script, has_parameters: bool) {
    build.at(None);
    let mut lines: Vec<String> = Vec::new();
    let what = match script {
        Script::Main => "PowerShell script",
        Script::Undo => "PowerShell script that takes the main script back",
        Script::Check => "PowerShell script that shows what is there now and changes nothing",
    };
    lines.push(format!("Bitsmith, rules {RULES_VERSION}: {what}."));
    if let Some(plan) = plans.first() {
        let profile = plan.profile();
        // Whoever works at the command prompt runs the script in Windows PowerShell.
        let shell = match profile.shell {
            Shell::Cmd => Shell::PowerShell51,
            shell => shell,
        };
        lines.push(format!(
            "For {} (BITS {}), {}, {}.",
            profile.windows.label,
            profile.bits(),
            shell.label(),
            profile.context.label().to_lowercase()
        ));
    }
    for plan in plans {
        lines.push(format!("It {}.", summary(plan, script)));
    }
    if has_parameters {
        lines.push(
            "It has parameters: save it as a .ps1 file. Pasted, it would take its own next line for a value."
                .to_owned(),
        );
        lines.push(
            "Run: powershell.exe -NoProfile -ExecutionPolicy RemoteSigned -File SCRIPT.ps1 -NAME VALUE"
                .to_owned(),
        );
    } else {
        lines.push("Run: powershell.exe -NoProfile -ExecutionPolicy RemoteSigned -File SCRIPT.ps1, or paste it whole.".to_owned());
    }
    lines.push(
        "A downloaded file is marked as such: look at it, then Unblock-File -LiteralPath SCRIPT.ps1."
            .to_owned(),
    );
    let elevation = if plans.iter().any(needs_administrator) {
        "Run it elevated, as an administrator."
    } else {
        "It needs no elevation: run it as the user whose job it is."
    };
    lines.push(elevation.to_owned());
    lines.push(exit_codes(plans, script).to_owned());
    if script == Script::Main && plans.iter().any(keeps_record) {
        lines.push(
            "It notes in %TEMP%\\bitsmith-*.txt what the undo script needs; there are no secrets in it."
                .to_owned(),
        );
    }
    let notes: Vec<String> = build.notes().iter().map(|note| note.message.clone()).collect();
    if !notes.is_empty() {
        lines.push("Not in this script:".to_owned());
        lines.extend(notes.into_iter().map(|note| format!("  {note}")));
    }
    for line in lines {
        build.code(format!("# {line}"));
    }
}

fn keeps_record(plan: &Plan) -> bool {
    !matches!(plan.job().ending, Ending::New(NewEnding::OneShot))
}

/// What the script does, in numbers.
fn summary(plan: &Plan, script: Script) -> String {
    match script {
        Script::Undo => {
            return "puts back what the main script changed, from the record that it kept".to_owned();
        }
        Script::Check => return "shows the job and each value beside what is asked for".to_owned(),
        Script::Main => {}
    }
    let values = plan.values().filter(|(_, step)| !step.implied).count();
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
            format!("makes an empty job ({})", job_type.label().to_lowercase())
        }
        Some(job_type) => format!("makes a job ({}) with {carried}", job_type.label().to_lowercase()),
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
    format!("{start}; then it {end}")
}
