//! Where a job stands.

use super::wide::Given;
use super::{files, refused};
use crate::failure::{Failure, Hresult};
use crate::service::{JobError, State, Status, Times};
use bitsmith_core::value::{JobType, Word};
use std::time::{Duration, SystemTime};
use windows::Win32::Foundation::FILETIME;
use windows::Win32::Globalization::GetThreadLocale;
use windows::Win32::Networking::BackgroundIntelligentTransferService as bits;
use windows::Win32::Networking::BackgroundIntelligentTransferService::{
    BG_ERROR_CONTEXT, BG_JOB_PROGRESS, BG_JOB_STATE, BG_JOB_TIMES, IBackgroundCopyError, IBackgroundCopyJob,
};
use windows::core::HRESULT;

/// State, progress, times, error. What this BITS does not tell is `None`: Wine's has no owner, times and count.
pub(super) fn read(job: &IBackgroundCopyJob) -> Result<Status, Failure> {
    let mut progress = BG_JOB_PROGRESS::default();
    // SAFETY: the interface is alive, and the place that is written to lives in this frame.
    unsafe { job.GetProgress(&mut progress) }.map_err(refused)?;
    // SAFETY: the interface is alive.
    let state = state(unsafe { job.GetState() }.map_err(refused)?)?;
    Ok(Status {
        // SAFETY: the interface is alive.
        display_name: Given(unsafe { job.GetDisplayName() }.map_err(refused)?).shown(),
        job_type: job_type(job)?,
        state,
        // SAFETY: the interface is alive.
        owner: unsafe { job.GetOwner() }.ok().map(|owner| Given(owner).shown()),
        bytes_transferred: progress.BytesTransferred,
        bytes_total: files::known(progress.BytesTotal),
        files_transferred: progress.FilesTransferred,
        files_total: progress.FilesTotal,
        times: times(job),
        // SAFETY: the interface is alive.
        error_count: unsafe { job.GetErrorCount() }.ok(),
        error: match state {
            State::Error | State::TransientError => Some(error(job)?),
            _ => None,
        },
    })
}

/// The type, which core has under BITS's own number.
pub(super) fn job_type(job: &IBackgroundCopyJob) -> Result<JobType, Failure> {
    // SAFETY: the interface is alive.
    let number = unsafe { job.GetType() }.map_err(refused)?.0;
    JobType::from_number(number.cast_unsigned()).ok_or(Failure::Unsayable(
        "BITS says a type of job that is not documented",
    ))
}

fn state(state: BG_JOB_STATE) -> Result<State, Failure> {
    Ok(match state {
        bits::BG_JOB_STATE_QUEUED => State::Queued,
        bits::BG_JOB_STATE_CONNECTING => State::Connecting,
        bits::BG_JOB_STATE_TRANSFERRING => State::Transferring,
        bits::BG_JOB_STATE_SUSPENDED => State::Suspended,
        bits::BG_JOB_STATE_ERROR => State::Error,
        bits::BG_JOB_STATE_TRANSIENT_ERROR => State::TransientError,
        bits::BG_JOB_STATE_TRANSFERRED => State::Transferred,
        bits::BG_JOB_STATE_ACKNOWLEDGED => State::Acknowledged,
        bits::BG_JOB_STATE_CANCELLED => State::Cancelled,
        _ => return Err(Failure::Unsayable("BITS says a state that is not documented")),
    })
}

fn times(job: &IBackgroundCopyJob) -> Option<Times> {
    let mut times = BG_JOB_TIMES::default();
    // SAFETY: the interface is alive, and the place that is written to lives in this frame.
    unsafe { job.GetTimes(&mut times) }.ok()?;
    Some(Times {
        creation: time(times.CreationTime)?,
        modification: time(times.ModificationTime)?,
        transfer_completion: time(times.TransferCompletionTime),
    })
}

/// Steps of 100 ns since the year 1601; zero is "not yet". `[com:BG_JOB_TIMES]`
fn time(time: FILETIME) -> Option<SystemTime> {
    /// From 1601 to 1970.
    const TO_UNIX: Duration = Duration::from_secs(11_644_473_600);
    let steps = (u64::from(time.dwHighDateTime) << 32) | u64::from(time.dwLowDateTime);
    let since = Duration::from_micros(steps / 10) + Duration::from_nanos(steps % 10 * 100);
    match since.checked_sub(TO_UNIX) {
        _ if steps == 0 => None,
        Some(since) => SystemTime::UNIX_EPOCH.checked_add(since),
        None => SystemTime::UNIX_EPOCH.checked_sub(TO_UNIX.saturating_sub(since)),
    }
}

/// The error of a job in error; without a code where BITS has lost it, as Wine's has for connections that were refused.
/// [com:IBackgroundCopyJob.GetError; wine-run]
fn error(job: &IBackgroundCopyJob) -> Result<JobError, Failure> {
    // SAFETY: the interface is alive.
    let error = match unsafe { job.GetError() } {
        Ok(error) => error,
        Err(error) if error.code() == HRESULT(bits::BG_E_ERROR_INFORMATION_UNAVAILABLE) => {
            return Ok(JobError {
                context: context(bits::BG_ERROR_CONTEXT_UNKNOWN),
                code: None,
                description: None,
                file: None,
            });
        }
        Err(error) => return Err(refused(error)),
    };
    let (mut at, mut code) = (BG_ERROR_CONTEXT::default(), HRESULT::default());
    // SAFETY: the interface is alive, and both places that are written to live in this frame.
    unsafe { error.GetError(&mut at, &mut code) }.map_err(refused)?;
    Ok(JobError {
        context: context(at),
        code: Some(Hresult(code.0.cast_unsigned())),
        description: description(&error),
        file: file(&error)?,
    })
}

/// BITS's sentence in the language of this thread, where it has one.
fn description(error: &IBackgroundCopyError) -> Option<String> {
    // SAFETY: nothing is pointed to.
    let locale = unsafe { GetThreadLocale() };
    // The language is the lower half of a locale (LANGIDFROMLCID). [com:IBackgroundCopyError.GetErrorDescription]
    let language = locale & 0xFFFF;
    // SAFETY: the interface is alive.
    let text = Given(unsafe { error.GetErrorDescription(language) }.ok()?).shown();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The file that it happened with; errors that are no file's have none.
fn file(error: &IBackgroundCopyError) -> Result<Option<(String, String)>, Failure> {
    // SAFETY: the interface is alive.
    let Ok(file) = (unsafe { error.GetFile() }) else {
        return Ok(None);
    };
    let (remote, local) = files::names(&file)?;
    Ok(Some((remote.shown(), local.shown())))
}

/// The word of BG_ERROR_CONTEXT. `[com:BG_ERROR_CONTEXT]`
fn context(context: BG_ERROR_CONTEXT) -> &'static str {
    match context {
        bits::BG_ERROR_CONTEXT_NONE => "none",
        bits::BG_ERROR_CONTEXT_GENERAL_QUEUE_MANAGER => "general_queue_manager",
        bits::BG_ERROR_CONTEXT_QUEUE_MANAGER_NOTIFICATION => "queue_manager_notification",
        bits::BG_ERROR_CONTEXT_LOCAL_FILE => "local_file",
        bits::BG_ERROR_CONTEXT_REMOTE_FILE => "remote_file",
        bits::BG_ERROR_CONTEXT_GENERAL_TRANSPORT => "general_transport",
        bits::BG_ERROR_CONTEXT_REMOTE_APPLICATION => "remote_application",
        bits::BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK => "server_certificate_callback",
        _ => "unknown",
    }
}
