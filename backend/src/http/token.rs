//! What only this run of the service knows: its token, and the nonces of plans.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// 32 random bytes as hexadecimal digits.
pub(super) struct Token(Zeroizing<String>);

impl Token {
    /// A new one.
    pub(super) fn random() -> io::Result<Token> {
        let mut bytes = Zeroizing::new([0u8; 32]);
        getrandom::fill(&mut *bytes).map_err(io::Error::other)?;
        Ok(Token(Zeroizing::new(
            bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        )))
    }

    /// The characters, for the page and for an answer.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether it is this one; takes as long for every text of its length.
    pub(super) fn is(&self, other: &str) -> bool {
        self.0.as_bytes().ct_eq(other.as_bytes()).into()
    }
}

/// The token that a request carries: one `Authorization: Bearer` and nothing else.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(AUTHORIZATION).iter();
    let (Some(one), None) = (all.next(), all.next()) else {
        return None;
    };
    let (scheme, token) = one.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

/// How many wrong tokens are heard in a window of time.
const TRIES: usize = 10;
/// The window.
const WINDOW: Duration = Duration::from_secs(60);

/// When wrong tokens came.
#[derive(Debug, Default)]
pub(super) struct Tries(VecDeque<Instant>);

impl Tries {
    /// How long nobody is heard any more, if so.
    pub(super) fn locked(&mut self, now: Instant) -> Option<Duration> {
        while self
            .0
            .front()
            .is_some_and(|first| now.duration_since(*first) >= WINDOW)
        {
            self.0.pop_front();
        }
        let first = self.0.front()?;
        (self.0.len() >= TRIES).then(|| WINDOW - now.duration_since(*first))
    }

    /// Another one.
    pub(super) fn count(&mut self, now: Instant) {
        self.0.push_back(now);
    }
}

/// How many plans can be open at a time; the oldest give way.
const OPEN_PLANS: usize = 256;
/// How long a plan can be applied.
const PLAN_LIFE: Duration = Duration::from_secs(600);

/// The nonces that were given out and not used, with the digest of their plan.
#[derive(Default)]
pub(super) struct Nonces(VecDeque<(Token, String, Instant)>);

impl Nonces {
    /// A nonce for a plan.
    pub(super) fn issue(&mut self, digest: &str, now: Instant) -> io::Result<String> {
        self.0
            .retain(|(_, _, since)| now.duration_since(*since) < PLAN_LIFE);
        while self.0.len() >= OPEN_PLANS {
            self.0.pop_front();
        }
        let nonce = Token::random()?;
        let text = nonce.reveal().to_owned();
        self.0.push_back((nonce, digest.to_owned(), now));
        Ok(text)
    }

    /// Takes a nonce back: whether it was given out for this plan and not used since.
    pub(super) fn redeem(&mut self, nonce: &str, digest: &str, now: Instant) -> bool {
        let Some(at) = self.0.iter().position(|(known, _, _)| known.is(nonce)) else {
            return false;
        };
        self.0
            .remove(at)
            .is_some_and(|(_, of, since)| of == digest && now.duration_since(since) < PLAN_LIFE)
    }

    /// How many are open.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_32_bytes_and_never_the_same() {
        let (one, other) = (Token::random().unwrap(), Token::random().unwrap());
        assert_eq!(one.reveal().len(), 64);
        assert!(one.is(one.reveal()));
        assert!(!one.is(other.reveal()) && !one.is("") && !one.is(&one.reveal()[..63]));
    }

    #[test]
    fn the_eleventh_wrong_token_of_a_minute_is_not_heard() {
        let mut tries = Tries::default();
        let start = Instant::now();
        for _ in 0..10 {
            assert_eq!(tries.locked(start), None);
            tries.count(start);
        }
        assert_eq!(
            tries.locked(start + Duration::from_secs(20)),
            Some(Duration::from_secs(40))
        );
        assert_eq!(tries.locked(start + Duration::from_secs(60)), None);
    }

    #[test]
    fn a_nonce_is_good_once_for_its_plan_and_not_for_ever() {
        let mut nonces = Nonces::default();
        let start = Instant::now();
        let nonce = nonces.issue("A", start).unwrap();
        assert!(!nonces.redeem("", "A", start));
        assert!(!nonces.redeem(&nonce, "B", start), "another plan");
        assert!(!nonces.redeem(&nonce, "A", start), "it is used up by the attempt");
        let nonce = nonces.issue("A", start).unwrap();
        assert!(nonces.redeem(&nonce, "A", start));
        assert!(!nonces.redeem(&nonce, "A", start));
        let nonce = nonces.issue("A", start).unwrap();
        assert!(!nonces.redeem(&nonce, "A", start + PLAN_LIFE));
    }

    #[test]
    fn nonces_of_ten_thousand_plans_take_no_more_room_than_256() {
        let mut nonces = Nonces::default();
        let start = Instant::now();
        let first = nonces.issue("A", start).unwrap();
        for _ in 0..10_000 {
            nonces.issue("A", start).unwrap();
        }
        assert_eq!(nonces.len(), OPEN_PLANS);
        assert!(!nonces.redeem(&first, "A", start));
    }
}
