//! The paper of the command line: each example is run, in order, in one folder.

use crate::streams::run;
use std::fs;
use std::path::Path;

/// Runs a line as a shell would: words without quotes, `> FILE`, `; echo $?`, files in a folder.
fn shell(line: &str, folder: &Path) -> String {
    let (line, echo) = match line.strip_suffix("; echo $?") {
        Some(line) => (line, true),
        None => (line, false),
    };
    let (line, to) = match line.split_once(" > ") {
        Some((line, to)) => (line, Some(to)),
        None => (line, None),
    };
    let mut words = line.split_whitespace();
    assert_eq!(words.next(), Some("bitsmith"), "{line}");
    let place = format!("{}/", folder.display());
    let words: Vec<String> = words
        .map(|word| {
            let is_file = [".json", ".ps1", ".cmd"].iter().any(|end| word.ends_with(end));
            if is_file {
                format!("{place}{word}")
            } else {
                word.to_owned()
            }
        })
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let left = run(&words, b"");
    let mut shown = match to {
        Some(file) => {
            fs::write(folder.join(file), &left.out).expect("it is written");
            left.err
        }
        None => left.out + &left.err,
    };
    if echo {
        shown.push_str(&format!("{}\n", left.code));
    } else {
        assert!(
            left.code == 0 || !shown.is_empty(),
            "{line} ends with {}",
            left.code
        );
    }
    shown.replace(&place, "")
}

/// Whether a text is what the paper shows, where `…` stands for anything.
fn fits(shown: &str, text: &str) -> bool {
    let mut parts = shown.split('…');
    let first = parts.next().unwrap_or("");
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in between {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[test]
fn every_example_does_what_the_paper_shows() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/command-line.md");
    let paper = fs::read_to_string(path).expect("the paper is there");
    let folder = tempfile::tempdir().expect("a folder");
    let mut lines = paper.lines();
    let mut runs = 0;
    while let Some(line) = lines.next() {
        let Some(kind) = line.strip_prefix("```") else {
            continue;
        };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let file = ["json ", "bat ", "text "]
            .iter()
            .find_map(|word| kind.strip_prefix(word));
        if let Some(file) = file {
            fs::write(folder.path().join(file), body.join("\n") + "\n").expect("it is written");
            continue;
        }
        assert_eq!(kind, "console", "an example of no known kind");
        let body = body.join("\n") + "\n";
        for example in format!("\n{body}").split("\n$ ").skip(1) {
            let (command, shown) = example.split_once('\n').unwrap_or((example, ""));
            let shown = if shown.is_empty() || shown.ends_with('\n') {
                shown.to_owned()
            } else {
                format!("{shown}\n")
            };
            let text = shell(command, folder.path());
            assert!(
                fits(&shown, &text),
                "$ {command}\n{text}\nand the paper shows\n{shown}"
            );
            runs += 1;
        }
    }
    assert!(runs >= 8, "{runs}");
}
