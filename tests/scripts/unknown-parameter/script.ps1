Get-BitsTransfer -Name Nightly | Set-BitsTransfer -NoProgressTimeout 3600
