//! Texts that are secrets by their shape, whatever stands before them.

use super::{Atom, position};

/// What the tokens of well-known services begin with.
const PREFIXES: &[&str] = &[
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xoxa-",
    "xoxb-",
    "xoxe-",
    "xoxp-",
    "sk_live_",
    "rk_live_",
];

const fn is_token_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// Where a token stands: a JSON Web Token, or one with the prefix of a well-known service.
pub(super) fn find(atoms: &[Atom<'_>]) -> Option<(usize, usize)> {
    let mut start = 0;
    loop {
        start = position(atoms, start, is_token_character)?;
        let end = run(atoms, start, |c| is_token_character(c) || c == '.');
        let text: String = super::characters(atoms.get(start..end).unwrap_or_default());
        if is_web_token(&text) || has_prefix(&text) {
            return Some((start, end));
        }
        start = end;
    }
}

/// Whether a token stands in a text, as [`find`] finds it.
pub(super) fn stands_in(text: &str) -> bool {
    text.split(|c| !is_token_character(c) && c != '.')
        .map(|run| run.trim_start_matches('.'))
        .any(|run| is_web_token(run) || has_prefix(run))
}

/// The end of a run of characters.
pub(super) fn run(atoms: &[Atom<'_>], start: usize, what: impl Fn(char) -> bool) -> usize {
    let rest = atoms.get(start..).unwrap_or_default();
    let length = rest.iter().take_while(|atom| atom.is(&what)).count();
    start.saturating_add(length)
}

/// `eyJ….….…`: three parts in Base64, of which the first is a JSON object. RFC 7519.
fn is_web_token(text: &str) -> bool {
    let mut parts = text.split('.');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(header), Some(payload), Some(_signature), None) => {
            header.starts_with("eyJ") && header.len() >= 12 && payload.len() >= 12
        }
        _ => false,
    }
}

fn has_prefix(text: &str) -> bool {
    PREFIXES.iter().any(|prefix| {
        text.strip_prefix(prefix)
            .is_some_and(|rest| rest.len() >= 16 && !rest.contains('.'))
    })
}

/// Whether nobody chose the characters: long, and between letters and digits again and again. Names of files have a
/// point, words and versions few changes.
pub(super) fn is_random(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_+=~%".contains(c);
    if text.len() < 16 || !text.chars().all(is_plain) {
        return false;
    }
    let kind = |c: char| c.is_ascii_alphanumeric().then_some(c.is_ascii_digit());
    let changes = text
        .chars()
        .zip(text.chars().skip(1))
        .filter(|(a, b)| kind(*a).zip(kind(*b)).is_some_and(|(a, b)| a != b))
        .count();
    changes >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_chose_is_random() {
        for (text, random) in [
            ("a8f5f167f44f4964e6c998dee827110c", true),
            ("6f1c2f0e-9d7b-4a55-8a1c-5b0d4d1f9c11", true),
            ("Zm9vYmFyMTIzNDU2Nzg5MA", true),
            ("setup-release-2024-version", false),
            ("Windows10-Build19041-Update", false),
            ("0123456789012345", false),
            ("setup-1a2b3c4d5e6f.zip", false),
            ("a1b2c3", false),
            ("", false),
        ] {
            assert_eq!(is_random(text), random, "{text}");
        }
    }
}
