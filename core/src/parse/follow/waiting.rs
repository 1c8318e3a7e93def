//! Loops that wait for a job: which states end them, and which do not.

use super::Script;
use crate::parse::found::patterns;
use crate::parse::powershell::Compound;
use crate::span::Span;
use std::collections::BTreeSet;

patterns! {
    /// What is wrong with loops that wait.
    pub(in crate::parse) WAITING;
    WAIT_FOR_TOO_FEW_STATES = "wait-for-too-few-states", Warning, "A loop goes on in some of the states of a running job only. A new job is queued first, and one that lost its connection is in a transient error: the loop ends while the job still runs.", "Go on while the job is Queued, Connecting, Transferring or TransientError.";
    WAIT_WITHOUT_ERROR = "wait-without-error", Warning, "A loop waits until the job is transferred, and a job that ends in an error never is: the loop goes on for ever.", "End the loop for the state Error too, and after a time.";
}

/// The states of a job that runs. `[com:BG_JOB_STATE]`
const RUNNING: [&str; 4] = ["Queued", "Connecting", TRANSFERRING, "TransientError"];
const TRANSFERRING: &str = "Transferring";
const TRANSFERRED: &str = "Transferred";
const ERROR: &str = "Error";
/// States in which a job is over, or stands still.
const ENDED: &[&str] = &[ERROR, "Acknowledged", "Cancelled", "Suspended"];
/// What a loop that knows of errors, or that ends otherwise, has in it.
const ENDS: &[&str] = &[ERROR, "break", "return", "exit", "throw", "ErrorDescription"];

/// Says what is wrong with a loop of PowerShell, by its condition and all of it.
pub(super) fn say(script: &mut Script<'_>, compound: Compound, condition: Span, whole: Span, source: &str) {
    let said = words(condition.of(source));
    let has = |names: &[&str]| has_one(&said, names);
    let is_positive = has(&["-eq", "-ieq", "-ceq", "-in", "-contains"]);
    let is_negative = has(&[
        "-ne",
        "-ine",
        "-cne",
        "-notin",
        "-notcontains",
        "-notmatch",
        "-notlike",
    ]);
    // What bitsadmin says of a state stands in other words. [ba:getstate]
    let is_of_cmdlets = has(&["JobState"]);
    let is_of_bitsadmin = has(&["bitsadmin"]) && has(&["getstate", "info"]);
    let is_pattern = has(&["-like", "-match"]);
    let (is_positive, is_negative) = match is_of_bitsadmin {
        true => (is_positive || is_pattern, is_negative),
        false => (is_positive, is_negative),
    };
    // Patterns, and both kinds in one condition, say something else; `-not ( … -eq … )` says the opposite.
    if !(is_of_bitsadmin || is_of_cmdlets && !is_pattern) || is_positive == is_negative {
        return;
    }
    let is_turned = has(&["-not"]) || condition.of(source).contains('!');
    let goes_on_in = (is_positive != is_turned) == (compound != Compound::DoUntil);
    if goes_on_in {
        let missing: Vec<&str> = RUNNING.into_iter().filter(|state| !has(&[state])).collect();
        if missing.len() < RUNNING.len() && !missing.is_empty() {
            script.say(&WAIT_FOR_TOO_FEW_STATES, condition, ends_early(&missing));
        }
    } else if has(&[TRANSFERRED])
        && !has(&["-lt", "-le", "-gt", "-ge"])
        && !has_one(&words(whole.of(source)), ENDS)
    {
        script.flag(&WAIT_WITHOUT_ERROR, condition);
    }
}

/// Whether one of some names is among words, in any case.
fn has_one(words: &[String], names: &[&str]) -> bool {
    let is_named = |word: &String| names.iter().any(|name| name.eq_ignore_ascii_case(word));
    words.iter().any(is_named)
}

/// What a batch file asks about states, and where it goes back.
#[derive(Default)]
pub(super) struct Loops {
    labels: BTreeSet<String>,
    goes_back: bool,
    asks: Option<Span>,
    knows_error: bool,
    /// The states of a running job that are compared, and where the first one stands.
    running: BTreeSet<&'static str>,
    first_running: Option<Span>,
}

impl Loops {
    /// A label.
    pub(super) fn label(&mut self, name: &str) {
        self.labels.insert(name.trim_start_matches(':').to_lowercase());
    }

    /// A jump to a label.
    pub(super) fn jump(&mut self, name: &str) {
        self.goes_back |= self.labels.contains(&name.trim_start_matches(':').to_lowercase());
    }

    /// A word that is compared, or looked for in what a command prints.
    pub(super) fn compared(&mut self, text: &str, span: Span) {
        let said = words(text);
        if has_one(&said, &[TRANSFERRED]) {
            self.asks.get_or_insert(span);
        }
        self.knows_error |= has_one(&said, ENDED);
        let running = RUNNING.into_iter().filter(|state| has_one(&said, &[state]));
        for state in running {
            self.running.insert(state);
            self.first_running.get_or_insert(span);
        }
    }

    /// A comparison of numbers, by which a loop is bounded.
    pub(super) fn bounded(&mut self) {
        self.knows_error = true;
    }

    /// Whether something is compared with the state of a job that is done.
    pub(super) fn asks(&self) -> bool {
        self.asks.is_some()
    }

    /// Where the batch file waits for ever, if it does.
    pub(super) fn endless(&self) -> Option<Span> {
        // A loop that asks for the states of a running job ends in all others.
        self.asks
            .filter(|_| self.goes_back && !self.knows_error && self.running.is_empty())
    }

    /// Where the batch file waits as long as the job is in some of the states of a running job, and which ones it leaves out.
    pub(super) fn too_few(&self) -> Option<(Span, String)> {
        let is_asked = self.asks.is_some() || self.knows_error;
        let missing: Vec<&str> = RUNNING
            .into_iter()
            .filter(|state| !self.running.contains(state))
            .collect();
        // Other programs queue and connect, too.
        let is_of_bits = self.running.contains(TRANSFERRING);
        let is_told = is_of_bits && self.goes_back && !is_asked;
        let place = self.first_running.filter(|_| is_told)?;
        (!missing.is_empty()).then(|| (place, ends_early(&missing)))
    }
}

/// The words of a text: letters and digits, a dash before them, underscores left out.
fn words(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => match out.last_mut().filter(|_| open) {
                Some(word) => word.push(c),
                None => out.push(c.to_string()),
            },
            '-' => out.push("-".to_owned()),
            '_' if open => {}
            _ => {
                open = false;
                continue;
            }
        }
        open = true;
    }
    out
}

fn ends_early(missing: &[&str]) -> String {
    format!(
        "The loop ends while the job is still running: it does not go on in the state {}.",
        or(missing)
    )
}

/// `Queued`, `Queued or Connecting`
fn or(states: &[&str]) -> String {
    match states {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::WAITING;
    use crate::parse::{Reading, import};
    use crate::text::Dialect;

    /// A rule and the text that it flags.
    type Flagged = (&'static str, &'static str);

    /// Shell, script, what is said of it.
    const TABLE: &[(Dialect, &str, Option<Flagged>)] = &[
        (
            Dialect::PowerShell,
            "while (($Job.JobState -eq \"Transferring\") -or ($Job.JobState -eq \"Connecting\")) `\n { sleep 5;}",
            Some((
                "wait-for-too-few-states",
                "($Job.JobState -eq \"Transferring\") -or ($Job.JobState -eq \"Connecting\")",
            )),
        ),
        (
            Dialect::PowerShell,
            "do { sleep 5 } while ($j.JobState -in 'Queued', 'Transferring')",
            Some((
                "wait-for-too-few-states",
                "$j.JobState -in 'Queued', 'Transferring'",
            )),
        ),
        (
            Dialect::PowerShell,
            "while ($j.JobState -ne 'Transferred') { sleep 5 }",
            Some(("wait-without-error", "$j.JobState -ne 'Transferred'")),
        ),
        (
            Dialect::PowerShell,
            "do { sleep 5 } until ($j.JobState -eq 'Transferred')",
            Some(("wait-without-error", "$j.JobState -eq 'Transferred'")),
        ),
        (
            Dialect::PowerShell,
            "while ($j.JobState -ne 'Transferred') { Get-BitsTransfer -ErrorAction Stop; sleep 5 }",
            Some(("wait-without-error", "$j.JobState -ne 'Transferred'")),
        ),
        (
            Dialect::PowerShell,
            "while ($j.JobState -in 'Queued','Connecting','Transferring','TransientError') { sleep 5 }",
            None,
        ),
        (
            Dialect::PowerShell,
            "while ($j.JobState -notin 'Transferred','Error') { sleep 5 }",
            None,
        ),
        (
            Dialect::PowerShell,
            "while ($j.JobState -ne 'Transferred') { if ($j.JobState -eq 'Error') { break } }",
            None,
        ),
        (
            Dialect::PowerShell,
            "while ($j.JobState -ne 'Transferred' -and $n -lt 5) { $n++ }",
            None,
        ),
        (
            Dialect::PowerShell,
            "while (-not ($j.JobState -eq 'Transferred')) { sleep 5 }",
            Some(("wait-without-error", "-not ($j.JobState -eq 'Transferred')")),
        ),
        (
            Dialect::PowerShell,
            "while ($vm.State -ne 'Transferred') { sleep 5 }",
            None,
        ),
        (
            Dialect::PowerShell,
            "while ($j.JobState -ne 'Transferred') { if ((Get-Date) -gt $end) { break } }",
            None,
        ),
        (Dialect::PowerShell, "while ($x -eq 'Done') { }", None),
        (
            Dialect::Cmd,
            ":wait\r\nbitsadmin /getstate j | find \"TRANSFERRED\"\r\nif errorlevel 1 goto wait\r\n",
            Some(("wait-without-error", "\"TRANSFERRED\"")),
        ),
        (
            Dialect::Cmd,
            ":wait\r\nfor /f %%i in ('bitsadmin /rawreturn /getstate j') do set S=%%i\r\nif not \"%S%\"==\"TRANSFERRED\" goto :Wait\r\n",
            Some(("wait-without-error", "\"TRANSFERRED\"")),
        ),
        (
            Dialect::Cmd,
            ":wait\r\nif \"%S%\"==\"ERROR\" exit /b 1\r\nif not \"%S%\"==\"TRANSFERRED\" goto wait\r\n",
            None,
        ),
        (
            Dialect::Cmd,
            "if \"%S%\"==\"TRANSFERRED\" goto done\r\n:done\r\n",
            None,
        ),
        (
            Dialect::Cmd,
            ":w\r\nif \"%S%\"==\"QUEUED\" goto w\r\nif \"%S%\"==\"CONNECTING\" goto w\r\nif \"%S%\"==\"TRANSFERRING\" goto w\r\nif \"%S%\"==\"TRANSIENT_ERROR\" goto w\r\nif \"%S%\"==\"TRANSFERRED\" bitsadmin /complete j\r\n",
            None,
        ),
        (
            Dialect::Cmd,
            ":w\r\nif \"%S%\"==\"QUEUED\" goto w\r\nif \"%S%\"==\"CONNECTING\" goto w\r\nif \"%S%\"==\"TRANSFERRING\" goto w\r\nif \"%S%\"==\"TRANSIENT_ERROR\" goto w\r\nbitsadmin /complete j\r\n",
            None,
        ),
        (
            Dialect::Cmd,
            ":w\r\nbitsadmin /getstate j | find \"TRANSFERRING\" >nul && goto w\r\nbitsadmin /complete j\r\n",
            Some(("wait-for-too-few-states", "\"TRANSFERRING\"")),
        ),
        (
            Dialect::Cmd,
            ":w\r\nschtasks /query /tn x | find \"Queued\" >nul && goto w\r\nbitsadmin /complete j\r\n",
            None,
        ),
        (
            Dialect::Cmd,
            ":w\r\nbitsadmin /getstate j | findstr \"TRANSFERRING CONNECTING\"\r\nif not errorlevel 1 goto w\r\n",
            Some(("wait-for-too-few-states", "\"TRANSFERRING CONNECTING\"")),
        ),
        (
            Dialect::PowerShell,
            "while ((bitsadmin /rawreturn /getstate j) -ne 'TRANSFERRED') { sleep 1 }",
            Some((
                "wait-without-error",
                "(bitsadmin /rawreturn /getstate j) -ne 'TRANSFERRED'",
            )),
        ),
        (
            Dialect::PowerShell,
            "do { sleep 1 } until ((bitsadmin /info j /verbose) -match 'STATE: TRANSFERRED')",
            Some((
                "wait-without-error",
                "(bitsadmin /info j /verbose) -match 'STATE: TRANSFERRED'",
            )),
        ),
        (
            Dialect::PowerShell,
            "while (\"$(bitsadmin /rawreturn /getstate j)\" -notmatch 'TRANSFERRED|ERROR') { sleep 1 }",
            None,
        ),
        (
            Dialect::PowerShell,
            "while ((bitsadmin /rawreturn /getstate j) -eq 'TRANSFERRING') { sleep 1 }",
            Some((
                "wait-for-too-few-states",
                "(bitsadmin /rawreturn /getstate j) -eq 'TRANSFERRING'",
            )),
        ),
    ];

    #[test]
    fn loops_that_end_too_early_or_never_are_told() {
        for (shell, source, expected) in TABLE {
            let reading = Reading {
                shell: Some(*shell),
                ..Reading::default()
            };
            let found = import(source, reading).found;
            let found: Vec<(&str, &str)> = found
                .iter()
                .filter(|found| WAITING.iter().any(|one| one.name == found.rule))
                .map(|found| (found.rule, found.span.of(source)))
                .collect();
            assert_eq!(found, expected.iter().copied().collect::<Vec<_>>(), "{source}");
        }
    }
}
