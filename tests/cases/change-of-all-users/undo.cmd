@echo off
setlocal EnableExtensions DisableDelayedExpansion
rem Bitsmith, rules 1: batch file that takes the main file back.
rem For Windows Server 2025, BITS 10.3, interactive, elevated.
rem It puts back what the main file changed, from the record that it kept.
rem Run: save it as a .cmd file and start it in a Command Prompt. Started by a double click, its window closes at the end.
rem A downloaded file is marked as such: look at it, then Properties, Unblock.
rem It needs an elevated Command Prompt (Run as administrator).
rem Exit codes: 0 undone, 1 a call was refused, 5 nothing to undo.
rem Not in this file:
rem   Take ownership: not undone. The former owner has to take the job back, and what the change of owner took away is gone.
rem   Transfer policy: not undone. No tool reads what it was before.

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
set "BITS_OF_ALL=1"
set "BITS_RECORD=%TEMP%\bitsmith-64E38641F007465C.txt"
if not exist "%BITS_RECORD%" goto :nothing1
rem Only known words are taken from the record, and none that cmd could read as more.
if exist "%BITS_LIST%" del "%BITS_LIST%"
set "BITS_OTHER="
for /f "usebackq tokens=1-3" %%a in ("%BITS_RECORD%") do (
    set "BITS_KNOWN="
    for %%v in (state) do if /i "%%b"=="%%v" set "BITS_KNOWN=1"
    if defined BITS_KNOWN >>"%BITS_LIST%" echo %%a %%b %%c
    if not defined BITS_KNOWN set "BITS_OTHER=1"
)
if not exist "%BITS_LIST%" goto :others1
set "BITS_BAD="
for /f "usebackq eol=0 delims=%BITS_PLAIN% " %%i in ("%BITS_LIST%") do if not "%%i"=="" set "BITS_BAD=1"
for /f "usebackq eol=1 delims=%BITS_PLAIN% " %%i in ("%BITS_LIST%") do if not "%%i"=="" set "BITS_BAD=1"
if defined BITS_BAD goto :damaged1
for /f "usebackq tokens=1-3" %%a in ("%BITS_LIST%") do (
    call :restore %%a %%b %%c
    if errorlevel 1 goto :kept1
)
:others1
if defined BITS_OTHER goto :other1
del "%BITS_RECORD%"
exit /b 0
:nothing1
echo There is no record of the main file, so there is nothing to undo.
exit /b 5
:damaged1
echo The record "%BITS_RECORD%" holds something else. Nothing was done.
exit /b 1
:other1
echo The record "%BITS_RECORD%" is kept: it holds texts, which the PowerShell script puts back.
exit /b 1
:kept1
echo The record "%BITS_RECORD%" is kept. Run this file again when the reason is gone.
exit /b 1

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

:verify_word
rem Exit code, verb, verb that reads the value, word that must be there.
call :verify %1 %2
if not "%errorlevel%"=="0" exit /b 1
set "BITS_ASKED=%~4"
call :read %3
if /i "%BITS_VALUE%"=="%~4" exit /b 0
goto :different

:verify_resume
rem Exit code, verb. The job must be there and run.
call :verify %1 %2
if not "%errorlevel%"=="0" exit /b 1
call :state
if defined BITS_STATE if not "%BITS_STATE%"=="SUSPENDED" exit /b 0
set "BITS_ASKED=a running job"
set "BITS_VALUE=%BITS_STATE%"
goto :different

:verify_suspend
rem Exit code, verb. The job must be suspended.
call :verify %1 %2
if not "%errorlevel%"=="0" exit /b 1
call :state
if "%BITS_STATE%"=="SUSPENDED" exit /b 0
set "BITS_ASKED=SUSPENDED"
set "BITS_VALUE=%BITS_STATE%"
goto :different

:verify_cancel
rem Exit code, verb. 0: the job is cancelled, 1: it is still there, 5: someone else ended it.
set "BITS_CODE=%~1"
call :state
if "%BITS_STATE%"=="CANCELLED" goto :cancelled
if "%BITS_STATE%"=="ACKNOWLEDGED" exit /b 5
call :is_gone
if "%errorlevel%"=="0" goto :cancelled
rem Where BITS does not say, it may be gone all the same.
if not defined BITS_STATE set "BITS_CHANGED=1"
if not defined BITS_STATE set "BITS_STATE=BITS does not say"
call :verify %1 %2
if not "%errorlevel%"=="0" goto :uncancelled
echo The call %~2 ended with exit code %~1. It said:
if exist "%BITS_LOG%" type "%BITS_LOG%"
:uncancelled
echo The job: %BITS_STATE%. Remove it: bitsadmin /cancel %BITS_JOB%
exit /b 1
:cancelled
if "%BITS_CODE%"=="0" exit /b 0
exit /b 5

:restore
rem GUID, word, value: puts one line of the record back. The characters have been looked at.
set "BITS_VALUE=%~1"
call :guid
if not "%errorlevel%"=="0" goto :unreadable
set "BITS_JOB=%BITS_VALUE%"
call :state
if "%BITS_STATE%"=="CANCELLED" goto :restore_gone
if "%BITS_STATE%"=="ACKNOWLEDGED" goto :restore_gone
call :is_gone
if "%errorlevel%"=="0" goto :restore_gone
if not defined BITS_STATE goto :restore_untold
if /i "%~2"=="made" goto :restore_made
if /i "%~2"=="state" goto :restore_state
if "%~3"=="" goto :unreadable
set "BITS_GETTER=%~2"
set "BITS_GETTER=%BITS_GETTER:/set=/get%"
if /i "%BITS_GETTER%"=="/getproxysettings" set "BITS_GETTER=/getproxyusage"
"%BITS_EXE%" %~2 %BITS_JOB% %~3 >"%BITS_LOG%" 2>&1
call :verify_word %errorlevel% %2 %BITS_GETTER% %3
if not "%errorlevel%"=="0" exit /b 1
echo Put back: %BITS_JOB% %~2 %~3
exit /b 0
:restore_made
"%BITS_EXE%" /cancel %BITS_JOB% >"%BITS_LOG%" 2>&1
call :verify_cancel %errorlevel% /cancel
if "%errorlevel%"=="5" goto :restore_gone
if not "%errorlevel%"=="0" exit /b 1
echo Removed: %BITS_JOB%
exit /b 0
:restore_gone
echo The job is no longer there: %BITS_JOB%
exit /b 0
:restore_untold
echo BITS does not say how the job %BITS_JOB% is. It said:
type "%BITS_RAW%"
if /i "%~2"=="made" echo Remove it: bitsadmin /cancel %BITS_JOB%
exit /b 1
:restore_state
if /i "%~3"=="SUSPENDED" goto :restore_suspended
if not "%BITS_STATE%"=="SUSPENDED" exit /b 0
"%BITS_EXE%" /resume %BITS_JOB% >"%BITS_LOG%" 2>&1
call :verify_resume %errorlevel% /resume
if not "%errorlevel%"=="0" exit /b 1
echo Resumed: %BITS_JOB%
exit /b 0
:restore_suspended
if "%BITS_STATE%"=="SUSPENDED" exit /b 0
"%BITS_EXE%" /suspend %BITS_JOB% >"%BITS_LOG%" 2>&1
call :verify_suspend %errorlevel% /suspend
if not "%errorlevel%"=="0" exit /b 1
echo Suspended: %BITS_JOB%
exit /b 0
:unreadable
echo A line of the record cannot be read.
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

:guid
rem Whether BITS_VALUE is a GUID in braces. Its letters become those of BITS's list, upper case.
if not defined BITS_VALUE exit /b 1
if not "%BITS_VALUE:~0,1%%BITS_VALUE:~9,1%%BITS_VALUE:~14,1%%BITS_VALUE:~19,1%%BITS_VALUE:~24,1%%BITS_VALUE:~37%"=="{----}" exit /b 1
for /f "eol=- tokens=1-5 delims={-}" %%a in ("%BITS_VALUE%") do if not "{%%a-%%b-%%c-%%d-%%e}"=="%BITS_VALUE%" set "BITS_VALUE="
if not defined BITS_VALUE exit /b 1
for /f "eol=0 delims={-}0123456789ABCDEFabcdef" %%i in ("%BITS_VALUE%") do if not "%%i"=="" set "BITS_VALUE="
if not defined BITS_VALUE exit /b 1
set "BITS_VALUE=%BITS_VALUE:a=A%"
set "BITS_VALUE=%BITS_VALUE:b=B%"
set "BITS_VALUE=%BITS_VALUE:c=C%"
set "BITS_VALUE=%BITS_VALUE:d=D%"
set "BITS_VALUE=%BITS_VALUE:e=E%"
set "BITS_VALUE=%BITS_VALUE:f=F%"
exit /b 0

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
