//! What scripts hold of documents.

use crate::streams::run;

fn document(name: &str, address: &str, headers: &str) -> String {
    format!(
        r#"{{ "bitsmith": 1, "subject": {{ "new": {{ "display_name": "{name}", "job_type": "download" }} }},
        "files": [{{ "remote_name": "{address}", "local_name": "C:\\Data\\{name}.zip" }}],
        "settings": {{ "custom_headers": [{headers}] }} }}"#
    )
}

#[test]
fn secrets_are_in_a_script_only_when_they_are_revealed() {
    let source = document(
        "secret",
        "https://example.com/a?sig=SIGNED",
        "\"Authorization: Bearer TOKEN\"",
    );
    let masked = run(&["emit", "--target", "powershell", "-"], source.as_bytes());
    let shown = run(
        &["emit", "--target", "powershell", "--reveal", "-"],
        source.as_bytes(),
    );
    assert_eq!((masked.code, shown.code), (0, 0), "{}{}", masked.err, shown.err);
    for secret in ["SIGNED", "TOKEN"] {
        assert!(
            !masked.out.contains(secret) && !masked.err.contains(secret),
            "{secret}"
        );
        assert!(shown.out.contains(secret), "{secret}");
    }
}

#[test]
fn several_documents_give_one_script() {
    let documents: Vec<String> = ["first", "second"]
        .iter()
        .map(|name| document(name, &format!("https://example.com/{name}"), ""))
        .collect();
    let source = format!("[{}]", documents.join(","));
    let left = run(&["emit", "--target", "powershell", "-"], source.as_bytes());
    assert_eq!(left.code, 0, "{}", left.err);
    for name in ["first", "second"] {
        assert!(
            left.out.contains(&format!("'https://example.com/{name}'")),
            "{name}"
        );
    }
    let source = source.replace("https://example.com/second", "second");
    let left = run(&["emit", "--target", "powershell", "-"], source.as_bytes());
    assert_eq!((left.code, left.out.as_str()), (1, ""));
    assert!(left.err.contains("\nin document 2\n"), "{}", left.err);
}

/// Flags that a file's ACL did not have before cannot be taken away with either tool: undo scripts say so.
#[test]
fn acl_flags_that_were_not_there_before_are_named_as_staying() {
    let document = br#"{ "bitsmith": 1, "subject": { "existing": { "name": "nightly" } },
        "settings": { "file_acl_flags": ["owner"] }, "profile": { "context": "elevated" } }"#;
    for target in ["powershell", "batch", "prompt"] {
        let left = run(&["emit", "--target", target, "--script", "undo", "-"], document);
        let said = "File ACL flags: undone only where some were set before";
        assert!(left.out.contains(said), "{target}: {}{}", left.out, left.err);
    }
}
