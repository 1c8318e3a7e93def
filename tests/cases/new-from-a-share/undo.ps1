# Bitsmith, rules 1: PowerShell script that takes the main script back.
# For Windows Server 2025 (BITS 10.3), Windows PowerShell 5.1, interactive, elevated.
# It removes what the main script made, from the record that it kept.
# Run: powershell.exe -NoProfile -ExecutionPolicy RemoteSigned -File SCRIPT.ps1, or paste it whole.
# A downloaded file is marked as such: look at it, then Unblock-File -LiteralPath SCRIPT.ps1.
# Run it elevated, as an administrator.
# Exit codes: 0 undone, 1 a call was refused, 5 nothing to undo.
# Not in this script:
#   Files that have been transferred stay where they are.
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
    $bitsStep = 'reading the record'
    $bitsRecord = $env:TEMP + '\bitsmith-A44D9593279A1339.txt'
    try {
        if (-not (Test-Path -LiteralPath $bitsRecord)) {
            $bitsCode = 5
            Write-Warning -Message 'There is no record of the script, so there is nothing to undo.'
        } else {
            $bitsLines = @(Get-Content -LiteralPath $bitsRecord -ErrorAction Stop)
            foreach ($bitsLine in $bitsLines) {
                if ($bitsLine -notmatch '^\{[0-9A-Fa-f-]{36}\} made$') {
                    throw 'The record is damaged; nothing was done.'
                }
            }
            foreach ($bitsLine in $bitsLines) {
                $bitsWords = @($bitsLine -split ' ', 3)
                $bitsGuid = $bitsWords[0]
                $bitsStep = 'Get-BitsTransfer'
                $bitsId = $bitsGuid -replace '[{}]', ''
                $bitsJobs = @(Find-BitsJob -Id $bitsId)
                if ($bitsJobs.Count -eq 0) {
                    Write-Output -InputObject ('The job is no longer there: ' + $bitsGuid)
                    continue
                }
                try {
                    $bitsStep = 'Remove-BitsTransfer'
                    Remove-BitsTransfer -BitsJob $bitsJobs[0] -Confirm:$false -ErrorAction Stop
                    Write-Output -InputObject ('Removed: ' + $bitsGuid)
                } catch {
                    if (Test-JobLeft -Id $bitsId -Otherwise $true) {
                        throw $_
                    }
                    Write-Output -InputObject ('The job is no longer there: ' + $bitsGuid)
                }
            }
            Remove-Item -LiteralPath $bitsRecord -ErrorAction Stop
            $bitsCode = 0
        }
    } catch {
        Write-Error -Message ('Failed at ' + $bitsStep + ': ' + $_.Exception.Message) -ErrorAction Continue
    }
    if ($bitsCode -gt $bitsExit) {
        $bitsExit = $bitsCode
    }
    if ($PSCommandPath) {
        exit $bitsExit
    }
}

