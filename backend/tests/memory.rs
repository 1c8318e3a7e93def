//! How much the service keeps of what it was asked.
#![cfg(target_os = "linux")]

#[path = "service/server.rs"]
#[expect(dead_code, reason = "the other tests of the service need the rest of it")]
mod server;

use server::{DOCUMENT, Service, at_once};
use std::fs;

/// What this process has in memory, in bytes.
fn resident() -> u64 {
    let pages = fs::read_to_string("/proc/self/statm").unwrap();
    let pages: u64 = pages.split(' ').nth(1).unwrap().parse().unwrap();
    pages * 4096
}

fn plan(service: &Service, times: usize) {
    let body = format!("{{ \"document\": {DOCUMENT} }}");
    let statuses = at_once(4, |_| {
        (0..times / 4).all(|_| service.post("/api/plan", &body).status == 200)
    });
    assert!(statuses.iter().all(|all| *all));
}

#[test]
fn ten_thousand_plans_leave_nothing_behind() {
    let service = Service::start();
    plan(&service, 1_000);
    let before = resident();
    plan(&service, 10_000);
    let grown = resident().saturating_sub(before);
    // The audit lines that the test itself keeps are a hundred bytes each.
    assert!(grown < 4 * 1024 * 1024, "{grown} bytes more");
}
