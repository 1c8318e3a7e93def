//! Changes of existing jobs that end, or are ended by someone else, while the file runs.

use super::{change, guid, script, stand_with_jobs};
use bitsmith_core::emit::Script;
use bitsmith_tests::wine::Scenario;

/// What happens, how the change ends, exit code, jobs that are left of two, what is said.
struct Row {
    what: &'static str,
    scenario: Scenario,
    settings: &'static str,
    ending: &'static str,
    exit: i32,
    left: usize,
    said: Vec<String>,
}

fn rows() -> Vec<Row> {
    let row = |what, scenario, settings, ending, exit, left, said: &[&str]| Row {
        what,
        scenario,
        settings,
        ending,
        exit,
        left,
        said: said.iter().map(|said| said.replace('#', &guid(7))).collect(),
    };
    let s = Scenario::new;
    let gone = "The job # is gone, or someone else finished it.";
    let priority = r#"{"priority": "high"}"#;
    let nothing = "Nothing was changed.";
    let changed = "It stopped at the job #. What was changed before stands above.";
    vec![
        row("all well", s(), "{}", "complete", 0, 1, &["Changed #: /complete"]),
        row(
            "it is completed and still answers",
            s().ended_jobs_answer(),
            "{}",
            "complete",
            0,
            1,
            &["Changed #: /complete"],
        ),
        row(
            "… and BITS does not list its jobs",
            s().ended_jobs_answer().refuse("list"),
            "{}",
            "complete",
            0,
            1,
            &["Changed #: /complete"],
        ),
        row(
            "someone else completes it, it answers, and BITS does not list its jobs",
            s().completed_before("complete")
                .ended_jobs_answer()
                .refuse("list"),
            "{}",
            "complete",
            5,
            1,
            &[gone],
        ),
        row(
            "someone else completes it first",
            s().completed_before("complete"),
            "{}",
            "complete",
            5,
            1,
            &[gone, nothing],
        ),
        row(
            "… after a value was set",
            s().completed_before("complete"),
            priority,
            "complete",
            5,
            1,
            &[gone, changed],
        ),
        row(
            "… and it still answers",
            s().completed_before("complete").play("acknowledged"),
            "{}",
            "complete",
            5,
            1,
            &[gone],
        ),
        row(
            "completing is refused",
            s().refuse("complete"),
            "{}",
            "complete",
            4,
            2,
            &[
                "Nothing was thrown away. Finish the job #: bitsadmin /complete #",
                nothing,
            ],
        ),
        row(
            "completing is refused after a value was set",
            s().refuse("complete"),
            priority,
            "complete",
            4,
            2,
            &["bitsadmin /complete #", changed],
        ),
        row(
            "completing is refused, and BITS does not answer any more",
            s().refuse("complete").refuse("getstate:2").refuse("list"),
            "{}",
            "complete",
            4,
            2,
            &["The job: BITS does not say.", "bitsadmin /complete #"],
        ),
        row(
            "someone else completes it before a value is set",
            s().completed_before("setpriority"),
            priority,
            "leave",
            5,
            1,
            &[gone, nothing],
        ),
        row(
            "someone else completes it before it is resumed",
            s().completed_before("resume"),
            "{}",
            "resume",
            5,
            1,
            &[gone, nothing],
        ),
        row(
            "someone else completes it before it is cancelled",
            s().completed_before("cancel"),
            "{}",
            "cancel",
            5,
            1,
            &[gone, nothing],
        ),
        row(
            "… and it still answers",
            s().completed_before("cancel").play("acknowledged"),
            "{}",
            "cancel",
            5,
            1,
            &[gone, nothing],
        ),
        row(
            "a value is refused",
            s().refuse("setpriority"),
            priority,
            "complete",
            1,
            2,
            &[nothing],
        ),
    ]
}

#[test]
fn a_job_that_ends_while_it_is_changed_has_its_exit_code() {
    for tongue in ["plain", "hresult"] {
        for row in rows() {
            let Some(stand) = stand_with_jobs(&row.scenario.clone().tongue(tongue)) else {
                return;
            };
            let file = script(&change(&[7], row.settings, row.ending), Script::Main);
            let outcome = super::run(&stand, &file, &[]);
            let story = format!("{}, {tongue}: {}\n{}", row.what, outcome.stdout, outcome.stderr);
            assert_eq!(
                (outcome.exit, outcome.left().len()),
                (row.exit, row.left),
                "{story}"
            );
            for said in &row.said {
                assert!(outcome.stdout.contains(said), "{said}: {story}");
            }
            assert_eq!(outcome.stderr, "", "{story}");
            assert!(
                file.contains("Exit codes: 0 done, 1 a call was refused"),
                "{file}"
            );
        }
    }
}
