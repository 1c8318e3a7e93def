# Bitsmith, rules 1: PowerShell script that shows what is there now and changes nothing.
# For Windows Server 2025 (BITS 10.3), Windows PowerShell 5.1, interactive.
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
    $bitsCode = 5
    $bitsStep = 'preparation'
    try {
        $bitsStep = 'Get-BitsTransfer'
        $bitsJobs = @(Get-BitsTransfer -ErrorAction Stop)
        if ($bitsJobs.Count -eq 0) {
            Write-Output -InputObject 'No such job is there.'
        } else {
            $bitsCode = 0
        }
        foreach ($bitsJob in $bitsJobs) {
            $bitsGuid = '{' + $bitsJob.JobId + '}'
            Write-Output -InputObject ('Job ' + $bitsGuid + ' ' + $bitsJob.DisplayName)
            Write-Output -InputObject ('State: ' + $bitsJob.JobState + ', ' + $bitsJob.BytesTransferred + ' of ' + $bitsJob.BytesTotal + ' bytes, ' + $bitsJob.FilesTransferred + ' of ' + $bitsJob.FilesTotal + ' files')
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

