# Runs a script where BITS is the model: its module, its bitsadmin, its clock.
param([string]$Folder, [string]$Script)
$ErrorActionPreference = 'Stop'
$env:SystemRoot = Join-Path -Path $Folder -ChildPath 'windows'
$env:TEMP = Join-Path -Path $Folder -ChildPath 'temp'
Import-Module -Name (Join-Path -Path $Folder -ChildPath 'BitsTransfer.psm1')
function global:Start-Sleep {
    param([int]$Seconds)
    [Bitsmith.Tests.Model]::Sleep($Seconds)
}
function global:Get-Date {
    [Bitsmith.Tests.Model]::Now()
}
$ErrorActionPreference = 'Continue'
& $Script
exit $LASTEXITCODE
