//! The comment at the top: what the script does, for which machine, how to run it, what it does not say. It holds no text
//! of the user (P4).

use super::build::Build;
use super::change::saves;
use super::said::is_said;
use crate::emit::Script;
use crate::emit::head::{exit_codes, machines, needs_administrator, summary};
use crate::job::{Ending, NewEnding};
use crate::plan::Plan;
use crate::profile::Shell;
use crate::rules::RULES_VERSION;

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
    lines.extend(machines(plans, |profile| {
        // Whoever works at the command prompt runs the script in Windows PowerShell.
        let shell = match profile.shell {
            Shell::Cmd => Shell::PowerShell51,
            shell => shell,
        };
        format!(
            "For {} (BITS {}), {}, {}.",
            profile.windows.label,
            profile.bits(),
            shell.label(),
            profile.context.label().to_ascii_lowercase()
        )
    }));
    for plan in plans {
        lines.push(format!(
            "It {}.",
            summary(plan, script, ("script", "change"), is_said)
        ));
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
    lines.push(exit_codes(plans, script));
    if script == Script::Main && plans.iter().any(keeps_record) {
        lines.push(
            "It notes in %TEMP%\\bitsmith-*.txt what the undo script needs; there are no secrets in it."
                .to_owned(),
        );
    }
    if script == Script::Main && plans.iter().any(waits) {
        lines.push("Stopped with Ctrl+C while it waits, it removes the job.".to_owned());
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

fn waits(plan: &Plan) -> bool {
    matches!(plan.job().ending, Ending::New(NewEnding::WaitAndComplete(_)))
}

fn keeps_record(plan: &Plan) -> bool {
    match plan.job().ending {
        Ending::New(ending) => ending != NewEnding::OneShot,
        Ending::Existing(_) => saves(plan),
    }
}
