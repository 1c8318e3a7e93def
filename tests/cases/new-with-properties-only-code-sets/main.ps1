# Bitsmith, rules 1: PowerShell script.
# For Windows Server 2025 (BITS 10.3), Windows PowerShell 5.1, interactive.
# It makes a job (download) with 1 file; then it starts it and does not wait.
# Run: powershell.exe -NoProfile -ExecutionPolicy RemoteSigned -File SCRIPT.ps1, or paste it whole.
# A downloaded file is marked as such: look at it, then Unblock-File -LiteralPath SCRIPT.ps1.
# It needs no elevation: run it as the user whose job it is.
# Exit codes: 0 done, 1 a call was refused.
# It notes in %TEMP%\bitsmith-*.txt what the undo script needs; there are no secrets in it.
# Not in this script:
#   High performance: bitsadmin has no verb for this property; only code sets it.
#   Maximum download size: bitsadmin has no verb for the maximum size; only code sets it.
#   On-demand mode: bitsadmin has no verb for on-demand mode; only code sets it.
#   Notification CLSID: bitsadmin can only ask whether a notification is registered (/GETNOTIFYINTERFACE); a class is registered from code.
#   Minimum notification interval: bitsadmin has no verb for the notification interval; it is a property that only code sets.
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
    $bitsCode = 1
    $bitsStep = 'preparation'
    $bitsMade = 'bitsmith-' + (New-Guid)
    $bitsRecord = $env:TEMP + '\bitsmith-3BDB62917F3E0096.txt'
    $bitsId = ''
    $bitsKeep = $false
    try {
        if (-not (Test-Path -LiteralPath 'C:\Data' -PathType Container)) {
            throw ('The folder is missing; BITS does not make it: ' + 'C:\Data')
        }
        $bitsStep = 'Start-BitsTransfer'
        $bitsNew = @{
            Source = @(
                'https://example.com/a.bin'
            )
            Destination = @(
                'C:\Data\a.bin'
            )
            TransferType = 'Download'
            DisplayName = $bitsMade
            Priority = 'Normal'
            Suspended = $true
        }
        $null = Start-BitsTransfer @bitsNew -ErrorAction Stop
        $bitsJob = Get-BitsTransfer -Name $bitsMade -ErrorAction Stop
        $bitsId = [string]$bitsJob.JobId
        if (-not $bitsId) {
            throw 'BITS did not make the job.'
        }
        $bitsGuid = '{' + $bitsId + '}'
        Add-Content -LiteralPath $bitsRecord -Value ($bitsGuid + ' made') -Encoding Ascii -ErrorAction Stop
        # Not said here: High performance.
        # Not said here: Maximum download size.
        # Not said here: On-demand mode.
        # Not said here: Notification CLSID.
        # Not said here: Minimum notification interval.
        $bitsStep = 'Set-BitsTransfer -DisplayName'
        $null = Set-BitsTransfer -BitsJob $bitsJob -DisplayName 'From code only' -ErrorAction Stop
        $bitsStep = 'Resume-BitsTransfer'
        $null = Resume-BitsTransfer -BitsJob $bitsJob -Asynchronous -ErrorAction Stop
        $bitsKeep = $true
        $bitsCode = 0
        Write-Output -InputObject ('The job runs: ' + $bitsGuid)
        Write-Output -InputObject ('When it has transferred its files: bitsadmin /complete "' + $bitsGuid + '"')
    } catch {
        Write-Error -Message ('Failed at ' + $bitsStep + ': ' + $_.Exception.Message) -ErrorAction Continue
    } finally {
        if (-not $bitsKeep) {
            Clear-MadeJob -Id $bitsId -Made $bitsMade -Record $bitsRecord
        }
    }
    if ($bitsCode -gt $bitsExit) {
        $bitsExit = $bitsCode
    }
    if ($PSCommandPath) {
        exit $bitsExit
    }
}

