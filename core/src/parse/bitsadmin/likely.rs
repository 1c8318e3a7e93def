//! The word that was likely meant.

/// How alike two words must be, from 0 to 1.
const ALIKE: f64 = 0.75;
/// The shortest word that is looked for inside of another.
const LEAST: usize = 4;

/// The candidate that a word is most like; `None` where it is like none.
pub(super) fn likely(word: &str, candidates: impl IntoIterator<Item = &'static str>) -> Option<&'static str> {
    let word = word.trim_start_matches('/').to_ascii_lowercase();
    let mut best: Option<(f64, &'static str)> = None;
    for candidate in candidates {
        let plain = candidate.trim_start_matches('/').to_ascii_lowercase();
        // As many characters as one has more than the other, they differ by at least.
        let (shorter, longer) = (word.len().min(plain.len()), word.len().max(plain.len()));
        let alike = match (shorter as f64) < ALIKE * (longer as f64) {
            true => 0.0,
            false => strsim::normalized_damerau_levenshtein(&word, &plain),
        };
        // `/setcredentialsjob` holds `/setcredentials`, `/getinfo` ends in `/info`.
        let within = plain.len() >= LEAST && (word.starts_with(&plain) || word.ends_with(&plain));
        let alike = if within { alike.max(ALIKE) } else { alike };
        if alike >= ALIKE && best.is_none_or(|(most, _)| alike > most) {
            best = Some((alike, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::bitsadmin::VERBS;

    #[test]
    fn a_misspelt_verb_is_told_from_an_invented_one() {
        let table = [
            ("/setnoprogresstimout", Some("/SETNOPROGRESSTIMEOUT")),
            ("/creat", Some("/CREATE")),
            ("/setcredentialsjob", Some("/SETCREDENTIALS")),
            ("/getinfo", Some("/INFO")),
            ("/setaclflag", Some("/SETACLFLAGS")),
            ("/lsit", Some("/LIST")),
            ("/setpolicy", None),
            ("/x", None),
            ("", None),
        ];
        for (word, expected) in table {
            let names = VERBS
                .iter()
                .filter(|verb| verb.under.is_none())
                .map(|verb| verb.name);
            assert_eq!(likely(word, names), expected, "{word}");
        }
    }
}
