//! Documents: their keys, what stands where, and what belongs elsewhere.

use super::reader::{Reader, Shape, kind, nowhere};
use super::{DocumentErrors, NEWEST_RULES, Spans, VERSION, syntax, value};
use crate::catalog::{CATALOG, Held, SettingId, SettingSpec};
use crate::diagnostic::At;
use crate::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use crate::job::{Ask, ExistingEnding, Folders, Leftover, Owner};
use crate::value::{Entries, Entry};
use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Range;

type Located = (Vec<Draft>, Vec<Spans>);

/// Reads all documents of a text.
pub(super) fn documents(source: &str) -> Result<Located, DocumentErrors> {
    let mut reader = Reader::new(source);
    let root = match syntax::parse(source) {
        Ok(root) => root,
        Err(error) => {
            reader.error(error.span, error.message, error.help);
            reader.finish()?;
            return Ok((Vec::new(), Vec::new()));
        }
    };
    let (mut drafts, mut spans) = (Vec::new(), Vec::new());
    let several = |reader: &mut Reader<'_>, list: &[Value<'_>]| -> Located {
        list.iter()
            .enumerate()
            .map(|(number, node)| {
                reader.begin((list.len() > 1).then_some(number));
                (document(reader, node), reader.take_spans())
            })
            .unzip()
    };
    match &root {
        Value::Array(list) => (drafts, spans) = several(&mut reader, &list.elements),
        Value::Object(object) if object.get("documents").is_some() => {
            let shape = Shape {
                whose: "An object with `documents`",
                keys: &["documents", "statements", "opaque", "diagnostics"],
                elsewhere: nowhere,
            };
            match reader.members(object, &shape).get("documents") {
                Some(Value::Array(list)) => (drafts, spans) = several(&mut reader, &list.elements),
                Some(other) => {
                    reader.wrong_type(other, "documents", "a list", "Write [ {…}, {…} ].");
                    return reader.finish().map(|()| (Vec::new(), Vec::new()));
                }
                None => {}
            }
        }
        node => {
            drafts.push(document(&mut reader, node));
            spans.push(reader.take_spans());
        }
    }
    if drafts.is_empty() {
        reader.error_at(
            &root,
            "There is no document in this list, so there is nothing to do.",
            "Write at least one; `bitsmith new` prints one to start from.",
        );
    }
    reader.finish()?;
    Ok((drafts, spans))
}

/// Reads one document of any version.
fn document(reader: &mut Reader<'_>, node: &Value<'_>) -> Draft {
    reader.mark(At::Job, node);
    let Value::Object(object) = node else {
        let message = format!("A document is an object, and this is {}.", kind(node));
        reader.error_at(node, message, "Write { \"bitsmith\": 1, \"subject\": … }.");
        return Draft::default();
    };
    let Some(version) = object.get("bitsmith") else {
        let start = object.range.start;
        let brace = Range::new(start, start.saturating_add(1));
        let help = match object.properties.iter().find(|property| {
            property.name.as_str().eq_ignore_ascii_case("bitsmith")
                || property.name.as_str().eq_ignore_ascii_case("version")
        }) {
            Some(property) => format!(
                "Write \"bitsmith\": {VERSION} instead of `{}`.",
                property.name.as_str()
            ),
            None => format!("Write \"bitsmith\": {VERSION}, as its first key."),
        };
        reader.error_at(&brace, "The document does not say which version it has.", help);
        return Draft::default();
    };
    // A version that is read no longer as it was gets its own function here, and what it reads is a draft like any.
    match &version.value {
        Value::NumberLit(number) if number.value == "1" => version_1(reader, object),
        Value::NumberLit(number) => {
            let message = format!(
                "The document is of version {}; this program reads version {VERSION}.",
                number.value
            );
            reader.error_at(&version.value, message, "Use a newer bitsmith for it.");
            Draft::default()
        }
        other => {
            let help = format!("Write \"bitsmith\": {VERSION}.");
            reader.wrong_type(other, "bitsmith", "the version as a number", help);
            Draft::default()
        }
    }
}

const KEYS: &[&str] = &[
    "$schema", "bitsmith", "rules", "profile", "subject", "files", "settings", "ending", "folders", "ask",
];

fn version_1(reader: &mut Reader<'_>, object: &Object<'_>) -> Draft {
    let mut draft = Draft::default();
    let shape = Shape {
        whose: "A document",
        keys: KEYS,
        elsewhere: elsewhere_in_document,
    };
    let members = reader.members(object, &shape);
    if let Some(node) = members.get("$schema") {
        reader.string(node, "$schema");
    }
    if let Some(node) = members.get("rules") {
        draft.rules = rules(reader, node);
    }
    if let Some(node) = members.get("profile") {
        profile(reader, node, &mut draft);
    }
    match members.get("subject") {
        Some(node) => subject(reader, node, &mut draft),
        None if members.has_unknown => {}
        None => reader.error_at(
            &Range::new(object.range.start, object.range.start.saturating_add(1)),
            "The document has no `subject`: it does not say which job it is about.",
            "Write \"subject\": { \"new\": { \"display_name\": \"…\", \"job_type\": \"download\" } }.",
        ),
    }
    if let Some(node) = members.get("files") {
        let entries = value::read(reader, SettingId::Files.spec(), node);
        draft.settings.insert(SettingId::Files, entries);
    }
    if let Some(node) = members.get("settings") {
        settings(reader, node, &mut draft);
    }
    if let Some(node) = members.get("ending") {
        reader.mark(At::Ending, node);
        ending(reader, node, &mut draft);
    }
    if let Some(node) = members.get("folders") {
        reader.mark(At::Folders, node);
        let words: Vec<_> = Folders::ALL.iter().map(|one| one.word()).collect();
        draft.folders = reader
            .word(node, "folders", &words, Folders::from_word)
            .unwrap_or(draft.folders);
    }
    if let Some(node) = members.get("ask") {
        reader.mark(At::Ask, node);
        let words: Vec<_> = Ask::ALL.iter().map(|one| one.word()).collect();
        draft.ask = reader
            .word(node, "ask", &words, Ask::from_word)
            .unwrap_or(draft.ask);
    }
    draft
}

fn elsewhere_in_document(key: &str) -> Option<String> {
    let spec = SettingId::from_name(key)?.spec();
    Some(match spec.held {
        Held::Settings => format!("Write it inside `settings`: \"settings\": {{ \"{key}\": … }}."),
        _ => place_of(spec),
    })
}

/// What is said of a key in an entry of a list that belongs elsewhere.
pub(super) fn elsewhere_in_row(key: &str) -> Option<String> {
    SettingId::from_name(key)
        .filter(|id| id.spec().held == Held::FileEntry)
        .map(|id| place_of(id.spec()))
}

/// Where a setting stands that does not stand in `settings`.
fn place_of(spec: &SettingSpec) -> String {
    match spec.held {
        Held::Settings => format!("`{}` stands in `settings`.", spec.name),
        Held::Subject => format!(
            "For a new job write it as \"subject\": {{ \"new\": {{ \"{}\": … }} }}.",
            spec.name
        ),
        Held::Files => "Write the list `files` beside `settings`, not in it.".to_owned(),
        Held::FileEntry => {
            "Write it with its file: \"files\": [ { …, \"ranges\": [ { \"offset\": 0, \"length\": 100 } ] } ]."
                .to_owned()
        }
    }
}

fn rules(reader: &mut Reader<'_>, node: &Value<'_>) -> Option<u32> {
    match node {
        Value::NumberLit(number) => {
            let version: Option<u32> = number.value.parse().ok();
            let known = version.filter(|version| (1..=NEWEST_RULES).contains(version));
            if known.is_none() {
                reader.error_at(
                    node,
                    format!("There are no rules of version {}.", number.value),
                    format!("The newest is {NEWEST_RULES}; leave `rules` out for the newest."),
                );
            }
            known
        }
        other => {
            reader.wrong_type(
                other,
                "rules",
                "a number",
                format!("Write {NEWEST_RULES}, or leave it out."),
            );
            None
        }
    }
}

fn profile(reader: &mut Reader<'_>, node: &Value<'_>, draft: &mut Draft) {
    reader.mark(At::Profile, node);
    let shape = Shape {
        whose: "`profile`",
        keys: &["windows", "bits", "shell", "context"],
        elsewhere: nowhere,
    };
    let Some(members) = reader.object(node, "profile", &shape) else {
        return;
    };
    for (key, node) in members.iter() {
        let Some(word) = reader.string(node, key) else {
            continue;
        };
        if let Err(message) = draft.profile.set(key, word) {
            // The second sentence lists the words there are; what was typed may hold anything.
            let (message, words) = message.rsplit_once(" Use ").unwrap_or((&message, ""));
            reader.error_at(node, message, format!("Use {words}"));
        }
    }
}

fn subject(reader: &mut Reader<'_>, node: &Value<'_>, draft: &mut Draft) {
    reader.mark(At::Subject, node);
    let shape = Shape {
        whose: "`subject`",
        keys: &["new", "existing", "owner"],
        elsewhere: elsewhere_in_document,
    };
    let Some(members) = reader.object(node, "subject", &shape) else {
        return;
    };
    match (members.get("new"), members.get("existing")) {
        (Some(new), None) => {
            if let Some(owner) = members.get("owner") {
                reader.error_at(
                    owner,
                    "A new job belongs to whoever makes it; `owner` is for existing jobs.",
                    "Take it out.",
                );
            }
            new_job(reader, new, draft);
        }
        (None, Some(existing)) => {
            draft.subject.kind = SubjectKind::Existing;
            existing_jobs(reader, existing, members.get("owner"), draft);
        }
        (Some(_), Some(existing)) => reader.error_at(
            existing,
            "A document makes a new job or changes existing ones, not both.",
            "Keep `new` or `existing`; write the other as a document of its own.",
        ),
        (None, None) if members.has_unknown => {}
        (None, None) => reader.error_at(
            node,
            "It does not say whether a job is made or jobs are changed.",
            "Write \"new\": { … } or \"existing\": { … }.",
        ),
    }
}

fn new_job(reader: &mut Reader<'_>, node: &Value<'_>, draft: &mut Draft) {
    let specs = || CATALOG.iter().filter(|spec| spec.held == Held::Subject);
    let keys: Vec<&'static str> = specs().map(|spec| spec.name).collect();
    let shape = Shape {
        whose: "`new`",
        keys: &keys,
        elsewhere: elsewhere_in_document,
    };
    let Some(members) = reader.object(node, "new", &shape) else {
        return;
    };
    for spec in specs() {
        match members.get(spec.name) {
            Some(node) => {
                let entries = value::read(reader, spec, node);
                draft.settings.insert(spec.id, entries);
            }
            None if members.has_unknown => {}
            None => reader.error_at(
                node,
                format!("The new job has no `{}`.", spec.name),
                format!("Write \"{}\": … with the new job.", spec.name),
            ),
        }
    }
}

fn existing_jobs(
    reader: &mut Reader<'_>,
    node: &Value<'_>,
    owner_beside: Option<&Value<'_>>,
    draft: &mut Draft,
) {
    let shape = Shape {
        whose: "`existing`",
        keys: &["guid", "name", "pattern", "all", "owner"],
        elsewhere: |key| {
            (key == "display_name").then(|| "Write \"name\": … to find jobs by their name.".to_owned())
        },
    };
    let Some(members) = reader.object(node, "existing", &shape) else {
        return;
    };
    let owner_within = members.get("owner");
    if let (Some(_), Some(second)) = (owner_beside, owner_within) {
        reader.error_at(second, "`owner` stands here twice.", "Keep one of the two.");
    }
    if let Some(owner) = owner_beside.or(owner_within) {
        let words: Vec<_> = Owner::ALL.iter().map(|one| one.word()).collect();
        draft.subject.owner = reader
            .word(owner, "owner", &words, Owner::from_word)
            .unwrap_or(draft.subject.owner);
    }
    let selectors: Vec<_> = members.iter().filter(|(key, _)| *key != "owner").collect();
    if selectors.is_empty() && members.has_unknown {
        return;
    }
    let [(key, value)] = selectors.as_slice() else {
        reader.error_at(
            node,
            "It does not say in exactly one way which jobs are meant.",
            "Write one of \"guid\", \"name\", \"pattern\" or \"all\": true.",
        );
        return;
    };
    let subject = &mut draft.subject;
    match SelectorKind::from_word(key) {
        Some(SelectorKind::Guid) => {
            subject.selector = SelectorKind::Guid;
            let single = std::slice::from_ref(*value);
            let list = match value {
                Value::Array(list) => list.elements.as_slice(),
                _ => single,
            };
            for node in list {
                if let Some(guid) = reader.string(node, "guid") {
                    subject.guids.push(Entry::Typed(guid.to_owned()));
                }
            }
        }
        Some(SelectorKind::Name) => {
            subject.selector = SelectorKind::Name;
            if let Some(entry) = value::text_entry(reader, "name", value) {
                subject.name = entry;
            }
        }
        Some(SelectorKind::Pattern) => {
            subject.selector = SelectorKind::Pattern;
            if let Some(entry) = value::text_entry(reader, "pattern", value) {
                subject.pattern = entry;
            }
        }
        Some(SelectorKind::All) => {
            subject.selector = SelectorKind::All;
            if !matches!(value, Value::BooleanLit(literal) if literal.value) {
                reader.error_at(*value, "`all` takes `true` only.", "Write \"all\": true.");
            }
        }
        None => {}
    }
}

fn settings(reader: &mut Reader<'_>, node: &Value<'_>, draft: &mut Draft) {
    let renames = !draft.is_new();
    let keys: Vec<&'static str> = CATALOG
        .iter()
        .filter(|spec| spec.held == Held::Settings || (renames && spec.id == SettingId::DisplayName))
        .map(|spec| spec.name)
        .collect();
    let shape = Shape {
        whose: "`settings`",
        keys: &keys,
        elsewhere: if renames {
            elsewhere_of_existing
        } else {
            elsewhere_of_new
        },
    };
    let Some(members) = reader.object(node, "settings", &shape) else {
        return;
    };
    for (key, node) in members.iter() {
        if let Some(id) = SettingId::from_name(key) {
            let entries: Entries = value::read(reader, id.spec(), node);
            draft.settings.insert(id, entries);
        }
    }
}

fn elsewhere_of_new(key: &str) -> Option<String> {
    if let Some(id) = SettingId::from_name(key) {
        return Some(place_of(id.spec()));
    }
    KEYS.contains(&key)
        .then(|| format!("Write `{key}` beside `settings`, not in it."))
}

fn elsewhere_of_existing(key: &str) -> Option<String> {
    if key == SettingId::JobType.name() {
        return Some("The type of a job is fixed when it is made; take it out.".to_owned());
    }
    elsewhere_of_new(key)
}

fn ending(reader: &mut Reader<'_>, node: &Value<'_>, draft: &mut Draft) {
    let new_words: Vec<_> = NewEndingKind::ALL.iter().map(|one| one.word()).collect();
    let existing_words: Vec<_> = ExistingEnding::ALL.iter().map(|one| one.word()).collect();
    let wait = NewEndingKind::WaitAndComplete.word();
    let (mine, other) = if draft.is_new() {
        (&new_words, &existing_words)
    } else {
        (&existing_words, &new_words)
    };
    let wrong = |reader: &mut Reader<'_>, typed: &str| {
        let (is_for, this) = if draft.is_new() {
            ("existing jobs", "a new job")
        } else {
            ("a new job", "existing jobs")
        };
        reader.error_at(
            node,
            format!("The ending `{typed}` is for {is_for}; this document is about {this}."),
            format!("Use one of: {}.", mine.join(", ")),
        );
    };
    match node {
        Value::StringLit(word) if other.contains(&word.value.as_ref()) => wrong(reader, &word.value),
        Value::StringLit(_) if draft.is_new() => {
            draft.ending.new = reader
                .word(node, "ending", mine, NewEndingKind::from_word)
                .unwrap_or(draft.ending.new);
        }
        Value::StringLit(_) => {
            draft.ending.existing = reader
                .word(node, "ending", mine, ExistingEnding::from_word)
                .unwrap_or(draft.ending.existing);
        }
        Value::Object(object) if !draft.is_new() && object.get(wait).is_some() => wrong(reader, wait),
        Value::Object(object) if draft.is_new() => {
            let shape = Shape {
                whose: "`ending`",
                keys: &[wait],
                elsewhere: nowhere,
            };
            match reader.members(object, &shape).get(wait) {
                Some(node) => {
                    draft.ending.new = NewEndingKind::WaitAndComplete;
                    waiting(reader, node, draft);
                }
                None if object.properties.is_empty() => reader.error_at(
                    node,
                    "The ending is empty.",
                    format!("Use one of: {}.", mine.join(", ")),
                ),
                None => {}
            }
        }
        other => {
            let help = format!("Use one of: {}.", mine.join(", "));
            reader.wrong_type(other, "ending", "a word", help);
        }
    }
}

fn waiting(reader: &mut Reader<'_>, node: &Value<'_>, draft: &mut Draft) {
    let shape = Shape {
        whose: "`wait_and_complete`",
        keys: &["bound", "on_error", "on_bound"],
        elsewhere: nowhere,
    };
    let Some(members) = reader.object(node, "wait_and_complete", &shape) else {
        return;
    };
    match members.get("bound") {
        Some(Value::NumberLit(number)) => draft.ending.bound = number.value.to_owned(),
        Some(Value::StringLit(bound)) => draft.ending.bound = bound.value.to_string(),
        Some(other) => reader.wrong_type(
            other,
            "bound",
            "a number of seconds, or a string with a unit",
            "Write it as 90, \"10m\", \"4h\" or \"2d\".",
        ),
        None => {}
    }
    let words: Vec<_> = Leftover::ALL.iter().map(|one| one.word()).collect();
    let mut leftover = |key, default| {
        members
            .get(key)
            .and_then(|node| reader.word(node, key, &words, Leftover::from_word))
            .unwrap_or(default)
    };
    draft.ending.on_error = leftover("on_error", draft.ending.on_error);
    draft.ending.on_bound = leftover("on_bound", draft.ending.on_bound);
}
