use super::{Checked, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::remote_name::{Protocol, path};

pub(super) const RULE: Rule = Rule {
    name: "long-address-segment",
    severity: Severity::Error,
    what: "A part of an address between two slashes has more than 260 characters.",
    why: "BITS takes at most 260 characters (MAX_PATH) in each segment of an address.",
    instead: "Use a shorter address for the file.",
    evidence: &["com:BG_FILE_INFO"],
    example: job!(download [concat!("{ \"remote_name\": \"https://example.com/", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/a.zip\", \"local_name\": \"C:\\\\Data\\\\a.zip\" }")];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a/a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    check,
};

/// MAX_PATH. `[com:BG_FILE_INFO]`
const LIMIT: usize = 260;

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.addresses() {
        if !Protocol::of(text.text).is_http() {
            continue;
        }
        let longest = path(text.text)
            .into_iter()
            .flat_map(|literal| literal.split('/'))
            .map(|segment| segment.encode_utf16().count())
            .max()
            .unwrap_or(0);
        if longest > LIMIT {
            out.push(RULE.says(
                text.place,
                format!("A segment of the address has {longest} characters, and BITS takes {LIMIT} between two slashes."),
                "Use a shorter address for the file.",
            ));
        }
    }
}
