@echo off
setlocal EnableExtensions DisableDelayedExpansion
rem Bitsmith, rules 1: batch file.
rem For Windows Server 2025, BITS 10.3, interactive.
rem It makes a job (upload with reply) with 1 file and 2 settings; then it starts it, waits up to 4 hours and completes it.
rem Run: save it as a .cmd file and start it in a Command Prompt. Started by a double click, its window closes at the end.
rem A downloaded file is marked as such: look at it, then Properties, Unblock.
rem It needs no elevation: run it as the user whose job it is.
rem Exit codes: 0 done, 1 a call was refused, 2 the job failed, 3 too late, 4 not completed, 5 no such job.
rem It notes in %%TEMP%%\bitsmith-*.txt what the undo file needs; there are no secrets in it.
rem Stopped with Ctrl+C it leaves the job; the undo file removes it.
rem Set and not read back, so that only the exit code of bitsadmin tells whether BITS took it:
rem   Reply file name: its value is known only when the file runs

rem Variables of these names would hide what cmd computes.
set "ERRORLEVEL="
set "RANDOM="
set "BITS_WHY="
if not defined TEMP set "BITS_WHY=The variable TEMP is not set"
if defined BITS_WHY goto :unfit
if not "%TEMP:"=""%"=="%TEMP:"=%" set "BITS_WHY=The value of TEMP must not hold a quotation mark or a control character"
if defined BITS_WHY goto :unfit
if "%TEMP:~-1%"=="\" set "BITS_WHY=The value of TEMP must not end in a backslash"
if "%TEMP:~0,1%"=="/" set "BITS_WHY=The value of TEMP must not begin with a slash, as a switch of bitsadmin does"
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
set "BITS_RECORD=%TEMP%\bitsmith-88779B1EFE28D706.txt"
set "BITS_WHY="
if not exist "%TEMP%\" set "BITS_WHY=The folder of the reply file is missing"
if defined BITS_WHY goto :unfit
set /a "BITS_FILES=0"
set "BITS_NAME=bitsmith-%BITS_TAG%-1"
"%BITS_EXE%" /rawreturn /create /upload-reply %BITS_NAME% >"%BITS_RAW%" 2>&1
call :made %errorlevel%
if not "%errorlevel%"=="0" goto :refused1
echo Job %BITS_JOB%
"%BITS_EXE%" /addfile %BITS_JOB% https://example.com/ask C:\Data\question.xml >"%BITS_LOG%" 2>&1
call :verify_file %errorlevel% /addfile
if not "%errorlevel%"=="0" goto :refused1
"%BITS_EXE%" /setreplyfilename %BITS_JOB% "%TEMP%\answer 1.xml" >"%BITS_LOG%" 2>&1
call :verify %errorlevel% /setreplyfilename
if not "%errorlevel%"=="0" goto :refused1
"%BITS_EXE%" /setpriority %BITS_JOB% NORMAL >"%BITS_LOG%" 2>&1
call :verify_word %errorlevel% /setpriority /getpriority NORMAL
if not "%errorlevel%"=="0" goto :refused1
"%BITS_EXE%" /setproxysettings %BITS_JOB% NO_PROXY >"%BITS_LOG%" 2>&1
call :verify_word %errorlevel% /setproxysettings /getproxyusage NO_PROXY
if not "%errorlevel%"=="0" goto :refused1
"%BITS_EXE%" /setdisplayname %BITS_JOB% "Upload with an answer" >"%BITS_LOG%" 2>&1
call :verify_text %errorlevel% /setdisplayname /getdisplayname
if not "%errorlevel%"=="0" goto :refused1
for /f "usebackq delims=" %%i in ("%BITS_RAW%") do if "%%i"=="Upload with an answer" set "BITS_SAME=1"
if not defined BITS_SAME goto :different1
"%BITS_EXE%" /resume %BITS_JOB% >"%BITS_LOG%" 2>&1
call :verify_resume %errorlevel% /resume
if not "%errorlevel%"=="0" goto :refused1
call :wait 14400
if "%errorlevel%"=="2" goto :failed1
if "%errorlevel%"=="3" goto :late1
if "%errorlevel%"=="1" goto :restless1
if not "%errorlevel%"=="0" goto :gone1
"%BITS_EXE%" /complete %BITS_JOB% >"%BITS_LOG%" 2>&1
call :verify_complete %errorlevel% /complete
if "%errorlevel%"=="4" goto :unfinished1
if not "%errorlevel%"=="0" goto :gone1
call :forget
echo The job is done.
exit /b 0
:different1
echo The call %BITS_CALL% had no effect: another text was read back.
:refused1
call :remove
exit /b 1
:failed1
echo The job is in error:
"%BITS_EXE%" /geterror %BITS_JOB%
call :remove
exit /b 2
:late1
echo The job is not done after 4 hours of waiting.
call :progress
call :remove
exit /b 3
:restless1
echo This file cannot wait: neither ping nor timeout does. The job %BITS_JOB% is left.
call :hints
exit /b 1
:unfinished1
echo Nothing was thrown away. Finish the job %BITS_JOB%: bitsadmin /complete %BITS_JOB%
exit /b 4
:gone1
echo The job %BITS_JOB% is gone, or someone else finished it.
exit /b 5

:made
rem Takes the GUID of the job that /create made; until it is known, the made-up name stands for the job.
set "BITS_JOB=%BITS_NAME%"
if not "%~1"=="0" goto :unmade
call :word
call :guid
if not "%errorlevel%"=="0" goto :unmade
set "BITS_JOB=%BITS_VALUE%"
>>"%BITS_RECORD%" echo %BITS_JOB% made
call :state
if "%BITS_STATE%"=="SUSPENDED" exit /b 0
:unmade
echo No job could be made. The call /create ended with %~1 and said:
type "%BITS_RAW%"
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

:verify_text
rem Exit code, verb, verb that reads the value. The caller compares what was read.
set "BITS_CALL=%~2"
call :verify %1 %2
if not "%errorlevel%"=="0" exit /b 1
call :fetch %3
exit /b 0

:verify_file
rem Exit code, verb. The job must have one file more.
call :verify %1 %2
if not "%errorlevel%"=="0" exit /b 1
set /a "BITS_FILES+=1"
set "BITS_ASKED=%BITS_FILES% files"
call :read /getfilestotal
if "%BITS_VALUE%"=="%BITS_FILES%" exit /b 0
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

:verify_complete
rem Exit code, verb. 0: the job is completed, 4: it is still there, 5: someone else ended it.
call :state
if "%BITS_STATE%"=="CANCELLED" exit /b 5
if "%BITS_STATE%%~1"=="ACKNOWLEDGED0" exit /b 0
if "%BITS_STATE%"=="ACKNOWLEDGED" exit /b 5
if defined BITS_STATE goto :uncompleted
set "BITS_CODE=%~1"
call :is_gone
if "%errorlevel%%BITS_CODE%"=="00" exit /b 0
if "%errorlevel%"=="0" exit /b 5
set "BITS_STATE=BITS does not say"
:uncompleted
echo The call %~2 ended with exit code %~1. The job: %BITS_STATE%. It said:
if exist "%BITS_LOG%" type "%BITS_LOG%"
exit /b 4

:wait
rem Waits for the job, at most the seconds given. 0: transferred, 1: nothing waits, 2: in error, 3: too late, 5: gone.
set /a "BITS_WAITED=0"
set /a "BITS_PAUSE=1"
set /a "BITS_LOST=0"
:poll
call :state
if "%BITS_STATE%"=="TRANSFERRED" exit /b 0
if "%BITS_STATE%"=="ERROR" exit /b 2
if "%BITS_STATE%"=="ACKNOWLEDGED" exit /b 5
if "%BITS_STATE%"=="CANCELLED" exit /b 5
set /a "BITS_LOST+=1"
if defined BITS_STATE set /a "BITS_LOST=0"
if %BITS_LOST% lss 3 goto :pause
call :is_gone
if "%errorlevel%"=="0" exit /b 5
:pause
if %BITS_WAITED% geq %1 exit /b 3
if defined BITS_STATE call :progress
set /a "BITS_LEFT=%1-BITS_WAITED"
if %BITS_PAUSE% gtr %BITS_LEFT% set /a "BITS_PAUSE=BITS_LEFT"
set /a "BITS_PINGS=BITS_PAUSE+1"
"%SystemRoot%\System32\ping.exe" -n %BITS_PINGS% 127.0.0.1 >nul
if not "%errorlevel%"=="0" "%SystemRoot%\System32\timeout.exe" /t %BITS_PAUSE% /nobreak >nul
if not "%errorlevel%"=="0" exit /b 1
set /a "BITS_WAITED+=BITS_PAUSE"
set /a "BITS_PAUSE*=2"
if %BITS_PAUSE% gtr 15 set /a "BITS_PAUSE=15"
goto :poll

:progress
call :read /getbytestransferred
set "BITS_DONE=%BITS_VALUE%"
call :read /getbytestotal
if "%BITS_VALUE%"=="18446744073709551615" set "BITS_VALUE=an unknown number of"
echo %BITS_STATE%: %BITS_DONE% of %BITS_VALUE% bytes
exit /b 0

:remove
rem Removes the job that this file made, and looks whether it is gone.
"%BITS_EXE%" /cancel %BITS_JOB% >"%BITS_LOG%" 2>&1
call :state
if "%BITS_STATE%"=="CANCELLED" goto :removed
if "%BITS_STATE%"=="ACKNOWLEDGED" goto :removed
call :is_gone
if not "%errorlevel%"=="0" goto :remains
:removed
call :forget
echo No job of this file is left.
exit /b 0
:remains
if defined BITS_STATE echo The job %BITS_JOB% is still there. Remove it: bitsadmin /cancel %BITS_JOB%
if not defined BITS_STATE echo BITS does not say whether the job %BITS_JOB% is gone. Remove it: bitsadmin /cancel %BITS_JOB%
exit /b 1

:hints
echo Look at it:  bitsadmin /info %BITS_JOB% /verbose
echo Start it:    bitsadmin /resume %BITS_JOB%
echo Finish it:   bitsadmin /complete %BITS_JOB%
echo Remove it:   bitsadmin /cancel %BITS_JOB%
exit /b 0

:forget
rem Takes the job out of the record that the undo file reads.
if not exist "%BITS_RECORD%" exit /b 0
if exist "%BITS_RECORD%.new" del "%BITS_RECORD%.new"
for /f "usebackq tokens=1*" %%i in ("%BITS_RECORD%") do if /i not "%%i"=="%BITS_JOB%" >>"%BITS_RECORD%.new" echo %%i %%j
del "%BITS_RECORD%"
if exist "%BITS_RECORD%.new" move /y "%BITS_RECORD%.new" "%BITS_RECORD%" >nul
exit /b 0

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
