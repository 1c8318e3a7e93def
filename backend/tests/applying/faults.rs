//! Every call of a job that uses every setting fails once with each of several codes.

use crate::values::{calls_with, one_of_each};
use crate::world::{Shelf, made, of_calls, strict};
use bitsmith_backend::apply::{Aftermath, ApplyError, Unsupported, make};
use bitsmith_backend::calls::{Then, describe};
use bitsmith_backend::failure::{Failure, Hresult};
use bitsmith_backend::journal::Journal;
use bitsmith_backend::scripted::Scripted;
use bitsmith_core::catalog::{CATALOG, SettingId};
use std::collections::BTreeSet;

const CODES: [u32; 8] = [
    0x8000_4001, // E_NOTIMPL
    0x8000_4002, // E_NOINTERFACE
    0x8007_0005, // E_ACCESSDENIED
    0x8007_0057, // E_INVALIDARG
    0x8020_0002, // BG_E_INVALID_STATE
    0x8020_0021, // BG_E_STRING_TOO_LONG
    0x8007_06BA, // RPC_S_SERVER_UNAVAILABLE
    0x8000_FFFF, // E_UNEXPECTED
];

#[test]
fn a_failure_at_any_step_leaves_nothing_and_names_the_step() {
    let calls = calls_with(one_of_each(), 2, Then::Leave);
    let order = of_calls(&calls);
    let settings: BTreeSet<_> = calls
        .steps
        .iter()
        .filter_map(|step| match &step.call {
            bitsmith_backend::call::Call::Set(assignment) => Some(assignment.id()),
            _ => None,
        })
        .collect();
    // All but type, name, files and ranges, which come with other calls.
    assert_eq!(settings.len(), CATALOG.len() - 4);
    let steps = calls.steps.len();
    let mut cases = 0;
    for step in 1..=steps {
        for code in CODES {
            for cancel in [None, Some(Failure::Refused(Hresult(code)))] {
                let mut bits = Scripted::new().failing(step, Failure::Refused(Hresult(code)));
                if let Some(failure) = cancel {
                    bits = bits.failing_cancel(failure);
                }
                let error = made(&order, &mut bits.clone()).expect_err("it fails");
                let ApplyError::Step(error) = error else {
                    panic!("{error}");
                };
                let text = error.to_string();
                assert_eq!((error.step, error.of), (step, steps), "{text}");
                let operation = describe(&calls.steps[step - 1].call);
                assert!(
                    text.starts_with(&format!("Step {step} of {steps} failed: {operation}.")),
                    "{text}"
                );
                let number = format!("0x{code:08X} (");
                assert!(text.contains(&number), "{text}");
                let made = bits.calls();
                let count = |name| made.iter().filter(|call| **call == name).count();
                assert_eq!(count("Cancel"), usize::from(step > 1), "{made:?}");
                assert_eq!(count("Resume"), usize::from(step == steps), "{made:?}");
                match (step, cancel) {
                    (1, _) => {
                        assert_eq!(error.aftermath, Aftermath::NothingMade);
                        assert_eq!(bits.living(), []);
                    }
                    (_, None) => {
                        assert!(matches!(error.aftermath, Aftermath::Removed(_)), "{text}");
                        assert_eq!(bits.living(), []);
                    }
                    (_, Some(_)) => {
                        let left = bits.living();
                        assert_eq!(left.len(), 1);
                        assert!(
                            text.contains(&format!("`bitsadmin /cancel {}`", left[0])),
                            "{text}"
                        );
                    }
                }
                cases += 1;
            }
        }
    }
    println!("{cases} faults: {steps} calls, 8 codes, Cancel working and failing");
    assert!(cases >= 280, "{cases}");
}

#[test]
fn with_skipping_the_rest_is_applied_and_said() {
    // A certificate that is set and taken away again is not what was asked at the end.
    let mut values = one_of_each();
    values.retain(|value| value.id() != SettingId::RemoveClientCertificate);
    let calls = calls_with(values, 1, Then::Leave);
    let order = of_calls(&calls);
    let code = Failure::Refused(Hresult::NOT_IMPLEMENTED);
    for step in 2..=calls.steps.len() {
        let is_setting = matches!(calls.steps[step - 1].call, bitsmith_backend::call::Call::Set(_));
        let mut bits = Scripted::new().failing(step, code);
        let mut journal = Journal::in_memory().expect("a journal");
        let shelf = Shelf::default();
        let mut options = strict(&shelf);
        options.unsupported = Unsupported::Skip;
        let outcome = make(&order, &mut bits, &mut journal, &options, &mut |_, _, _| {});
        match outcome {
            Ok(applied) => {
                assert!(is_setting, "step {step} was left out");
                assert_eq!(applied.skipped.len(), 1);
                assert_eq!(
                    applied.skipped[0].operation,
                    describe(&calls.steps[step - 1].call)
                );
                assert_eq!(applied.differences, []);
                assert_eq!(bits.living(), [applied.guid]);
            }
            Err(error) => {
                assert!(!is_setting, "{error}");
                assert_eq!(bits.living(), []);
            }
        }
    }
}

#[test]
fn what_bits_answers_beside_all_is_well_is_handed_on() {
    let values = one_of_each();
    let order = of_calls(&calls_with(values, 1, Then::Leave));
    let applied = made(&order, &mut Scripted::new()).unwrap_or_else(|error| panic!("{error}"));
    // No remote name begins with the prefix, and there are no credentials to take away.
    let answers: Vec<&str> = applied
        .notices
        .iter()
        .map(|notice| notice.operation.as_str())
        .collect();
    assert!(
        answers
            .iter()
            .any(|operation| operation.starts_with("Replace remote prefix")),
        "{answers:?}"
    );
}
