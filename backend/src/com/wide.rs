//! Texts as COM takes and gives them: UTF-16 with a terminator.

use crate::failure::Failure;
use bitsmith_core::text::Text;
use windows::Win32::System::Com::CoTaskMemFree;
use windows::core::{PCWSTR, PWSTR};
use zeroize::Zeroizing;

/// A text that goes to BITS, wiped when it is dropped: it may be a password or a header.
pub(super) struct Wide(Zeroizing<Vec<u16>>);

impl Wide {
    /// Refuses NUL: BITS would take what stands before it for the whole.
    pub(super) fn new(text: &str) -> Result<Wide, Failure> {
        if text.contains('\0') {
            return Err(Failure::Unsayable(
                "the text holds the character NUL, where BITS would stop reading",
            ));
        }
        // All room at once: a buffer that grows leaves copies behind.
        let mut units = Vec::with_capacity(text.encode_utf16().count().saturating_add(1));
        units.extend(text.encode_utf16());
        units.push(0);
        Ok(Wide(Zeroizing::new(units)))
    }

    /// The characters of a text that has been resolved.
    pub(super) fn of(text: &Text) -> Result<Wide, Failure> {
        Wide::new(literal(text)?)
    }

    /// The same, or nothing for an empty text: for arguments where BITS takes NULL for "none".
    pub(super) fn unless_empty(text: &str) -> Result<Option<Wide>, Failure> {
        if text.is_empty() {
            Ok(None)
        } else {
            Wide::new(text).map(Some)
        }
    }

    /// For an argument that is read only, while this lives.
    pub(super) fn pointer(&self) -> PCWSTR {
        PCWSTR(self.0.as_ptr())
    }

    /// For a field that is not declared read only, while this lives.
    pub(super) fn pointer_mut(&mut self) -> PWSTR {
        PWSTR(self.0.as_mut_ptr())
    }
}

/// NULL for none.
pub(super) fn pointer_or_null(text: Option<&Wide>) -> PCWSTR {
    text.map_or(PCWSTR::null(), Wide::pointer)
}

/// The characters of a text that has been resolved.
pub(super) fn literal(text: &Text) -> Result<&str, Failure> {
    text.as_literal().ok_or(Failure::Unsayable(
        "the text still holds a variable or a parameter",
    ))
}

/// A text that BITS gave; freed when it is dropped.
pub(super) struct Given(pub(super) PWSTR);

impl Given {
    /// The characters; `None` for NULL.
    pub(super) fn exact(&self) -> Result<Option<String>, Failure> {
        if self.0.is_null() {
            return Ok(None);
        }
        // SAFETY: it is not null, and BITS ends its texts with NUL.
        let units = unsafe { self.0.as_wide() };
        String::from_utf16(units)
            .map(Some)
            .map_err(|_| Failure::Unsayable("BITS holds a text here that is not well-formed UTF-16"))
    }

    /// The characters, to be shown: what is no character becomes U+FFFD, and NULL an empty text.
    pub(super) fn shown(&self) -> String {
        if self.0.is_null() {
            return String::new();
        }
        // SAFETY: it is not null, and BITS ends its texts with NUL.
        String::from_utf16_lossy(unsafe { self.0.as_wide() })
    }
}

impl Drop for Given {
    fn drop(&mut self) {
        // SAFETY: BITS allocated it for its caller, who frees it once; NULL is allowed.
        unsafe { CoTaskMemFree(Some(self.0.as_ptr().cast_const().cast())) };
    }
}
