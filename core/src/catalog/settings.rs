//! The list. One block a BITS setter or property id, data only.

use super::{DefaultValue, Group, Held, Jobs, Permission, Phase, SettingSpec, read_as};
use crate::value::{self, Entries, PartError, Repeat, Value};
use crate::version::BitsVersion;

/// Writes, for each block `Variant field: Type { … }`: a variant of [`SettingId`] and [`SettingValue`], a field of
/// [`Settings`], a row of [`CATALOG`], and the dispatch between them. `Priority priority: Priority { … }` becomes
///
/// ```text
/// enum SettingId { …, Priority }            enum SettingValue { …, Priority(value::Priority) }
/// struct Settings { …, priority: Option<value::Priority> }
/// CATALOG: [ …, SettingSpec { id: SettingId::Priority, name: "priority", parts: value::Priority::PARTS, … } ]
/// ```
macro_rules! settings {
    ($($(#[$meta:meta])* $id:ident $field:ident: $type:ident {
        row: $row:literal,
        label: $label:literal,
        doc: $doc:literal,
        source: [$($source:literal),+],
        group: $group:ident, phase: $phase:ident, jobs: $jobs:ident, since: ($major:literal, $minor:literal),
        permission: $permission:ident,
        default: ($placeholder:literal, $words:literal),
        com: $com:literal,
        held: $held:ident,
    })+) => {
        /// A setting of a BITS job.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SettingId { $(#[doc = $label] $id,)+ }

        /// A setting with its value.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum SettingValue { $(#[doc = $label] $id(value::$type),)+ }

        /// The settings of a job; what is `None` is left to BITS.
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct Settings { $(#[doc = $doc] pub $field: Option<value::$type>,)+ }

        /// Every setting, in the order of the form.
        pub static CATALOG: &[SettingSpec] = &[$(SettingSpec {
            id: SettingId::$id,
            name: stringify!($field),
            row: $row,
            label: $label,
            doc: $doc,
            source: &[$($source),+],
            group: Group::$group,
            phase: Phase::$phase,
            jobs: Jobs::$jobs,
            since: BitsVersion::new($major, $minor),
            permission: Permission::$permission,
            default: DefaultValue { placeholder: $placeholder, words: $words },
            com: $com,
            parts: <value::$type as Value>::PARTS,
            repeat: <value::$type as Value>::REPEAT,
            held: Held::$held,
        }),+];

        /// The catalog's row of a setting: both are in the order of the list.
        pub(super) fn spec(id: SettingId) -> &'static SettingSpec {
            CATALOG.get(id as usize).unwrap_or(&MISSING)
        }

        impl SettingValue {
            /// Which setting it is.
            pub fn id(&self) -> SettingId {
                match self { $(SettingValue::$id(_) => SettingId::$id,)+ }
            }

            /// Reads what was typed into a setting. Errors name the part.
            pub fn read(id: SettingId, entries: &Entries) -> Result<SettingValue, Vec<PartError>> {
                match id { $(SettingId::$id => read_as(entries, SettingValue::$id),)+ }
            }

            /// What [`SettingValue::read`] reads back.
            pub fn write(&self) -> Entries {
                match self { $(SettingValue::$id(value) => value.write(),)+ }
            }

            /// The number that BITS takes, where the value is a set of bits.
            pub fn bits(&self) -> Option<u32> {
                match self { $(SettingValue::$id(value) => Value::bits(value),)+ }
            }
        }

        impl Settings {
            /// Takes a value in.
            pub fn insert(&mut self, value: SettingValue) {
                match value { $(SettingValue::$id(value) => self.$field = Some(value),)+ }
            }

            /// The value of a setting, where it is set.
            pub fn value(&self, id: SettingId) -> Option<SettingValue> {
                match id { $(SettingId::$id => self.$field.clone().map(SettingValue::$id),)+ }
            }

            /// The settings that are set, in the order of the catalog.
            pub fn ids(&self) -> Vec<SettingId> {
                let is_set = [$((SettingId::$id, self.$field.is_some()),)+];
                is_set.into_iter().filter(|(_, is_set)| *is_set).map(|(id, _)| id).collect()
            }

            /// The values that are set, in the order of the catalog.
            pub fn values(&self) -> Vec<SettingValue> {
                self.ids().into_iter().filter_map(|id| self.value(id)).collect()
            }
        }
    };
}

/// A setting without a row does not compile: the macro writes both.
static MISSING: SettingSpec = SettingSpec {
    id: SettingId::JobType,
    name: "",
    row: 0,
    label: "",
    doc: "",
    source: &[],
    group: Group::Job,
    phase: Phase::Creation,
    jobs: Jobs::All,
    since: BitsVersion::new(1, 0),
    permission: Permission::Owner,
    default: DefaultValue {
        placeholder: "",
        words: "",
    },
    com: "",
    parts: &[],
    repeat: Repeat::One,
    held: Held::Settings,
};

settings! {
    JobType job_type: JobType {
        row: 1,
        label: "Job type",
        doc: "What the job does: download files, upload one file, or upload one file and fetch the server's reply. It is fixed when the job is made.",
        source: ["com:IBackgroundCopyManager.CreateJob", "ba:create", "ps:Start-BitsTransfer"],
        group: Job, phase: Creation, jobs: All, since: (1, 0),
        permission: OwnerOrAdministrator,
        default: ("download", "Download."),
        com: "IBackgroundCopyManager::CreateJob",
        held: Subject,
    }
    DisplayName display_name: DisplayName {
        row: 2,
        label: "Display name",
        doc: "The name under which people find the job; at most 256 characters, need not be unique. Administrators see it: no secrets.",
        source: ["com:IBackgroundCopyJob.SetDisplayName", "ba:setdisplayname", "ps:Set-BitsTransfer"],
        group: Job, phase: Creation, jobs: All, since: (1, 0),
        permission: OwnerOrAdministrator,
        default: ("", "None: a new job needs a name."),
        com: "IBackgroundCopyJob::SetDisplayName",
        held: Subject,
    }
    Description description: Description {
        row: 3,
        label: "Description",
        doc: "Free text kept with the job; at most 1,024 characters.",
        source: ["com:IBackgroundCopyJob.SetDescription", "ba:setdescription", "ps:Set-BitsTransfer"],
        group: Job, phase: AnyTime, jobs: All, since: (1, 0),
        permission: OwnerOrAdministrator,
        default: ("", "Empty."),
        com: "IBackgroundCopyJob::SetDescription",
        held: Settings,
    }
    Files files: Files {
        row: 5,
        label: "Files",
        doc: "What is transferred: for each file its remote name (http, https or SMB; at most 2,200 characters) and its local name (a full path; at most 260 characters). A download takes up to 200 files, an upload one. The remote name comes first for uploads too.",
        source: ["com:IBackgroundCopyJob.AddFile", "com:BG_FILE_INFO", "ba:addfile", "ps:Add-BitsFile"],
        group: Files, phase: Files, jobs: All, since: (1, 0),
        permission: OwnerOrAdministrator,
        default: ("", "None."),
        com: "IBackgroundCopyJob::AddFile",
        held: Files,
    }
    FileRanges file_ranges: FileRanges {
        row: 6,
        label: "File ranges",
        doc: "Parts of a remote file instead of the whole, written to the local file one after the other; at most 500 a file, downloads only. They stand with their file.",
        source: ["com:IBackgroundCopyJob3.AddFileWithRanges", "ba:addfilewithranges"],
        group: Files, phase: Files, jobs: Download, since: (2, 0),
        permission: OwnerOrAdministrator,
        default: ("", "The whole file."),
        com: "IBackgroundCopyJob3::AddFileWithRanges",
        held: FileEntry,
    }
    ReplaceRemotePrefix replace_remote_prefix: PrefixChange {
        row: 7,
        label: "Replace remote prefix",
        doc: "Gives all remote names of the job that begin with the old prefix the new one. The prefix is compared with upper and lower case, and must begin the name. Downloads only.",
        source: ["com:IBackgroundCopyJob3.ReplaceRemotePrefix", "ba:replaceremoteprefix"],
        group: Files, phase: AnyTime, jobs: Download, since: (2, 0),
        permission: OwnerOrAdministrator,
        default: ("", "Remote names stay as they are."),
        com: "IBackgroundCopyJob3::ReplaceRemotePrefix",
        held: Settings,
    }
    RemoteName remote_name: RemoteNames {
        row: 8,
        label: "Remote name of one file",
        doc: "Another remote name for one file of the job, by the file's number from 0; at most 2,200 characters. Downloads only. Suspend the job before and resume it after, so that BITS writes the change down.",
        source: ["com:IBackgroundCopyFile2.SetRemoteName"],
        group: Files, phase: AnyTime, jobs: Download, since: (2, 0),
        permission: OwnerOrAdministrator,
        default: ("", "Remote names stay as they are."),
        com: "IBackgroundCopyFile2::SetRemoteName",
        held: Settings,
    }
    ReplyFileName reply_file_name: LocalName {
        row: 9,
        label: "Reply file name",
        doc: "Where the server's reply is written: a full path in a folder that exists; at most 260 characters. Best set before the job is resumed: BITS takes it until the reply begins to come.",
        source: ["com:IBackgroundCopyJob2.SetReplyFileName", "ba:setreplyfilename"],
        group: Files, phase: BeforeReply, jobs: UploadReply, since: (1, 5),
        permission: OwnerOrAdministrator,
        default: ("", "BITS makes up a name in the folder of the uploaded file."),
        com: "IBackgroundCopyJob2::SetReplyFileName",
        held: Settings,
    }
    ValidationState validation_state: ValidationStates {
        row: 29,
        label: "Validation state",
        doc: "Whether the content of a file that has been transferred is valid, by the file's number from 0. `false` puts the job into an error; a resume downloads the file again from its start. Completing the job says `true` for all files.",
        source: ["com:IBackgroundCopyFile3.SetValidationState", "ba:setvalidationstate"],
        group: Files, phase: AfterTransfer, jobs: Download, since: (3, 0),
        permission: OwnerOrAdministrator,
        default: ("", "Not judged."),
        com: "IBackgroundCopyFile3::SetValidationState",
        held: Settings,
    }
    Priority priority: Priority {
        row: 4,
        label: "Priority",
        doc: "Foreground transfers compete with other programs for the network; the other three wait for idle bandwidth and go in the order high, normal, low.",
        source: ["com:IBackgroundCopyJob.SetPriority", "ba:setpriority", "ps:Set-BitsTransfer"],
        group: Timing, phase: AnyTime, jobs: All, since: (1, 0),
        permission: OwnerOrAdministrator,
        default: ("normal", "Normal. Start-BitsTransfer alone would take foreground, so a new job says normal."),
        com: "IBackgroundCopyJob::SetPriority",
        held: Settings,
    }
    MinimumRetryDelay minimum_retry_delay: Seconds {
        row: 13,
        label: "Minimum retry delay",
        doc: "How long BITS waits at least after a transient error before it tries again. BITS raises less than 5 s to 5 s; older systems and the cmdlets want at least 60 s. If it is longer than the no-progress timeout, BITS does not try again.",
        source: ["com:IBackgroundCopyJob.SetMinimumRetryDelay", "ba:setminretrydelay", "ps:Set-BitsTransfer"],
        group: Timing, phase: AnyTime, jobs: All, since: (1, 0),
        permission: OwnerOrAdministrator,
        default: ("600", "10 minutes."),
        com: "IBackgroundCopyJob::SetMinimumRetryDelay",
        held: Settings,
    }
    NoProgressTimeout no_progress_timeout: Seconds {
        row: 14,
        label: "No-progress timeout",
        doc: "How long BITS tries again after the first transient error without getting one byte; then the job is in error. 0 means no retries.",
        source: ["com:IBackgroundCopyJob.SetNoProgressTimeout", "ba:setnoprogresstimeout", "ps:Set-BitsTransfer"],
        group: Timing, phase: AnyTime, jobs: All, since: (1, 0),
        permission: OwnerOrAdministrator,
        default: ("1209600", "14 days."),
        com: "IBackgroundCopyJob::SetNoProgressTimeout",
        held: Settings,
    }
    MaximumDownloadTime maximum_download_time: Seconds {
        row: 15,
        label: "Maximum download time",
        doc: "How long the job may be connecting and transferring, all in all; then it is in error. Resuming the job starts the clock again.",
        source: ["com:IBackgroundCopyJob4.SetMaximumDownloadTime", "ba:setmaxdownloadtime", "ps:Set-BitsTransfer"],
        group: Timing, phase: AnyTime, jobs: All, since: (3, 0),
        permission: OwnerOrAdministrator,
        default: ("7776000", "90 days, or what group policy says."),
        com: "IBackgroundCopyJob4::SetMaximumDownloadTime",
        held: Settings,
    }
    CustomHeaders custom_headers: Headers {
        row: 20,
        label: "Custom headers",
        doc: "Headers that are sent with every request, each as `Name: value`; together at most 16,383 characters. They replace the headers set before. HTTP and HTTPS only.",
        source: ["com:IBackgroundCopyJobHttpOptions.SetCustomHeaders", "ba:setcustomheaders", "ps:Set-BitsTransfer"],
        group: Http, phase: AnyTime, jobs: All, since: (2, 5),
        permission: Owner,
        default: ("", "None."),
        com: "IBackgroundCopyJobHttpOptions::SetCustomHeaders",
        held: Settings,
    }
    MakeCustomHeadersWriteOnly make_custom_headers_write_only: Once {
        row: 20,
        label: "Custom headers write-only",
        doc: "After this nobody can read the job's headers any more. It cannot be undone.",
        source: ["com:IBackgroundCopyJobHttpOptions3.MakeCustomHeadersWriteOnly", "ps:Set-BitsTransfer"],
        group: Http, phase: Irrevocable, jobs: All, since: (10, 3),
        permission: Owner,
        default: ("", "Headers can be read."),
        com: "IBackgroundCopyJobHttpOptions3::MakeCustomHeadersWriteOnly",
        held: Settings,
    }
    HttpMethod http_method: HttpMethod {
        row: 21,
        label: "HTTP method",
        doc: "The method of the requests. Any but GET puts the job into foreground priority for good, and errors end it: a resume begins from the start. Not with dynamic content or on-demand mode.",
        source: ["com:IBackgroundCopyJobHttpOptions2.SetHttpMethod", "ba:sethttpmethod", "ps:Set-BitsTransfer"],
        group: Http, phase: BeforeFirstResume, jobs: All, since: (10, 2),
        permission: OwnerOrAdministrator,
        default: ("GET", "GET for downloads."),
        com: "IBackgroundCopyJobHttpOptions2::SetHttpMethod",
        held: Settings,
    }
    SecurityFlags security_flags: SecurityFlags {
        row: 22,
        label: "Security flags",
        doc: "What is checked of an HTTPS server's certificate, and what happens when a server redirects. The checks matter for https remote names only, the redirect policy for downloads only.",
        source: ["com:IBackgroundCopyJobHttpOptions.SetSecurityFlags", "ba:setsecurityflags", "ps:Set-BitsTransfer"],
        group: Http, phase: AnyTime, jobs: All, since: (2, 5),
        permission: OwnerOrAdministrator,
        default: ("", "0: the certificate must be good (revocation is not checked), redirects are followed, never from HTTPS to HTTP."),
        com: "IBackgroundCopyJobHttpOptions::SetSecurityFlags",
        held: Settings,
    }
    ClientCertificateById client_certificate_by_id: CertificateById {
        row: 19,
        label: "Client certificate by thumbprint",
        doc: "The certificate shown to a server that asks for one, found by its SHA-1 hash. HTTPS only.",
        source: ["com:IBackgroundCopyJobHttpOptions.SetClientCertificateByID", "ba:setclientcertificatebyid", "ps:Set-BitsTransfer"],
        group: Http, phase: AnyTime, jobs: All, since: (2, 5),
        permission: Owner,
        default: ("", "None."),
        com: "IBackgroundCopyJobHttpOptions::SetClientCertificateByID",
        held: Settings,
    }
    ClientCertificateByName client_certificate_by_name: CertificateByName {
        row: 19,
        label: "Client certificate by subject",
        doc: "The certificate shown to a server that asks for one, found by a part of its subject name. HTTPS only.",
        source: ["com:IBackgroundCopyJobHttpOptions.SetClientCertificateByName", "ba:setclientcertificatebyname"],
        group: Http, phase: AnyTime, jobs: All, since: (2, 5),
        permission: Owner,
        default: ("", "None."),
        com: "IBackgroundCopyJobHttpOptions::SetClientCertificateByName",
        held: Settings,
    }
    RemoveClientCertificate remove_client_certificate: Once {
        row: 19,
        label: "Remove client certificate",
        doc: "Takes the client certificate away from the job.",
        source: ["com:IBackgroundCopyJobHttpOptions.RemoveClientCertificate", "ba:removeclientcertificate"],
        group: Http, phase: AnyTime, jobs: All, since: (2, 5),
        permission: Owner,
        default: ("", "The certificate stays."),
        com: "IBackgroundCopyJobHttpOptions::RemoveClientCertificate",
        held: Settings,
    }
    ProxySettings proxy_settings: ProxySettings {
        row: 16,
        label: "Proxy settings",
        doc: "Which proxy is used: the configured one, none, one that is found, or those of a list. List and bypass list go with `override` only; each at most 4,000 characters.",
        source: ["com:IBackgroundCopyJob.SetProxySettings", "ba:setproxysettings", "ps:Set-BitsTransfer"],
        group: Access, phase: AnyTime, jobs: All, since: (1, 0),
        permission: OwnerOrAdministrator,
        default: ("preconfig", "As configured for the owner."),
        com: "IBackgroundCopyJob::SetProxySettings",
        held: Settings,
    }
    Credentials credentials: Credentials {
        row: 17,
        label: "Credentials",
        doc: "Who signs in at the server or the proxy, one entry for each target and scheme. Bitsmith keeps no passwords: its scripts ask for them when they run. The current user signs in without a password, with NTLM or Negotiate only. Ignored for SMB.",
        source: ["com:IBackgroundCopyJob2.SetCredentials", "ba:setcredentials", "ps:Set-BitsTransfer"],
        group: Access, phase: BeforeFirstResume, jobs: All, since: (1, 5),
        permission: Owner,
        default: ("", "None."),
        com: "IBackgroundCopyJob2::SetCredentials",
        held: Settings,
    }
    RemoveCredentials remove_credentials: RemovedCredentials {
        row: 17,
        label: "Remove credentials",
        doc: "Takes credentials away from the job, by target and scheme.",
        source: ["com:IBackgroundCopyJob2.RemoveCredentials", "ba:removecredentials"],
        group: Access, phase: AnyTime, jobs: All, since: (1, 5),
        permission: Owner,
        default: ("", "Credentials stay."),
        com: "IBackgroundCopyJob2::RemoveCredentials",
        held: Settings,
    }
    UseStoredCredentials use_stored_credentials: StoredCredentialTarget {
        row: 18,
        label: "Stored credentials",
        doc: "Whether Windows's stored credentials answer a proxy that asks. For the server BITS does not support it.",
        source: ["com:BITS_JOB_PROPERTY_ID", "ps:Set-BitsTransfer"],
        group: Access, phase: AnyTime, jobs: All, since: (5, 0),
        permission: Owner,
        default: ("none", "Not used."),
        com: "IBackgroundCopyJob5::SetProperty(BITS_JOB_PROPERTY_USE_STORED_CREDENTIALS)",
        held: Settings,
    }
    NotifyFlags notify_flags: NotifyFlags {
        row: 10,
        label: "Notify flags",
        doc: "Which events are reported. A notify command runs for the first two only; `disable` switches everything off.",
        source: ["com:IBackgroundCopyJob.SetNotifyFlags", "ba:setnotifyflags", "ps:Set-BitsTransfer"],
        group: Notification, phase: AnyTime, jobs: All, since: (1, 0),
        permission: OwnerOrAdministrator,
        default: ("3", "Job transferred and job error (3)."),
        com: "IBackgroundCopyJob::SetNotifyFlags",
        held: Settings,
    }
    NotifyCmdLine notify_cmd_line: NotifyCommand {
        row: 11,
        label: "Notify command line",
        doc: "A program that BITS starts when the job has transferred its files or failed, as the user who set it. Program: full path, at most 260 characters. Parameters: at most 4,000, the first is the program again. It does not run for jobs of service accounts.",
        source: ["com:IBackgroundCopyJob2.SetNotifyCmdLine", "ba:setnotifycmdline", "ps:Set-BitsTransfer"],
        group: Notification, phase: AnyTime, jobs: All, since: (1, 5),
        permission: OwnerOrAdministrator,
        default: ("", "None."),
        com: "IBackgroundCopyJob2::SetNotifyCmdLine",
        held: Settings,
    }
    NotificationClsid notification_clsid: Guid {
        row: 12,
        label: "Notification CLSID",
        doc: "The class of a registered out-of-process COM server that BITS starts to report events. The GUID of zeros clears it.",
        source: ["com:BITS_JOB_PROPERTY_ID", "com:IBackgroundCopyJob5.SetProperty"],
        group: Notification, phase: AnyTime, jobs: All, since: (5, 0),
        permission: OwnerOrAdministrator,
        default: ("", "None."),
        com: "IBackgroundCopyJob5::SetProperty(BITS_JOB_PROPERTY_NOTIFICATION_CLSID)",
        held: Settings,
    }
    MinimumNotificationIntervalMs minimum_notification_interval_ms: Milliseconds {
        row: 28,
        label: "Minimum notification interval",
        doc: "The least time between two notifications that the job has changed, in milliseconds.",
        source: ["com:BITS_JOB_PROPERTY_ID"],
        group: Notification, phase: AnyTime, jobs: All, since: (10, 1),
        permission: OwnerOrAdministrator,
        default: ("500", "500 ms."),
        com: "IBackgroundCopyJob5::SetProperty(BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS)",
        held: Settings,
    }
    CostFlags cost_flags: CostFlags {
        row: 26,
        label: "Transfer policy",
        doc: "On which kinds of connection the job may transfer, by what a byte costs there. It takes effect at once, also on a running job.",
        source: ["com:BITS_JOB_PROPERTY_ID", "ps:Set-BitsTransfer", "w32:bits-cost-state"],
        group: Transfer, phase: AnyTime, jobs: All, since: (5, 0),
        permission: OwnerOrAdministrator,
        default: ("", "Decided by priority and group policy."),
        com: "IBackgroundCopyJob5::SetProperty(BITS_JOB_PROPERTY_ID_COST_FLAGS)",
        held: Settings,
    }
    DynamicContent dynamic_content: Switch {
        row: 27,
        label: "Dynamic content",
        doc: "For servers that do not say a file's size or cannot send parts of it. The transfer cannot be paused: it begins again from the start; BITS transfers it in foreground priority only. Downloads only, without ranges.",
        source: ["com:BITS_JOB_PROPERTY_ID", "ps:Set-BitsTransfer"],
        group: Transfer, phase: BeforeFirstResume, jobs: Download, since: (5, 0),
        permission: OwnerOrAdministrator,
        default: ("false", "Off."),
        com: "IBackgroundCopyJob5::SetProperty(BITS_JOB_PROPERTY_DYNAMIC_CONTENT)",
        held: Settings,
    }
    HighPerformance high_performance: Switch {
        row: 28,
        label: "High performance",
        doc: "Writes straight to the destination and does not clean up when the job is cancelled; for files under 1 MB. Downloads only, to be set before files are added.",
        source: ["com:BITS_JOB_PROPERTY_ID"],
        group: Transfer, phase: BeforeFiles, jobs: Download, since: (5, 0),
        permission: OwnerOrAdministrator,
        default: ("false", "Off."),
        com: "IBackgroundCopyJob5::SetProperty(BITS_JOB_PROPERTY_HIGH_PERFORMANCE)",
        held: Settings,
    }
    MaxDownloadSize max_download_size: Bytes {
        row: 28,
        label: "Maximum download size",
        doc: "The most bytes the job may download; at more it is in error. Downloads only, to be set before the job is resumed.",
        source: ["com:BITS_JOB_PROPERTY_ID", "idl:bits5_0.idl"],
        group: Transfer, phase: BeforeFirstResume, jobs: Download, since: (5, 0),
        permission: OwnerOrAdministrator,
        default: ("", "Not stated by Microsoft."),
        com: "IBackgroundCopyJob5::SetProperty(BITS_JOB_PROPERTY_MAX_DOWNLOAD_SIZE)",
        held: Settings,
    }
    OnDemandMode on_demand_mode: Switch {
        row: 28,
        label: "On-demand mode",
        doc: "The job waits for programs to ask for ranges of its files. Downloads over HTTP or HTTPS from a server that can send ranges; not with dynamic content or another HTTP method.",
        source: ["com:BITS_JOB_PROPERTY_ID"],
        group: Transfer, phase: BeforeFirstResume, jobs: Download, since: (10, 1),
        permission: OwnerOrAdministrator,
        default: ("false", "Off."),
        com: "IBackgroundCopyJob5::SetProperty(BITS_JOB_PROPERTY_ON_DEMAND_MODE)",
        held: Settings,
    }
    FileAclFlags file_acl_flags: FileAclFlags {
        row: 23,
        label: "File ACL flags",
        doc: "Which security information is copied with a file from or to an SMB share; ignored for HTTP. Owner and group need the right to restore files, the audit list the security privilege on both machines.",
        source: ["com:IBackgroundCopyJob3.SetFileACLFlags", "ba:setaclflag", "ps:Set-BitsTransfer"],
        group: Transfer, phase: BeforeTransferred, jobs: All, since: (2, 0),
        permission: OwnerWithPrivileges,
        default: ("0", "None."),
        com: "IBackgroundCopyJob3::SetFileACLFlags",
        held: Settings,
    }
    PeerCachingFlags peer_caching_flags: PeerCachingFlags {
        row: 24,
        label: "Peer-caching flags",
        doc: "Whether peers may be used for the job's files. The first two have had no effect since Windows 7; the third switches BranchCache off for the job.",
        source: ["com:IBackgroundCopyJob4.SetPeerCachingFlags", "ba:setpeercachingflags", "w32:peer-caching"],
        group: Transfer, phase: AnyTime, jobs: All, since: (3, 0),
        permission: OwnerOrAdministrator,
        default: ("0", "None."),
        com: "IBackgroundCopyJob4::SetPeerCachingFlags",
        held: Settings,
    }
    TakeOwnership take_ownership: Once {
        row: 30,
        label: "Take ownership",
        doc: "Makes whoever runs the command the owner of the job. It takes away credentials, client certificate, custom headers and the notify command line, and cannot be undone by the tools.",
        source: ["com:IBackgroundCopyJob.TakeOwnership", "ba:takeownership", "ps:Set-BitsTransfer"],
        group: Ownership, phase: WipesOthers, jobs: All, since: (1, 0),
        permission: Administrator,
        default: ("", "The owner stays."),
        com: "IBackgroundCopyJob::TakeOwnership",
        held: Settings,
    }
    HelperToken helper_token: HelperToken {
        row: 25,
        label: "Helper token",
        doc: "Gives the job the token of whoever runs the command, for opening files or signing in where the owner may not. The token is lost when the owner logs off.",
        source: ["com:IBitsTokenOptions.SetHelperToken", "ba:sethelpertoken", "w32:helper-tokens-for-bits-transfer-jobs"],
        group: Ownership, phase: AnyTime, jobs: All, since: (4, 0),
        permission: Administrator,
        default: ("", "None."),
        com: "IBitsTokenOptions::SetHelperToken",
        held: Settings,
    }
    HelperTokenFlags helper_token_flags: HelperTokenFlags {
        row: 25,
        label: "Helper-token flags",
        doc: "What the helper token is used for: local files, the network, or both. For the network over HTTP implicit credentials are needed too.",
        source: ["com:IBitsTokenOptions.SetHelperTokenFlags", "ba:sethelpertokenflags"],
        group: Ownership, phase: AnyTime, jobs: All, since: (4, 0),
        permission: Administrator,
        default: ("0", "None."),
        com: "IBitsTokenOptions::SetHelperTokenFlags",
        held: Settings,
    }
}
