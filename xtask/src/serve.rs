//! Serving the page while it is worked on.
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::{command, need, tools, workspace};

const USUAL_PORT: u16 = 8080;

/// Gets what is missing, then runs `trunk serve` until it is stopped.
pub(crate) fn serve(port: Option<&str>) -> Result<ExitCode> {
    need::provide(&need::SERVE)?;
    let port = match port {
        Some(text) => {
            let port: u16 = text.parse().with_context(|| format!("`{text}` is not a port"))?;
            if !is_free(port) {
                bail!("port {port} is in use; name another with --port");
            }
            port
        }
        None => usual_or_free_port()?,
    };
    // Trunk works offline, so that it uses our tools and fetches none; what Cargo needs is fetched first.
    command::run(
        command::cargo()
            .args([
                "fetch",
                "--quiet",
                "--locked",
                "--target",
                "wasm32-unknown-unknown",
            ])
            .current_dir(workspace::root()),
    )?;
    println!("The first build takes a minute. The page: http://127.0.0.1:{port}/   (Ctrl+C ends it)");
    command::run(
        Command::new("trunk")
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
            .env_remove("NO_COLOR"),
    )?;
    Ok(ExitCode::SUCCESS)
}

fn usual_or_free_port() -> Result<u16> {
    if is_free(USUAL_PORT) {
        return Ok(USUAL_PORT);
    }
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}
