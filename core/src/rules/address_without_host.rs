use super::{Checked, Rule, shown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::remote_name::{Protocol, host};

pub(super) const RULE: Rule = Rule {
    name: "address-without-host",
    severity: Severity::Error,
    what: "An http or https address names no host.",
    why: "What stands between // and the next slash is the server that is asked; without one there is nobody to ask, and BITS refuses the name (E_INVALIDARG).",
    instead: "Write the host behind the protocol.",
    evidence: &["com:BG_FILE_INFO", "com:IBackgroundCopyJob.AddFile", "rfc:9110"],
    example: job!(download [r#"{ "remote_name": "https:///update.zip", "local_name": "C:\\Data\\update.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\update.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    // The beginning of a remote name may end before its host.
    for text in checked.addresses().iter().filter(|text| text.is_remote_name()) {
        if Protocol::of(text.text).is_http() && host(text.text) == Some("") {
            out.push(RULE.says(
                text.place,
                format!("{} names no host: there is no server to ask.", shown(text.text)),
                "Write the host behind the protocol, such as https://example.com/a.zip.",
            ));
        }
    }
}
