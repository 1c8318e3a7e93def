//! PowerShell scripts.
//!
//! A script is one block, `& { … }`, so that it works saved and pasted and leaves no variable behind. Its own variables
//! begin with `bits`; script parameters may not. Rules P1 to P12 of the safety rules hold for every line.

mod build;
mod change;
mod check;
mod create;
mod functions;
mod header;
mod said;
mod settings;
mod undo;

use super::{Emission, Line, Script, TokenKind, order, sharing};
use crate::diagnostic::{At, Diagnostic, Place};
use crate::plan::Plan;
use crate::version::Module;
use build::Build;
use std::collections::BTreeSet;

/// Writes the script of the plans.
pub(super) fn emit(plans: &[Plan], script: Script) -> Result<Emission, Vec<Diagnostic>> {
    let mut build = Build::new(plans);
    for (index, plan) in order(plans, script) {
        build.enter(plan, index);
        if plan.profile().windows.module == Module::None {
            build.error(
                "powershell-no-module",
                Place::new(At::Profile),
                format!("{} has no BitsTransfer module.", plan.profile().windows.label),
                "Use the batch file, or choose another Windows in the profile.",
            );
            continue;
        }
        match (script, plan.is_new()) {
            (Script::Main, true) => create::section(&mut build, plan),
            (Script::Main, false) => change::section(&mut build, plan),
            (Script::Undo, _) => undo::section(&mut build, plan, &sharing(plans, plan)),
            (Script::Check, _) => check::section(&mut build, plan),
        }
    }
    let sections = build.take_lines();
    parameters(&mut build, plans, &sections);
    let parameters = build.take_lines();
    opening(&mut build, !parameters.is_empty());
    build.extend(sections);
    build
        .code("if ($PSCommandPath) {")
        .deeper()
        .code("exit $bitsExit")
        .shallower()
        .code("}");
    build.shallower();
    build.code("}");
    build.blank();
    let body = build.take_lines();
    header::write(&mut build, plans, script, !parameters.is_empty());
    build.extend(parameters);
    build.extend(body);
    build.finish()
}

/// `param(…)`: every parameter that a line of the sections names. Asked for one that is not used, a person would have to
/// type something.
fn parameters(build: &mut Build, plans: &[Plan], sections: &[Line]) {
    let used: BTreeSet<&str> = sections
        .iter()
        .flat_map(|line| &line.tokens)
        .filter(|token| token.kind == TokenKind::Variable)
        .filter_map(|token| token.text.strip_prefix('$'))
        .collect();
    let names: BTreeSet<String> = plans
        .iter()
        .flat_map(Plan::parameters)
        .filter(|name| used.contains(name.as_str()))
        .collect();
    if names.is_empty() {
        return;
    }
    build.code("param(").deeper();
    let last = names.len().saturating_sub(1);
    for (index, name) in names.iter().enumerate() {
        let comma = if index == last { "" } else { "," };
        build.code("[Parameter(Mandatory = $true)]");
        build.code(format!("[string]${name}{comma}"));
    }
    build.shallower().code(")").blank();
}

/// The look at the shell, and what all sections use.
fn opening(build: &mut Build, has_parameters: bool) {
    build.code("& {").deeper();
    build.code("$bitsExit = 0");
    // In PowerShell 6 and 7 the module may be a proxy whose jobs cannot be changed (P11).
    build.code("# In PowerShell 6 and 7 the BITS commands may be copies that cannot change jobs.");
    build.code("if ($PSVersionTable.PSEdition -eq 'Core') {").deeper();
    build.code("$bitsCommand = Get-Command -Name 'Start-BitsTransfer' -ErrorAction SilentlyContinue");
    build
        .code("if ((-not $bitsCommand) -or ($bitsCommand.CommandType -ne 'Cmdlet')) {")
        .deeper();
    if has_parameters {
        build.code(
            "Write-Error -Message 'In this PowerShell the BITS commands are copies that cannot change jobs. Run this script in Windows PowerShell (powershell.exe).' -ErrorAction Continue",
        );
        build
            .code("if ($PSCommandPath) {")
            .deeper()
            .code("exit 1")
            .shallower()
            .code("}");
        build.code("return");
    } else {
        build.code("if ($PSCommandPath) {").deeper();
        build.code("& ($env:SystemRoot + '\\System32\\WindowsPowerShell\\v1.0\\powershell.exe') -NoProfile -File $PSCommandPath");
        build.code("exit $LASTEXITCODE").shallower();
        build.code("}");
        build.code(
            "Write-Error -Message 'In this PowerShell the BITS commands are copies that cannot change jobs. Paste these lines into Windows PowerShell (powershell.exe).' -ErrorAction Continue",
        );
        build.code("return");
    }
    build.shallower().code("}").shallower().code("}");
    functions::write(build);
}
