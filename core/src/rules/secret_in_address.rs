use super::{Checked, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::secret::{Holes, mask_address};

pub(super) const RULE: Rule = Rule {
    name: "secret-in-address",
    severity: Severity::Information,
    what: "A value in the query of an address looks like a secret: a signature, a token, a key.",
    why: "Everybody who may list the job sees its remote names, and a signed address works for whoever has it. Here the value is masked, and scripts ask for it.",
    instead: "Keep the document, and show the value only where the script needs it; use an address that is short-lived.",
    evidence: &["w32:best-practices-when-using-bits"],
    example: job!(download [r#"{ "remote_name": "https://example.com/a.zip?sv=1&sig=AbC123", "local_name": "C:\\Data\\a.zip" }"#];),
    repaired: job!(download [r#"{ "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\a.zip" }"#];),
    check,
};

fn check(checked: &Checked<'_>, out: &mut Vec<Diagnostic>) {
    for text in checked.addresses() {
        let mut holes = Holes::default();
        mask_address(text.text, &mut holes);
        // The password before the host has a rule that says more.
        if let Some(hole) = holes
            .all()
            .iter()
            .find(|hole| !hole.label.starts_with("password"))
        {
            out.push(
                RULE.says(
                    text.place,
                    format!(
                        "The address holds a secret ({}): it is masked here, and a script made of this job asks for it.",
                        hole.label
                    ),
                    "Everybody who may list the job can read it while the job exists.",
                )
                .lowering_security(),
            );
        }
    }
}
