//! The local service in front of a BITS that is not one, for tests that ask it from outside: prints its address and its token,
//! and runs until its standard input ends.

use bitsmith_backend::apply::Disk;
use bitsmith_backend::http::{Elevation, Lists, Machine, Options, Page, Reach, Server, Workshop};
use bitsmith_backend::journal::Journal;
use bitsmith_backend::scripted::{Course, Scripted};
use bitsmith_core::catalog::SettingId;
use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::Path;

/// Everything is there as it is named, and no file is.
struct NoFiles;

impl Disk for NoFiles {
    fn has(&self, _: &str) -> bool {
        false
    }

    fn has_folder(&self, _: &str) -> bool {
        true
    }

    fn make_folder(&self, _: &str) -> io::Result<()> {
        Ok(())
    }
}

fn follow(name: &str) -> io::Result<String> {
    if name.contains('.') {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok(name.to_owned())
}

/// The page in the folder that is named, or a page with nothing on it.
fn page(name: &str) -> Option<Cow<'static, [u8]>> {
    match std::env::args().nth(1) {
        Some(folder) => std::fs::read(Path::new(&folder).join(name)).ok().map(Cow::Owned),
        None => (name == "index.html").then_some(Cow::Borrowed(b"<meta charset=\"utf-8\">")),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let journal = std::env::temp_dir().join(format!("bitsmith-scripted-{}", std::process::id()));
    // Half a file takes five looks, and one setting is taken and not kept.
    let bits = Scripted::new()
        .taking(Course::Steps([vec![0], vec![100; 20]].concat()))
        .ignoring(SettingId::MinimumRetryDelay);
    let options = Options {
        port: 0,
        lists: Lists {
            destinations: vec![r"C:\Users\Ann\Downloads".to_owned()],
            ..Lists::default()
        },
        machine: Machine {
            follow,
            environment: |name| (name == "USERPROFILE").then(|| r"C:\Users\Ann".to_owned()),
            disk: Box::new(NoFiles),
        },
        reach: Reach::Journal,
        connect: {
            let journal = journal.clone();
            Box::new(move || {
                Ok(Workshop {
                    service: Box::new(bits.clone()),
                    journal: Journal::open(&journal).map_err(|error| error.to_string())?,
                })
            })
        },
        elevation: Elevation::Plain,
        page: Page(page),
        audit: Box::new(|_| {}),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let server = runtime.block_on(Server::bind(options))?;
    let address = server.address();
    runtime.spawn(server.run());
    println!("http://{address}/ {}", token(address)?);
    io::copy(&mut io::stdin(), &mut io::sink())?;
    std::fs::remove_dir_all(&journal)?;
    Ok(())
}

/// The token, as the page has it.
fn token(address: std::net::SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let token = answer
        .split_once("bitsmith-service\" content=\"")
        .and_then(|(_, rest)| rest.split('"').next());
    token
        .map(str::to_owned)
        .ok_or_else(|| io::Error::other("no token in the page"))
}
