//! The places of the program keep to what they may know.

use bitsmith_core::catalog::CATALOG;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the core in import order: each may use only those above it.
const ORDER: &[&str] = &[
    "span",
    "text",
    "lower_case",
    "version",
    "value",
    "catalog",
    "command",
    "secret",
    "profile",
    "job",
    "invisible",
    "diagnostic",
    "remote_name",
    "local_name",
    "shell_variable",
    "program_line",
    "job_text",
    "draft",
    "document",
    "rules",
    "plan",
    "quote",
    "emit",
    "parse",
    "snippet",
    "hresult",
    "simulate",
    "evaluate",
    "judge",
    "explain",
    "revise",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .to_path_buf()
}

/// All Rust files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The source without comments, and without the tests at its end, which may use anything.
fn code(source: &str) -> String {
    let end = source.find("#[cfg(test)]\nmod tests").unwrap_or(source.len());
    source[..end]
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// The top-level modules of its own crate that a source names: `crate::a::…`, `use crate::{a::…, b}`.
fn modules_used(code: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let mut used = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        // `$crate::…` in a macro stands for the same crate; `other_crate::` does not.
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + found.len()..];
        match rest.strip_prefix('{') {
            None => used.push(name(rest)),
            Some(group) => {
                let mut depth = 0usize;
                let mut start = 0;
                for (index, c) in group.char_indices() {
                    match c {
                        ',' if depth == 0 => {
                            used.push(name(group[start..index].trim_start()));
                            start = index + 1;
                        }
                        '}' if depth == 0 => {
                            used.push(name(group[start..index].trim_start()));
                            break;
                        }
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        _ => {}
                    }
                }
            }
        }
    }
    used.retain(|name| !name.is_empty());
    used
}

#[test]
fn uses_of_modules_are_found() {
    let used = |code| modules_used(code).join(" ");
    assert_eq!(
        used("use crate::text::Text;\nfn f() -> crate::value::Value {}"),
        "text value"
    );
    assert_eq!(
        used("use crate::{catalog::{A, B}, plan,\n    value::C};"),
        "catalog plan value"
    );
    assert_eq!(used("use crate::{text::{\n    A,\n    B,\n},};"), "text");
    assert_eq!(used("$crate::value::Word; other_crate::plan"), "value");
    let with_tests =
        "use crate::text::A;\n// use crate::plan::B;\n#[cfg(test)]\nmod tests { use crate::plan::C; }";
    assert_eq!(used(&code(with_tests)), "text");
}

#[test]
fn files_of_the_core_use_only_files_above_them() {
    let source = root().join("core/src");
    let mut wrong = Vec::new();
    for path in files(&source) {
        let inside = path.strip_prefix(&source).expect("a file of the core");
        let first = inside.components().next().expect("a name").as_os_str();
        let module = first.to_string_lossy().trim_end_matches(".rs").to_owned();
        if module == "lib" {
            continue;
        }
        let Some(place) = ORDER.iter().position(|name| *name == module) else {
            panic!("{module} has no place in the import order");
        };
        for used in modules_used(&code(&text(&path))) {
            match ORDER.iter().position(|name| *name == used) {
                Some(other) if other <= place => {}
                Some(_) => wrong.push(format!("{}: {used} stands below {module}", inside.display())),
                None => wrong.push(format!("{}: {used} has no place", inside.display())),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_core_lists_its_files_in_import_order() {
    let lib = text(&root().join("core/src/lib.rs"));
    let listed: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let ordered: Vec<&str> = ORDER
        .iter()
        .copied()
        .filter(|name| listed.contains(name))
        .collect();
    assert_eq!(listed, ordered);
}

#[test]
fn files_of_the_backend_use_only_files_that_are_listed_above_them() {
    let source = root().join("backend/src");
    let lib = text(&source.join("lib.rs"));
    let order: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let mut wrong = Vec::new();
    for path in files(&source) {
        let inside = path.strip_prefix(&source).expect("a file of the backend");
        let first = inside.components().next().expect("a name").as_os_str();
        let module = first.to_string_lossy().trim_end_matches(".rs").to_owned();
        if module == "lib" {
            continue;
        }
        let place = order.iter().position(|name| *name == module);
        let place = place.unwrap_or_else(|| panic!("{module} is not in lib.rs"));
        for used in modules_used(&code(&text(&path))) {
            if !order.iter().take(place + 1).any(|name| *name == used) {
                wrong.push(format!("{}: {used} stands below {module}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_com_files_of_the_backend_are_unsafe_and_each_use_says_why_it_is_sound() {
    let mut blocks = 0;
    for folder in [
        "core",
        "backend",
        "cli",
        "frontend",
        "reader",
        "tests/src",
        "xtask",
        "benches",
    ] {
        for path in files(&root().join(folder)) {
            let source = text(&path);
            let inside = path.strip_prefix(root()).expect("a file of the workspace");
            let may = inside.starts_with("backend/src/com") || inside == Path::new("backend/src/com.rs");
            let lines: Vec<&str> = source.lines().collect();
            for (number, line) in lines.iter().enumerate() {
                let code = line.split("//").next().unwrap_or_default();
                if !["unsafe {", "unsafe fn", "unsafe impl", "unsafe extern"]
                    .iter()
                    .any(|word| code.contains(word))
                {
                    continue;
                }
                assert!(may, "{}:{}: {line}", inside.display(), number + 1);
                let reason = lines[number.saturating_sub(4)..number]
                    .iter()
                    .any(|line| line.contains("// SAFETY: "));
                assert!(reason, "{}:{}: {line}", inside.display(), number + 1);
                blocks += 1;
            }
        }
    }
    assert!(blocks > 20, "{blocks} uses were found");
}

/// Whether a word stands in a text with nothing of a name around it.
fn has_word(text: &str, word: &str) -> bool {
    let of_a_name = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, _)| {
        !of_a_name(text[..at].chars().next_back()) && !of_a_name(text[at + word.len()..].chars().next())
    })
}

/// How a source names settings: by name, by string, by variant.
fn settings_named(code: &str) -> Vec<String> {
    let mut named = Vec::new();
    for spec in CATALOG {
        // A name of one word is an ordinary word where it is not a string.
        let quoted = format!("\"{}\"", spec.name);
        let found = if spec.name.contains('_') {
            has_word(code, spec.name)
        } else {
            code.contains(&quoted)
        };
        if found {
            named.push(spec.name.to_owned());
        }
        let variant = format!("{:?}", spec.id);
        for owner in ["SettingId", "SettingValue"] {
            if has_word(code, &format!("{owner}::{variant}")) {
                named.push(format!("{owner}::{variant}"));
            }
        }
    }
    named
}

#[test]
fn names_of_settings_are_found() {
    let named = |code| settings_named(code).join(" ");
    assert_eq!(named("let files = priority(description);"), "");
    assert_eq!(named("find(\"priority\")"), "priority");
    assert_eq!(named("settings.minimum_retry_delay"), "minimum_retry_delay");
    assert_eq!(named("my_minimum_retry_delay"), "");
    assert_eq!(named("SettingId::Priority =>"), "SettingId::Priority");
    assert_eq!(named("SettingId::from_name"), "");
}

#[test]
fn no_file_of_the_page_names_a_setting() {
    let mut wrong = Vec::new();
    let files = files(&root().join("frontend/src"));
    assert!(!files.is_empty());
    for path in files {
        let named = settings_named(&code(&text(&path)));
        if !named.is_empty() {
            wrong.push(format!("{}: {}", path.display(), named.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
