//! What a percent sign begins, before quotes and carets are looked at.

use super::Mode;
use super::change::{Change, Changed};
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
    /// `%NAME:~0,3%`, `%NAME:a=b%`
    Changed,
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
        // The percent signs and the colon are three bytes.
        let taken = length.saturating_add(more).saturating_add(3);
        if is_name && Change::read(modifier).is_some() {
            return (Percent::Changed, taken);
        }
        let computes = is_name && (modifier.starts_with('~') || modifier.contains('='));
        return if computes || mode == Mode::Batch {
            (Percent::Opaque, taken)
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

/// The variable with its change that a text is, with the percent signs around it.
pub(super) fn changed(written: &str) -> Option<Changed> {
    let inner = written.strip_prefix('%')?.strip_suffix('%')?;
    let (name, change) = inner.split_once(':')?;
    Some(Changed {
        name: name.to_owned(),
        change: Change::read(change).filter(|_| !inner.contains('%'))?,
        is_late: false,
    })
}

/// A variable of a batch file with a change, and percent signs behind it on its line. Where the variable is not there, cmd takes
/// its name away and reads on behind the colon: the sign that ends the change begins something then. `[cmd]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turning {
    /// The name of the variable.
    pub name: String,
    /// Where the change ends.
    pub end: usize,
    /// Where the line ends.
    pub line_end: usize,
}

/// Those of a text, in order.
pub fn turnings(source: &str) -> Vec<Turning> {
    let mut found = Vec::new();
    let mut start = 0usize;
    for line in source.split_inclusive('\n') {
        let line_end = start.saturating_add(line.len());
        let mut at = start;
        while let Some(rest) = source.get(at..line_end)
            && let Some(sign) = rest.find('%')
        {
            at = at.saturating_add(sign);
            let rest = source.get(at..line_end).unwrap_or("");
            let (kind, length) = percent(rest, Mode::Batch);
            at = at.saturating_add(length.max(1));
            let goes_on = || {
                source
                    .get(at..line_end)
                    .is_some_and(|behind| behind.contains('%'))
            };
            if kind == Percent::Changed
                && let Some(changed) = rest.get(..length).and_then(changed)
                && goes_on()
            {
                found.push(Turning {
                    name: changed.name,
                    end: at,
                    line_end,
                });
            }
        }
        start = line_end;
    }
    found
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
        use Percent::{Argument, Changed, Dropped, Environment, Itself, Opaque};
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
            ("%X:~0,3%y", Batch, (Changed, 8)),
            ("%X:a=b%y", Batch, (Changed, 7)),
            ("%X:~0x3%y", Batch, (Opaque, 8)),
            ("%X:~%y", Batch, (Opaque, 5)),
            ("%X:=b%y", Batch, (Opaque, 6)),
            ("%X", Batch, (Dropped, 1)),
            ("%X\r\n%", Batch, (Dropped, 1)),
            ("%X:~0,3", Batch, (Dropped, 1)),
            ("%", Batch, (Dropped, 1)),
            ("%TEMP%x", Prompt, (Environment, 6)),
            ("%%i", Prompt, (Itself, 1)),
            ("%20b%20c", Prompt, (Itself, 1)),
            ("%^TEMP%^", Prompt, (Itself, 1)),
            ("%X:~0,3%y", Prompt, (Changed, 8)),
            ("%X:~3,%y", Prompt, (Opaque, 7)),
            ("%X:80/%y", Prompt, (Itself, 1)),
            ("%1", Prompt, (Itself, 1)),
        ];
        for (source, mode, expected) in table {
            assert_eq!(percent(source, mode), expected, "{source} {mode:?}");
        }
    }
}
