//! What looks like a secret in a text, and the hole that takes its place.
//!
//! A header such as `Authorization: Bearer …` or a signed address is legal data, and is not for links, files, logs or
//! scripts. Its value becomes a parameter named `secret1`, `secret2`, …: scripts ask for such a parameter.
//!
//! ```
//! use bitsmith_core::secret::{Holes, mask_header};
//! use bitsmith_core::text::{Notation, Text};
//! let mut holes = Holes::default();
//! let header = mask_header(&Text::literal("Authorization: Bearer abc"), &mut holes);
//! assert_eq!(header.notation(Notation::Plain).unwrap(), "Authorization: Bearer {{secret1}}");
//! assert_eq!(holes.all()[0].label, "value of the header Authorization");
//! ```

use crate::text::{Piece, Text};

/// What the names of holes begin with.
pub const HOLE: &str = "secret";

/// Whether a parameter is a hole: `secret` and a number.
pub fn is_hole(parameter: &str) -> bool {
    parameter
        .strip_prefix(HOLE)
        .is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}

/// A hole that was made, with what it stood for in words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hole {
    /// The parameter's name.
    pub name: String,
    /// What a person is asked for: `Authorization header`, `value of sig in the remote name`.
    pub label: String,
}

/// Names of holes, handed out in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holes(Vec<Hole>);

impl Holes {
    /// The holes so far.
    pub fn all(&self) -> &[Hole] {
        &self.0
    }

    fn next(&mut self, label: String) -> Piece {
        let name = format!("{HOLE}{}", self.0.len().saturating_add(1));
        self.0.push(Hole {
            name: name.clone(),
            label,
        });
        Piece::Parameter(name)
    }
}

/// Whether a header or query name promises a secret value.
pub fn is_secret_name(name: &str) -> bool {
    let folded: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    const WHOLE: &[&str] = &[
        "authorization",
        "proxyauthorization",
        "cookie",
        "sig",
        "key",
        "code",
        "pwd",
    ];
    const WITHIN: &[&str] = &[
        "token",
        "secret",
        "password",
        "passwd",
        "apikey",
        "signature",
        "authorization",
        "credential",
        "accesskey",
    ];
    WHOLE.contains(&folded.as_str()) || WITHIN.iter().any(|word| folded.contains(word))
}

/// The name of a header, and whether its value is a secret.
pub fn header_name(header: &Text) -> Option<&str> {
    header
        .literal_start()
        .split_once(':')
        .map(|(name, _)| name.trim())
}

/// The header with a hole for its value, where its name promises a secret and the value is written out.
pub fn mask_header(header: &Text, holes: &mut Holes) -> Text {
    let Some(name) = header_name(header).filter(|name| is_secret_name(name)) else {
        return mask_existing(header, holes, "secret header value");
    };
    let label = format!("value of the header {name}");
    let value_start = header
        .literal_start()
        .split_once(':')
        .map_or("", |(_, value)| value);
    let blank = value_start.len().saturating_sub(value_start.trim_start().len());
    let written_out =
        !value_start.trim().is_empty() || header.literals().skip(1).any(|text| !text.trim().is_empty());
    if !written_out {
        return mask_existing(header, holes, &label);
    }
    // A scheme word such as `Bearer` is no secret, and says what to type.
    let scheme = ["Bearer ", "Basic ", "Token "]
        .into_iter()
        .find(|scheme| value_start.trim_start().starts_with(scheme));
    let mut kept = format!("{name}:{}", " ".repeat(blank));
    if let Some(scheme) = scheme {
        kept.push_str(scheme);
    }
    let hole = holes.next(label);
    Text::from_pieces([Piece::Literal(kept), hole])
}

/// The address with holes for the values of secret query names and for a password before the host.
pub fn mask_address(address: &Text, holes: &mut Holes) -> Text {
    let mut masked = Text::default();
    let mut in_query = false;
    for piece in address.pieces() {
        match piece {
            Piece::Literal(literal) => mask_literal(literal, &mut in_query, &mut masked, holes),
            Piece::Parameter(name) if is_hole(name) => {
                masked.push(holes.next("secret part of the remote name".to_owned()))
            }
            other => masked.push(other.clone()),
        }
    }
    masked
}

fn mask_existing(text: &Text, holes: &mut Holes, label: &str) -> Text {
    Text::from_pieces(text.pieces().iter().map(|piece| match piece {
        Piece::Parameter(name) if is_hole(name) => holes.next(label.to_owned()),
        other => other.clone(),
    }))
}

fn mask_literal(literal: &str, in_query: &mut bool, masked: &mut Text, holes: &mut Holes) {
    let mut rest = literal;
    if !*in_query
        && let Some((scheme, after)) = rest.split_once("://")
        && let Some((user, host)) = after.split(['/', '?', '#']).next().unwrap_or("").rsplit_once('@')
        && let Some((name, _)) = user.split_once(':')
    {
        masked.push(Piece::Literal(format!("{scheme}://{name}:")));
        masked.push(holes.next("password in the remote name".to_owned()));
        masked.push(Piece::Literal(format!("@{host}")));
        rest = after
            .get(user.len().saturating_add(1).saturating_add(host.len())..)
            .unwrap_or("");
    }
    while !rest.is_empty() {
        if !*in_query {
            let Some(at) = rest.find('?') else { break };
            let (before, after) = rest.split_at_checked(at.saturating_add(1)).unwrap_or((rest, ""));
            masked.push(Piece::Literal(before.to_owned()));
            rest = after;
            *in_query = true;
            continue;
        }
        let end = rest.find(['&', ';', '#']).unwrap_or(rest.len());
        let (pair, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        match pair.split_once('=') {
            Some((name, value)) if !value.is_empty() && is_secret_name(name) => {
                masked.push(Piece::Literal(format!("{name}=")));
                masked.push(holes.next(format!("value of {name} in the remote name")));
            }
            _ => masked.push(Piece::Literal(pair.to_owned())),
        }
        let mut chars = after.chars();
        if let Some(separator) = chars.next() {
            masked.push(Piece::Literal(separator.to_string()));
        }
        rest = chars.as_str();
    }
    masked.push(Piece::Literal(rest.to_owned()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Notation;

    fn header(text: &str) -> String {
        mask_header(
            &Text::parse(text, Notation::Plain).unwrap(),
            &mut Holes::default(),
        )
        .notation(Notation::Plain)
        .unwrap()
    }

    fn address(text: &str) -> String {
        mask_address(
            &Text::parse(text, Notation::Plain).unwrap(),
            &mut Holes::default(),
        )
        .notation(Notation::Plain)
        .unwrap()
    }

    #[test]
    fn secret_headers_become_holes() {
        for (before, after) in [
            (
                "Authorization: Bearer abc.def",
                "Authorization: Bearer {{secret1}}",
            ),
            (
                "authorization:Basic dXNlcjpwYXNz",
                "authorization:Basic {{secret1}}",
            ),
            ("Cookie: a=b; c=d", "Cookie: {{secret1}}"),
            ("X-Vault-Token: s.123", "X-Vault-Token: {{secret1}}"),
            ("X-Api-Key: 1{{rest}}", "X-Api-Key: {{secret1}}"),
            ("Authorization: {{token}}", "Authorization: {{token}}"),
            (
                "Authorization: Bearer {{secret7}}",
                "Authorization: Bearer {{secret1}}",
            ),
            ("Accept: */*", "Accept: */*"),
            ("X-Note: token", "X-Note: token"),
        ] {
            assert_eq!(header(before), after);
        }
    }

    #[test]
    fn signed_addresses_have_holes() {
        for (before, after) in [
            (
                "https://h/a?sv=1&sig=AbC%3D&x=2",
                "https://h/a?sv=1&sig={{secret1}}&x=2",
            ),
            (
                "https://h/a?X-Amz-Signature=ff#top",
                "https://h/a?X-Amz-Signature={{secret1}}#top",
            ),
            (
                "https://u:p@h/a?token=1",
                "https://u:{{secret1}}@h/a?token={{secret2}}",
            ),
            ("https://h/a?q=sig", "https://h/a?q=sig"),
            ("https://h/sig=1", "https://h/sig=1"),
            ("https://h/a?sig={{sig}}", "https://h/a?sig={{sig}}"),
        ] {
            assert_eq!(address(before), after);
        }
    }
}
