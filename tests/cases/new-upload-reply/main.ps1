# Bitsmith, rules 1: PowerShell script.
# For Windows Server 2025 (BITS 10.3), Windows PowerShell 5.1, interactive.
# It makes a job (upload with reply) with 1 file and 2 settings; then it starts it, waits up to 4 hours and completes it.
# Run: powershell.exe -NoProfile -ExecutionPolicy RemoteSigned -File SCRIPT.ps1, or paste it whole.
# A downloaded file is marked as such: look at it, then Unblock-File -LiteralPath SCRIPT.ps1.
# It needs no elevation: run it as the user whose job it is.
# Exit codes: 0 done, 1 a call was refused, 2 the job failed, 3 too late, 4 not completed, 5 no such job.
# It notes in %TEMP%\bitsmith-*.txt what the undo script needs; there are no secrets in it.
# Stopped with Ctrl+C while it waits, it removes the job.
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
    # Runs bitsadmin with one line of arguments. An exit code other than 0 means refused.
    function Invoke-Bitsadmin {
        param([string]$Line)
        $bitsProcess = Start-Process -FilePath ($env:SystemRoot + '\System32\bitsadmin.exe') -ArgumentList $Line -Wait -PassThru -NoNewWindow -ErrorAction Stop
        if ($bitsProcess.ExitCode -ne 0) {
            throw ('bitsadmin refused the call; its exit code is ' + $bitsProcess.ExitCode + '.')
        }
    }
    # Reads a value of a job.
    function Get-BitsadminValue {
        param([string]$Verb, [string]$Guid)
        ((& ($env:SystemRoot + '\System32\bitsadmin.exe') /rawreturn /nowrap $Verb $Guid) -join '').Trim()
    }
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
    $bitsRecord = $env:TEMP + '\bitsmith-88779B1EFE28D706.txt'
    $bitsId = ''
    $bitsKeep = $false
    try {
        if (-not $env:TEMP) {
            throw 'The environment variable TEMP is not set.'
        }
        if (-not (Test-Path -LiteralPath ('' + $env:TEMP) -PathType Container)) {
            throw ('The folder is missing; BITS does not make it: ' + ('' + $env:TEMP))
        }
        $bitsStep = 'Start-BitsTransfer'
        $bitsNew = @{
            Source = @(
                'C:\Data\question.xml'
            )
            Destination = @(
                'https://example.com/ask'
            )
            TransferType = 'UploadReply'
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
        $bitsStep = 'bitsadmin /setreplyfilename'
        if ($env:TEMP -match '["\x00-\x1F\x7F]') {
            throw 'A value that goes to bitsadmin must not hold a quotation mark or a control character.'
        }
        if ($env:TEMP -match '\A/') {
            throw 'A value that goes to bitsadmin must not begin with a slash, as a switch of bitsadmin does.'
        }
        Invoke-Bitsadmin -Line ('/setreplyfilename ' + $bitsGuid + ' "' + $env:TEMP + '\answer 1.xml"')
        Assert-BitsadminText -Verb '/getreplyfilename' -Guid $bitsGuid -Asked ('' + $env:TEMP + '\answer 1.xml')
        $bitsStep = 'Set-BitsTransfer'
        $bitsSet = @{
            ProxyUsage = 'NoProxy'
        }
        $null = Set-BitsTransfer -BitsJob $bitsJob @bitsSet -ErrorAction Stop
        $bitsStep = 'Set-BitsTransfer -DisplayName'
        $null = Set-BitsTransfer -BitsJob $bitsJob -DisplayName 'Upload with an answer' -ErrorAction Stop
        $bitsStep = 'Resume-BitsTransfer'
        $null = Resume-BitsTransfer -BitsJob $bitsJob -Asynchronous -ErrorAction Stop
        $bitsStep = 'waiting'
        $bitsLimit = (Get-Date).ToUniversalTime().AddSeconds(14400)
        $bitsPause = 1
        $bitsState = 'Queued'
        $bitsDone = 0
        $bitsTotal = 0
        $bitsFar = 'BITS did not answer'
        while ($bitsState -ne 'Transferred') {
            try {
                $bitsNow = @(Find-BitsJob -Id $bitsId)
                $bitsState = 'Gone'
                if ($bitsNow.Count -eq 1) {
                    $bitsJob = $bitsNow[0]
                    $bitsState = [string]$bitsJob.JobState
                    $bitsDone = $bitsJob.BytesTransferred
                    $bitsTotal = $bitsJob.BytesTotal
                    $bitsFar = $bitsState + ', ' + $bitsDone + ' of ' + $bitsTotal + ' bytes, ' + $bitsJob.FilesTransferred + ' of ' + $bitsJob.FilesTotal + ' files'
                }
            } catch {
                if ($bitsState -ne 'Unknown') {
                    Write-Warning -Message ('BITS does not answer: ' + $_.Exception.Message)
                }
                $bitsState = 'Unknown'
            }
            if (@('Transferred', 'Error', 'Acknowledged', 'Cancelled', 'Gone') -contains $bitsState) {
                break
            }
            $bitsRest = [int]($bitsLimit - (Get-Date).ToUniversalTime()).TotalSeconds
            if ($bitsRest -le 0) {
                $bitsState = 'Late'
                break
            }
            $bitsPercent = 0
            if (($bitsTotal -gt 0) -and ($bitsTotal -lt 9223372036854775807)) {
                $bitsPercent = [int]($bitsDone * 100 / $bitsTotal)
            }
            if ($bitsPercent -gt 100) {
                $bitsPercent = 100
            }
            Write-Progress -Activity 'BITS transfer' -Status ($bitsState + ', ' + $bitsDone + ' bytes') -PercentComplete $bitsPercent
            if ($bitsPause -gt $bitsRest) {
                $bitsPause = $bitsRest
            }
            Start-Sleep -Seconds $bitsPause
            $bitsPause = $bitsPause * 2
            if ($bitsPause -gt 15) {
                $bitsPause = 15
            }
        }
        Write-Progress -Activity 'BITS transfer' -Completed
        if ($bitsState -eq 'Transferred') {
            $bitsStep = 'Complete-BitsTransfer'
            $bitsKeep = $true
            $bitsWhy = ''
            $bitsPlaces = @($bitsJob.FileList | ForEach-Object { $_.LocalName })
            try {
                Complete-BitsTransfer -BitsJob $bitsJob -ErrorAction Stop
            } catch {
                $bitsWhy = $_.Exception.Message
            }
            if (Test-JobLeft -Id $bitsId -Otherwise ($bitsWhy -ne '')) {
                $bitsCode = 4
                Write-Error -Message ('Completing failed; what was downloaded is kept. ' + $bitsWhy) -ErrorAction Continue
                Write-Output -InputObject ('To finish: bitsadmin /complete "' + $bitsGuid + '"')
            } elseif ($bitsWhy) {
                $bitsCode = 5
                Write-Error -Message ('The job is gone; somebody else finished it: ' + $bitsGuid) -ErrorAction Continue
                Clear-RecordLine -Record $bitsRecord -Id $bitsId
            } else {
                $bitsCode = 0
                Clear-RecordLine -Record $bitsRecord -Id $bitsId
                Write-Output -InputObject 'Done.'
                foreach ($bitsPlace in $bitsPlaces) {
                    Write-Output -InputObject $bitsPlace
                }
            }
        } elseif ($bitsState -eq 'Error') {
            $bitsCode = 2
            Write-Error -Message ('The job stopped with an error. ' + $bitsJob.ErrorContext + ', ' + $bitsJob.ErrorCondition + ': ' + $bitsJob.ErrorDescription) -ErrorAction Continue
            Write-Output -InputObject (@(& ($env:SystemRoot + '\System32\bitsadmin.exe') /geterror $bitsGuid) -join ' ')
        } elseif ($bitsState -eq 'Late') {
            $bitsCode = 3
            Write-Error -Message ('Not done after 4 hours: ' + $bitsFar + '.') -ErrorAction Continue
        } else {
            $bitsCode = 5
            $bitsKeep = $true
            Write-Error -Message ('The job is gone, or somebody else finished it: ' + $bitsGuid) -ErrorAction Continue
        }
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

