//! The release page: building it, and driving it in a browser.
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail, ensure};

use crate::{command, tools, workspace};

/// The content security policy of the release page. `frame-ancestors` is not in it: browsers ignore it in a
/// `meta` element, so whoever serves the page adds it as a header.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// The element after which the policy stands: as early as can be, for it holds from there on.
const FIRST_ELEMENT: &str = "<meta charset=\"utf-8\">";

/// Builds the release page into `dist/`.
pub(crate) fn dist() -> Result<()> {
    let folder = workspace::root().join("dist");
    build(&workspace::root().join("index.html"), &folder)?;
    let file = folder.join("index.html");
    let html = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    fs::write(&file, sealed(&html)?)?;
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

/// Times of the release page beside those of a bare Yew page.
pub(crate) fn measure(options: &[&str]) -> Result<()> {
    dist()?;
    let bench = workspace::root().join("benches").join("bare-page");
    let bare = workspace::root().join("target").join("bare-page");
    build(&bench.join("index.html"), &bare)?;
    let script = workspace::root().join("benches").join("measure.mjs");
    command::run(
        node()?
            .arg(script)
            .arg(workspace::root().join("dist"))
            .arg(bare)
            .args(options),
    )
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

/// The page with its policy in place. A page that the policy would break, or that has a part without a digest,
/// is an error.
fn sealed(html: &str) -> Result<String> {
    for tag in tags(html) {
        let loads = (tag.starts_with("<script") && !tag.starts_with("<script/"))
            || ["rel=\"stylesheet\"", "rel=\"modulepreload\"", "rel=\"preload\""]
                .iter()
                .any(|rel| tag.contains(rel));
        if loads {
            ensure!(
                tag.starts_with("<link") || tag.contains(" src="),
                "an inline script in the page: {tag}"
            );
            ensure!(tag.contains(" integrity=\"sha384-"), "no digest in {tag}");
        }
        ensure!(
            !tag.starts_with("<style") && !tag.contains(" style="),
            "an inline style in the page: {tag}"
        );
        for attribute in [" href=\"", " src=\"", " content=\""] {
            let Some((_, rest)) = tag.split_once(attribute) else {
                continue;
            };
            let value = rest.split('"').next().unwrap_or(rest);
            ensure!(
                !value.contains("://") && !value.starts_with('/'),
                "not a relative address in {tag}"
            );
        }
    }
    let Some((before, after)) = html.split_once(FIRST_ELEMENT) else {
        bail!("the page does not begin with {FIRST_ELEMENT}");
    };
    Ok(format!(
        "{before}{FIRST_ELEMENT}\n    <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">{after}"
    ))
}

/// The opening tags of a page.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.match_indices('<').filter_map(|(start, _)| {
        let tag = html.get(start..)?;
        let tag = tag.get(..=tag.find('>')?)?;
        tag.chars()
            .nth(1)
            .is_some_and(|first| first.is_ascii_alphabetic())
            .then_some(tag)
    })
}

#[cfg(test)]
mod tests {
    use super::{POLICY, sealed, tags};

    const GOOD: &str = "<!doctype html>\n<html><head>\n<meta charset=\"utf-8\">\n\
        <link rel=\"stylesheet\" href=\"./a.css\" integrity=\"sha384-x\">\
        <script src=\"./boot.js\" integrity=\"sha384-y\"></script></head><body><p>1 < 2</p></body></html>";

    #[test]
    fn policy_stands_before_anything_that_loads() {
        let sealed = sealed(GOOD).unwrap();
        let policy = sealed.find(POLICY).unwrap();
        assert!(policy < sealed.find("<link").unwrap() && policy < sealed.find("<script").unwrap());
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
            assert!(GOOD.contains(part), "{part}");
            assert!(
                sealed(&GOOD.replace(part, instead)).is_err(),
                "{part} -> {instead}"
            );
        }
    }

    #[test]
    fn text_is_no_tag() {
        assert_eq!(
            tags("<p>1 < 2 <b class=\"x\">y</b>").collect::<Vec<_>>(),
            ["<p>", "<b class=\"x\">"]
        );
    }
}
