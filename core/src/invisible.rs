//! Characters that a person does not see and that change what is read: bidirectional controls and invisibles.

use std::borrow::Cow;

/// The name of an invisible character; `None` for those that are seen. Letters of right-to-left scripts are seen.
pub fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{061C}' => "Arabic letter mark",
        '\u{200E}' => "left-to-right mark",
        '\u{200F}' => "right-to-left mark",
        '\u{202A}' => "left-to-right embedding",
        '\u{202B}' => "right-to-left embedding",
        '\u{202C}' => "pop directional formatting",
        '\u{202D}' => "left-to-right override",
        '\u{202E}' => "right-to-left override",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "pop directional isolate",
        '\u{200B}' => "zero width space",
        '\u{200C}' => "zero width non-joiner",
        '\u{200D}' => "zero width joiner",
        '\u{2060}' => "word joiner",
        '\u{FEFF}' => "byte order mark",
        '\u{00AD}' => "soft hyphen",
        '\u{180E}' => "Mongolian vowel separator",
        '\u{3164}' => "Hangul filler",
        '\u{E0000}'..='\u{E007F}' => "tag character",
        _ => return None,
    })
}

/// Whether a character is not seen: a control, which may steer a terminal, or an invisible one.
pub fn is_unseen(c: char) -> bool {
    c.is_control() || name(c).is_some()
}

/// What a character that is not seen is called.
pub fn called(c: char) -> &'static str {
    name(c).unwrap_or("control character")
}

/// A run of a text: as it is, or one character that is not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run<'t> {
    /// Characters that are seen.
    Seen(&'t str),
    /// A character that changes the direction of the text, or is invisible.
    Unseen(char),
}

/// The runs of a text. A tab is seen.
pub fn runs(text: &str) -> Vec<Run<'_>> {
    // Scripts are of these characters alone.
    if !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return vec![Run::Seen(text)];
    }
    let mut runs = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| is_unseen(*c) && *c != '\t') {
        runs.extend(text.get(start..at).filter(|seen| !seen.is_empty()).map(Run::Seen));
        runs.push(Run::Unseen(c));
        start = at.saturating_add(c.len_utf8());
    }
    runs.extend(text.get(start..).filter(|seen| !seen.is_empty()).map(Run::Seen));
    runs
}

/// The code point of a character as people write it: `U+202E`.
pub fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// A text in which each character that is not seen is one: `[U+202E]`. Tabs and the ends of lines stay.
///
/// ```
/// use bitsmith_core::invisible::visible;
/// assert_eq!(visible("a\u{202E}b\tc"), "a[U+202E]b\tc");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_shown = |c: char| !is_unseen(c) || matches!(c, '\t' | '\n');
    if text.chars().all(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if is_shown(c) || (c == '\r' && chars.peek() == Some(&'\n')) {
            out.push(c);
        } else {
            out.push_str(&format!("[{}]", code_point(c)));
        }
    }
    Cow::Owned(out)
}

/// The invisible characters of a text, each once, in the order in which they stand there: `U+200B zero width space`.
pub fn named(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for c in text.chars().filter(|c| !c.is_ascii()) {
        let Some(name) = name(c) else { continue };
        let named = format!("{} {name}", code_point(c));
        if !found.contains(&named) {
            found.push(named);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_named_and_scripts_are_not() {
        assert_eq!(
            named("a\u{202E}b\u{200B}\u{202E}"),
            ["U+202E right-to-left override", "U+200B zero width space"]
        );
        assert!(named("שלום مرحبا 日本 é").is_empty());
        let bidi = (0..=0x10FFFF)
            .filter_map(char::from_u32)
            .filter(|c| name(*c).is_some());
        assert_eq!(bidi.count(), 12 + 8 + 128);
    }

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
