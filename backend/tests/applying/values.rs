//! Values of every setting, made by walking the catalog.

use crate::world::{PLAIN, calls_of};
use bitsmith_backend::call::{Call, Step};
use bitsmith_backend::calls::{Calls, Target, Then, assignments};
use bitsmith_core::catalog::{CATALOG, SettingId, SettingSpec, SettingValue};
use bitsmith_core::diagnostic::Place;
use bitsmith_core::job::Folders;
use bitsmith_core::text::Text;
use bitsmith_core::value::{Control, Entries, Entry, File, Files, JobType, Part, Repeat, Unit};
use proptest::prelude::*;

/// Literal text that a notation could take for something else.
fn texts(max: usize) -> BoxedStrategy<String> {
    prop_oneof![
        Just("plain".to_owned()),
        Just("100% {{x}} %TEMP% \u{1F600}\u{4e2d}".to_owned()),
        proptest::string::string_regex("[ -~]{1,20}").expect("a pattern"),
    ]
    .prop_filter("it is not blank and does not lose its ends", move |text| {
        text.trim() == text && !text.is_empty() && text.len() <= max
    })
    .boxed()
}

fn words(part: &Part) -> Vec<&'static str> {
    match part.control {
        Control::Choice(choices) | Control::Flags(choices) => {
            choices.iter().map(|choice| choice.word).collect()
        }
        Control::CostMask { bits, .. } => bits.iter().map(|choice| choice.word).collect(),
        _ => Vec::new(),
    }
}

/// Entries of a part that its control can make.
fn entries(part: &'static Part) -> BoxedStrategy<Vec<Entry>> {
    let text = |text: String| Entry::Pieces(Text::literal(text));
    match part.control {
        Control::Choice(_) => proptest::sample::select(words(part))
            .prop_map(|word| vec![word.into()])
            .boxed(),
        Control::Flags(_) | Control::CostMask { .. } => {
            proptest::sample::subsequence(words(part), 0..=words(part).len())
                .prop_map(|words| words.into_iter().map(Entry::from).collect())
                .boxed()
        }
        // The number of a file that the job has.
        Control::Number {
            unit: Unit::Count, ..
        } => Just(vec!["0".into()]).boxed(),
        Control::Number { min, max, .. } => (min..=max)
            .prop_map(|number| vec![number.to_string().into()])
            .boxed(),
        Control::Switch => Just(vec!["true".into()]).boxed(),
        Control::Text(rule) => texts(rule.max).prop_map(move |typed| vec![text(typed)]).boxed(),
        Control::Lines(rule) => proptest::collection::vec(texts(rule.max), 0..3)
            .prop_map(move |lines| lines.into_iter().map(text).collect())
            .boxed(),
        Control::Hash => "[0-9A-F]{40}".prop_map(|hash| vec![hash.into()]).boxed(),
        Control::Guid => "[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}"
            .prop_map(|guid| vec![guid.into()])
            .boxed(),
        Control::Ranges => Just(vec!["0:100,200:eof".into()]).boxed(),
        Control::User => prop_oneof![Just(vec!["implicit".into()]), Just(vec!["anna".into()])].boxed(),
    }
}

/// Values of a setting.
pub(crate) fn values(spec: &'static SettingSpec) -> BoxedStrategy<SettingValue> {
    let columns: Vec<BoxedStrategy<Vec<Entry>>> = spec.parts.iter().map(entries).collect();
    columns
        .prop_map(move |mut columns| {
            if spec.repeat == Repeat::Rows {
                columns.iter_mut().for_each(|column| column.truncate(1));
            }
            SettingValue::read(spec.id, &Entries(columns))
        })
        .prop_filter_map("BITS takes it", Result::ok)
        .boxed()
}

/// One value of each setting, the same at every run.
pub(crate) fn one_of_each() -> Vec<SettingValue> {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    CATALOG
        .iter()
        .map(|spec| values(spec).new_tree(&mut runner).expect("a value").current())
        .collect()
}

/// The calls of a job with these values: in the order of their phases, as a plan has them, then it runs.
pub(crate) fn calls_with(mut values: Vec<SettingValue>, files: usize, then: Then) -> Calls {
    let step = |call| Step {
        call,
        place: Place::setting(SettingId::JobType),
    };
    let mut steps = vec![step(Call::CreateJob {
        display_name: Text::literal("A job"),
        job_type: JobType::Download,
    })];
    values.sort_by_key(|value| (value.id().spec().phase, value.id()));
    let file = |index: usize| File {
        remote_name: Text::literal(format!("https://example.com/{index}.zip")),
        local_name: Text::literal(format!("C:\\Data\\{index}.zip")),
        ranges: Vec::new(),
    };
    let list = Files((0..files).map(file).collect());
    let mut added = false;
    for value in values {
        if !added && value.id().spec().phase > SettingId::Files.spec().phase {
            added = true;
            push_files(&mut steps, &list);
        }
        // The name of a new job comes with the call that makes it.
        if value.id() != SettingId::DisplayName {
            steps.extend(assignments(&value).into_iter().map(|set| step(Call::Set(set))));
        }
    }
    if !added {
        push_files(&mut steps, &list);
    }
    steps.push(step(Call::Resume));
    Calls {
        target: Target::New,
        steps,
        then,
        folders: Folders::Expect,
        holes: Vec::new(),
        parameters: Vec::new(),
        ..calls_of(PLAIN)
    }
}

fn push_files(steps: &mut Vec<Step>, files: &Files) {
    for (index, file) in files.0.iter().enumerate() {
        steps.push(Step {
            call: Call::AddFile {
                index,
                file: file.clone(),
            },
            place: Place::setting(SettingId::Files),
        });
    }
}
