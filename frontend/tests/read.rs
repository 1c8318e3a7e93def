//! What the page makes of a script that was pasted, without a browser and without the reader.

use bitsmith_core::document::{EXAMPLE, read};
use bitsmith_core::draft::Draft;
use bitsmith_core::emit::Target;
use bitsmith_core::profile::{Profile, Shell};
use bitsmith_frontend::read::{Asked, Entered, Event, Half, LIMIT, LINES, Request, Script, Standing, Trees};
use bitsmith_frontend::state::{Action, Pane, State};
use serde_json::{Value, json};
use std::rc::Rc;

fn example() -> Draft {
    read(EXAMPLE).unwrap().remove(0)
}

fn start() -> State {
    State::new(example(), true)
}

fn after(state: &State, event: Event) -> State {
    state.after(Action::Read(event))
}

/// A job that is not the example.
fn other() -> Rc<Draft> {
    let source = r#"{
        "bitsmith": 1,
        "subject": { "new": { "display_name": "Nightly", "job_type": "download" } },
        "files": [{ "remote_name": "https://example.com/a.zip", "local_name": "C:\\a.zip" }],
        "ending": "start_and_leave"
    }"#;
    Rc::new(read(source).unwrap().remove(0))
}

fn script(shell: &str) -> Rc<Script> {
    Rc::new(Script {
        shell: shell.to_owned(),
        jobs: vec![other()],
        ..Script::default()
    })
}

/// The page with a script that was read.
fn with_script(state: &State, shell: &str) -> State {
    let state = after(state, Event::Script("a script".to_owned(), Entered::Typed));
    let serial = state.read.script_request.serial;
    after(&state, Event::Read(serial, script(shell)))
}

fn request(request: &Request) -> Value {
    serde_json::from_str(&request.json().unwrap()).unwrap()
}

#[test]
fn nothing_is_asked_until_something_is_pasted() {
    let state = start().after(Action::Half(Half::Reader));
    assert_eq!(state.read.script_request.json(), None);
    assert_eq!((state.pane, state.focus.id.as_str()), (Pane::Script, "read-text"));
    let state = after(&state, Event::Script("  \n".to_owned(), Entered::Typed));
    assert_eq!(
        (state.read.script_request.json(), &state.read.script),
        (None, &Standing::Nothing)
    );
}

#[test]
fn a_script_is_asked_for_as_it_was_typed() {
    let text = "bitsadmin /create \"a\"\r\n\\ \u{1F600}";
    let state = after(&start(), Event::Script(text.to_owned(), Entered::Typed));
    assert_eq!(
        request(&state.read.script_request),
        json!({ "kind": "read", "serial": 1, "text": text, "shell": "auto", "lines": LINES })
    );
    let state = after(&state, Event::More);
    assert_eq!(
        request(&state.read.script_request)["lines"].as_u64(),
        u64::try_from(2 * LINES).ok()
    );
}

#[test]
fn a_script_that_is_too_long_is_refused_with_the_reason() {
    let fits = after(&start(), Event::Script("a".repeat(LIMIT), Entered::Typed));
    assert_eq!(fits.read.script, Standing::Waiting);
    let long = after(&fits, Event::Script("a".repeat(LIMIT + 1), Entered::Typed));
    assert_eq!(long.read.script_request.json(), None);
    assert!(matches!(&long.read.script, Standing::Failed(sentence) if sentence.contains("1048577 bytes")));
}

#[test]
fn an_answer_to_an_older_request_is_not_shown() {
    let state = after(&start(), Event::Script("one".to_owned(), Entered::Typed));
    let state = after(&state, Event::Script("two".to_owned(), Entered::Typed));
    let late = after(&state, Event::Read(1, script("cmd")));
    assert_eq!(late.read.script, Standing::Waiting);
    let late = after(&state, Event::Failed(Asked::Script, 1, "gone".to_owned()));
    assert_eq!(late.read.script, Standing::Waiting);
    let read = after(&state, Event::Read(2, script("cmd")));
    assert_eq!(read.read.script, Standing::Answered(script("cmd")));
}

#[test]
fn a_job_takes_the_place_of_the_example_without_a_question() {
    let state = after(&with_script(&start(), "cmd"), Event::Open(0));
    assert_eq!(*state.draft, *other());
    assert_eq!((state.is_example, state.pane), (false, Pane::Form));
    assert_eq!(
        state.request.target,
        Target::PowerShell,
        "the other shell's version"
    );
    assert_eq!(*state.after(Action::Undo).draft, example());
}

#[test]
fn work_is_replaced_only_after_a_question() {
    let mine = State::new(example(), false);
    let asked = after(&with_script(&mine, "powershell"), Event::Open(0));
    assert_eq!(*asked.draft, example());
    assert_eq!(asked.read.asked, Some(0));
    assert_eq!(asked.focus.id, "replace");
    let kept = after(&asked, Event::Keep);
    assert_eq!((&*kept.draft, kept.read.asked), (&example(), None));
    let replaced = after(&asked, Event::Replace);
    assert_eq!((&*replaced.draft, replaced.read.asked), (&*other(), None));
    assert_eq!(replaced.request.target, Target::Batch);
    assert_eq!(*after(&kept, Event::Replace).draft, example());
}

#[test]
fn an_empty_form_is_filled_without_a_question_and_keeps_its_machine() {
    let machine = Profile {
        shell: Shell::Cmd,
        ..Profile::default()
    };
    assert_ne!(machine, Profile::default());
    let state = start().after(Action::Empty).after(Action::Profile(machine));
    let state = after(&with_script(&state, "cmd"), Event::Open(0));
    assert_eq!(state.draft.profile, machine);
    assert_eq!(
        *state.draft,
        Draft {
            profile: machine,
            ..(*other()).clone()
        }
    );
}

#[test]
fn a_job_that_is_not_there_changes_nothing() {
    let state = with_script(&start(), "cmd");
    assert_eq!(*after(&state, Event::Open(7)).draft, *state.draft);
    let state = start();
    assert_eq!(*after(&state, Event::Open(0)).draft, *state.draft);
}

#[test]
fn an_error_is_decoded_beside_the_script() {
    let state = with_script(&start(), "cmd");
    let state = after(&state, Event::Error("0x80200011".to_owned(), Entered::Typed));
    assert_eq!(
        request(&state.read.error_request),
        json!({ "kind": "decode", "serial": 1, "text": "0x80200011" })
    );
    let codes = Trees::new("drawn");
    let state = after(&state, Event::Decoded(1, codes.clone()));
    assert_eq!(state.read.codes, Standing::Answered(codes));
    assert_eq!(state.read.script, Standing::Answered(script("cmd")));
    let state = after(&state, Event::Error(String::new(), Entered::Typed));
    assert_eq!(state.read.codes, Standing::Nothing);
}

#[test]
fn the_tab_of_a_script_leads_back_to_the_commands() {
    let state = start().after(Action::Half(Half::Reader));
    let state = state.after(Action::Pane(Pane::Script));
    assert_eq!((state.pane, state.read.half), (Pane::Script, Half::Commands));
}
