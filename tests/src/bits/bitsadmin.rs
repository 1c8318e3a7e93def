//! The command line of bitsadmin, over the model.

use super::Model;
use super::fault::Fault;
use super::job::JobType;
use super::verbs::verb;
use crate::argv::{command_line_to_argv_w, msvcrt};
use crate::powershell::time::SECOND;

/// How a bitsadmin speaks; its exit codes and most of its wording are not documented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// A refused call exits 0 and says so in other words.
    pub quiet_refusals: bool,
    /// Sets of bits are printed in hexadecimal.
    pub hexadecimal: bool,
    /// The verb that came after build 17763 is missing.
    pub old: bool,
}

/// What bitsadmin did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Its exit code.
    pub exit: i32,
    /// Lines on its standard output.
    pub output: Vec<String>,
}

/// What one verb did: lines to print, or why not.
pub(super) type Done = Result<Vec<String>, Refused>;

/// Why a verb did nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// BITS said no.
    By(Fault),
    /// The words are not a call of bitsadmin's.
    Usage(&'static str),
    /// The model cannot play this verb.
    Unknown(String),
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::By(fault)
    }
}

impl Model {
    /// Runs a whole command line, the program's name first. It is an error when the two ways of splitting a command
    /// line differ, or when the model does not know the verb.
    pub fn bitsadmin(&mut self, line: &str) -> Result<Answer, String> {
        let words = msvcrt(line);
        let other = command_line_to_argv_w(line);
        if words != other {
            return Err(format!("read in two ways: {words:?} and {other:?}: {line}"));
        }
        let mut words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        let mut raw = false;
        while let Some(first) = words.first().map(|word| word.to_ascii_lowercase()) {
            match first.as_str() {
                "/rawreturn" => raw = true,
                "/wrap" | "/nowrap" => {}
                _ => break,
            }
            words.remove(0);
        }
        let Some((name, words)) = words.split_first() else {
            return Ok(self.answer(raw, Ok(vec!["USAGE".to_owned()])));
        };
        let name = name.to_ascii_lowercase();
        let arguments = words
            .iter()
            .enumerate()
            .map(|(place, word)| (place.to_string(), (*word).to_owned()))
            .collect();
        let done = match self.note(&name, arguments) {
            Ok(()) => self.perform(&name, words, raw),
            Err(fault) => Err(Refused::By(fault)),
        };
        if let Err(Refused::Unknown(why)) = done {
            return Err(why);
        }
        Ok(self.answer(raw, done))
    }

    fn answer(&self, raw: bool, done: Done) -> Answer {
        let mut output = Vec::new();
        if !raw {
            output.extend(
                [
                    "",
                    "BITSADMIN version 3.0",
                    "BITS administration utility.",
                    "(C) Copyright Microsoft Corp.",
                    "",
                ]
                .map(str::to_owned),
            );
        }
        match done {
            Ok(lines) => {
                output.extend(lines);
                Answer { exit: 0, output }
            }
            Err(refused) => {
                let (code, text) = match refused {
                    Refused::By(fault) => (fault.hresult(), fault.sentence()),
                    Refused::Usage(why) => (0x8007_0057, why.to_owned()),
                    Refused::Unknown(why) => (0x8000_FFFF, why),
                };
                if self.bitsadmin.quiet_refusals {
                    output.push("Der Vorgang wurde nicht ausgefuehrt.".to_owned());
                    return Answer { exit: 0, output };
                }
                output.push(format!("Unable to do it - 0x{code:08x}"));
                output.push(text);
                Answer {
                    exit: code as i32,
                    output,
                }
            }
        }
    }

    fn perform(&mut self, name: &str, words: &[&str], raw: bool) -> Done {
        match name {
            "/create" => self.create_by_words(words, raw),
            "/transfer" => self.transfer_by_words(words),
            "/list" => {
                let all = words.iter().any(|word| word.eq_ignore_ascii_case("/allusers"));
                if all && !self.elevated {
                    return Err(Fault::AccessDenied.into());
                }
                let mine = self
                    .jobs
                    .iter()
                    .filter(|job| all || job.setting("owner") == self.user);
                let mut lines: Vec<String> = mine.map(summary).collect();
                lines.push(format!("Listed {} job(s).", lines.len()));
                Ok(lines)
            }
            "/reset" => {
                let all = words.iter().any(|word| word.eq_ignore_ascii_case("/allusers"));
                let guids: Vec<String> = self
                    .jobs
                    .iter()
                    .filter(|job| all || job.setting("owner") == self.user)
                    .map(|job| job.guid.clone())
                    .collect();
                for guid in &guids {
                    self.cancel(guid)?;
                }
                Ok(vec![format!(
                    "{} out of {} jobs canceled.",
                    guids.len(),
                    guids.len()
                )])
            }
            "/info" => match words {
                [job] | [job, _] => {
                    let guid = self.named(job)?;
                    Ok(self.find(&guid).map(summary).into_iter().collect())
                }
                _ => Err(Refused::Usage("Invalid number of arguments.")),
            },
            _ => {
                let Some((job, rest)) = words.split_first() else {
                    return Err(Refused::Usage("Invalid number of arguments."));
                };
                let Some(verb) =
                    verb(name).filter(|_| !(self.bitsadmin.old && name == "/makecustomheaderswriteonly"))
                else {
                    return Err(match name {
                        "/makecustomheaderswriteonly" => Refused::Usage("Unrecognized command."),
                        _ => Refused::Unknown(format!("verb {name}")),
                    });
                };
                if !verb.words.contains(&rest.len()) {
                    return Err(Refused::Usage("Invalid number of arguments."));
                }
                let guid = self.named(job)?;
                (verb.run)(self, &guid, rest)
            }
        }
    }

    /// The GUID of the job that a word means: a GUID in braces, or the name of one job.
    fn named(&self, word: &str) -> Result<String, Refused> {
        if is_guid(word) {
            let guid = word.trim_matches(['{', '}']).to_ascii_lowercase();
            return match self.find(&guid) {
                Some(job) => Ok(job.guid.clone()),
                None => Err(Fault::NotFound.into()),
            };
        }
        let mut found = self.jobs.iter().filter(|job| {
            (self.elevated || job.setting("owner") == self.user) && job.setting("display_name") == word
        });
        match (found.next(), found.next()) {
            (Some(job), None) => Ok(job.guid.clone()),
            (None, _) => Err(Fault::NotFound.into()),
            _ => Err(Refused::Usage("More than one job has that name.")),
        }
    }

    fn create_by_words(&mut self, words: &[&str], raw: bool) -> Done {
        let (job_type, name) = match words {
            [name] => (JobType::Download, *name),
            [kind, name] => match kind.to_ascii_lowercase().as_str() {
                "/download" => (JobType::Download, *name),
                "/upload" => (JobType::Upload, *name),
                "/upload-reply" => (JobType::UploadReply, *name),
                _ => return Err(Refused::Usage("Unrecognized job type.")),
            },
            _ => return Err(Refused::Usage("Invalid number of arguments.")),
        };
        // A name that begins with a slash is taken for a switch; a GUID is no name.
        if name.starts_with('/') || is_guid(name) {
            return Err(Refused::Usage("Invalid job name."));
        }
        let guid = self.create(job_type, name)?.to_ascii_uppercase();
        Ok(vec![if raw {
            format!("{{{guid}}}")
        } else {
            format!("Created job {{{guid}}}.")
        }])
    }

    fn transfer_by_words(&mut self, words: &[&str]) -> Done {
        let Some((name, mut rest)) = words.split_first() else {
            return Err(Refused::Usage("Invalid number of arguments."));
        };
        if name.starts_with('/') || is_guid(name) {
            return Err(Refused::Usage("Invalid job name."));
        }
        let mut job_type = JobType::Download;
        let mut settings = Vec::new();
        loop {
            let option = rest
                .first()
                .map(|word| word.to_ascii_lowercase())
                .unwrap_or_default();
            let used = match (option.as_str(), rest.get(1)) {
                ("/download", _) => 1,
                ("/upload", _) => {
                    job_type = JobType::Upload;
                    1
                }
                ("/dynamic", _) => {
                    settings.push(("dynamic_content", "TRUE".to_owned()));
                    1
                }
                ("/priority", Some(priority)) => {
                    settings.push(("priority", priority.to_ascii_uppercase()));
                    2
                }
                ("/aclflags", Some(letters)) => {
                    settings.push(("file_acl_flags", super::verbs::acl_number(letters)?.to_string()));
                    2
                }
                (other, _) if other.starts_with('/') => return Err(Refused::Usage("Unrecognized option.")),
                _ => break,
            };
            rest = &rest[used..];
        }
        if rest.is_empty() || !rest.len().is_multiple_of(2) {
            return Err(Refused::Usage("Invalid number of arguments."));
        }
        let guid = self.create(job_type, name)?;
        let made = settings
            .iter()
            .try_for_each(|(setting, value)| self.set(&guid, setting, value))
            .and_then(|()| {
                rest.chunks(2)
                    .try_for_each(|pair| self.add_file(&guid, pair[0], pair.get(1).unwrap_or(&""), ""))
            })
            .and_then(|()| self.resume(&guid));
        if let Err(fault) = made {
            self.cancel(&guid)?;
            return Err(fault.into());
        }
        let started = self.now;
        while self.now - started < 100 * 86_400 * SECOND {
            self.advance_to(self.now + SECOND);
            let Some(job) = self.find(&guid) else {
                return Err(Fault::NotFound.into());
            };
            match (job.state, job.error) {
                (super::State::Transferred, _) => {
                    self.complete(&guid)?;
                    return Ok(vec!["Transfer complete.".to_owned()]);
                }
                (super::State::Error, fault) => {
                    self.cancel(&guid)?;
                    return Err(fault.unwrap_or(Fault::InvalidState).into());
                }
                _ => {}
            }
        }
        Err(Refused::Unknown("/transfer waits for ever".to_owned()))
    }
}

fn summary(job: &super::Job) -> String {
    let (done, total) = job.bytes();
    let total = if total == u64::MAX {
        "UNKNOWN".to_owned()
    } else {
        total.to_string()
    };
    let files = job.files.iter().filter(|one| one.done).count();
    format!(
        "{{{}}} '{}' {} {files} / {} {done} / {total}",
        job.guid.to_ascii_uppercase(),
        job.setting("display_name"),
        job.state.word(),
        job.files.len()
    )
}

/// Whether a word has the shape of a GUID in braces.
fn is_guid(word: &str) -> bool {
    let Some(inner) = word.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
        return false;
    };
    let groups: Vec<&str> = inner.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
