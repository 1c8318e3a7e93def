//! Ways of quoting: one that is right, as a yardstick, and several with a known fault.
//!
//! A checker that does not catch the faulty ones is worth nothing.

/// A way of quoting one argument for a line of a batch file.
#[derive(Clone, Copy)]
pub struct Quoter {
    /// What it does, or gets wrong.
    pub name: &'static str,
    /// Writes the argument; none when it refuses.
    pub quote: fn(&str) -> Option<String>,
}

/// Ways of quoting with a fault.
pub const FAULTY: &[Quoter] = &[
    Quoter {
        name: "quotes, nothing escaped",
        quote: |text| Some(format!("\"{text}\"")),
    },
    Quoter {
        name: "backslash before quotes, percent ignored",
        quote: |text| good_argument(text),
    },
    Quoter {
        name: "backslash before quotes, percent doubled, no caret",
        quote: |text| Some(good_argument(text)?.replace('%', "%%")),
    },
    Quoter {
        name: "backslash before the first quote only",
        quote: |text| {
            Some(format!(
                "\"{}\"",
                text.replace('%', "%%").replacen('"', "\\\"", 1)
            ))
        },
    },
    Quoter {
        name: "doubled quotes",
        quote: |text| {
            Some(format!(
                "\"{}\"",
                end_doubled(text).replace('%', "%%").replace('"', "\"\"")
            ))
        },
    },
    Quoter {
        name: "backslash at the end left alone",
        quote: |text| Some(format!("\"{}\"", text.replace('%', "%%"))).filter(|_| !text.contains('"')),
    },
    Quoter {
        name: "first percent sign only",
        quote: |text| {
            Some(carets(&good_argument(text)?, |c| "()!^\"<>&|".contains(c)).replacen('%', "%%", 1))
        },
    },
    Quoter {
        name: "caret before percent",
        quote: |text| Some(carets(&good_argument(text)?, |c| "%()!^\"<>&|".contains(c))),
    },
    Quoter {
        name: "caret inside quotes",
        quote: |text| {
            Some(carets(&good_argument(text)?.replace('%', "%%"), |c| {
                "^<>&|".contains(c)
            }))
        },
    },
    Quoter {
        name: "caret before quotes only",
        quote: |text| Some(carets(&good_argument(text)?.replace('%', "%%"), |c| c == '"')),
    },
    Quoter {
        name: "quotes only where there is a space",
        quote: |text| {
            let doubled = text.replace('%', "%%");
            Some(if text.contains(' ') {
                format!("\"{doubled}\"")
            } else {
                doubled
            })
        },
    },
    Quoter {
        name: "apostrophes",
        quote: |text| Some(format!("'{}'", text.replace('%', "%%"))),
    },
];

/// The text with the backslashes at its end doubled.
fn end_doubled(text: &str) -> String {
    let kept = text.trim_end_matches('\\');
    format!("{text}{}", &text[kept.len()..])
}

fn carets(text: &str, needs: impl Fn(char) -> bool) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if needs(c) {
            out.push('^');
        }
        out.push(c);
    }
    out
}

/// An argument as both readers of argument vectors take it back.
#[must_use]
pub fn good_argument(text: &str) -> Option<String> {
    if text.contains('\0') {
        return None;
    }
    let mut out = String::from("\"");
    let mut backslashes = 0;
    for c in text.chars() {
        if c == '"' {
            out.push_str(&"\\".repeat(backslashes + 1));
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
        out.push(c);
    }
    out.push_str(&"\\".repeat(backslashes));
    out.push('"');
    Some(out)
}

/// An argument on a line of a batch file: plain quotes, or the form with carets where the text has quotes.
#[must_use]
pub fn good_batch(text: &str) -> Option<String> {
    if !text.chars().all(|c| (' '..='~').contains(&c)) {
        return None;
    }
    let argument = good_argument(text)?.replace('%', "%%");
    if text.contains('"') {
        Some(carets(&argument, |c| "()!^\"<>&|".contains(c)))
    } else {
        Some(argument)
    }
}

/// An argument on a line typed at the prompt: where there is a percent sign or a quote, all stands outside
/// cmd's quotes, with a caret after each percent sign.
#[must_use]
pub fn good_prompt(text: &str) -> Option<String> {
    if text.chars().any(char::is_control) {
        return None;
    }
    let argument = good_argument(text)?;
    if !text.contains(['"', '%']) {
        return Some(argument);
    }
    let mut out = String::new();
    let mut after_percent = false;
    for c in argument.chars() {
        if after_percent || "()!^\"<>&|".contains(c) {
            out.push('^');
        }
        after_percent = c == '%';
        out.push(c);
    }
    Some(out)
}
