//! Methods that run a text or a program.

use super::Follower;
use crate::parse::follow::handle::{self, Handle};
use crate::parse::follow::mention;
use crate::parse::powershell::{Word, WordKind};
use crate::span::Span;

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// A call of a method: `[Diagnostics.Process]::Start(…)`, `[powershell]::Create().AddScript(…)`. What else gets the name of a
    /// command of BITS is opaque.
    pub(super) fn method(
        &mut self,
        target: &Word<'_>,
        member: &Word<'_>,
        arguments: &[Word<'_>],
        span: Span,
    ) {
        let is_of = |wanted: &str| match &target.kind {
            WordKind::Type(name) => {
                let name = name.trim_matches(['[', ']']).rsplit('.').next().unwrap_or(name);
                name.eq_ignore_ascii_case(wanted)
            }
            _ => false,
        };
        let name = member.text().unwrap_or("").to_lowercase();
        let is_followed = match (name.as_str(), arguments) {
            _ if self.table_method(target, &name, arguments, span) => true,
            ("start", [program, line]) if is_of("process") => {
                let (name, value) = (self.value(program).to_text(), self.value(line));
                let started =
                    name.and_then(|name| self.started((program.span, &name), (line.span, &value), span));
                started.is_some()
            }
            ("addscript" | "invokescript" | "newscriptblock", [text, ..]) => self.hand_over(text, span),
            ("create", [text]) if is_of("scriptblock") => self.hand_over(text, span),
            _ => false,
        };
        let is_run = match name.as_str() {
            "start" => is_of("process"),
            "addscript" | "invokescript" | "newscriptblock" => true,
            "create" => is_of("scriptblock"),
            _ => {
                let writes = name.starts_with("write") || name.starts_with("append");
                is_of("file") && writes && arguments.iter().any(|word| self.is_script(word))
            }
        };
        if is_run && !is_followed {
            return self.not_followed(arguments, None, span);
        }
        let names = |word: &Word<'_>| {
            matches!(word.kind, WordKind::Text { .. } | WordKind::Expandable { .. })
                && mention::is_in(word.span.of(self.source))
        };
        if !is_followed && arguments.iter().any(names) {
            self.script.opaque(span);
        }
    }

    /// `$jobs.Where({…})`, `$jobs.ForEach({…})`; says whether it was one.
    pub(super) fn of_each(
        &mut self,
        target: &Word<'_>,
        member: &Word<'_>,
        arguments: &'r [Word<'t>],
        span: Span,
    ) -> bool {
        self.results.remove(&span);
        let over = self.value(target);
        if !self.is_of_several(&over) {
            return false;
        }
        let value = match member.text().unwrap_or("").to_lowercase().as_str() {
            "where" => {
                self.blocks(arguments);
                self.filter(arguments, Some(over), span)
            }
            "foreach" => {
                for word in arguments {
                    match self.block_of(word) {
                        Some((block, span)) => {
                            self.note_run(span);
                            self.each(None, &over, &block.statements);
                        }
                        None => self.inner(word),
                    }
                }
                handle::value(Handle::Some, self.unknown(span))
            }
            _ => return false,
        };
        self.results.insert(span, value);
        true
    }
}
