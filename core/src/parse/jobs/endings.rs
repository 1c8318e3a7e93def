//! How a job that is there already ends: which of the statements that move it along its document can say.

use super::{Happens, Jobs};
use crate::diagnostic::Severity;
use crate::job::ExistingEnding;
use crate::parse::conditions::{ENDING_UNDER_A_CONDITION, Everywhere, More};
use crate::parse::found::Found;
use crate::span::Span;

/// A statement that moves a job along.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Move {
    pub(super) to: ExistingEnding,
    pub(super) span: Span,
    /// The conditions that it stands under.
    pub(super) under: More,
    pub(super) decided: Decided,
    /// Whether one of them is not that of the first statement that names the job.
    pub(super) stands_alone: bool,
}

/// What decides whether a statement runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decided {
    /// Nothing: it does.
    Never,
    /// The state of the job.
    ByState,
    /// Whether a call was refused, or the job is there.
    ByCall,
    /// Something else.
    Otherwise,
}

/// What moves a job that is there along, as far as a document may say it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Moves(Vec<Move>);

impl Moves {
    /// One more. It leaves nothing of what was before in the same case; once is enough.
    pub(super) fn push(&mut self, next: Move) {
        // What is completed where its state says so was resumed before.
        let is_kept =
            |known: &Move| next.to == ExistingEnding::Complete && known.to == ExistingEnding::Resume;
        self.0
            .retain(|known| is_kept(known) || !known.under.are_within(&next.under));
        let is_same =
            |known: &Move| (known.to, known.decided, &known.under) == (next.to, next.decided, &next.under);
        if self.0.len() < MOST && !self.0.iter().any(is_same) {
            self.0.push(next);
        }
    }
}

/// How many statements that move a job along under conditions are told apart.
const MOST: usize = 64;

impl Jobs<'_> {
    /// How each job that is there ends, where one ending is all that is to be said. A document says what happens whatever
    /// holds: who applies it to a job that is not as the script asks would lose what the job has. So what depends on the state of
    /// the job is left out, and so is what one branch does and another one does not.
    pub(super) fn end_existing(&mut self, everywhere: &[(Happens, Everywhere)]) {
        for number in 0..self.jobs.len() {
            let is_compared = number < self.before_comparison;
            let Some(job) = self.jobs.get_mut(number).filter(|job| !job.draft.is_new()) else {
                continue;
            };
            let moves = std::mem::take(&mut job.moves).0;
            let is_everywhere = |one: &Move| {
                let happens = Happens::Moves(number, one.to);
                let known = everywhere.iter().find(|(known, _)| *known == happens);
                known
                    .is_some_and(|(_, everywhere)| self.conditions.is_decided_by_none(&one.under, everywhere))
            };
            let is_certain = |one: &Move| one.decided == Decided::Never || is_everywhere(one);
            // It is completed behind what leaves for good where its state is another one.
            let is_looked_at = job.course.is_asked && is_compared;
            let of_state = |one: &Move| is_looked_at && one.to == ExistingEnding::Complete;
            let (guarded, moves): (Vec<Move>, Vec<Move>) = moves
                .into_iter()
                .partition(|one| is_certain(one) && of_state(one));
            let certain = moves.iter().rposition(is_certain);
            let (ending, mut left_out) = sorted(moves, certain);
            left_out.extend(guarded.into_iter().map(|one| Move {
                decided: Decided::ByState,
                ..one
            }));
            job.course.last = ending.as_ref().map(|ending| ending.to);
            job.course.ended = ending.as_ref().map(|ending| ending.span);
            let taken = ending.filter(|ending| {
                ending.decided == Decided::Otherwise && ending.stands_alone && certain.is_none()
            });
            let found = taken.map(|taken| taken_under_a_condition(taken.span));
            let found = found.into_iter().chain(left_out.iter().map(left_out_of_document));
            for found in found {
                if self.seen.insert((found.span, found.rule)) {
                    self.found.push(found);
                }
            }
        }
    }
}

/// The ending that is said, and what is left out.
fn sorted(mut moves: Vec<Move>, certain: Option<usize>) -> (Option<Move>, Vec<Move>) {
    let mut ending = None;
    if let Some(number) = certain {
        let mut behind = moves.split_off(number).into_iter();
        ending = behind.next();
        let to = ending.as_ref().map(|last| last.to);
        moves = behind.filter(|one| Some(one.to) != to).collect();
    }
    let (by_state, otherwise): (Vec<Move>, Vec<Move>) =
        moves.into_iter().partition(|one| one.decided == Decided::ByState);
    let is_one = otherwise
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a.to == b.to));
    let mut left_out = by_state;
    if ending.is_none() && left_out.is_empty() && is_one {
        ending = otherwise.into_iter().next();
    } else {
        left_out.extend(otherwise);
    }
    left_out.sort_by_key(|one| one.span);
    (ending, left_out)
}

/// What is said of an ending that the document has, though a condition decides it.
pub(super) fn taken_under_a_condition(span: Span) -> Found {
    ENDING_UNDER_A_CONDITION.at(
        span,
        "This runs only where a condition holds, and the text does not show that it asks how the job is; the document says that it always runs.",
        ENDING_UNDER_A_CONDITION.instead,
    )
}

fn left_out_of_document(one: &Move) -> Found {
    let message = match one.decided {
        Decided::ByState => {
            "The state of the job decides whether this runs; a document of jobs that are there cannot say so, and leaves it out."
        }
        Decided::Never | Decided::ByCall | Decided::Otherwise => {
            "This runs only where a condition holds, and another statement ends the job elsewhere; the document leaves it out."
        }
    };
    let mut found = ENDING_UNDER_A_CONDITION.at(one.span, message, ENDING_UNDER_A_CONDITION.instead);
    if one.decided == Decided::ByState {
        found.severity = Severity::Information;
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity::{self, Information, Warning};
    use crate::job::ExistingEnding::{self, Cancel, Complete, Resume};
    use crate::parse::conditions::ENDING_UNDER_A_CONDITION;
    use crate::parse::{Reading, import};
    use crate::text::Dialect::{self, Cmd, PowerShell};

    /// Shell, script, the ending of its last document, and what is said of endings.
    type Row = (
        Dialect,
        &'static str,
        Option<ExistingEnding>,
        &'static [(Severity, &'static str)],
    );

    const TABLE: &[Row] = &[
        (Cmd, "bitsadmin /complete j", Some(Complete), &[]),
        (Cmd, "bitsadmin /resume j\nbitsadmin /cancel j", Some(Cancel), &[]),
        // Who applies a document does not ask for the state.
        (
            Cmd,
            "for /f %%s in ('bitsadmin /rawreturn /getstate j') do set s=%%s\nif \"%s%\"==\"TRANSFERRED\" (bitsadmin /complete j) else (bitsadmin /cancel j)",
            None,
            &[
                (Information, "bitsadmin /complete j"),
                (Information, "bitsadmin /cancel j"),
            ],
        ),
        (
            Cmd,
            "bitsadmin /setpriority j HIGH\nfor /f %%s in ('bitsadmin /rawreturn /getstate j') do if %%s==ERROR bitsadmin /cancel j",
            None,
            &[(Information, "bitsadmin /cancel j")],
        ),
        (
            Cmd,
            "bitsadmin /resume j\nfor /f %%s in ('bitsadmin /rawreturn /getstate j') do if %%s==ERROR bitsadmin /cancel j",
            Some(Resume),
            &[(Information, "bitsadmin /cancel j")],
        ),
        (
            Cmd,
            ":w\nbitsadmin /getstate j | find \"TRANSFERRED\" || goto w\nbitsadmin /complete j",
            None,
            &[(Information, "bitsadmin /complete j")],
        ),
        // One branch ends it in one way, another in another.
        (
            Cmd,
            "if exist a (bitsadmin /resume j) else (bitsadmin /cancel j)",
            None,
            &[(Warning, "bitsadmin /resume j"), (Warning, "bitsadmin /cancel j")],
        ),
        (
            Cmd,
            "if exist a (bitsadmin /resume j) else (bitsadmin /resume j)",
            Some(Resume),
            &[],
        ),
        (Cmd, "if exist a bitsadmin /cancel j", Some(Cancel), &[]),
        (
            Cmd,
            "bitsadmin /setpriority j HIGH\nif exist a bitsadmin /cancel j",
            Some(Cancel),
            &[(Warning, "bitsadmin /cancel j")],
        ),
        (
            Cmd,
            "bitsadmin /resume j\nif exist a bitsadmin /cancel j",
            Some(Resume),
            &[(Warning, "bitsadmin /cancel j")],
        ),
        (
            Cmd,
            "if exist a bitsadmin /cancel j\nbitsadmin /resume j",
            Some(Resume),
            &[],
        ),
        (
            Cmd,
            "bitsadmin /info j\nif not errorlevel 1 bitsadmin /resume j",
            Some(Resume),
            &[],
        ),
        (
            PowerShell,
            "$j = Get-BitsTransfer -Name N\nif ($j.JobState -ne 'Transferred') { throw 'no' }\nComplete-BitsTransfer $j",
            None,
            &[(Information, "Complete-BitsTransfer $j")],
        ),
        (
            PowerShell,
            "$j = Get-BitsTransfer -Name N\nif ($j) { Complete-BitsTransfer $j }",
            Some(Complete),
            &[],
        ),
        (
            PowerShell,
            "param($j)\nswitch ($j.JobState) { 'Transferred' { Complete-BitsTransfer $j } 'Error' { Remove-BitsTransfer $j } }",
            None,
            &[
                (Information, "Complete-BitsTransfer $j"),
                (Information, "Remove-BitsTransfer $j"),
            ],
        ),
        (
            PowerShell,
            "$j = Get-BitsTransfer -Name N\nResume-BitsTransfer $j -Asynchronous\nwhile ($j.JobState -eq 'Transferring') { sleep 5 }\nif ($j.JobState -eq 'Transferred') { Complete-BitsTransfer $j } else { Remove-BitsTransfer $j }",
            Some(Resume),
            &[
                (Information, "Complete-BitsTransfer $j"),
                (Information, "Remove-BitsTransfer $j"),
            ],
        ),
    ];

    #[test]
    fn a_document_of_jobs_that_are_there_says_what_happens_whatever_holds() {
        for (shell, source, ending, expected) in TABLE {
            let reading = Reading {
                shell: Some(*shell),
                ..Reading::default()
            };
            let read = import(source, reading);
            let last = read.jobs.last().map(|job| job.draft.ending.existing);
            assert_eq!(
                last.filter(|last| *last != ExistingEnding::Leave),
                *ending,
                "{source}"
            );
            let found: Vec<(Severity, &str)> = read
                .found
                .iter()
                .filter(|found| found.rule == ENDING_UNDER_A_CONDITION.name)
                .map(|found| (found.severity, found.span.of(source)))
                .collect();
            assert_eq!(found, *expected, "{source}");
        }
    }
}
