//! The bytes of a text file: UTF-8 with or without a byte order mark, UTF-16 with one; anything else is Windows-1252.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How the characters of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 behind a byte order mark.
    Utf8Marked,
    /// UTF-16, low bytes first, behind a byte order mark.
    Utf16Le,
    /// UTF-16, high bytes first, behind a byte order mark.
    Utf16Be,
    /// Windows-1252.
    Windows1252,
}

/// A file that begins as UTF-16 and then is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damaged(&'static str);

impl Damaged {
    /// The sentence for a file of that name.
    pub(crate) fn said_of(self, name: &str) -> String {
        format!("{name} begins as {} and then is not: it is damaged.", self.0)
    }
}

/// The text of a file of that name, and how it was written; why it is none otherwise.
pub(crate) fn text(name: &str, bytes: &[u8]) -> Result<(String, Encoding), String> {
    let (text, encoding) = decode(bytes).map_err(|damaged| damaged.said_of(name))?;
    match text.contains('\0') {
        true => Err(format!(
            "{name} holds NUL characters: it is no text, or UTF-16 without a byte order mark. Save it as UTF-8, or as UTF-16 with one."
        )),
        false => Ok((text, encoding)),
    }
}

/// What is said of a file that is read as Windows-1252.
pub(crate) fn read_as_windows_1252(name: &str) -> String {
    format!(
        "bitsmith: {name} is neither UTF-8 nor UTF-16 with a byte order mark; it is read as Windows-1252.\n"
    )
}

/// The characters, without a byte order mark, and how they were written.
pub(crate) fn decode(bytes: &[u8]) -> Result<(String, Encoding), Damaged> {
    let (read_as, mark) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let rest = bytes.get(mark..).unwrap_or_default();
    let encoding = match mark {
        _ if read_as == UTF_16LE => Encoding::Utf16Le,
        _ if read_as == UTF_16BE => Encoding::Utf16Be,
        0 => Encoding::Utf8,
        _ => Encoding::Utf8Marked,
    };
    if let Some(text) = read_as.decode_without_bom_handling_and_without_replacement(rest) {
        return Ok((text.into_owned(), encoding));
    }
    match encoding {
        Encoding::Utf16Le | Encoding::Utf16Be => Err(Damaged(read_as.name())),
        // The mark is not one then, and its three bytes are letters.
        _ => Ok((
            WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
            Encoding::Windows1252,
        )),
    }
}

impl Encoding {
    /// The bytes of a text; `None` where it has a character that cannot be written so.
    pub(crate) fn encode(self, text: &str) -> Option<Vec<u8>> {
        let units = |bytes_of: fn(u16) -> [u8; 2]| {
            let marked = std::iter::once(0xFEFF).chain(text.encode_utf16());
            marked.flat_map(bytes_of).collect()
        };
        match self {
            Encoding::Utf8 => Some(text.as_bytes().to_vec()),
            Encoding::Utf8Marked => Some([b"\xEF\xBB\xBF", text.as_bytes()].concat()),
            Encoding::Utf16Le => Some(units(u16::to_le_bytes)),
            Encoding::Utf16Be => Some(units(u16::to_be_bytes)),
            Encoding::Windows1252 => {
                let (bytes, _, lost) = WINDOWS_1252.encode(text);
                (!lost).then(|| bytes.into_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_back_as_they_were() {
        let every: Vec<u8> = (0..=255).collect();
        let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        let table: &[(Vec<u8>, Encoding, &str)] = &[
            (b"a\r\n".to_vec(), Encoding::Utf8, "a\r\n"),
            (
                marked(b"\xEF\xBB\xBF", "\u{E9}".as_bytes()),
                Encoding::Utf8Marked,
                "\u{E9}",
            ),
            (marked(b"\xFF\xFE", b"a\0"), Encoding::Utf16Le, "a"),
            (
                marked(b"\xFE\xFF", b"\xD8\x3D\xDE\x00"),
                Encoding::Utf16Be,
                "\u{1F600}",
            ),
            (b"\x80\xE9".to_vec(), Encoding::Windows1252, "\u{20AC}\u{E9}"),
            (
                marked(b"\xEF\xBB\xBF", b"\xE9"),
                Encoding::Windows1252,
                "\u{EF}\u{BB}\u{BF}\u{E9}",
            ),
        ];
        for (bytes, encoding, text) in table {
            assert_eq!(decode(bytes), Ok(((*text).to_owned(), *encoding)));
            assert_eq!(encoding.encode(text).as_ref(), Some(bytes));
        }
        let (text, encoding) = decode(&every).unwrap();
        assert_eq!(encoding.encode(&text), Some(every));
        assert_eq!(Encoding::Windows1252.encode("\u{4E2D}"), None);
        assert!(decode(b"\xFF\xFE\x00").is_err());
    }
}
