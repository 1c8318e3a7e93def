//! What cmd puts in for a variable besides its whole value: a part of it, or it with something replaced.
//!
//! Read is what `set /?` documents; what else cmd takes there (numbers in other bases, a length that is left out) is not.

/// The longest value that cmd gives a variable: a line has no more characters. `[cmd]`
const LONGEST: usize = 8191;
/// A longer number counts from beyond any value.
const MOST_FIGURES: usize = 6;

/// A variable of the environment with a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The name of the variable.
    pub name: String,
    /// What is done with its value.
    pub change: Change,
    /// Whether it is looked up when the command runs: `!NAME:~0,3!`.
    pub is_late: bool,
}

/// What is done with the value of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// `~0,3`: a part of it.
    Part {
        /// The number of its first character; below zero: from the end.
        start: i64,
        /// How many characters; below zero: how many are left out at the end.
        length: Option<i64>,
    },
    /// `old=new`, `*old=new`
    Replaced {
        /// What is replaced, in any case.
        old: String,
        /// What takes its place.
        new: String,
        /// Whether all up to the first of them is replaced, in place of each of them.
        is_beginning: bool,
    },
}

impl Change {
    /// What stands behind the colon; nothing where that is not a change of those that are documented.
    pub(in crate::parse) fn read(text: &str) -> Option<Change> {
        if let Some(numbers) = text.strip_prefix('~') {
            let (start, length) = match numbers.split_once(',') {
                Some((start, length)) => (start, Some(number(length)?)),
                None => (numbers, None),
            };
            let start = match start.is_empty() && length.is_some() {
                true => 0,
                false => number(start)?,
            };
            return Some(Change::Part { start, length });
        }
        let (old, new) = text.split_once('=')?;
        let (old, is_beginning) = match old.strip_prefix('*') {
            Some(old) => (old, true),
            None => (old, false),
        };
        let is_plain = !old.is_empty() && !old.contains('*') && old.is_ascii();
        is_plain.then(|| Change::Replaced {
            old: old.to_owned(),
            new: new.to_owned(),
            is_beginning,
        })
    }

    /// What a value becomes; nothing where that is not sure. Which characters are letters of the same kind, and how many a batch
    /// file has that is read in another code page, is only sure of ASCII.
    pub(in crate::parse) fn of(&self, value: &str) -> Option<String> {
        if !value.is_ascii() || value.len() > LONGEST {
            return None;
        }
        let changed = match self {
            Change::Part { start, length } => part(value, *start, *length)?.to_owned(),
            Change::Replaced {
                old,
                new,
                is_beginning,
            } => {
                let old = old.to_ascii_lowercase();
                let lower = value.to_ascii_lowercase();
                let mut changed = String::new();
                let mut done = 0usize;
                let most = if *is_beginning { 1 } else { usize::MAX };
                for (at, found) in lower.match_indices(&old).take(most) {
                    if !is_beginning {
                        changed.push_str(value.get(done..at)?);
                    }
                    changed.push_str(new);
                    done = at.saturating_add(found.len());
                    if changed.len() > LONGEST {
                        return None;
                    }
                }
                changed.push_str(value.get(done..)?);
                changed
            }
        };
        (changed.len() <= LONGEST).then_some(changed)
    }
}

/// A decimal number. One that begins with a zero may be octal. `[cmd]`
fn number(text: &str) -> Option<i64> {
    let figures = text.strip_prefix('-').unwrap_or(text);
    let is_plain = !figures.is_empty()
        && figures.len() <= MOST_FIGURES
        && figures.bytes().all(|figure| figure.is_ascii_digit())
        && (figures == "0" || !figures.starts_with('0'));
    is_plain.then(|| text.parse().ok()).flatten()
}

/// A part of a text of ASCII. What reaches beyond its end ends there; a start before its beginning is it where all behind is
/// taken, and where only some is it is nowhere documented.
fn part(value: &str, start: i64, length: Option<i64>) -> Option<&str> {
    let whole = i64::try_from(value.len()).ok()?;
    let from = if start < 0 {
        start.saturating_add(whole)
    } else {
        start
    };
    if from < 0 && length.is_some() {
        return None;
    }
    let from = from.clamp(0, whole);
    let to = match length {
        None => whole,
        Some(length) if length < 0 => whole.saturating_add(length),
        Some(length) => from.saturating_add(length),
    };
    let to = to.clamp(from, whole);
    value.get(usize::try_from(from).ok()?..usize::try_from(to).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_changed_as_cmd_changes_them() {
        for (value, change, becomes) in [
            // Wine's own tests, which are run on Windows. [wine:programs/cmd/tests/test_builtins.cmd]
            ("qwerty", "~0,1", Some("q")),
            ("qwerty", "~0,3", Some("qwe")),
            ("qwerty", "~2,2", Some("er")),
            ("qwerty", "~-2,3", Some("ty")),
            ("qwerty", "~-2,1", Some("t")),
            ("qwerty", "~2,-1", Some("ert")),
            ("qwerty", "~2,-3", Some("e")),
            ("qwerty", "~-2,-4", Some("")),
            ("qwerty", "~-3,-2", Some("r")),
            // Beyond its ends.
            ("qwerty", "~2", Some("erty")),
            ("qwerty", "~6", Some("")),
            ("qwerty", "~9", Some("")),
            ("qwerty", "~9,2", Some("")),
            ("qwerty", "~9,-1", Some("")),
            ("qwerty", "~2,99", Some("erty")),
            ("qwerty", "~-9", Some("qwerty")),
            ("qwerty", "~0,-9", Some("")),
            ("qwerty", "~0,0", Some("")),
            ("qwerty", "~,3", Some("qwe")),
            ("qwerty", "~-9,3", None),
            ("qwérty", "~0,1", None),
            // Replaced in any case, once from the left.
            ("qwerty", "W=_", Some("q_erty")),
            ("aXbxA", "x=12", Some("a12b12A")),
            ("aXbxA", "a=aa", Some("aaXbxaa")),
            ("aaaa-AAA", "aa=b", Some("bb-bA")),
            ("a b c", " =", Some("abc")),
            ("\"a b\"", "\"=", Some("a b")),
            ("C:\\a\\b", "\\=/", Some("C:/a/b")),
            ("a", "a==", Some("=")),
            ("a", "a=b=c:~*", Some("b=c:~*")),
            ("qwerty", "z=y", Some("qwerty")),
            ("qwerty", "QWERTY=", Some("")),
            ("https://h/a.b", "*://=", Some("h/a.b")),
            ("a.b.c", "*.=-", Some("-b.c")),
            ("a.b.c", "*x=-", Some("a.b.c")),
            ("é", "e=x", None),
            ("aé", "a=x", None),
        ] {
            let found = Change::read(change).and_then(|change| change.of(value));
            assert_eq!(found.as_deref(), becomes, "{value} {change}");
        }
        // Not documented, or not the same in Wine and in what is written of Windows.
        for unread in [
            "~", "~,", "~3,", "~ 1", "~+1", "~0x2", "~010", "~1234567", "~a", "~1,a", "~1,2,3", "", "a",
            "=b", "*=b", "**=b", "a*=b", "é=e", "~=b",
        ] {
            assert_eq!(Change::read(unread), None, "{unread}");
        }
        let long = "a".repeat(LONGEST);
        assert_eq!(Change::read("a=bc").and_then(|change| change.of(&long)), None);
        assert_eq!(
            Change::read("a=").and_then(|change| change.of(&long)).as_deref(),
            Some("")
        );
    }
}
