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
use crate::value::Secrecy;

mod command_line;
pub(crate) mod program;
mod token;

pub use command_line::mask_command_line;

/// The text with holes for its secrets, as far as a text of its kind has some.
pub fn mask(secrecy: Secrecy, text: &Text, holes: &mut Holes) -> Text {
    match secrecy {
        Secrecy::None => text.clone(),
        Secrecy::Address => mask_address(text, holes),
        Secrecy::Header => mask_header(text, holes),
        Secrecy::CommandLine => mask_command_line(text, holes),
    }
}

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
        "sas",
        "key",
        "code",
        "pwd",
        "pw",
        "pass",
        "pin",
        "cred",
        "creds",
    ];
    const WITHIN: &[&str] = &[
        "token",
        "secret",
        "password",
        "passwd",
        "passwort",
        "kennwort",
        "geheimnis",
        "zugangsdaten",
        "apikey",
        "signature",
        "authorization",
        "credential",
        "accesskey",
        "accountkey",
        "sharedkey",
        "sessionid",
        "sessid",
        "hmac",
    ];
    // `X-Auth-Key`, `Ocp-Apim-Subscription-Key`, `X-Session-Id`.
    const SEGMENTS: &[&str] = &["auth", "session", "jwt", "passphrase", "sas", "sig", "pw"];
    let mut segments = name.split(|c: char| !c.is_ascii_alphanumeric());
    let is = |segment: &str, word: &str| segment.eq_ignore_ascii_case(word);
    WHOLE.contains(&folded.as_str())
        || WITHIN.iter().any(|word| folded.contains(word))
        || segments
            .clone()
            .any(|segment| SEGMENTS.iter().any(|word| is(segment, word)))
        || segments.next_back().is_some_and(|last| is(last, "key"))
}

/// How somebody signs in, as headers say it before what they sign in with.
const SCHEMES: &[&str] = &["basic", "bearer", "digest", "negotiate", "ntlm", "token"];

/// Whether a word says how somebody signs in, and not with what.
pub(crate) fn is_scheme(word: &str) -> bool {
    SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
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
    let scheme = start.split_once(' ').map(|(scheme, _)| scheme);
    let scheme = scheme.filter(|scheme| is_scheme(scheme));
    // The others are words of other headers too.
    let tells = |scheme: &str| matches!(scheme, "basic" | "bearer");
    if !is_secret_name(name.trim()) && !scheme.is_some_and(tells) {
        return mask_tokens(header, holes, "secret header value");
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
        let after = value.saturating_add(scheme.len()).saturating_add(1);
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
    if address.as_literal().is_some_and(is_plain) {
        return address.clone();
    }
    mask_parts(&atoms(address), holes)
}

fn mask_parts(atoms: &[Atom<'_>], holes: &mut Holes) -> Text {
    const PART: &str = "secret part of the remote name";
    let mut masked = Text::default();
    let slice = |from: usize, to: usize| atoms.get(from..to).unwrap_or_default();
    let mut done = 0;
    if let Some((colon, at)) = password(atoms) {
        keep(slice(0, colon.saturating_add(1)), &mut masked, holes, PART);
        masked.push(holes.next("password in the remote name".to_owned()));
        done = at;
    }
    let path = position(atoms, done, |c| c == '?' || c == '#').unwrap_or(atoms.len());
    let query = path.saturating_add(1).min(atoms.len());
    mask_path(atoms, done, path, &mut masked, holes);
    keep(slice(path, query), &mut masked, holes, PART);
    let mut start = query;
    while start < atoms.len() {
        let end = position(atoms, start, |c| "&;#".contains(c)).unwrap_or(atoms.len());
        // Looked for up to the end of the parameter alone: many of them have none.
        let equals = position(slice(0, end), start, |c| c == '=');
        let value = equals.map_or(end, |at| at.saturating_add(1));
        let name = characters(slice(start, equals.unwrap_or(end)));
        let written_out = slice(value, end).iter().any(|atom| atom.is(|_| true));
        if is_secret_name(&name) && written_out {
            keep(slice(start, value), &mut masked, holes, PART);
            masked.push(holes.next(format!("value of {name} in the remote name")));
        } else {
            keep_tokens(slice(start, end), &mut masked, holes, PART);
        }
        start = end.saturating_add(1);
        keep(slice(end, start.min(atoms.len())), &mut masked, holes, PART);
    }
    masked
}

/// Whether an address has nothing that could be a secret: no password, no query, no segment that is one by its shape.
/// Of the addresses of a long list nearly all are so, and this takes no memory.
pub(crate) fn is_plain(address: &str) -> bool {
    let is_odd = |segment: &str| {
        segment.len() >= 16
            && (segment.starts_with("bot") || token::is_random(segment) || token::stands_in(segment))
    };
    !address.bytes().any(|byte| matches!(byte, b'@' | b'?' | b'#')) && !address.split('/').any(is_odd)
}

/// The path of an address, from the scheme on: a hole for what follows a segment such as `token` or `webhooks`, for the
/// token of a bot, and for what is a token by its shape.
fn mask_path(atoms: &[Atom<'_>], from: usize, to: usize, masked: &mut Text, holes: &mut Holes) {
    const PART: &str = "secret part of the remote name";
    const NAMES: &[&str] = &[
        "token",
        "tokens",
        "accesstoken",
        "authtoken",
        "secret",
        "secrets",
        "apikey",
        "accesskey",
        "key",
        "sas",
        "sig",
        "signature",
        "password",
        "jwt",
        "auth",
    ];
    let mut start = from;
    let mut named = false;
    let mut hook = false;
    while start < to {
        let end = position(atoms, start, |c| c == '/').map_or(to, |at| at.min(to));
        let segment = atoms.get(start..end).unwrap_or_default();
        let said = characters(segment);
        let folded: String = said.chars().filter(char::is_ascii_alphanumeric).collect();
        let folded = folded.to_ascii_lowercase();
        if (named || hook) && token::is_random(&said) {
            masked.push(holes.next(PART.to_owned()));
        } else if let Some(colon) = bot_token(segment) {
            let (name, _) = segment.split_at_checked(colon).unwrap_or((segment, &[]));
            keep(name, masked, holes, PART);
            masked.push(holes.next("token of the bot in the remote name".to_owned()));
        } else {
            keep_tokens(segment, masked, holes, PART);
        }
        named = NAMES.contains(&folded.as_str());
        hook |= folded.contains("webhook") || said.starts_with("hooks.");
        start = end.saturating_add(1).min(to);
        keep(atoms.get(end..start).unwrap_or_default(), masked, holes, PART);
    }
}

/// Where the token begins in `bot123456:AAH…`.
fn bot_token(segment: &[Atom<'_>]) -> Option<usize> {
    let said = characters(segment);
    let (number, secret) = said.strip_prefix("bot")?.split_once(':')?;
    let is_number = number.len() >= 5 && number.chars().all(|c| c.is_ascii_digit());
    let token = secret.len() >= 20 && segment.len() == said.chars().count();
    (is_number && token).then(|| "bot:".len().saturating_add(number.len()))
}

/// The places of the colon before a password that is written out, and of the sign `@` after it.
fn password(atoms: &[Atom<'_>]) -> Option<(usize, usize)> {
    let is = |at: usize, wanted: char| atoms.get(at).is_some_and(|atom| atom.is(|c| c == wanted));
    let scheme = (0..atoms.len())
        .find(|at| is(*at, ':') && is(at.saturating_add(1), '/') && is(at.saturating_add(2), '/'));
    let (start, ends) = match scheme {
        Some(scheme) => (scheme.saturating_add(3), "/?#"),
        None => (authority(atoms)?, "/\\?#"),
    };
    let end = position(atoms, start, |c| ends.contains(c)).unwrap_or(atoms.len());
    let at = (start..end).rfind(|at| is(*at, '@'))?;
    let colon = position(atoms, start, |c| c == ':').filter(|colon| *colon < at)?;
    let between = atoms.get(colon.saturating_add(1)..at)?;
    let is_there = between.iter().any(|atom| atom.is(|_| true));
    (is_there && (scheme.is_some() || is_user_and_host(atoms, start, colon, at, end))).then_some((colon, at))
}

/// Where the user or the host begins in an address that has no `://`: `http:user:password@host`, `\\\\user:password@host`,
/// `user:password@host`.
fn authority(atoms: &[Atom<'_>]) -> Option<usize> {
    const SCHEMES: &[&str] = &["http", "https", "ftp", "file"];
    let slashes = |from: usize| token::run(atoms, from, |c| matches!(c, '/' | '\\'));
    let colon = position(atoms, 0, |c| c == ':')?;
    let scheme = characters(atoms.get(..colon)?);
    match slashes(0) {
        0 if SCHEMES.iter().any(|one| scheme.eq_ignore_ascii_case(one)) => {
            Some(slashes(colon.saturating_add(1)))
        }
        // `/user:ann@example.com` is a switch.
        1 => None,
        start => Some(start),
    }
}

/// Whether what stands around `:` and `@` looks like a user and a host, where no `://` says so.
fn is_user_and_host(atoms: &[Atom<'_>], start: usize, colon: usize, at: usize, end: usize) -> bool {
    /// What takes an address of mail behind a colon.
    const TAKES_MAIL: &[&str] = &[
        "mailto", "sip", "from", "user", "username", "upn", "mail", "email",
    ];
    let begins = |place: usize, more: &str| match atoms.get(place) {
        Some(Atom::Char(c)) => c.is_alphanumeric() || more.contains(*c),
        Some(Atom::Piece(_)) => true,
        None => false,
    };
    let slice = |from: usize, to: usize| atoms.get(from..to).unwrap_or_default();
    let user = characters(slice(start, colon));
    let parts = |atom: &Atom<'_>| atom.is(|c| c.is_whitespace() || matches!(c, '"' | '\''));
    // `$name:` is a variable of PowerShell on a drive of that name.
    let is_variable = user.starts_with('$') && !user.starts_with("${") && !user.starts_with("$(");
    begins(start, "$%!_")
        && begins(at.saturating_add(1), "$%[")
        && !is_variable
        && !TAKES_MAIL.iter().any(|name| user.eq_ignore_ascii_case(name))
        && !slice(start, end).iter().any(parts)
}

/// The text with holes for what is a token by its shape.
fn mask_tokens(text: &Text, holes: &mut Holes, label: &str) -> Text {
    let mut masked = Text::default();
    keep_tokens(&atoms(text), &mut masked, holes, label);
    masked
}

/// Adds a text; what is a token by its shape becomes a hole.
fn keep_tokens(atoms: &[Atom<'_>], masked: &mut Text, holes: &mut Holes, label: &str) {
    let mut rest = atoms;
    while let Some((start, end)) = token::find(rest) {
        keep(rest.get(..start).unwrap_or_default(), masked, holes, label);
        masked.push(holes.next(label.to_owned()));
        rest = rest.get(end..).unwrap_or_default();
    }
    keep(rest, masked, holes, label);
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
    let mut atoms = Vec::with_capacity(text.literals().map(str::len).sum());
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
    keep_all(atoms, masked, |piece| match piece {
        Piece::Parameter(name) if is_hole(name) => holes.next(label.to_owned()),
        other => other.clone(),
    });
}

/// Adds characters as they are, and what becomes of the pieces between them.
fn keep_all(atoms: &[Atom<'_>], text: &mut Text, mut piece_of: impl FnMut(&Piece) -> Piece) {
    let mut literal = String::with_capacity(atoms.len());
    for atom in atoms {
        match atom {
            Atom::Char(c) => literal.push(*c),
            Atom::Piece(piece) => {
                text.push(Piece::Literal(std::mem::take(&mut literal)));
                text.push(piece_of(piece));
            }
        }
    }
    text.push(Piece::Literal(literal));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Notation;
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn an_address_that_is_plain_has_no_holes(
            segments in prop::collection::vec("(|token|hooks\\.|bot12345:|eyJ|ghp_|v)[a-c1-3._%~-]{0,40}", 0..4)
        ) {
            let address = format!("https://{}", segments.join("/"));
            if is_plain(&address) {
                let text = Text::literal(address.clone());
                let mut holes = Holes::default();
                prop_assert_eq!(mask_parts(&atoms(&text), &mut holes), text);
                prop_assert_eq!(holes.all(), []);
            }
        }
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
            ("http:u:pw@h/x", "http:u:{{secret1}}@h/x"),
            (
                "HTTPS:/u:pw@h/x?sig=ff",
                "HTTPS:/u:{{secret1}}@h/x?sig={{secret2}}",
            ),
            ("u:pw@h/file", "u:{{secret1}}@h/file"),
            ("{{u}}:p:w@{{h}}/file", "{{u}}:{{secret1}}@{{h}}/file"),
            ("%USER%:pw@h", "%USER%:{{secret1}}@h"),
            ("\\\\u:pw@h\\share\\x", "\\\\u:{{secret1}}@h\\share\\x"),
            ("//u:pw@h/share", "//u:{{secret1}}@h/share"),
            ("u:{{p}}@h/a", "u:{{p}}@h/a"),
            ("\\\\h@SSL@8443\\DavWWWRoot\\a", "\\\\h@SSL@8443\\DavWWWRoot\\a"),
            ("C:\\a@b.zip", "C:\\a@b.zip"),
            ("h:80/a@b", "h:80/a@b"),
            ("$env:USER@h", "$env:USER@h"),
            ("mailto:ann@example.com", "mailto:ann@example.com"),
            ("/user:ann@example.com", "/user:ann@example.com"),
            ("-Name:@args", "-Name:@args"),
            ("a note: b @ c", "a note: b @ c"),
            ("{{host}}/a?sig=ff", "{{host}}/a?sig={{secret1}}"),
            ("https://h/a?q=sig", "https://h/a?q=sig"),
            ("https://h/sig=1", "https://h/sig=1"),
            ("https://h/a?sig={{sig}}", "https://h/a?sig={{sig}}"),
        ] {
            assert_eq!(address(before), after);
        }
    }

    #[test]
    fn secrets_in_paths_are_holes() {
        for (before, after) in [
            (
                "https://h/token/a8f5f167f44f4964e6c998dee827110c/a.zip",
                "https://h/token/{{secret1}}/a.zip",
            ),
            (
                "https://h/v1/api-key/9f8e7d6c5b4a39281706f5e4d3c2b1a0?x=1",
                "https://h/v1/api-key/{{secret1}}?x=1",
            ),
            (
                "https://api.example.com/bot123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getFile",
                "https://api.example.com/bot123456:{{secret1}}/getFile",
            ),
            (
                "https://hooks.example.com/services/T00/B00/x1Y2z3A4b5C6d7E8f9G0h1I2",
                "https://hooks.example.com/services/T00/B00/{{secret1}}",
            ),
            (
                "https://h/api/webhooks/123456789012345678/x1Y2z3A4b5C6d7E8f9G0h1I2",
                "https://h/api/webhooks/123456789012345678/{{secret1}}",
            ),
            (
                "https://h/d/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc/a.zip",
                "https://h/d/{{secret1}}/a.zip",
            ),
            (
                "https://h/a?x=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc&y=1",
                "https://h/a?x={{secret1}}&y=1",
            ),
            (
                "https://h/ghp_0123456789abcdefABCD/a.zip",
                "https://h/{{secret1}}/a.zip",
            ),
            (
                "https://h/token/a8f5f167f44f4964{{x}}e6c998dee8/a",
                "https://h/token/{{secret1}}/a",
            ),
            (
                "https://h/token/{{secret3}}/a8f5f167f44f4964e6c998dee827110c",
                "https://h/token/{{secret1}}/a8f5f167f44f4964e6c998dee827110c",
            ),
        ] {
            assert_eq!(address(before), after);
        }
    }

    #[test]
    fn paths_without_secrets_stay() {
        for path in [
            "https://example.com/update.zip",
            "https://h/token/setup.exe",
            "https://h/token/setup-release-2024-version",
            "https://h/tokens/list",
            "https://h/secret/garden/plan.pdf",
            "https://h/key/{{key}}/a",
            "https://h/objects/a8f5f167f44f4964e6c998dee827110c",
            "https://h/6f1c2f0e-9d7b-4a55-8a1c-5b0d4d1f9c11/a.zip",
            "https://h/webhooks/docs/index.html",
            "https://h/bottle:1/a",
            "https://h/bot12:abc/a",
            "https://h/a.b.c/eyJ.x.y",
            "https://h/Windows10.0-KB5034441-x64.msu",
            "\\\\server\\share\\token\\a8f5f167f44f4964e6c998dee827110c",
        ] {
            assert_eq!(address(path), path);
        }
    }

    #[test]
    fn tokens_in_any_header_are_holes() {
        assert_eq!(
            header("X-Trace: a eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc b"),
            "X-Trace: a {{secret1}} b"
        );
    }
}
