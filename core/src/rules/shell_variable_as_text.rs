use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::shell_variable::{find, with_pieces};
use crate::text::Text;

pub(super) const RULE: Rule = Rule {
    name: "shell-variable-as-text",
    severity: Severity::Error,
    what: "A path or address holds a variable in the notation of a shell, such as $env:TEMP or $file.",
    why: "Texts are written into scripts as they stand, so the shell does not expand it: BITS gets the dollar sign or the percent signs, and refuses a name that begins with them.",
    instead: "Write {{env:NAME}} for an environment variable and {{name}} for a parameter of the script; where BITS takes a path on this machine, %NAME% is an environment variable too.",
    evidence: &[
        "com:BG_FILE_INFO",
        "com:IBackgroundCopyJob2.SetNotifyCmdLine",
        "ps7:about_Variables",
    ],
    example: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "$env:TEMP\\a.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "%TEMP%\\a.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.texts() {
        let path = text.is_local_path();
        let looked_at = path
            || text.is_remote()
            || matches!(
                text.part(),
                Some((
                    SettingId::NotifyCmdLine | SettingId::Credentials | SettingId::ProxySettings,
                    _
                ))
            );
        if !looked_at {
            continue;
        }
        let Some(found) = text
            .text
            .literals()
            .find_map(|literal| find(literal, text.notation))
        else {
            continue;
        };
        // A name that begins so is neither a full path nor an address: BITS refuses it.
        let refused = (path || text.is_remote_name())
            && find(text.text.literal_start(), text.notation).is_some_and(|first| first.at == 0);
        let message = format!(
            "{} is written out as it stands: no shell expands it here.",
            found.written
        );
        let help = format!(
            "Write {} for the variable.",
            Text::from_pieces([found.piece.clone()]).display()
        );
        let mut diagnostic = if refused {
            RULE.says(text.place, message, help)
        } else {
            RULE.mentions(Severity::Warning, text.place, message, help)
        };
        diagnostic.fix = text
            .edit(&with_pieces(text.text, text.notation))
            .map(|edit| Fix::new(format!("Make {} a variable", found.written), edit));
        out.push(diagnostic);
    }
}
