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
