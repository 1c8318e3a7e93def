//! What a script says, token by token, and what it will do on the machine.
//!
//! ```
//! use bitsmith_core::explain::explain;
//! use bitsmith_core::parse::{Reading, import};
//! let source = "bitsadmin /setpriority {C775D194-090F-431F-B5FB-8334D00D1CB6} LOW";
//! let script = import(source, Reading::default());
//! let explanation = explain(&script, source);
//! assert_eq!(explanation.tokens.len(), 4);
//! assert!(explanation.tokens[3].text.starts_with("Low"), "{}", explanation.tokens[3].text);
//! assert!(explanation.steps[0].text.starts_with("Sets the priority"), "{}", explanation.steps[0].text);
//! ```

mod bitsadmin;
mod cmdlet;
mod report;
mod shown;
mod value;

use crate::catalog::SettingId;
use crate::diagnostic::Severity;
use crate::draft::Draft;
use crate::invisible::visible;
use crate::judge::{Judged, judge};
use crate::parse::found::Found;
use crate::parse::hidden::{self, Secrets};
use crate::parse::{Called, Import, Reading, import};
use crate::snippet::{Form, Snippet, snippets, speaks_of_it, unread};
use crate::span::Span;
use crate::text::Text;
use crate::value::{Entry, Secrecy};
use std::collections::{BTreeMap, BTreeSet};

pub use report::{explanation_json, markdown, text};
pub use value::{entry_meaning, meaning};

/// A token with what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is, in a few words.
    pub title: String,
    /// What it means here.
    pub text: String,
    /// The page that says so, as source key; empty: none.
    pub source: &'static str,
    /// Whether it is a secret, which is not shown again.
    pub secret: bool,
}

/// What a statement does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where it stands.
    pub span: Span,
    /// One sentence.
    pub text: String,
}

/// A script, explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Its tokens in order, those that have to do with BITS.
    pub tokens: Vec<Token>,
    /// What it will do on the machine, in order.
    pub steps: Vec<Step>,
    /// Everything that is to be said of it.
    pub judged: Vec<Judged>,
    /// Whether it is no script and speaks of bitsadmin or of a cmdlet of BITS.
    pub speaks_of_it: bool,
}

impl Explanation {
    /// The tokens of a step.
    pub fn tokens_of(&self, step: &Step) -> impl Iterator<Item = &Token> {
        let span = step.span;
        let first = self.tokens.partition_point(|token| token.span.start < span.start);
        let rest = self.tokens.get(first..).unwrap_or_default().iter();
        rest.take_while(move |token| token.span.start <= span.end)
            .filter(move |token| span.holds(token.span))
    }

    /// What is said where no statement is.
    pub fn nothing(&self) -> &'static str {
        match self.risks().any(|found| found.rule == NOT_FOLLOWED) {
            true => "No command of BITS is read here; a part of the text that is not followed names one.",
            false if self.speaks_of_it => {
                "No command of BITS is read here; the text speaks of some, in sentences or with placeholders."
            }
            false if self.risks().any(|found| found.rule == TEXT_NOT_READ) => {
                "No command of BITS is found in this text; a part of it is run as commands and not read."
            }
            false => "No command of BITS is found in this text.",
        }
    }

    /// What it risks: what is wrong, what is doubtful, what is not followed, and what lowers security, in the order of the text.
    pub fn risks(&self) -> impl Iterator<Item = &Found> {
        self.judged
            .iter()
            .filter(|one| is_risk(one))
            .map(|one| &one.found)
    }

    /// What else is to be said of it.
    pub fn remarks(&self) -> impl Iterator<Item = &Found> {
        self.judged
            .iter()
            .filter(|one| !is_risk(one))
            .map(|one| &one.found)
    }
}

/// What is said of words that stand for other values when their statement runs again.
const AGAIN: &str = " This is the first of several: the statement runs again with other values.";

/// What is said of a part that names a command of BITS and is not followed: the steps do not have it.
const NOT_FOLLOWED: &str = "commands-not-followed";
/// What is said of a call that begins in another one.
const NOT_SEPARATED: &str = "missing-separator";
/// What is said of a text that is run and not known: any command may stand in it.
const TEXT_NOT_READ: &str = "text-not-read";
/// What is said of a command that runs on another machine: the steps do not say so.
const ELSEWHERE: &str = "runs-elsewhere";
/// What is said of a command that changes the machine.
const CHANGES_THE_MACHINE: &str = "changes-the-machine";
/// What is said where what a job brings is run.
const DOWNLOAD_IS_RUN: &str = "download-is-run";

fn is_risk(judged: &Judged) -> bool {
    judged.found.severity != Severity::Information
        || judged.lowers_security
        || [
            NOT_FOLLOWED,
            TEXT_NOT_READ,
            ELSEWHERE,
            DOWNLOAD_IS_RUN,
            CHANGES_THE_MACHINE,
        ]
        .contains(&judged.found.rule)
}

/// Explains a script.
pub fn explain(script: &Import, source: &str) -> Explanation {
    let mut tokens = Vec::new();
    let mut steps = Vec::new();
    let joined = joined(script);
    let are_several = script.found.iter().any(|found| found.rule == MADE_IN_A_LOOP);
    for (number, statement) in script.statements.iter().enumerate() {
        let (said, step) = match &statement.called {
            Called::Bitsadmin(call) => (bitsadmin::tokens(call), bitsadmin::step(call)),
            Called::Cmdlet(bound) => {
                let written = |span| statement.outer(span).of(source);
                let job = statement.job.and_then(|job| script.jobs.get(job));
                let draft = job.map(|job| &job.draft);
                let name = draft.filter(|_| !are_several).and_then(name_of);
                let tokens = cmdlet::tokens(bound, draft, &written);
                (tokens, cmdlet::step(bound, name.as_deref(), &written))
            }
        };
        tokens.extend(said.into_iter().map(|token| Token {
            span: statement.outer(token.span),
            ..token
        }));
        steps.push((
            Step {
                span: statement.span,
                text: match (joined.contains(&number), statement.is_sure) {
                    (true, _) => format!("Would, if the calls were separated: {}", shown::lower(&step)),
                    (false, true) => step,
                    // A check, a branch, a function that nothing calls.
                    (false, false) => format!("If it comes to that: {}", shown::lower(&step)),
                },
            },
            statement.job,
        ));
    }
    let mut steps = once(steps);
    tokens.sort_by_key(|token| (token.span.start, token.span.end));
    tokens.dedup_by(|again, first| {
        let is_same = again.span == first.span && again.title == first.title;
        // What runs again may get other values.
        if is_same && again.text != first.text && !first.text.ends_with(AGAIN) {
            first.text.push_str(AGAIN);
        }
        is_same
    });
    conceal(&mut tokens, &mut steps, &script.secrets, source);
    Explanation {
        tokens,
        steps,
        judged: judge(script),
        speaks_of_it: false,
    }
}

/// What one job is called that the script makes: its name in quotation marks, or nothing where it has none that is known. `None`
/// for jobs that are found: there may be several.
fn name_of(draft: &Draft) -> Option<String> {
    if !draft.is_new() {
        return None;
    }
    let name = draft
        .entries(SettingId::DisplayName)
        .and_then(|entries| entries.cell(0, 0));
    Some(match name {
        Some(Entry::Typed(name)) => shown::quoted(&Text::literal(name), Secrecy::None),
        _ => String::new(),
    })
}

/// What is said of a job that stands for several.
const MADE_IN_A_LOOP: &str = "made-in-a-loop";

/// The numbers of the statements of which nothing separates one from the next: bitsadmin reads them as one call.
fn joined(script: &Import) -> BTreeSet<usize> {
    let found = script.found.iter().filter(|found| found.rule == NOT_SEPARATED);
    let begins: BTreeSet<usize> = found.map(|found| found.span.start).collect();
    let all = script.statements.iter().enumerate();
    all.filter(|(_, statement)| begins.contains(&statement.span.start))
        .flat_map(|(number, _)| [number.saturating_sub(1), number])
        .collect()
}

/// Takes out what is secret, and shows what is not seen.
fn conceal(tokens: &mut [Token], steps: &mut [Step], secrets: &Secrets, source: &str) {
    for token in tokens {
        token.secret |= secrets.stand_in(token.span.of(source));
        token.text = visible(&secrets.left_out(&token.text)).into_owned();
    }
    for step in steps {
        step.text = visible(&secrets.left_out(&step.text)).into_owned();
    }
}

/// The steps, each once: what a loop or a routine does again to the same job, in the same words, is told with the first time.
fn once(steps: Vec<(Step, Option<usize>)>) -> Vec<Step> {
    let mut out: Vec<(Step, usize)> = Vec::new();
    let mut first: BTreeMap<(Span, Option<usize>, String), usize> = BTreeMap::new();
    for (step, job) in steps {
        let number = *first
            .entry((step.span, job, step.text.clone()))
            .or_insert(out.len());
        match out.get_mut(number) {
            Some((_, times)) => *times = times.saturating_add(1),
            None => out.push((step, 1)),
        }
    }
    out.into_iter()
        .map(|(step, times)| match times {
            1 => step,
            times => Step {
                text: format!("{} Up to {times} times.", step.text),
                ..step
            },
        })
        .collect()
}

/// What Markdown is called.
const PAGE: &str = "page.md";

/// Explains the commands of a page of Markdown, each snippet by itself, at their places in the page.
///
/// ```
/// use bitsmith_core::explain::explain_page;
/// use bitsmith_core::parse::Reading;
/// let page = "To begin anew:\n\n```cmd\nbitsadmin /reset\n```\n";
/// let explanation = explain_page(page, Reading::default());
/// assert_eq!(explanation.steps[0].span.of(page), "bitsadmin /reset");
/// ```
pub fn explain_page(page: &str, reading: Reading) -> Explanation {
    explain_file(PAGE, page, reading)
}

/// Explains the commands of a file that is no script of a shell, by its name.
pub fn explain_file(name: &str, page: &str, reading: Reading) -> Explanation {
    let snippets = snippets(name, page).into_iter();
    let commands = snippets.filter(|snippet| snippet.form != Form::Syntax);
    let mut secrets = Secrets::default();
    let mut all = Explanation {
        tokens: Vec::new(),
        steps: Vec::new(),
        judged: Vec::new(),
        speaks_of_it: speaks_of_it(page),
    };
    let read: Vec<(Snippet, Import)> = commands
        .filter_map(|snippet| {
            let shell = snippet.shell.or(reading.shell);
            let script = import(snippet.source(), Reading { shell, ..reading });
            // What lacks an argument speaks of a command.
            let is_whole = script.found.iter().all(|found| found.severity != Severity::Error);
            if let Some(said) = unread(&snippet, !is_whole) {
                all.judged.extend(said.into_iter().map(|found| Judged {
                    found: Found {
                        span: snippet.locate(found.span),
                        ..found
                    },
                    document: None,
                    place: None,
                    lowers_security: false,
                }));
                return None;
            }
            if snippet.form == Form::Mention && !is_whole {
                return None;
            }
            secrets.extend(script.secrets.clone());
            Some((snippet, script))
        })
        .collect();
    let mut documents: usize = 0;
    for (snippet, script) in read {
        let explanation = explain(&script, snippet.source());
        all.tokens
            .extend(explanation.tokens.into_iter().map(|token| Token {
                span: snippet.locate(token.span),
                ..token
            }));
        all.steps.extend(explanation.steps.into_iter().map(|step| Step {
            span: snippet.locate(step.span),
            ..step
        }));
        all.judged.extend(explanation.judged.into_iter().map(|judged| {
            Judged {
                found: Found {
                    span: snippet.locate(judged.found.span),
                    fix: judged
                        .found
                        .fix
                        .as_ref()
                        .and_then(|fix| snippet.replacement(page, fix)),
                    ..judged.found
                },
                document: judged.document.map(|number| number.saturating_add(documents)),
                ..judged
            }
        }));
        documents = documents.saturating_add(script.jobs.len());
    }
    // What one snippet says is secret is so in all of them.
    conceal(&mut all.tokens, &mut all.steps, &secrets, page);
    hidden::conceal(all.judged.iter_mut().map(|judged| &mut judged.found), &secrets);
    all.tokens.sort_by_key(|token| (token.span.start, token.span.end));
    all.judged
        .sort_by_key(|judged| (judged.found.span.start, judged.found.span.end));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Dialect;

    #[test]
    fn what_is_not_followed_is_told() {
        const READ: &str = "No command of BITS is found in this text.\n";
        const RUN: &str =
            "No command of BITS is found in this text; a part of it is run as commands and not read.\n";
        const NAMED: &str =
            "No command of BITS is read here; a part of the text that is not followed names one.";
        for (source, expected, line) in [
            ("ver", READ, None),
            (
                "schtasks /create /tn U /sc onlogon /tr \"run.cmd /c bitsadmin /resume j & exit\"",
                NAMED,
                Some("note [commands-not-followed], line 1"),
            ),
            (
                "echo bitsadmin /resume j > run.bat\ncall run.bat",
                NAMED,
                Some("note [commands-not-followed], line 1"),
            ),
            (
                ">>\"%TEMP%\\dl.ps1\" echo Start-BitsTransfer https://h/a C:\\a",
                NAMED,
                Some("note [commands-not-followed], line 1"),
            ),
            (
                "(\necho @echo off\necho bitsadmin /resume j\n)>run.cmd",
                NAMED,
                Some("note [commands-not-followed], line 3"),
            ),
            // Of a text in Base64 the end is missing; what is no text in Base64.
            ("powershell -enc UwB0AGEAcgB0AC0AQgBpAHQAc", RUN, None),
            ("powershell -nop -enc ////notbase64!!!", RUN, None),
            ("powershell -enc %TEXT%", RUN, None),
            ("powershell -c \"iex $x\"", RUN, None),
            (
                "powershell -c \"$x=[Text.Encoding]::Unicode.GetString([Convert]::FromBase64String($y)); iex $x\"",
                RUN,
                None,
            ),
            (
                "powershell -c \"IEX (New-Object Net.WebClient).DownloadString('https://h/a')\"",
                RUN,
                None,
            ),
            ("powershell -c \"& (Get-Name) -Source a\"", RUN, None),
            (
                "powershell -c \"[Activator]::CreateInstance([type]::GetTypeFromCLSID('4991d34b-80a1-4291-83b6-3328366b9097'))\"",
                NAMED,
                Some("note [commands-not-followed], line 1"),
            ),
            ("echo bitsadmin /resume j failed >> run.log", READ, None),
            ("echo bitsadmin /resume j 2> run.cmd", READ, None),
        ] {
            let reading = Reading {
                shell: Some(Dialect::Cmd),
                ..Reading::default()
            };
            let script = import(source, reading);
            let said = text(&explain(&script, source), source);
            assert!(said.starts_with(expected), "{source}\n{said}");
            let is_told = said.contains("commands-not-followed");
            assert_eq!(is_told, line.is_some(), "{source}\n{said}");
            assert!(line.is_none_or(|line| said.contains(line)), "{source}\n{said}");
        }
    }

    #[test]
    fn what_only_a_jump_leads_to_is_no_plain_fact() {
        for (source, sure, unsure) in [
            (
                "@echo off\r\nbitsadmin /resume j\r\nif errorlevel 1 goto failed\r\nbitsadmin /complete j\r\ngoto :eof\r\n:failed\r\nbitsadmin /cancel j\r\n",
                &["/resume", "/complete"][..],
                &["/cancel"][..],
            ),
            (
                "@echo off\r\ngoto main\r\n:main\r\nbitsadmin /resume j\r\n:next\r\nbitsadmin /complete j\r\n",
                &["/resume", "/complete"],
                &[],
            ),
            (
                "@echo off\r\ncall :go\r\ngoto :eof\r\n:go\r\nbitsadmin /resume j\r\nexit /b\r\n",
                &["/resume"],
                &[],
            ),
            (
                "@echo off\r\nbitsadmin /resume j || goto bad\r\nexit /b\r\n:bad\r\ncall :stop\r\nexit /b\r\n:stop\r\nbitsadmin /cancel j\r\n",
                &["/resume"],
                &["/cancel"],
            ),
        ] {
            let script = import(source, Reading::default());
            let steps = explain(&script, source).steps;
            let of = |is_sure: bool| -> Vec<&str> {
                let steps = steps.iter();
                let with = steps.filter(|step| step.text.starts_with("If it comes to that: ") != is_sure);
                with.filter_map(|step| step.span.of(source).split(' ').nth(1))
                    .collect()
            };
            assert_eq!(
                (of(true), of(false)),
                (sure.to_vec(), unsure.to_vec()),
                "{source}\n{steps:?}"
            );
        }
    }

    #[test]
    fn what_stands_for_a_command_is_called_what_it_is() {
        for (source, said) in [
            (
                "%TOOL% /setpriority j LOW",
                "A variable stands here for a command",
            ),
            (
                "\u{FEFF}bitsadmin /setpriority j LOW",
                "U+FEFF byte order mark: to cmd",
            ),
            (
                "bits\u{200B}admin /setpriority j LOW",
                "U+200B zero width space: to cmd",
            ),
            (
                "C:\\t\\ba.exe /transfer j https://h/a C:\\a",
                "stands behind another name",
            ),
            ("-bitsadmin /setpriority j LOW", "stands behind another name"),
        ] {
            let script = import(source, Reading::default());
            let found: Vec<&str> = script.found.iter().map(|found| &*found.message).collect();
            assert!(
                found.iter().any(|message| message.contains(said)),
                "{source:?}: {found:?}"
            );
        }
    }

    /// What is said in any case stays, whatever is hidden: its gaps would tell what stood there.
    #[test]
    fn words_of_our_own_and_names_of_jobs_stay() {
        for (source, stays) in [
            (
                "bitsadmin /setcredentials job BASIC PROXY bob pw1",
                "SERVER|PROXY BASIC|DIGEST",
            ),
            (
                "bitsadmin /setcredentials nightly bob pw1 basic proxy",
                "the job “nightly”",
            ),
            (
                "bitsadmin /setcredentials job SERVER BASIC bob job",
                "the job “job”",
            ),
            (
                "bitsadmin /setcredentials job SERVER BASIC bob password",
                "It is a password. It stands in the command line",
            ),
            (
                "bitsadmin /setcredentials job PROXY NTLM NULL NULL & ver",
                "“NTLM”, “NULL”, “NULL”.",
            ),
            (
                "bitsadmin /setcredentials job PROXY NTLM NULL NULL",
                "NULL: The current user's.",
            ),
            (
                "bitsadmin /setcredentials job SERVER BASIC bob owner",
                "set by the owner of the job",
            ),
            (
                "bitsadmin /setcredentials job SERVER BASIC bob hunter & bitsadmin /setpriority job LOW",
                "after normal jobs",
            ),
            (
                "bitsadmin /setdescription job \"of bob\" & bitsadmin /setcredentials job SERVER BASIC bob pw1",
                "“of bob”",
            ),
        ] {
            let script = import(source, Reading::default());
            let said = text(&explain(&script, source), source);
            assert!(said.contains(stays), "{source}\n{said}");
            assert!(!said.contains("pw1"), "{said}");
        }
    }
}
