//! What an error number means.

use crate::view::{element, said};
use bitsmith_core::hresult::{Cure, Decoded, decode, not_found, sentence};
use serde_json::{Value, json};

/// What the error numbers in a text mean.
pub(crate) fn meanings(text: &str) -> Vec<Value> {
    let found = decode(text);
    if found.is_empty() {
        return vec![said("p", format!("No error number in it. {}", not_found(text)))];
    }
    found.iter().map(meaning).collect()
}

fn meaning(decoded: &Decoded) -> Value {
    let number = format!("0x{:08X}", decoded.number);
    let name = decoded.name().unwrap_or_default();
    let mut children = vec![
        element("h3", &[], vec![said("code", number), json!(" "), json!(name)]),
        said("p", sentence(decoded.number)),
    ];
    if let Some(code) = decoded.code() {
        if !code.causes.is_empty() {
            let causes = code.causes.iter().map(|cause| said("li", *cause)).collect();
            children.extend([said("h4", "Likely causes"), element("ol", &[], causes)]);
        }
        if let Some(cure) = code.cure {
            children.extend([said("h4", "What to change"), said("p", cure.sentence())]);
            if let Cure::Setting(id) = cure {
                let button = element(
                    "button",
                    &[("type", "button"), ("class", "fix"), ("data-setting", id.name())],
                    vec![json!(format!("Go to {}", id.label()))],
                );
                children.push(element("p", &[], vec![button]));
            }
        }
        // The page is no command line of this program.
        if let Some(look) = code.look.filter(|look| !look.starts_with("bitsmith ")) {
            children.extend([
                said("h4", "To see more"),
                element("p", &[], vec![said("code", look)]),
            ]);
        }
    }
    element("div", &[("class", "code-meaning")], children)
}
