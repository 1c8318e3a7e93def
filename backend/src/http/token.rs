//! What only this run of the service knows: its token, and the nonces of plans.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use bitsmith_core::value::Guid;
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

/// The nonces that were given out and not used.
#[derive(Default)]
pub(super) struct Nonces(VecDeque<Open>);

/// A plan that was shown.
struct Open {
    nonce: Token,
    digest: String,
    /// The jobs that it was shown with.
    jobs: Vec<Guid>,
    since: Instant,
}

impl Nonces {
    /// A nonce for a plan.
    pub(super) fn issue(&mut self, digest: &str, jobs: Vec<Guid>, now: Instant) -> io::Result<String> {
        self.0.retain(|open| now.duration_since(open.since) < PLAN_LIFE);
        while self.0.len() >= OPEN_PLANS {
            self.0.pop_front();
        }
        let nonce = Token::random()?;
        let text = nonce.reveal().to_owned();
        self.0.push_back(Open {
            nonce,
            digest: digest.to_owned(),
            jobs,
            since: now,
        });
        Ok(text)
    }

    /// Takes a nonce back: the jobs that its plan was shown with, if it was given out for this plan and not used since.
    pub(super) fn redeem(&mut self, nonce: &str, digest: &str, now: Instant) -> Option<Vec<Guid>> {
        let at = self.0.iter().position(|open| open.nonce.is(nonce))?;
        let open = self.0.remove(at)?;
        (open.digest == digest && now.duration_since(open.since) < PLAN_LIFE).then_some(open.jobs)
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
        let nonce = nonces.issue("A", Vec::new(), start).unwrap();
        assert!(nonces.redeem("", "A", start).is_none());
        assert!(nonces.redeem(&nonce, "B", start).is_none(), "another plan");
        assert!(
            nonces.redeem(&nonce, "A", start).is_none(),
            "it is used up by the attempt"
        );
        let nonce = nonces.issue("A", Vec::new(), start).unwrap();
        assert!(nonces.redeem(&nonce, "A", start).is_some());
        assert!(nonces.redeem(&nonce, "A", start).is_none());
        let nonce = nonces.issue("A", Vec::new(), start).unwrap();
        assert!(nonces.redeem(&nonce, "A", start + PLAN_LIFE).is_none());
    }

    #[test]
    fn nonces_of_ten_thousand_plans_take_no_more_room_than_256() {
        let mut nonces = Nonces::default();
        let start = Instant::now();
        let first = nonces.issue("A", Vec::new(), start).unwrap();
        for _ in 0..10_000 {
            nonces.issue("A", Vec::new(), start).unwrap();
        }
        assert_eq!(nonces.len(), OPEN_PLANS);
        assert!(nonces.redeem(&first, "A", start).is_none());
    }
}
