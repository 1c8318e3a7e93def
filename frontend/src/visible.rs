//! Characters that nobody sees: text directions and invisible characters, named so that they can be shown.

/// A run of a text: as it is, or one character that is not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run<'t> {
    /// Characters that are seen.
    Seen(&'t str),
    /// A character that changes the direction of the text, or is invisible.
    Unseen(char),
}

/// Whether a character is a bidirectional control, an invisible character, or a control character.
pub fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{061C}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{200B}'..='\u{200D}'
            | '\u{2060}'
            | '\u{FEFF}'
            | '\u{00AD}'
            | '\u{180E}'
            | '\u{3164}'
            | '\u{E0000}'..='\u{E007F}'
    ) || (c.is_control() && c != '\t')
}

/// The runs of a text.
pub fn runs(text: &str) -> Vec<Run<'_>> {
    // Scripts are of these characters alone.
    if !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return vec![Run::Seen(text)];
    }
    let mut runs = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| is_unseen(*c)) {
        runs.extend(text.get(start..at).filter(|seen| !seen.is_empty()).map(Run::Seen));
        runs.push(Run::Unseen(c));
        start = at + c.len_utf8();
    }
    runs.extend(text.get(start..).filter(|seen| !seen.is_empty()).map(Run::Seen));
    runs
}

/// Its code point as people write it.
pub fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// What the character is called or does.
pub fn character_name(c: char) -> &'static str {
    match c {
        '\u{061C}' => "Arabic letter mark",
        '\u{200E}' => "left-to-right mark",
        '\u{200F}' => "right-to-left mark",
        '\u{202A}' => "left-to-right embedding",
        '\u{202B}' => "right-to-left embedding",
        '\u{202C}' => "end of embedding",
        '\u{202D}' => "left-to-right override",
        '\u{202E}' => "right-to-left override",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "end of isolate",
        '\u{200B}' => "zero width space",
        '\u{200C}' => "zero width non-joiner",
        '\u{200D}' => "zero width joiner",
        '\u{2060}' => "word joiner",
        '\u{FEFF}' => "byte order mark",
        '\u{00AD}' => "soft hyphen",
        '\u{180E}' => "Mongolian vowel separator",
        '\u{3164}' => "Hangul filler",
        '\u{E0000}'..='\u{E007F}' => "tag character",
        _ => "control character",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unseen_characters_stand_apart() {
        assert_eq!(
            runs("a\u{202E}b\u{200B}"),
            [
                Run::Seen("a"),
                Run::Unseen('\u{202E}'),
                Run::Seen("b"),
                Run::Unseen('\u{200B}')
            ]
        );
        assert_eq!(runs("שלום عالم"), [Run::Seen("שלום عالم")]);
        assert_eq!(runs(""), []);
        assert_eq!(code_point('\u{AD}'), "U+00AD");
    }
}
