use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::text::Text;
use crate::value::{NotifyCommand, Value};

pub(super) const RULE: Rule = Rule {
    name: "nul-as-notify-program",
    severity: Severity::Warning,
    what: "The notification program or its parameters are the text NUL.",
    why: "NUL is the empty device and not the word for no value: BITS would look for a program of that name, or pass the text on.",
    instead: "Leave the field empty. An empty program removes the command.",
    evidence: &["com:IBackgroundCopyJob2.SetNotifyCmdLine", "ba:setnotifycmdline"],
    example: job!(download; r#""settings": { "notify_cmd_line": { "program": "C:\\Tools\\done.exe", "parameters": "NUL" } }"#),
    repaired: job!(download; r#""settings": { "notify_cmd_line": { "program": "C:\\Tools\\done.exe", "parameters": "" } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(command) = &checked.settings().notify_cmd_line else {
        return;
    };
    let program = is_nul(&command.program);
    if !program && !is_nul(&command.parameters) {
        return;
    }
    let emptied = NotifyCommand {
        program: if program {
            Text::default()
        } else {
            command.program.clone()
        },
        parameters: Text::default(),
    };
    out.push(
        RULE.says(
            Place::part(SettingId::NotifyCmdLine, if program { 0 } else { 1 }),
            "NUL is a text here and not the word for nothing.",
            "Leave the field empty.",
        )
        .with_fix(Fix::new(
            "Leave it empty",
            Edit::Set(SettingId::NotifyCmdLine, emptied.write()),
        )),
    );
}

/// Whether a text is exactly NUL, in any case.
pub(super) fn is_nul(text: &Text) -> bool {
    text.as_literal()
        .is_some_and(|word| word.trim().eq_ignore_ascii_case("NUL"))
}
