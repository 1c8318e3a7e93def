//! What the page asks about texts that people have: scripts and error numbers. Requests and answers are JSON. Nothing of a text is run,
//! and what is a secret in it is in no answer.

mod view;
mod lines;
mod words;
mod kept;
mod script;
mod revise;
mod error;

use serde::Deserialize;
use serde_json::json;

/// What can be asked.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Request {
    /// What a script says.
    Read {
        /// The number of the request, which the answer has, too.
        serial: u32,
        /// The script.
        text: String,
        /// `cmd`, `powershell` or `auto`.
        shell: String,
        /// How many of its lines are wanted.
        lines: usize,
    },
    /// The script in which a job is what it is in the form.
    Revise {
        /// The number of the request.
        serial: u32,
        /// The script.
        text: String,
        /// The number of the job in it.
        job: usize,
        /// The job as the form has it, as a document. What was a secret in the script is a hole in it.
        document: String,
    },
    /// What an error number means.
    Decode {
        /// The number of the request.
        serial: u32,
        /// The number, in any spelling, or the text around it.
        text: String,
    },
}

/// The answer to a request.
///
/// ```
/// let answer = bitsmith_reader::answer(r#"{"kind":"decode","serial":7,"text":"0x80200003"}"#);
/// assert!(answer.contains("BG_E_EMPTY"), "{answer}");
/// ```
pub fn answer(request: &str) -> String {
    let answer = match serde_json::from_str(request) {
        Ok(Request::Read {
            serial,
            text,
            shell,
            lines,
        }) => {
            let mut answer = script::read(&text, &shell, lines);
            answer["kind"] = json!("read");
            answer["serial"] = json!(serial);
            answer
        }
        Ok(Request::Revise {
            serial,
            text,
            job,
            document,
        }) => {
            let mut answer = revise::revise(&text, job, &document);
            answer["kind"] = json!("revise");
            answer["serial"] = json!(serial);
            answer
        }
        Ok(Request::Decode { serial, text }) => {
            json!({ "kind": "decode", "serial": serial, "view": error::meanings(&text) })
        }
        Err(error) => json!({ "kind": "refused", "message": error.to_string() }),
    };
    answer.to_string()
}
