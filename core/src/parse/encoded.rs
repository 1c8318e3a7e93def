//! Texts in Base64, as `powershell -EncodedCommand` takes them.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as STANDARD;

/// What a text in Base64 says, read as UTF-16.
pub(super) fn decoded(text: &str) -> Option<String> {
    let bytes = STANDARD.decode(text.trim()).ok()?;
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| match pair {
            [low, high] => u16::from_le_bytes([*low, *high]),
            _ => 0,
        })
        .collect();
    String::from_utf16(&units).ok()
}
