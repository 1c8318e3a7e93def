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
    /// What is said somewhere.
    pub said: &'static str,
}

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
        row("all well", None, vec![], 0, 0, "a.zip"),
        row(
            "made, but the user is not logged on",
            None,
            refuse("Start-BitsTransfer", Fault::NotLoggedOn),
            1,
            0,
            "Start-BitsTransfer",
        ),
        row(
            "a setting of a cmdlet is refused",
            None,
            refuse("Set-BitsTransfer", Fault::InvalidArgument),
            1,
            0,
            "Set-BitsTransfer",
        ),
        row(
            "a setting of bitsadmin is refused",
            None,
            refuse("/setpeercachingflags", Fault::NotImplemented),
            1,
            0,
            "/setpeercachingflags",
        ),
        row(
            "an ACL is refused",
            None,
            refuse("/setaclflags", Fault::AccessDenied),
            1,
            0,
            "/setaclflags",
        ),
        row(
            "the resume is refused",
            None,
            refuse("Resume-BitsTransfer", Fault::NotLoggedOn),
            1,
            0,
            "Resume-BitsTransfer",
        ),
        row(
            "the job fails",
            Some(Fate::fails(Fault::Http(404))),
            vec![],
            2,
            0,
            "HTTP status 404",
        ),
        row(
            "it stumbles and goes on",
            Some(Fate::stumbles_then_transfers(Fault::Http(503))),
            vec![],
            0,
            0,
            "Done.",
        ),
        row(
            "the bound passes",
            Some(Fate::never_ends()),
            vec![],
            3,
            0,
            "Not done after 1 hour",
        ),
        row(
            "completing fails",
            Some(Fate::complete_fails(Fault::AccessDenied)),
            vec![],
            4,
            1,
            "bitsadmin /complete \"{",
        ),
        row(
            "the job vanishes",
            Some(Fate::vanishes_after(4)),
            vec![],
            5,
            0,
            "is gone",
        ),
        row(
            "somebody else finishes it",
            Some(Fate::finished_by_another()),
            vec![],
            5,
            0,
            "is gone",
        ),
    ];
    for (name, fate, exit) in [
        ("the job fails and is left", Fate::fails(Fault::Http(404)), 2),
        ("the bound passes and the job is left", Fate::never_ends(), 3),
    ] {
        rows.push(Row {
            name,
            fate: Some(fate),
            refusals: vec![],
            leave: true,
            exit,
            left: 1,
            said: "bitsadmin /resume \"{",
        });
    }
    rows
}
