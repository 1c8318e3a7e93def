//! What the page asks about texts that people have: scripts and error numbers. Requests and answers are JSON. Nothing of a text is run,
//! and what is a secret in it is in no answer.

mod lines;
mod script;

use bitsmith_core::hresult::{decode, decoded_json};
use serde::Deserialize;
use serde_json::{Value, json};

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
        }) => script::read(&text, &shell, lines).with("read", serial),
        Ok(Request::Decode { serial, text }) => {
            let codes: Vec<Value> = decode(&text).iter().map(decoded_json).collect();
            Answer(json!({ "codes": codes })).with("decode", serial)
        }
        Err(error) => json!({ "kind": "refused", "message": error.to_string() }),
    };
    answer.to_string()
}

/// What is said, without what it answers.
struct Answer(Value);

impl Answer {
    fn with(self, kind: &str, serial: u32) -> Value {
        let Answer(mut value) = self;
        value["kind"] = json!(kind);
        value["serial"] = json!(serial);
        value
    }
}
