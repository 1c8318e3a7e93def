//! Progress as it comes: a line of JSON each time something has changed, until nothing moves any more.

use super::answer::Refusal;
use super::api::apart;
use super::connection::STREAM_LIFE;
use super::jobs::shown_jobs;
use super::state::Shared;
use crate::monitor::Watcher;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::http::{Response, StatusCode};
use bitsmith_core::value::Guid;
use futures_core::Stream;
use http_body_util::StreamBody;
use hyper::body::Frame;
use serde_json::{Value, json};
use std::collections::BTreeMap;
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
    let start = Instant::now();
    let (first, mut watchers) = looked_at(&shared, Watchers::new(), start.elapsed()).await?;
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
            let Ok((now, seen)) = looked_at(&shared, watchers, start.elapsed()).await else {
                break;
            };
            watchers = seen;
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

/// What was seen of the jobs so far.
type Watchers = BTreeMap<Guid, Watcher>;

/// The jobs, with their speed and how long they still take where that can be said.
async fn looked_at(
    shared: &Arc<Shared>,
    mut watchers: Watchers,
    now: Duration,
) -> Result<(Vec<Value>, Watchers), Refusal> {
    if shared.workshop.is_err() {
        return Ok((Vec::new(), watchers));
    }
    let shared = shared.clone();
    apart(move || {
        let mut jobs = Vec::new();
        for (guid, status, mut job) in shown_jobs(&shared)? {
            let progress = watchers.entry(guid).or_default().see(now, status);
            if let Some(speed) = progress.speed {
                job["speed"] = json!(speed);
            }
            if let Some(remaining) = progress.remaining {
                job["remaining"] = json!(remaining.as_secs());
            }
            jobs.push(job);
        }
        Ok((jobs, watchers))
    })
    .await
}

fn line(jobs: &[Value]) -> Bytes {
    Bytes::from(format!("{}\n", json!({ "jobs": jobs })))
}

fn moves(jobs: &[Value]) -> bool {
    jobs.iter().any(|job| job["moves"] == true)
}
