//! Batch files and prompt lines: read by the model of cmd, and their calls carried out on the model of BITS.

use crate::exits::machine;
use crate::jobs::{Emitted, Random, emitted, emitted_from};
use crate::values::{ANSWER, PARAMETER, expected, files, value_of};
use bitsmith_core::catalog::{CATALOG, Held, SettingId};
use bitsmith_core::diagnostic::Severity;
use bitsmith_core::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::job::{Ask, ExistingEnding, Folders, Selector, Subject};
use bitsmith_core::plan::Reveal;
use bitsmith_core::text::Text;
use bitsmith_core::value::{Control, Entries, Entry};
use bitsmith_core::version::Module;
use bitsmith_tests::argv::command_line_to_argv_w;
use bitsmith_tests::awkward;
use bitsmith_tests::bits::{JobType, Model};
use bitsmith_tests::cmd::{self, Command, Context};
use bitsmith_tests::machine::Machine;
use bitsmith_tests::powershell;
use bitsmith_tests::powershell::run::{Session, run};
use std::collections::{BTreeMap, BTreeSet};

const CMD: &[Target] = &[Target::Batch, Target::Prompt];

/// What cmd knows while it reads: the machine's variables, what a person filled in, and a value for every parameter.
fn context(target: Target, machine: &Machine, guid: &str) -> Context {
    let mut context = Context {
        // A name that the prompt does not know stays as it was typed.
        unknown: (target == Target::Batch).then(|| PARAMETER.to_owned()),
        ..Context::default()
    };
    for (name, value) in &machine.environment {
        context = context.with(name, value);
    }
    for number in 1..60 {
        for blank in [format!("secret{number}"), format!("BITS_PASSWORD{number}")] {
            context = context.with(&blank, ANSWER);
        }
    }
    for letter in "abcdeijv".chars() {
        context = context.with_loop(letter, "Lv");
    }
    context
        .with("BITS_EXE", "C:\\Windows\\System32\\bitsadmin.exe")
        .with("BITS_NAME", "bitsmith-1-2-3-4")
        .with("BITS_JOB", guid)
        .with("BITS_TAG", "1-2-3-4")
}

fn read(target: Target, text: &str, context: &Context) -> Result<cmd::Reading, cmd::Unread> {
    match target {
        Target::Prompt => cmd::prompt_in(text, context),
        _ => cmd::batch_in(text, context),
    }
}

/// The calls of programs on lines that come from the plan; the subroutines at the end come from nowhere.
fn calls<'r>(job: &Emitted, reading: &'r cmd::Reading) -> Vec<&'r Command> {
    reading
        .commands()
        .into_iter()
        .filter(|command| ["bitsadmin", "powershell"].contains(&command.name().as_str()))
        .filter(|command| {
            job.emission
                .lines
                .get(command.row - 1)
                .is_some_and(|line| line.origin.is_some())
        })
        .collect()
}

/// Carries a call out.
pub(crate) fn carry_out(program: &str, line: &str, machine: &mut Machine) -> Result<(), String> {
    if program == "bitsadmin" {
        let answer = machine.bits.bitsadmin(line)?;
        return match answer.exit {
            0 => Ok(()),
            code => Err(format!("{code}: {:?}", answer.output)),
        };
    }
    let words = command_line_to_argv_w(line);
    let [_, switches @ .., text] = words.as_slice() else {
        return Err(format!("{words:?}"));
    };
    assert_eq!(
        switches,
        ["-NoProfile", "-ExecutionPolicy", "RemoteSigned", "-Command"]
    );
    let script = powershell::read(text).map_err(|unread| unread.to_string())?;
    let outcome = run(&script, machine, &Session::default()).map_err(|stuck| stuck.to_string())?;
    match outcome.exit_code() {
        0 => Ok(()),
        code => Err(format!("{code}: {:?}", machine.console)),
    }
}

#[test]
fn every_line_of_generated_jobs_is_ascii_and_can_be_read() {
    for target in CMD {
        let mut refused: BTreeMap<&str, usize> = BTreeMap::new();
        let mut lines = 0;
        for seed in 1..=3_000 {
            let mut random = Random::new(seed);
            let script = random.pick(&[Script::Main, Script::Main, Script::Undo, Script::Check]);
            let request = Request {
                target: *target,
                script,
            };
            let Some(job) = emitted(&mut random, request, &mut refused) else {
                panic!("seed {seed}: nothing was left of the job; {refused:?}");
            };
            let text = job.emission.text();
            if *target == Target::Batch {
                assert!(
                    text.bytes().all(|b| matches!(b, b' '..=b'~' | b'\r' | b'\n')),
                    "{seed}: not ASCII"
                );
            }
            assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{seed}");
            let context = context(*target, &machine(), "{B175ADC0-0000-4000-8000-000000000001}");
            if let Err(unread) = read(*target, &text, &context) {
                panic!("seed {seed}: {unread}\n{text}");
            }
            lines += job.emission.lines.len();
        }
        println!(
            "{}: {lines} lines read; refused before: {refused:?}",
            target.word()
        );
    }
}

#[test]
fn the_calls_of_cmd_give_a_job_the_values_of_the_plan() {
    for target in CMD {
        let mut refused = BTreeMap::new();
        let (mut jobs, mut values, mut carried) = (0, 0, 0);
        for seed in 1..=5_000 {
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
            let mut machine = machine();
            machine.bits.elevated = true;
            let mut existing = None;
            if draft.subject.kind == SubjectKind::Existing {
                draft.settings.remove(&SettingId::ReplyFileName);
                draft.subject.selector = SelectorKind::Guid;
                let guid = machine.bits.create(JobType::Download, "before").unwrap();
                draft.subject.guids = vec![guid.trim_matches(['{', '}']).into()];
                existing = Some((guid.clone(), machine.bits.snapshot().jobs[&guid].clone()));
            }
            let request = Request {
                target: *target,
                script: Script::Main,
            };
            let Some(job) = emitted_from(draft, request, &mut refused) else {
                panic!("seed {seed}: nothing was left of the job; {refused:?}");
            };
            let text = job.emission.text();
            machine.old_module = job.plan.profile().windows.module < Module::Server2022;
            for name in job.plan.environment() {
                let known = machine
                    .environment
                    .iter()
                    .any(|(known, _)| known.eq_ignore_ascii_case(&name));
                if !known {
                    machine.environment.push((name, "Ev".to_owned()));
                }
            }
            let guid = match &existing {
                Some((guid, _)) => format!("{{{}}}", guid.trim_matches(['{', '}'])),
                None => format!("{{{}}}", Model::default().new_guid()),
            };
            let context = context(*target, &machine, &guid);
            let reading = read(*target, &text, &context)
                .unwrap_or_else(|unread| panic!("seed {seed}: {unread}\n{text}"));
            for call in calls(&job, &reading) {
                if call.line.contains("/getstate") || call.line.contains("/rawreturn /get") {
                    continue;
                }
                if let Err(why) = carry_out(&call.name(), &call.line, &mut machine) {
                    panic!("seed {seed}: {why}\n{}\n{text}", call.line);
                }
                carried += 1;
            }
            let noted: BTreeSet<SettingId> = job
                .emission
                .notes
                .iter()
                .filter_map(|note| note.place.id())
                .collect();
            let snapshot = machine.bits.snapshot();
            assert_eq!(snapshot.jobs.len(), 1, "seed {seed}\n{text}");
            let (_, after) = snapshot.jobs.first_key_value().unwrap();
            let before = match existing {
                Some((_, before)) => before.settings,
                None => {
                    let mut fresh = Model::default();
                    let other = fresh.create(after.job_type, "bitsmith-1-2-3-4").unwrap();
                    fresh.snapshot().jobs[&other].settings.clone()
                }
            };
            let mut wanted = expected(&job.plan, &before, &machine, &noted);
            if job.plan.is_new() {
                let name = &job.plan.job().settings.display_name.as_ref().unwrap().0;
                wanted.insert("display_name".to_owned(), value_of(name, &machine));
            }
            assert_eq!(after.settings, wanted, "seed {seed}\n{text}");
            assert_eq!(after.files, files(&job.plan, &machine), "seed {seed}\n{text}");
            jobs += 1;
            values += job.plan.values().count();
        }
        println!(
            "{}: {jobs} jobs with {values} values by {carried} calls; refused before: {refused:?}",
            target.word()
        );
    }
}

/// Every part of a setting that takes a free text.
fn free_texts() -> Vec<(SettingId, usize)> {
    CATALOG
        .iter()
        .filter(|spec| spec.held != Held::FileEntry)
        .flat_map(|spec| {
            spec.parts.iter().enumerate().filter_map(|(part, one)| {
                matches!(one.control, Control::Text(_) | Control::Lines(_) | Control::User)
                    .then_some((spec.id, part))
            })
        })
        .collect()
}

/// What a cmd target may refuse a text for: C3 to C5, section 3 of the safety rules.
const ALLOWED: &[&str] = &[
    "control-character",
    "not-ascii",
    "line-too-long",
    "is-null",
    "begins-with-slash",
    "looks-like-guid",
];

/// A download that the text can be put into.
pub(crate) fn draft_for(id: SettingId) -> Draft {
    let mut draft = Draft::default();
    draft.ending.new = NewEndingKind::CreateOnly;
    draft.folders = Folders::Create;
    let set = |draft: &mut Draft, id, columns: Vec<Vec<Entry>>| draft.settings.insert(id, Entries(columns));
    set(&mut draft, SettingId::DisplayName, vec![vec!["Nightly".into()]]);
    set(
        &mut draft,
        SettingId::Files,
        vec![
            vec!["https://example.com/a.zip".into()],
            vec!["C:\\Data\\a.zip".into()],
        ],
    );
    match id {
        SettingId::ReplyFileName => {
            set(&mut draft, SettingId::JobType, vec![vec!["upload_reply".into()]]);
            set(&mut draft, id, vec![vec!["C:\\Data\\r".into()]]);
        }
        SettingId::ProxySettings => {
            set(
                &mut draft,
                id,
                vec![
                    vec!["override".into()],
                    vec!["http://p:80".into()],
                    vec!["h".into()],
                ],
            );
        }
        SettingId::Credentials => {
            set(
                &mut draft,
                id,
                vec![vec!["server".into()], vec!["negotiate".into()], vec!["u".into()]],
            );
        }
        SettingId::NotifyCmdLine => {
            set(&mut draft, id, vec![vec!["C:\\p.exe".into()], vec!["p".into()]]);
        }
        SettingId::ReplaceRemotePrefix => {
            set(
                &mut draft,
                id,
                vec![
                    vec!["https://example.com".into()],
                    vec!["https://example.org".into()],
                ],
            );
        }
        SettingId::ClientCertificateById => {
            set(
                &mut draft,
                id,
                vec![
                    vec!["local_machine".into()],
                    vec!["MY".into()],
                    vec!["0123456789012345678901234567890123456789".into()],
                ],
            );
        }
        SettingId::ClientCertificateByName => {
            set(
                &mut draft,
                id,
                vec![
                    vec!["local_machine".into()],
                    vec!["MY".into()],
                    vec!["CN=a".into()],
                ],
            );
        }
        SettingId::RemoteName => {
            set(
                &mut draft,
                id,
                vec![vec!["0".into()], vec!["https://example.com/b".into()]],
            );
        }
        _ => {}
    }
    draft
}

/// A list of proxies is one text for BITS, in which commas, semicolons and blanks part the entries.
pub(crate) fn lists_alike(mut settings: BTreeMap<String, String>) -> BTreeMap<String, String> {
    if let Some(proxies) = settings.get_mut("proxy_settings") {
        *proxies = proxies.replace([',', ' ', ';'], "|");
    }
    settings
}

#[test]
fn awkward_texts_arrive_exactly_or_are_refused_with_a_reason() {
    let strings = awkward::all();
    assert!(strings.len() >= 150);
    for target in CMD {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (id, part) in free_texts() {
            for string in &strings {
                let mut draft = draft_for(id);
                let mut columns = draft.settings.get(&id).cloned().unwrap_or_default();
                columns.set(part, vec![Entry::Pieces(Text::literal(string.text.as_str()))]);
                draft.settings.insert(id, columns);
                let story = format!("{} {part} {:?} ({})", id.name(), string.text, target.word());
                let evaluation = evaluate(&draft, Reveal::Shown);
                let Some(plan) = evaluation.plan else {
                    *counts.entry("BITS or its rules refuse it".into()).or_default() += 1;
                    continue;
                };
                let request = Request {
                    target: *target,
                    script: Script::Main,
                };
                let emission = match emit(std::slice::from_ref(&plan), request) {
                    Ok(emission) => emission,
                    Err(errors) => {
                        for error in errors.iter().filter(|error| error.severity == Severity::Error) {
                            let reason = error
                                .rule
                                .split_once('-')
                                .map_or(error.rule, |(_, reason)| reason);
                            assert!(ALLOWED.contains(&reason), "{story}: {error}");
                            assert!(!error.help.is_empty(), "{story}");
                            *counts.entry(error.rule.to_owned()).or_default() += 1;
                        }
                        continue;
                    }
                };
                let mut machine = machine();
                machine.bits.elevated = true;
                let context = context(*target, &machine, &format!("{{{}}}", Model::default().new_guid()));
                let text = emission.text();
                let reading =
                    read(*target, &text, &context).unwrap_or_else(|unread| panic!("{story}: {unread}"));
                let noted: BTreeSet<SettingId> =
                    emission.notes.iter().filter_map(|note| note.place.id()).collect();
                let job = Emitted {
                    draft,
                    plan,
                    emission,
                };
                for call in calls(&job, &reading) {
                    if let Err(why) = carry_out(&call.name(), &call.line, &mut machine) {
                        panic!("{story}: {why}\n{}", call.line);
                    }
                }
                let snapshot = machine.bits.snapshot();
                let (_, after) = snapshot.jobs.first_key_value().unwrap();
                let mut fresh = Model::default();
                let other = fresh.create(after.job_type, "bitsmith-1-2-3-4").unwrap();
                let before = fresh.snapshot().jobs[&other].settings.clone();
                let mut wanted = expected(&job.plan, &before, &machine, &noted);
                let name = &job.plan.job().settings.display_name.as_ref().unwrap().0;
                wanted.insert("display_name".to_owned(), value_of(name, &machine));
                assert_eq!(
                    lists_alike(after.settings.clone()),
                    lists_alike(wanted),
                    "{story}"
                );
                assert_eq!(after.files, files(&job.plan, &machine), "{story}");
                *counts.entry("exact".into()).or_default() += 1;
            }
        }
        println!("{}: {counts:?}", target.word());
    }
}

/// Whatever variables a plan names, the file has others for itself.
#[test]
fn variables_of_a_plan_are_none_of_the_files_own() {
    for names in [
        &["BITS_HOME"][..],
        &["BITS_JOB"],
        &["bits_exe"],
        &["BITS_HOME", "BITS2_LOG", "MY_BITS_DATA"],
    ] {
        let mut draft = draft_for(SettingId::DisplayName);
        let column = |text: &dyn Fn(&str) -> String| names.iter().map(|name| text(name).into()).collect();
        let files = vec![
            column(&|name| format!("https://example.com/{name}.zip")),
            column(&|name| format!("%{name}%\\{name}.zip")),
        ];
        draft.settings.insert(SettingId::Files, Entries(files));
        let plan = evaluate(&draft, Reveal::Masked).plan.expect("a plan");
        for script in [Script::Main, Script::Undo, Script::Check] {
            let request = Request {
                target: Target::Batch,
                script,
            };
            let text = emit(std::slice::from_ref(&plan), request).expect("a file").text();
            for name in names {
                let asked = format!("if not defined {name} set ");
                assert!(text.contains(&asked), "{}: {name}\n{text}", script.word());
                let set = format!("set \"{}=", name.to_ascii_uppercase());
                assert!(
                    !text.to_ascii_uppercase().contains(&set.to_ascii_uppercase()),
                    "{name}\n{text}"
                );
                let used = text.contains(&format!("%{name}%\\{name}.zip"));
                assert_eq!(used, script == Script::Main, "{name}\n{text}");
            }
        }
    }
}

/// The name goes to the module in a variable of the batch file: whatever it is, it arrives.
#[test]
fn awkward_names_of_existing_jobs_arrive_exactly() {
    let mut exact = 0;
    for string in awkward::all() {
        let mut draft = Draft::default();
        draft.subject.kind = SubjectKind::Existing;
        draft.subject.selector = SelectorKind::Name;
        draft.subject.name = Entry::Pieces(Text::literal(string.text.as_str()));
        draft.settings.insert(SettingId::Priority, Entries::one("high"));
        let Some(plan) = evaluate(&draft, Reveal::Masked).plan else {
            continue;
        };
        let request = Request {
            target: Target::Batch,
            script: Script::Main,
        };
        let emission = match emit(std::slice::from_ref(&plan), request) {
            Ok(emission) => emission,
            Err(errors) => {
                for error in errors {
                    let reason = error
                        .rule
                        .split_once('-')
                        .map_or(error.rule, |(_, reason)| reason);
                    assert!(ALLOWED.contains(&reason), "{:?}: {error}", string.text);
                }
                continue;
            }
        };
        let Subject::Existing {
            selector: Selector::Name(name),
            ..
        } = &plan.job().subject
        else {
            panic!("not by name");
        };
        let context = context(
            Target::Batch,
            &machine(),
            "{B175ADC0-0000-4000-8000-000000000001}",
        );
        let reading = cmd::batch_in(&emission.text(), &context)
            .unwrap_or_else(|unread| panic!("{:?}: {unread}\n{}", string.text, emission.text()));
        let set = reading
            .calls_of("set")
            .into_iter()
            .find(|command| command.rest().contains("BITS_WANTED="))
            .unwrap_or_else(|| panic!("{:?}", string.text));
        let rest = set.rest().trim_start();
        let value = match rest.strip_prefix('"') {
            Some(quoted) => quoted.rsplit_once('"').unwrap().0,
            None => rest,
        };
        assert_eq!(
            value.strip_prefix("BITS_WANTED="),
            Some(value_of(name, &machine()).as_str()),
            "{rest}"
        );
        exact += 1;
    }
    assert!(exact > 50, "{exact}");
}

/// How `for /f` takes lines away: whether those that begin with the character of `eol`, or those where it stands behind
/// delimiters too. The help does not say which.
#[derive(Debug, Clone, Copy)]
enum Skipping {
    AtTheBeginning,
    BehindDelimiters,
}

/// Whether the body of a loop runs for a line.
fn is_seen(line: &str, eol: char, delimiters: &str, skipping: Skipping) -> bool {
    let rest = line.trim_start_matches(|c| delimiters.contains(c));
    let first = match skipping {
        Skipping::AtTheBeginning => line,
        Skipping::BehindDelimiters => rest,
    };
    !first.starts_with(eol) && !rest.is_empty()
}

/// Where a file was printed by a program or could be written by others, a loop looks for characters that may not be there.
#[test]
fn no_line_escapes_the_loops_that_look_at_characters() {
    let existing = |selector| {
        let mut draft = Draft::default();
        draft.subject.kind = SubjectKind::Existing;
        draft.subject.selector = selector;
        draft.subject.name = "Nightly".into();
        draft.subject.guids = vec!["6AF1F8FA-1C2A-4C3B-9A0B-0123456789ab".into()];
        draft.settings.insert(SettingId::Priority, Entries::one("high"));
        draft
    };
    let mut groups = 0;
    for (draft, script) in [
        (draft_for(SettingId::DisplayName), Script::Main),
        (existing(SelectorKind::Name), Script::Main),
        (existing(SelectorKind::Guid), Script::Undo),
    ] {
        let plan = evaluate(&draft, Reveal::Masked).plan.expect("a plan");
        let request = Request {
            target: Target::Batch,
            script,
        };
        let text = emit(std::slice::from_ref(&plan), request).expect("a file").text();
        let plain = text
            .lines()
            .find_map(|line| line.strip_prefix("set \"BITS_PLAIN="))
            .map(|rest| rest.trim_end_matches('"').to_owned())
            .expect("the list of plain characters");
        // Loops over one file, with their `eol` and their delimiters.
        let mut loops: BTreeMap<&str, Vec<(char, String)>> = BTreeMap::new();
        for line in text.lines() {
            let Some((options, rest)) = line
                .strip_prefix("for /f \"usebackq ")
                .and_then(|rest| rest.split_once("\" %%i in ("))
            else {
                continue;
            };
            let Some((before, delimiters)) = options.split_once("delims=") else {
                continue;
            };
            if delimiters.is_empty() {
                continue;
            }
            let eol = before.strip_prefix("eol=").and_then(|rest| rest.chars().next());
            loops
                .entry(rest)
                .or_default()
                .push((eol.unwrap_or(';'), delimiters.replace("%BITS_PLAIN%", &plain)));
        }
        assert!(!loops.is_empty(), "{text}");
        groups += loops.len();
        for (what, loops) in loops {
            let starts = ["", "a", "0", "1", "01", "{", " ", "abc ", ";", "0;", "a;"];
            let foreign = [
                "&x", ";&x", "|", "\"", "^", "%", "<", ">", ";", "a&", "0&", "1&", ";1&",
            ];
            for (line, skipping) in starts
                .iter()
                .flat_map(|start| foreign.iter().map(move |end| format!("{start}{end}")))
                .flat_map(|line| {
                    [
                        (line.clone(), Skipping::AtTheBeginning),
                        (line, Skipping::BehindDelimiters),
                    ]
                })
            {
                let seen = loops
                    .iter()
                    .any(|(eol, delimiters)| is_seen(&line, *eol, delimiters, skipping));
                assert!(seen, "{line:?} is not seen by {what} {loops:?}, {skipping:?}");
            }
        }
    }
    assert!(groups >= 4, "{groups}");
}
