//! Which element of the form stands for which place of the draft.

use crate::edit::Direction;
use bitsmith_core::catalog::{CATALOG, Held, SettingId, SettingSpec};
use bitsmith_core::diagnostic::At;

/// The setting whose row holds another one's control: what stands with each file stands in the row of the files.
pub fn home(id: SettingId) -> SettingId {
    match id.spec().held {
        Held::FileEntry => CATALOG
            .iter()
            .find(|spec| spec.held == Held::Files)
            .map_or(id, |files| files.id),
        _ => id,
    }
}

/// The place whose element stands in the form.
pub fn settle(at: At) -> At {
    let At::Setting { id, part, row } = at else {
        return at;
    };
    let home = home(id);
    if home == id {
        return at;
    }
    let wanted = id.spec().parts.first().map(|part| part.control);
    let column = home
        .spec()
        .parts
        .iter()
        .position(|part| Some(part.control) == wanted);
    At::Setting {
        id: home,
        part: column.or(part),
        row,
    }
}

/// Whether two places are about the same thing: one may be a part of the other.
pub fn touch(a: At, b: At) -> bool {
    fn meet(a: Option<usize>, b: Option<usize>) -> bool {
        a.is_none() || b.is_none() || a == b
    }
    match (settle(a), settle(b)) {
        (
            At::Setting { id, part, row },
            At::Setting {
                id: other_id,
                part: other_part,
                row: other_row,
            },
        ) => id == other_id && meet(part, other_part) && meet(row, other_row),
        (a, b) => a == b,
    }
}

/// The id of the row of a setting.
pub fn row_id(id: SettingId) -> String {
    format!("setting-{}", base(id))
}

/// The id of the control of a part, in a row where the value has rows.
pub fn control_id(id: SettingId, part: usize, row: Option<usize>) -> String {
    let mut name = base(id);
    if let Some(row) = row {
        name.push('-');
        name.push_str(&row.to_string());
    }
    if let Some(part) = id.spec().parts.get(part).filter(|part| !part.name.is_empty()) {
        name.push('-');
        name.push_str(&part.name.replace('_', "-"));
    }
    name
}

/// The id of the button that adds a row.
pub fn add_id(id: SettingId) -> String {
    format!("{}-add", base(id))
}

/// The id of the button that moves a row.
pub fn move_id(id: SettingId, row: usize, direction: Direction) -> String {
    let word = match direction {
        Direction::Up => "up",
        Direction::Down => "down",
    };
    format!("{}-{row}-{word}", base(id))
}

fn base(id: SettingId) -> String {
    id.name().replace('_', "-")
}

/// The id of the element that takes the focus for a place.
pub fn focus_id(at: At) -> String {
    match settle(at) {
        At::Job => "job".to_owned(),
        At::Subject => "subject".to_owned(),
        At::Profile => "profile-windows".to_owned(),
        At::Ending => "ending".to_owned(),
        At::Folders => "folders".to_owned(),
        At::Ask => "ask".to_owned(),
        At::Setting { id, part, row } => {
            let rows = repeats(id.spec());
            control_id(
                id,
                part.unwrap_or(0),
                if rows { Some(row.unwrap_or(0)) } else { None },
            )
        }
    }
}

/// The place as an attribute of an element: `@ending`, `name`, `name.row`, `name.row.part`, `name..part`.
pub fn mark(at: At) -> String {
    match settle(at) {
        At::Job => "@job".to_owned(),
        At::Subject => "@subject".to_owned(),
        At::Profile => "@profile".to_owned(),
        At::Ending => "@ending".to_owned(),
        At::Folders => "@folders".to_owned(),
        At::Ask => "@ask".to_owned(),
        At::Setting { id, part, row } => {
            let mut mark = id.name().to_owned();
            if row.is_some() || part.is_some() {
                mark.push('.');
                mark.push_str(&row.map(|row| row.to_string()).unwrap_or_default());
            }
            if let Some(part) = part {
                mark.push('.');
                mark.push_str(&part.to_string());
            }
            mark
        }
    }
}

/// The place that such an attribute names.
pub fn read_mark(mark: &str) -> Option<At> {
    Some(match mark {
        "@job" => At::Job,
        "@subject" => At::Subject,
        "@profile" => At::Profile,
        "@ending" => At::Ending,
        "@folders" => At::Folders,
        "@ask" => At::Ask,
        setting => {
            let mut words = setting.split('.');
            let id = SettingId::from_name(words.next()?)?;
            let row = words.next().and_then(|row| row.parse().ok());
            let part = words.next().and_then(|part| part.parse().ok());
            At::Setting { id, part, row }
        }
    })
}

/// What a person calls the place.
pub fn name(at: At) -> String {
    match settle(at) {
        At::Job => "Job".to_owned(),
        At::Subject => "Which jobs".to_owned(),
        At::Profile => "Machine".to_owned(),
        At::Ending => "How it ends".to_owned(),
        At::Folders => "Folders".to_owned(),
        At::Ask => "Asking".to_owned(),
        At::Setting { id, part, row } => {
            let spec = id.spec();
            let mut name = match row {
                Some(row) if spec.held == Held::Files => format!("{} {}", noun(id), row + 1),
                // What is typed as one text, and what is ticked, has no rows that a person sees.
                Some(row) if repeats(spec) || is_list(spec, part) => {
                    format!("{}, {} {}", spec.label, noun(id).to_ascii_lowercase(), row + 1)
                }
                Some(_) | None => spec.label.to_owned(),
            };
            if let Some(part) = part
                .and_then(|part| spec.parts.get(part))
                .filter(|part| !part.label.is_empty())
            {
                name.push_str(", ");
                name.push_str(&part.label.to_ascii_lowercase());
            }
            name
        }
    }
}

/// Whether a part is typed as lines, one entry each.
fn is_list(spec: &SettingSpec, part: Option<usize>) -> bool {
    use bitsmith_core::value::Control;
    let part = spec.parts.get(part.unwrap_or(0));
    part.is_some_and(|part| matches!(part.control, Control::Lines(_)))
}

/// What one row is called.
pub fn noun(id: SettingId) -> &'static str {
    match id.spec().held {
        Held::Files => "File",
        Held::Settings | Held::Subject | Held::FileEntry => "Row",
    }
}

/// Whether the value has rows.
pub fn repeats(spec: &SettingSpec) -> bool {
    spec.repeat == bitsmith_core::value::Repeat::Rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_control_has_its_own_id() {
        let mut ids: BTreeSet<String> = ["job", "subject", "ending", "folders", "ask"]
            .map(str::to_owned)
            .into();
        for spec in CATALOG {
            assert!(ids.insert(row_id(spec.id)), "{}", spec.name);
            for part in 0..spec.parts.len() {
                let row = repeats(spec).then_some(0);
                assert!(ids.insert(control_id(spec.id, part, row)), "{}", spec.name);
            }
        }
    }

    #[test]
    fn what_stands_with_a_file_is_found_in_its_row() {
        let inner = CATALOG
            .iter()
            .find(|spec| spec.held == Held::FileEntry)
            .expect("one setting stands with each file");
        let at = At::Setting {
            id: inner.id,
            part: Some(0),
            row: Some(3),
        };
        let At::Setting { id, part, row } = settle(at) else {
            panic!("a setting stays a setting")
        };
        assert_eq!(id.spec().held, Held::Files);
        assert_eq!(row, Some(3));
        assert_eq!(id.spec().parts[part.unwrap()].control, inner.parts[0].control);
    }

    #[test]
    fn marks_are_read_back() {
        let mut places = vec![
            At::Job,
            At::Subject,
            At::Profile,
            At::Ending,
            At::Folders,
            At::Ask,
        ];
        for spec in CATALOG.iter().filter(|spec| spec.held != Held::FileEntry) {
            for (part, row) in [
                (None, None),
                (Some(1), None),
                (None, Some(7)),
                (Some(0), Some(12)),
            ] {
                places.push(At::Setting {
                    id: spec.id,
                    part,
                    row,
                });
            }
        }
        for at in places {
            assert_eq!(read_mark(&mark(at)), Some(at));
        }
        assert_eq!(read_mark("@nowhere"), None);
    }

    #[test]
    fn a_place_touches_its_parts_and_no_neighbour() {
        let spec = CATALOG.iter().find(|spec| spec.parts.len() > 1).unwrap();
        let at = |part, row| At::Setting {
            id: spec.id,
            part,
            row,
        };
        assert!(touch(at(None, None), at(Some(1), Some(4))));
        assert!(touch(at(Some(1), None), at(None, Some(4))));
        assert!(!touch(at(Some(1), None), at(Some(0), None)));
        assert!(!touch(at(None, Some(1)), at(None, Some(2))));
        assert!(!touch(at(None, None), At::Ending));
    }
}
