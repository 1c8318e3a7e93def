//! The subroutines that sections call. They are given words of the file's own only, never texts of the job.
//!
//! `for /f` skips lines that begin with its `eol` character, `;` where none is given; whether delimiters before it are
//! taken away first is not documented `[cmd:for]`. So where a loop looks for characters that may not be there, two loops
//! do: one where `eol` is `0` and one where it is `1`, both of them delimiters, so that no line is skipped by both. Wine's
//! cmd runs the body of such a loop for a line of delimiters alone, too.

use super::sheet::Sheet;

/// A subroutine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Routine {
    /// Takes the GUID of a job that was made.
    Made,
    /// Judges a call by its exit code.
    Verify,
    /// … and by a word read back.
    VerifyWord,
    /// … and by a number read back.
    VerifyNumber,
    /// … and by letters read back.
    VerifyLetters,
    /// … and fetches a text, which the caller compares.
    VerifyText,
    /// … and by the number of files.
    VerifyFile,
    /// … and by a state that is no longer suspended.
    VerifyResume,
    /// … and by a state that is suspended.
    VerifySuspend,
    /// … and by a job that is done.
    VerifyComplete,
    /// … and by a job that is cancelled.
    VerifyCancel,
    /// Why a change stopped at a job.
    Ended,
    /// Waits.
    Wait,
    /// Says how far the job is.
    Progress,
    /// Removes the job that the file made.
    Remove,
    /// Says how a person goes on.
    Hints,
    /// Takes the job out of the record.
    Forget,
    /// Writes down a value as it was before.
    Remember,
    /// Writes down a state as it was before.
    RememberState,
    /// Writes a line into the record, unless one like it is there.
    Record,
    /// Puts one line of the record back.
    Restore,
    /// Compares a value with what is asked.
    CheckWord,
    /// … a number.
    CheckNumber,
    /// … letters.
    CheckLetters,
    /// … a text, which the caller compares.
    CheckText,
    /// Says what was changed.
    Changed,
    /// Adds a job to those that were found.
    Found,
    /// Adds the jobs of a list to those that were found.
    FoundList,
    /// Reads the state.
    State,
    /// Whether the job is gone.
    IsGone,
    /// Brings a number into one form.
    Number,
    /// Brings letters into one order.
    Letters,
    /// Whether what was read is a GUID.
    Guid,
    /// Reads a value of the job.
    Read,
    /// Takes one word out of what a program printed.
    Word,
}

impl Routine {
    /// What it calls itself.
    pub(super) const fn needs(self) -> &'static [Routine] {
        use Routine as R;
        match self {
            R::Made => &[R::Word, R::Guid, R::State],
            R::Verify
            | R::Word
            | R::Guid
            | R::Number
            | R::Letters
            | R::Record
            | R::Changed
            | R::CheckText => &[],
            R::VerifyWord => &[R::Verify, R::Read],
            R::VerifyNumber => &[R::Verify, R::Read, R::Number],
            R::VerifyLetters => &[R::Verify, R::Read, R::Letters],
            R::VerifyText => &[R::Verify, R::CheckText],
            R::VerifyFile => &[R::Verify, R::Read],
            R::VerifyResume | R::VerifySuspend => &[R::Verify, R::State],
            R::VerifyCancel => &[R::Verify, R::State, R::IsGone],
            R::VerifyComplete => &[R::State, R::IsGone],
            R::Ended => &[R::State, R::IsGone],
            R::Wait => &[R::State, R::IsGone, R::Progress],
            R::Progress => &[R::Read],
            R::Remove => &[R::State, R::IsGone, R::Forget],
            R::Hints | R::Forget | R::IsGone => &[],
            R::Remember => &[R::Read, R::Record],
            R::RememberState => &[R::State, R::Record],
            R::Restore => &[
                R::Guid,
                R::State,
                R::IsGone,
                R::VerifyWord,
                R::VerifyResume,
                R::VerifySuspend,
                R::VerifyCancel,
            ],
            R::CheckWord => &[R::Read],
            R::CheckNumber => &[R::CheckWord, R::Number],
            R::CheckLetters => &[R::CheckWord, R::Letters],
            R::Found => &[R::State, R::IsGone],
            R::FoundList => &[R::Found, R::Guid],
            R::State => &[R::Read],
            R::Read => &[R::Word],
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Routine::Made => MADE,
            Routine::Verify => VERIFY,
            Routine::VerifyWord => VERIFY_WORD,
            Routine::VerifyNumber => VERIFY_NUMBER,
            Routine::VerifyLetters => VERIFY_LETTERS,
            Routine::VerifyText => VERIFY_TEXT,
            Routine::VerifyFile => VERIFY_FILE,
            Routine::VerifyResume => VERIFY_RESUME,
            Routine::VerifySuspend => VERIFY_SUSPEND,
            Routine::VerifyComplete => VERIFY_COMPLETE,
            Routine::VerifyCancel => VERIFY_CANCEL,
            Routine::Ended => ENDED,
            Routine::Wait => WAIT,
            Routine::Progress => PROGRESS,
            Routine::Remove => REMOVE,
            Routine::Hints => HINTS,
            Routine::Forget => FORGET,
            Routine::Remember => REMEMBER,
            Routine::RememberState => REMEMBER_STATE,
            Routine::Record => RECORD,
            Routine::Restore => RESTORE,
            Routine::CheckWord => CHECK_WORD,
            Routine::CheckNumber => CHECK_NUMBER,
            Routine::CheckLetters => CHECK_LETTERS,
            Routine::CheckText => CHECK_TEXT,
            Routine::Changed => CHANGED,
            Routine::Found => FOUND,
            Routine::FoundList => FOUND_LIST,
            Routine::State => STATE,
            Routine::IsGone => IS_GONE,
            Routine::Number => NUMBER,
            Routine::Letters => LETTERS,
            Routine::Guid => GUID,
            Routine::Read => READ,
            Routine::Word => WORD,
        }
    }
}

/// Writes the subroutines that the sections need.
pub(super) fn write(sheet: &mut Sheet<'_>) {
    for routine in sheet.routines() {
        sheet.blank();
        for line in routine.text().lines().skip(1) {
            sheet.own(line);
        }
    }
}

const MADE: &str = r#"
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
"#;

const VERIFY: &str = r#"
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
"#;

const VERIFY_WORD: &str = r#"
:verify_word
rem Exit code, verb, verb that reads the value, word that must be there.
call :verify %1 %2
if not "%errorlevel%"=="0" exit /b 1
set "BITS_ASKED=%~4"
call :read %3
if /i "%BITS_VALUE%"=="%~4" exit /b 0
goto :different
"#;

const VERIFY_NUMBER: &str = r#"
:verify_number
rem Exit code, verb, verb that reads the value, number that must be there in decimal and hexadecimal.
call :verify %1 %2
if not "%errorlevel%"=="0" exit /b 1
set "BITS_ASKED=%~4"
call :read %3
call :number
if "%BITS_VALUE%"=="%~4" exit /b 0
if /i "%BITS_VALUE%"=="%~5" exit /b 0
goto :different
"#;

const VERIFY_LETTERS: &str = r#"
:verify_letters
rem Exit code, verb, verb that reads the value, letters that must be there.
call :verify %1 %2
if not "%errorlevel%"=="0" exit /b 1
set "BITS_ASKED=%~4"
call :read %3
call :letters
if /i "%BITS_VALUE%"=="%~4" exit /b 0
goto :different
"#;

const VERIFY_TEXT: &str = r#"
:verify_text
rem Exit code, verb, verb that reads the value. The caller compares what was read.
set "BITS_CALL=%~2"
call :verify %1 %2
if not "%errorlevel%"=="0" exit /b 1
call :fetch %3
exit /b 0
"#;

const VERIFY_FILE: &str = r#"
:verify_file
rem Exit code, verb. The job must have one file more.
call :verify %1 %2
if not "%errorlevel%"=="0" exit /b 1
set /a "BITS_FILES+=1"
set "BITS_ASKED=%BITS_FILES% files"
call :read /getfilestotal
if "%BITS_VALUE%"=="%BITS_FILES%" exit /b 0
goto :different
"#;

const VERIFY_RESUME: &str = r#"
:verify_resume
rem Exit code, verb. The job must be there and run.
call :verify %1 %2
if not "%errorlevel%"=="0" exit /b 1
call :state
if defined BITS_STATE if not "%BITS_STATE%"=="SUSPENDED" exit /b 0
set "BITS_ASKED=a running job"
set "BITS_VALUE=%BITS_STATE%"
goto :different
"#;

const VERIFY_SUSPEND: &str = r#"
:verify_suspend
rem Exit code, verb. The job must be suspended.
call :verify %1 %2
if not "%errorlevel%"=="0" exit /b 1
call :state
if "%BITS_STATE%"=="SUSPENDED" exit /b 0
set "BITS_ASKED=SUSPENDED"
set "BITS_VALUE=%BITS_STATE%"
goto :different
"#;

const VERIFY_COMPLETE: &str = r#"
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
"#;

const VERIFY_CANCEL: &str = r#"
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
"#;

const ENDED: &str = r#"
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
"#;

const WAIT: &str = r#"
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
"#;

const PROGRESS: &str = r#"
:progress
call :read /getbytestransferred
set "BITS_DONE=%BITS_VALUE%"
call :read /getbytestotal
if "%BITS_VALUE%"=="18446744073709551615" set "BITS_VALUE=an unknown number of"
echo %BITS_STATE%: %BITS_DONE% of %BITS_VALUE% bytes
exit /b 0
"#;

const REMOVE: &str = r#"
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
"#;

const HINTS: &str = r#"
:hints
echo Look at it:  bitsadmin /info %BITS_JOB% /verbose
echo Start it:    bitsadmin /resume %BITS_JOB%
echo Finish it:   bitsadmin /complete %BITS_JOB%
echo Remove it:   bitsadmin /cancel %BITS_JOB%
exit /b 0
"#;

const FORGET: &str = r#"
:forget
rem Takes the job out of the record that the undo file reads.
if not exist "%BITS_RECORD%" exit /b 0
if exist "%BITS_RECORD%.new" del "%BITS_RECORD%.new"
for /f "usebackq tokens=1*" %%i in ("%BITS_RECORD%") do if /i not "%%i"=="%BITS_JOB%" >>"%BITS_RECORD%.new" echo %%i %%j
del "%BITS_RECORD%"
if exist "%BITS_RECORD%.new" move /y "%BITS_RECORD%.new" "%BITS_RECORD%" >nul
exit /b 0
"#;

const REMEMBER: &str = r#"
:remember
rem Verb that reads a value, verb that sets it: writes down how it was before.
call :read %1
rem Proxies of a list, and no helper-token flags, cannot be set again with one word.
for %%i in (/setproxysettingsOVERRIDE /sethelpertokenflags0 /sethelpertokenflags0x0 /sethelpertokenflags0x00000000) do if /i "%%i"=="%~2%BITS_VALUE%" set "BITS_VALUE="
if not defined BITS_VALUE goto :unknown_before
call :record %2 %BITS_VALUE%
exit /b 0
:unknown_before
echo What %~2 changes could not be written down; the undo file will not put it back.
exit /b 0
"#;

const REMEMBER_STATE: &str = r#"
:remember_state
call :state
if not defined BITS_STATE echo Whether the job runs could not be written down; the undo file will not put it back.
if not defined BITS_STATE exit /b 0
if not "%BITS_STATE%"=="SUSPENDED" set "BITS_STATE=RUNNING"
call :record state %BITS_STATE%
exit /b 0
"#;

const RECORD: &str = r#"
:record
rem Verb, value: writes a line into the record, unless an older one is there.
set "BITS_KNOWN="
if not exist "%BITS_RECORD%" goto :unrecorded
for /f "usebackq tokens=1,2" %%i in ("%BITS_RECORD%") do if /i "%%i %%j"=="%BITS_JOB% %~1" set "BITS_KNOWN=1"
if defined BITS_KNOWN exit /b 0
:unrecorded
>>"%BITS_RECORD%" echo %BITS_JOB% %~1 %~2
exit /b 0
"#;

const RESTORE: &str = r#"
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
"#;

const CHECK_WORD: &str = r#"
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
"#;

const CHECK_NUMBER: &str = r#"
:check_number
rem Name, verb that reads the value, number in decimal and hexadecimal.
call :read %2
call :number
if /i "%BITS_VALUE%"=="%~4" goto :check_same
goto :check_value
"#;

const CHECK_LETTERS: &str = r#"
:check_letters
rem Name, verb that reads the value, letters.
call :read %2
call :letters
goto :check_value
"#;

const CHECK_TEXT: &str = r#"
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
"#;

const CHANGED: &str = r#"
:changed
set "BITS_CHANGED=1"
echo Changed %BITS_JOB%: %~1
exit /b 0
"#;

const FOUND: &str = r#"
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
"#;

const FOUND_LIST: &str = r#"
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
"#;

const STATE: &str = r#"
:state
rem Reads the state of the job into BITS_STATE; nothing where it cannot be read.
set "BITS_STATE="
call :read /getstate
if /i "%BITS_VALUE%"=="CANCELED" set "BITS_VALUE=CANCELLED"
for %%i in (QUEUED CONNECTING TRANSFERRING SUSPENDED ERROR TRANSIENT_ERROR TRANSFERRED ACKNOWLEDGED CANCELLED) do if /i "%%i"=="%BITS_VALUE%" set "BITS_STATE=%%i"
exit /b 0
"#;

const IS_GONE: &str = r#"
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
"#;

const NUMBER: &str = r#"
:number
rem Takes the zeros before a hexadecimal number away.
if not defined BITS_VALUE exit /b 0
if /i not "%BITS_VALUE:~0,2%"=="0x" exit /b 0
:zeros
if not "%BITS_VALUE:~2,1%"=="0" exit /b 0
if "%BITS_VALUE:~3%"=="" exit /b 0
set "BITS_VALUE=0x%BITS_VALUE:~3%"
goto :zeros
"#;

const LETTERS: &str = r#"
:letters
rem Brings the letters O, G, D, S into this order; nothing where there are others.
if not defined BITS_VALUE exit /b 0
set "BITS_FOUND="
if /i not "%BITS_VALUE:O=%"=="%BITS_VALUE%" set "BITS_FOUND=O"
if /i not "%BITS_VALUE:G=%"=="%BITS_VALUE%" set "BITS_FOUND=%BITS_FOUND%G"
if /i not "%BITS_VALUE:D=%"=="%BITS_VALUE%" set "BITS_FOUND=%BITS_FOUND%D"
if /i not "%BITS_VALUE:S=%"=="%BITS_VALUE%" set "BITS_FOUND=%BITS_FOUND%S"
for /f "eol=O delims=OGDSogds" %%i in ("%BITS_VALUE%") do if not "%%i"=="" set "BITS_FOUND="
for /f "eol=G delims=OGDSogds" %%i in ("%BITS_VALUE%") do if not "%%i"=="" set "BITS_FOUND="
set "BITS_VALUE=%BITS_FOUND%"
exit /b 0
"#;

const GUID: &str = r#"
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
"#;

const READ: &str = r#"
:read
rem Reads a value of the job with the verb given into BITS_VALUE; nothing where it is not one plain word.
"%BITS_EXE%" /rawreturn %1 %BITS_JOB% >"%BITS_RAW%" 2>nul
call :word
exit /b 0
"#;

const WORD: &str = r#"
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
"#;
