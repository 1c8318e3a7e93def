//! Statements that come too late, too early, or twice.

use super::{Branch, Jobs, Said};
use crate::catalog::{Phase, SettingId};
use crate::diagnostic::Severity;
use crate::job::ExistingEnding;
use crate::parse::patterns::{
    AFTER_ITS_PHASE, AFTER_THE_END, BEFORE_OWNERSHIP, COMPLETED_AT_ONCE, COMPLETED_UNSEEN, CREATED_BESIDE,
    REPLACED_HEADERS, SAID_TWICE,
};
use crate::parse::reorder::{line_before, lines_of, moved_before};
use crate::span::Span;
use crate::text::Text;
use crate::value::{Entries, Entry};
use std::collections::BTreeSet;

/// Where and when a setting was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Before {
    statement: Span,
    branch: Branch,
    is_resumed: bool,
}

/// The longest text between resuming and completing that is looked at.
const BETWEEN: usize = 1024;

impl Jobs<'_> {
    /// The place of a statement in the course of a job.
    fn before(&self, number: usize, statement: Span) -> Before {
        let job = self.jobs.get(number);
        Before {
            statement,
            branch: self.branches.now(),
            is_resumed: job.is_some_and(|job| job.course.resumed.is_some()),
        }
    }

    /// Notes that a statement says a setting; `had`: what was said before. Says so where that was to no purpose. What another branch says, what
    /// a loop comes by again, and what is changed while the job runs is no repetition.
    pub(super) fn once(&mut self, number: usize, setting: SettingId, statement: Span, had: Option<&Entries>) {
        let now = self.before(number, statement);
        let Some(job) = self.jobs.get_mut(number) else {
            return;
        };
        let made = job.span;
        let Some(before) = job.before.insert(setting, now).filter(|_| had.is_some()) else {
            return;
        };
        let is_renamed = setting == SettingId::DisplayName && before.statement == made;
        let is_other = before.statement == statement || before.is_resumed != now.is_resumed;
        if is_renamed || is_other || before.branch != now.branch {
            return;
        }
        // The verb and the parameter replace all that was there. [help1809; com:IBackgroundCopyJobHttpOptions.SetCustomHeaders]
        let is_lost = |had: &Entry| {
            !job.draft
                .entries(setting)
                .is_some_and(|now| now.part(0).contains(had))
        };
        let is_dropped = had.is_some_and(|had| had.part(0).iter().any(is_lost));
        if setting == SettingId::CustomHeaders && is_dropped {
            self.found.push(REPLACED_HEADERS.at(
                statement,
                "These headers take the place of all that a statement before gave: those are sent no more.",
                REPLACED_HEADERS.instead,
            ));
            return;
        }
        self.found.push(SAID_TWICE.at(
            statement,
            format!(
                "{} is set a second time; the last statement wins.",
                setting.label()
            ),
            "Keep one of the two.",
        ));
    }

    /// A tool said a setting by itself: what a statement says then is said once.
    pub(in crate::parse) fn by_default(&mut self, number: usize, setting: SettingId) {
        if let Some(job) = self.jobs.get_mut(number) {
            job.before.remove(&setting);
        }
    }

    /// Says so where a setting comes after its phase.
    pub(super) fn late(&mut self, number: usize, setting: SettingId, statement: Span) {
        let Some(job) = self.jobs.get(number) else { return };
        let spec = setting.spec();
        let refused = match spec.phase {
            // Those are advised to come first. [com:IBackgroundCopyJob2.SetCredentials]
            _ if setting == SettingId::Credentials => None,
            Phase::BeforeFiles | Phase::BeforeFirstResume => Some((Severity::Error, " and refuses it then")),
            Phase::BeforeReply => Some((Severity::Warning, ", and nobody knows when that is")),
            Phase::Creation
            | Phase::WipesOthers
            | Phase::Files
            | Phase::BeforeTransferred
            | Phase::AnyTime
            | Phase::Irrevocable
            | Phase::AfterTransfer => None,
        };
        if let (Some(resumed), true, Some((severity, behind))) =
            (job.course.resumed, job.draft.is_new(), refused)
        {
            let mut found = AFTER_ITS_PHASE.at(
                statement,
                format!(
                    "{} comes after the job was resumed; BITS takes it {}{behind}.",
                    spec.label,
                    spec.phase.label()
                ),
                "Put the statement before the one that resumes the job.",
            );
            found.severity = severity;
            found.fix = moved_before(self.source, statement, resumed);
            self.found.push(found);
        }
        if spec.phase == Phase::WipesOthers
            && let Some(job) = self.jobs.get_mut(number)
        {
            let mut told: BTreeSet<(SettingId, Option<usize>)> = BTreeSet::new();
            for said in std::mem::take(&mut job.at_risk) {
                let Said {
                    setting, row, span, ..
                } = said;
                // One call says several parts.
                if !told.insert((setting, row)) {
                    continue;
                }
                let mut found = BEFORE_OWNERSHIP.at(
                    span,
                    format!(
                        "{} is set before the owner changes, and BITS takes it away from the job then.",
                        setting.label()
                    ),
                    "Take the ownership first.",
                );
                found.fix = moved_before(self.source, statement, span);
                self.found.push(found);
            }
        }
    }

    /// Says so where a statement wants something of a job that the statement which made it has ended already.
    pub(super) fn ended_before(&mut self, number: usize, statement: Span) {
        let Some(job) = self.jobs.get(number) else { return };
        let is_gone = self.is_gone(number, statement);
        let is_late = is_gone || self.is_over(number) && statement.start >= job.span.end;
        if is_late && !job.course.is_told {
            let help = match is_gone {
                true => "Say it before the job ends.",
                false => "Say it in that call, or make the job with /create or -Asynchronous.",
            };
            let message = match job.by_cmdlet {
                _ if is_gone => {
                    "The job is completed or cancelled before, whatever holds: there is no such job any more when this runs, and the document does not say it."
                }
                true => {
                    "The call that makes this job waits for it and completes it: there is no such job any more when this runs."
                }
                false => {
                    "/TRANSFER waits for its job, and completes or cancels it: there is no such job any more when this runs."
                }
            };
            self.found.push(AFTER_THE_END.at(statement, message, help));
        }
        if let Some(job) = self.jobs.get_mut(number) {
            job.course.is_told |= is_late;
        }
    }

    /// Whether a job is over behind the call that made it, or behind one that ended it.
    pub(super) fn is_over(&self, number: usize) -> bool {
        let Some(course) = self.jobs.get(number).map(|job| &job.course) else {
            return false;
        };
        let ended = course.gone.map(|(_, branch)| branch).or(course.waited_in);
        ended.is_some_and(|branch| self.branches.is_behind(branch))
    }

    /// Whether a job was ended for good before a statement, which runs only behind that.
    pub(super) fn is_gone(&self, number: usize, statement: Span) -> bool {
        let gone = self.jobs.get(number).and_then(|job| job.course.gone);
        gone.is_some_and(|(ended, branch)| statement.start >= ended.end && self.branches.is_behind(branch))
    }

    /// Says so where a job is completed when it has only just been resumed, or never was.
    pub(super) fn completed_at_once(&mut self, number: usize, to: ExistingEnding, statement: Span) {
        let now = self.branches.now();
        let Some(job) = self.jobs.get_mut(number) else {
            return;
        };
        let started = job.course.started_in.take();
        match to {
            ExistingEnding::Resume => job.course.started_in = Some((statement, now)),
            ExistingEnding::Complete => {
                let is_resumed = job.course.resumed.is_some() || number < self.before_resumption;
                let is_idle = job.draft.is_new() && !is_resumed && !job.course.one_shot;
                if is_idle && job.made_in == now && job.course.gone.is_none() {
                    self.found.push(COMPLETED_AT_ONCE.at(
                        statement,
                        "The job was never resumed, so that nothing of it is there: a download ends without its files, and an upload is not completed (0x80200002).",
                        "Resume it first, and wait until its state is TRANSFERRED.",
                    ));
                    return;
                }
                let Some((resumed, _)) = started.filter(|(_, branch)| *branch == now) else {
                    return;
                };
                let between = self.source.get(resumed.end..statement.start);
                match between.filter(|between| between.len() <= BETWEEN).map(wait) {
                    Some(Wait::None) => self.found.push(COMPLETED_AT_ONCE.at(
                        statement,
                        "The job was started just before and transfers in its own time: what is not there yet is lost to a download, and an upload is not completed (0x80200002).",
                        COMPLETED_AT_ONCE.instead,
                    )),
                    // Of jobs that are there already a rule of jobs says so.
                    Some(Wait::Time) if job.draft.is_new() => self.found.push(COMPLETED_UNSEEN.at(
                        statement,
                        "The script waits for some time and does not look whether the job is done: what is not there yet is lost to a download, and an upload is not completed (0x80200002).",
                        COMPLETED_UNSEEN.instead,
                    )),
                    Some(Wait::Time | Wait::Other) | None => {}
                }
            }
            ExistingEnding::Cancel | ExistingEnding::Suspend | ExistingEnding::Leave => {}
        }
    }

    /// The tool that resumes a job waits until it has ended.
    pub(in crate::parse) fn waited(&mut self, number: usize) {
        for number in self.each_of(number) {
            if let Some(job) = self.jobs.get_mut(number) {
                job.course.started_in = None;
            }
        }
    }

    /// A job of its own gets the name of one that `/CREATE` made and nobody has used since.
    pub(super) fn created_beside(&mut self, number: usize, name: &Text) {
        let Some(job) = self
            .jobs
            .get(number)
            .filter(|job| job.course.one_shot && !job.by_cmdlet)
        else {
            return;
        };
        let place = job.said(SettingId::DisplayName).last().map(|said| said.span);
        let (Some(place), Some(other)) = (place, self.named(name)) else {
            return;
        };
        let Some(other) = self.jobs.get(other).filter(|_| other != number) else {
            return;
        };
        let is_there = other.draft.is_new()
            && !other.course.one_shot
            && !other.by_cmdlet
            && other.course.completed.is_none()
            && other.course.last != Some(ExistingEnding::Cancel);
        if !is_there || !self.branches.is_behind(other.made_in) {
            return;
        }
        let mut found = CREATED_BESIDE.at(
            place,
            "/CREATE made a job of this name before, and it is still there: /TRANSFER makes another one, and a call by that name then fits two.",
            CREATED_BESIDE.instead,
        );
        let is_unused = other.course.resumed.is_none()
            && other
                .said
                .values()
                .flatten()
                .all(|said| other.span.holds(said.span));
        if is_unused && let Some(lines) = lines_of(self.source, other.span) {
            found = found.with_fix("Take the empty job out", lines, "");
        }
        self.found.push(found);
    }
}

/// Whether what stands before a statement on its line starts it and goes on at once: `start bitsadmin …`, `Start-Job { … }`.
pub(super) fn is_started_apart(source: &str, statement: Span) -> bool {
    let near = line_before(source, statement.start).to_ascii_lowercase();
    let behind = source.get(statement.range()).unwrap_or("").to_ascii_lowercase();
    let is_started = near
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .any(|word| {
            matches!(
                word,
                "start" | "wmic" | "saps" | "start-process" | "start-job" | "start-threadjob" | "diagnostics"
            )
        });
    // `psexec -d` does not wait.
    let is_started =
        is_started || near.contains("psexec") && near.split_whitespace().any(|word| word == "-d");
    is_started && !near.contains("wait") && !behind.contains("-wait")
}

/// What stands between two statements waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wait {
    /// For nothing.
    None,
    /// For a time, whatever has become of a job by then.
    Time,
    /// For something else, or nobody knows.
    Other,
}

/// What a text between two statements waits for.
fn wait(between: &str) -> Wait {
    const AT_ONCE: &[&str] = &[
        "bitsadmin",
        "bitsadmin.exe",
        "get-bitstransfer",
        "set-bitstransfer",
        "add-bitsfile",
        "echo",
        "rem",
        "write-host",
        "write-output",
        "out-null",
    ];
    const FOR_A_TIME: &[&str] = &["timeout", "ping", "choice", "sleep", "start-sleep"];
    let pieces = between
        .split(['\n', '\r', '&', '|', ';'])
        .map(|piece| piece.trim_matches([' ', '\t', '@']));
    pieces
        .map(|piece| {
            let is_redirection = piece.split_whitespace().all(|word| {
                let file = word.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '<' | '>'));
                file.is_empty() || (file.eq_ignore_ascii_case("nul") && file != word)
            });
            let command = piece
                .split([' ', '\t', '.', '(', '>'])
                .next()
                .unwrap_or("")
                .to_ascii_lowercase();
            let is_transfer = piece.to_ascii_lowercase().contains("/transfer");
            let is_at_once = is_redirection
                || piece.starts_with("::")
                || piece.starts_with('#')
                || (AT_ONCE.contains(&command.as_str()) && !is_transfer);
            match (is_at_once, FOR_A_TIME.contains(&command.as_str())) {
                (true, _) => Wait::None,
                (false, true) => Wait::Time,
                (false, false) => Wait::Other,
            }
        })
        .max()
        .unwrap_or(Wait::None)
}

#[cfg(test)]
mod tests {
    use crate::parse::{Reading, import};
    use crate::text::Dialect::{self, Cmd, PowerShell};

    const RULES: [&str; 7] = [
        "call-after-the-end",
        "completed-at-once",
        "completed-without-a-look",
        "created-beside-transfer",
        "setting-before-take-ownership",
        "setting-said-twice",
        "replaced-headers",
    ];

    /// Shell, script, the rules with what they flag.
    type Row = (Dialect, &'static str, &'static [(&'static str, &'static str)]);

    const TABLE: &[Row] = &[
        (
            Cmd,
            "bitsadmin /transfer j http://h/a C:\\a\r\nbitsadmin /setpriority j HIGH\r\nbitsadmin /complete j",
            &[("call-after-the-end", "bitsadmin /setpriority j HIGH")],
        ),
        // Behind its end there is no job; behind one that may not have come there is.
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /addfile j http://h/a C:\\a\r\nbitsadmin /resume j\r\nbitsadmin /cancel j\r\nbitsadmin /setpriority j HIGH\r\nbitsadmin /resume j",
            &[("call-after-the-end", "bitsadmin /setpriority j HIGH")],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /addfile j http://h/a C:\\a\r\nbitsadmin /resume j\r\nif exist a bitsadmin /cancel j\r\nbitsadmin /setpriority j HIGH",
            &[],
        ),
        (
            Cmd,
            "bitsadmin /create /upload j\r\nbitsadmin /resume j\r\ntimeout 5\r\nfoo\r\nbitsadmin /complete j\r\nbitsadmin /resume j",
            &[],
        ),
        (
            PowerShell,
            "$j = Start-BitsTransfer http://h/a C:\\a -Asynchronous\nfoo\nComplete-BitsTransfer $j\nRemove-BitsTransfer $j",
            &[],
        ),
        (
            PowerShell,
            "$j = Start-BitsTransfer http://h/a C:\\a -Asynchronous\nfoo\nComplete-BitsTransfer $j\nAdd-BitsFile $j http://h/b C:\\b",
            &[("call-after-the-end", "Add-BitsFile $j http://h/b C:\\b")],
        ),
        (
            PowerShell,
            "foreach ($u in 'a', 'b') { $j = Start-BitsTransfer http://h/$u C:\\$u -Asynchronous -DisplayName n\nfoo\nComplete-BitsTransfer $j }",
            &[],
        ),
        // What was never resumed has nothing.
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /addfile j http://h/a C:\\a\r\nbitsadmin /complete j\r\nbitsadmin /resume j",
            &[
                ("completed-at-once", "bitsadmin /complete j"),
                ("call-after-the-end", "bitsadmin /resume j"),
            ],
        ),
        (
            PowerShell,
            "$j = Start-BitsTransfer http://h/a C:\\a -Suspended\nGet-BitsTransfer | Resume-BitsTransfer\nfoo\nComplete-BitsTransfer $j",
            &[],
        ),
        // The one of /CREATE is the one that is left.
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /transfer j http://h/a C:\\a\r\nbitsadmin /complete j",
            &[
                ("created-beside-transfer", "j"),
                ("completed-at-once", "bitsadmin /complete j"),
            ],
        ),
        (
            Cmd,
            "bitsadmin /transfer j http://h/a C:\\a & bitsadmin /complete J",
            &[("call-after-the-end", "bitsadmin /complete J")],
        ),
        (
            Cmd,
            "start /wait bitsadmin /transfer j http://h/a C:\\a\r\nbitsadmin /resume j",
            &[("call-after-the-end", "bitsadmin /resume j")],
        ),
        (
            Cmd,
            "start bitsadmin /transfer j http://h/a C:\\a\r\nbitsadmin /setpriority j HIGH",
            &[],
        ),
        (
            Cmd,
            "bitsadmin /transfer j http://h/a C:\\a\r\nbitsadmin /cancel j\r\nbitsadmin /info j",
            &[],
        ),
        (
            Cmd,
            "if exist a (bitsadmin /transfer j http://h/a C:\\a) else (bitsadmin /resume j)",
            &[],
        ),
        (
            Cmd,
            "bitsadmin /transfer j http://h/a C:\\a\r\ngoto :eof\r\n:again\r\nbitsadmin /resume j",
            &[],
        ),
        (
            Cmd,
            "bitsadmin /transfer j http://h/a C:\\a\r\nbitsadmin /create j\r\nbitsadmin /setpriority j HIGH",
            &[],
        ),
        (
            PowerShell,
            "Start-BitsTransfer http://h/a C:\\a -DisplayName j\nGet-BitsTransfer j | Set-BitsTransfer -Priority Low",
            &[("call-after-the-end", "Set-BitsTransfer -Priority Low")],
        ),
        (
            PowerShell,
            "Start-Job { Start-BitsTransfer http://h/a C:\\a -DisplayName j }\nGet-BitsTransfer j | Set-BitsTransfer -Priority Low",
            &[],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /transfer j http://h/a C:\\a",
            &[("created-beside-transfer", "j")],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /cancel j\r\nbitsadmin /transfer j http://h/a C:\\a",
            &[],
        ),
        (
            Cmd,
            "if exist a bitsadmin /create j\r\nbitsadmin /transfer j http://h/a C:\\a",
            &[],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /transfer k http://h/a C:\\a",
            &[],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /addfile j http://h/a C:\\a\r\nbitsadmin /resume j >nul 2>&1\r\nrem done\r\nbitsadmin /complete j",
            &[("completed-at-once", "bitsadmin /complete j")],
        ),
        (
            Cmd,
            "bitsadmin /create j & bitsadmin /resume j & bitsadmin /setpriority j HIGH & bitsadmin /complete j",
            &[("completed-at-once", "bitsadmin /complete j")],
        ),
        (
            Cmd,
            "bitsadmin /resume j\r\ntimeout /t 60\r\nbitsadmin /complete j",
            &[],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /addfile j http://h/a C:\\a\r\nbitsadmin /resume j >nul\r\ntimeout /t 60 /nobreak >nul\r\nbitsadmin /info j\r\nbitsadmin /complete j",
            &[("completed-without-a-look", "bitsadmin /complete j")],
        ),
        (
            Cmd,
            "bitsadmin /setclientcertificatebyid j 2 MY 106106106106106106106106106106106106106A\r\nbitsadmin /setcredentials j SERVER BASIC u p\r\nbitsadmin /setcredentials j PROXY BASIC u p\r\nbitsadmin /takeownership j",
            &[
                ("setting-before-take-ownership", "2"),
                ("setting-before-take-ownership", "SERVER"),
                ("setting-before-take-ownership", "PROXY"),
            ],
        ),
        (
            Cmd,
            "bitsadmin /create j & bitsadmin /resume j & ping -n 30 127.0.0.1 > nul 2>&1 & bitsadmin /complete j",
            &[("completed-without-a-look", "bitsadmin /complete j")],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /resume j\r\ncall wait.cmd\r\nbitsadmin /complete j",
            &[],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /resume j\r\necho Press a key when it is done\r\npause\r\nbitsadmin /complete j",
            &[],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /resume j\r\n:w\r\ntimeout 5\r\nbitsadmin /getstate j | find \"TRANSFERRED\" || goto w\r\nbitsadmin /complete j",
            &[],
        ),
        (
            PowerShell,
            "$j = Start-BitsTransfer http://h/a C:\\a -Asynchronous\nStart-Sleep -Seconds 30\nComplete-BitsTransfer $j",
            &[("completed-without-a-look", "Complete-BitsTransfer $j")],
        ),
        (
            Cmd,
            "bitsadmin /resume j\r\nif exist a bitsadmin /complete j",
            &[],
        ),
        (Cmd, "bitsadmin /resume j\r\n:wait\r\nbitsadmin /complete j", &[]),
        (Cmd, "bitsadmin /resume j\r\nbitsadmin /complete k", &[]),
        (
            PowerShell,
            "$j = Start-BitsTransfer http://h/a C:\\a -Asynchronous\nComplete-BitsTransfer $j",
            &[("completed-at-once", "Complete-BitsTransfer $j")],
        ),
        (
            PowerShell,
            "Get-BitsTransfer j | Resume-BitsTransfer -Asynchronous | Out-Null; Get-BitsTransfer j | Complete-BitsTransfer",
            &[("completed-at-once", "Complete-BitsTransfer")],
        ),
        (
            PowerShell,
            "$j = Start-BitsTransfer http://h/a C:\\a -Suspended\nResume-BitsTransfer $j\nComplete-BitsTransfer $j",
            &[],
        ),
        (
            PowerShell,
            "$j = Start-BitsTransfer http://h/a C:\\a -Asynchronous\nwhile ($j.JobState -ne 'Transferred') { sleep 1 }\nComplete-BitsTransfer $j",
            &[],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /setpriority j LOW\r\nbitsadmin /setpriority j HIGH",
            &[("setting-said-twice", "bitsadmin /setpriority j HIGH")],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nif exist a (bitsadmin /setpriority j LOW) else (bitsadmin /setpriority j HIGH)",
            &[],
        ),
        // Each call gives all headers.
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /setcustomheaders j \"A: 1\"\r\nbitsadmin /setcustomheaders j \"B: 2\"",
            &[("replaced-headers", "bitsadmin /setcustomheaders j \"B: 2\"")],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /setcustomheaders j \"A: 1\"\r\nbitsadmin /setcustomheaders j \"A: 1\" \"B: 2\"",
            &[(
                "setting-said-twice",
                "bitsadmin /setcustomheaders j \"A: 1\" \"B: 2\"",
            )],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /setcustomheaders j \"A: 1\"\r\nif exist a bitsadmin /setcustomheaders j \"B: 2\"",
            &[],
        ),
        (
            PowerShell,
            "$j = Start-BitsTransfer http://h/a C:\\a -Suspended -CustomHeaders 'A: 1'\nSet-BitsTransfer $j -CustomHeaders 'A: 2'",
            &[("replaced-headers", "Set-BitsTransfer $j -CustomHeaders 'A: 2'")],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /setpriority j LOW\r\nif exist a bitsadmin /setpriority j HIGH",
            &[],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nbitsadmin /setpriority j LOW\r\nbitsadmin /resume j\r\ntimeout 60\r\nbitsadmin /setpriority j HIGH",
            &[],
        ),
        (
            Cmd,
            "bitsadmin /create j\r\nfor %%i in (a b) do bitsadmin /setdescription j x",
            &[],
        ),
        (Cmd, "bitsadmin /create j\r\nbitsadmin /setdisplayname j k", &[]),
        (
            PowerShell,
            "$j = Start-BitsTransfer http://h/a C:\\a -Suspended\nSet-BitsTransfer $j -Priority Low",
            &[],
        ),
        (
            PowerShell,
            "$j = Start-BitsTransfer http://h/a C:\\a -Suspended -Priority High\nSet-BitsTransfer $j -Priority Low",
            &[("setting-said-twice", "Set-BitsTransfer $j -Priority Low")],
        ),
    ];

    #[test]
    fn statements_in_the_wrong_order_are_told_and_others_are_not() {
        for (shell, source, expected) in TABLE {
            let reading = Reading {
                shell: Some(*shell),
                ..Reading::default()
            };
            let found = import(source, reading).found;
            let found: Vec<(&str, &str)> = found
                .iter()
                .filter(|found| RULES.contains(&found.rule))
                .map(|found| (found.rule, found.span.of(source)))
                .collect();
            assert_eq!(found, *expected, "{source}");
        }
    }

    #[test]
    fn an_empty_job_is_taken_out_where_it_has_its_lines_for_itself() {
        for (source, fixed) in [
            (
                "bitsadmin /create j\r\nbitsadmin /transfer j http://h/a C:\\a",
                Some("bitsadmin /transfer j http://h/a C:\\a"),
            ),
            (
                "bitsadmin /create j & bitsadmin /transfer j http://h/a C:\\a",
                None,
            ),
            (
                "bitsadmin /create j\r\nbitsadmin /setpriority j LOW\r\nbitsadmin /transfer j http://h/a C:\\a",
                None,
            ),
        ] {
            let reading = Reading {
                shell: Some(Cmd),
                ..Reading::default()
            };
            let found = import(source, reading).found;
            let found = found
                .iter()
                .find(|found| found.rule == "created-beside-transfer")
                .unwrap_or_else(|| panic!("{source}"));
            let after = found.fix.as_ref().map(|fix| fix.applied(source));
            assert_eq!(after.as_deref(), fixed, "{source}");
        }
    }
}
