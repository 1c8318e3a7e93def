//! Progress of jobs on standard error: a bar a job on a terminal, plain lines otherwise.

use crate::console::Console;
use crate::shown::{duration, safe, size, state};
use bitsmith_backend::monitor::Progress;
use bitsmith_backend::service::State;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// How the progress of one job is shown.
pub(crate) struct Shown {
    bar: Option<ProgressBar>,
    said: Option<(State, u64, bool)>,
}

impl Shown {
    pub(crate) fn new(console: &Console<'_>) -> Shown {
        let bar = console
            .machine
            .bars()
            .map(|target| styled(ProgressBar::with_draw_target(None, target)));
        Shown { bar, said: None }
    }

    /// One of several bars below each other.
    pub(crate) fn among(bars: &MultiProgress) -> Shown {
        let bar = styled(bars.add(ProgressBar::no_length()));
        Shown {
            bar: Some(bar),
            said: None,
        }
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// Shows how a job gets on. Lines are written when the state changes, and at each tenth of the bytes.
    pub(crate) fn show(&mut self, progress: &Progress, console: &mut Console<'_>) {
        let status = &progress.status;
        let line = line(progress);
        if let Some(bar) = &self.bar {
            match status.bytes_total {
                Some(total) => bar.set_length(total),
                // A length of nothing would look like all of it.
                None => bar.unset_length(),
            }
            bar.set_position(status.bytes_transferred);
            bar.set_message(line);
            return;
        }
        let tenth = status
            .bytes_total
            .and_then(|total| status.bytes_transferred.saturating_mul(10).checked_div(total));
        let now = (status.state, tenth.unwrap_or(0), progress.is_stuck);
        if self.said != Some(now) {
            self.said = Some(now);
            console.say(&format!("{line}\n"));
        }
    }
}

fn styled(bar: ProgressBar) -> ProgressBar {
    // The message is cut where the terminal ends: a line that wraps is not drawn in its place.
    if let Ok(style) = ProgressStyle::with_template("[{bar:20}] {percent:>3} % {wide_msg}") {
        bar.set_style(style.progress_chars("=> "));
    }
    bar
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.abandon();
        }
    }
}

/// How a job gets on, in one line.
pub(crate) fn line(progress: &Progress) -> String {
    let status = &progress.status;
    let mut line = format!("{}: {}", safe(&status.display_name), state(status.state));
    let bytes = size(status.bytes_transferred);
    match status.bytes_total {
        Some(total) => line.push_str(&format!(", {bytes} of {}", size(total))),
        None if status.bytes_transferred > 0 => line.push_str(&format!(", {bytes}")),
        None => {}
    }
    if status.files_total > 1 {
        line.push_str(&format!(
            ", file {} of {}",
            status.files_transferred, status.files_total
        ));
    }
    if let Some(speed) = progress.speed.filter(|speed| *speed > 0) {
        line.push_str(&format!(", {} a second", size(speed)));
    }
    if let Some(remaining) = progress.remaining {
        line.push_str(&format!(", about {} still", duration(remaining)));
    }
    if status.state == State::TransientError
        && let Some(code) = status.error.as_ref().and_then(|error| error.code)
    {
        line.push_str(&format!(", tries again after {}", code.explained()));
    }
    if progress.is_stuck {
        line.push_str(", stuck: no progress for 15 min");
    }
    line
}
