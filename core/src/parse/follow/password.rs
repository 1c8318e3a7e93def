//! Passwords that stand in a script in clear.

use super::{Script, text};
use crate::lower_case::begins;
use crate::parse::bitsadmin::Statement;
use crate::parse::cmdlet::Call;
use crate::parse::found::patterns;
use crate::secret::{Holes, header_name, is_scheme, mask_header};
use crate::span::Span;
use crate::text::Text;
use crate::value::Secrecy;

patterns! {
    /// What is said of passwords.
    pub(in crate::parse) PASSWORDS;
    PASSWORD_IN_SCRIPT = "password-in-script", Warning, "A password, or what a header signs in with, stands in the script in clear: whoever reads the script has it.", "Let PowerShell ask for it when it runs: Get-Credential.";
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
        } else if given.argument.role.secrecy() == Secrecy::Header {
            // Several headers may stand in one argument.
            for header in lines(&given.text) {
                say_of_header(script, &header, given.span);
            }
        }
    }
}

/// Says of a call of a cmdlet that what its headers sign in with is known.
pub(super) fn say_of_call(script: &mut Script<'_>, call: &Call) {
    let headers = call
        .parameters
        .iter()
        .filter(|given| given.parameter.role.secrecy() == Secrecy::Header);
    for given in headers {
        let values = given.value.items();
        for value in values {
            let header = text(value, &script.outer);
            say_of_header(script, &header, given.span);
        }
    }
}

fn say_of_header(script: &mut Script<'_>, header: &Text, span: Span) {
    let Some(name) = header_name(header).filter(|_| is_in_clear(header)) else {
        return;
    };
    let message = format!(
        "What the header {name} signs in with stands in the script in clear: whoever reads the script has it."
    );
    script.found(PASSWORD_IN_SCRIPT.at(
        span,
        message,
        "Let the script ask for it when it runs, or read it from where others may not.",
    ));
}

/// Whether a header signs somebody in, and what it does so with is written out.
fn is_in_clear(header: &Text) -> bool {
    let literals = |text: &Text| text.literals().collect::<String>();
    let masked = mask_header(header, &mut Holes::default());
    let (all, shown) = (literals(header), literals(&masked));
    let Some(hidden) = all.strip_prefix(shown.trim_end()) else {
        return false;
    };
    // A cookie may say anything.
    let is_cookie = header_name(header).is_some_and(|name| name.eq_ignore_ascii_case("cookie"));
    let hidden = hidden.trim();
    !is_cookie && !hidden.is_empty() && !is_scheme(hidden) && !stands_for_another(hidden)
}

/// Whether a text asks to be replaced: `<token>`, `YOUR_TOKEN`, `xxxx`.
fn stands_for_another(text: &str) -> bool {
    let is_between = |open, close| text.starts_with(open) && text.ends_with(close);
    is_between('<', '>')
        || is_between('{', '}')
        || is_between('[', ']')
        || begins(text, "your")
        || text
            .chars()
            .all(|c| matches!(c, 'x' | 'X' | '*' | '.' | '…' | '-'))
}

/// The lines of a text that is all known.
fn lines(text: &Text) -> Vec<Text> {
    match text.as_literal() {
        Some(literal) => literal.lines().map(Text::literal).collect(),
        None => vec![text.clone()],
    }
}

#[cfg(test)]
mod tests {
    use super::PASSWORD_IN_SCRIPT;
    use crate::parse::found::Found;
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
        (Cmd, "bitsadmin /setcredentials j SERVER BASIC %1 %2", &[]),
        (Cmd, "bitsadmin /setcredentials j SERVER BASIC %~1 \"%~2\"", &[]),
        (Cmd, "bitsadmin /setcredentials j SERVER BASIC bob %PW:~0,8%", &[]),
        (
            Cmd,
            "set /p PW=Password:\r\nbitsadmin /setcredentials j SERVER BASIC bob %PW%",
            &[],
        ),
        (
            Cmd,
            "setlocal EnableDelayedExpansion\r\nbitsadmin /setcredentials j SERVER BASIC bob !PW!",
            &[],
        ),
        (
            Cmd,
            "set PW=hunter2 x\r\nbitsadmin /setcredentials j SERVER BASIC bob %PW:~0,7%",
            &["%PW:~0,7%"],
        ),
        (
            Cmd,
            "call :r bob hunter2\r\nexit /b\r\n:r\r\nbitsadmin /setcredentials j SERVER BASIC %1 %2",
            &["%2"],
        ),
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
        (
            PowerShell,
            "Start-BitsTransfer https://h/a C:\\a -CustomHeaders 'Authorization: Bearer abc.def' -CustomHeadersWriteOnly",
            &["'Authorization: Bearer abc.def'"],
        ),
        (
            PowerShell,
            "$t = 'abcdef'; $h = \"X-Api-Key: $t\"; Start-BitsTransfer https://h/a C:\\a -CustomHeaders 'Accept: */*', $h",
            &["'Accept: */*', $h"],
        ),
        (
            PowerShell,
            "bitsadmin /setcustomheaders j \"Authorization: Basic Ym9iOmh1bnRlcjI=\"",
            &["\"Authorization: Basic Ym9iOmh1bnRlcjI=\""],
        ),
        (
            Cmd,
            "bitsadmin /setcustomheaders j \"Authorization: Basic Ym9iOmh1bnRlcjI=\"",
            &["\"Authorization: Basic Ym9iOmh1bnRlcjI=\""],
        ),
        (
            PowerShell,
            "Start-BitsTransfer https://h/a C:\\a -CustomHeaders \"Authorization: Bearer $env:TOKEN\"",
            &[],
        ),
        (
            PowerShell,
            "Start-BitsTransfer https://h/a C:\\a -CustomHeaders \"Authorization: Bearer $(Get-Token)\"",
            &[],
        ),
        (
            PowerShell,
            "Start-BitsTransfer https://h/a C:\\a -CustomHeaders 'Authorization: Bearer <token>', 'X-Api-Key: YOUR_KEY'",
            &[],
        ),
        (
            PowerShell,
            "Start-BitsTransfer https://h/a C:\\a -CustomHeaders 'Cookie: license=accept', 'Accept: text/html'",
            &[],
        ),
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
            let is_told = |found: &Found| {
                let said = format!("{}{}", found.message, found.help);
                ["abc", "Ym9", "hunter"]
                    .iter()
                    .any(|secret| said.contains(secret))
            };
            assert_eq!(read.found.iter().find(|found| is_told(found)), None, "{source}");
        }
    }
}
