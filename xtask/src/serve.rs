//! Serving the page while it is worked on.
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, ExitCode};
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
    command::run(&mut trunk)?;
    Ok(ExitCode::SUCCESS)
}

/// Serves the page on a free port, asks for it and for the parts that it names, and stops.
pub(crate) fn try_out() -> Result<()> {
    let port = free_port()?;
    let mut trunk = trunk(port)?;
    let server = Server(trunk.spawn().context("cannot run Trunk")?);
    let html = first_answer(server, port)?;
    println!(
        "served a page of {} bytes, its script, its module and its reader",
        html.len()
    );
    Ok(())
}

/// A server that ends with the check that started it.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself: then there is nothing to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits for the page, then asks for its parts.
fn first_answer(mut server: Server, port: u16) -> Result<String> {
    let start = Instant::now();
    let html = loop {
        if let Some(status) = server.0.try_wait()? {
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
}
