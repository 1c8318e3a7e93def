//! Why a call fails, in the engine's words and in ours.

use super::Name;
use crate::command::bitstransfer::{Cmdlet, Parameter};
use crate::span::Span;

/// Why a call fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BindError {
    /// What fails.
    pub failure: Failure,
    /// Where.
    pub span: Span,
    /// What is wrong and what to do, as a sentence.
    pub message: String,
    /// The parameter that was likely meant, or that is concerned.
    pub parameter: Option<&'static Parameter>,
    /// The name that no parameter has, as it is typed; empty: it is not about a name.
    pub typed: String,
}

/// Ways to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the engine's name of it")]
pub enum Failure {
    NamedParameterNotFound,
    PositionalParameterNotFound,
    AmbiguousParameter,
    AmbiguousParameterSet,
    ParameterAlreadyBound,
    MissingArgument,
    MissingMandatoryParameter,
    ParameterArgumentTransformationError,
    ParameterArgumentValidationError,
    InputObjectNotBound,
    InputObjectMissingMandatory,
}

impl Failure {
    /// The engine's name of it.
    pub const fn id(self) -> &'static str {
        match self {
            Failure::NamedParameterNotFound => "NamedParameterNotFound",
            Failure::PositionalParameterNotFound => "PositionalParameterNotFound",
            Failure::AmbiguousParameter => "AmbiguousParameter",
            Failure::AmbiguousParameterSet => "AmbiguousParameterSet",
            Failure::ParameterAlreadyBound => "ParameterAlreadyBound",
            Failure::MissingArgument => "MissingArgument",
            Failure::MissingMandatoryParameter => "MissingMandatoryParameter",
            Failure::ParameterArgumentTransformationError => "ParameterArgumentTransformationError",
            Failure::ParameterArgumentValidationError => "ParameterArgumentValidationError",
            Failure::InputObjectNotBound => "InputObjectNotBound",
            Failure::InputObjectMissingMandatory => "InputObjectMissingMandatory",
        }
    }
}

/// The parameter that takes jobs.
pub(super) const JOBS: &str = "BitsJob";
/// How jobs are found by what names them.
const FINDS: &str = "It takes jobs, as Get-BitsTransfer finds them by -Name or -JobId and hands them on through the pipeline.";

/// Whether a name is one that people look jobs up by.
pub(super) fn names_jobs(typed: &str) -> bool {
    ["name", "displayname", "jobname", "jobid", "id", "guid"]
        .iter()
        .any(|name| typed.eq_ignore_ascii_case(name))
}

impl BindError {
    fn new(
        failure: Failure,
        span: Span,
        message: String,
        parameter: Option<&'static Parameter>,
    ) -> BindError {
        BindError {
            failure,
            span,
            message,
            parameter,
            typed: String::new(),
        }
    }

    pub(super) fn unknown(
        cmdlet: &'static Cmdlet,
        name: &Name,
        likely: Option<&'static Parameter>,
    ) -> BindError {
        let takes_jobs = cmdlet.named(JOBS).is_some();
        let hint = match likely {
            Some(one) => format!(" `-{}` is likely meant.", one.name),
            None if takes_jobs && names_jobs(&name.text) => format!(" {FINDS}"),
            None => String::new(),
        };
        let message = format!("{cmdlet} has no parameter `-{}`.{hint}", name.text);
        BindError {
            typed: name.text.clone(),
            ..BindError::new(Failure::NamedParameterNotFound, name.span, message, likely)
        }
    }

    pub(super) fn stray(cmdlet: &'static Cmdlet, span: Span) -> BindError {
        let message = format!(
            "{cmdlet} takes no further argument here. A value with spaces needs quotes; a switch takes its value after a colon."
        );
        BindError::new(Failure::PositionalParameterNotFound, span, message, None)
    }

    pub(super) fn ambiguous(
        cmdlet: &'static Cmdlet,
        name: &Name,
        candidates: &[&'static Parameter],
    ) -> BindError {
        let names: Vec<String> = candidates.iter().map(|one| format!("`-{}`", one.name)).collect();
        let message = format!(
            "`-{}` of {cmdlet} may be {}. Write out which.",
            name.text,
            names.join(" or ")
        );
        BindError::new(Failure::AmbiguousParameter, name.span, message, None)
    }

    pub(super) fn ambiguous_set(cmdlet: &'static Cmdlet, span: Span) -> BindError {
        let message = format!(
            "These parameters of {cmdlet} cannot stand together: they belong to {}.",
            cmdlet.sets.join(" and ")
        );
        BindError::new(Failure::AmbiguousParameterSet, span, message, None)
    }

    pub(super) fn twice(cmdlet: &'static Cmdlet, parameter: &'static Parameter, span: Span) -> BindError {
        let message = format!("`-{}` of {cmdlet} is given twice. Keep one.", parameter.name);
        BindError::new(Failure::ParameterAlreadyBound, span, message, Some(parameter))
    }

    pub(super) fn argument(cmdlet: &'static Cmdlet, parameter: &'static Parameter, span: Span) -> BindError {
        let message = if parameter.is_switch() {
            format!(
                "`-{0}` of {cmdlet} needs its value: write `-{0}:$true`.",
                parameter.name
            )
        } else {
            format!("`-{}` of {cmdlet} has no value.", parameter.name)
        };
        BindError::new(Failure::MissingArgument, span, message, Some(parameter))
    }

    pub(super) fn missing(
        cmdlet: &'static Cmdlet,
        parameter: &'static Parameter,
        failure: Failure,
    ) -> BindError {
        let message = format!("{cmdlet} needs `-{}`.", parameter.name);
        BindError::new(failure, Span::default(), message, Some(parameter))
    }

    pub(super) fn value(
        cmdlet: &'static Cmdlet,
        parameter: &'static Parameter,
        failure: Failure,
        span: Span,
    ) -> BindError {
        let words: Vec<&str> = parameter
            .accepted
            .spellings()
            .iter()
            .map(|one| one.said)
            .collect();
        let takes = if words.is_empty() {
            format!("a value of the type {}", parameter.clr_type)
        } else {
            words.join(", ")
        };
        let finds = match parameter.name == JOBS {
            true => format!(" {FINDS}"),
            false => String::new(),
        };
        let message = format!(
            "`-{}` of {cmdlet} does not take this value. It takes {takes}.{finds}",
            parameter.name
        );
        BindError::new(failure, span, message, Some(parameter))
    }

    pub(super) fn input(cmdlet: &'static Cmdlet) -> BindError {
        let message =
            format!("What comes through the pipeline fits no parameter of {cmdlet} that is still free.");
        BindError::new(Failure::InputObjectNotBound, Span::default(), message, None)
    }
}
