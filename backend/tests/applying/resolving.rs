//! Texts made literal for this machine.

use crate::world::{NIGHTLY, Told, calls_of, resolved};
use bitsmith_backend::calls::describe;
use bitsmith_backend::code::com;
use bitsmith_backend::resolve::{Answers, resolve};
use bitsmith_backend::secret::Secret;
use bitsmith_core::secret::Hole;
use bitsmith_core::value::Credential;

/// Answers with one text, whatever is asked.
struct One(Option<String>);

impl Answers for One {
    fn environment(&mut self, _name: &str) -> Option<String> {
        self.0.clone()
    }

    fn parameter(&mut self, _name: &str) -> Option<String> {
        self.0.clone()
    }

    fn hole(&mut self, _hole: &Hole) -> Option<Secret> {
        self.0.clone().map(Secret::new)
    }

    fn password(&mut self, _user: &str, _credential: &Credential) -> Option<Secret> {
        self.0.clone().map(Secret::new)
    }
}

#[test]
fn what_becomes_of_a_value_is_judged_before_anything_is_done() {
    let calls = calls_of(NIGHTLY);
    let long = "x".repeat(70_000);
    for (answer, says) in [
        (None, "no environment variable TEMP"),
        (Some("a\0b"), "NUL"),
        (Some(long.as_str()), "BITS takes at most 260"),
    ] {
        let error = resolve(&calls, &mut One(answer.map(str::to_owned)))
            .err()
            .expect("it is refused");
        assert!(error.to_string().contains(says), "{error}");
    }
}

/// A download of one file with settings.
fn download(remote: &str, local: &str, settings: &str) -> String {
    format!(
        r#"{{ "bitsmith": 1, "subject": {{ "new": {{ "display_name": "d", "job_type": "download" }} }},
            "files": [ {{ "remote_name": "{remote}", "local_name": "{local}" }} ], "settings": {{ {settings} }} }}"#
    )
}

#[test]
fn what_a_rule_forbids_in_a_document_is_not_filled_in_either() {
    const REMOTE: &str = "https://example.com/a";
    const LOCAL: &str = "C:\\\\Data\\\\a";
    let header = |header: &str| download(REMOTE, LOCAL, &format!(r#""custom_headers": ["{header}"]"#));
    for (document, answer, says) in [
        (header("X-A: {{p}}"), "a\r\nHost: other", "line break"),
        (header("X-A: {{env:P}}"), "a\nHost: other", "line break"),
        (header("{{p}}: a"), "X\r\nHost", "line break"),
        (
            header("Authorization: Bearer {{secret1}}"),
            "a\r\nHost: other",
            "line break",
        ),
        (
            header("Authorization: Bearer abc"),
            "a\r\nHost: other",
            "line break",
        ),
        (
            download("{{p}}", LOCAL, ""),
            "https://example.com/\r\na",
            "control character",
        ),
        (
            download("https://example.com/{{p}}", LOCAL, ""),
            "a\nb",
            "control character",
        ),
        (download("{{p}}", LOCAL, ""), "ftp://example.com/a", "ftp"),
        (download(REMOTE, "{{p}}", ""), "a.zip", "relative"),
        (download(REMOTE, "%P%", ""), "C:\\Data\\NUL", "device"),
        (
            download(REMOTE, LOCAL, r#""notify_cmd_line": { "program": "{{p}}" }"#),
            "cmd.exe",
            "full path",
        ),
    ] {
        let error = resolve(&calls_of(&document), &mut One(Some(answer.to_owned()))).err();
        let said = error.unwrap_or_else(|| panic!("{document}")).to_string();
        assert!(said.contains(says), "{document}: {said}");
        assert!(!said.contains("Host"), "{said}");
    }
}

#[test]
fn what_lowers_security_once_it_is_filled_in_is_said_then() {
    let document = download("{{p}}", "C:\\\\Data\\\\a", "");
    for (answer, rules) in [
        ("https://example.com/a", &[][..]),
        ("https://anna:hunter2@example.com/a", &["password-in-address"]),
    ] {
        let order = resolve(&calls_of(&document), &mut One(Some(answer.to_owned())));
        let said = order.unwrap_or_else(|error| panic!("{error}")).said;
        let lowering: Vec<&str> = said
            .iter()
            .filter(|diagnostic| diagnostic.lowers_security)
            .map(|diagnostic| diagnostic.rule)
            .collect();
        assert_eq!(lowering, rules);
        assert!(
            said.iter()
                .all(|diagnostic| !diagnostic.message.contains("hunter2"))
        );
    }
}

#[test]
fn nobody_to_ask_is_an_error_that_names_what_is_asked() {
    struct Mute;
    impl Answers for Mute {
        fn environment(&mut self, name: &str) -> Option<String> {
            Told.environment(name)
        }
        fn parameter(&mut self, _name: &str) -> Option<String> {
            None
        }
        fn hole(&mut self, _hole: &Hole) -> Option<Secret> {
            None
        }
        fn password(&mut self, _user: &str, _credential: &Credential) -> Option<Secret> {
            None
        }
    }
    let with_parameter = NIGHTLY.replace("Nightly update", "Nightly {{day}}");
    let without_headers = NIGHTLY.replace("\"Authorization: Bearer abc\"", "\"Accept: */*\"");
    for (document, says) in [
        (with_parameter.as_str(), "parameter day"),
        (NIGHTLY, "value of the header Authorization"),
        (without_headers.as_str(), "password of anna"),
    ] {
        let error = resolve(&calls_of(document), &mut Mute)
            .err()
            .expect("it is refused");
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[test]
fn a_variable_cannot_become_the_current_user() {
    let document = NIGHTLY.replace("\"anna\"", "\"{{user}}\"");
    let error = resolve(&calls_of(&document), &mut One(Some("implicit".to_owned()))).err();
    assert!(error.is_some_and(|error| error.to_string().contains("`implicit`")));
}

#[test]
fn the_plan_is_the_same_for_the_same_document_and_its_job_for_the_same_answers() {
    let (one, two) = (resolved(NIGHTLY), resolved(NIGHTLY));
    assert_eq!((one.digest(), one.key()), (two.digest(), two.key()));
    assert_eq!(one.digest(), calls_of(NIGHTLY).digest());
    let other = resolve(&calls_of(NIGHTLY), &mut One(Some("C:".to_owned())))
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(one.digest(), other.digest());
    assert_ne!(one.key(), other.key());
    let ended = resolved(&NIGHTLY.replace("4h", "5h"));
    assert_ne!(one.digest(), ended.digest());
    assert_eq!(one.key(), ended.key());
}

#[test]
fn calls_are_shown_in_words_and_as_code() {
    let shown: Vec<String> = calls_of(NIGHTLY)
        .steps
        .iter()
        .map(|step| format!("{} | {}", describe(&step.call), com(&step.call)))
        .collect();
    assert_eq!(
        shown,
        [
            "Makes the job `Nightly update`, download, suspended | IBackgroundCopyManager::CreateJob(\"Nightly update\", BG_JOB_TYPE_DOWNLOAD)",
            "Adds the file https://example.com/update.zip as %TEMP%\\update.zip | IBackgroundCopyJob::AddFile(\"https://example.com/update.zip\", \"%TEMP%\\\\update.zip\")",
            "Signs in at the server by Negotiate as anna, whose password is asked for | IBackgroundCopyJob2::SetCredentials(BG_AUTH_TARGET_SERVER, BG_AUTH_SCHEME_NEGOTIATE, \"anna\", password)",
            "Priority: low | IBackgroundCopyJob::SetPriority(BG_JOB_PRIORITY_LOW)",
            "No-progress timeout: 86400 s | IBackgroundCopyJob::SetNoProgressTimeout(86400)",
            "Custom headers: Authorization: Bearer {{secret1}} | IBackgroundCopyJobHttpOptions::SetCustomHeaders(\"Authorization: Bearer {{secret1}}\\r\\n\")",
            "Makes the job run | IBackgroundCopyJob::Resume()",
        ]
    );
}
