//! Emitted scripts run in `pwsh`, where it is on PATH: the rows of the table, Ctrl+C, changes of existing jobs, and the
//! scripts of generated jobs.

use crate::run::{Outcome, pwsh, run};
use bitsmith_core::document::read;
use bitsmith_core::draft::Draft;
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;
use bitsmith_tests::bits::bitsadmin::Manner;
use bitsmith_tests::bits::{Fate, JobType, Model};
use bitsmith_tests::exit_table::{Row, rows};
use bitsmith_tests::skip;
use std::path::{Path, PathBuf};

/// The job of the table. Its folder is there on every system.
const JOB: &str = r#"{
  "bitsmith": 1,
  "profile": { "shell": "powershell-7" },
  "subject": { "new": { "display_name": "Nightly", "job_type": "download" } },
  "files": [ { "remote_name": "https://example.com/a.zip", "local_name": "%TEMP%\\a.zip" } ],
  "settings": {
    "description": "it's \u2019 \u00e9",
    "no_progress_timeout": "1d",
    "peer_caching_flags": ["enable_peercaching_client"],
    "file_acl_flags": ["owner", "dacl"]
  },
  "ending": { "wait_and_complete": { "bound": "1h", "on_error": "LEFTOVER", "on_bound": "LEFTOVER" } }
}"#;

const CHANGE: &str = r#"{
  "bitsmith": 1,
  "profile": { "shell": "powershell-7" },
  "subject": { "existing": { "pattern": "Night*" } },
  "settings": {
    "display_name": "Daily",
    "priority": "high",
    "minimum_retry_delay": "2m",
    "security_flags": { "flags": ["enable_crl_check"], "redirect_policy": "disallow" },
    "notify_flags": ["job_transferred"],
    "custom_headers": ["X-Part: one", "X-Other: two"],
    "cost_flags": ["transfer_standard"],
    "proxy_settings": { "usage": "override", "list": ["http://p:80"], "bypass": ["<local>"] },
    "peer_caching_flags": ["enable_peercaching_server"]
  },
  "ending": "suspend"
}"#;

pub(crate) fn script(document: &str, script: Script) -> String {
    let drafts = read(document).unwrap_or_else(|errors| panic!("{errors}"));
    let plans: Vec<_> = drafts
        .iter()
        .map(|draft: &Draft| {
            let evaluation = evaluate(draft, Reveal::Masked);
            evaluation
                .plan
                .unwrap_or_else(|| panic!("no plan: {:?}", evaluation.diagnostics))
        })
        .collect();
    let target = Target::PowerShell;
    emit(&plans, Request { target, script })
        .unwrap_or_else(|errors| panic!("{errors:?}"))
        .text()
}

pub(crate) fn job(row: &Row) -> String {
    script(
        &JOB.replace("LEFTOVER", if row.leave { "leave" } else { "remove" }),
        Script::Main,
    )
}

/// A model in which a row happens. Two jobs of the same name, one of somebody else, are there before.
pub(crate) fn model(row: &Row) -> Model {
    let mut model = Model::default();
    let _ = model.create(JobType::Download, "Nightly").expect("a job");
    let user = std::mem::replace(&mut model.user, "OTHER\\user".to_owned());
    let _ = model.create(JobType::Download, "Nightly").expect("a job");
    model.user = user;
    model.fates.extend(row.fate.clone());
    model.refusals = row.refusals.clone();
    model
}

/// What is wrong with what a script did, by the table.
pub(crate) fn judge(row: &Row, outcome: &Outcome) -> Result<(), String> {
    let left = outcome.left.model.jobs.len();
    let wrong = if !outcome.left.unknown.is_empty() {
        format!("the model cannot play {:?}", outcome.left.unknown)
    } else if outcome.exit != Some(row.exit) {
        format!("exit {:?} instead of {}", outcome.exit, row.exit)
    } else if let Some(text) = row.unsaid(&outcome.shown).first() {
        format!("`{text}` is not said")
    } else if left != row.left + 2 {
        format!("{left} jobs instead of {} are left", row.left + 2)
    } else {
        return Ok(());
    };
    Err(format!("{}: {wrong}\n{}", row.name, outcome.shown))
}

/// A bitsadmin that says no by its exit code, and one that exits 0 and says it in other words.
pub(crate) const MANNERS: [Manner; 2] = [
    PLAIN,
    Manner {
        quiet_refusals: true,
        ..PLAIN
    },
];

const PLAIN: Manner = Manner {
    quiet_refusals: false,
    hexadecimal: false,
    old: false,
};

/// Plays every row; what went wrong.
pub(crate) fn play(pwsh: &Path, manners: &[Manner], change: impl Fn(&Row, String) -> String) -> Vec<String> {
    let mut wrong = Vec::new();
    for manner in manners {
        for row in rows() {
            let mut model = model(&row);
            model.bitsadmin = *manner;
            let outcome = run(pwsh, &change(&row, job(&row)), model, None);
            wrong.extend(judge(&row, &outcome).err());
        }
    }
    wrong
}

/// A change by pattern reaches two jobs of three, with every value.
pub(crate) fn change_two_jobs(pwsh: &Path) {
    let mut model = Model::default();
    for name in ["Nightly one", "Nightly two", "Other"] {
        let guid = model.create(JobType::Download, name).expect("a job");
        model
            .add_file(&guid, "https://example.com/a", "C:\\Data\\a", "")
            .expect("a file");
    }
    let before = model.snapshot();
    let main = run(pwsh, &script(CHANGE, Script::Main), model, None);
    assert_eq!(
        (main.exit, main.left.unknown.len()),
        (Some(0), 0),
        "{} {:?}",
        main.shown,
        main.left.unknown
    );
    let after = main.left.model.snapshot();
    let changed: Vec<_> = after
        .jobs
        .iter()
        .filter(|(guid, job)| before.jobs.get(*guid) != Some(*job))
        .collect();
    assert_eq!(changed.len(), 2, "{}", main.shown);
    for (_, job) in changed {
        for (name, value) in [
            ("display_name", "Daily"),
            ("priority", "HIGH"),
            ("minimum_retry_delay", "120"),
            ("security_flags", "513"),
            ("notify_flags", "1"),
            ("custom_headers", "X-Part: one\r\nX-Other: two"),
            ("cost_flags", "2147483751"),
            ("proxy_settings", "OVERRIDE\nhttp://p:80\n<local>"),
            ("peer_caching_flags", "2"),
        ] {
            assert_eq!(job.settings.get(name).map(String::as_str), Some(value), "{name}");
        }
    }
}

fn engine() -> Option<PathBuf> {
    let found = pwsh();
    if found.is_none() {
        skip::say(
            "pwsh",
            "it is not on PATH; emitted scripts were not run in PowerShell itself",
        );
    }
    found
}

#[test]
fn scripts_do_in_powershell_what_the_table_says() {
    let Some(pwsh) = engine() else { return };
    let wrong = play(&pwsh, &MANNERS, |_, text| text);
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    change_two_jobs(&pwsh);
    if cfg!(unix) {
        for sleep in 1..3 {
            let mut model = Model::default();
            model.fates.push_back(Fate::never_ends());
            let text = script(&JOB.replace("LEFTOVER", "remove"), Script::Main);
            let outcome = run(&pwsh, &text, model, Some(sleep));
            assert!(outcome.left.model.jobs.is_empty(), "Ctrl+C: {}", outcome.shown);
        }
    }
}
