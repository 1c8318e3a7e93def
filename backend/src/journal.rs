//! What this program was about to do, so that a crash leaves nothing that is not found again. (J2, J5, J6)
//!
//! An entry is written before its job is made, its GUID as soon as it is known, each step before it is taken. A process that
//! works on an entry holds a lock on a file, which the system lets go however the process ends: an entry without a
//! holder that is not settled is an orphan. No secret is written here.

use bitsmith_core::catalog::SettingId;
use bitsmith_core::value::Guid;
use directories::ProjectDirs;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, TransactionBehavior, params};
use std::fmt;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Why the journal cannot be read or written, and what to do.
#[derive(Debug)]
pub struct JournalError {
    file: Option<PathBuf>,
    reason: String,
    help: &'static str,
}

impl JournalError {
    fn new(reason: impl Into<String>, help: &'static str) -> JournalError {
        JournalError {
            file: None,
            reason: reason.into(),
            help,
        }
    }

    /// The same, of a file.
    fn of(mut self, file: &Path) -> JournalError {
        self.file = Some(file.to_owned());
        self
    }
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("The journal of jobs")?;
        if let Some(file) = &self.file {
            write!(f, ", {},", file.display())?;
        }
        write!(f, " cannot be kept: {}. {}", self.reason, self.help)
    }
}

impl std::error::Error for JournalError {}

impl From<rusqlite::Error> for JournalError {
    fn from(error: rusqlite::Error) -> JournalError {
        const REPLACED: &str =
            "Move the file away: a new one is made, which does not know the jobs of the old one.";
        let help = match (&error, error.sqlite_error_code()) {
            (_, Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)) => {
                "Another program holds it; try again once that has ended."
            }
            (_, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)) => REPLACED,
            // Another program's tables.
            (rusqlite::Error::SqlInputError { .. }, _) => REPLACED,
            (_, Some(ErrorCode::DiskFull)) => "Make room on its disk.",
            _ => WRITABLE,
        };
        let reason = match error {
            rusqlite::Error::SqlInputError { msg, .. } => msg,
            error => error.to_string(),
        };
        JournalError::new(reason, help)
    }
}

impl From<std::io::Error> for JournalError {
    fn from(error: std::io::Error) -> JournalError {
        JournalError::new(error.to_string().trim_end_matches('.'), WRITABLE)
    }
}

const WRITABLE: &str = "See that its folder is there and can be written.";

/// How far an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// About to be made or changed, or in the middle of it.
    Working,
    /// All calls are made; a process waits to complete the job.
    Waiting,
    /// All is done: the job is as it was asked for, and goes its own way.
    Running,
    /// The job is over: completed, cancelled, or gone.
    Over,
}

impl Stage {
    const ALL: [Stage; 4] = [Stage::Working, Stage::Waiting, Stage::Running, Stage::Over];

    /// The word that the journal has for it.
    pub const fn word(self) -> &'static str {
        match self {
            Stage::Working => "working",
            Stage::Waiting => "waiting",
            Stage::Running => "running",
            Stage::Over => "over",
        }
    }
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A job that is made.
    Make,
    /// A job that was there and is changed.
    Change,
}

/// What is about to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// Making or changing.
    pub kind: Kind,
    /// What names the job: see [`crate::resolve::Resolved::key`].
    pub key: String,
    /// The job's name.
    pub display_name: String,
    /// The job, where it is known.
    pub guid: Option<Guid>,
    /// How many calls there are.
    pub steps: usize,
    /// The jobs that were there before, so that a new one can be told from them.
    pub others: Vec<Guid>,
    /// The values before a change, as a document without secrets.
    pub before: Option<String>,
    /// The setting that each call of a change is about; a call that is about none has none.
    pub settings: Vec<Option<SettingId>>,
}

impl Intent {
    /// The settings that the first calls of a change are about, as far as they were reached.
    pub fn written(&self, reached: usize) -> impl Iterator<Item = SettingId> {
        self.settings.iter().take(reached).flatten().copied()
    }
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// What was about to be done, with the GUID as it is known now.
    pub intent: Intent,
    /// How far it is.
    pub stage: Stage,
    /// The call that was about to be made last, from 1; 0: none.
    pub reached: usize,
    /// When it was begun.
    pub begun: SystemTime,
    /// When it was last written.
    pub written: SystemTime,
    holder: String,
}

impl Entry {
    /// Its job, as the journal writes it.
    fn guid(&self) -> Option<&str> {
        self.intent.guid.as_ref().map(Guid::braced)
    }
}

/// Whether a job that was made before from the same plan is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Again {
    /// It is: it is named, and nothing is done.
    #[default]
    Refuse,
    /// A new one is made all the same.
    Make,
}

/// What became of an intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// It has this number.
    Entry(i64),
    /// A job was made from the same plan.
    Found(Box<Entry>),
}

/// The journal.
pub struct Journal {
    database: Connection,
    folder: Option<PathBuf>,
    /// The locked file of this process.
    lock: Option<(String, Option<File>)>,
}

/// How long others are waited for who write.
const PATIENCE: Duration = Duration::from_secs(10);

/// The form of the file that this program writes.
const FORM: i64 = 2;

/// A program that was killed may have left some of it, without a number.
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS entry (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        plan TEXT NOT NULL,
        display_name TEXT NOT NULL,
        guid TEXT,
        steps INTEGER NOT NULL,
        reached INTEGER NOT NULL DEFAULT 0,
        stage TEXT NOT NULL,
        others TEXT NOT NULL,
        before TEXT,
        settings TEXT NOT NULL DEFAULT '',
        holder TEXT NOT NULL,
        begun INTEGER NOT NULL,
        written INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS entry_plan ON entry (plan);
    CREATE INDEX IF NOT EXISTS entry_guid ON entry (guid);";

/// From the form that did not know which call changes what.
const FROM_1: &str = "ALTER TABLE entry ADD COLUMN settings TEXT NOT NULL DEFAULT '';";

/// The columns in the order in which [`entry`] reads them.
const COLUMNS: &str = "id, kind, plan, display_name, guid, steps, reached, stage, others, before, holder, begun, written, settings";

/// What an entry was when it was read, after its number.
const AS_READ: &str = "(holder = ?2 AND stage = ?3 AND reached = ?4 AND guid IS ?5)";

/// The jobs that a plan made and that are not over.
const MADE_OF_PLAN: &str = "plan = ?1 AND kind = 'make' AND stage <> 'over'";

impl Journal {
    /// The journal of the current user, made where there is none.
    pub fn of_user() -> Result<Journal, JournalError> {
        let folders = ProjectDirs::from("", "", "Bitsmith");
        let folders = folders.ok_or_else(|| {
            JournalError::new("the user has no home folder", "Run it as a user who has one.")
        })?;
        Journal::open(folders.data_local_dir())
    }

    /// The journal in a folder, made where there is none.
    pub fn open(folder: &Path) -> Result<Journal, JournalError> {
        let file = folder.join("journal.sqlite");
        let open = || {
            fs::create_dir_all(folder)?;
            Journal::ready(Connection::open(&file)?, Some(folder.to_owned()))
        };
        open().map_err(|error: JournalError| error.of(&file))
    }

    /// A journal that is forgotten with the process.
    pub fn in_memory() -> Result<Journal, JournalError> {
        Journal::ready(Connection::open_in_memory()?, None)
    }

    fn ready(mut database: Connection, folder: Option<PathBuf>) -> Result<Journal, JournalError> {
        database.busy_timeout(PATIENCE)?;
        // What a newer program wrote is not touched, and the way in which it is written belongs to it.
        let from = form(&database)?;
        write_ahead(&database)?;
        // Each transaction is on the disk before the next call of BITS.
        database.pragma_update(None, "synchronous", "FULL")?;
        if from < FORM {
            step(&mut database)?;
        }
        Ok(Journal {
            database,
            folder,
            lock: None,
        })
    }

    /// Writes down what is about to be done, before anything is done.
    pub fn begin(&mut self, intent: &Intent, again: Again) -> Result<Begun, JournalError> {
        let holder = self.hold()?;
        let now = seconds(SystemTime::now());
        let transaction = self
            .database
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        if intent.kind == Kind::Make && again == Again::Refuse {
            let found = transaction
                .query_row(
                    &format!("SELECT {COLUMNS} FROM entry WHERE {MADE_OF_PLAN} ORDER BY id DESC"),
                    params![intent.key],
                    entry,
                )
                .optional()?;
            if let Some(found) = found {
                return Ok(Begun::Found(Box::new(found)));
            }
        }
        transaction.execute(
            "INSERT INTO entry (kind, plan, display_name, guid, steps, stage, others, before, holder, begun, written, settings)
             VALUES (?1, ?2, ?3, ?4, ?5, 'working', ?6, ?7, ?8, ?9, ?9, ?10)",
            params![
                match intent.kind {
                    Kind::Make => "make",
                    Kind::Change => "change",
                },
                intent.key,
                intent.display_name,
                intent.guid.as_ref().map(Guid::braced),
                i64::try_from(intent.steps).unwrap_or(i64::MAX),
                intent.others.iter().map(Guid::braced).collect::<Vec<_>>().join(" "),
                intent.before,
                holder,
                now,
                setting_words(&intent.settings)
            ],
        )?;
        let id = transaction.last_insert_rowid();
        transaction.commit()?;
        Ok(Begun::Entry(id))
    }

    /// Writes down which job it is.
    pub fn made(&mut self, id: i64, guid: &Guid) -> Result<(), JournalError> {
        self.write(id, "guid", guid.braced())
    }

    /// Writes down which call is about to be made, from 1.
    pub fn reached(&mut self, id: i64, step: usize) -> Result<(), JournalError> {
        self.write(id, "reached", i64::try_from(step).unwrap_or(i64::MAX))
    }

    /// Writes down how far it is.
    pub fn stage(&mut self, id: i64, stage: Stage) -> Result<(), JournalError> {
        self.write(id, "stage", stage.word())
    }

    /// Takes an orphan over: this process works on it now. False: somebody has done something with it since it was read.
    pub fn adopt(&mut self, entry: &Entry) -> Result<bool, JournalError> {
        let holder = self.hold()?;
        self.write_where(&format!("holder = ?6 OR {AS_READ}"), entry, "holder", &holder)
    }

    /// Writes down that an entry is over, unless somebody has done something with it since it was read.
    pub fn close(&mut self, entry: &Entry) -> Result<(), JournalError> {
        self.write_where(AS_READ, entry, "stage", Stage::Over.word())?;
        Ok(())
    }

    /// Writes a value where a condition holds of the entry: `?2` to `?5` are what it was when it was read, `?6` is the value.
    fn write_where(
        &mut self,
        condition: &str,
        entry: &Entry,
        column: &str,
        value: &str,
    ) -> Result<bool, JournalError> {
        let written = self.database.execute(
            &format!("UPDATE entry SET {column} = ?6, written = ?7 WHERE id = ?1 AND ({condition})"),
            params![
                entry.id,
                entry.holder,
                entry.stage.word(),
                i64::try_from(entry.reached).unwrap_or(i64::MAX),
                entry.guid(),
                value,
                seconds(SystemTime::now())
            ],
        )?;
        Ok(written == 1)
    }

    fn write(&mut self, id: i64, column: &str, value: impl rusqlite::ToSql) -> Result<(), JournalError> {
        self.database.execute(
            &format!("UPDATE entry SET {column} = ?2, written = ?3 WHERE id = ?1"),
            params![id, value, seconds(SystemTime::now())],
        )?;
        Ok(())
    }

    /// The entries whose job is not over, oldest first.
    pub fn open_entries(&self) -> Result<Vec<Entry>, JournalError> {
        self.select("stage <> 'over'", params![])
    }

    /// The entries of the jobs that the plan with a key made and that are not over, oldest first.
    pub fn made_of_plan(&self, key: &str) -> Result<Vec<Entry>, JournalError> {
        self.select(MADE_OF_PLAN, params![key])
    }

    /// The settings that changes of the same job have written since an entry was begun, those left out that were put back.
    pub fn written_since(&self, entry: &Entry) -> Result<Vec<SettingId>, JournalError> {
        let later = self.select(
            "guid = ?1 AND id > ?2 AND kind = 'change'",
            params![entry.guid(), entry.id],
        )?;
        let written = later.iter().flat_map(|later| later.intent.written(later.reached));
        Ok(written.collect())
    }

    /// Writes down that what a change did is put back: it is over, and nothing of it is left.
    pub fn put_back(&mut self, id: i64) -> Result<(), JournalError> {
        self.reached(id, 0)?;
        self.stage(id, Stage::Over)
    }

    /// The newest entry of a job, whether it is over or not.
    pub fn entry_of(&self, guid: &Guid) -> Result<Option<Entry>, JournalError> {
        Ok(self.select("guid = ?1", params![guid.braced()])?.pop())
    }

    /// Whether a job was made by this program, whatever has become of it.
    pub fn has_made(&self, guid: &Guid) -> Result<bool, JournalError> {
        Ok(self.database.query_row(
            "SELECT EXISTS (SELECT 1 FROM entry WHERE guid = ?1 AND kind = 'make')",
            params![guid.braced()],
            |row| row.get(0),
        )?)
    }

    /// Writes down that a job is over: nothing that was begun with it goes on.
    pub fn over(&mut self, guid: &Guid) -> Result<(), JournalError> {
        self.database.execute(
            "UPDATE entry SET stage = 'over', written = ?2 WHERE guid = ?1 AND stage <> 'over'",
            params![guid.braced(), seconds(SystemTime::now())],
        )?;
        Ok(())
    }

    fn select(&self, condition: &str, values: impl rusqlite::Params) -> Result<Vec<Entry>, JournalError> {
        let mut statement = self.database.prepare(&format!(
            "SELECT {COLUMNS} FROM entry WHERE {condition} ORDER BY id"
        ))?;
        let entries = statement.query_map(values, entry)?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    /// An entry as it is now, where no process works on it. Who worked on it when it was read may have written the GUID, and
    /// that all is done, and ended before anybody looked whether it is held.
    pub fn unheld(&self, entry: &Entry) -> Result<Option<Entry>, JournalError> {
        let mut read = entry.clone();
        while !self.is_held(&read) {
            let Some(now) = self.select("id = ?1", params![entry.id])?.pop() else {
                return Ok(None);
            };
            if now.holder == read.holder {
                return Ok(Some(now));
            }
            // Another process has taken it over.
            read = now;
        }
        Ok(None)
    }

    /// Those of the jobs that may have come of an entry that are in no other entry. `None` where that cannot be told: a program
    /// that is about to make a job of the same name has written down its intent and not yet its GUID.
    ///
    /// The jobs have to be looked for before: who makes one writes its intent down first.
    pub fn unclaimed(&self, entry: &Entry, mut jobs: Vec<Guid>) -> Result<Option<Vec<Guid>>, JournalError> {
        for other in self.open_entries()? {
            match &other.intent.guid {
                Some(guid) => jobs.retain(|job| job != guid),
                None => {
                    let is_same = other.intent.display_name == entry.intent.display_name;
                    if other.id != entry.id && is_same && !jobs.is_empty() && self.is_held(&other) {
                        return Ok(None);
                    }
                }
            }
        }
        Ok(Some(jobs))
    }

    /// Whether a process works on an entry. One that cannot be told is taken for held: nothing is done with its job then.
    pub fn is_held(&self, entry: &Entry) -> bool {
        if self.lock.as_ref().is_some_and(|(name, _)| *name == entry.holder) {
            return true;
        }
        let Some(folder) = &self.folder else {
            return false;
        };
        match File::open(folder.join(&entry.holder)) {
            // Several may look at once, and none of them is a holder.
            Ok(file) => file.try_lock_shared().is_err(),
            Err(error) => error.kind() != ErrorKind::NotFound,
        }
    }

    /// Locks a file of this process's own, once.
    fn hold(&mut self) -> Result<String, JournalError> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        if let Some((name, _)) = &self.lock {
            return Ok(name.clone());
        }
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let name = format!("holder-{}-{number}-{}.lock", std::process::id(), now.as_nanos());
        let file = match &self.folder {
            Some(folder) => {
                let file = File::create(folder.join(&name))?;
                file.lock()?;
                Some(file)
            }
            None => None,
        };
        self.lock = Some((name.clone(), file));
        Ok(name)
    }
}

/// The form of a journal's file; 0: there is nothing in it yet.
fn form(database: &Connection) -> Result<i64, JournalError> {
    let form: i64 = database.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if form > FORM {
        return Err(JournalError::new(
            format!(
                "it was written by a newer Bitsmith (version {form} of its form, and this one knows {FORM})"
            ),
            "Use that one.",
        ));
    }
    Ok(form)
}

/// Brings the file to the newest form, all of it or nothing. Others may open it at the same time, so its form is read where
/// nobody else can write.
fn step(database: &mut Connection) -> Result<(), JournalError> {
    let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = form(&transaction)?;
    if from < 1 {
        transaction.execute_batch(SCHEMA)?;
    // A program that was killed between the column and the number has left the column.
    } else if from < 2 && !transaction.column_exists(None, "entry", "settings")? {
        transaction.execute_batch(FROM_1)?;
    }
    if from < FORM {
        transaction.pragma_update(None, "user_version", FORM)?;
    }
    transaction.commit()?;
    Ok(())
}

/// Has SQLite write ahead, which it refuses at once, without waiting, while somebody else is about to.
fn write_ahead(database: &Connection) -> Result<(), JournalError> {
    let start = Instant::now();
    loop {
        match database.pragma_update(None, "journal_mode", "WAL") {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && start.elapsed() < PATIENCE =>
            {
                thread::sleep(Duration::from_millis(5));
            }
            outcome => return Ok(outcome?),
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        if let (Some(folder), Some((name, file))) = (&self.folder, self.lock.take()) {
            drop(file);
            // A file that stays is a few bytes and holds nothing.
            let _ = fs::remove_file(folder.join(name));
        }
    }
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let kind: String = row.get(1)?;
    let guid: Option<String> = row.get(4)?;
    let steps: i64 = row.get(5)?;
    let reached: i64 = row.get(6)?;
    let stage: String = row.get(7)?;
    let others: String = row.get(8)?;
    let settings: String = row.get(13)?;
    Ok(Entry {
        id: row.get(0)?,
        intent: Intent {
            kind: if kind == "make" { Kind::Make } else { Kind::Change },
            key: row.get(2)?,
            display_name: row.get(3)?,
            guid: guid.and_then(|guid| Guid::parse(&guid)),
            steps: usize::try_from(steps).unwrap_or(0),
            others: others.split(' ').filter_map(Guid::parse).collect(),
            before: row.get(9)?,
            settings: settings
                .split(' ')
                .filter(|word| !word.is_empty())
                .map(SettingId::from_name)
                .collect(),
        },
        // An unknown word would be of a newer form, which is refused when it is opened.
        stage: Stage::ALL
            .into_iter()
            .find(|known| known.word() == stage)
            .unwrap_or(Stage::Working),
        reached: usize::try_from(reached).unwrap_or(0),
        begun: time(row.get(11)?),
        written: time(row.get(12)?),
        holder: row.get(10)?,
    })
}

fn setting_words(settings: &[Option<SettingId>]) -> String {
    let words = settings.iter().map(|id| id.map_or("-", SettingId::name));
    words.collect::<Vec<&str>>().join(" ")
}

fn seconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

fn time(seconds: i64) -> SystemTime {
    let since = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
    // No clock tells a time that does not fit.
    UNIX_EPOCH.checked_add(since).unwrap_or(UNIX_EPOCH)
}
