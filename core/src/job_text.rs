//! Every text of a job with the place where it stands, and the edit that changes it.

use crate::catalog::{SettingId, Settings};
use crate::diagnostic::{At, Edit, Place};
use crate::job::{JobSpec, Selector, Subject};
use crate::text::{Notation, Piece, Text};
use crate::value::{Control, Entry, Secrecy, User};

/// A text of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobText<'a> {
    /// Where it stands.
    pub place: Place,
    /// How it is written there.
    pub notation: Notation,
    /// The text.
    pub text: &'a Text,
    siblings: Siblings<'a>,
}

/// What else stands in the same part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Siblings<'a> {
    /// Nothing: the part is this text.
    None,
    /// The part is a column; the text is one of its cells.
    Rows,
    /// The part is a list; the text is one of its lines.
    Lines(&'a [Text]),
}

/// How a text stands as an entry of a part.
pub fn entry(text: &Text, notation: Notation) -> Entry {
    match text.notation(notation) {
        Some(typed) => Entry::Typed(typed),
        None => Entry::Pieces(text.clone()),
    }
}

impl JobText<'_> {
    /// The setting and part; `None` for the name of existing jobs.
    pub fn part(&self) -> Option<(SettingId, usize)> {
        match self.place.at {
            At::Setting { id, part, .. } => Some((id, part.unwrap_or(0))),
            _ => None,
        }
    }

    /// Whether BITS takes a path on this machine here.
    pub fn is_local_path(&self) -> bool {
        self.notation == Notation::LocalPath
    }

    /// Whether it is a whole remote name.
    pub fn is_remote_name(&self) -> bool {
        self.is_remote() && !matches!(self.part(), Some((SettingId::ReplaceRemotePrefix, _)))
    }

    /// Whether it is a remote name or the beginning of one.
    pub fn is_remote(&self) -> bool {
        matches!(
            self.part(),
            Some((SettingId::Files, 0) | (SettingId::RemoteName, 1) | (SettingId::ReplaceRemotePrefix, _))
        )
    }

    /// Which secrets in it are masked.
    pub fn secrecy(&self) -> Secrecy {
        let part = self.part().and_then(|(id, part)| id.spec().parts.get(part));
        match part.map(|part| part.control) {
            Some(Control::Text(rule) | Control::Lines(rule)) => rule.secrecy,
            _ => Secrecy::None,
        }
    }

    /// The edit that puts another text there; `None` where no edit can.
    pub fn edit(&self, new: &Text) -> Option<Edit> {
        let At::Setting { id, part, row } = self.place.at else {
            return None;
        };
        let part = part.unwrap_or(0);
        let new = entry(new, self.notation);
        Some(match (self.siblings, row) {
            (Siblings::Rows, Some(row)) => Edit::SetCell(id, part, row, new),
            (Siblings::Lines(lines), _) if !may_be_rewritten(lines) => return None,
            (Siblings::Lines(lines), Some(row)) => {
                let lines = lines.iter().enumerate().map(|(at, line)| {
                    if at == row {
                        new.clone()
                    } else {
                        entry(line, self.notation)
                    }
                });
                Edit::SetPart(id, part, lines.collect())
            }
            _ => Edit::SetPart(id, part, vec![new]),
        })
    }

    /// The edit that changes the literal pieces.
    pub fn edit_literals(&self, change: impl Fn(&str) -> String) -> Option<Edit> {
        let pieces = self.text.pieces().iter().map(|piece| match piece {
            Piece::Literal(literal) => Piece::Literal(change(literal)),
            other => other.clone(),
        });
        self.edit(&Text::from_pieces(pieces))
    }
}

/// The longest list that fixes write anew. Each of its lines may want a fix, and each fix holds all lines.
const MOST_LINES: usize = 256;

/// Whether a fix may write a list anew.
pub(crate) fn may_be_rewritten(lines: &[Text]) -> bool {
    lines.len() <= MOST_LINES
}

/// Every text of a job, in the order of the form.
pub fn texts(job: &JobSpec) -> Vec<JobText<'_>> {
    let mut texts = Texts(Vec::new());
    if let Subject::Existing {
        selector: Selector::Name(name) | Selector::Pattern(name),
        ..
    } = &job.subject
    {
        texts.0.push(JobText {
            place: Place::new(At::Subject),
            notation: Notation::Plain,
            text: name,
            siblings: Siblings::None,
        });
    }
    // Taken apart without `..`: a setting that is added asks here for its texts.
    let Settings {
        job_type: _,
        display_name,
        description,
        files,
        file_ranges: _,
        replace_remote_prefix,
        remote_name,
        reply_file_name,
        validation_state: _,
        priority: _,
        minimum_retry_delay: _,
        no_progress_timeout: _,
        maximum_download_time: _,
        custom_headers,
        make_custom_headers_write_only: _,
        http_method,
        security_flags: _,
        client_certificate_by_id,
        client_certificate_by_name,
        remove_client_certificate: _,
        proxy_settings,
        credentials,
        remove_credentials: _,
        use_stored_credentials: _,
        notify_flags: _,
        notify_cmd_line,
        notification_clsid: _,
        minimum_notification_interval_ms: _,
        cost_flags: _,
        dynamic_content: _,
        high_performance: _,
        max_download_size: _,
        on_demand_mode: _,
        file_acl_flags: _,
        peer_caching_flags: _,
        take_ownership: _,
        helper_token: _,
        helper_token_flags: _,
    } = &job.settings;
    use SettingId as Id;
    let plain = Notation::Plain;
    if let Some(name) = display_name {
        texts.one(Id::DisplayName, 0, plain, &name.0);
    }
    if let Some(description) = description {
        texts.one(Id::Description, 0, plain, &description.0);
    }
    for (row, file) in files.iter().flat_map(|files| files.0.iter().enumerate()) {
        texts.cell(Id::Files, 0, row, plain, &file.remote_name);
        texts.cell(Id::Files, 1, row, Notation::LocalPath, &file.local_name);
    }
    if let Some(change) = replace_remote_prefix {
        texts.one(Id::ReplaceRemotePrefix, 0, plain, &change.old_prefix);
        texts.one(Id::ReplaceRemotePrefix, 1, plain, &change.new_prefix);
    }
    for (row, name) in remote_name.iter().flat_map(|names| names.0.iter().enumerate()) {
        texts.cell(Id::RemoteName, 1, row, plain, &name.remote_name);
    }
    if let Some(name) = reply_file_name {
        texts.one(Id::ReplyFileName, 0, Notation::LocalPath, &name.0);
    }
    if let Some(headers) = custom_headers {
        texts.lines(Id::CustomHeaders, 0, &headers.0);
    }
    if let Some(method) = http_method {
        texts.one(Id::HttpMethod, 0, plain, &method.0);
    }
    if let Some(certificate) = client_certificate_by_id {
        texts.one(Id::ClientCertificateById, 1, plain, &certificate.store_name);
    }
    if let Some(certificate) = client_certificate_by_name {
        texts.one(Id::ClientCertificateByName, 1, plain, &certificate.store_name);
        texts.one(Id::ClientCertificateByName, 2, plain, &certificate.subject_name);
    }
    if let Some(proxy) = proxy_settings {
        texts.lines(Id::ProxySettings, 1, &proxy.list);
        texts.lines(Id::ProxySettings, 2, &proxy.bypass);
    }
    for (row, credential) in credentials.iter().flat_map(|all| all.0.iter().enumerate()) {
        if let User::Named(name) = &credential.user {
            texts.cell(Id::Credentials, 2, row, plain, name);
        }
    }
    if let Some(command) = notify_cmd_line {
        texts.one(Id::NotifyCmdLine, 0, Notation::LocalPath, &command.program);
        texts.one(Id::NotifyCmdLine, 1, plain, &command.parameters);
    }
    texts.0
}

struct Texts<'a>(Vec<JobText<'a>>);

impl<'a> Texts<'a> {
    fn one(&mut self, id: SettingId, part: usize, notation: Notation, text: &'a Text) {
        self.0.push(JobText {
            place: Place::part(id, part),
            notation,
            text,
            siblings: Siblings::None,
        });
    }

    fn cell(&mut self, id: SettingId, part: usize, row: usize, notation: Notation, text: &'a Text) {
        self.0.push(JobText {
            place: Place::cell(id, part, row),
            notation,
            text,
            siblings: Siblings::Rows,
        });
    }

    fn lines(&mut self, id: SettingId, part: usize, lines: &'a [Text]) {
        for (row, text) in lines.iter().enumerate() {
            self.0.push(JobText {
                place: Place::cell(id, part, row),
                notation: Notation::Plain,
                text,
                siblings: Siblings::Lines(lines),
            });
        }
    }
}
