//! Wildcard patterns.

/// Whether a text matches a wildcard pattern: `*`, `?`, `[…]`, and a backtick before what is meant as itself.
pub fn matches_wildcard(pattern: &str, text: &str, case: bool) -> bool {
    let fold = |text: &str| {
        if case {
            text.to_owned()
        } else {
            text.to_lowercase()
        }
    };
    let pattern: Vec<char> = fold(pattern).chars().collect();
    let text: Vec<char> = fold(text).chars().collect();
    fits(&pattern, &text)
}

fn fits(pattern: &[char], text: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['*', rest @ ..] => (0..=text.len()).any(|skip| fits(rest, &text[skip..])),
        ['?', rest @ ..] => text.split_first().is_some_and(|(_, tail)| fits(rest, tail)),
        ['`', letter, rest @ ..] => text
            .split_first()
            .is_some_and(|(first, tail)| first == letter && fits(rest, tail)),
        ['[', rest @ ..] => {
            let Some(close) = rest
                .iter()
                .skip(1)
                .position(|letter| *letter == ']')
                .map(|place| place + 1)
            else {
                return false;
            };
            let (set, after) = (&rest[..close], &rest[close + 1..]);
            text.split_first()
                .is_some_and(|(first, tail)| in_set(set, *first) && fits(after, tail))
        }
        [letter, rest @ ..] => text
            .split_first()
            .is_some_and(|(first, tail)| first == letter && fits(rest, tail)),
    }
}

fn in_set(set: &[char], letter: char) -> bool {
    let mut rest = set;
    loop {
        match rest {
            [] => return false,
            [from, '-', to, tail @ ..] => {
                if (*from..=*to).contains(&letter) {
                    return true;
                }
                rest = tail;
            }
            [one, tail @ ..] => {
                if *one == letter {
                    return true;
                }
                rest = tail;
            }
        }
    }
}
