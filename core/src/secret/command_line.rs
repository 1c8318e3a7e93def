//! Secrets in a command line: the value of a switch such as `--token`, a password behind a user, an address, a header.

use super::{Atom, Holes, atoms, characters, keep, mask_address, mask_header, position, token};
use crate::text::{Piece, Text};

const LABEL: &str = "secret in the notify command";

/// The command line with holes for the values of secret switches, and for what is a secret in any text.
pub fn mask_command_line(line: &Text, holes: &mut Holes) -> Text {
    let atoms = atoms(line);
    let mut masked = Text::default();
    let mut done = 0;
    let mut before: Option<String> = None;
    for (start, end) in words(&atoms) {
        keep(
            atoms.get(done..start).unwrap_or_default(),
            &mut masked,
            holes,
            LABEL,
        );
        let word = atoms.get(start..end).unwrap_or_default();
        let last = before.replace(characters(word));
        mask_word(word, last.as_deref(), &mut masked, holes);
        done = end;
    }
    keep(atoms.get(done..).unwrap_or_default(), &mut masked, holes, LABEL);
    masked
}

/// Where words stand: blanks part them, but not between quotation marks.
fn words(atoms: &[Atom<'_>]) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quoted = false;
    for (at, atom) in atoms.iter().enumerate() {
        if atom.is(|c| c == '"') {
            quoted = !quoted;
        }
        match (start, !quoted && atom.is(char::is_whitespace)) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| (from, atoms.len())));
    words
}

fn mask_word(word: &[Atom<'_>], before: Option<&str>, masked: &mut Text, holes: &mut Holes) {
    let quote = |atom: &Atom<'_>| atom.is(|c| c == '"');
    let from = word.iter().take_while(|atom| quote(atom)).count();
    let bare = characters(word.get(from..).unwrap_or_default());
    // `--token=abc`, `/password:x`, `PASSWORD=x`: the atoms up to the separator are all characters.
    if let Some(name) = name_of(&bare) {
        let value = from.saturating_add(name.len()).saturating_add(1);
        let before_value = word.get(from..value).unwrap_or_default();
        let literal = before_value.iter().all(|atom| atom.is(|_| true));
        if literal && is_secret_value(name, &characters(word.get(value..).unwrap_or_default())) {
            return hole(word, value, switch_name(name), masked, holes);
        }
    }
    // `--token abc`, `-u user:password`: the word before says what this one is.
    if let Some(switch) = before.filter(|before| is_switch(before) && name_of(before).is_none()) {
        if !is_switch(&bare) && is_secret_value(switch, &bare) {
            return hole(word, from, switch_name(switch), masked, holes);
        }
        if ["-u", "--user", "--proxy-user", "-U"].contains(&switch)
            && let Some(colon) = position(word, from, |c| c == ':')
            && colon > from.saturating_add(1)
            && !bare.contains(['\\', '/'])
            && word.get(colon.saturating_add(1)..).is_some_and(is_written_out)
        {
            return hole(word, colon.saturating_add(1), switch_name(switch), masked, holes);
        }
    }
    // A header, an address, or a token somewhere in the word.
    let text = text_of(word.get(from..).unwrap_or_default());
    let header = before.is_some_and(|before| ["-H", "--header", "/header"].contains(&before));
    let quoted_header = from > 0 && bare.contains(": ");
    let inner = if header || quoted_header {
        let closing = word.iter().rev().take_while(|atom| quote(atom)).count();
        let to = word.len().saturating_sub(closing).max(from);
        let text = text_of(word.get(from..to).unwrap_or_default());
        let mut inner = mask_header(&text, holes);
        keep(word.get(to..).unwrap_or_default(), &mut inner, holes, LABEL);
        inner
    } else if bare.contains("://") {
        mask_address(&text, holes)
    } else {
        super::mask_tokens(&text, holes, LABEL)
    };
    keep(word.get(..from).unwrap_or_default(), masked, holes, LABEL);
    for piece in inner.pieces() {
        masked.push(piece.clone());
    }
}

fn text_of(atoms: &[Atom<'_>]) -> Text {
    Text::from_pieces(atoms.iter().map(|atom| match atom {
        Atom::Char(c) => Piece::Literal(c.to_string()),
        Atom::Piece(piece) => (*piece).clone(),
    }))
}

fn is_written_out(atoms: &[Atom<'_>]) -> bool {
    atoms.iter().any(|atom| atom.is(|c| c != '"'))
}

/// A hole for a word from a place on; quotation marks around the value stay.
fn hole(word: &[Atom<'_>], value: usize, name: &str, masked: &mut Text, holes: &mut Holes) {
    let rest = word.get(value..).unwrap_or_default();
    if !is_written_out(rest) {
        return keep(word, masked, holes, LABEL);
    }
    let opening = rest.iter().take_while(|atom| atom.is(|c| c == '"')).count();
    let closing = rest.iter().rev().take_while(|atom| atom.is(|c| c == '"')).count();
    let from = value.saturating_add(opening);
    let to = word.len().saturating_sub(closing).max(from);
    let label = format!("value of {name} in the notify command");
    keep(word.get(..from).unwrap_or_default(), masked, holes, &label);
    masked.push(holes.next(label.clone()));
    keep(word.get(to..).unwrap_or_default(), masked, holes, &label);
}

/// The name in `--name=value`, `/name:value` or `NAME=value`, with what marks a switch. It is ASCII.
fn name_of(word: &str) -> Option<&str> {
    let switch = is_switch(word);
    let at = word.find(|c: char| c == '=' || (switch && c == ':'))?;
    let name = word.get(..at)?;
    let bare = switch_name(name);
    let is_name = !bare.is_empty()
        && bare
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    is_name.then_some(name)
}

/// Whether a word is a switch: `-x`, `--x`, `/x`.
fn is_switch(word: &str) -> bool {
    let name = word.trim_start_matches(['-', '/']);
    name.len() < word.len()
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !name.contains(['/', '\\'])
}

fn switch_name(switch: &str) -> &str {
    switch.trim_start_matches(['-', '/'])
}

/// Whether a switch with this name and value holds a secret.
fn is_secret_value(switch: &str, value: &str) -> bool {
    let value = value.trim_matches('"');
    let name = switch_name(switch);
    let is_name_of = |names: &[&str]| names.iter().any(|one| name.eq_ignore_ascii_case(one));
    if value.is_empty() {
        false
    } else if is_secret_switch(name) {
        true
    } else if is_name_of(&["p"]) && name.len() < switch.len() {
        // `-p` is a password, or a port, a folder, a project.
        !value.chars().all(|c| c.is_ascii_digit()) && !value.contains(['\\', '/', '.', ':', '='])
    } else {
        is_name_of(&["key", "code", "auth", "session"]) && token::is_random(value)
    }
}

/// Whether the name of a switch promises a secret: by its last word, so that `--token-file` and `--password-length` do
/// not.
fn is_secret_switch(name: &str) -> bool {
    const LAST: &[&str] = &["pass", "pw", "pwd", "rp", "sig", "jwt", "cookie", "bearer"];
    const ENDS: &[&str] = &[
        "password",
        "passwd",
        "passphrase",
        "secret",
        "token",
        "apikey",
        "accesskey",
        "accountkey",
        "secretkey",
        "sharedkey",
        "subscriptionkey",
        "signature",
    ];
    let words = segments(name);
    let folded = words.concat();
    // `--no-password`, `--ask-password`: nothing follows.
    let negated = words
        .first()
        .is_some_and(|first| ["no", "ask", "prompt", "without"].contains(&first.as_str()) && words.len() > 1);
    let last = words.last().is_some_and(|last| LAST.contains(&last.as_str()));
    !negated && (last || ENDS.iter().any(|end| folded.ends_with(end)))
}

/// The words of a name in lower case: `ClientSecret`, `client-secret`, `client_secret` have two.
fn segments(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() || (lower && c.is_ascii_uppercase()) {
            words.push(String::new());
        }
        lower = c.is_ascii_lowercase();
        if c.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(c.to_ascii_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Notation;

    fn masked(line: &str) -> String {
        let text = Text::parse(line, Notation::Plain).unwrap();
        let masked = mask_command_line(&text, &mut Holes::default());
        let again = mask_command_line(&masked, &mut Holes::default());
        assert_eq!(masked, again, "what is masked stays as it is");
        masked.notation(Notation::Plain).unwrap()
    }

    #[test]
    fn secrets_of_command_lines_become_holes() {
        for (before, after) in [
            ("n.exe --token abc", "n.exe --token {{secret1}}"),
            ("n.exe --token \"a b\" -v", "n.exe --token \"{{secret1}}\" -v"),
            ("n.exe --token=abc -v", "n.exe --token={{secret1}} -v"),
            ("n.exe \"--token=a b\"", "n.exe \"--token={{secret1}}\""),
            ("n.exe --token=\"a b\"", "n.exe --token=\"{{secret1}}\""),
            ("n.exe /password:x", "n.exe /password:{{secret1}}"),
            ("n.exe /pass x", "n.exe /pass {{secret1}}"),
            ("n.exe -p secret", "n.exe -p {{secret1}}"),
            ("n.exe -P s3cret", "n.exe -P {{secret1}}"),
            ("n.exe /p:secret", "n.exe /p:{{secret1}}"),
            ("n.exe -pw hunter2", "n.exe -pw {{secret1}}"),
            ("n.exe --api-key=abc", "n.exe --api-key={{secret1}}"),
            ("n.exe -ApiKey abc", "n.exe -ApiKey {{secret1}}"),
            ("n.exe --client_secret abc", "n.exe --client_secret {{secret1}}"),
            ("n.exe --githubToken abc", "n.exe --githubToken {{secret1}}"),
            ("n.exe PASSWORD=abc", "n.exe PASSWORD={{secret1}}"),
            ("schtasks /RU u /RP pw1", "schtasks /RU u /RP {{secret1}}"),
            ("curl -u ann:hunter2 x", "curl -u ann:{{secret1}} x"),
            (
                "n.exe --key 9f8e7d6c5b4a39281706f5e4d3c2b1a0",
                "n.exe --key {{secret1}}",
            ),
            (
                "curl -H \"Authorization: Bearer abc\" x",
                "curl -H \"Authorization: Bearer {{secret1}}\" x",
            ),
            (
                "curl https://u:p@h/a?sig=ff x",
                "curl https://u:{{secret1}}@h/a?sig={{secret2}} x",
            ),
            (
                "n.exe --url=https://h/?token=ff",
                "n.exe --url=https://h/?token={{secret1}}",
            ),
            (
                "n.exe eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc_DEF x",
                "n.exe {{secret1}} x",
            ),
            ("n.exe ghp_0123456789abcdefABCD", "n.exe {{secret1}}"),
            ("n.exe --token a{{b}}", "n.exe --token {{secret1}}"),
            (
                "n.exe --token abc --password d",
                "n.exe --token {{secret1}} --password {{secret2}}",
            ),
            (
                "n.exe --token {{secret7}} -p x",
                "n.exe --token {{secret1}} -p {{secret2}}",
            ),
        ] {
            assert_eq!(masked(before), after);
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        for line in [
            "",
            "n.exe",
            "n.exe --token",
            "n.exe --token {{token}}",
            "n.exe --token=",
            "n.exe --token --verbose",
            "n.exe --token-file C:\\t.txt",
            "n.exe --tokenizer fast",
            "n.exe --password-length 12",
            "n.exe --no-password C:\\a",
            "n.exe -p 8080",
            "n.exe -p C:\\Data",
            "n.exe -p project.xml",
            "n.exe /p:Configuration=Release",
            "n.exe --port 8080 --path C:\\x",
            "n.exe --bypass all --compass north",
            "n.exe --key HKLM --code 5 --auth basic",
            "n.exe -u C:\\Users",
            "n.exe -u https://example.com/a",
            "n.exe --user ann",
            "\"C:\\Program Files\\n.exe\" /log \"C:\\a b\\c.log\"",
            "cmd /c echo the password is elsewhere",
            "n.exe a=b mode=token",
            "powershell -File C:\\s.ps1 -Name secret",
            "n.exe 6f1c2f0e-9d7b-4a55-8a1c-5b0d4d1f9c11",
        ] {
            assert_eq!(masked(line), line);
        }
    }
}
