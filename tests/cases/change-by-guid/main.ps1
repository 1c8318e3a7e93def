# Bitsmith, rules 1: PowerShell script.
# For Windows Server 2025 (BITS 10.3), Windows PowerShell 5.1, interactive.
# It gives existing jobs 6 settings; then it resumes them.
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
    $bitsRecord = $env:TEMP + '\bitsmith-303CA747473CFC97.txt'
    $bitsId = ''
    $bitsChanged = @()
    try {
        $bitsStep = 'Get-BitsTransfer'
        $bitsWanted = @('C775D194-090F-431F-B5FB-8334D00D1CB6')
        $bitsJobs = @()
        foreach ($bitsOne in $bitsWanted) {
            $bitsJobs = $bitsJobs + @(Find-BitsJob -Id $bitsOne)
        }
        if ($bitsJobs.Count -ne $bitsWanted.Count) {
            $bitsJobs = @()
        }
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
                Save-BitsadminValue -Record $bitsRecord -Guid $bitsGuid -Set '/setdisplayname' -Value ('"' + $bitsJob.DisplayName + '"') -Pattern '^"([ !#-.0-\[\]-z|}~]|[ !#-.0-z|}~][ !#-~]*[ !#-\[\]-~])"$'
                Save-BitsadminValue -Record $bitsRecord -Guid $bitsGuid -Set '/setdescription' -Value ('"' + $bitsJob.Description + '"') -Pattern '^"([ !#-~]*[ !#-\[\]-~])?"$'
                Save-BitsadminValue -Record $bitsRecord -Guid $bitsGuid -Set '/setpriority' -Value (Get-BitsadminValue -Verb '/getpriority' -Guid $bitsGuid) -Pattern '^[0-9A-Za-z_]+$'
                Save-BitsadminValue -Record $bitsRecord -Guid $bitsGuid -Set '/setminretrydelay' -Value (Get-BitsadminValue -Verb '/getminretrydelay' -Guid $bitsGuid) -Pattern '^[0-9A-Za-z_]+$'
                Save-BitsadminValue -Record $bitsRecord -Guid $bitsGuid -Set '/setnoprogresstimeout' -Value (Get-BitsadminValue -Verb '/getnoprogresstimeout' -Guid $bitsGuid) -Pattern '^[0-9A-Za-z_]+$'
                $bitsBefore = Get-BitsadminValue -Verb '/getproxyusage' -Guid $bitsGuid
                if ($bitsBefore -eq 'OVERRIDE') {
                    $bitsBefore = 'OVERRIDE "' + (Get-BitsadminValue -Verb '/getproxylist' -Guid $bitsGuid) + '" "' + (Get-BitsadminValue -Verb '/getproxybypasslist' -Guid $bitsGuid) + '"'
                }
                Save-BitsadminValue -Record $bitsRecord -Guid $bitsGuid -Set '/setproxysettings' -Value $bitsBefore -Pattern '^(PRECONFIG|NO_PROXY|AUTODETECT|OVERRIDE "[ !#->@-\[\]-~]+" "[ !#->@-\[\]-~]*")$'
                $bitsOldState = 'RUNNING'
                if ([string]$bitsJob.JobState -eq 'Suspended') {
                    $bitsOldState = 'SUSPENDED'
                }
                Save-BitsadminValue -Record $bitsRecord -Guid $bitsGuid -Set 'state' -Value $bitsOldState -Pattern '^(RUNNING|SUSPENDED)$'
                $bitsStep = 'Set-BitsTransfer'
                $bitsSet = @{
                    DisplayName = 'Renamed'
                    Description = 'Changed later'
                    Priority = 'High'
                    RetryInterval = 60
                    RetryTimeout = 7200
                    ProxyUsage = 'AutoDetect'
                }
                $null = Set-BitsTransfer -BitsJob $bitsJob @bitsSet -ErrorAction Stop
                $bitsChanged = $bitsChanged + @($bitsGuid + ': DisplayName, Description, Priority, RetryInterval, RetryTimeout, ProxyUsage')
                $bitsStep = 'Resume-BitsTransfer'
                $null = Resume-BitsTransfer -BitsJob $bitsJob -Asynchronous -ErrorAction Stop
                $bitsChanged = $bitsChanged + @($bitsGuid + ': Resume-BitsTransfer')
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

