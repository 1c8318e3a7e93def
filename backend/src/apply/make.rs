//! Making a job: intent, job, GUID, settings, files, resume, each written down before it is done. (J2, J3)

use super::error::Cause;
use super::find::{known, unnamed};
use super::{
    Aftermath, Applied, ApplyError, Notice, Options, Skipped, StepError, Tell, Unsupported, carry_out, disk,
    is_unsupported, missing,
};
use crate::call::{Call, Step};
use crate::calls::describe;
use crate::code::com;
use crate::failure::{Failure, Hresult};
use crate::journal::{Again, Begun, Entry, Intent, Journal, Kind, Stage};
use crate::readback::compare;
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
    disk::prepare(order, *job_type, options)?;
    let features = service.features().map_err(ApplyError::Before)?;
    let missing = missing(order, &features);
    let files_missing = missing.iter().any(|(number, _)| {
        order
            .steps
            .get(*number)
            .is_some_and(|step| !matches!(step.call, Call::Set(_)))
    });
    if !missing.is_empty() && (options.unsupported == Unsupported::Refuse || files_missing) {
        let named = missing.iter().filter_map(|(number, feature)| {
            let step = order.steps.get(*number)?;
            Some((describe(&step.call), *feature))
        });
        return Err(ApplyError::Missing(named.collect()));
    }
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
        journal,
        entry,
        of: order.steps.len(),
    };
    let guid = maker.create(create, &display_name, *job_type, options, tell)?;
    let mut applied = Applied {
        guid: guid.clone(),
        entry,
        notices: Vec::new(),
        skipped: Vec::new(),
        differences: Vec::new(),
    };
    let compared: Vec<Step> = order
        .steps
        .iter()
        .enumerate()
        .filter(|(number, _)| missing.iter().all(|(other, _)| other != number))
        .map(|(_, step)| step.clone())
        .collect();
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
            applied.differences = maker.compared(order, &compared, &guid, &applied.skipped);
        }
        tell(number, maker.of, &step.call);
        match maker.step(order, number, step, &guid) {
            Ok(Hresult::S_OK) => {}
            Ok(answer) => applied.notices.push(Notice {
                operation: describe(&step.call),
                answer,
            }),
            Err(Cause::Failure(failure))
                if options.unsupported == Unsupported::Skip && is_unsupported(&step.call, failure) =>
            {
                applied.skipped.push(Skipped {
                    operation: describe(&step.call),
                    failure,
                });
            }
            Err(cause) => return Err(maker.give_up(number, step, cause, &guid)),
        }
    }
    if rest.iter().all(|step| step.call != Call::Resume) {
        applied.differences = maker.compared(order, &compared, &guid, &applied.skipped);
    }
    let stage = match order.then {
        crate::calls::Then::Leave => Stage::Running,
        crate::calls::Then::Wait { .. } => Stage::Waiting,
    };
    // The job is as it was asked for; that the journal could not say so does not take it back.
    let _ = maker.journal.stage(entry, stage);
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
                if !is_over(&entry, journal, service)? {
                    return Err(ApplyError::Found(entry));
                }
                journal.stage(entry.id, Stage::Over)?;
            }
        }
    }
}

/// Whether the job of an entry is over.
fn is_over(entry: &Entry, journal: &Journal, service: &mut dyn Service) -> Result<bool, ApplyError> {
    let Some(guid) = &entry.intent.guid else {
        if journal.is_held(entry) {
            return Ok(false);
        }
        let known = known(&journal.open_entries()?);
        return Ok(unnamed(entry, &known, service)
            .map_err(ApplyError::Before)?
            .is_empty());
    };
    match service.status(guid) {
        Ok(status) => Ok(status.state.is_final()),
        Err(Failure::Refused(Hresult::NOT_FOUND)) => Ok(true),
        Err(failure) => Err(ApplyError::Before(failure)),
    }
}

struct Maker<'m> {
    service: &'m mut dyn Service,
    journal: &'m mut Journal,
    entry: i64,
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
                let _ = maker.journal.stage(maker.entry, Stage::Over);
            }
            ApplyError::Step(Box::new(maker.error(1, step, cause, aftermath)))
        };
        if options.is_stopped() {
            return Err(fail(self, Cause::Stopped, Aftermath::NothingMade));
        }
        tell(1, self.of, &step.call);
        if let Err(error) = self.journal.reached(self.entry, 1) {
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
        match self.journal.made(self.entry, &guid) {
            Ok(()) => Ok(guid),
            Err(error) => Err(self.give_up(1, step, Cause::Journal(error), &guid)),
        }
    }

    fn step(&mut self, order: &Resolved, number: usize, step: &Step, guid: &Guid) -> Result<Hresult, Cause> {
        self.journal.reached(self.entry, number).map_err(Cause::Journal)?;
        let call = order.literal(&step.call).map_err(Cause::Resolve)?;
        carry_out(&call, guid, self.service).map_err(Cause::Failure)
    }

    /// What BITS holds otherwise; where it cannot be read, nothing is said of it.
    fn compared(
        &mut self,
        order: &Resolved,
        steps: &[Step],
        guid: &Guid,
        skipped: &[Skipped],
    ) -> Vec<crate::readback::Difference> {
        let literal: Vec<Step> = steps
            .iter()
            .filter(|step| {
                skipped
                    .iter()
                    .all(|skipped| skipped.operation != describe(&step.call))
            })
            .filter_map(|step| {
                Some(Step {
                    call: order.literal(&step.call).ok()?,
                    place: step.place,
                })
            })
            .collect();
        compare(&literal, guid, self.service)
    }

    /// Cancels the job, once, and looks whether it is gone.
    fn give_up(&mut self, number: usize, step: &Step, cause: Cause, guid: &Guid) -> ApplyError {
        let failure = self.service.cancel(guid).err();
        let gone = match self.service.status(guid) {
            Ok(status) => status.state.is_final(),
            Err(Failure::Refused(hresult)) => hresult == Hresult::NOT_FOUND,
            Err(_) => false,
        };
        let aftermath = if gone || failure == Some(Failure::Refused(Hresult::NOT_FOUND)) {
            // An entry that stays is found by `recover`, which sees that the job is gone.
            let _ = self.journal.stage(self.entry, Stage::Over);
            Aftermath::Removed(guid.clone())
        } else {
            Aftermath::Left {
                guid: guid.clone(),
                failure,
            }
        };
        ApplyError::Step(Box::new(self.error(number, step, cause, aftermath)))
    }

    fn error(&self, number: usize, step: &Step, cause: Cause, aftermath: Aftermath) -> StepError {
        StepError {
            step: number,
            of: self.of,
            operation: describe(&step.call),
            com: com(&step.call),
            cause,
            aftermath,
        }
    }
}
