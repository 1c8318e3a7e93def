//! The whole page: the state, what the browser tells it, and its parts.

use crate::apply::{Event, Served};
use crate::components::announcer::Announcer;
use crate::components::bottom_bar::{bottom_bar, same_bar};
use crate::components::form::form;
use crate::components::header::{header, same_header};
use crate::components::marked::go_to_next_remark;
use crate::components::notice::Notice;
use crate::components::part::of_state;
use crate::components::reader::{reader_part, same_reader};
use crate::components::result::result_part;
use crate::components::script::{place_of, show};
use crate::effect::{Undo, Watched, nothing, use_watch};
use crate::element::element;
use crate::errand::{self, failed, offer};
use crate::read::{Asked, Half, Request};
use crate::reader;
use crate::service;
use crate::state::{Action, Pane, Source, State, Theme, Tone, Wrap};
use crate::storage::{self, Key};
use bitsmith_core::document::{EXAMPLE, Secrets, from_link, read, write};
use bitsmith_core::draft::Draft;
use bitsmith_core::emit::Target;
use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use gloo_timers::callback::Timeout;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;
use yew::prelude::*;

/// The state as the page holds it.
#[derive(PartialEq)]
struct Store(Rc<State>);

impl Reducible for Store {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(Store(Rc::new(self.0.after(action))))
    }
}

/// How long typing rests before the job is kept, in milliseconds.
const REST: u32 = 300;

/// The only draft of a document.
fn only(source: &str) -> Option<Draft> {
    read(source).ok()?.into_iter().next()
}

/// The page as it starts, not judged yet: the job of a link, the job of the last visit, or an example.
fn first() -> State {
    let has_own = storage::has_own_job();
    let kept = storage::read(Key::Job);
    let last = kept.as_ref().ok().cloned().flatten();
    let mut state = match last.as_deref().map(only) {
        Some(Some(draft)) => State::unjudged(draft, false),
        _ => State::unjudged(only(EXAMPLE).unwrap_or_default(), true),
    };
    if let (Some(last), true) = (last, state.is_example) {
        // The next job that is kept takes its place.
        let is_kept = storage::keep(Key::Unread, &last).is_ok();
        state = state.after(failed(match is_kept {
            true => {
                "The job of your last visit could not be read; this is the example. This browser still keeps it for this page, under the name bitsmith.unread."
            }
            false => {
                "The job of your last visit could not be read; this is the example. It is gone once you change this one."
            }
        }));
    }
    if let (Ok(Some(last)), false) = (&kept, has_own || state.is_example) {
        // What another tab keeps later is not to come into this one.
        storage::keep_in_tab(Key::Job, last);
    }
    if kept.is_err() {
        state = state.after(failed(
            "This browser keeps nothing for this page: what you type is gone when you leave. Save the job as a file.",
        ));
    }
    if let Ok(Some(pasted)) = storage::read(Key::Pasted) {
        state = state.after(Action::Restore(pasted));
    }
    for action in linked() {
        state = state.after(action);
        if !has_own {
            // A tab that is new takes the job of its link at once: that of the last visit stays kept.
            state = state.after(Action::TakeOffer);
        }
    }
    if service::token().is_some() {
        state = state.after(Action::Apply(Event::Served));
    }
    if let Ok(Some(theme)) = storage::read(Key::Theme)
        && let Some(theme) = Theme::from_word(&theme)
    {
        state = state.after(Action::Theme(theme));
    }
    if let Ok(Some(wrap)) = storage::read(Key::Wrap)
        && wrap == "on"
    {
        state = state.after(Action::Wrap(Wrap::On));
    }
    if let Ok(Some(target)) = storage::read(Key::Target)
        && let Some(target) = Target::from_word(&target)
    {
        state = state.after(Action::Target(target));
    }
    state
}

/// What the fragment of the page's address gives. The fragment is taken away, so that it does not come back over what
/// is typed afterwards.
fn linked() -> Vec<Action> {
    let Some(window) = web_sys::window() else {
        return Vec::new();
    };
    let fragment = window.location().hash().unwrap_or_default();
    if fragment.trim_start_matches('#').is_empty() {
        return Vec::new();
    }
    if let (Ok(history), Ok(path)) = (window.history(), window.location().pathname()) {
        // Where the address cannot be changed the link is opened again when the page is loaded again.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
    match from_link(&fragment) {
        Ok(draft) => vec![offer(
            draft,
            Source::Link,
            Tone::Done,
            "The job of the link is in the form. Undo brings back what was there.",
        )],
        Err(errors) => vec![failed(errors.0.first().map_or_else(
            || "The link holds no job.".to_owned(),
            |error| match error.message.starts_with("The link") {
                true => format!("{} {}", error.message, error.help),
                false => {
                    "The link is damaged, or of a newer Bitsmith: what it holds cannot be read as a job. Have it sent again, or open the job as a file.".to_owned()
                }
            },
        ))],
    }
}

/// Keys that work wherever the focus is.
fn on_key(event: &KeyboardEvent, send: &Callback<Action>) {
    let command = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        "k" | "K" if command && !event.shift_key() && !event.alt_key() => {
            event.prevent_default();
            send.emit(Action::Focus("search"));
        }
        "Enter" if command => {
            event.prevent_default();
            let Some(copy) = element("copy").or_else(|| element("copy-revision")) else {
                send.emit(failed(
                    "There is nothing to copy here. Go back to the commands, or open a job of the script and change it.",
                ));
                return;
            };
            if copy.has_attribute("disabled") {
                send.emit(failed("There is nothing to copy: the job has errors."));
            }
            copy.click();
        }
        "F8" => {
            event.prevent_default();
            if !(is_in(event, ".reader") && go_to_next_remark()) {
                send.emit(Action::NextProblem);
            }
        }
        "Escape" => send.emit(Action::Escape),
        "z" | "Z" if command && !is_text(event) => {
            event.prevent_default();
            send.emit(if event.shift_key() {
                Action::Redo
            } else {
                Action::Undo
            });
        }
        _ => {}
    }
}

/// Whether the key goes to a field that has its own undo.
fn is_text(event: &KeyboardEvent) -> bool {
    is_in(event, "textarea, input:not([type=checkbox]):not([type=radio])")
}

/// Whether the key goes to such an element, or to one in it.
fn is_in(event: &KeyboardEvent, selector: &str) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|target| target.closest(selector).is_ok_and(|found| found.is_some()))
}

/// Has a text read once typing rests.
#[hook]
fn use_reader(asked: Asked, request: &Request, send: &Callback<Action>) {
    let (send, request) = (send.clone(), request.clone());
    let watched = Watched::new(request.serial);
    let effect = move || {
        let timeout = request
            .question
            .is_some()
            .then(|| Timeout::new(request.rest, move || reader::ask(asked, request, send)));
        Box::new(move || drop(timeout)) as Undo
    };
    use_watch(watched, Box::new(effect));
}

/// Keeps the job once typing rests, and at once when the page is left.
#[hook]
fn use_kept(state: &Rc<State>, send: &Callback<Action>) {
    let waiting = use_mut_ref(|| None::<Rc<State>>);
    let is_said = use_mut_ref(|| storage::read(Key::Job).is_err());
    let keep = {
        let (waiting, send) = (waiting.clone(), send.clone());
        move || {
            let Some(state) = waiting.borrow_mut().take() else {
                return;
            };
            let job = write(std::slice::from_ref(&*state.draft), Secrets::Masked);
            let is_kept = storage::keep_job(&job, !state.is_linked()).is_ok();
            if !is_kept && !is_said.replace(true) {
                send.emit(failed(
                    "This browser has no room to keep the job: what you type is gone when you leave. Save the job as a file.",
                ));
            }
        }
    };
    {
        let keep = keep.clone();
        let effect = move || {
            let listener =
                web_sys::window().map(|window| EventListener::new(&window, "pagehide", move |_| keep()));
            Box::new(move || drop(listener)) as Undo
        };
        use_watch(Watched::new(()), Box::new(effect));
    }
    let watched = Watched::new((state.draft.clone(), state.can_undo()));
    let state = state.clone();
    let effect = move || {
        let touched = state.can_undo() || state.can_redo();
        *waiting.borrow_mut() = touched.then_some(state);
        let timeout = touched.then(|| Timeout::new(REST, keep));
        Box::new(move || drop(timeout)) as Undo
    };
    use_watch(watched, Box::new(effect));
}

/// The whole page.
#[component]
pub fn Page() -> Html {
    let store = use_reducer_eq(|| Store(Rc::new(first())));
    let send = {
        let dispatcher = store.dispatcher();
        use_callback((), move |action: Action, _| dispatcher.dispatch(action))
    };
    let state = store.0.clone();

    {
        let send = send.clone();
        let effect = move || {
            let listener = web_sys::window()
                .and_then(|window| window.document())
                .map(|document| {
                    let options = EventListenerOptions {
                        phase: EventListenerPhase::Bubble,
                        passive: false,
                    };
                    EventListener::new_with_options(&document, "keydown", options, move |event| {
                        if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                            on_key(event, &send);
                        }
                    })
                });
            Box::new(move || drop(listener)) as Undo
        };
        use_watch(Watched::new(()), Box::new(effect));
    }
    {
        let send = send.clone();
        let effect = move || {
            // The form can be typed into before there is a script.
            let timeout = Timeout::new(0, move || send.emit(Action::Judge));
            Box::new(move || drop(timeout)) as Undo
        };
        use_watch(Watched::new(()), Box::new(effect));
    }
    let theme = state.theme;
    let effect = move || {
        let root = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.document_element());
        if let Some(root) = root {
            // A page that cannot take the attribute keeps the colours of the system.
            let _ = match theme {
                Theme::System => root.remove_attribute("data-theme"),
                theme => root.set_attribute("data-theme", theme.word()),
            };
        }
        nothing()
    };
    use_watch(Watched::new(theme), Box::new(effect));
    {
        let kept = (state.theme, state.wrap, state.request.target);
        let is_first = use_mut_ref(|| true);
        let (theme, wrap, target) = kept;
        let effect = move || {
            if std::mem::take(&mut *is_first.borrow_mut()) {
                return nothing();
            }
            // Where storage is blocked these last as long as the page.
            let _ = storage::keep(Key::Theme, theme.word());
            let _ = storage::keep(Key::Wrap, if wrap == Wrap::On { "on" } else { "off" });
            let _ = storage::keep(Key::Target, target.word());
            nothing()
        };
        use_watch(Watched::new(kept), Box::new(effect));
    }
    {
        let send = send.clone();
        let served = state.apply.served;
        let effect = move || {
            if served == Served::Locally {
                service::ask("/api/status", None, send.clone(), |status| {
                    Action::Apply(Event::Status(status.reason()))
                });
                service::watch(send);
            }
            nothing()
        };
        use_watch(Watched::new(served), Box::new(effect));
    }
    {
        let send = send.clone();
        let effect = move || {
            let listener = web_sys::window().map(|window| {
                EventListener::new(&window, "hashchange", move |_| {
                    for action in linked() {
                        send.emit(action);
                    }
                })
            });
            Box::new(move || drop(listener)) as Undo
        };
        use_watch(Watched::new(()), Box::new(effect));
    }
    use_kept(&state, &send);
    {
        let read = &state.read;
        let watched = Watched::new((read.script.clone(), read.text.clone(), state.origin.clone()));
        let state = state.clone();
        let effect = move || {
            if let Some(pasted) = state.read.kept(state.origin.as_ref()) {
                storage::keep_in_tab(Key::Pasted, &pasted);
            }
            nothing()
        };
        use_watch(watched, Box::new(effect));
    }
    {
        let (send, state) = (send.clone(), state.clone());
        let watched = Watched::new(state.errand);
        let effect = move || {
            if let Some((_, errand)) = state.errand {
                errand::run(errand, &state, send);
            }
            nothing()
        };
        use_watch(watched, Box::new(effect));
    }
    use_reader(Asked::Script, &state.read.script_request, &send);
    use_reader(Asked::Error, &state.read.error_request, &send);
    use_reader(Asked::Revision, &state.read.revision_request, &send);
    let focus = state.focus.clone();
    let watched = Watched::new(focus.clone());
    let effect = move || {
        if focus.serial > 0
            && let Some(element) = element(&focus.id)
        {
            // What is folded is unfolded by its heading.
            if let Some(folded) = element
                .parent_element()
                .filter(|_| element.tag_name() == "SUMMARY")
            {
                // A heading that stays folded is still gone to.
                let _ = folded.set_attribute("open", "");
            }
            // An element that cannot take the focus leaves it where it is.
            let _ = element.focus();
        }
        nothing()
    };
    use_watch(watched, Box::new(effect));

    let point = |event: &yew::Event| event.target_dyn_into::<Element>().as_ref().and_then(place_of);
    let onmouseover = send.reform(move |event: MouseEvent| Action::Point(point(&event)));
    let onmouseleave = send.reform(|_: MouseEvent| Action::Point(None));
    let onfocusin = {
        let send = send.clone();
        Callback::from(move |event: FocusEvent| {
            if let Some(at) = point(&event) {
                send.emit(Action::Hold(at));
            }
        })
    };
    let onclick = {
        Callback::from(move |event: MouseEvent| {
            // A click on a line brings its field into view; the focus stays with the line.
            let target = event.target_dyn_into::<Element>();
            let line = target.and_then(|target| target.closest(".line").ok().flatten());
            let row = line
                .and_then(|line| line.get_attribute("data-at"))
                .and_then(|mark| {
                    let document = web_sys::window()?.document()?;
                    let whole = mark.split('.').next().unwrap_or(&mark).to_owned();
                    [mark, whole].into_iter().find_map(|mark| {
                        document
                            .query_selector(&format!(".form [data-at=\"{mark}\"]"))
                            .ok()
                            .flatten()
                    })
                });
            if let Some(row) = row {
                show(&row);
            }
        })
    };
    html! {
        <div
            class={classes!("page", match state.pane { Pane::Form => "shows-form", Pane::Script => "shows-script" })}
            {onmouseover}
            {onmouseleave}
            {onfocusin}
            {onclick}
        >
            { of_state(&state, &send, header, same_header) }
            <main class="halves">
                { form(&state, &send) }
                if state.read.half == Half::Reader {
                    { of_state(&state, &send, reader_part, same_reader) }
                } else if state.is_judged {
                    { result_part(&state, &send) }
                }
            </main>
            if state.is_judged {
                { of_state(&state, &send, bottom_bar, same_bar) }
            }
            <Notice send={send.clone()} message={state.message.clone()} />
            <Announcer counts={state.counts()} />
        </div>
    }
}
