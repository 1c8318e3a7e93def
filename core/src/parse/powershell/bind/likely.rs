//! Which parameter is meant by a name that none has.

use super::error::{JOBS, names_jobs};
use super::{Argument, Binding};
use crate::catalog::SettingId;
use crate::command::bitstransfer::{COMMON, Cmdlet, ELSEWHERE, Elsewhere, Parameter};
use crate::command::{Carries, When};
use crate::parse::powershell::value::Value;

/// How alike a name must be to one that is meant.
const ALIKE: f64 = 0.9;
/// How alike it must be to the name of a setting: `-UserAgent` is no user.
const SAME: f64 = 0.95;
/// The shortest name that is taken for the end of another.
const LEAST: usize = 4;

/// The parameter that was likely meant: by its own name, or by that of a setting which it carries.
fn alike(cmdlet: &'static Cmdlet, typed: &str, job_type: &str) -> Option<&'static Parameter> {
    let typed = typed.to_ascii_lowercase();
    let alike = |name: &str, least: f64| {
        let alike = strsim::jaro_winkler(&typed, &name.to_ascii_lowercase());
        Some(alike).filter(|alike| *alike >= least).unwrap_or(0.0)
    };
    // `-Headers`, `-Name`
    let ends = |name: &str| {
        let is_end = typed.len() >= LEAST && name.to_ascii_lowercase().ends_with(&typed);
        if is_end { ALIKE } else { 0.0 }
    };
    let own = cmdlet.parameters.iter().map(|parameter| {
        let settings = parameter
            .role
            .carries()
            .iter()
            .filter(|carries| is_of(carries, job_type));
        let of_setting = settings.map(|carries| {
            let name = if carries.part.is_empty() {
                carries.setting.name()
            } else {
                carries.part
            };
            alike(&name.replace('_', ""), SAME)
        });
        let best = of_setting
            .chain([alike(parameter.name, ALIKE), ends(parameter.name)])
            .fold(0.0, f64::max);
        (parameter, best)
    });
    // What every cmdlet has is meant where it is misspelt.
    let common = COMMON.iter().map(|parameter| {
        let alike = strsim::jaro_winkler(&typed, &parameter.name.to_ascii_lowercase());
        (parameter, alike)
    });
    // Of two that end alike the shorter one: `-Name` is no `-CertStoreName`.
    let shorter = |one: &Parameter, other: &Parameter| other.name.len().cmp(&one.name.len());
    own.chain(common)
        .filter(|(_, score)| *score >= ALIKE)
        .max_by(|left, right| left.1.total_cmp(&right.1).then(shorter(left.0, right.0)))
        .map(|(parameter, _)| parameter)
}

/// Whether a parameter carries something in a job of a type.
fn is_of(carries: &Carries, job_type: &str) -> bool {
    match carries.when {
        When::JobType(types) => types.contains(&job_type),
        When::Always | When::Row { .. } => true,
    }
}

/// The parameter that carries a part of a file.
fn of_part(cmdlet: &'static Cmdlet, part: &str, job_type: &str) -> Option<&'static Parameter> {
    cmdlet.carriers(SettingId::Files).find(|parameter| {
        let mut carries = parameter.role.carries().iter();
        carries.any(|one| one.part == part && is_of(one, job_type))
    })
}

impl Binding {
    /// For each argument with a name that no parameter has, in their order: the parameter that is likely meant.
    pub(super) fn meant(&self, left: &[Argument]) -> Vec<Option<&'static Parameter>> {
        let cmdlet = self.cmdlet;
        let job_type = self.job_type();
        let names = left.iter().enumerate().filter_map(|(at, argument)| {
            let name = argument.name.as_ref()?;
            let value = argument.value.as_ref().or_else(|| {
                let next = left.get(at.saturating_add(1));
                next.filter(|next| next.name.is_none())?.value.as_ref()
            });
            Some((name.text.to_ascii_lowercase(), value))
        });
        let names: Vec<(String, Option<&Value>)> = names.collect();
        let elsewhere = |typed: &str| {
            ELSEWHERE
                .iter()
                .find(|(name, _)| *name == typed)
                .map(|(_, one)| *one)
        };
        // What names jobs, where nothing else says which are meant, finds them: it gives them no other name.
        let is_unnamed = left.first().is_some_and(|first| first.name.is_none());
        let wants_jobs =
            !self.is_piped && !is_unnamed && cmdlet.named(JOBS).is_some_and(|jobs| !self.is_given(jobs));
        let mut meant: Vec<Option<&'static Parameter>> = names
            .iter()
            .map(|(typed, _)| match elsewhere(typed) {
                _ if wants_jobs && names_jobs(typed) => None,
                Some(Elsewhere::Named(name)) => cmdlet.named(name),
                Some(Elsewhere::Part(part)) => of_part(cmdlet, part, job_type),
                Some(Elsewhere::PartOrOther(_)) => None,
                None => alike(cmdlet, typed, job_type),
            })
            .collect();
        for (at, (typed, value)) in names.iter().enumerate() {
            let Some(Elsewhere::PartOrOther(part)) = elsewhere(typed) else {
                continue;
            };
            let is_taken = |one: &'static Parameter| self.is_given(one) || meant.contains(&Some(one));
            let first = of_part(cmdlet, part, job_type);
            let other = cmdlet.carriers(SettingId::Files).find(|one| Some(*one) != first);
            let is_address = value
                .and_then(Value::to_text)
                .is_some_and(|text| text.contains("://"));
            let found = match first.filter(|one| !is_address && !is_taken(one)) {
                Some(first) => Some(first),
                None => other.filter(|one| !is_taken(one)),
            };
            if let Some(slot) = meant.get_mut(at) {
                *slot = found;
            }
        }
        meant
    }

    /// What the job does, as far as the call says; most jobs download.
    fn job_type(&self) -> &'static str {
        let mut bound = self.parameters.iter();
        let said = bound.find_map(|bound| {
            let mut carries = bound.parameter.role.carries().iter();
            carries.find(|one| one.setting == SettingId::JobType)?;
            let text = bound.value.to_text()?;
            let mut spellings = bound.parameter.accepted.spellings().iter();
            Some(spellings.find(|one| one.said.eq_ignore_ascii_case(&text))?.word)
        });
        said.unwrap_or("download")
    }
}
