//! What is written is read back, and no text makes the reader panic.

use crate::NEW;
use crate::drafts::drafts;
use bitsmith_core::document::{Secrets, from_link, read, to_link, write};
use bitsmith_core::draft::Draft;
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(drafts in prop::collection::vec(drafts(), 1..3)) {
        let text = write(&drafts, Secrets::Shown);
        let back = read(&text).unwrap_or_else(|errors| panic!("{errors}\n{text}"));
        prop_assert_eq!(&back, &drafts, "{}", text);
        for (draft, back) in drafts.iter().zip(&back) {
            prop_assert_eq!(evaluate(draft, Reveal::Shown), evaluate(back, Reveal::Shown));
        }
    }

    #[test]
    fn a_masked_document_has_the_plan_of_the_masked_job(draft in drafts()) {
        let text = write(std::slice::from_ref(&draft), Secrets::Masked);
        let back = read(&text).unwrap().remove(0);
        let plan = |draft: &Draft| {
            let evaluation = evaluate(draft, Reveal::Masked);
            evaluation.plan.map(|plan| (plan.job().clone(), plan.steps().to_vec()))
        };
        prop_assert_eq!(plan(&draft), plan(&back), "{}", text);
        prop_assert_eq!(write(std::slice::from_ref(&back), Secrets::Masked), text);
        if let Some(link) = to_link(&draft) {
            prop_assert_eq!(from_link(&link).unwrap(), back);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[\\[\\]{}:,\"\\\\/a-z0-9ux \u{e9}\u{1f600}'.-]{0,40}") {
        let read = read(&text);
        prop_assert!(read.is_err());
        if serde_json::from_str::<serde_json::Value>(&text).is_err() {
            // What is no JSON is refused as such, at a place inside the text.
            let error = read.unwrap_err().0.remove(0);
            prop_assert!(error.end.offset <= text.encode_utf16().count());
        }
    }

    #[test]
    fn mutated_documents_are_read_or_refused_as_json_is(at in 0usize..400, with in "[\\[\\]{}:,\"\\\\a1 ]{0,2}") {
        let source = format!(r#"{{ "bitsmith": 1, {NEW}, "files": [ {{ "remote_name": "http://h/a", "local_name": "C:\\a",
            "ranges": [ {{ "offset": 0, "length": "eof" }} ] }} ], "settings": {{ "priority": "low", "custom_headers": ["a\u00e9: b"] }} }}"#);
        let at = at % source.len();
        if source.is_char_boundary(at) && source.is_char_boundary(at + 1) {
            let mutated = format!("{}{with}{}", &source[..at], &source[at + 1..]);
            if serde_json::from_str::<serde_json::Value>(&mutated).is_err() {
                prop_assert!(read(&mutated).is_err(), "{}", mutated);
            } else {
                // JSON keeps the last of two equal keys; a document refuses them. Anything else is no error of form.
                let _ = read(&mutated);
            }
        }
    }
}
