//! Secrets in a command line: the value of a switch such as `--token`, a password behind a user, an address, a header.

use super::{
    Atom, Holes, atoms, characters, is_scheme, is_secret_name, keep, keep_all, mask_address, mask_header,
    position, program, token,
};
use crate::command::spoken::spoken_verb;
use crate::text::Text;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

const LABEL: &str = "secret in the notify command";

/// The command line with holes for the values of secret switches, and for what is a secret in any text.
pub fn mask_command_line(line: &Text, holes: &mut Holes) -> Text {
    let mut masked = Text::default();
    mask_words(&atoms(line), '"', &[], &mut masked, holes);
    masked
}

/// What was said before a word.
struct Before {
    /// What keeps words together.
    quote: char,
    /// The last word.
    last: Option<String>,
    /// The word is the value of a header that is secret, or goes on with it.
    header: bool,
}

/// Adds a line with the secret values of its pairs; a mark of quotation keeps words together.
fn mask_words(atoms: &[Atom<'_>], quote: char, pairs: &[Pair], masked: &mut Text, holes: &mut Holes) {
    let mut pairs = pairs.iter().peekable();
    let mut done = 0;
    let mut before = Before {
        quote,
        last: None,
        header: false,
    };
    let spans = words(atoms, quote);
    let said_of = |(start, end): &(usize, usize)| -> String {
        atoms
            .get(*start..*end)
            .unwrap_or_default()
            .iter()
            .map(said)
            .collect()
    };
    let all: Vec<String> = spans.iter().map(said_of).collect();
    let mut taken = BTreeMap::new();
    for found in program::found(&all.iter().map(String::as_str).collect::<Vec<_>>()) {
        taken.entry(found.word).or_insert(found);
    }
    for (number, ((start, end), said)) in spans.into_iter().zip(all).enumerate() {
        let word = atoms.get(start..end).unwrap_or_default();
        let mut is_pair = start < done;
        while let Some(pair) = pairs.next_if(|pair| pair.value.start < end) {
            mask_pair(atoms, done, pair, masked, holes);
            done = pair.value.end;
            is_pair = true;
        }
        if !is_pair {
            keep(atoms.get(done..start).unwrap_or_default(), masked, holes, LABEL);
        }
        match taken.get(&number) {
            _ if is_pair => keep(atoms.get(done..end).unwrap_or_default(), masked, holes, LABEL),
            Some(one) => {
                // A character is an atom.
                let atom = |byte: usize| said.get(..byte).map_or(word.len(), |start| start.chars().count());
                let value = atom(one.start)..atom(one.end);
                hole(word, value, switch_name(one.name), masked, holes);
            }
            None => mask_word(word, &before, masked, holes),
        }
        // `Digest username="ann", response="x"` goes on behind a comma.
        before.header = is_before_header(&said, before.header) || (before.header && said.ends_with(','));
        before.last = Some(said);
        done = end.max(done);
    }
    keep(atoms.get(done..).unwrap_or_default(), masked, holes, LABEL);
}

/// Where words stand: blanks part them, but not between quotation marks.
fn words(atoms: &[Atom<'_>], quote: char) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quoted = false;
    for (at, atom) in atoms.iter().enumerate() {
        if atom.is(|c| c == quote) {
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

/// What a word says, with a mark for what is not known.
fn said(atom: &Atom<'_>) -> char {
    match atom {
        Atom::Char(c) => *c,
        Atom::Piece(_) => char::REPLACEMENT_CHARACTER,
    }
}

/// The name of a program, without folder and ending, in lower case.
pub(super) fn program_name(word: &str) -> String {
    let bare = word.trim_matches(['"', '\'']);
    let name = bare
        .rsplit(['\\', '/'])
        .next()
        .unwrap_or(bare)
        .to_ascii_lowercase();
    name.strip_suffix(".exe").unwrap_or(&name).to_owned()
}

/// Whether the value of a secret header follows a word: `Authorization:`, `'Bearer`.
fn is_before_header(word: &str, was: bool) -> bool {
    let tail = word
        .rsplit(['\'', '"', '=', ':', '{', '('])
        .next()
        .unwrap_or(word);
    let name = word
        .trim_start_matches(['\'', '"', '@', '{', '('])
        .strip_suffix(':');
    name.is_some_and(|name| !is_switch(name) && is_secret_name(name))
        || tail.eq_ignore_ascii_case("bearer")
        || (was && is_scheme(tail))
}

fn mask_word(word: &[Atom<'_>], before: &Before, masked: &mut Text, holes: &mut Holes) {
    let quote = |atom: &Atom<'_>| atom.is(|c| c == '"');
    let from = word.iter().take_while(|atom| quote(atom)).count();
    let bare = characters(word.get(from..).unwrap_or_default());
    // `--token=abc`, `/password:x`, `PASSWORD=x`: the atoms up to the separator are all characters.
    if let Some(name) = name_of(&bare) {
        let value = from.saturating_add(name.len()).saturating_add(1);
        let before_value = word.get(from..value).unwrap_or_default();
        let literal = before_value.iter().all(|atom| atom.is(|_| true));
        let is_list = word
            .get(value..)
            .unwrap_or_default()
            .iter()
            .any(|atom| atom.is(|c| c == ';'));
        if literal && !is_list && is_secret_value(name, &characters(word.get(value..).unwrap_or_default())) {
            return hole(word, value_from(word, value), switch_name(name), masked, holes);
        }
    }
    let last = before.last.as_deref();
    let is_said_by = |last: &&str| is_switch(last) && name_of(last).is_none() && spoken_verb(last).is_none();
    // `--token abc`, `-u user:password`: the word before says what this one is.
    if let Some(switch) = last.filter(is_said_by) {
        if !is_switch(&bare) && is_secret_value(switch, &bare) {
            return hole(word, value_from(word, from), switch_name(switch), masked, holes);
        }
        if takes_user(switch)
            && let Some(colon) = position(word, from, |c| c == ':')
            && colon > from.saturating_add(1)
            && !bare.contains(['\\', '/'])
            && word.get(colon.saturating_add(1)..).is_some_and(is_written_out)
        {
            let value = value_from(word, colon.saturating_add(1));
            return hole(word, value, switch_name(switch), masked, holes);
        }
    }
    // `-phunter2`
    if let Some(value) = glued_password(&bare) {
        let name = bare.get(..value).unwrap_or_default();
        let value = value_from(word, from.saturating_add(value));
        return hole(word, value, switch_name(name), masked, holes);
    }
    if before.header && !is_switch(&bare) && !is_before_header(&bare, true) {
        return hole(word, value_from(word, from), "the header", masked, holes);
    }
    let closing = word.iter().rev().take_while(|atom| quote(atom)).count();
    let to = word.len().saturating_sub(closing).max(from);
    let slice = |from: usize, to: usize| word.get(from..to).unwrap_or_default();
    keep(slice(0, from), masked, holes, LABEL);
    mask_inside(slice(from, to), before, from > 0, masked, holes);
    keep(slice(to, word.len()), masked, holes, LABEL);
}

/// Adds what stands between the quotation marks of a word: pairs of names and values, a header, a line of its own, an address,
/// a token somewhere.
fn mask_inside(inner: &[Atom<'_>], before: &Before, is_quoted: bool, masked: &mut Text, holes: &mut Holes) {
    let text = text_of(inner);
    let bare = characters(inner);
    let last = before.last.as_deref();
    let is_header = last.is_some_and(|last| ["-H", "--header", "/header"].contains(&last));
    if is_header || (is_quoted && bare.contains(": ")) {
        let known = holes.all().len();
        let header = mask_header(&text, holes);
        if is_header || holes.all().len() > known {
            return add(&header, masked);
        }
    }
    // A line within a line; no deeper.
    if is_quoted && before.quote == '"' && bare.contains(char::is_whitespace) {
        let pairs = secret_pairs(inner, &asked_variables(inner));
        return mask_words(inner, '\'', &pairs, masked, holes);
    }
    let pairs = secret_pairs(inner, &BTreeSet::new());
    if !pairs.is_empty() {
        let mut done = 0;
        for pair in pairs {
            mask_pair(inner, done, &pair, masked, holes);
            done = pair.value.end;
        }
        return keep(inner.get(done..).unwrap_or_default(), masked, holes, LABEL);
    }
    let inside = if bare.contains("://") || bare.contains('@') {
        mask_address(&text, holes)
    } else {
        super::mask_tokens(&text, holes, LABEL)
    };
    add(&inside, masked);
}

fn add(text: &Text, masked: &mut Text) {
    for piece in text.pieces() {
        masked.push(piece.clone());
    }
}

/// A name with the place of its value.
struct Pair {
    name: String,
    value: Range<usize>,
}

/// Adds what stands before the value of a pair, and a hole for it.
fn mask_pair(atoms: &[Atom<'_>], done: usize, pair: &Pair, masked: &mut Text, holes: &mut Holes) {
    keep(
        atoms.get(done..pair.value.start).unwrap_or_default(),
        masked,
        holes,
        LABEL,
    );
    let name = pair.name.trim_start_matches('$');
    masked.push(holes.next(format!("value of {name} in the notify command")));
}

/// The variables of PowerShell that a line gives to switches that take a secret: `-Password $p`.
fn asked_variables(atoms: &[Atom<'_>]) -> BTreeSet<String> {
    let text = |(start, end): (usize, usize)| characters(atoms.get(start..end).unwrap_or_default());
    let words: Vec<String> = words(atoms, '\'').into_iter().map(text).collect();
    let pairs = words.iter().zip(words.iter().skip(1));
    let variables = pairs
        .filter(|(switch, _)| is_switch(switch) && name_of(switch).is_none())
        .map(|(switch, value)| (switch, value.trim_end_matches(';')))
        .filter(|(switch, value)| value.starts_with('$') && is_secret_value(switch, value))
        .map(|(_, value)| value.to_ascii_lowercase());
    // To collect would sort, which is 5 kB of code in the page.
    let mut asked = BTreeSet::new();
    asked.extend(variables);
    asked
}

/// The secret values of `Server=h;Pwd=x`, `@{Authorization='x'}`, `{\"password\":\"x\"}`, and of variables that stand for
/// secrets.
fn secret_pairs(atoms: &[Atom<'_>], variables: &BTreeSet<String>) -> Vec<Pair> {
    let is = |at: usize, what: &dyn Fn(char) -> bool| atoms.get(at).is_some_and(|atom| atom.is(what));
    let is_mark = |c: char| matches!(c, '"' | '\'' | '\\');
    let mut pairs = Vec::new();
    let mut name = String::new();
    let mut at = 0;
    while let Some(atom) = atoms.get(at) {
        at = at.saturating_add(1);
        let Atom::Char(c) = atom else {
            // What is not known is no name.
            name.push('?');
            continue;
        };
        match c {
            '=' | ':' => {}
            ';' | '{' | '(' | ',' | '&' => {
                name.clear();
                continue;
            }
            c => {
                name.push(*c);
                continue;
            }
        }
        let said = std::mem::take(&mut name);
        let said = said.trim_matches(|c| is_mark(c) || c == ' ');
        let is_name = said
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_. ".contains(c));
        let is_secret_name = is_secret_switch(said) || said.to_ascii_lowercase().ends_with("authorization");
        if !(is_name && is_secret_name || variables.contains(&said.to_ascii_lowercase())) {
            continue;
        }
        let mut start = at;
        while is(start, &|c| is_mark(c) || c == ' ') {
            start = start.saturating_add(1);
        }
        let is_marked = (at..start).any(|at| is(at, &|c| matches!(c, '"' | '\'')));
        let ends = |c: char| match is_marked {
            true => is_mark(c),
            false => matches!(c, ';' | '"' | '\''),
        };
        let end = position(atoms, start, ends).unwrap_or(atoms.len());
        // A switch, or another shell's variable, is no value.
        let is_value =
            atoms.get(start..end).is_some_and(is_written_out) && !is(start, &|c| "-/$(".contains(c));
        if is_value {
            pairs.push(Pair {
                name: said.to_owned(),
                value: start..end,
            });
            at = end;
        }
    }
    pairs
}

/// Where the password begins in `-phunter2`, where it looks like no word of a switch.
fn glued_password(word: &str) -> Option<usize> {
    /// `-path`, `-port`, `-parallel`, …
    const WORDS: &[&str] = &[
        "ath", "ort", "id", "ar", "ag", "ri", "ro", "re", "ool", "ass", "lan", "lat", "hase", "ing", "y",
    ];
    let (switch, value) = word.split_at_checked("-p".len())?;
    if switch != "-p" {
        return None;
    }
    let value = value.trim_end_matches('"');
    let has = |what: fn(char) -> bool| value.contains(what);
    let is_odd = value.len() >= 6
        && has(|c| c.is_ascii_alphabetic())
        && has(|c| c.is_ascii_digit() || "!#$%^&*".contains(c))
        && !value.contains(['\\', '/', '.', ':', '=', '-', '_'])
        && !WORDS
            .iter()
            .any(|rest| value.to_ascii_lowercase().starts_with(rest));
    is_odd.then_some("-p".len())
}

fn text_of(atoms: &[Atom<'_>]) -> Text {
    let mut text = Text::default();
    keep_all(atoms, &mut text, |piece| piece.clone());
    text
}

fn is_written_out(atoms: &[Atom<'_>]) -> bool {
    atoms.iter().any(|atom| atom.is(|c| c != '"'))
}

/// From a place of a word on, without quotation marks around it.
fn value_from(word: &[Atom<'_>], from: usize) -> Range<usize> {
    let is_mark = |atom: &&Atom<'_>| atom.is(|c| c == '"');
    let rest = word.get(from..).unwrap_or_default();
    let from = from.saturating_add(rest.iter().take_while(is_mark).count());
    let closing = rest.iter().rev().take_while(is_mark).count();
    from..word.len().saturating_sub(closing).max(from)
}

/// A word with a hole for a value in it, where that is written out.
fn hole(word: &[Atom<'_>], value: Range<usize>, name: &str, masked: &mut Text, holes: &mut Holes) {
    let label = format!("value of {name} in the notify command");
    let (from, to) = (value.start, value.end);
    keep(word.get(..from).unwrap_or_default(), masked, holes, &label);
    let value = word.get(value).unwrap_or_default();
    match is_written_out(value) {
        true => masked.push(holes.next(label.clone())),
        false => keep(value, masked, holes, &label),
    }
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
pub(super) fn is_switch(word: &str) -> bool {
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

/// Whether a user stands behind a switch, and perhaps a password behind the user: `-u ann:pw`, `-Credential ann:pw`.
fn takes_user(switch: &str) -> bool {
    const NAMES: &[&str] = &[
        "user",
        "proxy-user",
        "credential",
        "credentials",
        "cred",
        "proxycredential",
        "auth",
        "login",
    ];
    let name = switch_name(switch);
    matches!(switch, "-u" | "-U") || NAMES.iter().any(|one| name.eq_ignore_ascii_case(one))
}

/// Whether the name of a switch promises a secret: by its last word, so that `--token-file` and `--password-length` do
/// not.
pub(super) fn is_secret_switch(name: &str) -> bool {
    const LAST: &[&str] = &["pass", "pw", "pwd", "rp", "sig", "sas", "jwt", "cookie", "bearer"];
    const ENDS: &[&str] = &[
        "password",
        "passwd",
        "passphrase",
        "passcode",
        "passwort",
        "kennwort",
        "geheimnis",
        // `/PasswordD` and `/PasswordO` of netdom, `-storepass` and `-keypass` of keytool.
        "passwordd",
        "passwordo",
        "storepass",
        "keypass",
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
            ("n.exe -phunter2", "n.exe -p{{secret1}}"),
            (
                "C:\\Tools\\7z.exe a -pTulip x",
                "C:\\Tools\\7z.exe a -p{{secret1}} x",
            ),
            ("n.exe u:pw@h/x", "n.exe u:{{secret1}}@h/x"),
            ("n.exe http:u:pw@h/x", "n.exe http:u:{{secret1}}@h/x"),
            (
                "n.exe \"Server=h;User ID=u;Password=a b;Database=d\"",
                "n.exe \"Server=h;User ID=u;Password={{secret1}};Database=d\"",
            ),
            ("n.exe Pwd=abc;Uid=u", "n.exe Pwd={{secret1}};Uid=u"),
            (
                "n.exe --connect=\"Server=h;AccountKey=abc==\"",
                "n.exe --connect=\"Server=h;AccountKey={{secret1}}\"",
            ),
            ("n.exe {password:'abc'}", "n.exe {password:'{{secret1}}'}"),
            (
                "curl x -H Authorization: Bearer abc -v",
                "curl x -H Authorization: Bearer {{secret1}} -v",
            ),
            (
                "powershell -Command \"$p = 'a b'; Tool -Password $p -Token c\"",
                "powershell -Command \"$p = '{{secret1}}'; Tool -Password {{secret2}} -Token {{secret3}}\"",
            ),
            (
                "powershell -Command \"x @{Password='a'}; tool --token b\"",
                "powershell -Command \"x @{Password='{{secret1}}'}; tool --token {{secret2}}\"",
            ),
            (
                "n.exe \"Password=a b;X=y\" \"z c\"",
                "n.exe \"Password={{secret1}};X=y\" \"z c\"",
            ),
            (
                "curl x -H Authorization: Digest abc https://h",
                "curl x -H Authorization: Digest {{secret1}} https://h",
            ),
            (
                "curl -H Authorization: Digest realm=\"a\", response=b https://h",
                "curl -H Authorization: Digest {{secret1}} {{secret2}} https://h",
            ),
            (
                "cmd /c bitsadmin /sethelpertoken job u@d abc",
                "cmd /c bitsadmin /sethelpertoken job u@d {{secret1}}",
            ),
            (
                "cmd /c \"echo abc| runas /user:u x\"",
                "cmd /c \"echo {{secret1}}| runas /user:u x\"",
            ),
            (
                "powershell -Command \"iwr x -Headers @{Authorization='Bearer abc'}\"",
                "powershell -Command \"iwr x -Headers @{Authorization='{{secret1}}'}\"",
            ),
            (
                "powershell -Command \"tool --token abc --name x\"",
                "powershell -Command \"tool --token {{secret1}} --name x\"",
            ),
            (
                "cmd /c \"curl -u ann:abc x && tool /password:d\"",
                "cmd /c \"curl -u ann:{{secret1}} x && tool /password:{{secret2}}\"",
            ),
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
            "n.exe -path -port8080 -parallel4 -pC:\\x -p8",
            "n.exe ann@example.com /user:ann@example.com",
            "n.exe \"Server=h;Integrated Security=true\"",
            "n.exe \"Password=;Uid=u\" \"Password={{p}}\"",
            "powershell -Command \"$password = Get-Content x; tool -Mode token\"",
            "powershell -Command \"Get-Item 'C:\\a b' | Remove-Item\"",
            "n.exe --auth basic x bearing y",
            "n.exe -parallel",
            "bitsadmin /sethelpertoken job",
        ] {
            assert_eq!(masked(line), line);
        }
    }
}
