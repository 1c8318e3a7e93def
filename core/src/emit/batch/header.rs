//! The top of the file: what it does, how it is run, what it asks for; and the lines that call the sections.

use super::change::remembers;
use super::sheet::Sheet;
use crate::emit::Script;
use crate::emit::cmd::said::is_said;
use crate::emit::head::{exit_codes, machines, needs_administrator, summary};
use crate::job::{Ending, NewEnding};
use crate::plan::{Plan, parameters, put_all};
use crate::quote::{Demand, Guard};
use crate::rules::RULES_VERSION;
use crate::shell_variable::is_computed;

/// Writes the comment. It holds no text of the job.
pub(super) fn write(sheet: &mut Sheet<'_>, plans: &[Plan], script: Script) {
    sheet.owns(&["@echo off", "setlocal EnableExtensions DisableDelayedExpansion"]);
    let what = match script {
        Script::Main => "batch file",
        Script::Undo => "batch file that takes the main file back",
        Script::Check => "batch file that shows what is there now and changes nothing",
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
    for plan in plans {
        lines.push(format!("It {}.", summary(plan, script, ("file", "job"), is_said)));
    }
    let parameters = parameters(plans);
    if parameters.is_empty() {
        lines.push("Run: save it as a .cmd file and start it in a Command Prompt. Started by a double click, its window closes at the end.".to_owned());
    } else {
        lines.push(format!(
            "Run: save it as a .cmd file and start it in a Command Prompt with values in quotation marks: FILE.cmd {}",
            usage(&parameters)
        ));
        lines.push("A value holds no quotation mark: cmd reads it before this file can look at it, and runs what stands behind one.".to_owned());
    }
    lines.push("A downloaded file is marked as such: look at it, then Properties, Unblock.".to_owned());
    let elevation = if plans.iter().any(needs_administrator) {
        "It needs an elevated Command Prompt (Run as administrator)."
    } else {
        "It needs no elevation: run it as the user whose job it is."
    };
    lines.push(elevation.to_owned());
    lines.push(exit_codes(plans, script));
    if script == Script::Main && plans.iter().any(keeps_record) {
        lines.push(
            "It notes in %%TEMP%%\\bitsmith-*.txt what the undo file needs; there are no secrets in it."
                .to_owned(),
        );
    }
    if script == Script::Main && plans.iter().any(|plan| plan.is_new() && keeps_record(plan)) {
        lines.push("Stopped with Ctrl+C it leaves the job; the undo file removes it.".to_owned());
    }
    let unread = sheet.unread_values();
    if !unread.is_empty() {
        lines.push(
            "Set and not read back, so that only the exit code of bitsadmin tells whether BITS took it:"
                .to_owned(),
        );
        lines.extend(unread.iter().map(|value| format!("  {value}")));
    }
    let notes: Vec<String> = sheet.notes().iter().map(|note| note.message.clone()).collect();
    if !notes.is_empty() {
        lines.push("Not in this file:".to_owned());
        lines.extend(notes.into_iter().map(|note| format!("  {note}")));
    }
    for line in lines {
        sheet.own_about("rem $", &[&line]);
    }
    sheet.blank();
    sheet.owns(&[
        "rem Variables of these names would hide what cmd computes.",
        "set \"ERRORLEVEL=\"",
        "set \"RANDOM=\"",
    ]);
}

fn keeps_record(plan: &Plan) -> bool {
    match plan.job().ending {
        Ending::New(ending) => ending != NewEnding::OneShot,
        Ending::Existing(_) => remembers(plan),
    }
}

fn usage(parameters: &[String]) -> String {
    parameters
        .iter()
        .map(|name| format!("\"{name}\""))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Writes what stands before everything else: what is to be filled in, parameters, demands on values, own variables.
pub(super) fn opening(sheet: &mut Sheet<'_>, plans: &[Plan], _script: Script) {
    blanks(sheet);
    let names = parameters(plans);
    for (index, name) in names.iter().enumerate() {
        let variable = sheet.parameter(name);
        // A batch file has names for nine arguments.
        if index >= 9 {
            sheet.own("shift");
        }
        let argument = index.saturating_add(1).min(9);
        sheet.own_about(&format!("set \"$=%~{argument}\""), &[&variable]);
    }
    for name in &names {
        let variable = sheet.parameter(name);
        sheet.own_about("if not defined $ goto :usage", &[&variable]);
    }
    sheet.own("set \"BITS_WHY=\"");
    guards(sheet, plans);
    sheet.owns(&[
        "set \"BITS_EXE=%SystemRoot%\\System32\\bitsadmin.exe\"",
        "set \"BITS_PLAIN=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz{}[]()_.,:'/-\"",
        "rem A folder of its own, whose name nothing else has.",
        "set /a \"BITS_TRIES=0\"",
        ":own_folder",
        "set \"BITS_WHY=No folder can be made in TEMP\"",
        "set /a \"BITS_TRIES+=1\"",
        "if %BITS_TRIES% gtr 99 goto :unfit",
        "set \"BITS_TAG=%RANDOM%-%RANDOM%-%RANDOM%-%RANDOM%\"",
        "set \"BITS_TEMP=%TEMP%\\bitsmith-%BITS_TAG%\"",
        "mkdir \"%BITS_TEMP%\" 2>nul",
        "if not \"%errorlevel%\"==\"0\" goto :own_folder",
        "set \"BITS_LOG=%BITS_TEMP%\\said.txt\"",
        "set \"BITS_RAW=%BITS_TEMP%\\value.txt\"",
        "set \"BITS_LIST=%BITS_TEMP%\\list.txt\"",
        "set \"BITS_ALL=%BITS_TEMP%\\all.txt\"",
        "set \"BITS_JOBS=%BITS_TEMP%\\jobs.txt\"",
    ]);
}

/// Secrets: the file stops until they are filled in (section 5 of the safety rules).
fn blanks(sheet: &mut Sheet<'_>) {
    let blanks = sheet.blanks().to_vec();
    if blanks.is_empty() {
        return;
    }
    sheet
        .own("rem Fill these in before you run the file, a percent sign as two; delete the file afterwards.");
    for blank in &blanks {
        sheet.at(Some(blank.place));
        sheet.own_about("set \"$=\"", &[&blank.variable]);
    }
    sheet.at(None);
    sheet.own("set \"BITS_BLANK=\"");
    for blank in &blanks {
        sheet.at(Some(blank.place));
        sheet.own_about(
            "if not defined $ set \"BITS_BLANK=$, which is the $\"",
            &[&blank.variable, &blank.variable, &blank.label],
        );
    }
    sheet.at(None);
    sheet.own("if defined BITS_BLANK goto :blank");
}

/// Values of variables that would be read as something else are not used.
fn guards(sheet: &mut Sheet<'_>, plans: &[Plan]) {
    let mut names = vec!["TEMP".to_owned()];
    let imported = sheet.imported_names();
    put_all(&mut names, plans.iter().flat_map(Plan::environment));
    put_all(&mut names, imported.clone());
    names.retain(|name| !is_computed(name));
    for name in &names {
        sheet.own_about(
            "if not defined $ set \"BITS_WHY=The variable $ is not set\"",
            &[name, name],
        );
    }
    stop(sheet);
    let guards: Vec<_> = sheet.guards().to_vec();
    let of = |demand| guards.iter().filter(move |guard: &&Guard| guard.demand == demand);
    let (imports, others): (Vec<_>, Vec<_>) = of(Demand::NoQuote).partition(|guard| sheet.is_import(guard));
    let mut known = vec!["TEMP".to_owned()];
    put_all(&mut known, others.into_iter().map(|guard| name_of(&guard.value)));
    put_all(&mut known, imported);
    quotes(sheet, &known);
    sheet.write_imports();
    let mut given = Vec::new();
    put_all(&mut given, imports.into_iter().map(|guard| name_of(&guard.value)));
    quotes(sheet, &given);
    for guard in of(Demand::NoTrailingBackslash) {
        let name = name_of(&guard.value);
        unfit(sheet, "if \"%$:~-1%\"==\"\\\"", &name, guard);
    }
    for guard in of(Demand::NoLeadingSlash) {
        let name = name_of(&guard.value);
        unfit(sheet, "if \"%$:~0,1%\"==\"/\"", &name, guard);
    }
    for guard in of(Demand::NotNull) {
        unfit(sheet, "if /i \"$\"==\"NULL\"", &guard.value, guard);
    }
    for guard in of(Demand::NotGuid) {
        for braces in ["{$}", "$"] {
            sheet.own_about(&format!("set \"BITS_VALUE={braces}\""), &[&guard.value]);
            sheet.own("call :guid");
            unfit(sheet, "if \"%errorlevel%\"==\"0\"", "", guard);
        }
    }
    if guards.iter().any(|guard| guard.demand != Demand::NoQuote) {
        stop(sheet);
    }
}

/// Quotation marks in the values: each doubled keeps the rest between quotes, whatever the value is.
fn quotes(sheet: &mut Sheet<'_>, names: &[String]) {
    for name in names {
        sheet.own_about(
            &format!(
                "if not \"%$:\"=\"\"%\"==\"%$:\"=%\" set \"BITS_WHY=The value of $ {}\"",
                Demand::NoQuote
            ),
            &[name, name, name],
        );
    }
    if !names.is_empty() {
        stop(sheet);
    }
}

/// A line that takes note of a value that is not used; the condition is about what stands in the place of its `$`.
fn unfit(sheet: &mut Sheet<'_>, condition: &str, about: &str, guard: &Guard) {
    let named = guard.value.split('%').skip(1).step_by(2);
    let named = named.collect::<Vec<_>>().join(" and ");
    let mut names = vec![about; condition.matches('$').count()];
    names.push(&named);
    sheet.own_about(
        &format!("{condition} set \"BITS_WHY=The value of $ {}\"", guard.demand),
        &names,
    );
}

fn stop(sheet: &mut Sheet<'_>) {
    sheet.own("if defined BITS_WHY goto :unfit");
}

fn name_of(value: &str) -> String {
    value.trim_matches('%').to_owned()
}

/// Calls the sections one after the other; the exit code is the highest.
pub(super) fn driver(sheet: &mut Sheet<'_>, plans: &[Plan], order: &[(usize, &Plan)]) {
    sheet.blank();
    sheet.own("set \"BITS_EXIT=0\"");
    for (index, _) in order {
        sheet.own(&format!("call :job{}", index.saturating_add(1)));
        sheet.own("if %errorlevel% gtr %BITS_EXIT% set \"BITS_EXIT=%errorlevel%\"");
    }
    sheet.owns(&[
        "del /q \"%BITS_TEMP%\" 2>nul",
        "rmdir \"%BITS_TEMP%\"",
        "exit /b %BITS_EXIT%",
        "",
        ":unfit",
    ]);
    sheet.say(match plans {
        [_] => "%BITS_WHY%. Nothing was done.",
        _ => "%BITS_WHY%. This part was not done.",
    });
    sheet.own("exit /b 1");
    let parameters = parameters(plans);
    if !parameters.is_empty() {
        sheet.own(":usage");
        sheet.own_about("echo Usage: FILE.cmd $", &[&usage(&parameters)]);
        sheet.own("exit /b 1");
    }
    if !sheet.blanks().is_empty() {
        sheet.own(":blank");
        sheet.say("Fill in %BITS_BLANK%, at the top of this file. Nothing was done.");
        sheet.own("exit /b 1");
    }
}
