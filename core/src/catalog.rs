//! The catalog: every setting of a BITS job, declared once.
//!
//! Everything that walks the settings (form, command line, documents, rules, emitters, schema, pages) walks this
//! list. Which argument of which tool carries a setting is said in [`crate::command`].
//!
//! ```
//! use bitsmith_core::catalog::{CATALOG, Phase, SettingId};
//! let delay = SettingId::from_name("minimum_retry_delay").unwrap().spec();
//! assert_eq!((delay.default.placeholder, delay.phase), ("600", Phase::AnyTime));
//! assert!(CATALOG.iter().all(|spec| !spec.source.is_empty()));
//! ```

use crate::value::{Entries, Part, PartError, Repeat, Value};
use crate::version::BitsVersion;

mod settings;

pub use settings::{CATALOG, SettingId, SettingValue, Settings};

/// Where a setting stands in the form and the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// What the job is: type, name, description.
    Job,
    /// What it transfers.
    Files,
    /// Priority and the clocks.
    Timing,
    /// Certificates, headers, redirects.
    Http,
    /// Proxy and credentials.
    Access,
    /// What happens when it ends.
    Notification,
    /// Cost of the connection, caching, throughput.
    Transfer,
    /// Whose job it is and whose rights it uses.
    Ownership,
}

impl Group {
    /// All groups, in reading order.
    pub const ALL: &'static [Group] = &[
        Group::Job,
        Group::Files,
        Group::Timing,
        Group::Http,
        Group::Access,
        Group::Notification,
        Group::Transfer,
        Group::Ownership,
    ];

    /// What a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Group::Job => "Job",
            Group::Files => "Files",
            Group::Timing => "Priority and timing",
            Group::Http => "HTTP and security",
            Group::Access => "Proxy and credentials",
            Group::Notification => "Notification",
            Group::Transfer => "Cost and throughput",
            Group::Ownership => "Owner and helper token",
        }
    }
}

/// When BITS accepts a setting. The order of the variants is the order of the operations of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// With the call that makes the job.
    Creation,
    /// It takes other settings away, so it comes before them.
    WipesOthers,
    /// Before the first file.
    BeforeFiles,
    /// The files themselves.
    Files,
    /// Before the first resume.
    BeforeFirstResume,
    /// Before the server's reply begins to come. [com:IBackgroundCopyJob2.SetReplyFileName]
    BeforeReply,
    /// Before the job has transferred its files.
    BeforeTransferred,
    /// At any time before the job is completed or cancelled.
    AnyTime,
    /// It cannot be undone, and closes another setting.
    Irrevocable,
    /// Only for a file that has been transferred.
    AfterTransfer,
}

impl Phase {
    /// What a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Phase::Creation => "when the job is made",
            Phase::WipesOthers => "first: it takes other settings away",
            Phase::BeforeFiles => "before the first file is added",
            Phase::Files => "before the job is completed",
            Phase::BeforeFirstResume => "before the job is resumed for the first time",
            Phase::BeforeReply => "before the server's reply begins to come",
            Phase::BeforeTransferred => "before the files are transferred",
            Phase::AnyTime => "at any time before the job ends",
            Phase::Irrevocable => "at any time before the job ends; it cannot be undone",
            Phase::AfterTransfer => "after the file has been transferred",
        }
    }
}

/// For which types of job a setting has a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Jobs {
    /// All types.
    All,
    /// Downloads only.
    Download,
    /// Uploads with a reply only.
    UploadReply,
}

impl Jobs {
    /// What a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Jobs::All => "all jobs",
            Jobs::Download => "downloads only",
            Jobs::UploadReply => "uploads with a reply only",
        }
    }
}

/// Who may change a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// The owner or an administrator. [com:IBackgroundCopyManager.CreateJob]
    OwnerOrAdministrator,
    /// The owner alone. [com:IBackgroundCopyJob2.SetCredentials]
    Owner,
    /// An administrator, elevated. [com:IBackgroundCopyJob.TakeOwnership]
    Administrator,
    /// The owner; some of the values need privileges of an administrator. [com:IBackgroundCopyJob3.SetFileACLFlags]
    OwnerWithPrivileges,
}

impl Permission {
    /// What a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Permission::OwnerOrAdministrator => "the owner or an administrator",
            Permission::Owner => "the owner of the job",
            Permission::Administrator => "an administrator, elevated",
            Permission::OwnerWithPrivileges => "the owner; some values need an administrator's privileges",
        }
    }
}

/// Where a document holds a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Held {
    /// In `settings`, under its name.
    Settings,
    /// For a new job in `subject.new`; for existing jobs in `settings`, where BITS can change it.
    Subject,
    /// As the list `files`.
    Files,
    /// As a key of each entry of `files`.
    FileEntry,
}

/// What BITS does when a setting is not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DefaultValue {
    /// As it stands in a field as placeholder; empty where there is none.
    pub placeholder: &'static str,
    /// In words.
    pub words: &'static str,
}

/// Everything the program knows of one setting.
#[derive(Debug, Clone, Copy)]
pub struct SettingSpec {
    /// Which setting.
    pub id: SettingId,
    /// Its name in documents: the COM setter without `Set`, or the property id without its prefix.
    pub name: &'static str,
    /// Its row in the table a.0 of the fact sheet.
    pub row: u8,
    /// What a person reads.
    pub label: &'static str,
    /// What it does, its default and its limits, in a few sentences.
    pub doc: &'static str,
    /// The pages that say so, as source keys.
    pub source: &'static [&'static str],
    /// Where it stands.
    pub group: Group,
    /// When BITS accepts it.
    pub phase: Phase,
    /// For which jobs.
    pub jobs: Jobs,
    /// The first BITS that has it.
    pub since: BitsVersion,
    /// Who may change it.
    pub permission: Permission,
    /// What holds when it is not set.
    pub default: DefaultValue,
    /// The COM method, or `Job5::SetProperty(ID)`.
    pub com: &'static str,
    /// Its parts.
    pub parts: &'static [Part],
    /// Whether it is one value or rows.
    pub repeat: Repeat,
    /// Where a document holds it.
    pub held: Held,
}

impl SettingId {
    /// What the catalog says of it.
    pub fn spec(self) -> &'static SettingSpec {
        settings::spec(self)
    }

    /// Its name in documents.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// What a person reads.
    pub fn label(self) -> &'static str {
        self.spec().label
    }

    /// The setting of that name.
    pub fn from_name(name: &str) -> Option<SettingId> {
        CATALOG.iter().find(|spec| spec.name == name).map(|spec| spec.id)
    }

    /// Whether BITS forgets it when the job's owner changes. [com:IBackgroundCopyJob.TakeOwnership]
    pub fn wiped_by_ownership(self) -> bool {
        matches!(
            self,
            SettingId::Credentials
                | SettingId::ClientCertificateById
                | SettingId::ClientCertificateByName
                | SettingId::CustomHeaders
                | SettingId::NotifyCmdLine
        )
    }
}

/// Reads a value and wraps it.
fn read_as<V: Value, S>(entries: &Entries, wrap: impl Fn(V) -> S) -> Result<S, Vec<PartError>> {
    V::read(entries).map(wrap)
}

/// What only code can do with a job: not a setting, because a value of it cannot be written down.
#[derive(Debug, Clone, Copy)]
pub struct OnlyFromCode {
    /// What it is.
    pub label: &'static str,
    /// The COM method.
    pub com: &'static str,
    /// Why neither tool nor form can say it.
    pub reason: &'static str,
    /// The page that says so.
    pub source: &'static str,
}

/// What of BITS appears as "only from code", with the reason.
pub const ONLY_FROM_CODE: &[OnlyFromCode] = &[
    OnlyFromCode {
        label: "Notification interface",
        com: "IBackgroundCopyJob::SetNotifyInterface",
        reason: "It is a pointer to an object of the running program; BITS does not keep it, so the program sets it again at each start. For a class that BITS starts by itself there is the notification CLSID.",
        source: "com:IBackgroundCopyJob.SetNotifyInterface",
    },
    OnlyFromCode {
        label: "Server certificate callback",
        com: "IBackgroundCopyJobHttpOptions3::SetServerCertificateValidationInterface",
        reason: "It is a pointer to an object of the running program that judges the server's certificate.",
        source: "com:IBackgroundCopyJobHttpOptions3.SetServerCertificateValidationInterface",
    },
    OnlyFromCode {
        label: "Requested file ranges",
        com: "IBackgroundCopyFile6::RequestFileRanges",
        reason: "A program asks for parts of an on-demand file while the job runs; it is a conversation and not a setting.",
        source: "com:IBackgroundCopyFile6.RequestFileRanges",
    },
    OnlyFromCode {
        label: "Peer-cache administration",
        com: "IBitsPeerCacheAdministration",
        reason: "It belongs to the machine and not to a job. bitsadmin has /PEERCACHING, /CACHE and /PEERS for it.",
        source: "com:IBitsPeerCacheAdministration",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_follow_bits() {
        let mut names = BTreeSet::new();
        for spec in CATALOG {
            assert!(names.insert(spec.name), "{} is there twice", spec.name);
            assert!(
                spec.name.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
                "{}",
                spec.name
            );
            assert_eq!(SettingId::from_name(spec.name), Some(spec.id));
            assert_eq!(spec.id.spec().name, spec.name);
            assert!(
                spec.doc.ends_with('.') && !spec.source.is_empty(),
                "{} is not explained",
                spec.name
            );
        }
    }

    #[test]
    fn every_row_of_the_fact_sheet_is_there() {
        let rows: BTreeSet<u8> = CATALOG.iter().map(|spec| spec.row).collect();
        assert_eq!(rows, (1..=30).collect());
    }

    #[test]
    fn sets_of_bits_say_their_number() {
        use crate::value::Control;
        for spec in CATALOG {
            let flags = spec
                .parts
                .iter()
                .any(|part| matches!(part.control, Control::Flags(_) | Control::CostMask { .. }));
            let none = Entries(vec![Vec::new()]);
            let bits = SettingValue::read(spec.id, &none)
                .ok()
                .and_then(|value| value.bits());
            assert_eq!(bits, flags.then_some(0), "{}", spec.name);
        }
    }

    #[test]
    fn parts_are_named_where_there_are_several() {
        for spec in CATALOG {
            let named = spec.parts.len() > 1 || spec.repeat == Repeat::Rows;
            for part in spec.parts {
                assert_eq!(!part.name.is_empty(), named, "{}", spec.name);
                assert_eq!(!part.label.is_empty(), named, "{}", spec.name);
            }
        }
    }
}
