//! What a percent sign begins, before quotes and carets are looked at.

use super::Mode;
use crate::text::is_environment_name;

/// What a percent sign begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Percent {
    /// A percent sign.
    Itself,
    /// Nothing: cmd drops it.
    Dropped,
    /// `%NAME%`
    Environment,
    /// `%1`, `%*`, `%~dp0`
    Argument,
    /// Something else that cmd computes.
    Opaque,
}

/// Letters between `~` and the variable: `%~dpnx1`.
pub(super) const fn is_modifier(c: char) -> bool {
    matches!(
        c.to_ascii_lowercase(),
        'f' | 'd' | 'p' | 'n' | 'x' | 's' | 'a' | 't' | 'z'
    )
}

/// What the percent sign at the start of the text begins, and how many bytes it takes.
pub(super) fn percent(rest: &str, mode: Mode) -> (Percent, usize) {
    let after = rest.strip_prefix('%').unwrap_or("");
    if mode == Mode::Batch {
        match after.chars().next() {
            Some('%') => return (Percent::Itself, 2),
            Some('*' | '0'..='9') => return (Percent::Argument, 2),
            Some('~') => {
                return match modified(after) {
                    Some(length) => (Percent::Argument, length.saturating_add(1)),
                    None => (Percent::Opaque, 2),
                };
            }
            _ => {}
        }
    }
    let alone = match mode {
        Mode::Batch => (Percent::Dropped, 1),
        Mode::Prompt => (Percent::Itself, 1),
    };
    let Some((name, length)) = up_to(after, |c| matches!(c, '%' | ':')) else {
        return alone;
    };
    let is_name = match mode {
        Mode::Batch => is_environment_name(name),
        Mode::Prompt => is_environment_name(name) && !name.starts_with(|c: char| c.is_ascii_digit()),
    };
    let behind = after.get(length..).unwrap_or("");
    if let Some(modifier) = behind.strip_prefix(':') {
        let Some((modifier, more)) = up_to(modifier, |c| c == '%') else {
            return alone;
        };
        let computes = is_name && (modifier.starts_with('~') || modifier.contains('='));
        return if computes || mode == Mode::Batch {
            // The percent signs and the colon are three bytes.
            (Percent::Opaque, length.saturating_add(more).saturating_add(3))
        } else {
            alone
        };
    }
    let whole = length.saturating_add(2);
    match (is_name, mode) {
        (true, _) => (Percent::Environment, whole),
        (false, Mode::Batch) => (Percent::Opaque, whole),
        (false, Mode::Prompt) => alone,
    }
}

/// What stands before the first such character of the line, and its length; `None` where the line has none.
fn up_to(text: &str, end: impl Fn(char) -> bool) -> Option<(&str, usize)> {
    let at = text.find(|c| c == '\n' || end(c))?;
    let (name, behind) = text.split_at_checked(at)?;
    (!behind.starts_with('\n')).then_some((name, at))
}

/// The length of `~dp0` or `~$PATH:1`.
fn modified(text: &str) -> Option<usize> {
    let letters = text.strip_prefix('~')?.trim_start_matches(is_modifier);
    let digit = match letters.strip_prefix('$') {
        Some(list) => {
            let (name, length) = up_to(list, |c| matches!(c, ':' | '%'))?;
            is_environment_name(name).then_some(())?;
            list.get(length..)?.strip_prefix(':')?
        }
        None => letters,
    };
    let behind = digit.strip_prefix(|c: char| c.is_ascii_digit())?;
    Some(text.len().saturating_sub(behind.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_read_before_all_else() {
        use Mode::{Batch, Prompt};
        use Percent::{Argument, Dropped, Environment, Itself, Opaque};
        let table = [
            ("%TEMP%x", Batch, (Environment, 6)),
            ("%ProgramFiles(x86)%", Batch, (Environment, 19)),
            ("%%i", Batch, (Itself, 2)),
            ("%20b", Batch, (Argument, 2)),
            ("%*", Batch, (Argument, 2)),
            ("%~dp0x", Batch, (Argument, 5)),
            ("%~$PATH:1x", Batch, (Argument, 9)),
            ("%~x b", Batch, (Opaque, 2)),
            ("% of 60% ", Batch, (Opaque, 8)),
            ("%X:~0,3%y", Batch, (Opaque, 8)),
            ("%X:a=b%y", Batch, (Opaque, 7)),
            ("%X", Batch, (Dropped, 1)),
            ("%X\r\n%", Batch, (Dropped, 1)),
            ("%X:~0,3", Batch, (Dropped, 1)),
            ("%", Batch, (Dropped, 1)),
            ("%TEMP%x", Prompt, (Environment, 6)),
            ("%%i", Prompt, (Itself, 1)),
            ("%20b%20c", Prompt, (Itself, 1)),
            ("%^TEMP%^", Prompt, (Itself, 1)),
            ("%X:~0,3%y", Prompt, (Opaque, 8)),
            ("%X:80/%y", Prompt, (Itself, 1)),
            ("%1", Prompt, (Itself, 1)),
        ];
        for (source, mode, expected) in table {
            assert_eq!(percent(source, mode), expected, "{source} {mode:?}");
        }
    }
}
