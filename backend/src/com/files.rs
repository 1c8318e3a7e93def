//! The files of a job.

use super::wide::{Given, Wide};
use super::{call, newer, refused};
use crate::failure::Failure;
use crate::service::{FileStatus, Outcome};
use bitsmith_core::text::Text;
use bitsmith_core::value::{File, Length, Range};
use windows::Win32::Foundation::E_NOTIMPL;
use windows::Win32::Networking::BackgroundIntelligentTransferService::{
    BG_FILE_PROGRESS, BG_FILE_RANGE, IBackgroundCopyFile, IBackgroundCopyFile2, IBackgroundCopyJob,
    IBackgroundCopyJob3,
};
use windows::Win32::System::Com::CoTaskMemFree;
use windows::Win32::System::LibraryLoader::{GetModuleHandleW, GetProcAddress};
use windows::core::{s, w};

/// Adds a file, with ranges where it has some. [com:IBackgroundCopyJob.AddFile; com:IBackgroundCopyJob3.AddFileWithRanges]
pub(super) fn add(job: &IBackgroundCopyJob, file: &File) -> Outcome {
    let (remote, local) = (Wide::of(&file.remote_name)?, Wide::of(&file.local_name)?);
    if file.ranges.is_empty() {
        return call!(job, AddFile, remote.pointer(), local.pointer());
    }
    let ranges: Vec<BG_FILE_RANGE> = file
        .ranges
        .iter()
        .map(|range| BG_FILE_RANGE {
            InitialOffset: range.offset,
            Length: match range.length {
                Length::Bytes(length) => length,
                Length::ToEof => TO_EOF,
            },
        })
        .collect();
    let count = u32::try_from(ranges.len())
        .map_err(|_| Failure::Unsayable("the file has more ranges than BITS can count"))?;
    let job: IBackgroundCopyJob3 = newer(job)?;
    call!(
        job,
        AddFileWithRanges,
        remote.pointer(),
        local.pointer(),
        count,
        ranges.as_ptr()
    )
}

/// BG_LENGTH_TO_EOF, which the crate has not. [idl:bits2_0.idl]
const TO_EOF: u64 = u64::MAX;
/// BG_SIZE_UNKNOWN, which the crate has not. [idl:Bits.Idl]
const SIZE_UNKNOWN: u64 = u64::MAX;

/// Whether a size is the number that stands for an unknown one. `[com:BG_JOB_PROGRESS]`
pub(super) fn known(size: u64) -> Option<u64> {
    (size != SIZE_UNKNOWN).then_some(size)
}

/// The files in the order in which they were added.
///
/// In which order BITS enumerates is not documented; it is taken for the order of adding. Wine's BITS enumerates the last one first.
/// [com:IBackgroundCopyJob.EnumFiles; wine:job.c]
pub(super) fn all(job: &IBackgroundCopyJob) -> Result<Vec<IBackgroundCopyFile>, Failure> {
    // SAFETY: the interface is alive.
    let found = unsafe { job.EnumFiles() }.map_err(refused)?;
    let mut files = Vec::new();
    loop {
        let mut next = [None];
        // SAFETY: one place is given, and no count is asked for, which is allowed for one.
        unsafe { found.Next(&mut next, std::ptr::null_mut()) }.map_err(refused)?;
        match next {
            [Some(file)] => files.push(file),
            [None] => break,
        }
    }
    if is_wine() {
        files.reverse();
    }
    Ok(files)
}

/// The file with a number from 0.
pub(super) fn nth(job: &IBackgroundCopyJob, index: usize) -> Result<IBackgroundCopyFile, Failure> {
    all(job)?
        .into_iter()
        .nth(index)
        .ok_or(Failure::Unsayable("the job has no file of that number"))
}

/// What BITS tells of a file.
pub(super) fn status(file: &IBackgroundCopyFile) -> Result<FileStatus, Failure> {
    let mut progress = BG_FILE_PROGRESS::default();
    // SAFETY: the interface is alive, and the place that is written to lives in this frame.
    unsafe { file.GetProgress(&mut progress) }.map_err(refused)?;
    let (remote, local) = names(file)?;
    Ok(FileStatus {
        file: File {
            remote_name: Text::literal(remote.exact()?.unwrap_or_default()),
            local_name: Text::literal(local.exact()?.unwrap_or_default()),
            ranges: ranges(file)?,
        },
        bytes_transferred: progress.BytesTransferred,
        bytes_total: known(progress.BytesTotal),
        is_completed: progress.Completed.as_bool(),
    })
}

/// Remote and local name.
pub(super) fn names(file: &IBackgroundCopyFile) -> Result<(Given, Given), Failure> {
    // SAFETY: the interface is alive, here and in the next line.
    let remote = Given(unsafe { file.GetRemoteName() }.map_err(refused)?);
    // SAFETY: as above.
    let local = Given(unsafe { file.GetLocalName() }.map_err(refused)?);
    Ok((remote, local))
}

/// The ranges; none for a whole file, for which BITS may say one range from 0 to the end.
fn ranges(file: &IBackgroundCopyFile) -> Result<Vec<Range>, Failure> {
    let file: IBackgroundCopyFile2 = match newer(file) {
        // Before BITS 2.0 files have no ranges.
        Err(Failure::Missing(_)) => return Ok(Vec::new()),
        other => other?,
    };
    let mut given = Ranges {
        count: 0,
        first: std::ptr::null_mut(),
    };
    // SAFETY: the interface is alive, and both places that are written to live in this frame.
    match unsafe { file.GetFileRanges(&mut given.count, &mut given.first) } {
        Ok(()) => {}
        // Wine's BITS keeps no ranges. [wine:file.c]
        Err(error) if error.code() == E_NOTIMPL => return Ok(Vec::new()),
        Err(error) => return Err(refused(error)),
    }
    let ranges: Vec<Range> = given
        .slice()
        .iter()
        .map(|range| Range {
            offset: range.InitialOffset,
            length: if range.Length == TO_EOF {
                Length::ToEof
            } else {
                Length::Bytes(range.Length)
            },
        })
        .collect();
    let whole = Range {
        offset: 0,
        length: Length::ToEof,
    };
    Ok(if ranges == [whole] { Vec::new() } else { ranges })
}

/// Ranges that BITS gave; freed when dropped.
struct Ranges {
    count: u32,
    first: *mut BG_FILE_RANGE,
}

impl Ranges {
    fn slice(&self) -> &[BG_FILE_RANGE] {
        match usize::try_from(self.count) {
            // SAFETY: BITS gave that many ranges at this address, and they are freed only when `self` is dropped.
            Ok(count) if !self.first.is_null() => unsafe { std::slice::from_raw_parts(self.first, count) },
            _ => &[],
        }
    }
}

impl Drop for Ranges {
    fn drop(&mut self) {
        // SAFETY: BITS allocated it for its caller, who frees it once; NULL is allowed.
        unsafe { CoTaskMemFree(Some(self.first.cast_const().cast())) };
    }
}

/// Wine's ntdll has a function that Windows's has not.
fn is_wine() -> bool {
    // SAFETY: both names are constants; ntdll is in every process and stays.
    let wine = unsafe {
        GetModuleHandleW(w!("ntdll.dll")).map(|ntdll| GetProcAddress(ntdll, s!("wine_get_version")))
    };
    matches!(wine, Ok(Some(_)))
}
