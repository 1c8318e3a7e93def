//! Generated jobs: every setting of the catalog, by walking its parts. A job that the rules refuse loses what they name
//! until it is legal, so that what is left is a plan.

use bitsmith_core::catalog::{CATALOG, Held, SettingId};
use bitsmith_core::diagnostic::{At, Severity};
use bitsmith_core::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::emit::{Emission, Request, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::job::{Ask, ExistingEnding, Folders, Leftover, Owner};
use bitsmith_core::plan::{Plan, Reveal};
use bitsmith_core::profile::{Context, RELEASES, Shell};
use bitsmith_core::value::{Choice, Control, Entries, Entry, Part, Repeat, TextRule};
use std::collections::BTreeMap;

/// A small generator of numbers (xorshift64*), the same on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// Pieces of texts: quotes of every kind, what shells treat in their own way, and ordinary words.
const BITS_OF_TEXT: &[&str] = &[
    "a",
    "Nightly",
    "update",
    " ",
    "  ",
    "'",
    "''",
    "\"",
    "\u{2018}",
    "\u{2019}",
    "\u{201A}",
    "\u{201B}",
    "\u{201C}",
    "\u{201D}",
    "\u{201E}",
    "`",
    "$",
    "$(x)",
    "${a}",
    "%",
    "%%",
    "%20",
    "%PATH%",
    "%1",
    "^",
    "&",
    "|",
    "<",
    ">",
    "(",
    ")",
    "!",
    "@",
    "#",
    ";",
    ",",
    "=",
    "~",
    "*",
    "?",
    "[",
    "]",
    "{",
    "}",
    "\\",
    "\\\\",
    "\\\"",
    "/",
    "-",
    "\u{2013}",
    "\u{00A0}",
    "\u{0085}",
    "\u{2028}",
    "\u{00E9}",
    "\u{4E2D}",
    "\u{1F600}",
    "\u{FF02}",
    "NULL",
    ".",
    "1",
];

fn awkward(random: &mut Random) -> String {
    (0..=random.below(6)).map(|_| random.pick(BITS_OF_TEXT)).collect()
}

/// A text in the notation of its part: awkward, plain, or with a variable.
fn text(random: &mut Random, rule: TextRule, at: (SettingId, &str)) -> String {
    let remote = ["remote_name", "old_prefix", "new_prefix"].contains(&at.1);
    let local = rule.notation == bitsmith_core::text::Notation::LocalPath;
    let tail = match random.below(4) {
        0 => format!("a{}b", awkward(random)),
        1 => "{{part}}x".to_owned(),
        2 => "file (1).zip".to_owned(),
        _ => format!("f{}.bin", random.below(1000)),
    };
    if remote {
        let safe: String = tail
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || "._~!$&'()*+,;=%{}".contains(*c))
            .collect();
        return format!("{}://example.com/{safe}", random.pick(&["http", "https"]));
    }
    if local {
        let start = random.pick(&["C:\\Data\\", "%TEMP%\\", "C:\\a b\\", "\\\\server\\share\\"]);
        return format!(
            "{start}{}",
            tail.replace('%', "%%")
                .replace(['"', '<', '>', '|', '*', '?', '/'], "_")
        );
    }
    match at.0 {
        SettingId::CustomHeaders => format!("X-{}: {tail}", random.below(50)),
        SettingId::ProxySettings => random
            .pick(&["http://proxy:8080", "proxy2:80", "https://p.example.com"])
            .to_owned(),
        SettingId::HttpMethod => random.pick(&["GET", "POST", "PUT"]).to_owned(),
        _ => tail,
    }
}

fn words(random: &mut Random, choices: &[Choice]) -> Vec<Entry> {
    choices
        .iter()
        .filter(|_| random.chance(30))
        .map(|choice| choice.word.into())
        .collect()
}

/// What is typed into one cell of a part.
fn cell(random: &mut Random, id: SettingId, part: &Part) -> Vec<Entry> {
    match part.control {
        Control::Choice(choices) => vec![random.pick(choices).word.into()],
        Control::Flags(choices) => words(random, choices),
        Control::CostMask { bits, named } => {
            if random.chance(50) {
                vec![random.pick(named).word.into()]
            } else {
                words(random, bits)
            }
        }
        Control::Number { min, max, .. } => {
            let number = match random.below(4) {
                0 => min,
                1 => max,
                2 => 600,
                _ => random.next() % 100_000,
            };
            vec![number.clamp(min, max).to_string().into()]
        }
        Control::Switch => vec![if random.chance(80) { "true" } else { "false" }.into()],
        Control::Text(rule) => vec![text(random, rule, (id, part.name)).into()],
        Control::Lines(rule) => (0..=random.below(3))
            .map(|_| text(random, rule, (id, part.name)).into())
            .collect(),
        Control::Hash => vec![format!("{:040x}", random.next()).into()],
        Control::Guid => vec![
            format!(
                "{:08X}-0000-4000-8000-{:012X}",
                random.below(1 << 30),
                random.below(1 << 40)
            )
            .into(),
        ],
        Control::Ranges => match random.below(4) {
            0 => vec!["0:100,2000:eof".into()],
            _ => vec!["".into()],
        },
        Control::User => vec![
            if random.chance(40) {
                "implicit".to_owned()
            } else {
                format!("u{}", awkward(random))
            }
            .into(),
        ],
    }
}

pub(crate) fn entries(random: &mut Random, id: SettingId) -> Entries {
    let spec = id.spec();
    let mut entries = Entries::default();
    match spec.repeat {
        Repeat::One => {
            for (index, part) in spec.parts.iter().enumerate() {
                if part.required || random.chance(60) {
                    entries.set(index, cell(random, id, part));
                }
            }
        }
        Repeat::Rows => {
            for row in 0..=random.below(3) {
                for (index, part) in spec.parts.iter().enumerate() {
                    for entry in cell(random, id, part).into_iter().take(1) {
                        entries.set_cell(index, row, entry);
                    }
                }
            }
        }
    }
    entries
}

/// A draft with some settings, legal or not.
pub(crate) fn draft(random: &mut Random) -> Draft {
    let mut draft = Draft::default();
    let windows = RELEASES[random.below(RELEASES.len())].word;
    draft
        .profile
        .set("windows", if random.chance(60) { "server-2025" } else { windows })
        .unwrap();
    draft.profile.shell = random.pick(Shell::ALL);
    draft.profile.context = random.pick(Context::ALL);
    draft.folders = random.pick(Folders::ALL);
    if random.chance(35) {
        draft.subject.kind = SubjectKind::Existing;
        draft.subject.selector = random.pick(SelectorKind::ALL);
        draft.subject.guids = vec!["{C775D194-090F-431F-B5FB-8334D00D1CB6}".into()];
        draft.subject.name = format!("n{}", awkward(random)).into();
        draft.subject.pattern = "n*".into();
        draft.subject.owner = random.pick(Owner::ALL);
        draft.ending.existing = random.pick(ExistingEnding::ALL);
        draft.ask = if random.chance(70) {
            Ask::No
        } else {
            random.pick(Ask::ALL)
        };
    }
    draft.ending.new = random.pick(NewEndingKind::ALL);
    draft.ending.on_error = random.pick(Leftover::ALL);
    draft.ending.on_bound = random.pick(Leftover::ALL);
    let chance = random.pick(&[5, 15, 40, 90]);
    for spec in CATALOG {
        let needed = draft.is_new()
            && matches!(
                spec.id,
                SettingId::DisplayName | SettingId::Files | SettingId::JobType
            );
        if spec.held != Held::FileEntry && (needed || random.chance(chance)) {
            let value = entries(random, spec.id);
            draft.settings.insert(spec.id, value);
        }
    }
    draft
}

/// What a generated job became.
pub(crate) struct Emitted {
    pub(crate) draft: Draft,
    pub(crate) plan: Plan,
    pub(crate) emission: Emission,
}

/// A script of a generated job: the draft without what the rules and the target refuse. What was refused is counted by
/// its rule.
pub(crate) fn emitted(
    random: &mut Random,
    request: Request,
    refused: &mut BTreeMap<&'static str, usize>,
) -> Option<Emitted> {
    emitted_from(draft(random), request, refused)
}

/// The same of a draft.
pub(crate) fn emitted_from(
    mut draft: Draft,
    request: Request,
    refused: &mut BTreeMap<&'static str, usize>,
) -> Option<Emitted> {
    for _ in 0..60 {
        let evaluation = evaluate(&draft, Reveal::Masked);
        let errors = match evaluation.plan {
            Some(plan) => match emit(std::slice::from_ref(&plan), request) {
                Ok(emission) => {
                    return Some(Emitted {
                        draft,
                        plan,
                        emission,
                    });
                }
                Err(errors) => {
                    for error in errors.iter().filter(|error| error.severity == Severity::Error) {
                        *refused.entry(error.rule).or_default() += 1;
                    }
                    errors
                }
            },
            None => evaluation.diagnostics,
        };
        for diagnostic in errors
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
        {
            repair(&mut draft, diagnostic);
        }
    }
    None
}

/// Takes out what an error is about: by its fix, or the setting.
pub(crate) fn repair(draft: &mut Draft, diagnostic: &bitsmith_core::diagnostic::Diagnostic) {
    if let Some(fix) = &diagnostic.fix {
        for edit in &fix.edits {
            draft.apply(edit);
        }
        return;
    }
    match diagnostic.place.at {
        At::Setting {
            id: SettingId::Files, ..
        } => {
            draft.settings.insert(
                SettingId::Files,
                Entries(vec![
                    vec!["https://example.com/a.zip".into()],
                    vec!["C:\\Data\\a.zip".into()],
                ]),
            );
        }
        At::Setting {
            id: SettingId::DisplayName,
            ..
        } if draft.is_new() => {
            draft
                .settings
                .insert(SettingId::DisplayName, Entries::one("Nightly"));
        }
        At::Setting { id, .. } => {
            draft.settings.remove(&id);
        }
        At::Ending => draft.ending.new = NewEndingKind::WaitAndComplete,
        At::Profile => draft.profile = bitsmith_core::profile::Profile::default(),
        At::Ask => draft.ask = Ask::No,
        At::Subject => draft.subject.selector = SelectorKind::Guid,
        At::Job | At::Folders => draft.settings.clear(),
    }
}
