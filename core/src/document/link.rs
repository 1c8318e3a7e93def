//! Links: a document in the fragment of an address.

use super::json::Layout;
use super::write::document;
use super::{DocumentError, DocumentErrors, Secrets, read};
use crate::diagnostic::position;
use crate::draft::Draft;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The most characters that a link's fragment may have.
pub const LINK_LIMIT: usize = 8 * 1024;
/// What a fragment of this version begins with.
const PREFIX: &str = "v1.";

/// The fragment of a link to a draft, without `#`; secrets are always masked. `None`: it would be too long.
///
/// ```
/// use bitsmith_core::document::{from_link, to_link};
/// use bitsmith_core::draft::Draft;
/// let link = to_link(&Draft::default()).unwrap();
/// assert!(link.starts_with("v1."));
/// assert!(from_link(&link).is_ok());
/// ```
pub fn to_link(draft: &Draft) -> Option<String> {
    let json = document(draft, Secrets::Masked).written(Layout::Dense);
    let link = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(json));
    (link.len() <= LINK_LIMIT).then_some(link)
}

/// The draft of a link's fragment, with or without `#`; read as a document is.
pub fn from_link(fragment: &str) -> Result<Draft, DocumentErrors> {
    let wrong = |message: &str, help: &str| {
        DocumentErrors(vec![DocumentError {
            start: position(fragment, 0),
            end: position(fragment, fragment.len()),
            document: None,
            message: message.to_owned(),
            help: help.to_owned(),
        }])
    };
    let damaged = || {
        wrong(
            "The link is damaged: it does not hold a document.",
            "Copy the whole link again, or open the document itself.",
        )
    };
    let link = fragment.strip_prefix('#').unwrap_or(fragment);
    if link.len() > LINK_LIMIT {
        return Err(wrong(
            "The link is longer than links of Bitsmith are.",
            "Open the document itself.",
        ));
    }
    let Some(encoded) = link.strip_prefix(PREFIX) else {
        return Err(if link.starts_with('v') && link.contains('.') {
            wrong(
                "The link is of another version than this program reads.",
                "Use a newer Bitsmith for it.",
            )
        } else {
            damaged()
        });
    };
    let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| damaged())?;
    let json = String::from_utf8(bytes).map_err(|_| damaged())?;
    let mut drafts = read(&json)?;
    match (drafts.pop(), drafts.is_empty()) {
        (Some(draft), true) => Ok(draft),
        _ => Err(damaged()),
    }
}
