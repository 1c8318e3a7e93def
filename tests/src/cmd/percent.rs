//! The first phase: percent signs, before quotes and carets are looked at.

use super::Context;

/// Where the text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// In a batch file.
    Batch,
    /// At the prompt, or in a command line given to `cmd /c`.
    Prompt,
}

/// Replaces what percent signs stand for in one line.
pub(super) fn expand(line: &str, mode: Mode, context: &Context) -> Result<String, String> {
    let text: Vec<char> = line.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(&c) = text.get(at) {
        if c != '%' {
            out.push(c);
            at += 1;
            continue;
        }
        at += 1;
        if mode == Mode::Batch {
            match text.get(at) {
                Some('%') => {
                    out.push('%');
                    at += 1;
                    continue;
                }
                Some('*') => {
                    out.push_str(&context.arguments.get(1..).unwrap_or_default().join(" "));
                    at += 1;
                    continue;
                }
                Some('~') => {
                    let (value, used) = modified_argument(&text[at + 1..], context)?;
                    out.push_str(&value);
                    at += 1 + used;
                    continue;
                }
                Some(digit @ '0'..='9') => {
                    out.push_str(argument(*digit, context));
                    at += 1;
                    continue;
                }
                _ => {}
            }
        }
        at += variable(&text[at..], mode, context, &mut out)?;
    }
    Ok(out)
}

fn argument(digit: char, context: &Context) -> &str {
    let index = digit.to_digit(10).map_or(usize::MAX, |d| d as usize);
    context.arguments.get(index).map_or("", String::as_str)
}

/// `~`, path letters and a digit: the value and how many characters it took.
fn modified_argument(text: &[char], context: &Context) -> Result<(String, usize), String> {
    let letters: String = text.iter().take_while(|c| c.is_ascii_alphabetic()).collect();
    let Some(digit @ '0'..='9') = text.get(letters.len()) else {
        return Err("%~ without an argument's number: cmd stops the batch file".to_owned());
    };
    let plain = argument(*digit, context).trim_matches('"');
    let cut = plain.rfind('\\').map_or(0, |i| i + 1);
    let (folder, file) = plain.split_at(cut);
    let dot = file.rfind('.').unwrap_or(file.len());
    let (stem, extension) = file.split_at(dot);
    let value = match letters.to_lowercase().as_str() {
        "" => plain.to_owned(),
        "f" | "dpnx" => plain.to_owned(),
        "dp" => folder.to_owned(),
        "n" => stem.to_owned(),
        "nx" => file.to_owned(),
        "x" => extension.to_owned(),
        other => return Err(format!("the modifier ~{other} is not modelled")),
    };
    if !letters.is_empty() && !plain.contains(":\\") {
        return Err("path letters on a relative path are not modelled".to_owned());
    }
    Ok((value, letters.len() + 1))
}

/// What follows a percent sign that is neither an escape nor an argument; returns how many characters it took.
fn variable(text: &[char], mode: Mode, context: &Context, out: &mut String) -> Result<usize, String> {
    let keep = |out: &mut String| {
        // A percent sign that stands for nothing: dropped in a batch file, kept at the prompt.
        if mode == Mode::Prompt {
            out.push('%');
        }
        Ok(0)
    };
    let mut length = text.iter().take_while(|&&c| c != '%' && c != ':').count();
    if text.get(length) == Some(&':') && text.get(length + 1) == Some(&'%') {
        length += 1;
    }
    let name: String = text[..length].iter().collect();
    let value = if name.is_empty() {
        None
    } else {
        context.value(&name)
    };
    match (text.get(length), value) {
        (Some('%'), Some(value)) => {
            out.push_str(value);
            Ok(length + 1)
        }
        (Some('%'), None) if mode == Mode::Batch => Ok(length + 1),
        (Some(':'), None) if mode == Mode::Batch => Ok(length + 1),
        (Some(':'), Some(value)) => {
            let rest = &text[length + 1..];
            let Some(end) = rest.iter().position(|&c| c == '%') else {
                return keep(out);
            };
            let modifier: String = rest[..end].iter().collect();
            out.push_str(&modified(value, &modifier)?);
            Ok(length + 1 + end + 1)
        }
        _ => keep(out),
    }
}

/// The value of a variable after `:~…` or `:old=new`.
fn modified(value: &str, modifier: &str) -> Result<String, String> {
    if !value.is_ascii() {
        return Err("a modifier on a value beyond ASCII is not modelled".to_owned());
    }
    if let Some(range) = modifier.strip_prefix('~') {
        let mut numbers = range.split(',').map(|n| {
            if n.is_empty() {
                Ok(None)
            } else {
                n.parse().map(Some)
            }
        });
        let bad = |_| format!("the range :~{range} is not modelled");
        let start: Option<i64> = numbers.next().unwrap_or(Ok(None)).map_err(bad)?;
        let length: Option<i64> = numbers.next().unwrap_or(Ok(None)).map_err(bad)?;
        if numbers.next().is_some() {
            return Err(bad_range(range));
        }
        let size = i64::try_from(value.len()).map_err(|_| bad_range(range))?;
        let from_start = |n: i64| if n < 0 { (size + n).max(0) } else { n.min(size) };
        let first = from_start(start.unwrap_or(0));
        let last = match length {
            None => size,
            Some(n) if n < 0 => (size + n).max(first),
            Some(n) => (first + n).min(size),
        };
        let (first, last) = (
            usize::try_from(first).unwrap_or_default(),
            usize::try_from(last).unwrap_or_default(),
        );
        return Ok(value[first..last].to_owned());
    }
    let Some((search, replacement)) = modifier.split_once('=') else {
        return Err(format!("the modifier :{modifier} is not modelled"));
    };
    if search.is_empty() || search == "*" {
        return Err("a replacement without a text to search for: cmd stops".to_owned());
    }
    let lower = value.to_ascii_lowercase();
    if let Some(search) = search.strip_prefix('*') {
        let found = lower.find(&search.to_ascii_lowercase());
        return Ok(found.map_or_else(
            || value.to_owned(),
            |at| format!("{replacement}{}", &value[at + search.len()..]),
        ));
    }
    let search = search.to_ascii_lowercase();
    let mut out = String::new();
    let mut at = 0;
    while let Some(found) = lower[at..].find(&search) {
        out.push_str(&value[at..at + found]);
        out.push_str(replacement);
        at += found + search.len();
    }
    out.push_str(&value[at..]);
    Ok(out)
}

fn bad_range(range: &str) -> String {
    format!("the range :~{range} is not modelled")
}
