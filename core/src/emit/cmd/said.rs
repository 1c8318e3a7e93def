//! How the cmd targets say each setting: with bitsadmin, with the module by GUID, or not at all.

use crate::catalog::{SettingId, SettingValue};
use crate::command;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place};
use crate::emit::Target;
use crate::emit::bitsadmin::{self, Call};
use crate::emit::powershell::said::{policy_words, spelled};
use crate::job::Owner;
use crate::plan::Plan;
use crate::value::{CostFlags, Word};
use crate::version::Module;

/// How a value is said.
pub(in crate::emit) enum Said {
    /// With bitsadmin.
    Bitsadmin(Vec<Call>),
    /// With `Set-BitsTransfer` and this parameter, all safe words.
    PowerShell(String),
    /// It need not be said: BITS does it anyway.
    Default,
    /// Neither tool says it.
    Nobody {
        /// Why.
        reason: &'static str,
        /// Its source.
        source: &'static str,
    },
}

/// Whether a script of this target changes the value.
pub(in crate::emit) fn is_said(value: &SettingValue, plan: &Plan) -> bool {
    matches!(said(value, plan), Said::Bitsadmin(_) | Said::PowerShell(_))
}

/// How the value is said on this machine.
pub(in crate::emit) fn said(value: &SettingValue, plan: &Plan) -> Said {
    let has_parameter =
        command::min_module(value.id()).is_some_and(|module| plan.profile().windows.module >= module);
    let parameter = |parameter: String| match has_parameter {
        true => Said::PowerShell(parameter),
        false => Said::Nobody {
            reason: "The cmdlets of this Windows have no parameter for it, and its bitsadmin no verb.",
            source: "ps:Set-BitsTransfer",
        },
    };
    match value {
        SettingValue::CostFlags(flags) => {
            return parameter(format!("-TransferPolicy {}", quoted_policy(*flags)));
        }
        SettingValue::UseStoredCredentials(target) => {
            let word = spelled("UseStoredCredential", target.word());
            return parameter(format!("-UseStoredCredential {word}"));
        }
        SettingValue::DynamicContent(dynamic) => {
            if !dynamic.0 && plan.is_new() {
                return Said::Default;
            }
            let word = if dynamic.0 { "$true" } else { "$false" };
            // The switch is nullable: bare it has no value (P7). [reflect]
            return parameter(format!("-Dynamic:{word}"));
        }
        // `/MAKECUSTOMHEADERSWRITEONLY` came after build 17763. [help1809, helpNew]
        SettingValue::MakeCustomHeadersWriteOnly(_) if !plan.profile().has_build(18_362) => {
            return parameter("-CustomHeadersWriteOnly".to_owned());
        }
        _ => {}
    }
    match bitsadmin::calls(value) {
        Ok(calls) => Said::Bitsadmin(calls),
        Err(unsayable) => Said::Nobody {
            reason: unsayable.reason,
            source: unsayable.source,
        },
    }
}

/// The names of the policy, one quoted word where there are several.
fn quoted_policy(flags: CostFlags) -> String {
    let words = policy_words(flags);
    if words.contains(',') {
        format!("'{words}'")
    } else {
        words
    }
}

/// The policy under which the module loads: that of a Windows client, where nothing else is said, lets no file of formats
/// be read, and the module has one. `[psdoc:about_Execution_Policies]`
const POLICY: &str = "-NoProfile -ExecutionPolicy RemoteSigned -Command";

/// The module's words for a value on a job, all safe. The job is a GUID in braces, or a variable that holds one.
pub(in crate::emit) fn set_command(job: &str, parameter: &str) -> String {
    format!(
        "{POLICY} \"Set-BitsTransfer -BitsJob (Get-BitsTransfer -JobId '{job}' -ErrorAction Stop) {parameter} -ErrorAction Stop\""
    )
}

/// The module's words that print the GUIDs of jobs: all, or those whose name is in a variable, compared so.
pub(in crate::emit) fn find_command(plan: &Plan, owner: Owner, by: &[(&str, &str)]) -> String {
    // PowerShell 2.0, which Windows 7 has, loads no module by itself. [w32:bits-powershell-commands]
    let import = match plan.profile().windows.module {
        Module::Windows7 => "Import-Module BitsTransfer -ErrorAction Stop; ",
        _ => "",
    };
    let all_users = match owner {
        Owner::Me => "",
        Owner::AllUsers => " -AllUsers",
    };
    let names: Vec<String> = by
        .iter()
        .map(|(comparison, variable)| format!("$_.DisplayName {comparison} $env:{variable}"))
        .collect();
    let filter = match names.as_slice() {
        [] => String::new(),
        names => format!(" | Where-Object {{ {} }}", names.join(" -or ")),
    };
    format!(
        "{POLICY} \"{import}Get-BitsTransfer{all_users} -ErrorAction Stop{filter} | ForEach-Object {{ $_.JobId.ToString('B') }}\""
    )
}

/// Whether the module is there at all.
pub(in crate::emit) fn has_module(plan: &Plan) -> bool {
    plan.profile().windows.module != Module::None
}

/// It decides whether the transfer works at all, so it is not left out.
pub(in crate::emit) fn no_dynamic(target: Target, place: Place, plan: &Plan) -> Diagnostic {
    let (rule, who, ways) = match target {
        Target::Prompt => ("prompt-dynamic-content", "cmd", "Choose"),
        Target::Batch => ("batch-dynamic-content", "cmd", "Choose"),
        Target::PowerShell => (
            "powershell-dynamic-content",
            "a script",
            "Use the batch file with",
        ),
    };
    let diagnostic = Diagnostic::error(
        rule,
        place,
        format!(
            "On this Windows {who} can say dynamic content in one blocking command only: bitsadmin has it in /TRANSFER, and the cmdlets have it from Server 2022 on."
        ),
        format!(
            "{ways} the ending \"One blocking command\", a newer Windows in the profile, or leave the setting away."
        ),
    );
    // The blocking command is bitsadmin's, which the PowerShell script does not call.
    let one_shot = target != Target::PowerShell && plan.is_new() && super::transfer::can_say(plan);
    let fix = if one_shot {
        Fix::new("End with one blocking command", Edit::NewEnding("one_shot"))
    } else {
        Fix::new(
            "Leave dynamic content out",
            Edit::Clear(SettingId::DynamicContent),
        )
    };
    diagnostic.with_fix(fix)
}
