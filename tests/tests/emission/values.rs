//! Scripts of generated jobs, run against the model of BITS: the job that is there afterwards has exactly the plan's
//! values, files and name, whichever tool said them, and nothing else was set.

use crate::exits::machine;
use crate::jobs::{Random, emitted_from};
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::draft::{NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::emit::{Emission, Request, Script, Target};
use bitsmith_core::job::{Ask, ExistingEnding, Folders, Selector, Subject};
use bitsmith_core::plan::{Operation, Plan};
use bitsmith_core::text::{Piece, Text};
use bitsmith_core::value::{Entries, User, Word};
use bitsmith_core::version::Module;
use bitsmith_tests::bits::{JobType, Model};
use bitsmith_tests::machine::Machine;
use bitsmith_tests::powershell;
use bitsmith_tests::powershell::run::{Session, run};
use bitsmith_tests::powershell::value::Value;
use std::collections::{BTreeMap, BTreeSet};

const JOBS: u64 = 10_000;
pub(crate) const PARAMETER: &str = "Pv";
pub(crate) const ANSWER: &str = "typed";

/// A text as it is when the script runs.
pub(crate) fn value_of(text: &Text, machine: &Machine) -> String {
    text.pieces()
        .iter()
        .map(|piece| match piece {
            Piece::Literal(literal) => literal.clone(),
            Piece::Environment(name) => machine
                .environment
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.clone())
                .expect("the machine has the variable"),
            Piece::Parameter(name) if bitsmith_core::secret::is_hole(name) => ANSWER.to_owned(),
            Piece::Parameter(_) => PARAMETER.to_owned(),
            Piece::Opaque { .. } => unreachable!("no import here"),
        })
        .collect()
}

/// What BITS holds for a value, under the names and in the forms of the model.
fn held(value: &SettingValue, machine: &Machine) -> Vec<(String, String)> {
    let text = |text: &Text| value_of(text, machine);
    let joined = |texts: &[Text], by: &str| texts.iter().map(&text).collect::<Vec<_>>().join(by);
    let one = |name: &str, value: String| vec![(name.to_owned(), value)];
    let certificate = |kind: &str, location: u32, rest: String| {
        one("client_certificate", format!("{kind} {location} {rest}"))
    };
    match value {
        SettingValue::DisplayName(name) => one("display_name", text(&name.0)),
        SettingValue::Description(description) => one("description", text(&description.0)),
        SettingValue::ReplyFileName(path) => one("reply_file_name", text(&path.0)),
        SettingValue::Priority(priority) => one("priority", priority.word().to_uppercase()),
        SettingValue::MinimumRetryDelay(seconds) => one("minimum_retry_delay", seconds.0.to_string()),
        SettingValue::NoProgressTimeout(seconds) => one("no_progress_timeout", seconds.0.to_string()),
        SettingValue::MaximumDownloadTime(seconds) => one("maximum_download_time", seconds.0.to_string()),
        SettingValue::CustomHeaders(headers) => one("custom_headers", joined(&headers.0, "\r\n")),
        SettingValue::MakeCustomHeadersWriteOnly(_) => one("custom_headers_write_only", "TRUE".to_owned()),
        SettingValue::HttpMethod(method) => one("http_method", text(&method.0)),
        SettingValue::SecurityFlags(flags) => one("security_flags", flags.mask().to_string()),
        SettingValue::ClientCertificateById(by) => certificate(
            "ID",
            by.store_location.number(),
            format!("{} {}", text(&by.store_name), by.hash_hex()),
        ),
        SettingValue::ClientCertificateByName(by) => certificate(
            "NAME",
            by.store_location.number(),
            format!("{} {}", text(&by.store_name), text(&by.subject_name)),
        ),
        SettingValue::RemoveClientCertificate(_) => one("client_certificate", String::new()),
        SettingValue::ProxySettings(proxy) => {
            let usage = proxy.usage.word().to_uppercase();
            one(
                "proxy_settings",
                if usage == "OVERRIDE" {
                    format!(
                        "{usage}\n{}\n{}",
                        joined(&proxy.list, " "),
                        joined(&proxy.bypass, " ")
                    )
                } else {
                    usage
                },
            )
        }
        SettingValue::Credentials(credentials) => credentials
            .0
            .iter()
            .map(|row| {
                let key = format!(
                    "credentials {} {}",
                    row.target.word().to_uppercase(),
                    row.scheme.word().to_uppercase()
                );
                let value = match &row.user {
                    User::Implicit => "\n".to_owned(),
                    User::Named(name) => format!("{}\n{ANSWER}", text(name)),
                };
                (key, value)
            })
            .collect(),
        SettingValue::UseStoredCredentials(target) => {
            one("use_stored_credentials", target.word().to_uppercase())
        }
        SettingValue::NotifyFlags(flags) => one("notify_flags", flags.0.to_string()),
        SettingValue::NotifyCmdLine(command) => one(
            "notify_cmd_line",
            match command.program.is_empty() {
                true => String::new(),
                false => format!("{}\n{}", text(&command.program), text(&command.parameters)),
            },
        ),
        SettingValue::CostFlags(flags) => one("cost_flags", flags.0.to_string()),
        SettingValue::DynamicContent(on) => one("dynamic_content", on.0.to_string().to_uppercase()),
        SettingValue::FileAclFlags(flags) => one("file_acl_flags", flags.0.to_string()),
        SettingValue::PeerCachingFlags(flags) => one("peer_caching_flags", flags.0.to_string()),
        SettingValue::HelperToken(_) => one("helper_token", "TRUE".to_owned()),
        SettingValue::HelperTokenFlags(flags) => one("helper_token_flags", flags.0.to_string()),
        // Said with the job and its files, or without a trace in the settings.
        SettingValue::JobType(_)
        | SettingValue::Files(_)
        | SettingValue::FileRanges(_)
        | SettingValue::ReplaceRemotePrefix(_)
        | SettingValue::RemoveCredentials(_)
        | SettingValue::TakeOwnership(_) => Vec::new(),
        // BITS accepts it for a transferred file only; such a job is not generated here.
        SettingValue::ValidationState(_) => Vec::new(),
        // COM only: a note says so.
        SettingValue::RemoteName(_)
        | SettingValue::NotificationClsid(_)
        | SettingValue::MinimumNotificationIntervalMs(_)
        | SettingValue::HighPerformance(_)
        | SettingValue::MaxDownloadSize(_)
        | SettingValue::OnDemandMode(_) => unreachable!("{value:?} has no note"),
    }
}

/// The settings of a job after the plan, from those before.
pub(crate) fn expected(
    plan: &Plan,
    before: &BTreeMap<String, String>,
    machine: &Machine,
    noted: &BTreeSet<SettingId>,
) -> BTreeMap<String, String> {
    let mut settings = before.clone();
    for (value, _) in plan.values().filter(|(value, _)| !noted.contains(&value.id())) {
        if matches!(value, SettingValue::TakeOwnership(_)) {
            for wiped in ["custom_headers", "client_certificate", "notify_cmd_line"] {
                settings.insert(wiped.to_owned(), String::new());
            }
            settings.retain(|name, _| !name.starts_with("credentials "));
        }
        settings.extend(held(value, machine));
        if let SettingValue::HttpMethod(method) = value
            && method.0.as_literal() != Some("GET")
        {
            settings.insert("priority".to_owned(), "FOREGROUND".to_owned());
        }
    }
    settings
}

pub(crate) fn files(plan: &Plan, machine: &Machine) -> Vec<(String, String, String)> {
    plan.steps()
        .iter()
        .filter_map(|step| match &step.operation {
            Operation::AddFile { file, .. } => Some((
                value_of(&file.remote_name, machine),
                value_of(&file.local_name, machine),
                file.range_list(),
            )),
            _ => None,
        })
        .map(|(remote, local, ranges)| (replaced(plan, machine, &remote), local, ranges))
        .collect()
}

/// The remote name after the plan's change of prefixes.
fn replaced(plan: &Plan, machine: &Machine, remote: &str) -> String {
    plan.values()
        .find_map(|(value, _)| match value {
            SettingValue::ReplaceRemotePrefix(change) => {
                let (old, new) = (
                    value_of(&change.old_prefix, machine),
                    value_of(&change.new_prefix, machine),
                );
                remote.strip_prefix(&old).map(|rest| format!("{new}{rest}"))
            }
            _ => None,
        })
        .unwrap_or_else(|| remote.to_owned())
}

/// What a script did.
pub(crate) struct Done {
    /// It made the job rather than changed one that was there.
    made: bool,
    /// Settings that went through bitsadmin.
    by_bitsadmin: usize,
}

/// A machine on which the scripts of a plan can run: with its module, its variables, and answers to its prompts.
pub(crate) fn machine_for(plan: &Plan) -> Machine {
    let mut machine = machine();
    machine.old_module = plan.profile().windows.module < Module::Server2022;
    machine.bits.elevated = true;
    for name in plan.environment() {
        let is_there = |(known, _): &(String, String)| known.eq_ignore_ascii_case(&name);
        if !machine.environment.iter().any(is_there) {
            machine.environment.push((name, "Ev".to_owned()));
        }
    }
    machine.answers.extend(std::iter::repeat_n(ANSWER.to_owned(), 40));
    machine
}

/// The session in which a script of a plan runs: its parameters are given.
pub(crate) fn session_for(plan: &Plan, text: &str, session: &Session) -> Session {
    let parameters = plan
        .parameters()
        .into_iter()
        // A parameter of a value that neither tool says is not asked for.
        .filter(|name| text.contains(&format!("[string]${name}")))
        .map(|name| (name, Value::text(PARAMETER)))
        .collect();
    Session {
        parameters,
        ..session.clone()
    }
}

/// Runs a script on a machine of its own; an error where anything of the job is not as the plan has it. A job that is
/// changed is a download of the name that the plan looks for.
pub(crate) fn carried_out(plan: &Plan, emission: &Emission) -> Result<Done, String> {
    carried_out_in(plan, emission, &Session::default())
}

/// The same in a shell of a certain kind.
fn carried_out_in(plan: &Plan, emission: &Emission, session: &Session) -> Result<Done, String> {
    let text = emission.text();
    let mut machine = machine_for(plan);
    let before = match &plan.job().subject {
        Subject::New => None,
        Subject::Existing { selector, .. } => {
            let name = match selector {
                Selector::Name(name) => value_of(name, &machine),
                _ => "nightly".to_owned(),
            };
            let guid = machine
                .bits
                .create(JobType::Download, &name)
                .map_err(|fault| format!("the model has no such job: {fault:?}"))?;
            Some(machine.bits.snapshot().jobs[&guid].settings.clone())
        }
    };
    let read = powershell::read(&text).map_err(|unread| format!("unreadable {unread}"))?;
    let session = session_for(plan, &text, session);
    let outcome = run(&read, &mut machine, &session).map_err(|stuck| format!("stuck: {stuck}"))?;
    if outcome.exit_code() != 0 {
        let lines = machine.console.iter().map(|(_, line)| line.as_str());
        let why: Vec<&str> = lines.filter(|line| line.contains("Failed at")).take(3).collect();
        return Err(format!("exit code {}: {}", outcome.exit_code(), why.join(" // ")));
    }
    let noted: BTreeSet<SettingId> = emission.notes.iter().filter_map(|note| note.place.id()).collect();
    let snapshot = machine.bits.snapshot();
    let mut jobs = snapshot.jobs.values();
    let (Some(after), None) = (jobs.next(), jobs.next()) else {
        return Err(format!("{} jobs are there", snapshot.jobs.len()));
    };
    let called = |name: &str| machine.bits.calls.iter().any(|call| call.name == name);
    let made = before.is_none();
    let before = match before {
        Some(before) => before,
        None => {
            let mut fresh = Model::default();
            let name = plan.job().settings.display_name.as_ref();
            let name = name.map_or(String::new(), |name| value_of(&name.0, &machine));
            let other = fresh
                .create(after.job_type, &name)
                .map_err(|fault| format!("the model has no such job: {fault:?}"))?;
            let mut settings = fresh.snapshot().jobs[&other].settings.clone();
            // Start-BitsTransfer's own default, where a rule of BITS keeps the plan from saying normal.
            let says = |(value, _): (&SettingValue, _)| matches!(value, SettingValue::Priority(_));
            if !plan.values().any(says) && called("Start-BitsTransfer") {
                settings.insert("priority".to_owned(), "FOREGROUND".to_owned());
            }
            settings
        }
    };
    let wanted = expected(plan, &before, &machine, &noted);
    let differs: Vec<_> = wanted
        .iter()
        .filter(|(name, value)| after.settings.get(*name) != Some(value))
        .collect();
    let more: Vec<_> = after
        .settings
        .iter()
        .filter(|(name, _)| !wanted.contains_key(*name))
        .collect();
    if !differs.is_empty() || !more.is_empty() {
        return Err(format!(
            "wanted {differs:?}, more {more:?}, there is {:?}",
            after.settings
        ));
    }
    let wanted = files(plan, &machine);
    if after.files != wanted {
        return Err(format!(
            "wanted the files {wanted:?}, there are {:?}",
            after.files
        ));
    }
    let by_bitsadmin = machine
        .bits
        .calls
        .iter()
        .filter(|call| call.name.starts_with("/set"));
    Ok(Done {
        made,
        by_bitsadmin: by_bitsadmin.count(),
    })
}

#[test]
fn the_job_that_is_made_or_changed_has_the_values_of_the_plan() {
    let mut refused = BTreeMap::new();
    let (mut made, mut changed, mut values, mut by_bitsadmin) = (0, 0, 0, 0);
    let mut in_constrained_mode = 0;
    for seed in 1..=JOBS {
        let mut random = Random::new(seed);
        let mut draft = crate::jobs::draft(&mut random);
        draft.ending.new = NewEndingKind::CreateOnly;
        draft.ending.existing = ExistingEnding::Leave;
        draft.ask = Ask::No;
        draft.folders = Folders::Create;
        draft.settings.remove(&SettingId::ValidationState);
        if draft.settings.get(&SettingId::JobType) != Some(&Entries::one("download")) {
            // What a method does to an upload is not documented, so the model has no say in it.
            draft.settings.remove(&SettingId::HttpMethod);
        }
        if draft.subject.kind == SubjectKind::Existing {
            // The model's existing job is a download.
            draft.settings.remove(&SettingId::ReplyFileName);
            draft.subject.selector =
                random.pick(&[SelectorKind::Name, SelectorKind::Pattern, SelectorKind::All]);
        }
        let request = Request {
            target: Target::PowerShell,
            script: Script::Main,
        };
        let Some(job) = emitted_from(draft, request, &mut refused) else {
            panic!("seed {seed}: nothing was left of the job");
        };
        // Some run where AppLocker or WDAC lock the machine down (P12).
        let constrained = seed % 5 == 0;
        in_constrained_mode += u64::from(constrained);
        let session = Session {
            constrained,
            ..Session::default()
        };
        match carried_out_in(&job.plan, &job.emission, &session) {
            Ok(done) => {
                made += usize::from(done.made);
                changed += usize::from(!done.made);
                by_bitsadmin += done.by_bitsadmin;
            }
            Err(why) => panic!("seed {seed}: {why}\n{}", job.emission.text()),
        }
        values += job.plan.values().count();
    }
    println!(
        "{made} jobs made, {changed} changed, {values} values, {by_bitsadmin} of them through bitsadmin; {in_constrained_mode} in constrained language mode; refused before: {refused:?}"
    );
    assert!(made > 3_000 && changed > 1_500);
}
