use super::{Checked, Rule};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::invisible;
use crate::remote_name::{Protocol, host};

pub(super) const RULE: Rule = Rule {
    name: "non-ascii-address",
    severity: Severity::Warning,
    what: "The path of an address has characters outside ASCII.",
    why: "Such characters are not legal in a URL. For uploads they reach the server only when both sides have them in their code page; otherwise the job fails.",
    instead: "Write them as the percent escapes of their UTF-8 bytes.",
    evidence: &["com:BG_FILE_INFO", "rfc:3986"],
    example: job!(download [r#"{ "remote_name": "https://example.com/Übersicht.pdf", "local_name": "C:\\Data\\a.pdf" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/%C3%9Cbersicht.pdf", "local_name": "C:\\Data\\a.pdf" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.addresses() {
        let foreign_host = host(text.text).is_some_and(|host| !host.is_ascii());
        // What nobody sees is for another rule, which takes it out.
        let foreign = text
            .text
            .literals()
            .flat_map(str::chars)
            .find(|c| !c.is_ascii() && invisible::name(*c).is_none());
        let Some(c) = foreign.filter(|_| Protocol::of(text.text).is_http() && !foreign_host) else {
            continue;
        };
        let mut diagnostic = RULE.says(
            text.place,
            format!("The address holds {c}, which is not a legal URL character."),
            "Write it as the percent escapes of its UTF-8 bytes.",
        );
        diagnostic.fix = text
            .edit_literals(escaped)
            .map(|edit| Fix::new("Write percent escapes", edit));
        out.push(diagnostic);
    }
}

fn escaped(literal: &str) -> String {
    let mut out = String::new();
    for c in literal.chars() {
        if c.is_ascii() || invisible::name(c).is_some() {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}
