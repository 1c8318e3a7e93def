//! Every cmdlet of the BitsTransfer module with its parameters. Data only.
//!
//! `[ps:Start-BitsTransfer and the pages beside it; psprof; reflect]`

use super::{Carries, Purpose, Role, Spelling, When, part, says_as, whole};
use crate::catalog::{Permission, SettingId};
use crate::lower_case::begins;
use crate::version::Module;
use std::fmt;

/// What a parameter takes, as far as Microsoft's pages say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// Any value of its type.
    Any,
    /// One of these words, in any case.
    OneOf(&'static [Spelling]),
    /// Any of these words; where several cannot be written together, [`limits`](super::limits) says so.
    AnyOf(&'static [Spelling]),
    /// A number whose bits are flags; the names of the flags are not documented, but for these that people have seen.
    Mask(&'static [Spelling]),
}

impl Accepted {
    /// How it spells the words of the catalog; nothing where it takes no words.
    pub const fn spellings(self) -> &'static [Spelling] {
        match self {
            Accepted::OneOf(spellings) | Accepted::AnyOf(spellings) => spellings,
            Accepted::Any | Accepted::Mask(_) => &[],
        }
    }
}

/// Whether a parameter takes its value from the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pipeline {
    /// It does not.
    No,
    /// The objects themselves.
    ByValue,
    /// Their property of the parameter's name.
    ByPropertyName,
}

/// A parameter of a cmdlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Its name without the dash.
    pub name: &'static str,
    /// Its aliases.
    pub aliases: &'static [&'static str],
    /// Its .NET type, as its page says.
    pub clr_type: &'static str,
    /// Whether the module declares the type as nullable: a switch then needs its value after a colon `[reflect]`.
    pub nullable: bool,
    /// What it takes.
    pub accepted: Accepted,
    /// Whether `*`, `?` and `[a-z]` are wildcards in it.
    pub wildcards: bool,
    /// Whether the cmdlet asks for it where it is missing.
    pub required: bool,
    /// Its place among arguments without a name.
    pub position: Option<u8>,
    /// Its default, as its page's table says; empty: none.
    pub default: &'static str,
    /// Whether it takes its value from the pipeline.
    pub pipeline: Pipeline,
    /// The parameter set that it belongs to; `None`: all.
    pub set: Option<&'static str>,
    /// The first state of the module that has it.
    pub since: Module,
    /// What it is for.
    pub role: Role,
    /// Whether its page wants an administrator for it.
    pub elevated: bool,
}

impl Parameter {
    /// Whether it needs an administrator: by its page, or because its setting does.
    pub fn needs_administrator(&self) -> bool {
        let mut carries = self.role.carries().iter();
        self.elevated || carries.any(|one| one.setting.spec().permission == Permission::Administrator)
    }

    /// Whether it is a switch.
    pub fn is_switch(&self) -> bool {
        self.clr_type == "SwitchParameter"
    }

    /// Whether it takes several values.
    pub fn is_list(&self) -> bool {
        self.clr_type.ends_with("[]")
    }

    /// Whether it names a variable, as some of the common parameters do.
    pub fn names_variable(&self) -> bool {
        self.name.ends_with("Variable")
    }
}

/// A cmdlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cmdlet {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub purpose: Purpose,
    /// Its parameter sets, the default first; empty: only one, without a name.
    pub sets: &'static [&'static str],
    /// Its own parameters, `-WhatIf` and `-Confirm` with them.
    pub parameters: &'static [Parameter],
    /// What it gives back.
    pub output: &'static str,
    /// Its page, as source key.
    pub page: &'static str,
}

impl fmt::Display for Cmdlet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Which parameter a typed name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// This one.
    Found(&'static Parameter),
    /// It is the beginning of several.
    Ambiguous(Vec<&'static Parameter>),
    /// None has such a name.
    Unknown,
}

impl Cmdlet {
    /// The parameter of exactly that name, in any case; common parameters too.
    pub fn named(&self, name: &str) -> Option<&'static Parameter> {
        self.all()
            .find(|parameter| parameter.name.eq_ignore_ascii_case(name))
    }

    /// The parameter that PowerShell takes a typed name for: the name or an alias, or the beginning of just one; the
    /// cmdlet's own go before the common ones, to which `-WhatIf` and `-Confirm` belong (seen in the engine)
    pub fn parameter(&self, typed: &str) -> Match {
        let names = |parameter: &&'static Parameter| {
            let parameter = *parameter;
            std::iter::once(parameter.name).chain(parameter.aliases.iter().copied())
        };
        if let Some(parameter) = self
            .all()
            .find(|parameter| names(parameter).any(|name| name.eq_ignore_ascii_case(typed)))
        {
            return Match::Found(parameter);
        }
        let begins = |name: &str| {
            name.get(..typed.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(typed))
        };
        let candidates: Vec<&'static Parameter> = self
            .all()
            .filter(|parameter| names(parameter).any(begins))
            .collect();
        let own: Vec<&'static Parameter> = candidates
            .iter()
            .copied()
            .filter(|parameter| !matches!(parameter.role, Role::Common(_)))
            .collect();
        match (candidates.as_slice(), own.as_slice()) {
            ([], _) => Match::Unknown,
            ([one], _) | (_, [one]) => Match::Found(one),
            _ => Match::Ambiguous(candidates),
        }
    }

    /// The parameters that carry a setting.
    pub fn carriers(&self, setting: SettingId) -> impl Iterator<Item = &'static Parameter> + use<> {
        self.parameters.iter().filter(move |parameter| {
            let mut carries = parameter.role.carries().iter();
            carries.any(|carries| carries.setting == setting)
        })
    }

    fn all(&self) -> impl Iterator<Item = &'static Parameter> + use<> {
        self.parameters.iter().chain(COMMON)
    }
}

/// The cmdlet of that name, in any case.
pub fn cmdlet(name: &str) -> Option<&'static Cmdlet> {
    CMDLETS
        .iter()
        .find(|cmdlet| cmdlet.name.eq_ignore_ascii_case(name))
}

const fn parameter(name: &'static str, clr_type: &'static str, role: Role) -> Parameter {
    Parameter {
        name,
        aliases: &[],
        clr_type,
        nullable: false,
        accepted: Accepted::Any,
        wildcards: false,
        required: false,
        position: None,
        default: "",
        pipeline: Pipeline::No,
        set: None,
        since: Module::Windows7,
        role,
        elevated: false,
    }
}

const fn carry(name: &'static str, clr_type: &'static str, carries: &'static [Carries]) -> Parameter {
    parameter(name, clr_type, Role::Setting(carries))
}

impl Parameter {
    const fn alias(self, aliases: &'static [&'static str]) -> Parameter {
        Parameter { aliases, ..self }
    }

    const fn one_of(self, words: &'static [Spelling]) -> Parameter {
        Parameter {
            accepted: Accepted::OneOf(words),
            ..self
        }
    }

    const fn any_of(self, words: &'static [Spelling]) -> Parameter {
        Parameter {
            accepted: Accepted::AnyOf(words),
            ..self
        }
    }

    const fn mask(self, seen: &'static [Spelling]) -> Parameter {
        Parameter {
            accepted: Accepted::Mask(seen),
            ..self
        }
    }

    const fn nullable(self) -> Parameter {
        Parameter {
            nullable: true,
            ..self
        }
    }

    const fn wildcards(self) -> Parameter {
        Parameter {
            wildcards: true,
            ..self
        }
    }

    const fn elevated(self) -> Parameter {
        Parameter {
            elevated: true,
            ..self
        }
    }

    const fn required(self) -> Parameter {
        Parameter {
            required: true,
            ..self
        }
    }

    const fn at(self, position: u8) -> Parameter {
        Parameter {
            position: Some(position),
            ..self
        }
    }

    const fn default(self, default: &'static str) -> Parameter {
        Parameter { default, ..self }
    }

    const fn pipeline(self, pipeline: Pipeline) -> Parameter {
        Parameter { pipeline, ..self }
    }

    const fn only_in(self, set: &'static str) -> Parameter {
        Parameter {
            set: Some(set),
            ..self
        }
    }

    const fn since(self, since: Module) -> Parameter {
        Parameter { since, ..self }
    }

    /// One of the twelve that came after Server 2019. [ps2019; ps2022]
    const fn newest(self) -> Parameter {
        self.since(Module::Server2022)
    }
}

/// The words of `-TransferType`. [ps:Start-BitsTransfer]
const TRANSFER_TYPES: &[Spelling] = &[
    says_as("Download", "download"),
    says_as("Upload", "upload"),
    says_as("UploadReply", "upload_reply"),
];
const PRIORITIES: &[Spelling] = &[
    says_as("Foreground", "foreground"),
    says_as("High", "high"),
    says_as("Normal", "normal"),
    says_as("Low", "low"),
];
const SCHEMES: &[Spelling] = &[
    says_as("Basic", "basic"),
    says_as("Digest", "digest"),
    says_as("Ntlm", "ntlm"),
    says_as("Negotiate", "negotiate"),
    says_as("Passport", "passport"),
];
const PROXY_USAGES: &[Spelling] = &[
    says_as("SystemDefault", "preconfig"),
    says_as("NoProxy", "no_proxy"),
    says_as("AutoDetect", "autodetect"),
    says_as("Override", "override"),
];
const TARGETS: &[Spelling] = &[
    says_as("None", "none"),
    says_as("Server", "server"),
    says_as("Proxy", "proxy"),
];
/// `Unrestricted` is one state, `PolicyUnrestricted` a combination. [ps:Set-BitsTransfer; idl:bits5_0.idl]
const COST_STATES: &[Spelling] = &[
    says_as("None", ""),
    says_as("Unrestricted", "unrestricted"),
    says_as("Capped", "capped_usage_unknown"),
    says_as("BelowCap", "below_cap"),
    says_as("NearCap", "near_cap"),
    says_as("OverCapCharged", "overcap_charged"),
    says_as("OverCapThrottled", "overcap_throttled"),
    says_as("UsageBased", "usage_based"),
    says_as("Roaming", "roaming"),
    says_as("IgnoreCongestion", "ignore_congestion"),
    says_as("PolicyUnrestricted", "transfer_unrestricted"),
    says_as("Standard", "transfer_standard"),
    says_as("NoSurcharge", "transfer_no_surcharge"),
    says_as("NotRoaming", "transfer_not_roaming"),
    says_as("Always", "transfer_always"),
];
/// "One or more": how several are written together is not documented. [ps:Set-BitsTransfer]
const ACL_LETTERS: &[Spelling] = &[
    says_as("o", "owner"),
    says_as("g", "group"),
    says_as("d", "dacl"),
    says_as("s", "sacl"),
];
const STORE_LOCATIONS: &[Spelling] = &[
    says_as("CURRENT_USER", "current_user"),
    says_as("LOCAL_MACHINE", "local_machine"),
    says_as("CURRENT_SERVICE", "current_service"),
    says_as("SERVICES", "services"),
    says_as("USERS", "users"),
    says_as("CURRENT_USER_GROUP_POLICY", "current_user_group_policy"),
    says_as("LOCAL_MACHINE_GROUP_POLICY", "local_machine_group_policy"),
    says_as("LOCAL_MACHINE_ENTERPRISE", "local_machine_enterprise"),
];

const UPLOADS: When = When::JobType(&["upload", "upload_reply"]);
const DOWNLOADS: When = When::JobType(&["download"]);
const OF_SERVER: When = When::Row {
    part: "target",
    word: "server",
};
const OF_PROXY: When = When::Row {
    part: "target",
    word: "proxy",
};

/// A part of the files or credentials, at some time.
const fn part_when(setting: SettingId, name: &'static str, when: When) -> Carries {
    Carries {
        when,
        ..part(setting, name)
    }
}

/// The source is what is read: the remote name of a download, the local name of an upload. [ps:Start-BitsTransfer
/// example 3]
const SOURCE: Parameter = carry(
    "Source",
    "String[]",
    &[
        part_when(SettingId::Files, "remote_name", DOWNLOADS),
        part_when(SettingId::Files, "local_name", UPLOADS),
    ],
)
.required()
.wildcards()
.pipeline(Pipeline::ByPropertyName);
const DESTINATION: Parameter = carry(
    "Destination",
    "String[]",
    &[
        part_when(SettingId::Files, "local_name", DOWNLOADS),
        part_when(SettingId::Files, "remote_name", UPLOADS),
    ],
)
.pipeline(Pipeline::ByPropertyName);

/// Which parameter a name means that the cmdlets do not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elsewhere {
    /// This one, whatever the job does.
    Named(&'static str),
    /// The one that carries this part of a file.
    Part(&'static str),
    /// The one that carries this part of a file, or the other one: both may be paths.
    PartOrOther(&'static str),
}

/// What other commands call the names of a file and what else a cmdlet takes, in lower case: `Invoke-WebRequest`, `Copy-Item`,
/// what people make of wget and curl, and what they make up.
pub const ELSEWHERE: &[(&str, Elsewhere)] = &[
    ("uri", Elsewhere::Part("remote_name")),
    ("url", Elsewhere::Part("remote_name")),
    ("link", Elsewhere::Part("remote_name")),
    ("outfile", Elsewhere::Part("local_name")),
    ("outputfile", Elsewhere::Part("local_name")),
    ("path", Elsewhere::PartOrOther("local_name")),
    ("filepath", Elsewhere::PartOrOther("local_name")),
    ("literalpath", Elsewhere::PartOrOther("local_name")),
    ("infile", Elsewhere::Named("Source")),
    ("src", Elsewhere::Named("Source")),
    ("from", Elsewhere::Named("Source")),
    ("dst", Elsewhere::Named("Destination")),
    ("to", Elsewhere::Named("Destination")),
    ("target", Elsewhere::Named("Destination")),
    ("jobname", Elsewhere::Named("DisplayName")),
    ("proxyserver", Elsewhere::Named("ProxyList")),
    ("proxyaddress", Elsewhere::Named("ProxyList")),
    ("proxyuri", Elsewhere::Named("ProxyList")),
    ("proxyurl", Elsewhere::Named("ProxyList")),
    ("notificationcmdline", Elsewhere::Named("NotifyCmdLine")),
    ("displayname", Elsewhere::Named("Name")),
    ("id", Elsewhere::Named("JobId")),
    ("guid", Elsewhere::Named("JobId")),
    ("job", Elsewhere::Named("BitsJob")),
    ("jobs", Elsewhere::Named("BitsJob")),
];

const BITS_JOB: Parameter = parameter(
    "BitsJob",
    "BitsJob[]",
    Role::Selector("It says which jobs are meant."),
)
.required()
.at(0)
.pipeline(Pipeline::ByValue);
const THE_JOB: Parameter = BITS_JOB.alias(&["b"]);
const WHAT_IF: Parameter = parameter(
    "WhatIf",
    "SwitchParameter",
    Role::Common("The cmdlet says what it would do and does nothing."),
)
.alias(&["wi"])
.default("False");
const CONFIRM: Parameter = parameter(
    "Confirm",
    "SwitchParameter",
    Role::Common("The cmdlet asks before it does something."),
)
.alias(&["cf"])
.default("False");

const DISPLAY_NAME: Parameter = carry("DisplayName", "String", &[part(SettingId::DisplayName, "")]);
const DESCRIPTION: Parameter = carry("Description", "String", &[part(SettingId::Description, "")]);
const PRIORITY: Parameter = carry("Priority", "String", &[part(SettingId::Priority, "")]).one_of(PRIORITIES);
const AUTHENTICATION: Parameter = carry(
    "Authentication",
    "String",
    &[part_when(SettingId::Credentials, "scheme", OF_SERVER)],
)
.one_of(SCHEMES);
/// It holds the password too, which the script asks for.
const CREDENTIAL: Parameter = carry(
    "Credential",
    "PSCredential",
    &[part_when(SettingId::Credentials, "user", OF_SERVER)],
);
const PROXY_AUTHENTICATION: Parameter = carry(
    "ProxyAuthentication",
    "String",
    &[part_when(SettingId::Credentials, "scheme", OF_PROXY)],
)
.one_of(SCHEMES);
/// It holds the password too, which the script asks for.
const PROXY_CREDENTIAL: Parameter = carry(
    "ProxyCredential",
    "PSCredential",
    &[part_when(SettingId::Credentials, "user", OF_PROXY)],
);
const PROXY_USAGE: Parameter =
    carry("ProxyUsage", "String", &[part(SettingId::ProxySettings, "usage")]).one_of(PROXY_USAGES);
const PROXY_LIST: Parameter = carry("ProxyList", "Uri[]", &[part(SettingId::ProxySettings, "list")]);
const PROXY_BYPASS: Parameter = carry(
    "ProxyBypass",
    "String[]",
    &[part(SettingId::ProxySettings, "bypass")],
);
const RETRY_INTERVAL: Parameter = carry(
    "RetryInterval",
    "Int32",
    &[part(SettingId::MinimumRetryDelay, "")],
);
const RETRY_TIMEOUT: Parameter = carry("RetryTimeout", "Int32", &[part(SettingId::NoProgressTimeout, "")]);
const TRANSFER_POLICY: Parameter = carry("TransferPolicy", "CostStates", &[part(SettingId::CostFlags, "")])
    .any_of(COST_STATES)
    .since(Module::Windows8);
const USE_STORED_CREDENTIAL: Parameter = carry(
    "UseStoredCredential",
    "AuthenticationTargetValue",
    &[part(SettingId::UseStoredCredentials, "")],
)
.one_of(TARGETS)
.since(Module::Windows81);
const DYNAMIC: Parameter = carry(
    "Dynamic",
    "SwitchParameter",
    &[part(SettingId::DynamicContent, "")],
)
.newest();
const CUSTOM_HEADERS: Parameter =
    carry("CustomHeaders", "String[]", &[part(SettingId::CustomHeaders, "")]).newest();
const CUSTOM_HEADERS_WRITE_ONLY: Parameter = carry(
    "CustomHeadersWriteOnly",
    "SwitchParameter",
    &[part(SettingId::MakeCustomHeadersWriteOnly, "")],
)
.newest();
const HTTP_METHOD: Parameter = carry("HttpMethod", "String", &[part(SettingId::HttpMethod, "")]).newest();
const MAX_DOWNLOAD_TIME: Parameter = carry(
    "MaxDownloadTime",
    "Int32",
    &[part(SettingId::MaximumDownloadTime, "")],
)
.newest();
const ACL_FLAGS: Parameter = carry("ACLFlags", "ACLFlagValue", &[part(SettingId::FileAclFlags, "")])
    .any_of(ACL_LETTERS)
    .newest();
/// Names that a forum shows; the page has none. `[forum]`
const SECURITY_FLAGS_SEEN: &[Spelling] = &[
    says_as("IgnoreCertCNInvalid", "ignore_cert_cn_invalid"),
    says_as("IgnoreCertDateInvalid", "ignore_cert_date_invalid"),
    says_as("IgnoreUnknownCA", "ignore_unknown_ca"),
    says_as("IgnoreCertWrongUsage", "ignore_cert_wrong_usage"),
];
const SECURITY_FLAGS: Parameter = carry(
    "SecurityFlags",
    "SecurityFlagValue",
    &[whole(SettingId::SecurityFlags)],
)
.mask(SECURITY_FLAGS_SEEN)
.newest();
const NOTIFY_FLAGS: Parameter = carry(
    "NotifyFlags",
    "NotifyFlagValue",
    &[part(SettingId::NotifyFlags, "")],
)
.mask(&[])
.nullable()
.newest();
/// The program, then its parameters as one string: how more than two are joined is not documented.
const NOTIFY_CMD_LINE: Parameter = carry(
    "NotifyCmdLine",
    "String[]",
    &[
        part(SettingId::NotifyCmdLine, "program"),
        part(SettingId::NotifyCmdLine, "parameters"),
    ],
)
.newest();
const CERT_STORE_LOCATION: Parameter = carry(
    "CertStoreLocation",
    "CertStoreLocationValue",
    &[part(SettingId::ClientCertificateById, "store_location")],
)
.one_of(STORE_LOCATIONS)
.newest();
const CERT_STORE_NAME: Parameter = carry(
    "CertStoreName",
    "String",
    &[part(SettingId::ClientCertificateById, "store_name")],
)
.newest();
const CERT_HASH: Parameter = carry(
    "CertHash",
    "Byte[]",
    &[part(SettingId::ClientCertificateById, "cert_hash")],
)
.newest();

const BY_NAME: &str = "ListJobsByName";
const BY_ID: &str = "ListJobsById";

/// The eight cmdlets. Their own parameters stand as their pages have them.
pub const CMDLETS: &[Cmdlet] = &[
    Cmdlet {
        name: "Start-BitsTransfer",
        purpose: Purpose::Creates,
        sets: &[],
        parameters: &[
            SOURCE.at(0),
            DESTINATION.at(1),
            parameter(
                "Asynchronous",
                "SwitchParameter",
                Role::Ending("The cmdlet returns at once with the job, which runs on and must be completed."),
            ),
            parameter(
                "Suspended",
                "SwitchParameter",
                Role::Ending("The job is made and not started."),
            ),
            carry("TransferType", "String", &[part(SettingId::JobType, "")]).one_of(TRANSFER_TYPES),
            DISPLAY_NAME,
            DESCRIPTION,
            PRIORITY.default("Foreground"),
            AUTHENTICATION,
            CREDENTIAL,
            PROXY_AUTHENTICATION,
            PROXY_CREDENTIAL,
            PROXY_USAGE,
            PROXY_LIST,
            PROXY_BYPASS,
            RETRY_INTERVAL,
            RETRY_TIMEOUT,
            TRANSFER_POLICY,
            USE_STORED_CREDENTIAL,
            DYNAMIC,
            CUSTOM_HEADERS,
            CUSTOM_HEADERS_WRITE_ONLY,
            HTTP_METHOD,
            MAX_DOWNLOAD_TIME,
            ACL_FLAGS,
            SECURITY_FLAGS,
            NOTIFY_FLAGS,
            NOTIFY_CMD_LINE,
            CERT_STORE_LOCATION,
            CERT_STORE_NAME,
            CERT_HASH,
            WHAT_IF,
            CONFIRM,
        ],
        output: "The job with -Asynchronous or -Suspended; otherwise nothing.",
        page: "ps:Start-BitsTransfer",
    },
    Cmdlet {
        name: "Set-BitsTransfer",
        purpose: Purpose::Sets,
        sets: &[],
        parameters: &[
            THE_JOB,
            DISPLAY_NAME.alias(&["dn"]),
            DESCRIPTION.alias(&["d"]),
            PRIORITY.alias(&["p"]),
            AUTHENTICATION.alias(&["au"]),
            CREDENTIAL.alias(&["cred"]),
            PROXY_AUTHENTICATION.alias(&["pa"]),
            PROXY_CREDENTIAL.alias(&["pc"]),
            PROXY_USAGE.alias(&["pu"]),
            PROXY_LIST.alias(&["pl"]),
            PROXY_BYPASS.alias(&["pb"]),
            RETRY_INTERVAL,
            RETRY_TIMEOUT,
            TRANSFER_POLICY,
            USE_STORED_CREDENTIAL,
            carry(
                "SetOwnerToCurrentUser",
                "SwitchParameter",
                &[part(SettingId::TakeOwnership, "")],
            )
            .alias(&["so"]),
            DYNAMIC.nullable(),
            CUSTOM_HEADERS,
            CUSTOM_HEADERS_WRITE_ONLY,
            HTTP_METHOD.alias(&["hm"]),
            MAX_DOWNLOAD_TIME,
            ACL_FLAGS,
            SECURITY_FLAGS,
            NOTIFY_FLAGS,
            NOTIFY_CMD_LINE,
            CERT_STORE_LOCATION,
            CERT_STORE_NAME,
            CERT_HASH,
            WHAT_IF,
            CONFIRM,
        ],
        output: "The jobs that were changed.",
        page: "ps:Set-BitsTransfer",
    },
    Cmdlet {
        name: "Add-BitsFile",
        purpose: Purpose::AddsFiles,
        sets: &[],
        parameters: &[BITS_JOB, SOURCE.at(1), DESTINATION.at(2), WHAT_IF, CONFIRM],
        output: "The jobs to which files were added.",
        page: "ps:Add-BitsFile",
    },
    Cmdlet {
        name: "Get-BitsTransfer",
        purpose: Purpose::Reports("It finds jobs."),
        sets: &[BY_NAME, BY_ID],
        parameters: &[
            parameter(
                "Name",
                "String[]",
                Role::Selector("It says which jobs are meant, by name or pattern."),
            )
            .alias(&["n"])
            .wildcards()
            .at(0)
            .only_in(BY_NAME),
            parameter(
                "AllUsers",
                "SwitchParameter",
                Role::Selector("It says whose jobs are meant: everybody's."),
            )
            .elevated()
            .alias(&["all"])
            .at(1)
            .only_in(BY_NAME),
            parameter(
                "JobId",
                "Guid[]",
                Role::Selector("It says which jobs are meant, by GUID."),
            )
            .alias(&["id"])
            .required()
            .at(0)
            .pipeline(Pipeline::ByPropertyName)
            .only_in(BY_ID),
        ],
        output: "The jobs that were found.",
        page: "ps:Get-BitsTransfer",
    },
    Cmdlet {
        name: "Resume-BitsTransfer",
        purpose: Purpose::Controls("The job starts or goes on."),
        sets: &[],
        parameters: &[
            THE_JOB,
            parameter(
                "Asynchronous",
                "SwitchParameter",
                Role::Ending("The cmdlet returns at once with the job, which runs on and must be completed."),
            )
            .alias(&["as"]),
            WHAT_IF,
            CONFIRM,
        ],
        output: "The jobs with -Asynchronous; otherwise nothing.",
        page: "ps:Resume-BitsTransfer",
    },
    Cmdlet {
        name: "Suspend-BitsTransfer",
        purpose: Purpose::Controls("The job stands still until it is resumed."),
        sets: &[],
        parameters: &[THE_JOB, WHAT_IF, CONFIRM],
        output: "The jobs that were suspended.",
        page: "ps:Suspend-BitsTransfer",
    },
    Cmdlet {
        name: "Complete-BitsTransfer",
        purpose: Purpose::Controls("The files that were transferred get their names, and the job ends."),
        sets: &[],
        parameters: &[THE_JOB, WHAT_IF, CONFIRM],
        output: "Nothing.",
        page: "ps:Complete-BitsTransfer",
    },
    Cmdlet {
        name: "Remove-BitsTransfer",
        purpose: Purpose::Controls("The job is removed with all its files that are not completed."),
        sets: &[],
        parameters: &[THE_JOB, WHAT_IF, CONFIRM],
        output: "Nothing.",
        page: "ps:Remove-BitsTransfer",
    },
];

const fn common(
    name: &'static str,
    alias: &'static [&'static str],
    clr_type: &'static str,
    what: &'static str,
) -> Parameter {
    parameter(name, clr_type, Role::Common(what)).alias(alias)
}

/// The common parameter of that name or alias, or of a name that begins so, in any case.
pub fn common_parameter(said: &str) -> Option<&'static Parameter> {
    let is_said = |name: &&str| name.eq_ignore_ascii_case(said);
    let mut whole = COMMON.iter();
    whole
        .find(|one| is_said(&one.name) || one.aliases.iter().any(is_said))
        .or_else(|| {
            let mut some = COMMON.iter().filter(|one| begins(one.name, said));
            some.next().filter(|_| some.next().is_none())
        })
}

/// The parameters that PowerShell gives to every cmdlet `[psdoc:about_CommonParameters]`. `-InformationAction` and
/// `-InformationVariable` came with PowerShell 5.0, `-ProgressAction` with 7.4.
pub const COMMON: &[Parameter] = &[
    common("Verbose", &["vb"], "SwitchParameter", "It prints more."),
    common(
        "Debug",
        &["db"],
        "SwitchParameter",
        "It prints more, for programmers.",
    ),
    common(
        "ErrorAction",
        &["ea"],
        "ActionPreference",
        "It says what becomes of the script at an error.",
    ),
    common(
        "WarningAction",
        &["wa"],
        "ActionPreference",
        "It says what becomes of warnings.",
    ),
    common(
        "InformationAction",
        &["infa"],
        "ActionPreference",
        "It says what becomes of information.",
    ),
    common(
        "ProgressAction",
        &["proga"],
        "ActionPreference",
        "It says what becomes of progress bars.",
    ),
    common(
        "ErrorVariable",
        &["ev"],
        "String",
        "It names a variable that gets errors.",
    ),
    common(
        "WarningVariable",
        &["wv"],
        "String",
        "It names a variable that gets warnings.",
    ),
    common(
        "InformationVariable",
        &["iv"],
        "String",
        "It names a variable that gets information.",
    ),
    common(
        "OutVariable",
        &["ov"],
        "String",
        "It names a variable that gets the output.",
    ),
    common(
        "OutBuffer",
        &["ob"],
        "Int32",
        "It says how many objects are gathered before they go on.",
    ),
    common(
        "PipelineVariable",
        &["pv"],
        "String",
        "It names a variable that gets what goes through the pipeline.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cmdlets_are_found_in_any_case() {
        assert_eq!(
            cmdlet("set-bitstransfer").map(|cmdlet| cmdlet.name),
            Some("Set-BitsTransfer")
        );
        assert_eq!(cmdlet("Set-Bits"), None);
        assert_eq!(CMDLETS.len(), 8);
    }

    #[test]
    fn exact_names_go_before_beginnings() {
        let start = cmdlet("Start-BitsTransfer").unwrap();
        let set = cmdlet("Set-BitsTransfer").unwrap();
        let found = |cmdlet: &Cmdlet, typed: &str| match cmdlet.parameter(typed) {
            Match::Found(parameter) => parameter.name,
            Match::Ambiguous(_) => "?",
            Match::Unknown => "",
        };
        assert_eq!(found(set, "p"), "Priority");
        assert_eq!(found(start, "p"), "?");
        assert_eq!(found(start, "CustomHeaders"), "CustomHeaders");
        assert_eq!(found(start, "customheadersw"), "CustomHeadersWriteOnly");
        assert_eq!(found(start, "nothing"), "");
        assert_eq!(found(start, "Priorität"), "");
        assert_eq!(start.named("d").map(|parameter| parameter.name), None);
        assert_eq!(
            set.named("erroraction").map(|parameter| parameter.name),
            Some("ErrorAction")
        );
    }

    #[test]
    fn sets_are_declared() {
        for cmdlet in CMDLETS {
            for parameter in cmdlet.parameters {
                assert!(
                    parameter.set.is_none_or(|set| cmdlet.sets.contains(&set)),
                    "{} {}",
                    cmdlet.name,
                    parameter.name
                );
            }
        }
    }
}
