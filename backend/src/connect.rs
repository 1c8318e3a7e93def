//! The BITS of this machine.

use crate::failure::Failure;
use crate::thread::Threaded;
use std::fmt;

/// Why there is no BITS to talk to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unavailable {
    /// This is not Windows.
    NotWindows,
    /// BITS failed, or did not answer.
    Failure(Failure),
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unavailable::NotWindows => f.write_str(
                "BITS is a service of Windows, and this is another system. Run the command on Windows; \
                 `bitsmith apply --dry-run` shows here what it would do, `bitsmith emit` writes a script.",
            ),
            Unavailable::Failure(failure) => write!(f, "BITS cannot be reached. {failure}"),
        }
    }
}

impl std::error::Error for Unavailable {}

/// Connects to BITS, on a thread of its own.
#[cfg(windows)]
pub fn connect() -> Result<Threaded, Unavailable> {
    use crate::com::Bits;
    use crate::thread::Bounds;
    Threaded::connect(Bounds::default(), Bits::connect).map_err(Unavailable::Failure)
}

/// There is none.
#[cfg(not(windows))]
pub fn connect() -> Result<Threaded, Unavailable> {
    Err(Unavailable::NotWindows)
}
