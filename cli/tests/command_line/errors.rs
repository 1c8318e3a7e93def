//! Error numbers decoded.

use crate::streams::run;

#[test]
fn a_number_is_decoded_in_any_spelling() {
    for spelling in [
        "0x80200011",
        "-2145386479",
        "Exception from HRESULT: 0x80200011",
        "BG_E_MISSING_FILE_SIZE",
    ] {
        let left = run(&["decode", spelling], b"");
        assert_eq!(left.code, 0, "{spelling}: {}", left.err);
        for says in [
            "0x80200011  BG_E_MISSING_FILE_SIZE\n",
            "Perhaps: ",
            "Look at the setting “Dynamic content” of the job.",
            "To see more: curl.exe",
        ] {
            assert!(left.out.contains(says), "{spelling}: {}", left.out);
        }
    }
    let left = run(&["decode", "no number"], b"");
    assert_eq!((left.code, left.out.as_str()), (1, ""));
    let left = run(&["decode", "BG_E_EMTY", "HTTP 404"], b"");
    assert_eq!(left.code, 1);
    assert!(left.err.contains("Is BG_E_EMPTY meant?"), "{}", left.err);
    assert!(
        left.out.starts_with("0x80190194  BG_E_HTTP_ERROR_404\n"),
        "{}",
        left.out
    );
    for (words, code) in [
        (&["HTTP", "404"][..], 0),
        (&["Win32", "error", "5"], 0),
        (&["foo", "404"], 1),
    ] {
        let left = run(&[&["decode"], words].concat(), b"");
        assert_eq!(left.code, code, "{words:?}: {}{}", left.out, left.err);
    }
    let left = run(&["decode", "--format", "json", "404", "0x80074321"], b"");
    let json: serde_json::Value = serde_json::from_str(&left.out).expect("it is JSON");
    assert_eq!(json["codes"][0]["code"], "0x80190194");
    assert_eq!(json["codes"][0]["setting"], "files");
    assert_eq!(json["codes"][1]["name"], "error 17185 of Windows");
}

#[test]
fn every_code_of_bits_is_in_the_table() {
    let table = include_str!("../../../tests/data/bits-errors.tsv");
    let left = run(&["errors", "--format", "json"], b"");
    let json: serde_json::Value = serde_json::from_str(&left.out).expect("it is JSON");
    let codes = json["codes"].as_array().expect("a list");
    let mut rows = 0;
    for line in table.lines().skip(1).filter(|line| !line.is_empty()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let code = codes.iter().find(|code| code["code"] == columns[1]);
        let code = code.unwrap_or_else(|| panic!("{line} is missing"));
        assert_eq!(code["name"], columns[0]);
        // In words of our own.
        let sentence = code["sentence"].as_str().expect("a sentence");
        assert!(!columns[2].contains(sentence.trim_end_matches('.')), "{line}");
        rows += 1;
    }
    assert_eq!(rows, 132);
    let text = run(&["errors"], b"");
    assert_eq!(text.out.lines().count(), codes.len());
}
