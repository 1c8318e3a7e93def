@echo off
for /f "tokens=*" %%i in ('bitsadmin /rawreturn /create /download report') do set JOB=%%i
bitsadmin /addfile %JOB% https://example.com/a.zip %~dp0a.zip
bitsadmin /resume %JOB%
:wait
for /f %%s in ('bitsadmin /rawreturn /getstate %JOB%') do set STATE=%%s
if "%STATE%"=="ERROR" goto failed
if not "%STATE%"=="TRANSFERRED" (
  timeout /t 5 /nobreak >nul
  goto wait
)
bitsadmin /complete %JOB%
exit /b 0
:failed
bitsadmin /geterror %JOB%
bitsadmin /cancel %JOB%
exit /b 1
