//! Batch files.
//!
//! A file calls one section for each plan (`:job1`, …) and ends with the highest exit code. Rules C1 to C7 of the safety
//! rules hold for every line: texts of the job stand as words of programs on lines of their own, never after `call`,
//! in `for /f ('…')` or in the body of `for`; what a program printed is looked at for its characters before it is
//! written on a line. What a Windows batch file and Wine's cmd read differently is not written (`&&`, `||`, `findstr`,
//! `%X%` with a percent sign in it).

mod change;
mod check;
mod find;
mod header;
mod make;
mod names;
mod routine;
mod settings;
mod sheet;
mod undo;

use super::{Emission, Script, order};
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use sheet::Sheet;

/// Writes the batch file of the plans.
pub(super) fn emit(plans: &[Plan], script: Script) -> Result<Emission, Vec<Diagnostic>> {
    let mut sheet = Sheet::new(plans);
    let order = order(plans, script);
    for (index, plan) in order.iter().copied() {
        sheet.enter(index);
        match (script, plan.is_new()) {
            (Script::Main, true) => make::section(&mut sheet, plan),
            (Script::Main, false) => change::section(&mut sheet, plan),
            (Script::Undo, _) => undo::section(&mut sheet, plan),
            (Script::Check, _) => check::section(&mut sheet, plan),
        }
    }
    let sections = sheet.take_lines();
    header::driver(&mut sheet, plans, &order);
    let driver = sheet.take_lines();
    routine::write(&mut sheet);
    let routines = sheet.take_lines();
    header::write(&mut sheet, plans, script);
    header::opening(&mut sheet, plans, script);
    sheet.extend(driver);
    sheet.extend(sections);
    sheet.extend(routines);
    sheet.finish()
}
