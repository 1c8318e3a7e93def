use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::job_text::may_be_rewritten;
use crate::secret::header_name;
use crate::value::{Headers, Value};
use litemap::LiteMap;

pub(super) const RULE: Rule = Rule {
    name: "header-given-twice",
    severity: Severity::Information,
    what: "Two headers have the same name.",
    why: "Both are sent. Servers join such headers, take one of them, or refuse the request, and the headers set last replace those set before, so a second one is often meant as a change.",
    instead: "Keep one, or join the values with commas where the header allows it.",
    evidence: &["rfc:9110", "com:IBackgroundCopyJobHttpOptions.SetCustomHeaders"],
    example: job!(download; r#""settings": { "custom_headers": [ "Accept: text/plain", "accept: text/html" ] }"#),
    repaired: job!(download; r#""settings": { "custom_headers": [ "Accept: text/plain" ] }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(Headers(headers)) = &checked.settings().custom_headers else {
        return;
    };
    let mut seen: LiteMap<String, usize> = LiteMap::new();
    for (row, header) in headers.iter().enumerate() {
        let Some(name) = header_name(header) else { continue };
        if seen.insert(name.to_ascii_lowercase(), row).is_none() {
            continue;
        }
        let mut diagnostic = RULE.says(
            Place::cell(SettingId::CustomHeaders, 0, row),
            format!("The header {name} is there twice, and both are sent."),
            "Keep one of them, unless the server wants both.",
        );
        if may_be_rewritten(headers) {
            let kept = headers.iter().enumerate().filter(|(other, _)| *other != row);
            let kept = Headers(kept.map(|(_, header)| header.clone()).collect());
            diagnostic.fix = Some(Fix::new(
                "Keep the first only",
                Edit::Set(SettingId::CustomHeaders, kept.write()),
            ));
        }
        out.push(diagnostic);
    }
}
