use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "no-connection-allowed",
    severity: Severity::Warning,
    what: "The transfer policy allows no kind of connection.",
    why: "A job transfers in those states of the connection's cost that its policy names; without any it waits for ever (BG_E_BLOCKED_BY_COST_TRANSFER_POLICY, 0x80200059).",
    instead: "Name the states, or leave the policy out.",
    evidence: &[
        "com:BITS_JOB_TRANSFER_POLICY",
        "w32:bits-cost-state",
        "idl:bits5_0.idl",
    ],
    example: job!(download; r#""settings": { "cost_flags": [ "ignore_congestion" ] }"#),
    repaired: job!(download;),
    check,
};

/// The states of a connection's cost; the other bits are options. [idl:bits5_0.idl]
const STATES: u32 = 0xFF;

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    if checked
        .settings()
        .cost_flags
        .is_some_and(|flags| flags.0 & STATES == 0)
    {
        out.push(
            RULE.says(
                Place::setting(SettingId::CostFlags),
                "The transfer policy names no kind of connection, so the job may never transfer.",
                "Name the kinds of connection, or leave the policy out.",
            )
            .with_fix(Fix::new(
                "Leave the policy out",
                Edit::Clear(SettingId::CostFlags),
            )),
        );
    }
}
