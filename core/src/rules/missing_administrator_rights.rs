use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{At, Diagnostic, Edit, Fix, Place, Severity};
use crate::job::{Owner, Subject};
use crate::profile::{Context, Profile};

pub(super) const RULE: Rule = Rule {
    name: "missing-administrator-rights",
    severity: Severity::Error,
    what: "Something that only an elevated administrator may do is wanted in a context without those rights.",
    why: "BITS refuses it (E_ACCESSDENIED, 0x80070005): taking ownership, and seeing or changing jobs of other users.",
    instead: "Run the script elevated.",
    evidence: &[
        "com:IBackgroundCopyJob.TakeOwnership",
        "w32:user-account-control-and-bits",
        "ps:Get-BitsTransfer",
    ],
    example: job!(all_users [r#""all": true"#]; r#""ending": "suspend""#),
    repaired: job!(all_users [r#""all": true"#]; r#""ending": "suspend""#, r#""profile": { "context": "elevated" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let context = checked.profile.context;
    if matches!(context, Context::Elevated | Context::ServiceAccount) {
        return;
    }
    let mut say = |place: Place, what: &str| {
        let elevated = Profile {
            context: Context::Elevated,
            ..*checked.profile
        };
        out.push(if context == Context::Interactive {
            RULE.says(
                place,
                format!("{what} needs an elevated administrator, and the context is not elevated."),
                "Run it elevated.",
            )
            .with_fix(Fix::new("Run it elevated", Edit::Profile(elevated)))
        } else {
            RULE.mentions(
                Severity::Warning,
                place,
                format!("{what} needs an administrator with all rights."),
                "See to it that the script runs with highest privileges.",
            )
        });
    };
    if checked.settings().take_ownership.is_some() && !checked.is_new() {
        say(
            Place::setting(SettingId::TakeOwnership),
            "Taking ownership of a job",
        );
    }
    if matches!(
        checked.job.subject,
        Subject::Existing {
            owner: Owner::AllUsers,
            ..
        }
    ) {
        say(Place::new(At::Subject), "Looking through the jobs of all users");
    }
}
