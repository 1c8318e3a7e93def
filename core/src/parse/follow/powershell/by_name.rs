//! Variables that commands set by their names.

use super::Follower;
use crate::command::bitstransfer::{Parameter, common_parameter};
use crate::parse::follow::handle;
use crate::parse::powershell::known::plain;
use crate::parse::powershell::{Value, Word, WordKind};

/// What a call of a command of variables says.
#[derive(Default)]
pub(super) struct Named {
    pub(super) names: Vec<Value>,
    pub(super) value: Option<Value>,
    pub(super) scope: Option<Value>,
}

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// The common parameters of a command put what it gives into variables.
    pub(super) fn captured(&mut self, words: &[Word<'_>], given: &Value) {
        self.captured_by(words, |name| {
            let parameter = common_parameter(name).filter(|one| one.names_variable())?;
            // The others get what it says besides.
            match parameter.name {
                "OutVariable" | "PipelineVariable" => Some(given),
                _ => Some(&Value::Null),
            }
        });
    }

    /// Parameters name variables that get values: known where they are jobs.
    pub(super) fn captured_by<'v>(
        &mut self,
        words: &[Word<'_>],
        given_to: impl Fn(&str) -> Option<&'v Value>,
    ) {
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let WordKind::Parameter { name, argument, .. } = &word.kind else {
                continue;
            };
            let Some(given) = given_to(name) else {
                continue;
            };
            let Some(word) = argument.as_deref().or_else(|| words.next()) else {
                return;
            };
            match self.value(word).to_text() {
                // With a plus sign it is added to what is there.
                Some(name) if name.starts_with('+') => self.set(name.trim_start_matches('+'), None, false),
                Some(name) => {
                    let jobs = Some(given.clone()).filter(handle::are);
                    self.set(&name, jobs, false);
                }
                None => self.forget_all(),
            }
        }
    }

    /// `Set-Variable`, `New-Variable`
    pub(super) fn set_variable(&mut self, arguments: &[Word<'_>], piped: Option<Value>) {
        let named = self.named(arguments);
        let value = named.value.or(piped);
        self.put_by_names(&named.names, named.scope.as_ref(), value);
    }

    /// `Remove-Variable`, `Clear-Variable`
    pub(super) fn remove_variable(&mut self, arguments: &[Word<'_>]) {
        let named = self.named(arguments);
        self.put_by_names(&named.names, named.scope.as_ref(), None);
    }

    fn put_by_names(&mut self, names: &[Value], scope: Option<&Value>, value: Option<Value>) {
        let scope = scope.map(|scope| scope.to_text().unwrap_or_default().to_lowercase());
        let mut all = Vec::new();
        for name in names {
            match name {
                Value::List(names) => all.extend(names.iter().map(Value::to_text)),
                name => all.push(name.to_text()),
            }
        }
        if all.is_empty() {
            return self.forget_all();
        }
        for name in all {
            match (name, scope.as_deref()) {
                (Some(name), _) if name.contains(['*', '?', '[']) => self.forget_all(),
                (Some(name), None | Some("local" | "0")) => self.set(&name, value.clone(), true),
                (Some(name), Some(scope @ ("script" | "global"))) => {
                    self.set(&format!("{scope}:{name}"), value.clone(), true);
                }
                // A number counts scopes, from here outwards.
                (Some(name), Some(_)) => {
                    self.variables.forget(&plain(&name));
                }
                (None, _) => self.forget_all(),
            }
        }
    }

    pub(super) fn named(&self, arguments: &[Word<'_>]) -> Named {
        let mut named = Named::default();
        let mut place: usize = 0;
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let WordKind::Parameter { name, argument, .. } = &word.kind else {
                match place {
                    0 if named.names.is_empty() => named.names.push(self.value(word)),
                    _ => named.value = Some(self.value(word)),
                }
                place = place.saturating_add(1);
                continue;
            };
            let name = name.to_lowercase();
            const SWITCHES: [&str; 4] = ["force", "passthru", "whatif", "confirm"];
            let is_common = common_parameter(&name).is_some_and(Parameter::is_switch);
            if is_common || SWITCHES.iter().any(|switch| switch.starts_with(name.as_str())) {
                continue;
            }
            let Some(word) = argument.as_deref().or_else(|| words.next()) else {
                continue;
            };
            let value = self.value(word);
            if "name".starts_with(name.as_str()) {
                named.names.push(value);
                place = place.max(1);
            } else if name != "v" && "value".starts_with(name.as_str()) {
                named.value = Some(value);
            } else if "scope".starts_with(name.as_str()) {
                named.scope = Some(value);
            }
        }
        named
    }

    /// Forgets the variables that a text names.
    pub(super) fn forget_named(&mut self, text: &str) {
        let lower = text.to_ascii_lowercase();
        if ["variable", "invoke-expression", "iex"]
            .iter()
            .any(|word| lower.contains(word))
        {
            return self.forget_all();
        }
        for after in lower.split('$').skip(1) {
            let after = after.trim_start_matches('{');
            let end = after.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':' | '?')));
            let name = after.get(..end.unwrap_or(after.len())).unwrap_or("");
            let is_job = self.found(name).is_some_and(|held| handle::of(held).is_some());
            if !name.is_empty() && !is_job {
                self.change(name, |_| false);
                self.set(name, None, false);
            }
        }
    }
}
