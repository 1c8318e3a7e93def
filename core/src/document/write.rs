//! Drafts as documents: one way to write each, only what is not the default, in the order of the catalog.

use super::json::{Json, Layout};
use super::{Secrets, VERSION};
use crate::catalog::{CATALOG, Held, SettingId, SettingSpec};
use crate::draft::{Draft, NewEndingKind, SelectorKind};
use crate::job::{Ask, ExistingEnding, Folders, Owner};
use crate::profile::Profile;
use crate::secret::{Holes, mask};
use crate::text::{Piece, Text};
use crate::value::{
    Control, Entries, Entry, FileRanges, Length, Part, Repeat, Secrecy, TextRule, Value as _,
};

/// Writes a draft as a document, several as a list of documents.
///
/// ```
/// use bitsmith_core::document::{Secrets, read, write};
/// let source = r#"{ "bitsmith": 1, "subject": { "existing": { "all": true } },
///   "settings": { "custom_headers": ["Authorization: Bearer abc"] }, "ending": "resume" }"#;
/// let drafts = read(source).unwrap();
/// assert_eq!(read(&write(&drafts, Secrets::Shown)).unwrap(), drafts);
/// assert!(write(&drafts, Secrets::Masked).contains("Authorization: Bearer {{secret1}}"));
/// ```
pub fn write(drafts: &[Draft], secrets: Secrets) -> String {
    let value = match drafts {
        [draft] => document(draft, secrets),
        several => several.iter().map(|draft| document(draft, secrets)).collect(),
    };
    let mut text = value.written(Layout::Lines);
    text.push('\n');
    text
}

/// The document of a draft, as JSON.
pub(crate) fn document_json(draft: &Draft, secrets: Secrets) -> serde_json::Value {
    document(draft, secrets).into()
}

/// The document of a draft.
pub(super) fn document(draft: &Draft, secrets: Secrets) -> Json {
    let mut writer = Writer {
        secrets,
        holes: Holes::default(),
    };
    let mut out = Vec::new();
    out.push(("bitsmith", Json::Number(VERSION)));
    if let Some(rules) = draft.rules {
        out.push(("rules", Json::Number(u64::from(rules))));
    }
    put(&mut out, "profile", profile(&draft.profile));
    out.push(("subject", writer.subject(draft)));
    if let Some(entries) = draft.settings.get(&SettingId::Files) {
        out.push(("files", writer.setting(SettingId::Files.spec(), entries)));
    }
    put(&mut out, "settings", writer.settings(draft));
    if let Some(ending) = ending(draft) {
        out.push(("ending", ending));
    }
    if draft.folders != Folders::Expect {
        out.push(("folders", Json::text(draft.folders.word())));
    }
    if draft.ask != Ask::No {
        out.push(("ask", Json::text(draft.ask.word())));
    }
    Json::Object(out)
}

/// Puts an object in, unless it is empty.
fn put(out: &mut Vec<(&'static str, Json)>, key: &'static str, members: Vec<(&'static str, Json)>) {
    if !members.is_empty() {
        out.push((key, Json::Object(members)));
    }
}

/// The keys of a profile that differ from the default.
pub(super) fn profile(profile: &Profile) -> Vec<(&'static str, Json)> {
    let default = Profile::default();
    let mut out = Vec::new();
    if profile.windows != default.windows {
        out.push(("windows", Json::text(profile.windows.word)));
    }
    if let Some(bits) = profile.bits_override {
        out.push(("bits", Json::Text(bits.to_string())));
    }
    if profile.shell != default.shell {
        out.push(("shell", Json::text(profile.shell.word())));
    }
    if profile.context != default.context {
        out.push(("context", Json::text(profile.context.word())));
    }
    out
}

fn ending(draft: &Draft) -> Option<Json> {
    if !draft.is_new() {
        let ending = draft.ending.existing;
        return (ending != ExistingEnding::Leave).then(|| Json::text(ending.word()));
    }
    if draft.ending.new != NewEndingKind::WaitAndComplete {
        return Some(Json::text(draft.ending.new.word()));
    }
    let (ending, default) = (&draft.ending, Draft::default().ending);
    let mut out = Vec::new();
    if ending.bound != default.bound {
        out.push(("bound", Json::text(&ending.bound)));
    }
    if ending.on_error != default.on_error {
        out.push(("on_error", Json::text(ending.on_error.word())));
    }
    if ending.on_bound != default.on_bound {
        out.push(("on_bound", Json::text(ending.on_bound.word())));
    }
    (!out.is_empty()).then(|| Json::Object(vec![(NewEndingKind::WaitAndComplete.word(), Json::Object(out))]))
}

/// Writes values; the names of holes run through one document.
struct Writer {
    secrets: Secrets,
    holes: Holes,
}

impl Writer {
    fn subject(&mut self, draft: &Draft) -> Json {
        let subject = &draft.subject;
        if draft.is_new() {
            let mut new = Vec::new();
            for spec in CATALOG.iter().filter(|spec| spec.held == Held::Subject) {
                // Both keys stand in every document, also where nothing was typed.
                let unset = Entries::one(spec.default.placeholder);
                let entries = draft.settings.get(&spec.id).unwrap_or(&unset);
                new.push((spec.name, self.setting(spec, entries)));
            }
            return Json::Object(vec![("new", Json::Object(new))]);
        }
        let selector = match subject.selector {
            SelectorKind::Guid => match subject.guids.as_slice() {
                [guid] => text(guid),
                guids => guids.iter().map(text).collect(),
            },
            SelectorKind::Name => text(&subject.name),
            SelectorKind::Pattern => text(&subject.pattern),
            SelectorKind::All => Json::Boolean(true),
        };
        let mut out = Vec::new();
        out.push((
            "existing",
            Json::Object(vec![(subject.selector.word(), selector)]),
        ));
        if subject.owner != Owner::Me {
            out.push(("owner", Json::text(subject.owner.word())));
        }
        Json::Object(out)
    }

    fn settings(&mut self, draft: &Draft) -> Vec<(&'static str, Json)> {
        let mut out = Vec::new();
        for spec in CATALOG {
            let here = match spec.held {
                Held::Settings => true,
                Held::Subject => !draft.is_new() && spec.id == SettingId::DisplayName,
                Held::Files | Held::FileEntry => false,
            };
            if let Some(entries) = draft.settings.get(&spec.id).filter(|_| here) {
                out.push((spec.name, self.setting(spec, entries)));
            }
        }
        out
    }

    fn setting(&mut self, spec: &SettingSpec, entries: &Entries) -> Json {
        match (spec.repeat, spec.parts) {
            (Repeat::Rows, parts) => (0..entries.rows())
                .map(|row| {
                    let mut out = Vec::new();
                    for (index, part) in parts.iter().enumerate() {
                        if let Some(entry) = entries.cell(index, row) {
                            out.push((part.name, self.entry(&part.control, entry)));
                        }
                    }
                    Json::Object(out)
                })
                .collect(),
            (Repeat::One, [part]) => self.part(part, entries.part(0)),
            (Repeat::One, parts) => {
                let mut out = Vec::new();
                for (index, part) in parts.iter().enumerate() {
                    let entries = entries.part(index);
                    let is_blank =
                        matches!(part.control, Control::Choice(_)) && entries.iter().all(Entry::is_blank);
                    if !entries.is_empty() && !is_blank {
                        out.push((part.name, self.part(part, entries)));
                    }
                }
                Json::Object(out)
            }
        }
    }

    fn part(&mut self, part: &Part, entries: &[Entry]) -> Json {
        match (part.control, entries) {
            // A line that was left blank says nothing.
            (Control::Flags(_) | Control::CostMask { .. } | Control::Lines(_), entries) => entries
                .iter()
                .filter(|entry| !entry.is_blank())
                .map(|entry| self.entry(&part.control, entry))
                .collect(),
            (_, [entry, ..]) => self.entry(&part.control, entry),
            (_, []) => Json::text(""),
        }
    }

    fn entry(&mut self, control: &Control, entry: &Entry) -> Json {
        match (control, entry) {
            (Control::Number { .. }, Entry::Typed(typed)) => match typed.parse::<u64>() {
                Ok(number) if number.to_string() == *typed => Json::Number(number),
                _ => Json::text(typed),
            },
            (Control::Switch, Entry::Typed(typed)) if typed == "true" => Json::Boolean(true),
            (Control::Switch, Entry::Typed(typed)) if typed == "false" => Json::Boolean(false),
            (Control::Ranges, entry) => ranges(entry).unwrap_or_else(|| text(entry)),
            (Control::Text(rule) | Control::Lines(rule), entry) if rule.secrecy != Secrecy::None => {
                self.secret(entry, *rule)
            }
            (_, entry) => text(entry),
        }
    }

    /// Writes what may be a secret. What cannot be read as a text is looked through as it stands.
    fn secret(&mut self, entry: &Entry, rule: TextRule) -> Json {
        if self.secrets == Secrets::Shown {
            return text(entry);
        }
        let read = entry.text(rule.notation);
        let read = read.unwrap_or_else(|_| Text::literal(entry.shown()));
        let masked = mask(rule.secrecy, &read, &mut self.holes);
        if masked == read {
            return text(entry);
        }
        match (entry, masked.notation(rule.notation)) {
            (Entry::Typed(_), Some(typed)) => Json::Text(typed),
            _ => pieces(&masked),
        }
    }
}

/// An entry as it was typed, or by its pieces.
pub(super) fn text(entry: &Entry) -> Json {
    match entry {
        Entry::Typed(typed) => Json::text(typed),
        Entry::Pieces(text) => pieces(text),
    }
}

fn pieces(text: &Text) -> Json {
    text.pieces()
        .iter()
        .map(|piece| match piece {
            Piece::Literal(text) => Json::text(text),
            Piece::Environment(name) => Json::Object(vec![("env", Json::text(name))]),
            Piece::Parameter(name) => Json::Object(vec![("parameter", Json::text(name))]),
            Piece::Opaque { source, shell } => Json::Object(vec![
                ("opaque", Json::text(source)),
                ("shell", Json::text(shell.word())),
            ]),
        })
        .collect()
}

/// Ranges as objects, where what was typed is a list of ranges in its plain form.
fn ranges(entry: &Entry) -> Option<Json> {
    let ranges = FileRanges::read(&Entries::one(entry.clone())).ok()?;
    if ranges.0.is_empty() || ranges.write() != Entries::one(entry.clone()) {
        return None;
    }
    let range = |range: &crate::value::Range| {
        let length = match range.length {
            Length::Bytes(length) => Json::Number(length),
            Length::ToEof => Json::text("eof"),
        };
        Json::Object(vec![("offset", Json::Number(range.offset)), ("length", length)])
    };
    Some(ranges.0.iter().map(range).collect())
}

/// The value of a setting or of one entry of it, as an edit puts it into a document.
pub(super) fn shown(spec: &SettingSpec, entries: &Entries) -> Json {
    Writer {
        secrets: Secrets::Shown,
        holes: Holes::default(),
    }
    .setting(spec, entries)
}

/// Entries of one part, as an edit puts them into a document.
pub(super) fn shown_part(part: &Part, entries: &[Entry]) -> Json {
    Writer {
        secrets: Secrets::Shown,
        holes: Holes::default(),
    }
    .part(part, entries)
}

/// One entry, as an edit puts it into a document.
pub(super) fn shown_entry(part: &Part, entry: &Entry) -> Json {
    Writer {
        secrets: Secrets::Shown,
        holes: Holes::default(),
    }
    .entry(&part.control, entry)
}
