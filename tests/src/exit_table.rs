//! What a waiting script does is part of its meaning: what happens, its exit code, what is left, what it says.

use crate::bits::{Fate, Fault, Refusal, Which};

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// What happens.
    pub name: &'static str,
    /// What becomes of the job.
    pub fate: Option<Fate>,
    /// Calls that are refused.
    pub refusals: Vec<Refusal>,
    /// The job is to be left where it fails or is late.
    pub leave: bool,
    /// The exit code.
    pub exit: i32,
    /// Jobs that are left.
    pub left: usize,
    /// What is said somewhere, each of them.
    pub said: Vec<&'static str>,
}

impl Row {
    /// What of it was not said.
    pub fn unsaid(&self, shown: &str) -> Vec<&'static str> {
        let said = self.said.iter().copied();
        said.filter(|text| !shown.contains(text)).collect()
    }
}

/// What a job in error says: context, code and description.
const FAILED: &[&str] = &["RemoteFile", "TransferError", "0x80190194", "HTTP status 404"];

/// What BITS says to a user who is not logged on, 0x800704DD.
const NOT_LOGGED_ON: &str = "not logged on";

/// How far a job came that never ends.
const FAR: &str = "Transferring, 0 of";

/// The rows, for a download of one file `a.zip`, bound to one hour, that sets an access list and peer caching by
/// bitsadmin.
pub fn rows() -> Vec<Row> {
    let refuse = |which: &str, fault| {
        vec![Refusal {
            which: Which::Named(which.to_owned()),
            fault,
        }]
    };
    let row = |name, fate, refusals, exit, left, said| Row {
        name,
        fate,
        refusals,
        leave: false,
        exit,
        left,
        said,
    };
    let mut rows = vec![
        row("all well", None, vec![], 0, 0, vec!["Done.", "\\a.zip"]),
        row(
            "made, but the user is not logged on",
            None,
            refuse("Start-BitsTransfer", Fault::NotLoggedOn),
            1,
            0,
            vec!["Failed at Start-BitsTransfer", NOT_LOGGED_ON],
        ),
        row(
            "a setting of a cmdlet is refused",
            None,
            refuse("Set-BitsTransfer", Fault::InvalidArgument),
            1,
            0,
            vec!["Failed at Set-BitsTransfer"],
        ),
        row(
            "a setting of bitsadmin is refused",
            None,
            refuse("/setpeercachingflags", Fault::NotImplemented),
            1,
            0,
            vec!["Failed at bitsadmin /setpeercachingflags"],
        ),
        row(
            "an ACL is refused",
            None,
            refuse("/setaclflags", Fault::AccessDenied),
            1,
            0,
            vec!["Failed at bitsadmin /setaclflags"],
        ),
        row(
            "the resume is refused",
            None,
            refuse("Resume-BitsTransfer", Fault::NotLoggedOn),
            1,
            0,
            vec!["Failed at Resume-BitsTransfer", NOT_LOGGED_ON],
        ),
        row(
            "the job fails",
            Some(Fate::fails(Fault::Http(404))),
            vec![],
            2,
            0,
            FAILED.to_vec(),
        ),
        row(
            "it stumbles and goes on",
            Some(Fate::stumbles_then_transfers(Fault::Http(503))),
            vec![],
            0,
            0,
            vec!["Done.", "\\a.zip"],
        ),
        row(
            "the bound passes",
            Some(Fate::never_ends()),
            vec![],
            3,
            0,
            vec!["Not done after 1 hour", FAR],
        ),
        row(
            "completing fails",
            Some(Fate::complete_fails(Fault::AccessDenied)),
            vec![],
            4,
            1,
            vec!["Completing failed", "To finish: bitsadmin /complete \"{"],
        ),
        row(
            "the job vanishes",
            Some(Fate::vanishes_after(4)),
            vec![],
            5,
            0,
            vec!["is gone, or somebody else finished it: {"],
        ),
        row(
            "somebody else finishes it",
            Some(Fate::finished_by_another()),
            vec![],
            5,
            0,
            vec!["is gone, or somebody else finished it: {"],
        ),
    ];
    for (name, fate, exit, said) in [
        (
            "the job fails and is left",
            Fate::fails(Fault::Http(404)),
            2,
            FAILED.to_vec(),
        ),
        (
            "the bound passes and the job is left",
            Fate::never_ends(),
            3,
            vec!["Not done after 1 hour", FAR],
        ),
    ] {
        rows.push(Row {
            name,
            fate: Some(fate),
            refusals: vec![],
            leave: true,
            exit,
            left: 1,
            said: [said, vec!["bitsadmin /resume \"{"]].concat(),
        });
    }
    rows
}
