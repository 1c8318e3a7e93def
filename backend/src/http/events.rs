//! Progress as it comes: a line of JSON each time something has changed, until nothing moves any more.

use super::answer::Refusal;
use super::api::apart;
use super::connection::STREAM_LIFE;
use super::jobs::shown_jobs;
use super::state::Shared;
use crate::monitor::{Progress, STUCK};
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::http::{Response, StatusCode};
use futures_core::Stream;
use http_body_util::StreamBody;
use hyper::body::Frame;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc::{self, Receiver};
use tokio::time::{Instant, sleep};

/// How often the jobs are looked at while somebody watches.
const POLL: Duration = Duration::from_secs(1);
/// How many may watch at a time.
pub(super) const WATCHERS: usize = 8;

/// The lines that were not read yet.
struct Lines(Receiver<Bytes>);

impl Stream for Lines {
    type Item = Result<Frame<Bytes>, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0
            .poll_recv(context)
            .map(|line| line.map(|line| Ok(Frame::data(line))))
    }
}

pub(super) async fn events(State(shared): State<Arc<Shared>>) -> Result<Response<Body>, Refusal> {
    let Ok(permit) = shared.watchers.clone().try_acquire_owned() else {
        return Err(Refusal::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too-many-watchers",
            format!("{WATCHERS} pages watch already."),
            "Close one of them.",
        ));
    };
    let first = looked_at(&shared).await?;
    let (sender, receiver) = mpsc::channel(2);
    tokio::spawn(async move {
        let end = Instant::now() + STREAM_LIFE;
        let mut jobs = first;
        // A reader that has gone ends it.
        let mut read = sender.send(line(&jobs)).await.is_ok();
        while read && Instant::now() < end && moves(&jobs) {
            tokio::select! {
                () = sleep(POLL) => {}
                () = sender.closed() => break,
            }
            let Ok(now) = looked_at(&shared).await else {
                break;
            };
            if now != jobs {
                jobs = now;
                read = sender.send(line(&jobs)).await.is_ok();
            }
        }
        drop(permit);
    });
    let mut response = Response::new(Body::new(StreamBody::new(Lines(receiver))));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    Ok(response)
}

/// The jobs, with what those who watched have seen of them.
async fn looked_at(shared: &Arc<Shared>) -> Result<Vec<Value>, Refusal> {
    if shared.workshop.is_err() {
        return Ok(Vec::new());
    }
    let shared = shared.clone();
    apart(move || {
        let jobs = shown_jobs(&shared)?;
        let mut seen = shared.seen();
        seen.retain(|guid, _| jobs.iter().any(|(other, ..)| other == guid));
        let told = jobs.into_iter().map(|(guid, status, mut job)| {
            let progress = seen.entry(guid).or_default().see(shared.start.elapsed(), status);
            tell(&mut job, &progress);
            job
        });
        Ok(told.collect())
    })
    .await
}

/// Its speed and how long it still takes, where that can be said, and whether it is stuck.
fn tell(job: &mut Value, progress: &Progress) {
    if let Some(speed) = progress.speed {
        job["speed"] = json!(speed);
    }
    if let Some(remaining) = progress.remaining {
        job["remaining"] = json!(remaining.as_secs());
    }
    if progress.is_stuck {
        let means = job["means"].as_str().unwrap_or_default();
        let minutes = STUCK.as_secs() / 60;
        job["means"] = json!(format!(
            "{means} It is stuck: no progress for {minutes} minutes. See whether the server can be reached, or cancel it."
        ));
    }
}

fn line(jobs: &[Value]) -> Bytes {
    Bytes::from(format!("{}\n", json!({ "jobs": jobs })))
}

fn moves(jobs: &[Value]) -> bool {
    jobs.iter().any(|job| job["moves"] == true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::monitor::Watcher;
    use crate::scripted::Scripted;
    use crate::service::{Service, State};
    use bitsmith_core::value::{Guid, JobType};

    #[test]
    fn a_job_without_headway_is_told_to_be_stuck_until_it_moves() {
        const GUID: &str = "{00000000-0000-0000-0000-00000000000A}";
        let mut bits = Scripted::new().with_job(GUID, "Nightly", JobType::Download);
        let guid = Guid::parse(GUID).unwrap();
        bits.put(&guid, State::Transferring, None);
        let status = bits.status(&guid).unwrap();
        let mut watcher = Watcher::default();
        let mut told = |minutes: u64, bytes: u64| {
            let mut status = status.clone();
            status.bytes_transferred = bytes;
            let mut job = json!({ "means": "It transfers." });
            tell(&mut job, &watcher.see(Duration::from_secs(minutes * 60), status));
            job["means"].as_str().unwrap_or_default().to_owned()
        };
        for (minutes, bytes, is_stuck) in [(0, 5, false), (14, 5, false), (15, 5, true), (16, 6, false)] {
            let means = told(minutes, bytes);
            assert!(means.starts_with("It transfers."), "{means}");
            assert_eq!(
                means.contains("no progress for 15 minutes"),
                is_stuck,
                "{minutes}: {means}"
            );
        }
    }
}
