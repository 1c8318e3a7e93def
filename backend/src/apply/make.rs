//! Making a job: intent, job, GUID, settings, files, resume, each written down before it is done. (J2, J3)

use super::error::Cause;
use super::find::{living, unnamed};
use super::{Aftermath, Applied, ApplyError, Ledger, Options, Skipped, StepError, Tell, disk, missing, take};
use crate::call::{Call, Step};
use crate::calls::describe;
use crate::failure::{Failure, Hresult};
use crate::journal::{Again, Begun, Entry, Intent, Journal, Kind, Stage};
use crate::resolve::Resolved;
use crate::service::Service;
use bitsmith_core::job::Owner;
use bitsmith_core::value::{Guid, JobType};

/// Makes the job of a plan. When it returns an error, either no job is there or the error names the one that is.
pub fn make(
    order: &Resolved,
    service: &mut dyn Service,
    journal: &mut Journal,
    options: &Options<'_>,
    tell: &mut Tell<'_>,
) -> Result<Applied, ApplyError> {
    let Some((create, rest)) = order.steps.split_first() else {
        return Err(ApplyError::Before(Failure::Unsayable("The plan makes no job.")));
    };
    let Call::CreateJob {
        display_name,
        job_type,
    } = &create.call
    else {
        return Err(ApplyError::Before(Failure::Unsayable("The plan makes no job.")));
    };
    let display_name = display_name.display();
    // Folders are made for a plan that can be carried out.
    let missing = missing(order, service, options)?;
    disk::prepare(order, *job_type, options)?;
    let others = service.jobs(Owner::Me).map_err(ApplyError::Before)?;
    let intent = Intent {
        kind: Kind::Make,
        key: order.key().to_owned(),
        display_name: display_name.clone(),
        guid: None,
        steps: order.steps.len(),
        others,
        before: None,
        settings: Vec::new(),
    };
    let entry = begin(&intent, service, journal, options.again)?;
    let mut maker = Maker {
        service,
        ledger: Ledger { journal, entry },
        of: order.steps.len(),
    };
    let guid = maker.create(create, &display_name, *job_type, options, tell)?;
    let mut applied = Applied::begun(&guid, entry);
    let mut done = vec![create];
    for (index, step) in rest.iter().enumerate() {
        let number = index + 2;
        let lacking = missing.iter().find(|(other, _)| *other == index + 1);
        if let Some((_, feature)) = lacking {
            applied.skipped.push(Skipped {
                operation: describe(&step.call),
                failure: Failure::Missing(feature.0),
            });
            continue;
        }
        if options.is_stopped() {
            return Err(maker.give_up(number, step, Cause::Stopped, &guid));
        }
        if step.call == Call::Resume {
            applied.compare(order, &done, maker.service);
        }
        tell(number, maker.of, &step.call);
        let outcome = take(order, (number, step), &guid, &mut maker.ledger, maker.service);
        match applied.took(step, outcome, options) {
            Ok(true) => done.push(step),
            Ok(false) => {}
            Err(cause) => return Err(maker.give_up(number, step, cause, &guid)),
        }
    }
    if rest.iter().all(|step| step.call != Call::Resume) {
        applied.compare(order, &done, maker.service);
    }
    let stage = match order.then {
        crate::calls::Then::Leave => Stage::Running,
        crate::calls::Then::Wait { .. } => Stage::Waiting,
    };
    // The job is as it was asked for; that the journal could not say so does not take it back.
    let _ = maker.ledger.journal.stage(entry, stage);
    Ok(applied)
}

/// Writes the intent down. A job of the same plan that is over makes way. (J5)
fn begin(
    intent: &Intent,
    service: &mut dyn Service,
    journal: &mut Journal,
    again: Again,
) -> Result<i64, ApplyError> {
    loop {
        match journal.begin(intent, again)? {
            Begun::Entry(id) => return Ok(id),
            Begun::Found(entry) => {
                let Some(over) = over(&entry, journal, service)? else {
                    return Err(ApplyError::Found(entry));
                };
                journal.close(&over)?;
            }
        }
    }
}

/// The job that the same plan made before and that is not over. (J5)
pub(super) fn made_before(
    order: &Resolved,
    service: &mut dyn Service,
    journal: &Journal,
) -> Result<Option<Entry>, ApplyError> {
    for entry in journal.made_of_plan(order.key())?.into_iter().rev() {
        if over(&entry, journal, service)?.is_none() {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}

/// The entry as it is now, where its job is over.
fn over(entry: &Entry, journal: &Journal, service: &mut dyn Service) -> Result<Option<Entry>, ApplyError> {
    // A job that is known is asked for, whoever works on it.
    let entry = match entry.intent.guid {
        Some(_) => Some(entry.clone()),
        None => journal.unheld(entry)?,
    };
    let Some(entry) = entry else {
        return Ok(None);
    };
    let is_over = match &entry.intent.guid {
        Some(guid) => living(guid, service).map(|status| status.is_none()),
        None => {
            let left = unnamed(&entry, service).map_err(ApplyError::Before)?;
            Ok(journal
                .unclaimed(&entry, left)?
                .is_some_and(|left| left.is_empty()))
        }
    };
    Ok(is_over.map_err(ApplyError::Before)?.then_some(entry))
}

struct Maker<'m> {
    service: &'m mut dyn Service,
    ledger: Ledger<'m>,
    of: usize,
}

impl Maker<'_> {
    fn create(
        &mut self,
        step: &Step,
        display_name: &str,
        job_type: JobType,
        options: &Options<'_>,
        tell: &mut Tell<'_>,
    ) -> Result<Guid, ApplyError> {
        let fail = |maker: &mut Maker<'_>, cause, aftermath| {
            if aftermath == Aftermath::NothingMade {
                // An intent that stays is found by `recover`, which sees that no job came of it.
                let _ = maker.ledger.journal.stage(maker.ledger.entry, Stage::Over);
            }
            StepError::at((1, step), maker.of, cause, aftermath)
        };
        if options.is_stopped() {
            return Err(fail(self, Cause::Stopped, Aftermath::NothingMade));
        }
        tell(1, self.of, &step.call);
        if let Err(error) = self.ledger.journal.reached(self.ledger.entry, 1) {
            return Err(fail(self, Cause::Journal(error), Aftermath::NothingMade));
        }
        let guid = match self.service.create_job(display_name, job_type) {
            Ok(guid) => guid,
            Err(failure) => {
                let aftermath = match failure {
                    Failure::NoAnswer => Aftermath::PerhapsMade,
                    _ => Aftermath::NothingMade,
                };
                return Err(fail(self, Cause::Failure(failure), aftermath));
            }
        };
        match self.ledger.journal.made(self.ledger.entry, &guid) {
            Ok(()) => Ok(guid),
            Err(error) => Err(self.give_up(1, step, Cause::Journal(error), &guid)),
        }
    }

    /// Cancels the job, once, and looks whether it is gone.
    fn give_up(&mut self, number: usize, step: &Step, cause: Cause, guid: &Guid) -> ApplyError {
        let failure = self.service.cancel(guid).err();
        let gone = living(guid, self.service) == Ok(None);
        let aftermath = if gone || failure == Some(Failure::Refused(Hresult::NOT_FOUND)) {
            // An entry that stays is found by `recover`, which sees that the job is gone.
            let _ = self.ledger.journal.stage(self.ledger.entry, Stage::Over);
            Aftermath::Removed(guid.clone())
        } else {
            Aftermath::Left {
                guid: guid.clone(),
                failure,
            }
        };
        StepError::at((number, step), self.of, cause, aftermath)
    }
}
