//! Credentials: for whom, in which scheme, whose. Never a password.

use super::word::{word_of, words};
use super::{
    Control, Entries, Entry, Part, PartError, Repeat, Secrecy, TextRule, Value, Word, read_text, write_text,
};
use crate::text::{Notation, Text};

words! {
    /// Who asks for the credentials (BG_AUTH_TARGET). [idl:bits1_5.idl]
    AuthTarget {
        Server = 1 BG_AUTH_TARGET_SERVER, "server", "Server", "The server that has the file.", [];
        Proxy = 2 BG_AUTH_TARGET_PROXY, "proxy", "Proxy", "The proxy on the way.", [];
    }
}

words! {
    /// How they are shown (BG_AUTH_SCHEME). [idl:bits1_5.idl; com:BG_AUTH_SCHEME]
    AuthScheme {
        Basic = 1 BG_AUTH_SCHEME_BASIC, "basic", "Basic", "Name and password in clear text.", [];
        Digest = 2 BG_AUTH_SCHEME_DIGEST, "digest", "Digest", "A hash of name and password.", [];
        Ntlm = 3 BG_AUTH_SCHEME_NTLM, "ntlm", "NTLM", "Windows challenge and response.", [];
        Negotiate = 4 BG_AUTH_SCHEME_NEGOTIATE, "negotiate", "Negotiate", "Kerberos or NTLM, whichever both sides can.", [];
        Passport = 5 BG_AUTH_SCHEME_PASSPORT, "passport", "Passport", "Microsoft account; never implicit.", [];
    }
}

/// Whose credentials.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum User {
    /// The current user, without a password: BITS takes NULL for both.
    Implicit,
    /// A name; the password is asked for when the script runs.
    Named(Text),
}

/// One entry of a job's credentials: BITS keeps one a (target, scheme). [com:IBackgroundCopyJob2.SetCredentials]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Credential {
    /// Who asks.
    pub target: AuthTarget,
    /// How they are shown.
    pub scheme: AuthScheme,
    /// Whose they are.
    pub user: User,
}

/// All credentials of a job.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Credentials(pub Vec<Credential>);

/// A user name: at most 300 characters. [com:IBackgroundCopyJob2.SetCredentials]
const USER: TextRule = TextRule {
    notation: Notation::Plain,
    max: 300,
    may_be_empty: false,
    secrecy: Secrecy::None,
};

const TARGET: Part = Part {
    name: "target",
    label: "Target",
    help: "Who asks for the credentials.",
    required: true,
    control: Control::Choice(AuthTarget::CHOICES),
};
const SCHEME: Part = Part {
    name: "scheme",
    label: "Scheme",
    help: "How they are shown.",
    required: true,
    control: Control::Choice(AuthScheme::CHOICES),
};

/// The cell of a row, or the error that it is missing.
fn cell<'e>(entries: &'e Entries, part: usize, row: usize, what: &str) -> Result<&'e Entry, PartError> {
    entries.cell(part, row).ok_or_else(|| {
        PartError::new(
            part,
            format!("The entry has no {what}"),
            format!("Give the {what}, or leave the entry out."),
        )
        .at(row)
    })
}

fn read_rows<T>(
    entries: &Entries,
    read: impl Fn(usize) -> Result<T, PartError>,
) -> Result<Vec<T>, Vec<PartError>> {
    let mut rows = Vec::new();
    let mut errors = Vec::new();
    for row in 0..entries.rows() {
        match read(row) {
            Ok(value) => rows.push(value),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(rows) } else { Err(errors) }
}

impl Value for Credentials {
    const PARTS: &'static [Part] = &[
        TARGET,
        SCHEME,
        Part {
            name: "user",
            label: "User",
            help: "A name, whose password is asked for; or implicit: the current user, without a password.",
            required: true,
            control: Control::User,
        },
    ];
    const REPEAT: Repeat = Repeat::Rows;

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        let rows = read_rows(entries, |row| {
            let target = word_of(cell(entries, 0, row, "target")?, 0).map_err(|error| error.at(row))?;
            let scheme = word_of(cell(entries, 1, row, "scheme")?, 1).map_err(|error| error.at(row))?;
            let user = cell(entries, 2, row, "user")?;
            let user = match user.typed() {
                Some("implicit") => User::Implicit,
                _ => User::Named(read_text(user, 2, USER).map_err(|error| error.at(row))?),
            };
            Ok(Credential { target, scheme, user })
        })?;
        duplicates(rows.iter().map(|row| (row.target, row.scheme)))?;
        Ok(Credentials(rows))
    }

    fn write(&self) -> Entries {
        Entries(vec![
            self.0.iter().map(|row| row.target.word().into()).collect(),
            self.0.iter().map(|row| row.scheme.word().into()).collect(),
            self.0
                .iter()
                .map(|row| match &row.user {
                    User::Implicit => "implicit".into(),
                    User::Named(name) => write_text(name, USER.notation),
                })
                .collect(),
        ])
    }
}

fn duplicates(pairs: impl Iterator<Item = (AuthTarget, AuthScheme)>) -> Result<(), Vec<PartError>> {
    let mut seen = Vec::new();
    let mut errors = Vec::new();
    for (row, pair) in pairs.enumerate() {
        if seen.contains(&pair) {
            errors.push(
                PartError::new(
                    1,
                    format!(
                        "{} {} is there twice; BITS keeps one entry for each target and scheme, the last",
                        pair.0.label(),
                        pair.1.label()
                    ),
                    "Keep one of the two.",
                )
                .at(row),
            );
        }
        seen.push(pair);
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// One entry that is taken away. [com:IBackgroundCopyJob2.RemoveCredentials]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RemovedCredential {
    /// Who asked.
    pub target: AuthTarget,
    /// How they were shown.
    pub scheme: AuthScheme,
}

/// Credentials that are taken away from a job.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct RemovedCredentials(pub Vec<RemovedCredential>);

impl Value for RemovedCredentials {
    const PARTS: &'static [Part] = &[TARGET, SCHEME];
    const REPEAT: Repeat = Repeat::Rows;

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        let rows = read_rows(entries, |row| {
            let target = word_of(cell(entries, 0, row, "target")?, 0).map_err(|error| error.at(row))?;
            let scheme = word_of(cell(entries, 1, row, "scheme")?, 1).map_err(|error| error.at(row))?;
            Ok(RemovedCredential { target, scheme })
        })?;
        duplicates(rows.iter().map(|row| (row.target, row.scheme)))?;
        Ok(RemovedCredentials(rows))
    }

    fn write(&self) -> Entries {
        Entries(vec![
            self.0.iter().map(|row| row.target.word().into()).collect(),
            self.0.iter().map(|row| row.scheme.word().into()).collect(),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[[&str; 3]]) -> Entries {
        Entries(
            (0..3)
                .map(|part| rows.iter().map(|row| row[part].into()).collect())
                .collect(),
        )
    }

    #[test]
    fn a_pair_of_target_and_scheme_stands_once() {
        assert!(Credentials::read(&rows(&[["server", "basic", "u"], ["proxy", "basic", "u"]])).is_ok());
        let twice =
            Credentials::read(&rows(&[["server", "basic", "u"], ["server", "basic", "v"]])).unwrap_err();
        assert_eq!(twice[0].row, Some(1));
        assert!(Credentials::read(&rows(&[["server", "", "u"]])).is_err());
    }

    #[test]
    fn implicit_is_the_current_user() {
        let read = Credentials::read(&rows(&[["server", "negotiate", "implicit"]])).unwrap();
        assert_eq!(read.0[0].user, User::Implicit);
        assert_eq!(Credentials::read(&read.write()), Ok(read));
    }
}
