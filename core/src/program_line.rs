//! The command line of a program that BITS starts: its first word is the program again.
//! [com:IBackgroundCopyJob2.SetNotifyCmdLine]

use crate::local_name::components;
use crate::lower_case::folded;
use crate::text::{Piece, Text};

/// The program as the first word of a command line.
pub fn quoted(program: &Text) -> Text {
    let bare = program
        .as_literal()
        .is_some_and(|path| !path.contains([' ', '\t']));
    let quote = if bare { "" } else { "\"" };
    let mut whole = Text::literal(quote);
    for piece in program.pieces() {
        whole.push(piece.clone());
    }
    whole.push(Piece::Literal(quote.to_owned()));
    whole
}

/// Whether the first word is the program: its path, or its file name with or without extension.
pub fn begins(parameters: &Text, program: &Text) -> bool {
    // As they are shown, so that a variable is the same in both notations.
    let (line, program_word) = (folded(&parameters.display()), folded(&quoted(program).display()));
    if let Some(rest) = line.strip_prefix(&program_word)
        && (rest.is_empty() || rest.starts_with([' ', '\t']))
    {
        return true;
    }
    // A program that begins with a variable may stand there as another variable.
    let Some(first) = first_word(parameters.literal_start()) else {
        return parameters.literal_start().is_empty();
    };
    let name = folded(components(program).last().copied().unwrap_or(""));
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let first = folded(first);
    let path = folded(&program.display());
    first == path || (!name.is_empty() && (first == name || first == stem))
}

fn first_word(start: &str) -> Option<&str> {
    match start.strip_prefix('"') {
        // What follows the quote at once is of the same word.
        Some(inner) => inner
            .split_once('"')
            .filter(|(_, rest)| rest.is_empty() || rest.starts_with([' ', '\t']))
            .map(|(word, _)| word),
        None => start.split([' ', '\t']).next().filter(|word| !word.is_empty()),
    }
}

/// What follows the same pieces, letters compared without case.
pub fn without_start(text: &Text, start: &Text) -> Option<Text> {
    let mut rest = text.pieces().to_vec();
    for piece in start.pieces() {
        match (piece, rest.first_mut()?) {
            (Piece::Literal(wanted), Piece::Literal(there)) => {
                let head = there.get(..wanted.len())?;
                if !head.eq_ignore_ascii_case(wanted) {
                    return None;
                }
                *there = there.get(wanted.len()..)?.to_owned();
                if there.is_empty() {
                    rest.remove(0);
                }
            }
            (wanted, there) if *wanted == *there => {
                rest.remove(0);
            }
            _ => return None,
        }
    }
    Some(Text::from_pieces(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Notation;

    #[test]
    fn the_first_word_is_the_program() {
        let table = [
            (r"C:\a.exe", r"C:\a.exe x", true),
            (r"C:\a.exe", r"c:\A.EXE", true),
            (r"C:\a.exe", r"a x", true),
            (r"C:\a.exe", r"a.exe x", true),
            (r"C:\a.exe", r"C:\a.exex", false),
            (r"C:\a.exe", "x", false),
            (r"C:\a b.exe", r#""C:\a b.exe" x"#, true),
            (r"C:\a b.exe", r"C:\a b.exe x", false),
            (r"%X%\a.exe", r#""{{env:X}}\a.exe" x"#, true),
            (r"%X%\a.exe", "x", false),
            (r"C:\a.exe", r#""C:\a.exe" x"#, true),
            (r"C:\a.exe", r#""C:\a.exe"x"#, false),
            (r"C:\a.exe", r" C:\a.exe", false),
        ];
        for (program, parameters, is) in table {
            let program = Text::parse(program, Notation::LocalPath).unwrap();
            let parameters = Text::parse(parameters, Notation::Plain).unwrap();
            assert_eq!(begins(&parameters, &program), is, "{}", parameters.display());
        }
    }
}
