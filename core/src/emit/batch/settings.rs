//! The lines that set values and add files on `%BITS_JOB%`, each judged by reading back.

use super::routine::Routine;
use super::sheet::Sheet;
use crate::catalog::{SettingId, SettingValue};
use crate::diagnostic::{At, Place};
use crate::emit::bitsadmin::{self, Call, Expected, Readback};
use crate::emit::cmd::parent;
use crate::emit::cmd::said::{Said, no_dynamic, said, set_command};
use crate::emit::script::token;
use crate::emit::{Target, Token, TokenKind};
use crate::job::{Ask, Folders, Owner, Subject};
use crate::plan::{Plan, Step, put};
use crate::quote::batch::{self, Compared};
use crate::text::Text;
use crate::value::{File, JobType};

/// What happens where a call is refused: a label of the section.
pub(super) const REFUSED: &str = "if not \"%errorlevel%\"==\"0\" goto :refused#";

/// Begins a section: the list that its jobs stand in is that of the user, or of all users.
pub(super) fn begin(sheet: &mut Sheet<'_>, plan: &Plan) {
    sheet.blank();
    sheet.own(":job#");
    let owner = match plan.job().subject {
        Subject::Existing { owner, .. } => owner,
        Subject::New => Owner::Me,
    };
    sheet.own(match owner {
        Owner::Me => "set \"BITS_OF_ALL=\"",
        Owner::AllUsers => "set \"BITS_OF_ALL=1\"",
    });
}

/// Sets a value. Whether a call does it.
pub(super) fn set(sheet: &mut Sheet<'_>, plan: &Plan, step: &Step, value: &SettingValue) -> bool {
    let place = step.place;
    sheet.at(Some(place));
    let how = said(value, plan);
    let calls = matches!(how, Said::Bitsadmin(_) | Said::PowerShell(_));
    match how {
        Said::Bitsadmin(calls) => {
            for one in &calls {
                call(sheet, one, place);
            }
        }
        Said::PowerShell(parameter) => powershell(sheet, &parameter),
        Said::Default => {
            sheet.note(
                place,
                format!(
                    "{}: it is what BITS does anyway, so nothing is called.",
                    value.id().label()
                ),
                "com:BITS_JOB_PROPERTY_ID",
            );
            sheet.own(&format!("rem {}: as BITS does anyway.", value.id().label()));
        }
        Said::Nobody { .. } if matches!(value, SettingValue::DynamicContent(_)) => {
            sheet.diagnostic(no_dynamic(Target::Batch, place, plan));
        }
        Said::Nobody { reason, source } => {
            sheet.note(place, format!("{}: {reason}", value.id().label()), source);
            sheet.own(&format!("rem Not said here: {}.", value.id().label()));
        }
    }
    sheet.at(None);
    calls
}

/// One call on the job, and what is read back after it.
pub(super) fn call(sheet: &mut Sheet<'_>, call: &Call, place: Place) {
    let words = sheet.call_words(&call.arguments, place);
    run(sheet, call.verb, words);
    if sheet.pretends() {
        return;
    }
    let verb = call.verb;
    match call.readback.as_slice() {
        [] => {
            sheet.need(Routine::Verify);
            sheet.own(&format!("call :verify %errorlevel% {verb}"));
            sheet.own(REFUSED);
        }
        readbacks => {
            let mut judged = false;
            for readback in readbacks {
                // The exit code belongs to the first; after it the call is known to have been taken.
                let code = if judged { "0" } else { "%errorlevel%" };
                judged |= verify(sheet, code, verb, readback, place);
            }
            if !judged {
                sheet.need(Routine::Verify);
                sheet.own(&format!("call :verify %errorlevel% {verb}"));
                sheet.own(REFUSED);
            }
        }
    }
}

/// The call itself; what it prints goes into a file, to be shown when it was refused.
fn run(sheet: &mut Sheet<'_>, verb: &str, words: Vec<Token>) {
    if sheet.pretends() {
        sheet.around(&format!("echo bitsadmin {verb} %BITS_JOB%"), words, "");
    } else {
        sheet.around(
            &format!("\"%BITS_EXE%\" {verb} %BITS_JOB%"),
            words,
            " >\"%BITS_LOG%\" 2>&1",
        );
    }
}

/// Reads a value back. Whether there is a way that is exact.
fn verify(sheet: &mut Sheet<'_>, code: &str, verb: &str, readback: &Readback, place: Place) -> bool {
    let get = readback.verb;
    match &readback.expected {
        Expected::Word(word) => {
            sheet.need(Routine::VerifyWord);
            sheet.own(&format!("call :verify_word {code} {verb} {get} {word}"));
            sheet.own(REFUSED);
        }
        Expected::Number(number) => {
            sheet.need(Routine::VerifyNumber);
            sheet.own(&format!(
                "call :verify_number {code} {verb} {get} {number} 0x{number:X}"
            ));
            sheet.own(REFUSED);
        }
        Expected::Letters(letters) => {
            sheet.need(Routine::VerifyLetters);
            let letters = letters.to_ascii_uppercase();
            sheet.own(&format!("call :verify_letters {code} {verb} {get} {letters}"));
            sheet.own(REFUSED);
        }
        Expected::Text(text) => {
            let compared = match batch::compared(text) {
                Ok(compared) => compared,
                Err(reason) => {
                    if let At::Setting { id, .. } = place.at {
                        sheet.unread(id.label(), reason);
                    }
                    return false;
                }
            };
            sheet.need(Routine::VerifyText);
            sheet.own(&format!("call :verify_text {code} {verb} {get}"));
            sheet.own(REFUSED);
            compare(sheet, compared);
            sheet.own("if not defined BITS_SAME goto :different#");
        }
    }
    true
}

/// Compares what was read with a text, in the body of a loop, where a value that was read cannot be taken for more.
pub(super) fn compare(sheet: &mut Sheet<'_>, compared: Compared) {
    let Compared {
        options,
        letter,
        expected,
    } = compared;
    sheet.around(
        &format!("for /f \"{options}\" %%{letter} in (\"%BITS_RAW%\") do if \"%%{letter}\"=="),
        vec![token(TokenKind::Literal, expected)],
        " set \"BITS_SAME=1\"",
    );
}

/// A setting of which only the module has a word, on the job by its GUID.
fn powershell(sheet: &mut Sheet<'_>, parameter: &str) {
    if sheet.pretends() {
        sheet.say(&format!("Set-BitsTransfer %BITS_JOB% {parameter}"));
        return;
    }
    sheet.need(Routine::Verify);
    let command = set_command("%BITS_JOB%", parameter);
    sheet.own(&format!(
        "\"%SystemRoot%\\System32\\WindowsPowerShell\\v1.0\\powershell.exe\" {command} <nul >\"%BITS_LOG%\" 2>&1"
    ));
    sheet.own("call :verify %errorlevel% Set-BitsTransfer");
    sheet.own(REFUSED);
}

/// Adds a file.
pub(super) fn add_file(sheet: &mut Sheet<'_>, place: Place, file: &File) {
    sheet.at(Some(place));
    let call = bitsadmin::add_file(file);
    // The local name is the second part; a refusal is told at the part that it is about.
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
        words.extend(sheet.call_words(std::slice::from_ref(argument), Place { at, ..place }));
    }
    run(sheet, call.verb, words);
    if sheet.pretends() {
        sheet.at(None);
        return;
    }
    sheet.need(Routine::VerifyFile);
    sheet.own(&format!("call :verify_file %errorlevel% {}", call.verb));
    sheet.own(REFUSED);
    sheet.at(None);
}

/// The line that gives the job its name, for new jobs after everything else.
pub(super) fn rename(sheet: &mut Sheet<'_>, name: &Text) {
    let place = Place::setting(SettingId::DisplayName);
    let value = SettingValue::DisplayName(crate::value::DisplayName(name.clone()));
    sheet.at(Some(place));
    if let Ok(calls) = bitsadmin::calls(&value) {
        for one in &calls {
            call(sheet, one, place);
        }
    }
    sheet.at(None);
}

/// Looks whether the folders of local names are there, before anything is made.
pub(super) fn folders(sheet: &mut Sheet<'_>, plan: &Plan) {
    sheet.own("set \"BITS_WHY=\"");
    let uploads = matches!(plan.job().subject, Subject::New)
        && plan
            .job()
            .job_type()
            .is_some_and(|job_type| job_type != JobType::Download);
    let mut seen = Vec::new();
    for (index, file) in plan.job().files().iter().enumerate() {
        // A folder of several files is looked for once.
        let is_new = parent(&file.local_name).is_none_or(|folder| put(&mut seen, folder));
        if uploads || !is_new {
            continue;
        }
        let at = At::Setting {
            id: SettingId::Files,
            part: Some(1),
            row: Some(index),
        };
        let which = format!("file {}", index.saturating_add(1));
        folder(sheet, plan, Place::new(at), &file.local_name, &which);
    }
    for (value, step) in plan.values() {
        if let SettingValue::ReplyFileName(path) = value {
            folder(sheet, plan, step.place, &path.0, "the reply file");
        }
    }
    sheet.at(None);
}

fn folder(sheet: &mut Sheet<'_>, plan: &Plan, place: Place, path: &Text, which: &str) {
    sheet.at(Some(place));
    let folder = match parent(path) {
        Some(parent) => sheet.quoted(&parent, place),
        None => sheet.quoted(path, place).map(|whole| {
            sheet.own("set \"BITS_FOLDER=\"");
            sheet.around("for %%i in (", vec![whole], ") do set \"BITS_FOLDER=%%~dpi\"");
            sheet.own_token("\"%BITS_FOLDER%\"")
        }),
    };
    // A quotation mark cannot be in a path; the call that adds the file says so.
    let Some(folder) = folder else {
        return;
    };
    if plan.folders() == Folders::Create && !plan.is_new() && plan.ask() == Ask::Whatif {
        sheet.around(
            "if not exist ",
            vec![folder],
            &format!(" echo The folder of {which} would be made."),
        );
        return;
    }
    if plan.folders() == Folders::Create {
        sheet.around(
            "if not exist ",
            vec![
                folder.clone(),
                token(TokenKind::Plain, " "),
                token(TokenKind::Keyword, "mkdir"),
                token(TokenKind::Plain, " "),
                folder.clone(),
            ],
            "",
        );
    }
    sheet.around(
        "if not exist ",
        vec![folder],
        &format!(" set \"BITS_WHY=The folder of {which} is missing\""),
    );
    sheet.own("if defined BITS_WHY goto :unfit");
}
