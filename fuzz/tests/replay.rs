//! The bytes of the corpora, tried once more; and what makes a target complete.

use bitsmith_fuzz::TARGETS;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn names(folder: &str) -> BTreeSet<String> {
    let name = |path: PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    files(&project().join(folder)).into_iter().map(name).collect()
}

#[test]
fn what_was_tried_before_still_holds() {
    for target in TARGETS {
        let corpus = files(&project().join("corpus").join(target.name));
        assert!(corpus.len() > 3, "the corpus of {} is small", target.name);
        for file in corpus {
            let bytes = fs::read(&file).unwrap();
            assert!(bytes.len() <= 64 * 1024, "{} is large", file.display());
            println!("{}", file.display());
            let start = Instant::now();
            // Cut off anywhere it holds too.
            for end in [bytes.len(), bytes.len() / 2, bytes.len() / 3, 0] {
                (target.run)(&bytes[..end]);
            }
            assert!(
                start.elapsed() < Duration::from_secs(20),
                "{} takes too long",
                file.display()
            );
        }
    }
}

#[test]
fn every_target_has_a_program_and_a_corpus() {
    let targets: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    assert_eq!(names("corpus"), targets);
    assert_eq!(names("engine/fuzz_targets"), targets);
    let manifest = fs::read_to_string(project().join("engine/Cargo.toml")).unwrap();
    for name in &targets {
        let program = fs::read_to_string(project().join(format!("engine/fuzz_targets/{name}.rs"))).unwrap();
        assert!(
            program.contains(&format!("bitsmith_fuzz::run(\"{name}\", data)")),
            "{program}"
        );
        assert!(
            manifest.contains(&format!("name = \"{name}\"\npath = \"fuzz_targets/{name}.rs\"\n")),
            "engine/Cargo.toml does not build {name}"
        );
    }
    let list: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert!(list.is_sorted(), "{list:?}");
}
