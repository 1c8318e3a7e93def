//! How long a loop waits at most, where a script says so in plain numbers.

use crate::parse::cmd::{
    Command, Condition, Form, Part, Program, Statement, Value, Word, assignment, label_name,
};
use crate::span::Span;
use std::collections::BTreeMap;

/// A counter that ends a loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counter {
    /// What it holds before the first round.
    pub(super) start: u64,
    /// What is added in each round.
    pub(super) step: u64,
    /// What it is compared with.
    pub(super) limit: u64,
    /// Whether the loop goes on at the limit itself.
    pub(super) is_inclusive: bool,
}

impl Counter {
    /// How many rounds there are.
    pub(super) fn rounds(self) -> Option<u64> {
        let last = self.limit.checked_add(u64::from(self.is_inclusive))?;
        let rounds = last.checked_sub(self.start)?;
        (self.step > 0).then(|| rounds.div_ceil(self.step))
    }
}

/// The rounds of a batch file from a label back to it.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    label: String,
    /// How many statements there were before it.
    pub(super) first: usize,
    /// What variables held there.
    start: BTreeMap<String, u64>,
    /// The seconds that each round waits; `None` where that is not plain.
    pause: Option<u64>,
    /// What each round adds to variables; `None` where that is not plain.
    steps: BTreeMap<String, Option<u64>>,
    /// The variable that ends the loop, its limit, and whether the loop goes on at it.
    limit: Option<(String, u64, bool)>,
    is_doubtful: bool,
}

impl Rounds {
    /// A label, with what is known of variables there.
    pub(super) fn of(label: &str, first: usize, start: BTreeMap<String, u64>) -> Rounds {
        Rounds {
            label: label_name(label),
            first,
            start,
            ..Rounds::default()
        }
    }

    /// A command of a round; `is_sure`: each round runs it.
    pub(super) fn command(&mut self, command: &Command, program: &Program, source: &str, is_sure: bool) {
        let words = command.words.get(program.word.saturating_add(1)..).unwrap_or(&[]);
        match program.name.as_str() {
            "timeout" => match (seconds(words), self.pause) {
                (Some(seconds), None) if is_sure => self.pause = Some(seconds),
                _ => self.is_doubtful = true,
            },
            // They wait too, or run no one knows how long.
            "ping" | "choice" | "waitfor" | "sleep" | "pause" => self.is_doubtful = true,
            _ => {}
        }
        if let Some(assigned) = assignment(command) {
            let name = assigned.name.to_uppercase();
            let step = added(assigned.span.of(source), &name).filter(|_| is_sure);
            let known = self.steps.contains_key(&name);
            self.steps.insert(name, step.filter(|_| !known));
        }
    }

    /// A condition of a round; `begun` is where its statement begins.
    pub(super) fn condition(&mut self, condition: &Condition, begun: usize, source: &str, is_sure: bool) {
        let goes_on = match condition.test {
            "lss" | "leq" => true,
            "geq" | "gtr" => false,
            _ => return,
        };
        let [left, right] = condition.operands.as_slice() else {
            return;
        };
        let is_turned = source
            .get(begun..left.span.start)
            .is_none_or(|text| text.to_lowercase().split_whitespace().any(|word| word == "not"));
        let limit = match (variable(left), number(right)) {
            (Some(name), Some(limit)) if is_sure && !is_turned && condition.otherwise.is_empty() => {
                Some((name, limit, matches!(condition.test, "leq" | "gtr")))
            }
            _ => None,
        };
        let goes_back = condition.then.iter().any(|one| self.is_back(one));
        self.is_doubtful |=
            self.limit.is_some() || limit.is_none() || goes_back != goes_on || !leaves(&condition.then);
        self.limit = limit;
    }

    fn is_back(&self, statement: &Statement) -> bool {
        let label = match &statement.form {
            Form::Command(command) => jump(command),
            _ => None,
        };
        label.is_some_and(|label| label_name(&label) == self.label)
    }

    /// The seconds of all rounds, where a jump leads back to the label.
    pub(super) fn seconds(&self, label: &str) -> Option<u64> {
        let (name, limit, is_inclusive) = self.limit.as_ref()?;
        let counter = Counter {
            start: *self.start.get(name)?,
            step: (*self.steps.get(name)?)?,
            limit: *limit,
            is_inclusive: *is_inclusive,
        };
        let is_plain = !self.is_doubtful && label_name(label) == self.label;
        counter.rounds()?.checked_mul(self.pause.filter(|_| is_plain)?)
    }
}

/// The number that a `set` gives to a variable in plain figures, computed or not.
pub(super) fn assigned(assigned: Span, source: &str) -> Option<u64> {
    let (_, value) = bare(assigned.of(source)).split_once('=')?;
    value.trim().parse().ok()
}

/// What `N+=1` or `N=N+1` adds to a variable.
fn added(said: &str, name: &str) -> Option<u64> {
    let said: String = bare(said)
        .chars()
        .filter(|c| !matches!(c, '%' | '!' | ' '))
        .collect();
    let said = said.to_uppercase();
    let rest = said.strip_prefix(name)?;
    let step = rest
        .strip_prefix("+=")
        .or_else(|| rest.strip_prefix('=')?.strip_prefix(name)?.strip_prefix('+'))?;
    step.parse().ok()
}

fn bare(said: &str) -> &str {
    said.trim().trim_matches('"')
}

/// The label that a command jumps to.
fn jump(command: &Command) -> Option<String> {
    let [goto, label] = command.words.as_slice() else {
        return None;
    };
    goto.is("goto").then(|| label.literal())?
}

/// Whether one of some statements leaves what follows them.
fn leaves(statements: &[Statement]) -> bool {
    statements.iter().any(|statement| match &statement.form {
        Form::Command(command) => command
            .words
            .first()
            .is_some_and(|word| word.is("goto") || word.is("exit")),
        Form::Block(inner) => leaves(inner),
        _ => false,
    })
}

/// The seconds of `timeout /t 10 /nobreak`.
fn seconds(words: &[Word]) -> Option<u64> {
    let mut numbers = words.iter().filter(|word| !word.is("/t") && !word.is("/nobreak"));
    let seconds = number(numbers.next()?)?;
    numbers.next().is_none().then_some(seconds)
}

fn number(word: &Word) -> Option<u64> {
    word.literal()?.trim_matches('"').parse().ok()
}

/// The only variable that a word is, in upper case.
fn variable(word: &Word) -> Option<String> {
    let mut found = None;
    for Part { value, .. } in &word.parts {
        match value {
            Value::Literal(text) if text.trim_matches('"').is_empty() => {}
            Value::Environment(name) | Value::Delayed(name) if found.is_none() => {
                found = Some(name.to_uppercase());
            }
            _ => return None,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::draft::{Draft, NewEndingKind};
    use crate::parse::{Reading, import};
    use crate::text::Dialect::{self, Cmd, PowerShell};

    /// What stands around a loop of PowerShell.
    const POWERSHELL: [&str; 2] = [
        "$j = Start-BitsTransfer https://h/a C:\\a -Asynchronous -Priority Low\n",
        "\nComplete-BitsTransfer $j\n",
    ];
    /// What stands around a loop of cmd.
    const CMD: [&str; 2] = [
        "bitsadmin /create j\nbitsadmin /addfile j https://h/a C:\\a\nbitsadmin /resume j\n",
        "\n:done\nbitsadmin /complete j\n",
    ];

    /// Loops and the bounds that they say.
    const TABLE: &[(Dialect, &str, Option<&str>)] = &[
        (
            PowerShell,
            "$until = (Get-Date).AddMinutes(30)\nwhile ($j.JobState -ne 'Transferred' -and (Get-Date) -lt $until) { sleep 5 }",
            Some("30m"),
        ),
        (
            PowerShell,
            "$until = [DateTime]::Now.AddHours(2)\ndo { sleep 5 } until ($j.JobState -in 'Transferred', 'Error' -or [DateTime]::Now -ge $until)",
            Some("2h"),
        ),
        (
            PowerShell,
            "$until = (Get-Date).AddSeconds(90)\nwhile (($until -gt (Get-Date)) -and ($j.JobState -notin 'Transferred', 'Error')) { sleep 5 }",
            Some("90"),
        ),
        (
            PowerShell,
            "$i = 0\nwhile ($j.JobState -ne 'Transferred' -and $i -lt 60) { Start-Sleep -Seconds 10; $i++ }",
            Some("10m"),
        ),
        (
            PowerShell,
            "$i = 1\ndo { $i += 2; Write-Host $i; Start-Sleep -Milliseconds 500 } while ($i -le 20 -and $j.JobState -eq 'Transferring')",
            Some("5"),
        ),
        // What is not plain stays as it is.
        (
            PowerShell,
            "while ($j.JobState -ne 'Transferred') { sleep 5 }",
            None,
        ),
        (
            PowerShell,
            "$until = (Get-Date).AddMinutes($minutes)\nwhile ($j.JobState -ne 'Transferred' -and (Get-Date) -lt $until) { sleep 5 }",
            None,
        ),
        (
            PowerShell,
            "$until = (Get-Date).AddMinutes(30)\nwhile ($j.JobState -ne 'Transferred' -or (Get-Date) -lt $until) { sleep 5 }",
            None,
        ),
        (
            PowerShell,
            "$until = (Get-Date).AddMinutes(30)\nwhile ($j.JobState -ne 'Transferred' -and (Get-Date) -gt $until) { sleep 5 }",
            None,
        ),
        (
            PowerShell,
            "$until = $begun.AddMinutes(30)\nwhile ($j.JobState -ne 'Transferred' -and (Get-Date) -lt $until) { sleep 5 }",
            None,
        ),
        (
            PowerShell,
            "$until = (Get-Date).AddMinutes(30)\nwhile ($x.State -ne 'Transferred' -and (Get-Date) -lt $until) { sleep 5 }",
            None,
        ),
        (
            PowerShell,
            "$i = 0\nwhile ($j.JobState -ne 'Transferred' -and $i -lt 60) { if ($x) { Start-Sleep 10 }; $i++ }",
            None,
        ),
        (
            PowerShell,
            "$i = 0\nwhile ($j.JobState -ne 'Transferred' -and $i -lt 60) { Start-Sleep 10; $i++; if ($x) { $i = 0 } }",
            None,
        ),
        (
            PowerShell,
            "$i = 0\nwhile ($j.JobState -ne 'Transferred' -and $i -lt 60) { if ($x) { continue }; Start-Sleep 10; $i++ }",
            None,
        ),
        (
            PowerShell,
            "while ($j.JobState -ne 'Transferred' -and $i -lt 60) { Start-Sleep 10; $i++ }",
            None,
        ),
        (
            Cmd,
            "set N=0\n:wait\ntimeout /t 10 /nobreak >nul\nset /a N+=1\nbitsadmin /getstate j | find \"TRANSFERRED\" && goto done\nif %N% lss 60 goto wait",
            Some("10m"),
        ),
        (
            Cmd,
            "set /a \"N=1\"\n:wait\nfor /f %%i in ('bitsadmin /rawreturn /getstate j') do set S=%%i\nif \"%S%\"==\"TRANSFERRED\" goto done\nset /a N=%N%+1\nif %N% gtr 90 (\necho late\nexit /b 1\n)\ntimeout /t 20\ngoto :wait",
            Some("30m"),
        ),
        (
            Cmd,
            ":wait\ntimeout /t 10\nset /a N+=1\nbitsadmin /getstate j\nif %N% lss 60 goto wait",
            None,
        ),
        (
            Cmd,
            "set N=0\n:wait\ntimeout /t %P%\nset /a N+=1\nbitsadmin /getstate j\nif %N% lss 60 goto wait",
            None,
        ),
        (
            Cmd,
            "set N=0\n:wait\nif defined X timeout /t 10\nset /a N+=1\nbitsadmin /getstate j\nif %N% lss 60 goto wait",
            None,
        ),
        (
            Cmd,
            "set N=0\n:wait\ntimeout /t 10\nping -n 5 localhost\nset /a N+=1\nbitsadmin /getstate j\nif %N% lss 60 goto wait",
            None,
        ),
        (
            Cmd,
            "set N=0\n:wait\ntimeout /t 10\nset /a N+=1\nbitsadmin /getstate j\nif not %N% lss 60 goto wait",
            None,
        ),
        (
            Cmd,
            "set N=0\n:wait\ntimeout /t 10\nset /a N+=1\nset N=0\nbitsadmin /getstate j\nif %N% lss 60 goto wait",
            None,
        ),
        (
            Cmd,
            "set N=0\n:wait\ntimeout /t 10\nset /a N+=1\nif %N% lss 60 goto wait",
            None,
        ),
    ];

    #[test]
    fn the_bound_of_a_loop_is_read_where_it_is_plain() {
        for (shell, wait, bound) in TABLE {
            let [before, after] = match shell {
                PowerShell => POWERSHELL,
                Cmd => CMD,
            };
            let reading = Reading {
                shell: Some(*shell),
                ..Reading::default()
            };
            let read = import(&format!("{before}{wait}{after}"), reading);
            let ending = &read.jobs[0].draft.ending;
            assert_eq!(ending.new, NewEndingKind::WaitAndComplete, "{wait}");
            let default = Draft::default().ending.bound;
            assert_eq!(ending.bound, bound.unwrap_or(&default), "{wait}");
        }
    }
}
