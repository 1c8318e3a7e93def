//! What a person can do with the page, without a browser.

use bitsmith_core::catalog::{CATALOG, Held, SettingId, SettingSpec};
use bitsmith_core::diagnostic::{At, Severity};
use bitsmith_core::document::{EXAMPLE, read};
use bitsmith_core::draft::{Draft, NewEndingKind, SubjectKind};
use bitsmith_core::emit::{Script, Target};
use bitsmith_core::plan::Reveal;
use bitsmith_core::value::{Control, Repeat};
use bitsmith_frontend::edit::Direction;
use bitsmith_frontend::field;
use bitsmith_frontend::state::{
    Action, Disclosure, Errand, Message, Offer, Pane, Source, Standing, State, Theme, Tone, has_place,
    name_setting,
};
use std::rc::Rc;

fn example() -> State {
    State::new(read(EXAMPLE).unwrap().remove(0), true)
}

fn spec(wanted: impl Fn(&SettingSpec) -> bool) -> SettingId {
    CATALOG
        .iter()
        .find(|spec| wanted(spec))
        .expect("the catalog has one")
        .id
}

/// A setting of the example that is a number.
fn number() -> SettingId {
    let state = example();
    spec(|spec| {
        matches!(spec.parts[0].control, Control::Number { .. }) && state.draft.entries(spec.id).is_some()
    })
}

fn files() -> SettingId {
    spec(|spec| spec.held == Held::Files)
}

fn headers() -> SettingId {
    spec(
        |spec| matches!(spec.parts, [only] if matches!(only.control, Control::Lines(rule) if rule.secrecy == bitsmith_core::value::Secrecy::Header)),
    )
}

fn put(id: SettingId, text: &str) -> Action {
    Action::Put {
        id,
        part: 0,
        row: None,
        entries: vec![text.into()],
    }
}

fn cell(id: SettingId, part: usize, row: usize, text: &str) -> Action {
    Action::Put {
        id,
        part,
        row: Some(row),
        entries: vec![text.into()],
    }
}

fn after(state: &State, actions: impl IntoIterator<Item = Action>) -> State {
    actions
        .into_iter()
        .fold(state.clone(), |state, action| state.after(action))
}

fn at(id: SettingId) -> At {
    At::Setting {
        id,
        part: None,
        row: None,
    }
}

#[test]
fn the_example_has_a_script_and_no_problems() {
    let state = example();
    assert!(state.is_example);
    assert_eq!(state.standing, Standing::Current);
    assert_eq!(state.counts(), "");
    assert!(state.output.lines.len() > 20);
    assert_eq!(state.file_name(), "nightly-catalog.ps1");
    assert_eq!(state.document_name(), "nightly-catalog.json");
}

#[test]
fn an_error_keeps_the_last_good_script() {
    let before = example();
    let state = before.after(put(number(), "soon"));
    assert_eq!(state.standing, Standing::Errors);
    assert_eq!(state.count(Severity::Error), 1);
    assert_eq!(state.counts(), "1 error");
    assert_eq!(state.output.text(), before.output.text());
    assert!(state.by_setting.contains_key(&number()));
    let state = state.after(Action::Target(Target::Batch));
    assert_eq!(state.standing, Standing::Errors);
    assert_ne!(
        state.output.text(),
        before.output.text(),
        "the other form of the same job"
    );
    assert!(!state.output.lines.is_empty());
    let state = after(&state, [Action::Target(Target::PowerShell), put(number(), "10m")]);
    assert_eq!(state.standing, Standing::Current);
    assert!(state.problems.is_empty());
}

#[test]
fn a_draft_that_never_was_good_has_no_script() {
    let mut draft = Draft::default();
    draft.subject.kind = SubjectKind::Existing;
    let state = State::new(draft, false);
    assert_eq!(state.standing, Standing::Errors);
    assert!(state.output.lines.is_empty());
}

#[test]
fn only_what_changed_is_another_place_in_memory() {
    let before = example();
    let state = before.after(put(number(), "7m"));
    for (id, entries) in state.typed.iter() {
        let same = before.typed.get(id).is_some_and(|old| Rc::ptr_eq(old, entries));
        assert_eq!(same, *id != number(), "{}", id.name());
    }
    let same = state
        .output
        .lines
        .iter()
        .filter(|line| before.output.lines.iter().any(|old| Rc::ptr_eq(old, line)))
        .count();
    assert!(same > state.output.lines.len() - 5);
}

#[test]
fn typing_at_one_place_is_one_step_back() {
    let name = name_setting().unwrap();
    let state = after(
        &example(),
        [
            put(name, "A"),
            put(name, "Ab"),
            put(number(), "1h"),
            put(number(), "2h"),
            put(name, "Abc"),
        ],
    );
    let name_of = |state: &State| state.draft.entries(name).unwrap().part(0)[0].shown();
    let state = state.after(Action::Undo);
    assert_eq!(name_of(&state), "Ab");
    let state = state.after(Action::Undo);
    assert_eq!(name_of(&state), "Ab");
    let state = state.after(Action::Undo);
    assert_eq!(state.draft, example().draft);
    assert!(!state.can_undo() && state.can_redo());
    assert_eq!(
        state.after(Action::Undo).draft,
        state.draft,
        "nothing is left to undo"
    );
    let state = after(&state, [Action::Redo, Action::Redo, Action::Redo]);
    assert_eq!(name_of(&state), "Abc");
    assert!(!state.can_redo());
    let state = after(&state, [Action::Undo, put(number(), "3h")]);
    assert!(!state.can_redo(), "another edit ends what could be done again");
}

#[test]
fn an_action_that_changes_nothing_is_no_step() {
    let state = example();
    let same = state.after(Action::Profile(state.draft.profile));
    assert!(!same.can_undo());
}

#[test]
fn rows_are_added_moved_removed_and_the_focus_follows() {
    let id = files();
    let state = example().after(Action::AddRow(id));
    assert_eq!(state.focus.id, field::control_id(id, 0, Some(2)));
    assert!(
        state.problems.is_empty(),
        "a row that nobody has typed into is no error"
    );
    let state = state.after(cell(id, 0, 2, "https://h.example.com/a.zip"));
    assert_eq!(state.count(Severity::Error), 1, "now its local name is missing");
    let state = state.after(Action::Propose(id, 2));
    assert_eq!(state.count(Severity::Error), 0);
    let state = state.after(Action::MoveRow(id, 2, Direction::Up));
    assert_eq!(state.focus.id, field::move_id(id, 1, Direction::Up));
    let state = state.after(Action::RemoveRow(id, 0));
    assert_eq!(state.focus.id, field::control_id(id, 0, Some(0)));
    let state = after(&state, [Action::RemoveRow(id, 1), Action::RemoveRow(id, 0)]);
    assert_eq!(state.focus.id, field::add_id(id));
    assert!(state.draft.entries(id).is_none());
}

#[test]
fn the_next_row_is_gone_to_or_made() {
    let id = files();
    let state = example().after(Action::NextRow(id, 1, 0));
    assert_eq!(state.focus.id, field::control_id(id, 1, Some(1)));
    let state = state.after(Action::NextRow(id, 1, 1));
    assert_eq!(state.focus.id, field::control_id(id, 0, Some(2)));
}

#[test]
fn a_pasted_list_is_said_and_shown() {
    let id = files();
    let list = "https://h.example.com/1.zip\nhttps://h.example.com/2.zip";
    let state = example().after(Action::Paste(id, 2, list.to_owned()));
    assert_eq!(state.message.as_ref().unwrap().words, "2 rows pasted.");
    assert_eq!(state.focus.id, field::control_id(id, 0, Some(3)));
    assert!(state.output.text().contains("https://h.example.com/2.zip"));
    let nothing = state.after(Action::Paste(id, 0, " \n".to_owned()));
    assert_eq!(nothing.draft, state.draft);
}

#[test]
fn going_to_a_place_opens_its_group_and_ends_the_search() {
    for spec in CATALOG.iter().filter(|spec| spec.held == Held::Settings) {
        let state = after(
            &example(),
            [
                Action::Open(spec.group, Disclosure::Closed),
                Action::Search("zzz".to_owned()),
                Action::Pane(Pane::Script),
                Action::GoTo(at(spec.id)),
            ],
        );
        assert!(state.open.contains(&spec.group), "{}", spec.name);
        assert_eq!((&*state.search, state.pane), ("", Pane::Form));
        let expected = if spec.repeat == Repeat::Rows {
            field::add_id(spec.id)
        } else {
            field::control_id(spec.id, 0, None)
        };
        assert_eq!(state.focus.id, expected);
        assert_eq!(state.lit(), Some(at(spec.id)));
    }
}

#[test]
fn every_wish_for_the_focus_is_a_new_one() {
    let first = example().after(Action::Focus("search"));
    let second = first.after(Action::Focus("search"));
    assert_ne!(first.focus, second.focus);
}

#[test]
fn problems_are_gone_through_in_order_and_round_again() {
    let other = spec(|spec| {
        matches!(spec.parts, [only] if matches!(only.control, Control::Number { .. })) && spec.id != number()
    });
    let state = after(&example(), [put(number(), "x"), put(other, "y")]);
    assert_eq!(state.problems.len(), 2);
    let mut seen = Vec::new();
    let mut state = state;
    for _ in 0..3 {
        state = state.after(Action::NextProblem);
        seen.push(state.focus.id.clone());
    }
    assert_ne!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
    let calm = example();
    assert_eq!(calm.after(Action::NextProblem).focus, calm.focus);
}

#[test]
fn the_first_setting_that_is_found_is_gone_to() {
    for spec in CATALOG.iter().filter(|spec| spec.held == Held::Settings) {
        let state = after(
            &example(),
            [Action::Search(spec.name.to_owned()), Action::GoToFound],
        );
        assert_ne!(state.focus.id, "", "{}", spec.name);
    }
    let state = example().after(Action::Search("zzz".to_owned()));
    assert_eq!(state.after(Action::GoToFound), state);
}

#[test]
fn a_fix_takes_its_problem_away() {
    let state = example().after(put(number(), "90d"));
    let problem = state
        .problems
        .iter()
        .find(|problem| problem.fix.is_some())
        .expect("a delay beyond the timeout has a fix")
        .clone();
    let state = state.after(Action::Fix(problem.fix.clone().unwrap()));
    assert!(!state.problems.contains(&problem));
    assert!(state.after(Action::Undo).problems.contains(&problem));
}

#[test]
fn secrets_are_shown_only_while_that_is_wanted() {
    let state = example().after(put(headers(), "Authorization: Bearer s3cr3t"));
    assert!(state.has_secrets);
    assert!(!state.output.text().contains("s3cr3t"));
    let shown = state.after(Action::Reveal(Reveal::Shown));
    assert!(shown.output.text().contains("s3cr3t"));
    let broken = after(&shown, [put(number(), "soon"), Action::Reveal(Reveal::Masked)]);
    assert_eq!(broken.standing, Standing::Errors);
    assert!(
        !broken.output.text().contains("s3cr3t"),
        "a script from before must not keep the secret on the page"
    );
}

#[test]
fn emptying_keeps_the_machine_and_can_be_taken_back() {
    let mut profile = example().draft.profile;
    profile.set("windows", "server-2019").unwrap();
    let state = after(&example(), [Action::Profile(profile), Action::Empty]);
    assert!(!state.is_example);
    assert!(state.draft.settings.is_empty());
    assert_eq!(state.draft.profile, profile);
    assert_eq!(
        state.focus.id,
        field::control_id(name_setting().unwrap(), 0, None)
    );
    assert!(!state.after(Action::Undo).draft.settings.is_empty());
}

#[test]
fn a_loaded_job_opens_the_groups_it_uses() {
    let mut draft = Draft::default();
    let id = headers();
    draft
        .settings
        .insert(id, bitsmith_core::value::Entries::one("A: b"));
    let state = example().after(Action::Load(draft));
    assert!(state.open.contains(&id.spec().group));
    assert!(!state.is_example);
}

#[test]
fn a_setting_that_is_fixed_at_creation_has_no_place_for_existing_jobs() {
    for spec in CATALOG {
        let is_choice = spec.held == Held::Subject && matches!(spec.parts[0].control, Control::Choice(_));
        assert_eq!(
            has_place(spec.id, SubjectKind::Existing),
            !is_choice && spec.held != Held::FileEntry,
            "{}",
            spec.name
        );
        assert_eq!(has_place(spec.id, SubjectKind::New), spec.held != Held::FileEntry);
    }
}

#[test]
fn scripts_have_files_of_their_own() {
    let state = example();
    for (action, name) in [
        (Action::Script(Script::Undo), "nightly-catalog-undo.ps1"),
        (Action::Script(Script::Check), "nightly-catalog-check.ps1"),
        (Action::Target(Target::Batch), "nightly-catalog.cmd"),
    ] {
        let state = state.after(action);
        assert_eq!(state.file_name(), name);
        assert!(state.output.lines.iter().all(|line| !line.changed));
    }
    let named = |name: &str| state.after(put(name_setting().unwrap(), name)).file_name();
    assert_eq!(named("../../Größe: CON"), "größe-con.ps1");
    assert_eq!(named("***"), "bits-job.ps1");
    assert!(named(&"long ".repeat(40)).len() < 70);
}

#[test]
fn the_ending_and_the_subject_are_edits_like_others() {
    let state = example();
    let mut ending = state.draft.ending.clone();
    ending.new = NewEndingKind::CreateOnly;
    let state = state.after(Action::Ending(ending));
    assert_eq!(state.standing, Standing::Current);
    let mut subject = state.draft.subject.clone();
    subject.kind = SubjectKind::Existing;
    let state = state.after(Action::Subject(subject));
    assert_eq!(state.standing, Standing::Errors);
    let state = after(&state, [Action::Undo, Action::Undo]);
    assert_eq!(state.draft, example().draft);
}

#[test]
fn what_is_said_goes_with_the_next_edit() {
    let said = Message {
        tone: Tone::Done,
        words: "Done.".to_owned(),
        link: None,
    };
    let state = example().after(Action::Say(Some(said)));
    assert!(state.message.is_some());
    assert!(state.after(put(number(), "9m")).message.is_none());
}

#[test]
fn errands_are_wishes_that_are_carried_out_once() {
    let first = example().after(Action::Run(Errand::Copy));
    let second = first.after(Action::Run(Errand::Copy));
    assert_ne!(first.errand, second.errand);
}

#[test]
fn the_colours_go_round() {
    assert_eq!(Theme::System.next().next().next(), Theme::System);
    for theme in Theme::ALL {
        assert_eq!(Theme::from_word(theme.word()), Some(theme));
    }
}

#[test]
fn a_value_that_cannot_be_read_survives_being_kept() {
    use bitsmith_core::document::{Secrets, write};
    for spec in CATALOG.iter().filter(|spec| spec.held == Held::Settings) {
        let state = if spec.repeat == Repeat::Rows {
            after(&example(), [Action::AddRow(spec.id), cell(spec.id, 0, 0, "x y")])
        } else {
            example().after(put(spec.id, "x y"))
        };
        let kept = write(std::slice::from_ref(&*state.draft), Secrets::Masked);
        assert!(read(&kept).is_ok(), "{}: {kept}", spec.name);
    }
}

#[test]
fn files_are_named_after_the_job_and_never_like_a_device() {
    let id = name_setting().unwrap();
    let long = "ab ".repeat(100);
    for (name, stem) in [
        ("Nightly update", "nightly-update"),
        (r"..\..\x", "x"),
        ("CON", "bits-con"),
        ("nul", "bits-nul"),
        ("com1", "bits-com1"),
        ("com", "com"),
        ("COM\u{b9}", "bits-com\u{b9}"),
        ("Übernacht", "übernacht"),
        ("夜間 更新", "夜間-更新"),
        ("console", "console"),
        ("\u{1f389}", "bits-job"),
        ("a\u{202e}b\0c", "a-b-c"),
        (long.as_str(), "ab-ab-ab-ab-ab-ab-ab-ab"),
    ] {
        let state = example().after(Action::Put {
            id,
            part: 0,
            row: None,
            entries: vec![name.into()],
        });
        assert_eq!(state.file_name(), format!("{stem}.ps1"), "{name}");
        assert_eq!(state.document_name(), format!("{stem}.json"), "{name}");
    }
}

#[test]
fn the_job_of_a_link_is_a_guest_until_it_is_changed() {
    let state = example().after(Action::LoadLink(Draft::default()));
    assert!(state.is_linked());
    let id = name_setting().unwrap();
    let put = Action::Put {
        id,
        part: 0,
        row: None,
        entries: vec!["Mine".into()],
    };
    assert!(!state.after(put).is_linked());
    assert!(!state.after(Action::Undo).is_linked());
    assert!(!example().after(Action::Load(Draft::default())).is_linked());
}

#[test]
fn a_job_from_elsewhere_takes_the_place_of_work_only_after_a_question() {
    let offer = |source| {
        Action::Offer(Rc::new(Offer {
            draft: Draft::default(),
            source,
            message: Message {
                tone: Tone::Done,
                words: "There.".to_owned(),
                link: None,
            },
        }))
    };
    for source in [Source::Link, Source::File] {
        let open = example().after(offer(source));
        assert_eq!(
            (&*open.draft, open.is_linked()),
            (&Draft::default(), source == Source::Link)
        );
        assert_eq!(open.message.unwrap().words, "There.");
        let mine = example().after(put(number(), "9m"));
        let asked = mine.after(offer(source));
        assert_eq!((&asked.draft, asked.message.is_some()), (&mine.draft, false));
        assert_eq!(asked.focus.id, "take-offer");
        for kept in [Action::LeaveOffer, Action::Escape] {
            let kept = asked.after(kept);
            assert_eq!((&kept.draft, kept.offer.is_none()), (&mine.draft, true));
        }
        let taken = asked.after(Action::TakeOffer);
        assert_eq!((&*taken.draft, taken.offer.is_none()), (&Draft::default(), true));
        assert_eq!(taken.after(Action::Undo).draft, mine.draft);
    }
    let guest = example()
        .after(offer(Source::Link))
        .after(Action::LoadLink(Draft::default()));
    assert!(guest.is_linked());
}
