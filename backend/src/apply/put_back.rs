//! Old values written back into a job, whether the change has just failed or a crash has ended it.

use crate::calls::assignments;
use crate::failure::Failure;
use crate::service::Service;
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::value::Guid;

/// What became of what was changed.
#[derive(Debug, Default)]
pub(crate) struct PutBack {
    /// What has its old value again.
    pub(crate) restored: Vec<SettingId>,
    /// What has not, and why.
    pub(crate) kept: Vec<(SettingId, String)>,
    /// Whether BITS no longer answered; it was not asked for the rest.
    pub(crate) is_lost: bool,
}

/// Gives each setting that was changed its old value, once, in the order given: the last change comes first.
pub(crate) fn put_back(
    changed: impl IntoIterator<Item = SettingId>,
    old: impl Fn(SettingId) -> Result<SettingValue, String>,
    job: &Guid,
    service: &mut dyn Service,
) -> PutBack {
    let mut outcome = PutBack::default();
    for id in changed {
        if outcome.restored.contains(&id) || outcome.kept.iter().any(|(other, _)| *other == id) {
            continue;
        }
        let value = match old(id) {
            Ok(_) if outcome.is_lost => Err(Failure::NoAnswer.to_string()),
            value => value,
        };
        let set = value.and_then(|value| {
            assignments(&value).iter().try_for_each(|assignment| {
                let set = service.set(job, assignment);
                outcome.is_lost |= set == Err(Failure::NoAnswer);
                set.map(|_| ()).map_err(|failure| failure.to_string())
            })
        });
        match set {
            Ok(()) => outcome.restored.push(id),
            Err(why) => outcome.kept.push((id, why)),
        }
    }
    outcome
}
