//! BITS itself, asked through COM: the only place of the program with `unsafe`.
//!
//! A [`Bits`] lives on the thread that connected it. Texts go as UTF-16 without NUL inside, what BITS allocates is freed, success codes
//! are kept, and an interface that this BITS does not have is [`Failure::Missing`].

#![expect(unsafe_code, reason = "COM is called through raw interfaces")]

mod apartment;
mod callback;
mod feature;
mod files;
mod getter;
mod setter;
mod status;
mod wide;

use crate::call::Assignment;
use crate::failure::{Failure, Hresult};
use crate::service::{Feature, FileStatus, Outcome, Reading, Service, Status, Wake, Waking};
use apartment::Apartment;
use bitsmith_core::catalog::SettingId;
use bitsmith_core::job::Owner;
use bitsmith_core::value::{File, Guid, JobType};
use feature::Named;
use std::time::Duration;
use wide::Wide;
use windows::Win32::Foundation::{E_NOINTERFACE, E_POINTER, RPC_E_DISCONNECTED};
use windows::Win32::Networking::BackgroundIntelligentTransferService::{
    BG_JOB_ENUM_ALL_USERS, IBackgroundCopyJob,
};
use windows::core::{GUID, HRESULT, Interface};

/// Calls a method of an interface and keeps its success code, which the crate's own wrapper drops.
macro_rules! call {
    ($object:expr, $method:ident $(, $argument:expr)* $(,)?) => {{
        let object = &$object;
        use ::windows::core::Interface as _;
        let (vtable, this) = (object.vtable(), object.as_raw());
        // SAFETY: the method belongs to the interface, which is alive in the caller's frame, as is what the arguments point to.
        $crate::com::setter::outcome(unsafe { (vtable.$method)(this $(, $argument)*) })
    }};
}
use call;

/// BITS on this machine.
pub struct Bits {
    /// Held while COM is used. Interfaces are asked for anew in each conversation, because the service may have been restarted.
    _apartment: Apartment,
}

impl Bits {
    /// Reaches BITS from this thread, which starts the service where it does not run. It may take long.
    pub fn connect() -> Result<Bits, Failure> {
        let bits = Bits {
            _apartment: Apartment::enter()?,
        };
        feature::manager()?;
        Ok(bits)
    }

    fn job(&self, job: &Guid) -> Result<IBackgroundCopyJob, Failure> {
        let id = setter::guid(job)?;
        // SAFETY: the identifier lives in this frame.
        unsafe { feature::manager()?.GetJob(&id) }.map_err(refused)
    }
}

impl Service for Bits {
    fn features(&mut self) -> Result<Vec<Feature>, Failure> {
        feature::features()
    }

    fn create_job(&mut self, display_name: &str, job_type: JobType) -> Result<Guid, Failure> {
        let name = Wide::new(display_name)?;
        let mut id = GUID::zeroed();
        let mut job = None;
        // SAFETY: the name, the identifier and the place for the job live in this frame.
        unsafe {
            feature::manager()?.CreateJob(name.pointer(), setter::job_type(job_type), &mut id, &mut job)
        }
        .map_err(refused)?;
        core_guid(id)
    }

    fn jobs(&mut self, owner: Owner) -> Result<Vec<Guid>, Failure> {
        let flags = match owner {
            Owner::Me => 0,
            Owner::AllUsers => BG_JOB_ENUM_ALL_USERS,
        };
        // SAFETY: nothing is pointed to.
        let found = unsafe { feature::manager()?.EnumJobs(flags) }.map_err(refused)?;
        let mut jobs = Vec::new();
        loop {
            let mut next = [None];
            // SAFETY: one place is given, and no count is asked for, which is allowed for one.
            unsafe { found.Next(&mut next, std::ptr::null_mut()) }.map_err(refused)?;
            let [Some(job)] = next else {
                return Ok(jobs);
            };
            // SAFETY: the interface is alive.
            jobs.push(core_guid(unsafe { job.GetId() }.map_err(refused)?)?);
        }
    }

    fn set(&mut self, job: &Guid, assignment: &Assignment) -> Outcome {
        retry(|| setter::set(&self.job(job)?, assignment))
    }

    fn add_file(&mut self, job: &Guid, file: &File) -> Outcome {
        retry(|| files::add(&self.job(job)?, file))
    }

    fn resume(&mut self, job: &Guid) -> Outcome {
        retry(|| call!(self.job(job)?, Resume))
    }

    fn suspend(&mut self, job: &Guid) -> Outcome {
        retry(|| call!(self.job(job)?, Suspend))
    }

    fn complete(&mut self, job: &Guid) -> Outcome {
        retry(|| call!(self.job(job)?, Complete))
    }

    fn cancel(&mut self, job: &Guid) -> Outcome {
        retry(|| call!(self.job(job)?, Cancel))
    }

    fn read(&mut self, job: &Guid, setting: SettingId) -> Result<Reading, Failure> {
        retry(|| getter::read(&self.job(job)?, setting))
    }

    fn status(&mut self, job: &Guid) -> Result<Status, Failure> {
        retry(|| status::read(&self.job(job)?))
    }

    fn files(&mut self, job: &Guid) -> Result<Vec<FileStatus>, Failure> {
        retry(|| files::all(&self.job(job)?)?.iter().map(files::status).collect())
    }

    fn wake(&mut self, job: &Guid, wake: Option<Wake>) -> Result<Waking, Failure> {
        retry(|| {
            let job = self.job(job)?;
            match &wake {
                Some(wake) => callback::set(&job, wake.clone()),
                None => callback::clear(&job),
            }
        })
    }
}

/// Calls again, with the object asked for anew, where the object was no longer there to take the call: seen in Wine while BITS itself calls
/// about the same job. Such a call has done nothing.
fn retry<T>(call: impl Fn() -> Result<T, Failure>) -> Result<T, Failure> {
    let gone = code(RPC_E_DISCONNECTED);
    for _ in 0..3 {
        match call() {
            Err(failure) if failure == gone => std::thread::sleep(Duration::from_millis(50)),
            answer => return answer,
        }
    }
    call()
}

/// Another interface of the same object.
fn newer<I: Named>(object: &impl Interface) -> Result<I, Failure> {
    object.cast().map_err(|error| {
        if error.code() == E_NOINTERFACE {
            Failure::Missing(I::NAME)
        } else {
            refused(error)
        }
    })
}

fn refused(error: windows::core::Error) -> Failure {
    let code = error.code();
    // A call that succeeded and gave no interface: the crate has no code for it.
    let code = if code.is_ok() { E_POINTER } else { code };
    self::code(code)
}

fn code(code: HRESULT) -> Failure {
    Failure::Refused(Hresult(code.0.cast_unsigned()))
}

fn core_guid(id: GUID) -> Result<Guid, Failure> {
    Guid::parse(&format!("{id:?}")).ok_or(Failure::Unsayable("BITS gave a GUID that is none"))
}
