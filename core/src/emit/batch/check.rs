//! The section that shows what is there now beside what is asked for. It changes nothing.

use super::find;
use super::routine::Routine;
use super::settings::{self, compare};
use super::sheet::Sheet;
use crate::catalog::{SettingId, SettingValue};
use crate::diagnostic::Place;
use crate::emit::bitsadmin::{self, Expected, Readback};

use crate::emit::cmd::said::has_module;
use crate::job::{Owner, Subject};
use crate::plan::{Operation, Plan};
use crate::quote::batch;
use crate::value::DisplayName;

/// Writes the section.
pub(super) fn section(sheet: &mut Sheet<'_>, plan: &Plan) {
    settings::begin(sheet, plan);
    sheet.own("set \"BITS_DIFFERS=\"");
    match &plan.job().subject {
        Subject::New => find_made(sheet, plan),
        Subject::Existing { selector, owner } => {
            let renamed = plan.job().settings.display_name.as_ref().map(|name| &name.0);
            find::find(sheet, plan, selector, *owner, renamed);
        }
    }
    sheet.owns(&[
        "for /f \"usebackq tokens=1\" %%i in (\"%BITS_JOBS%\") do call :look# %%i",
        "if defined BITS_DIFFERS exit /b 1",
        "exit /b 0",
        "",
        ":look#",
        "set \"BITS_JOB=%~1\"",
        "echo Job %BITS_JOB%",
        "call :state",
        "call :progress",
    ]);
    sheet.need(Routine::State);
    sheet.need(Routine::Progress);
    if plan.is_new() {
        if let Some(name) = &plan.job().settings.display_name {
            let value = SettingValue::DisplayName(DisplayName(name.0.clone()));
            one(sheet, &value, Place::setting(SettingId::DisplayName));
        }
        let files = plan.job().files().len();
        if files > 0 {
            sheet.need(Routine::CheckWord);
            sheet.at(Some(Place::setting(SettingId::Files)));
            sheet.own(&format!(
                "call :check_word \"Number of files\" /getfilestotal {files}"
            ));
        }
    }
    for step in plan.steps() {
        if let Operation::Set(value) = &step.operation {
            one(sheet, value, step.place);
        }
    }
    sheet.at(None);
    sheet.own("exit /b 0");
}

/// The jobs of the record; without one those with the name.
fn find_made(sheet: &mut Sheet<'_>, plan: &Plan) {
    let place = Place::setting(SettingId::DisplayName);
    sheet.at(Some(place));
    sheet.own(&format!(
        "set \"BITS_RECORD=%TEMP%\\bitsmith-{}.txt\"",
        plan.digest()
    ));
    find::reset(sheet);
    sheet.need(Routine::FoundList);
    sheet.owns(&[
        "if not exist \"%BITS_RECORD%\" goto :named#",
        "if exist \"%BITS_LIST%\" del \"%BITS_LIST%\"",
        "for /f \"usebackq tokens=1,2\" %%i in (\"%BITS_RECORD%\") do if /i \"%%j\"==\"made\" >>\"%BITS_LIST%\" echo %%i",
        "call :found_list",
        "if not \"%errorlevel%\"==\"0\" exit /b %errorlevel%",
        "goto :looks#",
        ":named#",
    ]);
    match &plan.job().settings.display_name {
        Some(name) if has_module(plan) => {
            find::named(sheet, plan, place, &[("-ceq", &name.0)], Owner::Me);
        }
        _ => {
            sheet.say("No job of the main file is there.");
            sheet.own("exit /b 5");
        }
    }
    sheet.own(":looks#");
    sheet.at(None);
}

fn one(sheet: &mut Sheet<'_>, value: &SettingValue, place: Place) {
    sheet.at(Some(place));
    let label = value.id().label();
    let readbacks: Vec<Readback> = bitsadmin::calls(value)
        .map(|calls| calls.into_iter().flat_map(|call| call.readback).collect())
        .unwrap_or_default();
    if readbacks.is_empty() {
        sheet.note(
            place,
            format!("{label}: no tool reads this back in a documented form."),
            "ba:",
        );
        sheet.say(&format!("{label}: cannot be read back"));
    }
    for readback in readbacks {
        let get = readback.verb;
        match &readback.expected {
            Expected::Word(word) => {
                sheet.need(Routine::CheckWord);
                sheet.own(&format!("call :check_word \"{label}\" {get} {word}"));
            }
            Expected::Number(number) => {
                sheet.need(Routine::CheckNumber);
                sheet.own(&format!(
                    "call :check_number \"{label}\" {get} {number} 0x{number:X}"
                ));
            }
            Expected::Letters(letters) => {
                sheet.need(Routine::CheckLetters);
                let letters = letters.to_ascii_uppercase();
                sheet.own(&format!("call :check_letters \"{label}\" {get} {letters}"));
            }
            Expected::Text(text) => {
                sheet.need(Routine::CheckText);
                sheet.own(&format!("call :fetch {get}"));
                match batch::compared(text) {
                    Ok(compared) => {
                        compare(sheet, compared);
                        sheet.own(&format!("call :check_text \"{label}\""));
                    }
                    Err(reason) => {
                        let note = format!("{label}: it is shown, but not compared: {reason}.");
                        sheet.note(place, note, "");
                        sheet.own(&format!("call :show_text \"{label}\""));
                    }
                }
            }
        }
    }
    sheet.at(None);
}
