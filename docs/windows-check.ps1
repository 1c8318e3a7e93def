# Checks on Windows what Bitsmith's own tests cannot: that BITS itself keeps what bitsmith.exe asks of it.
# Put this file and windows-check.json beside bitsmith.exe. Run it from the saved file:
#   powershell.exe -NoProfile -ExecutionPolicy RemoteSigned -File windows-check.ps1
# It makes a job named bitsmith-check that reaches for nothing but this machine, reads it with bitsadmin and Get-BitsTransfer,
# suspends and resumes it, and takes it away. It needs no elevation.
# Exit codes: 0 all is as asked, 1 something differs or failed.
& {
    $bitsExit = 1
    if ($PSVersionTable.PSEdition -eq 'Core') {
        $bitsCommand = Get-Command -Name 'Start-BitsTransfer' -ErrorAction SilentlyContinue
        if ((-not $bitsCommand) -or ($bitsCommand.CommandType -ne 'Cmdlet')) {
            if ($PSCommandPath) {
                & ($env:SystemRoot + '\System32\WindowsPowerShell\v1.0\powershell.exe') -NoProfile -File $PSCommandPath
                exit $LASTEXITCODE
            }
            Write-Error -Message 'In this PowerShell the BITS commands are copies that cannot change jobs. Use Windows PowerShell (powershell.exe).' -ErrorAction Continue
            return
        }
    }
    function Get-BitsadminValue {
        param([string]$Verb, [string]$Guid)
        ((& ($env:SystemRoot + '\System32\bitsadmin.exe') /rawreturn /nowrap $Verb $Guid) -join '').Trim()
    }
    function Get-Finding {
        param([string]$What, [string]$Found, [string]$Wanted)
        if ($Found -eq $Wanted) {
            'ok: ' + $What
        } else {
            'DIFFERS: ' + $What + ': asked ' + $Wanted + ', found ' + $Found
        }
    }
    $bitsProgram = $PSScriptRoot + '\bitsmith.exe'
    $bitsDocument = $PSScriptRoot + '\windows-check.json'
    $bitsFindings = @()
    $bitsGuid = ''
    $bitsStep = 'preparation'
    try {
        if ((-not $PSScriptRoot) -or (-not (Test-Path -LiteralPath $bitsProgram)) -or (-not (Test-Path -LiteralPath $bitsDocument))) {
            throw 'Save this script and windows-check.json beside bitsmith.exe.'
        }
        $bitsStep = 'bitsmith apply'
        $bitsSaid = (@(& $bitsProgram apply $bitsDocument --yes --new) -join ' ')
        $bitsFindings += Get-Finding -What 'exit code of apply' -Found $LASTEXITCODE -Wanted 0
        if ($bitsSaid -notmatch '\{[0-9A-F-]{36}\}') {
            throw ('It made no job: ' + $bitsSaid)
        }
        $bitsGuid = $Matches[0]
        $bitsStep = 'Get-BitsTransfer'
        $bitsJob = Get-BitsTransfer -JobId $bitsGuid -ErrorAction Stop
        $bitsFindings += Get-Finding -What 'display name' -Found $bitsJob.DisplayName -Wanted 'bitsmith-check'
        $bitsFindings += Get-Finding -What 'state' -Found $bitsJob.JobState -Wanted 'Suspended'
        $bitsFindings += Get-Finding -What 'files' -Found $bitsJob.FilesTotal -Wanted 3
        $bitsStep = 'bitsadmin'
        $bitsFindings += Get-Finding -What 'type' -Found (Get-BitsadminValue -Verb '/gettype' -Guid $bitsGuid) -Wanted 'DOWNLOAD'
        $bitsFindings += Get-Finding -What 'description' -Found (Get-BitsadminValue -Verb '/getdescription' -Guid $bitsGuid) -Wanted 'Made to be looked at and taken away'
        $bitsFindings += Get-Finding -What 'priority' -Found (Get-BitsadminValue -Verb '/getpriority' -Guid $bitsGuid) -Wanted 'LOW'
        $bitsFindings += Get-Finding -What 'minimum retry delay' -Found (Get-BitsadminValue -Verb '/getminretrydelay' -Guid $bitsGuid) -Wanted 120
        $bitsFindings += Get-Finding -What 'no-progress timeout' -Found (Get-BitsadminValue -Verb '/getnoprogresstimeout' -Guid $bitsGuid) -Wanted 7200
        $bitsFindings += Get-Finding -What 'maximum download time' -Found (Get-BitsadminValue -Verb '/getmaxdownloadtime' -Guid $bitsGuid) -Wanted 3600
        $bitsFindings += Get-Finding -What 'proxy usage' -Found (Get-BitsadminValue -Verb '/getproxyusage' -Guid $bitsGuid) -Wanted 'OVERRIDE'
        $bitsFindings += Get-Finding -What 'proxy list' -Found (Get-BitsadminValue -Verb '/getproxylist' -Guid $bitsGuid) -Wanted 'http://127.0.0.1:9'
        $bitsFindings += Get-Finding -What 'proxy bypass list' -Found (Get-BitsadminValue -Verb '/getproxybypasslist' -Guid $bitsGuid) -Wanted '<local>'
        $bitsStep = 'bitsmith capture'
        $bitsAsked = (@(Get-Content -LiteralPath $bitsDocument -ErrorAction Stop) -join ' ') | ConvertFrom-Json -ErrorAction Stop
        $bitsHeld = (@(& $bitsProgram capture $bitsGuid) -join ' ') | ConvertFrom-Json -ErrorAction Stop
        foreach ($bitsProperty in $bitsAsked.settings.PSObject.Properties) {
            $bitsName = $bitsProperty.Name
            $bitsWanted = ConvertTo-Json -InputObject $bitsProperty.Value -Depth 9 -Compress
            $bitsFound = ConvertTo-Json -InputObject $bitsHeld.settings.$bitsName -Depth 9 -Compress
            $bitsFindings += Get-Finding -What ('captured ' + $bitsName) -Found $bitsFound -Wanted $bitsWanted
        }
        $bitsWanted = (@($bitsAsked.files | ForEach-Object -Process { $_.remote_name }) -join ' ')
        $bitsFound = (@($bitsHeld.files | ForEach-Object -Process { $_.remote_name }) -join ' ')
        $bitsFindings += Get-Finding -What 'order of the files' -Found $bitsFound -Wanted $bitsWanted
        $bitsWanted = ConvertTo-Json -InputObject $bitsAsked.files[2].ranges -Depth 9 -Compress
        $bitsFound = ConvertTo-Json -InputObject $bitsHeld.files[2].ranges -Depth 9 -Compress
        $bitsFindings += Get-Finding -What 'ranges' -Found $bitsFound -Wanted $bitsWanted
        $bitsStep = 'bitsmith apply once more'
        $null = & $bitsProgram apply $bitsDocument --yes
        $bitsFindings += Get-Finding -What 'exit code of the same plan again' -Found $LASTEXITCODE -Wanted 4
        foreach ($bitsVerb in @('resume', 'suspend', 'show', 'cancel')) {
            $bitsStep = 'bitsmith ' + $bitsVerb
            $null = & $bitsProgram $bitsVerb $bitsGuid
            $bitsFindings += Get-Finding -What ('exit code of ' + $bitsVerb) -Found $LASTEXITCODE -Wanted 0
        }
        $bitsStep = 'bitsmith jobs'
        $bitsSaid = (@(& $bitsProgram jobs --format json) -join ' ')
        if ($bitsSaid.Contains($bitsGuid)) {
            $bitsFindings += 'DIFFERS: the cancelled job is still listed'
        } else {
            $bitsFindings += 'ok: the cancelled job is gone'
        }
    } catch {
        $bitsFindings += ('DIFFERS: failed at ' + $bitsStep + ': ' + $_.Exception.Message)
    } finally {
        if ($bitsGuid) {
            try {
                foreach ($bitsJob in @(Get-BitsTransfer -ErrorAction Stop)) {
                    if (('{' + $bitsJob.JobId + '}') -eq $bitsGuid) {
                        Remove-BitsTransfer -BitsJob $bitsJob -Confirm:$false -ErrorAction Stop
                    }
                }
            } catch {
                Write-Warning -Message ('The job ' + $bitsGuid + ' may be left: ' + $_.Exception.Message)
            }
        }
    }
    foreach ($bitsFinding in $bitsFindings) {
        Write-Output -InputObject $bitsFinding
    }
    $bitsWrong = @($bitsFindings | Where-Object -FilterScript { $_ -like 'DIFFERS*' })
    Write-Output -InputObject ('' + $bitsFindings.Count + ' checks, ' + $bitsWrong.Count + ' differ.')
    if ($bitsWrong.Count -eq 0) {
        $bitsExit = 0
    }
    if ($PSCommandPath) {
        exit $bitsExit
    }
}

