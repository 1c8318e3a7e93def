//! The conditions that statements of a script stand under, and what of a job is said only where one of them holds.

use super::found::{Found, patterns};
use super::jobs::ScriptJob;
use crate::catalog::{SettingId, SettingValue};
use crate::span::Span;
use crate::value::{Control, Entries, Entry};
use std::collections::{BTreeMap, BTreeSet};

patterns! {
    /// What is said only where a condition holds.
    pub(super) CONDITIONAL;
    SETTING_UNDER_A_CONDITION = "setting-under-a-condition", Warning, "A setting or a file stands under a condition that the job itself does not stand under: in a branch, where jumps lead past it, in a loop that may have no round, behind && or ||, where an error is caught. The document says it as if it always were.", "Say it where the job is made, or look at the document once for each case.";
    ENDING_UNDER_A_CONDITION = "ending-under-a-condition", Warning, "A job is resumed, completed or ended only where a condition holds. The document of a job that is made here says that it always is, and waits for its state. The document of jobs that are there would end them whatever holds: what their state decides, or what one branch does and another does not, it leaves out.", "Look at the ending of the document once for each case.";
}

/// A condition, a loop that may have no round, or what else keeps statements from running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Condition {
    /// No other one has it; those further inside have greater ones.
    number: usize,
    about: About,
    /// Whether it asks what whoever runs the text chose.
    is_choice: bool,
    /// Whether it is a loop over things of which nobody knows how many there are.
    is_loop: bool,
}

/// What decides whether something runs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Decides {
    /// What it asks for.
    pub(super) about: About,
    /// Whether it asks what whoever runs the text chose: a parameter of it.
    pub(super) is_choice: bool,
    /// The way that the text takes then.
    pub(super) way: Option<Way>,
}

/// The conditions around the statement that is read.
#[derive(Debug, Clone, Default)]
pub(super) struct Conditions {
    open: Vec<Condition>,
    count: usize,
    /// Of each place where the text takes one of several ways, the conditions of each way.
    forks: Vec<Vec<Vec<usize>>>,
    /// The fork that a condition is of.
    fork_of: BTreeMap<usize, usize>,
}

/// One of the ways that a text takes at a place, whatever decides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Way {
    fork: usize,
    number: usize,
}

impl Way {
    /// The next one at the same place.
    pub(super) const fn next(self) -> Way {
        Way {
            number: self.number.saturating_add(1),
            ..self
        }
    }
}

/// Where something happens whichever way is taken.
#[derive(Debug, Clone, Default)]
pub(super) struct Everywhere {
    is_always: bool,
    /// The outermost places where the text takes one of several ways.
    forks: BTreeSet<usize>,
}

/// The conditions that something of a job stands under and the job does not, the outermost first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct More(Vec<usize>);

impl More {
    /// Whether what stands under these runs only where what stands under others runs, too.
    pub(super) fn are_within(&self, others: &More) -> bool {
        self.0.starts_with(&others.0)
    }

    /// Whether there are none.
    pub(super) fn is_none(&self) -> bool {
        self.0.is_empty()
    }
}

/// The conditions that a job stands under.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Under(Vec<usize>);

/// What a condition asks for. What stands later tells more of what a document can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum About {
    /// Something that has nothing to do with a job.
    #[default]
    Other,
    /// Whether a call was refused, or a job is there.
    Call,
    /// The state of a job.
    State,
}

/// What a condition asks for, by its text.
pub(super) fn about(text: &str) -> About {
    const OF_CALL: [&str; 3] = ["status", "error", "job"];
    const OF_STATE: [&str; 6] = [
        "state",
        "transferred",
        "transferring",
        "suspended",
        "queued",
        "connecting",
    ];
    let text = text.to_lowercase();
    let holds = |words: &[&str]| words.iter().any(|word| text.contains(word));
    // The state, and not `errorlevel` or `-ErrorAction`.
    let is_error = text
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word == "error");
    if holds(&OF_STATE) || is_error {
        About::State
    } else if text.contains("$?") || text.contains("lastexitcode") || holds(&OF_CALL) {
        About::Call
    } else {
        About::Other
    }
}

impl Conditions {
    /// The first of so many ways, one of which the text takes.
    pub(super) fn fork(&mut self, ways: usize) -> Way {
        self.forks.push(vec![Vec::new(); ways]);
        Way {
            fork: self.forks.len().saturating_sub(1),
            number: 0,
        }
    }

    /// What follows stands under one more condition.
    pub(super) fn enter(&mut self, about: About) {
        self.enter_way(about, None);
    }

    /// What follows stands under no condition.
    pub(super) fn are_none(&self) -> bool {
        self.open.is_empty()
    }

    /// What follows stands under one more condition, which is that the text takes a way.
    pub(super) fn enter_way(&mut self, about: About, way: Option<Way>) {
        self.enter_decided(Decides {
            about,
            is_choice: false,
            way,
        });
    }

    /// What follows runs where something decides so.
    pub(super) fn enter_decided(&mut self, decides: Decides) {
        let Decides {
            about,
            is_choice,
            way,
        } = decides;
        self.count = self.count.saturating_add(1);
        if let Some(way) = way
            && let Some(taken) = self
                .forks
                .get_mut(way.fork)
                .and_then(|ways| ways.get_mut(way.number))
        {
            taken.push(self.count);
            self.fork_of.insert(self.count, way.fork);
        }
        self.open.push(Condition {
            number: self.count,
            about,
            is_choice,
            is_loop: false,
        });
    }

    /// What follows stands in a loop over things of which nobody knows how many there are.
    pub(super) fn enter_loop(&mut self) {
        self.enter(About::Other);
        if let Some(last) = self.open.last_mut() {
            last.is_loop = true;
        }
    }

    /// Whether loops alone decide whether, and how often, the statement that is read runs.
    pub(super) fn are_loops(&self, job: &Under) -> bool {
        self.may_not_run(job) && self.more_than(job).all(|condition| condition.is_loop)
    }

    /// What follows does not stand under the last one any more.
    pub(super) fn leave(&mut self) {
        self.open.pop();
    }

    /// Whether the innermost one is about something else than how a job is.
    pub(super) fn is_decided(&self) -> bool {
        self.open
            .last()
            .is_some_and(|condition| condition.about == About::Other)
    }

    /// Whether one of those around the statement that is read asks for the state of a job.
    pub(super) fn ask_for_state(&self) -> bool {
        self.open.iter().any(|condition| condition.about == About::State)
    }

    /// Those around the statement that is read.
    pub(super) fn under(&self) -> Under {
        Under(self.open.iter().map(|condition| condition.number).collect())
    }

    /// Whether one of those that a job stands under is over.
    pub(super) fn are_over(&self, job: &Under) -> bool {
        let is_open = |number: &usize| self.open.binary_search_by_key(number, |open| open.number).is_ok();
        !job.0.iter().all(is_open)
    }

    fn more_than<'c>(&'c self, job: &'c Under) -> impl Iterator<Item = &'c Condition> {
        let is_more = |condition: &&Condition| job.0.binary_search(&condition.number).is_err();
        self.open.iter().filter(is_more)
    }

    /// Those around the statement that is read that are not around a job.
    pub(super) fn more(&self, job: &Under) -> More {
        More(self.more_than(job).map(|condition| condition.number).collect())
    }

    /// Where something happens whichever way is taken, as it happens under each of these.
    pub(super) fn everywhere(&self, all: &BTreeSet<More>) -> Everywhere {
        let mut everywhere = Everywhere {
            is_always: all.contains(&More::default()),
            forks: BTreeSet::new(),
        };
        // Conditions whose holding has it happen, and what stands around each.
        let mut around: BTreeMap<usize, Option<usize>> = BTreeMap::new();
        let mut left: BTreeSet<usize> = BTreeSet::new();
        for More(numbers) in all {
            let outer = std::iter::once(None).chain(numbers.iter().copied().map(Some));
            around.extend(numbers.iter().copied().zip(outer));
            left.extend(numbers.last());
        }
        let mut happens = left.clone();
        // Those further inside have greater numbers.
        while let Some(last) = left.pop_last() {
            let ways = self.fork_of.get(&last).and_then(|fork| self.forks.get(*fork));
            let is_whole = ways.is_some_and(|ways| {
                ways.iter()
                    .all(|way| way.iter().any(|number| happens.contains(number)))
            });
            if !is_whole {
                continue;
            }
            match around.get(&last).copied().flatten() {
                Some(outer) => {
                    if happens.insert(outer) {
                        left.insert(outer);
                    }
                }
                None => everywhere.forks.extend(self.fork_of.get(&last)),
            }
        }
        everywhere
    }

    /// Whether what stands under some conditions happens whichever way is taken.
    pub(super) fn is_decided_by_none(&self, one: &More, everywhere: &Everywhere) -> bool {
        let fork = one.0.first().and_then(|first| self.fork_of.get(first));
        everywhere.is_always || fork.is_some_and(|fork| everywhere.forks.contains(fork))
    }

    /// Whether the statement that is read may not run though the job is there.
    pub(super) fn may_not_run(&self, job: &Under) -> bool {
        self.more_than(job).next().is_some()
    }

    /// Whether it may not run for another reason than how the job is.
    pub(super) fn decides_otherwise(&self, job: &Under) -> bool {
        let is_about_job = self
            .more_than(job)
            .any(|condition| condition.about != About::Other);
        let is_chosen = self.more_than(job).any(|condition| condition.is_choice);
        self.may_not_run(job) && (is_chosen || !is_about_job)
    }
}

/// What is said of settings that a statement sets under a condition; `before` is what they were.
pub(super) fn settings(
    job: &ScriptJob,
    statement: Span,
    said: &[SettingId],
    before: &[(SettingId, Entries)],
    is_in_loop: bool,
) -> Option<Found> {
    if is_in_loop && !said.is_empty() {
        let labels: Vec<&str> = said.iter().map(|setting| setting.label()).collect();
        let message = format!(
            "This sets {} once for each of what a loop goes through, of which nobody knows how many there are: there may be many, or none. The document says it once.",
            labels.join(", ")
        );
        let found = SETTING_UNDER_A_CONDITION.at(statement, message, "Look at what the loop goes through.");
        return Some(found);
    }
    let labels: Vec<&str> = said.iter().map(|setting| setting.label()).collect();
    let mut message = match labels.as_slice() {
        [] => return None,
        [one] => format!("This sets {one} only where a condition holds"),
        [first @ .., last] => format!(
            "This sets {} and {last} only where a condition holds",
            first.join(", ")
        ),
    };
    let mut names_values = false;
    for setting in said {
        let then = before.iter().find(|(of, _)| of == setting).map(|(_, then)| then);
        let (Some(then), Some(now)) = (then, job.draft.entries(*setting)) else {
            continue;
        };
        if then != now
            && let (Some(then), Some(now)) = (word(*setting, then), word(*setting, now))
        {
            message.push_str(&format!(
                "; {} is {now} here, {then} elsewhere, and the document says {now}",
                setting.label()
            ));
            names_values = true;
        }
    }
    if !names_values {
        message.push_str("; the document says it as if it always were");
    }
    message.push('.');
    Some(SETTING_UNDER_A_CONDITION.at(statement, message, SETTING_UNDER_A_CONDITION.instead))
}

/// A value that is one word or number of the catalog, such as no secret is.
fn word(setting: SettingId, entries: &Entries) -> Option<String> {
    let [part] = setting.spec().parts else {
        return None;
    };
    let is_word = matches!(
        part.control,
        Control::Choice(_) | Control::Number { .. } | Control::Switch
    );
    let is_read = is_word && SettingValue::read(setting, entries).is_ok();
    entries.cell(0, 0).filter(|_| is_read).map(Entry::shown)
}

#[cfg(test)]
mod tests {
    use super::{About, ENDING_UNDER_A_CONDITION, SETTING_UNDER_A_CONDITION, about};
    use crate::parse::patterns::COMMANDS_NEVER_RUN;
    use crate::parse::{Reading, import};
    use crate::text::Dialect;

    const JOB: &str = "$j = Start-BitsTransfer https://h/a C:\\a -Suspended -Priority Low\n";

    /// What stands behind a job that is made, and what is said of it.
    const TABLE: &[(&str, &[(&str, &str)])] = &[
        (
            "if ($x) { Set-BitsTransfer $j -Priority High } else { Resume-BitsTransfer $j }",
            &[
                (
                    SETTING_UNDER_A_CONDITION.name,
                    "Set-BitsTransfer $j -Priority High",
                ),
                (ENDING_UNDER_A_CONDITION.name, "Resume-BitsTransfer $j"),
            ],
        ),
        (
            "switch ($x) { 1 { Set-BitsTransfer $j -Priority High } }",
            &[(
                SETTING_UNDER_A_CONDITION.name,
                "Set-BitsTransfer $j -Priority High",
            )],
        ),
        (
            "for ($i = 0; $i -lt $n; $i++) { Add-BitsFile $j https://h/b C:\\b }",
            &[(
                SETTING_UNDER_A_CONDITION.name,
                "Add-BitsFile $j https://h/b C:\\b",
            )],
        ),
        (
            "foreach ($f in (Get-ChildItem)) { Add-BitsFile $j https://h/b C:\\b }",
            &[(
                SETTING_UNDER_A_CONDITION.name,
                "Add-BitsFile $j https://h/b C:\\b",
            )],
        ),
        (
            "foreach ($f in 'b', 'c') { Add-BitsFile $j https://h/$f C:\\$f }",
            &[],
        ),
        (
            "foreach ($f in 'b', 'c') { if (Test-Path $f) { break }; Add-BitsFile $j https://h/$f C:\\$f }",
            &[(
                SETTING_UNDER_A_CONDITION.name,
                "Add-BitsFile $j https://h/$f C:\\$f",
            )],
        ),
        ("do { Set-BitsTransfer $j -Priority High } while ($x)", &[]),
        (
            "try { Set-BitsTransfer $j -Priority High } catch { Set-BitsTransfer $j -Description x }",
            &[(
                SETTING_UNDER_A_CONDITION.name,
                "Set-BitsTransfer $j -Description x",
            )],
        ),
        (
            "foo && Set-BitsTransfer $j -Priority High",
            &[(
                SETTING_UNDER_A_CONDITION.name,
                "Set-BitsTransfer $j -Priority High",
            )],
        ),
        (
            "Set-BitsTransfer $j -Priority High && Set-BitsTransfer $j -Description x",
            &[],
        ),
        (
            "foo || Remove-BitsTransfer $j\nSet-BitsTransfer $j -Description x",
            &[],
        ),
        (
            "function f { Set-BitsTransfer $j -Description x }\nif ($x) { f }",
            &[(
                SETTING_UNDER_A_CONDITION.name,
                "Set-BitsTransfer $j -Description x",
            )],
        ),
        // What each branch does alike is decided by none.
        (
            "if ($x) { Set-BitsTransfer $j -Priority High; Resume-BitsTransfer $j } elseif ($y) { Set-BitsTransfer $j -Priority High; Resume-BitsTransfer $j } else { Set-BitsTransfer $j -Priority High; Resume-BitsTransfer $j }",
            &[],
        ),
        (
            "if ($x) { Resume-BitsTransfer $j } elseif ($y) { Resume-BitsTransfer $j }",
            &[(ENDING_UNDER_A_CONDITION.name, "Resume-BitsTransfer $j")],
        ),
        (
            "if ($x) { if ($y) { Resume-BitsTransfer $j } else { Resume-BitsTransfer $j } } else { if ($z) { Resume-BitsTransfer $j } }",
            &[(ENDING_UNDER_A_CONDITION.name, "Resume-BitsTransfer $j")],
        ),
        // What whoever runs it chose decides, though the state is asked, too.
        (
            "if ($Wait) { while ($j.JobState -notin 'Transferred', 'Error') { sleep 5 }; if ($j.JobState -eq 'Transferred') { Complete-BitsTransfer $j } }",
            &[(ENDING_UNDER_A_CONDITION.name, "Complete-BitsTransfer $j")],
        ),
        // The usual waiting and repair.
        (
            "Resume-BitsTransfer $j\nwhile ($j.JobState -notin 'Transferred', 'Error') { if ($j.JobState -eq 'Suspended') { Resume-BitsTransfer $j } }\nswitch ($j.JobState) { 'Transferred' { Complete-BitsTransfer $j } 'Error' { Remove-BitsTransfer $j } }",
            &[],
        ),
        (
            "$k = Get-BitsTransfer -Name N\nif ($null -ne $k) { Set-BitsTransfer $k -Priority High; Resume-BitsTransfer $k }",
            &[],
        ),
        (
            "$k = Get-BitsTransfer -Name N\nif ($x) { Set-BitsTransfer $k -Priority High }",
            &[(
                SETTING_UNDER_A_CONDITION.name,
                "Set-BitsTransfer $k -Priority High",
            )],
        ),
        // What never runs.
        (
            "Resume-BitsTransfer $j\nexit 0\nSet-BitsTransfer $j -Description x\nWrite-Host bye",
            &[(COMMANDS_NEVER_RUN.name, "Set-BitsTransfer $j -Description x")],
        ),
        (
            "if ($x) { throw 'x'; Set-BitsTransfer $j -Priority High }\nResume-BitsTransfer $j",
            &[(COMMANDS_NEVER_RUN.name, "Set-BitsTransfer $j -Priority High")],
        ),
        (
            "foreach ($f in 'a') { continue; Resume-BitsTransfer $j }",
            &[(COMMANDS_NEVER_RUN.name, "Resume-BitsTransfer $j")],
        ),
    ];

    #[test]
    fn what_conditions_decide_in_powershell_is_told() {
        let rules = [
            SETTING_UNDER_A_CONDITION.name,
            ENDING_UNDER_A_CONDITION.name,
            COMMANDS_NEVER_RUN.name,
        ];
        for (behind, expected) in TABLE {
            let source = format!("{JOB}{behind}");
            let reading = Reading {
                shell: Some(Dialect::PowerShell),
                ..Reading::default()
            };
            let read = import(&source, reading);
            let found: Vec<(&str, &str)> = read
                .found
                .iter()
                .filter(|found| rules.contains(&found.rule))
                .map(|found| (found.rule, found.span.of(&source)))
                .collect();
            assert_eq!(found, *expected, "{behind}");
        }
    }

    #[test]
    fn a_loop_over_what_is_not_known_is_no_condition() {
        for (behind, is_loop) in [
            ("foreach ($f in Get-Content a) { Add-BitsFile $j $f C:\\b }", true),
            ("Get-Content a | % { Add-BitsFile $j $_ C:\\b }", true),
            (
                "foreach ($f in Get-Content a) { if ($x) { Add-BitsFile $j $f C:\\b } }",
                false,
            ),
            (
                "if ($x) { foreach ($f in Get-Content a) { Add-BitsFile $j $f C:\\b } }",
                false,
            ),
            ("while ($x) { Add-BitsFile $j https://h/b C:\\b }", false),
        ] {
            let read = import(&format!("{JOB}{behind}"), Reading::default());
            let found = read
                .found
                .iter()
                .find(|found| found.rule == SETTING_UNDER_A_CONDITION.name);
            let message = found.map(|found| found.message.as_str()).unwrap_or_default();
            assert_eq!(
                message.contains("a loop goes through"),
                is_loop,
                "{behind}: {message}"
            );
            assert_eq!(
                message.contains("only where a condition holds"),
                !is_loop,
                "{behind}: {message}"
            );
        }
        let batch = "bitsadmin /create j\nfor %%f in (*.txt) do bitsadmin /addfile j http://h/%%f C:\\%%f";
        let read = import(batch, Reading::default());
        let found = read
            .found
            .iter()
            .find(|found| found.rule == SETTING_UNDER_A_CONDITION.name);
        assert!(found.is_some_and(|found| found.message.contains("a loop goes through")));
    }

    #[test]
    fn both_values_are_named_and_no_text() {
        for (source, expected) in [
            (
                "bitsadmin /create j\nif exist a (bitsadmin /setpriority j HIGH) else (bitsadmin /setpriority j LOW)",
                "This sets Priority only where a condition holds; Priority is low here, high elsewhere, and the document says low.",
            ),
            (
                "bitsadmin /create j\nbitsadmin /setdescription j a\nif exist a bitsadmin /setdescription j b",
                "This sets Description only where a condition holds; the document says it as if it always were.",
            ),
        ] {
            let read = import(source, Reading::default());
            let last = read
                .found
                .iter()
                .rfind(|found| found.rule == SETTING_UNDER_A_CONDITION.name);
            assert_eq!(
                last.map(|found| found.message.as_str()),
                Some(expected),
                "{source}"
            );
        }
    }

    #[test]
    fn conditions_about_a_job_are_told_from_others() {
        for (text, expected) in [
            ("if errorlevel 1", About::Call),
            ("if \"%STATE%\"==\"TRANSFERRED\"", About::State),
            ("if \"%S%\"==\"ERROR\"", About::State),
            ("if ($j.JobState -eq 'Error')", About::State),
            ("if ($?)", About::Call),
            ("if ($null -eq $job)", About::Call),
            ("if exist a.txt", About::Other),
            ("ping host", About::Other),
        ] {
            assert_eq!(about(text), expected, "{text}");
        }
    }
}
