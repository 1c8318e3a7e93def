//! Which jobs a change is about: names and patterns become GUIDs, which are shown and confirmed. (J7)

use crate::calls::Target;
use crate::failure::{Failure, Hresult};
use crate::journal::Entry;
use crate::service::{Service, State, Status, Times};
use bitsmith_core::job::{Owner, Selector};
use bitsmith_core::value::Guid;
use std::fmt;
use std::time::Duration;

/// A job that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its GUID.
    pub guid: Guid,
    /// What BITS says of it.
    pub status: Status,
}

/// Why no jobs can be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindError {
    /// BITS has no such job.
    NoJob(String),
    /// BITS failed.
    Failure(Failure),
}

impl fmt::Display for FindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FindError::NoJob(what) => write!(
                f,
                "BITS has no job {what}. `bitsmith jobs` lists those there are."
            ),
            FindError::Failure(failure) => failure.fmt(f),
        }
    }
}

impl std::error::Error for FindError {}

/// The jobs that a plan changes; at least one.
pub fn find(target: &Target, service: &mut dyn Service) -> Result<Vec<Found>, FindError> {
    let Target::Existing { selector, owner } = target else {
        return Ok(Vec::new());
    };
    match selector {
        Selector::Guids(guids) => guids
            .iter()
            .map(|guid| match service.status(guid) {
                Ok(status) => Ok(Found {
                    guid: guid.clone(),
                    status,
                }),
                Err(Failure::Refused(Hresult::NOT_FOUND)) => Err(FindError::NoJob(guid.to_string())),
                Err(failure) => Err(FindError::Failure(failure)),
            })
            .collect(),
        Selector::Name(text) => {
            let name = text.display();
            let found = all(service, *owner)?;
            some(
                found
                    .into_iter()
                    .filter(|job| same(&job.status.display_name, &name)),
                format!("named `{name}`"),
            )
        }
        Selector::Pattern(text) => {
            let pattern: Vec<char> = text.display().to_lowercase().chars().collect();
            let fits = |job: &Found| {
                let name: Vec<char> = job.status.display_name.to_lowercase().chars().collect();
                fits(&pattern, &name)
            };
            some(
                all(service, *owner)?.into_iter().filter(fits),
                format!("whose name fits `{}`", text.display()),
            )
        }
        Selector::All => some(all(service, *owner)?.into_iter(), "at all".to_owned()),
    }
}

fn some(found: impl Iterator<Item = Found>, what: String) -> Result<Vec<Found>, FindError> {
    let found: Vec<Found> = found.collect();
    if found.is_empty() {
        Err(FindError::NoJob(what))
    } else {
        Ok(found)
    }
}

/// All jobs, those left out that end while they are looked at.
fn all(service: &mut dyn Service, owner: Owner) -> Result<Vec<Found>, FindError> {
    let mut found = Vec::new();
    for guid in service.jobs(owner).map_err(FindError::Failure)? {
        if let Some(status) = living(&guid, service).map_err(FindError::Failure)? {
            found.push(Found { guid, status });
        }
    }
    Ok(found)
}

/// What BITS says of a job; `None` where it no longer has it, or has it only as ended.
pub(crate) fn living(guid: &Guid, service: &mut dyn Service) -> Result<Option<Status>, Failure> {
    match service.status(guid) {
        Ok(status) if status.state.is_final() => Ok(None),
        Ok(status) => Ok(Some(status)),
        Err(Failure::Refused(Hresult::NOT_FOUND)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// So long BITS may take to make a job after that was written down.
const SLOW: Duration = Duration::from_secs(600);

/// The jobs that may have come of an intent whose GUID was not written down: of that name, made since and not much later,
/// untouched. [`Journal::unclaimed`](crate::journal::Journal::unclaimed) then says which of them may be of other entries.
pub(crate) fn unnamed(entry: &Entry, service: &mut dyn Service) -> Result<Vec<Guid>, Failure> {
    let mut found = Vec::new();
    // The call that makes the job is written down before it is made.
    if entry.reached == 0 {
        return Ok(found);
    }
    let is_later = |status: &Status| {
        let passed = |times: Times| times.creation.duration_since(entry.written);
        status
            .times
            .is_some_and(|times| passed(times).is_ok_and(|passed| passed > SLOW))
    };
    for guid in service.jobs(Owner::Me)? {
        if entry.intent.others.contains(&guid) {
            continue;
        }
        let is_untouched = living(&guid, service)?.is_some_and(|status| {
            status.display_name == entry.intent.display_name
                && status.state == State::Suspended
                && status.files_total == 0
                && !is_later(&status)
        });
        if is_untouched {
            found.push(guid);
        }
    }
    Ok(found)
}

/// Names are compared in any upper and lower case.
fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// Whether a name fits a pattern of PowerShell: `*`, `?`, `[a-z]`, a backtick before what stands for itself.
///
/// All ways to read the name are followed together, so that no pattern takes longer than its length times that of the name.
fn fits(pattern: &[char], name: &[char]) -> bool {
    // How much of the name what was read of the pattern can stand for.
    let mut ends = vec![false; name.len().saturating_add(1)];
    if let Some(nothing) = ends.first_mut() {
        *nothing = true;
    }
    let mut rest = pattern;
    while ends.contains(&true) {
        rest = match rest {
            [] => return ends.last() == Some(&true),
            ['*', behind @ ..] if behind.first() == Some(&'*') => behind,
            ['*', behind @ ..] => {
                let mut is_reached = false;
                for end in &mut ends {
                    is_reached |= *end;
                    *end = is_reached;
                }
                behind
            }
            ['?', behind @ ..] => {
                take(&mut ends, name, |_| true);
                behind
            }
            ['[', behind @ ..] => {
                let Some(end) = behind.iter().position(|c| *c == ']') else {
                    return false;
                };
                let (set, behind) = behind.split_at(end);
                take(&mut ends, name, |c| in_set(set, c));
                behind.get(1..).unwrap_or_default()
            }
            ['`', literal, behind @ ..] | [literal, behind @ ..] => {
                take(&mut ends, name, |c| c == *literal);
                behind
            }
        };
    }
    false
}

/// One character more of the name, where it is one of these.
fn take(ends: &mut [bool], name: &[char], is: impl Fn(char) -> bool) {
    let mut was_end = false;
    for (number, end) in ends.iter_mut().enumerate() {
        let before = number.checked_sub(1).and_then(|number| name.get(number));
        let reached = was_end && before.is_some_and(|c| is(*c));
        was_end = std::mem::replace(end, reached);
    }
}

fn in_set(set: &[char], c: char) -> bool {
    let mut rest = set;
    loop {
        rest = match rest {
            [] => return false,
            [from, '-', to, ..] if (*from..=*to).contains(&c) => return true,
            [_, '-', _, rest @ ..] => rest,
            [one, ..] if *one == c => return true,
            [_, rest @ ..] => rest,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_powershell() {
        for (pattern, name, is_fit) in [
            ("*", "", true),
            ("*", "anything", true),
            ("night*", "nightly", true),
            ("night*", "tonight", false),
            ("?ob", "job", true),
            ("?ob", "ob", false),
            ("[a-j]ob", "job", true),
            ("[a-i]ob", "job", false),
            ("`*", "*", true),
            ("`*", "x", false),
            ("a*b*c", "a--b--c", true),
            ("[", "[", false),
            ("a[", "a", false),
            ("*[b-d]?", "abcde", true),
            ("*[b-d]", "abcde", false),
            ("[]a", "a", false),
            ("[a-]", "-", true),
            ("`", "`", true),
            ("**b", "ab", true),
            ("a?", "a", false),
        ] {
            let chars = |text: &str| text.chars().collect::<Vec<char>>();
            assert_eq!(fits(&chars(pattern), &chars(name)), is_fit, "{pattern} {name}");
        }
    }
}
