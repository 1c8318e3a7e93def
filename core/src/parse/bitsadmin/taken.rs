//! What cmd takes out of a line that was meant for bitsadmin: placeholders in angle brackets, the rest of an address behind
//! an ampersand.

use super::Statement;
use super::patterns::{
    MISSING_ARGUMENT, PLACEHOLDER_AS_REDIRECTION, SURPLUS_ARGUMENT, SWAPPED_NAMES, UNQUOTED_AMPERSAND,
};
use crate::command::bitsadmin::Kind;
use crate::rules::placeholder;
use crate::span::Span;

/// Looks at the line of a call. What else is wrong with its arguments follows from what is said here.
pub(super) fn check(statement: &mut Statement, source: &str) {
    let placeholders = placeholders(statement, source);
    // Every word behind it may stand in the place of another one.
    if let Some(first) = placeholders.as_ref().map(|found| found.span) {
        statement.findings.retain(|found| found.span.end <= first.start);
    }
    let said = [placeholders, ampersand(statement, source)];
    let said: Vec<_> = said.into_iter().flatten().collect();
    if said.is_empty() {
        return;
    }
    let follows = [MISSING_ARGUMENT.name, SURPLUS_ARGUMENT.name, SWAPPED_NAMES.name];
    statement.findings.retain(|found| !follows.contains(&found.rule));
    statement.findings.extend(said);
}

/// `<job>`, as documentation writes what is to be filled in: cmd opens the file `job`.
fn placeholders(statement: &Statement, source: &str) -> Option<crate::parse::found::Found> {
    let rest = source.get(statement.program.end..)?;
    let mut quoted = false;
    let mut first: Option<Span> = None;
    let mut names = Vec::new();
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            '\n' => break,
            _ if quoted => {}
            '^' => drop(chars.next()),
            '&' | '|' => break,
            '<' => {
                let Some(name) = rest.get(at..).and_then(placeholder) else {
                    continue;
                };
                let start = statement.program.end.saturating_add(at);
                let span = Span::new(start, start.saturating_add(name.len()).saturating_add(2));
                first = Some(first.map_or(span, |first| first.to(span)));
                names.push(format!("<{name}>"));
            }
            _ => {}
        }
    }
    let (stand, is) = if names.len() > 1 {
        ("stand", "are")
    } else {
        ("stands", "is")
    };
    let names = names.join(" and ");
    Some(PLACEHOLDER_AS_REDIRECTION.at(
        first?,
        format!(
            "{names} {stand} for what {is} to be filled in; cmd takes the brackets for redirections to and from files, and bitsadmin gets nothing of it."
        ),
        PLACEHOLDER_AS_REDIRECTION.instead,
    ))
}

/// `http://h/a?x=1&y=2` without quotes: cmd ends the command at the ampersand.
fn ampersand(statement: &Statement, source: &str) -> Option<crate::parse::found::Found> {
    let address = statement.arguments.last()?;
    let is_address = matches!(address.argument.kind, Kind::RemoteName | Kind::Path)
        && address.text.literal_start().contains("://");
    let written = address.span.of(source);
    if !is_address || written.contains(['"', '^']) {
        return None;
    }
    let rest = source.get(address.span.end..)?;
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '|' | '<' | '>' | '(' | ')' | '^'));
    let rest = rest.get(..end.unwrap_or(rest.len()))?;
    let name = rest.strip_prefix('&')?;
    // `&name=` goes on with the query; anything else may be another command.
    let key = name.split_once('=').map(|(key, _)| key)?;
    if key.is_empty()
        || !key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '%'))
    {
        return None;
    }
    let whole = Span::new(address.span.start, address.span.end.saturating_add(rest.len()));
    Some(
        UNQUOTED_AMPERSAND
            .at(
                address.span,
                "The address ends at the &, which stands outside of quotation marks: cmd takes what follows for another command.",
                UNQUOTED_AMPERSAND.instead,
            )
            .with_fix(
                "Put quotation marks around the address",
                whole,
                format!("\"{written}{rest}\""),
            ),
    )
}
