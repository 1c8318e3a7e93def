//! Which tool says which setting, cell by cell, against the overview of Microsoft's pages (`settings-a0.tsv`).

use bitsmith_core::catalog::{CATALOG, ONLY_FROM_CODE, SettingId, SettingSpec};
use bitsmith_core::command::bitstransfer::cmdlet;
use bitsmith_core::command::{Carrier, Says, Spelling, Tool, says};
use bitsmith_core::value::{Choice, Control};
use bitsmith_core::version::BitsVersion;
use bitsmith_tests::table;
use std::collections::BTreeSet;

/// A cell that says: there is no way.
const DASH: &str = "—";

struct Row {
    number: Option<u8>,
    title: String,
    bitsadmin: String,
    powershell: String,
    com: String,
    min_bits: String,
}

impl Row {
    fn settings(&self) -> Vec<&'static SettingSpec> {
        CATALOG
            .iter()
            .filter(|spec| Some(spec.row) == self.number)
            .collect()
    }
}

fn rows() -> Vec<Row> {
    let columns = ["row", "setting", "bitsadmin", "powershell", "com", "min_bits"];
    table::rows("settings-a0.tsv", columns)
        .into_iter()
        .map(|[row, title, bitsadmin, powershell, com, min_bits]| Row {
            number: row.parse().ok(),
            title,
            bitsadmin,
            powershell,
            com,
            min_bits,
        })
        .collect()
}

/// Settings in a row without a dash that the tool cannot say all the same.
const SILENT_BESIDE_OTHERS: &[(Tool, SettingId)] = &[
    // "by hash only" in the cell of row 19.
    (Tool::PowerShell, SettingId::ClientCertificateByName),
    // The cell of row 19 names the three parameters that set a certificate.
    (Tool::PowerShell, SettingId::RemoveClientCertificate),
    // "No way to remove credentials" [ps:Set-BitsTransfer].
    (Tool::PowerShell, SettingId::RemoveCredentials),
];

/// Words that carry a setting too, and that the overview leaves to its details.
const CARRIERS_BESIDE_THE_OVERVIEW: &[(SettingId, &str)] = &[
    // `/TRANSFER <name>` names the job that it makes.
    (SettingId::DisplayName, "/TRANSFER"),
    // A file with ranges has both names.
    (SettingId::Files, "/ADDFILEWITHRANGES"),
];

/// How the overview writes what carries a setting: the verb, and its switch or its words that are switches.
fn label(carrier: &Carrier) -> String {
    let are_switches = |spellings: &[Spelling]| spellings.iter().all(|one| one.said.starts_with('/'));
    if carrier.tool == Tool::Bitsadmin && !carrier.spellings.is_empty() && are_switches(carrier.spellings) {
        let words: Vec<&str> = carrier.spellings.iter().map(|spelling| spelling.said).collect();
        return format!("{} {}", carrier.command, words.join("|"));
    }
    carrier.to_string()
}

fn entries(cell: &str) -> BTreeSet<String> {
    cell.split("; ").map(str::to_owned).collect()
}

#[test]
fn every_setting_has_its_row() {
    let rows = rows();
    for row in &rows {
        assert_eq!(row.number.is_none(), row.settings().is_empty(), "{}", row.title);
    }
    for spec in CATALOG {
        assert!(
            rows.iter().any(|row| row.number == Some(spec.row)),
            "{}",
            spec.name
        );
    }
    assert_eq!(rows.len(), 31);
}

#[test]
fn a_tool_is_silent_only_where_the_overview_has_a_dash() {
    for row in rows() {
        for (tool, cell) in [
            (Tool::Bitsadmin, &row.bitsadmin),
            (Tool::PowerShell, &row.powershell),
        ] {
            for spec in row.settings() {
                let silent = matches!(says(spec.id, tool), Says::Cannot(_));
                let beside = SILENT_BESIDE_OTHERS.contains(&(tool, spec.id));
                assert_eq!(
                    silent,
                    cell == DASH || beside,
                    "{} with {}",
                    spec.name,
                    tool.label()
                );
                assert!(!(beside && cell == DASH), "{} needs no exception", spec.name);
            }
        }
    }
}

#[test]
fn bitsadmins_verbs_are_those_of_the_overview() {
    for row in rows().iter().filter(|row| row.bitsadmin != DASH) {
        let cell = row.bitsadmin.trim_end_matches(" only");
        let mut ours = BTreeSet::new();
        for spec in row.settings() {
            let says = says(spec.id, Tool::Bitsadmin);
            assert_eq!(
                matches!(says, Says::Only { .. }),
                row.bitsadmin.ends_with(" only"),
                "{}",
                spec.name
            );
            for carrier in says.carriers() {
                let label = label(carrier);
                if !CARRIERS_BESIDE_THE_OVERVIEW.contains(&(spec.id, label.as_str())) {
                    ours.insert(label);
                }
            }
        }
        assert_eq!(ours, entries(cell), "{}", row.title);
    }
    for (setting, verb) in CARRIERS_BESIDE_THE_OVERVIEW {
        let says = says(*setting, Tool::Bitsadmin);
        assert!(
            says.carriers().iter().any(|carrier| label(carrier) == *verb),
            "{verb}"
        );
    }
}

#[test]
fn parameters_are_those_of_the_overview() {
    for row in rows().iter().filter(|row| row.powershell != DASH) {
        let mut carriers = Vec::new();
        for spec in row.settings() {
            for carrier in says(spec.id, Tool::PowerShell).carriers() {
                let cmdlet = cmdlet(carrier.command).expect("a carrier of PowerShell is a cmdlet");
                let parameter = cmdlet.named(carrier.word).expect("with a parameter");
                carriers.push((cmdlet, parameter));
            }
        }
        let mut named = BTreeSet::new();
        for entry in entries(&row.powershell) {
            let words: Vec<&str> = entry.split(' ').collect();
            let (cmdlet, parameter) = match words.as_slice() {
                [only] if only.starts_with('-') => (None, Some(*only)),
                [cmdlet] => (Some(*cmdlet), None),
                [cmdlet, parameter, ..] => (Some(*cmdlet), Some(*parameter)),
                [] => panic!("{}: an empty entry", row.title),
            };
            let having: Vec<_> = carriers
                .iter()
                .filter(|(_, one)| parameter.is_none_or(|name| name.trim_start_matches('-') == one.name))
                .collect();
            assert!(!having.is_empty(), "{}: {entry}", row.title);
            match (cmdlet, parameter) {
                // A cmdlet and its parameter: the only one that has it.
                (Some(cmdlet), Some(_)) => {
                    assert!(having.iter().all(|(one, _)| one.name == cmdlet), "{entry}");
                }
                (Some(cmdlet), None) => assert!(having.iter().any(|(one, _)| one.name == cmdlet), "{entry}"),
                _ => {}
            }
            if let [_, _, words] = words.as_slice() {
                let said: Vec<&str> = having[0].1.accepted.spellings().iter().map(|s| s.said).collect();
                assert_eq!(said.join("|"), *words, "{}", row.title);
            }
            if let Some(parameter) = parameter {
                named.insert(parameter.trim_start_matches('-').to_owned());
            }
        }
        let ours: BTreeSet<String> = carriers.iter().map(|(_, one)| one.name.to_owned()).collect();
        assert_eq!(ours, named, "{}", row.title);
    }
}

/// A cell's COM method in full, and the number of the property in it.
fn method(entry: &str) -> (String, Option<u32>) {
    let (interface, method) = entry.split_once("::").expect("an interface and a method");
    let interface = match interface {
        "IBackgroundCopyManager" | "IBitsTokenOptions" => interface.to_owned(),
        short if short.starts_with("HttpOptions") => format!("IBackgroundCopyJob{short}"),
        short => format!("IBackgroundCopy{short}"),
    };
    let Some((name, property)) = method
        .trim_end_matches(')')
        .split_once('(')
        .and_then(|(name, inside)| Some((name, inside.split_once('=')?)))
    else {
        return (format!("{interface}::{method}"), None);
    };
    let (property, number) = property;
    // The first property has `_ID_` in its name, the others have not. [idl:bits5_0.idl]
    let id = if number == "1" { "ID_" } else { "" };
    let number = number.parse().expect("a number");
    (
        format!("{interface}::{name}(BITS_JOB_PROPERTY_{id}{property})"),
        Some(number),
    )
}

#[test]
fn com_methods_are_those_of_the_overview() {
    // AddFileSet is AddFile for several files in one call.
    let several = "IBackgroundCopyJob::AddFileSet";
    let constants = table::rows(
        "bits-constants.tsv",
        ["group", "name", "value_hex", "idl", "idl_bits_version"],
    );
    for row in rows() {
        let mut named = BTreeSet::new();
        for entry in entries(&row.com) {
            let (method, number) = method(&entry);
            if let Some(number) = number {
                let property = method
                    .trim_end_matches(')')
                    .split_once('(')
                    .expect("a property")
                    .1;
                let constant = constants.iter().find(|[_, name, ..]| name == property);
                let constant = constant.unwrap_or_else(|| panic!("there is no {property}"));
                assert_eq!(constant[2], format!("0x{number:X}"), "{property}");
            }
            named.insert(method);
        }
        let code: BTreeSet<String> = ONLY_FROM_CODE.iter().map(|only| only.com.to_owned()).collect();
        let ours: BTreeSet<String> = row.settings().iter().map(|spec| spec.com.to_owned()).collect();
        let other: BTreeSet<String> = named.difference(&ours).cloned().collect();
        assert!(ours.is_subset(&named), "{}: {ours:?} is not {named:?}", row.title);
        assert!(
            other
                .iter()
                .all(|method| method == several || code.contains(method)),
            "{}: {other:?}",
            row.title
        );
        for spec in row.settings() {
            assert!(says(spec.id, Tool::Com).is_said(), "{}", spec.name);
        }
    }
}

#[test]
fn first_versions_are_those_of_the_overview() {
    for row in rows() {
        let mut cell: Vec<(Option<&str>, &str)> = Vec::new();
        for entry in row.min_bits.split("; ") {
            match entry.split_once(' ') {
                Some((setting, version)) => cell.push((Some(setting), version)),
                None => cell.push((None, entry)),
            }
        }
        for spec in row.settings() {
            let version = cell
                .iter()
                .find(|(setting, _)| *setting == Some(spec.name))
                .or_else(|| cell.iter().find(|(setting, _)| setting.is_none()))
                .unwrap_or_else(|| panic!("{} has no version", spec.name))
                .1;
            assert_eq!(BitsVersion::parse(version), Some(spec.since), "{}", spec.name);
        }
        for (setting, _) in cell {
            if let Some(setting) = setting {
                let name = setting.split_once('=').map_or(setting, |(name, _)| name);
                let settings = row.settings();
                assert!(settings.iter().any(|spec| spec.name == name), "{setting}");
            }
        }
    }
}

/// First versions of words that the overview does not have, with the page that has them.
const WORDS_OF_OTHER_PAGES: &[(&str, &str, &str)] = &[
    // "Added notification for when a file is downloaded" [w32:what-s-new, version 3.0].
    ("notify_flags", "file_transferred", "3.0"),
    // "Added … IBackgroundCopyCallback3 to enable random-access scenarios" [w32:what-s-new, version 10.1].
    ("notify_flags", "file_ranges_transferred", "10.1"),
    // "Peer caching now uses Windows BranchCache" [w32:what-s-new, version 4.0].
    ("peer_caching_flags", "disable_branch_cache", "4.0"),
];

#[test]
fn first_versions_of_words_are_those_of_the_overview_and_the_pages() {
    let mut said: BTreeSet<(String, String, String)> = WORDS_OF_OTHER_PAGES
        .iter()
        .map(|(setting, word, since)| ((*setting).to_owned(), (*word).to_owned(), (*since).to_owned()))
        .collect();
    for row in rows() {
        for entry in row.min_bits.split("; ") {
            if let Some((named, since)) = entry.split_once(' ')
                && let Some((setting, word)) = named.split_once('=')
            {
                said.insert((setting.to_owned(), word.to_owned(), since.to_owned()));
            }
        }
    }
    let mut ours = BTreeSet::new();
    for spec in CATALOG {
        for part in spec.parts {
            let lists: &[&[Choice]] = match part.control {
                Control::Choice(choices) | Control::Flags(choices) => &[choices],
                Control::CostMask { bits, named } => &[bits, named],
                _ => &[],
            };
            for choice in lists.iter().copied().flatten() {
                let Some(since) = choice.since else {
                    continue;
                };
                assert!(since > spec.since, "{} {}", spec.name, choice.word);
                ours.insert((spec.name.to_owned(), choice.word.to_owned(), since.to_string()));
            }
        }
    }
    assert_eq!(ours, said);
}
