use super::{Checked, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::remote_name::{Protocol, port};

pub(super) const RULE: Rule = Rule {
    name: "malformed-port",
    severity: Severity::Error,
    what: "The port of an http or https address is no number from 1 to 65535.",
    why: "Behind the colon of the host stands the number of a port; an address with anything else there is none, and no server can be reached by it.",
    instead: "Write the number of the port, or leave it out with its colon.",
    evidence: &["com:BG_FILE_INFO", "rfc:3986"],
    example: job!(download [r#"{ "remote_name": "https://example.com:99999/update.zip", "local_name": "C:\\Data\\update.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com:8443/update.zip", "local_name": "C:\\Data\\update.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.addresses() {
        if !Protocol::of(text.text).is_http() {
            continue;
        }
        // A colon with nothing behind it means the usual port. [rfc:3986]
        let Some(port) = port(text.text).filter(|port| !port.is_empty()) else {
            continue;
        };
        let is_number = port.chars().all(|c| c.is_ascii_digit());
        if is_number && port.parse::<u16>().is_ok_and(|number| number > 0) {
            continue;
        }
        let message = match is_number {
            true => format!("The port {port} is not there: ports are numbers from 1 to 65535."),
            false => "What stands behind the colon of the host is no number, and a port is one.".to_owned(),
        };
        out.push(RULE.says(
            text.place,
            message,
            "Write the number of the port, or leave it out with its colon.",
        ));
    }
}
