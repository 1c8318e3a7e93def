//! Variables and the scopes that they live in.

use std::collections::HashMap;

use super::Session;
use crate::powershell::value::{Table, Value};
use std::cell::RefCell;
use std::rc::Rc;

/// Scopes from the global one inwards.
pub(super) struct Scopes {
    all: Vec<HashMap<String, Value>>,
}

/// Which scope a name asks for.
enum Place {
    Local,
    Script,
    Global,
}

fn split(name: &str) -> (Option<Place>, String) {
    let lower = name.to_lowercase();
    for (prefix, place) in [
        ("local:", Place::Local),
        ("private:", Place::Local),
        ("script:", Place::Script),
        ("global:", Place::Global),
    ] {
        if let Some(rest) = lower.strip_prefix(prefix) {
            return (Some(place), rest.to_owned());
        }
    }
    (
        None,
        lower
            .strip_prefix("variable:")
            .map_or(lower.clone(), str::to_owned),
    )
}

impl Scopes {
    pub(super) fn new(session: &Session) -> Self {
        let path = session.path.clone().unwrap_or_default();
        let folder = path
            .rsplit_once('\\')
            .map_or(String::new(), |(folder, _)| folder.to_owned());
        let version = Value::object(
            "System.Version",
            vec![
                ("Major", Value::Int(session.version.0)),
                ("Minor", Value::Int(session.version.1)),
            ],
        );
        if let Value::Object(object) = &version {
            let text = format!("{}.{}", session.version.0, session.version.1);
            object.borrow_mut().text = Some(text.as_str().into());
        }
        let mut table = Table::default();
        table.set(Value::text("PSVersion"), version);
        table.set(Value::text("PSEdition"), Value::text(session.edition()));
        let globals = [
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("null", Value::Null),
            ("pscommandpath", Value::text(&path)),
            ("psscriptroot", Value::text(&folder)),
            ("psversiontable", Value::Table(Rc::new(RefCell::new(table)))),
            ("erroractionpreference", Value::text("Continue")),
            ("warningpreference", Value::text("Continue")),
            ("progresspreference", Value::text("Continue")),
            ("verbosepreference", Value::text("SilentlyContinue")),
            ("debugpreference", Value::text("SilentlyContinue")),
            ("informationpreference", Value::text("SilentlyContinue")),
            ("confirmpreference", Value::text("High")),
            ("?", Value::Bool(true)),
            ("lastexitcode", Value::Null),
            ("error", Value::list(Vec::new())),
            ("args", Value::list(Vec::new())),
            ("pid", Value::Int(4711)),
            ("home", Value::text("C:\\Users\\user")),
        ];
        let mut global = HashMap::new();
        for (name, value) in globals {
            global.insert(name.to_owned(), value);
        }
        Self { all: vec![global] }
    }

    pub(super) fn open(&mut self) {
        self.all.push(HashMap::new());
    }

    pub(super) fn close(&mut self) {
        if self.all.len() > 1 {
            self.all.pop();
        }
    }

    /// The variable of a name; nothing when it was never set.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let (place, name) = split(name);
        match place {
            Some(Place::Global) => self.all.first()?.get(&name),
            Some(Place::Script) => self.all.get(1)?.get(&name),
            Some(Place::Local) => self.all.last()?.get(&name),
            None => self.all.iter().rev().find_map(|scope| scope.get(&name)),
        }
    }

    pub(super) fn set(&mut self, name: &str, value: Value) {
        let (index, name) = self.place(name);
        self.all[index].insert(name, value);
    }

    pub(super) fn set_global(&mut self, name: &str, value: Value) {
        self.all[0].insert(name.to_lowercase(), value);
    }

    /// The scope that a name says, or the one that runs, and the name in it.
    fn place(&self, name: &str) -> (usize, String) {
        let (place, name) = split(name);
        let last = self.all.len() - 1;
        let index = match place {
            Some(Place::Global) => 0,
            Some(Place::Script) => 1.min(last),
            Some(Place::Local) | None => last,
        };
        (index, name)
    }

    /// Removes a variable of the scope that runs, or of the one that the name says; false when it has none.
    pub(super) fn remove_local(&mut self, name: &str) -> bool {
        let (index, name) = self.place(name);
        self.all[index].remove(&name).is_some()
    }

    pub(super) fn remove(&mut self, name: &str) {
        let (_, name) = split(name);
        if let Some(scope) = self.all.iter_mut().rev().find(|scope| scope.contains_key(&name)) {
            scope.remove(&name);
        }
    }
}

/// Whether a script may not assign to this variable.
pub(super) fn is_constant(name: &str) -> bool {
    [
        "true",
        "false",
        "null",
        "pid",
        "psversiontable",
        "home",
        "?",
        "error",
        "host",
    ]
    .contains(&name.to_lowercase().as_str())
}
