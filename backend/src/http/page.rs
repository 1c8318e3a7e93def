//! The page that the service serves: the files of a build, and the token in the one that a browser opens.

use super::answer::Refusal;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use std::borrow::Cow;

/// The files of the page, by their names.
#[derive(Clone, Copy)]
pub struct Page(pub fn(&str) -> Option<Cow<'static, [u8]>>);

/// The name of the element that tells the page which service it is served by.
const ELEMENT: &str = "bitsmith-service";

/// The element after which it stands.
const BEFORE: &str = "<meta charset=\"utf-8\">";

/// What is said instead of the page where there is none. The interface is there, and its token stands in a page.
const MISSING: &[u8] = b"<!doctype html>\n<html lang=\"en\">\n<head>\n    <meta charset=\"utf-8\">\n    <title>Bitsmith</title>\n</head>\n\
    <body><p>This bitsmith was built without its page. <code>cargo xtask dist</code> builds the page into dist/; then build \
    bitsmith again. The interface under /api/ is there.</p></body>\n</html>\n";

impl Page {
    /// A program that was built without the page.
    pub const NONE: Page = Page(|_| None);

    /// The answer to a request for a file.
    pub(super) fn file(self, path: &str, token: &str) -> Response<Body> {
        let name = match path.strip_prefix('/') {
            Some("") => "index.html",
            Some(name) => name,
            None => "",
        };
        let file = (self.0)(name);
        if name == "index.html" {
            let page = file.unwrap_or(Cow::Borrowed(MISSING));
            let html = String::from_utf8_lossy(&page);
            return answer(media_type(name), with_token(&html, token).into_bytes());
        }
        match file {
            Some(bytes) => answer(media_type(name), bytes.into_owned()),
            None => Refusal::new(
                StatusCode::NOT_FOUND,
                "no-such-address",
                "There is nothing at this address.",
                "The page is at /, the interface is described at /api/openapi.json.",
            )
            .into_response(),
        }
    }
}

/// The page with the token where it looks for it.
fn with_token(html: &str, token: &str) -> String {
    html.replacen(
        BEFORE,
        &format!("{BEFORE}\n    <meta name=\"{ELEMENT}\" content=\"{token}\">"),
        1,
    )
}

fn answer(media_type: &'static str, bytes: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_stands_in_the_head_once() {
        let html = format!("<html><head>{BEFORE}</head></html>");
        let missing = std::str::from_utf8(MISSING).unwrap();
        for html in [&html, missing] {
            let page = with_token(html, "abc");
            assert_eq!(
                page.matches("<meta name=\"bitsmith-service\" content=\"abc\">")
                    .count(),
                1
            );
        }
    }
}
