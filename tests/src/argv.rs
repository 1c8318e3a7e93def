//! The two ways in which a program of Windows splits its command line into an argument vector.
//!
//! Which of them bitsadmin uses is not documented, so an emitted line has to be read alike by both.

/// Splits as `CommandLineToArgvW` of shell32 does. An empty line gives an empty vector.
#[must_use]
pub fn command_line_to_argv_w(line: &str) -> Vec<String> {
    let (Some(program), mut rest) = first(line) else {
        return Vec::new();
    };
    let mut vector = vec![program];
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        if rest.is_empty() {
            return vector;
        }
        let mut argument = String::new();
        // How many of a run of quotes have been seen: 1 or more means inside quotes.
        let mut quotes = 0;
        let mut backslashes = 0;
        let mut used = rest.len();
        let mut letters = rest.char_indices().peekable();
        while let Some((at, c)) = letters.next() {
            match c {
                ' ' | '\t' if quotes == 0 => {
                    used = at;
                    break;
                }
                '\\' => {
                    backslashes += 1;
                    argument.push('\\');
                    continue;
                }
                '"' => {
                    argument.truncate(argument.len() - backslashes);
                    argument.push_str(&"\\".repeat(backslashes / 2));
                    if backslashes % 2 == 0 {
                        quotes += 1;
                    } else {
                        argument.push('"');
                    }
                    while letters.next_if(|&(_, next)| next == '"').is_some() {
                        quotes += 1;
                        if quotes == 3 {
                            argument.push('"');
                            quotes = 0;
                        }
                    }
                    if quotes == 2 {
                        quotes = 0;
                    }
                }
                c => argument.push(c),
            }
            backslashes = 0;
        }
        vector.push(argument);
        rest = &rest[used..];
    }
}

/// Splits as the start-up code of the Microsoft C library does. An empty line gives an empty vector.
#[must_use]
pub fn msvcrt(line: &str) -> Vec<String> {
    let (Some(program), mut rest) = first(line) else {
        return Vec::new();
    };
    let mut vector = vec![program];
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        if rest.is_empty() {
            return vector;
        }
        let mut argument = String::new();
        let mut quoted = false;
        let mut backslashes = 0;
        let mut used = rest.len();
        let mut letters = rest.char_indices().peekable();
        while let Some((at, c)) = letters.next() {
            match c {
                '\\' => {
                    backslashes += 1;
                    continue;
                }
                '"' => {
                    argument.push_str(&"\\".repeat(backslashes / 2));
                    if backslashes % 2 == 1 || (quoted && letters.next_if(|&(_, next)| next == '"').is_some())
                    {
                        argument.push('"');
                    } else {
                        quoted = !quoted;
                    }
                }
                c => {
                    argument.push_str(&"\\".repeat(backslashes));
                    if !quoted && matches!(c, ' ' | '\t') {
                        backslashes = 0;
                        used = at;
                        break;
                    }
                    argument.push(c);
                }
            }
            backslashes = 0;
        }
        argument.push_str(&"\\".repeat(backslashes));
        vector.push(argument);
        rest = &rest[used..];
    }
}

/// The program's name: backslashes mean nothing there, quotes only group.
fn first(line: &str) -> (Option<String>, &str) {
    if line.is_empty() {
        return (None, line);
    }
    if let Some(quoted) = line.strip_prefix('"') {
        let (name, rest) = quoted.split_once('"').unwrap_or((quoted, ""));
        return (Some(name.to_owned()), rest);
    }
    let end = line.find([' ', '\t']).unwrap_or(line.len());
    (Some(line[..end].to_owned()), &line[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line, and what both readers make of it after the program's name.
    /// From Microsoft's table of examples, docs/c-language/parsing-c-command-line-arguments.md.
    const ALIKE: &[(&str, &[&str])] = &[
        ("x", &[]),
        ("x \"abc\" d e", &["abc", "d", "e"]),
        ("x a\\\\b d\"e f\"g h", &["a\\\\b", "de fg", "h"]),
        ("x a\\\\\\\"b c d", &["a\\\"b", "c", "d"]),
        ("x a\\\\\\\\\"b c\" d e", &["a\\\\b c", "d", "e"]),
        ("x \"\" a", &["", "a"]),
        ("\"C:\\a b\\x.exe\" \"C:\\a b\\\\\" c", &["C:\\a b\\", "c"]),
        ("x\t\ta \\", &["a", "\\"]),
        ("x \"a b", &["a b"]),
    ];

    #[test]
    fn both_readers_agree_on_the_documented_examples() {
        for (line, expected) in ALIKE {
            assert_eq!(&command_line_to_argv_w(line)[1..], *expected, "shell32: {line}");
            assert_eq!(&msvcrt(line)[1..], *expected, "msvcrt: {line}");
        }
    }

    #[test]
    fn doubled_quotes_are_read_in_two_ways() {
        let line = "x \"a\"\"b c\"";
        assert_eq!(command_line_to_argv_w(line), ["x", "a\"b", "c"]);
        assert_eq!(msvcrt(line), ["x", "a\"b c"]);
    }
}
