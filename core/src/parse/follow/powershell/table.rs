//! Hashtables and objects of a script. Several variables may hold the same one, and what changes it through one of them
//! changes it for all: a variable holds the number of its table, and the table stands apart.

use super::variable::variable_name;
use super::{Follower, command_name};
use crate::lower_case::begins;
use crate::parse::follow::handle;
use crate::parse::powershell::cast::is_list_type;
use crate::parse::powershell::known::{MOST as MOST_ITEMS, fill, plain};
use crate::parse::powershell::{CommandBody, Statement, StatementKind, Unknown, Value, Word, WordKind};
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A name that no script can write.
const TABLE: &str = "\0table ";
const DOUBT: &str = "\0doubt";

/// The tables that a variable may hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Held {
    tables: BTreeSet<usize>,
    /// Whether it may hold something else.
    other: bool,
}

/// The most tables that one variable may hold.
const MOST: usize = 8;

impl Held {
    fn of(value: &Value) -> Option<Held> {
        let Value::Variable { name, .. } = value else {
            return None;
        };
        let mut held = Held::default();
        for number in name.strip_prefix(TABLE)?.split(' ') {
            match number.parse() {
                Ok(number) => drop(held.tables.insert(number)),
                Err(_) => held.other = true,
            }
        }
        Some(held)
    }

    fn value(&self) -> Value {
        let mut name = TABLE.to_owned();
        for number in &self.tables {
            name.push_str(&format!("{number} "));
        }
        let name = match self.other {
            true => format!("{name}?"),
            false => name.trim_end().to_owned(),
        };
        let unknown = Unknown {
            span: Span::default(),
            source: String::new(),
        };
        Value::Variable { name, unknown }
    }
}

/// Where a table stands among the variables.
fn slot(number: usize) -> String {
    format!("{TABLE}{number}")
}

/// What a variable or a table holds after statements that may have run or not: jobs and aliases stay, and of tables what is the same
/// in both.
pub(super) fn settled(then: Option<&Value>, now: Option<&Value>) -> Option<Value> {
    // A table that a branch makes is there as it is; which variables hold it is in doubt.
    if let (None, Some(Value::Hashtable(_))) = (then, now) {
        return now.cloned();
    }
    let stays = |value: &&Value| handle::are(value) || handle::alias_of(value).is_some();
    let job = |value: Option<&Value>| value.filter(stays).cloned();
    job(now).or_else(|| job(then)).or_else(|| either(then, now))
}

fn either(then: Option<&Value>, now: Option<&Value>) -> Option<Value> {
    if let (Some(then), Some(now)) = (then, now)
        && let Some(both) = merged(then, now)
    {
        return Some(both);
    }
    let (one, other) = (then.and_then(Held::of), now.and_then(Held::of));
    let other_is_none = one.is_none() || other.is_none();
    let mut held = one.clone().or_else(|| other.clone())?;
    held.other |= other_is_none;
    if let (Some(_), Some(more)) = (one, other) {
        held.other |= more.other;
        held.tables.extend(more.tables);
    }
    (held.tables.len() <= MOST).then(|| held.value())
}

/// A table that is one of two: an entry that is not the same in both is in doubt.
fn merged(then: &Value, now: &Value) -> Option<Value> {
    let (Value::Hashtable(before), Value::Hashtable(after)) = (then, now) else {
        return None;
    };
    let key = |key: &Value| key.to_text().map(|text| text.to_lowercase());
    let mut left = BTreeMap::new();
    for (name, value) in before {
        left.insert(key(name)?, (name, value));
    }
    let mut out = Vec::new();
    for (name, value) in after {
        let value = match left.remove(&key(name)?) {
            Some((_, old)) if old == value => value.clone(),
            _ => doubt(),
        };
        out.push((name.clone(), value));
    }
    out.extend(left.into_values().map(|(name, _)| (name.clone(), doubt())));
    Some(Value::Hashtable(out))
}

/// An entry that is there or not, or has one value or another.
pub(super) fn doubt() -> Value {
    Value::Variable {
        name: DOUBT.to_owned(),
        unknown: Unknown {
            span: Span::default(),
            source: String::new(),
        },
    }
}

/// Whether a value is an entry in doubt.
pub(in crate::parse) fn is_doubt(value: &Value) -> bool {
    match value {
        Value::Variable { name, .. } => name == DOUBT,
        Value::List(items) => items.iter().any(is_doubt),
        _ => false,
    }
}

/// Whether a value is changed where it stands.
fn is_table(value: &Value) -> bool {
    matches!(value, Value::Hashtable(_) | Value::Object(_)) && handle::user(value).is_none()
}

/// Whether an expression makes a list that grows where it stands: `[Collections.ArrayList]@()`, `[List[string]]::new()`,
/// `New-Object Collections.ArrayList`.
pub(super) fn makes_list(statement: &Statement<'_>) -> bool {
    if let StatementKind::Pipeline { commands, .. } = &statement.kind
        && let [command] = commands.as_slice()
        && let CommandBody::Words(words) = &command.body
        && let [first, arguments @ ..] = words.as_slice()
    {
        let is_maker = first
            .text()
            .is_some_and(|name| command_name(name) == "new-object");
        return is_maker && makes_new_list(arguments);
    }
    statement.as_expression().is_some_and(|word| match &word.kind {
        WordKind::Paren(inner) => makes_list(inner),
        WordKind::Call { target, member, .. } => {
            let is_new = member.text().is_some_and(|name| name.eq_ignore_ascii_case("new"));
            is_new && matches!(&target.kind, WordKind::Type(name) if is_list_type(name))
        }
        _ => is_cast_to_list(word),
    })
}

pub(super) fn is_cast_to_list(word: &Word<'_>) -> bool {
    matches!(&word.kind, WordKind::Cast { type_name, .. } if is_list_type(type_name))
}

/// Whether the arguments of `New-Object` ask for an empty list.
pub(super) fn makes_new_list(arguments: &[Word<'_>]) -> bool {
    let of_type = match arguments {
        [word] => Some(word),
        [parameter, word]
            if matches!(&parameter.kind, WordKind::Parameter { name, argument: None, .. }
            if begins("TypeName", name)) =>
        {
            Some(word)
        }
        _ => None,
    };
    of_type.and_then(Word::text).is_some_and(is_list_type)
}

/// Whether something of a kind is in a value.
fn holds(value: &Value, is_it: &impl Fn(&Value) -> bool) -> bool {
    match value {
        Value::List(items) => items.iter().any(|item| is_it(item) || holds(item, is_it)),
        Value::Hashtable(pairs) | Value::Object(pairs) => {
            pairs.iter().any(|(_, item)| is_it(item) || holds(item, is_it))
        }
        _ => false,
    }
}

/// Whether a value is another one, or has it inside.
fn has(value: &Value, wanted: &Value) -> bool {
    value == wanted
        || match value {
            Value::List(items) => items.iter().any(|item| has(item, wanted)),
            Value::Hashtable(pairs) | Value::Object(pairs) => pairs.iter().any(|(_, item)| has(item, wanted)),
            _ => false,
        }
}

/// The entries in doubt of a table, as what a script writes for them.
fn named(value: Value, name: &str) -> Value {
    let Value::Hashtable(pairs) = value else {
        return value;
    };
    let entry = |key: Value, value: Value| {
        let (true, Some(text)) = (is_doubt(&value), key.to_text()) else {
            return (key, value);
        };
        let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let source = match is_plain {
            true => format!("${name}.{text}"),
            false => format!("${name}['{}']", text.replace('\'', "''")),
        };
        let unknown = Unknown {
            span: Span::default(),
            source,
        };
        let value = Value::Variable {
            name: DOUBT.to_owned(),
            unknown,
        };
        (key, value)
    };
    Value::Hashtable(pairs.into_iter().map(|(key, value)| entry(key, value)).collect())
}

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// Puts a value into a variable of the scope that is read. A table that others may hold too, by a way that is not
    /// followed, is loose.
    pub(super) fn keep(&mut self, key: &str, value: Option<Value>, is_loose: bool) {
        let part = self.part(value, is_loose);
        self.variables.set(key, part);
    }

    /// What stands in a variable for a value: for a table, its number.
    pub(super) fn part(&mut self, value: Option<Value>, is_loose: bool) -> Option<Value> {
        let value = value.filter(|value| !value.is_large())?;
        self.has_nested |= self.holds_table(&value);
        match is_table(&value) {
            true => Some(self.numbered(value, is_loose)),
            false => Some(value),
        }
    }

    /// A list that grows where it stands, as a variable holds it.
    pub(super) fn listed(&mut self, value: Value) -> Value {
        if !matches!(value, Value::List(_)) || value.is_large() {
            return value;
        }
        self.has_nested |= self.holds_table(&value);
        self.has_lists = true;
        self.numbered(value, false)
    }

    /// Puts a table, or a list that grows, where it has a number: what stands in variables for it.
    fn numbered(&mut self, value: Value, is_loose: bool) -> Value {
        self.tables = self.tables.saturating_add(1);
        let number = self.tables;
        if is_loose {
            self.loose.insert(number);
        }
        self.variables.set(&slot(number), Some(value));
        let held = Held {
            tables: BTreeSet::from([number]),
            other: false,
        };
        held.value()
    }

    /// Whether something is in a value that is changed where it stands.
    fn holds_table(&self, value: &Value) -> bool {
        holds(value, &|item| {
            is_table(item) || (self.has_lists && matches!(item, Value::List(_)))
        })
    }

    /// Whether a variable holds a list that grows where it stands.
    pub(super) fn holds_list(&self, name: &str) -> bool {
        let held = self.found(name).and_then(Held::of);
        held.is_some_and(|held| {
            let mut all = held
                .tables
                .iter()
                .map(|number| self.variables.get(&slot(*number)));
            all.all(|value| matches!(value, Some(Value::List(_))))
        })
    }

    /// A call of a method of a list that grows.
    fn list_method(&mut self, variable: &str, name: &str, arguments: &[Word<'_>], span: Span) {
        const READS: [&str; 8] = [
            "contains",
            "indexof",
            "getenumerator",
            "tostring",
            "gettype",
            "equals",
            "gethashcode",
            "count",
        ];
        if name == "toarray"
            && let Some(value) = self.held(variable)
        {
            self.results.insert(span, value);
            return;
        }
        if READS.contains(&name) {
            return;
        }
        let given: Vec<Value> = arguments.iter().map(|argument| self.value(argument)).collect();
        self.has_nested |= given
            .iter()
            .any(|item| matches!(item, Value::List(_)) || is_table(item));
        self.change(variable, |list| {
            let Value::List(items) = list else {
                return false;
            };
            match (name, given.as_slice()) {
                ("add", [item]) => items.push(item.clone()),
                ("addrange", [Value::List(more)]) => items.extend(more.iter().cloned()),
                ("clear", []) => items.clear(),
                _ => return false,
            }
            items.len() <= MOST_ITEMS
        });
    }

    /// Remembers what an expression stands for that gives the keys, the values or the pairs of a hashtable.
    pub(super) fn note_entries(&mut self, word: &Word<'_>, target: &Word<'_>, member: &Word<'_>) {
        self.entries.remove(&word.span);
        let Value::Hashtable(pairs) = self.value(target) else {
            return;
        };
        let is_call = matches!(word.kind, WordKind::Call { .. });
        let name = member.text().unwrap_or("").to_ascii_lowercase();
        // An entry of that name hides the property.
        let is_sure = pairs
            .iter()
            .all(|(key, value)| !is_doubt(value) && key.is_known() && (is_call || !key.is_key(&name)));
        if !is_sure || !self.script.may_grow(pairs.len().saturating_mul(ONCE)) {
            return;
        }
        let entries = match (name.as_str(), is_call) {
            ("keys", false) => pairs.into_iter().map(|(key, _)| key).collect(),
            ("values", false) => pairs.into_iter().map(|(_, value)| value).collect(),
            ("getenumerator", true) => {
                let named = |name: &str, value: &Value| (Value::text(name), value.clone());
                let entry = |(key, value): &(Value, Value)| {
                    Value::Object(vec![named("Key", key), named("Name", key), named("Value", value)])
                };
                pairs.iter().map(entry).collect()
            }
            _ => return,
        };
        self.entries.insert(word.span, entries);
    }

    /// What the variable that a name means holds, with its tables in their place.
    pub(super) fn held(&self, name: &str) -> Option<Value> {
        let value = self.found(name)?;
        let Some(held) = Held::of(value) else {
            return Some(value.clone());
        };
        if held.other {
            return None;
        }
        let mut tables = held.tables.iter();
        let mut whole = self.variables.get(&slot(*tables.next()?))?.clone();
        for number in tables {
            whole = merged(&whole, self.variables.get(&slot(*number))?)?;
        }
        Some(named(whole, name))
    }

    /// Nobody knows what a variable holds from here on: the tables that it holds now, or something else.
    pub(super) fn doubt_variable(&mut self, name: &str) {
        let held = self.found(name).and_then(Held::of);
        let value = held.map(|held| Held { other: true, ..held }.value());
        self.set(name, value, false);
    }

    /// What an expression hands on that is a variable alone: its tables stay the same ones.
    pub(super) fn same(&self, word: &Word<'_>) -> Option<Value> {
        match &word.kind {
            WordKind::Variable(name) => {
                let value = self.found(name)?;
                Held::of(value).map(|_| value.clone())
            }
            WordKind::Paren(statement) => self.same(statement.as_expression()?),
            WordKind::Cast { type_name, inner, .. }
                if is_list_type(type_name)
                    || ["hashtable", "system.collections.hashtable", "object"]
                        .iter()
                        .any(|name| type_name.eq_ignore_ascii_case(name)) =>
            {
                self.same(inner)
            }
            _ => None,
        }
    }

    /// Changes the tables that the variable holds that a name means; says whether it holds some.
    pub(super) fn change(&mut self, name: &str, change: impl Fn(&mut Value) -> bool) -> bool {
        let Some(held) = self.found(name).and_then(Held::of) else {
            return false;
        };
        let is_sure = held.tables.len() == 1 && !held.other;
        for number in held.tables {
            let Some(old) = self.variables.get(&slot(number)).cloned() else {
                continue;
            };
            let mut new = old.clone();
            let is_known = change(&mut new) && self.script.may_grow(new.size()) && !new.is_large();
            let new = match is_sure {
                _ if !is_known => None,
                true => Some(new),
                false => merged(&old, &new),
            };
            if self.has_nested || self.loose.contains(&number) {
                self.forget_all_of(&old);
            }
            self.has_nested |= new.as_ref().is_some_and(|new| self.holds_table(new));
            self.variables.set(&slot(number), new);
        }
        true
    }

    /// Forgets all that a value is part of: it changes by a way that is not followed.
    pub(super) fn forget_all_of(&mut self, value: &Value) {
        let is_shared = matches!(value, Value::List(_) | Value::Hashtable(_) | Value::Object(_));
        if !is_shared || !self.script.may_grow(self.variables.len().saturating_mul(ONCE)) {
            return;
        }
        self.variables.forget_all(|held| has(held, value));
    }

    /// A command that is not followed may change the tables that it gets.
    pub(super) fn handed_over(&mut self, command: &str, arguments: &[Word<'_>]) {
        const READING: [&str; 10] = [
            "add-",
            "compare-",
            "convertto-",
            "export-",
            "format-",
            "get-",
            "measure-",
            "out-",
            "test-",
            "write-",
        ];
        if READING.iter().any(|verb| command.starts_with(verb)) {
            return;
        }
        for word in arguments {
            if let WordKind::Variable(name) = &word.kind {
                self.change(name, |_| false);
            }
        }
    }

    /// An entry is in doubt from here on, or the whole table.
    pub(super) fn doubt_entry(&mut self, name: &str, entry: Option<&str>) {
        self.change(name, |table| {
            entry.is_some_and(|entry| fill(table, entry, doubt()))
        });
    }

    /// A call of a method of a hashtable; says whether it was one.
    pub(super) fn table_method(
        &mut self,
        target: &Word<'_>,
        name: &str,
        arguments: &[Word<'_>],
        span: Span,
    ) -> bool {
        if let WordKind::Variable(variable) = &target.kind
            && self.holds_list(variable)
        {
            self.list_method(variable, name, arguments, span);
            return true;
        }
        if name == "new" && matches!(&target.kind, WordKind::Type(name) if is_list_type(name)) {
            let value = match arguments {
                [] => Value::List(Vec::new()),
                [items] => match self.value(items) {
                    Value::List(items) => Value::List(items),
                    // How much it has room for.
                    Value::Number { .. } => Value::List(Vec::new()),
                    _ => return true,
                },
                _ => return true,
            };
            self.results.insert(span, value);
            return true;
        }
        let value = self.value(target);
        // Of several tables nobody knows which it is, and each may change.
        let is_one_of_several = variable_name(target)
            .and_then(|name| self.found(name))
            .is_some_and(|held| Held::of(held).is_some());
        if !is_table(&value) && !is_one_of_several {
            // `[array]::Reverse($list)` changes the list itself.
            let is_array =
                matches!(&target.kind, WordKind::Type(name) if name.to_lowercase().contains("array"));
            for argument in arguments.iter().filter(|_| is_array) {
                let value = self.value(argument);
                if matches!(value, Value::List(_)) {
                    self.forget_all_of(&value);
                }
            }
            return false;
        }
        const READS: [&str; 9] = [
            "containskey",
            "contains",
            "containsvalue",
            "getenumerator",
            "get_item",
            "tostring",
            "gettype",
            "equals",
            "gethashcode",
        ];
        if name == "clone" {
            self.results.insert(span, value);
            return true;
        }
        if READS.contains(&name) {
            return true;
        }
        let entry = arguments.first().and_then(|key| self.value(key).to_text());
        let given = arguments.get(1).map(|value| self.value(value));
        if let (WordKind::Variable(variable), [at, to], Some(entry)) = (&target.kind, arguments, &entry) {
            let at = (at.span, to.span);
            let of = plain(variable);
            self.places.insert((of, entry.to_lowercase()), at);
        }
        let change = |table: &mut Value| match (name, &entry, &given) {
            ("add", Some(entry), Some(given)) => {
                table.entry(entry).is_none() && fill(table, entry, given.clone())
            }
            ("set_item", Some(entry), Some(given)) => fill(table, entry, given.clone()),
            ("remove", Some(entry), None) => without(table, entry),
            ("clear", None, None) => {
                *table = Value::Hashtable(Vec::new());
                true
            }
            _ => false,
        };
        let is_changed = match &target.kind {
            WordKind::Variable(name) => self.change(name, change),
            _ => false,
        };
        if !is_changed {
            self.forget_all_of(&value);
        }
        true
    }
}

/// Takes an entry out of a hashtable; says whether that is known.
fn without(table: &mut Value, entry: &str) -> bool {
    let Value::Hashtable(pairs) = table else {
        return false;
    };
    pairs.retain(|(key, _)| !key.is_key(entry));
    true
}

/// What looking for a value among the variables counts for each of them.
pub(super) const ONCE: usize = 16;

/// Whether an expression makes a table of its own.
pub(super) fn is_made_by(statement: &Statement<'_>) -> bool {
    fn makes(word: &Word<'_>) -> bool {
        match &word.kind {
            WordKind::Hashtable(_) | WordKind::Binary { .. } => true,
            WordKind::Cast { inner, .. } => makes(inner),
            WordKind::Paren(statement) => is_made_by(statement),
            WordKind::Call { member, .. } => member
                .text()
                .is_some_and(|name| name.eq_ignore_ascii_case("clone")),
            _ => false,
        }
    }
    statement.as_expression().is_some_and(makes)
}
