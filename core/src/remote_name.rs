//! What a remote name is, as far as its text says: the protocol, the host, the file.

use crate::text::{Piece, Text};
use crate::version::BitsVersion;

/// What a remote name is reached with. `[com:BG_FILE_INFO]`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// `http://`.
    Http,
    /// `https://`.
    Https,
    /// `\\server\share` or `file://`.
    Smb,
    /// `X:\`: a mapped network drive, or a mistake.
    Drive,
    /// A protocol that BITS does not have.
    Unsupported,
    /// Nothing that names a protocol.
    Missing,
    /// It begins with a variable.
    Unknown,
}

impl Protocol {
    /// The protocol of a remote name.
    pub fn of(name: &Text) -> Protocol {
        let start = name.literal_start();
        if start.starts_with(r"\\") {
            return Protocol::Smb;
        }
        if is_drive(start) {
            return Protocol::Drive;
        }
        let Some((scheme, rest)) = start.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) else {
            let open = name.as_literal().is_none() && start.chars().all(is_scheme_character);
            return if open {
                Protocol::Unknown
            } else {
                Protocol::Missing
            };
        };
        // `server:8080/x` has a port and no protocol; `mailto:x` and `http:x` have nothing to go to.
        if !rest.starts_with("//") && !rest.starts_with(r"\\") {
            return Protocol::Missing;
        }
        [
            ("http", Protocol::Http),
            ("https", Protocol::Https),
            ("file", Protocol::Smb),
        ]
        .into_iter()
        .find(|(word, _)| scheme.eq_ignore_ascii_case(word))
        .map_or(Protocol::Unsupported, |(_, protocol)| protocol)
    }

    /// Whether it is HTTP or HTTPS.
    pub const fn is_http(self) -> bool {
        matches!(self, Protocol::Http | Protocol::Https)
    }

    /// The first BITS that has it, where that is a later one than the first. `[w32:what-s-new]`
    pub const fn since(self) -> Option<BitsVersion> {
        match self {
            Protocol::Smb | Protocol::Drive => Some(BitsVersion::new(2, 0)),
            Protocol::Http
            | Protocol::Https
            | Protocol::Unsupported
            | Protocol::Missing
            | Protocol::Unknown => None,
        }
    }

    /// Whether it is a file share.
    pub const fn is_smb(self) -> bool {
        matches!(self, Protocol::Smb | Protocol::Drive)
    }
}

/// Whether a text begins with a drive letter and a separator.
pub fn is_drive(start: &str) -> bool {
    let mut chars = start.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.next() == Some(':')
        && matches!(chars.next(), Some('\\' | '/') | None)
}

/// The protocol word that a text begins with, where `://` follows.
pub fn scheme(start: &str) -> Option<&str> {
    start
        .split_once("://")
        .map(|(scheme, _)| scheme)
        .filter(|scheme| is_scheme(scheme))
}

fn is_scheme(word: &str) -> bool {
    word.len() > 1
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(is_scheme_character)
}

fn is_scheme_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')
}

/// The host of an address, where the text says it whole: without name, password and port.
pub fn host(name: &Text) -> Option<&str> {
    host_and_port(name).map(|(host, _)| host)
}

/// The port of an address, where it has one and the text says it whole.
pub fn port(name: &Text) -> Option<&str> {
    host_and_port(name)?.1
}

fn host_and_port(name: &Text) -> Option<(&str, Option<&str>)> {
    let (_, rest) = name.literal_start().split_once("://")?;
    let end = rest.find(['/', '?', '#', '\\']);
    if end.is_none() && name.as_literal().is_none() {
        return None;
    }
    let authority = rest.get(..end.unwrap_or(rest.len()))?;
    let server = authority.rsplit_once('@').map_or(authority, |(_, server)| server);
    // An IPv6 host has colons of its own, in brackets. [rfc:3986]
    let bracket = server.find(']').filter(|_| server.starts_with('['));
    let (host, behind) = match bracket {
        Some(bracket) => server.split_at_checked(bracket.saturating_add(1))?,
        None => server.split_at_checked(server.find(':').unwrap_or(server.len()))?,
    };
    Some((host, behind.strip_prefix(':')))
}

/// The literal parts of the path of an address: what stands before `?` and `#`.
pub fn path(name: &Text) -> Vec<&str> {
    let mut parts = Vec::new();
    for piece in name.pieces() {
        let Piece::Literal(literal) = piece else {
            continue;
        };
        match literal.find(['?', '#']) {
            Some(end) => {
                parts.extend(literal.get(..end));
                break;
            }
            None => parts.push(literal),
        }
    }
    parts
}

/// A name for a local file: the last segment of the remote name, where it is written out.
///
/// ```
/// use bitsmith_core::remote_name::file_name;
/// use bitsmith_core::text::Text;
/// let name = Text::literal("https://example.com/a/My%20file.zip?x=1");
/// assert_eq!(file_name(&name).as_deref(), Some("My file.zip"));
/// ```
pub fn file_name(name: &Text) -> Option<String> {
    let whole = name.as_literal()?;
    let end = if Protocol::of(name).is_http() {
        whole.find(['?', '#']).unwrap_or(whole.len())
    } else {
        whole.len()
    };
    let (_, last) = whole.get(..end)?.rsplit_once(['/', '\\'])?;
    let decoded = percent_decoded(last).unwrap_or_else(|| last.to_owned());
    let plain: String = decoded
        .chars()
        .map(|c| {
            if c.is_control() || r#"<>:"/\|?*"#.contains(c) {
                '_'
            } else {
                c
            }
        })
        .collect();
    let plain = plain.trim_end_matches(['.', ' ']);
    (!plain.is_empty() && host(name) != Some(last)).then(|| plain.to_owned())
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
        let (high, low) = (rest.next().and_then(digit)?, rest.next().and_then(digit)?);
        bytes.push((high << 4) | low);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Notation;

    fn text(typed: &str) -> Text {
        Text::parse(typed, Notation::Plain).unwrap()
    }

    #[test]
    fn protocols_are_told_by_the_beginning() {
        for (typed, protocol) in [
            ("http://h/a", Protocol::Http),
            ("HTTPS://h/a", Protocol::Https),
            (r"\\server\share\a", Protocol::Smb),
            ("file://server/share/a", Protocol::Smb),
            (r"Z:\a", Protocol::Drive),
            ("ftp://h/a", Protocol::Unsupported),
            ("example.com/a", Protocol::Missing),
            ("example.com:8080/a", Protocol::Missing),
            ("http:/h", Protocol::Missing),
            ("/a", Protocol::Missing),
            ("a.zip", Protocol::Missing),
            ("{{url}}", Protocol::Unknown),
            ("http{{s}}://h/a", Protocol::Unknown),
            ("https://{{host}}/a", Protocol::Https),
            ("www.{{host}}", Protocol::Unknown),
            ("a/{{b}}", Protocol::Missing),
        ] {
            assert_eq!(Protocol::of(&text(typed)), protocol, "{typed}");
        }
    }

    #[test]
    fn hosts_and_files_are_told_where_they_are_written_out() {
        for (typed, is, name) in [
            (
                "https://u:p@h.example:8080/a/b.zip",
                Some("h.example"),
                Some("b.zip"),
            ),
            ("https://h", Some("h"), None),
            ("https://h/", Some("h"), None),
            ("https://h?x=/y", Some("h"), None),
            ("https://{{h}}/a.zip", None, None),
            ("https://h{{p}}/a.zip", None, None),
            ("https://h/%C3%9C%3A.zip", Some("h"), Some("Ü_.zip")),
            ("https://h/%zz", Some("h"), Some("%zz")),
            (r"\\server\share\a#b.zip", None, Some("a#b.zip")),
            ("https:///a.zip", Some(""), Some("a.zip")),
            ("https://[fe80::1]:8080/a.zip", Some("[fe80::1]"), Some("a.zip")),
        ] {
            assert_eq!(host(&text(typed)), is, "{typed}");
            assert_eq!(file_name(&text(typed)).as_deref(), name, "{typed}");
        }
        for (typed, is) in [
            ("https://u:p@h:8080/a", Some("8080")),
            ("https://h/a:b", None),
            ("https://h:/a", Some("")),
            ("https://h:80x", Some("80x")),
            ("https://[fe80::1]/a", None),
            ("https://[fe80::1]:8080/a", Some("8080")),
            ("https://h:{{port}}/a", None),
        ] {
            assert_eq!(port(&text(typed)), is, "{typed}");
        }
    }
}
