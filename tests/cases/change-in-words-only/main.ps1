# Bitsmith, rules 1: PowerShell script.
# For Windows Server 2025 (BITS 10.3), Windows PowerShell 5.1, interactive.
# It gives existing jobs 1 setting; then it leaves them as they are; it only says what it would do.
# Run: powershell.exe -NoProfile -ExecutionPolicy RemoteSigned -File SCRIPT.ps1, or paste it whole.
# A downloaded file is marked as such: look at it, then Unblock-File -LiteralPath SCRIPT.ps1.
# It needs no elevation: run it as the user whose job it is.
# Exit codes: 0 done, 1 a call was refused, 5 no such job.
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
    $bitsCode = 1
    $bitsStep = 'preparation'
    $bitsId = ''
    $bitsChanged = @()
    try {
        $bitsStep = 'Get-BitsTransfer'
        $bitsJobs = @(Get-BitsTransfer -ErrorAction Stop | Where-Object { $_.DisplayName -like 'Night?y [0-9]*' })
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
                Write-Output -InputObject ('Would change ' + $bitsGuid)
                $bitsStep = 'Set-BitsTransfer'
                $bitsSet = @{
                    Priority = 'Low'
                }
                $null = Set-BitsTransfer -BitsJob $bitsJob @bitsSet -WhatIf -ErrorAction Stop
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
    }
    if ($bitsCode -gt $bitsExit) {
        $bitsExit = $bitsCode
    }
    if ($PSCommandPath) {
        exit $bitsExit
    }
}

