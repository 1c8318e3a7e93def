function Save-File {
    param([string] $Url, [string] $Path = 'C:\Data\a.zip')
    Start-BitsTransfer -Source $Url -Destination $Path -Priority Low
}
function Get-Nothing { 1 }
function Outer { function Inner { Get-BitsTransfer -AllUsers | Remove-BitsTransfer } }
Export-ModuleMember -Function *
