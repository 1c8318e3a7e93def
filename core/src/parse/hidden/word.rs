//! A word of a line: the words that a line has, and what by itself is a secret in one.

use crate::command::bitsadmin::verb;
use crate::secret::{Holes, is_plain as is_plain_address, mask_address, mask_command_line, mask_header};
use crate::span::Span;
use crate::text::{Piece, Text};

/// The hole of one word that stands behind another.
pub(super) fn in_word(before: &str, word: &str) -> Option<Span> {
    // A verb of bitsadmin says nothing of the word behind it; those that take a password are read with all their words.
    let is_switch = before.starts_with(['-', '/']) && verb(before).is_none();
    // Most words are looked at no further.
    match !is_switch && has_nothing(word) {
        true => None,
        false => looked_at(before, word, is_switch),
    }
}

/// Whether a word holds nothing that could be a secret, whatever is looked for in it: a name, an address, a path, a GUID.
pub(super) fn has_nothing(word: &str) -> bool {
    const SCHEMES: &[&str] = &["http", "https", "ftp", "file"];
    let bare = ['"', '\'']
        .iter()
        .find_map(|quote| word.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(word);
    // A switch or a verb without a value; `-phunter2` has a digit.
    let is_bare_switch = bare.len() < 24
        && bare
            .strip_prefix(['-', '/'])
            .is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_alphabetic()));
    if is_bare_switch {
        return true;
    }
    let rest = match bare.split_once(':') {
        None => bare,
        // A label, a drive, a scheme.
        Some((name, rest)) if name.len() < 2 || SCHEMES.contains(&name) => rest,
        Some(_) => return false,
    };
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./\\{}%~+*$\"'<>()[],^!|".contains(&byte);
    rest.bytes().all(is_plain) && !bare.starts_with(['-', '/']) && is_plain_address(bare)
}

/// Looks at a word for all that a secret can be.
pub(super) fn looked_at(before: &str, word: &str, is_switch: bool) -> Option<Span> {
    let (line, offset) = match is_switch {
        true => (format!("{before} {word}"), before.len().saturating_add(1)),
        false => (word.to_owned(), 0),
    };
    let hole_in_line = hole(&line, mask_command_line).filter(|hole| hole.end > offset);
    if let Some(hole) = hole_in_line {
        return Some(Span::new(
            hole.start.saturating_sub(offset),
            hole.end.saturating_sub(offset),
        ));
    }
    let part = quotes(word);
    let masks = [mask_header, mask_address, mask_command_line];
    // As a command line it has been looked at.
    let more = if is_switch || part.is_some() { 3 } else { 2 };
    let part = part.unwrap_or(Span::new(0, word.len()));
    masks
        .iter()
        .take(more)
        .find_map(|mask| hole(part.of(word), mask))
        .map(|hole| hole.shifted(part.start))
}

/// From the first character that a mask takes to the last one.
fn hole(text: &str, mask: impl Fn(&Text, &mut Holes) -> Text) -> Option<Span> {
    let literal = Text::literal(text);
    let masked = mask(&literal, &mut Holes::default());
    if masked == literal {
        return None;
    }
    let length = |piece: Option<&Piece>| match piece {
        Some(Piece::Literal(literal)) => literal.len(),
        _ => 0,
    };
    let pieces = masked.pieces();
    let start = length(pieces.first());
    let end = match pieces.len() {
        1 => text.len(),
        _ => text.len().saturating_sub(length(pieces.last())),
    };
    Some(Span::new(start.min(end), end))
}

/// From the first quote of a word to its last one.
pub(super) fn quotes(word: &str) -> Option<Span> {
    let start = word.find(['"', '\''])?;
    let end = word
        .rfind(['"', '\''])
        .filter(|end| *end > start)
        .unwrap_or(word.len());
    Some(Span::new(start.saturating_add(1), end))
}

/// The words of a line: blanks part them, and commas between quotes, but not within quotes. In quotes `\"` begins and ends
/// further ones.
pub(super) fn words(line: &str) -> impl Iterator<Item = Span> {
    let is_quote = |c: &char| matches!(c, '"' | '\'');
    let mut chars = line.char_indices().peekable();
    let after = |at: usize| line.get(at..).and_then(|rest| rest.chars().next());
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|(_, c)| !c.is_whitespace() && *c != ',')?;
        let mut end = start.saturating_add(first.len_utf8());
        let mut quote = Some(first).filter(is_quote);
        let mut last = first;
        let mut is_within = false;
        while let Some((at, c)) = chars.next_if(|(_, c)| quote.is_some() || !c.is_whitespace()) {
            let next = at.saturating_add(c.len_utf8());
            let parts =
                c == ',' && quote.is_none() && (is_quote(&last) || after(next).is_some_and(|c| is_quote(&c)));
            if parts {
                break;
            }
            end = next;
            match quote {
                Some('"') if c == '"' && last == '\\' => {
                    let opens = after(next).is_some_and(|c| !c.is_whitespace() && !is_quote(&c));
                    match is_within || opens {
                        true => is_within = !is_within,
                        false => quote = None,
                    }
                }
                Some(mark) if c == mark => quote = None,
                Some(_) => {}
                None => quote = Some(c).filter(is_quote),
            }
            last = c;
        }
        Some(Span::new(start, end))
    })
}
