//! A job of this machine: how far it is, what its state means, what can be done next.

use crate::apply::{Event, Job, Progress};
use crate::service::{ask, watch};
use crate::state::Action;
use bitsmith_core::document::read;
use yew::{Callback, Html, MouseEvent, html};

/// The job.
pub fn job(job: &Job, send: &Callback<Action>) -> Html {
    html! {
        <article key={job.guid.clone()} class="job">
            <h3><bdi>{ job.whole.name.clone() }</bdi><small>{ job.state.clone() }</small></h3>
            <p><bdi>{ job.means.clone() }</bdi></p>
            { for pace(job) }
            { for job.parts.iter().map(|part| bar(part, job.moves)) }
            <div class="buttons">
                { for job.next.iter().map(|deed| next(&job.guid, deed, send)) }
                { open(&job.guid, send) }
            </div>
        </article>
    }
}

/// How far a file is. Where nobody knows how long it gets and it moves, the bar says only that.
fn bar(part: &Progress, moves: bool) -> Html {
    let max = part.total.filter(|total| *total > 0);
    let value = match max {
        Some(_) => Some(part.done),
        None if moves => None,
        None => Some(0),
    };
    html! {
        <label class="bar-of">
            <bdi>{ part.name.clone() }</bdi>
            <progress max={max.unwrap_or(1).to_string()} value={value.map(|value| value.to_string())} />
            <small>{ sizes(part) }</small>
        </label>
    }
}

/// How fast it is, and how long it still takes.
fn pace(job: &Job) -> Option<Html> {
    let speed = format!("{} a second", size(job.speed?));
    let pace = match job.remaining {
        Some(seconds) => format!("{speed}, about {} still", time(seconds)),
        None => speed,
    };
    Some(html! { <p class="pace">{ pace }</p> })
}

/// A number of seconds as people say it.
pub fn time(seconds: u64) -> String {
    match (seconds / 86_400, seconds / 3600, seconds / 60) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, _) => format!("{hours} h"),
        (days, ..) => format!("{days} d"),
    }
}

fn sizes(part: &Progress) -> String {
    match part.total {
        Some(total) => format!("{} of {}", size(part.done), size(total)),
        None => size(part.done),
    }
}

/// A number of bytes as people say it.
pub fn size(bytes: u64) -> String {
    let mut unit = "bytes";
    let mut tenths = bytes.saturating_mul(10);
    for larger in ["KiB", "MiB", "GiB", "TiB"] {
        if tenths < 10_240 {
            break;
        }
        tenths /= 1024;
        unit = larger;
    }
    if unit == "bytes" {
        format!("{bytes} {unit}")
    } else {
        format!("{}.{} {unit}", tenths / 10, tenths % 10)
    }
}

fn next(guid: &str, deed: &str, send: &Callback<Action>) -> Html {
    let path = format!("/api/jobs/{guid}/{deed}");
    let send = send.clone();
    let onclick = move |_: MouseEvent| {
        let again = send.clone();
        let then = move |_| {
            watch(again.clone());
            Action::Apply(Event::Done)
        };
        ask(&path, Some("{}".to_owned()), send.clone(), then);
    };
    let mut label: Vec<char> = deed.chars().collect();
    if let Some(first) = label.first_mut() {
        first.make_ascii_uppercase();
    }
    html! { <button type="button" {onclick}>{ label.into_iter().collect::<String>() }</button> }
}

fn open(guid: &str, send: &Callback<Action>) -> Html {
    let path = format!("/api/jobs/{guid}");
    let send = send.clone();
    let onclick = move |_: MouseEvent| {
        ask(&path, None, send.clone(), |value| {
            match read(&value.member("document").json())
                .ok()
                .and_then(|drafts| drafts.into_iter().next())
            {
                Some(draft) => Action::Load(draft),
                None => Action::Apply(Event::Refused(
                    "This job cannot be opened in the form.".to_owned(),
                )),
            }
        });
    };
    html! { <button type="button" class="link" {onclick}>{ "Open in the form" }</button> }
}
