//! The reader back of what [`literal`](super::literal) writes.

/// Reads the value of a string literal or of a sum of literals and code points in parentheses; `None` for anything else.
///
/// ```
/// use bitsmith_core::quote::powershell::read_literal;
/// assert_eq!(read_literal("('a' + [char]0x2019)").as_deref(), Some("a\u{2019}"));
/// assert_eq!(read_literal("$a"), None);
/// ```
pub fn read_literal(source: &str) -> Option<String> {
    let sum = source.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let mut units: Vec<u16> = Vec::new();
    let mut rest = sum.unwrap_or(source);
    if !rest.starts_with('\'') {
        // Without a string in front, `+` would add numbers.
        return None;
    }
    loop {
        rest = term(rest, &mut units)?;
        if rest.is_empty() {
            return String::from_utf16(&units).ok();
        }
        sum?;
        rest = rest.strip_prefix(" + ")?;
    }
}

/// Reads one term and gives what follows it.
fn term<'a>(source: &'a str, units: &mut Vec<u16>) -> Option<&'a str> {
    if let Some(hex) = source.strip_prefix("[char]0x") {
        let (digits, after) = hex.split_at_checked(4)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        units.push(u16::from_str_radix(digits, 16).ok()?);
        return Some(after);
    }
    let mut rest = source.strip_prefix('\'')?;
    loop {
        let (run, after) = rest.split_once('\'')?;
        units.extend(run.encode_utf16());
        match after.strip_prefix('\'') {
            Some(after) => {
                units.push(u16::from(b'\''));
                rest = after;
            }
            None => return Some(after),
        }
    }
}
