use super::{Checked, Rule};
use crate::diagnostic::{At, Diagnostic, Edit, Fix, Place, Severity};
use crate::job::{ExistingEnding, NewEnding};

pub(super) const RULE: Rule = Rule {
    name: "uncompleted-job",
    severity: Severity::Warning,
    what: "A job is left behind that nobody completes.",
    why: "Downloaded files have no name until the job is completed; after 90 days without activity BITS cancels the job and deletes them. Jobs left behind count against the limit of 60 for each user.",
    instead: "Wait and complete, or see to it that something else does.",
    evidence: &[
        "com:IBackgroundCopyJob.Complete",
        "w32:best-practices-when-using-bits",
        "w32:group-policies",
    ],
    example: job!(download; r#""ending": "start_and_leave""#),
    repaired: job!(download;),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    // An on-demand job belongs to the program that asks for ranges.
    if checked.is_on_demand() {
        return;
    }
    let place = Place::new(At::Ending);
    let settings = checked.settings();
    // A program that BITS starts may complete the job.
    let program = settings.notification_clsid.is_some()
        || settings
            .notify_cmd_line
            .as_ref()
            .is_some_and(|command| !command.program.is_empty());
    let files = if checked.is_upload() {
        "The job stays in the queue until something completes it."
    } else {
        "The files have no name until something completes the job."
    };
    if let Some(ending) = checked.new_ending() {
        let message = match ending {
            NewEnding::StartAndLeave => format!("The script ends while the job runs. {files}"),
            NewEnding::CreateOnly => {
                format!("The job stays suspended: nothing is transferred before it is resumed. {files}")
            }
            NewEnding::WaitAndComplete(_) | NewEnding::OneShot => return,
        };
        let severity = if program {
            Severity::Information
        } else {
            Severity::Warning
        };
        out.push(
            RULE.mentions(
                severity,
                place,
                message,
                "Let the script wait and complete, or complete the job later; BITS cancels it after 90 days.",
            )
            .with_fix(Fix::new(
                "Wait and complete",
                Edit::NewEnding("wait_and_complete"),
            )),
        );
    } else if checked.existing_ending() == Some(ExistingEnding::Resume) {
        out.push(RULE.mentions(
            Severity::Information,
            place,
            "The jobs run on after the script, and downloaded files have no name until something completes them.",
            "Complete the jobs when they have transferred their files.",
        ));
    }
}
