//! What the comment at the top of a script says of it is true.

use bitsmith_core::document::read;
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;

/// The comment of a script of a download, with these members of the document.
fn header(target: Target, members: &str) -> String {
    let document = format!(
        r#"{{ "bitsmith": 1,
            "subject": {{ "new": {{ "display_name": "Nightly", "job_type": "download" }} }},
            "files": [ {{ "remote_name": "\\\\server\\share\\a.zip", "local_name": "C:\\Data\\a.zip" }} ],
            "ending": "start_and_leave", {members} }}"#
    );
    let draft = &read(&document).unwrap_or_else(|errors| panic!("{errors:?}\n{document}"))[0];
    let evaluation = evaluate(draft, Reveal::Masked);
    let plan = evaluation
        .plan
        .unwrap_or_else(|| panic!("{:?}", evaluation.diagnostics));
    let request = Request {
        target,
        script: Script::Main,
    };
    let script = emit(&[plan], request)
        .unwrap_or_else(|errors| panic!("{errors:?}"))
        .text();
    let comment = |line: &&str| {
        line.starts_with('#')
            || line.starts_with("rem ")
            || line.starts_with("@")
            || line.starts_with("setlocal")
    };
    script.lines().take_while(comment).collect::<Vec<_>>().join("\n")
}

#[test]
fn only_what_a_script_says_is_counted() {
    for (target, members, counted) in [
        (
            Target::PowerShell,
            r#""settings": { "notification_clsid": "{C775D194-090F-431F-B5FB-8334D00D1CB6}", "minimum_notification_interval_ms": 5000 }"#,
            "with 1 file;",
        ),
        (
            Target::PowerShell,
            r#""settings": { "priority": "low", "notification_clsid": "{C775D194-090F-431F-B5FB-8334D00D1CB6}" }"#,
            "with 1 file and 1 setting;",
        ),
        (
            Target::Batch,
            r#""settings": { "priority": "low", "notification_clsid": "{C775D194-090F-431F-B5FB-8334D00D1CB6}" }"#,
            "with 1 file and 1 setting;",
        ),
    ] {
        let header = header(target, members);
        assert!(header.contains(counted), "{counted}\n{header}");
    }
}

const ELEVATED: [&str; 2] = ["Run it elevated", "needs an elevated Command Prompt"];

#[test]
fn elevation_is_asked_for_where_it_is_needed() {
    let token = r#""helper_token": "set", "helper_token_flags": [ "local_file" ]"#;
    for (settings, windows, context, is_asked) in [
        (r#""priority": "low""#, "server-2025", "interactive", false),
        // Since Windows 10 1607 the owner may set a helper token.
        (token, "server-2025", "interactive", false),
        (token, "server-2012-r2", "elevated", true),
        (
            r#""file_acl_flags": [ "dacl" ]"#,
            "server-2025",
            "interactive",
            false,
        ),
        (
            r#""file_acl_flags": [ "owner" ]"#,
            "server-2025",
            "interactive",
            true,
        ),
        (
            r#""file_acl_flags": [ "group", "dacl" ]"#,
            "server-2025",
            "interactive",
            true,
        ),
        (
            r#""file_acl_flags": [ "sacl" ]"#,
            "server-2025",
            "interactive",
            true,
        ),
    ] {
        for target in [Target::PowerShell, Target::Batch] {
            let members = format!(
                r#""settings": {{ {settings} }}, "profile": {{ "windows": "{windows}", "context": "{context}" }}"#
            );
            let header = header(target, &members);
            let asks = ELEVATED.iter().any(|words| header.contains(words));
            assert_eq!(asks, is_asked, "{settings} on {windows}\n{header}");
            assert_ne!(header.contains("It needs no elevation"), is_asked, "{header}");
        }
    }
}
