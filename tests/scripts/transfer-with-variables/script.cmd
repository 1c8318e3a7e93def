@echo off
setlocal
set URL=https://example.com/files
set "OUT=%TEMP%\my files"
rem the nightly download
bitsadmin.exe /transfer "my job" /priority HIGH %URL%/a.zip "%OUT%\a.zip" %URL%/b.zip "%OUT%\b.zip"
if errorlevel 1 goto failed
echo done
exit /b 0
:failed
echo failed
exit /b 1
