@echo off
setlocal EnableExtensions DisableDelayedExpansion
rem Bitsmith, rules 1: batch file.
rem For Windows Server 2025, BITS 10.3, interactive.
rem It gives existing jobs 1 setting; then it leaves them as they are.
rem Run: save it as a .cmd file and start it in a Command Prompt. Started by a double click, its window closes at the end.
rem A downloaded file is marked as such: look at it, then Properties, Unblock.
rem It needs no elevation: run it as the user whose job it is.
rem Exit codes: 0 done, 1 a call was refused, 5 no such job.
rem Not in this file:
rem   Remote name of one file: bitsadmin has no verb for the remote name of one file; /REPLACEREMOTEPREFIX changes the beginning of all of them.

rem Variables of these names would hide what cmd computes.
set "ERRORLEVEL="
set "RANDOM="
set "BITS_WHY="
if not defined TEMP set "BITS_WHY=The variable TEMP is not set"
if defined BITS_WHY goto :unfit
if not "%TEMP:"=""%"=="%TEMP:"=%" set "BITS_WHY=The value of TEMP must not hold a quotation mark or a control character"
if defined BITS_WHY goto :unfit
set "BITS_EXE=%SystemRoot%\System32\bitsadmin.exe"
set "BITS_PLAIN=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz{}[]()_.,:'/-"
rem A folder of its own, whose name nothing else has.
set /a "BITS_TRIES=0"
:own_folder
set "BITS_WHY=No folder can be made in TEMP"
set /a "BITS_TRIES+=1"
if %BITS_TRIES% gtr 99 goto :unfit
set "BITS_TAG=%RANDOM%-%RANDOM%-%RANDOM%-%RANDOM%"
set "BITS_TEMP=%TEMP%\bitsmith-%BITS_TAG%"
mkdir "%BITS_TEMP%" 2>nul
if not "%errorlevel%"=="0" goto :own_folder
set "BITS_LOG=%BITS_TEMP%\said.txt"
set "BITS_RAW=%BITS_TEMP%\value.txt"
set "BITS_LIST=%BITS_TEMP%\list.txt"
set "BITS_ALL=%BITS_TEMP%\all.txt"
set "BITS_JOBS=%BITS_TEMP%\jobs.txt"

set "BITS_EXIT=0"
call :job1
if %errorlevel% gtr %BITS_EXIT% set "BITS_EXIT=%errorlevel%"
del /q "%BITS_TEMP%" 2>nul
rmdir "%BITS_TEMP%"
exit /b %BITS_EXIT%

:unfit
echo %BITS_WHY%. Nothing was done.
exit /b 1

:job1
set "BITS_OF_ALL="
set "BITS_RECORD=%TEMP%\bitsmith-F7A9D53E03F40B69.txt"
set "BITS_CHANGED="
set "BITS_WHY="
if exist "%BITS_JOBS%" del "%BITS_JOBS%"
set /a "BITS_COUNT=1000"
set "BITS_JOB={C775D194-090F-431F-B5FB-8334D00D1CB6}"
call :found
if not "%errorlevel%"=="0" exit /b %errorlevel%
for /f "usebackq tokens=1" %%i in ("%BITS_JOBS%") do (
    call :change1 %%i
    if errorlevel 1 goto :stopped1
)
exit /b 0
:stopped1
set "BITS_CODE=%errorlevel%"
if not defined BITS_CHANGED echo Nothing was changed.
if defined BITS_CHANGED echo It stopped at the job %BITS_JOB%. What was changed before stands above.
exit /b %BITS_CODE%

:change1
set "BITS_JOB=%~1"
rem Not said here: Remote name of one file.
"%BITS_EXE%" /setvalidationstate %BITS_JOB% 0 TRUE >"%BITS_LOG%" 2>&1
call :verify %errorlevel% /setvalidationstate
if not "%errorlevel%"=="0" goto :refused1
"%BITS_EXE%" /setvalidationstate %BITS_JOB% 1 FALSE >"%BITS_LOG%" 2>&1
call :verify %errorlevel% /setvalidationstate
if not "%errorlevel%"=="0" goto :refused1
call :changed "Validation state"
exit /b 0
:different1
echo The call %BITS_CALL% had no effect: another text was read back.
:refused1
call :ended %errorlevel%
exit /b %errorlevel%

:verify
rem Judges a call: its exit code, its name.
if "%~1"=="0" exit /b 0
echo The call %~2 was refused with exit code %~1. It said:
if exist "%BITS_LOG%" type "%BITS_LOG%"
exit /b 1
:different
echo The call %~2 had no effect: asked for %BITS_ASKED%, found %BITS_VALUE%. It said:
if exist "%BITS_LOG%" type "%BITS_LOG%"
exit /b 1

:ended
rem Code of the call that failed. 4: the job could not be completed, 5: it is gone, 1: anything else.
if "%~1"=="4" goto :ended_kept
if "%~1"=="5" goto :ended_gone
call :state
if "%BITS_STATE%"=="CANCELLED" goto :ended_gone
if "%BITS_STATE%"=="ACKNOWLEDGED" goto :ended_gone
call :is_gone
if not "%errorlevel%"=="0" exit /b 1
:ended_gone
echo The job %BITS_JOB% is gone, or someone else finished it.
exit /b 5
:ended_kept
echo Nothing was thrown away. Finish the job %BITS_JOB%: bitsadmin /complete %BITS_JOB%
exit /b 4

:changed
set "BITS_CHANGED=1"
echo Changed %BITS_JOB%: %~1
exit /b 0

:found
rem Adds a job to those that were found; 5 where it is not there, 1 where BITS does not say.
call :state
if "%BITS_STATE%"=="CANCELLED" goto :missing
if "%BITS_STATE%"=="ACKNOWLEDGED" goto :missing
call :is_gone
if "%errorlevel%"=="0" goto :missing
if not defined BITS_STATE goto :untold
set /a "BITS_COUNT+=1"
>>"%BITS_JOBS%" echo %BITS_JOB%
echo Found %BITS_JOB%: %BITS_STATE%
exit /b 0
:missing
echo There is no job %BITS_JOB%. Nothing was changed.
exit /b 5
:untold
echo BITS does not say how the job %BITS_JOB% is. Nothing was changed. It said:
type "%BITS_RAW%"
exit /b 1

:state
rem Reads the state of the job into BITS_STATE; nothing where it cannot be read.
set "BITS_STATE="
call :read /getstate
if /i "%BITS_VALUE%"=="CANCELED" set "BITS_VALUE=CANCELLED"
for %%i in (QUEUED CONNECTING TRANSFERRING SUSPENDED ERROR TRANSIENT_ERROR TRANSFERRED ACKNOWLEDGED CANCELLED) do if /i "%%i"=="%BITS_VALUE%" set "BITS_STATE=%%i"
exit /b 0

:is_gone
rem Whether a job whose state cannot be read is gone: 0 only where BITS lists its jobs to the end, and not this one.
if defined BITS_STATE exit /b 1
if defined BITS_OF_ALL "%BITS_EXE%" /nowrap /list /allusers >"%BITS_ALL%" 2>nul
if not defined BITS_OF_ALL "%BITS_EXE%" /nowrap /list >"%BITS_ALL%" 2>nul
if not "%errorlevel%"=="0" exit /b 1
"%SystemRoot%\System32\find.exe" "%BITS_JOB%" <"%BITS_ALL%" >nul
if not "%errorlevel%"=="1" exit /b 1
rem A list begins its lines with GUIDs, and its last line holds their number; what is said in other words does not.
"%SystemRoot%\System32\find.exe" "{" <"%BITS_ALL%" >"%BITS_ALL%.jobs"
set /a "BITS_LISTED=0"
for /f "usebackq" %%i in ("%BITS_ALL%.jobs") do set /a "BITS_LISTED+=1"
set "BITS_ENDS="
for /f "usebackq eol={ tokens=1-4" %%a in ("%BITS_ALL%") do (
    set "BITS_ENDS="
    if "%%a"=="%BITS_LISTED%" set "BITS_ENDS=1"
    if "%%b"=="%BITS_LISTED%" set "BITS_ENDS=1"
    if "%%c"=="%BITS_LISTED%" set "BITS_ENDS=1"
    if "%%d"=="%BITS_LISTED%" set "BITS_ENDS=1"
)
if defined BITS_ENDS exit /b 0
exit /b 1

:read
rem Reads a value of the job with the verb given into BITS_VALUE; nothing where it is not one plain word.
"%BITS_EXE%" /rawreturn %1 %BITS_JOB% >"%BITS_RAW%" 2>nul
call :word
exit /b 0

:word
rem Takes the last line of what was printed, where it is one word; nothing where a character could be read as more.
set "BITS_VALUE="
set "BITS_REST="
for /f "usebackq tokens=1*" %%i in ("%BITS_RAW%") do (
    set "BITS_VALUE=%%i"
    set "BITS_REST=%%j"
)
if defined BITS_REST set "BITS_VALUE="
for /f "usebackq eol=0 delims=%BITS_PLAIN% " %%i in ("%BITS_RAW%") do if not "%%i"=="" set "BITS_VALUE="
for /f "usebackq eol=1 delims=%BITS_PLAIN% " %%i in ("%BITS_RAW%") do if not "%%i"=="" set "BITS_VALUE="
exit /b 0
