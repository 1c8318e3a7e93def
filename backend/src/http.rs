//! The local service: the page, and an interface for it, on this machine only.
//!
//! It listens on loopback, answers requests for its own host that come from its own page or carry its token, and does
//! what was allowed when it was started. A request is read in this order: the head in bounds and with one meaning
//! (`head`), its origin and token (`guard`), its body (`body`), what it asks for (`api`).

mod answer;
mod head;
mod token;
mod audit;
mod windows_path;
mod allowed;
mod page;
mod workshop;
mod state;
mod guard;
mod body;
mod address;
mod openapi;
mod judge;
mod plan;
mod apply;
mod jobs;
mod events;
mod script;
mod api;
mod connection;

pub use allowed::{Follow, Lists, follow};
pub use answer::POLICY;
pub use audit::Audit;
pub use openapi::document as openapi;
pub use page::Page;
pub use workshop::{Connect, Reach, Workshop};

use crate::apply::{Disk, ThisDisk};
use allowed::Allowed;
use state::Shared;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Instant;
use token::Token;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// The machine that jobs are for.
pub struct Machine {
    /// How links are followed.
    pub follow: Follow,
    /// Its environment variables.
    pub environment: fn(&str) -> Option<String>,
    /// Its files.
    pub disk: Box<dyn Disk + Send + Sync>,
}

impl Machine {
    /// This one.
    pub fn this() -> Machine {
        Machine {
            follow,
            environment: |name| std::env::var(name).ok(),
            disk: Box::new(ThisDisk),
        }
    }
}

/// Whether the program runs with the rights of an administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elevation {
    /// It does not.
    Plain,
    /// It does.
    Elevated,
    /// It does, and the person who started it has said that this is meant.
    Allowed,
}

/// How the service is started.
pub struct Options {
    /// The port; 0 is one that is free.
    pub port: u16,
    /// What may be written, read and started.
    pub lists: Lists,
    /// The machine.
    pub machine: Machine,
    /// Which jobs can be acted on.
    pub reach: Reach,
    /// How BITS and the journal are reached. Where there is none, the service only plans.
    pub connect: Connect,
    /// Whether the program is elevated.
    pub elevation: Elevation,
    /// The page.
    pub page: Page,
    /// Where audit lines go.
    pub audit: Audit,
}

/// Why the service did not start.
#[derive(Debug)]
pub enum StartError {
    /// The program is elevated.
    Elevated,
    /// Something cannot be allowed.
    Lists(String),
    /// The port cannot be had, or the system has no random numbers.
    Io(io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StartError::Elevated => f.write_str(
                "The service does not run elevated: whatever reaches it would act as administrator. \
                 Start it as a plain user, or say --allow-elevated.",
            ),
            StartError::Lists(message) => f.write_str(message),
            StartError::Io(error) => write!(
                f,
                "The service cannot listen: {error}. Name another port with --port."
            ),
        }
    }
}

impl std::error::Error for StartError {}

/// A service that listens.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Server {
    /// Listens on loopback.
    pub async fn bind(options: Options) -> Result<Server, StartError> {
        if options.elevation == Elevation::Elevated {
            return Err(StartError::Elevated);
        }
        let machine = &options.machine;
        let allowed =
            Allowed::new(&options.lists, machine.follow, &*machine.disk).map_err(StartError::Lists)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))
            .await
            .map_err(StartError::Io)?;
        let address = listener.local_addr().map_err(StartError::Io)?;
        let port = address.port();
        let shared = Shared {
            hosts: ["127.0.0.1", "localhost", "[::1]"]
                .iter()
                .map(|name| format!("{name}:{port}"))
                .collect(),
            token: Token::random().map_err(StartError::Io)?,
            page: options.page,
            audit: options.audit,
            allowed,
            tries: Default::default(),
            nonces: Default::default(),
            machine: options.machine,
            reach: options.reach,
            workshop: (options.connect)().map(Mutex::new),
            connect: options.connect,
            watchers: Arc::new(Semaphore::new(events::WATCHERS)),
            seen: Default::default(),
            start: Instant::now(),
        };
        Ok(Server {
            listener,
            address,
            shared: Arc::new(shared),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until the caller lets go of it.
    pub async fn run(self) {
        let app = api::router(self.shared.clone());
        connection::accept(self.listener, app, self.shared).await;
    }
}
