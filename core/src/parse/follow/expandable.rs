//! Variables in texts of PowerShell that mean another one than they look, and what is not read at all.

use super::Script;
use crate::parse::bitsadmin::PLACEHOLDER_AS_REDIRECTION;
use crate::parse::found::{Found, patterns};
use crate::parse::patterns::POWERSHELL_SYNTAX;
use crate::parse::powershell::{self, Fault};
use crate::parse::reorder::line_before;
use crate::rules::placeholder;
use crate::span::Span;

patterns! {
    /// What is wrong with variables in texts.
    pub(in crate::parse) IN_TEXTS;
    COLON_BEHIND_VARIABLE = "colon-behind-variable", Error, "A colon stands right behind a variable in a text: PowerShell takes what is before it for a drive and what follows for the variable's name, and finds none.", "Put braces around the name: ${ip}:8080.";
}

/// The engine's name of a variable whose name ends at its colon.
const DRIVE: &str = "InvalidVariableReferenceWithDrive";

/// What stands before the colon of a variable's name and is no variable itself. `[ps7:about_Scopes; ps7:about_Providers]`
const SCOPES: &[&str] = &[
    "global", "local", "script", "private", "using", "workflow", "variable", "env", "function", "alias",
];

/// Says which variables of a text are others than they look.
pub(super) fn say(script: &mut Script<'_>, read: &powershell::Script<'_>, source: &str) {
    for (name, span) in read.variables_in_texts() {
        let Some((variable, behind)) = name.split_once(':') else {
            continue;
        };
        let before = line_before(source, span.start);
        let is_address = before.contains("//") || before.to_ascii_lowercase().contains("bits");
        let is_port = (1..=5).contains(&behind.len()) && behind.chars().all(|c| c.is_ascii_digit());
        let is_braced = span.of(source).starts_with("${");
        let is_scope = SCOPES.iter().any(|scope| scope.eq_ignore_ascii_case(variable));
        let is_host = before.ends_with("//");
        if is_braced || is_scope || !(is_host || is_port && is_address) {
            continue;
        }
        let message = format!(
            "`${name}` is the variable {behind} of the drive {variable}, and not ${variable} with a colon behind it: the text gets nothing in its place."
        );
        script.found(braced(
            COLON_BEHIND_VARIABLE.at(span, message, format!("Write ${{{variable}}}:{behind}.")),
            span,
            variable,
        ));
    }
}

/// Says what PowerShell does not read, with what was meant where that is known.
pub(super) fn say_of_fault(script: &mut Script<'_>, fault: &Fault, source: &str) {
    let rest = source.get(fault.span.start..).unwrap_or("");
    if let Some(name) = placeholder(rest).filter(|_| fault.span.of(source).starts_with('<')) {
        let end = fault.span.start.saturating_add(name.len()).saturating_add(2);
        script.found(PLACEHOLDER_AS_REDIRECTION.at(
            Span::new(fault.span.start, end),
            format!("<{name}> stands for what is to be filled in; PowerShell reads no `<`, and runs nothing of the script."),
            PLACEHOLDER_AS_REDIRECTION.instead,
        ));
        return;
    }
    let found = POWERSHELL_SYNTAX.at(fault.span, fault.problem.sentence, POWERSHELL_SYNTAX.instead);
    let written = fault.span.of(source);
    let variable = written
        .strip_prefix('$')
        .and_then(|name| name.strip_suffix(':'))
        .filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    script.found(match variable {
        Some(variable) if fault.problem.id == DRIVE => braced(found, fault.span, variable),
        _ => found,
    });
}

/// The finding with braces around the name of the variable.
fn braced(found: Found, span: Span, variable: &str) -> Found {
    let name = Span::new(
        span.start,
        span.start.saturating_add(variable.len()).saturating_add(1),
    );
    found.with_fix("Put braces around the name", name, format!("${{{variable}}}"))
}

#[cfg(test)]
mod tests {
    use crate::parse::{Reading, import};
    use crate::text::Dialect;

    /// A script, and what it becomes; nothing where it says what it means.
    const TABLE: &[(&str, &str, Option<&str>)] = &[
        (
            "Start-BitsTransfer \"http://$ip:8080/a\" C:\\a",
            "colon-behind-variable",
            Some("Start-BitsTransfer \"http://${ip}:8080/a\" C:\\a"),
        ),
        (
            "$url = \"https://$server:port/a\"; Start-BitsTransfer $url C:\\a",
            "colon-behind-variable",
            Some("$url = \"https://${server}:port/a\"; Start-BitsTransfer $url C:\\a"),
        ),
        (
            "Start-BitsTransfer http://$ip:8080/a C:\\a",
            "colon-behind-variable",
            Some("Start-BitsTransfer http://${ip}:8080/a C:\\a"),
        ),
        (
            "$x = \"$(\"http://h$ip:80\")\"",
            "colon-behind-variable",
            Some("$x = \"$(\"http://h${ip}:80\")\""),
        ),
        (
            "Start-BitsTransfer \"http://h/a\" \"$drive:\\a\"",
            "powershell-syntax",
            Some("Start-BitsTransfer \"http://h/a\" \"${drive}:\\a\""),
        ),
        (
            "$x = $y ? \"http://h$ip:80\" : 1",
            "colon-behind-variable",
            Some("$x = $y ? \"http://h${ip}:80\" : 1"),
        ),
        ("$x = \"http://${ip}:8080/a\"", "colon-behind-variable", None),
        ("$x = \"$env:TEMP\\a\"", "colon-behind-variable", None),
        ("$x = \"//$script:server/a\"", "colon-behind-variable", None),
        ("$x = \"$env:8080\"", "colon-behind-variable", None),
        ("$x = '$ip:8080'", "colon-behind-variable", None),
        ("$time = \"$hour:30\"", "colon-behind-variable", None),
        ("$x = \"$item:Name\"", "colon-behind-variable", None),
    ];

    #[test]
    fn a_colon_is_no_part_of_a_variable() {
        for (source, rule, fixed) in TABLE {
            let reading = Reading {
                shell: Some(Dialect::PowerShell),
                ..Reading::default()
            };
            let found = import(source, reading).found;
            let found = found.iter().find(|found| found.rule == *rule);
            let after = found.and_then(|found| Some(found.fix.as_ref()?.applied(source)));
            assert_eq!(after.as_deref(), *fixed, "{source}: {found:?}");
            if let Some(fixed) = fixed {
                let again = import(fixed, reading).found;
                assert!(again.iter().all(|found| found.rule != *rule), "{fixed}");
            }
        }
    }
}
