//! Drafts of all kinds, with legal values.

use bitsmith_core::catalog::{CATALOG, Held, SettingId, SettingValue};
use bitsmith_core::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::job::{Ask, ExistingEnding, Folders, Leftover, Owner};
use bitsmith_core::profile::{Context, RELEASES, Shell};
use bitsmith_core::text::{Dialect, Notation, Piece, Text};
use bitsmith_core::value::{Choice, Control, Entries, Entry, Part, Repeat, TextRule};
use bitsmith_core::version::BitsVersion;
use proptest::prelude::*;
use proptest::sample::select;

/// Texts that are legal in a notation.
fn legal_text(rule: TextRule) -> impl Strategy<Value = Entry> {
    let start = if rule.notation == Notation::LocalPath {
        "C:\\"
    } else {
        "http://h/"
    };
    let piece = prop_oneof![
        4 => "[ -~]{1,12}".prop_map(Piece::Literal),
        1 => "[\u{a0}-\u{17f}\u{4e00}-\u{4e20}\u{1f600}-\u{1f610}\n\t]{1,4}".prop_map(Piece::Literal),
        1 => "[A-Z_][A-Z0-9().-]{0,5}".prop_map(Piece::Environment),
        1 => "[a-z][a-zA-Z0-9_]{0,5}".prop_map(Piece::Parameter),
        1 => ("[$a-z.{}% \"]{1,8}", select(vec![Dialect::Cmd, Dialect::PowerShell]))
            .prop_map(|(source, shell)| Piece::Opaque { source, shell }),
    ];
    (prop::collection::vec(piece, 0..4), any::<bool>()).prop_map(move |(pieces, typed)| {
        let mut text = Text::literal(start);
        for piece in pieces {
            text.push(piece);
        }
        match text.notation(rule.notation).filter(|_| typed) {
            Some(notation) => Entry::Typed(notation),
            None => Entry::Pieces(text),
        }
    })
}

fn words(lists: &[&'static [Choice]]) -> impl Strategy<Value = Entry> + use<> {
    let words: Vec<&'static str> = lists
        .iter()
        .flat_map(|list| list.iter())
        .map(|choice| choice.word)
        .collect();
    select(words).prop_map(Entry::from)
}

/// What a person may type into a part; most of it is legal.
fn typed(part: &'static Part) -> BoxedStrategy<Vec<Entry>> {
    let one = |strategy: BoxedStrategy<Entry>| strategy.prop_map(|entry| vec![entry]).boxed();
    match part.control {
        Control::Choice(choices) => one(words(&[choices]).boxed()),
        Control::Flags(choices) => prop::collection::vec(words(&[choices]), 0..4).boxed(),
        Control::CostMask { bits, named } => prop::collection::vec(words(&[bits, named]), 0..4).boxed(),
        Control::Number { min, max, .. } => one((min..=max)
            .prop_map(|number| Entry::from(number.to_string()))
            .boxed()),
        Control::Switch => one(select(vec!["true", "false"]).prop_map(Entry::from).boxed()),
        Control::Text(rule) => one(legal_text(rule).boxed()),
        Control::User => one(prop_oneof![
            Just(Entry::from("implicit")),
            "[a-z\\\\@. ]{1,12}".prop_map(Entry::from)
        ]
        .boxed()),
        Control::Lines(rule) => prop::collection::vec(
            prop_oneof![
                legal_text(rule),
                "(Accept|Authorization|X-Api-Key): [a-z ]{1,9}".prop_map(Entry::from)
            ],
            0..4,
        )
        .boxed(),
        Control::Hash => one("[0-9A-F]{40}".prop_map(Entry::from).boxed()),
        Control::Guid => one(
            "[{][0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}[}]"
                .prop_map(Entry::from)
                .boxed(),
        ),
        Control::Ranges => {
            let range =
                (any::<u64>(), prop::option::of(any::<u64>())).prop_map(|(offset, length)| match length {
                    Some(length) => format!("{offset}:{length}"),
                    None => format!("{offset}:eof"),
                });
            prop::collection::vec(range, 0..3)
                .prop_map(|ranges| vec![Entry::from(ranges.join(","))])
                .boxed()
        }
    }
}

/// The entries of a setting as its own value writes them, so that there is one form of each; `None` where illegal.
fn setting(id: SettingId) -> BoxedStrategy<Option<Entries>> {
    let spec = id.spec();
    let rows = if spec.repeat == Repeat::Rows {
        0..4usize
    } else {
        1..2
    };
    let row = || -> Vec<_> { spec.parts.iter().map(typed).collect() };
    prop::collection::vec(row(), rows)
        .prop_map(move |rows| {
            let mut entries = Entries(vec![Vec::new(); spec.parts.len()]);
            for (column, part) in entries.0.iter_mut().enumerate() {
                part.extend(rows.iter().flat_map(|row| row[column].iter().cloned()));
            }
            SettingValue::read(id, &entries).ok()?;
            Some(entries)
        })
        .boxed()
}

fn settings(new: bool) -> BoxedStrategy<Vec<(SettingId, Entries)>> {
    let ids: Vec<SettingId> = CATALOG
        .iter()
        .filter(|spec| match spec.held {
            Held::Subject => !new && spec.id == SettingId::DisplayName,
            Held::FileEntry => false,
            Held::Settings | Held::Files => true,
        })
        .map(|spec| spec.id)
        .collect();
    prop::sample::subsequence(ids.clone(), 0..=ids.len())
        .prop_flat_map(|ids| {
            ids.into_iter()
                .map(|id| setting(id).prop_map(move |entries| entries.map(|entries| (id, entries))))
                .collect::<Vec<_>>()
        })
        .prop_map(|settings| settings.into_iter().flatten().collect())
        .boxed()
}

prop_compose! {
    pub(crate) fn drafts()(new in any::<bool>())(
        new in Just(new),
        settings in settings(new),
        name in legal_text(TextRule { notation: Notation::Plain, max: 256, may_be_empty: false, secrecy: bitsmith_core::value::Secrecy::None }),
        job_type in select(vec!["download", "upload", "upload_reply"]),
        guids in prop::collection::vec("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", 1..3),
        selector in select(SelectorKind::ALL),
        owner in select(Owner::ALL),
        release in select(RELEASES.iter().collect::<Vec<_>>()),
        bits in prop::option::of(select(BitsVersion::ALL)),
        shell in select(Shell::ALL),
        context in select(Context::ALL),
        endings in (select(NewEndingKind::ALL), select(ExistingEnding::ALL), select(Leftover::ALL), select(Leftover::ALL)),
        bound in select(vec!["4h", "90", "2d", "1h30m"]),
        folders in select(Folders::ALL),
        ask in select(Ask::ALL),
        rules in prop::option::of(Just(1u32)),
    ) -> Draft {
        let mut draft = Draft { rules, folders, ask, ..Draft::default() };
        draft.profile.windows = release;
        draft.profile.bits_override = bits.map(|(version, _)| version);
        draft.profile.shell = shell;
        draft.profile.context = context;
        draft.settings.extend(settings);
        if new {
            draft.settings.insert(SettingId::DisplayName, Entries(vec![vec![name]]));
            draft.settings.insert(SettingId::JobType, Entries::one(job_type));
            draft.ending.new = endings.0;
            if endings.0 == NewEndingKind::WaitAndComplete {
                draft.ending.on_error = endings.2;
                draft.ending.on_bound = endings.3;
                draft.ending.bound = bound.to_owned();
            }
        } else {
            draft.subject.kind = SubjectKind::Existing;
            draft.subject.selector = selector;
            draft.subject.owner = owner;
            match selector {
                SelectorKind::Guid => draft.subject.guids = guids.into_iter().map(Entry::from).collect(),
                SelectorKind::Name => draft.subject.name = name,
                SelectorKind::Pattern => draft.subject.pattern = name,
                SelectorKind::All => {}
            }
            draft.ending.existing = endings.1;
        }
        draft
    }
}
