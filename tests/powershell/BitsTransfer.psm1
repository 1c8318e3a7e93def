# The stand-in for the module BitsTransfer: compiled cmdlets, because a script looks whether the commands are live ones.
$types = Add-Type -LiteralPath (Join-Path -Path $PSScriptRoot -ChildPath 'BitsTransfer.cs') -PassThru -IgnoreWarnings
Import-Module -Assembly $types[0].Assembly
Export-ModuleMember -Cmdlet '*'
