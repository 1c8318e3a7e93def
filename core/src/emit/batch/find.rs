//! How existing jobs are found: by GUID, or by the module, which knows names; all are GUIDs before anything is changed.

use super::routine::Routine;
use super::sheet::Sheet;
use crate::diagnostic::{At, Diagnostic, Place};
use crate::emit::cmd::said::{find_command, has_module};
use crate::job::{Owner, Selector};
use crate::plan::Plan;
use crate::text::Text;

/// Forgets what an earlier section found.
pub(super) fn reset(sheet: &mut Sheet<'_>) {
    sheet.owns(&[
        "if exist \"%BITS_JOBS%\" del \"%BITS_JOBS%\"",
        "set /a \"BITS_COUNT=1000\"",
    ]);
}

/// How the jobs of a subject are named: comparisons of the module, each with its text; nothing for all of them.
fn names(selector: &Selector) -> Vec<(&'static str, &Text)> {
    match selector {
        Selector::Name(name) => vec![("-ceq", name)],
        Selector::Pattern(pattern) => vec![("-like", pattern)],
        Selector::Guids(_) | Selector::All => Vec::new(),
    }
}

/// Finds the jobs: their GUIDs are lines of a file. Those that are named may be called otherwise by now, where they were
/// renamed. The section ends with 5 where one is missing, with 1 where BITS does not say.
pub(super) fn find(
    sheet: &mut Sheet<'_>,
    plan: &Plan,
    selector: &Selector,
    owner: Owner,
    renamed: Option<&Text>,
) {
    let place = Place::new(At::Subject);
    sheet.at(Some(place));
    reset(sheet);
    match selector {
        Selector::Guids(guids) => {
            sheet.need(Routine::Found);
            for guid in guids {
                sheet.own(&format!("set \"BITS_JOB={guid}\""));
                sheet.own("call :found");
                sheet.own("if not \"%errorlevel%\"==\"0\" exit /b %errorlevel%");
            }
        }
        _ => {
            let mut names = names(selector);
            if !names.is_empty() {
                names.extend(renamed.map(|name| ("-ceq", name)));
            }
            named(sheet, plan, place, &names, owner);
        }
    }
    sheet.at(None);
}

/// The names go to the module in variables, so that no shell reads them on the way; what stands on the command line is
/// the file's own.
pub(super) fn named(sheet: &mut Sheet<'_>, plan: &Plan, place: Place, by: &[(&str, &Text)], owner: Owner) {
    if !has_module(plan) {
        sheet.diagnostic(Diagnostic::error(
            "batch-find-jobs",
            place,
            format!(
                "{} has no cmdlet that finds jobs, and bitsadmin finds one job at most by its name.",
                plan.profile().windows.label
            ),
            "Give the GUIDs of the jobs; `bitsadmin /list` shows them.",
        ));
        return;
    }
    let mut variables = Vec::new();
    for ((comparison, name), variable) in by.iter().zip(["BITS_WANTED", "BITS_RENAMED"]) {
        sheet.assign(variable, name, place);
        variables.push((*comparison, variable));
    }
    sheet.need(Routine::Verify);
    sheet.need(Routine::FoundList);
    let command = find_command(plan, owner, &variables);
    sheet.own(&format!(
        "\"%SystemRoot%\\System32\\WindowsPowerShell\\v1.0\\powershell.exe\" {command} <nul >\"%BITS_LIST%\" 2>\"%BITS_LOG%\""
    ));
    sheet.owns(&[
        "call :verify %errorlevel% Get-BitsTransfer",
        "if not \"%errorlevel%\"==\"0\" exit /b 1",
        "call :found_list",
        "if not \"%errorlevel%\"==\"0\" exit /b %errorlevel%",
    ]);
}
