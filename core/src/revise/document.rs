//! What a document says of a job that a script makes: documents hold no secrets, so those of the script stay.

use super::{Revised, Unchangeable, job_of, revised};
use crate::catalog::{CATALOG, SettingSpec};
use crate::document::{Secrets, read, write};
use crate::draft::Draft;
use crate::parse::{Import, Reading};
use crate::secret::{Holes, mask};
use crate::text::Text;
use crate::value::{Control, Entries};

/// The script in which the job of that number is what its document says; nothing where that is what the script says
/// already. What the document does not hold stays as the script has it: secrets, and the machine.
///
/// # Errors
/// Where the document has a secret of its own, or says what no script but ours has a place for, and where the script
/// cannot be changed in its own words.
pub fn revised_by_document(
    source: &str,
    script: &Import,
    number: usize,
    document: &Draft,
    reading: Reading,
) -> Result<Option<Revised>, Unchangeable> {
    let job = &job_of(script, number)?.draft;
    let draft = in_script(job, document)?;
    if draft == *job {
        return Ok(None);
    }
    revised(source, script, number, &draft, reading).map(Some)
}

/// The job of a script with what was changed in its document.
fn in_script(job: &Draft, document: &Draft) -> Result<Draft, Unchangeable> {
    let told = read(&write(std::slice::from_ref(job), Secrets::Masked)).ok();
    let told = told
        .and_then(|drafts| drafts.into_iter().next())
        .unwrap_or_else(|| job.clone());
    let mut draft = job.clone();
    if (document.folders, document.ask) != (told.folders, told.ask) {
        return Err(Unchangeable::new(
            "What is done with folders and whether it asks stands in scripts that are made here alone.",
        ));
    }
    if document.subject != told.subject {
        draft.subject = document.subject.clone();
    }
    if document.ending != told.ending {
        draft.ending = document.ending.clone();
    }
    for spec in CATALOG {
        let (now, then) = (document.entries(spec.id), told.entries(spec.id));
        if now == then {
            continue;
        }
        match now {
            None => {
                draft.settings.remove(&spec.id);
            }
            Some(now) => {
                let filled = filled(spec, now, then, job.entries(spec.id))?;
                draft.settings.insert(spec.id, filled);
            }
        }
    }
    Ok(draft)
}

/// Entries of the document with the secrets that they had in the script.
fn filled(
    spec: &SettingSpec,
    now: &Entries,
    told: Option<&Entries>,
    job: Option<&Entries>,
) -> Result<Entries, Unchangeable> {
    let mut out = now.clone();
    for (number, (part, entries)) in spec.parts.iter().zip(&mut out.0).enumerate() {
        let (Control::Text(rule) | Control::Lines(rule)) = part.control else {
            continue;
        };
        let told = told.map_or(&[][..], |told| told.part(number));
        let job = job.map_or(&[][..], |job| job.part(number));
        for entry in entries {
            let text = entry.text(rule.notation);
            let text = text.unwrap_or_else(|_| Text::literal(entry.shown()));
            let mut holes = Holes::default();
            mask(rule.secrecy, &text, &mut holes);
            if holes.all().is_empty() {
                continue;
            }
            let at = told
                .iter()
                .position(|told| told == &*entry)
                .filter(|_| told.len() == job.len());
            *entry = at.and_then(|at| job.get(at)).cloned().ok_or_else(|| {
                Unchangeable::new(format!(
                    "{}: a secret was changed, and none is written into a script from a document. Change it in the script itself.",
                    spec.label
                ))
            })?;
        }
    }
    Ok(out)
}
