//! Texts that are read back: compared exactly, or named in the header with the reason.

use super::{apart, download, script};
use bitsmith_core::emit::Script;
use bitsmith_tests::wine::{Run, Scenario, Stand, run_all};

/// Descriptions as they stand in a document, and why they are not compared.
const TEXTS: &[(&str, Option<&str>)] = &[
    ("Nightly & more", None),
    ("100%", None),
    ("a%20b %TEMP% %1 %*", None),
    ("50%ish", None),
    (";not a comment", None),
    (";50%", None),
    ("(a) ^ | < > = , ! ~", None),
    ("0 begins it", None),
    ("say \\\"so\\\" & go", Some("a quotation mark")),
    ("%~n", Some("a tilde")),
    (" blank", Some("a blank")),
    ("blank ", Some("a blank")),
    ("{{env:TEMP}}", Some("known only when the file runs")),
    ("{{given}}", Some("known only when the file runs")),
];

/// A text that BITS took is found, one that it did not take is noticed, whatever the exit code.
#[test]
fn a_text_is_read_back_or_named() {
    let mut played = Vec::new();
    for (text, reason) in TEXTS {
        for refused in [false, true] {
            let scenario = Scenario::new().tongue("other");
            let scenario = match refused {
                true => scenario.refuse("setdescription"),
                false => scenario,
            };
            let Some(stand) = Stand::new(&scenario) else {
                return;
            };
            let document = download(&format!(r#"{{"description": "{text}"}}"#), r#""create_only""#);
            let file = script(&document, Script::Main);
            let named = file.lines().find(|line| line.starts_with("rem   Description: "));
            match (named, reason) {
                (None, None) => {}
                (Some(named), Some(reason)) => assert!(named.contains(reason), "{named}"),
                other => panic!("{text}: {other:?}"),
            }
            let file = apart(&file);
            // A refusal that says nothing by its exit code is seen only where the text is read back.
            let exit = i32::from(refused && reason.is_none());
            played.push((text, stand, file, exit));
        }
    }
    let runs: Vec<Run<'_>> = played
        .iter()
        .map(|(_, stand, text, _)| Run {
            stand,
            text,
            arguments: &["value"],
        })
        .collect();
    for (outcome, (text, _, _, exit)) in run_all(&runs).iter().zip(&played) {
        let story = format!("{text}: {}\n{}", outcome.stdout, outcome.stderr);
        assert_eq!((outcome.exit, outcome.stderr.as_str()), (*exit, ""), "{story}");
        assert_eq!(outcome.left().len(), usize::from(*exit == 0), "{story}");
    }
}
