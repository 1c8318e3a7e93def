//! The model for other processes: cmdlets of a real PowerShell and a stand-in for bitsadmin ask it over a loopback port.
//!
//! A request is one line of fields, the answer is lines of fields until the connection is closed. Fields are separated
//! by tabs; in a field `\t`, `\n`, `\r` and `\\` stand for what they name.

mod fields;

pub use fields::{read, written};

use super::Model;
use crate::powershell::binder::BoundCall;
use crate::powershell::run::{CmdletOutput, Failure, Passing, command_line};
use crate::powershell::time::SECOND;
use crate::powershell::value::{HostObject, Value};
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;

/// The environment variable that names the port.
pub const PORT: &str = "BITSMITH_MODEL";

/// A model that is being asked.
pub struct Served {
    port: u16,
    shared: Arc<Mutex<Shared>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    model: Model,
    sleeps: usize,
    unknown: Vec<String>,
}

/// What is left when all have asked.
#[derive(Debug)]
pub struct Left {
    /// The model as it is now.
    pub model: Model,
    /// How often a script slept.
    pub sleeps: usize,
    /// Requests that the model could not play.
    pub unknown: Vec<String>,
}

impl Served {
    /// Begins to answer. `at_sleep` is called with the number of each sleep before it is answered.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn start(model: Model, mut at_sleep: impl FnMut(usize) + Send + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Mutex::new(Shared {
            model,
            sleeps: 0,
            unknown: Vec::new(),
        }));
        let inner = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { break };
                // A caller that is gone has nothing to be told.
                let Ok(fields) = request(&stream) else { continue };
                if fields == ["stop"] {
                    break;
                }
                if fields.first().is_some_and(|first| first == "sleep") {
                    let mut shared = lock(&inner);
                    shared.sleeps += 1;
                    let sleeps = shared.sleeps;
                    drop(shared);
                    at_sleep(sleeps);
                }
                let lines = answer(&mut lock(&inner), &fields);
                let _ = reply(&stream, &lines);
            }
        });
        Ok(Self {
            port,
            shared,
            thread: Some(thread),
        })
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Stops answering.
    pub fn stop(mut self) -> Left {
        self.end();
        let shared = lock(&self.shared);
        Left {
            model: shared.model.clone(),
            sleeps: shared.sleeps,
            unknown: shared.unknown.clone(),
        }
    }

    fn end(&mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = ask(self.port, &["stop"]);
            let _ = thread.join();
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.end();
    }
}

/// Asks the model behind a port.
///
/// # Errors
/// When nobody answers.
pub fn ask(port: u16, fields: &[&str]) -> io::Result<Vec<Vec<String>>> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    let line: Vec<String> = fields.iter().map(|field| escaped(field)).collect();
    stream.write_all(format!("{}\n", line.join("\t")).as_bytes())?;
    BufReader::new(stream)
        .lines()
        .map(|line| line.map(|line| fields_of(&line)))
        .collect()
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn request(stream: &TcpStream) -> io::Result<Vec<String>> {
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line)?;
    Ok(fields_of(line.trim_end_matches('\n')))
}

fn reply(mut stream: &TcpStream, lines: &[Vec<String>]) -> io::Result<()> {
    for line in lines {
        let fields: Vec<String> = line.iter().map(|field| escaped(field)).collect();
        stream.write_all(format!("{}\n", fields.join("\t")).as_bytes())?;
    }
    Ok(())
}

fn escaped(field: &str) -> String {
    field
        .replace('\\', "\\\\")
        .replace('\t', "\\t")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
}

fn fields_of(line: &str) -> Vec<String> {
    let plain = |field: &str| {
        let mut plain = String::new();
        let mut letters = field.chars();
        while let Some(letter) = letters.next() {
            plain.push(match letter {
                '\\' => match letters.next() {
                    Some('t') => '\t',
                    Some('n') => '\n',
                    Some('r') => '\r',
                    other => other.unwrap_or('\\'),
                },
                other => other,
            });
        }
        plain
    };
    line.split('\t').map(plain).collect()
}

fn answer(shared: &mut Shared, fields: &[String]) -> Vec<Vec<String>> {
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let line = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let model = &mut shared.model;
    let done = match fields.as_slice() {
        ["sleep", seconds] => seconds
            .parse::<i64>()
            .map_err(|error| error.to_string())
            .map(|seconds| {
                model.advance_to(model.now + seconds * SECOND);
                Vec::new()
            }),
        ["now"] => Ok(vec![line(&["value", &model.now.to_string()])]),
        ["member", kind, key, name] => {
            let object = HostObject {
                kind: (*kind).to_owned(),
                id: (*key).to_owned(),
            };
            model
                .property(&object, name)
                .map(|value| shown(&value))
                .ok_or_else(|| format!("no member {name} of {kind} {key}"))
        }
        ["bitsadmin", words @ ..] => {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            let call = command_line(&words, Passing::Standard);
            model.bitsadmin(&format!("bitsadmin {call}")).map(|answer| {
                let mut lines: Vec<_> = answer.output.iter().map(|text| line(&["line", text])).collect();
                lines.push(line(&["exit", &answer.exit.to_string()]));
                lines
            })
        }
        ["cmdlet", name, set, parameters @ ..] => {
            call_of(name, set, parameters).and_then(|call| match model.cmdlet(&call) {
                Some(Ok(output)) => Ok(told(&output)),
                Some(Err(Failure::Stuck(why))) => Err(why),
                Some(Err(other)) => Err(format!("{other:?}")),
                None => Err(format!("no cmdlet {name}")),
            })
        }
        _ => Err("no such request".to_owned()),
    };
    done.unwrap_or_else(|why| {
        shared.unknown.push(format!("{}: {why}", fields.join(" ")));
        vec![line(&["unknown", &why])]
    })
}

/// Jobs and errors of a cmdlet.
fn told(output: &CmdletOutput) -> Vec<Vec<String>> {
    let jobs = output.output.iter().map(|value| match value {
        Value::Host(job) => vec!["job".to_owned(), job.id.clone()],
        other => vec!["unknown".to_owned(), other.to_text()],
    });
    let errors = output.errors.iter().map(|error| {
        vec![
            "error".to_owned(),
            error.id.clone(),
            error.message.clone(),
            error.hresult.to_string(),
        ]
    });
    jobs.chain(errors).collect()
}

/// A member: a line for each value.
fn shown(value: &Value) -> Vec<Vec<String>> {
    let items = value.clone().into_items();
    let line = |item| std::iter::once("value".to_owned()).chain(written(item)).collect();
    items
        .iter()
        .filter(|item| !matches!(item, Value::Null))
        .map(line)
        .collect()
}

/// A bound call, from its parameters: a name, a kind of value, the value.
fn call_of(name: &str, set: &str, parameters: &[&str]) -> Result<BoundCall, String> {
    let mut call = BoundCall {
        cmdlet: name.to_owned(),
        set: set.to_owned(),
        parameters: Vec::new(),
    };
    let mut rest = parameters;
    while let Some((parameter, value)) = rest.split_first() {
        rest = value;
        let value = read(&mut rest)?;
        call.parameters.push(((*parameter).to_owned(), value));
    }
    Ok(call)
}
