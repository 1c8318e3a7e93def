//! What a condition is about: whether jobs were found, which says nothing of the document; whether a loop, or a function, is left.

use super::Follower;
use crate::parse::conditions::{self, About};
use crate::parse::follow::handle;
use crate::parse::powershell::{Compound, Role, Statement, StatementKind};

/// Which ways out of statements lead back into the text, which then goes on with a job: not those that end the script, which
/// are checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Meets {
    /// `return`: out of a function or a block.
    returns: bool,
    /// `break`, `continue`: out of a round of a loop.
    rounds: bool,
}

impl Meets {
    /// In a function or a block.
    pub(super) const RETURNS: Meets = Meets {
        returns: true,
        rounds: false,
    };

    /// In a loop.
    pub(super) const fn in_rounds(self) -> Meets {
        Meets { rounds: true, ..self }
    }

    /// Whether this is in a loop.
    pub(super) const fn is_in_rounds(self) -> bool {
        self.rounds
    }

    /// In what takes `break` for itself.
    pub(super) const fn without_rounds(self) -> Meets {
        Meets {
            rounds: false,
            ..self
        }
    }

    /// Whether a statement may go such a way; `with_errors`: be it where an error is caught.
    pub(super) fn may_go(self, statement: &Statement<'_>, with_errors: bool) -> bool {
        match &statement.kind {
            StatementKind::Assignment { value, .. } => self.may_go(value, with_errors),
            StatementKind::Chain { left, right, .. } => {
                self.may_go(left, with_errors) || self.may_go(right, with_errors)
            }
            StatementKind::Compound { compound, parts, .. } => {
                let inside = match compound {
                    Compound::Return => return self.returns,
                    Compound::Break | Compound::Continue => return self.rounds,
                    Compound::Function | Compound::Exit | Compound::Throw => return false,
                    Compound::If | Compound::Try | Compound::Trap => self,
                    _ => self.without_rounds(),
                };
                let mut runs = parts
                    .iter()
                    .filter(|part| part.role != Role::Condition)
                    .filter(|part| with_errors || part.role != Role::Catch)
                    .flat_map(|part| &part.statements);
                runs.any(|statement| inside.may_go(statement, with_errors))
            }
            _ => false,
        }
    }
}

impl<'r, 't: 'r> Follower<'r, '_, 't> {
    /// Follows something out of which these ways lead back.
    pub(super) fn with<T>(&mut self, meets: Meets, follow: impl FnOnce(&mut Self) -> T) -> T {
        let around = std::mem::replace(&mut self.meets, meets);
        let given = follow(self);
        self.meets = around;
        given
    }

    /// Whether a statement may lead past what stands behind it, to where the text goes on; and whether it is no check: what
    /// decides is not how a job is, whether there is one, or whether something failed.
    pub(super) fn way_out(&self, statement: &Statement<'_>) -> Option<bool> {
        if self.meets == Meets::default() || !self.meets.may_go(statement, true) {
            return None;
        }
        let StatementKind::Compound { parts, .. } = &statement.kind else {
            return Some(false);
        };
        let conditions = parts.iter().filter(|part| part.role == Role::Condition);
        let mut decides = conditions
            .flat_map(|part| &part.statements)
            .map(|one| one.span.of(self.source))
            .peekable();
        let asks_for_jobs = decides.peek().is_some_and(|decides| self.asks_for_jobs(decides));
        let is_check = asks_for_jobs || decides.any(|text| conditions::about(text) != About::Other);
        Some(!is_check && self.meets.may_go(statement, false))
    }
}

impl Follower<'_, '_, '_> {
    /// Whether a condition asks nothing but whether a variable holds jobs: `$jobs`, `-not $job`, `$jobs.Count -eq 0`.
    pub(super) fn asks_for_jobs(&self, condition: &str) -> bool {
        let mut is_of_jobs = false;
        let tokens = condition.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '@' | '!'));
        for token in tokens.filter(|token| !token.is_empty()) {
            let token = token.to_lowercase();
            let is_operator = matches!(
                token.as_str(),
                "-not" | "-eq" | "-ne" | "-gt" | "-ge" | "-lt" | "-le" | "$null"
            );
            if is_operator || token.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let Some(name) = token.strip_prefix('$') else {
                return false;
            };
            let name = name
                .strip_suffix(".count")
                .or_else(|| name.strip_suffix(".length"))
                .unwrap_or(name);
            match self.found(name) {
                Some(value) if handle::of(value).is_some() => is_of_jobs = true,
                _ => return false,
            }
        }
        is_of_jobs
    }
}

/// Whether a round of a loop may leave it.
pub(super) fn breaks(statements: &[Statement<'_>]) -> bool {
    statements.iter().any(|statement| match &statement.kind {
        StatementKind::Compound {
            compound: Compound::Break,
            ..
        } => true,
        StatementKind::Compound {
            compound: Compound::If | Compound::Try,
            parts,
            ..
        } => parts
            .iter()
            .filter(|part| part.role != Role::Condition)
            .any(|part| breaks(&part.statements)),
        _ => false,
    })
}
