use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::text::Text;
use crate::value::{NotifyCommand, Value};

pub(super) const RULE: Rule = Rule {
    name: "nul-as-notify-program",
    severity: Severity::Error,
    what: "The notification program or its parameters are the text NUL.",
    why: "NUL is the empty device and not the word for no value: BITS would look for a program of that name, or pass the text on.",
    instead: "Give no program. That removes the command.",
    evidence: &["com:IBackgroundCopyJob2.SetNotifyCmdLine", "ba:setnotifycmdline"],
    example: job!(download; r#""settings": { "notify_cmd_line": { "program": "NUL", "parameters": "NUL" } }"#),
    repaired: job!(download; r#""settings": { "notify_cmd_line": { "program": "", "parameters": "" } }"#),
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
    // BITS finds no program of that name; as parameter it is passed on.
    let diagnostic = if program {
        RULE.says(
            Place::part(SettingId::NotifyCmdLine, 0),
            "NUL is no program and not the word for nothing: BITS wants a full path, or no program.",
            "Give no program.",
        )
    } else {
        RULE.mentions(
            Severity::Warning,
            Place::part(SettingId::NotifyCmdLine, 1),
            "The program gets the text NUL, which is not the word for no parameters.",
            "Give no parameters.",
        )
    };
    out.push(diagnostic.with_fix(Fix::new(
        "Leave it empty",
        Edit::Set(SettingId::NotifyCmdLine, emptied.write()),
    )));
}

/// Whether a text is exactly NUL, in any case.
pub(super) fn is_nul(text: &Text) -> bool {
    text.as_literal()
        .is_some_and(|word| word.trim().eq_ignore_ascii_case("NUL"))
}
