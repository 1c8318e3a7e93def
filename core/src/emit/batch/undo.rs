//! The section that takes back what the main file did, from the record that it kept.

use super::change::is_text;
use super::routine::Routine;
use super::settings;
use super::sheet::Sheet;
use crate::emit::cmd::said::is_said;
use crate::emit::{Restorable, irrevocable, restorable};
use crate::plan::{Operation, Plan};

/// What a line of the plan's record may ask for. Everything else is left alone.
fn known(plan: &Plan) -> String {
    if plan.is_new() {
        return "made".to_owned();
    }
    let mut known = vec!["state"];
    for (value, _) in plan.values().filter(|(value, _)| is_said(value, plan)) {
        match restorable(plan, value.id()) {
            Restorable::By { set, .. } if !is_text(value) => known.push(set),
            Restorable::Proxy => known.push("/setproxysettings"),
            Restorable::By { .. } | Restorable::Name | Restorable::Not(_) => {}
        }
    }
    known.join(" ")
}

/// Writes the section.
pub(super) fn section(sheet: &mut Sheet<'_>, plan: &Plan) {
    for (place, reason) in irrevocable(plan, |value| is_said(value, plan)) {
        sheet.note(place, reason, "");
    }
    if !plan.is_new() {
        for (value, step) in plan.values().filter(|(value, _)| is_said(value, plan)) {
            let text = match restorable(plan, value.id()) {
                Restorable::By { .. } => is_text(value),
                Restorable::Name => true,
                Restorable::Proxy | Restorable::Not(_) => false,
            };
            if text {
                sheet.note(
                    step.place,
                    format!(
                        "{}: not undone by the batch file, which writes no texts down; the PowerShell scripts do it.",
                        value.id().label()
                    ),
                    "",
                );
            }
            if matches!(restorable(plan, value.id()), Restorable::Proxy) {
                sheet.note(
                    step.place,
                    "A list of proxies that was there before is not undone by the batch file; the PowerShell scripts do it.",
                    "",
                );
            }
        }
    }
    settings::begin(sheet, plan);
    if plan
        .steps()
        .iter()
        .any(|step| step.operation == Operation::Transfer)
    {
        sheet.say("One blocking command leaves no job; there is nothing to undo.");
        sheet.own("exit /b 5");
        return;
    }
    sheet.need(Routine::Restore);
    sheet.own(&format!(
        "set \"BITS_RECORD=%TEMP%\\bitsmith-{}.txt\"",
        plan.digest()
    ));
    sheet.owns(&[
        "if not exist \"%BITS_RECORD%\" goto :nothing#",
        "rem Only known words are taken from the record, and none that cmd could read as more.",
        "if exist \"%BITS_LIST%\" del \"%BITS_LIST%\"",
        "set \"BITS_OTHER=\"",
        "for /f \"usebackq tokens=1-3\" %%a in (\"%BITS_RECORD%\") do (",
        "    set \"BITS_KNOWN=\"",
    ]);
    let known = known(plan);
    sheet.own(&format!(
        "    for %%v in ({known}) do if /i \"%%b\"==\"%%v\" set \"BITS_KNOWN=1\""
    ));
    if known.contains("/setproxysettings") {
        // The PowerShell script writes the lists behind it, and they are texts.
        sheet.own("    if /i \"%%b%%c\"==\"/setproxysettingsOVERRIDE\" set \"BITS_KNOWN=\"");
    }
    sheet.owns(&[
        "    if defined BITS_KNOWN >>\"%BITS_LIST%\" echo %%a %%b %%c",
        "    if not defined BITS_KNOWN set \"BITS_OTHER=1\"",
        ")",
        "if not exist \"%BITS_LIST%\" goto :others#",
        "set \"BITS_BAD=\"",
        "for /f \"usebackq eol=0 delims=%BITS_PLAIN% \" %%i in (\"%BITS_LIST%\") do if not \"%%i\"==\"\" set \"BITS_BAD=1\"",
        "for /f \"usebackq eol=1 delims=%BITS_PLAIN% \" %%i in (\"%BITS_LIST%\") do if not \"%%i\"==\"\" set \"BITS_BAD=1\"",
        "if defined BITS_BAD goto :damaged#",
        "for /f \"usebackq tokens=1-3\" %%a in (\"%BITS_LIST%\") do (",
        "    call :restore %%a %%b %%c",
        "    if errorlevel 1 goto :kept#",
        ")",
        ":others#",
        "if defined BITS_OTHER goto :other#",
        "del \"%BITS_RECORD%\"",
        "exit /b 0",
        ":nothing#",
        "echo There is no record of the main file, so there is nothing to undo.",
        "exit /b 5",
        ":damaged#",
        "echo The record \"%BITS_RECORD%\" holds something else. Nothing was done.",
        "exit /b 1",
        ":other#",
        "echo The record \"%BITS_RECORD%\" is kept: it holds texts, which the PowerShell script puts back.",
        "exit /b 1",
        ":kept#",
        "echo The record \"%BITS_RECORD%\" is kept. Run this file again when the reason is gone.",
        "exit /b 1",
    ]);
}
