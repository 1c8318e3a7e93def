//! The blocking form `/TRANSFER`: make, add, set, run, complete in one call.

use super::Words;
use crate::catalog::{SettingId, SettingValue};
use crate::diagnostic::{Diagnostic, Edit, Fix, Place};
use crate::emit::bitsadmin::{self, Argument};
use crate::emit::{Target, Token};
use crate::plan::{Plan, Step};
use crate::quote;
use crate::value::JobType;

/// Whether `/transfer` can say the whole job.
pub(in crate::emit) fn can_say(plan: &Plan) -> bool {
    let values = plan.values().all(|(value, _)| match value {
        SettingValue::Priority(_) | SettingValue::FileAclFlags(_) => bitsadmin::calls(value).is_ok(),
        SettingValue::DynamicContent(_) => true,
        _ => false,
    });
    values
        && plan.job().job_type() != Some(JobType::UploadReply)
        && plan.job().files().iter().all(|file| file.ranges.is_empty())
}

/// The arguments of `/transfer` behind the name, or what it cannot say.
pub(in crate::emit) fn transfer(
    target: Target,
    words: &mut impl Words,
    plan: &Plan,
    step: &Step,
) -> Vec<Token> {
    let mut cannot = Vec::new();
    let mut arguments = Vec::new();
    let job_type = plan.job().job_type().unwrap_or(JobType::Download);
    if job_type == JobType::UploadReply {
        cannot.push((SettingId::JobType, Place::setting(SettingId::JobType)));
    }
    arguments.push(Argument::Own(bitsadmin::type_switch(job_type).to_owned()));
    // Whether it did it is told by what is there afterwards: an upload leaves nothing here. [help1809]
    if target == Target::Batch && job_type == JobType::Upload {
        words.diagnose(unseen_upload(step.place));
    }
    let mut dynamic = false;
    for (value, step) in plan.values() {
        match value {
            SettingValue::Priority(_) | SettingValue::FileAclFlags(_) => {
                let switch = match value.id() {
                    SettingId::Priority => "/priority",
                    _ => "/aclflags",
                };
                match bitsadmin::calls(value).ok().and_then(|mut calls| calls.pop()) {
                    Some(call) => {
                        arguments.push(Argument::Own(switch.to_owned()));
                        arguments.extend(call.arguments);
                    }
                    None => cannot.push((value.id(), step.place)),
                }
            }
            SettingValue::DynamicContent(on) => dynamic = on.0,
            other => cannot.push((other.id(), step.place)),
        }
    }
    if dynamic {
        arguments.push(Argument::Own("/dynamic".to_owned()));
    }
    let name = plan
        .job()
        .settings
        .display_name
        .as_ref()
        .map(|name| name.0.clone())
        .unwrap_or_default();
    let name = Argument::Text(name, quote::Place::JobName);
    let mut line = words.arguments(&[name], Place::setting(SettingId::DisplayName));
    line.extend(words.arguments(&arguments, step.place));
    for (index, file) in plan.job().files().iter().enumerate() {
        let cell = |part| Place::cell(SettingId::Files, part, index);
        if !file.ranges.is_empty() {
            cannot.push((SettingId::FileRanges, cell(2)));
        }
        for (part, text) in [&file.remote_name, &file.local_name].into_iter().enumerate() {
            let argument = Argument::Text(text.clone(), quote::Place::Value);
            line.extend(words.arguments(&[argument], cell(part)));
        }
    }
    for (id, place) in cannot {
        words.diagnose(cannot_transfer(target, id, place));
    }
    line
}

/// The exit codes of bitsadmin are not documented.
fn unseen_upload(place: Place) -> Diagnostic {
    Diagnostic::error(
        "batch-one-shot",
        place,
        "Whether one blocking command has uploaded the file could be told by its exit code alone, and bitsadmin's exit codes are not documented.",
        "Choose the ending \"Wait and complete\".",
    )
    .with_fix(Fix::new("Wait and complete", Edit::NewEnding("wait_and_complete")))
}

/// The blocking form has a name, a type, a priority, ACL flags, dynamic content and files, and nothing more. `[help1809]`
fn cannot_transfer(target: Target, id: SettingId, place: Place) -> Diagnostic {
    let (rule, title, ending) = match target {
        Target::Prompt => ("prompt-one-shot", "Start and leave", "start_and_leave"),
        _ => ("batch-one-shot", "Wait and complete", "wait_and_complete"),
    };
    let message = format!(
        "{} cannot be said in one blocking command: bitsadmin's /TRANSFER has no word for it.",
        id.label()
    );
    Diagnostic::error(rule, place, message, format!("Choose the ending \"{title}\"."))
        .with_fix(Fix::new(title, Edit::NewEnding(ending)))
}
