use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::job_text::may_be_rewritten;
use crate::text::Text;
use crate::value::{Headers, Value};

pub(super) const RULE: Rule = Rule {
    name: "header-without-colon",
    severity: Severity::Error,
    what: "A header is not written as name, colon, value.",
    why: "BITS puts headers into the request as they stand, and a request with a line that is no header is refused by servers. A hashtable and Name=value are how other tools take headers.",
    instead: "Write each header by itself, as Name: value.",
    evidence: &[
        "com:IBackgroundCopyJobHttpOptions.SetCustomHeaders",
        "ps:Set-BitsTransfer",
        "rfc:9110",
    ],
    example: job!(download; r#""settings": { "custom_headers": [ "@{ 'X-Site' = 'north'; Accept = 'text/plain' }" ] }"#),
    repaired: job!(download; r#""settings": { "custom_headers": [ "X-Site: north", "Accept: text/plain" ] }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(Headers(headers)) = &checked.settings().custom_headers else {
        return;
    };
    for (row, header) in headers.iter().enumerate() {
        let start = header.literal_start();
        // The whole header may be a parameter.
        let open = header.as_literal().is_none() && start.chars().all(is_token_character);
        if open || start.contains(':') && !start.starts_with('@') {
            continue;
        }
        let mut diagnostic = RULE.says(
            Place::cell(SettingId::CustomHeaders, 0, row),
            format!("Header {} is not written as Name: value.", row.saturating_add(1)),
            "Write the name, a colon, a space and the value; each header by itself.",
        );
        if may_be_rewritten(headers)
            && let Some(repaired) = repaired(header)
        {
            let mut all = headers.clone();
            all.splice(row..=row, repaired);
            diagnostic.fix = Some(Fix::new(
                "Write it as Name: value",
                Edit::Set(SettingId::CustomHeaders, Headers(all).write()),
            ));
        }
        out.push(diagnostic);
    }
}

/// What may stand in the name of a header. `[rfc:9110]`
pub(super) fn is_token_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

/// The headers that a hashtable or `Name=value` means.
fn repaired(header: &Text) -> Option<Vec<Text>> {
    let literal = header.as_literal()?.trim();
    let pairs = match literal.strip_prefix("@{") {
        Some(inner) => inner.strip_suffix('}')?,
        None => literal,
    };
    let separators: &[char] = if pairs.len() < literal.len() {
        &[';', '\n']
    } else {
        &[]
    };
    pairs
        .split(separators)
        .filter(|pair| !pair.trim().is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=')?;
            let bare = |text: &str| text.trim().trim_matches(['\'', '"']).to_owned();
            let (name, value) = (bare(name), bare(value));
            (!name.is_empty() && name.chars().all(is_token_character))
                .then(|| Text::literal(format!("{name}: {value}")))
        })
        .collect()
}
