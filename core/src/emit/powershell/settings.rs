//! The lines that set the values of a plan on `$bitsJob`, in the plan's order.

use super::build::{Build, Function};
use super::change::{all_users, records};
use super::said::{Said, SaidCredential, said};
use crate::catalog::{SettingId, SettingValue};
use crate::command::{self, Tool};
use crate::diagnostic::{At, Diagnostic, Edit, Fix, Place};
use crate::emit::Target;
use crate::emit::bitsadmin::{self, Argument, Call, Expected};
use crate::emit::cmd::said::no_dynamic;
use crate::job::{Ask, Folders};
use crate::plan::{Operation, Plan, Step};
use crate::quote::powershell::{
    ArgumentLine, argument_line, bitsadmin_guards, literal, variable_environment,
};
use crate::quote::{Refusal, Word, bitsadmin_word};
use crate::secret::is_hole;
use crate::text::{Piece, Text};
use crate::value::{Entries, File, JobType};

/// Parameters that one call of `Set-BitsTransfer` will carry.
#[derive(Default)]
struct Batch(Vec<(Place, SettingId, &'static str, String)>);

/// What a call of bitsadmin changes.
#[derive(Clone, Copy)]
enum What {
    /// A value.
    Value(SettingId),
    /// It adds the file with this number from 0.
    File(usize),
}

/// Writes the steps; what is not a value, a file or a name is left to the caller.
pub(super) fn write<'p>(build: &mut Build, plan: &Plan, steps: impl Iterator<Item = &'p Step>) {
    let mut batch = Batch::default();
    let mut files_before = usize::MAX;
    for step in steps {
        let place = step.place;
        match &step.operation {
            Operation::Set(value) => {
                let how = said(value, plan.profile());
                let how = match how {
                    Ok(how) => how,
                    Err(refusal) => {
                        build.refused::<()>(place, Err(refusal));
                        continue;
                    }
                };
                if below_minimum(build, value, place) {
                    continue;
                }
                if let Said::Parameters(parameters) = how {
                    let id = value.id();
                    let parameters = parameters.into_iter();
                    batch
                        .0
                        .extend(parameters.map(|(name, source)| (place, id, name, source)));
                    continue;
                }
                flush(build, plan, &mut batch);
                build.at(Some(place));
                match how {
                    Said::Switch(switch) => {
                        step_name(build, "Set-BitsTransfer");
                        let call = format!("Set-BitsTransfer -BitsJob $bitsJob {switch}");
                        let records = records(plan, &[value.id()]);
                        change(
                            build,
                            plan,
                            value.id().label(),
                            (Evidence::Output, &call),
                            &records,
                        );
                    }
                    Said::Credentials(credentials) => {
                        credentials_lines(build, plan, value, place, &credentials)
                    }
                    Said::Bitsadmin(calls) => {
                        for call in &calls {
                            call_lines(build, plan, place, call, What::Value(value.id()));
                        }
                    }
                    Said::Nobody { .. } if matches!(value, SettingValue::DynamicContent(one) if one.0) => {
                        build.diagnostic(no_dynamic(Target::PowerShell, place, plan));
                    }
                    Said::Nobody { reason, source } => {
                        build.code(format!("# Not said here: {}.", value.id().label()));
                        build.note(place, format!("{}: {reason}", value.id().label()), source);
                    }
                    Said::Parameters(_) => {}
                }
            }
            Operation::AddFile { index, file } => {
                flush(build, plan, &mut batch);
                files_before = files_before.min(*index);
                add_file(build, plan, place, *index, file);
            }
            _ => {}
        }
    }
    flush(build, plan, &mut batch);
    build.at(None);
}

fn below_minimum(build: &mut Build, value: &SettingValue, place: Place) -> bool {
    let SettingValue::MinimumRetryDelay(delay) = value else {
        return false;
    };
    let Some(minimum) = command::surface_minimum(value.id(), Tool::PowerShell) else {
        return false;
    };
    if u64::from(delay.0) >= minimum {
        return false;
    }
    build.diagnostic(
        Diagnostic::error(
            "retry-delay-below-cmdlet-minimum",
            place,
            format!(
                "The retry delay is {} s. The cmdlets want at least {minimum} s.",
                delay.0
            ),
            format!("Use {minimum} s, or the batch file, which takes 5 s or more."),
        )
        .with_fix(Fix::new(
            format!("Use {minimum} s"),
            Edit::Set(value.id(), Entries::one(minimum.to_string())),
        )),
    );
    true
}

fn flush(build: &mut Build, plan: &Plan, batch: &mut Batch) {
    let parameters = std::mem::take(&mut batch.0);
    let Some((first, ..)) = parameters.first() else {
        return;
    };
    build.at(Some(*first));
    step_name(build, "Set-BitsTransfer");
    build.at(None).code("$bitsSet = @{").deeper();
    for (place, _, name, source) in &parameters {
        build.at(Some(*place)).code(format!("{name} = {source}"));
    }
    build.at(None).shallower().code("}");
    let names: Vec<&str> = parameters.iter().map(|(_, _, name, _)| *name).collect();
    let mut ids: Vec<SettingId> = parameters.iter().map(|(_, id, ..)| *id).collect();
    ids.dedup();
    let call = (Evidence::Output, "Set-BitsTransfer -BitsJob $bitsJob @bitsSet");
    change(build, plan, &names.join(", "), call, &records(plan, &ids));
}

/// A cmdlet that changes something: with `-WhatIf` or `-Confirm` where that is wanted, and always `-ErrorAction Stop` (P8).
pub(super) fn modify(build: &mut Build, plan: &Plan, call: &str) {
    build.code(modifying(plan, call));
}

fn modifying(plan: &Plan, call: &str) -> String {
    let ask = match (plan.is_new(), plan.ask()) {
        (true, _) | (_, Ask::No) => "",
        (_, Ask::Whatif) => " -WhatIf",
        (_, Ask::Confirm) => " -Confirm",
    };
    format!("{call}{ask} -ErrorAction Stop")
}

/// Whether a person is asked before each change.
pub(super) fn asks(plan: &Plan) -> bool {
    !plan.is_new() && plan.ask() == Ask::Confirm
}

/// What is done only after a yes, where a person is asked and no cmdlet can ask: programs know no `-Confirm`.
fn asked(build: &mut Build, plan: &Plan, question: &str, body: impl FnOnce(&mut Build)) {
    if !asks(plan) {
        return body(build);
    }
    build
        .code(format!(
            "if ((Read-Host -Prompt ({question} + ' (y/n)')) -like 'y*') {{"
        ))
        .deeper();
    body(build);
    build.shallower().code("}");
}

/// How a script knows whether a cmdlet did what a person was asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Evidence {
    /// The cmdlet puts out the jobs that it changed, and nothing where it was declined. [ps:Set-BitsTransfer;
    /// ps:Suspend-BitsTransfer; ps:Resume-BitsTransfer]
    Output,
    /// It puts out nothing; the job is gone afterwards. [ps:Complete-BitsTransfer; ps:Remove-BitsTransfer]
    Gone,
}

/// A cmdlet that changes the job, and what is to be known about it afterwards. It is named among the changes, and the
/// lines that write down what the undo script needs have an effect, only where it was done; a call that fails may have
/// done a part of it.
pub(super) fn change(
    build: &mut Build,
    plan: &Plan,
    what: &str,
    (evidence, call): (Evidence, &str),
    records: &[String],
) {
    let silent = match evidence {
        Evidence::Output => format!("$null = {call}"),
        Evidence::Gone => call.to_owned(),
    };
    if !asks(plan) {
        modify(build, plan, &silent);
        if evidence == Evidence::Gone && plan.ask() == Ask::No {
            // Where BITS does not say, the call itself decides.
            let left = left(build, plan, "$false");
            build
                .code(format!("if ({left}) {{"))
                .deeper()
                .code("throw 'The job is still there.'")
                .shallower()
                .code("}");
        }
        return changed(build, plan, what);
    }
    if !records.is_empty() {
        build.code("$bitsKept = @(Get-Content -LiteralPath $bitsRecord -ErrorAction SilentlyContinue)");
    }
    for line in records {
        build.code(line);
    }
    match evidence {
        Evidence::Output => {
            build.code(format!("$bitsTaken = @({})", modifying(plan, call)));
            build.code("if ($bitsTaken.Count -gt 0) {").deeper();
        }
        Evidence::Gone => {
            modify(build, plan, call);
            let left = left(build, plan, "$true");
            build.code(format!("if (-not ({left})) {{")).deeper();
        }
    }
    changed(build, plan, what);
    if !records.is_empty() {
        build
            .shallower()
            .code("} elseif ($bitsKept.Count -gt 0) {")
            .deeper();
        build.code("Set-Content -LiteralPath $bitsRecord -Value $bitsKept -Encoding Ascii -ErrorAction Stop");
        build
            .shallower()
            .code("} elseif (Test-Path -LiteralPath $bitsRecord) {")
            .deeper();
        build.code("Remove-Item -LiteralPath $bitsRecord -ErrorAction Stop");
    }
    build.shallower().code("}");
}

/// Whether the job is still there, and what is taken for the answer where BITS gives none.
pub(super) fn left(build: &mut Build, plan: &Plan, otherwise: &str) -> String {
    build.need(Function::Left);
    format!(
        "Test-JobLeft -Id $bitsId{} -Otherwise {otherwise}",
        all_users(plan)
    )
}

/// What a message says was going on.
pub(super) fn step_name(build: &mut Build, name: &str) {
    build.code(format!("$bitsStep = {}", literal(name)));
}

/// For a change of existing jobs: what has been done so far.
pub(super) fn changed(build: &mut Build, plan: &Plan, what: &str) {
    if !plan.is_new() && plan.ask() != Ask::Whatif {
        let what = literal(&format!(": {what}"));
        build.code(format!("$bitsChanged = $bitsChanged + @($bitsGuid + {what})"));
    }
}

fn credentials_lines(
    build: &mut Build,
    plan: &Plan,
    value: &SettingValue,
    place: Place,
    credentials: &[SaidCredential],
) {
    let mut targets: Vec<&str> = Vec::new();
    for credential in credentials {
        match credential {
            SaidCredential::Asked { parameter, .. } if targets.contains(parameter) => {
                // No page says that a second call adds a scheme and does not replace the first.
                build.error(
                    "powershell-one-scheme",
                    place,
                    "The cmdlets take one scheme for the server and one for the proxy.",
                    "Keep one scheme for each, or use the batch file.",
                );
            }
            SaidCredential::Asked {
                scheme_parameter,
                scheme,
                parameter,
                ..
            } => {
                targets.push(parameter);
                let number = build.next_credential();
                step_name(build, "Set-BitsTransfer");
                let call = format!(
                    "Set-BitsTransfer -BitsJob $bitsJob -{scheme_parameter} '{scheme}' -{parameter} $bitsCredential{number}"
                );
                let records = records(plan, &[value.id()]);
                change(
                    build,
                    plan,
                    value.id().label(),
                    (Evidence::Output, &call),
                    &records,
                );
            }
            SaidCredential::Implicit(call) => {
                call_lines(build, plan, place, call, What::Value(value.id()));
            }
        }
    }
}

/// A call of bitsadmin by GUID, and what is read back after it.
fn call_lines(build: &mut Build, plan: &Plan, place: Place, call: &Call, what: What) {
    let mut words = vec![Word::Safe(call.verb), Word::Variable("$bitsGuid")];
    let mut demands = Vec::new();
    for argument in &call.arguments {
        match argument {
            Argument::Own(word) => words.push(Word::Text(Text::literal(word.as_str()))),
            Argument::Null => words.push(Word::Safe("NULL")),
            Argument::Text(text, kind) => {
                if text
                    .pieces()
                    .iter()
                    .any(|piece| matches!(piece, Piece::Parameter(name) if is_hole(name)))
                {
                    build.diagnostic(secret_on_command_line(place));
                }
                let checked = bitsadmin_word(text, *kind);
                build.refused(place, checked);
                demands.extend(build.refused(place, bitsadmin_guards(text, *kind)));
                words.push(Word::Text(text.clone()));
            }
            Argument::Password(_) => build.error(
                "powershell-password",
                place,
                "A password would have to stand on a command line.",
                "Use a Windows whose cmdlets take credentials.",
            ),
        }
    }
    step_name(build, &format!("bitsadmin {}", call.verb));
    let line = match argument_line(&words) {
        Ok(line) => line,
        Err(refusal) => return build.refused(place, Err(refusal)),
    };
    for guard in line.guards.iter().chain(&demands) {
        build.code(format!(
            "if ({} -match {}) {{",
            guard.value,
            literal(guard.demand.broken_pattern())
        ));
        build.deeper();
        build.code(format!(
            "throw {}",
            literal(&format!("A value that goes to bitsadmin {}.", guard.demand))
        ));
        build.shallower().code("}");
    }
    let shown = shown_line(&words).map_or_else(|_| line.source.clone(), |line| line.source);
    if plan.ask() == Ask::Whatif && !plan.is_new() {
        build.code(format!(
            "Write-Output -InputObject ('What if: bitsadmin ' + {shown})"
        ));
        return;
    }
    build.need(Function::Invoke);
    let question = format!("'Run bitsadmin ' + {shown}");
    asked(build, plan, &question, |build| {
        if let What::Value(id) = what {
            for line in records(plan, &[id]) {
                build.code(line);
            }
        } else {
            build.need(Function::Get);
            build.code("$bitsCount = Get-BitsadminValue -Verb '/getfilestotal' -Guid $bitsGuid");
        }
        build.code(format!("Invoke-Bitsadmin -Line {}", line.source));
        readback_lines(build, place, call);
        match what {
            What::Value(id) => changed(build, plan, id.label()),
            What::File(index) => {
                let number = index.saturating_add(1);
                build.code(
                    "if ((Get-BitsadminValue -Verb '/getfilestotal' -Guid $bitsGuid) -eq $bitsCount) {",
                );
                build
                    .deeper()
                    .code(format!("throw 'BITS did not take file {number}.'"));
                build.shallower().code("}");
                changed(build, plan, &format!("file {number} added"));
            }
        }
    });
}

/// The line as it is shown to a person: what was typed as a password is stars.
fn shown_line(words: &[Word]) -> Result<ArgumentLine, Refusal> {
    let shown: Vec<Word> = words
        .iter()
        .map(|word| match word {
            Word::Text(text) => Word::Text(starred(text)),
            other => other.clone(),
        })
        .collect();
    argument_line(&shown)
}

/// The text with stars in the place of its holes.
fn starred(text: &Text) -> Text {
    Text::from_pieces(text.pieces().iter().map(|piece| match piece {
        Piece::Parameter(name) if is_hole(name) => Piece::Literal("***".to_owned()),
        other => other.clone(),
    }))
}

/// Command lines can be read by other processes of the machine, and event 4688 writes them down.
fn secret_on_command_line(place: Place) -> Diagnostic {
    Diagnostic::warning(
        "secret-on-command-line",
        place,
        "The secret goes to bitsadmin on its command line, which other processes and the security log can read.",
        "Choose a Windows whose cmdlets can say it, or do without the secret.",
    )
}

fn readback_lines(build: &mut Build, place: Place, call: &Call) {
    for readback in &call.readback {
        let verb = readback.verb;
        match &readback.expected {
            Expected::Text(text) => {
                let asked = build.expression(place, text);
                build.need(Function::AssertText);
                build.code(format!(
                    "Assert-BitsadminText -Verb '{verb}' -Guid $bitsGuid -Asked {asked}"
                ));
            }
            expected => {
                build.need(Function::AssertPattern);
                let pattern = literal(&pattern(expected));
                build.code(format!(
                    "Assert-BitsadminValue -Verb '{verb}' -Guid $bitsGuid -Pattern {pattern}"
                ));
            }
        }
    }
}

/// A regular expression that matches what a verb may print for a value.
pub(super) fn pattern(expected: &Expected) -> String {
    match expected {
        Expected::Word(word) => format!("^{word}$"),
        Expected::Number(number) => format!("^(0x0*{number:X}|0*{number})$"),
        Expected::Letters(letters) => format!("^({})$", orders(letters).join("|")),
        Expected::Text(_) => String::new(),
    }
}

/// The letters in every order: which one a verb prints is not documented.
fn orders(letters: &str) -> Vec<String> {
    let mut orders = vec![String::new()];
    for _ in letters.chars() {
        orders = orders
            .iter()
            .flat_map(|order| {
                let rest = letters.chars().filter(move |letter| !order.contains(*letter));
                rest.map(move |letter| format!("{order}{letter}"))
            })
            .collect();
    }
    orders
}

/// Whether the cmdlets take the file's names as they are: `-Source` takes wildcards in local and SMB paths, which
/// `-Destination` may not hold. `[ps:Start-BitsTransfer]`
pub(super) fn by_cmdlet(file: &File, job_type: Option<JobType>) -> bool {
    let wild = |text: &Text| {
        text.literals()
            .any(|literal| literal.contains(['*', '?', '[', ']', '`']))
    };
    let is_http = |text: &Text| {
        let start = text.literal_start().to_ascii_lowercase();
        start.starts_with("http://") || start.starts_with("https://")
    };
    let whole = file.ranges.is_empty();
    match job_type {
        Some(JobType::Upload | JobType::UploadReply) => {
            whole && file.local_name.as_literal().is_some() && !wild(&file.local_name)
        }
        _ => {
            whole
                && (is_http(&file.remote_name)
                    || (file.remote_name.as_literal().is_some() && !wild(&file.remote_name)))
                && !wild(&file.local_name)
        }
    }
}

/// Source and destination: uploads go the other way round. `[ps:Start-BitsTransfer]`
pub(super) fn source_and_destination(file: &File, job_type: Option<JobType>) -> (&Text, &Text) {
    match job_type {
        Some(JobType::Upload | JobType::UploadReply) => (&file.local_name, &file.remote_name),
        _ => (&file.remote_name, &file.local_name),
    }
}

fn add_file(build: &mut Build, plan: &Plan, place: Place, index: usize, file: &File) {
    build.at(Some(place));
    let job_type = plan.job().job_type();
    if by_cmdlet(file, job_type) && plan.job().job_type().is_some_and(|t| t == JobType::Download) {
        let (source, destination) = source_and_destination(file, job_type);
        let (source, destination) = (
            build.expression(place, source),
            build.expression(place, destination),
        );
        step_name(build, "Add-BitsFile");
        modify(
            build,
            plan,
            &format!("$null = Add-BitsFile -BitsJob $bitsJob -Source {source} -Destination {destination}"),
        );
    } else {
        // Of existing jobs the type is not known, and with it the order of the names; bitsadmin has one order for all.
        call_lines(build, plan, place, &bitsadmin::add_file(file), What::File(index));
    }
    build.at(None);
}

/// What a script looks at, makes and asks for before the first call that changes anything.
pub(super) fn before(build: &mut Build, plan: &Plan) {
    for name in plan.environment() {
        let Ok(variable) = variable_environment(&name) else {
            continue;
        };
        build.code(format!("if (-not {variable}) {{")).deeper();
        build.code(format!("throw 'The environment variable {name} is not set.'"));
        build.shallower().code("}");
    }
    for (folder, place) in folders(plan) {
        let source = match folder {
            Folder::Literal(path) => literal(&path),
            Folder::Text(text) => build.expression(place, &text),
            Folder::ParentOf(text) => {
                format!("(Split-Path -Path {} -Parent)", build.expression(place, &text))
            }
        };
        build.at(Some(place));
        match plan.folders() {
            Folders::Expect => {
                build
                    .code(format!(
                        "if (-not (Test-Path -LiteralPath {source} -PathType Container)) {{"
                    ))
                    .deeper();
                build.code(format!(
                    "throw ('The folder is missing; BITS does not make it: ' + {source})"
                ));
                build.shallower().code("}");
            }
            Folders::Create => {
                let call = format!("$null = New-Item -Path {source} -ItemType Directory -Force");
                modify(build, plan, &call);
            }
        }
    }
    for hole in plan.holes() {
        build.at(Some(Place::new(At::Job)));
        let label = literal(&format!("Type the {} as the password.", hole.label));
        build.code(format!(
            "${} = (Get-Credential -UserName '{}' -Message {label}).GetNetworkCredential().Password",
            hole.name, hole.name
        ));
        build.code(format!("if (-not ${}) {{", hole.name)).deeper();
        build.code(format!(
            "throw {}",
            literal(&format!("The {} is needed.", hole.label))
        ));
        build.shallower().code("}");
    }
    let mut number: usize = 0;
    for (value, step) in plan.values() {
        let Ok(Said::Credentials(credentials)) = said(value, plan.profile()) else {
            continue;
        };
        for credential in credentials {
            let SaidCredential::Asked {
                scheme,
                parameter,
                user,
                ..
            } = credential
            else {
                continue;
            };
            number = number.saturating_add(1);
            build.at(Some(step.place));
            let user = build.expression(step.place, &user);
            let whom = if parameter == "Credential" {
                "server"
            } else {
                "proxy"
            };
            build.code(format!(
                "$bitsCredential{number} = Get-Credential -UserName {user} -Message 'Password for the {whom} ({scheme}).'"
            ));
            build
                .code(format!("if (-not $bitsCredential{number}) {{"))
                .deeper();
            build.code(format!("throw 'The password for the {whom} is needed.'"));
            build.shallower().code("}");
        }
    }
    build.at(None);
}

/// A folder that has to exist.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Folder {
    Literal(String),
    Text(Text),
    ParentOf(Text),
}

/// The folders of files that BITS writes, each once.
fn folders(plan: &Plan) -> Vec<(Folder, Place)> {
    let mut folders: Vec<(Folder, Place)> = Vec::new();
    let uploads = matches!(
        plan.job().job_type(),
        Some(JobType::Upload | JobType::UploadReply)
    );
    for step in plan.steps() {
        let path = match &step.operation {
            Operation::AddFile { file, .. } if !uploads => &file.local_name,
            Operation::Set(SettingValue::ReplyFileName(path)) => &path.0,
            _ => continue,
        };
        if let Some(folder) = parent(path)
            && !folders.iter().any(|(known, _)| *known == folder)
        {
            folders.push((folder, step.place));
        }
    }
    folders
}

fn parent(path: &Text) -> Option<Folder> {
    let mut pieces: Vec<Piece> = path.pieces().to_vec();
    let Some(Piece::Literal(last)) = pieces.last_mut() else {
        return Some(Folder::ParentOf(path.clone()));
    };
    let Some(at) = last.rfind(['\\', '/']) else {
        return Some(Folder::ParentOf(path.clone()));
    };
    let kept = last.get(..at).unwrap_or("").to_owned();
    // The root of a drive keeps its backslash.
    *last = if kept.ends_with(':') {
        format!("{kept}\\")
    } else {
        kept
    };
    let text = Text::from_pieces(pieces);
    match text.as_literal() {
        Some("") => None,
        Some(literal) => Some(Folder::Literal(literal.to_owned())),
        None => Some(Folder::Text(text)),
    }
}
