//! From plans to scripts: lines of tokens, each line tied to what it came from, and notes on what cannot be said.

use crate::catalog::{SettingId, SettingValue};
use crate::diagnostic::{At, Diagnostic, Place};
use crate::job::{Ending, NewEnding};
use crate::plan::{Operation, Plan};
use crate::profile::word_enum;
use crate::text::Text;
use litemap::LiteMap;

mod batch;
mod bitsadmin;
mod cmd;
mod expected;
mod head;
mod powershell;
mod prompt;
mod script;

word_enum! {
    /// The form a script has.
    Target {
        PowerShell = "powershell", "PowerShell script";
        Batch = "batch", "Batch file";
        Prompt = "prompt", "Prompt lines";
    }
}

word_enum! {
    /// What a script is for.
    Script {
        Main = "main", "Run";
        Undo = "undo", "Undo";
        Check = "check", "Check";
    }
}

impl Target {
    /// How a file of this form is called.
    pub const fn extension(self) -> &'static str {
        match self {
            Target::PowerShell => "ps1",
            Target::Batch => "cmd",
            Target::Prompt => "txt",
        }
    }
}

/// What a token is, for colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Blanks and punctuation.
    Plain,
    /// A comment.
    Comment,
    /// A word of the language.
    Keyword,
    /// A program or cmdlet.
    Command,
    /// A switch, parameter or key.
    Parameter,
    /// A variable.
    Variable,
    /// A text of the plan.
    Literal,
    /// A number or word of the plan.
    Number,
}

/// A run of characters of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// How it is written.
    pub text: String,
    /// What it says, where characters had to be written as code points.
    pub reading: Option<String>,
}

/// A line of a script, without its end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// What it came from.
    pub origin: Option<Place>,
}

impl Line {
    /// The characters of the line.
    pub fn text(&self) -> String {
        self.tokens.iter().map(|token| token.text.as_str()).collect()
    }
}

/// Something the script does not say, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it is about.
    pub place: Place,
    /// The reason, and what to do.
    pub message: String,
    /// The page that says so, as source key.
    pub source: &'static str,
}

/// A script.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Emission {
    /// Its lines.
    pub lines: Vec<Line>,
    /// What it does not say.
    pub notes: Vec<Note>,
    /// What should be known before it is used: a password on a command line and the like.
    pub diagnostics: Vec<Diagnostic>,
}

impl Emission {
    /// The script's characters; every line ends with CR LF.
    pub fn text(&self) -> String {
        self.lines.iter().map(|line| line.text() + "\r\n").collect()
    }
}

/// What is to be emitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// In which form.
    pub target: Target,
    /// For what.
    pub script: Script,
}

/// Writes the script of one plan, or of several that are carried out one after the other.
///
/// What the target cannot say exactly is refused: the errors name the value and the way out.
///
/// ```
/// use bitsmith_core::catalog::SettingId;
/// use bitsmith_core::draft::Draft;
/// use bitsmith_core::emit::{Request, Script, Target, emit};
/// use bitsmith_core::evaluate::evaluate;
/// use bitsmith_core::plan::Reveal;
/// use bitsmith_core::value::Entries;
///
/// let mut draft = Draft::default();
/// draft.settings.insert(SettingId::DisplayName, Entries::one("Nightly"));
/// let file = [vec!["https://example.com/a.zip".into()], vec![r"C:\Data\a.zip".into()]];
/// draft.settings.insert(SettingId::Files, Entries(file.into()));
/// let plan = evaluate(&draft, Reveal::Masked).plan.unwrap();
/// let script = emit(&[plan], Request { target: Target::PowerShell, script: Script::Main }).unwrap();
/// assert!(script.text().contains("'https://example.com/a.zip'"));
/// ```
pub fn emit(plans: &[Plan], request: Request) -> Result<Emission, Vec<Diagnostic>> {
    let clashes = clashing_parameters(plans);
    if !clashes.is_empty() {
        return Err(clashes);
    }
    let mut emission = match request.target {
        Target::PowerShell => powershell::emit(plans, request.script),
        Target::Batch => batch::emit(plans, request.script),
        Target::Prompt => prompt::emit(plans, request.script),
    }?;
    emission.notes.extend(expected::notes(plans, request.target));
    Ok(emission)
}

/// Parameters of several plans that shells take for one variable. Of one plan a rule tells them.
fn clashing_parameters(plans: &[Plan]) -> Vec<Diagnostic> {
    let mut spellings: LiteMap<String, String> = LiteMap::new();
    let mut found = Vec::new();
    for (document, plan) in plans.iter().enumerate() {
        for name in plan.parameters() {
            let first = spellings
                .entry(name.to_ascii_lowercase())
                .or_insert_with(|| name.clone());
            if *first != name {
                found.push(Diagnostic::error(
                    "parameters-differing-in-case",
                    Place::new(At::Job).in_document(document),
                    format!("The parameters {first} and {name} differ in upper and lower case only, and shells take them for one."),
                    "Use one spelling in all documents, or two names.",
                ));
            }
        }
    }
    found
}

/// Whether the main script of a plan writes a record for the undo script: one blocking command leaves nothing.
pub(crate) fn keeps_record(plan: &Plan) -> bool {
    plan.job().ending != Ending::New(NewEnding::OneShot)
}

/// The plans that share the record of a plan, with itself: a record is named by what is made, found, set and added.
pub(crate) fn sharing<'p>(plans: &'p [Plan], plan: &Plan) -> Vec<&'p Plan> {
    plans
        .iter()
        .filter(|other| keeps_record(other) && other.digest() == plan.digest())
        .collect()
}

/// The plans that get a section, with their numbers. What was done last is undone first, so that a job that several
/// plans changed gets the values back that it had before the first; and a record that several plans share is gone
/// through once, in the place of the first, whose values are in it.
pub(crate) fn order(plans: &[Plan], script: Script) -> Vec<(usize, &Plan)> {
    let own_record = |(index, plan): &(usize, &Plan)| {
        let earlier = plans.get(..*index).unwrap_or_default();
        script == Script::Main || !keeps_record(plan) || sharing(earlier, plan).is_empty()
    };
    let mut order: Vec<_> = plans.iter().enumerate().filter(own_record).collect();
    if script == Script::Undo {
        order.reverse();
    }
    order
}

/// Whether a value can be put back as it was, from what bitsadmin prints of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Restorable {
    /// It is read with one verb and set with another.
    By {
        /// The verb that reads it.
        get: &'static str,
        /// The verb that sets it.
        set: &'static str,
    },
    /// The name: it is at hand in full.
    Name,
    /// Proxy settings: three verbs read them.
    Proxy,
    /// It cannot, for this reason.
    Not(&'static str),
}

/// Whether a setting can be put back after what the plan does.
pub(crate) fn restorable(plan: &Plan, id: SettingId) -> Restorable {
    const NO_GETTER: &str = "No tool reads what it was before.";
    const FORM: &str = "The form in which bitsadmin prints it is not documented.";
    match id {
        SettingId::DisplayName => Restorable::Name,
        SettingId::Description => Restorable::By {
            get: "/getdescription",
            set: "/setdescription",
        },
        SettingId::Priority if forces_priority(plan) => Restorable::Not(FORCED_PRIORITY),
        SettingId::Priority => Restorable::By {
            get: "/getpriority",
            set: "/setpriority",
        },
        SettingId::MinimumRetryDelay => Restorable::By {
            get: "/getminretrydelay",
            set: "/setminretrydelay",
        },
        SettingId::NoProgressTimeout => Restorable::By {
            get: "/getnoprogresstimeout",
            set: "/setnoprogresstimeout",
        },
        SettingId::MaximumDownloadTime => Restorable::By {
            get: "/getmaxdownloadtime",
            set: "/setmaxdownloadtime",
        },
        SettingId::NotifyFlags => Restorable::By {
            get: "/getnotifyflags",
            set: "/setnotifyflags",
        },
        SettingId::SecurityFlags => Restorable::By {
            get: "/getsecurityflags",
            set: "/setsecurityflags",
        },
        SettingId::PeerCachingFlags => Restorable::By {
            get: "/getpeercachingflags",
            set: "/setpeercachingflags",
        },
        SettingId::FileAclFlags => Restorable::By {
            get: "/getaclflags",
            set: "/setaclflags",
        },
        SettingId::ReplyFileName => Restorable::By {
            get: "/getreplyfilename",
            set: "/setreplyfilename",
        },
        SettingId::HelperTokenFlags => Restorable::By {
            get: "/gethelpertokenflags",
            set: "/sethelpertokenflags",
        },
        SettingId::ProxySettings => Restorable::Proxy,
        SettingId::HttpMethod => {
            Restorable::Not("The usual method, set again, does nothing; the other one stays.")
        }
        SettingId::JobType => Restorable::Not("The type of a job is fixed when it is made."),
        SettingId::Files | SettingId::FileRanges => Restorable::Not("A file cannot be taken out of a job."),
        SettingId::ReplaceRemotePrefix | SettingId::RemoteName => {
            Restorable::Not("Which remote names were changed is not known afterwards.")
        }
        SettingId::ValidationState => Restorable::Not("A judgement of content cannot be taken back."),
        SettingId::CustomHeaders
        | SettingId::NotifyCmdLine
        | SettingId::ClientCertificateById
        | SettingId::ClientCertificateByName
        | SettingId::RemoveClientCertificate => Restorable::Not(FORM),
        SettingId::MakeCustomHeadersWriteOnly => Restorable::Not("Headers stay write-only."),
        SettingId::TakeOwnership => Restorable::Not(
            "The former owner has to take the job back, and what the change of owner took away is gone.",
        ),
        SettingId::Credentials
        | SettingId::RemoveCredentials
        | SettingId::UseStoredCredentials
        | SettingId::NotificationClsid
        | SettingId::MinimumNotificationIntervalMs
        | SettingId::CostFlags
        | SettingId::DynamicContent
        | SettingId::HighPerformance
        | SettingId::MaxDownloadSize
        | SettingId::OnDemandMode
        | SettingId::HelperToken => Restorable::Not(NO_GETTER),
    }
}

/// A method of its own puts a job into foreground priority, which nobody can change afterwards; the usual method does
/// nothing. [com:IBackgroundCopyJobHttpOptions2.SetHttpMethod; ps:Set-BitsTransfer]
fn forces_priority(plan: &Plan) -> bool {
    plan.job().settings.http_method.as_ref().is_some_and(|method| {
        !method
            .0
            .as_literal()
            .is_some_and(|word| word.eq_ignore_ascii_case("GET"))
    })
}

/// Which old value of a setting that can be put back cannot.
fn restored_partly(id: SettingId) -> Option<&'static str> {
    match id {
        // Neither bitsadmin nor the module has a word for no flag. [help1809; ps:Set-BitsTransfer]
        SettingId::FileAclFlags | SettingId::HelperTokenFlags => {
            Some("undone only where some were set before; neither tool has a word for none.")
        }
        _ => None,
    }
}

const FORCED_PRIORITY: &str = "With another HTTP method a job stays in foreground priority.";

/// What of a plan the undo script cannot take back, with the reason. Values that the target does not say have not been
/// changed.
pub(crate) fn irrevocable(plan: &Plan, is_said: impl Fn(&SettingValue) -> bool) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    if !plan.is_new() && plan.job().settings.priority.is_none() && forces_priority(plan) {
        found.push((
            Place::setting(SettingId::HttpMethod),
            format!("Priority: not undone. {FORCED_PRIORITY}"),
        ));
    }
    for step in plan.steps() {
        match &step.operation {
            Operation::Set(value) if !plan.is_new() && is_said(value) => {
                if let Restorable::Not(reason) = restorable(plan, value.id()) {
                    found.push((
                        step.place,
                        format!("{}: not undone. {reason}", value.id().label()),
                    ));
                }
                if let Some(limit) = restored_partly(value.id()) {
                    found.push((step.place, format!("{}: {limit}", value.id().label())));
                }
            }
            Operation::AddFile { .. } if !plan.is_new() => {
                let place = Place::setting(SettingId::Files);
                let reason = "Added files: not undone. A file cannot be taken out of a job.".to_owned();
                if !found.contains(&(place, reason.clone())) {
                    found.push((place, reason));
                }
            }
            Operation::Complete | Operation::Transfer if plan.is_new() => {
                found.push((
                    step.place,
                    "Files that have been transferred stay where they are.".to_owned(),
                ));
            }
            Operation::Complete => found.push((
                step.place,
                "A completed job is not undone: it is gone.".to_owned(),
            )),
            Operation::Cancel => found.push((
                step.place,
                "A cancelled job is not undone: it is gone.".to_owned(),
            )),
            _ => {}
        }
    }
    found
}

/// The calls of bitsadmin that set a value: each verb with the words behind the job. Why there are none, else.
pub(crate) fn bitsadmin_words(value: &SettingValue) -> Result<Vec<(&'static str, Vec<Text>)>, &'static str> {
    let calls = bitsadmin::calls(value).map_err(|unsayable| unsayable.reason)?;
    calls
        .into_iter()
        .map(|call| {
            let words: Result<Vec<Text>, &'static str> = call
                .arguments
                .into_iter()
                .map(|argument| match argument {
                    bitsadmin::Argument::Own(word) => Ok(Text::literal(word)),
                    bitsadmin::Argument::Text(text, _) => Ok(text),
                    bitsadmin::Argument::Null => Ok(Text::literal("NULL")),
                    bitsadmin::Argument::Password(_) => Err("A password is not written into a script."),
                })
                .collect();
            Ok((call.verb, words?))
        })
        .collect()
}

/// The parameters of a cmdlet that set a value, as they are written. Why there are none, else.
pub(crate) fn powershell_parameters(value: &SettingValue) -> Result<Vec<String>, String> {
    powershell::parameters_of(value)
}
