//! `bitsmith lint`: what is wrong with the BITS commands of scripts, Markdown and plain text.

use crate::console::{Console, Exit, Trouble};
use crate::shown::safe;
use bitsmith_core::diagnostic::Severity;
use bitsmith_core::profile::Profile;
use file::Linted;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use judge::Judge;
use report::Format;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

pub(crate) mod judge;
pub(crate) mod report;
mod file;
mod findings;
mod fix;
mod rule;
mod suppression;
mod walk;

#[cfg(test)]
mod tests;

/// What happens to findings that can be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mending {
    /// They are said.
    Say,
    /// The change is shown.
    Show,
    /// The change is shown and written.
    Write,
}

/// What is asked.
pub(crate) struct Request {
    /// Files and folders.
    pub(crate) paths: Vec<PathBuf>,
    /// The machine that the commands are for.
    pub(crate) profile: Profile,
    pub(crate) format: Format,
    pub(crate) mending: Mending,
}

/// Looks at files and says what was found.
pub(crate) fn run(request: &Request, judge: &dyn Judge, console: &mut Console<'_>) -> Result<Exit, Trouble> {
    let walked = walk::files(&request.paths);
    let mut unreadable = walked.trouble;
    for folder in &walked.empty {
        console.say(&format!(
            "bitsmith: {} holds no script, no Markdown and no text file.\n",
            safe(&folder.display().to_string())
        ));
    }
    let mut linted = Vec::new();
    for (path, outcome) in walked
        .files
        .iter()
        .zip(look(&walked.files, request, judge, console))
    {
        match outcome {
            Ok(file) => linted.push(file),
            Err(reason) => unreadable.push((path.clone(), reason)),
        }
    }
    for file in &linted {
        for note in &file.notes {
            console.say(note);
        }
    }
    if request.mending != Mending::Say {
        mend(&mut linted, request, &mut unreadable, console)?;
    }
    for (_, reason) in &unreadable {
        console.say(&format!("bitsmith: {reason}\n"));
    }
    console.print(&report::report(&linted, &unreadable, judge, request.format))?;
    if request.format == Format::Text {
        console.say(&summary(&linted));
    }
    let wrong = linted
        .iter()
        .flat_map(|file| &file.found)
        .any(|found| found.severity == Severity::Error);
    Ok(match (unreadable.is_empty(), wrong) {
        (false, _) => Exit::Unusable,
        (true, true) => Exit::Wrong,
        (true, false) => Exit::Fine,
    })
}

/// Lints files, several at a time; the outcomes stand in the order of the files.
fn look(
    files: &[PathBuf],
    request: &Request,
    judge: &dyn Judge,
    console: &Console<'_>,
) -> Vec<Result<Linted, String>> {
    let target = console.machine.bars().unwrap_or_else(ProgressDrawTarget::hidden);
    let bar = ProgressBar::with_draw_target(Some(files.len() as u64), target);
    if let Ok(style) = ProgressStyle::with_template("{pos} of {len} files [{bar:30}]") {
        bar.set_style(style.progress_chars("=> "));
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(path) = files.get(number) else {
                return done;
            };
            done.push((number, file::lint(path, request, judge)));
            bar.inc(1);
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut outcomes: Vec<(usize, Result<Linted, String>)> = thread::scope(|scope| {
        let running: Vec<_> = (0..workers.min(files.len())).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .flat_map(|worker| {
                worker
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    });
    bar.finish_and_clear();
    outcomes.sort_by_key(|(number, _)| *number);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

/// Shows what would change, and writes it where that was asked. What was written is linted as it is now.
fn mend(
    linted: &mut [Linted],
    request: &Request,
    unreadable: &mut Vec<(PathBuf, String)>,
    console: &mut Console<'_>,
) -> Result<(), Trouble> {
    for file in linted {
        let Some(fixed) = file.fixed.take() else {
            continue;
        };
        let difference = || fix::difference(&file.name, &file.text, &fixed.text, &file.secrets);
        match request.format {
            Format::Text => console.print(&difference())?,
            // A line of the text may be a command of the workflow, which is taken from both streams.
            Format::Github => {}
            Format::Json | Format::Sarif => console.say(&difference()),
        }
        if request.mending != Mending::Write {
            continue;
        }
        match file::write(&file.path, &file.bytes_hash, &fixed.text, file.encoding) {
            Ok(()) => {
                file.text = fixed.text;
                file.found = fixed.said.found;
                file.secrets = fixed.said.secrets;
            }
            Err(reason) => unreadable.push((file.path.clone(), reason)),
        }
    }
    Ok(())
}

fn summary(linted: &[Linted]) -> String {
    let count = |severity: Severity| {
        let all = linted.iter().flat_map(|file| &file.found);
        all.filter(|found| found.severity == severity).count()
    };
    let files = linted.len();
    let of = |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    format!(
        "{}: {}, {}, {} for information\n",
        of(files, "file"),
        of(count(Severity::Error), "error"),
        of(count(Severity::Warning), "warning"),
        count(Severity::Information),
    )
}

/// How a path is called in what is said.
fn name_of(path: &Path) -> String {
    safe(&path.display().to_string())
}
