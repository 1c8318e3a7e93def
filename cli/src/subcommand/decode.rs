//! `bitsmith decode`: what an error number means.

use super::{Format, format_argument, format_of, print_json};
use crate::console::{Console, Exit, Trouble};
use crate::shown::safe;
use bitsmith_core::hresult::{Decoded, decode, decoded_json, not_found, sentence};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

pub(crate) fn command(command: Command) -> Command {
    command
        .about(
            "Say what an error number means: 0x80200011, -2145386479, 404, a name, or a message that has one",
        )
        .arg(format_argument())
        .arg(
            Arg::new("code")
                .value_name("CODE")
                .action(ArgAction::Append)
                .allow_negative_numbers(true)
                .required(true)
                .help("The number in any spelling, or the text around it"),
        )
}

pub(crate) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    let texts: Vec<&String> = matches.get_many("code").unwrap_or_default().collect();
    let texts = match as_one(&texts) {
        Some(whole) => vec![whole],
        None => texts.into_iter().cloned().collect(),
    };
    let mut found: Vec<Decoded> = Vec::new();
    let mut exit = Exit::Fine;
    for text in &texts {
        let decoded = decode(text);
        if decoded.is_empty() {
            console.say(&format!(
                "bitsmith: `{}` holds no error number. {}\n",
                safe(text),
                not_found(text)
            ));
            exit = Exit::Wrong;
        }
        found.extend(decoded);
    }
    match format_of(matches) {
        Format::Json => {
            let codes: Value = found.iter().map(decoded_json).collect();
            print_json(&json!({ "codes": codes }), console)?;
        }
        Format::Text => {
            for code in &found {
                console.print(&as_text(code))?;
            }
        }
    }
    Ok(exit)
}

/// Several words that are one message, written without quotation marks: `decode HTTP 404`.
fn as_one(texts: &[&String]) -> Option<String> {
    let is_word =
        |text: &str| text.starts_with(char::is_alphabetic) && text.chars().all(char::is_alphanumeric);
    let mut empty = texts.iter().filter(|text| decode(text).is_empty()).peekable();
    empty.peek()?;
    let whole: Vec<&str> = texts.iter().map(|text| text.as_str()).collect();
    let whole = whole.join(" ");
    (empty.all(|text| is_word(text)) && !decode(&whole).is_empty()).then_some(whole)
}

fn as_text(decoded: &Decoded) -> String {
    let mut out = format!("0x{:08X}", decoded.number);
    if let Some(name) = decoded.name() {
        out.push_str(&format!("  {name}"));
    }
    out.push_str(&format!("\n  {}\n", sentence(decoded.number)));
    if let Some(code) = decoded.code() {
        for cause in code.causes {
            out.push_str(&format!("  Perhaps: {cause}\n"));
        }
        if let Some(cure) = code.cure {
            out.push_str(&format!("  {}\n", cure.sentence()));
        }
        if let Some(look) = code.look {
            out.push_str(&format!("  To see more: {look}\n"));
        }
    }
    out
}
