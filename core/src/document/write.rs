//! Drafts as documents: one way to write each, only what is not the default, in the order of the catalog.

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
use serde_json::{Map, Value, json};

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
    // A tree of strings and numbers is always written.
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}

/// The document of a draft.
pub(super) fn document(draft: &Draft, secrets: Secrets) -> Value {
    let mut writer = Writer {
        secrets,
        holes: Holes::default(),
    };
    let mut out = Map::new();
    out.insert("bitsmith".to_owned(), json!(VERSION));
    if let Some(rules) = draft.rules {
        out.insert("rules".to_owned(), json!(rules));
    }
    put(&mut out, "profile", profile(&draft.profile));
    out.insert("subject".to_owned(), writer.subject(draft));
    if let Some(entries) = draft.settings.get(&SettingId::Files) {
        out.insert(
            "files".to_owned(),
            writer.setting(SettingId::Files.spec(), entries),
        );
    }
    put(&mut out, "settings", writer.settings(draft));
    if let Some(ending) = ending(draft) {
        out.insert("ending".to_owned(), ending);
    }
    if draft.folders != Folders::Expect {
        out.insert("folders".to_owned(), json!(draft.folders.word()));
    }
    if draft.ask != Ask::No {
        out.insert("ask".to_owned(), json!(draft.ask.word()));
    }
    Value::Object(out)
}

/// Puts an object in, unless it is empty.
fn put(out: &mut Map<String, Value>, key: &str, members: Map<String, Value>) {
    if !members.is_empty() {
        out.insert(key.to_owned(), Value::Object(members));
    }
}

/// The keys of a profile that differ from the default.
pub(super) fn profile(profile: &Profile) -> Map<String, Value> {
    let default = Profile::default();
    let mut out = Map::new();
    if profile.windows != default.windows {
        out.insert("windows".to_owned(), json!(profile.windows.word));
    }
    if let Some(bits) = profile.bits_override {
        out.insert("bits".to_owned(), json!(bits.to_string()));
    }
    if profile.shell != default.shell {
        out.insert("shell".to_owned(), json!(profile.shell.word()));
    }
    if profile.context != default.context {
        out.insert("context".to_owned(), json!(profile.context.word()));
    }
    out
}

fn ending(draft: &Draft) -> Option<Value> {
    if !draft.is_new() {
        let ending = draft.ending.existing;
        return (ending != ExistingEnding::Leave).then(|| json!(ending.word()));
    }
    if draft.ending.new != NewEndingKind::WaitAndComplete {
        return Some(json!(draft.ending.new.word()));
    }
    let (ending, default) = (&draft.ending, Draft::default().ending);
    let mut out = Map::new();
    if ending.bound != default.bound {
        out.insert("bound".to_owned(), json!(ending.bound));
    }
    if ending.on_error != default.on_error {
        out.insert("on_error".to_owned(), json!(ending.on_error.word()));
    }
    if ending.on_bound != default.on_bound {
        out.insert("on_bound".to_owned(), json!(ending.on_bound.word()));
    }
    (!out.is_empty()).then(|| json!({ NewEndingKind::WaitAndComplete.word(): out }))
}

/// Writes values; the names of holes run through one document.
struct Writer {
    secrets: Secrets,
    holes: Holes,
}

impl Writer {
    fn subject(&mut self, draft: &Draft) -> Value {
        let subject = &draft.subject;
        if draft.is_new() {
            let mut new = Map::new();
            for spec in CATALOG.iter().filter(|spec| spec.held == Held::Subject) {
                // Both keys stand in every document, also where nothing was typed.
                let unset = Entries::one(spec.default.placeholder);
                let entries = draft.settings.get(&spec.id).unwrap_or(&unset);
                new.insert(spec.name.to_owned(), self.setting(spec, entries));
            }
            return json!({ "new": new });
        }
        let selector = match subject.selector {
            SelectorKind::Guid => match subject.guids.as_slice() {
                [guid] => text(guid),
                guids => guids.iter().map(text).collect(),
            },
            SelectorKind::Name => text(&subject.name),
            SelectorKind::Pattern => text(&subject.pattern),
            SelectorKind::All => json!(true),
        };
        let mut out = Map::new();
        out.insert(
            "existing".to_owned(),
            json!({ subject.selector.word(): selector }),
        );
        if subject.owner != Owner::Me {
            out.insert("owner".to_owned(), json!(subject.owner.word()));
        }
        Value::Object(out)
    }

    fn settings(&mut self, draft: &Draft) -> Map<String, Value> {
        let mut out = Map::new();
        for spec in CATALOG {
            let here = match spec.held {
                Held::Settings => true,
                Held::Subject => !draft.is_new() && spec.id == SettingId::DisplayName,
                Held::Files | Held::FileEntry => false,
            };
            if let Some(entries) = draft.settings.get(&spec.id).filter(|_| here) {
                out.insert(spec.name.to_owned(), self.setting(spec, entries));
            }
        }
        out
    }

    fn setting(&mut self, spec: &SettingSpec, entries: &Entries) -> Value {
        match (spec.repeat, spec.parts) {
            (Repeat::Rows, parts) => (0..entries.rows())
                .map(|row| {
                    let mut out = Map::new();
                    for (index, part) in parts.iter().enumerate() {
                        if let Some(entry) = entries.cell(index, row) {
                            out.insert(part.name.to_owned(), self.entry(&part.control, entry));
                        }
                    }
                    Value::Object(out)
                })
                .collect(),
            (Repeat::One, [part]) => self.part(part, entries.part(0)),
            (Repeat::One, parts) => {
                let mut out = Map::new();
                for (index, part) in parts.iter().enumerate() {
                    let entries = entries.part(index);
                    if !entries.is_empty() {
                        out.insert(part.name.to_owned(), self.part(part, entries));
                    }
                }
                Value::Object(out)
            }
        }
    }

    fn part(&mut self, part: &Part, entries: &[Entry]) -> Value {
        match (part.control, entries) {
            (Control::Flags(_) | Control::CostMask { .. } | Control::Lines(_), entries) => entries
                .iter()
                .map(|entry| self.entry(&part.control, entry))
                .collect(),
            (_, [entry, ..]) => self.entry(&part.control, entry),
            (_, []) => json!(""),
        }
    }

    fn entry(&mut self, control: &Control, entry: &Entry) -> Value {
        match (control, entry) {
            (Control::Number { .. }, Entry::Typed(typed)) => match typed.parse::<u64>() {
                Ok(number) if number.to_string() == *typed => json!(number),
                _ => json!(typed),
            },
            (Control::Switch, Entry::Typed(typed)) if typed == "true" => json!(true),
            (Control::Switch, Entry::Typed(typed)) if typed == "false" => json!(false),
            (Control::Ranges, entry) => ranges(entry).unwrap_or_else(|| text(entry)),
            (Control::Text(rule) | Control::Lines(rule), entry) if rule.secrecy != Secrecy::None => {
                self.secret(entry, *rule)
            }
            (_, entry) => text(entry),
        }
    }

    /// Writes what may be a secret. What cannot be read as a text is looked through as it stands.
    fn secret(&mut self, entry: &Entry, rule: TextRule) -> Value {
        if self.secrets == Secrets::Shown {
            return text(entry);
        }
        let read = match entry {
            Entry::Pieces(text) => text.clone(),
            Entry::Typed(typed) => {
                Text::parse(typed, rule.notation).unwrap_or_else(|_| Text::literal(typed.as_str()))
            }
        };
        let masked = mask(rule.secrecy, &read, &mut self.holes);
        if masked == read {
            return text(entry);
        }
        match (entry, masked.notation(rule.notation)) {
            (Entry::Typed(_), Some(typed)) => json!(typed),
            _ => pieces(&masked),
        }
    }
}

/// An entry as it was typed, or by its pieces.
pub(super) fn text(entry: &Entry) -> Value {
    match entry {
        Entry::Typed(typed) => json!(typed),
        Entry::Pieces(text) => pieces(text),
    }
}

fn pieces(text: &Text) -> Value {
    text.pieces()
        .iter()
        .map(|piece| match piece {
            Piece::Literal(text) => json!(text),
            Piece::Environment(name) => json!({ "env": name }),
            Piece::Parameter(name) => json!({ "parameter": name }),
            Piece::Opaque { source, shell } => json!({ "opaque": source, "shell": shell.word() }),
        })
        .collect()
}

/// Ranges as objects, where what was typed is a list of ranges in its plain form.
fn ranges(entry: &Entry) -> Option<Value> {
    let ranges = FileRanges::read(&Entries::one(entry.clone())).ok()?;
    if ranges.0.is_empty() || ranges.write() != Entries::one(entry.clone()) {
        return None;
    }
    let range = |range: &crate::value::Range| match range.length {
        Length::Bytes(length) => json!({ "offset": range.offset, "length": length }),
        Length::ToEof => json!({ "offset": range.offset, "length": "eof" }),
    };
    Some(ranges.0.iter().map(range).collect())
}

/// The value of a setting or of one entry of it, as an edit puts it into a document.
pub(super) fn shown(spec: &SettingSpec, entries: &Entries) -> Value {
    Writer {
        secrets: Secrets::Shown,
        holes: Holes::default(),
    }
    .setting(spec, entries)
}

/// Entries of one part, as an edit puts them into a document.
pub(super) fn shown_part(part: &Part, entries: &[Entry]) -> Value {
    Writer {
        secrets: Secrets::Shown,
        holes: Holes::default(),
    }
    .part(part, entries)
}

/// One entry, as an edit puts it into a document.
pub(super) fn shown_entry(part: &Part, entry: &Entry) -> Value {
    Writer {
        secrets: Secrets::Shown,
        holes: Holes::default(),
    }
    .entry(&part.control, entry)
}
