//! The jobs that are measured.

use bitsmith_core::catalog::SettingId;
use bitsmith_core::document;
use bitsmith_core::draft::Draft;
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;
use bitsmith_core::text::Dialect;
use bitsmith_core::value::Entry;

/// A job as the form's example: two files, a name, three settings.
pub fn small() -> Draft {
    draft(include_str!("../jobs/small.json"))
}

/// A new job with every setting that can stand in one.
pub fn every_setting() -> Draft {
    draft(include_str!("../jobs/every-setting.json"))
}

/// The same job with this many files; names differ.
pub fn with_files(mut draft: Draft, count: usize) -> Draft {
    let columns = draft.settings.entry(SettingId::Files).or_default();
    let numbers = 0..count;
    columns.set(
        0,
        numbers
            .clone()
            .map(|number| {
                Entry::from(format!(
                    "https://downloads.example.com/set/part%20{number:04}.zip"
                ))
            })
            .collect(),
    );
    columns.set(
        1,
        numbers
            .map(|number| Entry::from(format!("C:\\Data\\Set {}\\It's part {number:04}.zip", number % 7)))
            .collect(),
    );
    draft
}

/// A script of at least so many bytes: those of the two jobs, one behind the other.
pub fn script_of(shell: Dialect, size: usize) -> String {
    let target = match shell {
        Dialect::Cmd => Target::Batch,
        Dialect::PowerShell => Target::PowerShell,
    };
    let request = Request {
        target,
        script: Script::Main,
    };
    let one: String = [small(), every_setting()]
        .iter()
        .filter_map(|draft| evaluate(draft, Reveal::Masked).plan)
        .filter_map(|plan| emit(std::slice::from_ref(&plan), request).ok())
        .map(|emission| emission.text())
        .collect();
    assert!(!one.is_empty(), "neither job has a script");
    one.repeat(size / one.len() + 1)
}

fn draft(text: &str) -> Draft {
    let read = document::read(text)
        .map(Vec::into_iter)
        .map(|mut drafts| drafts.next());
    match read {
        Ok(Some(draft)) => draft,
        Ok(None) => panic!("the document holds no job"),
        Err(errors) => panic!("{errors}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bitsmith_core::catalog::CATALOG;
    use bitsmith_core::draft::NewEndingKind;

    /// What cannot stand in a new download beside the others.
    const LEFT_OUT: &[(SettingId, &str)] = &[
        (SettingId::ReplyFileName, "for uploads with a reply"),
        (SettingId::ValidationState, "for files that have been transferred"),
        (SettingId::ClientCertificateByName, "a job has one certificate"),
        (
            SettingId::RemoveClientCertificate,
            "it would take the certificate away",
        ),
        (SettingId::RemoveCredentials, "it would take the credentials away"),
        (
            SettingId::DynamicContent,
            "such files have no ranges and no other priority than foreground",
        ),
        (
            SettingId::OnDemandMode,
            "such a job waits for a program that asks for ranges",
        ),
        (SettingId::TakeOwnership, "a new job is one's own"),
    ];

    #[test]
    fn every_setting_is_set_or_left_out_for_a_reason() {
        let draft = every_setting();
        for spec in CATALOG {
            let left_out = LEFT_OUT.iter().any(|(id, _)| *id == spec.id);
            let set = match spec.id {
                // They stand in the rows of the files.
                SettingId::FileRanges => draft
                    .entries(SettingId::Files)
                    .is_some_and(|files| files.cell(2, 1).is_some()),
                id => draft.settings.contains_key(&id),
            };
            assert_eq!(set, !left_out, "{}", spec.name);
        }
    }

    #[test]
    fn every_measured_job_has_a_plan_and_all_its_scripts() {
        let jobs = [
            small(),
            every_setting(),
            with_files(small(), 200),
            with_files(every_setting(), 200),
        ];
        for mut job in jobs {
            for target in Target::ALL {
                if *target == Target::Prompt {
                    // Lines at the prompt cannot wait.
                    job.ending.new = NewEndingKind::StartAndLeave;
                }
                let evaluation = evaluate(&job, Reveal::Masked);
                let plan = evaluation
                    .plan
                    .unwrap_or_else(|| panic!("{:#?}", evaluation.diagnostics));
                for script in Script::ALL {
                    let request = Request {
                        target: *target,
                        script: *script,
                    };
                    let emission = emit(std::slice::from_ref(&plan), request);
                    assert!(emission.is_ok(), "{request:?}: {emission:#?}");
                }
            }
        }
    }
}
