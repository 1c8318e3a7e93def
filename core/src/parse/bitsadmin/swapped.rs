//! Remote and local names in each other's place.

use super::patterns::SWAPPED_NAMES;
use super::{Given, Reading, Statement};
use crate::command::bitsadmin::Kind;
use crate::local_name::Root;
use crate::parse::reorder::swapped;
use crate::remote_name::Protocol;
use crate::rules::is_swapped;

/// Looks at each pair of names.
pub(super) fn check(reading: Reading<'_>, statement: &mut Statement) {
    let mut findings = Vec::new();
    let pairs = statement.arguments.windows(2);
    for pair in pairs {
        let [remote, local] = pair else { continue };
        if remote.argument.kind != Kind::RemoteName || local.argument.kind != Kind::Path {
            continue;
        }
        if is_swapped(Protocol::of(&remote.text), Root::of(&local.text)) {
            findings.push(finding(reading, remote, local));
        }
    }
    statement.findings.append(&mut findings);
}

fn finding(reading: Reading<'_>, remote: &Given, local: &Given) -> crate::parse::found::Found {
    let both = remote.span.to(local.span);
    SWAPPED_NAMES
        .at(
            both,
            "The local name stands first and the address second: they are swapped, and BITS refuses an address as local name.",
            "Write the remote name first, for uploads too.",
        )
        .with_fix("Swap them", both, swapped(reading.source, remote.span, local.span))
}
