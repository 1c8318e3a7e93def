//! What is written: nothing that is the default, no secret that is not revealed; links.

use crate::NEW;
use bitsmith_core::catalog::SettingId;
use bitsmith_core::document::{LINK_LIMIT, Secrets, from_link, read, to_link, write};
use bitsmith_core::draft::Draft;
use bitsmith_core::job::Leftover;
use bitsmith_core::profile::Context;
use bitsmith_core::value::Entries;

#[test]
fn what_is_not_the_default_is_written_and_nothing_else() {
    let mut draft = read(&format!(r#"{{ "bitsmith": 1, {NEW} }}"#)).unwrap().remove(0);
    let lines = |draft: &Draft| -> Vec<String> {
        write(std::slice::from_ref(draft), Secrets::Masked)
            .lines()
            .map(|line| line.trim().to_owned())
            .collect()
    };
    assert_eq!(
        lines(&draft),
        [
            "{",
            "\"bitsmith\": 1,",
            "\"subject\": {",
            "\"new\": {",
            "\"job_type\": \"download\",",
            "\"display_name\": \"n\"",
            "}",
            "}",
            "}"
        ]
    );
    draft.profile.context = Context::ScheduledTask;
    draft.ending.on_bound = Leftover::Leave;
    let text = lines(&draft).join("");
    assert!(
        text.contains(r#""profile": {"context": "scheduled-task"}"#),
        "{text}"
    );
    assert!(
        text.contains(r#""ending": {"wait_and_complete": {"on_bound": "leave"}}"#),
        "{text}"
    );
    let empty = Draft::default();
    assert!(read(&write(&[empty], Secrets::Shown)).is_ok());
}

#[test]
fn secrets_are_written_only_when_they_are_revealed() {
    let source = format!(
        r#"{{ "bitsmith": 1, {NEW},
        "files": [ {{ "remote_name": "https://u:PASS@h/a?sig=SIGN&x=1", "local_name": "C:\\a" }},
                   {{ "remote_name": ["https://h/b?token=TOKEN"], "local_name": "C:\\b" }} ],
        "settings": {{ "custom_headers": ["Cookie: COOKIE {{{{", "Authorization: Bearer {{{{x}}}}BEARER", "Accept: */*"],
          "notify_cmd_line": {{ "program": "C:\\n.exe", "parameters": "n.exe --api-key=NOTIFY -v" }} }} }}"#
    );
    let drafts = read(&source).unwrap();
    let shown = write(&drafts, Secrets::Shown);
    let masked = write(&drafts, Secrets::Masked);
    let link = to_link(&drafts[0]).unwrap();
    let from_link = write(&[from_link(&link).unwrap()], Secrets::Shown);
    for secret in ["PASS", "SIGN", "TOKEN", "COOKIE", "BEARER", "NOTIFY"] {
        assert!(shown.contains(secret), "{secret}");
        assert!(!masked.contains(secret), "{secret}");
        assert!(!from_link.contains(secret), "{secret}");
    }
    assert!(
        masked.contains("https://u:{{secret1}}@h/a?sig={{secret2}}&x=1"),
        "{masked}"
    );
    assert_eq!(from_link, masked);
    assert_eq!(write(&read(&masked).unwrap(), Secrets::Masked), masked);
}

#[test]
fn links_that_are_damaged_or_new_are_refused() {
    for (link, says) in [
        ("", "damaged"),
        ("v1.", "empty"),
        ("v1.e30", "version"),
        ("v1.*", "damaged"),
        ("v1._w", "damaged"),
        ("v2.e30", "another version"),
        ("#v1.W10", "no document"),
    ] {
        let message = from_link(link).unwrap_err().to_string();
        assert!(message.contains(says), "{link}: {message}");
    }
    assert!(from_link(&format!("v1.{}", "A".repeat(LINK_LIMIT))).is_err());
    let mut draft = Draft::default();
    draft
        .settings
        .insert(SettingId::Description, Entries::one("x".repeat(LINK_LIMIT)));
    assert_eq!(to_link(&draft), None);
}
