//! Texts of PowerShell with the documents that are read of them, and the mistakes that are found: what a variable holds is
//! followed exactly, or it stays an expression, and what is not known is said.

use bitsmith_core::judge::{import_json, judge};
use bitsmith_core::parse::{Reading, import};
use bitsmith_core::text::Dialect;
use serde_json::Value;

/// What nearly all of the jobs below get, whatever is followed.
const USUAL: &[&str] = &[
    "default-of-the-tool",
    "foreground-priority",
    "made-in-a-loop",
    "missing-display-name",
    "no-files",
    "unbounded-one-shot",
    "uncompleted-job",
    "setting-said-twice",
];

/// A script, its documents, its other findings.
type Row<'s> = (&'s str, &'s [&'s str], &'s [&'s str]);

/// A value as one text: what is not known in braces.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect(),
        Value::Object(entries) => match (entries.get("opaque"), entries.get("env")) {
            (Some(opaque), _) => format!("{{{}}}", shown(opaque)),
            (None, Some(name)) => format!("%{}%", shown(name)),
            (None, None) => {
                let entries = entries
                    .iter()
                    .map(|(name, value)| format!("{name}={}", shown(value)));
                entries.collect::<Vec<_>>().join(" ")
            }
        },
        value => value.to_string(),
    }
}

/// A document on one line: whom it is about, its files, its settings, its ending.
fn line(document: &Value) -> String {
    let mut parts = Vec::new();
    if let Some(existing) = document["subject"].get("existing") {
        parts.push(shown(existing));
    }
    for file in document["files"].as_array().into_iter().flatten() {
        parts.push(format!(
            "{} > {}",
            shown(&file["remote_name"]),
            file.get("local_name").map_or_else(String::new, shown)
        ));
    }
    for (name, value) in document["settings"].as_object().into_iter().flatten() {
        if value != "foreground" {
            parts.push(format!("{name}={}", shown(value)));
        }
    }
    if let Some(ending) = document.get("ending") {
        parts.push(shown(ending));
    }
    parts.join("; ")
}

fn check(rows: &[Row<'_>]) {
    let mut wrong = Vec::new();
    for (script, documents, findings) in rows {
        let reading = Reading {
            shell: Some(Dialect::PowerShell),
            ..Reading::default()
        };
        let read = import(script, reading);
        let said = judge(&read);
        let json = import_json(&read, &said, script);
        let lines: Vec<String> = json["documents"]
            .as_array()
            .into_iter()
            .flatten()
            .map(line)
            .collect();
        let mut rules: Vec<&str> = said.iter().map(|judged| judged.found.rule).collect();
        rules.retain(|rule| !USUAL.contains(rule));
        rules.dedup();
        if lines != *documents || rules != *findings {
            wrong.push(format!("{script}\n    {lines:?}\n    {rules:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_hashtable_keeps_what_is_sure_and_names_what_is_in_doubt() {
    check(&[
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; if ($x) { $p.Priority = 'High' }; Start-BitsTransfer @p",
            &["http://a/b > C:\\b; priority={$p.Priority}; one_shot"],
            &["parameter-in-doubt", "unreadable-value"],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'; Description='a'}; if ($x) { $p.Remove('Description') }; Start-BitsTransfer @p",
            &["http://a/b > C:\\b; description={$p.Description}; one_shot"],
            &["parameter-in-doubt"],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; if ($x) { $p.Priority = 'High' } else { $p.Priority = 'High' }; $p.Priority = 'Low'; Start-BitsTransfer @p",
            &["http://a/b > C:\\b; priority=low; one_shot"],
            &[],
        ),
        (
            "$p = @{Source='http://a/b'}; $p.Add('Destination', 'C:\\b'); $p['Priority'] = 'Low'; $p.Description = 'd'; $p.Remove('Description'); Start-BitsTransfer @p",
            &["http://a/b > C:\\b; priority=low; one_shot"],
            &[],
        ),
        (
            "$p = @{Source='http://a/b'}; $p += @{Destination='C:\\b'}; $q = $p + @{Priority='Low'}; Start-BitsTransfer @p; Start-BitsTransfer @q",
            &[
                "http://a/b > C:\\b; one_shot",
                "http://a/b > C:\\b; priority=low; one_shot",
            ],
            &[],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; $p += @{Source='http://a/c'}; Start-BitsTransfer @p",
            &["one_shot"],
            &["splat-not-known"],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; $p[$k] = 'x'; Start-BitsTransfer @p",
            &["one_shot"],
            &["splat-not-known"],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; Update-Parameters $p; Start-BitsTransfer @p",
            &["one_shot"],
            &["splat-not-known"],
        ),
        ("Start-BitsTransfer @p", &["one_shot"], &["splat-not-known"]),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; if ($x) { $p += @{Description='d'} }; Start-BitsTransfer @p",
            &["http://a/b > C:\\b; description={$p.Description}; one_shot"],
            &["parameter-in-doubt"],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; if ($x) { $p = @{Source='http://a/c'; Destination='C:\\b'} }; Start-BitsTransfer @p",
            &["{$p.Source} > C:\\b; one_shot"],
            &["parameter-in-doubt"],
        ),
        (
            "if ($x) { $p = @{Source='http://a/b'; Destination='C:\\b'} }; Start-BitsTransfer @p",
            &["one_shot"],
            &["splat-not-known"],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; $p.Priority = if ($x) { 'High' } else { 'Low' }; Start-BitsTransfer @p",
            &["http://a/b > C:\\b; priority={$p.Priority}; one_shot"],
            &["parameter-in-doubt", "unreadable-value"],
        ),
        (
            "$p = @{Destination='C:\\b'}; foreach ($f in $files) { $p.Source = $f; Start-BitsTransfer @p }",
            &["{$f} > C:\\b; one_shot"],
            &[],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; while ($x) { Start-BitsTransfer @p; $p.Priority = 'Low' }",
            &["http://a/b > C:\\b; priority={$p.Priority}; one_shot"],
            &["parameter-in-doubt", "unreadable-value"],
        ),
    ]);
}

#[test]
fn nothing_is_returned_only_where_the_call_surely_waits() {
    check(&[
        (
            "$j = $null; try { $j = Start-BitsTransfer http://a/b C:\\b -Asynchronous; Complete-BitsTransfer $j; $j = $null } finally { if ($j) { Remove-BitsTransfer $j } }",
            &["http://a/b > C:\\b"],
            &["completed-at-once"],
        ),
        (
            "$script:j = $null; trap { Remove-BitsTransfer $script:j; break }; $script:j = Start-BitsTransfer http://a/b C:\\b -Asynchronous",
            &["http://a/b > C:\\b; start_and_leave"],
            &[],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; if ($a) { $p.Asynchronous = $true }; $j = Start-BitsTransfer @p; if ($a) { while ($j.JobState -in 'Queued', 'Connecting', 'Transferring', 'TransientError') { sleep 1 }; $j | Complete-BitsTransfer }",
            &["http://a/b > C:\\b; one_shot"],
            &["parameter-in-doubt"],
        ),
        (
            "$j = Start-BitsTransfer http://a/b C:\\b -Asynchronous:$a; if ($a) { Complete-BitsTransfer $j }",
            &["http://a/b > C:\\b; one_shot"],
            &["switch-not-known"],
        ),
        (
            "$j = Start-BitsTransfer http://a/b C:\\b -Asynchronous:$false; Complete-BitsTransfer $j",
            &["http://a/b > C:\\b; one_shot"],
            &["nothing-returned"],
        ),
    ]);
}

#[test]
fn a_branch_knows_nothing_of_the_job_that_another_one_makes() {
    const OLD: &str = "name=old; minimum_retry_delay=120";
    const MAKES: &str = "http://a/b > C:\\b; priority=low; start_and_leave";
    check(&[
        (
            "$j = Get-BitsTransfer old; if (-not $j) { $j = Start-BitsTransfer http://a/b C:\\b -DisplayName new -Priority Low -Asynchronous } else { Set-BitsTransfer $j -RetryInterval 120 }",
            &[OLD, MAKES],
            &[],
        ),
        (
            "$j = Get-BitsTransfer old; if ($j) { Set-BitsTransfer $j -RetryInterval 120 } else { $j = Start-BitsTransfer http://a/b C:\\b -DisplayName new -Priority Low -Asynchronous }; Complete-BitsTransfer $j",
            &[OLD, "http://a/b > C:\\b; priority=low"],
            &[],
        ),
        (
            "$j = Get-BitsTransfer old; if ($a) { $j = Start-BitsTransfer http://a/b C:\\b -DisplayName new -Priority Low -Suspended } elseif ($b) { Suspend-BitsTransfer $j } else { 'x' }; Resume-BitsTransfer $j -Asynchronous",
            &["name=old; suspend", MAKES],
            &["ending-under-a-condition"],
        ),
    ]);
}

#[test]
fn jobs_of_others_that_a_filter_removes_are_told() {
    const REMOVES: &str = "? JobState -eq Error | Remove-BitsTransfer";
    for (script, is_said) in [
        (format!("Get-BitsTransfer -AllUsers | {REMOVES}"), true),
        (
            format!("$all = Get-BitsTransfer -AllUsers; $all | {REMOVES}"),
            true,
        ),
        (
            format!("$j = Start-BitsTransfer http://a/b C:\\b -Asynchronous; $j | {REMOVES}"),
            false,
        ),
        (
            "Get-BitsTransfer -AllUsers | ? JobState -eq Suspended | Resume-BitsTransfer".to_owned(),
            false,
        ),
        (
            "Get-BitsTransfer -AllUsers | ? { $_.CreationTime -lt $old } | Remove-BitsTransfer".to_owned(),
            true,
        ),
        (
            "Get-BitsTransfer | Where-Object { $_.DisplayName -notlike 'My*' } | Remove-BitsTransfer".to_owned(),
            true,
        ),
        (
            "foreach ($j in Get-BitsTransfer -AllUsers) { if ($j.JobState -eq 'Error') { Remove-BitsTransfer $j } }"
                .to_owned(),
            true,
        ),
        (
            "foreach ($j in (Get-BitsTransfer -AllUsers | ? JobState -eq Error)) { Remove-BitsTransfer $j }"
                .to_owned(),
            true,
        ),
        (
            "Get-BitsTransfer -AllUsers | % { switch ($_.JobState) { 'Error' { 1 } } }; foreach ($j in Get-BitsTransfer) { switch ($j.JobState) { 'Error' { $j | Remove-BitsTransfer } } }".to_owned(),
            true,
        ),
        // By name they are the script's own.
        (format!("Get-BitsTransfer My* | {REMOVES}"), false),
        (
            "Get-BitsTransfer | ? { $_.JobState -eq 'Error' -and $_.DisplayName -like 'My*' } | Remove-BitsTransfer"
                .to_owned(),
            false,
        ),
        (
            "foreach ($j in Get-BitsTransfer) { if ($j.DisplayName -eq $n) { $j | Remove-BitsTransfer } }".to_owned(),
            false,
        ),
    ] {
        let found = import(&script, Reading::default()).found;
        let told = found
            .iter()
            .find(|found| found.rule == "jobs-removed-by-a-filter");
        let expected = is_said.then_some("Remove-BitsTransfer");
        assert_eq!(told.map(|found| found.span.of(&script)), expected, "{script}");
    }
}

#[test]
fn a_function_runs_once_for_each_of_what_comes_through_the_pipeline() {
    const PROCESS: &str = "function Get-It { param([Parameter(ValueFromPipeline)]$u) process { Start-BitsTransfer $u C:\\b } }; ";
    for (call, is_loop) in [
        ("'http://a/1', 'http://a/2' | Get-It", true),
        ("Get-Content urls.txt | Get-It", true),
        ("'http://a/1' | Get-It", false),
        ("Get-It http://a/1", false),
    ] {
        let script = format!("{PROCESS}{call}");
        let found = import(&script, Reading::default()).found;
        let is_said = found.iter().any(|found| found.rule == "made-in-a-loop");
        assert_eq!(is_said, is_loop, "{script}");
    }
}

#[test]
fn variables_that_hold_one_hashtable_change_together() {
    check(&[
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; $q = $p; $q.Priority = 'Low'; Start-BitsTransfer @p",
            &["http://a/b > C:\\b; priority=low; one_shot"],
            &[],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; $q = $p.Clone(); $q.Priority = 'Low'; Start-BitsTransfer @p; Start-BitsTransfer @q",
            &[
                "http://a/b > C:\\b; one_shot",
                "http://a/b > C:\\b; priority=low; one_shot",
            ],
            &[],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; function Set-It($t) { $t.Priority = 'Low'; $t = @{} }; Set-It $p; Start-BitsTransfer @p",
            &["http://a/b > C:\\b; priority=low; one_shot"],
            &[],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; $q = @{}; if ($x) { $q = $p }; $q.Priority = 'Low'; Start-BitsTransfer @p",
            &["http://a/b > C:\\b; priority={$p.Priority}; one_shot"],
            &["parameter-in-doubt", "unreadable-value"],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; $x = @{ inner = $p }; $x.inner.Priority = 'Low'; Start-BitsTransfer @p",
            &["one_shot"],
            &["splat-not-known"],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; foreach ($t in $p, $z) { $t.Priority = 'Low' }; Start-BitsTransfer @p",
            &["one_shot"],
            &["splat-not-known"],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; $p | % { $_.Priority = 'Low' }; Start-BitsTransfer @p",
            &["one_shot"],
            &["splat-not-known"],
        ),
        (
            "$o = [pscustomobject]@{ Url = 'http://a/b' }; $c = $o; $c.Url = 'http://a/c'; Start-BitsTransfer $o.Url C:\\b",
            &["{$o.Url} > C:\\b; one_shot"],
            &[],
        ),
        (
            "$a = 'http://a/1', 'http://a/2'; $b = $a; $b[0] = 'http://a/3'; Start-BitsTransfer $a[0] C:\\b",
            &["{$a[0]} > C:\\b; one_shot"],
            &[],
        ),
    ]);
}

#[test]
fn a_variable_holds_what_was_assigned_last_or_nobody_knows_what() {
    const OLD: &[&str] = &["http://a/old > C:\\b; one_shot"];
    const NEW: &[&str] = &["http://a/new > C:\\b; one_shot"];
    const UNKNOWN: &[&str] = &["{$u} > C:\\b; one_shot"];
    let rows: &[(&str, &[&str])] = &[
        ("$a, $u = 1, 'http://a/new'", NEW),
        ("$u, $a = 'http://a/new', 1, 2", NEW),
        ("$a, $u = Get-Thing", UNKNOWN),
        ("$a, $u = $x, 'http://a/new'", UNKNOWN),
        ("($u) = 'http://a/new'", NEW),
        ("Set-Variable u 'http://a/new'", NEW),
        ("Set-Variable -Value 'http://a/new' -Name u -Force", NEW),
        (
            "sv -Name u -Value (Get-Thing)",
            &["{(Get-Thing)} > C:\\b; one_shot"],
        ),
        ("'http://a/new' | Set-Variable u", NEW),
        ("Set-Variable $name 'http://a/new'", UNKNOWN),
        ("Set-Variable u 'http://a/new' -Scope 1", UNKNOWN),
        ("Remove-Variable u", UNKNOWN),
        ("Clear-Variable *", UNKNOWN),
        ("Get-Thing -OutVariable u", UNKNOWN),
        ("Get-Thing -ov +u | Out-Null", UNKNOWN),
        ("Get-Thing -ErrorVariable:u", UNKNOWN),
        ("Get-Thing -OutV u | Out-Null", UNKNOWN),
        ("foreach ($x in $y) { Get-Thing -OutV u }", UNKNOWN),
        (
            "function F { param($v) $script:u = $v }; F -PV x -ProgressAction Ignore 'http://a/new'",
            NEW,
        ),
        ("Get-Thing | Tee-Object -Variable u", UNKNOWN),
        ("Get-Thing -PipelineVariable u | Out-Null", UNKNOWN),
        ("$null = [Thing]::Try([ref] $u)", UNKNOWN),
        ("$u++", UNKNOWN),
        ("$u -= 1", UNKNOWN),
        ("$u = Read-Host", &["{Read-Host} > C:\\b; one_shot"]),
        ("$u = if ($x) { 'http://a/1' } else { 'http://a/new' }", UNKNOWN),
        ("$u = switch ($x) { 1 { 'http://a/new' } }", UNKNOWN),
        ("$u = foreach ($x in 1, 2) { 'http://a/new' }", UNKNOWN),
        ("$u = try { 'http://a/1' } catch { 'http://a/2' }", UNKNOWN),
        ("foreach ($u in 'http://a/1', 'http://a/2') { }", UNKNOWN),
        ("foreach ($u in $x) { }", UNKNOWN),
        ("& { $u = 'http://a/new' }", OLD),
        (". { $u = 'http://a/new' }", NEW),
        ("& { $script:u = 'http://a/new' }", NEW),
        ("1 | % { $u = 'http://a/new' }", NEW),
        ("function F { $u = 'http://a/new' }; F", OLD),
        ("function F { $u = 'http://a/new' }; . F", NEW),
        ("function F { $script:u = 'http://a/new' }; F", NEW),
        (
            "function F { if ($x) { $script:u = 'http://a/new' } }; F",
            UNKNOWN,
        ),
        (
            "function F { G }; function G { $script:u = 'http://a/new' }; F",
            NEW,
        ),
        (
            "function F { Set-Variable u 'http://a/new' -Scope Script }; F",
            NEW,
        ),
        ("function F { $local:u = 'http://a/new' }; F", OLD),
        ("function F { $u = 1; $script:u = 'http://a/new' }; F", NEW),
        ("function F { $script:u = 'http://a/new'; $u = 1 }; F", NEW),
        ("function F($u) { $script:u = 'http://a/new' }; F 1", NEW),
        (
            "function F { $u = 1; G }; function G { $script:u = 'http://a/new' }; F",
            NEW,
        ),
        ("function F { $u = 1; $script:u = $script:u }; F", OLD),
        (
            "function F { $u = 1; $script:u = $u }; F",
            &["1 > C:\\b; one_shot"],
        ),
        (
            "function F { $u = 1; $script:u += '?x' }; F",
            &["http://a/old?x > C:\\b; one_shot"],
        ),
        (
            "function F { $v = 1; $global:v = 'http://a/new' }; F; $u = $v",
            NEW,
        ),
        (
            "function F { $v = 1; $global:v = 'http://a/new' }; F; $u = $global:v",
            NEW,
        ),
        (
            "function F { $u = 1; if ($x) { $script:u = 'http://a/new' } }; F",
            UNKNOWN,
        ),
        (
            "function F { if ($x) { $script:u = 'http://a/new'; $u = 1 } }; F",
            UNKNOWN,
        ),
        (
            "function F { $u = 1; foreach ($x in $y) { $script:u = 1 } }; F",
            UNKNOWN,
        ),
        ("function F { $u = 1; foreach ($x in $y) { $u = 1 } }; F", OLD),
        (
            "function F { $u = 1; G }; function G { Set-Variable u 1 -Scope 1 }; F",
            UNKNOWN,
        ),
        (
            "$t = @{ u = 1 }; function F { $t = 1; $script:t.u = 'http://a/new' }; F; $u = $t.u",
            NEW,
        ),
        ("Microsoft.PowerShell.Utility\\Set-Variable u 'http://a/new'", NEW),
        ("$global:u = 'http://a/new'", UNKNOWN),
        ("iex '$u = 5'", UNKNOWN),
        ("iex $code", UNKNOWN),
        ("if ($x) { $u = 'http://a/new' }", UNKNOWN),
        ("function F { 'http://a/new' }; $u = F", NEW),
        ("$u = Write-Output 'http://a/new'", NEW),
        ("$u = 'http://a/new' | % { $_ }", NEW),
        ("[string] $u = 'http://a/new'", NEW),
        ("$env:U = 'x'", OLD),
    ];
    let mut wrong = Vec::new();
    for (assignment, expected) in rows {
        let script = format!("$u = 'http://a/old'; {assignment}; Start-BitsTransfer $u C:\\b");
        let reading = Reading {
            shell: Some(Dialect::PowerShell),
            ..Reading::default()
        };
        let read = import(&script, reading);
        let json = import_json(&read, &judge(&read), &script);
        let lines: Vec<String> = json["documents"]
            .as_array()
            .into_iter()
            .flatten()
            .map(line)
            .collect();
        if lines != *expected {
            wrong.push(format!("{assignment}: {lines:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_stands_behind_an_operator_may_not_run() {
    check(&[
        (
            "$d = 'a'; foo && ($d = 'b'); Start-BitsTransfer http://a/b C:\\b -Description $d",
            &["http://a/b > C:\\b; description={$d}; one_shot"],
            &[],
        ),
        (
            "$d = 'a'; foo || ($d = 'b'); Start-BitsTransfer http://a/b C:\\b -Description $d",
            &["http://a/b > C:\\b; description={$d}; one_shot"],
            &[],
        ),
        (
            "$d = 'a'; foo && ($d = 'a'); Start-BitsTransfer http://a/b C:\\b -Description $d",
            &["http://a/b > C:\\b; description=a; one_shot"],
            &[],
        ),
        (
            "$d = 'a'; ($d = 'c') && ($d = 'b'); Start-BitsTransfer http://a/b C:\\b -Description $d",
            &["http://a/b > C:\\b; description={$d}; one_shot"],
            &[],
        ),
        (
            "$d = foo || 'b'; Start-BitsTransfer http://a/b C:\\b -Description $d",
            &["http://a/b > C:\\b; description={$d}; one_shot"],
            &[],
        ),
        (
            "$j = Start-BitsTransfer http://a/b C:\\b -Asynchronous && foo; Complete-BitsTransfer $j",
            &["http://a/b > C:\\b"],
            &[],
        ),
        (
            "Start-BitsTransfer http://a/b C:\\b -DisplayName n && Get-BitsTransfer n | Set-BitsTransfer -Priority Low",
            &["http://a/b > C:\\b; priority=low; one_shot"],
            &["call-after-the-end"],
        ),
    ]);
}

/// Calls, and whether the priority is said to be left out.
const PRIORITIES: &[(&str, bool)] = &[
    ("Start-BitsTransfer http://a/b C:\\b", true),
    ("Start-BitsTransfer http://a/b C:\\b -Priority Low", false),
    ("Start-BitsTransfer http://a/b C:\\b -Priority Urgent", false),
    ("Start-BitsTransfer http://a/b C:\\b -Priority", false),
    ("Start-BitsTransfer http://a/b C:\\b -Foo x -Priority Low", false),
    (
        "Start-BitsTransfer http://a/b C:\\b -RetryTimeout x -Priority Low",
        false,
    ),
    (
        "Start-BitsTransfer http://a/b C:\\b -RetryTimeout x -Priority Urgent",
        false,
    ),
    ("Start-BitsTransfer http://a/b C:\\b -RetryTimeout x", true),
];

#[test]
fn a_wrong_value_is_said() {
    for (script, is_left_out) in PRIORITIES {
        let reading = Reading {
            shell: Some(Dialect::PowerShell),
            ..Reading::default()
        };
        let read = import(script, reading);
        let is_said = read.found.iter().any(|found| found.rule == "default-of-the-tool");
        assert_eq!(is_said, *is_left_out, "{script}");
    }
}

#[test]
fn arguments_of_functions_go_where_they_are_meant() {
    check(&[
        (
            "function Save($Url, $To = 'C:\\d') { Start-BitsTransfer $Url $To }; Save -To C:\\x http://a/b; Save http://a/c; Save -U http://a/d",
            &[
                "http://a/b > C:\\x; one_shot",
                "http://a/c > C:\\d; one_shot",
                "http://a/d > C:\\d; one_shot",
            ],
            &[],
        ),
        (
            "function Save { param([switch] $Quiet, [string] $Url, [Parameter()] $To) Start-BitsTransfer $Url $To }; Save -Quiet http://a/b C:\\b",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
        (
            "function Save { param([Parameter(Position = 1)] $To, [Parameter(Position = 0)] $Url) Start-BitsTransfer $Url $To }; Save http://a/b C:\\b",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
        (
            "function Save($Url, $To) { Start-BitsTransfer $Url $To }; $p = @{ Url = 'http://a/b' }; Save @p C:\\b",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
        (
            "function Save { param([Alias('Link')] $Url, $To) Start-BitsTransfer $Url $To }; Save -Link http://a/b C:\\b",
            &["{$Url} > {$To}; one_shot"],
            &[],
        ),
        (
            "function Get-It { if ($x) { return 'http://a/1' }; 'http://a/2' }; $u = Get-It; Start-BitsTransfer $u C:\\b",
            &["{if ($x) { return 'http://a/1' }; 'http://a/2'} > C:\\b; one_shot"],
            &[],
        ),
        (
            "& { param($Url) Start-BitsTransfer $Url C:\\b } http://a/b",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
    ]);
}

#[test]
fn a_counter_is_each_of_its_numbers_or_none() {
    check(&[
        (
            "for ($i = 0; $i -lt 2; $i++) { Start-BitsTransfer \"http://a/$i\" \"C:\\$i\" }; Start-BitsTransfer \"http://a/$i\" C:\\b",
            &[
                "http://a/0 > C:\\0; one_shot",
                "http://a/1 > C:\\1; one_shot",
                "http://a/2 > C:\\b; one_shot",
            ],
            &[],
        ),
        (
            "for ($i = 4; $i -ge 2; $i -= 2) { Start-BitsTransfer \"http://a/$i\" C:\\b }",
            &["http://a/4 > C:\\b; one_shot", "http://a/2 > C:\\b; one_shot"],
            &[],
        ),
        (
            "for ($i = 0; $i -lt $n; $i++) { Start-BitsTransfer \"http://a/$i\" C:\\b }",
            &["http://a/{$i} > C:\\b; one_shot"],
            &[],
        ),
        (
            "for ($i = 0; $i -lt 3; $i++) { Start-BitsTransfer \"http://a/$i\" C:\\b; if ($x) { break } }",
            &["http://a/{$i} > C:\\b; one_shot"],
            &[],
        ),
        (
            "for ($i = 0; $i -lt 1000; $i++) { Start-BitsTransfer \"http://a/$i\" C:\\b }",
            &["http://a/{$i} > C:\\b; one_shot"],
            &[],
        ),
        (
            "1..2 | % { Start-BitsTransfer \"http://a/$_\" C:\\b }",
            &["http://a/1 > C:\\b; one_shot", "http://a/2 > C:\\b; one_shot"],
            &[],
        ),
        (
            "1..300 | % { Start-BitsTransfer \"http://a/$_\" C:\\b }",
            &["http://a/{$_} > C:\\b; one_shot"],
            &[],
        ),
        (
            "$i = 0; while ($i -lt 3) { Start-BitsTransfer \"http://a/$i\" C:\\b; $i++ }",
            &["http://a/{$i} > C:\\b; one_shot"],
            &[],
        ),
        (
            "$i = 0; do { Start-BitsTransfer \"http://a/$i\" C:\\b; $i += 1 } while ($i -lt 3)",
            &["http://a/{$i} > C:\\b; one_shot"],
            &[],
        ),
        (
            "$u = 'http://a/b'; foreach ($x in $list) { Start-BitsTransfer $u C:\\b; $u = $x }",
            &["{$u} > C:\\b; one_shot"],
            &[],
        ),
        (
            "$n = 0; function Next { $script:n++ }; while ($x) { Start-BitsTransfer \"http://a/$n\" C:\\b; Next }",
            &["http://a/{$n} > C:\\b; one_shot"],
            &[],
        ),
        (
            "$n = 0; function Next { $script:n++ }; while ($x) { Start-BitsTransfer \"http://a/$n\" C:\\b; script:Next }",
            &["http://a/{$n} > C:\\b; one_shot"],
            &[],
        ),
        (
            "$u = 'http://a/b'; foreach ($x in $y) { Start-BitsTransfer $u C:\\b; Microsoft.PowerShell.Utility\\Set-Variable u $x }",
            &["{$u} > C:\\b; one_shot"],
            &[],
        ),
        (
            "function F { $u = 1; foreach ($x in $y) { Start-BitsTransfer $script:u C:\\b; $script:u = $x } }; $u = 'http://a/b'; F",
            &["{$script:u} > C:\\b; one_shot"],
            &[],
        ),
        (
            "function Save($n) { Start-BitsTransfer \"http://a/$n\" C:\\b; Save ($n + 1) }; Save 1",
            &["http://a/1 > C:\\b; one_shot"],
            &["function-calls-itself"],
        ),
    ]);
}

#[test]
fn default_parameters_are_taken_or_said_to_be_unknown() {
    check(&[
        (
            "$PSDefaultParameterValues['Start-BitsTransfer:Priority'] = 'High'; Start-BitsTransfer http://a/b C:\\b",
            &["http://a/b > C:\\b; priority=high; one_shot"],
            &[],
        ),
        (
            "$PSDefaultParameterValues = @{ '*-Bits*:Priority' = 'High'; '*:Verbose' = $true; 'Get-Thing:Name' = $x }; Start-BitsTransfer http://a/b C:\\b",
            &["http://a/b > C:\\b; priority=high; one_shot"],
            &[],
        ),
        (
            "$PSDefaultParameterValues.Add('Start-BitsTransfer:Priority', 'High'); Start-BitsTransfer http://a/b C:\\b -Priority Low; $PSDefaultParameterValues.Remove('Start-BitsTransfer:Priority'); Start-BitsTransfer http://a/c C:\\c",
            &[
                "http://a/b > C:\\b; priority=low; one_shot",
                "http://a/c > C:\\c; one_shot",
            ],
            &[],
        ),
        (
            "$PSDefaultParameterValues = @{ 'Start-BitsTransfer:Priority' = 'High'; Disabled = $true }; Start-BitsTransfer http://a/b C:\\b",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
        (
            "$PSDefaultParameterValues[$x] = 'High'; Start-BitsTransfer http://a/b C:\\b",
            &["http://a/b > C:\\b; one_shot"],
            &["default-parameters-not-known"],
        ),
        (
            "$PSDefaultParameterValues['Start-BitsTransfer:Priority'] = { Get-It }; Start-BitsTransfer http://a/b C:\\b",
            &["http://a/b > C:\\b; one_shot"],
            &["default-parameters-not-known"],
        ),
        (
            "$PSDefaultParameterValues['Start-BitsTransfer:Pri'] = 'High'; Start-BitsTransfer http://a/b C:\\b",
            &["http://a/b > C:\\b; one_shot"],
            &["default-parameters-not-known"],
        ),
    ]);
}

#[test]
fn each_of_several_jobs_gets_what_a_call_says() {
    const TWO: &str = "$a = Start-BitsTransfer http://a/1 C:\\1 -Asynchronous; $b = Start-BitsTransfer http://a/2 C:\\2 -Asynchronous; ";
    let rows: &[(&str, &[&str])] = &[
        ("$jobs = @($a, $b); $jobs | Complete-BitsTransfer", &["", ""]),
        ("$a, $b | Complete-BitsTransfer", &["", ""]),
        ("Complete-BitsTransfer $a, $b", &["", ""]),
        (
            "Set-BitsTransfer -BitsJob $a, $b -Priority High",
            &["; priority=high; start_and_leave"; 2],
        ),
        ("foreach ($j in $a, $b) { Complete-BitsTransfer $j }", &["", ""]),
        ("Complete-BitsTransfer $b", &["; start_and_leave", ""]),
    ];
    for (statements, endings) in rows {
        let script = format!("{TWO}{statements}");
        let read = import(&script, Reading::default());
        let json = import_json(&read, &judge(&read), &script);
        let lines: Vec<String> = json["documents"]
            .as_array()
            .into_iter()
            .flatten()
            .map(line)
            .collect();
        let expected: Vec<String> = (1..)
            .zip(*endings)
            .map(|(n, end)| format!("http://a/{n} > C:\\{n}{end}"))
            .collect();
        assert_eq!(lines, expected, "{statements}");
    }
    check(&[
        (
            "$jobs = foreach ($u in 'http://a/1', 'http://a/2') { Start-BitsTransfer $u C:\\b -Asynchronous }; $jobs | Complete-BitsTransfer",
            &["http://a/1 > C:\\b", "http://a/2 > C:\\b"],
            &[],
        ),
        (
            "$jobs = @(); foreach ($u in 'http://a/1', 'http://a/2') { $jobs += Start-BitsTransfer $u C:\\b -Asynchronous }; Complete-BitsTransfer $jobs",
            &["http://a/1 > C:\\b", "http://a/2 > C:\\b"],
            &[],
        ),
        (
            "'http://a/1', 'http://a/2' | % { Start-BitsTransfer $_ C:\\b -Asynchronous } | Complete-BitsTransfer",
            &["http://a/1 > C:\\b", "http://a/2 > C:\\b"],
            &[],
        ),
        (
            "Start-BitsTransfer http://a/1 C:\\b -Asynchronous -OutVariable j | Out-Null; Complete-BitsTransfer $j",
            &["http://a/1 > C:\\b"],
            &["completed-at-once"],
        ),
    ]);
}

#[test]
fn what_a_document_cannot_say_of_a_job_is_said() {
    check(&[
        (
            "$j = Start-BitsTransfer http://a/1 C:\\b -Asynchronous; Remove-BitsTransfer $j",
            &["http://a/1 > C:\\b; start_and_leave"],
            &["made-and-stopped"],
        ),
        (
            "$j = Start-BitsTransfer http://a/1 C:\\b -Asynchronous; Suspend-BitsTransfer $j",
            &["http://a/1 > C:\\b; start_and_leave"],
            &["made-and-stopped"],
        ),
        (
            "$j = Start-BitsTransfer http://a/1 C:\\b -Asynchronous; Suspend-BitsTransfer $j; Resume-BitsTransfer $j",
            &["http://a/1 > C:\\b; start_and_leave"],
            &["resume-that-waits"],
        ),
        (
            "$j = Start-BitsTransfer http://a/1 C:\\b -Asynchronous; if ($x) { Remove-BitsTransfer $j }",
            &["http://a/1 > C:\\b; start_and_leave"],
            &[],
        ),
        (
            "bitsadmin /create j; bitsadmin /cancel j",
            &["create_only"],
            &["made-and-stopped"],
        ),
        (
            "Start-BitsTransfer http://a/1 C:\\b -Asynchronous:$x",
            &["http://a/1 > C:\\b; one_shot"],
            &["switch-not-known"],
        ),
        (
            "Start-BitsTransfer http://a/1 C:\\b -Asynchronous:$false",
            &["http://a/1 > C:\\b; one_shot"],
            &[],
        ),
        (
            "Set-BitsTransfer $unknown -RetryInterval 5",
            &["guid={$unknown.JobId}; minimum_retry_delay=5"],
            &["unreadable-value", "job-not-known", "short-retry-delay"],
        ),
        (
            "Get-Thing | Remove-BitsTransfer",
            &["guid={(Get-Thing).JobId}; cancel"],
            &["job-not-known", "unreadable-value", "cancelling-jobs"],
        ),
    ]);
}

#[test]
fn what_the_form_does_not_take_is_no_error_of_the_script() {
    for (script, messages) in [
        (
            "Start-BitsTransfer http://a/b",
            &[
                "The cmdlet takes this, and a document does not: The file has no local name, and goes to the current folder.",
            ] as &[&str],
        ),
        (
            "Start-BitsTransfer http://a/b C:\\b -Priority $x",
            &["Priority is known only when the script runs."],
        ),
        (
            "bitsadmin /create j; bitsadmin /setpriority j $x",
            &["Priority is known only when the script runs."],
        ),
        (
            "$u = if ($x) { 'http://a/b' } else { 'http://a/c' }; Start-BitsTransfer $u C:\\b",
            &[],
        ),
    ] {
        let reading = Reading {
            shell: Some(Dialect::PowerShell),
            ..Reading::default()
        };
        let read = import(script, reading);
        let said = judge(&read);
        let found: Vec<&str> = said
            .iter()
            .filter(|judged| judged.found.rule == "unreadable-value")
            .map(|judged| judged.found.message.as_str())
            .collect();
        assert_eq!(found, messages, "{script}");
        let errors = said
            .iter()
            .filter(|judged| judged.found.severity == bitsmith_core::diagnostic::Severity::Error);
        assert_eq!(errors.count(), 0, "{script}: {said:?}");
    }
}

#[test]
fn a_destination_too_few_stays_an_error() {
    check(&[
        (
            "Start-BitsTransfer http://a/1, http://a/2",
            &["http://a/1 > ; http://a/2 > ; one_shot"],
            &["unreadable-value"],
        ),
        (
            "Start-BitsTransfer http://a/1, http://a/2 C:\\b",
            &["http://a/1 > C:\\b; http://a/2 > ; one_shot"],
            &["unreadable-value"],
        ),
    ]);
    let script = "Start-BitsTransfer http://a/1, http://a/2 C:\\b";
    let said = judge(&import(script, Reading::default()));
    let is_error = |judged: &&bitsmith_core::judge::Judged| {
        judged.found.severity == bitsmith_core::diagnostic::Severity::Error
    };
    assert!(said.iter().any(|judged| is_error(&judged)), "{said:?}");
}

#[test]
fn variables_of_the_environment_are_put_in_behind_the_sign_that_stops_reading() {
    check(&[
        (
            "bitsadmin --% /transfer j http://a/b %TEMP%\\b",
            &["http://a/b > %TEMP%\\b; one_shot"],
            &[],
        ),
        (
            "bitsadmin --% /transfer j http://a/50%x C:\\b",
            &["http://a/50%x > C:\\b; one_shot"],
            &["percent-sign-in-address"],
        ),
    ]);
}

#[test]
fn a_function_that_only_writes_runs_nothing_that_it_writes() {
    check(&[
        (
            "function Write-Log($m) { Add-Content C:\\log.txt \"$(Get-Date) $m\" }; Write-Log \"bitsadmin /reset\"",
            &[],
            &[],
        ),
        (
            "function Write-Log { param([string] $m) Write-Host $m; $m | Out-File C:\\log.txt -Append }; Write-Log -m 'Start-BitsTransfer failed'",
            &[],
            &[],
        ),
        ("Write-Log \"bitsadmin /reset\"", &[], &["commands-not-followed"]),
    ]);
}

#[test]
fn a_job_in_a_loop_stands_for_as_many_as_there_are_rounds() {
    for (shell, script, expected) in [
        (
            Dialect::PowerShell,
            "Import-Csv f.csv | % { Start-BitsTransfer $_.Url C:\\a }",
            "Start-BitsTransfer",
        ),
        (
            Dialect::PowerShell,
            "foreach ($u in $list) { Start-BitsTransfer $u C:\\a }",
            "Start-BitsTransfer",
        ),
        (
            Dialect::PowerShell,
            "while ($true) { bitsadmin /create j }",
            "bitsadmin",
        ),
        (
            Dialect::PowerShell,
            "for ($i = 0; $i -lt $n; $i++) { Start-BitsTransfer $i C:\\a }",
            "Start-BitsTransfer",
        ),
        (
            Dialect::PowerShell,
            "do { Start-BitsTransfer https://h/a C:\\a } until ($done)",
            "Start-BitsTransfer",
        ),
        (
            Dialect::PowerShell,
            "function F($u) { Start-BitsTransfer $u C:\\a }; Get-Content l.txt | % { F $_ }",
            "Start-BitsTransfer",
        ),
        (
            Dialect::PowerShell,
            "1..3 | % { Start-BitsTransfer https://h/$_ C:\\$_ }",
            "",
        ),
        (
            Dialect::PowerShell,
            "if ($x) { Start-BitsTransfer https://h/a C:\\a }",
            "",
        ),
        (
            Dialect::PowerShell,
            "foreach ($u in $list) { $u }; Start-BitsTransfer https://h/a C:\\a",
            "",
        ),
        (
            Dialect::PowerShell,
            "$j = Start-BitsTransfer https://h/a C:\\a -Asynchronous; while ($j.JobState -eq 'Connecting') { Add-BitsFile $j https://h/b C:\\b }",
            "",
        ),
        (
            Dialect::Cmd,
            "for %%f in (*.zip) do bitsadmin /create %%f",
            "bitsadmin",
        ),
        (
            Dialect::Cmd,
            "for /f %%u in (list.txt) do bitsadmin /transfer j %%u C:\\a",
            "bitsadmin",
        ),
        (Dialect::Cmd, "for %%f in (a b) do bitsadmin /create %%f", ""),
        (
            Dialect::Cmd,
            "for /f %%g in ('bitsadmin /create j') do bitsadmin /resume %%g",
            "",
        ),
    ] {
        let reading = Reading {
            shell: Some(shell),
            ..Reading::default()
        };
        let import = import(script, reading);
        let found = import.found.iter().filter(|found| found.rule == "made-in-a-loop");
        let found: Vec<&str> = found.map(|found| found.span.of(script)).collect();
        assert_eq!(found.join(" "), expected, "{script}");
    }
}

#[test]
fn lists_that_grow_and_entries_of_tables_are_gone_through() {
    const BOTH: &[&str] = &["http://a/1 > C:\\b; one_shot", "http://a/2 > C:\\b; one_shot"];
    const UNKNOWN: &[&str] = &["{$u} > C:\\b; one_shot"];
    const GO: &str = "foreach ($u in $l) { Start-BitsTransfer $u C:\\b }";
    let rows: &[(&str, &[&str])] = &[
        (
            "$l = [Collections.ArrayList]@('http://a/1'); [void] $l.Add('http://a/2'); GO",
            BOTH,
        ),
        (
            "$l = New-Object System.Collections.ArrayList; $l.AddRange(@('http://a/1', 'http://a/2')); GO",
            BOTH,
        ),
        (
            "$l = New-Object -TypeName 'System.Collections.Generic.List[string]'; $l.Add('http://a/1'); $l.Add('http://a/2'); GO",
            BOTH,
        ),
        (
            "$l = [System.Collections.Generic.List[string]]::new(); $l.Add('http://a/1'); $null = $l.Add('http://a/2'); GO",
            BOTH,
        ),
        (
            "$l = [Collections.Generic.List[object]]::new(10); $l.Add('http://a/1'); $l.Add('http://a/2') | Out-Null; GO",
            BOTH,
        ),
        (
            "[System.Collections.ArrayList] $l = @(); $l.Add('http://a/1'); $l.Add('http://a/2'); GO",
            BOTH,
        ),
        (
            "$l = [Collections.ArrayList]@('http://a/1'); $m = $l; $m.Add('http://a/2'); GO",
            BOTH,
        ),
        (
            "$l = [Collections.ArrayList]@(); function F($x) { $x.Add('http://a/1'); $script:l.Add('http://a/2') }; F $l; GO",
            BOTH,
        ),
        (
            "$l = [Collections.ArrayList]@('x'); $l.Clear(); $l.Add('http://a/1'); $l.Add('http://a/2'); $l = $l.ToArray(); GO",
            BOTH,
        ),
        (
            "$l = [Collections.ArrayList]@(); foreach ($n in 1, 2) { $l.Add(\"http://a/$n\") }; GO",
            BOTH,
        ),
        (
            "$l = [Collections.ArrayList]@('http://a/1'); $t = @{ l = $l }; $l.Add('http://a/2'); $l = $t.l; GO",
            UNKNOWN,
        ),
        (
            "$l = [Collections.ArrayList]@('http://a/1'); if ($x) { $l.Add('http://a/2') }; GO",
            UNKNOWN,
        ),
        (
            "$l = [Collections.ArrayList]@('http://a/1'); foreach ($x in $y) { $l.Add('http://a/2') }; GO",
            UNKNOWN,
        ),
        (
            "$l = [Collections.ArrayList]@('http://a/1'); $l.RemoveAt(0); GO",
            UNKNOWN,
        ),
        (
            "$l = [Collections.ArrayList]@('http://a/1'); $l[0] = 'http://a/2'; GO",
            UNKNOWN,
        ),
        (
            "$l = [Collections.ArrayList]$y; $l.Add('http://a/2'); GO",
            UNKNOWN,
        ),
        ("$l = [Collections.ArrayList]@(); $l.Add($y); GO", UNKNOWN),
        (
            "$t = @{ 'http://a/1' = 1; 'http://a/2' = 2 }; foreach ($u in $t.Keys) { Start-BitsTransfer $u C:\\b }",
            BOTH,
        ),
        (
            "$t = @{ a = 'http://a/1'; b = 'http://a/2' }; $t.Values | % { Start-BitsTransfer $_ C:\\b }",
            BOTH,
        ),
        (
            "$t = [ordered]@{ a = 'http://a/1'; b = 'http://a/2' }; foreach ($k in $t.Keys) { Start-BitsTransfer $t[$k] C:\\b }",
            BOTH,
        ),
        (
            "$t = @{ a = 'http://a/1'; b = 'http://a/2' }; foreach ($e in $t.GetEnumerator()) { Start-BitsTransfer $e.Value C:\\b }",
            BOTH,
        ),
        (
            "@{ a = 'http://a/1'; b = 'http://a/2' }.GetEnumerator() | Sort-Object Name | % { Start-BitsTransfer $_.Value C:\\b }",
            BOTH,
        ),
        (
            "$t = @{ a = 1; b = 2 }; $n = 0; foreach ($k in $t.Keys) { $n++; Start-BitsTransfer \"http://a/$n\" C:\\b }",
            &[
                "http://a/{$n} > C:\\b; one_shot",
                "http://a/{$n} > C:\\b; one_shot",
            ],
        ),
        (
            "$t = @{ a = 'http://a/1'; b = 'http://a/2' }; foreach ($k in $t.Keys) { $u = $t[$k] }; Start-BitsTransfer $u C:\\b",
            UNKNOWN,
        ),
        (
            "$t = @{ a = 'http://a/1' }; if ($x) { $t.b = 1 }; foreach ($u in $t.Values) { Start-BitsTransfer $u C:\\b }",
            UNKNOWN,
        ),
        (
            "$t = @{ Keys = 'http://a/1' }; foreach ($u in $t.Keys) { Start-BitsTransfer $u C:\\b }",
            &["http://a/1 > C:\\b; one_shot"],
        ),
        (
            "$t = @{ 'http://a/1' = 1; 'http://a/2' = 2 }; $t.Keys | select -First 1 | % { Start-BitsTransfer $_ C:\\b }",
            &["{$_} > C:\\b; one_shot"],
        ),
        (
            "'http://a/1', 'http://a/2' | ? { $_ -ne $x } | % { Start-BitsTransfer $_ C:\\b }",
            &["{$_} > C:\\b; one_shot"],
        ),
        (
            "$j = New-Object Collections.ArrayList; foreach ($x in $y) { [void] $j.Add((Start-BitsTransfer http://a/1 C:\\b -Asynchronous)) }; $j | Set-BitsTransfer -Priority Low",
            &["http://a/1 > C:\\b; priority=low; start_and_leave"],
        ),
        (
            "$j = New-Object Collections.ArrayList; [void] $j.Add((Start-BitsTransfer http://a/1 C:\\b -Asynchronous)); foreach ($k in $j) { Set-BitsTransfer $k -Priority Low }",
            &["http://a/1 > C:\\b; priority=low; start_and_leave"],
        ),
    ];
    let mut wrong = Vec::new();
    for (script, expected) in rows {
        let script = script.replace("GO", GO);
        let reading = Reading {
            shell: Some(Dialect::PowerShell),
            ..Reading::default()
        };
        let read = import(&script, reading);
        let json = import_json(&read, &judge(&read), &script);
        let documents = json["documents"].as_array();
        let lines: Vec<String> = documents.into_iter().flatten().map(line).collect();
        if lines != *expected {
            wrong.push(format!("{script}: {lines:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_runs_on_one_side_of_a_condition_is_in_doubt_behind_it() {
    check(&[
        (
            "$u = 'http://a/1'; $x ? ($u = 'http://a/2') : $null; Start-BitsTransfer $u C:\\b",
            &["{$u} > C:\\b; one_shot"],
            &[],
        ),
        (
            "$u = 'http://a/1'; $null = $x -and ($u = 'http://a/2'); Start-BitsTransfer $u C:\\b",
            &["{$u} > C:\\b; one_shot"],
            &[],
        ),
        (
            "$j = Get-BitsTransfer -Name a; $x ? (Set-BitsTransfer $j -Priority Low) : (Set-BitsTransfer $j -Priority High)",
            &["name=a; priority=high"],
            &["setting-under-a-condition"],
        ),
    ]);
}

#[test]
fn a_command_is_called_by_whatever_name() {
    const READ: &[&str] = &["http://a/b > C:\\b; one_shot"];
    check(&[
        ("Set-Alias dl Start-BitsTransfer; dl http://a/b C:\\b", READ, &[]),
        (
            "New-Alias -Name dl -Value Start-BitsTransfer -Description x -Force; dl http://a/b C:\\b",
            READ,
            &[],
        ),
        (
            "if (!(Test-Path alias:dl)) { sal dl BitsTransfer\\Start-BitsTransfer }; sal d dl; d http://a/b C:\\b",
            READ,
            &[],
        ),
        (
            "sal ba \"$env:windir\\System32\\bitsadmin.exe\"; ba /cancel j",
            &["name=j; cancel"],
            &["cancelling-jobs"],
        ),
        // Of a function, and over with it.
        (
            "function f { Set-Alias dl Start-BitsTransfer; dl http://a/b C:\\b }; f; dl http://a/c C:\\c",
            READ,
            &[],
        ),
        (
            "function f { Set-Alias dl Start-BitsTransfer -Scope Script }; f; dl http://a/b C:\\b",
            READ,
            &[],
        ),
        ("Set-Alias dl Save-File; dl http://a/b C:\\b", &[], &[]),
        (
            "& (Get-Command Start-BitsTransfer) -Source http://a/b -Destination C:\\b",
            READ,
            &[],
        ),
        (
            "$c = gcm -Name Start-BitsTransfer -ErrorAction Stop; & $c -Source http://a/b -Destination C:\\b",
            READ,
            &[],
        ),
        (
            "$p = (Get-Command bitsadmin.exe).Source; & $p /cancel j",
            &["name=j; cancel"],
            &["cancelling-jobs"],
        ),
        ("& 'Start-BitsTransfer' http://a/b C:\\b", READ, &[]),
        ("&(gcm st*-bitstr*) http://a/b C:\\b", READ, &[]),
        ("&(gcm *-bitstr*) http://a/b C:\\b", &[], &["text-not-read"]),
        (
            "if (Get-Command Start-BitsTransfer -ErrorAction 0) { 'there' }",
            &[],
            &[],
        ),
    ]);
}

#[test]
fn a_block_of_another_session_has_what_it_is_given() {
    const READ: &[&str] = &["http://a/b > C:\\b; one_shot"];
    const UNKNOWN: &[&str] = &["{$u} > C:\\b; one_shot"];
    check(&[
        (
            "$u = 'http://a/b'; Start-Job { Start-BitsTransfer $using:u C:\\b }",
            READ,
            &[],
        ),
        (
            "$h = 'a'; Start-Job { Start-BitsTransfer \"http://$using:h/b\" C:\\b }",
            READ,
            &[],
        ),
        (
            "Start-Job -Name n -ScriptBlock { param($u, $d) Start-BitsTransfer $u $d } -ArgumentList http://a/b, C:\\b",
            READ,
            &[],
        ),
        (
            "Start-Job -ScriptBlock { param($u) Start-BitsTransfer $u C:\\b } -ArgumentList $list",
            UNKNOWN,
            &[],
        ),
        (
            "$u = 'http://a/b'; Start-Job { Start-BitsTransfer $u C:\\b }",
            UNKNOWN,
            &["variable-of-another-session"],
        ),
        (
            "$u = 'http://a/b'; Invoke-Command -ComputerName s { Start-BitsTransfer $u C:\\b }",
            UNKNOWN,
            &["runs-elsewhere", "variable-of-another-session"],
        ),
        (
            "$u = 'http://a/b'; icm s { Start-BitsTransfer $u C:\\b }",
            UNKNOWN,
            &["runs-elsewhere", "variable-of-another-session"],
        ),
        // The session may have one of its own.
        (
            "$u = 'http://a/b'; icm -Session $s { Start-BitsTransfer $u C:\\b }",
            UNKNOWN,
            &["runs-elsewhere"],
        ),
        (
            "$u = 'http://a/b'; Start-Job { param($u) Start-BitsTransfer $u C:\\b } -ArgumentList $list",
            UNKNOWN,
            &[],
        ),
        (
            "$u = 'http://a/b'; Start-Job { foreach ($u in $args) { Start-BitsTransfer $u C:\\b } }",
            UNKNOWN,
            &[],
        ),
        (
            "$u = 'http://a/b'; Invoke-Command { Start-BitsTransfer $u C:\\b }",
            READ,
            &[],
        ),
        (
            "Invoke-Command -Session $s -ArgumentList http://a/b -ScriptBlock { param($u) Start-BitsTransfer $u C:\\b }",
            READ,
            &["runs-elsewhere"],
        ),
        (
            "foreach ($u in 'http://a/b', 'http://a/c') { Start-Job { Start-BitsTransfer $using:u C:\\b } }",
            &["http://a/b > C:\\b; one_shot", "http://a/c > C:\\b; one_shot"],
            &[],
        ),
        (
            "'http://a/b' | ForEach-Object -Parallel { Start-BitsTransfer $_ $using:d }",
            &["http://a/b > {$using:d}; one_shot"],
            &[],
        ),
    ]);
}

#[test]
fn a_variable_holds_the_job_of_one_branch_or_another() {
    const A: &str = "Start-BitsTransfer http://a/b C:\\b -Asynchronous";
    const B: &str = "Start-BitsTransfer http://a/c C:\\c -Asynchronous";
    let both: &[&str] = &[
        "http://a/b > C:\\b; priority=low",
        "http://a/c > C:\\c; priority=low",
    ];
    let newest: &[&str] = &[
        "http://a/b > C:\\b; start_and_leave",
        "http://a/c > C:\\c; priority=low",
    ];
    let sure: &[&str] = &[];
    for (makes, documents, findings) in [
        (format!("if ($x) {{ $j = {A} }} else {{ $j = {B} }}"), both, sure),
        (
            format!("if ($x) {{ $j = {A} }} elseif ($y) {{ 1 }} else {{ $j = {B} }}"),
            both,
            sure,
        ),
        (
            format!("switch ($x) {{ 1 {{ $j = {A} }} 2 {{ $j = {B} }} }}"),
            both,
            sure,
        ),
        (format!("try {{ $j = {A} }} catch {{ $j = {B} }}"), both, sure),
        // The one from before is left where there is another one, and said where nobody knows whether there is.
        (
            format!("$j = {A}; if ($x) {{ $j = {B} }}"),
            newest,
            &["job-by-variable"],
        ),
        (format!("if ($x) {{ $j = {A}; $j = {B} }}"), newest, sure),
    ] {
        let script = format!("{makes}; $j | Set-BitsTransfer -Priority Low; $j | Complete-BitsTransfer");
        check(&[(&script, documents, findings)]);
    }
}

#[test]
fn what_a_pattern_completes_is_not_left() {
    for (behind, is_left) in [
        ("Get-BitsTransfer x* | Complete-BitsTransfer", false),
        ("Get-BitsTransfer -Name X? | Complete-BitsTransfer", false),
        ("Get-BitsTransfer \"$prefix*\" | Complete-BitsTransfer", false),
        (
            "Get-BitsTransfer | ? DisplayName -like 'x*' | Complete-BitsTransfer",
            false,
        ),
        (
            "foreach ($j in Get-BitsTransfer x*) { Complete-BitsTransfer $j }",
            false,
        ),
        ("Get-BitsTransfer y* | Complete-BitsTransfer", true),
        ("Get-BitsTransfer x* | Suspend-BitsTransfer", true),
    ] {
        let script = format!(
            "0..1 | % {{ Start-BitsTransfer http://a/$_ C:\\$_ -Asynchronous -DisplayName \"x$_\" }}; {behind}"
        );
        let judged = judge(&import(&script, Reading::default()));
        let is_said = judged.iter().any(|judged| judged.found.rule == "uncompleted-job");
        assert_eq!(is_said, is_left, "{script}");
    }
}

#[test]
fn a_file_that_is_not_read_is_told_where_it_matters() {
    const UNKNOWN: &[&str] = &["{$u} > C:\\b; one_shot"];
    check(&[
        (
            ". .\\config.ps1; Start-BitsTransfer $u C:\\b",
            UNKNOWN,
            &["file-not-read"],
        ),
        (
            ". \"$PSScriptRoot\\config.ps1\"; Start-BitsTransfer \"$base/a\" C:\\b",
            &["{$base}/a > C:\\b; one_shot"],
            &["file-not-read"],
        ),
        (
            ". .\\config.ps1; Start-BitsTransfer $config.Url C:\\b",
            &["{$config.Url} > C:\\b; one_shot"],
            &["file-not-read"],
        ),
        (
            ". .\\lib.ps1; Start-BitsTransfer http://a/b \"$PSScriptRoot\\b\"",
            &["http://a/b > {$PSScriptRoot}\\b; one_shot"],
            &[],
        ),
        // What the text set before is not sure behind it; what it sets then is.
        (
            "$u = 'http://a/b'; . .\\config.ps1; Start-BitsTransfer $u C:\\b",
            UNKNOWN,
            &["file-not-read"],
        ),
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; . .\\config.ps1; Start-BitsTransfer @p",
            &["one_shot"],
            &["file-not-read", "splat-not-known"],
        ),
        (
            ". .\\config.ps1; $u = 'http://a/b'; Start-BitsTransfer $u C:\\b",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
        (
            "$u = 'http://a/b'; iex $code; Start-BitsTransfer $u C:\\b",
            UNKNOWN,
            &["file-not-read", "text-not-read"],
        ),
        (
            "function Get-It { Start-BitsTransfer http://a/b C:\\b }; . .\\lib.ps1; Get-It",
            &["http://a/b > C:\\b; one_shot"],
            &["file-not-read"],
        ),
        // A module has variables of its own.
        (
            "$u = 'http://a/b'; Import-Module .\\x.psm1; Start-BitsTransfer $u C:\\b",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
        (
            ". $file; bitsadmin /setpriority $j LOW",
            &["name={$j}; priority=low"],
            &["file-not-read"],
        ),
        // The text says itself where they come from.
        (
            ". .\\lib.ps1; $u = Get-Url; Start-BitsTransfer $u C:\\b",
            &["{Get-Url} > C:\\b; one_shot"],
            &[],
        ),
        (
            "param($u) . .\\lib.ps1; Start-BitsTransfer $u C:\\b",
            UNKNOWN,
            &[],
        ),
        (
            ". .\\lib.ps1; foreach ($u in $all) { Start-BitsTransfer $u C:\\b }",
            UNKNOWN,
            &[],
        ),
        (
            ". .\\lib.ps1; Start-BitsTransfer http://a/b \"$env:TEMP\\b\"",
            &["http://a/b > %TEMP%\\b; one_shot"],
            &[],
        ),
        ("Start-BitsTransfer $u C:\\b; . .\\lib.ps1", UNKNOWN, &[]),
        ("Start-BitsTransfer $u C:\\b", UNKNOWN, &[]),
    ]);
}

#[test]
fn a_shell_gets_what_the_one_around_it_puts_in() {
    check(&[
        (
            "powershell -Command \"Start-BitsTransfer http://a/b $env:TEMP\\b; & $env:TEMP\\b\"",
            &["http://a/b > %TEMP%\\b; one_shot"],
            &["download-is-run"],
        ),
        (
            "powershell -NoProfile -Command \"Start-BitsTransfer -Source $u -Destination $d\"",
            &["{$u} > {$d}; one_shot"],
            &[],
        ),
        (
            "cmd /c \"bitsadmin /transfer j http://a/b $env:TEMP\\b\"",
            &["http://a/b > %TEMP%\\b; one_shot"],
            &[],
        ),
        (
            "cmd /c start /min powershell -w hidden -c Start-BitsTransfer http://a/b $env:TEMP\\b",
            &["http://a/b > %TEMP%\\b; one_shot"],
            &[],
        ),
        (
            "cmd /c \"bitsadmin /transfer j http://a/b $d\"",
            &[],
            &["commands-not-followed"],
        ),
        (
            "iex \"Start-BitsTransfer http://a/b $env:TEMP\\b\"",
            &["http://a/b > %TEMP%\\b; one_shot"],
            &[],
        ),
        (
            "powershell -NoP -ExecutionPolicy Bypass -enc RwBlAHQALQBCAGkAdABzAFQAcgBhAG4AcwBmAGUAcgAgAGoAIAB8ACAAUgBlAG0AbwB2AGUALQBCAGkAdABzAFQAcgBhAG4AcwBmAGUAcgA=",
            &["name=j; cancel"],
            &["encoded-command", "cancelling-jobs"],
        ),
        (
            "powershell -NoProfile -File x.ps1 Start-BitsTransfer",
            &[],
            &["commands-not-followed"],
        ),
        (
            "powershell -nop 'Start-BitsTransfer http://a/b C:\\b'",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
        (
            "powershell -Command \"Start-BitsTransfer $(Get-Url) C:\\b\"",
            &[],
            &["commands-not-followed"],
        ),
    ]);
}

#[test]
fn a_guid_is_written_in_braces_and_in_quotes() {
    const GUID: &str = "C775D194-090F-431F-B5FB-8334D00D1CB6";
    let reading = Reading {
        shell: Some(Dialect::PowerShell),
        ..Reading::default()
    };
    for (call, rule, fixed) in [
        (format!("bitsadmin /info {{{GUID}}}"), "block-as-argument", format!("bitsadmin /info '{{{GUID}}}'")),
        (format!("bitsadmin /info {GUID}"), "malformed-guid", format!("bitsadmin /info '{{{GUID}}}'")),
        (
            "$j = Start-BitsTransfer http://a/b C:\\b -Suspended; bitsadmin /setpriority $j.JobId LOW".to_owned(),
            "malformed-guid",
            "$j = Start-BitsTransfer http://a/b C:\\b -Suspended; bitsadmin /setpriority \"{$($j.JobId)}\" LOW".to_owned(),
        ),
    ] {
        let found = import(&call, reading).found;
        let found = found.iter().find(|found| found.rule == rule);
        let after = found.and_then(|found| found.fix.as_ref()).map(|fix| fix.applied(&call));
        assert_eq!(after.as_ref(), Some(&fixed), "{call}");
        let again = import(&fixed, reading);
        assert_eq!(again.found.iter().find(|found| found.rule == rule), None, "{fixed}");
        assert!(!again.found.iter().any(|found| found.rule == "job-by-variable"), "{fixed}");
    }
}

#[test]
fn a_path_is_joined_where_its_seam_is_known() {
    check(&[
        (
            "Start-BitsTransfer http://a/b (Join-Path $env:TEMP 'b.zip')",
            &["http://a/b > %TEMP%\\b.zip; one_shot"],
            &[],
        ),
        (
            "$p = Join-Path -Path 'C:\\t\\' -ChildPath '\\b'; Start-BitsTransfer http://a/b $p",
            &["http://a/b > C:\\t\\b; one_shot"],
            &[],
        ),
        (
            "$v = Get-V; $p = Join-Path \"$env:TEMP\\d\" \"b$v.zip\"; Start-BitsTransfer http://a/b $p",
            &["http://a/b > %TEMP%\\d\\b{Get-V}.zip; one_shot"],
            &[],
        ),
        (
            "foreach ($f in 'b', 'c') { Start-BitsTransfer \"http://a/$f\" (Join-Path C:\\t $f) }",
            &[
                "http://a/b > C:\\t\\b; one_shot",
                "http://a/c > C:\\t\\c; one_shot",
            ],
            &[],
        ),
        // It may end in a separator, or be several.
        (
            "Start-BitsTransfer http://a/b (Join-Path $d b)",
            &["http://a/b > {(Join-Path $d b)}; one_shot"],
            &[],
        ),
        (
            "Start-BitsTransfer http://a/b (Join-Path C:\\t $f)",
            &["http://a/b > {(Join-Path C:\\t $f)}; one_shot"],
            &[],
        ),
        (
            "Start-BitsTransfer http://a/b (Join-Path C:\\t a b)",
            &["http://a/b > {(Join-Path C:\\t a b)}; one_shot"],
            &[],
        ),
    ]);
}

#[test]
fn what_a_cmdlet_takes_is_said_as_it_takes_it() {
    check(&[
        // Of a job whose type is not known the destination shows it.
        (
            "$j = Get-BitsTransfer -Name up; Add-BitsFile -BitsJob $j -Source C:\\y -Destination http://a/y",
            &["name=up; http://a/y > C:\\y"],
            &[],
        ),
        (
            "$j = Get-BitsTransfer -Name down; Add-BitsFile $j \\\\s\\s\\*.txt C:\\t",
            &["name=down; \\\\s\\s\\*.txt > C:\\t"],
            &["wildcard-in-file-name"],
        ),
        (
            "Start-BitsTransfer http://a/x C:\\x -WhatIf",
            &["http://a/x > C:\\x; one_shot"],
            &["ask-for-new-job"],
        ),
        (
            "Get-BitsTransfer x | Remove-BitsTransfer -WhatIf",
            &["name=x; cancel"],
            &[],
        ),
        // The job of the call before is gone: another one is meant.
        (
            "param($j)\nStart-BitsTransfer http://a/x C:\\x\nSuspend-BitsTransfer $j",
            &["http://a/x > C:\\x; one_shot", "guid={$j.JobId}; suspend"],
            &["unreadable-value", "job-not-known"],
        ),
        (
            "Set-BitsTransfer (Get-BitsTransfer x) -p Normal",
            &["name=x; priority=normal"],
            &[],
        ),
        (
            "Set-BitsTransfer (Get-BitsTransfer x) -SecurityFlags IgnoreUnknownCA,IgnoreCertCNInvalid",
            &["name=x; security_flags=flags=ignore_cert_cn_invalidignore_unknown_ca"],
            &["ignored-certificate-errors"],
        ),
        (
            "Set-BitsTransfer (Get-BitsTransfer x) -SecurityFlags 0,0,1",
            &["name=x; security_flags=flags=enable_crl_check"],
            &["bits-as-number"],
        ),
        (
            "Set-BitsTransfer (Get-BitsTransfer x) -SecurityFlags 0x302",
            &["name=x; security_flags=flags=770"],
            &["unreadable-value", "ignored-certificate-errors"],
        ),
        (
            "Set-BitsTransfer (Get-BitsTransfer x) -RetryInterval 30 -Dynamic:$true",
            &["name=x; minimum_retry_delay=30; dynamic_content=true"],
            &["short-retry-delay", "setting-after-first-resume"],
        ),
        (
            "Set-BitsTransfer (Get-BitsTransfer x) -Authentication Ntlm -HttpMethod GET",
            &["name=x; http_method=GET; credentials=target=server scheme=ntlm"],
            &["unreadable-value"],
        ),
    ]);
}

#[test]
fn a_block_is_followed_where_it_is_run() {
    check(&[
        (
            "$b = { param($a) Start-BitsTransfer $a C:\\x }; $list | % { . $b -a http://h/1; $b = $b; & $b -a http://h/2 }",
            &["http://h/1 > C:\\x; one_shot", "http://h/2 > C:\\x; one_shot"],
            &[],
        ),
        (
            "$b = { Start-BitsTransfer $u C:\\b }; $u = 'http://a/b'; & $b",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
        (
            "$b = { param($s, $d = 'C:\\d') Start-BitsTransfer $s $d }; & $b http://a/b C:\\b; & $b -s http://a/c; $b.Invoke('http://a/d')",
            &[
                "http://a/b > C:\\b; one_shot",
                "http://a/c > C:\\d; one_shot",
                "http://a/d > C:\\d; one_shot",
            ],
            &[],
        ),
        (
            "[scriptblock]$b = { $u = 'http://a/b' }; . $b; Start-BitsTransfer $u C:\\b",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
        (
            "$b = { param($s) Start-BitsTransfer $s C:\\b }; Invoke-Command -ScriptBlock $b -ArgumentList http://a/b; Start-Job $b -ArgumentList http://a/c; icm $b -Args http://a/d",
            &[
                "http://a/b > C:\\b; one_shot",
                "http://a/c > C:\\b; one_shot",
                "http://a/d > C:\\b; one_shot",
            ],
            &[],
        ),
        (
            "$u = 'http://a/b'; $b = { Start-BitsTransfer $u C:\\b }; Start-Job -ScriptBlock $b",
            &["{$u} > C:\\b; one_shot"],
            &["variable-of-another-session"],
        ),
        (
            "$b = { Start-BitsTransfer $_ C:\\b }; 'http://a/b' | % $b; 'http://a/c' | ForEach-Object -Process $b",
            &["http://a/b > C:\\b; one_shot", "http://a/c > C:\\b; one_shot"],
            &[],
        ),
        (
            "function Retry($block) { & $block }; $u = 'http://a/b'; Retry { Start-BitsTransfer $u C:\\b }",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
        (
            "$b = { Start-BitsTransfer http://a/b C:\\b }",
            &["http://a/b > C:\\b; one_shot"],
            &["function-not-called"],
        ),
        (
            "$b = { Start-BitsTransfer http://a/b C:\\b }; Use-It $b",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
        (
            "$b = { Start-BitsTransfer http://a/b C:\\b; & $b }; & $b",
            &["http://a/b > C:\\b; one_shot"],
            &["function-calls-itself"],
        ),
        // Either may run.
        (
            "$b = { param($s) Start-BitsTransfer $s C:\\b }; if ($x) { $b = { param($s) Start-BitsTransfer $s C:\\c } }; & $b http://a/b",
            &["http://a/b > C:\\b; one_shot", "http://a/b > C:\\c; one_shot"],
            &[],
        ),
        (
            "$b = { $script:u = 'http://a/c' }; $u = 'http://a/b'; while ($x) { & $b }; Start-BitsTransfer $u C:\\b",
            &["{$u} > C:\\b; one_shot"],
            &[],
        ),
    ]);
}

#[test]
fn what_runs_later_is_told_apart() {
    const LATER: &[&str] = &["runs-elsewhere"];
    for script in [
        "Register-ScheduledJob -Name x -ScriptBlock { Start-BitsTransfer http://a/b C:\\b }",
        "Register-ScheduledJob x { param($s) Start-BitsTransfer $s C:\\b } -ArgumentList http://a/b",
        "New-ScheduledTaskAction -Execute powershell.exe -Argument '-NoProfile -Command \"Start-BitsTransfer http://a/b C:\\b\"'",
        "schtasks /create /tn x /sc daily /tr 'powershell -Command Start-BitsTransfer http://a/b C:\\b'",
        "Register-ObjectEvent $w Created -Action { Start-BitsTransfer http://a/b C:\\b }",
    ] {
        check(&[(script, &["http://a/b > C:\\b; one_shot"], LATER)]);
    }
    check(&[
        (
            "$a = New-ScheduledTaskAction 'C:\\Windows\\System32\\bitsadmin.exe' '/setpriority old LOW'",
            &["name=old; priority=low"],
            LATER,
        ),
        (
            "schtasks.exe /create /tn x /tr \"bitsadmin /setpriority old LOW\" /sc daily",
            &["name=old; priority=low"],
            LATER,
        ),
        (
            "schtasks /create /tn x /tr \"cmd /c bitsadmin /setpriority old LOW & del x\"",
            &["name=old; priority=low"],
            LATER,
        ),
        // A task runs a program, and no shell: what is an operator for cmd is an argument.
        (
            "schtasks /create /tn x /tr 'bitsadmin /transfer j http://a/b?c=1&d=2 C:\\b'",
            &["http://a/b?c=1&d=2 > C:\\b; one_shot"],
            LATER,
        ),
        (
            "$u = 'http://a/b'; schtasks /create /tn x /tr \"bitsadmin /transfer j $u $env:TEMP\\b\"",
            &["http://a/b > %TEMP%\\b; one_shot"],
            LATER,
        ),
        // Windows PowerShell and PowerShell 7 hand over other quotation marks; whether a task knows variables is not documented.
        (
            "schtasks /create /tn x /tr 'cmd /c \"bitsadmin /setpriority old LOW\"'",
            &[],
            &["commands-not-followed"],
        ),
        (
            "schtasks /create /tn x /tr 'bitsadmin /setpriority %old% LOW'",
            &[],
            &["commands-not-followed"],
        ),
        (
            "schtasks /create /tn x /tr 'run.cmd bitsadmin /setpriority old LOW'",
            &[],
            &["commands-not-followed"],
        ),
        // The line of a program that is started is none of a shell.
        (
            "Start-Process cmd '/c bitsadmin /setpriority old LOW & del x'",
            &["name=old; priority=low"],
            &[],
        ),
        (
            "Start-Process powershell '-Command 1 | Out-Null; bitsadmin /setpriority old LOW'",
            &["name=old; priority=low"],
            &[],
        ),
        ("New-ScheduledTaskAction -Execute notepad -Argument x", &[], &[]),
        // Of the script around it an event has what is global, and not what it was.
        (
            "$u = 'http://a/b'; Register-ObjectEvent $w Created -Action { Start-BitsTransfer $u C:\\b }",
            &["{$u} > C:\\b; one_shot"],
            LATER,
        ),
        (
            "$u = 'http://a/b'; Start-ThreadJob { Start-BitsTransfer $using:u C:\\b }",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
    ]);
}

#[test]
fn what_may_not_have_run_is_in_doubt() {
    check(&[
        // Where a round, a function or a block is left, what comes behind it there is not sure.
        (
            "$u = 'http://a/b'; foreach ($x in 1, 2) { if ($y) { continue }; $u = 'http://a/c' }; Start-BitsTransfer $u C:\\b",
            &["{$u} > C:\\b; one_shot"],
            &[],
        ),
        (
            "foreach ($u in 'http://a/b', 'http://a/c') { $v = $u; if ($y) { break } }; Start-BitsTransfer $v C:\\b",
            &["{$v} > C:\\b; one_shot"],
            &[],
        ),
        (
            "$u = 'http://a/b'; function Set-It { if ($y) { return }; $script:u = 'http://a/c' }; Set-It; Start-BitsTransfer $u C:\\b",
            &["{$u} > C:\\b; one_shot"],
            &[],
        ),
        (
            "$u = 'http://a/b'; 1, 2 | % { if ($y) { return }; $u = 'http://a/c' }; Start-BitsTransfer $u C:\\b",
            &["{$u} > C:\\b; one_shot"],
            &[],
        ),
        (
            "$j = Start-BitsTransfer http://a/b C:\\b -Suspended; function Set-It { if ($y) { return }; Set-BitsTransfer $j -Priority Low }; Set-It",
            &["http://a/b > C:\\b; priority=low; create_only"],
            &["setting-under-a-condition"],
        ),
        (
            "$j = Start-BitsTransfer http://a/b C:\\b -Suspended; foreach ($x in 1, 2) { if ($y) { continue }; Set-BitsTransfer $j -Priority Low }",
            &["http://a/b > C:\\b; priority=low; create_only"],
            &["setting-under-a-condition"],
        ),
        // A check is no condition, and neither is what ends the script.
        (
            "function New-It { $j = Start-BitsTransfer http://a/b C:\\b -Suspended; if (-not $j) { return }; Set-BitsTransfer $j -Priority Low }; New-It",
            &["http://a/b > C:\\b; priority=low; create_only"],
            &[],
        ),
        (
            "function New-It { bitsadmin /create n; if ($LASTEXITCODE -ne 0) { return }; bitsadmin /setpriority n LOW }; New-It",
            &["priority=low; create_only"],
            &[],
        ),
        (
            "function New-It { try { $j = Start-BitsTransfer http://a/b C:\\b -Suspended } catch { return }; Set-BitsTransfer $j -Priority Low }; New-It",
            &["http://a/b > C:\\b; priority=low; create_only"],
            &[],
        ),
        (
            "$j = Start-BitsTransfer http://a/b C:\\b -Suspended; if ($y) { exit 1 }; Set-BitsTransfer $j -Priority Low",
            &["http://a/b > C:\\b; priority=low; create_only"],
            &[],
        ),
        // How far a body came that failed.
        (
            "$u = 'http://a/b'; try { Get-It; $u = 'http://a/c'; Start-BitsTransfer $u C:\\b } catch { Start-BitsTransfer $u C:\\c }",
            &["http://a/c > C:\\b; one_shot", "{$u} > C:\\c; one_shot"],
            &[],
        ),
        (
            "try { Get-It; $u = 'http://a/c' } catch { Write-Host 'no' }; Start-BitsTransfer $u C:\\b",
            &["{$u} > C:\\b; one_shot"],
            &[],
        ),
        (
            "try { Get-It; $u = 'http://a/c' } catch { exit 1 }; Start-BitsTransfer $u C:\\b",
            &["http://a/c > C:\\b; one_shot"],
            &[],
        ),
        (
            "try { $u = 'http://a/c'; Get-It } catch { Write-Host 'no' }; Start-BitsTransfer $u C:\\b",
            &["http://a/c > C:\\b; one_shot"],
            &[],
        ),
        // In its second round it changes the other table.
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; $q = @{}; foreach ($x in $all) { $q.Description = 'd'; $q = $p }; Start-BitsTransfer @p",
            &["http://a/b > C:\\b; description={$p.Description}; one_shot"],
            &["parameter-in-doubt"],
        ),
    ]);
}

#[test]
fn an_assignment_gives_what_it_assigns() {
    check(&[
        (
            "$a = $b = 'http://a/b'; Start-BitsTransfer $a C:\\b",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
        (
            "$p = $q = @{Source='http://a/b'; Destination='C:\\b'}; $q.Priority = 'Low'; Start-BitsTransfer @p",
            &["http://a/b > C:\\b; priority=low; one_shot"],
            &[],
        ),
        // What is not known may be several: nobody knows which places the others have.
        (
            "$a = (Get-Url), 'C:\\b'; Start-BitsTransfer @a",
            &["one_shot"],
            &["splat-not-known"],
        ),
        (
            "$a = 'http://a/b', 'C:\\b'; Start-BitsTransfer @a",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
    ]);
}

#[test]
fn a_variable_of_the_session_is_hidden_by_one_of_the_script() {
    check(&[
        (
            "param($u) $global:u = 'http://a/b'; Start-BitsTransfer $u C:\\b",
            &["{$u} > C:\\b; one_shot"],
            &[],
        ),
        (
            "param($u) function Set-It { $global:u = 'http://a/b' }; Set-It; Set-It; Start-BitsTransfer $u C:\\b",
            &["{$u} > C:\\b; one_shot"],
            &[],
        ),
        (
            "$global:u = 'http://a/b'; Start-BitsTransfer $u C:\\b; $u = 'http://a/c'; Start-BitsTransfer $u C:\\c",
            &["http://a/b > C:\\b; one_shot", "http://a/c > C:\\c; one_shot"],
            &[],
        ),
        // Either table may get the entry.
        (
            "$p = @{Source='http://a/b'; Destination='C:\\b'}; & { if ($x) { while ($y) { $p = @{Source='http://a/c'} } } else { $p.Add('Description', 'd') } }; Start-BitsTransfer @p",
            &["http://a/b > C:\\b; description={$p.Description}; one_shot"],
            &["parameter-in-doubt"],
        ),
        (
            "$j = Start-BitsTransfer http://a/b C:\\b -DisplayName $N -Suspended; Get-BitsTransfer -Name $n | Set-BitsTransfer -Priority Low",
            &["http://a/b > C:\\b; priority=low; create_only"],
            &[],
        ),
    ]);
}

#[test]
fn what_a_block_makes_of_each_of_a_list_is_a_list() {
    check(&[
        (
            "$base = 'http://h'; $list = 'a','b'; $s = $list | ForEach-Object { \"$base/$_\" }; $d = $list | % { Join-Path 'D:\\x' $_ }; Start-BitsTransfer $s $d",
            &["http://h/a > D:\\x\\a; http://h/b > D:\\x\\b; one_shot"],
            &[],
        ),
        (
            "$s = 'a' | % { \"http://h/$_\" }; Start-BitsTransfer $s C:\\x",
            &["http://h/a > C:\\x; one_shot"],
            &[],
        ),
        (
            "$s = 'a','b' | % { \"http://h/$_\"; 'x' }; Start-BitsTransfer $s C:\\x",
            &["{'a','b' | % { \"http://h/$_\"; 'x' }} > C:\\x; one_shot"],
            &[],
        ),
        (
            "$s = 'a','b' | % -Begin { 'z' } -Process { \"http://h/$_\" }; Start-BitsTransfer $s C:\\x",
            &["{'a','b' | % -Begin { 'z' } -Process { \"http://h/$_\" }} > C:\\x; one_shot"],
            &[],
        ),
        (
            "$s = 'a','b' | % { if ($_ -ne 'a') { \"http://h/$_\" } }; Start-BitsTransfer $s C:\\x",
            &["{'a','b' | % { if ($_ -ne 'a') { \"http://h/$_\" } }} > C:\\x; one_shot"],
            &[],
        ),
    ]);
}

#[test]
fn a_condition_that_the_text_decides_is_none() {
    check(&[
        // The first round makes the job, the others add to it.
        (
            "$job = $null\nforeach ($n in 'a','b','c') {\n if ($null -eq $job) { $job = Start-BitsTransfer http://h/$n C:\\$n -Suspended -DisplayName j } else { Add-BitsFile $job http://h/$n C:\\$n }\n}\nResume-BitsTransfer $job -Asynchronous",
            &["http://h/a > C:\\a; http://h/b > C:\\b; http://h/c > C:\\c; start_and_leave"],
            &[],
        ),
        (
            "foreach ($n in 'a','b') {\n if (!$job) { $job = Start-BitsTransfer http://h/$n C:\\$n -Suspended -DisplayName j } else { Add-BitsFile $job http://h/$n C:\\$n }\n}",
            &["http://h/a > C:\\a; http://h/b > C:\\b; create_only"],
            &[],
        ),
        (
            "$mode = 'Fast'; if ($mode -eq 'fast') { $p = 'High' } elseif ($mode -eq 'slow') { $p = 'Low' } else { $p = 'Normal' }\nStart-BitsTransfer http://h/a C:\\a -Priority $p",
            &["http://h/a > C:\\a; priority=high; one_shot"],
            &[],
        ),
        (
            "$n = 3; if ($n -gt 2 -and -not $false) { Start-BitsTransfer http://h/a C:\\a } else { Start-BitsTransfer http://h/b C:\\b }",
            &["http://h/a > C:\\a; one_shot"],
            &["commands-never-run"],
        ),
        // What makes a job may fail: what is done then is read.
        (
            "$job = Start-BitsTransfer http://h/a C:\\a -Asynchronous; if (!$job) { bitsadmin /transfer b http://h/a C:\\a }",
            &[
                "http://h/a > C:\\a; start_and_leave",
                "http://h/a > C:\\a; one_shot",
            ],
            &[],
        ),
        // An error may have come before it was taken back.
        (
            "$p = 'Low'; try { $p = 'High'; Get-Item x; $p = 'Low' } catch { }; if ($p -eq 'Low') { Start-BitsTransfer http://h/a C:\\a -Priority $p }",
            &["http://h/a > C:\\a; priority={$p}; one_shot"],
            &["unreadable-value"],
        ),
        // A branch may have set it.
        (
            "$p = 'High'; if ($x) { $p = 'Low' }; if ($p -eq 'High') { Start-BitsTransfer http://h/a C:\\a } else { Start-BitsTransfer http://h/b C:\\b }",
            &["http://h/a > C:\\a; one_shot", "http://h/b > C:\\b; one_shot"],
            &[],
        ),
        (
            "param($p = 'High'); if ($p -eq 'High') { Start-BitsTransfer http://h/a C:\\a } else { Start-BitsTransfer http://h/b C:\\b }",
            &["http://h/a > C:\\a; one_shot", "http://h/b > C:\\b; one_shot"],
            &[],
        ),
    ]);
}

#[test]
fn each_object_that_comes_through_the_pipeline_is_a_call_of_its_own() {
    const TWO: [&str; 2] = ["http://a/1 > C:\\1; one_shot", "http://a/2 > C:\\2; one_shot"];
    let object =
        |number: u8| format!("[pscustomobject]@{{Source='http://a/{number}'; Destination='C:\\{number}'}}");
    let (one, two) = (object(1), object(2));
    for script in [
        format!("{one}, {two} | Start-BitsTransfer"),
        format!("$t = @({one}\n{two})\n$t | Start-BitsTransfer"),
        format!("@(\n{one},\n{two}\n) | Start-BitsTransfer"),
        format!(
            "$t = @(); $t += {one}; $t += {two}; $t | Select-Object Source, Destination | Start-BitsTransfer"
        ),
    ] {
        check(&[(&script, &TWO, &[])]);
    }
    let suspended = format!(
        "$j = {one}, {two} | Start-BitsTransfer -Suspended\n$j | Set-BitsTransfer -Priority Low\n$j | Resume-BitsTransfer -Asynchronous"
    );
    let files = format!(
        "$j = Start-BitsTransfer -DisplayName n http://a/0 C:\\0 -Suspended\n{one}, {two} | Add-BitsFile -BitsJob $j"
    );
    let some = format!("{one}, $x | Start-BitsTransfer");
    let wrong = format!("{one}, 5, {two} | Start-BitsTransfer");
    let unknown = format!("{one}, {two} | Where-Object {{ $_.Source }} | Start-BitsTransfer");
    check(&[
        (
            &suspended,
            &[
                "http://a/1 > C:\\1; priority=low; start_and_leave",
                "http://a/2 > C:\\2; priority=low; start_and_leave",
            ],
            &[],
        ),
        (
            &files,
            &["http://a/0 > C:\\0; http://a/1 > C:\\1; http://a/2 > C:\\2; create_only"],
            &[],
        ),
        (&some, &[TWO[0], "one_shot"], &["files-of-a-list"]),
        (
            "$j = Start-BitsTransfer http://a/0 C:\\0 -Suspended; Import-Csv l.csv | Add-BitsFile -BitsJob $j",
            &["http://a/0 > C:\\0; create_only"],
            &["files-of-a-list"],
        ),
        (
            "'1', '2' | ForEach-Object { [pscustomobject]@{Source=\"http://a/$_\"; Destination=\"C:\\$_\"} } | Start-BitsTransfer",
            &TWO,
            &[],
        ),
        (
            "'1', '2' | Select-Object @{n='Source';e={\"http://a/$_\"}}, @{n='Destination';e={\"C:\\$_\"}} | Start-BitsTransfer",
            &["one_shot"],
            &["files-of-a-list"],
        ),
        // An object is one, whatever is known of its properties.
        (
            "$t = @(); $t += [pscustomobject]@{Source=$u; Destination='C:\\1'}; $t | Start-BitsTransfer",
            &["{$u} > C:\\1; one_shot"],
            &[],
        ),
        (&unknown, &["one_shot"], &["files-of-a-list"]),
        (&wrong, &[TWO[0], "one_shot", TWO[1]], &["powershell-binding"]),
    ]);
}

#[test]
fn blocks_of_for_each_object_run_once_or_for_each() {
    check(&[
        (
            "1..2 | ForEach-Object -Begin { bitsadmin /create j } -Process { bitsadmin /addfile j http://a/$_ C:\\$_ } -End { bitsadmin /resume j }",
            &["http://a/1 > C:\\1; http://a/2 > C:\\2; start_and_leave"],
            &[],
        ),
        (
            "1..2 | % { $j = Start-BitsTransfer http://a/0 C:\\0 -Suspended } { Add-BitsFile $j http://a/$_ C:\\$_ } { Resume-BitsTransfer $j -Asynchronous }",
            &["http://a/0 > C:\\0; http://a/1 > C:\\1; http://a/2 > C:\\2; start_and_leave"],
            &[],
        ),
        (
            "'a', 'b' | foreach { $d = 'C:\\d' } { Start-BitsTransfer http://a/$_ $d\\$_ }",
            &[
                "http://a/a > C:\\d\\a; one_shot",
                "http://a/b > C:\\d\\b; one_shot",
            ],
            &[],
        ),
        (
            "'a', 'b' | % -Process { $l = $_ } -End { Start-BitsTransfer http://a/$l C:\\$l }",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
        (
            "@() | % -be { $j = Start-BitsTransfer http://a/0 C:\\0 -Suspended } -pro { Add-BitsFile $j http://a/$_ C:\\$_ } -en { Resume-BitsTransfer $j -Asynchronous }",
            &["http://a/0 > C:\\0; start_and_leave"],
            &[],
        ),
        (
            "'a', 'b' | % -Begin { $all = @() } -Process { $all += Start-BitsTransfer http://a/$_ C:\\$_ -Asynchronous } -End { $all } | Set-BitsTransfer -Priority Low",
            &[
                "http://a/a > C:\\a; priority=low; start_and_leave",
                "http://a/b > C:\\b; priority=low; start_and_leave",
            ],
            &[],
        ),
        (
            "ForEach-Object -InputObject 'a' -Process { Start-BitsTransfer http://a/$_ C:\\$_ }",
            &["http://a/a > C:\\a; one_shot"],
            &[],
        ),
        // How often the block in the middle runs nobody knows, and of several they take turns.
        (
            "Get-Content l | % -Begin { $j = Start-BitsTransfer http://a/0 C:\\0 -Suspended } -Process { Add-BitsFile $j $_ C:\\1 } -End { Resume-BitsTransfer $j -Asynchronous }",
            &["http://a/0 > C:\\0; {$_} > C:\\1; start_and_leave"],
            &["setting-under-a-condition"],
        ),
        (
            "1, 2 | % { $b = 1 } { $n = $_ } { Start-BitsTransfer http://a/$n C:\\$n } { $e = 1 }\nStart-BitsTransfer http://a/0 C:\\$n",
            &["http://a/0 > C:\\{$n}; one_shot"],
            &["commands-not-followed"],
        ),
    ]);
}

#[test]
fn a_resume_that_waits_says_what_its_page_says() {
    const JOB: &str = "$j = Start-BitsTransfer http://a/b C:\\b -Suspended -DisplayName n\n";
    for (behind, ending, is_told) in [
        ("Resume-BitsTransfer $j", "start_and_leave", true),
        ("Resume-BitsTransfer $j -Asynchronous", "start_and_leave", false),
        ("Resume-BitsTransfer $j\nComplete-BitsTransfer $j", "", false),
        (
            "Resume-BitsTransfer $j\nSuspend-BitsTransfer $j\nResume-BitsTransfer $j -Asynchronous",
            "start_and_leave",
            false,
        ),
    ] {
        let script = format!("{JOB}{behind}");
        let rules: &[&str] = if is_told { &["resume-that-waits"] } else { &[] };
        let read = import(&script, Reading::default());
        let said = judge(&read);
        let json = import_json(&read, &said, &script);
        let said_ending = json["documents"][0]["ending"].as_str().unwrap_or_default();
        assert_eq!(said_ending, ending, "{script}");
        let told: Vec<&str> = said
            .iter()
            .map(|one| one.found.rule)
            .filter(|rule| *rule == "resume-that-waits")
            .collect();
        assert_eq!(told, rules, "{script}");
        // Nobody says that the script ends while the job runs.
        let left = said.iter().any(|one| one.found.rule == "uncompleted-job");
        assert_eq!(left, ending == "start_and_leave" && !is_told, "{script}");
    }
    let existing = "Get-BitsTransfer -Name n | Resume-BitsTransfer";
    let said = judge(&import(existing, Reading::default()));
    let rules: Vec<&str> = said.iter().map(|one| one.found.rule).collect();
    assert_eq!(rules, ["resume-that-waits"]);
}

#[test]
fn no_credential_is_none() {
    check(&[
        (
            "Start-BitsTransfer http://a/b C:\\b -Credential $null -ProxyCredential $null",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
        (
            "$c = $null; $p = @{ Source = 'http://a/b'; Destination = 'C:\\b'; Credential = $c }; Start-BitsTransfer @p",
            &["http://a/b > C:\\b; one_shot"],
            &[],
        ),
        (
            "$c = $null; if ($x) { $c = Get-Credential u }; Start-BitsTransfer http://a/b C:\\b -Credential $c",
            &["http://a/b > C:\\b; credentials=target=server scheme=negotiate user={$c.UserName}; one_shot"],
            &[],
        ),
    ]);
}

#[test]
fn a_value_that_changes_with_each_reading_stays_one_variable() {
    check(&[
        (
            "$n = \"x-$([guid]::NewGuid())\"; Start-BitsTransfer http://a/b \"C:\\$n\" -Description $n -DisplayName \"${N}!\"",
            &["http://a/b > C:\\{$n}; description={$n}; one_shot"],
            &[],
        ),
        (
            "$n = Get-Random; bitsadmin /create $n; bitsadmin /addfile \"$n\" http://a/$n C:\\$n; $m = $n; bitsadmin /resume ${m}",
            &["http://a/{$n} > C:\\{$n}; start_and_leave"],
            &[],
        ),
        (
            "function f($name) { bitsadmin /resume $name }\n$n = 'x' + (Get-Date -Format yyyy); bitsadmin /create $n; bitsadmin /addfile $n http://a/b C:\\b; f $n",
            &["http://a/b > C:\\b; start_and_leave"],
            &[],
        ),
        // Another value of the same variable is not the first one.
        (
            "$n = New-Guid; $m = \"a$n\"; $n = 'y'; Start-BitsTransfer http://a/$n C:\\$m",
            &["http://a/y > C:\\{$m}; one_shot"],
            &[],
        ),
        (
            "$n = New-Guid; $j = Start-BitsTransfer http://a/$n C:\\b -Suspended; $n = New-Guid; Set-BitsTransfer $j -Description $n",
            &["http://a/{$n} > C:\\b; description={New-Guid}; create_only"],
            &[],
        ),
        (
            "foreach ($f in 'a', 'b') { $n = Get-Random; Start-BitsTransfer http://h/$f C:\\$n -Description $n }",
            &[
                "http://h/a > C:\\{$n}; description={$n}; one_shot",
                "http://h/b > C:\\{$n}; description={$n}; one_shot",
            ],
            &[],
        ),
        (
            "$j = Start-BitsTransfer http://h/0 C:\\0 -Suspended; foreach ($f in 'a', 'b') { $n = Get-Random; Add-BitsFile $j http://h/$f C:\\$n }",
            &["http://h/0 > C:\\0; http://h/a > C:\\{$n}; http://h/b > C:\\{Get-Random}; create_only"],
            &[],
        ),
        // What is the same each time is put in.
        (
            "$n = Split-Path $u -Leaf; Start-BitsTransfer $u \"C:\\$n\"",
            &["{$u} > C:\\{Split-Path $u -Leaf}; one_shot"],
            &[],
        ),
    ]);
}
