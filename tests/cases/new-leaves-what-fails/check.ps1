# Bitsmith, rules 1: PowerShell script that shows what is there now and changes nothing.
# For Windows Server 2025 (BITS 10.3), Windows PowerShell 5.1, scheduled task.
# It shows the job and each value beside what is asked for.
# Run: powershell.exe -NoProfile -ExecutionPolicy RemoteSigned -File SCRIPT.ps1, or paste it whole.
# A downloaded file is marked as such: look at it, then Unblock-File -LiteralPath SCRIPT.ps1.
# It needs no elevation: run it as the user whose job it is.
# Exit codes: 0 as asked, 1 something differs, 5 no such job.
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
    $bitsCode = 5
    $bitsStep = 'preparation'
    try {
        $bitsRecord = $env:TEMP + '\bitsmith-CEDEA7C2E70AD52B.txt'
        $bitsJobs = @()
        $bitsStep = 'Get-BitsTransfer'
        if (Test-Path -LiteralPath $bitsRecord) {
            foreach ($bitsLine in @(Get-Content -LiteralPath $bitsRecord -ErrorAction Stop)) {
                $bitsId = @($bitsLine -split ' ', 2)[0] -replace '[{}]', ''
                $bitsJobs = $bitsJobs + @(Find-BitsJob -Id $bitsId)
            }
        } else {
            $bitsJobs = @(Get-BitsTransfer -ErrorAction Stop | Where-Object { $_.DisplayName -ceq 'Kept when it fails' })
        }
        if ($bitsJobs.Count -eq 0) {
            Write-Output -InputObject 'No such job is there.'
        } else {
            $bitsCode = 0
        }
        foreach ($bitsJob in $bitsJobs) {
            $bitsGuid = '{' + $bitsJob.JobId + '}'
            Write-Output -InputObject ('Job ' + $bitsGuid + ' ' + $bitsJob.DisplayName)
            Write-Output -InputObject ('State: ' + $bitsJob.JobState + ', ' + $bitsJob.BytesTransferred + ' of ' + $bitsJob.BytesTotal + ' bytes, ' + $bitsJob.FilesTransferred + ' of ' + $bitsJob.FilesTotal + ' files')
            if ($bitsJob.DisplayName -cne 'Kept when it fails') {
                Write-Output -InputObject ('Display name: differs, found ' + $bitsJob.DisplayName)
                $bitsCode = 1
            } else {
                Write-Output -InputObject 'Display name: as asked'
            }
            if ($bitsJob.FilesTotal -ne 1) {
                Write-Output -InputObject ('Files: asked 1, found ' + $bitsJob.FilesTotal)
                $bitsCode = 1
            }
            $bitsStep = 'bitsadmin /getpriority'
            $bitsRead = Get-BitsadminValue -Verb '/getpriority' -Guid $bitsGuid
            if ($bitsRead -notmatch '^NORMAL$') {
                Write-Output -InputObject ('Priority: differs, found ' + $bitsRead)
                $bitsCode = 1
            } else {
                Write-Output -InputObject ('Priority: as asked, ' + $bitsRead)
            }
        }
    } catch {
        $bitsCode = 1
        Write-Error -Message ('Failed at ' + $bitsStep + ': ' + $_.Exception.Message) -ErrorAction Continue
    }
    if ($bitsCode -gt $bitsExit) {
        $bitsExit = $bitsCode
    }
    if ($PSCommandPath) {
        exit $bitsExit
    }
}

