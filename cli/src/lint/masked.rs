//! Lines of a script as they may be shown: an asterisk for each character of what looks like a secret, and for what would
//! steer a terminal. Every place stays where it is.

use bitsmith_core::command::Role;
use bitsmith_core::command::bitsadmin::verb;
use bitsmith_core::invisible;
use bitsmith_core::secret::{Holes, is_secret_name, mask_address, mask_command_line, mask_header};
use bitsmith_core::span::Span;
use bitsmith_core::text::{Piece, Text};

/// A text with all its lines masked.
pub(super) fn masked(text: &str) -> String {
    text.split_inclusive('\n').map(masked_line).collect()
}

/// A line masked.
pub(super) fn masked_line(line: &str) -> String {
    let hidden = secrets(line);
    let end = line.trim_end_matches(['\r', '\n']).len();
    let mut out = String::with_capacity(line.len());
    for (at, c) in line.char_indices() {
        let steers = at < end && c != '\t' && (c.is_control() || invisible::name(c).is_some());
        if steers || hidden.iter().any(|span| span.start <= at && at < span.end) {
            out.extend(std::iter::repeat_n('*', c.len_utf16()));
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether a text holds something that is masked.
pub(super) fn has_secret(text: &str) -> bool {
    text.lines().any(|line| !secrets(line).is_empty())
}

/// The spans of a line that look like secrets.
fn secrets(line: &str) -> Vec<Span> {
    let words = words(line);
    let mut found = Vec::new();
    let mut before = "";
    for (place, span) in words.iter().enumerate() {
        let word = span.of(line);
        found.extend(in_word(before, word).map(|hole| hole.shifted(span.start)));
        let rest = words.get(place + 1..).unwrap_or_default();
        if let Some(password) = password_of(word) {
            found.extend(arguments(rest, line).iter().skip(password));
        }
        let lower = word.to_ascii_lowercase();
        if lower.contains("securestring") || lower.contains("pscredential") {
            found.extend(quoted(line, *span).chain(rest.iter().flat_map(|span| quoted(line, *span))));
            let bare = rest
                .iter()
                .find(|span| !span.of(line).starts_with(['-', '$', '(', '"', '\'']));
            found.extend(bare.filter(|_| lower.contains("securestring")));
        }
        found.extend(assigned(word, before, rest, line));
        before = word;
    }
    found.retain(|span| !span.is_empty());
    found
}

/// The hole of one word that stands behind another.
fn in_word(before: &str, word: &str) -> Option<Span> {
    let behind = format!("{before} {word}");
    let offset = before.len() + 1;
    let line = hole(&behind, mask_command_line).filter(|hole| hole.end > offset);
    if let Some(hole) = line {
        return Some(Span::new(hole.start.saturating_sub(offset), hole.end - offset));
    }
    let inner = quotes(word);
    let part = inner.unwrap_or(Span::new(0, word.len()));
    let masks = [mask_header, mask_address, mask_command_line];
    masks
        .iter()
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

/// Which argument of a verb is the password, where the word is such a verb.
fn password_of(word: &str) -> Option<usize> {
    let arguments = verb(word)?.arguments.iter();
    let mut own = arguments.filter(|argument| argument.switch.is_none());
    own.position(|argument| matches!(argument.role, Role::Secret(_)))
}

/// The words up to the end of a command; NULL is no secret.
fn arguments(words: &[Span], line: &str) -> Vec<Span> {
    words
        .iter()
        .take_while(|span| !span.of(line).starts_with(['&', '|', '>', ';']))
        .map(|span| match span.of(line).eq_ignore_ascii_case("NULL") {
            true => Span::new(span.start, span.start),
            false => *span,
        })
        .collect()
}

/// What is given to a name that promises a secret: `$password = 'x'`, `set "PASSWORD=x y"`, `Authorization = "Bearer x"`.
fn assigned(word: &str, before: &str, rest: &[Span], line: &str) -> Vec<Span> {
    let name = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        is_secret_name(bare.rsplit(['.', ':', '$']).next().unwrap_or(bare))
    };
    let set = before.eq_ignore_ascii_case("set");
    if let Some((key, _)) = word.split_once('=')
        && !key.is_empty()
        && name(key)
    {
        // In cmd the value goes on to the end of the line.
        let more = if set { rest } else { &[] };
        return more.to_vec();
    }
    if word != "=" || !name(before) {
        return Vec::new();
    }
    let is_call = |word: &str| {
        word.starts_with(['(', '$', '@', '[']) || word.contains('-') && !word.contains(['"', '\''])
    };
    let value = rest.first().filter(|span| !is_call(span.of(line)));
    let quoted = rest.iter().flat_map(|span| quoted(line, *span));
    value.copied().into_iter().chain(quoted).collect()
}

/// What stands between the quotes of a word.
fn quoted(line: &str, span: Span) -> impl Iterator<Item = Span> + use<> {
    quotes(span.of(line))
        .map(|inner| inner.shifted(span.start))
        .into_iter()
}

/// From the first quote of a word to its last one.
fn quotes(word: &str) -> Option<Span> {
    let start = word.find(['"', '\''])?;
    let end = word
        .rfind(['"', '\''])
        .filter(|end| *end > start)
        .unwrap_or(word.len());
    Some(Span::new(start + 1, end))
}

/// The words of a line: blanks part them, but not between quotes.
fn words(line: &str) -> Vec<Span> {
    let mut words: Vec<Span> = Vec::new();
    let mut quote = None;
    let mut open = false;
    for (at, c) in line.char_indices() {
        match quote {
            Some(mark) if c == mark => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c.is_whitespace() => {
                open = false;
                continue;
            }
            None => {}
        }
        let end = at + c.len_utf8();
        match words.last_mut().filter(|_| open) {
            Some(last) => last.end = end,
            None => words.push(Span::new(at, end)),
        }
        open = true;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_of_scripts_are_not_shown() {
        for line in [
            "bitsadmin /setcredentials j SERVER BASIC ann SECRET",
            "bitsadmin /setcredentials j SERVER BASIC ann \"SECRET SECRET\" & bitsadmin /resume j",
            "BITSADMIN /SetCredentials \"a b\" PROXY NTLM ann SECRET SECRET",
            "bitsadmin /setcustomheaders j \"Authorization: Bearer SECRET\" \"Accept: b\"",
            "bitsadmin /transfer j https://ann:SECRET@h/a C:\\a",
            "bitsadmin /transfer j \"https://h/a?sig=SECRET\" C:\\a",
            "bitsadmin /setnotifycmdline j c:\\n.exe \"n.exe --token SECRET\"",
            "$p = ConvertTo-SecureString 'SECRET' -AsPlainText -Force",
            "$p = ConvertTo-SecureString -String SECRET -AsPlainText -Force",
            "New-Object System.Management.Automation.PSCredential('ann', 'SECRET')",
            "$password = 'SECRET SECRET'",
            "$cfg.Password = \"SECRET\"",
            "set PASSWORD=SECRET SECRET",
            "set \"TOKEN=SECRET SECRET\"",
            "-CustomHeaders 'X: y', 'Authorization: Bearer SECRET'",
            "    Authorization = 'Bearer SECRET'",
            "-CustomHeaders:\"Cookie: SECRET\"",
            "tool --password SECRET",
            "tool /password:SECRET",
        ] {
            let shown = masked_line(line);
            assert!(!shown.contains("SECRET"), "{shown}");
            assert_eq!(shown.encode_utf16().count(), line.encode_utf16().count());
            assert!(has_secret(line));
        }
    }

    #[test]
    fn what_is_no_secret_is_shown() {
        for line in [
            "bitsadmin /setcredentials j SERVER NEGOTIATE NULL NULL\r\n",
            "bitsadmin /transfer j https://h/a?b=c C:\\a.zip\n",
            "bitsadmin /setcustomheaders j \"Accept: b\"",
            "$job = Get-BitsTransfer -Name 'a b'",
            "Set-BitsTransfer -BitsJob $j -Credential (Get-Credential)",
            "$password = Read-Host -AsSecureString",
            "set A=b c",
            "\ttext \u{E9}\u{1F600}",
        ] {
            assert_eq!(masked_line(line), line);
        }
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(masked("a\u{1b}[2J\u{202e}b\r\nc\r"), "a*[2J*b\r\nc\r");
    }
}
