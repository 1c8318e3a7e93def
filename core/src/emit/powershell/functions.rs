//! The functions that a script defines for its own use.

use super::build::{Build, Function};

/// Writes those that the sections need.
pub(super) fn write(build: &mut Build) {
    let needed = build.functions().to_vec();
    for function in needed {
        for line in source(function).lines().skip(1) {
            build.code(line);
        }
    }
}

/// The lines of a function. A non-zero exit code means refused, zero means nothing: exit codes of bitsadmin are not
/// documented (P5), so values are read back.
const fn source(function: Function) -> &'static str {
    match function {
        Function::Invoke => {
            r#"
# Runs bitsadmin with one line of arguments. An exit code other than 0 means refused.
function Invoke-Bitsadmin {
    param([string]$Line)
    $bitsProcess = Start-Process -FilePath ($env:SystemRoot + '\System32\bitsadmin.exe') -ArgumentList $Line -Wait -PassThru -NoNewWindow -ErrorAction Stop
    if ($bitsProcess.ExitCode -ne 0) {
        throw ('bitsadmin refused the call; its exit code is ' + $bitsProcess.ExitCode + '.')
    }
}
"#
        }
        Function::Get => {
            r#"
# Reads a value of a job.
function Get-BitsadminValue {
    param([string]$Verb, [string]$Guid)
    ((& ($env:SystemRoot + '\System32\bitsadmin.exe') /rawreturn /nowrap $Verb $Guid) -join '').Trim()
}
"#
        }
        Function::AssertPattern => {
            r#"
# Reads a value back: what bitsadmin printed and its exit code do not say whether BITS took it.
function Assert-BitsadminValue {
    param([string]$Verb, [string]$Guid, [string]$Pattern)
    $bitsRead = Get-BitsadminValue -Verb $Verb -Guid $Guid
    if ($bitsRead -notmatch $Pattern) {
        throw ('BITS did not take the value: ' + $Verb + ' says ' + $bitsRead)
    }
}
"#
        }
        Function::AssertText => {
            r#"
# The same for a text; a console shows only ASCII as it is.
function Assert-BitsadminText {
    param([string]$Verb, [string]$Guid, [string]$Asked)
    if ($Asked -match '[^ -~]') {
        return
    }
    $bitsRead = Get-BitsadminValue -Verb $Verb -Guid $Guid
    if ($bitsRead -cne $Asked.Trim()) {
        throw ('BITS did not take the value: ' + $Verb + ' says ' + $bitsRead)
    }
}
"#
        }
        Function::Save => {
            r#"
# Writes down a value as it was before, for the undo script; the oldest one stays.
function Save-BitsadminValue {
    param([string]$Record, [string]$Guid, [string]$Set, [string]$Value, [string]$Pattern)
    $bitsPrefix = $Guid + ' ' + $Set + ' '
    if (Test-Path -LiteralPath $Record) {
        foreach ($bitsLine in @(Get-Content -LiteralPath $Record -ErrorAction Stop)) {
            if ($bitsLine.ToUpper().StartsWith($bitsPrefix.ToUpper())) {
                return
            }
        }
    }
    if (($Value -match $Pattern) -and ($Value -ne '"NULL"')) {
        Add-Content -LiteralPath $Record -Value ($bitsPrefix + $Value) -Encoding Ascii -ErrorAction Stop
    } else {
        Write-Warning -Message ('The undo script cannot put back what ' + $Set + ' changes in ' + $Guid + '.')
    }
}
"#
        }
        // An error about one job is not yet a job that is gone: BITS may have stopped. Where it lists jobs, it is asked.
        Function::Find => {
            r#"
# Finds a job, or nothing. Where BITS does not answer, that is an error and not a job that is gone.
function Find-BitsJob {
    param([string]$Id, [bool]$AllUsers)
    try {
        Get-BitsTransfer -JobId $Id -ErrorAction Stop
    } catch {
        if ($AllUsers) {
            $bitsListed = @(Get-BitsTransfer -AllUsers -ErrorAction Stop)
        } else {
            $bitsListed = @(Get-BitsTransfer -ErrorAction Stop)
        }
        $bitsListed | Where-Object { [string]$_.JobId -eq $Id }
    }
}
"#
        }
        Function::Left => {
            r#"
# Whether a job is still there. Where BITS does not answer, what is given is taken for the answer.
function Test-JobLeft {
    param([string]$Id, [bool]$AllUsers, [bool]$Otherwise)
    try {
        $bitsFound = @(Find-BitsJob -Id $Id -AllUsers $AllUsers | Where-Object { @('Acknowledged', 'Cancelled') -notcontains [string]$_.JobState })
        $bitsFound.Count -gt 0
    } catch {
        Write-Warning -Message ('BITS does not answer: ' + $_.Exception.Message)
        $Otherwise
    }
}
"#
        }
        // The record may hold jobs of earlier runs, which stay in it.
        Function::Forget => {
            r#"
# Takes a job out of what the undo script reads.
function Clear-RecordLine {
    param([string]$Record, [string]$Id)
    if (Test-Path -LiteralPath $Record) {
        $bitsLines = @(Get-Content -LiteralPath $Record -ErrorAction SilentlyContinue | Where-Object { $_ -notlike ('{' + $Id + '} *') })
        if ($bitsLines.Count -gt 0) {
            Set-Content -LiteralPath $Record -Value $bitsLines -Encoding Ascii -ErrorAction SilentlyContinue
        } else {
            Remove-Item -LiteralPath $Record -ErrorAction SilentlyContinue
        }
    }
}
"#
        }
        Function::Remove => {
            r#"
# Removes the job that this script made, by its GUID or by the name that was made up for it.
function Clear-MadeJob {
    param([string]$Id, [string]$Made, [string]$Record)
    $bitsWhich = $Made
    if ($Id) {
        $bitsWhich = '{' + $Id + '}'
    }
    try {
        if ($Id) {
            $bitsLeft = @(Find-BitsJob -Id $Id)
        } else {
            $bitsLeft = @(Get-BitsTransfer -ErrorAction Stop | Where-Object { $_.DisplayName -ceq $Made })
        }
        foreach ($bitsOne in $bitsLeft) {
            Remove-BitsTransfer -BitsJob $bitsOne -Confirm:$false -ErrorAction Stop
        }
        if ($Id) {
            Clear-RecordLine -Record $Record -Id $Id
        }
        Write-Output -InputObject 'No job of this script is left.'
    } catch {
        Write-Warning -Message ('It is not known whether the job is gone: ' + $_.Exception.Message)
        Write-Warning -Message ('To remove it: bitsadmin /cancel "' + $bitsWhich + '"')
    }
}
"#
        }
    }
}
