//! Whether calls stay within what was allowed when the service was started.

use super::allowed::Allowed;
use super::answer::Refusal;
use crate::call::{Assignment, Call, Step};
use crate::words::visible;
use axum::http::StatusCode;
use bitsmith_core::catalog::SettingValue;
use bitsmith_core::program_line::begins;
use bitsmith_core::remote_name::Protocol;
use bitsmith_core::text::Text;
use bitsmith_core::value::{JobType, NotifyCommand};

/// What is not allowed of these calls, whose texts are literal. `None` as type of the job: nobody knows it, and a file has
/// to be allowed as destination and as source.
pub(super) fn judge(steps: &[Step], job_type: Option<JobType>, allowed: &Allowed) -> Result<(), Refusal> {
    for step in steps {
        match &step.call {
            Call::AddFile { file, .. } => {
                remote(&file.remote_name)?;
                if job_type != Some(JobType::Download) {
                    local("read", &file.local_name, |name| allowed.source(name))?;
                }
                if job_type.is_none_or(|job_type| job_type == JobType::Download) {
                    local("write", &file.local_name, |name| allowed.destination(name))?;
                }
            }
            Call::Set(assignment) => set(assignment, allowed)?,
            Call::CreateJob { .. } | Call::Resume | Call::Suspend | Call::Complete | Call::Cancel => {}
        }
    }
    Ok(())
}

fn set(assignment: &Assignment, allowed: &Allowed) -> Result<(), Refusal> {
    match assignment {
        Assignment::RemoteName { remote_name, .. } => remote(remote_name),
        Assignment::Value(value) => match value {
            SettingValue::ReplyFileName(name) => local("write", &name.0, |name| allowed.destination(name)),
            SettingValue::NotifyCmdLine(command) if !command.program.is_empty() => {
                local("start", &command.program, |name| allowed.program(name))?;
                command_line(command)
            }
            // BITS would start the program that is registered for the class.
            SettingValue::NotificationClsid(_) => Err(forbidden(
                "The service does not have BITS start a registered class".to_owned(),
                "Leave it out, or apply the job on the command line.",
            )),
            SettingValue::ReplaceRemotePrefix(change) => remote(&change.new_prefix),
            _ => Ok(()),
        },
        Assignment::Credential { .. }
        | Assignment::RemoveCredential(_)
        | Assignment::ValidationState { .. } => Ok(()),
    }
}

/// The parameters are the whole command line, and a program may take their first word for what it is to be.
/// [com:IBackgroundCopyJob2.SetNotifyCmdLine] What follows that word is acknowledged: a rule names it.
fn command_line(command: &NotifyCommand) -> Result<(), Refusal> {
    if command.parameters.is_empty() || begins(&command.parameters, &command.program) {
        return Ok(());
    }
    Err(forbidden(
        format!(
            "The service may not start {}: its parameters begin with another name than its own",
            command.program.display()
        ),
        "Write the program as the first word of the parameters, in quotes where its path has spaces.",
    ))
}

/// By file and share, BITS would read and write what no list here names, and sign in to any server.
fn remote(name: &Text) -> Result<(), Refusal> {
    match Protocol::of(name) {
        Protocol::Http | Protocol::Https => Ok(()),
        Protocol::Smb | Protocol::Drive | Protocol::Unsupported | Protocol::Missing | Protocol::Unknown => {
            Err(forbidden(
                format!(
                    "The service transfers by http and https only, and {} is something else",
                    visible(name)
                ),
                "Use an address of http or https, or apply the job on the command line.",
            ))
        }
    }
}

fn local(deed: &str, name: &Text, allowed: impl Fn(&str) -> Result<(), String>) -> Result<(), Refusal> {
    let literal = name.as_literal().ok_or_else(|| "it is not literal".to_owned());
    literal.and_then(allowed).map_err(|reason| {
        forbidden(
            format!("The service may not {deed} {}: {reason}", name.display()),
            "Name another one, or start the service with what is needed; `bitsmith serve --help` says how.",
        )
    })
}

fn forbidden(message: String, help: &str) -> Refusal {
    Refusal::new(StatusCode::FORBIDDEN, "not-allowed", format!("{message}."), help)
}
