# Bitsmith, rules 1: PowerShell script.
# For Windows Server 2025 (BITS 10.3), Windows PowerShell 5.1, interactive.
# It makes a job (download) with 1 file and 1 setting; then it waits until it is done.
# Run: powershell.exe -NoProfile -ExecutionPolicy RemoteSigned -File SCRIPT.ps1, or paste it whole.
# A downloaded file is marked as such: look at it, then Unblock-File -LiteralPath SCRIPT.ps1.
# It needs no elevation: run it as the user whose job it is.
# Exit codes: 0 done, 1 a call was refused.
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
            DisplayName = 'In one call'
            Priority = 'Foreground'
        }
        Start-BitsTransfer @bitsNew -ErrorAction Stop
        $bitsCode = 0
        Write-Output -InputObject 'Done.'
    } catch {
        Write-Error -Message ('Failed at ' + $bitsStep + ': ' + $_.Exception.Message) -ErrorAction Continue
        Write-Output -InputObject 'BITS may have kept a job of that name; Get-BitsTransfer lists it, Remove-BitsTransfer removes it.'
    }
    if ($bitsCode -gt $bitsExit) {
        $bitsExit = $bitsCode
    }
    if ($PSCommandPath) {
        exit $bitsExit
    }
}

