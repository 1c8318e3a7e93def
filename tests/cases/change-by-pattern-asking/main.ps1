# Bitsmith, rules 1: PowerShell script.
# For Windows Server 2025 (BITS 10.3), Windows PowerShell 5.1, interactive.
# It gives existing jobs 2 settings; then it leaves them as they are; it asks before each change.
# Run: powershell.exe -NoProfile -ExecutionPolicy RemoteSigned -File SCRIPT.ps1, or paste it whole.
# A downloaded file is marked as such: look at it, then Unblock-File -LiteralPath SCRIPT.ps1.
# It needs no elevation: run it as the user whose job it is.
# Exit codes: 0 done, 1 a call was refused, 5 no such job.
# It notes in %TEMP%\bitsmith-*.txt what the undo script needs; there are no secrets in it.
& {
    $bitsExit = 0
    # In PowerShell 6 and 7 the BITS commands may be copies that cannot change jobs.
    if ($PSVersionTable.PSEdition -eq 'Core') {
        $bitsCommand = Get-Command -Name 'Start-BitsTransfer' -ErrorAction SilentlyContinue
        if ((-not $bitsCommand) -or ($bitsCommand.CommandType -ne 'Cmdlet')) {
            if ($PSCommandPath) {
                $bitsPolicy = [string](Get-ExecutionPolicy)
                try {
                    & ($env:SystemRoot + '\System32\WindowsPowerShell\v1.0\powershell.exe') -ExecutionPolicy $bitsPolicy -NoProfile -File $PSCommandPath
                    exit $LASTEXITCODE
                } catch {
                    Write-Error -Message ('Windows PowerShell did not run this script: ' + $_.Exception.Message) -ErrorAction Continue
                    exit 1
                }
            }
            Write-Error -Message 'In this PowerShell the BITS commands are copies that cannot change jobs. Paste these lines into Windows PowerShell (powershell.exe).' -ErrorAction Continue
            return
        }
    }
    # Reads a value of a job.
    function Get-BitsadminValue {
        param([string]$Verb, [string]$Guid)
        ((& ($env:SystemRoot + '\System32\bitsadmin.exe') /rawreturn /nowrap $Verb $Guid) -join '').Trim()
    }
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
    $bitsCode = 1
    $bitsStep = 'preparation'
    $bitsRecord = $env:TEMP + '\bitsmith-7E6B82448FDE57A4.txt'
    $bitsId = ''
    $bitsChanged = @()
    try {
        $bitsStep = 'Get-BitsTransfer'
        $bitsJobs = @(Get-BitsTransfer -ErrorAction Stop | Where-Object { $_.DisplayName -like 'Nightly*' })
        foreach ($bitsJob in $bitsJobs) {
            Write-Output -InputObject ('Job {' + $bitsJob.JobId + '} ' + $bitsJob.DisplayName)
        }
        if ($bitsJobs.Count -eq 0) {
            $bitsCode = 5
            Write-Error -Message 'No such job is there; nothing was changed.' -ErrorAction Continue
        } else {
            foreach ($bitsJob in $bitsJobs) {
                $bitsId = [string]$bitsJob.JobId
                $bitsGuid = '{' + $bitsId + '}'
                Write-Output -InputObject ('Changing ' + $bitsGuid)
                $bitsOldPriority = (Get-BitsadminValue -Verb '/getpriority' -Guid $bitsGuid)
                $bitsOldNotifyFlags = (Get-BitsadminValue -Verb '/getnotifyflags' -Guid $bitsGuid)
                $bitsStep = 'Set-BitsTransfer'
                $bitsSet = @{
                    Priority = 'Normal'
                    NotifyFlags = 4
                }
                $bitsKept = @(Get-Content -LiteralPath $bitsRecord -ErrorAction SilentlyContinue)
                Save-BitsadminValue -Record $bitsRecord -Guid $bitsGuid -Set '/setpriority' -Value $bitsOldPriority -Pattern '^[0-9A-Za-z_]+$'
                Save-BitsadminValue -Record $bitsRecord -Guid $bitsGuid -Set '/setnotifyflags' -Value $bitsOldNotifyFlags -Pattern '^[0-9A-Za-z_]+$'
                $bitsTaken = @(Set-BitsTransfer -BitsJob $bitsJob @bitsSet -Confirm -ErrorAction Stop)
                if ($bitsTaken.Count -gt 0) {
                    $bitsChanged = $bitsChanged + @($bitsGuid + ': Priority, NotifyFlags')
                } elseif ($bitsKept.Count -gt 0) {
                    Set-Content -LiteralPath $bitsRecord -Value $bitsKept -Encoding Ascii -ErrorAction Stop
                } elseif (Test-Path -LiteralPath $bitsRecord) {
                    Remove-Item -LiteralPath $bitsRecord -ErrorAction Stop
                }
            }
            $bitsCode = 0
        }
    } catch {
        Write-Error -Message ('Failed at ' + $bitsStep + ': ' + $_.Exception.Message) -ErrorAction Continue
        if ($bitsChanged.Count -eq 0) {
            Write-Output -InputObject 'Nothing was changed.'
        } else {
            Write-Output -InputObject 'These changes were made before:'
            foreach ($bitsOne in $bitsChanged) {
                Write-Output -InputObject $bitsOne
            }
        }
        if ($bitsId) {
            if (-not (Test-JobLeft -Id $bitsId -Otherwise $true)) {
                $bitsCode = 5
                Write-Output -InputObject ('The job is gone, or somebody else finished it: ' + $bitsGuid)
            }
        }
    }
    if ($bitsCode -gt $bitsExit) {
        $bitsExit = $bitsCode
    }
    if ($PSCommandPath) {
        exit $bitsExit
    }
}

