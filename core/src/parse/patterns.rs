//! The mistakes that following a script finds; those of single calls of bitsadmin stand with their reader.

use super::bitsadmin;
use super::conditions::CONDITIONAL;
use super::follow::{ADDRESSES, IN_TEXTS, PASSWORDS, PIPED, STARTED, SURPRISES, UPLOADS, WAITING};
use super::found::{Pattern, patterns};

patterns! {
    /// What following a script finds.
    pub(super) FOLLOWED;
    CMD_SYNTAX = "cmd-syntax", Error, "The text is not what cmd reads, or reads as something else than it looks.", "Write it as cmd takes it.";
    POWERSHELL_SYNTAX = "powershell-syntax", Error, "PowerShell does not read the text, and runs nothing of the script.", "Write it as PowerShell takes it.";
    POWERSHELL_BINDING = "powershell-binding", Error, "A cmdlet is called with arguments that it does not take.", "Use the parameters of its page.";
    UNKNOWN_CMDLET = "unknown-cmdlet", Error, "The module has no cmdlet of this name.", "Use one of its eight cmdlets.";
    SAID_TWICE = "setting-said-twice", Information, "A setting is set a second time; the last statement wins.", "Keep one of the two.";
    REPLACED_HEADERS = "replaced-headers", Warning, "A statement sets the headers of a job, and a later one sets others: each call gives all headers, and those of the first are sent no more.", "Give all headers in one call.";
    AFTER_ITS_PHASE = "setting-after-its-phase", Error, "A setting comes after the job was resumed, and BITS refuses it then.", "Put the statement before the one that resumes the job.";
    AFTER_THE_END = "call-after-the-end", Error, "A job is set, resumed or completed after it has ended: the call that made it has waited for it and ended it, or a statement before completes or cancels it.", "Say it in the call that makes the job, or before the job ends; or make the job with /create or -Asynchronous.";
    COMPLETED_AT_ONCE = "completed-at-once", Warning, "A job is completed as soon as it is resumed, and transfers in its own time, or without being resumed at all.", "Wait until its state is TRANSFERRED, and look for ERROR too.";
    COMPLETED_UNSEEN = "completed-without-a-look", Warning, "A job is completed some time after it was started, and nothing looks whether it is done by then.", "Wait until its state is TRANSFERRED, and look for ERROR too.";
    CREATED_BESIDE = "created-beside-transfer", Warning, "A job is made with /create before /transfer makes another one of the same name.", "Leave /create out: /transfer makes its own job.";
    MADE_IN_A_LOOP = "made-in-a-loop", Information, "A job is made, or a file is added, in a loop whose rounds are not followed one by one, since what it goes through is not known or is too much: the document shows one of them.", "Look at what the loop goes through.";
    CANCELLING_ALL_JOBS = "cancelling-all-jobs", Warning, "/RESET cancels every job of the user, or of all users: those of other programs and scripts too, with all that they have downloaded.", "Cancel the jobs that are meant, by GUID or name.";
    CHANGES_THE_MACHINE = "changes-the-machine", Information, "A command changes the BITS service, its cache or the proxy of a service account: that is for all jobs of the machine or the account, those of other programs too.", "Make sure that it is meant for other programs too.";
    FILES_OF_A_LIST = "files-of-a-list", Information, "Which files a job gets stands in another file, which is not read, or comes through the pipeline.", "Look into that file, or add the files one by one.";
    BEFORE_OWNERSHIP = "setting-before-take-ownership", Error, "A setting is made before the owner changes, and BITS takes it away from the job then.", "Take the ownership first.";
    BY_VARIABLE = "job-by-variable", Information, "Which job is meant is known only when the script runs; it is taken for the job that is made before.", "Name the job in so many words where it matters.";
    JOB_NOT_KNOWN = "job-not-known", Information, "Which job is meant is known only when the script runs, and the script makes none; its GUID stays an expression.", "Select the job by GUID, name or pattern where it matters.";
    MADE_AND_STOPPED = "made-and-stopped", Warning, "The script cancels or suspends a job that it made, and the document of a new job has no such ending: it says only what came before.", "Leave the call out, or make a script of its own of it.";
    RESUMED_AND_WAITED = "resume-that-waits", Information, "Without -Asynchronous, Resume-BitsTransfer goes on only when the job is complete or in error. Whether it completes the job, so that the files get their names, its page does not say: the document says only that the job is resumed.", "Look at the state of the job behind the call, and complete it where it has transferred its files.";
    OF_A_FILTER = "jobs-of-a-filter", Information, "Which jobs are meant is decided by a filter when the script runs; a document has no place for that.", "Select jobs by GUID, name or pattern.";
    REMOVED_BY_A_FILTER = "jobs-removed-by-a-filter", Warning, "Jobs that the script did not make are removed, and a filter decides which when it runs: all that they downloaded is deleted, finished files too, and other programs may wait for them.", "List the jobs first, or suspend them where they may be needed.";
    NOTHING_RETURNED = "nothing-returned", Warning, "The job of a call that returns none is used: without -Asynchronous or -Suspended the cmdlet waits, completes the job and gives nothing.", "Add -Asynchronous, or leave out what uses it.";
    FUNCTION_NOT_CALLED = "function-not-called", Information, "Nothing in the text calls the function; what it does is read as if it were called once, with parameters of which nothing is known.", "Read it together with the script that calls it, where the values matter.";
    FUNCTION_CALLS_ITSELF = "function-calls-itself", Information, "A function calls itself; what it does is read once, and the call inside of it is not followed.", "Look at what the inner call does yourself.";
    SPLAT_NOT_KNOWN = "splat-not-known", Warning, "Parameters come from a variable whose keys are not known: what they say is in no document.", "Write the hashtable in so many words in the same script, or write the parameters out.";
    PARAMETER_IN_DOUBT = "parameter-in-doubt", Warning, "A parameter comes from a key that not every way through the script sets to the same value: it may be missing, or be another one.", "Set the key on every way, or call the cmdlet where the value is known.";
    SWITCH_NOT_KNOWN = "switch-not-known", Warning, "Whether a switch is on is known only when the script runs; it is read as if it were off.", "Write $true or $false.";
    DEFAULTS_NOT_KNOWN = "default-parameters-not-known", Warning, "$PSDefaultParameterValues gives parameters to cmdlets, and what it holds is not known.", "Write the parameters out where the cmdlet is called.";
    COMMANDS_NOT_FOLLOWED = "commands-not-followed", Information, "A part of the text that is not followed names bitsadmin or a cmdlet of BITS; whether that runs, and what it does then, is not known.", "Call the command itself, or look at that part yourself.";
    RUNS_ELSEWHERE = "runs-elsewhere", Information, "A command of BITS runs on other machines, in another account, or at another time: its jobs are there then, and belong to that account.", "Look at the jobs there, in that account.";
    FILE_NOT_READ = "file-not-read", Information, "The text runs another file as a part of itself, or a text that is known only then, and a call behind it takes a variable that the text sets only before it, or nowhere: what is not read may set it.", "Look into that file too.";
    VARIABLE_OF_ANOTHER_SESSION = "variable-of-another-session", Error, "A block runs in a session of its own, as Start-Job and Invoke-Command -ComputerName run it, and takes a variable of the script around it, which holds nothing there.", "Write $using: before its name, or hand it over with -ArgumentList.";
    SET_IN_SAME_BLOCK = "variable-set-in-same-block", Warning, "A variable is set in the block or on the line that reads it with percent signs: cmd put in the value from before it ran the block.", "Write !NAME! behind setlocal EnableDelayedExpansion, or set the variable before the block.";
    SHORT_RETRY_DELAY = "short-retry-delay", Error, "The seconds between two tries are fewer than the cmdlets take.", "Write 60 seconds or more.";
    COMMANDS_NEVER_RUN = "commands-never-run", Warning, "A command of BITS stands behind a statement that ends the script, or leaves for another place, whatever happens, behind a label that nothing leads to, or in a branch that a value which the text itself gives leads past: it never runs, and is not read.", "Take it out, put it before that statement, lead to the label, or change the value.";
    COMMAND_IN_PIECES = "notify-command-in-pieces", Warning, "The notification command of a cmdlet has more than two elements: its page takes the program name and any parameters as an array, and does not say how several parameters become the one command line that BITS keeps.", "Write two elements: the program, and the whole command line as one text that begins with the program.";
    UNDOCUMENTED_VALUE = "undocumented-value", Warning, "No page says how the tool takes this value, though BITS has it.", "Use a value that is documented for the tool, or another tool.";
    TOOLS_DEFAULT = "default-of-the-tool", Information, "The script does not say a value for which the cmdlet has another default than BITS.", "Write the value down.";
    TEXT_NOT_READ = "text-not-read", Information, "A text is run as commands that is put together, decoded or fetched only when the script runs, or that cannot be read: what it does is not known.", "Look at that text yourself.";
    ENCODED_COMMAND = "encoded-command", Warning, "A command is written in Base64, so that nobody reads it.", "Write it in plain text.";
}

/// Every mistake that is looked for in scripts.
pub fn patterns() -> impl Iterator<Item = &'static Pattern> {
    bitsadmin::PATTERNS
        .iter()
        .chain(FOLLOWED)
        .chain(CONDITIONAL)
        .chain(SURPRISES)
        .chain(ADDRESSES)
        .chain(IN_TEXTS)
        .chain(PASSWORDS)
        .chain(PIPED)
        .chain(STARTED)
        .chain(UPLOADS)
        .chain(WAITING)
}

/// The page of a mistake, as Markdown.
pub fn pattern_page(pattern: &Pattern) -> String {
    format!(
        "# {}\n\n*{}.* {}\n\n## Instead\n\n{}\n",
        pattern.name,
        pattern.severity.label(),
        escaped(pattern.what),
        escaped(pattern.instead),
    )
}

/// The list of all mistakes, as Markdown.
pub fn pattern_index() -> String {
    let mut index = String::from(
        "# Rules of scripts\n\nWhat is looked for in scripts when they are read: by `import`, `explain` and `lint`, and in the page. What the rules of \
         [jobs](../rules/README.md) say of the jobs in a script is said beside.\n\n| Rule | Severity | What it looks for |\n|---|---|---|\n",
    );
    let mut all: Vec<&Pattern> = patterns().collect();
    all.sort_by_key(|pattern| pattern.name);
    for pattern in all {
        index.push_str(&format!(
            "| [{0}]({0}.md) | {1} | {2} |\n",
            pattern.name,
            pattern.severity.word(),
            escaped(pattern.what)
        ));
    }
    index
}

/// Plain text as Markdown that reads so.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '\\' | '<' | '>' | '*' | '_' | '|' | '`' | '[' | ']') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
