//! How arguments reach a program: as words to one command line, as each version of PowerShell joins them.

/// The way in which a version of PowerShell joins arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// Windows PowerShell 5.1
    Windows,
    /// PowerShell 6.0 to 7.2
    Legacy,
    /// PowerShell 7.3 and later, for programs like bitsadmin.exe
    Standard,
}

/// The command line behind the program's name.
pub fn command_line(words: &[String], passing: Passing) -> String {
    // The older versions drop an empty word and keep the space before it.
    let parts: Vec<String> = match passing {
        Passing::Standard => words.iter().map(|word| escaped(word)).collect(),
        Passing::Windows | Passing::Legacy => words.iter().map(|word| wrapped(word, passing)).collect(),
    };
    parts.join(" ")
}

/// Quotes around a word with white space, inner quotes as they are.
fn wrapped(word: &str, passing: Passing) -> String {
    let mut quotes = 0;
    let mut open_space = false;
    let mut backslashes = 0;
    for letter in word.chars() {
        if letter == '"' && backslashes % 2 == 0 {
            quotes += 1;
        } else if letter.is_whitespace() && quotes % 2 == 0 {
            open_space = true;
        }
        backslashes = if letter == '\\' { backslashes + 1 } else { 0 };
    }
    if !open_space {
        return word.to_owned();
    }
    // A trailing backslash would escape the closing quote; only the later versions double it.
    let tail = word.chars().rev().take_while(|letter| *letter == '\\').count();
    match passing {
        Passing::Legacy => format!("\"{word}{}\"", "\\".repeat(tail)),
        _ => format!("\"{word}\""),
    }
}

/// Quotes and backslashes so that the C start-up code reads the very word.
fn escaped(word: &str) -> String {
    if !word.is_empty() && !word.chars().any(|letter| letter.is_whitespace() || letter == '"') {
        return word.to_owned();
    }
    let mut out = String::from("\"");
    let mut backslashes = 0;
    for letter in word.chars() {
        match letter {
            '\\' => backslashes += 1,
            '"' => {
                out.push_str(&"\\".repeat(2 * backslashes + 1));
                out.push('"');
                backslashes = 0;
            }
            other => {
                out.push_str(&"\\".repeat(backslashes));
                out.push(other);
                backslashes = 0;
            }
        }
    }
    out.push_str(&"\\".repeat(2 * backslashes));
    out.push('"');
    out
}
