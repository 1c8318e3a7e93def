use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "look-alike-display-name",
    severity: Severity::Warning,
    what: "A word of the display name mixes Latin letters with Greek or Cyrillic ones, or uses full-width letters.",
    why: "Such a name looks like another one and is not: it hides a job among well-known names, and nobody finds it by typing.",
    instead: "Write each word in one script.",
    evidence: &["uax:UTS39", "com:IBackgroundCopyJob.SetDisplayName"],
    example: r#"{ "bitsmith": 1,
  "subject": { "new": { "display_name": "Wind\u043ews update", "job_type": "download" } },
  "files": [ { "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\update.zip" } ] }"#,
    repaired: r#"{ "bitsmith": 1,
  "subject": { "new": { "display_name": "Windows update", "job_type": "download" } },
  "files": [ { "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\update.zip" } ] }"#,
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(name) = &checked.settings().display_name else {
        return;
    };
    let word = name
        .0
        .literals()
        .flat_map(|literal| literal.split(|c: char| !c.is_alphanumeric()))
        .find(|word| is_mixed(word));
    if let Some(word) = word {
        let foreign: Vec<String> = word
            .chars()
            .filter(|c| is_foreign(*c))
            .map(|c| format!("U+{:04X}", u32::from(c)))
            .collect();
        out.push(RULE.says(
            Place::setting(SettingId::DisplayName),
            format!(
                "The word “{word}” of the display name holds letters that only look like Latin ones ({}).",
                foreign.join(", ")
            ),
            "Write each word in one script.",
        ));
    }
}

fn is_mixed(word: &str) -> bool {
    word.chars().any(is_full_width)
        || (word.chars().any(|c| c.is_ascii_alphabetic()) && word.chars().any(is_foreign))
}

/// Greek, Cyrillic, Armenian and full-width letters have twins among the Latin ones.
fn is_foreign(c: char) -> bool {
    matches!(c, '\u{0370}'..='\u{058F}' | '\u{1C80}'..='\u{1C8F}' | '\u{2DE0}'..='\u{2DFF}' | '\u{A640}'..='\u{A69F}')
        || is_full_width(c)
}

fn is_full_width(c: char) -> bool {
    matches!(c, '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_script_a_word_is_fine() {
        for (word, mixed) in [
            ("Windows", false),
            ("Обновление", false),
            ("Windоws", true),
            ("Ａdobe", true),
        ] {
            assert_eq!(is_mixed(word), mixed, "{word}");
        }
    }
}
