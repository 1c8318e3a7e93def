$name = 'nightly'
bitsadmin /create $name
bitsadmin /addfile $name "https://example.com/a.zip" "$env:TEMP\a.zip"
& "$env:SystemRoot\System32\bitsadmin.exe" /resume $name
