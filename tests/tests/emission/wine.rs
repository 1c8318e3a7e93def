//! Emitted batch files run in Wine's cmd: the command lines that programs were given there, read by both readers of
//! argument vectors and carried out on the model of BITS, give the job the values of the plan.

use crate::awkward::FAULTS;
use crate::cmd::{carry_out, draft_for, lists_alike};
use crate::exits::machine;
use crate::jobs::{Emitted, Random, emitted_from};
use crate::values::{ANSWER, PARAMETER, expected, files, value_of};
use bitsmith_core::catalog::SettingId;
use bitsmith_core::draft::{NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::emit::{Request, Script, Target};
use bitsmith_core::job::{Ask, ExistingEnding, Folders};
use bitsmith_core::text::Text;
use bitsmith_core::value::{Entries, Entry};
use bitsmith_core::version::Module;
use bitsmith_tests::awkward;
use bitsmith_tests::bits::{JobType, Model};
use bitsmith_tests::machine::Machine;
use bitsmith_tests::wine::{Job, Outcome, Run, Scenario, Stand, run_all};
use std::collections::{BTreeMap, BTreeSet};

const REQUEST: Request = Request {
    target: Target::Batch,
    script: Script::Main,
};

/// A job with the batch file that is run, which sets the variables that it reads and has its secrets filled in.
struct Played {
    story: String,
    job: Emitted,
    text: String,
    machine: Machine,
    /// The settings of the job that is there before.
    before: Option<BTreeMap<String, String>>,
    stand: Stand,
}

impl Played {
    /// None where Wine is missing.
    fn new(story: String, job: Emitted, existing: Option<&str>) -> Option<Played> {
        let stand = Stand::new(&Scenario::new())?;
        let mut machine = machine();
        machine.bits.elevated = true;
        machine.old_module = job.plan.profile().windows.module < Module::Server2022;
        let mut before = None;
        if let Some(guid) = existing {
            let made = machine.bits.create(JobType::Download, "before").expect("a job");
            assert_eq!(made, guid);
            before = Some(machine.bits.snapshot().jobs[&made].settings.clone());
            stand.add_job(&Job {
                guid: braced(guid),
                name: "before".into(),
                ..Job::default()
            });
        }
        let mut text = String::new();
        let mut names = job.plan.environment();
        names.push("TEMP".to_owned());
        for name in names {
            let value = match name.to_ascii_uppercase().as_str() {
                "TEMP" => stand.work(),
                "SYSTEMROOT" | "WINDIR" => "C:\\windows".to_owned(),
                _ => "Ev".to_owned(),
            };
            text += &format!("@set {name}={value}\r\n");
            machine
                .environment
                .retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
            machine.environment.push((name, value));
        }
        text += &job.emission.text();
        for number in 1..60 {
            for blank in ["secret", "BITS_PASSWORD"] {
                let line = format!("set \"{blank}{number}=");
                text = text.replace(&format!("{line}\""), &format!("{line}{ANSWER}\""));
            }
        }
        Some(Played {
            story,
            job,
            text,
            machine,
            before,
            stand,
        })
    }

    /// Whether what was called gives the job what the plan has.
    fn judge(mut self, outcome: &Outcome) -> Result<usize, String> {
        if outcome.exit != 0 || !outcome.stderr.is_empty() {
            let last: Vec<String> = outcome
                .calls
                .iter()
                .rev()
                .take(4)
                .map(|call| format!("{} (ended with {})", call.line, call.exit))
                .collect();
            return Err(format!(
                "exit code {}: {}\n{}\nthe last calls, the last first: {last:#?}\njobs: {:#?}",
                outcome.exit, outcome.stdout, outcome.stderr, outcome.jobs
            ));
        }
        let mut carried = 0;
        let mut made: Option<(String, String)> = None;
        for call in &outcome.calls {
            let words = call.arguments()?;
            let reads = |word: &&str| word.starts_with("/get");
            if words.iter().take(3).any(reads) {
                continue;
            }
            // The stand-in and the model have each their own GUID for a job that is made.
            let line = match &made {
                Some((theirs, ours)) => call.line.replace(theirs, ours),
                None => call.line.clone(),
            };
            carry_out(&call.program, &line, &mut self.machine)?;
            carried += 1;
            if words.contains(&"/create") {
                let theirs = outcome
                    .jobs
                    .first()
                    .map(|job| job.guid.clone())
                    .unwrap_or_default();
                let snapshot = self.machine.bits.snapshot();
                made = snapshot.jobs.keys().next().map(|ours| (theirs, braced(ours)));
            }
        }
        let snapshot = self.machine.bits.snapshot();
        let [after] = snapshot.jobs.values().collect::<Vec<_>>()[..] else {
            return Err(format!("{} jobs", snapshot.jobs.len()));
        };
        let plan = &self.job.plan;
        let noted: BTreeSet<SettingId> = self
            .job
            .emission
            .notes
            .iter()
            .filter_map(|note| note.place.id())
            .collect();
        let before = self.before.unwrap_or_else(|| {
            let mut fresh = Model::default();
            let other = fresh.create(after.job_type, "bitsmith").expect("a job");
            fresh.snapshot().jobs[&other].settings.clone()
        });
        let mut wanted = expected(plan, &before, &self.machine, &noted);
        if let (true, Some(name)) = (plan.is_new(), &plan.job().settings.display_name) {
            wanted.insert("display_name".to_owned(), value_of(&name.0, &self.machine));
        }
        let (found, wanted) = (lists_alike(after.settings.clone()), lists_alike(wanted));
        if found != wanted {
            return Err(format!("wanted {wanted:?}\nfound  {found:?}"));
        }
        let wanted = files(plan, &self.machine);
        if after.files != wanted {
            return Err(format!("wanted {wanted:?}\nfound  {:?}", after.files));
        }
        Ok(carried)
    }
}

fn braced(guid: &str) -> String {
    format!("{{{}}}", guid.trim_matches(['{', '}']))
}

/// Runs the files, some at a time in each of two sessions of Wine; for each what was wrong, or how many calls were right.
fn run_and_judge(mut played: Vec<Played>) -> impl Iterator<Item = (String, Result<usize, String>)> {
    const ARGUMENTS: [&str; 20] = [PARAMETER; 20];
    const TOGETHER: usize = 10;
    let mut some = Vec::new();
    while !played.is_empty() {
        let rest = played.split_off(played.len().min(2 * TOGETHER));
        some.push(std::mem::replace(&mut played, rest));
    }
    some.into_iter().flat_map(|some| {
        let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
            let threads: Vec<_> = some
                .chunks(TOGETHER)
                .map(|half| {
                    let runs: Vec<Run<'_>> = half
                        .iter()
                        .map(|one| Run {
                            stand: &one.stand,
                            text: &one.text,
                            arguments: &ARGUMENTS[..one.job.plan.parameters().len()],
                        })
                        .collect();
                    scope.spawn(move || run_all(&runs))
                })
                .collect();
            let joined = threads
                .into_iter()
                .map(|thread| thread.join().expect("a session"));
            joined.flatten().collect()
        });
        let judged = some.into_iter().zip(outcomes);
        judged
            .map(|(one, outcome)| (one.story.clone(), one.judge(&outcome)))
            .collect::<Vec<_>>()
    })
}

/// All of them must be right; how many calls were.
fn all_right(judged: impl Iterator<Item = (String, Result<usize, String>)>) -> usize {
    let mut calls = 0;
    for (story, verdict) in judged {
        calls += verdict.unwrap_or_else(|why| panic!("{story}: {why}"));
    }
    calls
}

/// As many generated jobs as are run in Wine.
const JOBS: usize = 60;

#[test]
fn generated_jobs_have_the_values_of_the_plan_in_wine() {
    let mut refused = BTreeMap::new();
    let mut played = Vec::new();
    let mut values = 0;
    for seed in 1.. {
        if played.len() == JOBS {
            break;
        }
        let mut random = Random::new(seed);
        let mut draft = crate::jobs::draft(&mut random);
        draft.ending.new = NewEndingKind::CreateOnly;
        draft.ending.existing = ExistingEnding::Leave;
        draft.ask = Ask::No;
        draft.folders = Folders::Create;
        draft.settings.remove(&SettingId::ValidationState);
        if draft.settings.get(&SettingId::JobType) != Some(&Entries::one("download")) {
            draft.settings.remove(&SettingId::HttpMethod);
        }
        let guid = Model::default().new_guid();
        let existing = draft.subject.kind == SubjectKind::Existing;
        if existing {
            draft.settings.remove(&SettingId::ReplyFileName);
            draft.subject.selector = SelectorKind::Guid;
            draft.subject.guids = vec![guid.trim_matches(['{', '}']).into()];
        }
        let Some(job) = emitted_from(draft, REQUEST, &mut refused) else {
            panic!("seed {seed}: nothing was left of the job; {refused:?}");
        };
        // There is no such server, and its folder is looked for.
        if job.emission.text().contains("\\\\server\\share") {
            continue;
        }
        values += job.plan.values().count();
        let Some(one) = Played::new(format!("seed {seed}"), job, existing.then_some(guid.as_str())) else {
            return;
        };
        played.push(one);
    }
    let calls = all_right(run_and_judge(played));
    println!(
        "batch files in Wine: {JOBS} generated jobs with {values} values by {calls} calls; refused before: {refused:?}"
    );
}

/// Where a string is put: the setting, its part, and what stands before the string.
type Place = (SettingId, usize, &'static str);

const PLACES: &[Place] = &[
    (SettingId::DisplayName, 0, ""),
    (SettingId::Description, 0, ""),
    (SettingId::CustomHeaders, 0, "X-Text: "),
    (SettingId::HttpMethod, 0, ""),
    (SettingId::NotifyCmdLine, 0, "C:\\Data\\"),
    (SettingId::NotifyCmdLine, 1, "C:\\Data\\notify.exe "),
    (SettingId::Credentials, 2, ""),
    (SettingId::ClientCertificateById, 1, ""),
    (SettingId::ClientCertificateByName, 1, ""),
    (SettingId::ClientCertificateByName, 2, ""),
    (SettingId::ProxySettings, 1, ""),
    (SettingId::ProxySettings, 2, ""),
    (SettingId::ReplaceRemotePrefix, 0, "https://example.com/"),
    (SettingId::ReplaceRemotePrefix, 1, "https://example.com/"),
    (SettingId::Files, 0, "https://example.com/"),
    (SettingId::Files, 1, "C:\\Data\\"),
];

/// A job with these strings in these places, without those that the rules or the target refuse; and how many it holds.
fn with_strings<'s>(
    places: impl Iterator<Item = (Place, &'s str)>,
    base: SettingId,
) -> Option<(Emitted, usize)> {
    let mut draft = draft_for(base);
    let mut held = 0;
    let mut job = None;
    for ((id, part, frame), text) in places {
        let mut more = draft.clone();
        let mut entries = match draft.settings.get(&id) {
            Some(entries) => entries.clone(),
            None => draft_for(id).settings.get(&id).cloned().unwrap_or_default(),
        };
        entries.set(part, vec![Entry::Pieces(Text::literal(format!("{frame}{text}")))]);
        more.settings.insert(id, entries);
        // One that loses something was refused.
        if let Some(emitted) = emitted_from(more.clone(), REQUEST, &mut BTreeMap::new())
            && emitted.draft == more
        {
            draft = more;
            held += 1;
            job = Some(emitted);
        }
    }
    job.map(|job| (job, held))
}

/// A program takes Wine some hundredths of a second, so that each string stands in every eighth place only; the model
/// of cmd is asked about all of them.
const STEP: usize = 8;

#[test]
fn awkward_texts_arrive_exactly_in_wine() {
    // Wine's cmd never ends on a replacement of nothing.
    let strings: Vec<String> = awkward::all()
        .into_iter()
        .filter(|string| string.is_printable_ascii() && !string.text.contains(":=%"))
        .map(|string| string.text)
        .collect();
    let string = |number: usize| strings[number % strings.len()].as_str();
    let mut jobs = Vec::new();
    for number in 0..strings.len().div_ceil(STEP) {
        // A job has one certificate.
        let certificate = match number % 2 {
            0 => SettingId::ClientCertificateById,
            _ => SettingId::ClientCertificateByName,
        };
        let places = PLACES
            .iter()
            .enumerate()
            .filter(|(_, (id, ..))| *id != certificate)
            .map(|(place, one)| (*one, string(number * STEP + place)));
        jobs.extend(with_strings(places, SettingId::DisplayName));
        if number % 2 == 0 {
            let reply = (SettingId::ReplyFileName, 0, "C:\\Data\\");
            jobs.extend(with_strings(
                std::iter::once((reply, string(number))),
                SettingId::ReplyFileName,
            ));
        }
    }
    let mut texts = 0;
    let mut played = Vec::new();
    for (number, (job, held)) in jobs.into_iter().enumerate() {
        texts += held;
        let Some(one) = Played::new(format!("job {number}"), job, None) else {
            return;
        };
        played.push(one);
    }
    let jobs = played.len();
    let calls = all_right(run_and_judge(played));
    println!(
        "batch files in Wine: {} awkward strings in {texts} places of {jobs} jobs by {calls} calls",
        strings.len()
    );
    assert!(texts > 150, "{texts}");
}

/// What a faulty writer would have written is told from what is right.
#[test]
fn a_faulty_batch_file_is_caught_in_wine() {
    const RIGHT: &str = "what is written";
    let job_of = |text: &str| {
        let place = std::iter::once(((SettingId::Description, 0, ""), text));
        with_strings(place, SettingId::DisplayName).expect("a job").0
    };
    let mut played = Vec::new();
    for (target, text, written, faulty) in FAULTS {
        if *target != Target::Batch {
            continue;
        }
        let Some(mut one) = Played::new(format!("{faulty} for {text:?}"), job_of(text), None) else {
            return;
        };
        played.extend(Played::new(RIGHT.to_owned(), job_of(text), None));
        let lines: Vec<String> = one
            .text
            .lines()
            .map(|line| match line.contains("/setdescription") {
                true => line.replace(written, faulty),
                false => line.to_owned(),
            })
            .collect();
        let changed = lines.join("\r\n") + "\r\n";
        assert_ne!(changed, one.text);
        one.text = changed;
        played.push(one);
    }
    let judged: Vec<_> = run_and_judge(played).collect();
    assert!(judged.len() >= 5);
    for (story, verdict) in judged {
        assert_eq!(verdict.is_ok(), story == RIGHT, "{story}: {verdict:?}");
    }
}
