mod table;

use super::word::{has_nothing, looked_at};
use super::*;
use crate::command::bitsadmin::{Argument, VERBS};
use crate::parse::{Reading, import};
use crate::secret::mask_command_line;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as STANDARD;
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_word_that_has_nothing_has_no_hole_for_those_who_look(
        quote in "[\"']?",
        start in "(|:|>|https?://|ftp:|file:|C:|z:|/|-p|-|\\\\\\\\|bot12345:)",
        parts in prop::collection::vec(
            "(|token|key|Authorization|hooks\\.|webhook|eyJhbGciOiJI|ghp_|sk_live_|bot123456|password|bearer)([a-c1-3]{0,28}|[a1._%~{}$+\"'<>()\\[\\],^!|-]{0,6})[/\\\\.]?",
            0..5,
        ),
        before in "(|copy|/addfile|/setdisplayname|/SETPROXYSETTINGS|/cancel)",
    ) {
        let word = format!("{quote}{start}{}{quote}", parts.concat());
        let is_behind_verb = before.starts_with('/');
        if has_nothing(&word) && !word.contains(char::is_whitespace) {
            prop_assert_eq!(looked_at(&before, &word, is_behind_verb), None, "{}", word);
        }
    }
}

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
        "New-Object PSCredential 'ann', 'SECRET'",
        "New-Object PSCredential $ann, 'SECRET'",
        "New-Object PSCredential($ann, 'SECRET')",
        "New-Object PSCredential -ArgumentList $ann, 'SECRET'",
        "[pscredential]::new('ann', 'SECRET')",
        "[pscredential]::new($ann, 'SECRET')",
        "[Net.NetworkCredential]::new('', 'SECRET', 'DOMAIN')",
        "New-Object Net.NetworkCredential(\"ann\", \"SECRET\")",
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
        "bitsadmin /setcredentials j SERVER BASIC ann SECRET >nul 2>&1",
        "bitsadmin /setcredentials j SERVER 2>nul BASIC ann SECRET",
        "bitsadmin /setcredentials j SERVER BASIC ann <xSECRET9>",
        "tool --password SECRET",
        "curl -H Authorization: Splunk SECRET https://h/a",
        "curl -H Authorization: AWS4-HMAC-SHA256 Credential=SECRET, SignedHeaders=host, Signature=SECRET https://h/a",
        "tool /password:SECRET",
        "tool \"tokens=SECRET x\"",
        "tool -phunter2SECRET",
        "bitsadmin /addfile j http:ann:SECRET@h/a C:\\a",
        "net use \\\\ann:SECRET@server\\share",
    ] {
        let shown = masked(line);
        assert!(!shown.contains("SECRET"), "{shown}");
        assert_eq!(shown.encode_utf16().count(), line.encode_utf16().count());
        assert!(is_in(line));
    }
}

#[test]
fn a_secret_in_base64_is_as_good_as_in_clear() {
    let encoded = |text: &str| {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        STANDARD.encode(bytes)
    };
    let secret = encoded("$p = ConvertTo-SecureString 'hunter2' -AsPlainText -Force");
    let twice = encoded(&format!("powershell -enc {secret}"));
    let harmless = encoded("Start-BitsTransfer https://h/a C:\\a");
    for (text, is_hidden) in [(&secret, true), (&twice, true), (&harmless, false)] {
        for line in [
            format!("powershell -NoProfile -enc {text}"),
            format!("$e = '{text}'"),
            format!("set \"E={text}\""),
            format!("set E={text}"),
            format!("Start-Process powershell -ArgumentList '-enc {text}'"),
            format!("powershell -enc:{text};"),
        ] {
            assert_eq!(!masked(&line).contains(text.as_str()), is_hidden, "{line}");
        }
    }
}

#[test]
fn what_is_no_secret_is_shown() {
    for line in [
        "Set-BitsTransfer $j -p Low -d x",
        "Set-BitsTransfer $j -P:High",
        "bitsadmin /setcredentials j SERVER NEGOTIATE NULL NULL\r\n",
        "bitsadmin /setcredentials j SERVER NEGOTIATE NULL NULL >nul 2>&1",
        "bitsadmin /setcredentials j SERVER NEGOTIATE NULL NULL > C:\\log.txt",
        "bitsadmin /sethelpertoken \"my job\" >nul",
        "bitsadmin /sethelpertoken \"my job\"",
        "bitsadmin /sethelpertoken {C775D194-090F-431F-B5FB-8334D00D1CB6} & bitsadmin /resume j",
        "bitsadmin /transfer j https://h/a?b=c C:\\a.zip\n",
        "bitsadmin /setcustomheaders j \"Accept: b\"",
        "$job = Get-BitsTransfer -Name 'a b'",
        "$c = New-Object PSCredential('ann', $p)",
        "$c = New-Object System.Management.Automation.PSCredential -ArgumentList 'DOMAIN\\ann', $p",
        "$c = New-Object PSCredential \"ann\", $p",
        "$c = [pscredential]::new('ann', $p)",
        "Set-BitsTransfer -BitsJob $j -Credential (Get-Credential)",
        "$password = Read-Host -AsSecureString",
        "set A=b c",
        "bitsadmin /setcredentials j SERVER BASIC <user> <password>",
        "for /f \"usebackq tokens=3 delims=:. \" %%a in (`bitsadmin /create k`) do set G=%%a",
        "for /f tokens=2 %%a in ('bitsadmin /rawreturn /create k') do set G=%%a",
        "\ttext \u{E9}\u{1F600}",
    ] {
        assert_eq!(masked(line), line);
    }
}

#[test]
fn a_job_is_shown_beside_a_password() {
    for (line, shown) in [
        (
            "bitsadmin /sethelpertoken j u@d hunter2",
            "bitsadmin /sethelpertoken j u@d *******",
        ),
        (
            "curl -H Authorization: hunter2 https://h/a",
            "curl -H Authorization: ******* https://h/a",
        ),
        (
            "bitsadmin /setcredentials j SERVER BASIC u hunter2",
            "bitsadmin /setcredentials j SERVER BASIC u *******",
        ),
        (
            "bitsadmin /setcredentials hunter2",
            "bitsadmin /setcredentials *******",
        ),
    ] {
        assert_eq!(masked(line), shown);
    }
}

/// A verb of the catalog with a word for each of its arguments, and the password that it takes.
#[test]
fn each_password_that_the_catalog_knows_is_hidden_and_no_other_word() {
    const SECRET: &str = "summer";
    let mut count = 0;
    for verb in VERBS {
        let Some(password) = verb.arguments.iter().find(|argument| argument.role.is_secret()) else {
            continue;
        };
        assert_eq!(password.switch, None, "{verb}");
        let word = |argument: &Argument| match argument.kind.spellings().first() {
            _ if argument.role.is_secret() => SECRET,
            Some(spelling) => spelling.said,
            None => "one",
        };
        let words: Vec<&str> = verb.placed().map(word).collect();
        let call = format!("bitsadmin {verb} {}", words.join(" "));
        let line = Text::literal(format!("cmd /c \"{call}\""));
        let masked_line = mask_command_line(&line, &mut Holes::default());
        assert_eq!(masked(&call), call.replace(SECRET, "******"));
        assert_eq!(
            masked_line.notation(Notation::Plain).expect("a notation"),
            format!("cmd /c \"{}\"", call.replace(SECRET, "{{secret1}}"))
        );
        count += 1;
    }
    assert_eq!(count, 2);
}

#[test]
fn what_stands_beside_a_secret_is_shown() {
    for (line, secret) in [
        (
            "bitsadmin /setcustomheaders a \"Authorization: Bearer t0ken\" \"Accept: b\"",
            "t0ken",
        ),
        (
            "net use \\\\s\\x t0ken /user:bob & bitsadmin /resume job",
            "t0ken",
        ),
        (
            "schtasks /create /tr \"bitsadmin /setcredentials j SERVER BASIC bob t0ken\" /sc daily",
            "t0ken",
        ),
        (
            "$p = ConvertTo-SecureString 't0ken' -AsPlainText -Force; Start-BitsTransfer -Source 'https://h/a'",
            "t0ken",
        ),
        (
            "$h = @{ Authorization = 'Bearer t0ken'; Accept = 'a b' }",
            "Bearer t0ken",
        ),
        ("curl -u bob:t0ken -o \"C:\\a b\" https://h/a", "t0ken"),
        (
            "Start-BitsTransfer -Source \"https://h/a?sig=t0ken\" -Destination \"C:\\a b\"",
            "t0ken",
        ),
    ] {
        assert_eq!(masked(line), line.replace(secret, &"*".repeat(secret.len())));
    }
}

#[test]
fn scripts_of_administrators_tell_no_secret() {
    let told: Vec<String> = table::WITH_SECRETS
        .iter()
        .map(|script| masked(script))
        .filter(|shown| shown.contains("SECRET"))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn scripts_without_secrets_are_shown_as_they_are() {
    let hidden: Vec<String> = table::WITHOUT_SECRETS
        .iter()
        .map(|script| masked(script))
        .zip(table::WITHOUT_SECRETS)
        .filter(|(shown, script)| shown != *script)
        .map(|(shown, _)| shown)
        .collect();
    assert!(hidden.is_empty(), "{}", hidden.join("\n"));
}

#[test]
fn nothing_steers_the_terminal() {
    assert_eq!(masked("a\u{1b}[2J\u{202e}b\r\nc\r"), "a*[2J*b\r\nc\r");
}

#[test]
fn sentences_leave_secrets_out_and_nothing_else() {
    let words = [
        "hunter2",
        "a b",
        "!pass!",
        "2",
        "key x",
        "key xy",
        "key xyz w",
        "(key q",
    ];
    let mut secrets = Secrets::default();
    words.iter().for_each(|word| secrets.insert(word));
    for (sentence, expected) in [
        ("The word hunter2 is surplus.", "The word … is surplus."),
        ("hunter22 and xhunter2 stay.", "hunter22 and xhunter2 stay."),
        ("“a b” and “!pass!”", "“…” and “…”"),
        ("/setcredentials takes five.", "/setcredentials takes five."),
        ("key x, key xy, key xyz w, (key q", "…, …, …, …"),
        ("key xyz, key xyw, key q", "key xyz, key xyw, key q"),
        ("key xy w key x", "… w …"),
        ("a\u{1b}[2Jb\u{202e}", "a[U+001B][2Jb[U+202E]"),
        (
            "https://ann:pw@h/a is not https://h/a",
            "https://ann:…@h/a is not https://h/a",
        ),
    ] {
        assert_eq!(secrets.sentence(sentence), expected);
    }
    let parameters = secrets.parameters();
    let put = parameters.put_into("key x and hunter2 and key x");
    assert_eq!(
        put.as_deref(),
        Some("{{secret5}} and {{secret3}} and {{secret5}}"),
        "by their order"
    );
    assert_eq!(parameters.put_into("nothing"), None);
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

#[test]
fn what_a_sentence_quotes_ends_where_it_ended() {
    for (sentence, said) in [
        (
            "Windows starts `n.exe --token=abc` as the user.",
            "Windows starts `n.exe --token=…` as the user.",
        ),
        (
            "Windows starts `n.exe a` as the user.",
            "Windows starts `n.exe a` as the user.",
        ),
    ] {
        assert_eq!(Secrets::default().sentence(sentence), said);
    }
}

#[test]
fn a_password_behind_a_user_is_asked_for() {
    let script = import(
        "Start-BitsTransfer https://h/a C:\\a -Credential bob:hunter2 -DisplayName n",
        Reading::default(),
    );
    let written = format!("{:?}", script.jobs[0].draft);
    assert!(
        !written.contains("hunter2") && written.contains("hidden_1"),
        "{written} {:?}",
        script.secrets
    );
}
