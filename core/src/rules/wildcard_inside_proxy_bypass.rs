use super::malformed_bypass::is_several;
use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Place, Severity};

pub(super) const RULE: Rule = Rule {
    name: "wildcard-inside-proxy-bypass",
    severity: Severity::Warning,
    what: "A wildcard in the bypass list stands not at the beginning of a name.",
    why: "BITS knows a wildcard as the leftmost character of a name only: *.example.com works, example.* does not.",
    instead: "Begin the name with the wildcard, or list the hosts.",
    evidence: &["com:IBackgroundCopyJob.SetProxySettings"],
    example: job!(download; r#""settings": { "proxy_settings": { "usage": "override", "list": [ "http://proxy:8080" ], "bypass": [ "intranet.*" ] } }"#),
    repaired: job!(download; r#""settings": { "proxy_settings": { "usage": "override", "list": [ "http://proxy:8080" ], "bypass": [ "*.intranet.example" ] } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(proxy) = &checked.settings().proxy_settings else {
        return;
    };
    for (row, entry) in proxy.bypass.iter().enumerate() {
        if is_several(entry) {
            continue;
        }
        let inside = entry.pieces().iter().enumerate().any(|(at, piece)| match piece {
            crate::text::Piece::Literal(literal) => literal
                .char_indices()
                .any(|(offset, c)| c == '*' && (at, offset) != (0, 0)),
            _ => false,
        });
        if inside {
            out.push(RULE.says(
                Place::cell(SettingId::ProxySettings, 2, row),
                format!(
                    "{} has a wildcard that does not begin the name, and BITS does not support that.",
                    shown(entry)
                ),
                "Begin the name with the wildcard, such as *.example.com, or list the hosts.",
            ));
        }
    }
}
