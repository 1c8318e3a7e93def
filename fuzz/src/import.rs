//! Scripts of both shells.

use bitsmith_core::judge::{import_json, judge, masked};
use bitsmith_core::parse::{Import, Reading, import};
use bitsmith_core::span::Span;
use bitsmith_core::text::Dialect;

/// Whatever the text, there is a reading, and everything in it stands in the text.
pub(crate) fn run(text: &str, shell: Dialect) {
    let script = read(text, shell);
    let whole = Span::new(0, text.len());
    for statement in &script.statements {
        assert!(whole.holds(statement.span), "{:?}", statement.span);
    }
    let judged = judge(&script);
    for judged in &judged {
        assert!(whole.holds(judged.found.span), "{:?}", judged.found);
    }
    assert!(
        script.jobs.len() <= text.len() && script.statements.len() <= 600 * (text.len() + 1),
        "{} jobs, {} statements of {} bytes",
        script.jobs.len(),
        script.statements.len(),
        text.len()
    );
    let shown = masked(&script, text);
    assert_eq!(shown.encode_utf16().count(), text.encode_utf16().count());
    let _ = import_json(&script, &judged, text);
}

/// A script of that shell.
pub(crate) fn read(text: &str, shell: Dialect) -> Import {
    import(
        text,
        Reading {
            shell: Some(shell),
            profile: None,
        },
    )
}
