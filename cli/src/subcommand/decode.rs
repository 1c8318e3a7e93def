//! `bitsmith decode`: what an error number means.

use super::{Format, format_argument, format_of, print_json};
use crate::console::{Console, Exit, Trouble};
use crate::shown::safe;
use bitsmith_core::hresult::{Decoded, decode, decoded_json, sentence};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

pub(crate) fn command(command: Command) -> Command {
    command
        .about("Say what an error number means: 0x80200011, -2145386479, 404, or a message that has one")
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
    let texts = matches.get_many::<String>("code").unwrap_or_default();
    let mut found: Vec<Decoded> = Vec::new();
    let mut exit = Exit::Fine;
    for text in texts {
        let decoded = decode(text);
        if decoded.is_empty() {
            console.say(&format!(
                "bitsmith: `{}` holds no error number. Write it as 0x80200011, -2145386479 or 404.\n",
                safe(text)
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
