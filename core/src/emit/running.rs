//! How a script is run, the same for every target: whether as an administrator, and what its exit codes mean.

use super::Script;
use crate::catalog::{Permission, SettingValue};
use crate::job::{Ending, NewEnding, Owner, Subject};
use crate::plan::Plan;
use crate::profile::Context;
use crate::value::FileAclFlags;

/// Whether a plan is carried out as an administrator: because BITS wants it, or because the profile says so. What is
/// made elevated, only somebody elevated sees and changes.
pub(super) fn needs_administrator(plan: &Plan) -> bool {
    let all_users = matches!(
        plan.job().subject,
        Subject::Existing {
            owner: Owner::AllUsers,
            ..
        }
    );
    all_users
        || plan.profile().context == Context::Elevated
        || plan.values().any(|(value, _)| is_for_administrators(value))
}

fn is_for_administrators(value: &SettingValue) -> bool {
    match value {
        SettingValue::FileAclFlags(flags) => flags.0 & FileAclFlags::PRIVILEGED != 0,
        other => other.id().spec().permission == Permission::Administrator,
    }
}

/// The exit codes that a script of these plans can end with.
pub(super) fn exit_codes(plans: &[Plan], script: Script) -> &'static str {
    let waits = plans
        .iter()
        .any(|plan| matches!(plan.job().ending, Ending::New(NewEnding::WaitAndComplete(_))));
    let changes = plans.iter().any(|plan| !plan.is_new());
    match script {
        Script::Main if waits => {
            "Exit codes: 0 done, 1 a call was refused, 2 the job failed, 3 too late, 4 not completed, 5 no such job."
        }
        Script::Main if changes => "Exit codes: 0 done, 1 a call was refused, 5 no such job.",
        Script::Main => "Exit codes: 0 done, 1 a call was refused.",
        Script::Undo => "Exit codes: 0 undone, 1 a call was refused, 5 nothing to undo.",
        Script::Check => "Exit codes: 0 as asked, 1 something differs, 5 no such job.",
    }
}
