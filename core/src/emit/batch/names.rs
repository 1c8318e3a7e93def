//! What variables are called, so that the file's own, those of Windows and those of the job are never the same.

use crate::job_text::texts;
use crate::plan::Plan;
use crate::secret::is_hole;
use crate::text::Piece;

/// What the file's own variables begin with, as the templates of this emitter write it.
pub(super) const OWN: &str = "BITS_";

/// The names of the variables of one file.
#[derive(Debug)]
pub(super) struct Names {
    prefix: String,
    taken: Vec<String>,
    several: bool,
}

impl Names {
    /// The names for these plans.
    pub(super) fn new(plans: &[Plan]) -> Names {
        let environment: Vec<String> = plans
            .iter()
            .flat_map(Plan::environment)
            .map(|name| name.to_ascii_uppercase())
            .collect();
        let parameters: Vec<String> = plans
            .iter()
            .flat_map(Plan::parameters)
            .map(|name| name.to_ascii_uppercase())
            .collect();
        // An expression of an imported file may name any variable, in ways that only cmd reads.
        let imports: Vec<String> = plans
            .iter()
            .flat_map(|plan| texts(plan.job()))
            .flat_map(|text| text.text.pieces())
            .filter_map(|piece| match piece {
                Piece::Opaque { source, .. } => Some(source.to_ascii_uppercase()),
                _ => None,
            })
            .collect();
        let mut prefix = OWN.to_owned();
        let mut number = 1_usize;
        while environment
            .iter()
            .chain(&parameters)
            .any(|name| name.starts_with(&prefix))
            || imports.iter().any(|source| source.contains(&prefix))
        {
            number = number.saturating_add(1);
            prefix = format!("BITS{number}_");
        }
        // Names that Windows reads are none of a parameter: a rule refuses them.
        Names {
            prefix,
            taken: environment,
            several: plans.len() > 1,
        }
    }

    /// What the file's own variables begin with.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The variable that holds a parameter in the section with this number.
    pub(super) fn parameter(&self, name: &str, section: usize) -> String {
        let mut variable = name.to_owned();
        // Each plan counts its own holes.
        if is_hole(name) && self.several {
            variable = format!("{name}_{section}");
        }
        while self.taken.contains(&variable.to_ascii_uppercase()) {
            variable.push_str("_given");
        }
        variable
    }
}
