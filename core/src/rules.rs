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

use crate::catalog::{SettingId, Settings};
use crate::diagnostic::{Diagnostic, Place, Severity, in_order};
use crate::invisible;
use crate::job::{Ending, ExistingEnding, JobSpec, NewEnding, Subject};
use crate::job_text::{JobText, texts};
use crate::local_name::Root;
use crate::profile::{Context, Profile};
use crate::remote_name::Protocol;
use crate::secret::{Holes, mask_address, mask_command_line};
use crate::shell_variable;
use crate::text::Text;
use crate::value::{File, JobType, Priority};

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
    (all_users [$which:expr]; $($member:expr),*) => {
        job!(@ concat!("{ \"existing\": { ", $which, " }, \"owner\": \"all_users\" }"); $($member),*)
    };
    (@ $subject:expr; $($member:expr),*) => {
        concat!("{ \"bitsmith\": 1,\n  \"subject\": ", $subject $(, ",\n  ", $member)*, " }")
    };
}

mod acl_flags_without_privilege;
mod acl_flags_without_smb;
mod address_as_local_name;
mod address_without_host;
mod ask_for_new_job;
mod background_priority_with_custom_method;
mod basic_over_http;
mod blank_display_name;
mod bound_shorter_than_retry_delay;
mod cancelling_jobs;
mod certificate_setting_without_https;
mod change_of_ended_jobs;
mod changing_jobs_of_all_users;
mod client_certificate_set_and_removed;
mod command_prompt_variable;
mod completing_unfinished_jobs;
mod configured_proxy_of_service_account;
mod contradictory_redirects;
mod costly_connection;
mod credentials_set_and_removed;
mod custom_http_method;
mod custom_method_with_dynamic_content;
mod custom_method_with_on_demand_mode;
mod device_prefix_in_local_name;
mod disabled_notification_with_command;
mod dot_or_space_at_end_of_name;
mod download_time_limit_on_upload;
mod drive_letter_in_remote_name;
mod dynamic_content_in_background;
mod dynamic_content_with_on_demand_mode;
mod dynamic_content_with_ranges;
mod elevated_owner;
mod empty_range;
mod first_and_last_byte_as_range;
mod folder_as_local_name;
mod foreground_priority;
mod forward_slash_in_local_name;
mod header_given_twice;
mod header_without_colon;
mod helper_token_flags_without_token;
mod helper_token_lost_at_logoff;
mod helper_token_without_flags;
mod helper_token_without_rights;
mod high_performance_mode;
mod http_method_on_upload;
mod http_setting_without_http;
mod https_to_http_redirect;
mod ignored_certificate_errors;
mod illegal_character_in_address;
mod illegal_character_in_local_name;
mod implicit_user_with_explicit_scheme;
mod invisible_characters;
mod irrevocable_write_only_headers;
mod line_break_in_header;
mod long_address_segment;
mod long_headers;
mod look_alike_display_name;
mod look_alike_sign_in_notify_command;
mod malformed_bypass;
mod malformed_header_name;
mod malformed_http_method;
mod malformed_name_pattern;
mod malformed_port;
mod malformed_proxy;
mod many_files;
mod mapped_drive_of_service_account;
mod missing_administrator_rights;
mod missing_display_name;
mod network_token_with_client_certificate;
mod network_token_without_implicit_credentials;
mod newer_than_profile;
mod no_connection_allowed;
mod no_files;
mod no_retries;
mod non_ascii_address;
mod non_ascii_host;
mod nothing_to_do;
mod notify_command_of_service_account;
mod notify_flags_beyond_the_command;
mod notify_flags_that_never_run_the_command;
mod notify_parameters_without_program;
mod notify_program;
mod notify_program_without_path;
mod nul_as_notify_program;
mod on_demand_mode_over_smb;
mod overlapping_ranges;
mod override_without_proxy_list;
mod owner_not_logged_on;
mod parameters_differing_in_case;
mod password_as_parameter;
mod password_in_address;
mod pattern_that_fits_all;
mod peer_caching_without_effect;
mod percent_sign_in_address;
mod prompt_without_person;
mod proxy_credentials_for_server;
mod proxy_list_without_override;
mod quotes_around_path;
mod range_past_the_end;
mod ranges_over_smb;
mod readable_secret_header;
mod redirect_policy_on_upload;
mod relative_local_name;
mod remote_name_without_protocol;
mod reply_file_without_upload_reply;
mod reserved_device_name;
mod reserved_parameter_name;
mod retry_delay_exceeds_timeout;
mod same_local_name_twice;
mod secret_in_address;
mod secret_in_notify_command;
mod setting_after_first_resume;
mod setting_for_existing_jobs_only;
mod setting_for_other_job_type;
mod share_without_file;
mod shell_variable_as_text;
mod short_retry_delay;
mod space_in_user_name;
mod stored_credentials_for_server;
mod stream_in_local_name;
mod swapped_names;
mod take_ownership;
mod timeout_beyond_inactivity_limit;
mod too_many_files;
mod too_many_ranges;
mod two_client_certificates;
mod unbounded_one_shot;
mod uncompleted_job;
mod unfilled_placeholder;
mod unsupported_protocol;
mod upload_of_several_files;
mod upload_reply_over_smb;
mod value_newer_than_profile;
mod waiting_for_on_demand_job;
mod wildcard_in_exact_name;
mod wildcard_in_file_name;
mod wildcard_inside_proxy_bypass;
mod write_only_without_headers;

pub(crate) use swapped_names::is_swapped;
pub(crate) use unfilled_placeholder::placeholder;

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
    #[inline(always)]
    fn says(&self, place: Place, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.name, self.severity, place, message, help)
    }

    /// A diagnostic of this rule where it is less bad than at its worst.
    #[inline(always)]
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
    ids: Vec<SettingId>,
    texts: Vec<JobText<'a>>,
    paths: Vec<JobText<'a>>,
    addresses: Vec<JobText<'a>>,
    protocols: Vec<Protocol>,
}

impl<'a> Checked<'a> {
    /// A job to be looked at.
    pub fn new(job: &'a JobSpec, profile: &'a Profile) -> Checked<'a> {
        let texts = texts(job);
        let mut ids: Vec<SettingId> = job.settings.ids();
        ids.retain(|id| *id != SettingId::FileRanges);
        if job.files().iter().any(|file| !file.ranges.is_empty()) {
            ids.push(SettingId::FileRanges);
        }
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
            ids,
            protocols: job
                .files()
                .iter()
                .map(|file| match Protocol::of(&file.remote_name) {
                    // Where both names stand in each other's place, the remote one says nothing.
                    protocol if is_swapped(protocol, Root::of(&file.local_name)) => Protocol::Unknown,
                    protocol => protocol,
                })
                .collect(),
        }
    }

    fn settings(&self) -> &'a Settings {
        &self.job.settings
    }

    /// The settings that are set. Ranges count when a file has some.
    fn ids(&self) -> &[SettingId] {
        &self.ids
    }

    /// Whether a setting is set.
    fn is_set(&self, id: SettingId) -> bool {
        self.ids().contains(&id)
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

    /// Whether all files of the job are known and are like this: a job that exists has files that are not known.
    fn all_files(&self, like: impl Fn(Protocol) -> bool) -> bool {
        self.is_new() && !self.protocols.is_empty() && self.protocols.iter().all(|protocol| like(*protocol))
    }

    fn new_ending(&self) -> Option<NewEnding> {
        match self.job.ending {
            Ending::New(ending) => Some(ending),
            Ending::Existing(_) => None,
        }
    }

    fn existing_ending(&self) -> Option<ExistingEnding> {
        match self.job.ending {
            Ending::New(_) => None,
            Ending::Existing(ending) => Some(ending),
        }
    }

    /// Whether the requests have another method than GET. [com:IBackgroundCopyJobHttpOptions2.SetHttpMethod]
    fn has_custom_method(&self) -> bool {
        self.settings().http_method.as_ref().is_some_and(|method| {
            !method
                .0
                .as_literal()
                .is_some_and(|word| word.eq_ignore_ascii_case("GET"))
        })
    }

    fn is_dynamic(&self) -> bool {
        self.settings().dynamic_content.is_some_and(|dynamic| dynamic.0)
    }

    fn is_on_demand(&self) -> bool {
        self.settings().on_demand_mode.is_some_and(|mode| mode.0)
    }

    fn is_foreground(&self) -> bool {
        self.settings().priority == Some(Priority::Foreground)
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
    let masked = mask_address(text, &mut Holes::default());
    let masked = mask_command_line(&masked, &mut Holes::default()).display();
    let chars: Vec<char> = masked.chars().collect();
    let mut out = String::new();
    let tail = chars.len().saturating_sub(ENDS);
    for (at, c) in chars.iter().enumerate() {
        if chars.len() > ENDS.saturating_mul(3) && at >= ENDS && at < tail {
            if at == ENDS {
                out.push('…');
            }
        } else if invisible::is_unseen(*c) {
            out.push_str(&format!("[U+{:04X}]", u32::from(*c)));
        } else {
            out.push(*c);
        }
    }
    out
}

/// Whether a path or address is hidden under something that has a rule of its own and hides what others look at.
fn is_disguised(text: &JobText<'_>) -> bool {
    let start = text.text.literal_start();
    quotes_around_path::is_quoted(start)
        || shell_variable::find(start, text.notation).is_some_and(|found| found.at == 0)
        || text
            .text
            .literals()
            .any(|literal| unfilled_placeholder::find(literal).is_some())
}

/// What looks at a job for one rule.
type Check = fn(&Checked<'_>, &mut Vec<Diagnostic>);

/// Writes the list of rules, and the list of their checks alone: what looks at a job need not carry the pages of the
/// rules with it.
macro_rules! rules {
    ($($rule:ident),+ $(,)?) => {
        /// Every rule, by name.
        pub const RULES: &[&Rule] = &[$(&$rule::RULE),+];

        const CHECKS: &[Check] = &[$($rule::RULE.check),+];
    };
}

rules! {
    acl_flags_without_privilege,
    acl_flags_without_smb,
    address_as_local_name,
    address_without_host,
    ask_for_new_job,
    background_priority_with_custom_method,
    basic_over_http,
    blank_display_name,
    bound_shorter_than_retry_delay,
    cancelling_jobs,
    certificate_setting_without_https,
    change_of_ended_jobs,
    changing_jobs_of_all_users,
    client_certificate_set_and_removed,
    command_prompt_variable,
    completing_unfinished_jobs,
    configured_proxy_of_service_account,
    contradictory_redirects,
    costly_connection,
    credentials_set_and_removed,
    custom_http_method,
    custom_method_with_dynamic_content,
    custom_method_with_on_demand_mode,
    device_prefix_in_local_name,
    disabled_notification_with_command,
    dot_or_space_at_end_of_name,
    download_time_limit_on_upload,
    drive_letter_in_remote_name,
    dynamic_content_in_background,
    dynamic_content_with_on_demand_mode,
    dynamic_content_with_ranges,
    elevated_owner,
    empty_range,
    first_and_last_byte_as_range,
    folder_as_local_name,
    foreground_priority,
    forward_slash_in_local_name,
    header_given_twice,
    header_without_colon,
    helper_token_flags_without_token,
    helper_token_lost_at_logoff,
    helper_token_without_flags,
    helper_token_without_rights,
    high_performance_mode,
    http_method_on_upload,
    http_setting_without_http,
    https_to_http_redirect,
    ignored_certificate_errors,
    illegal_character_in_address,
    illegal_character_in_local_name,
    implicit_user_with_explicit_scheme,
    invisible_characters,
    irrevocable_write_only_headers,
    line_break_in_header,
    long_address_segment,
    long_headers,
    look_alike_display_name,
    look_alike_sign_in_notify_command,
    malformed_bypass,
    malformed_header_name,
    malformed_http_method,
    malformed_name_pattern,
    malformed_port,
    malformed_proxy,
    many_files,
    mapped_drive_of_service_account,
    missing_administrator_rights,
    missing_display_name,
    network_token_with_client_certificate,
    network_token_without_implicit_credentials,
    newer_than_profile,
    no_connection_allowed,
    no_files,
    no_retries,
    non_ascii_address,
    non_ascii_host,
    nothing_to_do,
    notify_command_of_service_account,
    notify_flags_beyond_the_command,
    notify_flags_that_never_run_the_command,
    notify_parameters_without_program,
    notify_program,
    notify_program_without_path,
    nul_as_notify_program,
    on_demand_mode_over_smb,
    overlapping_ranges,
    override_without_proxy_list,
    owner_not_logged_on,
    parameters_differing_in_case,
    password_as_parameter,
    password_in_address,
    pattern_that_fits_all,
    peer_caching_without_effect,
    percent_sign_in_address,
    prompt_without_person,
    proxy_credentials_for_server,
    proxy_list_without_override,
    quotes_around_path,
    range_past_the_end,
    ranges_over_smb,
    readable_secret_header,
    redirect_policy_on_upload,
    relative_local_name,
    remote_name_without_protocol,
    reply_file_without_upload_reply,
    reserved_device_name,
    reserved_parameter_name,
    retry_delay_exceeds_timeout,
    same_local_name_twice,
    secret_in_address,
    secret_in_notify_command,
    setting_after_first_resume,
    setting_for_existing_jobs_only,
    setting_for_other_job_type,
    share_without_file,
    shell_variable_as_text,
    short_retry_delay,
    space_in_user_name,
    stored_credentials_for_server,
    stream_in_local_name,
    swapped_names,
    take_ownership,
    timeout_beyond_inactivity_limit,
    too_many_files,
    too_many_ranges,
    two_client_certificates,
    unbounded_one_shot,
    uncompleted_job,
    unfilled_placeholder,
    unsupported_protocol,
    upload_of_several_files,
    upload_reply_over_smb,
    value_newer_than_profile,
    waiting_for_on_demand_job,
    wildcard_in_exact_name,
    wildcard_in_file_name,
    wildcard_inside_proxy_bypass,
    write_only_without_headers,
}

/// What all rules say of a job, errors first.
pub fn check(job: &JobSpec, profile: &Profile) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let checked = Checked::new(job, profile);
    for check in CHECKS {
        check(&checked, &mut diagnostics);
    }
    in_order(diagnostics)
}

/// The page of a rule, as Markdown.
pub fn page(rule: &Rule) -> String {
    let evidence: Vec<String> = rule.evidence.iter().map(|key| format!("`{key}`")).collect();
    format!(
        "# {}\n\n*{}.* {}\n\n## Why\n\n{}\n\n## Instead\n\n{}\n\n## Example\n\n```json\n{}\n```\n\n## Repaired\n\n```json\n{}\n```\n\n## Evidence\n\n{}\n",
        rule.name,
        rule.severity.label(),
        markdown(rule.what),
        markdown(rule.why),
        markdown(rule.instead),
        excerpt(rule.example),
        excerpt(rule.repaired),
        evidence.join(", "),
    )
}

/// Plain text as Markdown that reads so.
fn markdown(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '\\' | '<' | '>' | '*' | '_' | '|' | '`' | '[' | ']') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// An example as a page shows it: of what goes on for pages the beginning.
fn excerpt(example: &str) -> String {
    const LINES: usize = 16;
    const COLUMNS: usize = 400;
    let mut lines: Vec<String> = example
        .lines()
        .take(LINES)
        .map(|line| match line.char_indices().nth(COLUMNS) {
            Some((end, _)) => format!("{} …", line.get(..end).unwrap_or("")),
            None => line.to_owned(),
        })
        .collect();
    if example.lines().count() > LINES {
        lines.push("  …".to_owned());
    }
    lines.join("\n")
}

/// The list of all rules, as Markdown.
pub fn index() -> String {
    let mut index = String::from(INDEX);
    for rule in RULES {
        index.push_str(&format!(
            "| [{0}]({0}.md) | {1} | {2} |\n",
            rule.name,
            rule.severity.word(),
            markdown(rule.what)
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
