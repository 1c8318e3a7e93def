//! Error numbers in any text.

use bitsmith_core::hresult::{decode, sentence};

/// What is found stands in the text, has a sentence, and is found again in its own spelling.
pub(crate) fn run(text: &str) {
    let found = decode(text);
    assert!(found.len() <= text.len(), "more numbers than characters");
    for decoded in found {
        assert!(
            text.to_lowercase().contains(&decoded.written.to_lowercase()),
            "{decoded:?} is not in the text"
        );
        assert!(
            !sentence(decoded.number).is_empty(),
            "{decoded:?} has no sentence"
        );
        let hexadecimal = format!("0x{:08X}", decoded.number);
        assert!(
            decode(&hexadecimal)
                .iter()
                .any(|again| again.number == decoded.number),
            "{hexadecimal} is not found again"
        );
    }
}
