use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{ProxySettings, ProxyUsage, Value, Word};

pub(super) const RULE: Rule = Rule {
    name: "proxy-list-without-override",
    severity: Severity::Error,
    what: "Proxies or a bypass list are given, and the usage is not override.",
    why: "BITS takes lists with override only.",
    instead: "Use override, or leave the lists out.",
    evidence: &["com:IBackgroundCopyJob.SetProxySettings", "ps:Set-BitsTransfer"],
    example: job!(download; r#""settings": { "proxy_settings": { "usage": "preconfig", "list": [ "http://proxy:8080" ] } }"#),
    repaired: job!(download; r#""settings": { "proxy_settings": { "usage": "override", "list": [ "http://proxy:8080" ] } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(proxy) = &checked.settings().proxy_settings else {
        return;
    };
    if proxy.usage == ProxyUsage::Override || (proxy.list.is_empty() && proxy.bypass.is_empty()) {
        return;
    }
    let (part, what, title, repaired) = if proxy.list.is_empty() {
        let bare = ProxySettings {
            bypass: Vec::new(),
            ..proxy.clone()
        };
        (2, "bypass list", "Leave the bypass list out", bare)
    } else {
        let all = ProxySettings {
            usage: ProxyUsage::Override,
            ..proxy.clone()
        };
        (1, "list of proxies", "Use override", all)
    };
    out.push(
        RULE.says(
            Place::part(SettingId::ProxySettings, part),
            format!(
                "BITS takes a {what} with override only, and the usage is {}.",
                proxy.usage.word()
            ),
            "Use override, or leave the list out.",
        )
        .with_fix(Fix::new(
            title,
            Edit::Set(SettingId::ProxySettings, repaired.write()),
        )),
    );
}
