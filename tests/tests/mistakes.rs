//! The thirty mistakes of the study of use, in its order, as people write them: each is named by a rule at its place, and
//! mended where it is clear what is meant.

use bitsmith_core::judge::judge;
use bitsmith_core::parse::{Reading, import};
use bitsmith_core::text::Dialect::{self, Cmd, PowerShell};
use std::collections::BTreeSet;

/// The number of a mistake, the shell, a text that makes it, the rule that names it, the words that the rule flags, and
/// what its fix makes of the text.
type Row = (
    usize,
    Dialect,
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
);

const MISTAKES: &[Row] = &[
    (
        1,
        Cmd,
        "bitsadmin /transfer q /Priority HIGH \"https://h/a\" \"LICENSE.txt\"",
        "relative-local-name",
        "\"LICENSE.txt\"",
        None,
    ),
    (
        1,
        Cmd,
        "bitsadmin /addfile q https://h/a ..\\a.zip",
        "relative-local-name",
        "..\\a.zip",
        None,
    ),
    (
        2,
        PowerShell,
        "bitsadmin /transfer q https://h/cs.exe \"%cd%\\cs.exe\"",
        "cmd-variable-in-powershell",
        "%cd%",
        Some("bitsadmin /transfer q https://h/cs.exe \"$PWD\\cs.exe\""),
    ),
    (
        2,
        PowerShell,
        "Start-BitsTransfer https://h/x.ps1 '%temp%\\x.ps1'",
        "cmd-variable-in-powershell",
        "%temp%",
        Some("Start-BitsTransfer https://h/x.ps1 \"$env:temp\\x.ps1\""),
    ),
    (
        2,
        PowerShell,
        "Start-BitsTransfer -Source https://h/a,https://h/b -Destination %TEMP%\\a,C:\\b",
        "cmd-variable-in-powershell",
        "%TEMP%",
        Some("Start-BitsTransfer -Source https://h/a,https://h/b -Destination $env:TEMP\\a,C:\\b"),
    ),
    (
        2,
        Cmd,
        "bitsadmin /transfer q https://h/a $env:TEMP\\a",
        "shell-variable-as-text",
        "$env:TEMP\\a",
        Some("bitsadmin /transfer q https://h/a %TEMP%\\a"),
    ),
    (
        3,
        PowerShell,
        "bitsadmin /setnotifycmdline j C:\\prog.exe \"\"",
        "changed-native-argument",
        "\"\"",
        Some("bitsadmin /setnotifycmdline j C:\\prog.exe NULL"),
    ),
    (
        4,
        Cmd,
        "bitsadmin /SetNotifyCmdLine j C:\\prog.exe NUL",
        "nul-as-notify-program",
        "NUL",
        Some("bitsadmin /SetNotifyCmdLine j C:\\prog.exe NULL"),
    ),
    (
        5,
        PowerShell,
        "Start-BitsTransfer 'http://$ip/$file' C:\\a",
        "shell-variable-as-text",
        "'http://$ip/$file'",
        Some("Start-BitsTransfer \"http://$ip/$file\" C:\\a"),
    ),
    (
        5,
        PowerShell,
        "Start-BitsTransfer \"http://$ip:8080/a\" C:\\a",
        "colon-behind-variable",
        "$ip:8080",
        Some("Start-BitsTransfer \"http://${ip}:8080/a\" C:\\a"),
    ),
    (
        6,
        Cmd,
        "bitsadmin /transfer j https://h/a%20b C:\\a",
        "percent-escape-in-batch-file",
        "%20",
        Some("bitsadmin /transfer j https://h/a%%20b C:\\a"),
    ),
    (
        7,
        Cmd,
        "powershell -Command \"Start-BitsTransfer \"https://h/a\" \"C:\\Program Files\\a\"\"",
        "powershell-binding",
        "Files\\a",
        None,
    ),
    (
        8,
        Cmd,
        "bitsadmin /transfer j https://h/a C:\\a # the tool",
        "comment-as-arguments",
        "# the tool",
        Some("bitsadmin /transfer j https://h/a C:\\a"),
    ),
    (
        8,
        Cmd,
        "bitsadmin /transfer j https://h/a C:\\a // the tool",
        "comment-as-arguments",
        "// the tool",
        Some("bitsadmin /transfer j https://h/a C:\\a"),
    ),
    (
        8,
        Cmd,
        "bitsadmin /resume j # start",
        "comment-as-arguments",
        "# start",
        Some("bitsadmin /resume j"),
    ),
    (
        9,
        Cmd,
        "bitsadmin /transfer <job> <url> C:\\a",
        "placeholder-as-redirection",
        "<job> <url>",
        None,
    ),
    (
        9,
        Cmd,
        "bitsadmin /complete <job>",
        "placeholder-as-redirection",
        "<job>",
        None,
    ),
    (
        9,
        PowerShell,
        "Start-BitsTransfer -Source <url> -Destination C:\\a",
        "placeholder-as-redirection",
        "<url>",
        None,
    ),
    (
        9,
        Cmd,
        "bitsadmin /transfer j \"https://<server>/a\" C:\\a",
        "unfilled-placeholder",
        "\"https://<server>/a\"",
        None,
    ),
    (
        10,
        Cmd,
        "bitsadmin /transfer /download /priority high https://h/a C:\\a",
        "missing-job-name",
        "/download",
        Some("bitsadmin /transfer job /download /priority high https://h/a C:\\a"),
    ),
    (
        10,
        Cmd,
        "bitsadmin /transfer /upload https://h/a C:\\a",
        "missing-job-name",
        "/upload",
        Some("bitsadmin /transfer job /upload https://h/a C:\\a"),
    ),
    (
        11,
        Cmd,
        "bitsadmin /transfer j /upload C:\\a https://h/a",
        "swapped-names",
        "C:\\a https://h/a",
        Some("bitsadmin /transfer j /upload https://h/a C:\\a"),
    ),
    (
        11,
        Cmd,
        "bitsadmin /addfile j C:\\a https://h/a",
        "swapped-names",
        "C:\\a https://h/a",
        Some("bitsadmin /addfile j https://h/a C:\\a"),
    ),
    (
        11,
        PowerShell,
        "Start-BitsTransfer -Source https://h/a -Destination C:\\a -TransferType Upload",
        "swapped-names",
        "https://h/a -Destination C:\\a",
        Some("Start-BitsTransfer -Source C:\\a -Destination https://h/a -TransferType Upload"),
    ),
    (
        11,
        PowerShell,
        "Start-BitsTransfer -Source C:\\a -Destination https://h/a",
        "upload-without-type",
        "C:\\a -Destination https://h/a",
        Some("Start-BitsTransfer -Source C:\\a -Destination https://h/a -TransferType Upload"),
    ),
    (
        12,
        Cmd,
        "bitsadmin /create /name X",
        "unknown-switch",
        "/name",
        Some("bitsadmin /create X"),
    ),
    (
        12,
        Cmd,
        "bitsadmin /create /type Download X",
        "unknown-switch",
        "/type",
        Some("bitsadmin /create /DOWNLOAD X"),
    ),
    (
        12,
        Cmd,
        "bitsadmin /create /priority normal X",
        "unknown-switch",
        "/priority",
        None,
    ),
    (
        12,
        Cmd,
        "bitsadmin /create /resume X",
        "unknown-switch",
        "/resume",
        None,
    ),
    (
        12,
        Cmd,
        "bitsadmin /getinfo j",
        "unknown-verb",
        "/getinfo",
        Some("bitsadmin /INFO j"),
    ),
    (
        12,
        Cmd,
        "bitsadmin /setpolicy j x",
        "unknown-verb",
        "/setpolicy",
        None,
    ),
    (
        12,
        PowerShell,
        "$j | Set-BitsTransfer -NoProgressTimeout 60",
        "powershell-binding",
        "-NoProgressTimeout",
        Some("$j | Set-BitsTransfer -RetryTimeout 60"),
    ),
    (
        12,
        PowerShell,
        "$j | Set-BitsTransfer -NotificationCmdLine a",
        "powershell-binding",
        "-NotificationCmdLine",
        Some("$j | Set-BitsTransfer -NotifyCmdLine a"),
    ),
    (
        12,
        PowerShell,
        "$j | Set-BitsTransfer -NotifyFlags Complete",
        "powershell-binding",
        "Complete",
        None,
    ),
    (
        12,
        PowerShell,
        "Add-BitsFile -BitsJob $j -RemoteName https://h/a -LocalName C:\\a",
        "powershell-binding",
        "-LocalName",
        Some("Add-BitsFile -BitsJob $j -RemoteName https://h/a -Destination C:\\a"),
    ),
    (
        12,
        PowerShell,
        "Add-BitsFile https://h/a C:\\a",
        "powershell-binding",
        "https://h/a",
        None,
    ),
    (
        12,
        PowerShell,
        "Start-BitsJob https://h/a C:\\a",
        "unknown-cmdlet",
        "Start-BitsJob",
        None,
    ),
    (
        13,
        PowerShell,
        "$j | Set-BitsTransfer -ProxyUsage PreConfig",
        "powershell-binding",
        "PreConfig",
        Some("$j | Set-BitsTransfer -ProxyUsage SystemDefault"),
    ),
    (
        13,
        Cmd,
        "bitsadmin /setproxysettings j SystemDefault",
        "unknown-word",
        "SystemDefault",
        Some("bitsadmin /setproxysettings j PRECONFIG"),
    ),
    (
        13,
        PowerShell,
        "$j | Set-BitsTransfer -RetryDelay 70 -NoProgressTimeout 60",
        "powershell-binding",
        "-NoProgressTimeout",
        Some("$j | Set-BitsTransfer -RetryDelay 70 -RetryTimeout 60"),
    ),
    (
        14,
        PowerShell,
        "Start-BitsTransfer https://h/a C:\\a -ProxyList http://p:80",
        "unreadable-value",
        "http://p:80",
        None,
    ),
    (
        14,
        Cmd,
        "bitsadmin /setproxysettings j OVERRIDE p:80",
        "missing-argument",
        "",
        None,
    ),
    (
        14,
        Cmd,
        "bitsadmin /setproxysettings j OVERRIDE \"\"",
        "override-without-proxy-list",
        "\"\"",
        None,
    ),
    (
        15,
        Cmd,
        "bitsadmin /setcredentials job DOMAIN USER PASSWORD",
        "unknown-word",
        "DOMAIN",
        None,
    ),
    (
        15,
        PowerShell,
        "$cred = Get-Credential; Start-BitsTransfer https://h/a C:\\a -ProxyAuthentication $cred",
        "powershell-binding",
        "$cred",
        None,
    ),
    (
        16,
        PowerShell,
        "Start-BitsTransfer https://h/a C:\\a -CustomHeaders @{ a = 'b' }",
        "hashtable-as-text",
        "@{ a = 'b' }",
        None,
    ),
    (
        16,
        Cmd,
        "bitsadmin /create j\r\nbitsadmin /setcustomheaders j \"A: 1\"\r\nbitsadmin /setcustomheaders j \"B: 1\"",
        "replaced-headers",
        "bitsadmin /setcustomheaders j \"B: 1\"",
        None,
    ),
    (
        17,
        PowerShell,
        "$j | Set-BitsTransfer -SecurityFlags 0,0,0",
        "bits-as-number",
        "0,0,0",
        None,
    ),
    (
        17,
        Cmd,
        "bitsadmin /setsecurityflags job 0x100000011110",
        "bits-as-number",
        "0x100000011110",
        None,
    ),
    (
        18,
        Cmd,
        "bitsadmin /addfilewithranges j https://h/a C:\\a 0:1023",
        "first-and-last-byte-as-range",
        "0:1023",
        None,
    ),
    (
        18,
        Cmd,
        "bitsadmin /addfilewithranges j https://h/a C:\\a 0-1023",
        "malformed-ranges",
        "0",
        None,
    ),
    (
        19,
        PowerShell,
        "Start-BitsTransfer https://h/a C:\\a -RetryInterval 10",
        "short-retry-delay",
        "10",
        None,
    ),
    (
        19,
        Cmd,
        "bitsadmin /setminretrydelay j 0",
        "short-retry-delay",
        "0",
        None,
    ),
    (
        19,
        Cmd,
        "bitsadmin /create j\r\nbitsadmin /setminretrydelay j 600\r\nbitsadmin /setnoprogresstimeout j 60",
        "retry-delay-exceeds-timeout",
        "600",
        None,
    ),
    (
        20,
        Cmd,
        "bitsadmin /setnoprogresstimout j 60 >nul",
        "unknown-verb",
        "/setnoprogresstimout",
        Some("bitsadmin /SETNOPROGRESSTIMEOUT j 60 >nul"),
    ),
    (
        21,
        PowerShell,
        "$j = Start-BitsTransfer https://h/a C:\\a; Complete-BitsTransfer -BitsJob $j",
        "nothing-returned",
        "$j",
        None,
    ),
    (
        21,
        PowerShell,
        "$j = Start-BitsTransfer https://h/a C:\\a\nswitch ($j.JobState) { 'Transferred' { 'done' } }",
        "nothing-returned",
        "$j",
        None,
    ),
    (
        21,
        PowerShell,
        "Start-BitsTransfer https://h/a C:\\a | Complete-BitsTransfer",
        "nothing-returned",
        "Complete-BitsTransfer",
        None,
    ),
    (
        22,
        PowerShell,
        "Start-BitsTransfer https://h/a C:\\a -Asynchronous",
        "uncompleted-job",
        "Start-BitsTransfer https://h/a C:\\a -Asynchronous",
        None,
    ),
    (
        22,
        Cmd,
        "bitsadmin /create j\r\nbitsadmin /addfile j https://h/a C:\\a\r\nbitsadmin /resume j",
        "uncompleted-job",
        "bitsadmin /create j",
        None,
    ),
    (
        23,
        Cmd,
        "bitsadmin /transfer j https://h/a C:\\a\r\nbitsadmin /complete j",
        "call-after-the-end",
        "bitsadmin /complete j",
        None,
    ),
    (
        23,
        Cmd,
        "bitsadmin /transfer j https://h/a C:\\a\r\nbitsadmin /setpriority j HIGH",
        "call-after-the-end",
        "bitsadmin /setpriority j HIGH",
        None,
    ),
    (
        23,
        Cmd,
        "bitsadmin /transfer j https://h/a C:\\a\r\nbitsadmin /setsecurityflags j 1",
        "call-after-the-end",
        "bitsadmin /setsecurityflags j 1",
        None,
    ),
    (
        23,
        Cmd,
        "bitsadmin /create j\r\nbitsadmin /transfer j https://h/a C:\\a",
        "created-beside-transfer",
        "j",
        Some("bitsadmin /transfer j https://h/a C:\\a"),
    ),
    (
        24,
        Cmd,
        "bitsadmin /create j\r\nbitsadmin /addfile j https://h/a C:\\a\r\nbitsadmin /resume j\r\nbitsadmin /complete j",
        "completed-at-once",
        "bitsadmin /complete j",
        None,
    ),
    (
        24,
        PowerShell,
        "$j = Start-BitsTransfer https://h/a C:\\a -Asynchronous\nComplete-BitsTransfer $j",
        "completed-at-once",
        "Complete-BitsTransfer $j",
        None,
    ),
    (
        25,
        Cmd,
        ":w\r\nbitsadmin /info j /verbose | find \"STATE: TRANSFERRED\"\r\nif errorlevel 1 goto w",
        "wait-without-error",
        "\"STATE: TRANSFERRED\"",
        None,
    ),
    (
        25,
        PowerShell,
        "while ($j.JobState -ne 'Transferred') { sleep 5 }",
        "wait-without-error",
        "$j.JobState -ne 'Transferred'",
        None,
    ),
    (
        26,
        Cmd,
        "bitsadmin /transfer {6511FB02-E195-40A2-B595-E8E2F8F47702} https://h/a C:\\a",
        "guid-as-job-name",
        "{6511FB02-E195-40A2-B595-E8E2F8F47702}",
        None,
    ),
    (
        27,
        Cmd,
        "bitsadmin /create 1 bitsadmin /addfile 1 https://h/autoruns.exe c:\\data\\autoruns.exe",
        "missing-separator",
        "bitsadmin",
        Some("bitsadmin /create 1 & bitsadmin /addfile 1 https://h/autoruns.exe c:\\data\\autoruns.exe"),
    ),
    (
        28,
        Cmd,
        "bitsadmin /setnotifycmdline j C:\\a.exe \"x y\"",
        "notify-parameters-without-program",
        "\"x y\"",
        None,
    ),
    (
        28,
        Cmd,
        "bitsadmin /create j\r\nbitsadmin /setnotifycmdline j C:\\a.exe NULL\r\nbitsadmin /setnotifyflags j 4",
        "disabled-notification-with-command",
        "4",
        None,
    ),
    (
        29,
        PowerShell,
        "'https://h/a', 'https://h/b' | Start-BitsTransfer -Destination C:\\d",
        "text-through-pipeline",
        "Start-BitsTransfer",
        Some(
            "'https://h/a', 'https://h/b' | ForEach-Object { Start-BitsTransfer -Source $_ -Destination C:\\d }",
        ),
    ),
    (
        29,
        PowerShell,
        "$urls = Get-Content urls.txt; $urls | Start-BitsTransfer -Destination .",
        "text-through-pipeline",
        "Start-BitsTransfer",
        Some(
            "$urls = Get-Content urls.txt; $urls | ForEach-Object { Start-BitsTransfer -Source $_ -Destination . }",
        ),
    ),
    (
        30,
        PowerShell,
        "Start-BitsTransfer -Suspended",
        "powershell-binding",
        "Start-BitsTransfer",
        None,
    ),
];

#[test]
fn every_mistake_is_named_at_its_place_and_mended_where_it_is_clear() {
    let mut wrong = String::new();
    for (number, shell, text, rule, flagged, mended) in MISTAKES {
        let reading = Reading {
            shell: Some(*shell),
            ..Reading::default()
        };
        let judged = judge(&import(text, reading));
        let found: Vec<_> = judged
            .iter()
            .map(|judged| &judged.found)
            .filter(|found| found.rule == *rule)
            .collect();
        let said: Vec<_> = found
            .iter()
            .map(|found| {
                let mended = found.fix.as_ref().map(|fix| fix.applied(text));
                (found.span.of(text), mended)
            })
            .collect();
        let is_said = said
            .iter()
            .any(|(at, fixed)| at == flagged && fixed.as_deref() == *mended);
        if !is_said {
            let all: Vec<_> = judged
                .iter()
                .map(|judged| (judged.found.rule, judged.found.span.of(text)))
                .collect();
            wrong.push_str(&format!("{number}: {text}\n    {said:?}\n    {all:?}\n"));
        }
        for found in found {
            assert!(
                !found.message.is_empty() && !found.help.is_empty(),
                "{text}: {found:?}"
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_table_has_all_thirty() {
    let numbers: BTreeSet<usize> = MISTAKES.iter().map(|row| row.0).collect();
    assert_eq!(numbers, (1..=30).collect());
    assert!(MISTAKES.is_sorted_by_key(|row| row.0));
}

/// A mended text does not make the mistake again, nor does one that PowerShell or cmd would not read.
#[test]
fn what_is_mended_is_not_flagged_again() {
    for (number, shell, text, rule, flagged, mended) in MISTAKES {
        let Some(mended) = mended else { continue };
        assert_ne!(mended, text);
        let reading = Reading {
            shell: Some(*shell),
            ..Reading::default()
        };
        let judged = judge(&import(mended, reading));
        let again = judged.iter().map(|judged| &judged.found);
        let again: Vec<&str> = again
            .filter(|found| found.rule == *rule)
            .map(|found| found.span.of(mended))
            .collect();
        assert!(!again.contains(flagged), "{number}: {mended}: {again:?}");
    }
}
