//! The rules: their examples, cases around them, their pages, and what they cover.

mod cases;
mod coverage;
mod examples;
mod pages;

use bitsmith_core::catalog::SettingId;
use bitsmith_core::diagnostic::{Diagnostic, Edit};
use bitsmith_core::document;
use bitsmith_core::draft::Draft;
use bitsmith_core::rules::{self};
use bitsmith_core::value::Entries;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn draft(document: &str) -> Draft {
    let drafts = document::read(document).unwrap_or_else(|errors| panic!("{errors}\n{document}"));
    assert_eq!(drafts.len(), 1);
    let mut draft = drafts.into_iter().next().unwrap();
    // A document must have the key; a form in which nothing is typed has no such setting.
    if draft.is_new() && draft.entries(SettingId::DisplayName) == Some(&Entries::one("")) {
        draft.apply(&Edit::Clear(SettingId::DisplayName));
    }
    draft
}

fn diagnostics(draft: &Draft) -> Vec<Diagnostic> {
    let (job, diagnostics) = draft.job();
    match job {
        Some(job) => rules::check(&job, &draft.profile),
        None => diagnostics,
    }
}

fn names(diagnostics: &[Diagnostic]) -> BTreeSet<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic.rule).collect()
}

fn shown(diagnostics: &[Diagnostic]) -> String {
    diagnostics
        .iter()
        .map(|diagnostic| format!("\n    {diagnostic}"))
        .collect()
}
