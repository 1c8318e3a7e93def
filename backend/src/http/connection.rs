//! Connections: one request each, in time, and an end that the client can read.

use super::address::Address;
use super::audit;
use super::head::{self, Rejected};
use super::state::Shared;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io::Cursor;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, join};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

/// How many connections there are at a time; others wait for their turn.
const CONNECTIONS: usize = 512;
/// How long a request may take in all, the answer included.
const LIFE: Duration = Duration::from_secs(60);
/// How long a stream of events may last; the page opens the next one.
pub(super) const STREAM_LIFE: Duration = Duration::from_secs(600);
/// How much of a body that nobody wants is read, so that the client sees the answer.
const LEFTOVER: u64 = 4 * 1024 * 1024;
/// For how long.
const LINGER: Duration = Duration::from_secs(2);

/// Takes connections for ever.
pub(super) async fn accept(listener: TcpListener, app: Router, shared: Arc<Shared>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(permit) = room.clone().acquire_owned().await else {
            return;
        };
        match listener.accept().await {
            Ok((stream, _)) => {
                let (app, shared) = (app.clone(), shared.clone());
                tokio::spawn(async move {
                    converse(stream, app, &shared).await;
                    drop(permit);
                });
            }
            // Out of handles: some come back.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn converse(mut stream: TcpStream, app: Router, shared: &Shared) {
    // Without it answers wait for each other; where it cannot be had they come later.
    let _ = stream.set_nodelay(true);
    let start = Instant::now();
    match head::read(&mut stream, &shared.hosts).await {
        Ok(head) => {
            let life = if head.path == Address::Events.path() {
                STREAM_LIFE + LIFE
            } else {
                LIFE
            };
            let (read, write) = stream.into_split();
            let io = TokioIo::new(join(Cursor::new(head.bytes).chain(read), write));
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .keep_alive(false)
                // Who sends no more may still wait for the answer, and what was asked for is done and in the audit.
                .half_close(true)
                .serve_connection(io, TowerToHyperService::new(app));
            // An error is a client that has gone, which nobody needs to be told.
            if let Ok(Ok(parts)) = timeout(life, connection.without_shutdown()).await {
                let (read, write) = parts.io.into_inner().into_inner();
                part(read, write).await;
            }
        }
        Err(Rejected::Silent) => {}
        Err(Rejected::Refused { refusal, line }) => {
            let status = refusal.status.as_u16();
            let (read, mut write) = stream.into_split();
            // A client that has gone does not read the answer.
            let _ = timeout(LINGER, write.write_all(&refusal.bytes())).await;
            (shared.audit)(&audit::line(
                SystemTime::now(),
                &line,
                shared.token.reveal(),
                status,
                start.elapsed(),
            ));
            part(read, write).await;
        }
    }
}

/// Ends a connection so that an answer to somebody who still sends is not lost.
async fn part(read: impl AsyncRead + Unpin, mut write: impl AsyncWrite + Unpin) {
    let leftover = async {
        write.shutdown().await?;
        tokio::io::copy(&mut read.take(LEFTOVER), &mut tokio::io::sink()).await
    };
    // Whatever comes of it, the connection is over.
    let _ = timeout(LINGER, leftover).await;
}
