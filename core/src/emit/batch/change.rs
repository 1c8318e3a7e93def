//! The section that changes existing jobs. It never removes one because something failed.

use super::find;
use super::routine::Routine;
use super::settings;
use super::sheet::Sheet;
use crate::catalog::SettingValue;
use crate::diagnostic::{At, Place};
use crate::emit::bitsadmin::{self, Expected};
use crate::emit::cmd::said::{Said, said};
use crate::emit::{Restorable, restorable};
use crate::job::{Ask, Subject};
use crate::plan::{Operation, Plan};

/// Writes the section.
pub(super) fn section(sheet: &mut Sheet<'_>, plan: &Plan) {
    let Subject::Existing { selector, owner } = &plan.job().subject else {
        return;
    };
    settings::begin(sheet, plan);
    sheet.own(&format!(
        "set \"BITS_RECORD=%TEMP%\\bitsmith-{}.txt\"",
        plan.digest()
    ));
    sheet.own("set \"BITS_CHANGED=\"");
    settings::folders(sheet, plan);
    find::find(sheet, plan, selector, *owner, None);
    let pretends = plan.ask() == Ask::Whatif;
    if pretends {
        sheet.pretend();
        sheet.say("Nothing is changed. These calls would be made:");
    }
    sheet.owns(&[
        "for /f \"usebackq tokens=1\" %%i in (\"%BITS_JOBS%\") do (",
        "    call :change# %%i",
        "    if errorlevel 1 goto :stopped#",
        ")",
        "exit /b 0",
        ":stopped#",
        "set \"BITS_CODE=%errorlevel%\"",
        "if not defined BITS_CHANGED echo Nothing was changed.",
        "if defined BITS_CHANGED echo It stopped at the job %BITS_JOB%. What was changed before stands above.",
        "exit /b %BITS_CODE%",
        "",
        ":change#",
        "set \"BITS_JOB=%~1\"",
    ]);
    if plan.ask() == Ask::Confirm {
        sheet.at(Some(Place::new(At::Ask)));
        sheet.owns(&[
            "set \"BITS_ANSWER=\"",
            "set /p \"BITS_ANSWER=Change the job %BITS_JOB%? (y/n) \"",
            "if defined BITS_ANSWER set \"BITS_ANSWER=%BITS_ANSWER:\"=%\"",
            "if /i \"%BITS_ANSWER:~0,1%\"==\"y\" goto :agreed#",
            "echo The job %BITS_JOB% is left as it is.",
            "exit /b 0",
            ":agreed#",
        ]);
        sheet.at(None);
    }
    if !pretends {
        remember(sheet, plan);
    }
    if plan
        .steps()
        .iter()
        .any(|step| matches!(step.operation, Operation::AddFile { .. }))
        && !pretends
    {
        sheet.need(Routine::Read);
        sheet.owns(&["call :read /getfilestotal", "set \"BITS_FILES=%BITS_VALUE%\""]);
    }
    for step in plan.steps() {
        match &step.operation {
            Operation::Set(value) => {
                if settings::set(sheet, plan, step, value) {
                    changed(sheet, step.place, value.id().label(), pretends);
                }
            }
            Operation::AddFile { file, .. } => {
                settings::add_file(sheet, step.place, file);
                changed(sheet, step.place, "one file more", pretends);
            }
            Operation::Resume => end(sheet, "/resume", "resume", Routine::VerifyResume, pretends),
            Operation::Suspend => end(sheet, "/suspend", "suspend", Routine::VerifySuspend, pretends),
            Operation::Complete => end(sheet, "/complete", "complete", Routine::VerifyComplete, pretends),
            Operation::Cancel => end(sheet, "/cancel", "cancel", Routine::VerifyCancel, pretends),
            Operation::CreateJob { .. }
            | Operation::FindJobs { .. }
            | Operation::Wait(_)
            | Operation::Transfer => {}
        }
    }
    sheet.own("exit /b 0");
    if !pretends {
        sheet.owns(&[
            ":different#",
            "echo The call %BITS_CALL% had no effect: another text was read back.",
            ":refused#",
            "call :ended %errorlevel%",
            "exit /b %errorlevel%",
        ]);
        sheet.need(Routine::Ended);
    }
}

/// Says what has been done so far.
fn changed(sheet: &mut Sheet<'_>, place: Place, what: &str, pretends: bool) {
    if pretends {
        return;
    }
    sheet.need(Routine::Changed);
    sheet.at(Some(place));
    sheet.own(&format!("call :changed \"{what}\""));
    sheet.at(None);
}

fn end(sheet: &mut Sheet<'_>, verb: &str, name: &str, routine: Routine, pretends: bool) {
    let place = Place::new(At::Ending);
    sheet.at(Some(place));
    if pretends {
        sheet.say(&format!("bitsadmin {verb} %BITS_JOB%"));
    } else {
        sheet.need(routine);
        sheet.own(&format!("\"%BITS_EXE%\" {verb} %BITS_JOB% >\"%BITS_LOG%\" 2>&1"));
        sheet.own(&format!("call :verify_{name} %errorlevel% {verb}"));
        sheet.own(settings::REFUSED);
    }
    sheet.at(None);
    changed(sheet, place, verb, pretends);
}

/// Writes down what the undo file needs, before anything is changed: words and numbers. A text that was read is never
/// written into a line, so texts are left to the PowerShell script.
fn remember(sheet: &mut Sheet<'_>, plan: &Plan) {
    for (value, step) in plan.values() {
        if let Some((get, set)) = remembered(value, plan) {
            sheet.at(Some(step.place));
            sheet.need(Routine::Remember);
            sheet.own(&format!("call :remember {get} {set}"));
        }
    }
    if moves(plan) {
        sheet.need(Routine::RememberState);
        sheet.at(Some(Place::new(At::Ending)));
        sheet.own("call :remember_state");
    }
    sheet.at(None);
}

/// Whether the file writes anything down for the undo file.
pub(super) fn remembers(plan: &Plan) -> bool {
    let values = plan.values().any(|(value, _)| remembered(value, plan).is_some());
    plan.ask() != Ask::Whatif && (values || moves(plan))
}

/// The verbs that read a value before it is changed and that put it back, where the file changes it.
fn remembered(value: &SettingValue, plan: &Plan) -> Option<(&'static str, &'static str)> {
    if matches!(said(value, plan), Said::Nobody { .. }) {
        return None;
    }
    match restorable(plan, value.id()) {
        Restorable::By { get, set } if !is_text(value) => Some((get, set)),
        Restorable::Proxy => Some(("/getproxyusage", "/setproxysettings")),
        Restorable::By { .. } | Restorable::Name | Restorable::Not(_) => None,
    }
}

fn moves(plan: &Plan) -> bool {
    plan.steps()
        .iter()
        .any(|step| matches!(step.operation, Operation::Resume | Operation::Suspend))
}

/// Whether what is read back is a text.
pub(super) fn is_text(value: &SettingValue) -> bool {
    bitsadmin::calls(value).is_ok_and(|calls| {
        calls
            .iter()
            .flat_map(|call| &call.readback)
            .any(|readback| matches!(readback.expected, Expected::Text(_)))
    })
}
