//! Passwords that stand in a script in clear.

use super::Script;
use crate::parse::bitsadmin::Statement;
use crate::parse::found::patterns;

patterns! {
    /// What is said of passwords.
    pub(in crate::parse) PASSWORDS;
    PASSWORD_IN_SCRIPT = "password-in-script", Warning, "A password stands in the script in clear: whoever reads the script has it.", "Let PowerShell ask for it when it runs: Get-Credential.";
}

/// Says of a call of bitsadmin that its password is known.
pub(super) fn say(script: &mut Script<'_>, call: &Statement) {
    for given in &call.arguments {
        let is_null = |text: &str| given.argument.null.is_some() && text.eq_ignore_ascii_case("NULL");
        let text = given.text.as_literal().unwrap_or_default();
        if given.argument.role.is_secret() && !text.is_empty() && !is_null(text) {
            script.say(
                &PASSWORD_IN_SCRIPT,
                given.span,
                "A password stands in the script in clear, and on the command line when it runs: whoever reads the script, the list of processes or \
                 the log of what was started has it.",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PASSWORD_IN_SCRIPT;
    use crate::parse::{Reading, import};
    use crate::text::Dialect::{self, Cmd, PowerShell};

    /// A script, and where a password is said to stand.
    const TABLE: &[(Dialect, &str, &[&str])] = &[
        (
            Cmd,
            "bitsadmin /setcredentials j SERVER BASIC bob hunter2",
            &["hunter2"],
        ),
        (
            Cmd,
            "bitsadmin /setcredentials j SERVER BASIC bob \"hunter 2\"",
            &["\"hunter 2\""],
        ),
        (
            Cmd,
            "set PW=hunter2\r\nbitsadmin /setcredentials j SERVER BASIC bob %PW%",
            &["%PW%"],
        ),
        (Cmd, "bitsadmin /setcredentials j SERVER BASIC bob %PW%", &[]),
        (Cmd, "bitsadmin /setcredentials j SERVER NEGOTIATE NULL NULL", &[]),
        (
            Cmd,
            "bitsadmin /setcredentials j SERVER BASIC bob <password>",
            &[],
        ),
        (Cmd, "bitsadmin /setcredentials j SERVER BASIC bob \"\"", &[]),
        (
            Cmd,
            "powershell -Command \"bitsadmin /setcredentials j PROXY NTLM bob 'hunter2'\"",
            &["'hunter2'"],
        ),
        (
            PowerShell,
            "bitsadmin /setcredentials j SERVER BASIC bob hunter2",
            &["hunter2"],
        ),
        (
            PowerShell,
            "$p = 'hunter2'; bitsadmin /setcredentials j SERVER BASIC bob $p",
            &["$p"],
        ),
        (
            PowerShell,
            "bitsadmin /setcredentials j SERVER BASIC bob $env:PW",
            &[],
        ),
        (
            PowerShell,
            "$s = ConvertTo-SecureString 'hunter2' -AsPlainText -Force",
            &["'hunter2'"],
        ),
        (
            PowerShell,
            "$s = ConvertTo-SecureString -AsPl:$true -Force:$true -String hunter2",
            &["hunter2"],
        ),
        (
            PowerShell,
            "$s = ConvertTo-SecureString -AsPlainText -Str:'hunter2' -Force",
            &["'hunter2'"],
        ),
        (
            PowerShell,
            "$s = 'hunter2' | ConvertTo-SecureString -AsPlainText -Force",
            &["ConvertTo-SecureString -AsPlainText -Force"],
        ),
        (
            PowerShell,
            "$c = [pscredential]::new('bob', (ConvertTo-SecureString 'hunter2' -AsPlainText -Force))",
            &["'hunter2'"],
        ),
        (
            PowerShell,
            "$c = New-Object PSCredential bob, (ConvertTo-SecureString 'hunter2' -AsPlainText -Force)",
            &["'hunter2'"],
        ),
        (
            PowerShell,
            "$s = ConvertTo-SecureString (Get-Content p.txt) -AsPlainText -Force",
            &[],
        ),
        (PowerShell, "$s = ConvertTo-SecureString 0100ab -Key $key", &[]),
        (PowerShell, "$s = Read-Host -AsSecureString 'Password'", &[]),
    ];

    #[test]
    fn a_password_in_clear_is_told_and_one_that_is_asked_for_is_not() {
        for (shell, source, expected) in TABLE {
            let reading = Reading {
                shell: Some(*shell),
                ..Reading::default()
            };
            let read = import(source, reading);
            let found = read
                .found
                .iter()
                .filter(|found| found.rule == PASSWORD_IN_SCRIPT.name);
            let found: Vec<&str> = found.map(|found| found.span.of(source)).collect();
            assert_eq!(found, *expected, "{source}");
        }
    }
}
