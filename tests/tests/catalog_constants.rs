//! The numbers of every word are those of the Windows SDK: of the crate `windows`, and of the SDK's header files.

use bitsmith_core::catalog::CATALOG;
use bitsmith_core::value::{Choice, Control, CostFlags, SecurityFlags};
use bitsmith_tests::table;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

/// Where cargo keeps the source of the crate `windows`, which compiles on Windows only.
fn source_of_the_crate() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--manifest-path"])
        .arg(
            [env!("CARGO_MANIFEST_DIR"), "Cargo.toml"]
                .iter()
                .collect::<PathBuf>(),
        )
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    let manifest = packages
        .iter()
        .find(|package| package["name"] == "windows")
        .and_then(|package| package["manifest_path"].as_str())
        .expect("the crate windows is a dependency of these tests on Windows");
    PathBuf::from(manifest)
        .with_file_name("src")
        .join("Windows/Win32/Networking/BackgroundIntelligentTransferService/mod.rs")
}

/// The crate's constants that are numbers: `pub const NAME: u32 = 1u32;` or `pub const NAME: T = T(1i32);`.
fn numbers() -> BTreeMap<String, u32> {
    let path = source_of_the_crate();
    let source = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let numbers: BTreeMap<String, u32> = source.lines().filter_map(read_constant).collect();
    assert!(numbers.len() > 200, "{} constants are read", numbers.len());
    numbers
}

fn read_constant(line: &str) -> Option<(String, u32)> {
    let (name, rest) = line.strip_prefix("pub const ")?.split_once(": ")?;
    let (kind, value) = rest.strip_suffix(';')?.split_once(" = ")?;
    let value = value
        .strip_prefix(kind)
        .and_then(|value| value.strip_prefix('(')?.strip_suffix(')'))
        .unwrap_or(value);
    let number = match value.strip_suffix("u32") {
        Some(digits) => digits.parse().ok()?,
        None => value.strip_suffix("i32")?.parse::<i32>().ok()?.cast_unsigned(),
    };
    Some((name.to_owned(), number))
}

#[test]
fn constants_are_read_from_source_lines() {
    let read = |line| read_constant(line).map(|(_, number)| number);
    assert_eq!(read("pub const A: u32 = 2147483648u32;"), Some(0x8000_0000));
    assert_eq!(read("pub const A: T = T(-2147483615i32);"), Some(0x8000_0021));
    assert_eq!(read("pub const A: T = T(2u32);"), Some(2));
    assert_eq!(read("pub const A: T = U(2i32);"), None);
    assert_eq!(
        read("pub const A: windows_core::GUID = windows_core::GUID::from_u128(1);"),
        None
    );
}

/// Words that are no constant of BITS: a call or its absence.
const WITHOUT_A_CONSTANT: &[(&str, &str)] = &[
    ("use_stored_credentials", "none"),
    ("helper_token", "set"),
    ("helper_token", "clear"),
];

/// Every word of the catalog: setting, part, choice.
fn words() -> Vec<(&'static str, &'static str, &'static Choice)> {
    let mut words = Vec::new();
    for spec in CATALOG {
        for part in spec.parts {
            let choices: Vec<&'static Choice> = match part.control {
                Control::Choice(choices) | Control::Flags(choices) => choices.iter().collect(),
                Control::CostMask { bits, named } => bits.iter().chain(named).collect(),
                _ => vec![],
            };
            words.extend(choices.into_iter().map(|choice| (spec.name, part.name, choice)));
        }
    }
    words
}

fn header_files() -> BTreeMap<String, (String, u64)> {
    let columns = ["group", "name", "value_hex", "idl", "idl_bits_version"];
    table::rows("bits-constants.tsv", columns)
        .into_iter()
        .map(|[group, name, value, ..]| {
            let digits = value.strip_prefix("0x").expect("a hexadecimal number");
            let value = u64::from_str_radix(digits, 16).expect("a number");
            (name, (group, value))
        })
        .collect()
}

#[test]
fn every_word_has_the_number_of_its_constant() {
    let numbers = numbers();
    let mut missing = BTreeSet::new();
    for (setting, part, choice) in words() {
        if choice.constant.is_empty() {
            missing.insert((setting, choice.word));
            continue;
        }
        // The policy is kept as the number of its field, which begins at the ninth bit.
        let shift = if part == "redirect_policy" { 8 } else { 0 };
        let number = numbers.get(choice.constant);
        assert_eq!(
            Some(&(choice.number << shift)),
            number,
            "{setting} {}",
            choice.word
        );
    }
    assert_eq!(missing, WITHOUT_A_CONSTANT.iter().copied().collect());
}

#[test]
fn masks_have_the_numbers_of_their_constants() {
    let numbers = numbers();
    assert_eq!(
        SecurityFlags::REDIRECT_MASK,
        numbers["BG_HTTP_REDIRECT_POLICY_MASK"]
    );
    assert_eq!(
        SecurityFlags::IGNORES,
        numbers["BG_SSL_IGNORE_CERT_CN_INVALID"]
            | numbers["BG_SSL_IGNORE_CERT_DATE_INVALID"]
            | numbers["BG_SSL_IGNORE_UNKNOWN_CA"]
            | numbers["BG_SSL_IGNORE_CERT_WRONG_USAGE"]
    );
    assert_eq!(CostFlags::RESERVED, numbers["BITS_COST_STATE_RESERVED"]);
    let acl = words()
        .iter()
        .filter(|(setting, ..)| *setting == "file_acl_flags")
        .fold(0, |all, (.., choice)| all | choice.number);
    assert_eq!(acl, numbers["BG_COPY_FILE_ALL"]);
}

#[test]
fn the_crate_and_the_header_files_agree() {
    let numbers = numbers();
    let mut only_in_header_files = BTreeSet::new();
    for (name, (_, value)) in header_files() {
        match numbers.get(&name) {
            Some(number) => assert_eq!(u64::from(*number), value, "{name}"),
            None => {
                only_in_header_files.insert(name);
            }
        }
    }
    // Numbers of 64 bits, and combinations that the crate has as BITS_JOB_TRANSFER_POLICY_…
    let expected = [
        "BG_LENGTH_TO_EOF",
        "BG_SIZE_UNKNOWN",
        "BITS_COST_STATE_TRANSFER_ALWAYS",
        "BITS_COST_STATE_TRANSFER_NOT_ROAMING",
        "BITS_COST_STATE_TRANSFER_NO_SURCHARGE",
        "BITS_COST_STATE_TRANSFER_STANDARD",
        "BITS_COST_STATE_TRANSFER_UNRESTRICTED",
    ];
    assert_eq!(
        only_in_header_files,
        expected.iter().map(|&name| name.to_owned()).collect()
    );
}

/// Constants of the header files that are no word of a setting.
const NOT_A_WORD: &[&str] = &[
    // Unions and masks of words that are there.
    "BG_COPY_FILE_ALL",
    "BG_HTTP_REDIRECT_POLICY_MASK",
    // Other names of the same combinations.
    "BITS_COST_STATE_TRANSFER_NOT_ROAMING",
    "BITS_COST_STATE_TRANSFER_NO_SURCHARGE",
    "BITS_COST_STATE_TRANSFER_STANDARD",
    "BITS_COST_STATE_TRANSFER_UNRESTRICTED",
    "BITS_COST_STATE_TRANSFER_ALWAYS",
    // BITS keeps it for itself.
    "BITS_COST_STATE_RESERVED",
    // Of the machine and not of a job.
    "BG_ENABLE_PEERCACHING_CLIENT",
    "BG_ENABLE_PEERCACHING_SERVER",
    "BG_DISABLE_BRANCH_CACHE",
    // Which jobs are listed; sizes; a property that is only read.
    "BG_JOB_ENUM_ALL_USERS",
    "BG_SIZE_UNKNOWN",
    "BG_LENGTH_TO_EOF",
    "BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS",
];

#[test]
fn no_constant_of_a_setting_is_left_out() {
    let ours: BTreeSet<&str> = words().iter().map(|(.., choice)| choice.constant).collect();
    for (name, (group, value)) in header_files() {
        match group.as_str() {
            // What BITS tells and nobody sets.
            "BG_JOB_STATE" | "BG_ERROR_CONTEXT" => {}
            "BITS_JOB_PROPERTY_ID" => {
                let setter = format!("IBackgroundCopyJob5::SetProperty({name})");
                assert!(CATALOG.iter().any(|spec| spec.com == setter), "{name}");
            }
            _ => assert!(
                ours.contains(name.as_str()) || NOT_A_WORD.contains(&name.as_str()),
                "{name} = {value} is no word of the catalog"
            ),
        }
    }
}
