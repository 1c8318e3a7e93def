use super::{Checked, Rule};
use crate::catalog::SettingId;
use crate::diagnostic::{Diagnostic, Edit, Fix, Place, Severity};
use crate::job_text::may_be_rewritten;
use crate::text::{Piece, Text};
use crate::value::{Headers, Value};

pub(super) const RULE: Rule = Rule {
    name: "line-break-in-header",
    severity: Severity::Error,
    what: "A header holds a line break or another control character.",
    why: "A line break ends a header, so what follows would be a header of its own, or the body: this is how headers are smuggled in.",
    instead: "Write each header by itself.",
    evidence: &["rfc:9110", "com:IBackgroundCopyJobHttpOptions.SetCustomHeaders"],
    example: job!(download; r#""settings": { "custom_headers": [ "X-Site: north\r\nX-Lane: 2" ] }"#),
    repaired: job!(download; r#""settings": { "custom_headers": [ "X-Site: north", "X-Lane: 2" ] }"#),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    let Some(Headers(headers)) = &checked.settings().custom_headers else {
        return;
    };
    for (row, header) in headers.iter().enumerate() {
        let is_broken = |literal: &str| literal.chars().any(|c| c.is_control() && c != '\t');
        if !header.literals().any(is_broken) {
            continue;
        }
        let mut diagnostic = RULE.says(
            Place::cell(SettingId::CustomHeaders, 0, row),
            format!(
                "Header {} holds a line break or another control character, which would end it.",
                row.saturating_add(1)
            ),
            "Write each header by itself.",
        );
        if may_be_rewritten(headers) {
            let mut all = headers.clone();
            all.splice(row..=row, lines(header));
            diagnostic.fix = Some(Fix::new(
                "Make a header of each line",
                Edit::Set(SettingId::CustomHeaders, Headers(all).write()),
            ));
        }
        out.push(diagnostic);
    }
}

/// The lines of a header without other control characters, empty ones left out.
fn lines(header: &Text) -> Vec<Text> {
    let mut lines = vec![Text::default()];
    for piece in header.pieces() {
        let Piece::Literal(literal) = piece else {
            if let Some(last) = lines.last_mut() {
                last.push(piece.clone());
            }
            continue;
        };
        for (number, line) in literal.split(['\r', '\n']).enumerate() {
            if number > 0 {
                lines.push(Text::default());
            }
            let line: String = line.chars().filter(|c| !c.is_control() || *c == '\t').collect();
            if let Some(last) = lines.last_mut() {
                last.push(Piece::Literal(line));
            }
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}
