//! Addresses that a cmdlet does not take.

use super::{Script, text};
use crate::command::Purpose;
use crate::parse::cmdlet::Call;
use crate::parse::found::patterns;
use crate::parse::powershell::Value;
use crate::remote_name::Protocol;
use crate::text::Text;

patterns! {
    /// What is wrong with addresses.
    pub(in crate::parse) ADDRESSES;
    WILDCARD_IN_ADDRESS = "wildcard-in-address", Warning, "A wildcard stands in an address of http or https: the cmdlet takes wildcards in local folders and on shares only.", "Write each address out.";
}

/// Looks at what a call transfers. `[ps:Start-BitsTransfer]`
pub(super) fn say(script: &mut Script<'_>, call: &Call) {
    if !matches!(call.cmdlet.purpose, Purpose::Creates | Purpose::AddsFiles) {
        return;
    }
    for given in call.parameters.iter().filter(|given| given.parameter.wildcards) {
        let values = given.value.items();
        let is_pattern = |value: &Value| {
            let name = text(value, &script.outer);
            Protocol::of(&name).is_http() && has_wildcard(&name)
        };
        if values.iter().any(is_pattern) {
            script.say(
                &WILDCARD_IN_ADDRESS,
                given.span,
                "The cmdlet takes wildcards in local folders and on shares only: an address of http or https does not work with them.",
            );
        }
    }
}

/// Whether the path of an address holds an asterisk; a question mark begins the query.
fn has_wildcard(address: &Text) -> bool {
    for literal in address.literals() {
        let path = literal.split(['?', '#']).next().unwrap_or_default();
        if path.contains('*') {
            return true;
        }
        if path.len() < literal.len() {
            break;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::WILDCARD_IN_ADDRESS;
    use crate::parse::{Reading, import};

    #[test]
    fn a_wildcard_is_for_folders_and_shares() {
        for (call, expected) in [
            (
                "Start-BitsTransfer -Source https://h/d/*.zip -Destination C:\\t",
                Some("https://h/d/*.zip"),
            ),
            (
                "Start-BitsTransfer \"http://$server/d/*.zip\" C:\\t",
                Some("\"http://$server/d/*.zip\""),
            ),
            (
                "$j | Add-BitsFile -Source https://h/a, https://h/* -Destination C:\\a, C:\\b",
                Some("https://h/a, https://h/*"),
            ),
            ("Start-BitsTransfer 'https://h/a?b=*&c=?' C:\\t", None),
            ("Start-BitsTransfer \"https://h/a?b=$b*\" C:\\t", None),
            ("Start-BitsTransfer \\\\s\\d\\*.zip C:\\t", None),
            (
                "Start-BitsTransfer C:\\d\\*.zip \\\\s\\d -TransferType Upload",
                None,
            ),
        ] {
            let found = import(call, Reading::default()).found;
            let found = found.iter().find(|found| found.rule == WILDCARD_IN_ADDRESS.name);
            assert_eq!(found.map(|found| found.span.of(call)), expected, "{call}");
        }
    }
}
