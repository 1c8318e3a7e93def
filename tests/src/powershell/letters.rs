//! The character classes of PowerShell's tokenizer, as the engine's recorded readings show them.

/// A quote that opens, closes or doubles like the ASCII apostrophe.
pub(super) fn is_single_quote(unit: u16) -> bool {
    matches!(unit, 0x27 | 0x2018..=0x201B)
}

/// A quote that opens, closes or doubles like the ASCII double quote.
pub(super) fn is_double_quote(unit: u16) -> bool {
    matches!(unit, 0x22 | 0x201C..=0x201E)
}

/// A dash that starts a parameter or an operator like the ASCII hyphen.
pub(super) fn is_dash(unit: u16) -> bool {
    matches!(unit, 0x2D | 0x2013..=0x2015)
}

/// White space that separates words; line ends are not in it.
pub(super) fn is_space(unit: u16) -> bool {
    matches!(
        unit,
        0x09 | 0x0B | 0x0C | 0x20 | 0x85 | 0xA0 | 0x1680 | 0x2000
            ..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000
    )
}

/// LF and CR, the only characters that end a line or a comment.
pub(super) fn is_line_end(unit: u16) -> bool {
    matches!(unit, 0x0A | 0x0D)
}

/// A character that ends an unquoted word wherever it stands.
pub(super) fn ends_word(unit: u16) -> bool {
    is_space(unit) || is_line_end(unit) || unit == 0 || is_ascii(unit, b"(){};,|&")
}

/// A letter or digit as .NET judges them, near enough: marks and digits of other scripts are left out.
pub(super) fn is_letter_or_digit(unit: u16) -> bool {
    char::from_u32(u32::from(unit)).is_some_and(|c| {
        if c.is_ascii() {
            c.is_ascii_alphanumeric()
        } else {
            c.is_alphabetic() && !is_mark(unit)
        }
    })
}

/// Combining marks, which Rust counts as alphabetic in part and .NET does not.
fn is_mark(unit: u16) -> bool {
    matches!(unit, 0x0300..=0x036F | 0x0483..=0x0489 | 0x0591..=0x05C7 | 0x0610..=0x061A | 0x064B..=0x065F)
}

/// A character that may begin a variable name after `$`.
pub(super) fn starts_variable(unit: u16) -> bool {
    is_ascii(unit, b"_?$^") || is_letter_or_digit(unit)
}

/// A character that may begin a parameter name after the dash.
pub(super) fn starts_parameter(unit: u16) -> bool {
    is_ascii(unit, b"_?") || is_letter_or_digit(unit) && !is_digit(unit)
}

/// `0` to `9`.
pub(super) fn is_digit(unit: u16) -> bool {
    (0x30..=0x39).contains(&unit)
}

/// Whether the unit is one of these ASCII bytes.
pub(super) fn is_ascii(unit: u16, among: &[u8]) -> bool {
    u8::try_from(unit).is_ok_and(|byte| among.contains(&byte))
}
