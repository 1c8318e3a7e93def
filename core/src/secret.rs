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
    // `X-Auth-Key`, `Ocp-Apim-Subscription-Key`, `X-Session-Id`.
    const SEGMENTS: &[&str] = &["auth", "session", "jwt", "passphrase"];
    let mut segments = name.split(|c: char| !c.is_ascii_alphanumeric());
    let is = |segment: &str, word: &str| segment.eq_ignore_ascii_case(word);
    WHOLE.contains(&folded.as_str())
        || WITHIN.iter().any(|word| folded.contains(word))
        || segments
            .clone()
            .any(|segment| SEGMENTS.iter().any(|word| is(segment, word)))
        || segments.next_back().is_some_and(|last| is(last, "key"))
}

/// The name of a header, and whether its value is a secret.
pub fn header_name(header: &Text) -> Option<&str> {
    header
        .literal_start()
        .split_once(':')
        .map(|(name, _)| name.trim())
}

/// The header with a hole for its value, where its name or its value promises a secret and the value is written out.
pub fn mask_header(header: &Text, holes: &mut Holes) -> Text {
    let atoms = atoms(header);
    let colon = position(&atoms, 0, |c| c == ':');
    // Without a colon it is no header yet; its first word may still say what the rest is.
    let name_end = colon
        .or_else(|| {
            let word = atoms.iter().position(|atom| !atom.is(char::is_whitespace))?;
            position(&atoms, word, |c| c.is_whitespace() || c == '=')
        })
        .unwrap_or(atoms.len());
    let name = characters(atoms.get(..name_end).unwrap_or_default());
    let mut value = name_end.saturating_add(1);
    let blanks = atoms.get(value..).unwrap_or_default().iter();
    value = value.saturating_add(blanks.take_while(|atom| atom.is(char::is_whitespace)).count());
    // A scheme word such as `Bearer` is no secret, and says what to type.
    let start = characters(atoms.get(value..).unwrap_or_default()).to_ascii_lowercase();
    let scheme = ["bearer ", "basic ", "token "]
        .into_iter()
        .find(|scheme| start.starts_with(scheme));
    if !is_secret_name(name.trim()) && scheme.is_none_or(|scheme| scheme == "token ") {
        return mask_existing(header, holes, "secret header value");
    }
    let label = match name.trim() {
        "" => "value of the header".to_owned(),
        name => format!("value of the header {name}"),
    };
    let written_out = |from: usize| {
        let rest = atoms.get(from..).unwrap_or_default();
        rest.iter().any(|atom| atom.is(|c| !c.is_whitespace()))
    };
    if !written_out(value) {
        return mask_existing(header, holes, &label);
    }
    if let Some(scheme) = scheme {
        let after = value.saturating_add(scheme.len());
        if !written_out(after) && after < atoms.len() {
            return mask_existing(header, holes, &label);
        }
        value = after;
    }
    let mut masked = Text::default();
    keep(atoms.get(..value).unwrap_or_default(), &mut masked, holes, &label);
    masked.push(holes.next(label));
    masked
}

/// The address with holes for the values of secret query names and for a password before the host.
pub fn mask_address(address: &Text, holes: &mut Holes) -> Text {
    const PART: &str = "secret part of the remote name";
    let atoms = atoms(address);
    let mut masked = Text::default();
    let slice = |from: usize, to: usize| atoms.get(from..to).unwrap_or_default();
    let mut done = 0;
    if let Some((colon, at)) = password(&atoms) {
        keep(slice(0, colon.saturating_add(1)), &mut masked, holes, PART);
        masked.push(holes.next("password in the remote name".to_owned()));
        done = at;
    }
    let query =
        position(&atoms, done, |c| c == '?' || c == '#').map_or(atoms.len(), |at| at.saturating_add(1));
    keep(slice(done, query), &mut masked, holes, PART);
    let mut start = query;
    while start < atoms.len() {
        let end = position(&atoms, start, |c| "&;#".contains(c)).unwrap_or(atoms.len());
        let equals = position(&atoms, start, |c| c == '=').filter(|at| *at < end);
        let value = equals.map_or(end, |at| at.saturating_add(1));
        let name = characters(slice(start, equals.unwrap_or(end)));
        let written_out = slice(value, end).iter().any(|atom| atom.is(|_| true));
        if is_secret_name(&name) && written_out {
            keep(slice(start, value), &mut masked, holes, PART);
            masked.push(holes.next(format!("value of {name} in the remote name")));
        } else {
            keep(slice(start, end), &mut masked, holes, PART);
        }
        start = end.saturating_add(1);
        keep(slice(end, start.min(atoms.len())), &mut masked, holes, PART);
    }
    masked
}

/// The places of the colon before a password that is written out, and of the sign `@` after it.
fn password(atoms: &[Atom<'_>]) -> Option<(usize, usize)> {
    let is = |at: usize, wanted: char| atoms.get(at).is_some_and(|atom| atom.is(|c| c == wanted));
    let scheme = (0..atoms.len())
        .find(|at| is(*at, ':') && is(at.saturating_add(1), '/') && is(at.saturating_add(2), '/'))?;
    let start = scheme.saturating_add(3);
    let end = position(atoms, start, |c| "/?#".contains(c)).unwrap_or(atoms.len());
    let at = (start..end).rfind(|at| is(*at, '@'))?;
    let colon = position(atoms, start, |c| c == ':').filter(|colon| *colon < at)?;
    let between = atoms.get(colon.saturating_add(1)..at)?;
    between
        .iter()
        .any(|atom| atom.is(|_| true))
        .then_some((colon, at))
}

fn mask_existing(text: &Text, holes: &mut Holes, label: &str) -> Text {
    Text::from_pieces(text.pieces().iter().map(|piece| match piece {
        Piece::Parameter(name) if is_hole(name) => holes.next(label.to_owned()),
        other => other.clone(),
    }))
}

/// A character of a text, or one of its other pieces.
#[derive(Debug, Clone, Copy)]
enum Atom<'t> {
    Char(char),
    Piece(&'t Piece),
}

impl Atom<'_> {
    fn is(&self, what: impl Fn(char) -> bool) -> bool {
        matches!(self, Atom::Char(c) if what(*c))
    }
}

fn atoms(text: &Text) -> Vec<Atom<'_>> {
    let mut atoms = Vec::new();
    for piece in text.pieces() {
        match piece {
            Piece::Literal(literal) => atoms.extend(literal.chars().map(Atom::Char)),
            other => atoms.push(Atom::Piece(other)),
        }
    }
    atoms
}

/// Where the first character of a kind stands, from a place on.
fn position(atoms: &[Atom<'_>], from: usize, what: impl Fn(char) -> bool) -> Option<usize> {
    let found = atoms.get(from..)?.iter().position(|atom| atom.is(&what))?;
    Some(from.saturating_add(found))
}

fn characters(atoms: &[Atom<'_>]) -> String {
    let character = |atom: &Atom<'_>| match atom {
        Atom::Char(c) => Some(*c),
        Atom::Piece(_) => None,
    };
    atoms.iter().filter_map(character).collect()
}

/// Adds what is no secret; holes that were made before get new names.
fn keep(atoms: &[Atom<'_>], masked: &mut Text, holes: &mut Holes, label: &str) {
    let mut literal = String::new();
    for atom in atoms {
        match atom {
            Atom::Char(c) => literal.push(*c),
            Atom::Piece(piece) => {
                masked.push(Piece::Literal(std::mem::take(&mut literal)));
                masked.push(match piece {
                    Piece::Parameter(name) if is_hole(name) => holes.next(label.to_owned()),
                    other => (*other).clone(),
                });
            }
        }
    }
    masked.push(Piece::Literal(literal));
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
            ("X-Functions-Key: abc", "X-Functions-Key: {{secret1}}"),
            ("X-Auth: abc", "X-Auth: {{secret1}}"),
            ("X-Other: bearer abc", "X-Other: bearer {{secret1}}"),
            ("{{name}}: Bearer abc", "{{name}}: Bearer {{secret1}}"),
            ("{{name}}: Bearer {{secret7}}", "{{name}}: Bearer {{secret1}}"),
            (
                "Authorization: Bearer a{{b}}",
                "Authorization: Bearer {{secret1}}",
            ),
            ("Authorization Bearer abc", "Authorization Bearer {{secret1}}"),
            ("Authorization", "Authorization"),
            ("Authorization: ", "Authorization: "),
            ("", ""),
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
            (
                "https://h/a#access_token=ff",
                "https://h/a#access_token={{secret1}}",
            ),
            ("https://h/a?sig=f{{x}}f&x=2", "https://h/a?sig={{secret1}}&x=2"),
            ("https://h/a?sig={{x}}f", "https://h/a?sig={{secret1}}"),
            ("https://h/a?sig=ff;", "https://h/a?sig={{secret1}};"),
            ("https://{{u}}:p@h/a", "https://{{u}}:{{secret1}}@h/a"),
            ("https://u:{{p}}@h/a", "https://u:{{p}}@h/a"),
            ("https://u:p{{x}}@{{h}}/a", "https://u:{{secret1}}@{{h}}/a"),
            ("https://h:80/a@b", "https://h:80/a@b"),
            ("{{host}}/a?sig=ff", "{{host}}/a?sig={{secret1}}"),
            ("https://h/a?q=sig", "https://h/a?q=sig"),
            ("https://h/sig=1", "https://h/sig=1"),
            ("https://h/a?sig={{sig}}", "https://h/a?sig={{sig}}"),
        ] {
            assert_eq!(address(before), after);
        }
    }
}
