//! Every verb of bitsadmin with its arguments. Data only.
//!
//! Syntax: `bitsadmin [/RAWRETURN] [/WRAP | /NOWRAP] verb …` `[help1809]`.

use super::{Bound, Carries, Purpose, Role, Spelling, means, part, says_as, whole};
use crate::catalog::SettingId;
use crate::version::BitsVersion;
use std::fmt;

/// What an argument of bitsadmin looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A job: its display name, or its GUID in braces.
    Job,
    /// The name of a new job: never a GUID.
    NewName,
    /// Any text.
    Text,
    /// A remote name.
    RemoteName,
    /// A full path on this machine.
    Path,
    /// A number, decimal or hexadecimal with `0x`.
    Number,
    /// A number whose bits are flags, decimal or hexadecimal with `0x`.
    Mask,
    /// A number whose bits are these flags, which no setting has.
    Bits(&'static [Spelling]),
    /// One of these words.
    OneOf(&'static [Spelling]),
    /// Any of these letters, one after the other in one argument.
    Letters(&'static [Spelling]),
    /// A list in one argument, with this character between the entries.
    List(char),
    /// Ranges in one argument: `offset:length,…`, the length a number or `eof`.
    Ranges,
    /// Hexadecimal digits.
    Hash,
    /// A GUID in braces.
    Guid,
    /// The switch alone.
    Switch,
    /// Another verb of this family.
    Verb,
}

impl Kind {
    /// How it spells the words of the catalog; nothing where it takes no words.
    pub const fn spellings(self) -> &'static [Spelling] {
        match self {
            Kind::OneOf(spellings) | Kind::Letters(spellings) => spellings,
            _ => &[],
        }
    }
}

/// An argument of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argument {
    /// Its name in the syntax line.
    pub name: &'static str,
    /// The switch before it; `None` where it stands in its place alone.
    pub switch: Option<&'static str>,
    /// What it looks like.
    pub kind: Kind,
    /// What it is for.
    pub role: Role,
    /// Whether the verb works without it.
    pub optional: bool,
    /// Whether it, with the repeating arguments beside it, may stand again.
    pub repeats: bool,
    /// The word of the argument before it that it belongs to.
    pub after: Option<&'static str>,
    /// What the word NULL means there; `None` where it means nothing known.
    pub null: Option<&'static str>,
    /// Whether it needs an administrator.
    pub elevated: bool,
    /// Where its numbers end, for one that carries no setting: a setting has limits of its own.
    pub bounds: &'static [Bound],
}

impl Argument {
    /// Whether it is a part of credentials.
    const fn carries_credentials(&self) -> bool {
        let carries = self.role.carries().first();
        match carries {
            Some(one) => matches!(one.setting, SettingId::Credentials | SettingId::RemoveCredentials),
            None => false,
        }
    }

    fn syntax(&self) -> String {
        let value = match self.kind {
            Kind::Switch => String::new(),
            Kind::OneOf(spellings) => {
                let said: Vec<&str> = spellings.iter().map(|spelling| spelling.said).collect();
                said.join("|")
            }
            _ => format!("<{}>", self.name),
        };
        let words: Vec<&str> = [self.switch.unwrap_or(""), &value]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        let words = words.join(" ");
        if self.optional {
            format!("[{words}]")
        } else {
            words
        }
    }
}

/// What a verb says by itself, without an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Means {
    /// The setting.
    pub setting: SettingId,
    /// The word of its value.
    pub word: &'static str,
}

/// A verb of bitsadmin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verb {
    /// The verb, with its slash, in upper case. bitsadmin takes any case.
    pub name: &'static str,
    /// The verb of the family that it follows, such as `/CACHE`.
    pub under: Option<&'static str>,
    /// Other spellings.
    pub aliases: &'static [&'static str],
    /// Its arguments in order.
    pub arguments: &'static [Argument],
    /// What it does.
    pub purpose: Purpose,
    /// What it does with `{job}`, where that is more than to set or to print what its settings are called; empty: it is not.
    pub does: &'static str,
    /// What it says without an argument.
    pub means: Option<Means>,
    /// The first BITS that has it, or its family, where a page names one.
    pub since: Option<BitsVersion>,
    /// The last build of Windows whose bitsadmin is known not to have it.
    pub absent_in_build: Option<u32>,
    /// Whether it needs an administrator.
    pub elevated: bool,
    /// The page that says so, as source key.
    pub page: &'static str,
    /// What else is to be known; empty: nothing.
    pub note: &'static str,
    /// What becomes of all jobs of the machine; empty: nothing.
    pub for_all: &'static str,
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(family) = self.under {
            write!(f, "{family} ")?;
        }
        f.write_str(self.name)
    }
}

impl Verb {
    /// The arguments that stand in their place alone, without a switch.
    pub fn placed(&self) -> impl Iterator<Item = &'static Argument> + Clone + use<> {
        self.arguments.iter().filter(|argument| argument.switch.is_none())
    }

    /// The place of a password among the arguments that have one, counted from 0.
    pub const fn secret_place(&self) -> Option<usize> {
        let mut arguments = self.arguments;
        let mut place: usize = 0;
        while let [argument, rest @ ..] = arguments {
            if argument.switch.is_none() {
                if argument.role.is_secret() {
                    return Some(place);
                }
                place = place.saturating_add(1);
            }
            arguments = rest;
        }
        None
    }

    /// Whether it says how to sign in, and takes no password itself: behind a scheme, or behind a list of proxies. A word too
    /// many there is likely a user or a password.
    pub const fn takes_no_password(&self) -> bool {
        let mut arguments = self.arguments;
        while let [argument, rest @ ..] = arguments {
            if argument.carries_credentials() || matches!(argument.kind, Kind::List(',')) {
                return self.secret_place().is_none();
            }
            arguments = rest;
        }
        false
    }

    /// Whether it says whose credentials, or of which scheme.
    pub fn names_credentials(&self) -> bool {
        self.arguments.iter().any(Argument::carries_credentials)
    }

    /// The settings that it carries, each once, in the order of its arguments.
    pub fn settings(&self) -> Vec<SettingId> {
        let mut settings: Vec<SettingId> = self.means.iter().map(|means| means.setting).collect();
        for carries in self.arguments.iter().flat_map(|argument| argument.role.carries()) {
            if !settings.contains(&carries.setting) {
                settings.push(carries.setting);
            }
        }
        settings
    }

    /// Whether a word of a command line is this verb; the family is not looked at.
    pub fn is_called(&self, word: &str) -> bool {
        self.name.eq_ignore_ascii_case(word)
            || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(word))
    }

    /// The first BITS whose bitsadmin has it: what its page says, or else what the settings need that it cannot do
    /// without.
    pub fn min_bits(&self) -> BitsVersion {
        let means = self.means.iter().map(|means| means.setting);
        let needed = self.arguments.iter().filter(|argument| !argument.optional);
        let needed = needed.flat_map(|argument| argument.role.carries());
        let read = match self.purpose {
            Purpose::Reads(reads) => reads,
            _ => &[],
        };
        let carried = needed.chain(read).map(|carries| carries.setting);
        let family = self.under.and_then(verb);
        self.since
            .or_else(|| family?.since)
            .or_else(|| means.chain(carried).map(|setting| setting.spec().since).max())
            .unwrap_or(BitsVersion::new(1, 0))
    }

    /// How it is called: its name and its arguments, those in brackets optional, `...` behind what may stand again.
    ///
    /// ```
    /// use bitsmith_core::command::bitsadmin::verb;
    /// let syntax = verb("/setpriority").map(|verb| verb.syntax());
    /// assert_eq!(syntax.as_deref(), Some("/SETPRIORITY <job> FOREGROUND|HIGH|NORMAL|LOW"));
    /// ```
    pub fn syntax(&self) -> String {
        let mut line = self.to_string();
        let mut arguments = self.arguments.iter().peekable();
        while let Some(argument) = arguments.next() {
            line.push(' ');
            line.push_str(&argument.syntax());
            let goes_on = arguments.peek().is_some_and(|next| next.repeats);
            if argument.repeats && !goes_on {
                line.push_str(" ...");
            }
        }
        line
    }

    /// Its argument behind that switch, such as `/PRIORITY`, in any case.
    pub fn argument(&self, switch: &str) -> Option<&'static Argument> {
        self.arguments.iter().find(|argument| {
            argument
                .switch
                .is_some_and(|own| own.eq_ignore_ascii_case(switch))
        })
    }
}

/// The verb of that name that stands for itself, in any case.
pub fn verb(word: &str) -> Option<&'static Verb> {
    if !word.starts_with('/') {
        return None;
    }
    VERBS
        .iter()
        .find(|verb| verb.under.is_none() && verb.is_called(word))
}

/// The verb of that name in a family such as `/CACHE`, in any case.
pub fn verb_under(family: &str, word: &str) -> Option<&'static Verb> {
    VERBS.iter().find(|verb| {
        verb.under.is_some_and(|under| under.eq_ignore_ascii_case(family)) && verb.is_called(word)
    })
}

/// The verb that sets a setting of a job that exists; `None` where there is none.
pub fn setter(setting: SettingId) -> Option<&'static Verb> {
    VERBS
        .iter()
        .find(|verb| verb.purpose == Purpose::Sets && verb.settings().contains(&setting))
}

/// The verbs that read a setting back.
pub fn readers(setting: SettingId) -> impl Iterator<Item = &'static Verb> {
    VERBS.iter().filter(move |verb| match verb.purpose {
        Purpose::Reads(reads) => reads.iter().any(|read| read.setting == setting),
        _ => false,
    })
}

const THE_JOB: Role = Role::Selector("It says which job is meant.");
const THE_FILE: Role = Role::Selector("It says which file of the job is meant, by its number from 0.");
const THE_RECORD: Role = Role::Selector("It says which record of the machine's cache is meant.");
const PASSWORD: Role = Role::Secret("It is a password.");
const DETAILS: Role = Role::Output("It only prints more.");
const EVERYBODY: Role = Role::Selector("It says whose jobs are meant: everybody's.");

const fn argument(name: &'static str, kind: Kind, role: Role) -> Argument {
    Argument {
        name,
        switch: None,
        kind,
        role,
        optional: false,
        repeats: false,
        after: None,
        null: None,
        elevated: false,
        bounds: &[],
    }
}

/// An argument that carries settings.
const fn carry(name: &'static str, kind: Kind, carries: &'static [Carries]) -> Argument {
    argument(name, kind, Role::Setting(carries))
}

/// A switch without a value.
const fn switch(name: &'static str, role: Role) -> Argument {
    Argument {
        switch: Some(name),
        optional: true,
        ..argument(name, Kind::Switch, role)
    }
}

impl Argument {
    const fn optional(self) -> Argument {
        Argument {
            optional: true,
            ..self
        }
    }

    const fn repeats(self) -> Argument {
        Argument {
            repeats: true,
            ..self
        }
    }

    /// It stands behind a switch, and both may be left out.
    const fn behind(self, switch: &'static str) -> Argument {
        Argument {
            switch: Some(switch),
            optional: true,
            ..self
        }
    }

    /// It stands only after this word.
    const fn after(self, word: &'static str) -> Argument {
        Argument {
            after: Some(word),
            optional: true,
            ..self
        }
    }

    const fn null(self, meaning: &'static str) -> Argument {
        Argument {
            null: Some(meaning),
            ..self
        }
    }

    const fn elevated(self) -> Argument {
        Argument {
            elevated: true,
            ..self
        }
    }

    const fn bounds(self, bounds: &'static [Bound]) -> Argument {
        Argument { bounds, ..self }
    }
}

const fn verb_of(
    name: &'static str,
    purpose: Purpose,
    arguments: &'static [Argument],
    page: &'static str,
) -> Verb {
    Verb {
        name,
        under: None,
        aliases: &[],
        arguments,
        purpose,
        does: "",
        means: None,
        since: None,
        absent_in_build: None,
        elevated: false,
        page,
        note: "",
        for_all: "",
    }
}

const fn sets(name: &'static str, arguments: &'static [Argument], page: &'static str) -> Verb {
    verb_of(name, Purpose::Sets, arguments, page)
}

/// A verb with the job alone that sets something by itself.
const fn does(name: &'static str, setting: SettingId, word: &'static str, page: &'static str) -> Verb {
    Verb {
        means: Some(Means { setting, word }),
        ..verb_of(name, Purpose::Sets, JOB_ONLY, page)
    }
}

const fn reads(name: &'static str, reads: &'static [Carries], page: &'static str) -> Verb {
    verb_of(name, Purpose::Reads(reads), JOB_ONLY, page)
}

const fn reports(name: &'static str, what: &'static str, page: &'static str) -> Verb {
    verb_of(name, Purpose::Reports(what), JOB_ONLY, page)
}

const fn manages(
    under: &'static str,
    name: &'static str,
    why: &'static str,
    arguments: &'static [Argument],
    page: &'static str,
) -> Verb {
    Verb {
        under: Some(under),
        ..verb_of(name, Purpose::Manages(why), arguments, page)
    }
}

const fn help(under: &'static str, page: &'static str) -> Verb {
    Verb {
        under: Some(under),
        aliases: &["/?"],
        ..verb_of("/HELP", Purpose::Help, &[], page)
    }
}

impl Verb {
    const fn since(self, major: u8, minor: u8) -> Verb {
        Verb {
            since: Some(BitsVersion::new(major, minor)),
            ..self
        }
    }

    const fn elevated(self) -> Verb {
        Verb {
            elevated: true,
            ..self
        }
    }

    const fn note(self, note: &'static str) -> Verb {
        Verb { note, ..self }
    }

    const fn for_all(self, for_all: &'static str) -> Verb {
        Verb { for_all, ..self }
    }

    const fn does(self, does: &'static str) -> Verb {
        Verb { does, ..self }
    }

    const fn takes(self, arguments: &'static [Argument]) -> Verb {
        Verb { arguments, ..self }
    }
}

const JOB: Argument = argument("job", Kind::Job, THE_JOB);
const JOB_ONLY: &[Argument] = &[JOB];
const FILE_INDEX: Argument = argument("file_index", Kind::Number, THE_FILE);
const VERBOSE: Argument = switch("/VERBOSE", DETAILS);
const ALL_USERS: Argument = switch("/ALLUSERS", EVERYBODY).elevated();

const REMOTE: Argument = carry(
    "remote_url",
    Kind::RemoteName,
    &[part(SettingId::Files, "remote_name")],
);
const LOCAL: Argument = carry("local_name", Kind::Path, &[part(SettingId::Files, "local_name")]);

const PRIORITIES: &[Spelling] = &[
    says_as("FOREGROUND", "foreground"),
    says_as("HIGH", "high"),
    says_as("NORMAL", "normal"),
    says_as("LOW", "low"),
];
const ACL_LETTERS: &[Spelling] = &[
    says_as("O", "owner"),
    says_as("G", "group"),
    says_as("D", "dacl"),
    says_as("S", "sacl"),
];
/// bitsadmin counts from 1, COM from 0 `[help1809; idl:bits2_5.idl]`.
const STORE_LOCATIONS: &[Spelling] = &[
    says_as("1", "current_user"),
    says_as("2", "local_machine"),
    says_as("3", "current_service"),
    says_as("4", "services"),
    says_as("5", "users"),
    says_as("6", "current_user_group_policy"),
    says_as("7", "local_machine_group_policy"),
    says_as("8", "local_machine_enterprise"),
];
const PROXY_USAGES: &[Spelling] = &[
    says_as("PRECONFIG", "preconfig"),
    says_as("NO_PROXY", "no_proxy"),
    says_as("OVERRIDE", "override"),
    says_as("AUTODETECT", "autodetect"),
];
const TARGETS: &[Spelling] = &[says_as("SERVER", "server"), says_as("PROXY", "proxy")];
const SCHEMES: &[Spelling] = &[
    says_as("BASIC", "basic"),
    says_as("DIGEST", "digest"),
    says_as("NTLM", "ntlm"),
    says_as("NEGOTIATE", "negotiate"),
    says_as("PASSPORT", "passport"),
];
const BOOLEANS: &[Spelling] = &[says_as("true", "true"), says_as("false", "false")];

const ACL_FLAGS: Argument = carry(
    "flags",
    Kind::Letters(ACL_LETTERS),
    &[part(SettingId::FileAclFlags, "")],
);
const PRIORITY: Argument = carry(
    "priority",
    Kind::OneOf(PRIORITIES),
    &[part(SettingId::Priority, "")],
);

const CACHE: &str =
    "The cache belongs to the machine and not to a job; since Windows 7 this peer cache is not used.";
const PEERS: &str =
    "The list of peers belongs to the machine and not to a job; since Windows 7 this peer cache is not used.";
const PEER_CACHING: &str =
    "Whether the machine serves and uses peers is a setting of the machine and not of a job.";
const UTIL: &str = "The verbs of /UTIL look after the machine and not after a job.";
const FAMILY: Role = Role::Machine("It says what is to be done.");

/// Every verb, in the order of the fact sheet; the verbs of a family follow the family.
pub const VERBS: &[Verb] = &[
    verb_of(
        "/RAWRETURN",
        Purpose::Option(
            "Before /CREATE and the /GET verbs: the value alone is printed, without line ends and formatting.",
        ),
        &[],
        "ba:rawreturn",
    ),
    verb_of(
        "/WRAP",
        Purpose::Option("Before a verb: long lines are wrapped, as they are by default."),
        &[],
        "ba:wrap",
    ),
    verb_of(
        "/NOWRAP",
        Purpose::Option("Before a verb: long lines are cut at the edge of the window."),
        &[],
        "ba:nowrap",
    ),
    Verb {
        aliases: &["/?"],
        ..verb_of("/HELP", Purpose::Help, &[], "ba:help")
    },
    verb_of(
        "/LIST",
        Purpose::Reports("It lists the jobs of the user."),
        &[ALL_USERS, VERBOSE],
        "ba:list",
    ),
    verb_of(
        "/MONITOR",
        Purpose::Reports("It lists the jobs of the user again and again, until Ctrl+C."),
        &[
            ALL_USERS,
            argument(
                "seconds",
                Kind::Number,
                Role::Output("It says how often the list is printed; 5 seconds by default."),
            )
            .behind("/REFRESH"),
        ],
        "ba:monitor",
    ),
    verb_of(
        "/RESET",
        Purpose::Controls("It cancels all jobs of the user; not those of Local System."),
        &[ALL_USERS],
        "ba:reset",
    )
    .note("In BITS 1.5 and earlier it cancels the jobs of all users where an administrator calls it, and does not take /ALLUSERS."),
    verb_of(
        "/TRANSFER",
        Purpose::Transfers,
        &[
            carry("name", Kind::NewName, &[part(SettingId::DisplayName, "")]),
            carry(
                "type",
                Kind::OneOf(&[
                    says_as("/DOWNLOAD", "download"),
                    says_as("/UPLOAD", "upload"),
                ]),
                &[part(SettingId::JobType, "")],
            )
            .optional(),
            PRIORITY.behind("/PRIORITY"),
            ACL_FLAGS.behind("/ACLFLAGS"),
            switch(
                "/DYNAMIC",
                Role::Setting(&[part(SettingId::DynamicContent, "")]),
            ),
            REMOTE.repeats(),
            LOCAL.repeats(),
        ],
        "ba:transfer",
    )
    .note("It completes the job when all went well, cancels it at a critical error, and goes on waiting at a transient one."),
    verb_of(
        "/CREATE",
        Purpose::Creates,
        &[
            carry(
                "type",
                Kind::OneOf(&[
                    says_as("/DOWNLOAD", "download"),
                    says_as("/UPLOAD", "upload"),
                    says_as("/UPLOAD-REPLY", "upload_reply"),
                ]),
                &[part(SettingId::JobType, "")],
            )
            .optional(),
            carry("name", Kind::NewName, &[part(SettingId::DisplayName, "")]),
        ],
        "ba:create",
    )
    .note("It prints the GUID of the job; after /RAWRETURN the GUID alone."),
    verb_of(
        "/INFO",
        Purpose::Reports("It prints a summary of the job."),
        &[JOB, VERBOSE],
        "ba:info",
    ),
    verb_of("/ADDFILE", Purpose::AddsFiles, &[JOB, REMOTE, LOCAL], "ba:addfile").does("adds a file to {job}"),
    verb_of(
        "/ADDFILESET",
        Purpose::AddsFiles,
        &[
            JOB,
            carry("text_file", Kind::Path, &[whole(SettingId::Files)]),
        ],
        "ba:addfileset",
    )
    .does("adds the files of a list to {job}")
    .note("Each line of the text file has a remote and a local name with spaces between them; a line that begins with # is a comment. How a name with a space is written is not documented."),
    verb_of(
        "/ADDFILEWITHRANGES",
        Purpose::AddsFiles,
        &[
            JOB,
            REMOTE,
            LOCAL,
            carry("range_list", Kind::Ranges, &[part(SettingId::FileRanges, "")]),
        ],
        "ba:addfilewithranges",
    )
    .does("adds a file to {job}, of which it fetches parts"),
    sets(
        "/REPLACEREMOTEPREFIX",
        &[
            JOB,
            carry(
                "old_prefix",
                Kind::RemoteName,
                &[part(SettingId::ReplaceRemotePrefix, "old_prefix")],
            ),
            carry(
                "new_prefix",
                Kind::RemoteName,
                &[part(SettingId::ReplaceRemotePrefix, "new_prefix")],
            ),
        ],
        "ba:replaceremoteprefix",
    )
    .does("replaces the beginning of the remote names of {job}"),
    reads("/LISTFILES", &[whole(SettingId::Files)], "ba:listfiles")
    .does("lists the files of {job}"),
    verb_of(
        "/SUSPEND",
        Purpose::Controls("The job stands still until it is resumed."),
        JOB_ONLY,
        "ba:suspend",
    ),
    verb_of(
        "/RESUME",
        Purpose::Controls("The job starts or goes on."),
        JOB_ONLY,
        "ba:resume",
    ),
    verb_of(
        "/CANCEL",
        Purpose::Controls("The job is removed with its temporary files."),
        JOB_ONLY,
        "ba:cancel",
    ),
    verb_of(
        "/COMPLETE",
        Purpose::Controls("The files that were transferred get their names, and the job ends."),
        JOB_ONLY,
        "ba:complete",
    ),
    reads("/GETTYPE", &[whole(SettingId::JobType)], "ba:gettype"),
    reads("/GETACLFLAGS", &[whole(SettingId::FileAclFlags)], "ba:getaclflags"),
    sets("/SETACLFLAGS", &[JOB, ACL_FLAGS], "ba:setaclflag"),
    reports("/GETBYTESTOTAL", "It prints the size of the job.", "ba:getbytestotal"),
    reports(
        "/GETBYTESTRANSFERRED",
        "It prints how many bytes the job has transferred.",
        "ba:getbytestransferred",
    ),
    reports("/GETFILESTOTAL", "It prints how many files the job has.", "ba:getfilestotal"),
    reports(
        "/GETFILESTRANSFERRED",
        "It prints how many files the job has transferred.",
        "ba:getfilestransferred",
    ),
    reports("/GETCREATIONTIME", "It prints when the job was made.", "ba:getcreationtime"),
    reports(
        "/GETMODIFICATIONTIME",
        "It prints when the job was changed last.",
        "ba:getmodificationtime",
    ),
    reports(
        "/GETCOMPLETIONTIME",
        "It prints when the job had transferred its files.",
        "ba:getcompletiontime",
    ),
    reports(
        "/GETSTATE",
        "It prints the state of the job, which BITS decides.",
        "ba:getstate",
    ),
    reports(
        "/GETERROR",
        "It prints the error of the job: context, code and description.",
        "ba:geterror",
    ),
    reports(
        "/GETERRORCOUNT",
        "It prints how often the job was interrupted.",
        "ba:geterrorcount",
    ),
    reads("/GETOWNER", &[whole(SettingId::TakeOwnership)], "ba:getowner")
    .does("prints who owns {job}"),
    reads("/GETDISPLAYNAME", &[whole(SettingId::DisplayName)], "ba:getdisplayname"),
    sets(
        "/SETDISPLAYNAME",
        &[
            JOB,
            carry("display_name", Kind::Text, &[part(SettingId::DisplayName, "")]),
        ],
        "ba:setdisplayname",
    ),
    reads("/GETDESCRIPTION", &[whole(SettingId::Description)], "ba:getdescription"),
    sets(
        "/SETDESCRIPTION",
        &[
            JOB,
            carry("description", Kind::Text, &[part(SettingId::Description, "")]),
        ],
        "ba:setdescription",
    ),
    reads("/GETPRIORITY", &[whole(SettingId::Priority)], "ba:getpriority"),
    sets("/SETPRIORITY", &[JOB, PRIORITY], "ba:setpriority"),
    reads("/GETNOTIFYFLAGS", &[whole(SettingId::NotifyFlags)], "ba:getnotifyflags"),
    sets(
        "/SETNOTIFYFLAGS",
        &[JOB, carry("flags", Kind::Mask, &[part(SettingId::NotifyFlags, "")])],
        "ba:setnotifyflags",
    ),
    reports(
        "/GETNOTIFYINTERFACE",
        "It prints whether a program has registered an interface to be told of the job; only code registers one.",
        "ba:getnotifyinterface",
    ),
    reads(
        "/GETMINRETRYDELAY",
        &[whole(SettingId::MinimumRetryDelay)],
        "ba:getminretrydelay",
    ),
    sets(
        "/SETMINRETRYDELAY",
        &[
            JOB,
            carry("seconds", Kind::Number, &[part(SettingId::MinimumRetryDelay, "")]),
        ],
        "ba:setminretrydelay",
    ),
    reads(
        "/GETNOPROGRESSTIMEOUT",
        &[whole(SettingId::NoProgressTimeout)],
        "ba:getnoprogresstimeout",
    ),
    sets(
        "/SETNOPROGRESSTIMEOUT",
        &[
            JOB,
            carry("seconds", Kind::Number, &[part(SettingId::NoProgressTimeout, "")]),
        ],
        "ba:setnoprogresstimeout",
    ),
    reads(
        "/GETMAXDOWNLOADTIME",
        &[whole(SettingId::MaximumDownloadTime)],
        "ba:getmaxdownloadtime",
    ),
    sets(
        "/SETMAXDOWNLOADTIME",
        &[
            JOB,
            carry("seconds", Kind::Number, &[part(SettingId::MaximumDownloadTime, "")]),
        ],
        "ba:setmaxdownloadtime",
    ),
    sets(
        "/SETPROXYSETTINGS",
        &[
            JOB,
            carry(
                "usage",
                Kind::OneOf(PROXY_USAGES),
                &[part(SettingId::ProxySettings, "usage")],
            ),
            carry("list", Kind::List(','), &[part(SettingId::ProxySettings, "list")]).after("OVERRIDE"),
            carry("bypass", Kind::List(' '), &[part(SettingId::ProxySettings, "bypass")])
                .after("OVERRIDE")
                .null("No bypass list."),
        ],
        "ba:setproxysettings",
    )
    .note("After OVERRIDE both lists must stand."),
    reads(
        "/GETPROXYUSAGE",
        &[part(SettingId::ProxySettings, "usage")],
        "ba:getproxyusage",
    )
    .does("prints how {job} finds its proxy"),
    reads(
        "/GETPROXYLIST",
        &[part(SettingId::ProxySettings, "list")],
        "ba:getproxylist",
    )
    .does("prints which proxies {job} uses"),
    reads(
        "/GETPROXYBYPASSLIST",
        &[part(SettingId::ProxySettings, "bypass")],
        "ba:getproxybypasslist",
    )
    .does("prints which hosts {job} reaches without a proxy"),
    does("/TAKEOWNERSHIP", SettingId::TakeOwnership, "true", "ba:takeownership")
    .does("makes whoever runs the command the owner of {job}").elevated(),
    sets(
        "/SETNOTIFYCMDLINE",
        &[
            JOB,
            carry("program", Kind::Path, &[part(SettingId::NotifyCmdLine, "program")])
                .null("The notification command is removed."),
            carry("parameters", Kind::Text, &[part(SettingId::NotifyCmdLine, "parameters")])
                .optional()
                .null("The program gets no parameters."),
        ],
        "ba:setnotifycmdline",
    )
    .since(1, 5)
    .note("To remove the command, both program and parameters must be NULL."),
    reads(
        "/GETNOTIFYCMDLINE",
        &[whole(SettingId::NotifyCmdLine)],
        "ba:getnotifycmdline",
    )
    .since(1, 5),
    sets(
        "/SETCREDENTIALS",
        &[
            JOB,
            carry("target", Kind::OneOf(TARGETS), &[part(SettingId::Credentials, "target")]),
            carry("scheme", Kind::OneOf(SCHEMES), &[part(SettingId::Credentials, "scheme")]),
            carry("user", Kind::Text, &[part(SettingId::Credentials, "user")])
                .null("The current user; the password must be NULL too."),
            argument("password", Kind::Text, PASSWORD).null("The current user's."),
        ],
        "ba:setcredentials",
    )
    .since(1, 5)
    .note("The password stands on the command line, where other programs can read it."),
    sets(
        "/REMOVECREDENTIALS",
        &[
            JOB,
            carry(
                "target",
                Kind::OneOf(TARGETS),
                &[part(SettingId::RemoveCredentials, "target")],
            ),
            carry(
                "scheme",
                Kind::OneOf(SCHEMES),
                &[part(SettingId::RemoveCredentials, "scheme")],
            ),
        ],
        "ba:removecredentials",
    )
    .does("takes credentials away from {job}")
    .since(1, 5),
    reads(
        "/GETCUSTOMHEADERS",
        &[whole(SettingId::CustomHeaders)],
        "ba:getcustomheaders",
    ),
    sets(
        "/SETCUSTOMHEADERS",
        &[
            JOB,
            carry("header", Kind::Text, &[part(SettingId::CustomHeaders, "")]).repeats(),
        ],
        "ba:setcustomheaders",
    ),
    Verb {
        absent_in_build: Some(17763),
        ..does(
            "/MAKECUSTOMHEADERSWRITEONLY",
            SettingId::MakeCustomHeadersWriteOnly,
            "true",
            "ba:makecustomheaderswriteonly",
        )
        .does("makes the custom headers of {job} write-only")
    },
    reads("/GETHTTPMETHOD", &[whole(SettingId::HttpMethod)], "ba:gethttpmethod"),
    sets(
        "/SETHTTPMETHOD",
        &[JOB, carry("method", Kind::Text, &[part(SettingId::HttpMethod, "")])],
        "ba:sethttpmethod",
    ),
    reads(
        "/GETCLIENTCERTIFICATE",
        &[
            whole(SettingId::ClientCertificateById),
            whole(SettingId::ClientCertificateByName),
        ],
        "ba:getclientcertificate",
    )
    .does("prints the client certificate of {job}"),
    does(
        "/REMOVECLIENTCERTIFICATE",
        SettingId::RemoveClientCertificate,
        "true",
        "ba:removeclientcertificate",
    )
    .does("takes the client certificate away from {job}"),
    sets(
        "/SETCLIENTCERTIFICATEBYID",
        &[
            JOB,
            carry(
                "store_location",
                Kind::OneOf(STORE_LOCATIONS),
                &[part(SettingId::ClientCertificateById, "store_location")],
            ),
            carry(
                "store_name",
                Kind::Text,
                &[part(SettingId::ClientCertificateById, "store_name")],
            ),
            carry(
                "hexadecimal_cert_id",
                Kind::Hash,
                &[part(SettingId::ClientCertificateById, "cert_hash")],
            ),
        ],
        "ba:setclientcertificatebyid",
    )
    .note("The example on its page is wrong: the location is a number, and the hash has 40 digits."),
    sets(
        "/SETCLIENTCERTIFICATEBYNAME",
        &[
            JOB,
            carry(
                "store_location",
                Kind::OneOf(STORE_LOCATIONS),
                &[part(SettingId::ClientCertificateByName, "store_location")],
            ),
            carry(
                "store_name",
                Kind::Text,
                &[part(SettingId::ClientCertificateByName, "store_name")],
            ),
            carry(
                "subject_name",
                Kind::Text,
                &[part(SettingId::ClientCertificateByName, "subject_name")],
            ),
        ],
        "ba:setclientcertificatebyname",
    ),
    reads(
        "/GETSECURITYFLAGS",
        &[whole(SettingId::SecurityFlags)],
        "ba:getsecurityflags",
    ),
    sets(
        "/SETSECURITYFLAGS",
        &[JOB, carry("value", Kind::Mask, &[whole(SettingId::SecurityFlags)])],
        "ba:setsecurityflags",
    )
    .note("One number holds the checks and the redirect policy; its page counts bits from 1."),
    reads(
        "/GETVALIDATIONSTATE",
        &[part(SettingId::ValidationState, "valid")],
        "ba:getvalidationstate",
    )
    .does("prints whether a file of {job} was found to be valid")
    .takes(&[JOB, FILE_INDEX]),
    sets(
        "/SETVALIDATIONSTATE",
        &[
            JOB,
            carry("file_index", Kind::Number, &[part(SettingId::ValidationState, "file")]),
            carry(
                "true|false",
                Kind::OneOf(BOOLEANS),
                &[part(SettingId::ValidationState, "valid")],
            ),
        ],
        "ba:setvalidationstate",
    ),
    reports(
        "/GETTEMPORARYNAME",
        "It prints the temporary name that BITS has given a file of the job.",
        "ba:gettemporaryname",
    )
    // [w32:what-s-new; com:IBackgroundCopyFile3.GetTemporaryName]
    .since(3, 0)
    .takes(&[JOB, FILE_INDEX]),
    reads(
        "/GETPEERCACHINGFLAGS",
        &[whole(SettingId::PeerCachingFlags)],
        "ba:getpeercachingflags",
    ),
    sets(
        "/SETPEERCACHINGFLAGS",
        &[
            JOB,
            carry("value", Kind::Mask, &[part(SettingId::PeerCachingFlags, "")]),
        ],
        "ba:setpeercachingflags",
    ),
    reports(
        "/GETPEERSTATS",
        "It prints how much of a file of the job came from peers.",
        "help1809",
    )
    // [w32:what-s-new; com:IBackgroundCopyFile4.GetPeerDownloadStats]
    .since(4, 0)
    .takes(&[JOB, FILE_INDEX]),
    reads(
        "/GETREPLYFILENAME",
        &[whole(SettingId::ReplyFileName)],
        "ba:getreplyfilename",
    ),
    sets(
        "/SETREPLYFILENAME",
        &[
            JOB,
            carry("file_name", Kind::Path, &[part(SettingId::ReplyFileName, "")]),
        ],
        "ba:setreplyfilename",
    )
    .since(1, 5),
    reports(
        "/GETREPLYPROGRESS",
        "It prints the size of the server's reply to the job and how much of it is here.",
        "ba:getreplyprogress",
    )
    .since(1, 5),
    reports(
        "/GETREPLYDATA",
        "It prints the server's reply to the job in hexadecimal.",
        "ba:getreplydata",
    )
    .since(1, 5),
    does("/SETHELPERTOKEN", SettingId::HelperToken, "set", "ba:sethelpertoken")
    .does("gives {job} a helper token")
        .takes(&[
            JOB,
            argument(
                "user_name@domain",
                Kind::Text,
                Role::Selector("It says whose token is meant; bitsadmin's own help does not list it."),
            )
            .optional(),
            argument("password", Kind::Text, PASSWORD).optional(),
        ])
        .since(4, 0)
        .note("User and password stand on its page only: whether bitsadmin takes them is not known."),
    reads(
        "/GETHELPERTOKENSID",
        &[whole(SettingId::HelperToken)],
        "ba:gethelpertokensid",
    )
    .does("prints the SID of the helper token of {job}")
    .since(4, 0),
    sets(
        "/SETHELPERTOKENFLAGS",
        &[
            JOB,
            carry("flags", Kind::Mask, &[part(SettingId::HelperTokenFlags, "")]),
        ],
        "ba:sethelpertokenflags",
    )
    .since(4, 0),
    reads(
        "/GETHELPERTOKENFLAGS",
        &[whole(SettingId::HelperTokenFlags)],
        "ba:gethelpertokenflags",
    )
    .since(4, 0),
    verb_of(
        "/PEERCACHING",
        Purpose::Manages(PEER_CACHING),
        &[argument("verb", Kind::Verb, FAMILY)],
        "ba:peercaching",
    )
    // [com:IBitsPeerCacheAdministration; w32:what-s-new], and so the other two
    .since(3, 0),
    help("/PEERCACHING", "ba:peercaching-and-help"),
    manages(
        "/PEERCACHING",
        "/GETCONFIGURATIONFLAGS",
        "It prints whether the machine takes files from peers and serves files to them.",
        JOB_ONLY,
        "ba:peercaching-and-getconfigurationflags",
    )
    .note("Its page has a job there, which is doubtful: the flags belong to the machine."),
    manages(
        "/PEERCACHING",
        "/SETCONFIGURATIONFLAGS",
        "It sets whether the machine takes files from peers and serves files to them.",
        &[
            JOB,
            // [com:IBitsPeerCacheAdministration.SetConfigurationFlags]
            argument(
                "value",
                Kind::Bits(&[
                    means("1", "The machine takes files from peers."),
                    means("2", "The machine serves files to peers."),
                ]),
                Role::Machine("It says what the machine does with peers, as a sum of bits."),
            ),
        ],
        "ba:peercaching-and-setconfigurationflags",
    )
    .for_all("Whether files come from peers and go to peers is set for all jobs of the machine.")
    .note("Its page has a job there, which is doubtful: the flags belong to the machine."),
    verb_of(
        "/PEERS",
        Purpose::Manages(PEERS),
        &[argument("verb", Kind::Verb, FAMILY)],
        "ba:peers",
    )
    .since(3, 0),
    help("/PEERS", "ba:peers-and-help"),
    manages(
        "/PEERS",
        "/DISCOVER",
        "It looks for peers anew.",
        &[],
        "ba:peers-and-discover",
    ),
    manages(
        "/PEERS",
        "/CLEAR",
        "It empties the list of peers.",
        &[],
        "ba:peers-and-clear",
    ),
    manages("/PEERS", "/LIST", "It lists the peers.", &[], "ba:peers-and-list"),
    verb_of(
        "/CACHE",
        Purpose::Manages(CACHE),
        &[argument("verb", Kind::Verb, FAMILY)],
        "ba:cache",
    )
    .since(3, 0),
    help("/CACHE", "ba:cache-and-help"),
    manages(
        "/CACHE",
        "/LIST",
        "It lists the records of the cache.",
        &[VERBOSE],
        "ba:cache-and-list",
    ),
    manages(
        "/CACHE",
        "/INFO",
        "It prints one record of the cache.",
        &[RECORD, VERBOSE],
        "ba:cache-and-info",
    ),
    // Who modifies the cache must be an administrator. [com:IBitsPeerCacheAdministration]
    manages(
        "/CACHE",
        "/DELETE",
        "It deletes one record of the cache.",
        &[RECORD],
        "ba:cache-and-delete",
    )
    .elevated(),
    manages(
        "/CACHE",
        "/DELETEURL",
        "It deletes all records of one address from the cache.",
        &[argument(
            "url",
            Kind::RemoteName,
            Role::Selector("It says whose records are meant: those of this address."),
        )],
        "ba:cache-and-deleteurl",
    )
    .elevated()
    .note("Its page leaves /CACHE out."),
    manages(
        "/CACHE",
        "/CLEAR",
        "It deletes all records and files of the cache.",
        &[],
        "ba:cache-clear",
    )
    .for_all("All that the cache holds is deleted, whatever job it came with.")
    .elevated(),
    manages(
        "/CACHE",
        "/GETLIMIT",
        "It prints how much of the disk the cache may take.",
        &[],
        "ba:cache-and-getlimit",
    ),
    manages(
        "/CACHE",
        "/SETLIMIT",
        "It sets how much of the disk the cache may take.",
        // [com:IBitsPeerCacheAdministration.SetMaximumCacheSize]
        &[argument(
            "percent",
            Kind::Number,
            Role::Machine("It says how much of the disk, in percent; 1 by default."),
        )
        .bounds(&[Bound::Maximum(80)])],
        "ba:cache-and-setlimit",
    )
    .elevated()
    .note("What the cache holds beyond that is removed."),
    manages(
        "/CACHE",
        "/GETEXPIRATIONTIME",
        "It prints how long a file that nobody uses stays in the cache.",
        &[],
        "ba:cache-and-getexpirationtime",
    ),
    manages(
        "/CACHE",
        "/SETEXPIRATIONTIME",
        "It sets how long a file that nobody uses stays in the cache.",
        // [com:IBitsPeerCacheAdministration.SetMaximumContentAge]
        &[argument(
            "seconds",
            Kind::Number,
            Role::Machine("It says how long, in seconds; 90 days by default."),
        )
        .bounds(&[Bound::Minimum(86_400), Bound::Maximum(10_368_000)])],
        "ba:cache-and-setexpirationtime",
    )
    .elevated()
    .note("Its page shows 60, which is less than BITS takes."),
    verb_of(
        "/UTIL",
        Purpose::Manages(UTIL),
        &[argument("verb", Kind::Verb, FAMILY)],
        "ba:util",
    ),
    help("/UTIL", "ba:util-and-help").since(2, 0),
    manages(
        "/UTIL",
        "/VERSION",
        "It prints the version of the BITS service.",
        &[switch(
            "/VERBOSE",
            Role::Output("It prints the versions of BITS's files too, and whether the service can start."),
        )],
        "ba:util-and-version",
    )
    .since(2, 0),
    manages(
        "/UTIL",
        "/REPAIRSERVICE",
        "It mends a wrong configuration of the BITS service, and prints what it mended.",
        &[switch(
            "/FORCE",
            Role::Machine(
                "The BITS service is deleted and made anew; its description may be in English afterwards.",
            ),
        )],
        "ba:util-and-repairservice",
    )
    .for_all("The configuration of the BITS service, on which all jobs of the machine depend, is changed.")
    .since(2, 0)
    .note("Not on Windows Vista."),
    manages(
        "/UTIL",
        "/GETIEPROXY",
        "It prints the proxy settings of a service account.",
        &[ACCOUNT, CONNECTION],
        "ba:util-and-getieproxy",
    ),
    manages(
        "/UTIL",
        "/SETIEPROXY",
        "It sets which proxy a service account transfers through.",
        &[
            ACCOUNT,
            argument(
                "usage",
                Kind::OneOf(&[
                    means("NO_PROXY", "No proxy."),
                    means("AUTODETECT", "A proxy that is found automatically."),
                    means("MANUAL_PROXY", "The proxies of the list that follows."),
                    means(
                        "AUTOSCRIPT",
                        "A proxy that is found automatically, and by the script whose address follows.",
                    ),
                    means(
                        "RESET",
                        "No proxy; the proxies that were given and the addresses that were found are removed.",
                    ),
                ]),
                Role::Machine("It says how the account finds its proxy."),
            ),
            argument(
                "list",
                Kind::List(','),
                Role::Machine("It says which proxies there are, with commas between them."),
            )
            .after("MANUAL_PROXY"),
            argument(
                "bypass",
                Kind::List(' '),
                Role::Machine("It says which hosts are reached without a proxy, with spaces between them; <local> is all servers of the own network."),
            )
            .after("MANUAL_PROXY")
            .null("No bypass list."),
            argument(
                "url",
                Kind::RemoteName,
                Role::Machine("It says where the script is that finds a proxy."),
            )
            .after("AUTOSCRIPT"),
            CONNECTION,
        ],
        "ba:util-and-setieproxy",
    )
    .for_all("All jobs of that account that use its settings go through another proxy, or none, from then on.")
    .since(2, 0)
    .elevated()
    .note("The usage takes the place of the one before; lists that were given before are kept."),
    manages(
        "/UTIL",
        "/ENABLEANALYTICCHANNEL",
        "It switches the analytic event channel of BITS on or off.",
        &[argument(
            "channel",
            Kind::OneOf(&[
                means("TRUE", "The channel is on."),
                means("FALSE", "The channel is off."),
            ]),
            Role::Machine("It says whether the channel is on."),
        )],
        "ba:util-and-enableanalyticchannel",
    ),
];

const RECORD: Argument = argument("record_id", Kind::Guid, THE_RECORD);
const ACCOUNT: Argument = argument(
    "account",
    Kind::OneOf(&[
        means("LOCALSYSTEM", "The account Local System."),
        means("NETWORKSERVICE", "The account Network Service."),
        means("LOCALSERVICE", "The account Local Service."),
    ]),
    Role::Selector("It says which service account of the machine is meant."),
);
const CONNECTION: Argument = argument(
    "connection",
    Kind::Text,
    Role::Selector("It says which modem connection is meant; without it the local network."),
)
.behind("/CONN");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::CATALOG;

    #[test]
    fn verbs_are_found_in_any_case_and_by_alias() {
        assert_eq!(verb("/setPriority").map(|verb| verb.name), Some("/SETPRIORITY"));
        assert_eq!(verb("/?").map(|verb| verb.name), Some("/HELP"));
        assert_eq!(verb("SETPRIORITY"), None);
        // /LIST is a verb of its own and one of /CACHE and /PEERS.
        assert_eq!(verb("/list").and_then(|verb| verb.under), None);
        assert_eq!(
            verb_under("/cache", "/list").map(ToString::to_string).as_deref(),
            Some("/CACHE /LIST")
        );
        assert_eq!(verb_under("/util", "/list"), None);
        assert_eq!(verb("/discover"), None);
    }

    #[test]
    fn names_stand_once() {
        for (index, verb) in VERBS.iter().enumerate() {
            assert!(
                verb.name.starts_with('/') && verb.name == verb.name.to_ascii_uppercase(),
                "{verb}"
            );
            assert!(
                VERBS[..index]
                    .iter()
                    .all(|other| (other.under, other.name) != (verb.under, verb.name)),
                "{verb} is there twice"
            );
            if let Some(family) = verb.under {
                assert!(
                    super::verb(family).is_some_and(|family| family.arguments[0].kind == Kind::Verb),
                    "{verb}"
                );
            }
        }
    }

    #[test]
    fn what_a_verb_does_fits_what_it_carries() {
        for verb in VERBS {
            let carries = !verb.settings().is_empty();
            let should = matches!(
                verb.purpose,
                Purpose::Creates | Purpose::AddsFiles | Purpose::Transfers | Purpose::Sets
            );
            assert_eq!(carries, should, "{verb}");
            if let Purpose::Reads(reads) = verb.purpose {
                assert!(!reads.is_empty(), "{verb}");
            }
        }
    }

    #[test]
    fn arguments_after_a_word_follow_an_argument_that_has_it() {
        for verb in VERBS {
            for (index, argument) in verb.arguments.iter().enumerate() {
                if let Some(word) = argument.after {
                    assert!(
                        verb.arguments[..index].iter().any(|before| before
                            .kind
                            .spellings()
                            .iter()
                            .any(|s| s.said == word)),
                        "{verb} {}",
                        argument.name
                    );
                }
            }
        }
    }

    #[test]
    fn a_setting_that_is_set_alone_has_one_setter() {
        for spec in CATALOG {
            let setters: Vec<_> = VERBS
                .iter()
                .filter(|verb| verb.purpose == Purpose::Sets && verb.settings().contains(&spec.id))
                .collect();
            assert!(setters.len() <= 1, "{}", spec.name);
        }
        assert_eq!(setter(SettingId::JobType), None);
        assert_eq!(
            setter(SettingId::MinimumRetryDelay).map(|verb| verb.name),
            Some("/SETMINRETRYDELAY")
        );
        let readers: Vec<_> = readers(SettingId::ProxySettings).map(|verb| verb.name).collect();
        assert_eq!(
            readers,
            ["/GETPROXYUSAGE", "/GETPROXYLIST", "/GETPROXYBYPASSLIST"]
        );
    }

    #[test]
    fn versions_come_from_the_page_or_from_the_setting() {
        let min = |name| verb(name).map(Verb::min_bits);
        assert_eq!(min("/SETNOTIFYCMDLINE"), Some(BitsVersion::new(1, 5)));
        assert_eq!(min("/MAKECUSTOMHEADERSWRITEONLY"), Some(BitsVersion::new(10, 3)));
        assert_eq!(min("/SETHTTPMETHOD"), Some(BitsVersion::new(10, 2)));
        assert_eq!(min("/GETHTTPMETHOD"), Some(BitsVersion::new(10, 2)));
        assert_eq!(min("/ADDFILEWITHRANGES"), Some(BitsVersion::new(2, 0)));
        assert_eq!(min("/TRANSFER"), Some(BitsVersion::new(1, 0)));
        assert_eq!(min("/SUSPEND"), Some(BitsVersion::new(1, 0)));
        assert_eq!(
            verb_under("/CACHE", "/CLEAR").map(Verb::min_bits),
            Some(BitsVersion::new(3, 0))
        );
    }

    #[test]
    fn a_page_names_no_other_version_than_the_settings_need() {
        for verb in VERBS {
            let needed = verb.settings().into_iter().map(|id| id.spec().since).max();
            if let (Some(page), Some(needed)) = (verb.since, needed) {
                assert_eq!(page, needed, "{verb}");
            }
        }
    }
}
