//! Scripts of generated jobs, read back by the product's own readers: the job that is read is the job that was emitted,
//! in every setting that the script says.

use crate::jobs::{Random, emitted_from};
use bitsmith_core::catalog::{CATALOG, SettingId, SettingValue};
use bitsmith_core::diagnostic::At;
use bitsmith_core::draft::{Draft, NewEndingKind, SelectorKind};
use bitsmith_core::emit::{Emission, Request, Script, Target};
use bitsmith_core::job::{Ask, ExistingEnding};
use bitsmith_core::judge::{import_json, judge};
use bitsmith_core::parse::{Import, Reading, import};
use bitsmith_core::text::{Dialect, Piece};
use bitsmith_core::value::Entries;
use std::collections::BTreeMap;

const JOBS: u64 = 500;

/// A setting as the form writes it; nothing where it holds what is known only when the script runs.
fn normal(id: SettingId, draft: &Draft) -> Option<Entries> {
    let entries = draft.entries(id)?;
    Some(SettingValue::read(id, entries).map_or_else(|_| entries.clone(), |value| value.write()))
}

/// Whether a draft holds parameters: scripts ask for them, and their readers see a variable.
fn has_parameters(draft: &Draft, id: SettingId) -> bool {
    draft.entries(id).is_some_and(|entries| {
        let (job, _) = draft.job();
        let _ = entries;
        job.is_some_and(|job| {
            job.settings.values().iter().any(|value| {
                value.id() == id
                    && bitsmith_core::plan::value_texts(value).iter().any(|text| {
                        text.pieces()
                            .iter()
                            .any(|piece| matches!(piece, Piece::Parameter(_)))
                    })
            })
        })
    })
}

/// The settings that the script does not say, by its own word.
fn unsaid(emission: &Emission) -> Vec<SettingId> {
    emission
        .notes
        .iter()
        .filter_map(|note| match note.place.at {
            At::Setting { id, .. } => Some(id),
            _ => None,
        })
        .collect()
}

fn read(target: Target, text: &str) -> Import {
    let shell = match target {
        Target::PowerShell => Dialect::PowerShell,
        Target::Batch | Target::Prompt => Dialect::Cmd,
    };
    import(
        text,
        Reading {
            shell: Some(shell),
            profile: None,
        },
    )
}

/// What differs between what was emitted and what was read.
fn differences(draft: &Draft, plan_draft: &Draft, emission: &Emission, read: &Import) -> Vec<String> {
    let unsaid = unsaid(emission);
    let says_nothing = !draft.is_new()
        && draft.ending.existing == ExistingEnding::Leave
        && CATALOG.iter().all(|spec| {
            draft.entries(spec.id).is_none() || unsaid.contains(&spec.id) || spec.id == SettingId::JobType
        });
    if read.jobs.is_empty() && says_nothing {
        return Vec::new();
    }
    let [job] = read.jobs.as_slice() else {
        return vec![format!("{} jobs instead of one", read.jobs.len())];
    };
    let mut out = Vec::new();
    for spec in CATALOG {
        // Existing jobs have the type that they have.
        let is_moot = spec.id == SettingId::JobType && !draft.is_new();
        if is_moot || has_parameters(plan_draft, spec.id) || unsaid.contains(&spec.id) {
            continue;
        }
        let (asked, got) = (normal(spec.id, draft), normal(spec.id, &job.draft));
        let is_default = match (spec.id, &asked, &got) {
            // A new job says its type and its priority in every script.
            (SettingId::JobType | SettingId::Priority, None, Some(_)) => draft.is_new(),
            _ => false,
        };
        if asked != got && !is_default {
            out.push(format!("{}: {asked:?} was read as {got:?}", spec.name));
        }
    }
    if draft.is_new() != job.draft.is_new() {
        out.push("new and existing are mixed up".to_owned());
    }
    out
}

#[test]
fn what_is_emitted_is_read_back() {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut wrong: Vec<String> = Vec::new();
    let mut kinds: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for seed in 0..JOBS {
        for target in Target::ALL {
            let mut random = Random::new(seed);
            let mut draft = crate::jobs::draft(&mut random);
            // Which of several jobs a list at run time holds is not in the text.
            if !draft.is_new() {
                draft.subject.selector = SelectorKind::Guid;
                // What a script only says it would do, it does not do.
                if draft.ask == Ask::Whatif {
                    draft.ask = Ask::No;
                }
            } else if *target == Target::Prompt && draft.ending.new == NewEndingKind::WaitAndComplete {
                draft.ending.new = NewEndingKind::StartAndLeave;
            }
            let request = Request {
                target: *target,
                script: Script::Main,
            };
            let Some(emitted) = emitted_from(draft, request, &mut BTreeMap::new()) else {
                *counts.entry((target.word(), "refused")).or_default() += 1;
                continue;
            };
            let text = emitted.emission.text();
            let read = read(*target, &text);
            let found = differences(&emitted.draft, &emitted.draft, &emitted.emission, &read);
            let verdict = if found.is_empty() { "equal" } else { "different" };
            *counts.entry((target.word(), verdict)).or_default() += 1;
            for one in &found {
                let kind = one.split(':').next().unwrap_or("").to_owned();
                *kinds.entry((target.word(), kind)).or_default() += 1;
            }
            if let (Some(folder), false) = (std::env::var_os("BITSMITH_KEEP"), found.is_empty()) {
                let path = std::path::Path::new(&folder).join(format!("{}-{seed}.txt", target.word()));
                std::fs::write(path, format!("{}\n{text}", found.join("\n"))).expect("it is written");
            }
            if !found.is_empty() {
                wrong.push(format!(
                    "seed {seed}, {}:\n{}\n{text}\n{:#}",
                    target.word(),
                    found.join("\n"),
                    import_json(&read, &judge(&read), &text)
                ));
            }
        }
    }
    for ((target, verdict), count) in &counts {
        println!("{target}: {count} {verdict}");
    }
    for ((target, kind), count) in &kinds {
        println!("{target}: {count} x {kind}");
    }
    assert!(
        wrong.is_empty(),
        "{} differ; the first:\n{}",
        wrong.len(),
        wrong[0]
    );
}
