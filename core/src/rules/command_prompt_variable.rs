use super::{Checked, Rule, shown};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::shell_variable::is_computed;
use crate::text::{Piece, Text};

pub(super) const RULE: Rule = Rule {
    name: "command-prompt-variable",
    severity: Severity::Warning,
    what: "A text uses an environment variable that only the command prompt has, such as %CD% or %DATE%.",
    why: "The command prompt makes these up when they are read; they are not in the environment, so in PowerShell they are empty.",
    instead: "Use a parameter of the script, or a variable of the environment such as %TEMP% or %USERPROFILE%.",
    evidence: &["cmd:set", "ps7:about_Environment_Variables"],
    example: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "%CD%\\a.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "%USERPROFILE%\\a.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.texts() {
        let Some(name) = text.text.pieces().iter().find_map(computed) else {
            continue;
        };
        let home = text.text.pieces().iter().map(|piece| match computed(piece) {
            Some("CD" | "cd") => Piece::Environment("USERPROFILE".to_owned()),
            _ => piece.clone(),
        });
        let home = Text::from_pieces(home);
        let mut diagnostic = RULE.says(
            text.place,
            format!("%{name}% is known to the command prompt only; in PowerShell it is empty."),
            "Use a parameter of the script, or a variable such as %TEMP% or %USERPROFILE%.",
        );
        if !home.pieces().iter().any(|piece| computed(piece).is_some()) {
            let title = format!("Use {}", shown(&home));
            diagnostic.fix = text.edit(&home).map(|edit| Fix::new(title, edit));
        }
        out.push(diagnostic);
    }
}

fn computed(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Environment(name) if is_computed(name) => Some(name),
        _ => None,
    }
}
