//! Commands by other names: `Set-Alias`, and what `Get-Command` finds.

use super::{Follower, last_text};
use crate::command::bitstransfer::{CMDLETS, Cmdlet};
use crate::parse::follow::{handle, mention};
use crate::parse::powershell::{Value, Word, WordKind};
use crate::parse::wildcard::fits;
use crate::span::Span;

/// How the names of aliases begin among the variables. `[psdoc:about_Alias_Provider]`
const ALIAS: &str = "alias:";

/// How often an alias may name another one.
const DEEPEST: usize = 8;

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// `Set-Alias`, `New-Alias`
    pub(super) fn set_alias(&mut self, arguments: &'r [Word<'t>], span: Span) {
        let named = self.named(arguments);
        let of_command = |value: &Value| match handle::command_of(value) {
            Some(name) => Some(name.to_owned()),
            None => last_text(value),
        };
        let command = named.value.as_ref().and_then(of_command);
        let [name] = named.names.as_slice() else {
            return self.script.opaque(span);
        };
        let (Some(name), scope) = (name.to_text(), named.scope) else {
            return self.script.opaque(span);
        };
        let key = format!("{ALIAS}{}", name.to_lowercase());
        let value = command
            .as_deref()
            .map(|command| handle::alias(command, self.unknown(span)));
        // What is said of BITS here is followed where the alias is called.
        match &command {
            Some(command) if mention::is_in(command) => self.script.pass_over(span),
            _ => self.script.opaque(span),
        }
        let scope = scope.map(|scope| scope.to_text().unwrap_or_default().to_lowercase());
        match scope.as_deref() {
            None | Some("local" | "0") => self.variables.set(&key, value),
            Some("script" | "global") => self.variables.set_outermost(&key, value),
            Some(_) => self.variables.forget(&key),
        }
    }

    /// The name of a command, by itself where it is an alias of the script.
    pub(super) fn unaliased(&self, mut name: String) -> String {
        for _ in 0..DEEPEST {
            let key = format!("{ALIAS}{}", name.to_lowercase());
            match self.variables.get(&key).and_then(handle::alias_of) {
                Some(command) => name = command.to_owned(),
                None => break,
            }
        }
        name
    }

    /// `Get-Command`: the command that it finds, where it is asked for one by its name.
    pub(super) fn found_command(&self, arguments: &[Word<'t>], span: Span) -> Value {
        let mut words = arguments.iter();
        let mut found: Option<Value> = None;
        while let Some(word) = words.next() {
            match &word.kind {
                WordKind::Parameter { name, argument, .. } => {
                    let value = argument.as_deref().or_else(|| words.next());
                    if "name".starts_with(&name.to_lowercase()) {
                        found = value.map(|value| self.value(value));
                    }
                }
                _ if found.is_none() => found = Some(self.value(word)),
                _ => return self.unknown_value(span),
            }
        }
        let Some(name) = found.and_then(|name| name.as_text()) else {
            return self.unknown_value(span);
        };
        if !name.contains(['*', '?', '[']) {
            return handle::command(&name, self.unknown(span));
        }
        // A pattern that only one cmdlet of BITS fits, and that says so.
        let pattern = name.to_lowercase();
        let fits_it = |cmdlet: &&Cmdlet| fits(&pattern, &cmdlet.name.to_lowercase()) == Some(true);
        let mut fitting = CMDLETS.iter().filter(fits_it);
        match (fitting.next(), fitting.next()) {
            (Some(one), None) if pattern.contains("bits") => handle::command(one.name, self.unknown(span)),
            _ => self.unknown_value(span),
        }
    }
}
