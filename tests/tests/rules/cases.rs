//! What is said of jobs that people write, and of what nothing is said.

use crate::{diagnostics, draft, names, shown};
use bitsmith_core::catalog::SettingId;
use bitsmith_core::diagnostic::Severity;
use bitsmith_core::draft::UNREADABLE;
use bitsmith_core::job_text::texts;
use bitsmith_core::plan::value_texts;
use bitsmith_core::text::Text;
use bitsmith_core::value::Entries;
use serde_json::json;
use std::collections::BTreeSet;

#[test]
fn an_ordinary_download_is_not_talked_about() {
    let found = diagnostics(&draft(
        r#"{ "bitsmith": 1, "subject": { "new": { "display_name": "Nightly update", "job_type": "download" } },
             "files": [ { "remote_name": "https://example.com/a%20b.zip?x=1", "local_name": "%TEMP%\\a b.zip" } ] }"#,
    ));
    assert_eq!(found, []);
}

fn file(remote: &str, local: &str) -> String {
    json!({
        "bitsmith": 1,
        "subject": { "new": { "display_name": "Nightly update", "job_type": "download" } },
        "files": [ { "remote_name": remote, "local_name": local } ],
    })
    .to_string()
}

fn settings(kind: &str, settings: &str, more: &str) -> String {
    let subject = match kind {
        "existing" => r#"{ "existing": { "guid": "{C775D194-090F-431F-B5FB-8334D00D1CB6}" } }"#.to_owned(),
        _ => format!(r#"{{ "new": {{ "display_name": "Nightly update", "job_type": "{kind}" }} }}"#),
    };
    let files = match kind {
        "existing" => "",
        _ => {
            r#""files": [ { "remote_name": "https://example.com/a.zip", "local_name": "C:\\Data\\a.zip" } ],"#
        }
    };
    format!(r#"{{ "bitsmith": 1, "subject": {subject}, {files} "settings": {{ {settings} }} {more} }}"#)
}

#[test]
fn names_of_files_are_judged_as_bits_judges_them() {
    let https = "https://example.com/a.zip";
    let data = r"C:\Data\a.zip";
    let table: &[(&str, &str, &[&str])] = &[
        (https, data, &[]),
        (https, r"%TEMP%\a.zip", &[]),
        (https, "{{target}}", &[]),
        (https, r"C:{{folder}}\a.zip", &[]),
        (https, r"\\server\c$\a.zip", &[]),
        (https, r"C:\Data\%%20.zip", &[]),
        (https, r"C:\$Recycle.Bin\a.zip", &[]),
        (https, r"C:\it's here\a.zip", &[]),
        ("{{url}}", data, &[]),
        ("http{{s}}://example.com/a.zip", data, &[]),
        ("https://example.com/a%20b.zip?x=%41&$top=1#part", data, &[]),
        ("https://example.com/%{{code}}", data, &[]),
        ("https://[fe80::1]:8080/a.zip", data, &[]),
        (r"\\server\share\a b%.zip", data, &[]),
        ("file://server/share/a.zip", data, &[]),
        (https, "a.zip", &["relative-local-name"]),
        (https, r"..\a.zip", &["relative-local-name"]),
        (https, r"C:a.zip", &["relative-local-name"]),
        (https, r"\Data\a.zip", &["relative-local-name"]),
        (https, r"'C:\Data\a.zip'", &["quotes-around-path"]),
        (https, r"$env:TEMP\a.zip", &["shell-variable-as-text"]),
        (https, r"C:\Data\$name.zip", &["shell-variable-as-text"]),
        (https, r"C:\Data\<name>.zip", &["unfilled-placeholder"]),
        (https, r"C:\Data\a?.zip", &["wildcard-in-file-name"]),
        (https, r"C:\Data\", &["folder-as-local-name"]),
        (https, "C:", &["folder-as-local-name"]),
        (https, r"C:\Data\..", &["folder-as-local-name"]),
        (https, r"C:\Data\a.", &["dot-or-space-at-end-of-name"]),
        (https, r"C:\CON\a.zip", &["reserved-device-name"]),
        (
            https,
            "C:\\Data\\a\u{7}.zip",
            &["illegal-character-in-local-name"],
        ),
        (
            https,
            r"\\?\UNC\server\share\a.zip",
            &["device-prefix-in-local-name"],
        ),
        (https, r"\\.\pipe\a", &["device-prefix-in-local-name"]),
        (https, "%DATE%.zip", &["command-prompt-variable"]),
        ("ftp://example.com/a.zip", data, &["unsupported-protocol"]),
        ("example.com/a.zip", data, &["remote-name-without-protocol"]),
        ("http:/example.com/a.zip", data, &["remote-name-without-protocol"]),
        ("%HOST%/a.zip", data, &["shell-variable-as-text"]),
        ("https://example.com/%TEMP%/a", data, &["shell-variable-as-text"]),
        (
            r"https://example.com/a\b",
            data,
            &["illegal-character-in-address"],
        ),
        ("https://example.com/100%", data, &["percent-sign-in-address"]),
        ("https://exämple.com/ä", data, &["non-ascii-host"]),
        (r"X:\a.zip", data, &["drive-letter-in-remote-name"]),
        (r"C:\Data\a.zip", "https://example.com/a.zip", &["swapped-names"]),
        ("a.zip", "https://example.com/a.zip", &["swapped-names"]),
        ("https://u:p@example.com/a.zip", data, &["password-in-address"]),
        ("https://u@example.com/a.zip", data, &[]),
        ("https://example.com/a.zip?token=x", data, &["secret-in-address"]),
        ("https://example.com/{{path}}", data, &["reserved-parameter-name"]),
        ("https://", data, &["address-without-host"]),
        ("http:///a.zip", data, &["address-without-host"]),
        ("http://:8080/a.zip", data, &["address-without-host"]),
        ("https://u@/a.zip", data, &["address-without-host"]),
        ("https://example.com:99999/a.zip", data, &["malformed-port"]),
        ("https://example.com:0/a.zip", data, &["malformed-port"]),
        ("https://example.com:80a/a.zip", data, &["malformed-port"]),
        ("https://[fe80::1]:x/a.zip", data, &["malformed-port"]),
        ("https://example.com:/a.zip", data, &[]),
        ("https://example.com:{{port}}/a.zip", data, &[]),
        ("https://{{server}}:99999/a.zip", data, &[]),
        (r"\\server", data, &["share-without-file"]),
        (r"\\server\share", data, &["share-without-file"]),
        (r"\\server\share\", data, &["share-without-file"]),
        (r"\\server\share\folder\", data, &["share-without-file"]),
        (r"\\server\{{share}}", data, &[]),
        (https, r"\\server", &["share-without-file"]),
        (https, r"\\server\share", &["share-without-file"]),
        (https, r"\\server\share\", &["folder-as-local-name"]),
        (https, r"\\server\share\a.zip", &[]),
    ];
    for (remote, local, expected) in table {
        let found = diagnostics(&draft(&file(remote, local)));
        let expected: BTreeSet<&str> = expected.iter().copied().collect();
        assert_eq!(names(&found), expected, "{remote} {local}{}", shown(&found));
    }
}

#[test]
fn settings_are_judged_together() {
    let elevated = r#", "profile": { "context": "elevated" }"#;
    let old = r#", "profile": { "windows": "vista" }"#;
    let table: &[(&str, &str, &str, &[&str])] = &[
        ("download", "", "", &[]),
        ("upload", "", "", &[]),
        (
            "upload_reply",
            r#""reply_file_name": "C:\\Data\\reply.xml""#,
            "",
            &[],
        ),
        (
            "upload_reply",
            r#""reply_file_name": "reply.xml""#,
            "",
            &["relative-local-name"],
        ),
        (
            "upload_reply",
            r#""reply_file_name": "C:\\Data\\A.zip""#,
            "",
            &["same-local-name-twice"],
        ),
        (
            "download",
            r#""reply_file_name": "C:\\Data\\r""#,
            "",
            &["reply-file-without-upload-reply"],
        ),
        (
            "download",
            r#""minimum_retry_delay": 59"#,
            "",
            &["short-retry-delay"],
        ),
        (
            "download",
            r#""minimum_retry_delay": "15d""#,
            "",
            &["bound-shorter-than-retry-delay", "retry-delay-exceeds-timeout"],
        ),
        ("existing", r#""minimum_retry_delay": "15d""#, "", &[]),
        (
            "download",
            r#""no_progress_timeout": 60"#,
            "",
            &["retry-delay-exceeds-timeout"],
        ),
        ("existing", r#""no_progress_timeout": 60"#, "", &[]),
        (
            "download",
            r#""custom_headers": [ "{{whole}}", "Accept: a:b" ]"#,
            "",
            &[],
        ),
        (
            "download",
            r#""custom_headers": [ "Accept=text/plain" ]"#,
            "",
            &["header-without-colon"],
        ),
        (
            "download",
            r#""custom_headers": [ ": x" ]"#,
            "",
            &["malformed-header-name"],
        ),
        ("download", r#""http_method": "get""#, "", &[]),
        (
            "download",
            r#""http_method": "post""#,
            "",
            &["custom-http-method", "malformed-http-method"],
        ),
        (
            "download",
            r#""security_flags": { "flags": [ "enable_crl_check" ], "redirect_policy": "disallow" }"#,
            "",
            &[],
        ),
        (
            "download",
            r#""priority": "foreground", "http_method": "POST""#,
            "",
            &["custom-http-method"],
        ),
        (
            "download",
            r#""priority": "foreground", "dynamic_content": true"#,
            "",
            &[],
        ),
        (
            "existing",
            r#""http_method": "POST""#,
            "",
            &["custom-http-method", "setting-after-first-resume"],
        ),
        (
            "existing",
            r#""file_acl_flags": [ "dacl" ]"#,
            "",
            &["setting-after-first-resume"],
        ),
        (
            "existing",
            r#""replace_remote_prefix": { "old_prefix": "http:", "new_prefix": "https:" }"#,
            "",
            &[],
        ),
        (
            "download",
            r#""replace_remote_prefix": { "old_prefix": "http:", "new_prefix": "https:" }"#,
            "",
            &["setting-for-existing-jobs-only"],
        ),
        (
            "upload",
            r#""on_demand_mode": true"#,
            r#", "ending": "create_only""#,
            &["setting-for-other-job-type"],
        ),
        (
            "download",
            r#""proxy_settings": { "usage": "no_proxy", "bypass": [ "<local>" ] }"#,
            "",
            &["proxy-list-without-override"],
        ),
        (
            "download",
            r#""proxy_settings": { "usage": "override", "list": [ "p" ], "bypass": [ "<local>", "*.example.com" ] }"#,
            "",
            &[],
        ),
        (
            "download",
            r#""proxy_settings": { "usage": "override", "list": [ "p" ], "bypass": [ "intranet;*.example.com" ] }"#,
            "",
            &["malformed-bypass"],
        ),
        (
            "download",
            r#""proxy_settings": { "usage": "override", "list": [ "p" ], "bypass": [ "a, b", "<local> c" ] }"#,
            "",
            &["malformed-bypass"],
        ),
        (
            "download",
            r#""credentials": [ { "target": "server", "scheme": "ntlm", "user": "John Smith" } ]"#,
            "",
            &["space-in-user-name"],
        ),
        (
            "download",
            r#""credentials": [ { "target": "server", "scheme": "ntlm", "user": "EXAMPLE\\John Smith" } ]"#,
            "",
            &[],
        ),
        (
            "download",
            r#""credentials": [ { "target": "proxy", "scheme": "passport", "user": "implicit" } ]"#,
            "",
            &[
                "implicit-user-with-explicit-scheme",
                "proxy-credentials-for-server",
            ],
        ),
        ("download", r#""notify_flags": [ "disable" ]"#, "", &[]),
        (
            "download",
            r#""notify_flags": [ "disable", "job_error" ]"#,
            "",
            &["disabled-notification-with-command"],
        ),
        (
            "download",
            r#""notify_cmd_line": { "program": "", "parameters": "" }"#,
            "",
            &[],
        ),
        (
            "download",
            r#""notify_cmd_line": { "program": "NUL", "parameters": "" }"#,
            "",
            &["nul-as-notify-program"],
        ),
        (
            "download",
            r#""notify_cmd_line": { "program": "%SystemRoot%\\System32\\cmd.exe", "parameters": "cmd /c %TEMP%\\a.cmd" }"#,
            "",
            &["notify-program", "shell-variable-as-text"],
        ),
        ("download", r#""cost_flags": [ "standard" ]"#, "", &[]),
        (
            "download",
            r#""cost_flags": [ "roaming" ]"#,
            "",
            &["costly-connection"],
        ),
        ("download", r#""cost_flags": []"#, "", &["no-connection-allowed"]),
        (
            "download",
            r#""peer_caching_flags": [ "disable_branch_cache" ]"#,
            "",
            &[],
        ),
        (
            "download",
            r#""peer_caching_flags": [ "enable_peercaching_client" ]"#,
            old,
            &[],
        ),
        (
            "download",
            r#""peer_caching_flags": [ "disable_branch_cache" ]"#,
            old,
            &["value-newer-than-profile"],
        ),
        (
            "download",
            r#""cost_flags": [ "standard" ]"#,
            old,
            &["newer-than-profile"],
        ),
        (
            "download",
            r#""notify_flags": [ "file_transferred", "job_error" ]"#,
            old,
            &["notify-flags-beyond-the-command"],
        ),
        (
            "download",
            r#""notify_flags": [ "file_ranges_transferred" ]"#,
            old,
            &["value-newer-than-profile"],
        ),
        (
            "download",
            r#""notify_flags": [ "file_transferred" ]"#,
            r#", "profile": { "windows": "xp" }"#,
            &["value-newer-than-profile"],
        ),
        (
            "download",
            r#""security_flags": { "flags": [ "allow_https_to_http" ] }"#,
            r#", "profile": { "windows": "xp", "bits": "2.5" }"#,
            &["https-to-http-redirect", "value-newer-than-profile"],
        ),
        (
            "download",
            r#""proxy_settings": { "usage": "autodetect" }"#,
            r#", "profile": { "windows": "server-2003", "bits": "1.5" }"#,
            &["value-newer-than-profile"],
        ),
        (
            "existing",
            r#""take_ownership": true"#,
            "",
            &["missing-administrator-rights", "take-ownership"],
        ),
        (
            "download",
            r#""take_ownership": true"#,
            "",
            &["setting-for-existing-jobs-only"],
        ),
        (
            "existing",
            r#""take_ownership": true, "credentials": [ { "target": "server", "scheme": "ntlm", "user": "EXAMPLE\\ann" } ]"#,
            elevated,
            &["owner-not-logged-on", "take-ownership"],
        ),
        (
            "download",
            r#""helper_token": "set", "helper_token_flags": [ "local_file" ]"#,
            "",
            &["helper-token-without-rights"],
        ),
        (
            "existing",
            r#""helper_token_flags": [ "local_file" ]"#,
            elevated,
            &["owner-not-logged-on"],
        ),
        (
            "existing",
            r#""helper_token": "clear""#,
            "",
            &["helper-token-without-rights"],
        ),
        (
            "download",
            "",
            r#", "ending": "create_only""#,
            &["uncompleted-job"],
        ),
        ("existing", "", r#", "ending": "resume""#, &["uncompleted-job"]),
        ("existing", "", r#", "ending": "suspend""#, &[]),
        ("existing", "", "", &["nothing-to-do"]),
        (
            "existing",
            r#""validation_state": [ { "file": 0, "valid": true } ]"#,
            r#", "ending": "complete""#,
            &["completing-unfinished-jobs", "setting-after-first-resume"],
        ),
        (
            "download",
            "",
            r#", "ending": { "wait_and_complete": { "bound": "10m" } }"#,
            &["bound-shorter-than-retry-delay"],
        ),
        ("existing", r#""priority": "high""#, r#", "ask": "whatif""#, &[]),
        (
            "existing",
            r#""priority": "high""#,
            r#", "ask": "confirm", "profile": { "context": "scheduled-task" }"#,
            &["owner-not-logged-on", "prompt-without-person"],
        ),
        (
            "download",
            r#""custom_headers": [ "Authorization: x" ], "make_custom_headers_write_only": true"#,
            r#", "profile": { "context": "scheduled-task" }"#,
            &["owner-not-logged-on", "prompt-without-person"],
        ),
    ];
    for (kind, typed, more, expected) in table {
        let found = diagnostics(&draft(&settings(kind, typed, more)));
        let expected: BTreeSet<&str> = expected.iter().copied().collect();
        assert_eq!(names(&found), expected, "{kind} {typed} {more}{}", shown(&found));
    }
}

#[test]
fn the_context_decides_what_is_said_of_logon_and_rights() {
    let severities = |windows: &str, context: &str, settings_typed: &str| -> Vec<(&'static str, Severity)> {
        let more = format!(r#", "profile": {{ "windows": "{windows}", "context": "{context}" }}"#);
        diagnostics(&draft(&settings("download", settings_typed, &more)))
            .iter()
            .filter(|one| one.rule.starts_with("owner") || one.rule.starts_with("helper"))
            .map(|one| (one.rule, one.severity))
            .collect()
    };
    let token = r#""helper_token": "set", "helper_token_flags": [ "local_file" ]"#;
    let (owner, rights) = ("owner-not-logged-on", "helper-token-without-rights");
    use Severity::{Error, Information, Warning};
    for (windows, context, typed, expected) in [
        ("11", "interactive", "", vec![]),
        ("11", "service-account", "", vec![]),
        ("11", "elevated", "", vec![(owner, Information)]),
        ("11", "scheduled-task", "", vec![(owner, Information)]),
        ("11", "remote-session", "", vec![(owner, Information)]),
        ("10-1511", "remote-session", "", vec![(owner, Warning)]),
        ("11", "nobody-logged-on", "", vec![(owner, Warning)]),
        ("10-1607", "interactive", token, vec![(rights, Information)]),
        ("10-1511", "interactive", token, vec![(rights, Error)]),
        ("10-1511", "elevated", token, vec![(owner, Information)]),
        (
            "10-1511",
            "scheduled-task",
            token,
            vec![(rights, Warning), (owner, Information)],
        ),
    ] {
        assert_eq!(
            severities(windows, context, typed),
            expected,
            "{windows} {context} {typed}"
        );
    }
}

#[test]
fn lengths_are_those_that_bits_takes() {
    let table: &[(SettingId, usize, usize)] = &[
        (SettingId::DisplayName, 0, 256),
        (SettingId::Description, 0, 1024),
        (SettingId::Files, 0, 2200),
        (SettingId::Files, 1, 260),
        (SettingId::ReplyFileName, 0, 260),
        (SettingId::NotifyCmdLine, 0, 260),
        (SettingId::NotifyCmdLine, 1, 4000),
        (SettingId::ClientCertificateByName, 1, 255),
        (SettingId::ClientCertificateByName, 2, 255),
        (SettingId::Credentials, 2, 300),
        (SettingId::ProxySettings, 1, 4000),
        (SettingId::ProxySettings, 2, 4000),
        (SettingId::CustomHeaders, 0, 16_381),
    ];
    for (id, part, limit) in table {
        for (length, fits) in [(*limit, true), (limit + 1, false)] {
            let mut draft = draft(&settings("download", "", ""));
            let mut entries = match id {
                SettingId::Files => draft.entries(*id).unwrap().clone(),
                SettingId::NotifyCmdLine => Entries(vec![vec!["C:\\a.exe".into()], vec!["".into()]]),
                SettingId::ClientCertificateByName => Entries(vec![
                    vec!["current_user".into()],
                    vec!["MY".into()],
                    vec!["Ann".into()],
                ]),
                SettingId::Credentials => {
                    Entries(vec![vec!["server".into()], vec!["ntlm".into()], vec!["".into()]])
                }
                SettingId::ProxySettings => Entries(vec![vec!["override".into()], vec!["p".into()], vec![]]),
                _ => Entries::default(),
            };
            // A header has its name, an address short segments.
            let start = match (id, part) {
                (SettingId::CustomHeaders, _) => "X: ",
                (SettingId::Files, 0) => "https://example.com/",
                (SettingId::Files | SettingId::ReplyFileName, _) | (SettingId::NotifyCmdLine, 0) => "C:\\",
                _ => "",
            };
            let mut text = start.to_owned();
            while text.len() < length {
                text.push(if start.starts_with("https") && text.len() % 100 == 0 {
                    '/'
                } else {
                    'a'
                });
            }
            entries.set_cell(*part, 0, text.into());
            draft.settings.insert(*id, entries);
            let limits = ["long-headers", "long-address-segment", UNREADABLE];
            let refused = diagnostics(&draft)
                .iter()
                .any(|one| one.severity == Severity::Error && limits.contains(&one.rule));
            assert_eq!(!refused, fits, "{} {part} with {length}", id.name());
        }
    }
}

#[test]
fn every_text_of_a_job_has_a_place() {
    let document = settings(
        "upload_reply",
        r#""description": "d", "reply_file_name": "C:\\r", "custom_headers": [ "A: b", "C: d" ], "http_method": "PUT",
           "replace_remote_prefix": { "old_prefix": "o", "new_prefix": "n" }, "remote_name": [ { "file": 0, "remote_name": "x" } ],
           "client_certificate_by_id": { "store_location": "users", "store_name": "s", "cert_hash": "A106B52356D3FBCD1853A41B619358BD00112233" },
           "client_certificate_by_name": { "store_location": "users", "store_name": "t", "subject_name": "u" },
           "proxy_settings": { "usage": "override", "list": [ "p", "q" ], "bypass": [ "y" ] },
           "credentials": [ { "target": "proxy", "scheme": "ntlm", "user": "implicit" }, { "target": "server", "scheme": "ntlm", "user": "v" } ],
           "notify_cmd_line": { "program": "C:\\w", "parameters": "w z" }"#,
        "",
    );
    let job = draft(&document).job().0.unwrap();
    let placed = texts(&job);
    let mut found: Vec<&Text> = placed.iter().map(|text| text.text).collect();
    let all: Vec<Text> = job.settings.values().iter().flat_map(value_texts).collect();
    let mut all: Vec<&Text> = all.iter().collect();
    found.sort();
    all.sort();
    assert_eq!(found, all);
    // The edit of a text with itself changes nothing, so it names the right cell.
    for text in placed {
        let mut changed = draft(&document);
        changed.apply(&text.edit(text.text).unwrap());
        assert_eq!(changed.job().0.as_ref(), Some(&job), "{:?}", text.place);
    }
}
