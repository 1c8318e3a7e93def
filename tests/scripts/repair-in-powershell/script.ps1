Get-BitsTransfer -AllUsers | Where-Object JobState -like TransientError | Remove-BitsTransfer
Get-BitsTransfer -Name 'Nightly*' | Set-BitsTransfer -Priority Foreground
Get-BitsTransfer -JobId C775D194-090F-431F-B5FB-8334D00D1CB6 | Resume-BitsTransfer -Asynchronous
