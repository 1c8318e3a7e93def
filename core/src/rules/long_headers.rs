use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::value::Headers;

/// Ten thousand letters: a header may be as long as all headers together.
macro_rules! note {
    () => {
        note!(@ 0 1 2 3 4 5 6 7 8 9)
    };
    (@ $($digit:literal)*) => {
        concat!($(note!($digit; 0 1 2 3 4 5 6 7 8 9)),*)
    };
    ($first:literal; $($digit:literal)*) => {
        // A hundred letters.
        concat!($($first, $digit,
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),*)
    };
}

pub(super) const RULE: Rule = Rule {
    name: "long-headers",
    severity: Severity::Error,
    what: "The headers together have more than 16,383 characters.",
    why: "BITS keeps all headers in one text of 16,384 characters with its end, each header with a line break of two characters (BG_E_STRING_TOO_LONG, 0x80200021).",
    instead: "Send fewer or shorter headers.",
    evidence: &["com:IBackgroundCopyJobHttpOptions.SetCustomHeaders"],
    example: job!(download; concat!("\"settings\": { \"custom_headers\": [ \"X-Note: ", note!(), "\", \"X-More: ", note!(), "\" ] }")),
    repaired: job!(download; r#""settings": { "custom_headers": [ "X-Note: a" ] }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(Headers(headers)) = &checked.settings().custom_headers else {
        return;
    };
    let length = headers.iter().fold(0usize, |sum, header| {
        sum.saturating_add(header.utf16_len()).saturating_add(2)
    });
    if length > Headers::MAX {
        out.push(RULE.says(
            Place::setting(SettingId::CustomHeaders),
            format!(
                "The headers have {length} characters with their line breaks, and BITS takes {}.",
                Headers::MAX
            ),
            "Send fewer or shorter headers.",
        ));
    }
}
