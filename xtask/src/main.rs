//! Set-up and the commands of the README: `cargo xtask serve`, `cargo xtask test` and their kin.
mod api;
mod command;
mod count;
mod debian;
mod failed;
mod fuzz;
mod need;
mod page;
mod serve;
mod step;
mod tools;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
usage: cargo xtask COMMAND

  serve [--port N]         get what is missing, then serve the page and rebuild it on every change
  test [--only a,b,…]      get what is missing, then run every check
  fuzz [--seconds N] [TARGET…]
                           try made-up bytes on what reads them, 60 s each target
  dist                     build the release page into dist/
  setup                    only get what is missing for all commands
  screenshots FOLDER       the release page, wide and narrow, light and dark, as pictures
  measure [--rounds N] [--keys N]
                           size, start and keystroke times of the release page beside a bare Yew page

With CI=true a check that cannot run is a failure.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["serve", rest @ ..] => serve::serve(value_of("--port", rest)?.as_deref()),
        ["test", rest @ ..] => step::test(value_of("--only", rest)?.as_deref()),
        ["fuzz", rest @ ..] => {
            need::provide(&need::FUZZ)?;
            fuzz::fuzz(rest)
        }
        ["dist"] => {
            need::provide(&need::PAGE)?;
            page::dist()?;
            Ok(ExitCode::SUCCESS)
        }
        ["setup"] => {
            need::provide(&need::ALL)?;
            println!("Everything is there.");
            Ok(ExitCode::SUCCESS)
        }
        ["screenshots", folder] => {
            need::provide(&need::BROWSER)?;
            page::screenshots(folder)?;
            Ok(ExitCode::SUCCESS)
        }
        ["measure", rest @ ..] => {
            need::provide(&need::BROWSER)?;
            page::measure(rest)?;
            Ok(ExitCode::SUCCESS)
        }
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        [] => {
            eprint!("{USAGE}");
            Ok(ExitCode::from(2))
        }
        other => bail!("`{}` is not known\n\n{USAGE}", other.join(" ")),
    }
}

/// The value of the one option that a command takes, written `--name value` or `--name=value`.
fn value_of(name: &str, arguments: &[&str]) -> Result<Option<String>> {
    match arguments {
        [] => Ok(None),
        [option, value] if *option == name => Ok(Some((*value).to_owned())),
        [one] if one.strip_prefix(name).is_some_and(|rest| rest.starts_with('=')) => {
            Ok(one.split_once('=').map(|(_, value)| value.to_owned()))
        }
        other => bail!("`{}` is not known here\n\n{USAGE}", other.join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::value_of;

    #[test]
    fn option_is_read_in_both_spellings() {
        assert_eq!(
            value_of("--only", &["--only", "fmt"]).unwrap(),
            Some("fmt".to_owned())
        );
        assert_eq!(
            value_of("--only", &["--only=fmt,doc"]).unwrap(),
            Some("fmt,doc".to_owned())
        );
        assert_eq!(value_of("--only", &[]).unwrap(), None);
    }

    #[test]
    fn unknown_option_is_an_error() {
        assert!(value_of("--only", &["--onlyfmt"]).is_err());
        assert!(value_of("--only", &["--only"]).is_err());
        assert!(value_of("--only", &["--port", "1"]).is_err());
    }
}
