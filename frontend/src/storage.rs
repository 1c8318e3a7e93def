//! What the browser keeps: the colours and how the script is shown; and files that are saved and opened.
//!
//! gloo's storage ends the program where a browser refuses it, so this asks the browser itself.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Storage, Url};

/// The names under which things are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The colours.
    Theme,
    /// The job, secrets masked.
    Job,
    /// What was kept for a job and could not be read.
    Unread,
    /// Whether long lines are broken.
    Wrap,
    /// The form of the script.
    Target,
    /// The text in the box for scripts, behind the number of its job that is in the form.
    Pasted,
}

impl Key {
    const fn name(self) -> &'static str {
        match self {
            Key::Theme => "bitsmith.theme",
            Key::Job => "bitsmith.job",
            Key::Unread => "bitsmith.unread",
            Key::Wrap => "bitsmith.wrap",
            Key::Target => "bitsmith.target",
            Key::Pasted => "bitsmith.pasted",
        }
    }
}

/// The browser refuses to keep anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocked;

fn storage() -> Result<Storage, Blocked> {
    web_sys::window()
        .and_then(|window| window.local_storage().ok().flatten())
        .ok_or(Blocked)
}

/// What the browser keeps for this tab alone, as long as it is open.
fn of_tab() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

/// What is kept under a name. A tab has its own job first: two tabs at once do not take each other's.
pub fn read(key: Key) -> Result<Option<String>, Blocked> {
    let kept = storage()?;
    let own = of_tab()
        .filter(|_| matches!(key, Key::Job | Key::Pasted))
        .and_then(|tab| tab.get_item(key.name()).ok().flatten());
    match own {
        Some(own) => Ok(Some(own)),
        None => kept.get_item(key.name()).map_err(|_| Blocked),
    }
}

/// Keeps something.
pub fn keep(key: Key, value: &str) -> Result<(), Blocked> {
    storage()?.set_item(key.name(), value).map_err(|_| Blocked)
}

/// Whether this tab has a job of its own.
pub fn has_own_job() -> bool {
    of_tab().is_some_and(|tab| tab.get_item(Key::Job.name()).is_ok_and(|job| job.is_some()))
}

/// Keeps a text as long as this tab is open; nothing where there is none, or no room.
pub fn keep_in_tab(key: Key, text: &str) {
    if let Some(tab) = of_tab() {
        let is_kept = !text.is_empty() && tab.set_item(key.name(), text).is_ok();
        if !is_kept {
            // Where it stays, it is still what stood in this box before.
            let _ = tab.remove_item(key.name());
        }
    }
}

/// Keeps the job for this tab, and for the next visit where it is the user's own.
pub fn keep_job(job: &str, is_own: bool) -> Result<(), Blocked> {
    let name = Key::Job.name();
    let tab = of_tab().ok_or(Blocked);
    let of_tab = tab.and_then(|tab| {
        tab.set_item(name, job).map_err(|_| {
            // What the tab kept before would come back over this one; where it stays, so does the error.
            let _ = tab.remove_item(name);
            Blocked
        })
    });
    if is_own { keep(Key::Job, job) } else { of_tab }
}

/// Gives a text to the user as a file. Says whether the browser took it.
pub fn save_file(name: &str, text: &str) -> bool {
    try_save(name, text).is_some()
}

fn try_save(name: &str, text: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let options = BlobPropertyBag::new();
    options.set_type("application/octet-stream");
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The download has begun; the address is needed until it has read the text.
    gloo_timers::callback::Timeout::new(60_000, move || {
        // An address that is gone already is what was wanted.
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
    Some(())
}
