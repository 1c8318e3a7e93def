use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{CostFlags, Value};

pub(super) const RULE: Rule = Rule {
    name: "costly-connection",
    severity: Severity::Warning,
    what: "The transfer policy allows connections on which each byte may cost money.",
    why: "Roaming, a passed data limit and usage-based plans are paid by the byte, and the job transfers there without asking.",
    instead: "Use a policy without surcharge.",
    evidence: &[
        "com:BITS_JOB_TRANSFER_POLICY",
        "w32:how-to-block-a-bits-job-from-downloading-over-an-expensive-connection",
    ],
    example: job!(download; r#""settings": { "cost_flags": [ "transfer_always" ] }"#),
    repaired: job!(download; r#""settings": { "cost_flags": [ "transfer_no_surcharge" ] }"#),
    check,
};

/// A passed limit that costs, and roaming: what the policy without surcharge leaves out. [idl:bits5_0.idl]
const COSTLY: u32 = 0x10 | 0x80;

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(flags) = checked
        .settings()
        .cost_flags
        .filter(|flags| flags.0 & COSTLY != 0)
    else {
        return;
    };
    let names: Vec<&str> = CostFlags::BITS
        .iter()
        .filter(|bit| bit.number & COSTLY & flags.0 != 0)
        .map(|bit| {
            if bit.number == 0x80 {
                "while roaming"
            } else {
                "beyond a data limit that costs"
            }
        })
        .collect();
    let kept = CostFlags(flags.0 & !COSTLY);
    out.push(
        RULE.says(
            Place::setting(SettingId::CostFlags),
            format!(
                "The job may transfer {}, where data can cost money.",
                names.join(" and ")
            ),
            "Use a policy without surcharge, unless the file is worth it.",
        )
        .with_fix(if kept.0 & 0xFF == 0 {
            Fix::new("Leave the policy out", Edit::Clear(SettingId::CostFlags))
        } else {
            Fix::new("Leave those out", Edit::Set(SettingId::CostFlags, kept.write()))
        }),
    );
}
