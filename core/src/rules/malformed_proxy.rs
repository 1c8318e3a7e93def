use super::{Checked, Rule, shown};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::job_text::may_be_rewritten;
use crate::text::Text;
use crate::value::{ProxySettings, Value};

pub(super) const RULE: Rule = Rule {
    name: "malformed-proxy",
    severity: Severity::Error,
    what: "An entry of the proxy list is not a proxy, or several.",
    why: "BITS looks at the list when it transfers, and a wrong one ends the job in an error (BG_E_INVALID_PROXY_INFO, 0x8020003F). A proxy is a server with or without http:// or https:// and port; spaces and commas stand between proxies.",
    instead: "Write each proxy by itself, such as http://proxy:8080.",
    evidence: &["com:IBackgroundCopyJob.SetProxySettings"],
    example: job!(download; r#""settings": { "proxy_settings": { "usage": "override", "list": [ "http://one:8080, http://two:8080" ] } }"#),
    repaired: job!(download; r#""settings": { "proxy_settings": { "usage": "override", "list": [ "http://one:8080", "http://two:8080" ] } }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(proxy) = &checked.settings().proxy_settings else {
        return;
    };
    for (row, entry) in proxy.list.iter().enumerate() {
        let place = Place::cell(SettingId::ProxySettings, 1, row);
        let is_several = entry.literals().any(|literal| literal.contains(SEPARATORS));
        if is_several {
            let mut diagnostic = RULE.says(
                place,
                format!(
                    "“{}” holds a space, comma or semicolon, which stand between proxies.",
                    shown(entry)
                ),
                "Write each proxy by itself.",
            );
            if may_be_rewritten(&proxy.list)
                && let Some(literal) = entry.as_literal()
            {
                let parts = literal
                    .split(SEPARATORS)
                    .filter(|part| !part.is_empty())
                    .map(Text::literal);
                let mut list = proxy.list.clone();
                list.splice(row..=row, parts);
                let split = ProxySettings {
                    list,
                    ..proxy.clone()
                };
                diagnostic.fix = Some(Fix::new(
                    "Make a line of each",
                    Edit::Set(SettingId::ProxySettings, split.write()),
                ));
            }
            out.push(diagnostic);
        } else if let Some(fault) = entry.as_literal().and_then(fault) {
            out.push(RULE.says(
                place,
                format!("{} is not a proxy that BITS can use: {fault}.", shown(entry)),
                "Write it as server:port, or with http:// or https:// before it.",
            ));
        }
    }
}

const SEPARATORS: [char; 5] = [' ', '\t', ',', ';', '\n'];

/// What is wrong with `[protocol=][protocol://]server[:port]`.
fn fault(entry: &str) -> Option<String> {
    let known = |word: &str| word.eq_ignore_ascii_case("http") || word.eq_ignore_ascii_case("https");
    let (class, rest) = entry.split_once('=').unwrap_or(("http", entry));
    let (scheme, server) = rest.split_once("://").unwrap_or(("http", rest));
    if let Some(word) = [class, scheme].into_iter().find(|word| !known(word)) {
        return Some(format!("{word} is neither http nor https"));
    }
    let server = server.strip_suffix('/').unwrap_or(server);
    if server.contains(['/', '?', '#', '@', '\\']) {
        return Some("a proxy has no path and no user".to_owned());
    }
    let (host, port) = match server.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, Some(port)),
        _ => (server, None),
    };
    if host.is_empty() {
        return Some("it names no server".to_owned());
    }
    let number = port.map(str::parse::<u16>);
    matches!(number, Some(Err(_) | Ok(0))).then(|| "its port is not a number from 1 to 65535".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_are_servers_with_or_without_protocol_and_port() {
        for (entry, right) in [
            ("proxy", true),
            ("proxy:8080", true),
            ("http=http://proxy:80", true),
            ("https://proxy/", true),
            ("[fe80::1]:8080", true),
            ("socks=proxy:1080", false),
            ("socks5://proxy", false),
            ("http://proxy/path", false),
            ("http://proxy:0", false),
            ("http://proxy:x", false),
            ("http://", false),
        ] {
            assert_eq!(fault(entry).is_none(), right, "{entry}");
        }
    }
}
