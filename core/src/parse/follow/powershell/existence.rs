//! What a condition is about: whether jobs were found, which says nothing of the document; whether a loop is left.

use super::Follower;
use crate::parse::follow::handle;
use crate::parse::powershell::{Compound, Role, Statement, StatementKind};

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
