param($x = $(bitsadmin /cancel A))
1 | ? { bitsadmin /cancel B }
switch (1) { { bitsadmin /cancel C } { 'c' } }
(1..3).ForEach({ bitsadmin /cancel D })
1 | select @{ n = 'e'; e = { bitsadmin /cancel E } }
$later = { bitsadmin /cancel F }
function global:Get-It { bitsadmin /cancel G }
Get-It
