@echo off
setlocal EnableExtensions DisableDelayedExpansion
rem Bitsmith, rules 1: batch file that shows what is there now and changes nothing.
rem For Windows Server 2025, BITS 10.3, interactive, elevated.
rem It shows the job and each value beside what is asked for.
rem Run: save it as a .cmd file and start it in a Command Prompt. Started by a double click, its window closes at the end.
rem A downloaded file is marked as such: look at it, then Properties, Unblock.
rem It needs an elevated Command Prompt (Run as administrator).
rem Exit codes: 0 as asked, 1 something differs, 5 no such job.
rem Not in this file:
rem   Credentials: no tool reads this back in a documented form.
rem   Helper token: no tool reads this back in a documented form.

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
set "BITS_DIFFERS="
set "BITS_RECORD=%TEMP%\bitsmith-9DDA7308B9ACE737.txt"
if exist "%BITS_JOBS%" del "%BITS_JOBS%"
set /a "BITS_COUNT=1000"
if not exist "%BITS_RECORD%" goto :named1
if exist "%BITS_LIST%" del "%BITS_LIST%"
for /f "usebackq tokens=1,2" %%i in ("%BITS_RECORD%") do if /i "%%j"=="made" >>"%BITS_LIST%" echo %%i
call :found_list
if not "%errorlevel%"=="0" exit /b %errorlevel%
goto :looks1
:named1
set "BITS_WANTED=As myself"
"%SystemRoot%\System32\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -ExecutionPolicy RemoteSigned -Command "Get-BitsTransfer -ErrorAction Stop | Where-Object { $_.DisplayName -ceq $env:BITS_WANTED } | ForEach-Object { $_.JobId.ToString('B') }" <nul >"%BITS_LIST%" 2>"%BITS_LOG%"
call :verify %errorlevel% Get-BitsTransfer
if not "%errorlevel%"=="0" exit /b 1
call :found_list
if not "%errorlevel%"=="0" exit /b %errorlevel%
:looks1
for /f "usebackq tokens=1" %%i in ("%BITS_JOBS%") do call :look1 %%i
if defined BITS_DIFFERS exit /b 1
exit /b 0

:look1
set "BITS_JOB=%~1"
echo Job %BITS_JOB%
call :state
call :progress
call :fetch /getdisplayname
for /f "usebackq delims=" %%i in ("%BITS_RAW%") do if "%%i"=="As myself" set "BITS_SAME=1"
call :check_text "Display name"
call :check_word "Number of files" /getfilestotal 1
echo Credentials: cannot be read back
call :check_word "Priority" /getpriority NORMAL
echo Helper token: cannot be read back
call :check_number "Helper-token flags" /gethelpertokenflags 3 0x3
exit /b 0

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

:progress
call :read /getbytestransferred
set "BITS_DONE=%BITS_VALUE%"
call :read /getbytestotal
if "%BITS_VALUE%"=="18446744073709551615" set "BITS_VALUE=an unknown number of"
echo %BITS_STATE%: %BITS_DONE% of %BITS_VALUE% bytes
exit /b 0

:check_word
rem Name, verb that reads the value, what is asked.
call :read %2
:check_value
if /i "%BITS_VALUE%"=="%~3" goto :check_same
if not defined BITS_VALUE set "BITS_VALUE=nothing readable"
echo %~1: asked %~3, found %BITS_VALUE% - differs
set "BITS_DIFFERS=1"
exit /b 0
:check_same
echo %~1: %~3, as asked
exit /b 0

:check_number
rem Name, verb that reads the value, number in decimal and hexadecimal.
call :read %2
call :number
if /i "%BITS_VALUE%"=="%~4" goto :check_same
goto :check_value

:fetch
rem Fetches a text with the verb given. It is compared in a loop and shown by type, never written on a line.
set "BITS_SAME="
"%BITS_EXE%" /rawreturn /nowrap %1 %BITS_JOB% >"%BITS_RAW%" 2>nul
exit /b 0
:check_text
if not defined BITS_SAME goto :check_other
echo %~1: as asked
exit /b 0
:check_other
echo %~1: differs. Found:
type "%BITS_RAW%"
echo.
set "BITS_DIFFERS=1"
exit /b 0
:show_text
echo %~1: cannot be compared in a batch file. Found:
type "%BITS_RAW%"
echo.
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

:found_list
rem Adds the jobs of a list of GUIDs; 5 where there is none, 1 where BITS does not say.
set "BITS_BAD="
if not exist "%BITS_LIST%" goto :none
for /f "usebackq eol=0 delims={-}0123456789ABCDEFabcdef " %%i in ("%BITS_LIST%") do if not "%%i"=="" set "BITS_BAD=1"
for /f "usebackq eol=1 delims={-}0123456789ABCDEFabcdef " %%i in ("%BITS_LIST%") do if not "%%i"=="" set "BITS_BAD=1"
if defined BITS_BAD goto :no_list
for /f "usebackq tokens=1" %%i in ("%BITS_LIST%") do call :found_one %%i
if defined BITS_BAD exit /b 1
if %BITS_COUNT% gtr 1000 exit /b 0
:none
echo No such job is there. Nothing was changed.
exit /b 5
:no_list
echo The list of jobs cannot be read:
type "%BITS_LIST%"
exit /b 1
:found_one
set "BITS_VALUE=%~1"
call :guid
if not "%errorlevel%"=="0" exit /b 0
set "BITS_JOB=%BITS_VALUE%"
call :found
if "%errorlevel%"=="1" set "BITS_BAD=1"
exit /b 0

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

:number
rem Takes the zeros before a hexadecimal number away.
if not defined BITS_VALUE exit /b 0
if /i not "%BITS_VALUE:~0,2%"=="0x" exit /b 0
:zeros
if not "%BITS_VALUE:~2,1%"=="0" exit /b 0
if "%BITS_VALUE:~3%"=="" exit /b 0
set "BITS_VALUE=0x%BITS_VALUE:~3%"
goto :zeros

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
