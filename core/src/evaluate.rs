//! The one call that every front makes: from a draft to diagnostics and a plan.

use crate::diagnostic::{Diagnostic, has_errors};
use crate::draft::Draft;
use crate::plan::{Plan, Reveal};
use crate::rules;

mod stand_in;

/// What became of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// What is to be said of it, errors first.
    pub diagnostics: Vec<Diagnostic>,
    /// The plan; there is one when there is no error.
    pub plan: Option<Plan>,
}

/// Reads, checks and plans a draft.
///
/// ```
/// use bitsmith_core::draft::Draft;
/// use bitsmith_core::evaluate::evaluate;
/// use bitsmith_core::plan::Reveal;
/// let evaluation = evaluate(&Draft::default(), Reveal::Masked);
/// assert_eq!(evaluation.plan.is_some(), !bitsmith_core::diagnostic::has_errors(&evaluation.diagnostics));
/// ```
pub fn evaluate(draft: &Draft, reveal: Reveal) -> Evaluation {
    let (job, mut diagnostics) = draft.job();
    let Some(job) = job else {
        // One value that is wrong hides nothing that is wrong elsewhere.
        let elsewhere = stand_in::said_in_any_case(draft, &diagnostics);
        diagnostics.extend(elsewhere);
        return Evaluation {
            diagnostics,
            plan: None,
        };
    };
    diagnostics.extend(rules::check(&job, &draft.profile));
    let plan = (!has_errors(&diagnostics)).then(|| Plan::of(&job, draft.profile, reveal));
    Evaluation { diagnostics, plan }
}
