//! A live job as a document.

use crate::failure::Failure;
use crate::readback::is_nothing;
use crate::service::{Reading, Service, State};
use bitsmith_core::catalog::{CATALOG, SettingId, SettingValue};
use bitsmith_core::draft::{Draft, NewEndingKind};
use bitsmith_core::text::Text;
use bitsmith_core::value::{DisplayName, Entries, Files, Guid};

/// A job as a document that makes one like it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// The document.
    pub draft: Draft,
    /// What is not in it, as sentences.
    pub notes: Vec<String>,
}

/// Reads a job. Values that are BITS's defaults are left out; what BITS never tells is a hole or a note.
pub fn capture(job: &Guid, service: &mut dyn Service) -> Result<Captured, Failure> {
    let status = service.status(job)?;
    let mut draft = Draft::default();
    let mut notes = Vec::new();
    let mut put = |value: &SettingValue| {
        draft.settings.insert(value.id(), value.write());
    };
    put(&SettingValue::JobType(status.job_type));
    put(&SettingValue::DisplayName(DisplayName(Text::literal(
        &status.display_name,
    ))));
    let files: Vec<_> = service
        .files(job)?
        .into_iter()
        .map(|status| status.file)
        .collect();
    if !files.is_empty() {
        put(&SettingValue::Files(Files(files)));
    }
    for spec in CATALOG {
        if matches!(
            spec.id,
            SettingId::JobType | SettingId::DisplayName | SettingId::Files | SettingId::FileRanges
        ) {
            continue;
        }
        match service.read(job, spec.id) {
            Ok(Reading::Value(value)) if !is_nothing(&value) => {
                draft.settings.insert(spec.id, value.write());
            }
            Ok(Reading::Value(_) | Reading::Unset) => {}
            Ok(Reading::Untold) if spec.id == SettingId::CustomHeaders => {
                // The only reason for which headers are not told: they were made write-only.
                draft.settings.insert(spec.id, Entries::list(["{{secret1}}"]));
                let once = SettingId::MakeCustomHeadersWriteOnly;
                draft.settings.insert(once, Entries::one("true"));
                notes.push(
                    "The job's headers are write-only: BITS does not tell them. They are asked for."
                        .to_owned(),
                );
            }
            Ok(Reading::Untold) => {}
            // Not every BITS has every setting; what it does not have, the job does not have.
            Err(Failure::Missing(_)) => {}
            Err(Failure::NoAnswer) => return Err(Failure::NoAnswer),
            Err(failure) => notes.push(format!("{} could not be read. {failure}", spec.label)),
        }
    }
    notes.push("Credentials, if the job has any, are not told by BITS and not in the document.".to_owned());
    if draft.settings.contains_key(&SettingId::HelperToken) {
        notes.push(
            "The job has a helper token; whoever applies the document gives the job their own.".to_owned(),
        );
    }
    draft.ending.new = match status.state {
        State::Suspended => NewEndingKind::CreateOnly,
        _ => NewEndingKind::StartAndLeave,
    };
    Ok(Captured { draft, notes })
}
