//! Changing jobs that were there: values are read before, written down, and put back when a call fails. (J6)

use super::error::Cause;
use super::put_back::{PutBack, put_back};
use super::{Aftermath, Applied, ApplyError, Found, Ledger, Options, StepError, Tell, disk, missing, take};
use crate::call::{Call, Step};
use crate::failure::{Failure, Hresult};
use crate::journal::{Again, Begun, Intent, Journal, Kind, Stage};
use crate::readback::default_of;
use crate::resolve::Resolved;
use crate::service::{Reading, Service};
use bitsmith_core::catalog::{SettingId, SettingValue};
use bitsmith_core::document::{Secrets, write};
use bitsmith_core::draft::{Draft, SelectorKind, SubjectKind};
use bitsmith_core::value::{Entry, Guid, Once, RemoteName, RemoteNames};

/// What became of a change of several jobs.
#[derive(Debug)]
pub struct Changed {
    /// The jobs that were changed.
    pub done: Vec<Applied>,
    /// Why it stopped; its error names the job.
    pub failed: Option<ApplyError>,
    /// The jobs that were not begun after that.
    pub untouched: Vec<Guid>,
}

/// Changes the jobs that were found and confirmed, one after the other, and stops at the first that fails.
pub fn change(
    order: &Resolved,
    jobs: &[Found],
    service: &mut dyn Service,
    journal: &mut Journal,
    options: &Options<'_>,
    tell: &mut Tell<'_>,
) -> Result<Changed, ApplyError> {
    missing(order, service, options)?;
    for job in jobs {
        disk::prepare(order, job.status.job_type, options)?;
    }
    let mut changed = Changed {
        done: Vec::new(),
        failed: None,
        untouched: Vec::new(),
    };
    for job in jobs {
        if changed.failed.is_some() {
            changed.untouched.push(job.guid.clone());
            continue;
        }
        match change_one(order, job, service, journal, options, tell) {
            Ok(applied) => changed.done.push(applied),
            Err(error) => changed.failed = Some(error),
        }
    }
    Ok(changed)
}

fn change_one(
    order: &Resolved,
    job: &Found,
    service: &mut dyn Service,
    journal: &mut Journal,
    options: &Options<'_>,
    tell: &mut Tell<'_>,
) -> Result<Applied, ApplyError> {
    let guid = &job.guid;
    let before = Before::read(order, guid, service)?;
    let intent = Intent {
        kind: Kind::Change,
        key: order.key().to_owned(),
        display_name: job.status.display_name.clone(),
        guid: Some(guid.clone()),
        steps: order.steps.len(),
        others: Vec::new(),
        before: Some(before.document(guid)),
        settings: order.steps.iter().map(|step| changed_by(&step.call)).collect(),
    };
    let entry = match journal.begin(&intent, Again::Make)? {
        Begun::Entry(id) => id,
        Begun::Found(entry) => return Err(ApplyError::Found(entry)),
    };
    let mut applied = Applied::begun(guid, entry);
    let mut ledger = Ledger { journal, entry };
    let of = order.steps.len();
    let mut done: Vec<&Step> = Vec::new();
    for (index, step) in order.steps.iter().enumerate() {
        let number = index + 1;
        let outcome = if options.is_stopped() {
            Err(Cause::Stopped)
        } else {
            tell(number, of, &step.call);
            take(order, (number, step), guid, &mut ledger, service)
        };
        match applied.took(step, outcome, options) {
            Ok(true) => done.push(step),
            Ok(false) => {}
            Err(cause) => {
                if matches!(cause, Cause::Failure(Failure::NoAnswer)) {
                    // It may have been done all the same.
                    done.push(step);
                }
                let aftermath = before.put_back(&done, guid, service);
                let whole = matches!(&aftermath, Aftermath::PutBack { kept, .. } if kept.is_empty());
                if whole {
                    // An entry that stays is shown by `recover`.
                    let _ = ledger.journal.put_back(entry);
                }
                return Err(StepError::at((number, step), of, cause, aftermath));
            }
        }
    }
    if !order.steps.iter().any(|step| ends(&step.call)) {
        applied.compare(order, &done, service);
    }
    // The job is as it was asked for; that the journal could not say so does not take it back.
    let _ = ledger.journal.stage(entry, Stage::Over);
    Ok(applied)
}

/// What a job had before a change.
struct Before {
    values: Vec<(SettingId, Reading)>,
    remote_names: Vec<RemoteName>,
}

/// Settings that are one thing in BITS: a change of one is put back by another.
const CERTIFICATES: [SettingId; 2] = [
    SettingId::ClientCertificateById,
    SettingId::ClientCertificateByName,
];

impl Before {
    fn read(order: &Resolved, guid: &Guid, service: &mut dyn Service) -> Result<Before, ApplyError> {
        let mut before = Before {
            values: Vec::new(),
            remote_names: Vec::new(),
        };
        for step in &order.steps {
            let Call::Set(assignment) = &step.call else {
                continue;
            };
            let id = assignment.id();
            for id in [id].iter().chain(related(id)) {
                if before.values.iter().any(|(other, _)| other == id) {
                    continue;
                }
                let reading = match service.read(guid, *id) {
                    Ok(reading) => reading,
                    Err(Failure::NoAnswer) => return Err(ApplyError::Before(Failure::NoAnswer)),
                    Err(Failure::Refused(Hresult::NOT_FOUND)) => {
                        return Err(ApplyError::Before(Failure::Refused(Hresult::NOT_FOUND)));
                    }
                    // What cannot be read cannot be put back; the report says so.
                    Err(_) => Reading::Untold,
                };
                before.values.push((*id, reading));
            }
            if matches!(id, SettingId::RemoteName | SettingId::ReplaceRemotePrefix)
                && before.remote_names.is_empty()
            {
                let files = service.files(guid).map_err(ApplyError::Before)?;
                before.remote_names = (0..)
                    .zip(files)
                    .map(|(file, status)| RemoteName {
                        file,
                        remote_name: status.file.remote_name,
                    })
                    .collect();
            }
        }
        Ok(before)
    }

    /// As a document for the journal, without secrets.
    fn document(&self, guid: &Guid) -> String {
        let mut draft = Draft::default();
        draft.subject.kind = SubjectKind::Existing;
        draft.subject.selector = SelectorKind::Guid;
        draft.subject.guids = vec![Entry::from(guid.braced())];
        for (id, _) in &self.values {
            if let Ok(value) = self.old_value(*id) {
                draft.settings.insert(value.id(), value.write());
            }
        }
        write(&[draft], Secrets::Masked)
    }

    /// Writes the old values back, the last change first; nothing where the job is over.
    fn put_back(&self, done: &[&Step], guid: &Guid, service: &mut dyn Service) -> Aftermath {
        if done.iter().any(|step| ends(&step.call)) {
            return Aftermath::Over(guid.clone());
        }
        let changed = done.iter().rev().filter_map(|step| changed_by(&step.call));
        let PutBack { restored, kept, .. } = put_back(changed, |id| self.old_value(id), guid, service);
        Aftermath::PutBack {
            guid: guid.clone(),
            restored,
            kept,
        }
    }

    /// What puts a setting back, or why nothing does.
    fn old_value(&self, id: SettingId) -> Result<SettingValue, String> {
        if let Some(why) = irrevocable(id) {
            return Err(why.to_owned());
        }
        let reading = |id: SettingId| {
            let found = self.values.iter().find(|(other, _)| *other == id);
            found.map(|(_, reading)| reading)
        };
        let untold = || Err("BITS does not tell what it was.".to_owned());
        match id {
            SettingId::RemoteName | SettingId::ReplaceRemotePrefix if self.remote_names.is_empty() => {
                return Err("The job had no files.".to_owned());
            }
            SettingId::RemoteName | SettingId::ReplaceRemotePrefix => {
                return Ok(SettingValue::RemoteName(RemoteNames(self.remote_names.clone())));
            }
            SettingId::ClientCertificateById
            | SettingId::ClientCertificateByName
            | SettingId::RemoveClientCertificate => {
                let had = CERTIFICATES.iter().find_map(|id| match reading(*id) {
                    Some(Reading::Value(value)) => Some(value),
                    _ => None,
                });
                let unset = CERTIFICATES
                    .iter()
                    .all(|id| reading(*id) == Some(&Reading::Unset));
                return match had {
                    Some(value) => Ok(value.clone()),
                    None if unset => Ok(SettingValue::RemoveClientCertificate(Once)),
                    None => untold(),
                };
            }
            _ => {}
        }
        match reading(id) {
            Some(Reading::Value(SettingValue::HelperToken(_))) => {
                Err("A token can be given by its owner alone; the former one is gone.".to_owned())
            }
            Some(Reading::Value(value)) => Ok(value.clone()),
            Some(Reading::Unset) if id == SettingId::NotificationClsid => {
                let zeros = Guid::parse("00000000-0000-0000-0000-000000000000");
                zeros.map(SettingValue::NotificationClsid).map_or_else(untold, Ok)
            }
            Some(Reading::Unset) => default_of(id)
                .ok_or_else(|| "It had no value, and BITS has no call that takes it away.".to_owned()),
            Some(Reading::Untold) | None => untold(),
        }
    }
}

/// Why a setting cannot be put back whatever is known of it.
fn irrevocable(id: SettingId) -> Option<&'static str> {
    match id {
        SettingId::Files => Some("BITS cannot take a file out of a job."),
        SettingId::TakeOwnership => {
            Some("The former owner alone can take the job back; what the change of owner took away is gone.")
        }
        SettingId::MakeCustomHeadersWriteOnly => Some("It cannot be undone."),
        _ => None,
    }
}

/// Whether a value of the one setting puts the other one back.
pub(crate) fn puts_back(value: SettingId, changed: SettingId) -> bool {
    let is_certificate = |id| CERTIFICATES.contains(&id) || id == SettingId::RemoveClientCertificate;
    match changed {
        SettingId::ReplaceRemotePrefix => value == SettingId::RemoteName,
        certificate if is_certificate(certificate) => is_certificate(value),
        other => value == other,
    }
}

/// The setting that a call changes.
fn changed_by(call: &Call) -> Option<SettingId> {
    match call {
        Call::Set(assignment) => Some(assignment.id()),
        Call::AddFile { .. } => Some(SettingId::Files),
        Call::CreateJob { .. } | Call::Resume | Call::Suspend | Call::Complete | Call::Cancel => None,
    }
}

fn ends(call: &Call) -> bool {
    matches!(call, Call::Complete | Call::Cancel)
}

/// What else has to be read to put a setting back.
fn related(id: SettingId) -> &'static [SettingId] {
    match id {
        SettingId::ClientCertificateById
        | SettingId::ClientCertificateByName
        | SettingId::RemoveClientCertificate => &CERTIFICATES,
        _ => &[],
    }
}
