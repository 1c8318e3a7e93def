//! The functions that a script defines for its own use.

use super::build::{Build, Function};

/// Writes those that the sections need.
pub(super) fn write(build: &mut Build) {
    let needed = build.functions().clone();
    for function in needed {
        for line in source(function) {
            build.code(line);
        }
    }
}

/// The lines of a function. A non-zero exit code means refused, zero means nothing: exit codes of bitsadmin are not
/// documented (P5), so values are read back.
const fn source(function: Function) -> &'static [&'static str] {
    match function {
        Function::Invoke => &[
            "function Invoke-Bitsadmin {",
            "    param([string]$Line)",
            "    $bitsProcess = Start-Process -FilePath ($env:SystemRoot + '\\System32\\bitsadmin.exe') -ArgumentList $Line -Wait -PassThru -NoNewWindow -ErrorAction Stop",
            "    if ($bitsProcess.ExitCode -ne 0) {",
            "        throw ('bitsadmin refused the call; its exit code is ' + $bitsProcess.ExitCode + '.')",
            "    }",
            "}",
        ],
        Function::Get => &[
            "function Get-BitsadminValue {",
            "    param([string]$Verb, [string]$Guid)",
            "    ((& ($env:SystemRoot + '\\System32\\bitsadmin.exe') /rawreturn $Verb $Guid) -join '').Trim()",
            "}",
        ],
        Function::AssertPattern => &[
            "function Assert-BitsadminValue {",
            "    param([string]$Verb, [string]$Guid, [string]$Pattern)",
            "    $bitsRead = Get-BitsadminValue -Verb $Verb -Guid $Guid",
            "    if ($bitsRead -notmatch $Pattern) {",
            "        throw ('BITS did not take the value: ' + $Verb + ' says ' + $bitsRead)",
            "    }",
            "}",
        ],
        Function::AssertText => &[
            "function Assert-BitsadminText {",
            "    param([string]$Verb, [string]$Guid, [string]$Asked)",
            "    if ($Asked -match '[^ -~]') {",
            "        return",
            "    }",
            "    $bitsRead = Get-BitsadminValue -Verb $Verb -Guid $Guid",
            "    if ($bitsRead -ne $Asked.Trim()) {",
            "        throw ('BITS did not take the value: ' + $Verb + ' says ' + $bitsRead)",
            "    }",
            "}",
        ],
        Function::Save => &[
            "function Save-BitsadminValue {",
            "    param([string]$Record, [string]$Guid, [string]$Set, [string]$Value, [string]$Pattern)",
            "    $bitsPrefix = $Guid + ' ' + $Set + ' '",
            "    if (Test-Path -LiteralPath $Record) {",
            "        foreach ($bitsLine in @(Get-Content -LiteralPath $Record -ErrorAction Stop)) {",
            "            if ($bitsLine.StartsWith($bitsPrefix)) {",
            "                return",
            "            }",
            "        }",
            "    }",
            "    if ($Value -match $Pattern) {",
            "        Add-Content -LiteralPath $Record -Value ($bitsPrefix + $Value) -Encoding Ascii -ErrorAction Stop",
            "    } else {",
            "        Write-Warning -Message ('The undo script cannot put back what ' + $Set + ' changes in ' + $Guid + '.')",
            "    }",
            "}",
        ],
        Function::Remove => &[
            "function Clear-MadeJob {",
            "    param([string]$Id, [string]$Made)",
            "    try {",
            "        if ($Id) {",
            "            $bitsLeft = @(Get-BitsTransfer -JobId $Id -ErrorAction Stop)",
            "        } else {",
            "            $bitsLeft = @(Get-BitsTransfer -Name $Made -ErrorAction Stop)",
            "        }",
            "    } catch {",
            "        $bitsLeft = @()",
            "    }",
            "    foreach ($bitsOne in $bitsLeft) {",
            "        try {",
            "            Remove-BitsTransfer -BitsJob $bitsOne -Confirm:$false -ErrorAction Stop",
            "        } catch {",
            "            Write-Warning -Message ('The job could not be removed. To remove it: bitsadmin /cancel {' + $bitsOne.JobId + '}')",
            "        }",
            "    }",
            "}",
        ],
    }
}
