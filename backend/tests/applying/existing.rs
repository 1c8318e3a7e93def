//! Jobs that were there: found, changed, put back, never cancelled.

use crate::values::{one_of_each, values};
use crate::world::{PLAIN, Shelf, calls_of, of_calls, strict};
use bitsmith_backend::apply::{Aftermath, ApplyError, Changed, change, find};
use bitsmith_backend::call::{Call, Step};
use bitsmith_backend::calls::{Calls, Target, Then, assignments};
use bitsmith_backend::failure::{Failure, Hresult};
use bitsmith_backend::journal::Journal;
use bitsmith_backend::scripted::Scripted;
use bitsmith_core::catalog::{CATALOG, SettingId, SettingValue};
use bitsmith_core::diagnostic::Place;
use bitsmith_core::job::{Folders, Owner, Selector};
use bitsmith_core::text::Text;
use bitsmith_core::value::{Guid, JobType};

pub(crate) const GUIDS: [&str; 3] = [
    "{00000000-0000-0000-0000-00000000000A}",
    "{00000000-0000-0000-0000-00000000000B}",
    "{00000000-0000-0000-0000-00000000000C}",
];

pub(crate) fn three_jobs() -> Scripted {
    Scripted::new()
        .with_job(GUIDS[0], "Nightly", JobType::Download)
        .with_job(GUIDS[1], "NIGHTLY", JobType::Download)
        .with_job(GUIDS[2], "Weekly", JobType::Download)
}

pub(crate) fn changing(selector: Selector, values: &[SettingValue], end: &[Call]) -> Calls {
    let sets = values.iter().flat_map(assignments).map(Call::Set);
    let step = |call| Step {
        call,
        place: Place::setting(SettingId::Priority),
    };
    Calls {
        target: Target::Existing {
            selector,
            owner: Owner::Me,
        },
        steps: sets.chain(end.iter().cloned()).map(step).collect(),
        then: Then::Leave,
        folders: Folders::Expect,
        holes: Vec::new(),
        parameters: Vec::new(),
        ..calls_of(PLAIN)
    }
}

fn changed(calls: &Calls, bits: &Scripted) -> Result<Changed, ApplyError> {
    let order = of_calls(calls);
    let found = find(&order.target, &mut bits.clone()).unwrap_or_else(|error| panic!("{error}"));
    let mut journal = Journal::in_memory().expect("a journal");
    let shelf = Shelf::default();
    change(
        &order,
        &found,
        &mut bits.clone(),
        &mut journal,
        &strict(&shelf),
        &mut |_, _, _| {},
    )
}

#[test]
fn names_and_patterns_become_guids() {
    let named = |selector| {
        let calls = changing(selector, &[], &[Call::Suspend]);
        find(&of_calls(&calls).target, &mut three_jobs())
            .map(|found| found.iter().map(|job| job.guid.to_string()).collect::<Vec<_>>())
    };
    let text = |name: &str| Text::literal(name);
    let guid = |name: &str| Guid::parse(name).expect("a GUID");
    assert_eq!(
        named(Selector::Name(text("nightly"))).as_deref(),
        Ok(&[GUIDS[0], GUIDS[1]].map(String::from)[..])
    );
    assert_eq!(
        named(Selector::Pattern(text("w*"))).as_deref(),
        Ok(&[GUIDS[2].to_owned()][..])
    );
    assert_eq!(
        named(Selector::Name(text("n*"))).map_err(|error| error.to_string()),
        Err("BITS has no job named `n*`. `bitsmith jobs` lists those there are.".to_owned())
    );
    assert_eq!(named(Selector::All).map(|found| found.len()), Ok(3));
    assert_eq!(
        named(Selector::Guids(vec![guid(GUIDS[2])])).map(|found| found.len()),
        Ok(1)
    );
    let foreign = guid("{00000000-0000-0000-0000-00000000000F}");
    assert!(named(Selector::Guids(vec![foreign])).is_err());
}

/// Settings whose change can be taken back.
fn reversible() -> Vec<SettingValue> {
    let never = [
        SettingId::JobType,
        SettingId::Files,
        SettingId::FileRanges,
        SettingId::Credentials,
        SettingId::RemoveCredentials,
        SettingId::MakeCustomHeadersWriteOnly,
        SettingId::TakeOwnership,
        SettingId::RemoteName,
        SettingId::ReplaceRemotePrefix,
        SettingId::ValidationState,
    ];
    let mut values = one_of_each();
    values.retain(|value| !never.contains(&value.id()));
    values
}

#[test]
fn a_change_that_fails_at_any_step_puts_every_value_back_and_cancels_nothing() {
    let values = reversible();
    let calls = changing(
        Selector::Guids(vec![Guid::parse(GUIDS[0]).expect("a GUID")]),
        &values,
        &[Call::Suspend],
    );
    let guid = Guid::parse(GUIDS[0]).expect("a GUID");
    for step in 1..=calls.steps.len() {
        let bits = three_jobs();
        // The job has other values before.
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        for spec in CATALOG
            .iter()
            .filter(|spec| values.iter().any(|value| value.id() == spec.id))
        {
            use bitsmith_backend::service::Service;
            use proptest::strategy::{Strategy, ValueTree};
            // One of the two certificates, and nothing that takes it away.
            if matches!(
                spec.id,
                SettingId::RemoveClientCertificate
                    | SettingId::ClientCertificateByName
                    // A token that was there before cannot be given back.
                    | SettingId::HelperToken
            ) {
                continue;
            }
            let before = self::values(spec)
                .new_tree(&mut runner)
                .expect("a value")
                .current();
            for assignment in assignments(&before) {
                bits.clone().set(&guid, &assignment).expect("it is set");
            }
        }
        let before = bits.job(&guid).expect("it is there");
        let done = bits.calls().len();
        let bits = bits.failing(done + step, Failure::Refused(Hresult(0x8007_0005)));
        let changed = changed(&calls, &bits).expect("it begins");
        let error = changed.failed.expect("it fails");
        let after = bits.job(&guid).expect("it is there");
        let mut kept_values = after.values.clone();
        // A scripted certificate set by name stands beside the one by hash; taking it away is what BITS does when it sets another.
        if before.values.contains_key(&SettingId::ClientCertificateById) {
            kept_values.remove(&SettingId::ClientCertificateByName);
        }
        let ApplyError::Step(error) = error else {
            panic!("{error}");
        };
        let Aftermath::PutBack { kept, .. } = &error.aftermath else {
            panic!("{error}");
        };
        // BITS has no value for these where they were not set.
        for (id, why) in kept {
            assert!(why.contains("no call that takes it away"), "{id:?}: {why}");
            kept_values.remove(id);
        }
        assert_eq!(kept_values, before.values, "step {step}: {error}");
        assert_eq!(after.display_name, before.display_name);
        assert!(!bits.calls().contains(&"Cancel"));
    }
}

#[test]
fn what_cannot_be_put_back_is_named() {
    let bits = three_jobs();
    let mut values = one_of_each();
    values.retain(|value| {
        matches!(
            value.id(),
            SettingId::Credentials | SettingId::MakeCustomHeadersWriteOnly
        )
    });
    let calls = changing(Selector::All, &values, &[Call::Resume]);
    let failing = calls.steps.len();
    // A job without files cannot run.
    let changed = changed(&calls, &bits).expect("it begins");
    let error = changed.failed.expect("it fails").to_string();
    assert!(
        error.starts_with(&format!("Step {failing} of {failing} failed: Makes the job run.")),
        "{error}"
    );
    assert!(
        error.contains("BG_E_EMPTY") && error.contains("is not cancelled"),
        "{error}"
    );
    assert!(
        error.contains("Not put back: Credentials. BITS does not tell what it was."),
        "{error}"
    );
    assert!(error.contains("It cannot be undone."), "{error}");
    assert_eq!((changed.done.len(), changed.untouched.len()), (0, 2));
    assert!(!bits.calls().contains(&"Cancel"));
}

#[test]
fn jobs_are_changed_one_after_the_other_and_ended_when_that_is_asked() {
    let bits = three_jobs();
    let values: Vec<SettingValue> = one_of_each()
        .into_iter()
        .filter(|value| value.id() == SettingId::Description)
        .collect();
    let changed = changed(&changing(Selector::All, &values, &[Call::Cancel]), &bits).expect("it begins");
    assert!(changed.failed.is_none() && changed.done.len() == 3);
    assert_eq!(bits.living(), []);
}

#[test]
fn a_bits_that_does_not_answer_is_not_asked_to_put_more_back() {
    let guid = Guid::parse(GUIDS[0]).expect("a GUID");
    let mut values = reversible();
    values.retain(|value| {
        let id = value.id();
        matches!(
            id,
            SettingId::Description | SettingId::Priority | SettingId::MinimumRetryDelay
        )
    });
    let calls = changing(Selector::Guids(vec![guid]), &values, &[Call::Resume]);
    // The three are set; a job without files cannot run; the first value is not put back.
    let bits = three_jobs().failing(5, Failure::NoAnswer);
    let error = changed(&calls, &bits)
        .expect("it begins")
        .failed
        .expect("it fails");
    let ApplyError::Step(error) = error else {
        panic!("{error}");
    };
    let Aftermath::PutBack { kept, restored, .. } = &error.aftermath else {
        panic!("{error}");
    };
    let silence = Failure::NoAnswer.to_string();
    assert!(
        kept.len() == 3 && kept.iter().all(|(_, why)| *why == silence),
        "{error}"
    );
    assert_eq!(restored, &[]);
    assert_eq!(bits.calls(), ["Set", "Set", "Set", "Resume", "Set"]);
}
