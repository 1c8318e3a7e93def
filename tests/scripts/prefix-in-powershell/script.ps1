Import-Module BitsTransfer
$url = 'https://example.com/files'
$p = @{
    Source      = "$url/a.zip", "$url/b.zip"
    Destination = "$env:TEMP\a.zip", "$env:TEMP\b.zip"
    DisplayName = 'Nightly update'
}
$p.Description = 'Both files'
$job = Start-BitsTransfer @p -Asynchronous -RetryInt 120
while ($job.JobState -in 'Connecting', 'Transferring', 'Queued') { Start-Sleep 5 }
switch ($job.JobState) {
    'Transferred' { Complete-BitsTransfer -BitsJob $job }
    'Error' { $job | Remove-BitsTransfer }
}
