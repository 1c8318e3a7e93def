//! Values that are given when a script runs: bitsadmin may take one for something else, however well it is quoted.

use crate::exits::machine;
use bitsmith_core::catalog::SettingId;
use bitsmith_core::draft::{Draft, NewEndingKind};
use bitsmith_core::emit::{Request, Script, Target, emit};
use bitsmith_core::evaluate::evaluate;
use bitsmith_core::plan::Reveal;
use bitsmith_core::value::Entries;
use bitsmith_tests::powershell::run::{Session, run};
use bitsmith_tests::powershell::value::Value;
use bitsmith_tests::{bits, powershell};

/// A job that says a text with bitsadmin.
fn draft(id: SettingId, text: &str) -> Draft {
    let mut draft = Draft::default();
    draft.profile.set("windows", "server-2019").unwrap();
    draft
        .settings
        .insert(SettingId::DisplayName, Entries::one("Nightly"));
    let job_type = if id == SettingId::ReplyFileName {
        "upload_reply"
    } else {
        "download"
    };
    draft.settings.insert(SettingId::JobType, Entries::one(job_type));
    let files = [
        vec!["https://example.com/a.zip".into()],
        vec!["C:\\Data\\a.zip".into()],
    ];
    draft.settings.insert(SettingId::Files, Entries(files.into()));
    let value = match id {
        SettingId::CustomHeaders => Entries::list([text]),
        _ => Entries::one(text),
    };
    draft.settings.insert(id, value);
    draft.ending.new = NewEndingKind::CreateOnly;
    draft
}

/// What the model holds for the setting after the script ran with these values; the exit code where it is not 0.
fn held(id: SettingId, text: &str, given: &[(&str, &str)]) -> Result<String, i32> {
    let evaluation = evaluate(&draft(id, text), Reveal::Masked);
    let plan = evaluation
        .plan
        .unwrap_or_else(|| panic!("{:?}", evaluation.diagnostics));
    let request = Request {
        target: Target::PowerShell,
        script: Script::Main,
    };
    let script = emit(&[plan], request)
        .unwrap_or_else(|errors| panic!("{errors:?}"))
        .text();
    let mut machine = machine();
    machine.old_module = true;
    machine.files.make_folder("/x");
    let read = powershell::read(&script).unwrap_or_else(|unread| panic!("{unread}\n{script}"));
    let session = Session {
        parameters: given
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::text(value)))
            .collect(),
        ..Session::default()
    };
    let outcome = run(&read, &mut machine, &session).unwrap_or_else(|stuck| panic!("{stuck}\n{script}"));
    match (outcome.exit_code(), machine.bits.jobs.first()) {
        (0, Some(job)) => Ok(bits::Job::setting(job, id.name()).to_owned()),
        (code, _) => {
            let is_said = machine.bits.calls.iter().any(|call| {
                call.name.starts_with("/set")
                    && given
                        .iter()
                        .any(|(_, value)| call.arguments.iter().any(|(_, word)| word == value))
            });
            assert!(
                !is_said,
                "{text} with {given:?} was said: {:?}",
                machine.bits.calls
            );
            Err(code)
        }
    }
}

#[test]
fn a_given_value_that_bitsadmin_takes_for_something_else_is_refused() {
    for (id, text, given, expected) in [
        (SettingId::HttpMethod, "{{v}}", vec![("v", "PUT")], Ok("PUT")),
        (SettingId::HttpMethod, "{{v}}", vec![("v", "NULL")], Err(1)),
        (SettingId::HttpMethod, "{{v}}", vec![("v", "null")], Err(1)),
        (SettingId::HttpMethod, "{{v}}", vec![("v", "/x")], Err(1)),
        (SettingId::HttpMethod, "{{v}}", vec![("v", "NULLS")], Ok("NULLS")),
        (
            SettingId::HttpMethod,
            "{{v}}{{w}}",
            vec![("v", "NU"), ("w", "LL")],
            Err(1),
        ),
        (SettingId::HttpMethod, "NU{{v}}", vec![("v", "LL")], Err(1)),
        (SettingId::HttpMethod, "{{v}}LL", vec![("v", "NU")], Err(1)),
        (SettingId::HttpMethod, "X{{v}}", vec![("v", "NULL")], Ok("XNULL")),
        (
            SettingId::CustomHeaders,
            "{{v}}: a",
            vec![("v", "X-A")],
            Ok("X-A: a"),
        ),
        (SettingId::CustomHeaders, "{{v}}: a", vec![("v", "/x")], Err(1)),
        (
            SettingId::ReplyFileName,
            "{{v}}\\a",
            vec![("v", "C:\\Data")],
            Ok("C:\\Data\\a"),
        ),
        (SettingId::ReplyFileName, "{{v}}\\a", vec![("v", "/x")], Err(1)),
    ] {
        assert_eq!(
            held(id, text, &given),
            expected.map(str::to_owned),
            "{text} with {given:?}"
        );
    }
}
