use super::{Checked, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::secret::{Holes, mask_command_line};
use crate::value::Secrecy;

pub(super) const RULE: Rule = Rule {
    name: "secret-in-notify-command",
    severity: Severity::Information,
    what: "The notification command line holds something that looks like a secret: a password, a token, a key.",
    why: "Everybody who may list the job can read its command line, and other processes see it when the program runs. Here the value is masked, and scripts ask for it.",
    instead: "Let the program take the secret from a place that only it can read.",
    evidence: &["com:IBackgroundCopyJob2.SetNotifyCmdLine"],
    example: job!(download; r#""settings": { "notify_cmd_line": { "program": "C:\\Tools\\done.exe", "parameters": "C:\\Tools\\done.exe --token abc123" } }"#),
    repaired: job!(download; r#""settings": { "notify_cmd_line": { "program": "C:\\Tools\\done.exe", "parameters": "C:\\Tools\\done.exe --token-file C:\\Tools\\token.txt" } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.texts() {
        if text.secrecy() != Secrecy::CommandLine {
            continue;
        }
        let mut holes = Holes::default();
        mask_command_line(text.text, &mut holes);
        if let Some(hole) = holes.all().first() {
            out.push(RULE.says(
                text.place,
                format!(
                    "The command line holds a secret ({}): it is masked here, and a script made of this job asks for it.",
                    hole.label
                ),
                "Everybody who may list the job can read it while the job exists; let the program read it from a file of its own.",
            ));
        }
    }
}
