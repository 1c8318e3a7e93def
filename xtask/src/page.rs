//! The release page: building it, and driving it in a browser.
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha384};

use crate::{command, tools, workspace};

/// The content security policy of the release page. `frame-ancestors` is not in it: browsers ignore it in a
/// `meta` element, so whoever serves the page adds it as a header.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// Builds the release page into `dist/`.
pub(crate) fn dist() -> Result<()> {
    let folder = workspace::root().join("dist");
    build(&workspace::root().join("index.html"), &folder)?;
    let file = folder.join("index.html");
    let html = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    fs::write(&file, sealed(&with_reader(&html, &folder)?)?)?;
    println!("The page is in {}", folder.display());
    Ok(())
}

/// Builds the release page, unless this run has done so.
pub(crate) fn dist_once() -> Result<()> {
    static DONE: AtomicBool = AtomicBool::new(false);
    if !DONE.load(Ordering::Relaxed) {
        dist()?;
        DONE.store(true, Ordering::Relaxed);
    }
    Ok(())
}

/// Pictures of the release page.
pub(crate) fn screenshots(folder: &str) -> Result<()> {
    dist()?;
    let folder = std::path::absolute(folder)?;
    fs::create_dir_all(&folder)?;
    command::run(
        node()?
            .arg("screenshots.mjs")
            .arg(workspace::root().join("dist"))
            .arg(&folder),
    )
}

/// Times of the release page beside those of a bare Yew page, and of the readers of scripts alone.
pub(crate) fn measure(options: &[&str]) -> Result<()> {
    dist()?;
    let mut pages = vec![workspace::root().join("dist")];
    for name in ["bare-page", "words-page"] {
        let built = workspace::root().join("target").join(name);
        build(
            &workspace::root().join("benches").join(name).join("index.html"),
            &built,
        )?;
        pages.push(built);
    }
    let script = workspace::root().join("benches").join("measure.mjs");
    command::run(node()?.arg(script).args(pages).args(options))
}

/// Fetches what Cargo needs for the page, so that Trunk can work offline.
pub(crate) fn fetch() -> Result<()> {
    command::run(
        command::cargo()
            .args([
                "fetch",
                "--quiet",
                "--locked",
                "--target",
                "wasm32-unknown-unknown",
            ])
            .current_dir(workspace::root()),
    )
}

/// Playwright's test runner.
pub(crate) fn playwright() -> Result<Command> {
    let mut command = node()?;
    command
        .arg(
            Path::new("node_modules")
                .join("@playwright")
                .join("test")
                .join("cli.js"),
        )
        .arg("test");
    Ok(command)
}

/// Node, in the folder of the browser tests, told which browser there is.
fn node() -> Result<Command> {
    let mut command = Command::new("node");
    command
        .current_dir(workspace::browser_tests())
        .env("CHROMIUM", tools::chromium().context("Chromium is missing")?);
    Ok(command)
}

/// Builds a page with Trunk as it is released.
fn build(html: &Path, folder: &Path) -> Result<()> {
    command::run(
        command::cargo()
            .args([
                "fetch",
                "--quiet",
                "--locked",
                "--target",
                "wasm32-unknown-unknown",
            ])
            .current_dir(workspace::root()),
    )?;
    let mut trunk = Command::new("trunk");
    trunk
        .args([
            "build",
            "--release",
            "--offline",
            "--log",
            "warn",
            "--public-url",
            "./",
            "--dist",
        ])
        .arg(folder)
        .arg(html)
        .current_dir(html.parent().unwrap_or(workspace::root()))
        .env("PATH", tools::path()?)
        .env("CARGO_TERM_PROGRESS_WHEN", "never")
        .env_remove("NO_COLOR");
    command::run(&mut trunk)
}

/// The parts of the reader, which the page loads only when it is asked for. Trunk gives what it takes for a worker neither a digest nor a
/// name that changes with it.
const READER: [&str; 2] = ["bitsmith-reader.js", "bitsmith-reader_bg.wasm"];

/// The page with the names and digests of the reader's parts, which are renamed.
fn with_reader(html: &str, folder: &Path) -> Result<String> {
    let mut html = html.to_owned();
    for name in READER {
        let bytes = fs::read(folder.join(name)).with_context(|| format!("the page has no {name}"))?;
        let digest = Sha384::digest(&bytes);
        let mark: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let renamed = name.replace("reader", &format!("reader-{mark}"));
        fs::rename(folder.join(name), folder.join(&renamed))?;
        html = with_digest(&html, name, &renamed, &STANDARD.encode(digest))
            .with_context(|| format!("the page does not name {name}"))?;
    }
    Ok(html)
}

/// The page with the new name of a part, and its digest beside it.
fn with_digest(html: &str, name: &str, renamed: &str, digest: &str) -> Option<String> {
    let said = [format!("\"./{name}\""), format!("./{name}")];
    let said = said.iter().find(|said| html.contains(said.as_str()))?;
    let instead = format!("\"./{renamed}\" data-integrity=\"sha384-{digest}\"");
    Some(html.replacen(said, &instead, 1))
}

/// The page with its policy in place. A page that the policy would break, or that has a part without a digest,
/// is an error.
fn sealed(html: &str) -> Result<String> {
    for (_, tag) in tags(html) {
        let loads = tag.starts_with("<script")
            || matches!(
                attribute(tag, "rel"),
                Some("stylesheet" | "modulepreload" | "preload")
            );
        if loads {
            ensure!(
                tag.starts_with("<link") || attribute(tag, "src").is_some(),
                "an inline script in the page: {tag}"
            );
            ensure!(
                attribute(tag, "integrity").is_some_and(|digest| digest.starts_with("sha384-")),
                "no digest in {tag}"
            );
        }
        ensure!(
            !tag.starts_with("<style") && attribute(tag, "style").is_none(),
            "an inline style in the page: {tag}"
        );
        for name in ["href", "src", "content"] {
            let Some(value) = attribute(tag, name) else {
                continue;
            };
            ensure!(
                !value.contains("://") && !value.starts_with('/'),
                "not a relative address in {tag}"
            );
        }
    }
    let (html, ahead) = without_preloads(html);
    let html = html.as_str();
    // The policy holds from where it stands: after the encoding, which comes first. Browsers look ahead of a script that
    // stops them, but not past a policy: what the page needs first is named before that script.
    let encoding = tags(html).find(|(_, tag)| attribute(tag, "charset") == Some("utf-8"));
    let Some((before, after)) = encoding.and_then(|(start, tag)| html.split_at_checked(start + tag.len()))
    else {
        bail!("the page does not say that it is UTF-8");
    };
    Ok(format!(
        "{before}<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">{ahead}{after}"
    ))
}

/// The page without its links to what is loaded ahead, and these.
fn without_preloads(html: &str) -> (String, String) {
    let links = tags(html).map(|(_, tag)| tag);
    let links = links.filter(|tag| matches!(attribute(tag, "rel"), Some("modulepreload" | "preload")));
    links.fold((html.to_owned(), String::new()), |(html, ahead), link| {
        (html.replacen(link, "", 1), ahead + link)
    })
}

/// The value of an attribute, which may stand between quotes or not.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(&format!(" {name}="))?;
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split([' ', '>']).next(),
    }
}

/// The opening tags of a page, with where they begin.
fn tags(html: &str) -> impl Iterator<Item = (usize, &str)> {
    html.match_indices('<').filter_map(|(start, _)| {
        let tag = html.get(start..)?;
        let tag = tag.get(..=tag.find('>')?)?;
        tag.chars()
            .nth(1)
            .is_some_and(|first| first.is_ascii_alphabetic())
            .then_some((start, tag))
    })
}

#[cfg(test)]
mod tests {
    use super::{POLICY, sealed, tags, with_digest};

    const GOOD: &str = "<!doctype html>\n<html><head>\n<meta charset=\"utf-8\">\n\
        <link rel=\"stylesheet\" href=\"./a.css\" integrity=\"sha384-x\">\
        <script src=\"./boot.js\" integrity=\"sha384-y\"></script>\
        <link rel=\"preload\" href=\"./a.wasm\" integrity=\"sha384-z\"></head><body><p>1 < 2</p></body></html>";

    /// The same as a minifier writes it.
    const MINIFIED: &str = "<!doctype html><meta charset=utf-8><link rel=stylesheet href=./a.css integrity=sha384-x>\
        <script src=./boot.js integrity=sha384-y></script><link rel=preload href=./a.wasm integrity=sha384-z><body><p>1 < 2</p></body>";

    #[test]
    fn policy_stands_before_anything_that_loads() {
        for page in [GOOD, MINIFIED] {
            let sealed = sealed(page).unwrap();
            let policy = sealed.find(POLICY).unwrap();
            assert!(policy < sealed.find("<link").unwrap() && policy < sealed.find("<script").unwrap());
        }
    }

    #[test]
    fn what_is_loaded_ahead_stands_before_the_first_script() {
        for page in [GOOD, MINIFIED] {
            let sealed = sealed(page).unwrap();
            let ahead = sealed.find("a.wasm").unwrap();
            assert!(ahead > sealed.find(POLICY).unwrap() && ahead < sealed.find("<script").unwrap());
            assert_eq!(sealed.matches("a.wasm").count(), 1);
        }
    }

    #[test]
    fn policy_is_the_written_one_without_frame_ancestors() {
        assert_eq!(
            POLICY,
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
             font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
             require-trusted-types-for 'script'; trusted-types 'none'"
        );
    }

    #[test]
    fn page_that_the_policy_would_break_is_refused() {
        for (part, instead) in [
            (
                "<script src=\"./boot.js\" integrity=\"sha384-y\">",
                "<script>start()",
            ),
            (" integrity=\"sha384-y\"", ""),
            (" integrity=\"sha384-x\"", ""),
            ("<p>", "<p style=\"color: red\">"),
            ("<p>", "<style>"),
            ("./a.css", "https://example.org/a.css"),
            ("./a.css", "/a.css"),
            ("<meta charset=\"utf-8\">", ""),
        ] {
            for page in [GOOD, MINIFIED] {
                let bare = |text: &str| text.replace('"', if page == GOOD { "\"" } else { "" });
                let (part, instead) = (bare(part), bare(instead));
                assert!(page.contains(&part), "{part}");
                assert!(
                    sealed(&page.replace(&part, &instead)).is_err(),
                    "{part} -> {instead}"
                );
            }
        }
    }

    #[test]
    fn part_that_is_loaded_later_has_its_digest_beside_its_address() {
        for html in ["<meta content=\"./a.js\">", "<meta content=./a.js>"] {
            assert_eq!(
                with_digest(html, "a.js", "a-1.js", "xyz").as_deref(),
                Some("<meta content=\"./a-1.js\" data-integrity=\"sha384-xyz\">"),
            );
        }
        assert_eq!(with_digest("<meta>", "a.js", "a-1.js", "xyz"), None);
    }

    #[test]
    fn text_is_no_tag() {
        assert_eq!(
            tags("<p>1 < 2 <b class=\"x\">y</b>").collect::<Vec<_>>(),
            [(0, "<p>"), (9, "<b class=\"x\">")]
        );
    }
}
