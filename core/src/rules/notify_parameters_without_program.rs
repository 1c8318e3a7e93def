use super::nul_as_notify_program::is_nul;
use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::job_text::entry;
use crate::program_line::{begins, quoted, without_start};
use crate::text::{Notation, Piece};

pub(super) const RULE: Rule = Rule {
    name: "notify-parameters-without-program",
    severity: Severity::Warning,
    what: "The notification parameters do not begin with the program.",
    why: "The parameters are the whole command line that the program gets: what stands first is taken for its name, so a first argument there is lost. A path with spaces needs quotes there.",
    instead: "Write the program first, in quotes where it has spaces.",
    evidence: &["com:IBackgroundCopyJob2.SetNotifyCmdLine", "ba:setnotifycmdline"],
    example: job!(download; r#""settings": { "notify_cmd_line": { "program": "C:\\Program Files\\Tool\\done.exe", "parameters": "--job nightly" } }"#),
    repaired: job!(download; r#""settings": { "notify_cmd_line": { "program": "C:\\Program Files\\Tool\\done.exe", "parameters": "\"C:\\Program Files\\Tool\\done.exe\" --job nightly" } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(command) = &checked.settings().notify_cmd_line else {
        return;
    };
    let (program, parameters) = (&command.program, &command.parameters);
    if program.is_empty()
        || parameters.is_empty()
        || is_nul(program)
        || is_nul(parameters)
        || begins(parameters, program)
    {
        return;
    }
    let mut whole = quoted(program);
    let mut rest = parameters.clone();
    // Without its quotes the program is there already.
    if let Some(after) = without_start(parameters, program) {
        rest = after;
    } else {
        whole.push(Piece::Literal(" ".to_owned()));
    }
    for piece in rest.pieces() {
        whole.push(piece.clone());
    }
    let mut diagnostic = RULE.says(
        Place::part(SettingId::NotifyCmdLine, 1),
        "The parameters do not begin with the program, so the program takes its first argument for its own name.",
        "Write the program first, in quotes where its path has spaces.",
    );
    // 4,000 characters are what BITS takes.
    if whole.utf16_len() <= 4000 {
        diagnostic.fix = Some(Fix::new(
            "Put the program first",
            Edit::SetPart(SettingId::NotifyCmdLine, 1, vec![entry(&whole, Notation::Plain)]),
        ));
    }
    out.push(diagnostic);
}
