//! What stands for values that cannot be read, so that the rules look at the rest of a job.
//!
//! Several values stand there one after the other, no value at all among them; what the rules say every time is true of
//! the rest, whatever the value was to be.

use crate::catalog::{SettingId, SettingValue};
use crate::diagnostic::{At, Diagnostic};
use crate::draft::{Draft, SelectorKind};
use crate::rules::check;
use crate::text::{Dialect, Piece, Text};
use crate::value::{Choice, Control, Entry, PartError, Repeat, Unit, read_unit};
use litemap::LiteMap;

/// The most values that are tried.
const MOST: usize = 10;
/// What stands for a GUID and for a hash, but for the last characters.
const GUID: &str = "00000000-0000-0000-0000-00000000000";
const HASH: &str = "000000000000000000000000000000000000000";

/// What the rules say of a draft whatever stands for the values of it that cannot be read.
pub(super) fn said_in_any_case(draft: &Draft, unread: &[Diagnostic]) -> Vec<Diagnostic> {
    let settings: Vec<(SettingId, Vec<PartError>)> = draft
        .settings
        .iter()
        .filter_map(|(id, entries)| Some((*id, SettingValue::read(*id, entries).err()?)))
        .collect();
    let is_at = |at: At| unread.iter().any(|one| one.place.at == at);
    let mut said: Option<Vec<Diagnostic>> = None;
    let controls = settings.iter().flat_map(|(id, errors)| {
        let parts = errors.iter().map(|error| id.spec().parts.get(error.part));
        parts.flatten().map(|part| part.control)
    });
    let tried = controls.map(count).max().unwrap_or(1).clamp(2, MOST);
    // No value at all, and each one.
    for number in 0..=tried {
        let mut filled = draft.clone();
        for (id, errors) in &settings {
            fill(&mut filled, *id, errors, number);
        }
        if is_at(At::Subject) {
            filled.subject.selector = SelectorKind::Guid;
            filled.subject.guids = vec![stand_in(Control::Guid, number)];
        }
        if is_at(At::Ending) {
            filled.ending.bound = (if number.is_multiple_of(2) { "1" } else { "31d" }).to_owned();
        }
        let (Some(job), _) = filled.job() else { continue };
        let now = check(&job, &filled.profile);
        said = Some(match said {
            None => now,
            Some(said) => in_both(said, &now),
        });
    }
    let mut said = said.unwrap_or_default();
    // Of a number with bits that BITS does not define, the others are known.
    let is_open = |one: &&Diagnostic| {
        one.place.id().is_none_or(|id| {
            !settings
                .iter()
                .any(|(other, errors)| *other == id && are_masks(draft, id, errors))
        })
    };
    let unread = Unread::of(unread.iter().filter(is_open));
    said.retain(|one| !unread.holds(one.place.at));
    said
}

/// So many diagnostics may stand between two that are said both times.
const BETWEEN: usize = 256;

/// What is said both times. The rules say it in the same order.
fn in_both(said: Vec<Diagnostic>, now: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut rest = now;
    let mut out = said;
    out.retain(|one| {
        let at = rest.iter().take(BETWEEN).position(|other| other == one);
        if let Some(behind) = at.and_then(|at| rest.get(at.saturating_add(1)..)) {
            rest = behind;
        }
        at.is_some()
    });
    out
}

/// The places that cannot be read.
#[derive(Default)]
struct Unread(LiteMap<At, ()>);

impl Unread {
    fn of<'d>(unread: impl Iterator<Item = &'d Diagnostic>) -> Unread {
        let mut out = Unread::default();
        for one in unread {
            let at = one.place.at;
            out.0.insert(row_of(at), ());
            if let At::Setting { id, .. } = at {
                out.0.insert(any_of(id), ());
            }
        }
        out
    }

    /// Whether something is said of what cannot be read.
    fn holds(&self, at: At) -> bool {
        let holds = |at: At| self.0.get(&at).is_some();
        holds(row_of(at))
            || match at {
                At::Setting { id, row: None, .. } => holds(any_of(id)),
                At::Setting { id, row, .. } => {
                    row.is_some()
                        && holds(row_of(At::Setting {
                            id,
                            part: None,
                            row: None,
                        }))
                }
                _ => false,
            }
    }
}

/// The row of a place, without its part.
fn row_of(at: At) -> At {
    match at {
        At::Setting { id, row, .. } => At::Setting { id, part: None, row },
        at => at,
    }
}

/// What stands for any place of a setting.
fn any_of(id: SettingId) -> At {
    At::Setting {
        id,
        part: Some(0),
        row: None,
    }
}

/// Puts the stand-ins of that number into a setting; takes it out where it cannot be read then either.
fn fill(draft: &mut Draft, id: SettingId, errors: &[PartError], number: usize) {
    let spec = id.spec();
    // A row that is wrong is a row; a value that is wrong may be none.
    let is_out = number == 0 && spec.repeat == Repeat::One && !are_masks(draft, id, errors);
    if !is_out && let Some(entries) = draft.settings.get_mut(&id) {
        for error in errors {
            let Some(part) = spec.parts.get(error.part) else {
                continue;
            };
            let entry = match defined(part.control, entries.cell(error.part, 0)) {
                Some(defined) => Entry::Typed(defined.to_string()),
                None => stand_in(part.control, number),
            };
            match (spec.repeat, part.control, error.row) {
                (Repeat::Rows, _, Some(row)) | (_, Control::Lines(_), Some(row)) => {
                    entries.set_cell(error.part, row, entry);
                }
                _ => entries.set(error.part, vec![entry]),
            }
        }
        if SettingValue::read(id, entries).is_ok() {
            return;
        }
    }
    draft.settings.remove(&id);
}

/// Whether all that is wrong in a setting are bits that BITS does not define.
fn are_masks(draft: &Draft, id: SettingId, errors: &[PartError]) -> bool {
    let entries = draft.settings.get(&id);
    errors.iter().all(|error| {
        let part = id.spec().parts.get(error.part);
        let entry = entries.and_then(|entries| entries.cell(error.part, 0));
        part.is_some_and(|part| defined(part.control, entry).is_some())
    })
}

/// Of a number whose bits are flags, those that BITS defines.
fn defined(control: Control, entry: Option<&Entry>) -> Option<u64> {
    let Control::Flags(choices) = control else {
        return None;
    };
    let number = read_unit(&entry?.shown(), Unit::Count)?;
    let all = choices.iter().fold(0, |all, choice| all | choice.number);
    Some(number & u64::from(all))
}

/// How many values of a part are tried.
fn count(control: Control) -> usize {
    match control {
        Control::Choice(choices) | Control::Flags(choices) => choices.len(),
        Control::CostMask { named, .. } => named.len(),
        _ => 2,
    }
}

/// A value of a part.
fn stand_in(control: Control, number: usize) -> Entry {
    let either = |one: &str, other: &str| Entry::from(if number.is_multiple_of(2) { one } else { other });
    let word = |choices: &[Choice]| {
        let at = number.checked_rem(choices.len()).unwrap_or(0);
        Entry::from(choices.get(at).map_or("", |choice| choice.word))
    };
    match control {
        Control::Choice(choices) | Control::Flags(choices) => word(choices),
        Control::CostMask { named, .. } => word(named),
        Control::Number { min, max, .. } => {
            let number = if number.is_multiple_of(2) { min } else { max };
            Entry::Typed(number.to_string())
        }
        Control::Switch => either("true", "false"),
        Control::Text(_) | Control::Lines(_) => Entry::Pieces(Text::from_pieces([Piece::Opaque {
            source: format!("value {number}"),
            shell: Dialect::Cmd,
        }])),
        Control::Hash => Entry::Typed(format!("{HASH}{}", number % 10)),
        Control::Guid => Entry::Typed(format!("{{{GUID}{}}}", number % 10)),
        Control::Ranges => either("0:1", "7:2"),
        Control::User => either("implicit", "DOMAIN\\user"),
    }
}
