use super::nul_as_notify_program::is_nul;
use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::local_name::Root;
use crate::text::{Piece, Text};

pub(super) const RULE: Rule = Rule {
    name: "notify-program-without-path",
    severity: Severity::Error,
    what: "The notification program is not a full path.",
    why: "BITS does not search the path for it, and knows no current directory.",
    instead: "Write the full path.",
    evidence: &["com:IBackgroundCopyJob2.SetNotifyCmdLine"],
    example: job!(download; r#""settings": { "notify_cmd_line": { "program": "cmd.exe", "parameters": "cmd.exe /c echo done" } }"#),
    repaired: job!(download; r#""settings": { "notify_cmd_line": { "program": "%SystemRoot%\\System32\\cmd.exe", "parameters": "cmd.exe /c echo done" } }"#),
    check,
};

/// Programs that every Windows has, and where below its folder.
const OF_WINDOWS: &[(&str, &str)] = &[
    ("cmd", "System32\\cmd.exe"),
    ("cscript", "System32\\cscript.exe"),
    ("msg", "System32\\msg.exe"),
    ("notepad", "System32\\notepad.exe"),
    ("powershell", "System32\\WindowsPowerShell\\v1.0\\powershell.exe"),
    ("waitfor", "System32\\waitfor.exe"),
    ("wscript", "System32\\wscript.exe"),
];

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.paths() {
        let is_program = text.part() == Some((SettingId::NotifyCmdLine, 0));
        if !is_program || !Root::of(text.text).is_relative() || is_nul(text.text) {
            continue;
        }
        let mut diagnostic = RULE.says(
            text.place,
            format!(
                "{} is not a full path, and BITS does not search for the program.",
                shown(text.text)
            ),
            "Write the full path of the program.",
        );
        if let Some(full) = text.text.as_literal().and_then(full) {
            let title = format!("Use {}", shown(&full));
            diagnostic.fix = text.edit(&full).map(|edit| Fix::new(title, edit));
        }
        out.push(diagnostic);
    }
}

fn full(program: &str) -> Option<Text> {
    let lower = program.to_ascii_lowercase();
    let stem = lower.strip_suffix(".exe").unwrap_or(&lower);
    let (_, path) = OF_WINDOWS.iter().find(|(name, _)| *name == stem)?;
    Some(Text::from_pieces([
        Piece::Environment("SystemRoot".to_owned()),
        Piece::Literal(format!("\\{path}")),
    ]))
}
