//! The section that shows what is there now, beside what is asked for. It changes nothing.

use super::build::{Build, Function};
use super::change::{by_name, find_as};
use super::create::exit_code;
use super::settings::{pattern, step_name};
use crate::catalog::{SettingId, SettingValue};
use crate::diagnostic::{At, Place};
use crate::emit::bitsadmin::{self, Expected};
use crate::plan::{Operation, Plan};
use crate::quote::powershell::literal;
use crate::text::Text;

/// Writes the section.
pub(super) fn section(build: &mut Build, plan: &Plan) {
    build.deeper();
    build.at(None);
    build.code("$bitsCode = 5");
    build.code("$bitsStep = 'preparation'");
    build.code("try {").deeper();
    if plan.is_new() {
        find_made(build, plan);
    } else {
        let renamed = plan.job().settings.display_name.as_ref();
        find_as(build, plan, renamed.map(|name| &name.0));
    }
    build.code("if ($bitsJobs.Count -eq 0) {").deeper();
    build.code("Write-Output -InputObject 'No such job is there.'");
    build
        .shallower()
        .code("} else {")
        .deeper()
        .code("$bitsCode = 0")
        .shallower()
        .code("}");
    build.code("foreach ($bitsJob in $bitsJobs) {").deeper();
    build.code("$bitsGuid = '{' + $bitsJob.JobId + '}'");
    build.code("Write-Output -InputObject ('Job ' + $bitsGuid + ' ' + $bitsJob.DisplayName)");
    build.code("Write-Output -InputObject ('State: ' + $bitsJob.JobState + ', ' + $bitsJob.BytesTransferred + ' of ' + $bitsJob.BytesTotal + ' bytes, ' + $bitsJob.FilesTransferred + ' of ' + $bitsJob.FilesTotal + ' files')");
    if let Some(name) = &plan.job().settings.display_name {
        display_name(build, &name.0);
    }
    let files = plan.job().files().len();
    if plan.is_new() && files > 0 {
        build.at(Some(Place::setting(SettingId::Files)));
        build
            .code(format!("if ($bitsJob.FilesTotal -ne {files}) {{"))
            .deeper();
        build.code(format!(
            "Write-Output -InputObject ('Files: asked {files}, found ' + $bitsJob.FilesTotal)"
        ));
        build.code("$bitsCode = 1").shallower().code("}");
    }
    values(build, plan);
    build.at(None);
    build.shallower().code("}");
    build.shallower().code("} catch {").deeper();
    build.code("$bitsCode = 1");
    build.code(
        "Write-Error -Message ('Failed at ' + $bitsStep + ': ' + $_.Exception.Message) -ErrorAction Continue",
    );
    build.shallower().code("}");
    exit_code(build);
    build.shallower();
}

/// The jobs of the record, or those with the name.
fn find_made(build: &mut Build, plan: &Plan) {
    let place = Place::setting(SettingId::DisplayName);
    let record = literal(&format!("\\bitsmith-{}.txt", plan.digest()));
    build.at(Some(place));
    build.code(format!("$bitsRecord = $env:TEMP + {record}"));
    build.code("$bitsJobs = @()");
    step_name(build, "Get-BitsTransfer");
    build.code("if (Test-Path -LiteralPath $bitsRecord) {").deeper();
    build
        .code("foreach ($bitsLine in @(Get-Content -LiteralPath $bitsRecord -ErrorAction Stop)) {")
        .deeper();
    build.need(Function::Find);
    build.code("$bitsId = @($bitsLine -split ' ', 2)[0] -replace '[{}]', ''");
    build.code("$bitsJobs = $bitsJobs + @(Find-BitsJob -Id $bitsId)");
    build.shallower().code("}");
    if let Some(name) = &plan.job().settings.display_name {
        let name = build.expression(place, &name.0);
        build.shallower().code("} else {").deeper();
        by_name(build, "", &[("-ceq", name)]);
    }
    build.shallower().code("}");
    build.at(None);
}

/// The module has the name as it is.
fn display_name(build: &mut Build, name: &Text) {
    let place = Place::setting(SettingId::DisplayName);
    let label = SettingId::DisplayName.label();
    build.at(Some(place));
    let name = build.expression(place, name);
    build
        .code(format!("if ($bitsJob.DisplayName -cne {name}) {{"))
        .deeper();
    build.code(format!(
        "Write-Output -InputObject ({} + $bitsJob.DisplayName)",
        literal(&format!("{label}: differs, found "))
    ));
    build.code("$bitsCode = 1");
    build.shallower().code("} else {").deeper();
    build.code(format!(
        "Write-Output -InputObject {}",
        literal(&format!("{label}: as asked"))
    ));
    build.shallower().code("}");
    build.at(None);
}

/// Whether a console shows a text as it is.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| matches!(c, ' '..='~'))
}

fn values(build: &mut Build, plan: &Plan) {
    for step in plan.steps() {
        let Operation::Set(value) = &step.operation else {
            continue;
        };
        let label = value.id().label();
        if matches!(value, SettingValue::DisplayName(_)) {
            continue;
        }
        let readbacks: Vec<_> = bitsadmin::calls(value)
            .map(|calls| calls.into_iter().flat_map(|call| call.readback).collect())
            .unwrap_or_default();
        build.at(Some(step.place));
        if readbacks.is_empty() {
            build.note(
                step.place,
                format!("{label}: no tool reads this back in a documented form."),
                "ba:",
            );
            continue;
        }
        for readback in readbacks {
            build.need(Function::Get);
            step_name(build, &format!("bitsadmin {}", readback.verb));
            build.code(format!(
                "$bitsRead = Get-BitsadminValue -Verb '{}' -Guid $bitsGuid",
                readback.verb
            ));
            let differs = match &readback.expected {
                Expected::Text(text) if text.as_literal().is_some_and(is_plain) => {
                    let asked = text.as_literal().unwrap_or_default();
                    format!("if ($bitsRead -cne {}) {{", literal(asked.trim()))
                }
                Expected::Text(text) => {
                    let asked = build.expression(step.place, text);
                    // A console has its own characters: other texts than ASCII are shown, not judged.
                    build.code(format!("if ({asked} -match '[^ -~]') {{")).deeper();
                    build.code(format!(
                        "Write-Output -InputObject ({} + $bitsRead)",
                        literal(&format!("{label}: cannot be compared, found "))
                    ));
                    build.shallower();
                    format!("}} elseif ($bitsRead -cne ({asked}).Trim()) {{")
                }
                expected => format!("if ($bitsRead -notmatch {}) {{", literal(&pattern(expected))),
            };
            build.code(differs);
            build.deeper();
            build.code(format!(
                "Write-Output -InputObject ({} + $bitsRead)",
                literal(&format!("{label}: differs, found "))
            ));
            build.code("$bitsCode = 1");
            build.shallower().code("} else {").deeper();
            build.code(format!(
                "Write-Output -InputObject ({} + $bitsRead)",
                literal(&format!("{label}: as asked, "))
            ));
            build.shallower().code("}");
        }
    }
    build.at(Some(Place::new(At::Job)));
}
