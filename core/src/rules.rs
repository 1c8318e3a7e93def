//! Rules: what is wrong with a job whose values are each legal. One rule a file.
//!
//! A rule file holds the rule's texts, its check and its fix, and its tests; it may not mention a tool's syntax.
//! What only one tool cannot do is said where that tool's script is made.
//!
//! ```
//! use bitsmith_core::document::read;
//! use bitsmith_core::rules::{RULES, check};
//! let rule = RULES.iter().find(|rule| rule.name == "retry-delay-exceeds-timeout").unwrap();
//! let draft = &read(rule.example).unwrap()[0];
//! let (job, _) = draft.job();
//! let said = check(&job.unwrap(), &draft.profile);
//! assert!(said.iter().any(|diagnostic| diagnostic.rule == rule.name));
//! ```

use crate::catalog::Settings;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::invisible;
use crate::job::{Ending, JobSpec, NewEnding, Subject};
use crate::job_text::{JobText, texts};
use crate::profile::{Context, Profile};
use crate::remote_name::Protocol;
use crate::secret::{Holes, mask_address};
use crate::shell_variable;
use crate::text::Text;
use crate::value::{File, JobType};

/// An example document: a job in which all is well but for the members written into it.
///
/// `job!(download; "\"ending\": \"one_shot\"")` becomes `{ "bitsmith": 1, "subject": …, "files": …, "ending": "one_shot" }`;
/// in brackets stand other files, or which existing jobs.
macro_rules! job {
    (download; $($member:expr),*) => {
        job!(download [r#"{ "remote_name": "https://example.com/update.zip", "local_name": "C:\\Data\\update.zip" }"#]; $($member),*)
    };
    (upload; $($member:expr),*) => {
        job!(upload [r#"{ "remote_name": "https://example.com/drop/report.csv", "local_name": "C:\\Data\\report.csv" }"#]; $($member),*)
    };
    (reply; $($member:expr),*) => {
        job!(reply [r#"{ "remote_name": "https://example.com/drop/report.csv", "local_name": "C:\\Data\\report.csv" }"#]; $($member),*)
    };
    (existing; $($member:expr),*) => {
        job!(existing [r#""guid": "{C775D194-090F-431F-B5FB-8334D00D1CB6}""#]; $($member),*)
    };
    (download [$files:expr]; $($member:expr),*) => {
        job!(@ r#"{ "new": { "display_name": "Nightly update", "job_type": "download" } }"#; concat!("\"files\": [ ", $files, " ]") $(, $member)*)
    };
    (upload [$files:expr]; $($member:expr),*) => {
        job!(@ r#"{ "new": { "display_name": "Nightly report", "job_type": "upload" } }"#; concat!("\"files\": [ ", $files, " ]") $(, $member)*)
    };
    (reply [$files:expr]; $($member:expr),*) => {
        job!(@ r#"{ "new": { "display_name": "Nightly report", "job_type": "upload_reply" } }"#; concat!("\"files\": [ ", $files, " ]") $(, $member)*)
    };
    (existing [$which:expr]; $($member:expr),*) => {
        job!(@ concat!("{ \"existing\": { ", $which, " } }"); $($member),*)
    };
    (@ $subject:expr; $($member:expr),*) => {
        concat!("{ \"bitsmith\": 1,\n  \"subject\": ", $subject $(, ",\n  ", $member)*, " }")
    };
}

mod address_as_local_name;
mod blank_display_name;
mod command_prompt_variable;
mod device_prefix_in_local_name;
mod dot_or_space_at_end_of_name;
mod drive_letter_in_remote_name;
mod empty_range;
mod first_and_last_byte_as_range;
mod folder_as_local_name;
mod forward_slash_in_local_name;
mod illegal_character_in_address;
mod illegal_character_in_local_name;
mod invisible_characters;
mod long_address_segment;
mod look_alike_display_name;
mod many_files;
mod missing_display_name;
mod no_files;
mod non_ascii_address;
mod non_ascii_host;
mod overlapping_ranges;
mod parameters_differing_in_case;
mod password_in_address;
mod percent_sign_in_address;
mod quotes_around_path;
mod range_past_the_end;
mod ranges_over_smb;
mod relative_local_name;
mod remote_name_without_protocol;
mod reply_file_without_upload_reply;
mod reserved_device_name;
mod reserved_parameter_name;
mod retry_delay_exceeds_timeout;
mod same_local_name_twice;
mod secret_in_address;
mod shell_variable_as_text;
mod stream_in_local_name;
mod swapped_names;
mod too_many_files;
mod too_many_ranges;
mod unfilled_placeholder;
mod unsupported_protocol;
mod upload_of_several_files;
mod upload_reply_over_smb;
mod wildcard_in_file_name;

/// The version of the rules and of the output they stand for; documents can ask for an older one.
pub const RULES_VERSION: u32 = 1;

/// A rule with its page.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The pattern it flags; reads well after "allow".
    pub name: &'static str,
    /// The worst that it says.
    pub severity: Severity,
    /// What it looks for, in one sentence.
    pub what: &'static str,
    /// Why BITS or its users care.
    pub why: &'static str,
    /// What to do instead.
    pub instead: &'static str,
    /// The pages that say so, as source keys.
    pub evidence: &'static [&'static str],
    /// A document that the rule flags.
    pub example: &'static str,
    /// What the example becomes: by the rule's own fix where it has one.
    pub repaired: &'static str,
    /// Looks at a job.
    pub check: fn(&Checked<'_>, &mut Vec<Diagnostic>),
}

impl Rule {
    /// A diagnostic of this rule with the severity of the rule.
    fn says(&self, place: Place, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.name, self.severity, place, message, help)
    }

    /// A diagnostic of this rule where it is less bad than at its worst.
    fn mentions(
        &self,
        severity: Severity,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(self.name, severity.max(self.severity), place, message, help)
    }
}

/// What a rule looks at: the job and the machine, and what many rules ask of them.
#[derive(Debug, Clone)]
pub struct Checked<'a> {
    /// The job.
    pub job: &'a JobSpec,
    /// The machine.
    pub profile: &'a Profile,
    texts: Vec<JobText<'a>>,
    paths: Vec<JobText<'a>>,
    addresses: Vec<JobText<'a>>,
    protocols: Vec<Protocol>,
}

impl<'a> Checked<'a> {
    /// A job to be looked at.
    pub fn new(job: &'a JobSpec, profile: &'a Profile) -> Checked<'a> {
        let texts = texts(job);
        let plain = |text: &&JobText<'_>| !is_disguised(text);
        Checked {
            job,
            profile,
            paths: texts
                .iter()
                .filter(|text| text.is_local_path() && !text.text.is_empty())
                .filter(plain)
                .copied()
                .collect(),
            addresses: texts
                .iter()
                .filter(|text| text.is_remote())
                .filter(plain)
                .copied()
                .collect(),
            texts,
            protocols: job
                .files()
                .iter()
                .map(|file| Protocol::of(&file.remote_name))
                .collect(),
        }
    }

    fn settings(&self) -> &'a Settings {
        &self.job.settings
    }

    /// Every text with its place.
    fn texts(&self) -> &[JobText<'a>] {
        &self.texts
    }

    /// The paths on this machine that can be read as such: no quotes, placeholders or variables of a shell in the way.
    fn paths(&self) -> &[JobText<'a>] {
        &self.paths
    }

    /// The remote names and beginnings of remote names that can be read as such.
    fn addresses(&self) -> &[JobText<'a>] {
        &self.addresses
    }

    fn is_new(&self) -> bool {
        self.job.subject == Subject::New
    }

    /// Whether it is known to be an upload, with or without reply.
    fn is_upload(&self) -> bool {
        matches!(self.job.job_type(), Some(JobType::Upload | JobType::UploadReply))
    }

    fn files(&self) -> &'a [File] {
        self.job.files()
    }

    /// The files with their numbers and what their remote names are reached with.
    fn remotes(&self) -> impl Iterator<Item = (usize, &'a File, Protocol)> {
        self.files()
            .iter()
            .zip(&self.protocols)
            .enumerate()
            .map(|(row, (file, protocol))| (row, file, *protocol))
    }

    fn new_ending(&self) -> Option<NewEnding> {
        match self.job.ending {
            Ending::New(ending) => Some(ending),
            Ending::Existing(_) => None,
        }
    }

    /// Whether the limits of group policy on files and ranges do not count. [w32:group-policies]
    fn is_beyond_policy_limits(&self) -> bool {
        matches!(self.profile.context, Context::Elevated | Context::ServiceAccount)
    }
}

/// A text as a message shows it: secrets masked, characters that nobody sees as code points, the middle of long ones
/// left out.
fn shown(text: &Text) -> String {
    const ENDS: usize = 36;
    let masked = mask_address(text, &mut Holes::default()).display();
    let chars: Vec<char> = masked.chars().collect();
    let mut out = String::new();
    let tail = chars.len().saturating_sub(ENDS);
    for (at, c) in chars.iter().enumerate() {
        if chars.len() > ENDS.saturating_mul(3) && at >= ENDS && at < tail {
            if at == ENDS {
                out.push('…');
            }
        } else if c.is_control() || invisible::name(*c).is_some() {
            out.push_str(&format!("[U+{:04X}]", u32::from(*c)));
        } else {
            out.push(*c);
        }
    }
    out
}

/// Whether a path or address is hidden under something that has a rule of its own and hides what others look at.
fn is_disguised(text: &JobText<'_>) -> bool {
    quotes_around_path::is_quoted(text.text.literal_start())
        || text.text.literals().any(|literal| {
            unfilled_placeholder::find(literal).is_some()
                || shell_variable::find(literal, text.notation).is_some_and(|found| found.is_certain())
        })
}

/// Every rule, by name.
pub const RULES: &[&Rule] = &[
    &address_as_local_name::RULE,
    &blank_display_name::RULE,
    &command_prompt_variable::RULE,
    &device_prefix_in_local_name::RULE,
    &dot_or_space_at_end_of_name::RULE,
    &drive_letter_in_remote_name::RULE,
    &empty_range::RULE,
    &first_and_last_byte_as_range::RULE,
    &folder_as_local_name::RULE,
    &forward_slash_in_local_name::RULE,
    &illegal_character_in_address::RULE,
    &illegal_character_in_local_name::RULE,
    &invisible_characters::RULE,
    &long_address_segment::RULE,
    &look_alike_display_name::RULE,
    &many_files::RULE,
    &missing_display_name::RULE,
    &no_files::RULE,
    &non_ascii_address::RULE,
    &non_ascii_host::RULE,
    &overlapping_ranges::RULE,
    &parameters_differing_in_case::RULE,
    &password_in_address::RULE,
    &percent_sign_in_address::RULE,
    &quotes_around_path::RULE,
    &range_past_the_end::RULE,
    &ranges_over_smb::RULE,
    &relative_local_name::RULE,
    &remote_name_without_protocol::RULE,
    &reply_file_without_upload_reply::RULE,
    &reserved_device_name::RULE,
    &reserved_parameter_name::RULE,
    &retry_delay_exceeds_timeout::RULE,
    &same_local_name_twice::RULE,
    &secret_in_address::RULE,
    &shell_variable_as_text::RULE,
    &stream_in_local_name::RULE,
    &swapped_names::RULE,
    &too_many_files::RULE,
    &too_many_ranges::RULE,
    &unfilled_placeholder::RULE,
    &unsupported_protocol::RULE,
    &upload_of_several_files::RULE,
    &upload_reply_over_smb::RULE,
    &wildcard_in_file_name::RULE,
];

/// What all rules say of a job, errors first.
pub fn check(job: &JobSpec, profile: &Profile) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let checked = Checked::new(job, profile);
    for rule in RULES {
        (rule.check)(&checked, &mut diagnostics);
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.severity);
    diagnostics
}

/// The page of a rule, as Markdown.
pub fn page(rule: &Rule) -> String {
    let evidence: Vec<String> = rule.evidence.iter().map(|key| format!("`{key}`")).collect();
    format!(
        "# {}\n\n*{}.* {}\n\n## Why\n\n{}\n\n## Instead\n\n{}\n\n## Example\n\n```json\n{}\n```\n\n## Repaired\n\n```json\n{}\n```\n\n## Evidence\n\n{}\n",
        rule.name,
        rule.severity.label(),
        rule.what,
        rule.why,
        rule.instead,
        rule.example,
        rule.repaired,
        evidence.join(", "),
    )
}

/// The list of all rules, as Markdown.
pub fn index() -> String {
    let mut index = String::from(INDEX);
    for rule in RULES {
        index.push_str(&format!(
            "| [{0}]({0}.md) | {1} | {2} |\n",
            rule.name,
            rule.severity.word(),
            rule.what
        ));
    }
    index
}

/// What stands before the list of all rules.
const INDEX: &str = "\
# Rules

A rule looks at a job whose values are each legal and says what is wrong between them, why BITS cares, and what to do
instead. An *error* is refused by BITS or does something else than it says: there is no script. A *warning* works and may
surprise or harm. *Information* is good to know. The severity here is the worst that the rule says.

Source keys: `com:X` is the page of an interface, method or type in Microsoft's COM reference of BITS, `w32:X` a page of
its guide, `ps:X` the page of a cmdlet, `ba:X` the page of a command of the bitsadmin tool, `idl:X` a file of the Windows
SDK, `rfc:X` a standard of the IETF, `uax:X` a report of Unicode, `fileio:X` a page of Microsoft's guide to files,
`ps7:X` and `cmd:X` pages on PowerShell and the command prompt.

| Rule | Severity | What it looks for |
|---|---|---|
";
