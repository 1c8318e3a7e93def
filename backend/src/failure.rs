//! How a call of BITS fails.

use std::fmt;

/// A result code of COM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hresult(pub u32);

impl Hresult {
    /// All is well.
    pub const S_OK: Hresult = Hresult(0);

    /// Whether the call did what it was asked to do.
    pub const fn is_success(self) -> bool {
        self.0 < 0x8000_0000
    }
}

impl fmt::Display for Hresult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{:08X}", self.0)
    }
}

/// Why a call has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// BITS refused it.
    Refused(Hresult),
    /// This BITS does not have the interface or property that the call needs.
    Missing(&'static str),
    /// The call was not made, or its answer not taken: a value that it cannot carry, and why.
    Unsayable(&'static str),
    /// BITS did not answer in time.
    NoAnswer,
}

impl Failure {
    /// The result code, where there is one.
    pub const fn hresult(self) -> Option<Hresult> {
        match self {
            Failure::Refused(hresult) => Some(hresult),
            Failure::Missing(_) | Failure::Unsayable(_) | Failure::NoAnswer => None,
        }
    }
}
