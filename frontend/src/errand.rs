//! What a browser is asked to do with the job or the script: copy, save, share.

use crate::apply::Event;
use crate::clipboard::{self, Refused};
use crate::components::revision::REVISION;
use crate::service::{ask, watch};
use crate::state::{Action, Errand, Message, Offer, Source, State, Tone};
use crate::storage::save_file;
use bitsmith_core::document::{LINK_LIMIT, Secrets, to_link, write};
use bitsmith_core::draft::Draft;
use std::rc::Rc;
use yew::Callback;

/// Says that something was done.
pub fn done(words: impl Into<String>) -> Action {
    Action::Say(Some(Message {
        tone: Tone::Done,
        words: words.into(),
        link: None,
    }))
}

/// Says that something could not be done.
pub fn failed(words: impl Into<String>) -> Action {
    Action::Say(Some(Message {
        tone: Tone::Failed,
        words: words.into(),
        link: None,
    }))
}

/// Offers a job from elsewhere, and says something once it is there.
pub fn offer(draft: Draft, source: Source, tone: Tone, words: impl Into<String>) -> Action {
    Action::Offer(Rc::new(Offer {
        draft,
        source,
        message: Message {
            tone,
            words: words.into(),
            link: None,
        },
    }))
}

/// Runs an errand, and says what became of it.
pub fn run(errand: Errand, state: &State, send: Callback<Action>) {
    match errand {
        Errand::Copy => copy(state, send),
        Errand::CopyRevision => copy_revision(state, send),
        Errand::Download => {
            let name = state.file_name();
            send.emit(if save_file(&name, &state.output.text()) {
                done(format!("{name} is in your downloads."))
            } else {
                failed("The browser refused the download. Copy the script instead.")
            });
        }
        Errand::Save => {
            let name = state.document_name();
            let text = write(std::slice::from_ref(&*state.draft), Secrets::Masked);
            send.emit(if save_file(&name, &text) {
                done(format!("{name} is in your downloads. Secrets are not in it."))
            } else {
                failed("The browser refused the download.")
            });
        }
        Errand::Share => share(state, send),
        Errand::Plan => {
            let body = format!("{{\"document\":{}}}", asked(state));
            ask("/api/plan", Some(body), send, |plan| {
                Action::Apply(Event::Planned(Rc::new(plan.plan())))
            });
        }
        Errand::Apply => {
            let again = send.clone();
            ask(
                "/api/apply",
                state.apply.request(&asked(state)),
                send,
                move |done| {
                    watch(again);
                    Action::Apply(Event::Applied(done.notices()))
                },
            );
        }
    }
}

/// The job as the service is told it: with what was typed, so that the service can say what it does not take from a page.
fn asked(state: &State) -> String {
    write(std::slice::from_ref(&*state.draft), Secrets::Shown)
}

fn copy(state: &State, send: Callback<Action>) {
    let count = state.output.lines.len();
    clipboard::copy(state.output.text(), move |answer| {
        send.emit(match answer {
            Ok(()) if count == 1 => done("1 line copied."),
            Ok(()) => done(format!("{count} lines copied.")),
            Err(Refused) => {
                clipboard::select("output");
                failed("The browser refused the clipboard. The script is selected: press Ctrl+C.")
            }
        });
    });
}

fn copy_revision(state: &State, send: Callback<Action>) {
    let (Some(origin), Some(revision)) = (&state.origin, state.read.current_revision()) else {
        return;
    };
    let Some(text) = revision.of(&origin.text) else {
        return;
    };
    let is_whole = revision.is_whole;
    clipboard::copy(text, move |answer| {
        send.emit(match answer {
            Ok(()) => done("The pasted script with your changes is copied."),
            Err(Refused) if is_whole => {
                clipboard::select(REVISION);
                failed("The browser refused the clipboard. The script is selected: press Ctrl+C.")
            }
            Err(Refused) => {
                failed("The browser refused the clipboard. What is shown is not the whole script: allow the clipboard for this page.")
            }
        });
    });
}

fn share(state: &State, send: Callback<Action>) {
    let address = to_link(&state.draft).and_then(|link| {
        let here = web_sys::window()?.location().href().ok()?;
        let here = here.split('#').next().unwrap_or(&here).to_owned();
        Some(format!("{here}#{link}"))
    });
    let Some(address) = address else {
        send.emit(failed(format!(
            "The job is too long for a link of {} KiB. Save it as a file and send that.",
            LINK_LIMIT / 1024
        )));
        return;
    };
    let shown = address.clone();
    clipboard::copy(address, move |answer| {
        send.emit(match answer {
            Ok(()) => done("A link to this job is copied. Secrets are not in it."),
            Err(Refused) => Action::Say(Some(Message {
                tone: Tone::Failed,
                words: "The browser refused the clipboard. The link is selected: press Ctrl+C.".to_owned(),
                link: Some(shown),
            })),
        });
    });
}
