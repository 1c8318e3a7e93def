use super::{Checked, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::remote_name::{Protocol, host};

pub(super) const RULE: Rule = Rule {
    name: "non-ascii-host",
    severity: Severity::Error,
    what: "The host of an address has characters outside ASCII.",
    why: "BITS wants the server part of an address encoded as an internationalized domain name.",
    instead: "Write the host in its xn-- form.",
    evidence: &["com:BG_FILE_INFO"],
    example: job!(download [r#"{ "remote_name": "https://bücher.example/a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://xn--bcher-kva.example/a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.addresses() {
        if let Some(host) = host(text.text).filter(|_| Protocol::of(text.text).is_http())
            && !host.is_ascii()
        {
            out.push(RULE.says(
                text.place,
                format!("The host {host} has characters outside ASCII, and BITS wants it encoded."),
                "Write the host in its xn-- form, as domain registries and browsers show it.",
            ));
        }
    }
}
