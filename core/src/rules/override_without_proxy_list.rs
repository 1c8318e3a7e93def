use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::value::{ProxySettings, ProxyUsage, Value};

pub(super) const RULE: Rule = Rule {
    name: "override-without-proxy-list",
    severity: Severity::Error,
    what: "The proxy usage is override, and no proxy is listed.",
    why: "BITS refuses override without a list (E_INVALIDARG).",
    instead: "List a proxy, or take the configured one.",
    evidence: &["com:IBackgroundCopyJob.SetProxySettings", "ba:setproxysettings"],
    example: job!(download; r#""settings": { "proxy_settings": { "usage": "override", "bypass": [ "<local>" ] } }"#),
    repaired: job!(download; r#""settings": { "proxy_settings": { "usage": "preconfig" } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(proxy) = &checked.settings().proxy_settings else {
        return;
    };
    if proxy.usage == ProxyUsage::Override && proxy.list.is_empty() {
        let configured = ProxySettings {
            usage: ProxyUsage::Preconfig,
            list: Vec::new(),
            bypass: Vec::new(),
        };
        out.push(
            RULE.says(
                Place::part(SettingId::ProxySettings, 1),
                "Override means the proxies of a list, and the list is empty: BITS refuses that.",
                "List a proxy, such as http://proxy:8080, or take the configured one.",
            )
            .with_fix(Fix::new(
                "Use the configured proxy",
                Edit::Set(SettingId::ProxySettings, configured.write()),
            )),
        );
    }
}
