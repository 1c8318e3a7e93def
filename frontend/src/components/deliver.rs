//! Copying and saving the script.

use crate::clipboard::{self, Refused};
use crate::output::Output;
use crate::state::{Action, Message, Standing, Tone};
use crate::storage::save_file;
use yew::prelude::*;

/// What is delivered.
#[derive(Debug)]
pub struct Delivery<'o> {
    /// The script.
    pub output: &'o Output,
    /// How it stands to the draft: what does not say the draft is not taken away.
    pub standing: Standing,
    /// What its file is called.
    pub file_name: String,
    /// The id of the button that copies; there are two of them on a narrow page.
    pub id: &'static str,
    /// Whether there is a button for saving.
    pub saves: Saves,
}

/// Whether there is a button for saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saves {
    /// There is.
    Yes,
    /// There is none.
    No,
}

/// The buttons.
pub fn deliver(props: &Delivery<'_>, send: &Callback<Action>) -> Html {
    let is_off = props.output.lines.is_empty() || props.standing != Standing::Current;
    let copy = {
        let (send, output) = (send.clone(), props.output.clone());
        Callback::from(move |_: MouseEvent| {
            let send = send.clone();
            let count = output.lines.len();
            clipboard::copy(output.text(), move |answer| {
                send.emit(Action::Say(Some(match answer {
                    Ok(()) => Message {
                        tone: Tone::Done,
                        words: match count {
                            1 => "1 line copied.".to_owned(),
                            count => format!("{count} lines copied."),
                        },
                    },
                    Err(Refused) => {
                        clipboard::select("output");
                        Message {
                            tone: Tone::Failed,
                            words: "The browser refused the clipboard. The script is selected: press Ctrl+C."
                                .to_owned(),
                        }
                    }
                })));
            });
        })
    };
    let save = {
        let (send, output, name) = (send.clone(), props.output.clone(), props.file_name.clone());
        Callback::from(move |_: MouseEvent| {
            let message = if save_file(&name, &output.text()) {
                Message {
                    tone: Tone::Done,
                    words: format!("{name} is in your downloads."),
                }
            } else {
                Message {
                    tone: Tone::Failed,
                    words: "The browser refused the download. Copy the script instead.".to_owned(),
                }
            };
            send.emit(Action::Say(Some(message)));
        })
    };
    html! {
        <>
            <button type="button" class="main" id={props.id} disabled={is_off} onclick={copy}>{ "Copy" }</button>
            if props.saves == Saves::Yes {
                <button type="button" disabled={is_off} onclick={save}>
                    { "Download " }{ props.file_name.clone() }
                </button>
            }
        </>
    }
}
