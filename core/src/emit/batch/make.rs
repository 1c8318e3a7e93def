//! The section that makes a job.

use super::routine::Routine;
use super::settings;
use super::sheet::Sheet;
use crate::diagnostic::{At, Place};
use crate::emit::Target;
use crate::emit::bitsadmin::type_switch;
use crate::emit::cmd::transfer::transfer;
use crate::emit::head::holes_of_files;
use crate::job::{Leftover, Waiting};
use crate::plan::{Operation, Plan};
use crate::text::Text;
use crate::value::{JobType, Unit, write_unit};

/// Writes the section.
pub(super) fn section(sheet: &mut Sheet<'_>, plan: &Plan) {
    settings::begin(sheet, plan);
    let one_shot = plan
        .steps()
        .iter()
        .find(|step| step.operation == Operation::Transfer);
    if let Some(step) = one_shot {
        settings::folders(sheet, plan);
        not_there(sheet, plan);
        sheet.at(Some(step.place));
        let words = transfer(Target::Batch, sheet, plan, step);
        sheet.around("\"%BITS_EXE%\" /transfer", words, "");
        finish_transfer(sheet, plan);
        return;
    }
    sheet.own(&format!(
        "set \"BITS_RECORD=%TEMP%\\bitsmith-{}.txt\"",
        plan.digest()
    ));
    settings::folders(sheet, plan);
    let mut name = Text::default();
    for step in plan.steps() {
        match &step.operation {
            Operation::CreateJob {
                display_name,
                job_type,
            } => {
                name = display_name.clone();
                create(sheet, step.place, *job_type);
            }
            Operation::Set(value) => {
                settings::set(sheet, plan, step, value);
            }
            Operation::AddFile { file, .. } => settings::add_file(sheet, step.place, file),
            Operation::FindJobs { .. }
            | Operation::Resume
            | Operation::Suspend
            | Operation::Wait(_)
            | Operation::Complete
            | Operation::Cancel
            | Operation::Transfer => {}
        }
    }
    settings::rename(sheet, &name);
    sheet.at(Some(Place::new(At::Ending)));
    let mut waited = None;
    for step in plan.steps() {
        match &step.operation {
            Operation::Resume => resume(sheet),
            Operation::Wait(waiting) => {
                wait(sheet, *waiting);
                waited = Some(*waiting);
            }
            Operation::Complete => complete(sheet, plan),
            _ => {}
        }
    }
    if waited.is_none() {
        left(sheet);
    }
    sheet.need(Routine::Remove);
    sheet.owns(&[
        ":different#",
        "echo The call %BITS_CALL% had no effect: another text was read back.",
        ":refused#",
        "call :remove",
        "exit /b 1",
    ]);
    if let Some(waiting) = waited {
        failures(sheet, plan, waiting);
    }
    sheet.at(None);
}

/// Under a made-up name: what a refused call leaves behind can be found by a name that nothing else has.
fn create(sheet: &mut Sheet<'_>, place: Place, job_type: JobType) {
    sheet.at(Some(place));
    sheet.need(Routine::Made);
    sheet.owns(&[
        "set /a \"BITS_FILES=0\"",
        "set \"BITS_NAME=bitsmith-%BITS_TAG%-#\"",
    ]);
    sheet.own(&format!(
        "\"%BITS_EXE%\" /rawreturn /create {} %BITS_NAME% >\"%BITS_RAW%\" 2>&1",
        type_switch(job_type)
    ));
    sheet.own("call :made %errorlevel%");
    sheet.own(settings::REFUSED);
    sheet.say("Job %BITS_JOB%");
    sheet.at(None);
}

fn resume(sheet: &mut Sheet<'_>) {
    sheet.need(Routine::VerifyResume);
    sheet.owns(&[
        "\"%BITS_EXE%\" /resume %BITS_JOB% >\"%BITS_LOG%\" 2>&1",
        "call :verify_resume %errorlevel% /resume",
        settings::REFUSED,
    ]);
}

fn wait(sheet: &mut Sheet<'_>, waiting: Waiting) {
    sheet.need(Routine::Wait);
    sheet.own(&format!("call :wait {}", waiting.bound.0));
    sheet.owns(&[
        "if \"%errorlevel%\"==\"2\" goto :failed#",
        "if \"%errorlevel%\"==\"3\" goto :late#",
        "if \"%errorlevel%\"==\"1\" goto :restless#",
        "if not \"%errorlevel%\"==\"0\" goto :gone#",
    ]);
}

fn complete(sheet: &mut Sheet<'_>, plan: &Plan) {
    sheet.need(Routine::VerifyComplete);
    sheet.need(Routine::Forget);
    sheet.owns(&[
        "\"%BITS_EXE%\" /complete %BITS_JOB% >\"%BITS_LOG%\" 2>&1",
        "call :verify_complete %errorlevel% /complete",
        "if \"%errorlevel%\"==\"4\" goto :unfinished#",
        "if not \"%errorlevel%\"==\"0\" goto :gone#",
        "call :forget",
    ]);
    files(sheet, plan);
    sheet.own("exit /b 0");
}

/// Says where the files are.
fn files(sheet: &mut Sheet<'_>, plan: &Plan) {
    if plan.job().job_type() != Some(JobType::Download) {
        sheet.say("The job is done.");
        return;
    }
    sheet.say("The job is done. Its files:");
    for (index, file) in plan.job().files().iter().enumerate() {
        let place = Place::cell(crate::catalog::SettingId::Files, 1, index);
        if let Some(path) = sheet.quoted(&file.local_name, place) {
            sheet.around("echo ", vec![path], "");
        }
    }
}

/// The job stays: says which it is and how to go on.
fn left(sheet: &mut Sheet<'_>) {
    sheet.need(Routine::Hints);
    sheet.say("The job %BITS_JOB% is left.");
    sheet.own("call :hints");
    sheet.own("exit /b 0");
}

fn failures(sheet: &mut Sheet<'_>, plan: &Plan, waiting: Waiting) {
    let leftover = |sheet: &mut Sheet<'_>, leftover| match leftover {
        Leftover::Remove => {
            sheet.own("call :remove");
        }
        Leftover::Leave => {
            sheet.need(Routine::Hints);
            sheet.say("The job %BITS_JOB% is left.");
            sheet.own("call :hints");
        }
    };
    sheet.own(":failed#");
    sheet.say("The job is in error:");
    if holes_of_files(plan).is_empty() {
        sheet.own("\"%BITS_EXE%\" /geterror %BITS_JOB%");
    } else {
        // It tells the remote name of the file, and the secret stands in it. [ba:examples]
        sheet.owns(&[
            "\"%BITS_EXE%\" /nowrap /geterror %BITS_JOB% >\"%BITS_LOG%\" 2>&1",
            "\"%SystemRoot%\\System32\\find.exe\" /v \"://\" <\"%BITS_LOG%\"",
        ]);
    }
    leftover(sheet, waiting.on_error);
    sheet.own("exit /b 2");
    sheet.own(":late#");
    let bound = write_unit(u64::from(waiting.bound.0), Unit::Seconds);
    sheet.say(&format!("The job is not done after {bound} of waiting."));
    sheet.own("call :progress");
    leftover(sheet, waiting.on_bound);
    sheet.own("exit /b 3");
    sheet.need(Routine::Hints);
    sheet.own(":restless#");
    sheet.say("This file cannot wait: neither ping nor timeout does. The job %BITS_JOB% is left.");
    sheet.owns(&[
        "call :hints",
        "exit /b 1",
        ":unfinished#",
        "echo Nothing was thrown away. Finish the job %BITS_JOB%: bitsadmin /complete %BITS_JOB%",
        "exit /b 4",
        ":gone#",
        "echo The job %BITS_JOB% is gone, or someone else finished it.",
        "exit /b 5",
    ]);
}

/// A file that is there before would be taken for the one that was downloaded.
fn not_there(sheet: &mut Sheet<'_>, plan: &Plan) {
    for (index, file) in plan.job().files().iter().enumerate() {
        let place = Place::cell(crate::catalog::SettingId::Files, 1, index);
        sheet.at(Some(place));
        if let Some(path) = sheet.quoted(&file.local_name, place) {
            let number = index.saturating_add(1);
            let why = format!(
                " set \"BITS_WHY=File {number} is there already, so that a new one could not be told from it\""
            );
            sheet.around("if exist ", vec![path], &why);
        }
    }
    sheet.own("if defined BITS_WHY goto :unfit");
}

/// The blocking form tells its end by its exit code alone, so the files are looked for, too.
fn finish_transfer(sheet: &mut Sheet<'_>, plan: &Plan) {
    sheet.at(Some(Place::new(At::Ending)));
    sheet.own("if not \"%errorlevel%\"==\"0\" goto :refused#");
    for (index, file) in plan.job().files().iter().enumerate() {
        let place = Place::cell(crate::catalog::SettingId::Files, 1, index);
        if let Some(path) = sheet.quoted(&file.local_name, place) {
            sheet.around("if not exist ", vec![path], " goto :refused#");
        }
    }
    files(sheet, plan);
    sheet.owns(&[
        "exit /b 0",
        ":refused#",
        "echo The call /transfer did not do it. What it said stands above.",
        "exit /b 1",
    ]);
    sheet.at(None);
}
