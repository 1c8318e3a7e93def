//! The mistakes that following a script finds; those of single calls of bitsadmin stand with their reader.

use super::bitsadmin;
use super::follow::{SURPRISES, WAITING};
use super::found::{Pattern, patterns};

patterns! {
    /// What following a script finds.
    pub(super) FOLLOWED;
    CMD_SYNTAX = "cmd-syntax", Error, "The text is not what cmd reads, or reads as something else than it looks.", "Write it as cmd takes it.";
    POWERSHELL_SYNTAX = "powershell-syntax", Error, "PowerShell does not read the text, and runs nothing of the script.", "Write it as PowerShell takes it.";
    POWERSHELL_BINDING = "powershell-binding", Error, "A cmdlet is called with arguments that it does not take.", "Use the parameters of its page.";
    UNKNOWN_CMDLET = "unknown-cmdlet", Error, "The module has no cmdlet of this name.", "Use one of its eight cmdlets.";
    SAID_TWICE = "setting-said-twice", Information, "A setting is set a second time; the last statement wins.", "Keep one of the two.";
    AFTER_ITS_PHASE = "setting-after-its-phase", Error, "A setting comes after the job was resumed, and BITS refuses it then.", "Put the statement before the one that resumes the job.";
    BEFORE_OWNERSHIP = "setting-before-take-ownership", Error, "A setting is made before the owner changes, and BITS takes it away from the job then.", "Take the ownership first.";
    BY_VARIABLE = "job-by-variable", Information, "Which job is meant is known only when the script runs; it is taken for the job that is made before.", "Name the job in so many words where it matters.";
    OF_A_FILTER = "jobs-of-a-filter", Information, "Which jobs are meant is decided by a filter when the script runs; the form has no place for that.", "Select jobs by GUID, name or pattern.";
    NOTHING_RETURNED = "nothing-returned", Warning, "A call uses the job of a call that returns none: without -Asynchronous or -Suspended the cmdlet waits, completes the job and gives nothing.", "Add -Asynchronous, or leave the call out.";
    FUNCTION_NOT_CALLED = "function-not-called", Information, "Nothing in the text calls the function; what it does is read as if it were called once, with parameters of which nothing is known.", "Read it together with the script that calls it, where the values matter.";
    TOOLS_DEFAULT = "default-of-the-tool", Information, "The script does not say a value for which the cmdlet has another default than BITS.", "Write the value down.";
    ENCODED_COMMAND = "encoded-command", Warning, "A command is written in Base64, so that nobody reads it.", "Write it in plain text.";
}

/// Every mistake that is looked for in scripts.
pub fn patterns() -> impl Iterator<Item = &'static Pattern> {
    bitsadmin::PATTERNS
        .iter()
        .chain(FOLLOWED)
        .chain(SURPRISES)
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
