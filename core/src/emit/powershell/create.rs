//! The section that makes a job, and waits for it where that is wanted.

use super::build::{Build, Function};
use super::said::{Said, said, spelled};
use super::settings::{self, by_cmdlet, source_and_destination, step_name};
use crate::catalog::{SettingId, SettingValue};
use crate::diagnostic::{At, Diagnostic, Edit, Fix, Place};
use crate::emit::Target;
use crate::emit::bitsadmin::type_switch;
use crate::emit::cmd::said::no_dynamic;
use crate::emit::head::holes_of_files;
use crate::job::{Ending, Leftover, NewEnding, Waiting};
use crate::plan::{Operation, Plan, Step};
use crate::quote::powershell::literal;
use crate::value::{File, JobType, Unit, Word, write_unit};

/// Writes the section.
pub(super) fn section(build: &mut Build, plan: &Plan) {
    build.deeper();
    match plan.job().ending {
        Ending::New(NewEnding::OneShot) => one_shot(build, plan),
        Ending::New(ending) => made(build, plan, ending),
        Ending::Existing(_) => {}
    }
    build.shallower();
}

/// The files that the first call can carry: those before one that the cmdlets cannot say.
fn first_files(plan: &Plan) -> usize {
    let job_type = plan.job().job_type();
    plan.job()
        .files()
        .iter()
        .take_while(|file| by_cmdlet(file, job_type))
        .count()
}

fn made(build: &mut Build, plan: &Plan, ending: NewEnding) {
    let record = literal(&format!("\\bitsmith-{}.txt", plan.digest()));
    build.at(None);
    build.code("$bitsCode = 1");
    build.code("$bitsStep = 'preparation'");
    build.code("$bitsMade = 'bitsmith-' + (New-Guid)");
    build.code(format!("$bitsRecord = $env:TEMP + {record}"));
    build.code("$bitsId = ''");
    build.code("$bitsKeep = $false");
    build.code("try {").deeper();
    settings::before(build, plan);
    let carried = first_files(plan);
    create(build, plan, carried);
    let steps = plan
        .steps()
        .iter()
        .filter(|step| !carried_by_create(step, carried));
    settings::write(build, plan, steps);
    // The job gets its name when everything else has been taken: until then it is found by the name made up above.
    let place = Place::setting(SettingId::DisplayName);
    if let Some(name) = &plan.job().settings.display_name {
        let name = build.expression(place, &name.0);
        build.at(Some(place));
        step_name(build, "Set-BitsTransfer -DisplayName");
        build.code(format!(
            "$null = Set-BitsTransfer -BitsJob $bitsJob -DisplayName {name} -ErrorAction Stop"
        ));
    }
    build.at(Some(Place::new(At::Ending)));
    match ending {
        NewEnding::CreateOnly => {
            build.code("$bitsKeep = $true").code("$bitsCode = 0");
            build.code("Write-Output -InputObject ('The job is there, suspended: ' + $bitsGuid)");
            build.code("Write-Output -InputObject ('To start it: bitsadmin /resume \"' + $bitsGuid + '\"')");
            build.code("Write-Output -InputObject ('When it has transferred its files: bitsadmin /complete \"' + $bitsGuid + '\"')");
        }
        NewEnding::StartAndLeave => {
            resume(build);
            build.code("$bitsKeep = $true").code("$bitsCode = 0");
            build.code("Write-Output -InputObject ('The job runs: ' + $bitsGuid)");
            build.code("Write-Output -InputObject ('When it has transferred its files: bitsadmin /complete \"' + $bitsGuid + '\"')");
        }
        NewEnding::WaitAndComplete(waiting) => {
            resume(build);
            wait(build, waiting);
            complete(build);
            outcomes(build, plan, waiting);
        }
        NewEnding::OneShot => {}
    }
    build.at(None);
    build.shallower().code("} catch {").deeper();
    build.code(
        "Write-Error -Message ('Failed at ' + $bitsStep + ': ' + $_.Exception.Message) -ErrorAction Continue",
    );
    build.shallower().code("} finally {").deeper();
    build.code("if (-not $bitsKeep) {").deeper();
    // By the GUID, or by the name that was made up here: never by the user's name.
    build.need(Function::Remove);
    build.code("Clear-MadeJob -Id $bitsId -Made $bitsMade -Record $bitsRecord");
    build.shallower().code("}");
    build.shallower().code("}");
    exit_code(build);
}

/// The highest code of all sections is the script's.
pub(super) fn exit_code(build: &mut Build) {
    build
        .code("if ($bitsCode -gt $bitsExit) {")
        .deeper()
        .code("$bitsExit = $bitsCode")
        .shallower()
        .code("}");
}

fn carried_by_create(step: &Step, carried: usize) -> bool {
    match &step.operation {
        Operation::CreateJob { .. } => true,
        Operation::AddFile { index, .. } => *index < carried,
        Operation::Set(SettingValue::Priority(_)) => carried > 0,
        _ => false,
    }
}

/// The job, suspended, under a name that nobody else has.
fn create(build: &mut Build, plan: &Plan, carried: usize) {
    let job_type = plan.job().job_type().unwrap_or(JobType::Download);
    build.at(Some(Place::setting(SettingId::JobType)));
    if carried == 0 {
        // The cmdlets cannot make a job without a file.
        step_name(build, "bitsadmin /create");
        build.need(Function::Get);
        build.code(format!(
            "$bitsGuid = ((& ($env:SystemRoot + '\\System32\\bitsadmin.exe') /rawreturn /create {} $bitsMade) -join '').Trim()",
            type_switch(job_type)
        ));
        build
            .code("if ($bitsGuid -notmatch '^\\{[0-9A-Fa-f-]{36}\\}$') {")
            .deeper();
        build.code("throw ('BITS did not make the job: ' + $bitsGuid)");
        build.shallower().code("}");
        build.code("$bitsId = $bitsGuid -replace '[{}]', ''");
        build.code("$bitsJob = Get-BitsTransfer -JobId $bitsId -ErrorAction Stop");
    } else {
        step_name(build, "Start-BitsTransfer");
        build.code("$bitsNew = @{").deeper();
        start_parameters(build, plan, carried, job_type);
        build.code("DisplayName = $bitsMade");
        if let Some(source) = priority(plan) {
            build
                .at(Some(Place::setting(SettingId::Priority)))
                .code(format!("Priority = {source}"));
        }
        build.at(Some(Place::setting(SettingId::JobType)));
        build.code("Suspended = $true").shallower();
        build.code("}");
        build.code("$null = Start-BitsTransfer @bitsNew -ErrorAction Stop");
        build.code("$bitsJob = Get-BitsTransfer -Name $bitsMade -ErrorAction Stop");
        build.code("$bitsId = [string]$bitsJob.JobId");
        build
            .code("if (-not $bitsId) {")
            .deeper()
            .code("throw 'BITS did not make the job.'")
            .shallower()
            .code("}");
        build.code("$bitsGuid = '{' + $bitsId + '}'");
    }
    build.code(
        "Add-Content -LiteralPath $bitsRecord -Value ($bitsGuid + ' made') -Encoding Ascii -ErrorAction Stop",
    );
    build.at(None);
}

fn priority(plan: &Plan) -> Option<String> {
    plan.values()
        .find_map(|(value, _)| match (value, said(value, plan.profile())) {
            (SettingValue::Priority(_), Ok(Said::Parameters(parameters))) => {
                parameters.into_iter().next().map(|(_, source)| source)
            }
            _ => None,
        })
}

/// Source, destination and type of the first call.
fn start_parameters(build: &mut Build, plan: &Plan, carried: usize, job_type: JobType) {
    let files: Vec<&File> = plan.job().files().iter().take(carried).collect();
    for (name, part) in [("Source", 0), ("Destination", 1)] {
        let part_of_file = match (part, job_type) {
            (0, JobType::Download) | (1, JobType::Upload | JobType::UploadReply) => 0,
            _ => 1,
        };
        build.at(None).code(format!("{name} = @(")).deeper();
        for (index, file) in files.iter().enumerate() {
            let (source, destination) = source_and_destination(file, Some(job_type));
            let text = if part == 0 { source } else { destination };
            let place = Place::cell(SettingId::Files, part_of_file, index);
            let source = build.expression(place, text);
            let comma = if index.saturating_add(1) == files.len() {
                ""
            } else {
                ","
            };
            build.at(Some(place)).code(format!("{source}{comma}"));
        }
        build.at(None).shallower().code(")");
    }
    build.at(Some(Place::setting(SettingId::JobType)));
    build.code(format!(
        "TransferType = '{}'",
        spelled("TransferType", job_type.word())
    ));
}

fn resume(build: &mut Build) {
    step_name(build, "Resume-BitsTransfer");
    build.code("$null = Resume-BitsTransfer -BitsJob $bitsJob -Asynchronous -ErrorAction Stop");
}

/// Waits for an end of the transfer, the bound, or the loss of the job. The time is UTC: the bound does not move with
/// summer time.
fn wait(build: &mut Build, waiting: Waiting) {
    step_name(build, "waiting");
    build.code(format!(
        "$bitsLimit = (Get-Date).ToUniversalTime().AddSeconds({})",
        waiting.bound.0
    ));
    build.code("$bitsPause = 1");
    build.code("$bitsState = 'Queued'");
    build.code("$bitsDone = 0");
    build.code("$bitsTotal = 0");
    build.code("$bitsFar = 'BITS did not answer'");
    build.code("while ($bitsState -ne 'Transferred') {").deeper();
    // A BITS that does not answer may be a service that starts again: the job is gone only where BITS says so.
    build.need(Function::Find);
    build.code("try {").deeper();
    build.code("$bitsNow = @(Find-BitsJob -Id $bitsId)");
    build.code("$bitsState = 'Gone'");
    build.code("if ($bitsNow.Count -eq 1) {").deeper();
    build.code("$bitsJob = $bitsNow[0]");
    build.code("$bitsState = [string]$bitsJob.JobState");
    build.code("$bitsDone = $bitsJob.BytesTransferred");
    build.code("$bitsTotal = $bitsJob.BytesTotal");
    build.code("$bitsFar = $bitsState + ', ' + $bitsDone + ' of ' + $bitsTotal + ' bytes, ' + $bitsJob.FilesTransferred + ' of ' + $bitsJob.FilesTotal + ' files'");
    build.shallower().code("}");
    build.shallower().code("} catch {").deeper();
    build.code("if ($bitsState -ne 'Unknown') {").deeper();
    build.code("Write-Warning -Message ('BITS does not answer: ' + $_.Exception.Message)");
    build.shallower().code("}");
    build.code("$bitsState = 'Unknown'");
    build.shallower().code("}");
    build.code("if (@('Transferred', 'Error', 'Acknowledged', 'Cancelled', 'Gone') -contains $bitsState) {");
    build.deeper().code("break").shallower().code("}");
    build.code("$bitsRest = [int]($bitsLimit - (Get-Date).ToUniversalTime()).TotalSeconds");
    build.code("if ($bitsRest -le 0) {").deeper();
    build.code("$bitsState = 'Late'").code("break");
    build.shallower().code("}");
    build.code("$bitsPercent = 0");
    // BytesTotal is 2^64 - 1 until BITS knows the size.
    build
        .code("if (($bitsTotal -gt 0) -and ($bitsTotal -lt 9223372036854775807)) {")
        .deeper();
    build.code("$bitsPercent = [int]($bitsDone * 100 / $bitsTotal)");
    build.shallower().code("}");
    // A size that BITS learns late may be less than what it has; Write-Progress takes no more than 100.
    build
        .code("if ($bitsPercent -gt 100) {")
        .deeper()
        .code("$bitsPercent = 100")
        .shallower()
        .code("}");
    build.code(
        "Write-Progress -Activity 'BITS transfer' -Status ($bitsState + ', ' + $bitsDone + ' bytes') -PercentComplete $bitsPercent",
    );
    build
        .code("if ($bitsPause -gt $bitsRest) {")
        .deeper()
        .code("$bitsPause = $bitsRest")
        .shallower()
        .code("}");
    build.code("Start-Sleep -Seconds $bitsPause");
    build.code("$bitsPause = $bitsPause * 2");
    build
        .code("if ($bitsPause -gt 15) {")
        .deeper()
        .code("$bitsPause = 15")
        .shallower()
        .code("}");
    build.shallower().code("}");
    build.code("Write-Progress -Activity 'BITS transfer' -Completed");
}

/// Completes the job and looks whether it is gone: a job that stays is left, because what it downloaded is in it.
fn complete(build: &mut Build) {
    build.code("if ($bitsState -eq 'Transferred') {").deeper();
    step_name(build, "Complete-BitsTransfer");
    build.code("$bitsKeep = $true");
    build.code("$bitsWhy = ''");
    build.code("$bitsPlaces = @($bitsJob.FileList | ForEach-Object { $_.LocalName })");
    build.code("try {").deeper();
    build.code("Complete-BitsTransfer -BitsJob $bitsJob -ErrorAction Stop");
    build.shallower().code("} catch {").deeper();
    build.code("$bitsWhy = $_.Exception.Message");
    build.shallower().code("}");
    build.need(Function::Left);
    build.need(Function::Forget);
    // Where BITS does not say, the call itself decides.
    build
        .code("if (Test-JobLeft -Id $bitsId -Otherwise ($bitsWhy -ne '')) {")
        .deeper();
    build.code("$bitsCode = 4");
    build.code("Write-Error -Message ('Completing failed; what was downloaded is kept. ' + $bitsWhy) -ErrorAction Continue");
    build.code("Write-Output -InputObject ('To finish: bitsadmin /complete \"' + $bitsGuid + '\"')");
    build.shallower().code("} elseif ($bitsWhy) {").deeper();
    build.code("$bitsCode = 5");
    build.code("Write-Error -Message ('The job is gone; somebody else finished it: ' + $bitsGuid) -ErrorAction Continue");
    build.code("Clear-RecordLine -Record $bitsRecord -Id $bitsId");
    build.shallower().code("} else {").deeper();
    build.code("$bitsCode = 0");
    build.code("Clear-RecordLine -Record $bitsRecord -Id $bitsId");
    build.code("Write-Output -InputObject 'Done.'");
    build.code("foreach ($bitsPlace in $bitsPlaces) {").deeper();
    build.code("Write-Output -InputObject $bitsPlace");
    build.shallower().code("}");
    build.shallower().code("}");
}

fn outcomes(build: &mut Build, plan: &Plan, waiting: Waiting) {
    build
        .shallower()
        .code("} elseif ($bitsState -eq 'Error') {")
        .deeper();
    build.code("$bitsCode = 2");
    build.code("Write-Error -Message ('The job stopped with an error. ' + $bitsJob.ErrorContext + ', ' + $bitsJob.ErrorCondition + ': ' + $bitsJob.ErrorDescription) -ErrorAction Continue");
    let told = |options: &str| {
        format!(
            "(@(& ($env:SystemRoot + '\\System32\\bitsadmin.exe') {options}/geterror $bitsGuid) -join ' ')"
        )
    };
    let holes = holes_of_files(plan);
    if holes.is_empty() {
        build.code(format!("Write-Output -InputObject {}", told("")));
    } else {
        // It tells the remote name of the file, and what was typed as a password stands in it. [ba:examples]
        let stars: String = holes
            .into_iter()
            .map(|hole| format!(".Replace(${hole}, '***')"))
            .collect();
        build.code(format!("Write-Output -InputObject ({}{stars})", told("/nowrap ")));
    }
    left(build, waiting.on_error);
    build
        .shallower()
        .code("} elseif ($bitsState -eq 'Late') {")
        .deeper();
    build.code("$bitsCode = 3");
    let bound = write_unit(u64::from(waiting.bound.0), Unit::Seconds);
    build.code(format!(
        "Write-Error -Message ('Not done after {bound}: ' + $bitsFar + '.') -ErrorAction Continue"
    ));
    left(build, waiting.on_bound);
    build.shallower().code("} else {").deeper();
    build.code("$bitsCode = 5");
    build.code("$bitsKeep = $true");
    build.code("Write-Error -Message ('The job is gone, or somebody else finished it: ' + $bitsGuid) -ErrorAction Continue");
    build.shallower().code("}");
}

fn left(build: &mut Build, leftover: Leftover) {
    if leftover == Leftover::Leave {
        build.code("$bitsKeep = $true");
        build.code("Write-Output -InputObject ('The job is left: ' + $bitsGuid)");
        build.code("Write-Output -InputObject ('To go on: bitsadmin /resume \"' + $bitsGuid + '\"')");
    }
}

/// `Start-BitsTransfer` alone: it makes, runs and completes the job.
fn one_shot(build: &mut Build, plan: &Plan) {
    let job_type = plan.job().job_type().unwrap_or(JobType::Download);
    let carried = first_files(plan);
    if carried < plan.job().files().len() || carried == 0 {
        needs_script(build, Place::setting(SettingId::Files), "These files");
    }
    build.code("$bitsCode = 1");
    build.code("$bitsStep = 'preparation'");
    build.code("try {").deeper();
    settings::before(build, plan);
    step_name(build, "Start-BitsTransfer");
    let mut switches = String::new();
    let mut lines: Vec<(Place, String)> = Vec::new();
    let mut credential: usize = 0;
    for (value, step) in plan.values() {
        match said(value, plan.profile()) {
            Ok(Said::Parameters(parameters)) => {
                lines.extend(
                    parameters
                        .into_iter()
                        .map(|(name, source)| (step.place, format!("{name} = {source}"))),
                );
            }
            Ok(Said::Switch("-CustomHeadersWriteOnly")) => switches.push_str(" -CustomHeadersWriteOnly"),
            Ok(Said::Switch("-Dynamic:$true")) => switches.push_str(" -Dynamic:$true"),
            Ok(Said::Switch("-Dynamic:$false")) => switches.push_str(" -Dynamic:$false"),
            Ok(Said::Credentials(credentials)) => {
                use super::said::SaidCredential;
                let mut seen: Vec<&str> = Vec::new();
                for one in &credentials {
                    match one {
                        SaidCredential::Asked {
                            scheme_parameter,
                            scheme,
                            parameter,
                            ..
                        } if !seen.contains(parameter) => {
                            seen.push(parameter);
                            credential = credential.saturating_add(1);
                            lines.push((step.place, format!("{scheme_parameter} = '{scheme}'")));
                            lines.push((step.place, format!("{parameter} = $bitsCredential{credential}")));
                        }
                        _ => needs_script(build, step.place, "These credentials"),
                    }
                }
            }
            Ok(Said::Nobody { .. }) if matches!(value, SettingValue::DynamicContent(one) if one.0) => {
                build.diagnostic(no_dynamic(Target::PowerShell, step.place, plan));
            }
            Ok(_) => needs_script(build, step.place, value.id().label()),
            Err(refusal) => build.refused(step.place, Err(refusal)),
        }
    }
    build.code("$bitsNew = @{").deeper();
    start_parameters(build, plan, carried, job_type);
    if let Some(name) = &plan.job().settings.display_name {
        let place = Place::setting(SettingId::DisplayName);
        let name = build.expression(place, &name.0);
        build.at(Some(place)).code(format!("DisplayName = {name}"));
    }
    for (place, line) in lines {
        build.at(Some(place)).code(line);
    }
    build.at(None).shallower().code("}");
    build.code(format!("Start-BitsTransfer @bitsNew{switches} -ErrorAction Stop"));
    build.code("$bitsCode = 0");
    build.code("Write-Output -InputObject 'Done.'");
    build.shallower().code("} catch {").deeper();
    build.code(
        "Write-Error -Message ('Failed at ' + $bitsStep + ': ' + $_.Exception.Message) -ErrorAction Continue",
    );
    build.code("Write-Output -InputObject 'BITS may have kept a job of that name; Get-BitsTransfer lists it, Remove-BitsTransfer removes it.'");
    build.shallower().code("}");
    exit_code(build);
}

fn needs_script(build: &mut Build, place: Place, what: &str) {
    build.diagnostic(
        Diagnostic::error(
            "one-shot-cannot-say",
            place,
            format!("{what} cannot be said in one blocking command."),
            "Let the script wait and complete the job.",
        )
        .with_fix(Fix::new(
            "Wait and complete",
            Edit::NewEnding("wait_and_complete"),
        )),
    );
}
