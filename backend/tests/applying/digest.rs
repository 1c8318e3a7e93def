//! What a digest stands for: the calls as they are shown, no more and no less.

use crate::values::{one_of_each, values};
use crate::world::{PLAIN, Told, calls_of};
use bitsmith_backend::call::{Assignment, Call, Step};
use bitsmith_backend::calls::{Calls, Target, Then, assignments, calls};
use bitsmith_backend::code::com;
use bitsmith_backend::resolve::resolve;
use bitsmith_core::catalog::{CATALOG, SettingId, SettingValue};
use bitsmith_core::diagnostic::Place;
use bitsmith_core::document::read;
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::job::{Folders, Owner, Selector};
use bitsmith_core::plan::Reveal;
use bitsmith_core::text::{Piece, Text};
use bitsmith_core::value::{Description, File, Headers, Seconds};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// Four secrets in three settings.
const SECRETIVE: &str = r#"{
  "bitsmith": 1,
  "subject": { "new": { "display_name": "Nightly update", "job_type": "download" } },
  "files": [
    { "remote_name": "https://example.com/a.zip?sig=HUNTER1", "local_name": "%TEMP%\\a.zip" },
    { "remote_name": "https://example.com/b.zip?sig=HUNTER2", "local_name": "%TEMP%\\b.zip" }
  ],
  "settings": { "custom_headers": ["Authorization: Bearer HUNTER3", "X-Api-Key: HUNTER4"] },
  "ending": "start_and_leave"
}"#;

#[test]
fn what_is_applied_has_the_digest_of_the_masked_plan_that_is_shown() {
    let of = |reveal| {
        let drafts = read(SECRETIVE).unwrap_or_else(|errors| panic!("{errors}"));
        calls(&evaluate(&drafts[0], reveal).plan.expect("a plan"))
    };
    let (masked, shown) = (of(Reveal::Masked), of(Reveal::Shown));
    assert_eq!(masked.holes.len(), 4);
    assert_eq!(masked.digest(), shown.digest());
    for calls in [&masked, &shown] {
        let order = resolve(calls, &mut Told).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(order.digest(), masked.digest());
        let printed: String = calls.steps.iter().map(|step| com(&step.call)).collect();
        assert!(!printed.contains("HUNTER"), "{printed}");
    }
    // Which secret it is does not matter, and whether there is one does.
    let other = calls_of(&SECRETIVE.replace("HUNTER", "FISHER"));
    assert_eq!(other.digest(), masked.digest());
    let without = calls_of(&SECRETIVE.replace("?sig=HUNTER1", ""));
    assert_ne!(without.digest(), masked.digest());
}

fn step(call: Call) -> Step {
    Step {
        call,
        place: Place::setting(SettingId::Files),
    }
}

fn plan(steps: Vec<Step>) -> Calls {
    Calls {
        target: Target::New,
        steps,
        then: Then::Leave,
        folders: Folders::Expect,
        holes: Vec::new(),
        parameters: Vec::new(),
        ..calls_of(PLAIN)
    }
}

#[test]
fn each_call_its_place_and_what_follows_are_in_the_digest() {
    let calls: Vec<Call> = one_of_each()
        .iter()
        .flat_map(assignments)
        .map(Call::Set)
        .chain([Call::Resume, Call::Suspend, Call::Complete, Call::Cancel])
        .collect();
    let whole = plan(calls.into_iter().map(step).collect());
    let mut digests = vec![whole.digest()];
    for at in 0..whole.steps.len() {
        let mut without = whole.clone();
        without.steps.remove(at);
        let mut twice = whole.clone();
        twice.steps.insert(at, whole.steps[at].clone());
        digests.extend([without.digest(), twice.digest()]);
        if at > 0 {
            let mut swapped = whole.clone();
            swapped.steps.swap(at - 1, at);
            digests.push(swapped.digest());
        }
    }
    let wait = |bound| Then::Wait {
        bound,
        on_error: bitsmith_core::job::Leftover::Leave,
        on_bound: bitsmith_core::job::Leftover::Leave,
    };
    for then in [wait(None), wait(Some(Seconds(60))), wait(Some(Seconds(61)))] {
        digests.push(
            Calls {
                then,
                ..whole.clone()
            }
            .digest(),
        );
    }
    for (selector, owner) in [
        (Selector::All, Owner::Me),
        (Selector::All, Owner::AllUsers),
        (Selector::Name(Text::literal("a")), Owner::Me),
        (Selector::Pattern(Text::literal("a")), Owner::Me),
    ] {
        let target = Target::Existing { selector, owner };
        digests.push(
            Calls {
                target,
                ..whole.clone()
            }
            .digest(),
        );
    }
    let folders = Folders::Create;
    digests.push(
        Calls {
            folders,
            ..whole.clone()
        }
        .digest(),
    );
    let all = digests.len();
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), all);
}

/// Whether two values are the same arguments: BITS is given the lists of a proxy as one text with blanks.
fn is_same_call(one: &SettingValue, two: &SettingValue) -> bool {
    match (one, two) {
        (SettingValue::ProxySettings(one), SettingValue::ProxySettings(two)) => {
            let joined = |texts: &[Text]| texts.iter().map(Text::display).collect::<Vec<_>>().join(" ");
            one.usage == two.usage
                && joined(&one.list) == joined(&two.list)
                && joined(&one.bypass) == joined(&two.bypass)
        }
        _ => one == two,
    }
}

#[test]
fn two_values_of_a_setting_are_two_digests() {
    let mut runner = TestRunner::deterministic();
    let mut pairs = 0;
    for spec in CATALOG {
        let strategy = values(spec);
        let some: Vec<SettingValue> = (0..24)
            .map(|_| strategy.new_tree(&mut runner).expect("a value").current())
            .collect();
        for (at, one) in some.iter().enumerate() {
            for two in &some[at + 1..] {
                let digest = |value: &SettingValue| {
                    let calls = assignments(value).into_iter().map(Call::Set);
                    plan(calls.map(step).collect()).digest()
                };
                if assignments(one).is_empty() {
                    continue;
                }
                pairs += 1;
                assert_eq!(
                    digest(one) == digest(two),
                    is_same_call(one, two),
                    "{}: {one:?} {two:?}",
                    spec.name
                );
            }
        }
    }
    assert!(pairs > 5_000, "{pairs}");
}

#[test]
fn a_variable_and_a_text_that_looks_like_one_are_two_digests() {
    let variable = Text::from_pieces([Piece::Environment("TEMP".to_owned())]);
    let parameter = Text::from_pieces([Piece::Parameter("TEMP".to_owned())]);
    let literals = ["%TEMP%", "{{TEMP}}", "{{env:TEMP}}", "{{{{TEMP}}"].map(Text::literal);
    let texts: Vec<Text> = literals.into_iter().chain([variable, parameter]).collect();
    let file = |remote_name: &Text, local_name: &Text| Call::AddFile {
        index: 0,
        file: File {
            remote_name: remote_name.clone(),
            local_name: local_name.clone(),
            ranges: Vec::new(),
        },
    };
    let here = Text::literal("here");
    let set = |value| Call::Set(Assignment::Value(value));
    let makers: [&dyn Fn(&Text) -> Call; 4] = [
        &|text| file(text, &here),
        &|text| file(&here, text),
        &|text| set(SettingValue::Description(Description(text.clone()))),
        &|text| set(SettingValue::CustomHeaders(Headers(vec![text.clone()]))),
    ];
    for make in makers {
        let mut digests: Vec<String> = texts
            .iter()
            .map(|text| plan(vec![step(make(text))]).digest())
            .collect();
        digests.sort();
        digests.dedup();
        assert_eq!(digests.len(), texts.len(), "{}", com(&make(&texts[0])));
    }
}
