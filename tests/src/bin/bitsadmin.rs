//! Stands in for bitsadmin.exe where a real PowerShell runs a script: it asks the model of BITS that the test serves.

use bitsmith_tests::bits::served::{PORT, ask};
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::iter::once("bitsadmin".to_owned())
        .chain(std::env::args().skip(1))
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let Some(port) = std::env::var(PORT).ok().and_then(|port| port.parse().ok()) else {
        eprintln!("{PORT} names no port.");
        return ExitCode::from(97);
    };
    let mut exit = 98;
    match ask(port, &words) {
        Ok(lines) => {
            for line in lines {
                match line.as_slice() {
                    [kind, text] if kind == "line" => println!("{text}"),
                    [kind, code] if kind == "exit" => exit = code.parse().unwrap_or(98),
                    other => eprintln!("{}", other.join(" ")),
                }
            }
        }
        Err(error) => eprintln!("{error}"),
    }
    // Only the last eight bits of an exit code arrive everywhere; one that is not zero must not become zero.
    let low = u8::try_from(exit & 0xFF).unwrap_or(98);
    ExitCode::from(if exit != 0 && low == 0 { 1 } else { low })
}
