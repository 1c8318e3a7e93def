//! `ConvertTo-SecureString 'x' -AsPlainText`: a password in clear.

use super::Follower;
use crate::lower_case::begins;
use crate::parse::follow::password::PASSWORD_IN_SCRIPT;
use crate::parse::powershell::{Value, Word, WordKind};
use crate::span::Span;

impl<'t> Follower<'_, '_, 't> {
    /// Says of a password that its text is known.
    pub(super) fn secure_string(&mut self, arguments: &[Word<'t>], piped: Option<&Value>, span: Span) {
        let is_switch = |name: &str| !name.is_empty() && begins("asplaintext", name);
        let is_in_clear =
            |word: &Word<'_>| matches!(&word.kind, WordKind::Parameter { name, .. } if is_switch(name));
        if !arguments.iter().any(is_in_clear) {
            return;
        }
        let is_known = |value: &Value| value.to_text().is_some_and(|text| !text.is_empty());
        if piped.is_some_and(is_known) {
            self.script.flag(&PASSWORD_IN_SCRIPT, span);
        }
        let written = arguments.iter().filter_map(|word| match &word.kind {
            // `-Force:$true` is no text.
            WordKind::Parameter { name, argument, .. } if begins("string", name) => argument.as_deref(),
            WordKind::Parameter { .. } => None,
            _ => Some(word),
        });
        let known: Vec<Span> = written
            .filter(|word| is_known(&self.value(word)))
            .map(|word| word.span)
            .collect();
        for span in known {
            self.script.flag(&PASSWORD_IN_SCRIPT, span);
        }
    }
}
