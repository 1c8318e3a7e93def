//! `lint` on Microsoft's own pages: which errors of the documentation it finds, and that it complains of nothing else.
//!
//! The examples of the pages stand in `tests/data/page-examples.jsonl`; what is found in each is written down in
//! `page-findings.tsv` beside it, which `BITSMITH_BLESS=1` writes. Where the pages themselves are there, they are walked too.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What `lint` says of files, as JSON.
fn linted(paths: &[&Path]) -> Vec<Value> {
    let paths: Vec<&str> = paths.iter().map(|path| path.to_str().expect("a path")).collect();
    let arguments = [&["bitsmith", "lint", "--format", "json"], paths.as_slice()].concat();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    bitsmith::run(arguments, &mut &[][..], &mut out, &mut err);
    let report: Value = serde_json::from_slice(&out).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(&err));
    });
    report["diagnostics"].as_array().expect("diagnostics").clone()
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/data")
        .join(name)
}

/// The text that a finding flags.
fn flagged(finding: &Value, text: &str) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let at = |key: &str| usize::try_from(finding[key].as_u64().expect("a place")).expect("a place");
    String::from_utf16_lossy(&units[at("start")..at("end")]).replace(['\r', '\n', '\t'], " ")
}

#[test]
fn examples_of_pages_have_the_findings_that_are_written_down() {
    let examples = fs::read_to_string(data("page-examples.jsonl")).expect("the examples");
    let folder = tempfile::tempdir().expect("a folder");
    let mut out = String::from("page\texample\tseverity\trule\tflagged\n");
    let mut before = String::new();
    let mut number = 0;
    for line in examples.lines() {
        let example: Value = serde_json::from_str(line).expect("JSON");
        let page = example["page"].as_str().expect("a page").to_owned();
        number = if page == before { number + 1 } else { 1 };
        let language = if example["shell"] == "cmd" {
            "cmd"
        } else {
            "powershell"
        };
        let text = format!(
            "```{language}\n{}\n```\n",
            example["text"].as_str().expect("a text")
        );
        let file = folder.path().join("page.md");
        fs::write(&file, &text).expect("a file");
        for finding in linted(&[&file]) {
            if finding["severity"] == "information" {
                continue;
            }
            let words = [finding["severity"].as_str(), finding["rule"].as_str()].map(Option::unwrap);
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "{page}\t{number}\t{}\t{}",
                words.join("\t"),
                flagged(&finding, &text)
            );
        }
        before = page;
    }
    let path = data("page-findings.tsv");
    if std::env::var_os("BITSMITH_BLESS").is_some() {
        fs::write(&path, &out).expect("written");
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(there, out, "BITSMITH_BLESS=1 writes it; look at the difference");
}

/// The rows of the fact sheet's section (d) that can be seen in code: row, page, rule, what the flagged line holds. 0 is
/// the address in -ProxyBypass.
const ROWS: &[(u32, &str, &str, &str)] = &[
    (
        9,
        "bitsadmin-setclientcertificatebyid.md",
        "program-named-twice",
        "bitsadmin Bitsadmin",
    ),
    (
        9,
        "bitsadmin-setclientcertificatebyid.md",
        "unknown-word",
        "BG_CERT_STORE_LOCATION_CURRENT_USER",
    ),
    (
        9,
        "bitsadmin-setclientcertificatebyid.md",
        "malformed-hash",
        "A106B52356D3FBCD1853A41B619358BD",
    ),
    (
        16,
        "bitsadmin-gethelpertokenflags.md",
        "unknown-verb",
        "SetCredentialsJob",
    ),
    (
        16,
        "bitsadmin-sethelpertokenflags.md",
        "unknown-verb",
        "setcredentialsjob",
    ),
    (
        18,
        "bitsadmin-cache-and-deleteurl.md",
        "verb-without-family",
        "/DeleteURL",
    ),
    (
        19,
        "bitsadmin-cache-and-setexpirationtime.md",
        "space-after-slash",
        "/ SetExpirationtime",
    ),
    (
        19,
        "bitsadmin-util-and-enableanalyticchannel.md",
        "space-after-slash",
        "/ enableanalyticchannel",
    ),
    (
        19,
        "bitsadmin-addfileset.md",
        "missing-argument",
        "/addfileset files.txt",
    ),
    (
        19,
        "bitsadmin-addfilewithranges.md",
        "missing-argument",
        "/addfilewithranges http",
    ),
    (
        19,
        "bitsadmin-setdisplayname.md",
        "missing-argument",
        "/setdisplayname myDownloadJob",
    ),
    (
        19,
        "bitsadmin-setdescription.md",
        "surplus-argument",
        "Music Downloads",
    ),
    (
        22,
        "using-windows-powershell-to-create-bits-transfer-jobs.md",
        "wait-for-too-few-states",
        "while",
    ),
    (23, "Resume-BitsTransfer.md", "unknown-cmdlet", "Add-BitsTransfer"),
    (
        24,
        "Add-BitsFile.md",
        "powershell-binding",
        "Start-BitsTransfer -Suspended",
    ),
    (24, "Resume-BitsTransfer.md", "powershell-binding", "-Suspended"),
    (
        26,
        "Set-BitsTransfer.md",
        "powershell-binding",
        "-ProxyAuthentication $Cred",
    ),
    (
        42,
        "bitsadmin-setnotifycmdline.md",
        "surplus-argument",
        "notepad c:\\eula.txt",
    ),
    (
        49,
        "bitsadmin-setvalidationstate.md",
        "file-number-as-index",
        "myDownloadJob 2 TRUE",
    ),
    (
        0,
        "Set-BitsTransfer.md",
        "malformed-bypass",
        "http://directconnect",
    ),
];

/// Errors besides: page and rule, each read and found right.
const BESIDES: &[(&str, &str, &str)] = &[
    ("bitsadmin-examples.md", "missing-argument", "/INFO needs a job"),
    (
        "bitsadmin-cache-and-setexpirationtime.md",
        "number-out-of-range",
        "60 seconds are less than the day that BITS takes at least",
    ),
    (
        "Start-BitsTransfer.md",
        "remote-name-without-protocol",
        ".\\Patch0416.msu is no address",
    ),
    (
        "using-windows-powershell-to-create-bits-transfer-jobs.md",
        "powershell-syntax",
        "123.24.21.23 is no number",
    ),
];

#[test]
fn pages_have_the_documented_errors_and_no_others() {
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/reference");
    let folders = ["bitsadmin", "powershell", "win32"].map(|folder| reference.join(folder));
    if !folders.iter().all(|folder| folder.is_dir()) {
        eprintln!("the pages themselves are not here; their examples are tested");
        return;
    }
    let found = linted(&folders.each_ref().map(PathBuf::as_path));
    let mut seen = BTreeSet::new();
    let mut surplus = Vec::new();
    for finding in &found {
        let path = Path::new(finding["path"].as_str().expect("a path"));
        let page = path.file_name().expect("a name").to_string_lossy().into_owned();
        let rule = finding["rule"].as_str().expect("a rule");
        let text = fs::read_to_string(path).expect("the page");
        let line = usize::try_from(finding["line"].as_u64().expect("a line")).expect("a line");
        let line = text.lines().nth(line - 1).expect("the line").to_owned();
        let rows = ROWS.iter().enumerate();
        let row = rows
            .filter(|(_, (_, of, name, words))| *of == page && *name == rule && line.contains(words))
            .map(|(number, _)| number)
            .next();
        seen.extend(row);
        let is_besides = BESIDES.iter().any(|(of, name, _)| *of == page && *name == rule);
        if row.is_none() && !is_besides && finding["severity"] == "error" {
            surplus.push(format!("{page}: {rule}: {line}"));
        }
    }
    let missed: Vec<_> = ROWS
        .iter()
        .enumerate()
        .filter(|(number, _)| !seen.contains(number))
        .map(|(_, row)| row)
        .collect();
    assert!(
        missed.is_empty() && surplus.is_empty(),
        "missed {missed:#?}\nsurplus {surplus:#?}"
    );
}
