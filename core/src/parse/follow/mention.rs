//! Commands of BITS that are named in parts of a script which are not followed.

use crate::command::Purpose;
use crate::command::bitsadmin::verb;
use crate::command::bitstransfer::cmdlet;
use crate::parse::found::Found;
use crate::parse::hidden::runs_of;
use crate::parse::patterns::COMMANDS_NOT_FOLLOWED;
use crate::span::Span;

/// The class through which programs reach BITS.
const CLASSES: &[&str] = &["4991d34b-80a1-4291-83b6-3328366b9097"];

/// Where a text names bitsadmin or a cmdlet of BITS.
fn mentions(text: &str) -> impl Iterator<Item = Span> {
    let names = runs_of(text, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    names.filter(|span| {
        let name = span.of(text);
        let is_class = || CLASSES.iter().any(|class| name.eq_ignore_ascii_case(class));
        name.eq_ignore_ascii_case("bitsadmin") || cmdlet(name).is_some() || is_class()
    })
}

/// Whether a text names one of them.
pub(super) fn is_in(text: &str) -> bool {
    mentions(text).next().is_some()
}

/// Whether the words behind a program that is not known can only be those of bitsadmin: no other program has such a verb,
/// or such an option before one.
pub(super) fn is_before_verb(words: impl Iterator<Item = String>) -> bool {
    let mut is_sure = false;
    for word in words {
        let Some(verb) = verb(&word) else { return false };
        match verb.purpose {
            Purpose::Option(_) => is_sure |= word.eq_ignore_ascii_case("/rawreturn"),
            Purpose::Transfers | Purpose::AddsFiles | Purpose::Sets => return true,
            _ => return is_sure,
        }
    }
    false
}

/// Says of each part that is not followed which command it names that no statement calls. What only looks for a name is
/// passed over.
pub(super) fn not_followed(
    source: &str,
    opaque: &[Span],
    called: impl Iterator<Item = Span>,
    passed_over: &[Span],
) -> Vec<Found> {
    let mut known: Vec<Span> = called.chain(passed_over.iter().copied()).collect();
    known.sort();
    // How far those reach that begin no later.
    let mut reach = 0;
    let ends: Vec<(usize, usize)> = known
        .iter()
        .map(|span| {
            reach = span.end.max(reach);
            (span.start, reach)
        })
        .collect();
    let is_known = |place: Span| {
        let before = ends.partition_point(|(start, _)| *start <= place.start);
        let last = before.checked_sub(1).and_then(|last| ends.get(last));
        last.is_some_and(|(_, end)| *end >= place.end)
    };
    opaque
        .iter()
        .filter_map(|span| {
            let mut within = mentions(span.of(source)).map(|place| place.shifted(span.start));
            let place = within.find(|place| !is_known(*place))?;
            let message = format!(
                "This part is not followed, and names {}: whether that runs, and what it does then, is not known.",
                place.of(source)
            );
            Some(COMMANDS_NOT_FOLLOWED.at(place, message, COMMANDS_NOT_FOLLOWED.instead))
        })
        .collect()
}

/// Says of each line of a text that is not read which command of BITS it names; `why` begins the sentence.
pub(crate) fn not_read(source: &str, why: &str) -> Vec<Found> {
    let mut at: usize = 0;
    let lines = source.split_inclusive('\n').filter_map(|line| {
        let start = at;
        at = at.saturating_add(line.len());
        let place = mentions(line).next()?.shifted(start);
        let message = format!(
            "{why}, and it names {}: whether that runs, and what it does then, is not known.",
            place.of(source)
        );
        Some(COMMANDS_NOT_FOLLOWED.at(place, message, COMMANDS_NOT_FOLLOWED.instead))
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use crate::parse::patterns::COMMANDS_NOT_FOLLOWED;
    use crate::parse::{Reading, import};
    use crate::text::Dialect::{self, Cmd, PowerShell};

    /// Shell, script, the statements that are read, the names that are not followed.
    type Row = (
        Dialect,
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
    );

    const TABLE: &[Row] = &[
        // What is handed to a shell as a text is read.
        (
            PowerShell,
            "[Diagnostics.Process]::Start('bitsadmin', '/create j')",
            &["'bitsadmin', '/create j'"],
            &[],
        ),
        (
            PowerShell,
            "[System.Diagnostics.Process]::Start(\"C:\\x\\bitsadmin.exe\", '/create j')",
            &["\"C:\\x\\bitsadmin.exe\", '/create j'"],
            &[],
        ),
        (
            PowerShell,
            "[Diagnostics.Process]::Start('cmd.exe', '/c bitsadmin /create j')",
            &["bitsadmin /create j"],
            &[],
        ),
        (
            PowerShell,
            "Start-Process cmd -ArgumentList '/c', 'bitsadmin /create j'",
            &["'/c', 'bitsadmin /create j'"],
            &[],
        ),
        (
            PowerShell,
            "Start-Process powershell '-Command Get-BitsTransfer'",
            &["Get-BitsTransfer"],
            &[],
        ),
        (
            PowerShell,
            "[powershell]::Create().AddScript('Get-BitsTransfer j').Invoke()",
            &["Get-BitsTransfer j"],
            &[],
        ),
        (
            PowerShell,
            "& ([scriptblock]::Create('Get-BitsTransfer j'))",
            &["Get-BitsTransfer j"],
            &[],
        ),
        (
            PowerShell,
            "Invoke-Expression -Command:'Get-BitsTransfer j'",
            &["Get-BitsTransfer j"],
            &[],
        ),
        (PowerShell, "$t = 'bitsadmin /create j'\niex $t", &["$t"], &[]),
        (
            PowerShell,
            "'Get-BitsTransfer j' | iex",
            &["Get-BitsTransfer j"],
            &[],
        ),
        (
            PowerShell,
            "'bitsadmin /create j' | cmd",
            &["bitsadmin /create j"],
            &[],
        ),
        (
            PowerShell,
            "@'\nbitsadmin /create j\nbitsadmin /resume j\n'@ | cmd.exe /q",
            &["bitsadmin /create j", "bitsadmin /resume j"],
            &[],
        ),
        (
            PowerShell,
            "'Get-BitsTransfer j' | powershell -NoProfile -Command -",
            &["Get-BitsTransfer j"],
            &[],
        ),
        (
            Cmd,
            "echo bitsadmin /create j | cmd",
            &["bitsadmin /create j"],
            &[],
        ),
        (
            Cmd,
            "echo Get-BitsTransfer j | powershell -Command -",
            &["Get-BitsTransfer j"],
            &[],
        ),
        // Blocks of statements are read wherever they stand.
        (
            PowerShell,
            "$j = $x ? (Get-BitsTransfer a) : $(Get-BitsTransfer b)",
            &["Get-BitsTransfer a", "Get-BitsTransfer b"],
            &[],
        ),
        (
            PowerShell,
            "class A { [int] $n = 1; [void] Run() { Get-BitsTransfer j } A() { if (1) { Get-BitsTransfer k } } }",
            &["Get-BitsTransfer j", "Get-BitsTransfer k"],
            &[],
        ),
        (
            PowerShell,
            "data t -SupportedCommand Get-BitsTransfer { Get-BitsTransfer j }",
            &["Get-BitsTransfer j"],
            &["Get-BitsTransfer"],
        ),
        // What is not known is named.
        (
            PowerShell,
            "[Diagnostics.Process]::Start('bitsadmin', $line)",
            &["'bitsadmin', $line"],
            &[],
        ),
        (
            PowerShell,
            "[Diagnostics.Process]::Start('bitsadmin')",
            &[],
            &["bitsadmin"],
        ),
        (
            PowerShell,
            "$p = New-Object Diagnostics.ProcessStartInfo('bitsadmin', '/list')",
            &[],
            &["bitsadmin"],
        ),
        (
            PowerShell,
            "[powershell]::Create().AddCommand('Start-BitsTransfer').Invoke()",
            &[],
            &["Start-BitsTransfer"],
        ),
        (
            PowerShell,
            "iex \"bitsadmin /create $(foo)\"",
            &[],
            &["bitsadmin"],
        ),
        (
            PowerShell,
            "class A { [object] $j = (Get-BitsTransfer j) }",
            &[],
            &["Get-BitsTransfer"],
        ),
        (PowerShell, "foo \"bitsadmin $x\"", &[], &["bitsadmin"]),
        (
            Cmd,
            "(echo bitsadmin /create j& echo bitsadmin /resume j) | cmd",
            &[],
            &["bitsadmin"],
        ),
        (
            Cmd,
            "psexec \\\\h -s -w C:\\cmd bitsadmin /create j\nwinrs -r:h cmd /c \"bitsadmin /resume j\"",
            &["bitsadmin /create j", "bitsadmin /resume j"],
            &[],
        ),
        (Cmd, "psexec \\\\h C:\\x\\bitsadmin", &[], &["bitsadmin"]),
        (
            Cmd,
            "wmic process call create \"bitsadmin /create j\"\nwmic /node:h process call create \"cmd /c bitsadmin /resume j\"",
            &["bitsadmin /create j", "bitsadmin /resume j"],
            &[],
        ),
        (
            Cmd,
            "wmic process call create \"bitsadmin /create j & x\"\nwmic process call create 'bitsadmin /create j'",
            &[],
            &["bitsadmin", "bitsadmin"],
        ),
        (
            Cmd,
            "runas /savecred /user:D\\adm \"bitsadmin /create j\"\nrunas /user:adm bitsadmin\nrunas /user:adm \"%comspec% /c \\\"bitsadmin /list\\\"\"",
            &["bitsadmin /create j", "bitsadmin"],
            &["bitsadmin"],
        ),
        (
            Cmd,
            "wmic process where name=\"bitsadmin.exe\" get processid\nwmic process where \"name='bitsadmin.exe'\" delete",
            &[],
            &[],
        ),
        // What was printed runs nothing.
        (
            Cmd,
            "C:\\>bitsadmin /create j\n\nBITSADMIN version 3.0 [ 7.5.7601 ]\nBITSAdmin is deprecated\n\nCreated job {A}.",
            &["bitsadmin /create j"],
            &[],
        ),
        (
            Cmd,
            "C:\\>bitsadmin /create j\nBITSAdmin is deprecated\n\nC:\\>bitsadmin /resume j",
            &["bitsadmin /create j", "bitsadmin /resume j"],
            &[],
        ),
        (
            Cmd,
            "BITSADMIN version 3.0 [ 7.5.7601 ]\nBITSAdmin is deprecated and is not guaranteed\nbitsadmin /list",
            &["bitsadmin /list"],
            &[],
        ),
        (
            Cmd,
            "%T% /transfer j http://h/a C:\\a\ncall %A%%B% /addfile j http://h/a C:\\a\n%S% /create x\n%X% /set y",
            &[],
            &[
                "%T% /transfer j http://h/a C:\\a",
                "call %A%%B% /addfile j http://h/a C:\\a",
            ],
        ),
        (
            Cmd,
            "\"%B%\" /rawreturn /getstate j\n%B% /nowrap /list\n%B% /nowrap /addfile j http://h/a C:\\a",
            &[],
            &[
                "\"%B%\" /rawreturn /getstate j",
                "%B% /nowrap /addfile j http://h/a C:\\a",
            ],
        ),
        (
            PowerShell,
            "& $b /addfile j http://h/a C:\\a\n& \"$b\" '/rawreturn' '/getstate' j\n$o += & $b $a /list 2>&1\n& (foo) /RawReturn /NoWrap /info j\n& $b /create x; & $b /list",
            &[],
            &[
                "& $b /addfile j http://h/a C:\\a",
                "& \"$b\" '/rawreturn' '/getstate' j",
                "& (foo) /RawReturn /NoWrap /info j",
            ],
        ),
        (
            PowerShell,
            "$a = '/setpriority', 'j', 'HIGH'\n& $b @a\n& $b $a",
            &[],
            &["& $b @a", "& $b $a"],
        ),
        // Texts that are run, or written to a file, and that are one of several, or not known as a whole.
        (
            PowerShell,
            "$c = 'Get-BitsTransfer a'\nif ($x) { $c = 'Get-BitsTransfer b' }\nInvoke-Expression $c\niex \"$c | foo\"",
            &[],
            &["Invoke-Expression $c", "iex \"$c | foo\""],
        ),
        (
            PowerShell,
            "$b = 'bitsadmin'\nif ($x) { $b = 'C:\\y\\bitsadmin.exe' }\n& $b /list\n$b = 'foo'\n& $b $x",
            &[],
            &["& $b /list"],
        ),
        (
            PowerShell,
            "$t = \"bitsadmin /create $x\"\ncmd /c $t\npowershell -Command $t\nStart-Process cmd \"/c $t\"\n$t | cmd",
            &["$t"],
            &["cmd /c $t", "Start-Process cmd \"/c $t\"", "cmd"],
        ),
        (
            PowerShell,
            "$t = @\"\nbitsadmin /create $x\n\"@\nSet-Content a.cmd $t\n$t | Out-File a.cmd\n$t > a.cmd\n[IO.File]::WriteAllText('a.cmd', $t)\n$l.Arguments = $t\nWrite-Host $t",
            &[],
            &[
                "Set-Content a.cmd $t",
                "Out-File a.cmd",
                "$t > a.cmd",
                "[IO.File]::WriteAllText('a.cmd', $t)",
                "$l.Arguments = $t",
            ],
        ),
        (
            PowerShell,
            "$l.Arguments = @\"\n-Command Start-Process bitsadmin '/transfer j $u $o'\n\"@\n'bitsadmin /list' > a.cmd\n'bitsadmins' > a.txt\nbitsadmin /list > a.txt",
            &["bitsadmin /list"],
            &["bitsadmin", "bitsadmin"],
        ),
        (
            Cmd,
            "start \"\" /b bitsadmin /create j",
            &["bitsadmin /create j"],
            &[],
        ),
        (
            Cmd,
            "forfiles /m *.log /c \"cmd /c bitsadmin /cancel @fname\"\nschtasks /create /tn x /tr \"bitsadmin /resume j\"",
            &["bitsadmin /cancel @fname", "bitsadmin /resume j"],
            &[],
        ),
        (Cmd, "cmd %x% bitsadmin", &[], &["bitsadmin"]),
        (
            PowerShell,
            "$p.FileName = 'bitsadmin.exe'\n$p.Arguments = '/list'\n[Diagnostics.Process]::Start($p)",
            &[],
            &["bitsadmin"],
        ),
        // What only looks for a name runs nothing.
        (PowerShell, "$p = @{}\n$p.Description = 'by bitsadmin'", &[], &[]),
        (
            Cmd,
            "tasklist | find \"bitsadmin\"\ntaskkill /im bitsadmin.exe\nwhere bitsadmin\necho bitsadmin",
            &[],
            &[],
        ),
        (
            PowerShell,
            "Get-Process bitsadmin; Get-Command Start-BitsTransfer; Get-Help Get-BitsTransfer",
            &[],
            &[],
        ),
        (
            PowerShell,
            "Write-Host 'bitsadmin'; foo 'bitsadmins' -Start-BitsTransfers",
            &[],
            &[],
        ),
        (
            PowerShell,
            "foo (Get-BitsTransfer j)",
            &["Get-BitsTransfer j"],
            &[],
        ),
        (PowerShell, "# bitsadmin\n$a = 1", &[], &[]),
    ];

    #[test]
    fn commands_in_texts_are_read_or_named() {
        for (shell, source, statements, named) in TABLE {
            let read = import(
                source,
                Reading {
                    shell: Some(*shell),
                    ..Reading::default()
                },
            );
            let read_statements: Vec<&str> = read.statements.iter().map(|one| one.span.of(source)).collect();
            assert_eq!(read_statements, *statements, "{source}");
            let not_followed = read
                .found
                .iter()
                .filter(|found| found.rule == COMMANDS_NOT_FOLLOWED.name);
            let not_followed: Vec<&str> = not_followed.map(|found| found.span.of(source)).collect();
            assert_eq!(not_followed, *named, "{source}");
        }
    }
}
