//! Variables in the notation of a shell that stand in a text as they are: no shell reads them there.

use crate::text::{Notation, Piece, Text, is_environment_name, is_parameter_name};

/// What the command prompt computes when it is read, unless a variable of that name is there. `[cmd:set]`
const COMPUTED: &[&str] = &[
    "cd",
    "date",
    "time",
    "random",
    "errorlevel",
    "cmdextversion",
    "cmdcmdline",
    "highestnumanodenumber",
];

/// Whether the command prompt computes the value of the name.
pub(crate) fn is_computed(name: &str) -> bool {
    COMPUTED.iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// What expressions of PowerShell hold that give another value each time that they run, in lower case.
const CHANGING: &[&str] = &[
    "newguid(",
    "new-guid",
    "get-random",
    "get-date",
    "getrandomfilename(",
    "gettempfilename(",
    "new-temporaryfile",
    "::now",
    "::utcnow",
    "::tickcount",
];

/// Whether an expression of PowerShell gives another value each time that it runs.
pub(crate) fn changes_each_time(expression: &str) -> bool {
    let expression = expression.to_ascii_lowercase();
    CHANGING.iter().any(|word| expression.contains(word))
}

/// Variables that Windows gives every process, with values that can be read between quotes. At the prompt a name that
/// is not set stays as it was typed.
const ALWAYS_SET: &[&str] = &[
    "ALLUSERSPROFILE",
    "APPDATA",
    "COMMONPROGRAMFILES",
    "COMPUTERNAME",
    "COMSPEC",
    "HOMEDRIVE",
    "HOMEPATH",
    "LOCALAPPDATA",
    "OS",
    "PROGRAMDATA",
    "PROGRAMFILES",
    "PROGRAMFILES(X86)",
    "PUBLIC",
    "SYSTEMDRIVE",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "USERDOMAIN",
    "USERNAME",
    "USERPROFILE",
    "WINDIR",
];

/// Whether Windows gives every process a variable of that name.
pub(crate) fn is_always_set(name: &str) -> bool {
    ALWAYS_SET.iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// A variable of a shell in a literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShellVariable<'t> {
    /// Where it stands, in bytes.
    pub at: usize,
    /// How it is written.
    pub written: &'t str,
    /// What it stands for.
    pub piece: Piece,
}

/// The first variable of a literal: `$env:NAME`, `${env:NAME}`, `$name`, `${name}`; `%NAME%` where the notation has not read it as a variable.
pub fn find(literal: &str, notation: Notation) -> Option<ShellVariable<'_>> {
    literal.char_indices().find_map(|(at, c)| {
        let rest = literal.get(at..)?;
        let (length, piece) = match c {
            '$' => dollar(rest)?,
            '%' if notation == Notation::Plain => {
                let name = percent(rest)?;
                (name.len().saturating_add(2), Piece::Environment(name.to_owned()))
            }
            _ => return None,
        };
        Some(ShellVariable {
            at,
            written: rest.get(..length)?,
            piece,
        })
    })
}

fn dollar(rest: &str) -> Option<(usize, Piece)> {
    let (inner, outer) = match rest.strip_prefix("${") {
        Some(braced) => (braced.split_once('}')?.0, 3),
        None => {
            let bare = rest.strip_prefix('$')?;
            let environment = bare
                .get(..4)
                .is_some_and(|start| start.eq_ignore_ascii_case("env:"));
            let skip = if environment { 4 } else { 0 };
            let word = bare.get(skip..)?;
            let end = word
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap_or(word.len());
            (bare.get(..end.saturating_add(skip))?, 1)
        }
    };
    let length = inner.len().saturating_add(outer);
    // `?$filter=` is a name in a query.
    if rest.get(length..).is_some_and(|after| after.starts_with('=')) {
        return None;
    }
    let lower = inner.to_ascii_lowercase();
    if lower.starts_with("env:") {
        let name = inner.get(4..)?;
        return is_environment_name(name).then(|| (length, Piece::Environment(name.to_owned())));
    }
    // `$Recycle.Bin` and `$Windows.~BT` are folders, and `$1` is not a name.
    let folder = matches!(
        lower.as_str(),
        "recycle" | "windows" | "winreagent" | "sysreset" | "getcurrent" | "extend"
    );
    (is_parameter_name(inner) && !folder).then(|| (length, Piece::Parameter(inner.to_owned())))
}

/// Whether a literal has an environment variable in percent signs.
pub fn has_percent_variable(literal: &str) -> bool {
    literal
        .char_indices()
        .any(|(at, _)| literal.get(at..).and_then(percent).is_some())
}

/// The name of the variable in percent signs that a text begins with.
pub(crate) fn percent(rest: &str) -> Option<&str> {
    let (name, _) = rest.strip_prefix('%')?.split_once('%')?;
    // `%20a%20` is two escapes of an address and not a variable.
    let hex = name.len() >= 2 && name.chars().take(2).all(|c| c.is_ascii_hexdigit());
    let named = is_environment_name(name) && name.starts_with(|c: char| c.is_ascii_alphabetic());
    (named && !hex).then_some(name)
}

/// The text with the variables as pieces.
pub fn with_pieces(text: &Text, notation: Notation) -> Text {
    let mut new = Text::default();
    for piece in text.pieces() {
        let Piece::Literal(literal) = piece else {
            new.push(piece.clone());
            continue;
        };
        let mut rest = literal.as_str();
        while let Some(found) = find(rest, notation) {
            new.push(Piece::Literal(rest.get(..found.at).unwrap_or("").to_owned()));
            new.push(found.piece);
            rest = rest
                .get(found.at.saturating_add(found.written.len())..)
                .unwrap_or("");
        }
        new.push(Piece::Literal(rest.to_owned()));
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_of_shells_are_found() {
        for (text, found) in [
            (r"$env:TEMP\a", Some("$env:TEMP")),
            (r"${env:ProgramFiles(x86)}\a", Some("${env:ProgramFiles(x86)}")),
            ("http://$ip:8080/$file", Some("$ip")),
            (r"\\server\c$\a", None),
            (r"C:\$Recycle.Bin\a", None),
            ("%TEMP%/a", Some("%TEMP%")),
            ("a%20b%20c", None),
            ("50%", None),
            ("$1", None),
            ("https://h/o?$filter=a", None),
        ] {
            assert_eq!(
                find(text, Notation::Plain).map(|found| found.written),
                found,
                "{text}"
            );
        }
        let text = with_pieces(&Text::literal(r"$env:TEMP\$path\a$b"), Notation::LocalPath);
        assert_eq!(text.display(), r"%TEMP%\{{path}}\a{{b}}");
    }
}
