//! BITS calls when something happened to a job.

use super::feature::Named;
use super::wide::Given;
use super::{newer, refused};
use crate::failure::Failure;
use crate::service::{Wake, Waking};
use windows::Win32::Foundation::E_NOTIMPL;
use windows::Win32::Networking::BackgroundIntelligentTransferService::{
    IBackgroundCopyCallback, IBackgroundCopyCallback_Impl, IBackgroundCopyError, IBackgroundCopyJob,
    IBackgroundCopyJob2,
};
use windows::core::{IUnknown, Interface, PWSTR, Ref, implement};

/// Tells the monitor to look now. What happened it finds out by asking, so that nothing depends on which calls come: Wine's BITS
/// makes the first one only.
#[implement(IBackgroundCopyCallback)]
struct Callback {
    wake: Wake,
}

impl IBackgroundCopyCallback_Impl for Callback_Impl {
    fn JobTransferred(&self, _job: Ref<'_, IBackgroundCopyJob>) -> windows::core::Result<()> {
        (self.wake)();
        Ok(())
    }

    fn JobError(
        &self,
        _job: Ref<'_, IBackgroundCopyJob>,
        _error: Ref<'_, IBackgroundCopyError>,
    ) -> windows::core::Result<()> {
        (self.wake)();
        Ok(())
    }

    fn JobModification(
        &self,
        _job: Ref<'_, IBackgroundCopyJob>,
        _reserved: u32,
    ) -> windows::core::Result<()> {
        (self.wake)();
        Ok(())
    }
}

/// Has BITS call for a job from now on, where that changes nothing for anybody else: a job keeps one callback, and with one BITS
/// does not run the job's notify command line. [com:IBackgroundCopyJob.SetNotifyInterface; com:IBackgroundCopyJob2.SetNotifyCmdLine]
pub(super) fn set(job: &IBackgroundCopyJob, wake: Wake) -> Result<Waking, Failure> {
    if has_callback(job)? || has_command(job)? {
        return Ok(Waking::Polled);
    }
    let callback: IBackgroundCopyCallback = Callback { wake }.into();
    // SAFETY: both interfaces are alive; BITS takes its own reference to the callback.
    unsafe { job.SetNotifyInterface(&callback) }.map_err(refused)?;
    Ok(Waking::Called)
}

/// Has BITS call no more.
pub(super) fn clear(job: &IBackgroundCopyJob) -> Result<Waking, Failure> {
    // SAFETY: the interface is alive; NULL takes the callback away.
    unsafe { job.SetNotifyInterface(None::<&IUnknown>) }.map_err(refused)?;
    Ok(Waking::Polled)
}

fn has_callback(job: &IBackgroundCopyJob) -> Result<bool, Failure> {
    let mut callback = std::ptr::null_mut();
    // SAFETY: the interface is alive, and the pointer that is written to lives in this frame.
    unsafe { (Interface::vtable(job).GetNotifyInterface)(Interface::as_raw(job), &mut callback) }
        .ok()
        .map_err(refused)?;
    if callback.is_null() {
        return Ok(false);
    }
    // SAFETY: it is not null, and the caller owns the reference that came with it, which is released here.
    drop(unsafe { IUnknown::from_raw(callback) });
    Ok(true)
}

fn has_command(job: &IBackgroundCopyJob) -> Result<bool, Failure> {
    let job: IBackgroundCopyJob2 = match newer(job) {
        Err(Failure::Missing(IBackgroundCopyJob2::NAME)) => return Ok(false),
        other => other?,
    };
    let (mut program, mut parameters) = (PWSTR::null(), PWSTR::null());
    // SAFETY: the interface is alive, and both pointers that are written to live in this frame.
    let result = unsafe { job.GetNotifyCmdLine(&mut program, &mut parameters) };
    let (program, _parameters) = (Given(program), Given(parameters));
    match result {
        Ok(()) => Ok(program.exact()?.is_some_and(|program| !program.is_empty())),
        // Wine's BITS has no command line to set either. [wine:job.c]
        Err(error) if error.code() == E_NOTIMPL => Ok(false),
        Err(error) => Err(refused(error)),
    }
}
