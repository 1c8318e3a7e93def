//! Error numbers as JSON.

use super::{Code, Cure, Decoded, sentence};
use serde_json::{Value, json};

/// What is known of a number that was read from a text.
pub fn decoded_json(decoded: &Decoded) -> Value {
    let mut value = match decoded.code() {
        Some(code) => code_json(code),
        None => json!({
            "code": format!("0x{:08X}", decoded.number),
            "name": decoded.name(),
            "sentence": sentence(decoded.number),
        }),
    };
    if let Some(members) = value.as_object_mut() {
        members.insert("written".to_owned(), json!(decoded.written));
    }
    value
}

/// A row of the table.
pub fn code_json(code: &Code) -> Value {
    let mut value = json!({
        "code": format!("0x{:08X}", code.number),
        "name": code.name,
        "sentence": code.sentence,
        "causes": code.causes,
    });
    if let Some(members) = value.as_object_mut() {
        match code.cure {
            Some(Cure::Setting(id)) => {
                members.insert("setting".to_owned(), json!(id.name()));
            }
            Some(Cure::Situation(sentence)) => {
                members.insert("change".to_owned(), json!(sentence));
            }
            None => {}
        }
        if let Some(look) = code.look {
            members.insert("look".to_owned(), json!(look));
        }
    }
    value
}
