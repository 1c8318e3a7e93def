//! Changing jobs that are there: they are shown by GUID and confirmed before anything is done.

use super::apply::{report, said, step_line};
use super::failed;
use crate::console::{Console, Exit};
use crate::shown::{safe, state, table};
use bitsmith_backend::apply::{FindError, Options, change as apply_change, find};
use bitsmith_backend::journal::Journal;
use bitsmith_backend::resolve::Resolved;
use bitsmith_backend::service::Service;

pub(super) fn change(
    order: &Resolved,
    is_sure: bool,
    service: &mut dyn Service,
    journal: &mut Journal,
    options: &Options<'_>,
    console: &mut Console<'_>,
) -> Exit {
    let jobs = match find(&order.target, service) {
        Ok(jobs) => jobs,
        Err(FindError::Failure(failure)) => return failed(&failure, console),
        Err(error) => {
            console.say(&format!("bitsmith: {}\n", safe(&error.to_string())));
            return Exit::NotDone;
        }
    };
    let rows: Vec<Vec<String>> = jobs
        .iter()
        .map(|job| {
            vec![
                job.guid.to_string(),
                state(job.status.state).to_owned(),
                safe(&job.status.display_name),
            ]
        })
        .collect();
    console.say(&table(&rows));
    let question = match jobs.len() {
        1 => "Change this job?".to_owned(),
        count => format!("Change these {count} jobs?"),
    };
    if !is_sure && !console.confirm(&question) {
        console.say("Nothing was done.\n");
        return Exit::NotDone;
    }
    let changed = apply_change(order, &jobs, service, journal, options, &mut |step, of, call| {
        console.say(&step_line(step, of, call));
    });
    let changed = match changed {
        Ok(changed) => changed,
        Err(error) => return said(&error, console),
    };
    for applied in &changed.done {
        report(applied, console);
        console.tell(&format!("The job {} is changed.\n", applied.guid));
    }
    let Some(error) = changed.failed else {
        return Exit::Fine;
    };
    let exit = said(&error, console);
    for guid in &changed.untouched {
        console.say(&format!("The job {guid} was not begun.\n"));
    }
    exit
}
