$all = Get-BitsTransfer
$mine = $all | Where-Object DisplayName -eq 'Nightly'
$all | Suspend-BitsTransfer
$mine | Set-BitsTransfer -Priority High
$all | Remove-BitsTransfer
