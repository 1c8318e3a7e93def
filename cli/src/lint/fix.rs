//! Fixes applied to a text, and the difference that they make.

use super::file::hash;
use super::findings::findings;
use super::judge::{Judge, Said};
use crate::encoding::Encoding;
use bitsmith_core::parse::found::{Found, Replacement};
use bitsmith_core::parse::hidden::{Secrets, masked_with};
use bitsmith_core::profile::Profile;
use similar::TextDiff;
use std::collections::BTreeSet;

/// More rounds than a text takes in which each fix mends something.
const ROUNDS: usize = 100;

/// A text after its fixes.
pub(crate) struct Fixed {
    pub(super) text: String,
    /// What is still to be said of it.
    pub(super) said: Said,
}

/// The text with all safe fixes; `None` where there is none. Of fixes that overlap one is applied a round, and the
/// others are looked for again. `said` is what is to be said of the text as it is.
pub(super) fn fixed(
    name: &str,
    text: &str,
    said: &Said,
    encoding: Encoding,
    judge: &dyn Judge,
    profile: &Profile,
) -> Option<Fixed> {
    let mut next = round(text, &said.found, encoding, judge);
    if next == text {
        return None;
    }
    let mut seen = BTreeSet::from([hash(text.as_bytes()), hash(next.as_bytes())]);
    loop {
        let said = findings(name, &next, judge, profile);
        let more = round(&next, &said.found, encoding, judge);
        // A fix that undoes another would go on for ever.
        if seen.len() > ROUNDS || !seen.insert(hash(more.as_bytes())) {
            return Some(Fixed { text: next, said });
        }
        next = more;
    }
}

/// The text with the fixes that do not overlap.
fn round(text: &str, found: &[Found], encoding: Encoding, judge: &dyn Judge) -> String {
    let mut fixes: Vec<&Replacement> = found
        .iter()
        .filter(|found| judge.is_safe(found))
        .filter_map(|found| found.fix.as_ref())
        .filter(|fix| text.get(fix.span.range()).is_some() && encoding.encode(&fix.text).is_some())
        .collect();
    fixes.sort_by_key(|fix| (fix.span.start, fix.span.end));
    let line_end = match text.split_once('\n') {
        Some((first, _)) if first.ends_with('\r') => "\r\n",
        _ => "\n",
    };
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let mut last = None;
    for fix in fixes {
        let span = fix.span;
        if span.start < done || last == Some(span.start) {
            continue;
        }
        out.push_str(&text[done..span.start]);
        out.push_str(&fix.text.replace("\r\n", "\n").replace('\n', line_end));
        done = span.end;
        last = Some(span.start);
    }
    out.push_str(&text[done..]);
    out
}

/// The unified difference of two texts, with asterisks for what looks like a secret or is one of these.
pub(super) fn difference(name: &str, old: &str, new: &str, secrets: &Secrets) -> String {
    let (old, new) = (masked_with(old, secrets), masked_with(new, secrets));
    let difference = TextDiff::from_lines(old.as_str(), new.as_str());
    difference
        .unified_diff()
        .context_radius(3)
        .header(name, name)
        .to_string()
}
