//! The paper on the targets names everything that an emitter can refuse.

use bitsmith_core::quote::RefusalReason;
use std::fs;
use std::path::Path;

fn sources(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, into);
        } else {
            into.push_str(&fs::read_to_string(path).expect("it can be read"));
        }
    }
}

#[test]
fn every_refusal_is_explained() {
    let paper = include_str!("../../docs/targets.md");
    let mut source = String::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src/emit"),
        &mut source,
    );
    let mut names: Vec<String> = RefusalReason::ALL
        .iter()
        .map(|reason| format!("…-{}", reason.word()))
        .collect();
    let starts = [
        "\"powershell-",
        "\"batch-",
        "\"prompt-",
        "\"one-shot-",
        "\"retry-delay-",
        "\"secret-on-",
        "\"password-on-",
    ];
    for start in starts {
        for (at, _) in source.match_indices(start) {
            let name: String = source[at + 1..].chars().take_while(|c| *c != '"').collect();
            let reason = name.split_once('-').map_or("", |(_, reason)| reason);
            let is_reason = RefusalReason::ALL.iter().any(|known| known.word() == reason);
            if name.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !name.ends_with('-') && !is_reason
            {
                names.push(name);
            }
        }
    }
    let missing: Vec<&String> = names
        .iter()
        .filter(|name| !paper.contains(&format!("`{name}`")))
        .collect();
    assert!(names.len() > 15, "{names:?}");
    assert!(missing.is_empty(), "docs/targets.md does not name {missing:?}");
}
