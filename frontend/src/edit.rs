//! Changes of the draft that a form makes and that are more than one edit of the core.

use crate::proposal;
use bitsmith_core::catalog::{CATALOG, Held, SettingId};
use bitsmith_core::diagnostic::Edit;
use bitsmith_core::draft::Draft;
use bitsmith_core::text::Notation;
use bitsmith_core::value::{Control, Entries, Entry, Part, Repeat};

/// Towards which end a row moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the start.
    Up,
    /// To the end.
    Down,
}

fn blank(entry: &Entry) -> bool {
    match entry {
        Entry::Typed(text) => text.is_empty(),
        Entry::Pieces(text) => text.is_empty(),
    }
}

/// Puts what was typed into a part, or into a cell of it. A value whose last part is emptied is no longer set; a set
/// of flags stays set when its last flag goes, for none is a value.
pub fn put(draft: &mut Draft, id: SettingId, part: usize, row: Option<usize>, entries: Vec<Entry>) {
    if let Some(row) = row {
        let entry = entries.into_iter().next().unwrap_or_else(|| "".into());
        draft.apply(&Edit::SetCell(id, part, row, entry));
        return;
    }
    draft.apply(&Edit::SetPart(id, part, entries));
    let flags = id
        .spec()
        .parts
        .get(part)
        .is_some_and(|part| matches!(part.control, Control::Flags(_) | Control::CostMask { .. }));
    let empty = draft
        .entries(id)
        .is_none_or(|entries| entries.0.iter().flatten().all(blank));
    if empty && !flags {
        draft.apply(&Edit::Clear(id));
    }
}

/// How many rows a value has.
pub fn rows(draft: &Draft, id: SettingId) -> usize {
    draft.entries(id).map_or(0, Entries::rows)
}

/// Adds a row at the end, and says which it is.
pub fn add_row(draft: &mut Draft, id: SettingId) -> usize {
    let row = rows(draft, id);
    for part in 0..id.spec().parts.len() {
        draft.apply(&Edit::SetCell(id, part, row, "".into()));
    }
    row
}

/// Takes a row out; a value without rows is not set.
pub fn remove_row(draft: &mut Draft, id: SettingId, row: usize) {
    draft.apply(&Edit::RemoveRow(id, row));
    if rows(draft, id) == 0 {
        draft.apply(&Edit::Clear(id));
    }
}

/// Lets a row change places with its neighbour, and says where it is then.
pub fn move_row(draft: &mut Draft, id: SettingId, row: usize, direction: Direction) -> usize {
    let count = rows(draft, id);
    let other = match direction {
        Direction::Up => row.checked_sub(1),
        Direction::Down => Some(row + 1).filter(|other| *other < count),
    };
    let (Some(other), Some(entries)) = (other, draft.settings.get_mut(&id)) else {
        return row;
    };
    for column in &mut entries.0 {
        column.resize_with(count, || "".into());
        column.swap(row, other);
    }
    other
}

/// The columns of a list of files: that of the remote names, that of the local names.
pub fn columns(parts: &[Part]) -> Option<(usize, usize)> {
    let of = |notation: Notation| {
        parts
            .iter()
            .position(|part| matches!(part.control, Control::Text(rule) if rule.notation == notation))
    };
    Some((of(Notation::Plain)?, of(Notation::LocalPath)?))
}

/// Whether local names are what a job writes: only then are they proposed.
pub fn writes_local_names(draft: &Draft) -> bool {
    CATALOG
        .iter()
        .filter(|spec| spec.held == Held::Subject)
        .filter(|spec| matches!(spec.parts, [only] if matches!(only.control, Control::Choice(_))))
        .all(|spec| {
            draft.entries(spec.id).is_none_or(|entries| {
                entries
                    .part(0)
                    .iter()
                    .all(|e| e.shown() == spec.default.placeholder)
            })
        })
}

/// Fills an empty local name from the remote name of its row. Says whether it did.
pub fn propose(draft: &mut Draft, id: SettingId, row: usize) -> bool {
    if !writes_local_names(draft) {
        return false;
    }
    let Some((remote, local)) = columns(id.spec().parts) else {
        return false;
    };
    let Some(entries) = draft.entries(id) else {
        return false;
    };
    if entries.cell(local, row).is_some() {
        return false;
    }
    let Some(address) = entries.cell(remote, row).map(Entry::shown) else {
        return false;
    };
    let names: Vec<String> = entries.part(local).iter().map(Entry::shown).collect();
    // The folder of the nearest file above, or else below.
    let (above, below) = names.split_at(row.min(names.len()));
    let folder = above
        .iter()
        .rev()
        .chain(below)
        .find_map(|name| proposal::folder(name));
    let others = names.iter().map(String::as_str).filter(|name| !name.is_empty());
    let Some(proposed) = proposal::local_name(&address, folder, others) else {
        return false;
    };
    draft.apply(&Edit::SetCell(id, local, row, proposed.into()));
    true
}

/// The most rows that a list is pasted into: with more the page would not answer.
const MOST: usize = 2_000;

/// Why a list is not pasted, where it has too many lines.
pub fn too_many(text: &str) -> Option<String> {
    let count = proposal::pasted(text).len();
    (count > MOST).then(|| {
        format!(
            "The list has {count} lines, and the page takes {MOST} at once. BITS takes 200 files a job unless a policy says otherwise: make several jobs."
        )
    })
}

/// Puts a pasted list into rows, the first into `row`; the others are put in after it. Says how many.
pub fn paste(draft: &mut Draft, id: SettingId, row: usize, text: &str) -> usize {
    let Some((remote, local)) = columns(id.spec().parts) else {
        return 0;
    };
    let pasted = proposal::pasted(text);
    let count = pasted.len();
    let before = rows(draft, id);
    let width = id.spec().parts.len();
    let entries = draft.settings.entry(id).or_default();
    while entries.0.len() < width {
        entries.0.push(Vec::new());
    }
    let at = row.min(before);
    for (number, column) in entries.0.iter_mut().enumerate() {
        column.resize_with(before.max(at), || "".into());
        let tail = column.split_off(at);
        column.extend(pasted.iter().map(|[address, path, rest]| {
            let cell = if number == remote {
                address
            } else if number == local {
                path
            } else {
                rest
            };
            Entry::Typed(cell.clone())
        }));
        column.extend(tail);
    }
    // The row that was pasted into gives way when nothing stood in it.
    let after = at + count;
    let gone = entries
        .0
        .iter()
        .all(|column| column.get(after).is_some_and(blank));
    if gone && after < before + count {
        draft.apply(&Edit::RemoveRow(id, after));
    }
    for row in at..at + count {
        propose(draft, id, row);
    }
    count
}

/// Puts pasted lines into one column, a row each from one on; rows that are not there are added. Says how many.
pub fn paste_down(draft: &mut Draft, id: SettingId, part: usize, row: usize, text: &str) -> usize {
    let width = id.spec().parts.len();
    let mut count = 0;
    for [cell, ..] in proposal::pasted(text) {
        let entries = draft.settings.entry(id).or_default();
        while entries.0.len() < width {
            entries.0.push(Vec::new());
        }
        entries.set_cell(part, row + count, Entry::Typed(cell));
        count += 1;
    }
    count
}

/// The draft as it is judged: rows at the end that nobody has typed into yet are not there.
pub fn judged(draft: &Draft) -> Option<Draft> {
    let mut judged: Option<Draft> = None;
    for spec in CATALOG.iter().filter(|spec| spec.repeat == Repeat::Rows) {
        let Some(entries) = draft.entries(spec.id) else {
            continue;
        };
        let count = entries.rows();
        let used = (0..count)
            .rev()
            .find(|row| (0..entries.0.len()).any(|part| entries.cell(part, *row).is_some()))
            .map_or(0, |row| row + 1);
        if used == count {
            continue;
        }
        let copy = judged.get_or_insert_with(|| draft.clone());
        if used == 0 {
            copy.settings.remove(&spec.id);
        } else if let Some(entries) = copy.settings.get_mut(&spec.id) {
            for column in &mut entries.0 {
                column.truncate(used);
            }
        }
    }
    judged
}

#[cfg(test)]
mod tests {
    use super::*;
    use bitsmith_core::catalog::SettingSpec;

    fn spec(wanted: impl Fn(&&SettingSpec) -> bool) -> &'static SettingSpec {
        CATALOG.iter().find(wanted).expect("the catalog has one")
    }

    fn files() -> &'static SettingSpec {
        spec(|spec| spec.held == Held::Files)
    }

    fn column(draft: &Draft, part: usize) -> Vec<String> {
        draft.entries(files().id).map_or(Vec::new(), |entries| {
            entries.part(part).iter().map(Entry::shown).collect()
        })
    }

    #[test]
    fn a_value_whose_last_part_is_emptied_is_not_set() {
        for spec in CATALOG.iter().filter(|spec| spec.repeat == Repeat::One) {
            let mut draft = Draft::default();
            put(&mut draft, spec.id, 0, None, vec!["x".into()]);
            assert!(draft.entries(spec.id).is_some(), "{}", spec.name);
            put(&mut draft, spec.id, 0, None, vec![]);
            let flags = matches!(
                spec.parts[0].control,
                Control::Flags(_) | Control::CostMask { .. }
            );
            assert_eq!(draft.entries(spec.id).is_some(), flags, "{}", spec.name);
        }
    }

    #[test]
    fn lines_that_are_pasted_into_local_names_go_down() {
        let id = files().id;
        let (remote, local) = columns(files().parts).expect("files have both names");
        let mut draft = Draft::default();
        paste(&mut draft, id, 0, "https://h/a\nhttps://h/b");
        assert_eq!(paste_down(&mut draft, id, local, 1, "D:\\b\r\n\nD:\\c\n"), 2);
        assert_eq!(column(&draft, remote)[..2], ["https://h/a", "https://h/b"]);
        assert_eq!(column(&draft, local)[1..], ["D:\\b", "D:\\c"]);
    }

    #[test]
    fn a_pasted_list_becomes_rows_with_local_names() {
        let mut draft = Draft::default();
        let id = files().id;
        add_row(&mut draft, id);
        let count = paste(
            &mut draft,
            id,
            0,
            "https://h/a.zip\tD:\\Data\\a.zip\nhttps://h/b.zip\nhttps://h/b.zip\n",
        );
        assert_eq!(count, 3);
        assert_eq!(
            column(&draft, 1),
            ["D:\\Data\\a.zip", "D:\\Data\\b.zip", "D:\\Data\\b (2).zip"]
        );
        assert_eq!(rows(&draft, id), 3);
    }

    #[test]
    fn the_folder_of_the_nearest_file_above_is_proposed() {
        let mut draft = Draft::default();
        let id = files().id;
        paste(
            &mut draft,
            id,
            0,
            "https://h/a\tC:\\one\\a\nhttps://h/b\nhttps://h/c\tD:\\two\\c\nhttps://h/d",
        );
        assert_eq!(
            column(&draft, 1),
            ["C:\\one\\a", "C:\\one\\b", "D:\\two\\c", "D:\\two\\d"]
        );
    }

    #[test]
    fn a_list_is_pasted_between_rows() {
        let mut draft = Draft::default();
        let id = files().id;
        paste(&mut draft, id, 0, "https://h/1\nhttps://h/4");
        paste(&mut draft, id, 1, "https://h/2\nhttps://h/3");
        assert_eq!(
            column(&draft, 0),
            ["https://h/1", "https://h/2", "https://h/3", "https://h/4"]
        );
    }

    #[test]
    fn rows_change_places_with_all_their_parts() {
        let mut draft = Draft::default();
        let id = files().id;
        paste(&mut draft, id, 0, "https://h/a\tC:\\a\nhttps://h/b\tC:\\b");
        assert_eq!(move_row(&mut draft, id, 1, Direction::Up), 0);
        assert_eq!(column(&draft, 0), ["https://h/b", "https://h/a"]);
        assert_eq!(column(&draft, 1), ["C:\\b", "C:\\a"]);
        assert_eq!(move_row(&mut draft, id, 0, Direction::Up), 0);
        assert_eq!(move_row(&mut draft, id, 1, Direction::Down), 1);
    }

    #[test]
    fn removing_the_last_row_unsets_the_value() {
        let mut draft = Draft::default();
        let id = files().id;
        add_row(&mut draft, id);
        add_row(&mut draft, id);
        remove_row(&mut draft, id, 0);
        assert_eq!(rows(&draft, id), 1);
        remove_row(&mut draft, id, 0);
        assert!(draft.entries(id).is_none());
    }

    #[test]
    fn rows_at_the_end_that_are_empty_are_not_judged() {
        let mut draft = Draft::default();
        let id = files().id;
        assert!(judged(&draft).is_none());
        add_row(&mut draft, id);
        assert!(judged(&draft).unwrap().entries(id).is_none());
        paste(&mut draft, id, 0, "https://h/a");
        assert!(judged(&draft).is_none());
        add_row(&mut draft, id);
        add_row(&mut draft, id);
        assert_eq!(rows(&judged(&draft).unwrap(), id), 1);
        put(&mut draft, id, 0, Some(2), vec!["https://h/c".into()]);
        assert!(
            judged(&draft).is_none(),
            "an empty row between others is a mistake"
        );
    }

    #[test]
    fn nothing_is_proposed_where_local_files_are_read() {
        let mut draft = Draft::default();
        let id = files().id;
        let kind =
            spec(|spec| spec.held == Held::Subject && matches!(spec.parts[0].control, Control::Choice(_)));
        let Control::Choice(choices) = kind.parts[0].control else {
            panic!("a choice")
        };
        put(&mut draft, kind.id, 0, None, vec![choices[1].word.into()]);
        paste(&mut draft, id, 0, "https://h/a.zip");
        assert_eq!(column(&draft, 1), [""]);
        put(&mut draft, kind.id, 0, None, vec![choices[0].word.into()]);
        assert!(propose(&mut draft, id, 0));
    }
}
