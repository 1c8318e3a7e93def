//! Clients that take their time.

use crate::server::{Service, at_once, post_head, read_answer};
use std::io::Write;
use std::time::{Duration, Instant};

#[test]
fn half_a_head_and_half_a_body_are_given_up_after_ten_seconds() {
    let service = Service::start();
    let halves = [
        "GET /api/status HTTP/1.1\r\nHost: {host}\r\n".to_owned(),
        format!("{}{{", post_head("/api/plan", 100)),
    ];
    for (answer, took) in at_once(2, |number| {
        let start = Instant::now();
        let mut stream = service.connect();
        stream
            .write_all(service.filled(&halves[number]).as_bytes())
            .unwrap();
        (read_answer(&mut stream), start.elapsed())
    }) {
        assert_eq!(answer.status, 408, "{answer:?}");
        answer.assert_sealed("408");
        assert!((9..15).contains(&took.as_secs()), "{took:?}");
    }
}

#[test]
fn a_head_that_comes_byte_by_byte_is_given_up_too() {
    let service = Service::start();
    let start = Instant::now();
    let mut stream = service.connect();
    let mut writer = stream.try_clone().unwrap();
    std::thread::spawn(move || {
        for byte in b"GET / HTTP/1.1\r\nX: ".iter().chain(std::iter::repeat(&b'a')) {
            if writer.write_all(&[*byte]).is_err() || start.elapsed() > Duration::from_secs(20) {
                return;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    });
    assert_eq!(read_answer(&mut stream).status, 408);
    assert!(start.elapsed() < Duration::from_secs(15));
}

#[test]
fn fifty_slow_clients_keep_nobody_waiting() {
    let service = Service::start();
    let slow: Vec<_> = (0..50)
        .map(|number| {
            let mut stream = service.connect();
            let text = match number % 3 {
                0 => "GET /".to_owned(),
                1 => "GET / HTTP/1.1\r\nHost: {host}\r\n".to_owned(),
                _ => format!("{}{{", post_head("/api/plan", 1000)),
            };
            stream.write_all(service.filled(&text).as_bytes()).unwrap();
            stream
        })
        .collect();
    let slowest_of_forty = || {
        let times = (0..40).map(|_| {
            let start = Instant::now();
            assert_eq!(service.get("/api/status").status, 200);
            start.elapsed()
        });
        times.max().unwrap_or_default()
    };
    // A busy machine may stop the test itself for a moment, but not in each of five rounds.
    let mut rounds = Vec::new();
    let is_fast = (0..5).any(|_| {
        rounds.push(slowest_of_forty());
        rounds.last() < Some(&Duration::from_millis(100))
    });
    assert!(is_fast, "the slowest of forty, in each round: {rounds:?}");
    drop(slow);
}
