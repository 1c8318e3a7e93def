//! A third reader of PowerShell, for structure only: tree-sitter's grammar finds no error in what is emitted. It takes
//! smart quotes for letters, so its word on texts counts for nothing.

use crate::jobs::{Random, emitted};
use bitsmith_core::emit::{Request, Script, Target};
use std::collections::BTreeMap;
use tree_sitter::{Node, Parser};

const JOBS: u64 = 500;

fn parser() -> Parser {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_powershell::LANGUAGE.into())
        .expect("the grammar fits the library");
    parser
}

/// The first place that the grammar does not read.
fn first_error(node: Node<'_>) -> Option<usize> {
    if !node.has_error() {
        return None;
    }
    if node.is_error() || node.is_missing() {
        return Some(node.start_position().row);
    }
    let mut cursor = node.walk();
    node.children(&mut cursor).find_map(first_error)
}

fn error_of(parser: &mut Parser, text: &str) -> Option<usize> {
    let tree = parser.parse(text, None).expect("nothing stops the parser");
    first_error(tree.root_node())
}

#[test]
fn scripts_have_the_structure_of_powershell() {
    let mut parser = parser();
    let mut refused = BTreeMap::new();
    for seed in 1..=JOBS {
        let mut random = Random::new(seed);
        let request = Request {
            target: Target::PowerShell,
            script: random.pick(Script::ALL),
        };
        let Some(job) = emitted(&mut random, request, &mut refused) else {
            panic!("seed {seed}: nothing was left of the job");
        };
        let text = job.emission.text();
        if let Some(row) = error_of(&mut parser, &text) {
            panic!(
                "seed {seed}: {}\n{text}",
                text.lines().nth(row).unwrap_or_default()
            );
        }
    }
}

#[test]
fn a_script_without_structure_is_caught() {
    let mut parser = parser();
    assert_eq!(error_of(&mut parser, "if ($a) { 'b' }\r\n"), None);
    for wrong in [
        "if ($a) { 'b'\r\n",
        "& { 'b' }}\r\n",
        "$a = 'b\r\n",
        "$a = @{ B = @('c' }\r\n",
        "try { 'a' }\r\nfoo(\r\n",
    ] {
        assert!(error_of(&mut parser, wrong).is_some(), "{wrong}");
    }
}
