//! Serving the page while it is worked on.
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, ExitCode, ExitStatus};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::{command, need, page, tools, workspace};

const USUAL_PORT: u16 = 8080;

/// How long a first build may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(900);

/// Gets what is missing, then runs `trunk serve` until it is stopped.
pub(crate) fn serve(port: Option<&str>) -> Result<ExitCode> {
    need::provide(&need::SERVE)?;
    let port = match port {
        Some(text) => {
            let port: u16 = text.parse().with_context(|| format!("`{text}` is not a port"))?;
            ensure!(is_free(port), "port {port} is in use; name another with --port");
            port
        }
        None if is_free(USUAL_PORT) => USUAL_PORT,
        None => free_port()?,
    };
    let mut trunk = trunk(port)?;
    println!("The page: http://127.0.0.1:{port}/ (the first build takes a minute; Ctrl+C ends it)");
    let server = Server::start(&mut trunk)?;
    loop {
        if let Some(status) = server.ended()? {
            ensure!(status.success(), "`{}` failed ({status})", command::text(&trunk));
            return Ok(ExitCode::SUCCESS);
        }
        thread::sleep(Duration::from_millis(300));
    }
}

/// Serves the page on a free port, asks for it and for the parts that it names, and stops.
pub(crate) fn try_out() -> Result<()> {
    let port = free_port()?;
    let mut trunk = trunk(port)?;
    let server = Server::start(&mut trunk)?;
    let html = first_answer(&server, port)?;
    println!(
        "served a page of {} bytes, its script, its module and its reader",
        html.len()
    );
    Ok(())
}

/// The process of the server that runs now, where it can be ended when a signal comes.
static RUNNING: Mutex<Option<Child>> = Mutex::new(None);

/// A server, one at a time. It ends when it is dropped, and when this program is asked to end.
struct Server;

impl Server {
    fn start(command: &mut Command) -> Result<Server> {
        static HANDLER: OnceLock<Result<(), ctrlc::Error>> = OnceLock::new();
        let handled = HANDLER.get_or_init(|| {
            ctrlc::set_handler(|| {
                Server::stop();
                std::process::exit(130);
            })
        });
        if let Err(error) = handled {
            bail!("cannot wait for signals: {error}");
        }
        // A signal that comes meanwhile waits for the process.
        let mut running = Server::running();
        let child = command.spawn();
        *running = Some(child.with_context(|| format!("cannot run `{}`", command::text(command)))?);
        Ok(Server)
    }

    fn running() -> MutexGuard<'static, Option<Child>> {
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How it ended, where it ended by itself.
    fn ended(&self) -> Result<Option<ExitStatus>> {
        match Server::running().as_mut() {
            Some(child) => Ok(child.try_wait()?),
            None => Ok(None),
        }
    }

    fn stop() {
        if let Some(mut child) = Server::running().take() {
            // It may have ended by itself: then there is nothing to end.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        Server::stop();
    }
}

/// Waits for the page, then asks for its parts.
fn first_answer(server: &Server, port: u16) -> Result<String> {
    let start = Instant::now();
    let html = loop {
        if let Some(status) = server.ended()? {
            bail!("`trunk serve` ended ({status})");
        }
        match get(port, "/") {
            Ok(html) => break html,
            Err(error) if start.elapsed() > PATIENCE => return Err(error.context("the page never came")),
            Err(_) => thread::sleep(Duration::from_millis(300)),
        }
    };
    for name in ["page-module", "page-wasm", "reader-module", "reader-wasm"] {
        let part = named(&html, name).with_context(|| format!("the page names no {name}"))?;
        get(port, &format!("/{}", part.trim_start_matches(['.', '/'])))?;
    }
    Ok(html)
}

/// The content of a `meta` element.
fn named<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = html.split_once(&format!("<meta name=\"{name}\" content=\""))?;
    rest.split('"').next()
}

/// The body of an answer that is well.
fn get(port: u16, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").context("no HTTP answer")?;
    ensure!(
        head.starts_with("HTTP/1.1 200 "),
        "{path}: {}",
        head.lines().next().unwrap_or_default()
    );
    Ok(body.to_owned())
}

fn trunk(port: u16) -> Result<Command> {
    page::fetch()?;
    let mut trunk = Command::new("trunk");
    trunk
        // Offline, so that Trunk uses our tools and fetches none.
        .args([
            "serve",
            "--offline",
            "--address",
            "127.0.0.1",
            "--port",
            &port.to_string(),
        ])
        .current_dir(workspace::root())
        .env("PATH", tools::path()?)
        // Trunk reads it as an option of its own and wants `true` or `false`.
        .env_remove("NO_COLOR");
    Ok(trunk)
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn part_of_the_page_is_read_from_its_meta_element() {
        let html =
            "<meta name=\"page-module\" content=\"/a.js\"><meta name=\"page-wasm\" content=\"/a.wasm\">";
        assert_eq!(named(html, "page-wasm"), Some("/a.wasm"));
        assert_eq!(named(html, "page-style"), None);
    }

    /// Both sides of it: the program that serves is this test once more.
    #[cfg(unix)]
    #[test]
    fn server_ends_with_the_program_that_is_asked_to_end() {
        use super::Server;
        use std::io::{BufRead, BufReader};
        use std::process::{Command, Stdio};

        const SERVES: &str = "XTASK_TEST_SERVES";
        if std::env::var_os(SERVES).is_some() {
            let _server = Server::start(Command::new("sleep").arg("120")).unwrap();
            println!("\nserver {}", Server::running().as_ref().unwrap().id());
            std::thread::sleep(std::time::Duration::from_secs(120));
            return;
        }
        let kill = |signal: &str, id: &str| {
            let script = format!("kill -{signal} {id}");
            let status = Command::new("sh")
                .args(["-c", &script])
                .stderr(Stdio::null())
                .status();
            status.unwrap().success()
        };
        for signal in ["TERM", "INT"] {
            let mut program = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "--nocapture"])
                .arg("serve::tests::server_ends_with_the_program_that_is_asked_to_end")
                .env(SERVES, "1")
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
            let server = lines.find_map(|line| Some(line.unwrap().strip_prefix("server ")?.to_owned()));
            let server = server.unwrap();
            assert!(kill("0", &server), "{signal}: it runs");
            assert!(kill(signal, &program.id().to_string()));
            assert_eq!(program.wait().unwrap().code(), Some(130), "{signal}");
            assert!(!kill("0", &server), "{signal}: it has ended");
        }
    }
}
