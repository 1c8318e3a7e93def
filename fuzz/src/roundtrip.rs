//! Scripts to jobs, to scripts, and back.

use crate::import::read;
use bitsmith_core::catalog::{CATALOG, SettingId, SettingValue};
use bitsmith_core::draft::Draft;
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::parse::{Reading, import};
use bitsmith_core::plan::{Reveal, value_texts};
use bitsmith_core::text::{Dialect, Piece};

/// A job that is read from a script and can be emitted for PowerShell is read again with the same values, where they are
/// known.
pub(crate) fn run(text: &str) {
    for job in import(text, Reading::default()).jobs.iter().take(4) {
        let Some(plan) = evaluate(&job.draft, Reveal::Masked).plan else {
            continue;
        };
        let request = Request {
            target: Target::PowerShell,
            script: Script::Main,
        };
        let Ok(emission) = emit(std::slice::from_ref(&plan), request) else {
            continue;
        };
        let script = emission.text();
        let again = read(&script, Dialect::PowerShell);
        let unsaid: Vec<_> = emission.notes.iter().filter_map(|note| note.place.id()).collect();
        let Some(read) = again.jobs.first() else { continue };
        for spec in CATALOG {
            let Some(asked) = known(&job.draft, spec.id) else {
                continue;
            };
            if unsaid.contains(&spec.id) || (spec.id == SettingId::JobType && !job.draft.is_new()) {
                continue;
            }
            assert_eq!(
                Some(&asked),
                known(&read.draft, spec.id).as_ref(),
                "{}\n{script}",
                spec.name
            );
        }
    }
}

/// A value without pieces that are known only when the script runs.
fn known(draft: &Draft, id: SettingId) -> Option<SettingValue> {
    let value = SettingValue::read(id, draft.entries(id)?).ok()?;
    let is_open = value_texts(&value).iter().any(|text| {
        text.pieces()
            .iter()
            .any(|piece| matches!(piece, Piece::Parameter(_) | Piece::Opaque { .. }))
    });
    (!is_open).then_some(value)
}
