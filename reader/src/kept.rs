//! The script that was read last: more of its lines, or what a change of its job makes of it, are asked of the same text.

use bitsmith_core::parse::{Import, Reading, import};
use bitsmith_core::text::Dialect;
use std::cell::RefCell;
use std::rc::Rc;

struct Kept {
    text: String,
    shell: Option<Dialect>,
    script: Rc<Import>,
}

thread_local! {
    static LAST: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

/// What the reading of a script found.
pub(crate) fn script(text: &str, shell: Option<Dialect>) -> Rc<Import> {
    let last = LAST
        .take()
        .filter(|last| last.shell == shell && last.text == text);
    let kept = last.unwrap_or_else(|| Kept {
        text: text.to_owned(),
        shell,
        script: Rc::new(import(text, Reading { shell, profile: None })),
    });
    let script = kept.script.clone();
    LAST.set(Some(kept));
    script
}
