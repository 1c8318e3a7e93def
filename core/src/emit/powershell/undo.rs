//! The section that takes back what the main script did, from the record that it kept.

use super::build::{Build, Function};
use super::change::{all_users, recorded};
use super::create::exit_code;
use super::said::is_said;
use super::settings::{left, step_name};
use crate::emit::{irrevocable, keeps_record};
use crate::plan::Plan;
use crate::quote::powershell::literal;

/// Writes the section. Plans that share the plan's record are undone with it.
pub(super) fn section(build: &mut Build, plan: &Plan, sharing: &[&Plan]) {
    for (place, reason) in irrevocable(plan, |value| is_said(value, plan)) {
        build.note(place, reason, "");
    }
    let record = literal(&format!("\\bitsmith-{}.txt", plan.digest()));
    build.deeper();
    build.at(None);
    // A record of that name is one of another ending.
    if !keeps_record(plan) {
        build.code("$bitsCode = 5");
        build.code(
            "Write-Warning -Message 'One blocking command leaves no job, so there is nothing to undo.'",
        );
        exit_code(build);
        build.shallower();
        return;
    }
    build.code("$bitsCode = 1");
    build.code("$bitsStep = 'reading the record'");
    build.code(format!("$bitsRecord = $env:TEMP + {record}"));
    build.code("try {").deeper();
    build
        .code("if (-not (Test-Path -LiteralPath $bitsRecord)) {")
        .deeper();
    build.code("$bitsCode = 5");
    build.code("Write-Warning -Message 'There is no record of the script, so there is nothing to undo.'");
    build.shallower().code("} else {").deeper();
    // Whoever writes into %TEMP% gets no other call out of the script than those that this job makes.
    let known = if plan.is_new() {
        "^\\{[0-9A-Fa-f-]{36}\\} made$".to_owned()
    } else {
        recorded(sharing)
    };
    build.code("$bitsLines = @(Get-Content -LiteralPath $bitsRecord -ErrorAction Stop)");
    build.code("foreach ($bitsLine in $bitsLines) {").deeper();
    build
        .code(format!("if ($bitsLine -notmatch {}) {{", literal(&known)))
        .deeper();
    build.code("throw 'The record is damaged; nothing was done.'");
    build.shallower().code("}");
    build.shallower().code("}");
    build.code("foreach ($bitsLine in $bitsLines) {").deeper();
    build.code("$bitsWords = @($bitsLine -split ' ', 3)");
    build.code("$bitsGuid = $bitsWords[0]");
    step_name(build, "Get-BitsTransfer");
    build.need(Function::Find);
    build.code("$bitsId = $bitsGuid -replace '[{}]', ''");
    build.code(format!(
        "$bitsJobs = @(Find-BitsJob -Id $bitsId{})",
        all_users(plan)
    ));
    build.code("if ($bitsJobs.Count -eq 0) {").deeper();
    build.code("Write-Output -InputObject ('The job is no longer there: ' + $bitsGuid)");
    build.code("continue");
    build.shallower().code("}");
    // It may end, or be ended, after it was found.
    build.code("try {").deeper();
    if plan.is_new() {
        step_name(build, "Remove-BitsTransfer");
        build.code("Remove-BitsTransfer -BitsJob $bitsJobs[0] -Confirm:$false -ErrorAction Stop");
        build.code("Write-Output -InputObject ('Removed: ' + $bitsGuid)");
    } else {
        build.code("if ($bitsWords[1] -eq 'state') {").deeper();
        build.code("if ($bitsWords[2] -eq 'SUSPENDED') {").deeper();
        step_name(build, "Suspend-BitsTransfer");
        build.code("$null = Suspend-BitsTransfer -BitsJob $bitsJobs[0] -ErrorAction Stop");
        build
            .shallower()
            .code("} elseif ([string]$bitsJobs[0].JobState -eq 'Suspended') {")
            .deeper();
        step_name(build, "Resume-BitsTransfer");
        build.code("$null = Resume-BitsTransfer -BitsJob $bitsJobs[0] -Asynchronous -ErrorAction Stop");
        build.shallower().code("}");
        build.shallower().code("} else {").deeper();
        build.code("$bitsStep = 'bitsadmin ' + $bitsWords[1]");
        build.need(Function::Invoke);
        build.code("Invoke-Bitsadmin -Line ($bitsWords[1] + ' ' + $bitsGuid + ' ' + $bitsWords[2])");
        build.need(Function::Get);
        build.code("$bitsAsked = $bitsWords[2] -replace '\"', ''");
        build.code("$bitsGet = $bitsWords[1] -replace '^/set', '/get'");
        build
            .code("if ($bitsWords[1] -eq '/setproxysettings') {")
            .deeper();
        build.code("$bitsAsked = @($bitsAsked -split ' ')[0]");
        build.code("$bitsGet = '/getproxyusage'");
        build.shallower().code("}");
        build.code("$bitsRead = Get-BitsadminValue -Verb $bitsGet -Guid $bitsGuid");
        build.code("if ($bitsRead -cne $bitsAsked.Trim()) {").deeper();
        build.code("throw ('BITS did not take the value back: ' + $bitsGet + ' says ' + $bitsRead)");
        build.shallower().code("}");
        build.code("Write-Output -InputObject ('Put back: ' + $bitsGuid + ' ' + $bitsWords[1])");
        build.shallower().code("}");
    }
    build.shallower().code("} catch {").deeper();
    let left = left(build, plan, "$true");
    build.code(format!("if ({left}) {{")).deeper();
    build.code("throw $_");
    build.shallower().code("}");
    build.code("Write-Output -InputObject ('The job is no longer there: ' + $bitsGuid)");
    build.shallower().code("}");
    build.shallower().code("}");
    build.code("Remove-Item -LiteralPath $bitsRecord -ErrorAction Stop");
    build.code("$bitsCode = 0");
    build.shallower().code("}");
    build.shallower().code("} catch {").deeper();
    build.code(
        "Write-Error -Message ('Failed at ' + $bitsStep + ': ' + $_.Exception.Message) -ErrorAction Continue",
    );
    build.shallower().code("}");
    exit_code(build);
    build.shallower();
}
