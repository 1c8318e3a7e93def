//! Local names proposed from addresses, and lists of files that are pasted.

/// Where a file goes when no file of the job has a folder yet.
const FOLDER: &str = r"%USERPROFILE%\Downloads\";

/// The folder of a local name, with the backslash at its end.
pub fn folder(local_name: &str) -> Option<&str> {
    local_name.rfind('\\').and_then(|at| local_name.get(..=at))
}

/// A local name for an address: a folder, and the last name of the address, unlike all other local names.
///
/// All are in the notations of a job's texts. `None` where the address ends in no name.
pub fn local_name<'a>(
    address: &str,
    folder: Option<&str>,
    others: impl Iterator<Item = &'a str> + Clone,
) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let (before, last) = path.rsplit_once(['/', '\\'])?;
    if last.is_empty() || before.is_empty() || before.ends_with([':', '/']) && !before.contains("//") {
        return None;
    }
    // `https://host` has a name behind its last slash, and it is no file.
    if before.ends_with('/') && before.trim_end_matches('/').ends_with(':') {
        return None;
    }
    let name = file_name(last);
    if name.is_empty() {
        return None;
    }
    let folder = folder.unwrap_or(FOLDER);
    let taken = |proposed: &str| others.clone().any(|other| other.eq_ignore_ascii_case(proposed));
    let first = format!("{folder}{name}");
    if !taken(&first) {
        return Some(first);
    }
    let (stem, dot, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, ".", extension),
        _ => (name.as_str(), "", ""),
    };
    (2..1000)
        .map(|number| format!("{folder}{stem} ({number}){dot}{extension}"))
        .find(|proposed| !taken(proposed))
}

/// The name of a file from the last name of an address: escapes undone, what Windows refuses replaced.
fn file_name(last: &str) -> String {
    let name: String = unescape(last)
        .chars()
        .map(|c| match c {
            '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => '_',
            c if c.is_control() => '_',
            c => c,
        })
        .collect();
    let name = name.trim_end_matches(['.', ' ']).trim_start();
    // A percent sign opens a variable in the notation of local names.
    name.replace('%', "%%")
}

/// Undoes `%20` and its kind, where the bytes are UTF-8.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
        match (first, after) {
            (b'%', [high, low, more @ ..]) if digit(high).is_some() && digit(low).is_some() => {
                bytes.push(digit(high).unwrap_or(0) << 4 | digit(low).unwrap_or(0));
                rest = more;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The rows of a pasted list, tabs between their cells: an address, a local name, and all that comes after it.
pub fn pasted(text: &str) -> Vec<[String; 3]> {
    text.lines()
        .map(|line| line.trim_matches(['\r', ' ', '\u{FEFF}']))
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (address, more) = line.split_once('\t').unwrap_or((line, ""));
            let (local, rest) = more.split_once('\t').unwrap_or((more, ""));
            [address, local, rest].map(|cell| cell.trim().to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_proposed_from_addresses() {
        for (address, others, proposed) in [
            (
                "https://h/a/b.zip",
                &[][..],
                Some(r"%USERPROFILE%\Downloads\b.zip"),
            ),
            (
                "https://h/a%20b.zip?sig=1#x",
                &[r"D:\Data\x.zip"],
                Some(r"D:\Data\a b.zip"),
            ),
            ("https://h/b.zip", &[r"D:\b.zip"], Some(r"D:\b (2).zip")),
            (
                "https://h/b.zip",
                &[r"D:\B.ZIP", r"D:\b (2).zip"],
                Some(r"D:\b (3).zip"),
            ),
            ("https://h/50%25.txt", &[r"D:\x"], Some(r"D:\50%%.txt")),
            ("https://h/a:b.txt", &[r"D:\x"], Some(r"D:\a_b.txt")),
            ("https://h/%ff.txt", &[r"D:\x"], Some(r"D:\%%ff.txt")),
            ("https://h/{{name}}.txt", &[r"D:\x"], Some(r"D:\{{name}}.txt")),
            (r"\\server\share\c.bin", &[r"D:\x"], Some(r"D:\c.bin")),
            ("https://h/", &[], None),
            ("https://h", &[], None),
            ("b.zip", &[], None),
            ("", &[], None),
        ] {
            assert_eq!(
                local_name(
                    address,
                    others.first().copied().and_then(folder),
                    others.iter().copied()
                )
                .as_deref(),
                proposed,
                "{address}"
            );
        }
    }

    #[test]
    fn pasted_lines_are_addresses_with_or_without_local_names() {
        assert_eq!(
            pasted("https://h/a\r\n\r\n https://h/b \tC:\\b\r\nhttps://h/c\t\nhttps://h/d\t\t0:10\t9\n"),
            [
                ["https://h/a", "", ""],
                ["https://h/b", "C:\\b", ""],
                ["https://h/c", "", ""],
                ["https://h/d", "", "0:10\t9"],
            ]
        );
    }
}
