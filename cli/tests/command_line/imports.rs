//! `import` and `explain`: scripts in, documents and explanations out, and no secret with them.

use serde_json::Value;

fn run(arguments: &[&str], source: &str) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let all = [&["bitsmith"], arguments, &["-"]].concat();
    let code = bitsmith::run(all, &mut source.as_bytes(), &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).expect("it is UTF-8");
    (code, text(out), text(err))
}

#[test]
fn what_is_imported_is_emitted_one_job_or_many() {
    let one = "bitsadmin /create a\r\nbitsadmin /addfile a https://example.com/a.zip C:\\Data\\a.zip\r\n";
    for (source, jobs) in [
        (one.to_owned(), 1),
        (
            format!("{one}{}", one.replace(" a ", " b ").replace(" a\r", " b\r")),
            2,
        ),
        ("echo nothing\r\n".to_owned(), 0),
    ] {
        let (code, imported, _) = run(&["import"], &source);
        assert_eq!(code, 0, "{imported}");
        let documents: Value = serde_json::from_str(&imported).expect("it is JSON");
        assert_eq!(documents["documents"].as_array().map(Vec::len), Some(jobs));
        let (code, script, err) = run(&["emit", "--target", "powershell"], &imported);
        if jobs == 0 {
            assert_eq!((code, script.as_str()), (1, ""));
            assert!(err.contains("nothing to do"), "{err}");
        } else {
            assert_eq!(code, 0, "{err}");
            assert!(
                script.matches("Start-BitsTransfer @bitsNew").count() == jobs,
                "{script}"
            );
        }
    }
}

#[test]
fn no_secret_comes_out() {
    const SECRETS: &[&str] = &["hunter2", "s3cr3t", "t0ken", "bear3r"];
    let cmd = "bitsadmin /create a\r\n\
        bitsadmin /setcredentials a SERVER BASIC bob hunter2\r\n\
        bitsadmin /addfile a https://u:s3cr3t@example.com/a?sig=t0ken x.zip\r\n\
        bitsadmin /setcustomheaders a \"Authorization: Bearer bear3r\"\r\n\
        bitsadmin /setcredentials a SERVER hunter2\r\n";
    let powershell = "Start-BitsTransfer -Source 'https://u:s3cr3t@example.com/a?sig=t0ken' -Destination C:\\a \
        -CustomHeaders 'Authorization: Bearer bear3r'\n";
    for source in [cmd, powershell] {
        for arguments in [
            &["import"][..],
            &["import", "--format", "text"],
            &["explain"],
            &["explain", "--format", "json"],
            &["explain", "--format", "markdown"],
        ] {
            let (_, out, err) = run(arguments, source);
            for secret in SECRETS {
                assert!(
                    !out.contains(secret) && !err.contains(secret),
                    "{arguments:?}: {secret}\n{out}\n{err}"
                );
            }
        }
    }
}

#[test]
fn a_wrong_word_is_an_error_at_its_caret() {
    for (shell, source, said) in [
        ("cmd", "bitsadmin /setpriority j LOWEST\r\n", "1:26: error["),
        (
            "cmd",
            "bitsadmin /setsecurityflags j 0x0300\r\n",
            "1:31: error[undefined-redirect-policy]",
        ),
        ("cmd", "bitsadmin /create /name j\r\n", "1:19: error["),
        (
            "powershell",
            "Get-BitsTransfer j | Set-BitsTransfer -NoProgressTimeout 60",
            "`-RetryTimeout` is likely meant",
        ),
        ("powershell", "Start-BitsTransfer @{", "error[powershell-syntax]"),
    ] {
        let (code, out, _) = run(&["import", "--format", "text", "--shell", shell], source);
        assert_eq!(code, 1, "{out}");
        assert!(out.contains(said), "{out}");
    }
}

/// Errors of the documentation that can be seen in its code, by their row in the fact sheet: shell, command, rule.
const DOCUMENTED: &[(u32, &str, &str, &str)] = &[
    (
        9,
        "cmd",
        "bitsadmin Bitsadmin /SetClientCertificateByID myJob BG_CERT_STORE_LOCATION_CURRENT_USER MY A106B52356D3FBCD1853A41B619358BD",
        "program-named-twice",
    ),
    (
        16,
        "cmd",
        "bitsadmin /SetCredentialsJob SERVER NULL NULL",
        "unknown-verb",
    ),
    (
        18,
        "cmd",
        "bitsadmin /DeleteURL https://example.com/a",
        "verb-without-family",
    ),
    (
        19,
        "cmd",
        "bitsadmin /Cache / SetExpirationtime 60",
        "space-after-slash",
    ),
    (
        19,
        "cmd",
        "bitsadmin /util / enableanalyticchannel TRUE",
        "space-after-slash",
    ),
    (19, "cmd", "bitsadmin /addfileset files.txt", "missing-argument"),
    (
        19,
        "cmd",
        "bitsadmin /setdisplayname myDownloadJob",
        "missing-argument",
    ),
    (
        23,
        "powershell",
        "Add-BitsTransfer -ClientFileName C:\\a -ServerFileName http://h/a",
        "unknown-cmdlet",
    ),
    (
        24,
        "powershell",
        "Start-BitsTransfer -DisplayName MyJob -Suspended",
        "powershell-binding",
    ),
    (
        26,
        "powershell",
        "$c = Get-Credential; Get-BitsTransfer | Set-BitsTransfer -ProxyUsage AutoDetect -ProxyAuthentication $c",
        "powershell-binding",
    ),
    (
        42,
        "cmd",
        "bitsadmin /setnotifycmdline myJob c:\\winnt\\system32\\notepad.exe notepad c:\\eula.txt",
        "surplus-argument",
    ),
];

/// Commands that are as they should be.
const SOUND: &[(&str, &str)] = &[
    ("cmd", "bitsadmin /setdisplayname myJob \"another name\""),
    ("cmd", "bitsadmin /cache /deleteurl https://example.com/a"),
    ("cmd", "bitsadmin /setvalidationstate myJob 1 true"),
    (
        "powershell",
        "Start-BitsTransfer -Source http://h/a.txt -Destination c:\\clientdir\\",
    ),
    ("powershell", "Import-Csv filelist.txt | Start-BitsTransfer"),
    (
        "powershell",
        "Get-BitsTransfer -Name 'TestJob*' | Complete-BitsTransfer",
    ),
];

#[test]
fn errors_of_the_documentation_are_found_and_sound_commands_are_not_complained_of() {
    let rules = |shell: &str, command: &str| -> Vec<(String, String)> {
        let (_, out, _) = run(&["import", "--shell", shell], command);
        let read: Value = serde_json::from_str(&out).expect("it is JSON");
        let word = |found: &Value, key: &str| found[key].as_str().unwrap_or_default().to_owned();
        read["diagnostics"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|found| (word(found, "rule"), word(found, "severity")))
            .collect()
    };
    for (row, shell, command, rule) in DOCUMENTED {
        let found = rules(shell, command);
        assert!(
            found
                .iter()
                .any(|(name, severity)| name == rule && severity == "error"),
            "row {row}: {command}: {found:?}"
        );
    }
    for (shell, command) in SOUND {
        let found = rules(shell, command);
        assert!(
            found.iter().all(|(_, severity)| severity != "error"),
            "{command}: {found:?}"
        );
    }
}
