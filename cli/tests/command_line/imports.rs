//! `import` and `explain`: scripts in, documents and explanations out, and no secret with them.

use serde_json::Value;

fn run(arguments: &[&str], source: &str) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let input = if arguments.first() == Some(&"lint") {
        &[][..]
    } else {
        &["-"]
    };
    let all = [&["bitsmith"], arguments, input].concat();
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

/// A page is explained block by block; it is no script that could be imported or revised.
#[test]
fn a_page_is_told_from_a_script() {
    let page = "# Nightly\n\nSet it up; the password is hunter2:\n\n```cmd\nbitsadmin /create a\nbitsadmin /setcredentials a SERVER BASIC bob hunter2\n```\n\n> ```powershell\n> Get-BitsTransfer a\n> ```\n\nor `bitsadmin /cancel a`.\n";
    let (code, said, err) = run(&["explain"], page);
    assert_eq!((code, err.as_str()), (0, ""));
    for line in [
        "(line 6)",
        "(line 7)",
        "(line 11)",
        "(line 14)",
        "     Get-BitsTransfer\n",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(!said.contains("hunter2"), "{said}");
    for command in [&["import"][..], &["explain", "--shell", "cmd"]] {
        let (code, said, err) = run(command, page);
        match command {
            ["import"] => {
                assert_eq!((code, said.as_str()), (2, ""), "{said}");
                assert!(
                    err.contains("is Markdown") && err.contains("bitsmith lint"),
                    "{err}"
                );
            }
            _ => assert!(err.is_empty() && said.contains("(line 6)"), "{said}"),
        }
    }
    for script in [
        "<#\n.EXAMPLE\n```powershell\nGet-BitsTransfer a\n```\n#>\nGet-BitsTransfer a\n",
        "$page = @'\n```powershell\nGet-BitsTransfer a\n```\n'@\nGet-BitsTransfer a\n",
        "echo ```cmd > page.md\nbitsadmin /cancel a\n",
    ] {
        let (code, _, err) = run(&["import"], script);
        assert_eq!((code, err.as_str()), (0, ""), "{script}");
    }
}

/// Scripts with secrets, in their places and in wrong ones, by the extension of their files.
const WITH_SECRETS: &[(&str, &str)] = &[
    (
        "cmd",
        "bitsadmin /create a\r\nbitsadmin /setcredentials a SERVER BASIC bob hunter2\r\n",
    ),
    (
        "cmd",
        "bitsadmin /addfile a https://u:hunter2@example.com/a?sig=hunter2 x.zip\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setcustomheaders a \"Authorization: Bearer hunter2\"\r\n",
    ),
    // Too few words, too many, a word that the place does not take.
    ("cmd", "bitsadmin /setcredentials a SERVER hunter2\r\n"),
    (
        "cmd",
        "bitsadmin /setcredentials a SERVER BASIC bob hunter2 more\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setcredentials a SERVER BASIC bob \"hunter2\" \"hunter2 more\" and hunter2\r\n",
    ),
    ("cmd", "bitsadmin /setcredentials a SERVR BASIC bob hunter2\r\n"),
    // Programs in notify commands, variables, pipes.
    (
        "cmd",
        "bitsadmin /setnotifycmdline a C:\\cmd.exe \"cmd.exe /c bitsadmin /sethelpertoken j u@d hunter2\"\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setnotifycmdline a C:\\mysql.exe \"mysql.exe -uroot -phunter2\"\r\nmysql -phunter2 & bitsadmin /create b\r\n",
    ),
    (
        "cmd",
        "echo hunter2| runas /user:bob \"bitsadmin /resume a\"\r\nbitsadmin /creat a\r\n",
    ),
    (
        "cmd",
        "curl -H Authorization: Digest realm=\"a\", response=\"hunter2\" https://example.com & bitsadmin /creat a\r\n",
    ),
    (
        "cmd",
        "powershell -Command \"$p='hunter2'; Tool -Password $p; Get-BitsTransfer $p\"\r\n",
    ),
    (
        "ps1",
        "$p = 'hunter2'\nTool -Password $p\nGet-BitsTransfer $p | Suspend-BitsTransfr\n",
    ),
    (
        "ps1",
        "$abc = 'hunter2'\nStart-BitsTransfer https://example.com/a?sig=$abc C:\\a -Description $abc\n",
    ),
    // Verbs that are none.
    (
        "cmd",
        "bitsadmin /removecredentials a SERVER BASIC Edward hunter2\r\n",
    ),
    ("cmd", "bitsadmin /removecredentials a Edward hunter2\r\n"),
    (
        "cmd",
        "bitsadmin /removecredentials a Edward hunter2 SERVER BASIC\r\n",
    ),
    (
        "cmd",
        "bitsadmin /removecredentials SERVER BASIC Edward hunter2\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setproxysettings a OVERRIDE p:80 NULL bob hunter2\r\n",
    ),
    ("cmd", "bitsadmin /setproxysettings a PRECONFIG bob hunter2\r\n"),
    (
        "cmd",
        "bitsadmin /util /setieproxy localsystem MANUAL_PROXY p:80 NULL bob hunter2\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setnotifycmdline a C:\\cmd.exe \"cmd.exe /c bitsadmin /removecredentials a SERVER BASIC bob hunter2\"\r\n",
    ),
    (
        "powershell",
        "Start-BitsTransfer https://example.com/a C:\\a -Credential bob hunter2\n",
    ),
    ("powershell", "Set-BitsTransfer $j -Credential bob,hunter2\n"),
    ("cmd", "bitsadmin /setcredentails a SERVER BASIC bob hunter2\r\n"),
    (
        "cmd",
        "bitsadmin /SetCredentialsJob a SERVER BASIC bob hunter2\r\n",
    ),
    ("cmd", "bitsadmin setcredentials a SERVER BASIC bob hunter2\r\n"),
    ("cmd", "bitsadmin / setcredentials a SERVER BASIC bob hunter2\r\n"),
    // Words missing, in wrong places, put together.
    ("cmd", "bitsadmin /setcredentials j CORP bob hunter2\r\n"),
    ("cmd", "bitsadmin /setcredentials j SERVER bob hunter2\r\n"),
    ("cmd", "bitsadmin /setcredentials j BASIC bob hunter2\r\n"),
    ("cmd", "bitsadmin /setcredentials SERVER BASIC bob hunter2\r\n"),
    ("cmd", "bitsadmin /setcredentials j SERVER BASIC hunter2\r\n"),
    (
        "cmd",
        "bitsadmin /setcredentials j SERVER BASIC \"bob hunter2\"\r\n",
    ),
    ("cmd", "bitsadmin /setcredentials j SERVER BASIC bob:hunter2\r\n"),
    ("cmd", "bitsadmin /setcreds j bob hunter2\r\n"),
    ("cmd", "bitsadmin /credentials j bob hunter2\r\n"),
    ("cmd", "bitsadmin -setcredentials j SERVER BASIC bob hunter2\r\n"),
    ("cmd", "bitsadmin --setcredentials j SERVER BASIC bob hunter2\r\n"),
    ("cmd", "bitsadmin /setcredentials:j SERVER BASIC bob hunter2\r\n"),
    ("cmd", "bitsadmin /setpassword j hunter2\r\n"),
    ("cmd", "bitsadmin /setauth j bob hunter2\r\n"),
    (
        "cmd",
        "bitsadmin /transfer j /user bob /password hunter2 http://h/a C:\\a\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setcustomheaders j Authorization: Bearer hunter2\r\n",
    ),
    ("cmd", "bitsadmin /setcustomheaders j X-Api-Key: hunter2\r\n"),
    (
        "cmd",
        "bitsadmin /setcustomheaders j \"Authorization\" \"hunter2\"\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setproxysettings j OVERRIDE http://u:hunter2@proxy:80 NULL\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setcredentials j SERVER BASIC bob hunter2 & bitsadmin /setdescription j hunter2\r\n",
    ),
    (
        "ps1",
        "Start-BitsTransfer http://h/a C:\\a -CustomHeaders Authorization: Bearer hunter2\n",
    ),
    (
        "ps1",
        "Start-BitsTransfer http://h/a C:\\a -CustomHeaders @{Authorization='hunter2'}\n",
    ),
    (
        "ps1",
        "Start-BitsTransfer http://h/a C:\\a -CustomHeaders @{ Authorization = 'hunter2' }\n",
    ),
    (
        "ps1",
        "& 'bitsadmin.exe' @('/setcredentials','j','SERVER','BASIC','bob','hunter2')\n",
    ),
    (
        "ps1",
        "$s='hunter2'; Start-BitsTransfer \"https://h/a?sig=$s\" C:\\a\n",
    ),
    (
        "ps1",
        "Start-BitsTransfer http://h/a C:\\a -Credential ([System.Net.NetworkCredential]::new('bob','hunter2'))\n",
    ),
    (
        "ps1",
        "param([string]$Password='hunter2', $b)\nStart-BitsTransfer http://h/a C:\\a -Credential $b\n",
    ),
    ("ps1", "$password='hunter2'; Start-BitsTransfr http://h/a\n"),
    (
        "ps1",
        "Start-BitsTransfer http://h/a C:\\a -ProxyUsage Override -ProxyList http://u:hunter2@p:80\n",
    ),
    // Addresses without `//`, and shares.
    (
        "cmd",
        "bitsadmin /addfile a http:bob:hunter2@example.com/a C:\\a.zip\r\n",
    ),
    (
        "cmd",
        "bitsadmin /addfile a bob:hunter2@example.com/a C:\\a.zip\r\n",
    ),
    (
        "cmd",
        "bitsadmin /transfer a \\\\bob:hunter2@server\\share\\a.zip C:\\a.zip\r\n",
    ),
    (
        "ps1",
        "Start-BitsTransfer -Source bob:hunter2@example.com/a, 'http:bob:hunter2@example.com/b' -Destination C:\\a, C:\\b\n",
    ),
    // Command lines of programs that run when the job is done.
    (
        "cmd",
        "bitsadmin /setnotifycmdline a C:\\n.exe \"n.exe -phunter2\"\r\nbitsadmin /setdescription a hunter2\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setnotifycmdline a C:\\n.exe \"n.exe -p hunter2\"\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setnotifycmdline a C:\\n.exe \"n.exe /p:hunter2\"\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setnotifycmdline a C:\\n.exe \"7z.exe x -phunter2 a.7z\"\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setnotifycmdline a C:\\n.exe \"n.exe Server=h;Uid=u;Pwd=hunter2;Database=d\"\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setnotifycmdline a C:\\n.exe \"n.exe \\\"Data Source=h;Password=hunter2\\\"\"\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setnotifycmdline a C:\\n.exe \"n.exe --token=hunter2\"\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setnotifycmdline a C:\\n.exe \"n.exe -H Authorization: Bearer hunter2\"\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setnotifycmdline a C:\\n.exe \"n.exe \\\"X: Authorization: Bearer hunter2\\\"\"\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setnotifycmdline a C:\\n.exe \"n.exe bob:hunter2@example.com\"\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setnotifycmdline a \"C:\\n.exe --token hunter2\" NULL\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setnotifycmdline a \"C:\\n.exe --password=hunter2\" n.exe\r\n",
    ),
    (
        "ps1",
        "Set-BitsTransfer -BitsJob $j -NotifyCmdLine 'C:\\n.exe', 'n.exe -phunter2 Pwd=hunter2;Uid=u'\n",
    ),
    (
        "ps1",
        "Set-BitsTransfer -BitsJob $j -NotifyCmdLine 'C:\\n.exe --token hunter2', \"n.exe -Command `\"iwr h -Headers @{Authorization='Bearer hunter2'}`\"\"\n",
    ),
    // The two names of a file swapped, and lines that a fix moves.
    (
        "cmd",
        "bitsadmin /addfile a C:\\a.zip https://example.com/a?sig=hunter2\r\n",
    ),
    (
        "cmd",
        "bitsadmin /transfer a C:\\a.zip https://bob:hunter2@example.com/a\r\n",
    ),
    (
        "cmd",
        "bitsadmin /create a\r\nbitsadmin /addfile a https://example.com/a?sig=hunter2 C:\\a\r\n\
         bitsadmin /resume a\r\nbitsadmin /setcustomheaders a \"Cookie: hunter2\"\r\nbitsadmin /sethttpmethod a PUT\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setcredentials a SERVER BASIC bob hunter2\r\nbitsadmin /takeownership a\r\n",
    ),
    // Lines that go on, variables, one shell inside of the other.
    (
        "cmd",
        "bitsadmin /setcredentials a SERVER BASIC bob ^\r\n  hunter2\r\nbitsadmin /setpriority a LOWEST\r\n",
    ),
    (
        "cmd",
        "set X=hunter2\r\nbitsadmin /setcredentials a SERVER BASIC bob %X% more\r\nbitsadmin /setpriority a LOWEST & rem hunter2\r\n",
    ),
    (
        "cmd",
        "powershell -Command \"Set-BitsTransfer -CustomHeaders 'Cookie: hunter2'\" & bitsadmin /setcredentials a SERVER NTLM x hunter2\r\n",
    ),
    (
        "cmd",
        "cmd /c \"bitsadmin /setcredentials a SERVER BASIC bob hunter2 hunter2\"\r\n",
    ),
    (
        "ps1",
        "Start-BitsTransfer -Source 'https://u:hunter2@example.com/a?sig=hunter2' -Destination C:\\a \
         -CustomHeaders 'Authorization: Bearer hunter2'\n",
    ),
    (
        "ps1",
        "Start-BitsTransfer -Source https://h/a -Destination C:\\a -Credential (New-Object PSCredential('bob', \
         (ConvertTo-SecureString 'hunter2' -AsPlainText -Force))) -Authentication Base\n",
    ),
    (
        "ps1",
        "bitsadmin /setcredentails a SERVER BASIC bob `\n  hunter2\n",
    ),
    (
        "ps1",
        "Start-BitsTransfer -Source C:\\a -Destination 'https://h/a?sig=hunter2' -TransferTyp Upload\n",
    ),
    // Other programs beside, within and around; expressions that hold it.
    (
        "cmd",
        "net use \\\\s\\x hunter2 /user:bob\r\nreg add HKCU\\x /v Password /d hunter2\r\ncmdkey /add:s /user:u /pass:hunter2\r\n\
         curl -u bob:hunter2 https://h & sqlcmd -S h -U sa -P hunter2\r\nset KENNWORT=hunter2\r\nbitsadmin /creat a\r\n\
         schtasks /create /tn x /rp hunter2 /tr \"bitsadmin /setcredentials j SERVER BASIC bob hunter2\"\r\n",
    ),
    (
        "cmd",
        "bitsadmin /setnotifycmdline a C:\\net.exe \"net.exe use \\\\s\\x hunter2 /user:bob\"\r\n\
         bitsadmin /setnotifycmdline b C:\\cmd.exe \"cmd.exe /c bitsadmin /setcredentials j SERVER BASIC bob hunter2\"\r\n\
         bitsadmin /setnotifycmdline c C:\\plink.exe \"plink.exe -pw hunter2 bob@h\"\r\n",
    ),
    (
        "ps1",
        "$p = \"hunter2\" | ConvertTo-SecureString -AsPlainText -Force\n\
         Start-BitsTransfer -Source \"https://h/a?x=$(Get-Sig -Key hunter2)\" -Dest C:\\a -Credential bob:hunter2 \
         -CustomHeaders \"Authorization: Basic $([Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes('bob:hunter2')))\"\n",
    ),
    (
        "ps1",
        "Start-BitsTransfer -Source \"https://h/a?sig=$(Sign 'hunter2')\" -Destination C:\\a -CustomHeaders \
         \"Authorization: $(Get-Header bob hunter2)\"\nStart-BitsTransfer -Source \"https://h/a?sas=hunter2&token=hunter2\" -Dest C:\\a\n",
    ),
    (
        "ps1",
        "Set-BitsTransfer -CustomHeaders @{ Authorization = 'Bearer hunter2' } -Prioriti High\n",
    ),
];

/// What is printed of a script, whatever is asked, with the question.
fn everything_printed(extension: &str, source: &str) -> Vec<(String, String)> {
    let shell = if extension == "ps1" { "powershell" } else { "cmd" };
    let mut printed = Vec::new();
    for arguments in [
        &["import"][..],
        &["import", "--format", "text"],
        &["explain"],
        &["explain", "--format", "json"],
        &["explain", "--format", "markdown"],
    ] {
        let (_, out, err) = run(&[arguments, &["--shell", shell]].concat(), source);
        printed.push((format!("{arguments:?}"), format!("{out}\n{err}")));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(format!("a.{extension}"));
    std::fs::write(&file, source).expect("a file");
    let file = file.to_str().expect("a path");
    for format in ["text", "json", "sarif", "github"] {
        for fix in [&[][..], &["--fix"]] {
            let (_, out, err) = run(&[&["lint", "--format", format], fix, &[file]].concat(), "");
            printed.push((format!("lint {format} {fix:?}"), format!("{out}\n{err}")));
        }
    }
    printed
}

/// A program in another language is no script: where it names a command of BITS is told, and nothing else.
#[test]
fn a_file_in_another_language_is_named_and_not_judged() {
    const PYTHON: &str = "import os\nos.system(f\"bitsadmin /transfer j {url} %s\")\nwhile True:\n    break\nps('Get-BitsTransfer')\n";
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["get.py", "get.CS", "get.vbs", "Dockerfile"] {
        let file = folder.path().join(name);
        std::fs::write(&file, PYTHON).expect("a file");
        let file = file.to_str().expect("a path");
        let call = |arguments: &[&str]| {
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let all = [&["bitsmith"], arguments, &[file]].concat();
            let code = bitsmith::run(all, &mut &[][..], &mut out, &mut err);
            let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it is UTF-8");
            (code, text(out), text(err))
        };
        let (code, out, _) = call(&["lint", "--format", "json"]);
        let report: Value = serde_json::from_str(&out).expect("JSON");
        let found = report["diagnostics"].as_array().expect("diagnostics");
        let told: Vec<_> = found.iter().map(|one| (&one["rule"], &one["line"])).collect();
        let rule = Value::from("commands-not-followed");
        assert_eq!(
            (code, told),
            (0, vec![(&rule, &Value::from(2)), (&rule, &Value::from(5))]),
            "{name}"
        );
        let (code, out, _) = call(&["explain"]);
        assert_eq!(code, 0, "{name}: {out}");
        assert!(
            out.starts_with("No command of BITS is read here; a part of the text"),
            "{out}"
        );
        assert_eq!(out.matches("[commands-not-followed]").count(), 2, "{out}");
        let (code, _, err) = call(&["import"]);
        assert_eq!(code, 2, "{err}");
        assert!(
            err.contains("another language") && err.contains("--shell"),
            "{err}"
        );
    }
}

/// A page that only speaks of commands is not said to have nothing to do with BITS.
#[test]
fn a_page_that_speaks_of_commands_is_said_to_do_so() {
    for (page, said) in [
        (
            "```\nbitsadmin /create <name>\n```\n",
            "No command of BITS is read here; the text speaks of some, in sentences or with placeholders.\n",
        ),
        ("```\nver\n```\n", "No command of BITS is found in this text.\n"),
        (
            "```\nver\n```\nbitsadmin /transfer job url https://h/x to C:\\x\n",
            "No command of BITS is read here; a part of the text that is not followed names one.\n",
        ),
        (
            "```\nver\n```\nbitsadmin /transfer j https://example.com/x C:\\x\n",
            "1. Makes a job (download) named “j”",
        ),
    ] {
        let (_, out, err) = run(&["explain"], page);
        assert!(out.starts_with(said), "{page}: {out}{err}");
    }
}

#[test]
fn the_name_of_a_file_says_its_shell_unless_the_option_does() {
    let folder = tempfile::tempdir().expect("a folder");
    const CMD: &str = "@echo off\r\nset JOB=nightly\r\nbitsadmin /resume %JOB%\r\n";
    const BOTH: &str = "bitsadmin /resume nightly\r\n";
    const POWERSHELL: &str = "#requires -Modules BitsTransfer\n$job = Get-BitsTransfer -Name nightly\n";
    for (name, source, options, shell, says) in [
        ("a.cmd", CMD, &[][..], "cmd", ""),
        ("a.BAT", BOTH, &[], "cmd", ""),
        ("a.ps1", BOTH, &[], "PowerShell", ""),
        ("a.psm1", POWERSHELL, &[], "PowerShell", ""),
        ("a.txt", POWERSHELL, &[], "PowerShell", ""),
        (
            "a.ps1",
            CMD,
            &[],
            "PowerShell",
            "looks like one of cmd. Say --shell cmd",
        ),
        (
            "a.cmd",
            POWERSHELL,
            &[],
            "cmd",
            "looks like one of PowerShell. Say --shell powershell",
        ),
        ("a.ps1", CMD, &["--shell", "cmd"], "cmd", ""),
        ("a.cmd", BOTH, &["--shell", "powershell"], "PowerShell", ""),
        ("a.cmd", BOTH, &["--shell", "auto"], "cmd", ""),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, source).expect("a file");
        let file = file.to_str().expect("a path");
        let all = [&["bitsmith", "import", "--format", "text"], options, &[file]].concat();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        bitsmith::run(all, &mut &b""[..], &mut out, &mut err);
        let text = |bytes| String::from_utf8(bytes).expect("it is UTF-8");
        let (out, err) = (text(out), text(err));
        assert!(
            out.starts_with(&format!("A text of {shell}:")),
            "{name} {options:?}\n{out}"
        );
        assert_eq!(
            err.contains("looks like"),
            !says.is_empty(),
            "{name} {options:?}\n{err}"
        );
        assert!(err.contains(says), "{name}\n{err}");
    }
}

#[test]
fn variables_that_no_line_of_the_script_sets_are_named() {
    let source = "param($Url)\nStart-BitsTransfer -Source $Url -Destination \"$env:TEMP\\$($x.Name)\" -Asynchronous -DisplayName a\n";
    let (_, documents, _) = run(&["import", "--shell", "powershell"], source);
    let (_, _, err) = run(&["emit", "--target", "powershell"], &documents);
    assert!(
        err.contains("note: The script does not set $Url, $x, and uses what it finds"),
        "{err}"
    );
}

#[test]
fn what_is_given_to_the_wrong_command_is_told_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let document =
        r#"{ "bitsmith": 1, "subject": { "new": { "display_name": "a", "job_type": "download" } } }"#;
    let utf16: Vec<u8> = "bitsmith".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes, arguments, says) in [
        (
            "a.json",
            document.as_bytes(),
            &["import"][..],
            "is a document already, and no script",
        ),
        (
            "a.cmd",
            b"bitsadmin /list",
            &["check"],
            "is a script by its name; `bitsmith import",
        ),
        (
            "a.ps1",
            b"$a = 1",
            &["emit", "--target", "powershell"],
            "is a script by its name",
        ),
        ("b.cmd", &utf16, &["import"], "UTF-16 without a byte order mark"),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).expect("a file");
        let all = [&["bitsmith"], arguments, &[file.to_str().expect("a path")]].concat();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let code = bitsmith::run(all, &mut &b""[..], &mut out, &mut err);
        let said = String::from_utf8([out, err].concat()).expect("it is UTF-8");
        assert!(code > 0 && said.contains(says), "{name}\n{said}");
    }
    let (code, _, err) = run(&["lint", "-"], "");
    assert!(code == 2 && err.contains("lint takes files and folders"), "{err}");
}

#[test]
fn words_say_that_they_mask_nothing() {
    let (_, out, _) = run(&["words", "--help"], "");
    assert!(
        out.replace('\n', " ").contains("passwords and other secrets too"),
        "{out}"
    );
}

#[test]
fn no_secret_comes_out() {
    let mut told = Vec::new();
    for (extension, source) in WITH_SECRETS {
        for (asked, printed) in everything_printed(extension, source) {
            let lines = printed.lines().filter(|line| line.contains("hunter2"));
            told.extend(lines.map(|line| format!("{source}{asked}: {line}")));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn nothing_printed_steers_the_terminal() {
    for (extension, source) in [
        (
            "cmd",
            "bitsadmin /create \"a\u{1b}[2J\u{202e}b\" & bitsadmin /setpriority \"\u{1b}]0;x\u{7}\" \u{1b}[31m\r\n",
        ),
        (
            "cmd",
            "bitsadmin /cr\u{1b}[2Jeate a\r\nbitsadmin /setnotifyflags a \u{9b}2\r\n",
        ),
        (
            "ps1",
            "Set-BitsTransfer -Prior\u{1b}[2Jity High\nStart-Bits\u{1b}[0mTransfer -Source 'https://h/\u{1b}[2J' -Foo\u{7}\n",
        ),
        ("cmd", "rem bitsmith: allow \u{1b}[2J\r\nbitsadmin /cancel a\r\n"),
    ] {
        for (asked, printed) in everything_printed(extension, source) {
            let steers = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}';
            assert!(!printed.contains(steers), "{source:?}\n{asked}:\n{printed:?}");
        }
    }
}

#[test]
fn a_change_shown_to_a_workflow_is_no_command_of_it() {
    let source = "bitsadmin /transfer j ^\r\n  /download /priority x https://h/a C:\\a\r\n::error::x\r\n ::stop-commands::x\r\nbitsadmin bitsadmin /list\r\n";
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.cmd");
    std::fs::write(&file, source).expect("a file");
    let (_, out, err) = run(
        &[
            "lint",
            "--format",
            "github",
            "--fix",
            file.to_str().expect("a path"),
        ],
        "",
    );
    assert!(out.contains("::error file="), "{out}");
    for line in out.lines().chain(err.lines()) {
        let line = line.trim_start();
        let ours = ["::error file=", "::warning file=", "::notice file="];
        assert!(
            !line.starts_with("::") || ours.iter().any(|start| line.starts_with(start)),
            "{line}"
        );
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
