//! What BITS answers when it refuses, and calls that a test wants refused.

/// A failure by its HRESULT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named for the HRESULTs of BitsMsg.h and winerror.h")]
pub enum Fault {
    NotFound,
    InvalidState,
    Empty,
    InvalidArgument,
    NotImplemented,
    AccessDenied,
    StringTooLong,
    TooManyFiles,
    TooManyFilesInJob,
    ReadOnlyAfterResume,
    StoredCredentialsNotSupported,
    NotLoggedOn,
    ServiceStopped,
    Http(u16),
    Other(u32),
}

impl Fault {
    /// The HRESULT `[idl:BitsMsg.h]`.
    pub fn hresult(self) -> u32 {
        match self {
            Self::NotFound => 0x8020_0001,
            Self::InvalidState => 0x8020_0002,
            Self::Empty => 0x8020_0003,
            Self::InvalidArgument => 0x8007_0057,
            Self::NotImplemented => 0x8000_4001,
            Self::AccessDenied => 0x8007_0005,
            Self::StringTooLong => 0x8020_0021,
            Self::TooManyFiles => 0x8020_001C,
            Self::TooManyFilesInJob => 0x8020_0051,
            Self::ReadOnlyAfterResume => 0x8020_0062,
            Self::StoredCredentialsNotSupported => 0x8020_0066,
            Self::NotLoggedOn => 0x8007_04DD,
            Self::ServiceStopped => 0x8007_0426,
            Self::Http(status) => 0x8019_0000 | u32::from(status),
            Self::Other(code) => code,
        }
    }

    /// A sentence about it.
    pub fn sentence(self) -> String {
        match self {
            Self::NotFound => "The requested job was not found.".to_owned(),
            Self::InvalidState => "The requested action is not allowed in the current job state.".to_owned(),
            Self::Empty => "The job must contain one or more files.".to_owned(),
            Self::InvalidArgument => "The parameter is incorrect.".to_owned(),
            Self::NotImplemented => "Not implemented".to_owned(),
            Self::AccessDenied => "Access is denied.".to_owned(),
            Self::StringTooLong => "The string is too long.".to_owned(),
            Self::TooManyFiles => "The job takes one file only.".to_owned(),
            Self::TooManyFilesInJob => "The job takes no more files.".to_owned(),
            Self::ReadOnlyAfterResume => {
                "The property cannot be changed once the job was resumed.".to_owned()
            }
            Self::StoredCredentialsNotSupported => "Stored credentials are for proxies only.".to_owned(),
            Self::NotLoggedOn => "The user is not logged on to the network.".to_owned(),
            Self::ServiceStopped => "The service has not been started.".to_owned(),
            Self::Http(status) => format!("HTTP status {status}"),
            Self::Other(code) => format!("Error 0x{code:08X}"),
        }
    }
}

/// A call that is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which call.
    pub which: Which,
    /// With what.
    pub fault: Fault,
}

/// Which call is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// The k-th call of all, counted from 1.
    Call(usize),
    /// Each call of this cmdlet or verb.
    Named(String),
    /// The k-th call of this cmdlet or verb.
    Nth(String, usize),
}

impl Which {
    pub(super) fn is_meant(&self, name: &str, count: usize, same: usize) -> bool {
        match self {
            Self::Call(place) => *place == count,
            Self::Named(wanted) => wanted.eq_ignore_ascii_case(name),
            Self::Nth(wanted, place) => wanted.eq_ignore_ascii_case(name) && *place == same,
        }
    }
}
