//! Changes of existing jobs that end, or are ended by somebody else, while the script runs; and jobs that end while an undo
//! script runs.

use crate::exits::{machine, play, script};
use bitsmith_core::catalog::SettingId;
use bitsmith_core::draft::{Draft, NewEndingKind, SelectorKind, SubjectKind};
use bitsmith_core::emit::Script;
use bitsmith_core::job::{Ask, ExistingEnding};
use bitsmith_core::value::Entries;
use bitsmith_tests::bits::{Fault, JobType, Refusal, State, Which};
use bitsmith_tests::powershell::run::Stream;

/// What happens, before which call somebody else completes the job, what is refused, how the change ends, exit code, jobs
/// that are left, what is said.
struct Row {
    what: &'static str,
    finished_before: &'static str,
    refused: Vec<Which>,
    priority: bool,
    ending: ExistingEnding,
    exit: i32,
    left: usize,
    said: &'static [&'static str],
}

const GONE: &str = "The job is gone, or somebody else finished it: {";
const KEPT: &str = "Nothing was thrown away. To finish: bitsadmin /complete \"{";
const NOTHING: &str = "Nothing was changed.";
const CHANGED: &str = "These changes were made before:";

fn rows() -> Vec<Row> {
    use ExistingEnding as E;
    let named = |name: &str| Which::Named(name.to_owned());
    let row = |what, finished_before, refused, ending, exit, left, said| Row {
        what,
        finished_before,
        refused,
        priority: false,
        ending,
        exit,
        left,
        said,
    };
    let with_priority = |row| Row {
        priority: true,
        ..row
    };
    let complete = "Complete-BitsTransfer";
    vec![
        row("all well", "", vec![], E::Complete, 0, 0, &["Changing {"]),
        row(
            "somebody else completes it first",
            complete,
            vec![],
            E::Complete,
            5,
            0,
            &[GONE, NOTHING, "Failed at Complete-BitsTransfer"],
        ),
        with_priority(row(
            "… after a value was set",
            complete,
            vec![],
            E::Complete,
            5,
            0,
            &[GONE, CHANGED],
        )),
        row(
            "completing is refused",
            "",
            vec![named(complete)],
            E::Complete,
            4,
            1,
            &[KEPT, NOTHING],
        ),
        with_priority(row(
            "completing is refused after a value was set",
            "",
            vec![named(complete)],
            E::Complete,
            4,
            1,
            &[KEPT, CHANGED],
        )),
        row(
            "completing is refused, and BITS does not answer any more",
            "",
            vec![
                named(complete),
                Which::Nth("Get-BitsTransfer".into(), 2),
                Which::Nth("Get-BitsTransfer".into(), 3),
            ],
            E::Complete,
            4,
            1,
            &[KEPT, "BITS does not answer"],
        ),
        row(
            "it is completed, and BITS does not answer any more",
            "",
            vec![
                Which::Nth("Get-BitsTransfer".into(), 2),
                Which::Nth("Get-BitsTransfer".into(), 3),
            ],
            E::Complete,
            0,
            0,
            &["BITS does not answer"],
        ),
        with_priority(row(
            "somebody else completes it before a value is set",
            "Set-BitsTransfer",
            vec![],
            E::Leave,
            5,
            0,
            &[GONE, NOTHING],
        )),
        row(
            "somebody else completes it before it is resumed",
            "Resume-BitsTransfer",
            vec![],
            E::Resume,
            5,
            0,
            &[GONE, NOTHING],
        ),
        row(
            "somebody else completes it before it is cancelled",
            "Remove-BitsTransfer",
            vec![],
            E::Cancel,
            5,
            0,
            &[GONE, NOTHING],
        ),
        row(
            "cancelling is refused",
            "",
            vec![named("Remove-BitsTransfer")],
            E::Cancel,
            1,
            1,
            &[NOTHING],
        ),
        with_priority(row(
            "a value is refused",
            "",
            vec![named("Set-BitsTransfer")],
            E::Complete,
            1,
            1,
            &[NOTHING],
        )),
    ]
}

#[test]
fn a_job_that_ends_while_it_is_changed_has_its_exit_code() {
    for row in rows() {
        for (ask, answers) in [(Ask::No, 0), (Ask::Confirm, 2)] {
            let mut draft = Draft::default();
            draft.subject.kind = SubjectKind::Existing;
            draft.subject.selector = SelectorKind::All;
            draft.ending.existing = row.ending;
            draft.ask = ask;
            if row.priority {
                draft.settings.insert(SettingId::Priority, Entries::one("high"));
            }
            let mut machine = machine();
            let guid = machine.bits.create(JobType::Download, "Nightly").unwrap();
            machine
                .bits
                .add_file(&guid, "https://example.com/a.zip", "C:\\Data\\a.zip", "")
                .unwrap();
            machine.bits.jobs[0].state = State::Suspended;
            machine.answers.extend((0..answers).map(|_| "y".to_owned()));
            machine.bits.finished_before = Some(row.finished_before.to_owned());
            machine.bits.refusals = row
                .refused
                .iter()
                .map(|which| Refusal {
                    which: which.clone(),
                    fault: Fault::AccessDenied,
                })
                .collect();
            let outcome = play(&script(&draft, Script::Main), &mut machine);
            let output: String = outcome.output.iter().map(|one| one.to_text() + "\n").collect();
            let errors = format!("{:?}", outcome.errors);
            let shown = format!(
                "{output}{errors}{}",
                machine.shown(&[Stream::Output, Stream::Error, Stream::Warning])
            );
            let story = format!("{} ({}): {shown}", row.what, ask.word());
            assert_eq!(outcome.exit_code(), row.exit, "{story}");
            assert_eq!(machine.bits.jobs.len(), row.left, "{story}");
            for said in row.said {
                assert!(shown.contains(said), "{said}: {story}");
            }
        }
    }
}

fn made() -> Draft {
    let mut draft = Draft::default();
    draft
        .settings
        .insert(SettingId::DisplayName, Entries::one("Nightly"));
    let file = vec![
        vec!["https://example.com/a.zip".into()],
        vec!["C:\\Data\\a.zip".into()],
    ];
    draft.settings.insert(SettingId::Files, Entries(file));
    draft.ending.new = NewEndingKind::CreateOnly;
    draft
}

fn resumed_with_priority() -> Draft {
    let mut draft = Draft::default();
    draft.subject.kind = SubjectKind::Existing;
    draft.subject.selector = SelectorKind::All;
    draft.settings.insert(SettingId::Priority, Entries::one("high"));
    draft.ending.existing = ExistingEnding::Resume;
    draft
}

/// What is undone, before which call somebody else completes the job, what is refused, exit code, jobs that are left.
#[test]
fn a_job_that_ends_while_it_is_undone_is_no_refusal() {
    type Row = (fn() -> Draft, &'static str, &'static str, i32, usize);
    let rows: [Row; 8] = [
        (made, "", "", 0, 0),
        (made, "Remove-BitsTransfer", "", 0, 0),
        (made, "", "Remove-BitsTransfer", 1, 1),
        (resumed_with_priority, "", "", 0, 1),
        (resumed_with_priority, "/setpriority", "", 0, 0),
        (resumed_with_priority, "", "/setpriority", 1, 1),
        (resumed_with_priority, "Suspend-BitsTransfer", "", 0, 0),
        (resumed_with_priority, "", "Suspend-BitsTransfer", 1, 1),
    ];
    for (draft, finished_before, refused, exit, left) in rows {
        let draft = draft();
        let mut machine = machine();
        if draft.subject.kind == SubjectKind::Existing {
            let guid = machine.bits.create(JobType::Download, "Nightly").unwrap();
            machine
                .bits
                .add_file(&guid, "https://example.com/a.zip", "C:\\Data\\a.zip", "")
                .unwrap();
        }
        let outcome = play(&script(&draft, Script::Main), &mut machine);
        assert_eq!(outcome.exit_code(), 0, "{:?}", machine.console);
        let files = machine.files.paths().len();
        machine.bits.finished_before = Some(finished_before.to_owned());
        if !refused.is_empty() {
            machine.bits.refusals.push(Refusal {
                which: Which::Named(refused.to_owned()),
                fault: Fault::AccessDenied,
            });
        }
        let outcome = play(&script(&draft, Script::Undo), &mut machine);
        let output: String = outcome.output.iter().map(|one| one.to_text() + "\n").collect();
        let story = format!("{finished_before}, {refused}: {output}{:?}", machine.console);
        assert_eq!(outcome.exit_code(), exit, "{story}");
        assert_eq!(machine.bits.jobs.len(), left, "{story}");
        let is_gone = output.contains("The job is no longer there: {");
        assert_eq!(is_gone, !finished_before.is_empty(), "{story}");
        // The record goes with what is undone, and stays for what is not.
        let kept = machine.files.paths().len();
        assert_eq!(kept < files, exit == 0, "{story}");
    }
}
