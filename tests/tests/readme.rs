//! The README's example is what the program does.

use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;

fn block(text: &str, language: &str) -> String {
    let start = text
        .find(&format!("```{language}\n"))
        .expect("the README has the block")
        + language.len()
        + 4;
    text[start..].split("```").next().unwrap().to_owned()
}

#[test]
fn the_readme_shows_lines_of_the_script() {
    let readme = include_str!("../../README.md");
    let drafts = bitsmith_core::document::read(&block(readme, "json")).expect("the document can be read");
    let plans: Vec<_> = drafts
        .iter()
        .map(|draft| evaluate(draft, Reveal::Masked).plan.expect("a plan"))
        .collect();
    let request = Request {
        target: Target::PowerShell,
        script: Script::Main,
    };
    let script = emit(&plans, request)
        .expect("a script")
        .text()
        .replace("\r\n", "\n");
    let shown = block(readme, "powershell");
    assert!(shown.lines().count() > 5);
    assert!(
        script.contains(&shown),
        "the README shows\n{shown}\nwhich is not in\n{script}"
    );
}
