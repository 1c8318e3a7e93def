//! What a local name is, as far as its text says: where it begins, and the file's own name.

use crate::remote_name::{is_drive, scheme};
use crate::text::{Piece, Text};

/// Where a local name begins. BITS takes a full path. `[com:BG_FILE_INFO]`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Root {
    /// `C:\`.
    Drive,
    /// `\\server\share`.
    Share,
    /// `\\?\` or `\\.\`.
    Device,
    /// A variable: it may hold a full path.
    Variable,
    /// `C:a`: relative to the directory of that drive.
    DriveRelative,
    /// `\a`: relative to the current drive.
    RootRelative,
    /// Relative to the current directory.
    Relative,
    /// Not a path: `https://…`.
    Address,
}

impl Root {
    /// Where a local name begins.
    pub fn of(name: &Text) -> Root {
        let start = name.literal_start();
        let mut chars = start.chars();
        let (first, second) = (chars.next(), chars.next());
        if start.is_empty() {
            Root::Variable
        } else if [r"\\?", r"\\.", "//?", "//."]
            .iter()
            .any(|prefix| start.starts_with(prefix))
        {
            Root::Device
        } else if start.starts_with(r"\\") || start.starts_with("//") {
            Root::Share
        } else if scheme(start).is_some() {
            Root::Address
        } else if is_drive(start) {
            // `C:` before a variable is a path when the variable begins with a backslash.
            Root::Drive
        } else if second == Some(':') && first.is_some_and(|c| c.is_ascii_alphabetic()) {
            Root::DriveRelative
        } else if matches!(first, Some('\\' | '/')) {
            Root::RootRelative
        } else {
            Root::Relative
        }
    }

    /// Whether it is a path that does not depend on a current directory, or may be one.
    pub const fn is_full(self) -> bool {
        matches!(self, Root::Drive | Root::Share | Root::Device | Root::Variable)
    }

    /// Whether it depends on a current directory.
    pub const fn is_relative(self) -> bool {
        matches!(self, Root::DriveRelative | Root::RootRelative | Root::Relative)
    }
}

/// The literal characters of the path after its root's `\\?\`, drive colon or server.
pub fn after_root(name: &Text) -> impl Iterator<Item = &str> {
    let root = Root::of(name);
    name.pieces()
        .iter()
        .enumerate()
        .filter_map(move |(at, piece)| match piece {
            Piece::Literal(literal) if at == 0 => {
                let skip = match root {
                    Root::Drive | Root::DriveRelative => 2,
                    Root::Device => 4,
                    _ => 0,
                };
                Some(literal.get(skip.min(literal.len())..).unwrap_or(""))
            }
            Piece::Literal(literal) => Some(literal.as_str()),
            _ => None,
        })
}

/// The components of the path that are written out whole, the root's included.
pub fn components(name: &Text) -> Vec<&str> {
    let last = name.pieces().len().saturating_sub(1);
    let mut whole = Vec::new();
    for (at, piece) in name.pieces().iter().enumerate() {
        let Piece::Literal(literal) = piece else {
            continue;
        };
        let parts: Vec<&str> = literal.split(['\\', '/']).collect();
        let end = parts.len().saturating_sub(1);
        // What touches a variable is only a part of a component.
        whole.extend(
            parts
                .into_iter()
                .enumerate()
                .filter(|(part, _)| (*part > 0 || at == 0) && (*part < end || at == last))
                .map(|(_, component)| component),
        );
    }
    whole
}

/// The text with something else instead of the start of its first literal.
pub fn with_start(name: &Text, old: &str, new: &str) -> Option<Text> {
    let mut pieces = name.pieces().to_vec();
    match pieces.first_mut() {
        Some(Piece::Literal(first)) => *first = format!("{new}{}", first.strip_prefix(old)?),
        _ if old.is_empty() => pieces.insert(0, Piece::Literal(new.to_owned())),
        _ => return None,
    }
    Some(Text::from_pieces(pieces))
}

/// Whether Windows takes a component of a path for a device.
pub fn is_device(component: &str) -> bool {
    let stem = component
        .split('.')
        .next()
        .unwrap_or("")
        .trim_end_matches(' ')
        .to_ascii_uppercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|number| {
            matches!(
                number,
                "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"
            )
        })
    };
    matches!(
        stem.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$"
    ) || numbered("COM")
        || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Notation;

    fn text(typed: &str) -> Text {
        Text::parse(typed, Notation::LocalPath).unwrap()
    }

    #[test]
    fn roots_are_told_by_the_beginning() {
        for (typed, root) in [
            (r"C:\a", Root::Drive),
            ("c:/a", Root::Drive),
            ("C:", Root::Drive),
            (r"\\server\share\a", Root::Share),
            (r"\\?\C:\a", Root::Device),
            (r"\\.\pipe\a", Root::Device),
            (r"%TEMP%\a", Root::Variable),
            ("{{folder}}", Root::Variable),
            ("C:a", Root::DriveRelative),
            (r"\a", Root::RootRelative),
            ("a.zip", Root::Relative),
            (r".\a.zip", Root::Relative),
            (r"a\%X%", Root::Relative),
            ("https://h/a", Root::Address),
        ] {
            assert_eq!(Root::of(&text(typed)), root, "{typed}");
        }
    }

    #[test]
    fn components_that_touch_a_variable_are_not_whole() {
        assert_eq!(components(&text(r"C:\a\b%X%c\d")), ["C:", "a", "d"]);
        assert_eq!(components(&text(r"%X%\a\")), ["a", ""]);
        assert!(components(&text("%X%")).is_empty());
    }

    #[test]
    fn devices_are_told_with_any_extension() {
        for (name, device) in [
            ("nul", true),
            ("AUX.txt", true),
            ("com1.tar.gz", true),
            ("COM0", false),
            ("com10", false),
            ("console", false),
            ("a.nul", false),
        ] {
            assert_eq!(is_device(name), device, "{name}");
        }
    }
}
