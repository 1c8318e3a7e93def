use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{At, Diagnostic, Place, Severity};
use crate::job::Ask;
use crate::job_text::JobText;
use crate::secret::{Holes, is_hole, mask};
use crate::text::Piece;
use crate::value::User;

pub(super) const RULE: Rule = Rule {
    name: "prompt-without-person",
    severity: Severity::Warning,
    what: "A script that runs where nobody sees it asks for something.",
    why: "A password, a value of a parameter that is a secret, or a confirmation is asked for when the script runs. In a scheduled task, a service account or a session without a user nobody answers: the script waits for ever, or fails.",
    instead: "Use the current user's credentials (implicit), or pass the value from where it is kept.",
    evidence: &[
        "com:IBackgroundCopyJob2.SetCredentials",
        "ps7:about_CommonParameters",
    ],
    example: job!(download; r#""settings": { "credentials": [ { "target": "server", "scheme": "ntlm", "user": "EXAMPLE\\ann" } ], "proxy_settings": { "usage": "no_proxy" } }"#, r#""profile": { "context": "service-account" }"#),
    repaired: job!(download; r#""settings": { "credentials": [ { "target": "server", "scheme": "negotiate", "user": "implicit" } ], "proxy_settings": { "usage": "no_proxy" } }"#, r#""profile": { "context": "service-account" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let context = checked.profile.context;
    if !context.is_unattended() {
        return;
    }
    let mut say = |place: Place, what: String, help: &str| {
        out.push(RULE.says(
            place,
            format!(
                "The script asks for {what}, and in the context “{}” nobody answers.",
                context.label()
            ),
            help,
        ));
    };
    let credentials = checked
        .settings()
        .credentials
        .iter()
        .flat_map(|all| all.0.iter().enumerate());
    for (row, credential) in credentials {
        if let User::Named(name) = &credential.user {
            say(
                Place::cell(SettingId::Credentials, 2, row),
                format!("the password of {}", shown(name)),
                "Use implicit credentials, or run it where somebody is.",
            );
        }
    }
    for text in checked.texts() {
        if let Some(label) = hole(text) {
            say(
                text.place,
                format!("the {label}"),
                "Make it a parameter that the caller passes, or run it where somebody is.",
            );
        }
    }
    if checked.job.ask == Ask::Confirm && !checked.is_new() {
        say(
            Place::new(At::Ask),
            "a confirmation before each change".to_owned(),
            "Change without asking, or run it where somebody is.",
        );
    }
}

/// What the script will ask for in the place of a secret of this text.
fn hole(text: &JobText<'_>) -> Option<String> {
    let mut holes = Holes::default();
    let masked = mask(text.secrecy(), text.text, &mut holes);
    let label = holes.all().first().map(|hole| hole.label.clone());
    label.or_else(|| {
        let asked = masked
            .pieces()
            .iter()
            .any(|piece| matches!(piece, Piece::Parameter(name) if is_hole(name)));
        asked.then(|| "secret value".to_owned())
    })
}
