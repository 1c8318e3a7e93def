//! Jobs that are picked out of a list.

use super::Follower;
use crate::parse::follow::handle::Handle;
use crate::parse::follow::{cmdlet, handle, text};
use crate::parse::powershell::{Value, Word, WordKind};
use crate::span::Span;

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// `Where-Object`: by name it finds jobs; any other filter leaves nobody knows which.
    pub(super) fn filter(&mut self, arguments: &'r [Word<'t>], piped: Option<Value>, span: Span) -> Value {
        let Some(piped) = piped else {
            return self.unknown_value(span);
        };
        let Some(Handle::Job(job)) = handle::of(&piped) else {
            // Which of other values it hands on, nobody knows.
            return match handle::are_some(&piped) {
                true => piped,
                false => self.unknown_value(span),
            };
        };
        if let Some(ids) = self.ids_of(arguments) {
            let job = cmdlet::by_ids(self.script, job, &ids, span);
            return match job {
                Some(job) => handle::value(Handle::Job(job), self.unknown(span)),
                None => handle::value(Handle::Some, self.unknown(span)),
            };
        }
        let named = self.named_by(arguments).and_then(|(operator, value)| {
            let text = text(&value, &self.script.outer);
            cmdlet::narrowed(self.script, job, operator, text, span)
        });
        let is_of_all = self.script.jobs.all_of(job).is_some();
        match named {
            Some(job) => handle::value(Handle::Job(job), self.unknown(span)),
            None if is_of_all && takes_others(span.of(self.source)) => handle::others(self.unknown(span)),
            None => handle::value(Handle::Some, self.unknown(span)),
        }
    }

    /// The GUIDs in `{ $ids -contains [string]$_.JobId }`.
    pub(super) fn ids_of(&self, arguments: &'r [Word<'t>]) -> Option<Value> {
        let word = only_expression(arguments)?;
        let WordKind::Binary {
            operator: "Icontains" | "Ccontains",
            left,
            right,
        } = &word.kind
        else {
            return None;
        };
        let mut right: &Word<'_> = right;
        while let WordKind::Cast { inner, .. } = &right.kind {
            right = inner;
        }
        let WordKind::Member { target, member, .. } = &right.kind else {
            return None;
        };
        let is_item = matches!(&target.kind, WordKind::Variable(name) if name == "_" || name.eq_ignore_ascii_case("psitem"));
        let is_id = member
            .text()
            .is_some_and(|name| name.eq_ignore_ascii_case("JobId"));
        let ids = self.value(left);
        (is_item && is_id && ids.is_known()).then_some(ids)
    }

    /// The comparison of the display name in `{ $_.DisplayName -eq 'x' }` or `DisplayName -eq 'x'`.
    pub(super) fn named_by(&self, arguments: &'r [Word<'t>]) -> Option<(&'static str, Value)> {
        let operator = |name: &str| match name.to_lowercase().trim_start_matches(['c', 'i']) {
            "eq" => Some("eq"),
            "like" => Some("like"),
            _ => None,
        };
        match arguments {
            [
                Word {
                    kind: WordKind::ScriptBlock(block),
                    ..
                },
            ] => {
                let [statement] = block.statements.as_slice() else {
                    return None;
                };
                let WordKind::Binary {
                    operator: by,
                    left,
                    right,
                } = &statement.as_expression()?.kind
                else {
                    return None;
                };
                let WordKind::Member { target, member, .. } = &left.kind else {
                    return None;
                };
                let is_item = matches!(&target.kind, WordKind::Variable(name) if name.eq_ignore_ascii_case("_") || name.eq_ignore_ascii_case("psitem"));
                let is_name = member
                    .text()
                    .is_some_and(|name| name.eq_ignore_ascii_case("DisplayName"));
                let by = match *by {
                    "Ieq" | "Ceq" => "eq",
                    "Ilike" | "Clike" => "like",
                    _ => return None,
                };
                (is_item && is_name).then(|| (by, self.value(right)))
            }
            [property, by, value] => {
                let WordKind::Parameter { name, .. } = &by.kind else {
                    return None;
                };
                let is_name = property
                    .text()
                    .is_some_and(|name| name.eq_ignore_ascii_case("DisplayName"));
                is_name.then(|| Some((operator(name)?, self.value(value))))?
            }
            _ => None,
        }
    }
}

/// Whether what decides which jobs are meant asks how they are, and not what they are called: it takes whose they are as they
/// come.
pub(super) fn takes_others(text: &str) -> bool {
    const HOW: [&str; 5] = [
        "jobstate",
        "creationtime",
        "modificationtime",
        "transfercompletiontime",
        "owneraccount",
    ];
    const NAMES: [&str; 5] = ["displayname", "jobid", "description", "filelist", "remotename"];
    // By these it is all the others.
    const NOT: [&str; 5] = ["-ne", "-cne", "-ine", "-not", "!"];
    let text = text.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match says(&NAMES) {
        true => says(&NOT),
        false => says(&HOW),
    }
}

/// The only expression of a block that is the only argument.
pub(super) fn only_expression<'w, 't>(arguments: &'w [Word<'t>]) -> Option<&'w Word<'t>> {
    let [
        Word {
            kind: WordKind::ScriptBlock(block),
            ..
        },
    ] = arguments
    else {
        return None;
    };
    let [statement] = block.statements.as_slice() else {
        return None;
    };
    statement.as_expression()
}
