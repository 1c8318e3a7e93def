//! Documents, from the text to the plan.

use bitsmith_core::document::{Secrets, diagnostics_json, errors_json, read, read_located, redacted, write};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;

/// What is read is written and read back the same; every place is one of the text.
pub(crate) fn run(text: &str) {
    let units = text.encode_utf16().count();
    assert_eq!(
        redacted(text).encode_utf16().count(),
        units,
        "places stay where they are"
    );
    let documents = match read_located(text) {
        Ok(documents) => documents,
        Err(errors) => {
            assert!(
                errors
                    .0
                    .iter()
                    .all(|error| error.start.offset <= error.end.offset)
            );
            assert!(errors.0.iter().all(|error| error.end.offset <= units));
            assert!(errors_json(&errors).is_array());
            return;
        }
    };
    let mut readable = true;
    for draft in &documents.drafts {
        let evaluation = evaluate(draft, Reveal::Masked);
        readable &= evaluation.plan.is_some();
        for one in diagnostics_json(&evaluation.diagnostics, Some(&documents))
            .as_array()
            .into_iter()
            .flatten()
        {
            let end = one.get("end").and_then(|end| end.as_u64()).unwrap_or(0);
            assert!(end <= units as u64, "{one} is not a place of the text");
        }
    }
    let written = write(&documents.drafts, Secrets::Shown);
    let back = read(&written);
    // Values that nobody can make a plan of are kept as they were typed, as far as a document can hold them.
    if readable {
        assert_eq!(back.as_ref(), Ok(&documents.drafts), "{written}");
    }
}
