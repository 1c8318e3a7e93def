use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Fix, Severity};

pub(super) const RULE: Rule = Rule {
    name: "look-alike-sign-in-notify-command",
    severity: Severity::Warning,
    what: "The notification command holds a character that looks like a sign of the command line and may become one.",
    why: "Programs that turn a text into an old code page take full-width and typographic quotes, ampersands, percent signs and backslashes for the real ones, so a quote that is none can end an argument.",
    instead: "Write the plain sign, or leave it out.",
    evidence: &["uax:UTS36", "com:IBackgroundCopyJob2.SetNotifyCmdLine"],
    example: job!(download; r#""settings": { "notify_cmd_line": { "program": "C:\\Tools\\done.exe", "parameters": "C:\\Tools\\done.exe a＂b" } }"#),
    repaired: job!(download; r#""settings": { "notify_cmd_line": { "program": "C:\\Tools\\done.exe", "parameters": "C:\\Tools\\done.exe ab" } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.texts() {
        if !matches!(text.part(), Some((SettingId::NotifyCmdLine, _))) {
            continue;
        }
        let Some((c, plain)) = text
            .text
            .literals()
            .flat_map(str::chars)
            .find_map(|c| Some((c, plain(c)?)))
        else {
            continue;
        };
        let mut diagnostic = RULE.says(
            text.place,
            format!(
                "U+{:04X} looks like {plain}, and a program that uses an old code page takes it for that.",
                u32::from(c)
            ),
            "Write the plain sign where it is meant, or leave it out.",
        );
        diagnostic.fix = text
            .edit_literals(|literal| literal.chars().filter(|c| self::plain(*c).is_none()).collect())
            .map(|edit| Fix::new("Leave it out", edit));
        out.push(diagnostic);
    }
}

/// The sign that Windows's best-fit tables make of a character.
fn plain(c: char) -> Option<char> {
    Some(match c {
        '\u{FF02}' | '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{02BA}' | '\u{301D}'..='\u{301F}' => '"',
        '\u{FF07}' | '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{02B9}' | '\u{02BC}' => '\'',
        '\u{FF05}' | '\u{066A}' => '%',
        '\u{FF06}' => '&',
        '\u{FF08}' => '(',
        '\u{FF09}' => ')',
        '\u{FF1B}' => ';',
        '\u{FF1C}' | '\u{2039}' | '\u{3008}' => '<',
        '\u{FF1E}' | '\u{203A}' | '\u{3009}' => '>',
        '\u{FF3C}' | '\u{00A5}' | '\u{20A9}' | '\u{2216}' => '\\',
        '\u{FF3E}' => '^',
        '\u{FF40}' => '`',
        '\u{FF5C}' => '|',
        '\u{FF0F}' | '\u{2044}' | '\u{2215}' => '/',
        '\u{FF0D}' | '\u{2013}'..='\u{2015}' => '-',
        '\u{FF01}' => '!',
        '\u{FF04}' => '$',
        _ => return None,
    })
}
