//! Lower-case letters, for names that Windows takes for one: a character at a time, whatever stands around it.
//!
//! The table is Unicode's, as runs of letters; that of the standard library is ten times its size, which counts in a
//! page that is loaded over a network.

/// The text with its letters in lower case. Both small sigmas are one letter here, as they have one capital.
///
/// ```
/// use bitsmith_core::lower_case::folded;
/// assert_eq!(folded("C:\\Überblick.ZIP"), "c:\\überblick.zip");
/// assert_eq!(folded("ΟΔΟΣ"), folded("οδος"));
/// ```
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ς' => out.push('σ'),
            // The only letter that becomes two characters.
            'İ' => out.push_str("i\u{307}"),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.push(lower(c)),
        }
    }
    out
}

/// Whether a text begins with another one, letters of ASCII in any case.
///
/// ```
/// use bitsmith_core::lower_case::begins;
/// assert!(begins("Start-BitsTransfer", "start-bits"));
/// assert!(!begins("Start", "start-bits"));
/// ```
pub fn begins(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|there| there.eq_ignore_ascii_case(start))
}

fn lower(c: char) -> char {
    let number = u32::from(c);
    let after = CAPITALS.partition_point(|run| run.last < number);
    match CAPITALS.get(after) {
        Some(run) if run.first <= number && run.takes(number) => number
            .checked_add_signed(run.distance)
            .and_then(char::from_u32)
            .unwrap_or(c),
        _ => c,
    }
}

/// Capitals whose small letters all have the same distance.
struct Run {
    first: u32,
    last: u32,
    pairs: Pairs,
    distance: i32,
}

/// Whether every character of a run is a capital or every second one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pairs {
    All,
    Second,
}

impl Run {
    fn takes(&self, number: u32) -> bool {
        self.pairs == Pairs::All || number.abs_diff(self.first).is_multiple_of(2)
    }
}

const fn all(first: u32, last: u32, distance: i32) -> Run {
    Run {
        first,
        last,
        pairs: Pairs::All,
        distance,
    }
}

const fn second(first: u32, last: u32, distance: i32) -> Run {
    Run {
        first,
        last,
        pairs: Pairs::Second,
        distance,
    }
}

/// Capitals beyond ASCII, in order. `[uax:44]`
static CAPITALS: &[Run] = &[
    all(0x00c0, 0x00d6, 32),
    all(0x00d8, 0x00de, 32),
    second(0x0100, 0x012e, 1),
    second(0x0132, 0x0136, 1),
    second(0x0139, 0x0147, 1),
    second(0x014a, 0x0176, 1),
    all(0x0178, 0x0178, -121),
    second(0x0179, 0x017d, 1),
    all(0x0181, 0x0181, 210),
    second(0x0182, 0x0184, 1),
    all(0x0186, 0x0186, 206),
    all(0x0187, 0x0187, 1),
    all(0x0189, 0x018a, 205),
    all(0x018b, 0x018b, 1),
    all(0x018e, 0x018e, 79),
    all(0x018f, 0x018f, 202),
    all(0x0190, 0x0190, 203),
    all(0x0191, 0x0191, 1),
    all(0x0193, 0x0193, 205),
    all(0x0194, 0x0194, 207),
    all(0x0196, 0x0196, 211),
    all(0x0197, 0x0197, 209),
    all(0x0198, 0x0198, 1),
    all(0x019c, 0x019c, 211),
    all(0x019d, 0x019d, 213),
    all(0x019f, 0x019f, 214),
    second(0x01a0, 0x01a4, 1),
    all(0x01a6, 0x01a6, 218),
    all(0x01a7, 0x01a7, 1),
    all(0x01a9, 0x01a9, 218),
    all(0x01ac, 0x01ac, 1),
    all(0x01ae, 0x01ae, 218),
    all(0x01af, 0x01af, 1),
    all(0x01b1, 0x01b2, 217),
    second(0x01b3, 0x01b5, 1),
    all(0x01b7, 0x01b7, 219),
    all(0x01b8, 0x01b8, 1),
    all(0x01bc, 0x01bc, 1),
    all(0x01c4, 0x01c4, 2),
    all(0x01c5, 0x01c5, 1),
    all(0x01c7, 0x01c7, 2),
    all(0x01c8, 0x01c8, 1),
    all(0x01ca, 0x01ca, 2),
    second(0x01cb, 0x01db, 1),
    second(0x01de, 0x01ee, 1),
    all(0x01f1, 0x01f1, 2),
    second(0x01f2, 0x01f4, 1),
    all(0x01f6, 0x01f6, -97),
    all(0x01f7, 0x01f7, -56),
    second(0x01f8, 0x021e, 1),
    all(0x0220, 0x0220, -130),
    second(0x0222, 0x0232, 1),
    all(0x023a, 0x023a, 10795),
    all(0x023b, 0x023b, 1),
    all(0x023d, 0x023d, -163),
    all(0x023e, 0x023e, 10792),
    all(0x0241, 0x0241, 1),
    all(0x0243, 0x0243, -195),
    all(0x0244, 0x0244, 69),
    all(0x0245, 0x0245, 71),
    second(0x0246, 0x024e, 1),
    second(0x0370, 0x0372, 1),
    all(0x0376, 0x0376, 1),
    all(0x037f, 0x037f, 116),
    all(0x0386, 0x0386, 38),
    all(0x0388, 0x038a, 37),
    all(0x038c, 0x038c, 64),
    all(0x038e, 0x038f, 63),
    all(0x0391, 0x03a1, 32),
    all(0x03a3, 0x03ab, 32),
    all(0x03cf, 0x03cf, 8),
    second(0x03d8, 0x03ee, 1),
    all(0x03f4, 0x03f4, -60),
    all(0x03f7, 0x03f7, 1),
    all(0x03f9, 0x03f9, -7),
    all(0x03fa, 0x03fa, 1),
    all(0x03fd, 0x03ff, -130),
    all(0x0400, 0x040f, 80),
    all(0x0410, 0x042f, 32),
    second(0x0460, 0x0480, 1),
    second(0x048a, 0x04be, 1),
    all(0x04c0, 0x04c0, 15),
    second(0x04c1, 0x04cd, 1),
    second(0x04d0, 0x052e, 1),
    all(0x0531, 0x0556, 48),
    all(0x10a0, 0x10c5, 7264),
    all(0x10c7, 0x10c7, 7264),
    all(0x10cd, 0x10cd, 7264),
    all(0x13a0, 0x13ef, 38864),
    all(0x13f0, 0x13f5, 8),
    all(0x1c89, 0x1c89, 1),
    all(0x1c90, 0x1cba, -3008),
    all(0x1cbd, 0x1cbf, -3008),
    second(0x1e00, 0x1e94, 1),
    all(0x1e9e, 0x1e9e, -7615),
    second(0x1ea0, 0x1efe, 1),
    all(0x1f08, 0x1f0f, -8),
    all(0x1f18, 0x1f1d, -8),
    all(0x1f28, 0x1f2f, -8),
    all(0x1f38, 0x1f3f, -8),
    all(0x1f48, 0x1f4d, -8),
    second(0x1f59, 0x1f5f, -8),
    all(0x1f68, 0x1f6f, -8),
    all(0x1f88, 0x1f8f, -8),
    all(0x1f98, 0x1f9f, -8),
    all(0x1fa8, 0x1faf, -8),
    all(0x1fb8, 0x1fb9, -8),
    all(0x1fba, 0x1fbb, -74),
    all(0x1fbc, 0x1fbc, -9),
    all(0x1fc8, 0x1fcb, -86),
    all(0x1fcc, 0x1fcc, -9),
    all(0x1fd8, 0x1fd9, -8),
    all(0x1fda, 0x1fdb, -100),
    all(0x1fe8, 0x1fe9, -8),
    all(0x1fea, 0x1feb, -112),
    all(0x1fec, 0x1fec, -7),
    all(0x1ff8, 0x1ff9, -128),
    all(0x1ffa, 0x1ffb, -126),
    all(0x1ffc, 0x1ffc, -9),
    all(0x2126, 0x2126, -7517),
    all(0x212a, 0x212a, -8383),
    all(0x212b, 0x212b, -8262),
    all(0x2132, 0x2132, 28),
    all(0x2160, 0x216f, 16),
    all(0x2183, 0x2183, 1),
    all(0x24b6, 0x24cf, 26),
    all(0x2c00, 0x2c2f, 48),
    all(0x2c60, 0x2c60, 1),
    all(0x2c62, 0x2c62, -10743),
    all(0x2c63, 0x2c63, -3814),
    all(0x2c64, 0x2c64, -10727),
    second(0x2c67, 0x2c6b, 1),
    all(0x2c6d, 0x2c6d, -10780),
    all(0x2c6e, 0x2c6e, -10749),
    all(0x2c6f, 0x2c6f, -10783),
    all(0x2c70, 0x2c70, -10782),
    all(0x2c72, 0x2c72, 1),
    all(0x2c75, 0x2c75, 1),
    all(0x2c7e, 0x2c7f, -10815),
    second(0x2c80, 0x2ce2, 1),
    second(0x2ceb, 0x2ced, 1),
    all(0x2cf2, 0x2cf2, 1),
    second(0xa640, 0xa66c, 1),
    second(0xa680, 0xa69a, 1),
    second(0xa722, 0xa72e, 1),
    second(0xa732, 0xa76e, 1),
    second(0xa779, 0xa77b, 1),
    all(0xa77d, 0xa77d, -35332),
    second(0xa77e, 0xa786, 1),
    all(0xa78b, 0xa78b, 1),
    all(0xa78d, 0xa78d, -42280),
    second(0xa790, 0xa792, 1),
    second(0xa796, 0xa7a8, 1),
    all(0xa7aa, 0xa7aa, -42308),
    all(0xa7ab, 0xa7ab, -42319),
    all(0xa7ac, 0xa7ac, -42315),
    all(0xa7ad, 0xa7ad, -42305),
    all(0xa7ae, 0xa7ae, -42308),
    all(0xa7b0, 0xa7b0, -42258),
    all(0xa7b1, 0xa7b1, -42282),
    all(0xa7b2, 0xa7b2, -42261),
    all(0xa7b3, 0xa7b3, 928),
    second(0xa7b4, 0xa7c2, 1),
    all(0xa7c4, 0xa7c4, -48),
    all(0xa7c5, 0xa7c5, -42307),
    all(0xa7c6, 0xa7c6, -35384),
    second(0xa7c7, 0xa7c9, 1),
    all(0xa7cb, 0xa7cb, -42343),
    second(0xa7cc, 0xa7da, 1),
    all(0xa7dc, 0xa7dc, -42561),
    all(0xa7f5, 0xa7f5, 1),
    all(0xff21, 0xff3a, 32),
    all(0x10400, 0x10427, 40),
    all(0x104b0, 0x104d3, 40),
    all(0x10570, 0x1057a, 39),
    all(0x1057c, 0x1058a, 39),
    all(0x1058c, 0x10592, 39),
    all(0x10594, 0x10595, 39),
    all(0x10c80, 0x10cb2, 64),
    all(0x10d50, 0x10d65, 32),
    all(0x118a0, 0x118bf, 32),
    all(0x16e40, 0x16e5f, 32),
    all(0x16ea0, 0x16eb8, 27),
    all(0x1e900, 0x1e921, 34),
];

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn letters_are_those_of_unicode() {
        // Of characters that are newer than the table or than the standard library one of the two knows nothing.
        const NEWER: usize = 60;
        let mut unlike = Vec::new();
        for c in char::MIN..=char::MAX {
            let theirs: String = c.to_lowercase().collect();
            let same = c == 'ς' || folded(&c.to_string()) == theirs;
            if !same {
                assert!(
                    folded(&c.to_string()) == c.to_string() || theirs == c.to_string(),
                    "{c:?}"
                );
                unlike.push(c);
            }
        }
        assert!(unlike.len() <= NEWER, "{unlike:?}");
    }

    #[test]
    fn a_text_that_is_folded_stays_as_it_is() {
        for c in char::MIN..=char::MAX {
            let once = folded(&c.to_string());
            assert_eq!(folded(&once), once, "{c:?}");
        }
    }
}
