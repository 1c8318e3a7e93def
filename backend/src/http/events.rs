//! Progress as it comes: a line of JSON each time something has changed, until nothing moves any more.

use super::answer::Refusal;
use super::api::apart;
use super::connection::STREAM_LIFE;
use super::jobs::shown_jobs;
use super::state::Shared;
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
            let Ok(now) = looked_at(&shared).await else { break };
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

async fn looked_at(shared: &Arc<Shared>) -> Result<Vec<Value>, Refusal> {
    if shared.workshop.is_err() {
        return Ok(Vec::new());
    }
    let shared = shared.clone();
    apart(move || shown_jobs(&shared)).await
}

fn line(jobs: &[Value]) -> Bytes {
    Bytes::from(format!("{}\n", json!({ "jobs": jobs })))
}

fn moves(jobs: &[Value]) -> bool {
    jobs.iter().any(|job| job["moves"] == true)
}
