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

/// Finds the jobs: their GUIDs are lines of a file. The section ends with 5 where one is missing.
pub(super) fn find(sheet: &mut Sheet<'_>, plan: &Plan, selector: &Selector, owner: Owner) {
    let place = Place::new(At::Subject);
    sheet.at(Some(place));
    reset(sheet);
    match selector {
        Selector::Guids(guids) => {
            sheet.need(Routine::Found);
            for guid in guids {
                sheet.own(&format!("set \"BITS_JOB={guid}\""));
                sheet.own("call :found");
                sheet.own("if not \"%errorlevel%\"==\"0\" exit /b 5");
            }
        }
        Selector::Name(name) => named(sheet, plan, place, Some(("-ceq", name)), owner),
        Selector::Pattern(pattern) => named(sheet, plan, place, Some(("-like", pattern)), owner),
        Selector::All => named(sheet, plan, place, None, owner),
    }
    sheet.at(None);
}

/// The name goes to the module in a variable, so that no shell reads it on the way; what stands on the command line is
/// the file's own.
pub(super) fn named(
    sheet: &mut Sheet<'_>,
    plan: &Plan,
    place: Place,
    by: Option<(&str, &Text)>,
    owner: Owner,
) {
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
    let by = by.map(|(comparison, name)| {
        sheet.assign("BITS_WANTED", name, place);
        (comparison, "BITS_WANTED")
    });
    sheet.need(Routine::Verify);
    sheet.need(Routine::FoundList);
    let command = find_command(owner, by);
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
