//! The parameter sets that are still possible.

use crate::command::bitstransfer::{Cmdlet, Parameter, Pipeline};

/// Some of a cmdlet's parameter sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sets {
    possible: Vec<&'static str>,
    has_several: bool,
}

impl Sets {
    /// All sets of a cmdlet.
    pub(super) fn of(cmdlet: &'static Cmdlet) -> Sets {
        Sets {
            possible: cmdlet.sets.to_vec(),
            has_several: !cmdlet.sets.is_empty(),
        }
    }

    /// Whether parameters of different sets were given.
    pub(super) fn is_contradictory(&self) -> bool {
        self.has_several && self.possible.is_empty()
    }

    /// Leaves the sets that a parameter belongs to.
    pub(super) fn narrow(&mut self, parameter: &Parameter) {
        if let Some(set) = parameter.set {
            self.possible.retain(|one| *one == set);
        }
    }

    /// Whether a parameter belongs to one of them.
    pub(super) fn holds(&self, parameter: &Parameter) -> bool {
        parameter.set.is_none_or(|set| self.possible.contains(&set))
    }

    /// Whether a parameter belongs to the cmdlet's default set.
    pub(super) fn is_default(&self, cmdlet: &Cmdlet, parameter: &Parameter) -> bool {
        parameter.set.is_none() || parameter.set == cmdlet.sets.first().copied()
    }

    /// Leaves the default set where several are possible, unless a property of an object may still decide.
    pub(super) fn settle(&mut self, cmdlet: &Cmdlet, unbound: &[&Parameter]) {
        let may_decide = unbound
            .iter()
            .any(|one| one.set.is_some() && one.pipeline == Pipeline::ByPropertyName);
        if self.possible.len() > 1 && !may_decide {
            self.possible = cmdlet.sets.first().copied().into_iter().collect();
        }
    }

    /// Whether a parameter must be given in the set that is meant.
    pub(super) fn requires(&self, parameter: &Parameter) -> bool {
        parameter.required
            && match (parameter.set, self.possible.as_slice()) {
                (Some(set), [meant, ..]) => set == *meant,
                _ => true,
            }
    }

    /// The set that is meant: the only one, or the default.
    pub(super) fn meant(&self, cmdlet: &Cmdlet) -> Option<&'static str> {
        match self.possible.as_slice() {
            [one] => Some(one),
            _ => cmdlet.sets.first().copied(),
        }
    }
}
