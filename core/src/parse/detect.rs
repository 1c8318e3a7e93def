//! Which shell a text was written for.
//!
//! Each line speaks for one shell or the other by what only that shell has; the louder voice wins. A line of a program
//! that both can start, such as `bitsadmin /list`, is cmd's.

use crate::command::bitstransfer::CMDLETS;
use crate::text::Dialect;

/// The shell that a text was written for.
///
/// ```
/// use bitsmith_core::parse::detect::detect;
/// use bitsmith_core::text::Dialect;
/// assert_eq!(detect("bitsadmin /list"), Dialect::Cmd);
/// assert_eq!(detect("$job = Get-BitsTransfer"), Dialect::PowerShell);
/// ```
pub fn detect(source: &str) -> Dialect {
    let voices = Voices::of(source);
    if voices.powershell > voices.cmd {
        Dialect::PowerShell
    } else {
        Dialect::Cmd
    }
}

/// The shell that a line can only be meant for, as good as; `None` where it may be either's.
///
/// ```
/// use bitsmith_core::parse::detect::certain;
/// use bitsmith_core::text::Dialect;
/// assert_eq!(certain("bitsadmin /resume %JOB%"), Some(Dialect::Cmd));
/// assert_eq!(certain("powershell -Command \"Get-BitsTransfer\""), Some(Dialect::Cmd));
/// assert_eq!(certain("bitsadmin /resume job"), None);
/// ```
pub fn certain(line: &str) -> Option<Dialect> {
    let voices = Voices::of(line);
    if voices.cmd >= voices.powershell.saturating_add(STRONG) {
        Some(Dialect::Cmd)
    } else if voices.powershell >= voices.cmd.saturating_add(STRONG) {
        Some(Dialect::PowerShell)
    } else {
        None
    }
}

/// Whether each line of a text is one of a shell, as far as one can see: it is a script, with no prose around it.
pub fn is_whole(source: &str) -> bool {
    let mut lines = source.lines().filter(|line| !line.trim().is_empty()).peekable();
    lines.peek().is_some()
        && lines.all(|line| {
            let voices = Voices::of(line);
            voices.cmd > 0 || voices.powershell > 0
        })
}

/// Whether a text is hardly one of a shell: much in it is the other one's alone, and next to nothing this one's.
///
/// ```
/// use bitsmith_core::parse::detect::is_hardly;
/// use bitsmith_core::text::Dialect;
/// assert!(is_hardly("@echo off\r\nset A=1\r\n", Dialect::PowerShell));
/// assert!(!is_hardly("bitsadmin /list\r\n", Dialect::PowerShell));
/// ```
pub fn is_hardly(source: &str, shell: Dialect) -> bool {
    let voices = Voices::of(source);
    let (own, other) = match shell {
        Dialect::Cmd => (voices.cmd, voices.powershell),
        Dialect::PowerShell => (voices.powershell, voices.cmd),
    };
    other >= STRONG.saturating_mul(2) && own < other / 4
}

/// How much speaks for each shell.
#[derive(Default)]
struct Voices {
    cmd: usize,
    powershell: usize,
}

/// It can be nothing else.
const CERTAIN: usize = 40;
/// It is hardly ever anything else.
const STRONG: usize = 8;
/// It is seldom anything else.
const LIKELY: usize = 4;
/// It may be chance.
const WEAK: usize = 2;

/// What a line of a batch file begins with.
const CMD_STARTS: &[&str] = &[
    "setlocal",
    "endlocal",
    "goto",
    "call",
    "set",
    "title",
    "pause",
    "bitsadmin",
    "bitsadmin.exe",
    "net",
    "reg",
    "mkdir",
    "del",
    "copy",
    "@echo",
];
/// What stands behind `if` in cmd alone.
const CMD_TESTS: &[&str] = &["not", "exist", "defined", "errorlevel", "/i", "cmdextversion"];
/// What a line of PowerShell begins with and a line of cmd does not.
const POWERSHELL_STARTS: &[&str] = &[
    "param", "function", "try", "catch", "finally", "foreach", "while", "switch", "do", "throw", "return",
    "using", "filter",
];
/// Operators that are written so in PowerShell.
const POWERSHELL_OPERATORS: &[&str] = &[
    " -eq ",
    " -ne ",
    " -like ",
    " -match ",
    " -in ",
    " -and ",
    " -or ",
    " -notin ",
    " -notlike ",
];

impl Voices {
    fn of(source: &str) -> Voices {
        let mut voices = Voices::default();
        for line in source.lines() {
            voices.hear(line);
        }
        voices
    }

    fn hear(&mut self, line: &str) {
        let line = line.trim();
        let lower = line.to_ascii_lowercase();
        if is_powershell_prompt(&lower) {
            self.powershell = self.powershell.saturating_add(CERTAIN);
            return;
        }
        let mut rest = lower.as_str();
        if let Some(length) = super::cmd::prompt_length(rest) {
            self.cmd = self.cmd.saturating_add(CERTAIN);
            rest = rest.get(length..).unwrap_or("");
        }
        if starts_powershell(rest) {
            // What is behind it is quoted: it says nothing of this text.
            self.cmd = self.cmd.saturating_add(STRONG);
            return;
        }
        // What a comment says is text.
        let (remark, comment) = (is_remark(rest), rest.starts_with('#'));
        if !comment {
            self.cmd = self.cmd.saturating_add(speaks_for_cmd(rest));
        }
        if !remark {
            self.powershell = self.powershell.saturating_add(speaks_for_powershell(rest));
        }
    }
}

fn is_remark(line: &str) -> bool {
    let line = line.trim_start_matches('@');
    line.starts_with("::") || line == "rem" || line.starts_with("rem ")
}

fn is_powershell_prompt(line: &str) -> bool {
    line.strip_prefix("ps ")
        .and_then(|rest| rest.split_once('>'))
        .is_some_and(|(place, _)| place.contains(":\\") || place.contains(":/") || place.starts_with('/'))
        || line.starts_with("ps>")
        // As older pages have it.
        || line.starts_with("c:\\ps>")
}

/// Whether a line starts PowerShell itself, perhaps behind words of cmd.
fn starts_powershell(line: &str) -> bool {
    let line = line.trim_start_matches(['@', '(']);
    line.split_whitespace()
        .take_while(|word| !word.contains('$'))
        .take(6)
        .map(|word| word.trim_matches('"').rsplit(['\\', '/']).next().unwrap_or(""))
        .any(|word| matches!(word, "powershell" | "powershell.exe" | "pwsh" | "pwsh.exe"))
}

fn first_word(line: &str) -> &str {
    let end = line
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '@' | '.' | '\\' | '_')))
        .unwrap_or(line.len());
    line.get(..end).unwrap_or("")
}

fn speaks_for_cmd(line: &str) -> usize {
    let bare = line.trim_start_matches(['@', '(']);
    let first = first_word(bare);
    let behind = bare.get(first.len()..).unwrap_or("").trim_start();
    let mut voice: usize = 0;
    let mut add = |speaks: bool, weight: usize| {
        if speaks {
            voice = voice.saturating_add(weight);
        }
    };
    add(
        line.starts_with("@echo off") || line.starts_with("@echo on"),
        CERTAIN,
    );
    add(is_remark(line), STRONG);
    add(
        line.starts_with(':') && line.chars().nth(1).is_some_and(|c| c.is_ascii_alphabetic()),
        STRONG,
    );
    add(CMD_STARTS.contains(&first) && !behind.starts_with('='), WEAK);
    add(
        first == "if"
            && (CMD_TESTS.contains(&behind.split_whitespace().next().unwrap_or(""))
                || behind.starts_with('%')
                || behind.starts_with("\"%")),
        STRONG,
    );
    add(
        first == "for" && (behind.starts_with('/') || behind.starts_with('%')),
        STRONG,
    );
    add(first == "exit" && behind.starts_with("/b"), STRONG);
    add(has_cmd_variable(line), STRONG);
    add(line.ends_with(" ^"), STRONG);
    add(line.contains(">nul") || line.contains("> nul"), STRONG);
    add(line.contains(" & ") && !line.starts_with('&'), WEAK);
    voice
}

/// `%NAME%`, `%%i`, `%~dp0` or `%1`.
fn has_cmd_variable(line: &str) -> bool {
    let mut rest = line;
    while let Some((_, behind)) = rest.split_once('%') {
        let name: usize = behind
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '(' | ')' | '.'))
            .count();
        let closed = name > 0
            && behind.starts_with(|c: char| c.is_ascii_alphabetic())
            && behind.get(name..).is_some_and(|end| end.starts_with(['%', ':']));
        let other = behind.starts_with('~')
            || (behind.starts_with('%')
                && behind
                    .chars()
                    .nth(1)
                    .is_some_and(|c| c.is_ascii_alphabetic() || c == '~'));
        if closed || other {
            return true;
        }
        rest = behind;
    }
    false
}

fn speaks_for_powershell(line: &str) -> usize {
    let mut voice: usize = 0;
    let mut add = |speaks: bool, weight: usize| {
        if speaks {
            voice = voice.saturating_add(weight);
        }
    };
    let first = first_word(line);
    let behind = line.get(first.len()..).unwrap_or("").trim_start();
    add(line.starts_with("<#") || line.ends_with("#>"), CERTAIN);
    add(
        line.starts_with("#requires") || line.starts_with("[cmdletbinding"),
        CERTAIN,
    );
    add(line.starts_with('#'), STRONG);
    add(
        ["@{", "@(", "@'", "@\"", "'@", "\"@"]
            .iter()
            .any(|start| line.starts_with(start)),
        STRONG,
    );
    add(line.starts_with('$'), STRONG);
    add(line.starts_with('[') && line.contains(']'), WEAK);
    add(line.starts_with('}'), WEAK);
    add(
        line.contains("$env:") || line.contains("$_") || line.contains("${"),
        STRONG,
    );
    add(has_powershell_variable(line), LIKELY);
    add(
        POWERSHELL_STARTS.contains(&first) && behind.contains(['{', '(', '$', '"']),
        STRONG,
    );
    add(first == "if" && behind.starts_with('('), STRONG);
    add(
        POWERSHELL_OPERATORS
            .iter()
            .any(|operator| line.contains(operator)),
        STRONG,
    );
    add(line.ends_with('`'), STRONG);
    // What runs a text, or what an expression names.
    add(
        matches!(first, "iex" | "icm")
            || ["& (", "&(", ". (", ".(", "& {", "&{"]
                .iter()
                .any(|start| line.starts_with(start)),
        STRONG,
    );
    add(line.split('|').skip(1).any(|part| part.trim() == "iex"), STRONG);
    add(is_cmdlet(first), STRONG);
    add(
        line.split(['|', '=', '(', '{', ';'])
            .skip(1)
            .any(|part| is_cmdlet(first_word(part.trim_start()))),
        STRONG,
    );
    add(
        line.contains("-bits")
            && CMDLETS
                .iter()
                .any(|cmdlet| line.contains(&cmdlet.name.to_ascii_lowercase())),
        STRONG,
    );
    voice
}

/// A verb and a noun with a hyphen between them.
fn is_cmdlet(word: &str) -> bool {
    let word = word.rsplit('\\').next().unwrap_or(word);
    word.split_once('-').is_some_and(|(verb, noun)| {
        let letters =
            |text: &str, least: usize| text.len() >= least && text.chars().all(|c| c.is_ascii_alphanumeric());
        letters(verb, 2) && letters(noun, 2) && verb.starts_with(|c: char| c.is_ascii_alphabetic())
    })
}

fn has_powershell_variable(line: &str) -> bool {
    line.split('$')
        .skip(1)
        .any(|behind| behind.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_tells_its_shell() {
        let cmd = [
            "bitsadmin /list",
            "bitsadmin /transfer job http://h/a C:\\a",
            "C:\\>bitsadmin /list",
            "C:\\Users\\a b>bitsadmin /list",
            "@echo off\r\nbitsadmin /list /allusers",
            "bitsadmin /addfile j http://h/a %TEMP%\\a",
            "powershell -Command \"Start-BitsTransfer -Source http://h/a -Destination C:\\a\"",
            "C:\\>powershell -NoProfile -Command \"$j = Get-BitsTransfer; $j\"",
            "@powershell.exe Get-BitsTransfer",
            "start /wait powershell -c \"$x = 1\"",
            "if exist %1 (\r\n  powershell Get-BitsTransfer\r\n) else (\r\n  echo no\r\n)",
            "for /f %%i in ('bitsadmin /rawreturn /create x') do set job=%%i",
            "for %i in (a b) do bitsadmin /cancel %i",
            "set X=1",
            "rem Start-BitsTransfer is newer",
            ":: $x",
            "bitsadmin /setnotifycmdline j C:\\x.exe NULL & bitsadmin /resume j",
            "C:\\Windows\\System32\\bitsadmin.exe /reset",
            "net stop bits",
            "",
        ];
        for source in cmd {
            assert_eq!(detect(source), Dialect::Cmd, "{source}");
        }
        let powershell = [
            "Start-BitsTransfer http://h/a C:\\a",
            "start-bitstransfer -Source $url",
            "$x = 1",
            "$job.JobState",
            "@{ Source = 'a' }",
            "@(1, 2)",
            "PS C:\\> bitsadmin /list",
            "PS C:\\Users\\a b> dir",
            "PS> dir",
            "C:\\PS>Get-BitsTransfer",
            "Import-Module BitsTransfer",
            "BitsTransfer\\Get-BitsTransfer",
            "# reset\nbitsadmin /reset",
            "<#\n.SYNOPSIS\n#>\nbitsadmin /reset",
            "foreach ($j in $jobs) { bitsadmin /cancel $j }",
            "bitsadmin /cancel $job.Id",
            "& bitsadmin /list; if ($LASTEXITCODE -ne 0) { throw }",
            "Import-Csv a.csv | Start-BitsTransfer",
            "[Net.ServicePointManager]::SecurityProtocol = 'Tls12'\nGet-BitsTransfer",
            "param([string]$Url)\nStart-BitsTransfer $Url",
            "cmd /c \"bitsadmin /list\"; $x",
            "$env:TEMP",
            "iex ('Sta'+'rt-Bi'+'tsTransfer -Source https://h/a')",
            "& (\"{1}{0}\" -f 'tsTransfer','Start-Bi') -Source https://h/a",
            "'Get-BitsTransfer' | iex",
        ];
        for source in powershell {
            assert_eq!(detect(source), Dialect::PowerShell, "{source}");
        }
    }
}
