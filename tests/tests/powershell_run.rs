//! The interpreter of scripts does what PowerShell is documented or was recorded to do.

use bitsmith_tests::machine::Machine;
use bitsmith_tests::powershell;
use bitsmith_tests::powershell::run::{End, Session, Stream, run};
use bitsmith_tests::powershell::value::Value;

/// Runs a script that must be readable and runnable; its output in lines, and its exit code.
fn play(source: &str, machine: &mut Machine, session: &Session) -> (String, i32) {
    let script = powershell::read(source).unwrap_or_else(|unread| panic!("{source}: {unread}"));
    let outcome = run(&script, machine, session).unwrap_or_else(|stuck| panic!("{source}: {stuck}"));
    let output: Vec<String> = outcome.output.iter().map(Value::to_text).collect();
    (output.join("|"), outcome.exit_code())
}

#[test]
fn expressions_have_the_values_of_powershell() {
    for (source, expected) in [
        ("'a' + 1 + $true", "a1True"),
        ("1 + '2'", "3"),
        ("7 / 2; 8 / 2; 7 % 4; 2 * 3 - 1", "3.5|4|3|5"),
        (
            "0x10 + 1kb; 18446744073709551615 -eq 18446744073709551615",
            "1040|True",
        ),
        (
            "'{0} of {1:N0}: {2:P0} {3:X4} {4,4}|{5,-3}|' -f 'a', 1234567, 0.256, 255, 7, 8",
            "a of 1,234,567: 26 % 00FF    7|8  |",
        ),
        ("'{{x}}' -f 1", "{x}"),
        (
            "'Ab' -eq 'aB'; 'Ab' -ceq 'aB'; 'a' -ne 'b'; 2 -gt 10; '2' -gt 10",
            "True|False|True|False|True",
        ),
        ("'b','a','c' -join '-'; -join ('a','b')", "b-a-c|ab"),
        (
            "('a,b;c' -split '[,;]').Count; 'a b' -replace '(\\w) (\\w)', '$2 $1'",
            "3|b a",
        ),
        (
            "if ('x12' -match 'x(?<n>\\d+)') { $Matches['n'] }; $Matches[0]",
            "12|x12",
        ),
        (
            "'abc' -like 'A*'; 'abc' -notlike '?b'; 'a' -in 'A','b'; 'a','b' -contains 'c'",
            "True|True|True|False",
        ),
        (
            "-not $null; !1; $true -and $false; $false -or 1; $true -xor $true",
            "True|False|False|True|False",
        ),
        (
            "@(1).Count; @().Count; $null.Count; (1,2,3)[1]; (1,2,3)[-1]",
            "1|0|0|2|3",
        ),
        (
            "$h = @{ A = 1; 'b c' = 2 }; $h.a; $h['B C']; $h.Count; $h.none; $h.ContainsKey('A')",
            "1|2|2||True",
        ),
        ("$o = [ordered]@{ Z = 1; A = 2 }; $o.Keys -join ','", "Z,A"),
        (
            "[int]'0x1F'; [int]2.5; [int]3.5; [string]1.5; [char]0x41 + 'b'; [bool]'x'",
            "31|2|4|1.5|Ab|True",
        ),
        ("('' + [char]0xD83D + [char]0xDE00).Length", "2"),
        (
            "'  x '.Trim().ToUpper(); 'abc'.Substring(1); 'abc'.IndexOf('c'); 'a-b'.Split('-')[1]",
            "X|bc|2|b",
        ),
        (
            "'C:\\a\\'.TrimEnd('\\'); 'abc'.StartsWith('ab'); 'x'.PadLeft(3, '0')",
            "C:\\a|True|00x",
        ),
        ("$x = 5; $x += 2; $x++; $x -= 1; $x", "7"),
        ("$a, $b = 1, 2, 3; $b -join '+'", "2+3"),
        ("1..3 -join ','; (3..1)[0]", "1,2,3|3"),
        ("$v = 'x'; \"$v=$($v.Length) `$v ${v}y $($null)\"", "x=1 $v xy "),
        (
            "[guid]'{ABCDEF00-1111-2222-3333-444444444444}'",
            "abcdef00-1111-2222-3333-444444444444",
        ),
        (
            "('{0:B}' -f [guid]'abcdef00-1111-2222-3333-444444444444')",
            "{abcdef00-1111-2222-3333-444444444444}",
        ),
        (
            "5 -band 4; 1 -bor 2; [string]::IsNullOrEmpty(''); [string]::Join(',', @(1,2))",
            "4|3|True|1,2",
        ),
        (
            "([datetime]'2025-01-01').AddSeconds(90).ToString('yyyy-MM-dd HH:mm:ss')",
            "2025-01-01 00:01:30",
        ),
        (
            "(([datetime]'2025-01-02') - ([datetime]'2025-01-01')).TotalSeconds",
            "86400",
        ),
        ("(Get-Date).AddMinutes(1) -gt (Get-Date)", "True"),
        (
            "$PSVersionTable.PSVersion.Major -ge 5; $PSVersionTable.PSEdition",
            "True|Desktop",
        ),
    ] {
        let (output, exit) = play(source, &mut Machine::default(), &Session::default());
        assert_eq!((output.as_str(), exit), (expected, 0), "{source}");
    }
}

#[test]
fn control_flow_goes_where_powershell_goes() {
    for (source, expected, code) in [
        (
            "foreach ($i in 1..5) { if ($i -eq 2) { continue }; if ($i -eq 4) { break }; $i }",
            "1|3",
            0,
        ),
        (
            "$i = 0; while ($true) { $i++; if ($i -ge 3) { break } }; $i",
            "3",
            0,
        ),
        (
            "$i = 0; do { $i++ } until ($i -eq 4); $i; do { $i-- } while ($i -gt 1); $i",
            "4|1",
            0,
        ),
        ("for ($i = 0; $i -lt 3; $i++) { $i }", "0|1|2", 0),
        (
            "foreach ($x in $null) { 'never' }; foreach ($x in 'one') { $x }",
            "one",
            0,
        ),
        (
            "switch ('B') { 'a' { 1 } 'b' { 2 } { $_ -like 'b*' } { 3 } default { 4 } }",
            "2|3",
            0,
        ),
        ("switch (7) { 1 { 'a' } default { 'd' } }", "d", 0),
        (
            "function F { param([string]$A, [int]$B = 2) \"$A$B\"; return 'r'; 'never' } F -A x; F y 3",
            "x2|r|y3|r",
            0,
        ),
        (
            "function G { param([switch]$On) if ($On) { 'on' } else { 'off' } } G; G -On; G -On:$false",
            "off|on|off",
            0,
        ),
        (
            "$x = 1; function H { $x = 2; $script:y = $x; $x } H; $x; $y",
            "2|1|2",
            0,
        ),
        ("& { param($A) $A + 1 } -A 2; $b = { 'in' }; & $b", "3|in", 0),
        (
            "1..4 | Where-Object { $_ % 2 -eq 0 } | ForEach-Object { $_ * 10 }",
            "20|40",
            0,
        ),
        (
            "'b','a' | Sort-Object; (1,2,3 | Measure-Object).Count; 1..5 | Select-Object -First 2",
            "a|b|3|1|2",
            0,
        ),
        (
            "try { throw 'no' } catch { \"caught $($_.Exception.Message)\" } finally { 'end' }",
            "caught no|end",
            0,
        ),
        (
            "try { try { throw 'a' } finally { 'f' } } catch { \"c $_\" }",
            "f|c a",
            0,
        ),
        (
            "try { try { throw 'a' } catch { throw } } catch { $_.Exception.Message }",
            "a",
            0,
        ),
        (
            "try { Get-BitsTransfer -JobId '11111111-2222-3333-4444-555555555555' -ErrorAction Stop; 'never' } catch { 'gone' }",
            "gone",
            0,
        ),
        (
            "Get-BitsTransfer -JobId '11111111-2222-3333-4444-555555555555'; $?; 'on'",
            "False|on",
            0,
        ),
        (
            "Get-BitsTransfer -JobId '11111111-2222-3333-4444-555555555555' -ErrorAction SilentlyContinue; 'on'",
            "on",
            0,
        ),
        (
            "$ErrorActionPreference = 'Stop'; Get-BitsTransfer -JobId '11111111-2222-3333-4444-555555555555'; 'never'",
            "",
            1,
        ),
        (
            "Get-BitsTransfer -JobId '11111111-2222-3333-4444-555555555555' -ErrorAction Stop; 'never'",
            "",
            1,
        ),
        ("exit 3; 'never'", "", 3),
        ("try { exit 4 } finally { 'f' }", "f", 4),
        ("function E { exit 5 } E; 'never'", "", 5),
        ("throw 'x'", "", 1),
        ("Write-Error 'x'; 'on'", "on", 0),
        ("$null.Method(); 'on'", "on", 0),
        ("Write-Error -Message 'x' -ErrorAction Stop; 'never'", "", 1),
        ("$x = if ($true) { 'a' } else { 'b' }; $x", "a", 0),
        ("$p = @{ InputObject = 'z' }; Write-Output @p", "z", 0),
        (
            "Set-StrictMode -Version Latest; try { $nope } catch { 'strict' }",
            "strict",
            0,
        ),
    ] {
        let (output, exit) = play(source, &mut Machine::default(), &Session::default());
        assert_eq!((output.as_str(), exit), (expected, code), "{source}");
    }
}

#[test]
fn programs_and_files_answer() {
    for (source, expected) in [
        (
            "$id = & bitsadmin.exe /rawreturn /create 'a b'; $LASTEXITCODE; $id.Length",
            "0|38",
        ),
        (
            "$p = Start-Process -FilePath bitsadmin.exe -ArgumentList '/create \"a b\"' -Wait -PassThru -NoNewWindow; $p.ExitCode; (Get-BitsTransfer).DisplayName",
            "0|a b",
        ),
        (
            "& \"$env:SystemRoot\\System32\\bitsadmin.exe\" /rawreturn /getstate nothing | Out-Null; $LASTEXITCODE -ne 0",
            "True",
        ),
        (
            "Test-Path -LiteralPath 'C:\\Temp' -PathType Container; Test-Path -LiteralPath 'C:\\Temp\\x'",
            "True|False",
        ),
        (
            "$null = New-Item -ItemType Directory -Path 'C:\\Temp\\n' -Force; Test-Path 'C:\\Temp\\*'",
            "True",
        ),
        (
            "Set-Content -LiteralPath 'C:\\Temp\\f' -Value 'a','b'; (Get-Content -LiteralPath 'C:\\Temp\\f')[1]; Get-Content 'C:\\Temp\\f' -Raw",
            "b|a\r\nb\r\n",
        ),
        (
            "@{ A = 1; B = @('x') } | Export-Clixml -LiteralPath 'C:\\Temp\\s.xml'; $r = Import-Clixml -LiteralPath 'C:\\Temp\\s.xml'; $r.B[0]; Remove-Item -LiteralPath 'C:\\Temp\\s.xml'; Test-Path 'C:\\Temp\\s.xml'",
            "x|False",
        ),
        (
            "(ConvertFrom-Json -InputObject '{\"a\":{\"b\":[1,2]}}').a.b.Count; ConvertTo-Json -InputObject @{ x = 'y' } -Compress",
            "2|{\"x\":\"y\"}",
        ),
        (
            "Join-Path -Path 'C:\\a\\' -ChildPath 'b'; Split-Path -Path 'C:\\a\\b' -Parent; Split-Path 'C:\\a\\b' -Leaf; Split-Path 'C:\\b'",
            "C:\\a\\b|C:\\a|b|C:\\",
        ),
        (
            "(Get-Command -Name Start-BitsTransfer).CommandType; (Get-Command -Name Set-BitsTransfer).Parameters.ContainsKey('Dynamic')",
            "Cmdlet|True",
        ),
        (
            "Get-Command -Name nothing -ErrorAction SilentlyContinue; [bool](Get-Command bitsadmin.exe)",
            "True",
        ),
        ("Import-Module -Name BitsTransfer -ErrorAction Stop; 'in'", "in"),
    ] {
        let (output, exit) = play(source, &mut Machine::default(), &Session::default());
        assert_eq!((output.as_str(), exit), (expected, 0), "{source}");
    }
}

#[test]
fn the_console_shows_messages_and_asks() {
    let mut machine = Machine::default();
    machine.answers.push_back("secret".to_owned());
    machine.answers.push_back("typed".to_owned());
    let source = "Write-Warning 'w'; Write-Verbose 'v'; Write-Verbose 'V' -Verbose; Write-Progress -Activity 'a' -Status 's' \
                  -PercentComplete 5\n$c = Get-Credential -UserName 'dom\\u' -Message 'm'; $c.UserName; Read-Host -Prompt 'p'\n\
                  Write-Error 'e'; 'out'";
    let (output, _) = play(source, &mut machine, &Session::default());
    assert_eq!(output, "dom\\u|typed|out");
    assert_eq!(
        machine.shown(&[Stream::Warning, Stream::Verbose, Stream::Progress]),
        "w\nV\na: s 5"
    );
    assert_eq!(machine.shown(&[Stream::Prompt]), "credential dom\\u\np");
    assert_eq!(machine.shown(&[Stream::Error]), "e");
}

#[test]
fn control_c_runs_finally_and_no_catch() {
    let source = "try { Start-Sleep -Seconds 1; 'never' } catch { 'never' } finally { Write-Warning 'cleaned' }; 'never'";
    let script = powershell::read(source).expect("a script");
    let mut machine = Machine {
        stop_at_sleep: Some(1),
        ..Machine::default()
    };
    let outcome = run(&script, &mut machine, &Session::default()).expect("an outcome");
    assert!(matches!(outcome.end, End::Stopped));
    assert!(outcome.output.is_empty());
    assert_eq!(machine.shown(&[Stream::Warning]), "cleaned");
}

#[test]
fn a_pasted_script_must_not_exit() {
    let script = powershell::read("if ($PSCommandPath) { exit 1 }; 'open'").expect("a script");
    let pasted = Session {
        path: None,
        ..Session::default()
    };
    let outcome = run(&script, &mut Machine::default(), &pasted).expect("an outcome");
    assert_eq!(outcome.exit_code(), 0);
    let script = powershell::read("exit 1").expect("a script");
    assert!(run(&script, &mut Machine::default(), &pasted).is_err());
}

#[test]
fn constrained_language_mode_refuses_what_the_engine_refuses() {
    let constrained = Session {
        constrained: true,
        ..Session::default()
    };
    for source in [
        "[Math]::Max(1, 2)",
        "[Console]::Out",
        "[pscustomobject]@{ A = 1 }",
        "New-Object -TypeName PSObject",
    ] {
        let script = powershell::read(source).unwrap_or_else(|unread| panic!("{source}: {unread}"));
        let outcome = run(&script, &mut Machine::default(), &constrained)
            .unwrap_or_else(|stuck| panic!("{source}: {stuck}"));
        assert_eq!(outcome.errors.len(), 1, "{source}");
    }
    let (output, _) = play(
        "[char]0x41 + ('{0}' -f 1); (Get-Date).AddSeconds(1) -is [datetime]",
        &mut Machine::default(),
        &constrained,
    );
    assert_eq!(output, "A1|True");
}

#[test]
fn what_cannot_be_run_is_an_error() {
    for source in [
        "Invoke-Expression 'x'",
        "nothing",
        "[Some.Type]::Run()",
        "Start-Process bitsadmin.exe",
        "while ($true) { }",
        "1 > 'file'",
        "try { throw 'x' } catch [System.IO.IOException] { 1 }",
        "$env:PATH = 'x'",
        "Get-Service",
    ] {
        let script = powershell::read(source).unwrap_or_else(|unread| panic!("{source}: {unread}"));
        let session = Session {
            steps: 1000,
            ..Session::default()
        };
        assert!(
            run(&script, &mut Machine::default(), &session).is_err(),
            "{source} was run"
        );
    }
}

#[test]
fn script_parameters_are_bound_and_missing_ones_are_errors() {
    let source = "param([Parameter(Mandatory = $true)][string]$Url, [int]$Count = 2)\n\"$Url $Count\"";
    let given = Session {
        parameters: vec![("Url".to_owned(), Value::text("http://h/"))],
        ..Session::default()
    };
    assert_eq!(
        play(source, &mut Machine::default(), &given),
        ("http://h/ 2".to_owned(), 0)
    );
    assert_eq!(play(source, &mut Machine::default(), &Session::default()).1, 1);
}
