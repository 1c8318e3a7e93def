use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "on-demand-mode-over-smb",
    severity: Severity::Error,
    what: "On-demand mode is on, and a file is on a file share.",
    why: "On-demand jobs need an HTTP or HTTPS server that can send ranges.",
    instead: "Use http or https, or leave on-demand mode out.",
    evidence: &["com:BITS_JOB_PROPERTY_ID"],
    example: job!(download [r#"{ "remote_name": "\\\\server\\share\\a.bin", "local_name": "C:\\Data\\a.bin" }"#]; r#""settings": { "on_demand_mode": true }"#, r#""ending": "start_and_leave""#),
    repaired: job!(download [r#"{ "remote_name": "\\\\server\\share\\a.bin", "local_name": "C:\\Data\\a.bin" }"#]; r#""ending": "start_and_leave""#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some((_, file, _)) = checked.remotes().find(|(_, _, protocol)| protocol.is_smb()) else {
        return;
    };
    if checked.is_on_demand() {
        out.push(
            RULE.says(
                Place::setting(SettingId::OnDemandMode),
                format!(
                    "{} is on a file share, and on-demand mode needs an http or https server.",
                    shown(&file.remote_name)
                ),
                "Leave on-demand mode out.",
            )
            .with_fix(Fix::new(
                "Leave on-demand mode out",
                Edit::Clear(SettingId::OnDemandMode),
            )),
        );
    }
}
