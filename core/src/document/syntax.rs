//! JSON with the place of every value, and nothing that JSON does not have.

use super::{SIZE_LIMIT, Span};
use jsonc_parser::ast::Value;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// How deep brackets may stand inside each other; documents need ten.
const DEPTH_LIMIT: usize = 32;

/// Why a text is not JSON.
pub(super) struct SyntaxError {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// Reads the one JSON value of a text.
pub(super) fn parse(source: &str) -> Result<Value<'_>, SyntaxError> {
    if source.len() > SIZE_LIMIT {
        return Err(SyntaxError {
            span: Span { start: 0, end: 0 },
            message: format!("The text has more than {SIZE_LIMIT} bytes."),
            help: "Split it into several documents.",
        });
    }
    look_through(source)?;
    let options = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let empty = || SyntaxError {
        span: Span { start: 0, end: 0 },
        message: "The text is empty.".to_owned(),
        help: "Write a document; `bitsmith new` prints one to start from.",
    };
    match parse_to_ast(source, &CollectOptions::default(), &options) {
        Ok(result) => result.value.ok_or_else(empty),
        Err(error) => {
            let range = error.range();
            let (message, help) = explained(error.kind());
            Err(SyntaxError {
                span: Span {
                    start: range.start,
                    end: range.end,
                },
                message,
                help,
            })
        }
    }
}

/// What the parser lets pass: control characters in strings, blanks of other scripts, any depth that the stack bears.
fn look_through(source: &str) -> Result<(), SyntaxError> {
    let error = |at: usize, c: char, message: &str, help| {
        Err(SyntaxError {
            span: Span {
                start: at,
                end: at.saturating_add(c.len_utf8()),
            },
            message: message.to_owned(),
            help,
        })
    };
    let (mut in_string, mut escaped, mut depth) = (false, false, 0usize);
    for (at, c) in source.char_indices() {
        if in_string {
            match c {
                _ if escaped && c >= ' ' => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = false,
                c if c < ' ' => {
                    return error(
                        at,
                        c,
                        "A line ends, or a control character stands, inside a string.",
                        "Close the string with `\"`, or write the character as `\\n`, `\\t` or `\\u0001`.",
                    );
                }
                _ => {}
            }
            continue;
        }
        match c {
            '"' => in_string = true,
            '{' | '[' => {
                depth = depth.saturating_add(1);
                if depth > DEPTH_LIMIT {
                    return error(
                        at,
                        c,
                        "Too many brackets stand inside each other.",
                        "Take some away.",
                    );
                }
            }
            '}' | ']' => depth = depth.saturating_sub(1),
            '\u{b}' | '\u{c}' | '\u{80}'.. => {
                return error(
                    at,
                    c,
                    "JSON does not have this character outside of strings.",
                    "Take it out; quotes are `\"`, and blanks are plain ones.",
                );
            }
            _ => {}
        }
    }
    Ok(())
}

fn explained(kind: &ParseErrorKind) -> (String, &'static str) {
    let (message, help) = match kind {
        ParseErrorKind::CommentsNotAllowed | ParseErrorKind::UnterminatedCommentBlock => (
            "JSON has no comments.",
            "Take it out; a job has a `description` for such things.",
        ),
        ParseErrorKind::TrailingCommasNotAllowed => ("Nothing follows this comma.", "Take the comma out."),
        ParseErrorKind::ExpectedComma => ("A comma is missing here.", "Write `,` between the two."),
        ParseErrorKind::ExpectedColonAfterObjectKey => (
            "A colon is missing after the key.",
            "Write the key, `:` and the value.",
        ),
        ParseErrorKind::ExpectedStringObjectProperty => {
            ("A key stands in double quotes.", "Write it as \"key\".")
        }
        ParseErrorKind::SingleQuotedStringsNotAllowed => {
            ("Strings stand in double quotes.", "Write \" instead of '.")
        }
        ParseErrorKind::MultipleRootJsonValues => (
            "Something follows the document.",
            "Write several documents as a list: [ {…}, {…} ].",
        ),
        ParseErrorKind::UnterminatedArray => ("This list is not closed.", "Close it with `]`."),
        ParseErrorKind::UnterminatedObject => ("This object is not closed.", "Close it with `}`."),
        ParseErrorKind::HexadecimalNumbersNotAllowed => (
            "JSON has no hexadecimal numbers.",
            "Write it in double quotes: \"0x0200\".",
        ),
        ParseErrorKind::UnexpectedWord => (
            "This word stands in no quotes.",
            "Write texts and words in double quotes.",
        ),
        ParseErrorKind::String(_) => (
            "The string is not closed, or holds an escape that JSON does not have.",
            "Write a backslash as `\\\\`; the escapes are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX.",
        ),
        other => return (format!("{other}."), "Write the document as JSON."),
    };
    (message.to_owned(), help)
}
