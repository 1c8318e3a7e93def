//! `$PSDefaultParameterValues`: parameters that cmdlets get where a call does not say them.

use super::Follower;
use crate::command::bitstransfer::{Cmdlet, Match};
use crate::parse::patterns::DEFAULTS_NOT_KNOWN;
use crate::parse::powershell::Value;
use crate::parse::powershell::bind::{Argument, Binding, Name};
use crate::parse::wildcard::fits;
use crate::span::Span;

/// The variable, as variables are looked up.
pub(super) const DEFAULTS: &str = "psdefaultparametervalues";

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// The arguments that a call gets besides those that it says.
    pub(super) fn defaults(
        &mut self,
        cmdlet: &'static Cmdlet,
        binding: &Binding,
        name: Span,
    ) -> Vec<Argument> {
        let Some(Value::Hashtable(pairs)) = self.held("PSDefaultParameterValues") else {
            self.script.flag(&DEFAULTS_NOT_KNOWN, name);
            return Vec::new();
        };
        let mut out = Vec::new();
        let mut is_known = true;
        for (key, value) in pairs {
            let Some(key) = key.to_text() else {
                is_known = false;
                continue;
            };
            if key.eq_ignore_ascii_case("Disabled") {
                match value {
                    Value::Boolean(true) => return Vec::new(),
                    Value::Boolean(false) => {}
                    _ => is_known = false,
                }
                continue;
            }
            // `cmdlet:parameter`
            let Some((pattern, parameter)) = key.split_once(':') else {
                is_known = false;
                continue;
            };
            let pattern = pattern.trim().trim_matches(['"', '\'']);
            let pattern = pattern.to_lowercase();
            match fits(&pattern, &cmdlet.name.to_lowercase()) {
                Some(true) => {}
                Some(false) => continue,
                None => {
                    is_known = false;
                    continue;
                }
            }
            let parameter = parameter.trim().trim_matches(['"', '\'']);
            let Match::Found(found) = cmdlet.parameter(parameter) else {
                continue;
            };
            let mut names = std::iter::once(&found.name).chain(found.aliases);
            if !names.any(|whole| whole.eq_ignore_ascii_case(parameter)) {
                is_known = false;
                continue;
            }
            // What is not set by a text or a number is worked out for each call.
            is_known &= !matches!(value, Value::ScriptBlock(_));
            if !binding.is_given(found) && !matches!(value, Value::ScriptBlock(_)) {
                let place = self
                    .places
                    .get(&(DEFAULTS.to_owned(), key.to_lowercase()))
                    .copied();
                let (name, value_span) = place.unwrap_or((name, name));
                out.push(Argument {
                    name: Some(Name {
                        text: found.name.to_owned(),
                        span: name,
                    }),
                    value: Some(value),
                    value_span: Some(value_span),
                    is_splatted: true,
                });
            }
        }
        if !is_known {
            self.script.flag(&DEFAULTS_NOT_KNOWN, name);
        }
        out
    }
}
