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

const OTHER_WINDOW: &str = "rem In another window say first which job is meant";

/// In another window than that of the main lines the variable of the job can be set, but what a change has kept is not there.
#[test]
fn prompt_lines_ask_for_a_job_only_where_they_name_it() {
    const NEW: &str = r#""subject": { "new": { "display_name": "N", "job_type": "download" } },
        "files": [ { "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\a.zip" } ]"#;
    const GUID: &str = r#""subject": { "existing": { "guid": "{C775D194-090F-431F-B5FB-8334D00D1CB6}" } },
        "settings": { "priority": "low" }"#;
    const NAME: &str = r#""subject": { "existing": { "name": "N" } }, "settings": { "priority": "low" }"#;
    for (members, ending, script, asked, does) in [
        (
            NEW,
            "start_and_leave",
            Script::Undo,
            true,
            "It removes what the main lines made, from what they kept in this window.",
        ),
        (NEW, "start_and_leave", Script::Check, true, "It shows the job"),
        (NEW, "one_shot", Script::Undo, false, "It has nothing to undo."),
        (NEW, "one_shot", Script::Check, false, "It shows the job"),
        (
            GUID,
            "leave",
            Script::Undo,
            false,
            "It puts back what the main lines changed, from what they kept in this window.",
        ),
        (GUID, "leave", Script::Check, false, "It shows the job"),
        (
            NAME,
            "leave",
            Script::Undo,
            false,
            "It puts back what the main lines changed, from what they kept in this window.",
        ),
        (NAME, "leave", Script::Check, true, "It shows the job"),
    ] {
        let text = of_documents(
            &format!(r#"{{ "bitsmith": 1, {members}, "ending": "{ending}" }}"#),
            Target::Prompt,
            script,
        );
        assert_eq!(text.contains(OTHER_WINDOW), asked, "{text}");
        assert_eq!(
            text.replace(OTHER_WINDOW, "").contains("%BITS_JOB%"),
            asked,
            "{text}"
        );
        assert!(text.contains(does), "{does}\n{text}");
    }
}

/// Every line of a script of documents.
fn of_documents(documents: &str, target: Target, script: Script) -> String {
    let drafts = read(documents).unwrap_or_else(|errors| panic!("{errors:?}\n{documents}"));
    let plans: Vec<_> = drafts
        .iter()
        .map(|draft| evaluate(draft, Reveal::Masked).plan.expect("a plan"))
        .collect();
    emit(&plans, Request { target, script })
        .unwrap_or_else(|errors| panic!("{errors:?}"))
        .text()
}

#[test]
fn every_machine_of_the_documents_is_named_once() {
    let document = |windows: &str| {
        format!(
            r#"{{ "bitsmith": 1, "profile": {{ "windows": "{windows}" }}, "subject": {{ "existing": {{ "name": "N" }} }}, "ending": "suspend" }}"#
        )
    };
    let [old, new] = ["server-2019", "server-2022"].map(document);
    let documents = format!("[{old}, {new}, {old}]");
    for target in [Target::PowerShell, Target::Batch, Target::Prompt] {
        let text = of_documents(&documents, target, Script::Main);
        let named: Vec<&str> = text
            .lines()
            .filter(|line| line.contains(" For Windows"))
            .collect();
        assert_eq!(named.len(), 2, "{text}");
        for (line, label) in named.iter().zip(["Windows Server 2019", "Windows Server 2022"]) {
            assert!(line.contains(label), "{line}");
        }
    }
}
