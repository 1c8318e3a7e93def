//! Every awkward string in every free text of the catalog, for every target: said exactly, or refused for a reason that
//! stands in the safety rules or in BITS's own.

use crate::values::carried_out;
use bitsmith_core::catalog::{CATALOG, SettingId};
use bitsmith_core::diagnostic::{At, Diagnostic, Severity};
use bitsmith_core::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::emit::{Emission, Request, Script, Target, Token, TokenKind, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::job::Folders;
use bitsmith_core::job_text;
use bitsmith_core::plan::{Plan, Reveal};
use bitsmith_core::text::Text;
use bitsmith_core::value::{Control, Entries, Entry};
use bitsmith_tests::awkward::Awkward;
use bitsmith_tests::cmd::{Context, Reading, Unread};
use bitsmith_tests::powershell::evaluate_literal;
use bitsmith_tests::{argv, awkward, cmd, powershell};
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
        draft.folders = Folders::Create;
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
    "is-null",
    "begins-with-slash",
    "looks-like-guid",
];

/// Rules that say what BITS itself does not take.
const RULES: &[&str] = &[
    "address-as-local-name",
    "device-prefix-in-local-name",
    "folder-as-local-name",
    "header-without-colon",
    "illegal-character-in-address",
    "illegal-character-in-local-name",
    "line-break-in-header",
    "long-address-segment",
    "malformed-bypass",
    "malformed-header-name",
    "malformed-http-method",
    "malformed-name-pattern",
    "malformed-proxy",
    "notify-program-without-path",
    "nul-as-notify-program",
    "override-without-proxy-list",
    "quotes-around-path",
    "relative-local-name",
    "remote-name-without-protocol",
    "reserved-device-name",
    "share-without-file",
    // An error only where a variable stands for the whole path or address, which is none without it.
    "shell-variable-as-text",
    "stream-in-local-name",
    "wildcard-in-file-name",
];

/// What the message of a value that cannot be read says, where that is so because of BITS's limits: too long, the end of
/// a string in it, or nothing where BITS needs something.
const UNREADABLE: &[&str] = &[
    "BITS takes at most",
    "the character NUL, which ends a string in Windows",
    "A prefix is empty, and BITS refuses that.",
    "No method is given.",
    "No name is given",
    "No path is given.",
    "Parameters are given without a program, and BITS refuses that.",
    "has no local name.",
    "has no remote name.",
    "has no display name.",
    "has no user.",
    "is missing; BITS needs it.",
];

/// Whether a rule says what BITS itself does not take.
fn is_a_rule_of_bits(error: &Diagnostic) -> bool {
    RULES.contains(&error.rule)
        || error.rule == "unreadable-value" && UNREADABLE.iter().any(|words| error.message.contains(words))
}

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
            return refusal(free, &evaluation.diagnostics).and_then(|error| match is_a_rule_of_bits(error) {
                true => Ok(Fate::Rule(error.rule)),
                false => Err(format!("refused by the rule `{}`: {}", error.rule, error.message)),
            });
        };
        let request = Request {
            target,
            script: Script::Main,
        };
        match emit(std::slice::from_ref(plan), request) {
            Err(diagnostics) => {
                let rule = refusal(free, &diagnostics)?.rule;
                let reason = rule
                    .strip_prefix(target.word())
                    .and_then(|rest| rest.strip_prefix('-'));
                match reason.filter(|reason| REASONS.contains(reason)) {
                    Some(_) => Ok(Fate::Target(rule)),
                    None => Err(format!("refused for `{rule}`")),
                }
            }
            Ok(emission) => is_said(target, plan, &emission, free, text).map(|()| Fate::Exact),
        }
    };
    targets.iter().map(|target| (*target, fate(*target))).collect()
}

/// The error that refuses; every error has to be about the text.
fn refusal(free: Free, diagnostics: &[Diagnostic]) -> Result<&Diagnostic, String> {
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
        .ok_or_else(|| "refused without an error".to_owned())
}

/// Whether the script says exactly this text.
fn is_said(target: Target, plan: &Plan, emission: &Emission, free: Free, text: &str) -> Result<(), String> {
    // An empty line of a list is no entry.
    let planned = text.is_empty() || texts(plan).any(|one| one == text);
    if !planned {
        return Err("not in the plan".to_owned());
    }
    let script = emission.text();
    let said = match (target, free) {
        (Target::PowerShell, _) if !is_ascii(&script) => return Err("not ASCII".to_owned()),
        (Target::PowerShell, Free::Pattern) => patterns(&script),
        // BITS has no job of such a name, so the script finds none.
        (Target::PowerShell, Free::Name) if text.encode_utf16().count() > 256 => {
            return match patterns(&script).contains(text) {
                true => Ok(()),
                false => Err("not looked for".to_owned()),
            };
        }
        (Target::PowerShell, _) => return carried_out(plan, emission).map(|_| ()),
        (Target::Batch, _) if !is_ascii(&script) => return Err("not ASCII".to_owned()),
        (Target::Batch, _) => words(cmd::batch_in(&script, &context()))?,
        (Target::Prompt, _) => {
            // A name that is not set stays as it was typed.
            let context = Context {
                unknown: None,
                ..context()
            };
            words(cmd::prompt_in(&script, &context))?
        }
    };
    // What no tool can say stands in a note.
    let noted = emission
        .notes
        .iter()
        .any(|note| matches!(free, Free::Part(id, _) if note.place.id() == Some(id)));
    if noted || said.contains(text) {
        Ok(())
    } else {
        Err("not said".to_owned())
    }
}

fn texts(plan: &Plan) -> impl Iterator<Item = String> {
    job_text::texts(plan.job())
        .into_iter()
        .filter_map(|text| text.text.as_literal().map(str::to_owned))
}

fn is_ascii(script: &str) -> bool {
    script.bytes().all(|b| matches!(b, b' '..=b'~' | b'\r' | b'\n'))
}

/// The names that a script compares with those of jobs.
fn patterns(script: &str) -> BTreeSet<String> {
    let compared = |line: &str| {
        let (_, after) = ["-like ", "-ceq "]
            .iter()
            .find_map(|operator| line.split_once(&format!("$_.DisplayName {operator}")))?;
        let expression = after.strip_suffix(" })")?;
        let read = powershell::read(expression).ok()?;
        evaluate_literal(&read).ok().map(|value| value.lossy())
    };
    script.lines().filter_map(compared).collect()
}

/// The variables that a script sets for itself: the program, and values made of digits, letters and braces.
fn context() -> Context {
    let start = Context {
        unknown: Some("7".to_owned()),
        ..Context::default()
    };
    ('a'..='z')
        .fold(start, |context, letter| context.with_loop(letter, "7"))
        .with("BITS_EXE", "C:\\Windows\\System32\\bitsadmin.exe")
}

/// Every word of every call of bitsadmin, as both readers of argument vectors have it, and every value of a variable.
fn words(reading: Result<Reading, Unread>) -> Result<BTreeSet<String>, String> {
    let reading = reading.map_err(|unread| format!("unreadable {unread}"))?;
    let mut found = BTreeSet::new();
    for call in reading.calls_of("bitsadmin") {
        let (one, other) = (argv::command_line_to_argv_w(&call.line), argv::msvcrt(&call.line));
        if one != other {
            return Err(format!("read in two ways: {}", call.line));
        }
        found.extend(one);
    }
    for call in reading.calls_of("set") {
        // `set "NAME=value"` ends at the last quote, `set NAME=value` at the end of the line.
        let rest = call.rest().trim_start();
        let assignment = match rest.strip_prefix('"') {
            Some(quoted) => quoted.rsplit_once('"').map(|(inner, _)| inner),
            None => Some(rest),
        };
        let value = assignment.and_then(|assignment| assignment.split_once('='));
        found.extend(value.map(|(_, value)| value.to_owned()));
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
                let older = fates(free, &text, "server-2019", &[Target::PowerShell]);
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
    // A reason that no string meets would allow a refusal that nobody has looked at.
    let met = |reason: &&&str| {
        let said = |rule: &&str| rule.split_once('-').is_some_and(|(_, rest)| rest == **reason);
        total.targets.keys().any(said) || total.rules.keys().any(|(_, rule)| rule == *reason)
    };
    let idle: Vec<_> = REASONS
        .iter()
        .chain(RULES)
        .filter(|reason| !met(reason))
        .collect();
    assert!(idle.is_empty(), "no string meets {idle:?}");
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

/// Faults of a writer: target, text, what a line holds, what a faulty writer would have written.
pub(crate) const FAULTS: &[(Target, &str, &str, &str)] = &[
    (Target::PowerShell, "it's", "'it''s'", "'it'"),
    (Target::PowerShell, "it's", "'it''s'", "'it''''s'"),
    (Target::PowerShell, "a\u{2019}b", "[char]0x2019", "[char]0x0027"),
    (
        Target::PowerShell,
        "a\u{2019}b",
        "('a' + [char]0x2019 + 'b')",
        "'a\u{2019}b'",
    ),
    (Target::PowerShell, "a b", "'a b'", "'a  b'"),
    (Target::Batch, "100%TEMP%", "100%%TEMP%%", "100%TEMP%"),
    (Target::Batch, "a&b", "\"a&b\"", "a&b"),
    (Target::Batch, "a \"b\" & c", "\\^\"", "^\""),
    (Target::Batch, "a\"b&c", "\\^\"b^&c", "\"\"b&c"),
    (Target::Batch, "a b", "\"a b\"", "a b"),
];

#[test]
fn a_script_that_says_something_else_is_caught() {
    for (target, text, written, faulty) in FAULTS {
        let free = Free::Part(SettingId::Description, 0);
        let plan = evaluate(&free.draft(text), Reveal::Shown).plan.expect("a plan");
        let request = Request {
            target: *target,
            script: Script::Main,
        };
        let mut emission = emit(std::slice::from_ref(&plan), request).expect("a script");
        assert_eq!(is_said(*target, &plan, &emission, free, text), Ok(()), "{text:?}");
        let mut changed = 0;
        for line in &mut emission.lines {
            let source = line.text();
            if source.contains("description") || source.contains("Description") {
                let source = source.replace(written, faulty);
                changed += usize::from(source != line.text());
                line.tokens = vec![Token {
                    kind: TokenKind::Plain,
                    text: source,
                    reading: None,
                }];
            }
        }
        assert!(
            changed > 0,
            "{written} is not written for {text:?}:\n{}",
            emission.text()
        );
        let found = is_said(*target, &plan, &emission, free, text);
        assert!(found.is_err(), "{faulty} was taken for {text:?}");
    }
}
