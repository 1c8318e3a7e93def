//! Names that PowerShell looks up by a pattern.

/// Whether a name fits a pattern; nothing where the pattern has more than `*` and `?` in it.
pub(super) fn fits(pattern: &str, name: &str) -> Option<bool> {
    if pattern.contains(['[', ']', '`']) {
        return None;
    }
    // Which beginnings of the pattern fit the name so far.
    let pattern: Vec<char> = pattern.chars().collect();
    let mut so_far = vec![false; pattern.len().saturating_add(1)];
    let open = |fits: &mut Vec<bool>| {
        for (index, c) in pattern.iter().enumerate() {
            if *c == '*'
                && fits.get(index) == Some(&true)
                && let Some(next) = fits.get_mut(index.saturating_add(1))
            {
                *next = true;
            }
        }
    };
    if let Some(first) = so_far.first_mut() {
        *first = true;
    }
    open(&mut so_far);
    for c in name.chars() {
        let mut next = vec![false; so_far.len()];
        for (index, wanted) in pattern.iter().enumerate() {
            if so_far.get(index) != Some(&true) {
                continue;
            }
            let to = match wanted {
                '*' => index,
                '?' => index.saturating_add(1),
                wanted if *wanted == c => index.saturating_add(1),
                _ => continue,
            };
            if let Some(slot) = next.get_mut(to) {
                *slot = true;
            }
        }
        open(&mut next);
        so_far = next;
    }
    Some(so_far.last() == Some(&true))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_pattern_fits_whole_names() {
        for (pattern, expected) in [
            ("start-bitstransfer", Some(true)),
            ("start-bits", Some(false)),
            ("*", Some(true)),
            ("*-bits*", Some(true)),
            ("start-bitstransfe?", Some(true)),
            ("start-*r", Some(true)),
            ("start-*x", Some(false)),
            ("", Some(false)),
            ("[s]tart*", None),
        ] {
            assert_eq!(fits(pattern, "start-bitstransfer"), expected, "{pattern}");
        }
    }
}
