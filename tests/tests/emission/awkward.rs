//! Every awkward string in every free text of the catalog, for every target: said exactly, or refused for a reason that
//! stands in the safety rules or in BITS's own.

use crate::texts;
use bitsmith_core::catalog::{CATALOG, SettingId};
use bitsmith_core::diagnostic::{At, Diagnostic, Severity};
use bitsmith_core::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::emit::{Emission, Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;
use bitsmith_core::text::Text;
use bitsmith_core::value::{Control, Entries, Entry};
use bitsmith_tests::awkward::Awkward;
use bitsmith_tests::{argv, awkward, powershell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A free text of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Free {
    /// A part of a setting.
    Part(SettingId, usize),
    /// The name of the jobs that are changed.
    Name,
    /// The pattern of their names.
    Pattern,
}

/// The free texts: what the catalog's parts take as text, and how jobs are found.
fn free_texts() -> Vec<Free> {
    let parts = CATALOG.iter().flat_map(|spec| {
        spec.parts.iter().enumerate().filter_map(|(index, part)| {
            matches!(part.control, Control::Text(_) | Control::Lines(_) | Control::User)
                .then_some(Free::Part(spec.id, index))
        })
    });
    parts.chain([Free::Name, Free::Pattern]).collect()
}

impl Free {
    fn label(self) -> String {
        match self {
            Free::Part(id, part) => {
                let name = id.spec().parts.get(part).map_or("", |part| part.name);
                [id.name(), name].join(" ").trim_end().to_owned()
            }
            Free::Name => "subject name".to_owned(),
            Free::Pattern => "subject pattern".to_owned(),
        }
    }

    /// What stands before the string, so that it is not refused at once for what the whole text has to be.
    fn frame(self) -> &'static str {
        match self {
            Free::Part(SettingId::Files | SettingId::ReplaceRemotePrefix, 0)
            | Free::Part(SettingId::ReplaceRemotePrefix | SettingId::RemoteName, 1) => "https://example.com/",
            Free::Part(SettingId::Files, 1)
            | Free::Part(SettingId::ReplyFileName | SettingId::NotifyCmdLine, 0) => "C:\\Data\\",
            Free::Part(SettingId::NotifyCmdLine, 1) => "C:\\Data\\notify.exe ",
            Free::Part(SettingId::CustomHeaders, 0) => "X-Text: ",
            _ => "",
        }
    }

    /// A job that says this text and as little else as it can.
    fn draft(self, text: &str) -> Draft {
        let entry = Entry::Pieces(Text::literal(text));
        let mut draft = Draft::default();
        draft.ending.new = NewEndingKind::CreateOnly;
        let id = match self {
            Free::Name | Free::Pattern => {
                draft.subject.kind = SubjectKind::Existing;
                draft.settings.insert(SettingId::Priority, Entries::one("low"));
                if self == Free::Name {
                    draft.subject.selector = SelectorKind::Name;
                    draft.subject.name = entry;
                } else {
                    draft.subject.selector = SelectorKind::Pattern;
                    draft.subject.pattern = entry;
                }
                return draft;
            }
            Free::Part(id, _) => id,
        };
        let typed = |cells: &[&str]| Entries(cells.iter().map(|cell| vec![(*cell).into()]).collect());
        draft
            .settings
            .insert(SettingId::DisplayName, Entries::one("Nightly"));
        draft
            .settings
            .insert(SettingId::JobType, Entries::one("download"));
        draft.settings.insert(
            SettingId::Files,
            typed(&["https://example.com/a.zip", "C:\\Data\\a.zip"]),
        );
        let around: &[&str] = match id {
            SettingId::ReplaceRemotePrefix => &["https://example.com/", "https://example.org/"],
            SettingId::RemoteName => &["0", ""],
            SettingId::ClientCertificateById => {
                &["current_user", "MY", "0123456789abcdef0123456789abcdef01234567"]
            }
            SettingId::ClientCertificateByName => &["current_user", "MY", "example"],
            SettingId::ProxySettings => &["override", "http://proxy:80", "<local>"],
            SettingId::Credentials => &["server", "basic", ""],
            SettingId::NotifyCmdLine => &["C:\\Data\\notify.exe", "C:\\Data\\notify.exe"],
            SettingId::Files => &["https://example.com/a.zip", "C:\\Data\\a.zip"],
            _ => &[""],
        };
        if id == SettingId::ReplyFileName {
            draft
                .settings
                .insert(SettingId::JobType, Entries::one("upload_reply"));
        }
        let mut entries = typed(around);
        if let Free::Part(_, part) = self {
            entries.set(part, vec![entry]);
        }
        draft.settings.insert(id, entries);
        draft
    }

    /// Whether a diagnostic is about this text.
    fn is_meant(self, diagnostic: &Diagnostic) -> bool {
        match self {
            Free::Part(id, _) => diagnostic.place.id() == Some(id),
            Free::Name | Free::Pattern => diagnostic.place.at == At::Subject,
        }
    }
}

/// Reasons for which a target may refuse a text: C3 to C5 and section 3 of the safety rules.
const REASONS: &[&str] = &[
    "control-character",
    "not-ascii",
    "line-too-long",
    "percent-at-prompt",
    "is-null",
    "begins-with-slash",
    "looks-like-guid",
];

/// Rules that say what BITS itself does not take.
const RULES: &[&str] = &[
    "unreadable-value",
    "address-as-local-name",
    "device-prefix-in-local-name",
    "folder-as-local-name",
    "illegal-character-in-address",
    "illegal-character-in-local-name",
    "long-address-segment",
    "quotes-around-path",
    "relative-local-name",
    "remote-name-without-protocol",
    "reserved-device-name",
    "stream-in-local-name",
    "wildcard-in-file-name",
];

/// What became of one string in one place.
enum Fate {
    Exact,
    /// By a rule of BITS's own, before any target is asked.
    Rule(&'static str),
    /// By a target.
    Target(&'static str),
}

/// What becomes of a text for each target.
fn fates(free: Free, text: &str, windows: &str, targets: &[Target]) -> Vec<(Target, Result<Fate, String>)> {
    let mut draft = free.draft(text);
    if let Err(error) = draft.profile.set("windows", windows) {
        panic!("{windows}: {error:?}");
    }
    let evaluation = evaluate(&draft, Reveal::Shown);
    let fate = |target: Target| {
        let Some(plan) = &evaluation.plan else {
            return refusal(free, &evaluation.diagnostics).and_then(|rule| match RULES.contains(&rule) {
                true => Ok(Fate::Rule(rule)),
                false => Err(format!("refused by the rule `{rule}`")),
            });
        };
        let request = Request {
            target,
            script: Script::Main,
        };
        match emit(std::slice::from_ref(plan), request) {
            Err(diagnostics) => {
                let rule = refusal(free, &diagnostics)?;
                let reason = rule
                    .strip_prefix(target.word())
                    .and_then(|rest| rest.strip_prefix('-'));
                match reason.filter(|reason| REASONS.contains(reason)) {
                    Some(_) => Ok(Fate::Target(rule)),
                    None => Err(format!("refused for `{rule}`")),
                }
            }
            Ok(emission) => is_said(target, &emission, free, text).map(|()| Fate::Exact),
        }
    };
    targets.iter().map(|target| (*target, fate(*target))).collect()
}

/// The rule that refuses; every error has to be about the text.
fn refusal(free: Free, diagnostics: &[Diagnostic]) -> Result<&'static str, String> {
    let errors = || {
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
    };
    if let Some(other) = errors().find(|error| !free.is_meant(error)) {
        return Err(format!("an error that is not about the text: {other:?}"));
    }
    errors()
        .next()
        .map(|error| error.rule)
        .ok_or_else(|| "refused without an error".to_owned())
}

/// Whether the script says exactly this text.
fn is_said(target: Target, emission: &Emission, free: Free, text: &str) -> Result<(), String> {
    let script = emission.text();
    let said = match target {
        Target::PowerShell => powershell_texts(&script)?,
        Target::Batch | Target::Prompt if emission.lines.is_empty() => return Ok(()),
        Target::Batch | Target::Prompt => return Err("no reader".to_owned()),
    };
    let expected = match free {
        // A name is looked for as a pattern that only it matches.
        Free::Name => text
            .chars()
            .flat_map(|c| "`*?[]".contains(c).then_some('`').into_iter().chain([c]))
            .collect(),
        _ => text.to_owned(),
    };
    // What neither tool can say stands in a note.
    let noted = emission
        .notes
        .iter()
        .any(|note| matches!(free, Free::Part(id, _) if note.place.id() == Some(id)));
    if noted || said.contains(&expected) {
        Ok(())
    } else {
        Err("not said".to_owned())
    }
}

/// Every text that a script holds, and every word of its argument lines.
fn powershell_texts(script: &str) -> Result<BTreeSet<String>, String> {
    if !script.bytes().all(|b| matches!(b, b' '..=b'~' | b'\r' | b'\n')) {
        return Err("not ASCII".to_owned());
    }
    let read = powershell::read(script).map_err(|unread| format!("unreadable {unread}"))?;
    let mut found = BTreeSet::new();
    texts::of_script(&read, &mut found);
    let lines: Vec<String> = found
        .iter()
        .filter(|text| text.starts_with('/'))
        .map(|text| format!("bitsadmin.exe {text}"))
        .collect();
    for line in lines {
        let (one, other) = (argv::command_line_to_argv_w(&line), argv::msvcrt(&line));
        if one == other {
            found.extend(one);
        }
    }
    Ok(found)
}

/// How often what happened.
#[derive(Default)]
struct Count {
    exact: BTreeMap<(Target, Free), usize>,
    rules: BTreeMap<(Target, &'static str), usize>,
    targets: BTreeMap<&'static str, usize>,
    /// What went wrong where, with the texts.
    wrong: BTreeMap<(String, String), Vec<String>>,
}

impl Count {
    fn of(free: Free, strings: &[Awkward]) -> Count {
        let mut count = Count::default();
        for awkward in strings {
            let framed = format!("{}{}", free.frame(), awkward.text);
            let alone = (!free.frame().is_empty()).then(|| awkward.text.clone());
            for text in alone.into_iter().chain([framed]) {
                // The first has all parameters of the cmdlets; with the second much of it goes by bitsadmin.
                let newest = fates(free, &text, "server-2025", Target::ALL);
                let older = fates(free, &text, "server-2016", &[Target::PowerShell]);
                for (target, fate) in newest.into_iter().chain(older) {
                    match fate {
                        Ok(Fate::Exact) => *count.exact.entry((target, free)).or_default() += 1,
                        Ok(Fate::Rule(rule)) => *count.rules.entry((target, rule)).or_default() += 1,
                        Ok(Fate::Target(rule)) => *count.targets.entry(rule).or_default() += 1,
                        Err(why) => {
                            let place = format!("{}, {}", target.word(), free.label());
                            let texts = count.wrong.entry((why, place)).or_default();
                            texts.push(format!("{}: {text:?}", awkward.name));
                        }
                    }
                }
            }
        }
        count
    }

    fn add(&mut self, other: Count) {
        self.exact.extend(other.exact);
        for (key, number) in other.rules {
            *self.rules.entry(key).or_default() += number;
        }
        for (key, number) in other.targets {
            *self.targets.entry(key).or_default() += number;
        }
        for (key, texts) in other.wrong {
            self.wrong.entry(key).or_default().extend(texts);
        }
    }
}

#[test]
fn every_awkward_string_is_said_exactly_or_refused_for_an_allowed_reason() {
    let strings = awkward::all();
    let places = free_texts();
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let total = std::thread::scope(|scope| {
        let work = || {
            let mut count = Count::default();
            while let Some(free) = places.get(next.fetch_add(1, Ordering::Relaxed)) {
                count.add(Count::of(*free, &strings));
            }
            count
        };
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let mut total = Count::default();
        for thread in threads {
            total.add(thread.join().expect("a thread that counts has panicked"));
        }
        total
    });
    for target in Target::ALL {
        let exact: usize = places
            .iter()
            .filter_map(|free| total.exact.get(&(*target, *free)))
            .sum();
        println!("{}: {exact} exact", target.word());
        for ((_, rule), number) in total.rules.iter().filter(|((of, _), _)| of == target) {
            println!("    refused by the rule {rule}: {number}");
        }
    }
    println!("refused by targets: {:?}", total.targets);
    for ((why, place), texts) in &total.wrong {
        println!("{place}: {} times {why}", texts.len());
        for text in texts.iter().take(10) {
            println!("    {text}");
        }
    }
    assert!(total.wrong.is_empty(), "what is wrong stands above");
    for target in Target::ALL {
        for free in &places {
            let said = total.exact.get(&(*target, *free));
            assert!(
                said.is_some(),
                "{}: not one string is said in {}",
                target.word(),
                free.label()
            );
        }
    }
}
