@echo off
setlocal EnableExtensions DisableDelayedExpansion
rem Bitsmith, rules 1: batch file that takes the main file back.
rem For Windows Server 2025, BITS 10.3, interactive.
rem It has nothing to undo.
rem Run: save it as a .cmd file and start it in a Command Prompt. Started by a double click, its window closes at the end.
rem A downloaded file is marked as such: look at it, then Properties, Unblock.
rem It needs no elevation: run it as the user whose job it is.
rem Exit codes: 0 undone, 1 a call was refused, 5 nothing to undo.
rem Not in this file:
rem   Files that have been transferred stay where they are.

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
echo One blocking command leaves no job; there is nothing to undo.
exit /b 5
