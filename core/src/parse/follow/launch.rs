//! Lines that programs hand to Windows: what a task runs, what runs in another account.

use super::outer::Outer;
use super::{Script, cmd};
use crate::parse::jobs::Branch;
use crate::parse::nested::Inner;
use crate::parse::patterns::RUNS_ELSEWHERE;
use crate::span::Span;

/// Follows a line; whether it starts one of the programs that are followed. Operators are read where that is cmd, and stand for
/// themselves elsewhere.
pub(super) fn launch(script: &mut Script<'_>, inner: Inner, outer: Outer, span: Span) -> bool {
    let is_followed = program(&inner).is_some() && script.may_grow(inner.text.len());
    if is_followed {
        script.nested(inner, outer, span, cmd::follow_line);
    }
    is_followed
}

/// The program that a line starts, where that is followed.
pub(super) fn program(inner: &Inner) -> Option<String> {
    cmd::launches(&inner.text, &inner.filled).filter(|_| !inner.text.contains(['\r', '\n']))
}

/// The number of the argument of schtasks that is the line which its task runs, by the arguments that are known:
/// `schtasks /create /tr "…"`.
pub(super) fn line_of_task(arguments: impl Iterator<Item = Option<String>>) -> Option<usize> {
    let mut arguments = arguments;
    let is_switch = |argument: Option<String>| argument.is_some_and(|text| text.eq_ignore_ascii_case("/tr"));
    let at = arguments.position(is_switch)?;
    arguments.next().map(|_| at.saturating_add(1))
}

/// A task while what it runs is followed.
pub(super) struct Task {
    before: usize,
    around: Branch,
}

impl Task {
    /// What follows is run later.
    pub(super) fn begin(script: &mut Script<'_>) -> Task {
        Task {
            before: script.statements.len(),
            around: script.jobs.enter(),
        }
    }

    /// That was all; `name` makes the task. Where it is none of BITS, it is opaque.
    pub(super) fn end(self, script: &mut Script<'_>, name: Span, span: Span, is_followed: bool) {
        script.jobs.leave(self.around);
        if !is_followed {
            script.opaque(span);
        }
        if script.statements.len() > self.before {
            script.say(
                &RUNS_ELSEWHERE,
                name,
                "A scheduled task runs this later, in the account that the task names: its jobs are made then, and belong to that account.",
            );
        }
    }
}
