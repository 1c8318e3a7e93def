//! Which lines of a script stay when it is written anew.

/// How many lines may come and go until nothing is looked for any more: all of them are new then.
const MOST: usize = 256;

/// For each line after, the line before that it is; lines that came have none. The fewest lines come and go
/// (E. W. Myers, An O(ND) difference algorithm and its variations, 1986).
pub fn kept(before: &[u64], after: &[u64]) -> Vec<Option<usize>> {
    let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let (old, new) = (&before[start..], &after[start..]);
    let end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);

    let mut kept: Vec<Option<usize>> = (0..start).map(Some).collect();
    kept.resize(start + new.len(), None);
    for (at, to) in stays(old, new) {
        kept[start + to] = Some(start + at);
    }
    kept.extend((before.len() - end..before.len()).map(Some));
    kept
}

/// The pairs of lines that stay, last first.
fn stays(old: &[u64], new: &[u64]) -> Vec<(usize, usize)> {
    let (rows, columns) = (old.len() as isize, new.len() as isize);
    let most = (old.len() + new.len()).min(MOST);
    // The furthest row on each diagonal, after each number of steps.
    let mut reach: Vec<Vec<isize>> = Vec::new();
    let mut furthest = vec![0_isize; 2 * most + 3];
    let middle = most as isize + 1;
    let down = |furthest: &[isize], diagonal: isize, steps: isize| {
        let at = (middle + diagonal) as usize;
        diagonal == -steps || (diagonal != steps && furthest[at - 1] < furthest[at + 1])
    };
    let mut found = None;
    'search: for steps in 0..=most as isize {
        reach.push(furthest.clone());
        let mut diagonal = -steps;
        while diagonal <= steps {
            let at = (middle + diagonal) as usize;
            let mut row = if down(&furthest, diagonal, steps) {
                furthest[at + 1]
            } else {
                furthest[at - 1] + 1
            };
            while row < rows
                && row - diagonal < columns
                && old[row as usize] == new[(row - diagonal) as usize]
            {
                row += 1;
            }
            furthest[at] = row;
            if row >= rows && row - diagonal >= columns {
                found = Some(steps);
                break 'search;
            }
            diagonal += 2;
        }
    }
    let Some(steps) = found else {
        return Vec::new();
    };
    let mut pairs = Vec::new();
    let (mut row, mut column) = (rows, columns);
    for step in (0..=steps).rev() {
        let furthest = &reach[step as usize];
        let diagonal = row - column;
        let (from_row, from_column) = if step == 0 {
            (0, 0)
        } else if down(furthest, diagonal, step) {
            let from = furthest[(middle + diagonal + 1) as usize];
            (from, from - diagonal - 1)
        } else {
            let from = furthest[(middle + diagonal - 1) as usize];
            (from, from - diagonal + 1)
        };
        while row > from_row && column > from_column {
            row -= 1;
            column -= 1;
            pairs.push((row as usize, column as usize));
        }
        (row, column) = (from_row, from_column);
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The length of the longest common run of lines, by the table that everybody knows.
    fn longest(before: &[u64], after: &[u64]) -> usize {
        let mut table = vec![vec![0; after.len() + 1]; before.len() + 1];
        for (i, a) in before.iter().enumerate() {
            for (j, b) in after.iter().enumerate() {
                table[i + 1][j + 1] = if a == b {
                    table[i][j] + 1
                } else {
                    table[i][j + 1].max(table[i + 1][j])
                };
            }
        }
        table[before.len()][after.len()]
    }

    fn check(before: &[u64], after: &[u64]) {
        let kept = kept(before, after);
        assert_eq!(kept.len(), after.len());
        let mut last = None;
        for (to, at) in kept.iter().enumerate() {
            if let Some(at) = *at {
                assert_eq!(before[at], after[to], "{before:?} {after:?}");
                assert!(last.is_none_or(|last| last < at), "{before:?} {after:?}");
                last = Some(at);
            }
        }
        assert_eq!(
            kept.iter().flatten().count(),
            longest(before, after),
            "{before:?} {after:?}"
        );
    }

    #[test]
    fn as_many_lines_stay_as_can() {
        // All pairs of scripts of up to five lines of three kinds.
        let mut scripts: Vec<Vec<u64>> = vec![vec![]];
        let mut from = 0;
        for _ in 0..5 {
            let to = scripts.len();
            for at in from..to {
                for line in 0..3 {
                    let mut longer = scripts[at].clone();
                    longer.push(line);
                    scripts.push(longer);
                }
            }
            from = to;
        }
        for before in &scripts {
            for after in &scripts {
                check(before, after);
            }
        }
    }

    #[test]
    fn scripts_with_nothing_in_common_are_new() {
        let before: Vec<u64> = (0..1000).collect();
        let after: Vec<u64> = (1000..2000).collect();
        assert!(kept(&before, &after).iter().all(Option::is_none));
    }
}
