//! What the page makes of a script that was pasted, without a browser and without the reader.

use bitsmith_core::document::{EXAMPLE, read};
use bitsmith_core::draft::Draft;
use bitsmith_core::emit::Target;
use bitsmith_core::job::Folders;
use bitsmith_core::profile::{Profile, Shell};
use bitsmith_core::span::Span;
use bitsmith_frontend::read::{
    AT_ONCE, Asked, Entered, Event, Half, LIMIT, LINES, Request, Revision, Script, Standing, Trees,
};
use bitsmith_frontend::state::{Action, Pane, State, name_setting};
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
    assert_eq!(state.request.target, Target::Batch, "the script's own shell");
    assert_eq!(*state.after(Action::Undo).draft, example());
}

#[test]
fn an_example_that_was_changed_is_replaced_only_after_a_question() {
    let (id, name) = (name_setting().unwrap(), "Mine");
    let mine = start().after(Action::Put {
        id,
        part: 0,
        row: None,
        entries: vec![name.into()],
    });
    let asked = after(&with_script(&mine, "cmd"), Event::Open(0));
    assert_eq!((&asked.draft, asked.read.asked), (&mine.draft, Some(0)));
}

#[test]
fn work_is_replaced_only_after_a_question() {
    let mine = State::new(example(), false);
    let asked = after(&with_script(&mine, "powershell"), Event::Open(0));
    assert_eq!(*asked.draft, example());
    assert_eq!(asked.read.asked, Some(0));
    assert_eq!(asked.focus.id, "replace");
    let kept = after(&asked, Event::Keep);
    assert_eq!(kept.focus.id, "open-0");
    assert_eq!(asked.after(Action::Escape).read.asked, None);
    assert_eq!(after(&asked, Event::More).focus.id, "marked");
    assert_eq!((&*kept.draft, kept.read.asked), (&example(), None));
    let replaced = after(&asked, Event::Replace);
    assert_eq!((&*replaced.draft, replaced.read.asked), (&*other(), None));
    assert_eq!(replaced.request.target, Target::PowerShell);
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

/// The page with a job of a script in the form.
fn opened(text: &str) -> State {
    let state = after(&start(), Event::Script(text.to_owned(), Entered::Pasted));
    let serial = state.read.script_request.serial;
    let state = after(&state, Event::Read(serial, script("cmd")));
    after(&state, Event::Open(0))
}

fn revision(words: &str) -> Rc<Revision> {
    Rc::new(Revision {
        edits: vec![(Span::new(2, 8), words.to_owned())],
        ..Revision::default()
    })
}

#[test]
fn a_script_is_asked_for_with_what_is_changed_in_the_form() {
    let state = opened("a script");
    let first = request(&state.read.revision_request);
    assert_eq!(
        (&first["kind"], &first["text"], &first["job"]),
        (&json!("revise"), &json!("a script"), &json!(0))
    );
    let state = state.after(Action::Folders(Folders::Create));
    let next = request(&state.read.revision_request);
    assert!(next["serial"].as_u64() > first["serial"].as_u64());
    let document: Value = serde_json::from_str(next["document"].as_str().unwrap()).unwrap();
    assert_eq!(document["folders"], "create");
    let typed = after(&state, Event::Script("another one".to_owned(), Entered::Typed));
    assert_eq!(
        request(&typed.read.revision_request)["text"],
        "a script",
        "the job is from that one"
    );
}

#[test]
fn only_a_script_that_says_the_form_as_it_is_can_be_copied() {
    let state = opened("a script");
    let serial = state.read.revision_request.serial;
    let answered = after(&state, Event::Revised(serial, revision("text")));
    let current = answered.read.current_revision().unwrap();
    assert_eq!(current.of("a script").as_deref(), Some("a text"));
    let changed = answered.after(Action::Folders(Folders::Create));
    assert_eq!(changed.read.current_revision(), None);
    assert_eq!(
        changed.read.revision, answered.read.revision,
        "what is there stays"
    );
    let late = after(&changed, Event::Revised(serial, revision("late")));
    assert_eq!(late.read.revision, answered.read.revision);
    let failed = after(
        &changed,
        Event::Failed(Asked::Revision, serial, "late".to_owned()),
    );
    assert_eq!(failed.read.revision, answered.read.revision);
}

#[test]
fn a_job_that_is_not_of_the_script_has_none_and_a_step_back_brings_it_again() {
    let state = opened("a script");
    let serial = state.read.revision_request.serial;
    let state = after(&state, Event::Revised(serial, revision("text")));
    for action in [Action::Empty, Action::Load(example())] {
        let other = state.after(action);
        assert_eq!(other.origin, None);
        assert_eq!(other.read.revision_request.json(), None);
        assert_eq!(other.read.revision, Standing::Nothing);
        let back = other.after(Action::Undo);
        assert_eq!(back.origin, state.origin);
        assert_eq!(back.read.revision, Standing::Waiting);
        let again = back.after(Action::Redo);
        assert_eq!((again.origin, again.read.revision), (None, Standing::Nothing));
    }
    let before = state.after(Action::Undo);
    assert_eq!(before.origin, None, "the example is from no script");
    assert!(before.after(Action::Redo).origin.is_some());
}

#[test]
fn a_long_script_is_revised_only_when_that_is_asked_for() {
    let state = opened(&"a".repeat(AT_ONCE + 1)).after(Action::Folders(Folders::Create));
    assert_eq!(state.read.revision_request.json(), None);
    let asked = state.after(Action::Revise);
    assert_eq!(asked.read.revision, Standing::Waiting);
    assert_eq!(request(&asked.read.revision_request)["kind"], "revise");
    assert_eq!(start().after(Action::Revise).read.revision, Standing::Nothing);
}

#[test]
fn words_are_put_in_where_they_belong_or_not_at_all() {
    let of = |edits: &[(usize, usize, &str)], text: &str| {
        let edits = edits
            .iter()
            .map(|(start, end, words)| (Span::new(*start, *end), (*words).to_owned()));
        let revision = Revision {
            edits: edits.collect(),
            ..Revision::default()
        };
        revision.of(text)
    };
    assert_eq!(
        of(&[(0, 1, "x"), (2, 2, "y"), (3, 4, "")], "abcd").as_deref(),
        Some("xbyc")
    );
    assert_eq!(of(&[], "abcd").as_deref(), Some("abcd"));
    assert_eq!(of(&[(2, 3, "x"), (0, 1, "y")], "abcd"), None);
    assert_eq!(of(&[(0, 9, "x")], "abcd"), None);
    assert_eq!(of(&[(1, 2, "x")], "\u{E9}"), None);
}

#[test]
fn a_script_that_was_pasted_keeps_its_ends_of_lines_while_it_is_typed_in() {
    let clip = after(&start(), Event::Clip("a\nb\r\n".to_owned()));
    let pasted = after(&clip, Event::Script("a\nb\n".to_owned(), Entered::PutIn(4)));
    assert_eq!(&*pasted.read.text, "a\nb\r\n");
    let typed = after(&pasted, Event::Script("a\nbc\n\n".to_owned(), Entered::Typed));
    assert_eq!(&*typed.read.text, "a\nbc\n\r\n");
}

#[test]
fn what_was_changed_in_one_job_goes_into_the_script_that_the_next_is_opened_from() {
    let two = |first: &str| {
        let named = |name: &str| {
            let id = name_setting().unwrap();
            let mut draft = (*other()).clone();
            draft
                .settings
                .insert(id, bitsmith_core::value::Entries(vec![vec![name.into()]]));
            Rc::new(draft)
        };
        Rc::new(Script {
            shell: "cmd".to_owned(),
            jobs: vec![named(first), named("Second")],
            ..Script::default()
        })
    };
    let state = after(&start(), Event::Script("a script".to_owned(), Entered::Pasted));
    let state = after(
        &state,
        Event::Read(state.read.script_request.serial, two("First")),
    );
    let state = after(&state, Event::Open(0));
    assert_eq!(
        after(&state, Event::Open(1)).read.asked,
        None,
        "nobody changed it"
    );
    let changed = state.after(Action::Folders(Folders::Create));
    let asked = after(&changed, Event::Open(1));
    assert_eq!(asked.read.asked, Some(1));
    let lost = after(&asked, Event::Replace);
    assert_eq!(&*lost.read.text, "a script", "the change is not there yet");
    let serial = changed.read.revision_request.serial;
    let ready = after(
        &after(&changed, Event::Revised(serial, revision("text"))),
        Event::Open(1),
    );
    let next = after(&ready, Event::Replace);
    assert_eq!(&*next.read.text, "a text");
    assert_eq!(next.draft, changed.draft, "the script is read first");
    let read = |script| after(&next, Event::Read(next.read.script_request.serial, script));
    let opened = read(two("Changed"));
    assert_eq!((*opened.draft).clone(), *two("").jobs[1].clone());
    assert_eq!(&*opened.origin.clone().unwrap().text, "a text");
    let other = read(script("cmd"));
    assert_eq!(other.draft, changed.draft, "it has no such job any more");
    let again = after(&after(&ready, Event::Keep), Event::Open(0));
    assert_eq!(
        &*after(&again, Event::Replace).read.text,
        "a script",
        "the same job anew"
    );
}

#[test]
fn a_text_is_kept_only_where_no_secret_is_in_it() {
    let state = after(&start(), Event::Script("a script".to_owned(), Entered::Pasted));
    assert_eq!(state.read.kept(None), None);
    for (has_secrets, kept) in [(false, "\na script"), (true, "")] {
        let script = Script {
            has_secrets,
            ..Script::default()
        };
        let read = after(
            &state,
            Event::Read(state.read.script_request.serial, Rc::new(script)),
        );
        assert_eq!(read.read.kept(None).as_deref(), Some(kept));
    }
    assert_eq!(start().read.kept(None).as_deref(), Some(""));
}

#[test]
fn a_script_is_brought_back_with_the_number_of_its_job() {
    let state = opened("a\r\nb");
    let pasted = state.read.kept(state.origin.as_ref()).unwrap();
    assert_eq!(pasted, "0\na\r\nb");
    let again = State::new((*state.draft).clone(), false).after(Action::Restore(pasted));
    assert_eq!(&*again.read.text, "a\r\nb");
    assert_eq!(again.origin.as_ref().map(|origin| origin.job), Some(0));
    assert_eq!(request(&again.read.revision_request)["kind"], "revise");
    let typed = after(&state, Event::Script("other".to_owned(), Entered::Typed));
    let read = after(
        &typed,
        Event::Read(typed.read.script_request.serial, script("cmd")),
    );
    assert_eq!(read.read.kept(read.origin.as_ref()).as_deref(), Some("\nother"));
}
