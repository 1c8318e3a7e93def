//! What a script leaves to the time when it runs, and a document cannot hold: the rules judge the rest.

use crate::catalog::{SettingId, SettingValue};
use crate::diagnostic::{At, Diagnostic, Place, Severity};
use crate::draft::UNREADABLE;
use crate::evaluate::evaluate;
use crate::parse::jobs::ScriptJob;
use crate::plan::Reveal;
use crate::value::{Entries, Entry, Guid, PartError};

/// What stands for a GUID that is not known, and for a folder.
const GUID: &str = "{00000000-0000-0000-0000-000000000001}";
const FOLDER: &str = "C:\\Data\\";

/// The word for the current user.
const IMPLICIT: &str = "implicit";

/// What is to be said of a job, and of what is not known of it; whether cmdlets are called for it.
pub(super) fn judged(job: &ScriptJob, is_by_cmdlets: bool) -> Vec<Diagnostic> {
    let mut draft = job.draft.clone();
    let mut said = Vec::new();
    let mut unknown: Vec<SettingId> = Vec::new();
    for (setting, entries) in job.draft.settings.iter() {
        let Err(errors) = SettingValue::read(*setting, entries) else {
            continue;
        };
        let setting = *setting;
        if errors.iter().all(|error| is_unknown(entries, error)) {
            unknown.push(setting);
            let at = errors.first().map_or(At::Job, |error| At::Setting {
                id: setting,
                part: Some(error.part),
                row: error.row,
            });
            said.push(note(
                at,
                format!("{} is known only when the script runs.", setting.label()),
            ));
        } else if setting == SettingId::Files && job.has_refused_files && are_missing(entries, &errors) {
            // What is given and refused is told where it stands.
            draft.settings.remove(&setting);
        } else if is_by_cmdlets && setting == SettingId::Credentials && are_missing(entries, &errors) {
            // "The default is the current user" [ps:Set-BitsTransfer]
            for error in &errors {
                let row = error.row.unwrap_or(0);
                if let Some(slot) = draft.settings.get_mut(&setting) {
                    slot.set_cell(error.part, row, Entry::Typed(IMPLICIT.to_owned()));
                }
                let at = At::Setting {
                    id: setting,
                    part: Some(error.part),
                    row: Some(row),
                };
                said.push(note(
                    at,
                    "A scheme is given and no credential: the cmdlet takes the current user.".to_owned(),
                ));
            }
        } else if let Some((names, message)) = uneven(job, setting, entries) {
            if let Some(slot) = draft.settings.get_mut(&setting) {
                slot.0.iter_mut().for_each(|column| column.truncate(names));
            }
            let first = errors.iter().find(|error| error.row.is_some());
            let at = first.map_or(At::Job, |error| At::Setting {
                id: setting,
                part: Some(error.part),
                row: Some(0),
            });
            let mut error = note(at, message);
            error.severity = Severity::Error;
            error.help = "Give as many destinations as sources, or call the cmdlet once for each.".to_owned();
            said.push(error);
        } else if job.by_cmdlet && setting == SettingId::Files {
            let names = local_names(entries, &errors);
            if let (Some(names), Some(slot)) = (names, draft.settings.get_mut(&setting)) {
                for (part, row) in names {
                    slot.set_cell(part, row, Entry::Typed(format!("{FOLDER}{row}")));
                    let at = At::Setting {
                        id: setting,
                        part: Some(part),
                        row: Some(row),
                    };
                    // "implicit directories (that is, the current directory)" [ps:Start-BitsTransfer]
                    said.push(note(
                        at,
                        "The cmdlet takes this, and a document does not: The file has no local name, and goes to the current folder."
                            .to_owned(),
                    ));
                }
            }
        }
    }
    let subject = &mut draft.subject;
    let is_guid = |entry: &Entry| is_open(entry) || Guid::parse(entry.shown().trim()).is_some();
    if subject.guids.iter().any(is_open) && subject.guids.iter().all(is_guid) {
        for entry in subject.guids.iter_mut().filter(|entry| is_open(entry)) {
            *entry = Entry::Typed(GUID.to_owned());
        }
        let message = "Which job this is, is known only when the script runs.";
        said.push(note(At::Subject, message.to_owned()));
    }
    let is_unknown =
        |one: &Diagnostic| one.rule == UNREADABLE && one.place.id().is_some_and(|id| unknown.contains(&id));
    let diagnostics = evaluate(&draft, Reveal::Masked).diagnostics;
    said.extend(diagnostics.into_iter().filter(|one| !is_unknown(one)));
    said
}

fn note(at: At, message: String) -> Diagnostic {
    let mut note = Diagnostic::error(
        UNREADABLE,
        Place::new(at),
        message,
        "Write it out where a document is to be made of it.",
    );
    note.severity = Severity::Information;
    note
}

/// Whether an entry has pieces that are not known.
fn is_open(entry: &Entry) -> bool {
    matches!(entry, Entry::Pieces(text) if text.as_literal().is_none())
}

/// Whether what cannot be read is not known.
fn is_unknown(entries: &Entries, error: &PartError) -> bool {
    let part = entries.part(error.part);
    match error.row {
        Some(row) => part.get(row).is_some_and(is_open),
        None => part.iter().any(is_open),
    }
}

/// How many names have one of the other kind, and what is wrong where a cmdlet gets several names of one kind and fewer of the other: "the command produces an error".
/// `[ps:Start-BitsTransfer]`
fn uneven(job: &ScriptJob, setting: SettingId, entries: &Entries) -> Option<(usize, String)> {
    let parts = setting.spec().parts;
    let count = |name: &str| {
        let part = parts.iter().position(|part| part.name == name)?;
        let cells = (0..entries.rows()).filter(|row| entries.cell(part, *row).is_some());
        Some(cells.count())
    };
    if !job.by_cmdlet || setting != SettingId::Files {
        return None;
    }
    let (remote, local) = (count("remote_name")?, count("local_name")?);
    let are_known = (0..parts.len()).all(|part| !entries.part(part).iter().any(is_open));
    let is_uneven = remote != local && remote > 0 && local > 0 && are_known;
    is_uneven.then(|| {
        let message = format!(
            "Source and Destination want as many names each, and they do not have them (remote names: {remote}, local names: {local}): the cmdlet produces an error."
        );
        (remote.min(local), message)
    })
}

/// Whether all that is wrong is that something is missing.
fn are_missing(entries: &Entries, errors: &[PartError]) -> bool {
    let mut errors = errors.iter();
    errors.all(|error| {
        error
            .row
            .is_some_and(|row| entries.cell(error.part, row).is_none())
    })
}

/// The local names that are missing, where nothing else is wrong.
fn local_names(entries: &Entries, errors: &[PartError]) -> Option<Vec<(usize, usize)>> {
    let parts = SettingId::Files.spec().parts;
    let local = parts.iter().position(|part| part.name == "local_name")?;
    let remote = parts.iter().position(|part| part.name == "remote_name")?;
    // Where some have one, "the command produces an error". [ps:Start-BitsTransfer]
    if (0..entries.rows()).any(|row| entries.cell(local, row).is_some()) {
        return None;
    }
    errors
        .iter()
        .map(|error| {
            let row = error.row.filter(|_| error.part == local)?;
            let is_missing = entries.cell(local, row).is_none() && entries.cell(remote, row).is_some();
            is_missing.then_some((local, row))
        })
        .collect()
}
