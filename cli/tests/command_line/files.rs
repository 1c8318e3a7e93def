//! Encodings of input files, and output files that are whole or not there.

use crate::streams::{run, starting};
use bitsmith_core::emit::{Script, Target};
use std::fs;

fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}"
        .encode_utf16()
        .chain(text.encode_utf16())
        .flat_map(bytes_of)
        .collect()
}

/// A document whose unknown key shows how its letters were read.
const LETTERS: &str = "{ \"bitsmith\": 1, \"\u{e4}\u{20ac}\": 1 }";

#[test]
fn every_encoding_is_read() {
    let windows_1252 = b"{ \"bitsmith\": 1, \"\xe4\x80\": 1 }".to_vec();
    let table = [
        (LETTERS.as_bytes().to_vec(), false),
        (format!("\u{feff}{LETTERS}").into_bytes(), false),
        (utf16(LETTERS, u16::to_le_bytes), false),
        (utf16(LETTERS, u16::to_be_bytes), false),
        (windows_1252, true),
    ];
    for (bytes, is_said) in table {
        let left = run(&["check", "-"], &bytes);
        assert_eq!(left.code, 1, "{bytes:?}");
        assert!(
            left.out.contains(
                "standard input:1:18: error[malformed-document]: A document has no `\u{e4}\u{20ac}`."
            ),
            "{}",
            left.out
        );
        assert_eq!(left.err.contains("Windows-1252"), is_said, "{}", left.err);
    }
}

#[test]
fn damaged_utf16_is_no_text() {
    for bytes in [&b"\xff\xfe{"[..], b"\xff\xfe\x00\xd8{\0"] {
        let left = run(&["check", "-"], bytes);
        assert_eq!((left.code, left.out.as_str()), (2, ""));
        assert!(left.err.contains("UTF-16LE"), "{}", left.err);
    }
}

#[test]
fn a_file_is_named_in_what_is_said_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("job.json");
    fs::write(&path, "{ \"bitsmith\": 3 }").expect("it is written");
    let name = path.to_str().expect("a name");
    let left = run(&["check", name], b"");
    assert!(
        left.out.starts_with(&format!("{name}:1:15: error[")),
        "{}",
        left.out
    );
}

#[test]
fn scripts_end_their_lines_with_cr_lf() {
    for target in Target::ALL {
        for script in Script::ALL {
            let arguments = ["emit", "--target", target.word(), "--script", script.word(), "-"];
            // Prompt lines cannot wait.
            let source = starting();
            let start = source.find("  \"ending\"").expect("it has an ending");
            let end = source.find("  \"folders\"").expect("it has folders");
            let source = format!(
                "{}  \"ending\": \"start_and_leave\",\n{}",
                &source[..start],
                &source[end..]
            );
            let left = run(&arguments, source.as_bytes());
            assert_eq!(left.code, 0, "{arguments:?}: {}", left.err);
            assert!(
                left.out.split_inclusive('\n').all(|line| line.ends_with("\r\n")),
                "{arguments:?}"
            );
            assert!(
                *target != Target::PowerShell || left.out.lines().count() > 10,
                "{arguments:?}"
            );
        }
    }
}

#[test]
fn the_program_hands_its_exit_code_on() {
    for (argument, code) in [("new", 0), ("check", 2)] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_bitsmith"))
            .arg(argument)
            .output()
            .expect("it runs");
        assert_eq!(output.status.code(), Some(code), "{argument}");
        assert_eq!(output.stdout.is_empty(), code != 0, "{argument}");
    }
}

#[test]
fn a_script_is_written_whole_and_its_place_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("job.ps1");
    let name = path.to_str().expect("a name");
    fs::write(&path, "old").expect("it is written");
    let out = run(&["emit", "--target", "powershell", "-"], starting().as_bytes());
    let left = run(
        &["emit", "--target", "powershell", "-o", name, "-"],
        starting().as_bytes(),
    );
    assert_eq!((left.code, left.out.as_str()), (0, ""), "{}", left.err);
    assert!(
        left.err.contains(&format!("The script is in {name}.")),
        "{}",
        left.err
    );
    assert_eq!(fs::read_to_string(&path).expect("it is there"), out.out);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&path).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o400, 0o400);
        assert_eq!(mode & 0o111, 0);
    }
}

#[test]
fn nothing_is_written_when_something_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("job.cmd");
    let name = path.to_str().expect("a name");
    fs::write(&path, "old").expect("it is written");
    let wrong = starting().replace("\"normal\"", "\"urgent\"");
    for (arguments, stdin, code) in [
        (
            &["emit", "--target", "batch", "-o", name, "-"][..],
            wrong.as_str(),
            1,
        ),
        (&["emit", "--target", "batch", "-o", name, "-"], "{", 1),
        (&["emit", "--target", "batch", "-o", name, "no such file"], "", 2),
    ] {
        let left = run(arguments, stdin.as_bytes());
        assert_eq!((left.code, left.out.as_str()), (code, ""), "{stdin}");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "old");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}

#[test]
fn folders_missing_folders_and_the_document_itself_are_no_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let document = folder.path().join("job.json");
    fs::write(&document, starting()).expect("it is written");
    let missing = folder.path().join("none").join("job.cmd");
    for (output, says) in [
        (folder.path(), "is a folder"),
        (missing.as_path(), "cannot be written: its folder is not there."),
        (document.as_path(), "is the document itself"),
    ] {
        let names = [output, document.as_path()].map(|path| path.to_str().expect("a name"));
        let left = run(&["emit", "--target", "batch", "-o", names[0], names[1]], b"");
        assert_eq!((left.code, left.out.as_str()), (2, ""), "{says}");
        assert!(left.err.contains(says), "{}", left.err);
        assert!(
            !left.err.contains(".bitsmith-"),
            "a name of the program's own: {}",
            left.err
        );
    }
    assert_eq!(fs::read_to_string(&document).expect("it is there"), starting());
    let script = folder.path().join("job.cmd");
    fs::write(&script, "bitsadmin /create nightly\n").expect("it is written");
    let imported = run(&["import", script.to_str().expect("a name")], b"");
    fs::write(&document, &imported.out).expect("it is written");
    let names = [&document, &script, &document].map(|path| path.to_str().expect("a name"));
    let left = run(&["revise", "-o", names[0], names[1], names[2]], b"");
    assert_eq!((left.code, left.out.as_str()), (2, ""));
    assert!(left.err.contains("is the document itself"), "{}", left.err);
    assert_eq!(fs::read_to_string(&document).expect("it is there"), imported.out);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, link) = (folder.path().join("a.cmd"), folder.path().join("b.cmd"));
    fs::write(&file, "old").expect("it is written");
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    let name = link.to_str().expect("a name");
    let left = run(
        &["emit", "--target", "batch", "-o", name, "-"],
        starting().as_bytes(),
    );
    assert_eq!(left.code, 0, "{}", left.err);
    assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
    assert_ne!(fs::read_to_string(&file).expect("it is there"), "old");
}
