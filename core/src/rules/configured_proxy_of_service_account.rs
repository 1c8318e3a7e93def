use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::profile::Context;
use crate::remote_name::Protocol;
use crate::value::ProxyUsage;

pub(super) const RULE: Rule = Rule {
    name: "configured-proxy-of-service-account",
    severity: Severity::Information,
    what: "A service account uses the proxy that is configured.",
    why: "Proxy settings are kept for each user, and system accounts have none: what is configured is found by automatic detection (WPAD) only.",
    instead: "List the proxies with override, or set no proxy where there is none.",
    evidence: &[
        "w32:service-accounts-and-bits",
        "w32:best-practices-when-using-bits",
    ],
    example: job!(download; r#""profile": { "context": "service-account" }"#),
    repaired: job!(download; r#""settings": { "proxy_settings": { "usage": "no_proxy" } }"#, r#""profile": { "context": "service-account" }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let usage = checked
        .settings()
        .proxy_settings
        .as_ref()
        .map(|proxy| proxy.usage);
    let configured = match usage {
        Some(usage) => usage == ProxyUsage::Preconfig,
        None => checked.is_new(),
    };
    if checked.profile.context == Context::ServiceAccount
        && configured
        && !checked.all_files(Protocol::is_smb)
    {
        out.push(RULE.says(
            Place::setting(SettingId::ProxySettings),
            "A service account has no proxy settings of its own: the configured proxy is one that the network announces, or none.",
            "Where a proxy is needed, list it with override.",
        ));
    }
}
