//! The script that is shown: its lines keep their identity from one edit to the next, and those that changed are marked.

use crate::diff;
use bitsmith_core::emit::{Line, Note};
use std::rc::Rc;

/// A line that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What it is called for as long as it stays, or another line stands in its place; no two lines have the same.
    pub key: u32,
    /// The line.
    pub line: Line,
    /// Whether the last edit wrote it.
    pub changed: bool,
    digest: u64,
}

/// Whether lines that differ from those before are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// They are: the same script after an edit.
    Changes,
    /// They are not: another script.
    Nothing,
}

/// A script that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Output {
    /// Its lines.
    pub lines: Rc<Vec<Rc<Shown>>>,
    /// What it does not say.
    pub notes: Rc<Vec<Note>>,
    next_key: u32,
}

impl Output {
    /// The output after this one.
    pub fn followed_by(&self, lines: Vec<Line>, notes: Vec<Note>, mark: Mark) -> Output {
        let mut next_key = self.next_key;
        let before: Vec<u64> = self.lines.iter().map(|shown| shown.digest).collect();
        let after: Vec<u64> = lines.iter().map(digest).collect();
        let kept = match mark {
            Mark::Changes => diff::kept(&before, &after),
            Mark::Nothing => vec![None; lines.len()],
        };
        // For each line after: before which old line the next line that stays is found.
        let mut limits = vec![self.lines.len(); kept.len()];
        let mut limit = self.lines.len();
        for (slot, kept) in limits.iter_mut().zip(&kept).rev() {
            limit = kept.unwrap_or(limit);
            *slot = limit;
        }
        // The first old line whose key is not taken yet.
        let mut free = 0;
        let mut shown = Vec::with_capacity(lines.len());
        for (((line, digest), kept), limit) in lines.into_iter().zip(after).zip(kept).zip(limits) {
            let old = kept.and_then(|at| self.lines.get(at));
            if let Some(at) = kept {
                free = at + 1;
            }
            shown.push(match old {
                Some(old) if !old.changed && old.line == line => old.clone(),
                Some(old) => Rc::new(Shown {
                    key: old.key,
                    line,
                    changed: false,
                    digest,
                }),
                None => {
                    // A line that takes the place of another one takes its key too: it is written over and not made anew.
                    let place = self
                        .lines
                        .get(free)
                        .filter(|_| mark == Mark::Changes && free < limit);
                    let key = match place {
                        Some(place) => {
                            free += 1;
                            place.key
                        }
                        None => {
                            next_key += 1;
                            next_key
                        }
                    };
                    Rc::new(Shown {
                        key,
                        line,
                        changed: mark == Mark::Changes,
                        digest,
                    })
                }
            });
        }
        let notes = if *self.notes == notes {
            self.notes.clone()
        } else {
            Rc::new(notes)
        };
        Output {
            lines: Rc::new(shown),
            notes,
            next_key,
        }
    }

    /// The characters of the script; every line ends with CR LF.
    pub fn text(&self) -> String {
        self.lines
            .iter()
            .map(|shown| shown.line.text() + "\r\n")
            .collect()
    }
}

/// A digest of a line's characters: FNV-1a, eight bytes at a time.
fn digest(line: &Line) -> u64 {
    let mut digest = 0xcbf2_9ce4_8422_2325;
    let mut mix = |word: u64| digest = (digest ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
    for token in &line.tokens {
        let (words, rest) = token.text.as_bytes().as_chunks();
        for word in words {
            mix(u64::from_le_bytes(*word));
        }
        for byte in rest {
            mix(u64::from(*byte));
        }
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::*;
    use bitsmith_core::emit::{Token, TokenKind};

    fn lines(texts: &[&str]) -> Vec<Line> {
        texts
            .iter()
            .map(|text| Line {
                tokens: vec![Token {
                    kind: TokenKind::Plain,
                    text: (*text).to_owned(),
                    reading: None,
                }],
                origin: None,
            })
            .collect()
    }

    fn marks(output: &Output) -> Vec<bool> {
        output.lines.iter().map(|shown| shown.changed).collect()
    }

    #[test]
    fn only_what_the_last_edit_wrote_is_marked() {
        let first = Output::default().followed_by(lines(&["a", "b", "c", "d"]), vec![], Mark::Nothing);
        assert_eq!(marks(&first), [false; 4]);
        let second = first.followed_by(lines(&["a", "x", "c", "y", "d"]), vec![], Mark::Changes);
        assert_eq!(marks(&second), [false, true, false, true, false]);
        let third = second.followed_by(lines(&["a", "x", "c", "z", "d"]), vec![], Mark::Changes);
        assert_eq!(marks(&third), [false, false, false, true, false]);
    }

    #[test]
    fn lines_that_stay_keep_their_keys_and_their_place_in_memory() {
        let first = Output::default().followed_by(lines(&["a", "b", "c"]), vec![], Mark::Nothing);
        let second = first.followed_by(lines(&["new", "a", "b", "c"]), vec![], Mark::Changes);
        for at in 0..3 {
            assert!(Rc::ptr_eq(&first.lines[at], &second.lines[at + 1]));
        }
        let mut keys: Vec<u32> = second.lines.iter().map(|shown| shown.key).collect();
        keys.dedup();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 4);
    }

    #[test]
    fn a_line_in_the_place_of_another_takes_its_key() {
        let first = Output::default().followed_by(lines(&["a", "b", "c"]), vec![], Mark::Nothing);
        let keys = |output: &Output| output.lines.iter().map(|shown| shown.key).collect::<Vec<_>>();
        let second = first.followed_by(lines(&["a", "x", "y", "c", "z"]), vec![], Mark::Changes);
        let (before, after) = (keys(&first), keys(&second));
        assert_eq!([after[0], after[1], after[3]], [before[0], before[1], before[2]]);
        assert!(!before.contains(&after[2]) && !before.contains(&after[4]));
        let third = second.followed_by(lines(&["c"]), vec![], Mark::Changes);
        assert_eq!(keys(&third), [after[3]]);
    }

    #[test]
    fn the_text_has_the_ends_of_lines_that_windows_reads() {
        let output = Output::default().followed_by(lines(&["a", "b"]), vec![], Mark::Nothing);
        assert_eq!(output.text(), "a\r\nb\r\n");
    }
}
