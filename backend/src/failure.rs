//! How a call of BITS fails.

use bitsmith_core::hresult;
use std::fmt;

/// A result code of COM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hresult(pub u32);

impl Hresult {
    /// All is well.
    pub const S_OK: Hresult = Hresult(0);
    /// There is no such job. [w32:bits-return-values]
    pub const NOT_FOUND: Hresult = Hresult(0x8020_0001);
    /// BITS, or what stands in for it, does not have it.
    pub const NOT_IMPLEMENTED: Hresult = Hresult(0x8000_4001);
    /// BITS is too old for the interface.
    pub const NO_INTERFACE: Hresult = Hresult(0x8000_4002);
    /// This BITS has no such property.
    pub const UNKNOWN_PROPERTY: Hresult = Hresult(0x8020_0057);

    /// Whether the call did what it was asked to do.
    pub const fn is_success(self) -> bool {
        self.0 < 0x8000_0000
    }

    /// The number with its name and sentence.
    pub fn explained(self) -> String {
        match hresult::name(self.0) {
            Some(name) => format!("{self} ({name}): {}", hresult::sentence(self.0)),
            None => format!("{self}: {}", hresult::sentence(self.0)),
        }
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

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refused(hresult) => write!(f, "BITS answered {}", hresult.explained()),
            Failure::Missing(name) => write!(f, "This BITS has no {name}; a newer Windows has it."),
            Failure::Unsayable(reason) => f.write_str(reason),
            Failure::NoAnswer => f.write_str(
                "BITS did not answer in time. `sc.exe query bits` shows whether the service runs.",
            ),
        }
    }
}

impl std::error::Error for Failure {}
