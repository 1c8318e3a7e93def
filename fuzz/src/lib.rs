//! What must hold for any bytes: one function a target. `cargo xtask fuzz` tries bytes that libFuzzer makes up, the tests
//! those that are kept in `corpus/`.

mod decode;
mod document;
mod explain;
mod import;
mod lint_markdown;
mod roundtrip;

use bitsmith_core::text::Dialect;

/// A target: its name, and what must hold. It panics where something does not.
pub struct Target {
    /// The name of the program and of the folder of its corpus.
    pub name: &'static str,
    /// Tries bytes.
    pub run: fn(&[u8]),
}

/// All targets, by name.
pub const TARGETS: &[Target] = &[
    Target {
        name: "decode",
        run: |bytes| decode::run(&text(bytes)),
    },
    Target {
        name: "document",
        run: |bytes| document::run(&text(bytes)),
    },
    Target {
        name: "explain",
        run: |bytes| explain::run(&text(bytes)),
    },
    Target {
        name: "import_cmd",
        run: |bytes| import::run(&text(bytes), Dialect::Cmd),
    },
    Target {
        name: "import_powershell",
        run: |bytes| import::run(&text(bytes), Dialect::PowerShell),
    },
    Target {
        name: "lint_markdown",
        run: |bytes| lint_markdown::run(&text(bytes)),
    },
    Target {
        name: "roundtrip",
        run: |bytes| roundtrip::run(&text(bytes)),
    },
];

/// Tries bytes on the target of that name.
///
/// # Panics
///
/// Where there is no such target, and where something does not hold.
pub fn run(name: &str, bytes: &[u8]) {
    match TARGETS.iter().find(|target| target.name == name) {
        Some(target) => (target.run)(bytes),
        None => panic!("there is no target {name}"),
    }
}

/// The bytes as a text. What is no UTF-8 is a sign of its own, so that no input is in vain.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
