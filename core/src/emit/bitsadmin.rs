//! What each setting is as bitsadmin calls: the words after the verb, and how the value is read back.
//!
//! Both cmd targets write these calls, and so does the PowerShell target where a cmdlet cannot say it.
//! Syntax: `[help1809]`, and for `/MAKECUSTOMHEADERSWRITEONLY` `[helpNew]`.

use crate::catalog::SettingValue;
use crate::command::{self, Says, Tool};
use crate::quote::Place;
use crate::text::Text;
use crate::value::{File, FileAclFlags, JobType, ProxyUsage, Seconds, User, Word};

/// A word of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Argument {
    /// A word of bitsadmin's own, or a number: safe in every shell.
    Own(String),
    /// A text of the job, and what bitsadmin takes it for.
    Text(Text, Place),
    /// The password of a user: asked for, or a placeholder.
    Password(Text),
    /// NULL: bitsadmin's word for nothing.
    Null,
}

/// What is expected when a value is read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expected {
    /// A word, in any case.
    Word(&'static str),
    /// A number, decimal or hexadecimal.
    Number(u64),
    /// A text, exactly; read back where it is ASCII, because a console shows other characters in its own code page.
    Text(Text),
    /// Letters, in any order and case.
    Letters(String),
}

/// How a value is read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Readback {
    /// The verb, after `/RAWRETURN`.
    pub(crate) verb: &'static str,
    /// What it must print.
    pub(crate) expected: Expected,
}

/// One call that changes a job. The job stands between verb and arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    /// The verb, with its slash.
    pub(crate) verb: &'static str,
    /// What follows the job.
    pub(crate) arguments: Vec<Argument>,
    /// How its effect is read back; nothing where there is no verb for it or its form is not documented.
    pub(crate) readback: Vec<Readback>,
}

impl Call {
    #[inline(never)]
    fn new(verb: &'static str, arguments: Vec<Argument>) -> Call {
        Call {
            verb,
            arguments,
            readback: Vec::new(),
        }
    }

    #[inline(never)]
    fn reads(mut self, verb: &'static str, expected: Expected) -> Call {
        self.readback.push(Readback { verb, expected });
        self
    }
}

/// Why bitsadmin cannot say a value, and where that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unsayable {
    /// The reason, as a sentence.
    pub(crate) reason: &'static str,
    /// Its source.
    pub(crate) source: &'static str,
}

fn own(word: impl Into<String>) -> Argument {
    Argument::Own(word.into())
}

fn text(text: &Text) -> Argument {
    Argument::Text(text.clone(), Place::Value)
}

fn seconds(set: &'static str, get: &'static str, value: Seconds) -> Vec<Call> {
    vec![Call::new(set, vec![own(value.0.to_string())]).reads(get, Expected::Number(u64::from(value.0)))]
}

/// The calls that set a value; none where making the job or adding its files says it already.
pub(crate) fn calls(value: &SettingValue) -> Result<Vec<Call>, Unsayable> {
    match command::says(value.id(), Tool::Bitsadmin) {
        Says::Cannot(silence) => {
            return Err(Unsayable {
                reason: silence.reason,
                source: silence.source,
            });
        }
        Says::Only { when, .. } => {
            return Err(Unsayable {
                reason: when,
                source: "help1809",
            });
        }
        Says::With(_) => {}
    }
    if let Some(limit) = command::beyond(value, Tool::Bitsadmin) {
        return Err(Unsayable {
            reason: limit.reason,
            source: limit.source,
        });
    }
    Ok(match value {
        SettingValue::JobType(_) | SettingValue::Files(_) | SettingValue::FileRanges(_) => Vec::new(),
        // The command catalog has the reason; it was given above.
        SettingValue::RemoteName(_)
        | SettingValue::UseStoredCredentials(_)
        | SettingValue::NotificationClsid(_)
        | SettingValue::MinimumNotificationIntervalMs(_)
        | SettingValue::CostFlags(_)
        | SettingValue::DynamicContent(_)
        | SettingValue::HighPerformance(_)
        | SettingValue::MaxDownloadSize(_)
        | SettingValue::OnDemandMode(_) => Vec::new(),
        SettingValue::DisplayName(name) => vec![
            Call::new(
                "/setdisplayname",
                vec![Argument::Text(name.0.clone(), Place::JobName)],
            )
            .reads("/getdisplayname", Expected::Text(name.0.clone())),
        ],
        SettingValue::Description(description) => vec![
            Call::new("/setdescription", vec![text(&description.0)])
                .reads("/getdescription", Expected::Text(description.0.clone())),
        ],
        SettingValue::ReplaceRemotePrefix(change) => {
            vec![Call::new(
                "/replaceremoteprefix",
                vec![text(&change.old_prefix), text(&change.new_prefix)],
            )]
        }
        SettingValue::ReplyFileName(path) => vec![
            Call::new("/setreplyfilename", vec![text(&path.0)])
                .reads("/getreplyfilename", Expected::Text(path.0.clone())),
        ],
        SettingValue::ValidationState(states) => states
            .0
            .iter()
            .map(|state| {
                let word = if state.valid { "TRUE" } else { "FALSE" };
                Call::new(
                    "/setvalidationstate",
                    vec![own(state.file.to_string()), own(word)],
                )
            })
            .collect(),
        SettingValue::Priority(priority) => {
            let word = spelled("/setpriority", priority.word());
            vec![Call::new("/setpriority", vec![own(word)]).reads("/getpriority", Expected::Word(word))]
        }
        SettingValue::MinimumRetryDelay(value) => seconds("/setminretrydelay", "/getminretrydelay", *value),
        SettingValue::NoProgressTimeout(value) => {
            seconds("/setnoprogresstimeout", "/getnoprogresstimeout", *value)
        }
        SettingValue::MaximumDownloadTime(value) => {
            seconds("/setmaxdownloadtime", "/getmaxdownloadtime", *value)
        }
        SettingValue::CustomHeaders(headers) => {
            vec![Call::new(
                "/setcustomheaders",
                headers.0.iter().map(text).collect(),
            )]
        }
        SettingValue::MakeCustomHeadersWriteOnly(_) => vec![Call::new("/makecustomheaderswriteonly", vec![])],
        SettingValue::HttpMethod(method) => vec![
            Call::new("/sethttpmethod", vec![text(&method.0)])
                .reads("/gethttpmethod", Expected::Text(method.0.clone())),
        ],
        SettingValue::SecurityFlags(flags) => vec![
            Call::new("/setsecurityflags", vec![own(format!("0x{:04X}", flags.mask()))])
                .reads("/getsecurityflags", Expected::Number(u64::from(flags.mask()))),
        ],
        SettingValue::ClientCertificateById(certificate) => vec![Call::new(
            "/setclientcertificatebyid",
            vec![
                own(spelled(
                    "/setclientcertificatebyid",
                    certificate.store_location.word(),
                )),
                text(&certificate.store_name),
                own(certificate.hash_hex()),
            ],
        )],
        SettingValue::ClientCertificateByName(certificate) => vec![Call::new(
            "/setclientcertificatebyname",
            vec![
                own(spelled(
                    "/setclientcertificatebyid",
                    certificate.store_location.word(),
                )),
                text(&certificate.store_name),
                text(&certificate.subject_name),
            ],
        )],
        SettingValue::RemoveClientCertificate(_) => vec![Call::new("/removeclientcertificate", vec![])],
        SettingValue::ProxySettings(proxy) => {
            let usage = spelled("/setproxysettings", proxy.usage.word());
            let mut arguments = vec![own(usage)];
            let mut call =
                Call::new("/setproxysettings", Vec::new()).reads("/getproxyusage", Expected::Word(usage));
            if proxy.usage == ProxyUsage::Override {
                let list = joined(&proxy.list, ",");
                call = call.reads("/getproxylist", Expected::Text(list.clone()));
                arguments.push(text(&list));
                arguments.push(if proxy.bypass.is_empty() {
                    Argument::Null
                } else {
                    text(&joined(&proxy.bypass, " "))
                });
            }
            call.arguments = arguments;
            vec![call]
        }
        SettingValue::Credentials(credentials) => credentials
            .0
            .iter()
            .map(|credential| {
                let mut arguments = vec![
                    own(spelled("/setcredentials", credential.target.word())),
                    own(spelled("/setcredentials", credential.scheme.word())),
                ];
                match &credential.user {
                    User::Implicit => arguments.extend([Argument::Null, Argument::Null]),
                    User::Named(name) => {
                        arguments.extend([text(name), Argument::Password(name.clone())]);
                    }
                }
                Call::new("/setcredentials", arguments)
            })
            .collect(),
        SettingValue::RemoveCredentials(removed) => removed
            .0
            .iter()
            .map(|row| {
                Call::new(
                    "/removecredentials",
                    vec![
                        own(spelled("/removecredentials", row.target.word())),
                        own(spelled("/removecredentials", row.scheme.word())),
                    ],
                )
            })
            .collect(),
        SettingValue::NotifyFlags(flags) => vec![
            Call::new("/setnotifyflags", vec![own(flags.0.to_string())])
                .reads("/getnotifyflags", Expected::Number(u64::from(flags.0))),
        ],
        SettingValue::NotifyCmdLine(command) => {
            let or_null = |value: &Text| {
                if value.is_empty() {
                    Argument::Null
                } else {
                    text(value)
                }
            };
            vec![Call::new(
                "/setnotifycmdline",
                vec![or_null(&command.program), or_null(&command.parameters)],
            )]
        }
        SettingValue::FileAclFlags(flags) => {
            let letters = acl_letters(*flags);
            vec![
                Call::new("/setaclflags", vec![own(letters.clone())])
                    .reads("/getaclflags", Expected::Letters(letters)),
            ]
        }
        SettingValue::PeerCachingFlags(flags) => vec![
            Call::new("/setpeercachingflags", vec![own(flags.0.to_string())])
                .reads("/getpeercachingflags", Expected::Number(u64::from(flags.0))),
        ],
        SettingValue::TakeOwnership(_) => vec![Call::new("/takeownership", vec![])],
        SettingValue::HelperToken(_) => vec![Call::new("/sethelpertoken", vec![])],
        SettingValue::HelperTokenFlags(flags) => vec![
            Call::new("/sethelpertokenflags", vec![own(flags.0.to_string())])
                .reads("/gethelpertokenflags", Expected::Number(u64::from(flags.0))),
        ],
    })
}

/// The call that adds a file.
pub(crate) fn add_file(file: &File) -> Call {
    let mut arguments = vec![text(&file.remote_name), text(&file.local_name)];
    if file.ranges.is_empty() {
        Call::new("/addfile", arguments)
    } else {
        arguments.push(own(file.range_list()));
        Call::new("/addfilewithranges", arguments)
    }
}

/// The type as `/CREATE` and `/TRANSFER` take it.
pub(crate) const fn type_switch(job_type: JobType) -> &'static str {
    match job_type {
        JobType::Download => "/download",
        JobType::Upload => "/upload",
        JobType::UploadReply => "/upload-reply",
    }
}

/// How a verb spells a word of the catalog, in one of its arguments.
fn spelled(verb: &str, word: &str) -> &'static str {
    command::spelled(verb, None, word).unwrap_or_default()
}

/// The letters O, G, D, S. `[help1809]`
pub(crate) fn acl_letters(flags: FileAclFlags) -> String {
    flags
        .words()
        .into_iter()
        .map(|word| spelled("/setaclflags", word))
        .collect()
}

/// Texts joined with a separator.
pub(crate) fn joined(texts: &[Text], separator: &str) -> Text {
    let mut out = Text::default();
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            out.push(crate::text::Piece::Literal(separator.to_owned()));
        }
        for piece in text.pieces() {
            out.push(piece.clone());
        }
    }
    out
}
