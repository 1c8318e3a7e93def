//! Commands in pages and texts.

use bitsmith_core::parse::found::Replacement;
use bitsmith_core::snippet::snippets;
use bitsmith_core::span::Span;

/// Every character of a snippet stands in the file where it is said to; no part of a page is taken over and over.
pub(crate) fn run(text: &str) {
    for name in ["page.md", "notes.txt", "run.cmd"] {
        let found = snippets(name, text);
        let taken: usize = found.iter().map(|snippet| snippet.source().len()).sum();
        // A code span that begins with a verb gets the name of the program before it.
        let most = 2 * text.len() + "bitsadmin ".len() * found.len();
        assert!(taken <= most, "{taken} bytes of {}", text.len());
        for snippet in &found {
            let source = snippet.source();
            let mut last = snippet.place.start;
            for (at, c) in source.char_indices() {
                let span = Span::new(at, at + c.len_utf8());
                let place = snippet.locate(span);
                let there = place.of(text);
                assert!(
                    there.is_empty() || there == span.of(source),
                    "{snippet:?} at {at}"
                );
                assert!(
                    place.start >= last && place.end <= snippet.place.end,
                    "{snippet:?} at {at}"
                );
                last = place.start;
            }
            let replacement = Replacement {
                title: String::new(),
                span: Span::new(0, source.len()),
                text: "a".to_owned(),
                is_secret: false,
            };
            if let Some(replacement) = snippet.replacement(text, &replacement) {
                assert_eq!(replacement.span.of(text), source, "{snippet:?}");
            }
        }
    }
}
