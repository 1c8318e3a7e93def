//! The names of bitsadmin's verbs, and where a password stands behind them.
//!
//! The compiler makes it from [`VERBS`], so that a program that only hides passwords does not carry the catalog of verbs.

use super::bitsadmin::{VERBS, Verb};

/// A verb by what hides its password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spoken {
    /// The verb, with its slash, in upper case.
    name: &'static str,
    /// The place of its password among the arguments that have one, counted from 0.
    pub secret_place: Option<usize>,
    /// The place behind all its arguments, where a word too many may be a password.
    pub surplus_place: Option<usize>,
}

/// The verbs that stand for themselves.
const SPOKEN: [Spoken; count()] = spoken();

/// The verb of that name that stands for itself, in any case.
///
/// ```
/// use bitsmith_core::command::spoken::spoken_verb;
/// assert_eq!(spoken_verb("/setCredentials").and_then(|verb| verb.secret_place), Some(4));
/// assert_eq!(spoken_verb("/resume").map(|verb| verb.secret_place), Some(None));
/// ```
pub fn spoken_verb(word: &str) -> Option<Spoken> {
    SPOKEN
        .iter()
        .find(|verb| verb.name.eq_ignore_ascii_case(word))
        .copied()
}

const fn count() -> usize {
    let mut verbs = VERBS;
    let mut count: usize = 0;
    while let [verb, rest @ ..] = verbs {
        if verb.under.is_none() {
            count = count.saturating_add(1);
        }
        verbs = rest;
    }
    count
}

#[expect(
    clippy::indexing_slicing,
    reason = "the compiler runs it, and refuses what is out of bounds"
)]
const fn spoken() -> [Spoken; count()] {
    let mut out = [Spoken {
        name: "",
        secret_place: None,
        surplus_place: None,
    }; count()];
    let mut verbs = VERBS;
    let mut at: usize = 0;
    while let [verb, rest @ ..] = verbs {
        if verb.under.is_none() {
            out[at] = Spoken {
                name: verb.name,
                secret_place: verb.secret_place(),
                surplus_place: surplus_place(verb),
            };
            at = at.saturating_add(1);
        }
        verbs = rest;
    }
    out
}

/// How many words a verb takes that says how to sign in.
const fn surplus_place(verb: &Verb) -> Option<usize> {
    if verb.secret_place().is_none() && !verb.takes_no_password() {
        return None;
    }
    let mut arguments = verb.arguments;
    let mut count: usize = 0;
    while let [argument, rest @ ..] = arguments {
        if argument.switch.is_none() {
            count = count.saturating_add(1);
        }
        arguments = rest;
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::bitsadmin::verb;

    #[test]
    fn the_verbs_are_those_of_the_catalog() {
        for one in &SPOKEN {
            let verb = verb(one.name).expect("a verb");
            assert_eq!(verb.secret_place(), one.secret_place, "{}", one.name);
            let takes_any = verb.secret_place().is_some() || verb.takes_no_password();
            let surplus = takes_any.then(|| verb.placed().count());
            assert_eq!(surplus, one.surplus_place, "{}", one.name);
        }
        let of_themselves = VERBS.iter().filter(|verb| verb.under.is_none());
        assert_eq!(of_themselves.count(), SPOKEN.len());
        assert!(SPOKEN.iter().any(|verb| verb.secret_place.is_some()));
    }
}
