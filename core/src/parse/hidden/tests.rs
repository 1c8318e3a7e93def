use super::*;

#[test]
fn secrets_of_scripts_are_not_shown() {
    for line in [
        "bitsadmin /setcredentials j SERVER BASIC ann SECRET",
        "bitsadmin /setcredentials j SERVER BASIC ann \"SECRET SECRET\" & bitsadmin /resume j",
        "BITSADMIN /SetCredentials \"a b\" PROXY NTLM ann SECRET SECRET",
        "bitsadmin /setcustomheaders j \"Authorization: Bearer SECRET\" \"Accept: b\"",
        "bitsadmin /transfer j https://ann:SECRET@h/a C:\\a",
        "bitsadmin /transfer j \"https://h/a?sig=SECRET\" C:\\a",
        "bitsadmin /setnotifycmdline j c:\\n.exe \"n.exe --token SECRET\"",
        "$p = ConvertTo-SecureString 'SECRET' -AsPlainText -Force",
        "$p = ConvertTo-SecureString -String SECRET -AsPlainText -Force",
        "New-Object System.Management.Automation.PSCredential('ann', 'SECRET')",
        "$password = 'SECRET SECRET'",
        "$cfg.Password = \"SECRET\"",
        "set PASSWORD=SECRET SECRET",
        "set \"TOKEN=SECRET SECRET\"",
        "-CustomHeaders 'X: y', 'Authorization: Bearer SECRET'",
        "    Authorization = 'Bearer SECRET'",
        "-CustomHeaders:\"Cookie: SECRET\"",
        "bitsadmin /setcredentails j SERVER BASIC ann SECRET",
        "bitsadmin /SetCredentialsJob j SERVER BASIC ann SECRET more",
        "bitsadmin setcredentials j SERVER BASIC ann SECRET",
        "bitsadmin / setcredentials j SERVER BASIC ann SECRET",
        "bitsadmin /setcredentials j SERVER BASIC ann ^\r\n  SECRET",
        "bitsadmin /setcredentials j SERVER BASIC ann `\n  SECRET",
        "bitsadmin /setcredentials j SERVER BASIC ann > nul SECRET",
        "tool --password SECRET",
        "tool /password:SECRET",
    ] {
        let shown = masked(line);
        assert!(!shown.contains("SECRET"), "{shown}");
        assert_eq!(shown.encode_utf16().count(), line.encode_utf16().count());
        assert!(is_in(line));
    }
}

#[test]
fn what_is_no_secret_is_shown() {
    for line in [
        "bitsadmin /setcredentials j SERVER NEGOTIATE NULL NULL\r\n",
        "bitsadmin /transfer j https://h/a?b=c C:\\a.zip\n",
        "bitsadmin /setcustomheaders j \"Accept: b\"",
        "$job = Get-BitsTransfer -Name 'a b'",
        "Set-BitsTransfer -BitsJob $j -Credential (Get-Credential)",
        "$password = Read-Host -AsSecureString",
        "set A=b c",
        "\ttext \u{E9}\u{1F600}",
    ] {
        assert_eq!(masked(line), line);
    }
}

#[test]
fn nothing_steers_the_terminal() {
    assert_eq!(masked("a\u{1b}[2J\u{202e}b\r\nc\r"), "a*[2J*b\r\nc\r");
}

#[test]
fn sentences_leave_secrets_out_and_nothing_else() {
    let words = ["hunter2", "a b", "!pass!", "2"];
    let mut secrets = Secrets::default();
    words.iter().for_each(|word| secrets.insert(word));
    for (sentence, expected) in [
        ("The word hunter2 is surplus.", "The word … is surplus."),
        ("hunter22 and xhunter2 stay.", "hunter22 and xhunter2 stay."),
        ("“a b” and “!pass!”", "“…” and “…”"),
        ("/setcredentials takes five.", "/setcredentials takes five."),
        ("a\u{1b}[2Jb\u{202e}", "a\u{FFFD}[2Jb\u{FFFD}"),
        (
            "https://ann:pw@h/a is not https://h/a",
            "https://ann:…@h/a is not https://h/a",
        ),
    ] {
        assert_eq!(secrets.sentence(sentence), expected);
    }
}

#[test]
fn long_lines_take_time_by_their_length() {
    for word in [
        "/setcredentials ",
        "ConvertTo-SecureString ",
        "'a'securestring ",
        "set a=b ",
        "password = ",
        "-token ",
    ] {
        let text = word.repeat(40_000);
        assert_eq!(masked(&text).len(), text.len(), "{word}");
    }
}
