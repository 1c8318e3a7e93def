//! Calls made literal for this machine: variables expanded, parameters, secrets and passwords asked for.
//!
//! Secrets stay apart from the calls until the moment of a call; until then a call has holes for them.

use crate::call::{Assignment, Call, Step};
use crate::calls::{Calls, Target, Then, digest};
use crate::secret::Secret;
use crate::words::text_of;
use bitsmith_core::catalog::{SettingId, SettingValue, Settings};
use bitsmith_core::diagnostic::{Diagnostic, Severity};
use bitsmith_core::job::{Folders, JobSpec, Selector, Subject};
use bitsmith_core::rules;
use bitsmith_core::secret::{Hole, is_hole};
use bitsmith_core::text::{Notation, Piece, Text};
use bitsmith_core::value::{
    Control, Credential, Credentials, DisplayName, Entry, File, Files, JobType, RemoteName, RemoteNames, User,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Who answers what a plan leaves open.
pub trait Answers {
    /// The value of an environment variable; `None` where there is none.
    fn environment(&mut self, name: &str) -> Option<String>;
    /// The value of a parameter; `None` where nobody answers.
    fn parameter(&mut self, name: &str) -> Option<String>;
    /// What belongs into a hole; `None` where nobody answers, as here.
    fn hole(&mut self, _hole: &Hole) -> Option<Secret> {
        None
    }
    /// The password of a user; `None` where nobody answers, as here.
    fn password(&mut self, _user: &str, _credential: &Credential) -> Option<Secret> {
        None
    }
}

/// Why a plan cannot be made literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResolveError {
    /// The machine has no such environment variable.
    NoVariable(String),
    /// Nobody said what this secret is.
    Unanswered(String),
    /// Nobody said what this parameter is.
    NoParameter(String),
    /// What a value became is not one that BITS takes.
    Refused {
        /// The setting.
        setting: SettingId,
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// A rule forbids what the values make of the job.
    Forbidden {
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// An expression of a shell, which only that shell can compute.
    Opaque(String),
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ResolveError::NoVariable(name) => write!(
                f,
                "This machine has no environment variable {name}. Set it, or write its value into the document."
            ),
            ResolveError::Unanswered(what) => write!(
                f,
                "Nobody said what the {what} is. Start the command where it can ask."
            ),
            ResolveError::NoParameter(name) => write!(
                f,
                "Nobody said what the parameter {name} is. Say it with --parameter {name}=VALUE, or start the command where it can ask."
            ),
            ResolveError::Refused {
                setting,
                message,
                help,
            } => write!(
                f,
                "{}: {}. {help}",
                setting.label(),
                message.trim_end_matches('.')
            ),
            ResolveError::Forbidden { message, help } => {
                write!(
                    f,
                    "With its values filled in, the job cannot be applied. {message} {help}"
                )
            }
            ResolveError::Opaque(source) => write!(
                f,
                "`{source}` is an expression of a shell, which only that shell can compute. Write its value, or use a script."
            ),
        }
    }
}

impl std::error::Error for ResolveError {}

/// Calls that wait for nothing but their secrets.
#[derive(Clone)]
pub struct Resolved {
    /// What they act on, literal.
    pub target: Target,
    /// The calls, literal but for their holes.
    pub steps: Vec<Step>,
    /// What follows.
    pub then: Then,
    /// Whether missing folders are made.
    pub folders: Folders,
    /// What the rules say only now that values are filled in; no error is among it.
    pub said: Vec<Diagnostic>,
    digest: String,
    key: String,
    secrets: BTreeMap<String, Secret>,
}

impl Resolved {
    /// The digest of the calls as they were shown.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What names the job that they make on this machine: as [`Calls::digest`], with variables and parameters filled in.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The type of the job that they make; `None` where they make none.
    pub fn job_type(&self) -> Option<JobType> {
        self.steps.iter().find_map(|step| match step.call {
            Call::CreateJob { job_type, .. } => Some(job_type),
            _ => None,
        })
    }

    /// The call with its secrets, for BITS and for nothing else.
    pub fn literal(&self, call: &Call) -> Result<Call, ResolveError> {
        resolve_call(call, &mut |text| {
            fill(text, &mut |piece| match piece {
                Piece::Parameter(name) => match self.secrets.get(name) {
                    Some(secret) => Ok(Piece::Literal(secret.reveal().to_owned())),
                    None => Err(ResolveError::Unanswered(name.clone())),
                },
                other => Ok(other.clone()),
            })
        })
    }
}

/// Makes calls literal. Asks for each thing once, and looks at every value that comes of it before anything is done.
pub fn resolve(calls: &Calls, answers: &mut dyn Answers) -> Result<Resolved, ResolveError> {
    let mut resolved = opened(calls, answers)?;
    // A hole that stands in the document itself is a secret, too.
    let holes = calls.parameters.iter().filter(|name| is_hole(name));
    let holes = holes.map(|name| Hole {
        name: name.clone(),
        label: format!("secret value {{{{{name}}}}}"),
    });
    for hole in calls.holes.iter().cloned().chain(holes) {
        let answer = answers.hole(&hole);
        let answer = answer.ok_or_else(|| ResolveError::Unanswered(hole.label.clone()))?;
        check_secret(&answer, &hole)?;
        resolved.secrets.insert(hole.name.clone(), answer);
    }
    for step in &mut resolved.steps {
        if let Call::Set(Assignment::Credential { credential, password }) = &mut step.call
            && let User::Named(name) = &credential.user
        {
            let user = name.as_literal().unwrap_or_default().to_owned();
            let answer = answers.password(&user, credential);
            let answer = answer.ok_or_else(|| ResolveError::Unanswered(format!("password of {user}")))?;
            check_password(&answer)?;
            *password = Some(answer);
        }
    }
    for step in &resolved.steps {
        resolved.literal(&step.call)?;
    }
    Ok(resolved)
}

/// Makes calls literal but for their secrets, which nobody is asked for: enough to look what is in the way of them.
pub fn opened(calls: &Calls, answers: &mut dyn Answers) -> Result<Resolved, ResolveError> {
    let mut parameters = BTreeMap::new();
    for name in calls.asked() {
        let answer = answers.parameter(name);
        let answer = answer.ok_or_else(|| ResolveError::NoParameter(name.clone()))?;
        parameters.insert(name.clone(), answer);
    }
    let mut open = |text: &Text| {
        fill(text, &mut |piece| match piece {
            Piece::Environment(name) => match answers.environment(name) {
                Some(value) => Ok(Piece::Literal(value)),
                None => Err(ResolveError::NoVariable(name.clone())),
            },
            Piece::Parameter(name) => Ok(match parameters.get(name) {
                Some(value) => Piece::Literal(value.clone()),
                None => piece.clone(),
            }),
            Piece::Opaque { source, .. } => Err(ResolveError::Opaque(source.clone())),
            Piece::Literal(_) => Ok(piece.clone()),
        })
    };
    let target = match &calls.target {
        Target::New => Target::New,
        Target::Existing { selector, owner } => Target::Existing {
            selector: match selector {
                Selector::Name(text) => Selector::Name(open(text)?),
                Selector::Pattern(text) => Selector::Pattern(open(text)?),
                Selector::Guids(_) | Selector::All => selector.clone(),
            },
            owner: *owner,
        },
    };
    let mut steps = Vec::new();
    for step in &calls.steps {
        steps.push(Step {
            call: resolve_call(&step.call, &mut open)?,
            place: step.place,
        });
    }
    let said = judged(calls, &target, &mut open)?;
    Ok(Resolved {
        said,
        digest: calls.digest(),
        key: digest(&target, &steps, Then::Leave, Folders::Expect),
        target,
        steps,
        then: calls.then,
        folders: calls.folders,
        secrets: BTreeMap::new(),
    })
}

/// What the rules say of the job as it has become, and did not say of it as it stands in the document. What they forbid is
/// an error, as it is where the same text stands in the document itself.
fn judged(calls: &Calls, target: &Target, fill: &mut Fill<'_>) -> Result<Vec<Diagnostic>, ResolveError> {
    let mut settings = Settings::default();
    for value in calls.job.settings.values() {
        settings.insert(resolve_value(&value, fill)?);
    }
    let subject = match target.clone() {
        Target::New => Subject::New,
        Target::Existing { selector, owner } => Subject::Existing { selector, owner },
    };
    let job = JobSpec {
        subject,
        settings,
        ..calls.job.clone()
    };
    if job == calls.job {
        return Ok(Vec::new());
    }
    let key = |diagnostic: &Diagnostic| (diagnostic.rule, diagnostic.place, diagnostic.severity);
    let before: BTreeSet<_> = rules::check(&calls.job, &calls.profile).iter().map(key).collect();
    let mut said = rules::check(&job, &calls.profile);
    said.retain(|diagnostic| !before.contains(&key(diagnostic)));
    match said
        .iter()
        .find(|diagnostic| diagnostic.severity == Severity::Error)
    {
        Some(error) => Err(ResolveError::Forbidden {
            message: error.message.clone(),
            help: error.help.clone(),
        }),
        None => Ok(said),
    }
}

/// Holes stand in headers, addresses and command lines, in which a control character would end what it stands in. What was
/// typed is not shown.
fn check_secret(answer: &Secret, hole: &Hole) -> Result<(), ResolveError> {
    if answer.reveal().contains(|c: char| c.is_control() && c != '\t') {
        return Err(ResolveError::Forbidden {
            message: format!(
                "The {} holds a line break or another control character.",
                hole.label
            ),
            help: "Take it out.".to_owned(),
        });
    }
    Ok(())
}

/// At most 65,535 characters, the smaller of two numbers that Microsoft states. [w32:bits-return-values]
fn check_password(password: &Secret) -> Result<(), ResolveError> {
    let refused = |message: &str, help: &str| {
        Err(ResolveError::Refused {
            setting: SettingId::Credentials,
            message: message.to_owned(),
            help: help.to_owned(),
        })
    };
    if password.reveal().contains('\0') {
        return refused(
            "The password holds the character NUL, which ends a string in Windows",
            "Take it out.",
        );
    }
    if password.reveal().encode_utf16().count() > 65_535 {
        return refused(
            "The password has more than 65,535 characters",
            "Use a shorter one.",
        );
    }
    Ok(())
}

fn fill(
    text: &Text,
    piece: &mut dyn FnMut(&Piece) -> Result<Piece, ResolveError>,
) -> Result<Text, ResolveError> {
    let pieces: Result<Vec<Piece>, ResolveError> = text.pieces().iter().map(piece).collect();
    Ok(Text::from_pieces(pieces?))
}

type Fill<'f> = dyn FnMut(&Text) -> Result<Text, ResolveError> + 'f;

/// A call with its texts filled in, and every value read again: it may have become too long.
fn resolve_call(call: &Call, fill: &mut Fill<'_>) -> Result<Call, ResolveError> {
    Ok(match call {
        Call::CreateJob {
            display_name,
            job_type,
        } => {
            let value = SettingValue::DisplayName(DisplayName(display_name.clone()));
            match resolve_value(&value, fill)? {
                SettingValue::DisplayName(name) => Call::CreateJob {
                    display_name: name.0,
                    job_type: *job_type,
                },
                _ => call.clone(),
            }
        }
        Call::AddFile { index, file } => {
            let file = resolve_file(file, fill)?;
            Call::AddFile { index: *index, file }
        }
        Call::Set(assignment) => Call::Set(resolve_assignment(assignment, fill)?),
        Call::Resume | Call::Suspend | Call::Complete | Call::Cancel => call.clone(),
    })
}

fn resolve_file(file: &File, fill: &mut Fill<'_>) -> Result<File, ResolveError> {
    let value = SettingValue::Files(Files(vec![file.clone()]));
    match resolve_value(&value, fill)? {
        SettingValue::Files(Files(files)) => Ok(files.into_iter().next().unwrap_or_else(|| file.clone())),
        _ => Ok(file.clone()),
    }
}

fn resolve_assignment(assignment: &Assignment, fill: &mut Fill<'_>) -> Result<Assignment, ResolveError> {
    match assignment {
        Assignment::Value(value) => Ok(Assignment::Value(resolve_value(value, fill)?)),
        Assignment::Credential { credential, password } => {
            let value = SettingValue::Credentials(Credentials(vec![credential.clone()]));
            let credential = match resolve_value(&value, fill)? {
                SettingValue::Credentials(Credentials(list)) => list.into_iter().next(),
                _ => None,
            };
            match credential {
                Some(credential) => Ok(Assignment::Credential {
                    credential,
                    password: password.clone(),
                }),
                None => Ok(assignment.clone()),
            }
        }
        Assignment::RemoteName { file, remote_name } => {
            let one = RemoteName {
                file: 0,
                remote_name: remote_name.clone(),
            };
            match resolve_value(&SettingValue::RemoteName(RemoteNames(vec![one])), fill)? {
                SettingValue::RemoteName(RemoteNames(names)) => Ok(Assignment::RemoteName {
                    file: *file,
                    remote_name: names
                        .into_iter()
                        .next()
                        .map_or_else(Text::default, |name| name.remote_name),
                }),
                _ => Ok(assignment.clone()),
            }
        }
        Assignment::RemoveCredential(_) | Assignment::ValidationState { .. } => Ok(assignment.clone()),
    }
}

/// Walks the parts of a value: no setting is named, and the value's own reader judges what comes of it.
fn resolve_value(value: &SettingValue, fill: &mut Fill<'_>) -> Result<SettingValue, ResolveError> {
    let id = value.id();
    let refused = |message: &str, help: &str| ResolveError::Refused {
        setting: id,
        message: message.to_owned(),
        help: help.to_owned(),
    };
    let mut entries = value.write();
    for (part, column) in id.spec().parts.iter().zip(&mut entries.0) {
        for entry in column {
            let text = match part.control {
                Control::Text(rule) | Control::Lines(rule) => text_of(entry, rule),
                Control::User if *entry != Entry::from("implicit") => match &entry {
                    Entry::Pieces(text) => Ok(text.clone()),
                    Entry::Typed(typed) => Text::parse(typed, Notation::Plain),
                },
                _ => continue,
            };
            let text = text.map_err(|error| refused(error.message, error.help))?;
            let text = fill(&text)?;
            // The word stands for the current user, and a variable may hold it.
            if part.control == Control::User && text.as_literal() == Some("implicit") {
                return Err(refused(
                    "The user name became `implicit`, which stands for the current user",
                    "Write another user name.",
                ));
            }
            *entry = Entry::Pieces(text);
        }
    }
    SettingValue::read(id, &entries).map_err(|errors| match errors.first() {
        Some(error) => refused(&error.message, &error.help),
        None => refused("The value cannot be read", ""),
    })
}
