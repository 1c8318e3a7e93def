//! Every setting of the catalog, alone, on jobs of each type with the values that BITS gives and with others: after the
//! script and its undo script all is as before, but for what the undo script names.

use crate::exits::play_in;
use crate::jobs::{Emitted, Random, emitted_from, entries};
use crate::values::{machine_for, session_for};
use bitsmith_core::catalog::{CATALOG, Held, SettingId};
use bitsmith_core::draft::{Draft, SelectorKind, SubjectKind};
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::job::{Ask, ExistingEnding, Owner};
use bitsmith_core::plan::Plan;
use bitsmith_core::profile::Context;
use bitsmith_core::value::Entries;
use bitsmith_tests::bits::{JobSnapshot, JobType, Snapshot};
use bitsmith_tests::machine::Machine;
use bitsmith_tests::powershell::run::{Outcome, Session, Stream};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Values of each setting that are tried.
const SEEDS: u64 = 12;

/// For each of them, how many others a job has had before.
const EARLIER: usize = 5;

/// Where the file of the jobs comes from.
const PREFIX: &str = "https://example.com/";

/// What comes of each setting: the script changes it and the undo script puts it back, or something stays of it, which
/// the undo script names (`named`) or the script tells for the values that cannot be put back (`told`). Behind it, what
/// stays. Nothing stands where no script says the setting, or BITS takes it at another time only.
const TABLE: &str = "\
job_type:
display_name: undone told display_name
description: undone told description
files: named files
replace_remote_prefix: named files
remote_name:
reply_file_name: undone told reply_file_name
validation_state:
priority: undone
minimum_retry_delay: undone
no_progress_timeout: undone
maximum_download_time: undone
custom_headers: named custom_headers
make_custom_headers_write_only: named custom_headers_write_only
http_method: named http_method priority
security_flags: undone
client_certificate_by_id: named client_certificate
client_certificate_by_name: named client_certificate
remove_client_certificate: named client_certificate
proxy_settings: undone
credentials: named credentials
remove_credentials: named credentials
use_stored_credentials: named use_stored_credentials
notify_flags: undone
notify_cmd_line: named notify_cmd_line
notification_clsid:
minimum_notification_interval_ms:
cost_flags: named cost_flags
dynamic_content: named dynamic_content
high_performance:
max_download_size:
on_demand_mode:
file_acl_flags: undone told file_acl_flags
peer_caching_flags: undone
take_ownership: named owner
helper_token: named helper_token
helper_token_flags: undone told helper_token_flags
";

/// What a run over one setting came to.
struct Found {
    /// The script changed something, and the undo script put it back.
    undone: bool,
    /// What stayed.
    stays: BTreeSet<String>,
    /// The undo script says that the setting is not undone.
    named: bool,
}

fn draft(id: SettingId, value: Entries) -> Draft {
    let mut draft = Draft::default();
    draft.profile.set("windows", "server-2025").unwrap();
    draft.profile.context = Context::Elevated;
    draft.subject.kind = SubjectKind::Existing;
    draft.subject.selector = SelectorKind::All;
    draft.subject.owner = Owner::AllUsers;
    draft.ending.existing = ExistingEnding::Leave;
    draft.ask = Ask::No;
    draft.settings.insert(id, value);
    draft
}

/// A job of a user, with a file.
fn add_job(machine: &mut Machine, job_type: JobType, user: &str) {
    let user = std::mem::replace(&mut machine.bits.user, user.to_owned());
    let guid = machine.bits.create(job_type, "Nightly").unwrap();
    let remote = format!("{PREFIX}a.zip");
    machine
        .bits
        .add_file(&guid, &remote, "C:\\Data\\a.zip", "")
        .unwrap();
    machine.bits.user = user;
}

/// What of one job is another than before.
fn differences(before: &JobSnapshot, after: &JobSnapshot) -> BTreeSet<String> {
    let names = before.settings.keys().chain(after.settings.keys());
    let mut found: BTreeSet<String> = names
        .filter(|name| before.settings.get(*name) != after.settings.get(*name))
        .filter_map(|name| name.split(' ').next())
        .map(str::to_owned)
        .collect();
    if before.files != after.files {
        found.insert("files".to_owned());
    }
    if before.state != after.state {
        found.insert("state".to_owned());
    }
    found
}

fn changed(before: &Snapshot, after: &Snapshot) -> BTreeSet<String> {
    assert!(before.jobs.keys().eq(after.jobs.keys()), "no job comes or goes");
    let pairs = before.jobs.values().zip(after.jobs.values());
    pairs
        .flat_map(|(before, after)| differences(before, after))
        .collect()
}

/// A plan of a draft with what the rules refuse taken out; nothing where the scripts do not say the setting.
fn said(draft: Draft, id: SettingId) -> Option<Emitted> {
    let request = Request {
        target: Target::PowerShell,
        script: Script::Main,
    };
    let job = emitted_from(draft, request, &mut BTreeMap::new())?;
    let is_noted = job.emission.notes.iter().any(|note| note.place.id() == Some(id));
    let is_planned = job.plan.values().any(|(value, _)| value.id() == id)
        || id == SettingId::Files && !job.plan.job().files().is_empty();
    (is_planned && !is_noted).then_some(job)
}

/// Carries a script of a plan out.
fn carry_out(plan: &Plan, script: Script, machine: &mut Machine) -> (String, Outcome) {
    let request = Request {
        target: Target::PowerShell,
        script,
    };
    let text = emit(std::slice::from_ref(plan), request).unwrap().text();
    let session = session_for(plan, &text, &Session::default());
    let outcome = play_in(&text, machine, &session);
    (text, outcome)
}

/// The script and its undo script, once, on a download, an upload or an upload with a reply; nothing where BITS refuses
/// the setting for such a job.
fn undone(job: &Emitted, earlier: Option<&Emitted>, job_type: JobType, id: SettingId) -> Option<Found> {
    let mut machine = machine_for(&job.plan);
    for name in earlier.iter().flat_map(|earlier| earlier.plan.environment()) {
        machine.environment.push((name, "Ev".to_owned()));
    }
    for user in ["DESKTOP\\user", "OTHER\\user"] {
        add_job(&mut machine, job_type, user);
    }
    if let Some(earlier) = earlier {
        carry_out(&earlier.plan, Script::Main, &mut machine);
    }
    machine.console.clear();
    let before = machine.bits.snapshot();
    let (main, outcome) = carry_out(&job.plan, Script::Main, &mut machine);
    if outcome.exit_code() != 0 {
        return None;
    }
    let by_main = changed(&before, &machine.bits.snapshot());
    let said = machine.shown(&[Stream::Output, Stream::Warning])
        + &outcome
            .output
            .iter()
            .map(|value| value.to_text())
            .collect::<String>();
    let (undo, outcome) = carry_out(&job.plan, Script::Undo, &mut machine);
    let stays = changed(&before, &machine.bits.snapshot());
    let context = format!("{id:?} of {job_type:?}: {by_main:?}, stays {stays:?}\n{said}\n{main}\n{undo}");
    assert!(
        [0, 5].contains(&outcome.exit_code()),
        "exit {}: {context}",
        outcome.exit_code()
    );
    assert!(stays.is_subset(&by_main), "{context}");
    let label = match id {
        SettingId::Files => "Added files",
        _ => id.label(),
    };
    let is_named = undo.contains(&format!("{label}: not undone. "));
    let is_named_for_none = undo.contains(&format!("{label}: undone only where some were set before"));
    let is_named_for_text = said.contains("cannot put back");
    assert!(
        stays.is_empty() || is_named || is_named_for_none || is_named_for_text,
        "{context}"
    );
    Some(Found {
        undone: !by_main.is_empty() && stays.is_empty(),
        stays,
        named: is_named,
    })
}

/// Plans of one setting, each another one: two runs of one plan are undone together.
fn plans(id: SettingId) -> Vec<Emitted> {
    let typed: Vec<Entries> = match id {
        SettingId::ReplaceRemotePrefix => [PREFIX, "https://example.org/"]
            .map(|old| Entries(vec![vec![old.into()], vec!["https://mirror.example.com/".into()]]))
            .into(),
        _ => (1..=SEEDS)
            .map(|seed| entries(&mut Random::new(seed), id))
            .collect(),
    };
    let plans = typed.into_iter().filter_map(|value| said(draft(id, value), id));
    let plans: BTreeMap<String, Emitted> = plans.map(|job| (job.plan.digest(), job)).collect();
    plans.into_values().collect()
}

/// The setting that gives a job what a setting is about.
fn foregoing(id: SettingId) -> SettingId {
    match id {
        SettingId::RemoveCredentials => SettingId::Credentials,
        SettingId::RemoveClientCertificate => SettingId::ClientCertificateById,
        SettingId::MakeCustomHeadersWriteOnly => SettingId::CustomHeaders,
        _ => id,
    }
}

#[test]
fn each_setting_of_the_catalog_is_undone_or_named() {
    let mut table = String::new();
    for spec in CATALOG.iter().filter(|spec| spec.held != Held::FileEntry) {
        let (mut undoes, mut names, mut stays) = (false, false, BTreeSet::new());
        let earlier = plans(foregoing(spec.id));
        for job in plans(spec.id) {
            let before = earlier
                .iter()
                .filter(|one| one.plan.digest() != job.plan.digest());
            for earlier in before.take(EARLIER).map(Some).chain([None]) {
                for job_type in [JobType::Download, JobType::Upload, JobType::UploadReply] {
                    if let Some(found) = undone(&job, earlier, job_type, spec.id) {
                        undoes |= found.undone;
                        names |= found.named;
                        stays.extend(found.stays);
                    }
                }
            }
        }
        let words = [
            ("undone", undoes),
            ("named", names),
            ("told", !names && !stays.is_empty()),
        ];
        let words = words
            .iter()
            .filter(|(_, is)| *is)
            .map(|(word, _)| (*word).to_owned());
        let row: Vec<String> = [format!("{}:", spec.name)]
            .into_iter()
            .chain(words)
            .chain(stays)
            .collect();
        let _ = writeln!(table, "{}", row.join(" "));
    }
    assert_eq!(table, TABLE);
}
