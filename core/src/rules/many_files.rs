use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "many-files",
    severity: Severity::Information,
    what: "A job has more than ten files.",
    why: "Microsoft recommends ten files in a job at most: BITS transfers them one after the other, and one error stops all that follow.",
    instead: "Split the files over several jobs, or transfer one archive.",
    evidence: &[
        "w32:best-practices-when-using-bits",
        "com:IBackgroundCopyJob.AddFile",
    ],
    example: job!(download [r#"{ "remote_name": "https://example.com/01.zip", "local_name": "C:\\Data\\01.zip" },
             { "remote_name": "https://example.com/02.zip", "local_name": "C:\\Data\\02.zip" },
             { "remote_name": "https://example.com/03.zip", "local_name": "C:\\Data\\03.zip" },
             { "remote_name": "https://example.com/04.zip", "local_name": "C:\\Data\\04.zip" },
             { "remote_name": "https://example.com/05.zip", "local_name": "C:\\Data\\05.zip" },
             { "remote_name": "https://example.com/06.zip", "local_name": "C:\\Data\\06.zip" },
             { "remote_name": "https://example.com/07.zip", "local_name": "C:\\Data\\07.zip" },
             { "remote_name": "https://example.com/08.zip", "local_name": "C:\\Data\\08.zip" },
             { "remote_name": "https://example.com/09.zip", "local_name": "C:\\Data\\09.zip" },
             { "remote_name": "https://example.com/10.zip", "local_name": "C:\\Data\\10.zip" },
             { "remote_name": "https://example.com/11.zip", "local_name": "C:\\Data\\11.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/all.zip", "local_name": "C:\\Data\\all.zip" }"#];),
    check,
};

/// What Microsoft recommends at most. [w32:best-practices-when-using-bits]
const RECOMMENDED: usize = 10;

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let count = checked.files().len();
    if count > RECOMMENDED && !checked.is_upload() {
        out.push(RULE.says(
            Place::setting(SettingId::Files),
            format!("The job has {count} files. BITS transfers them one after the other, and an error in one stops those that follow."),
            "Ten files a job are what Microsoft recommends; several jobs, or one archive, go on when one fails.",
        ));
    }
}
