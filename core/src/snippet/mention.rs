//! Where a text names bitsadmin or a cmdlet of BITS.

/// Whether it does.
pub(super) fn is_in(text: &str) -> bool {
    first(text).is_some()
}

/// The byte where it first does. A cmdlet is any `Verb-Bits…`, also one that does not exist.
pub(super) fn first(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let letter = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(u8::is_ascii_alphabetic)
    };
    bytes.windows(4).enumerate().find_map(|(at, window)| {
        if !window.eq_ignore_ascii_case(b"bits") {
            return None;
        }
        let rest = bytes.get(at..)?;
        let program = rest
            .get(..9)
            .is_some_and(|word| word.eq_ignore_ascii_case(b"bitsadmin"));
        if program && !letter(at.checked_sub(1)) && !letter(at.checked_add(9)) {
            return Some(at);
        }
        let dash = at.checked_sub(1)?;
        let cmdlet =
            bytes.get(dash) == Some(&b'-') && letter(dash.checked_sub(1)) && letter(at.checked_add(4));
        if !cmdlet {
            return None;
        }
        let verb = bytes.get(..dash)?.iter().rev();
        let length = verb.take_while(|byte| byte.is_ascii_alphabetic()).count();
        dash.checked_sub(length)
    })
}

/// Whether a text begins with bitsadmin or a cmdlet of BITS, and there is more of it.
pub(super) fn begins(text: &str) -> bool {
    let text = text.trim_start();
    first(text) == Some(0) && text.contains(char::is_whitespace)
}

/// Whether a line has what only a command has: an address, a path, a GUID.
pub(super) fn has_address(text: &str) -> bool {
    text.contains("://") || text.contains('\\') || text.contains('{')
}
