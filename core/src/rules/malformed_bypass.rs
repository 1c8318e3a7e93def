use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::job_text::may_be_rewritten;
use crate::text::Text;
use crate::value::{ProxySettings, Value};

pub(super) const RULE: Rule = Rule {
    name: "malformed-bypass",
    severity: Severity::Error,
    what: "An entry of the bypass list is an address and not a host, or is several hosts.",
    why: "The list holds names of hosts, IP addresses and <local>, without a protocol or a path, with spaces between them. BITS looks at it when it transfers, and a wrong one ends the job in an error (BG_E_INVALID_PROXY_INFO, 0x8020003F).",
    instead: "Write each host by itself, such as intranet or *.example.com.",
    evidence: &["com:IBackgroundCopyJob.SetProxySettings"],
    example: job!(download; r#""settings": { "proxy_settings": { "usage": "override", "list": [ "http://proxy:8080" ], "bypass": [ "http://intranet" ] } }"#),
    repaired: job!(download; r#""settings": { "proxy_settings": { "usage": "override", "list": [ "http://proxy:8080" ], "bypass": [ "intranet" ] } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(proxy) = &checked.settings().proxy_settings else {
        return;
    };
    for (row, entry) in proxy.bypass.iter().enumerate() {
        if is_several(entry) {
            out.push(several(proxy, row, entry));
            continue;
        }
        let Some((fault, host)) = entry.as_literal().and_then(fault) else {
            continue;
        };
        let mut diagnostic = RULE.says(
            Place::cell(SettingId::ProxySettings, 2, row),
            format!("{} is not a host: {fault}.", shown(entry)),
            "Write the host alone.",
        );
        if may_be_rewritten(&proxy.bypass)
            && let Some(host) = host
        {
            let mut mended: ProxySettings = proxy.clone();
            if let Some(cell) = mended.bypass.get_mut(row) {
                *cell = Text::literal(host);
            }
            diagnostic.fix = Some(Fix::new(
                "Keep the host",
                Edit::Set(SettingId::ProxySettings, mended.write()),
            ));
        }
        out.push(diagnostic);
    }
}

/// What stands between entries, or is taken for it. BITS takes spaces, and its tool reads semicolons too.
/// [com:IBackgroundCopyJob.SetProxySettings; ba:getproxybypasslist]
const SEPARATORS: [char; 5] = [' ', '\t', ';', ',', '\n'];

/// Whether an entry holds several.
pub(super) fn is_several(entry: &Text) -> bool {
    entry.literals().any(|literal| literal.contains(SEPARATORS))
}

fn several(proxy: &ProxySettings, row: usize, entry: &Text) -> Diagnostic {
    let place = Place::cell(SettingId::ProxySettings, 2, row);
    let help = "Write each host by itself.";
    let mut diagnostic = match entry.literals().any(|literal| literal.contains(',')) {
        true => RULE.says(
            place,
            format!(
                "“{}” holds a comma, and BITS takes spaces between hosts: it looks for one host of that name.",
                shown(entry)
            ),
            help,
        ),
        false => RULE.mentions(
            Severity::Warning,
            place,
            format!("“{}” is several hosts in one entry.", shown(entry)),
            help,
        ),
    };
    if may_be_rewritten(&proxy.bypass)
        && let Some(literal) = entry.as_literal()
    {
        let parts = literal.split(SEPARATORS).filter(|part| !part.is_empty());
        let mut bypass = proxy.bypass.clone();
        bypass.splice(row..=row, parts.map(Text::literal));
        let split = ProxySettings {
            bypass,
            ..proxy.clone()
        };
        diagnostic.fix = Some(Fix::new(
            "Make a line of each",
            Edit::Set(SettingId::ProxySettings, split.write()),
        ));
    }
    diagnostic
}

/// What is wrong with an entry, and the host that is meant, where that is clear.
fn fault(entry: &str) -> Option<(&'static str, Option<&str>)> {
    if let Some((_, rest)) = entry.split_once("://") {
        let host = rest.split(['/', '?', '#', ':']).next().unwrap_or("");
        let is_clear = !host.is_empty() && !host.contains(['@', '[', '*', ' ', ';']);
        return Some((
            "it is an address with a protocol",
            Some(host).filter(|_| is_clear),
        ));
    }
    entry.contains('/').then_some(("a host has no path", None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_have_no_protocol_and_no_path() {
        for (entry, right) in [
            ("intranet", true),
            ("*.example.com", true),
            ("*", true),
            ("<local>", true),
            ("10.0.0.1", true),
            ("[fe80::1]", true),
            ("http://directconnect", false),
            ("https://a:8080/b", false),
            ("a/b", false),
        ] {
            assert_eq!(fault(entry).is_none(), right, "{entry}");
        }
        assert_eq!(fault("https://a:8080/b").and_then(|(_, host)| host), Some("a"));
        assert_eq!(fault("https://u@a/b").and_then(|(_, host)| host), None);
    }
}
