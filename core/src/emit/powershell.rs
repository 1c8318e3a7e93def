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
pub(super) mod said;
mod settings;
mod undo;

use super::{Emission, Line, Script, TokenKind, order, sharing};
use crate::catalog::SettingValue;
use crate::diagnostic::{At, Diagnostic, Place};
use crate::plan::{self, Plan};
use crate::profile::Profile;
use crate::version::Module;
use build::Build;
use said::Said;

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
    let names = named(plans, &sections);
    parameters(&mut build, &names);
    let parameters = build.take_lines();
    opening(&mut build, &names);
    build.extend(sections);
    build
        .code("if ($PSCommandPath) {")
        .deeper()
        .code("exit $bitsExit")
        .shallower()
        .code("}");
    build.shallower();
    let given: String = names.iter().map(|name| format!(" -{name} ${name}")).collect();
    build.code(format!("}}{given}"));
    build.blank();
    let body = build.take_lines();
    header::write(&mut build, plans, script, !names.is_empty());
    build.extend(parameters);
    build.extend(body);
    build.finish()
}

/// The parameters that the lines name: what nobody reads is not asked for.
fn named(plans: &[Plan], lines: &[Line]) -> Vec<String> {
    let tokens = || lines.iter().flat_map(|line| &line.tokens);
    let is_named = |name: &String| {
        tokens().any(|token| token.kind == TokenKind::Variable && token.text.strip_prefix('$') == Some(name))
    };
    let mut names = plan::parameters(plans);
    names.retain(is_named);
    names
}

/// `param(…)` of the script.
fn parameters(build: &mut Build, names: &[String]) {
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
fn opening(build: &mut Build, names: &[String]) {
    build.code("& {").deeper();
    let has_parameters = !names.is_empty();
    if has_parameters {
        // Handed on by name: PSScriptAnalyzer takes a parameter that only an inner block reads for unused (P10).
        let list: Vec<String> = names.iter().map(|name| format!("[string]${name}")).collect();
        build.code(format!("param({})", list.join(", ")));
    }
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
        // The policy under which the script runs already: Windows PowerShell has its own, often Restricted.
        build.code("$bitsPolicy = [string](Get-ExecutionPolicy)");
        // A program that cannot be started is an error of that line alone, and `exit` without a code is 0.
        build.code("try {").deeper();
        build.code("& ($env:SystemRoot + '\\System32\\WindowsPowerShell\\v1.0\\powershell.exe') -ExecutionPolicy $bitsPolicy -NoProfile -File $PSCommandPath");
        build.code("exit $LASTEXITCODE").shallower();
        build.code("} catch {").deeper();
        build.code("Write-Error -Message ('Windows PowerShell did not run this script: ' + $_.Exception.Message) -ErrorAction Continue");
        build.code("exit 1").shallower();
        build.code("}").shallower();
        build.code("}");
        build.code(
            "Write-Error -Message 'In this PowerShell the BITS commands are copies that cannot change jobs. Paste these lines into Windows PowerShell (powershell.exe).' -ErrorAction Continue",
        );
        build.code("return");
    }
    build.shallower().code("}").shallower().code("}");
    functions::write(build);
}

/// The parameters that set a value, as they are written on the newest Windows. Why there are none, else.
pub(super) fn parameters_of(value: &SettingValue) -> Result<Vec<String>, String> {
    match said::said(value, &Profile::default()) {
        Ok(Said::Parameters(parameters)) => Ok(parameters
            .into_iter()
            .map(|(name, expression)| format!("-{name} {expression}"))
            .collect()),
        Ok(Said::Switch(switch)) => Ok(vec![switch.to_owned()]),
        Ok(Said::Nobody { reason, .. }) => Err(reason.to_owned()),
        Ok(Said::Credentials(_)) => Err("A credential is asked for by a script of its own.".to_owned()),
        Ok(Said::Bitsadmin(_)) => Err("The cmdlets have no parameter for this value.".to_owned()),
        Err(refusal) => Err(refusal.to_string()),
    }
}
