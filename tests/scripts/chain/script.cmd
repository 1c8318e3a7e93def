bitsadmin /create nightly
bitsadmin /addfile nightly https://example.com/a.zip C:\Data\a.zip
bitsadmin /addfile nightly https://example.com/b.zip "C:\Data\b c.zip"
bitsadmin /setpriority nightly LOW
bitsadmin /setminretrydelay nightly 120
bitsadmin /setnoprogresstimeout nightly 0x15180
bitsadmin /setcustomheaders nightly "Accept: */*" "X-Client: nightly"
bitsadmin /setnotifycmdline nightly C:\Windows\System32\cmd.exe "cmd.exe /c bitsadmin /complete nightly"
bitsadmin /setnotifyflags nightly 1
bitsadmin /resume nightly
