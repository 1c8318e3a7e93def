//! Batch files.

use super::{Emission, Script};
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;

pub(super) fn emit(plans: &[Plan], script: Script) -> Result<Emission, Vec<Diagnostic>> {
    let _ = (plans, script);
    Ok(Emission::default())
}
