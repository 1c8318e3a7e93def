//! Runs batch files in Wine's cmd, with stand-ins for the programs that they call.
//!
//! The stand-ins are the C programs under `tests/windows`. They write down how they were called, and
//! `bitsadmin.exe` plays a small model of BITS from a [`Scenario`]. One Wine prefix under the target folder
//! serves all runs and is kept.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io::{self, Write as _};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

mod program;

pub use program::{BuildError, build, run};

/// How long a program may run.
const LONGEST_RUN: Duration = Duration::from_secs(300);
/// How long the making of the prefix may take.
const LONGEST_BOOT: Duration = Duration::from_secs(300);

/// The stand-ins: source, the name given to it, where it is put in the prefix.
const PROGRAMS: &[(&str, &str, &str)] = &[
    ("bitsadmin.c", "bitsadmin", "system32/bitsadmin.exe"),
    ("wait.c", "ping", "system32/ping.exe"),
    ("wait.c", "timeout", "system32/timeout.exe"),
    (
        "powershell.c",
        "powershell",
        "system32/WindowsPowerShell/v1.0/powershell.exe",
    ),
];

/// What the stand-ins are made of.
const SOURCES: &[(&str, &str)] = &[
    (
        "bcryptprimitives.c",
        include_str!("../windows/bcryptprimitives.c"),
    ),
    ("bitsadmin.c", include_str!("../windows/bitsadmin.c")),
    ("powershell.c", include_str!("../windows/powershell.c")),
    ("record.h", include_str!("../windows/record.h")),
    ("stand.h", include_str!("../windows/stand.h")),
    ("wait.c", include_str!("../windows/wait.c")),
];

/// Wine with its prefix and the stand-ins in it.
#[derive(Debug)]
pub struct Wine {
    loader: PathBuf,
    server: PathBuf,
    folder: PathBuf,
}

/// Wine, made ready once for all tests of a process. Without Wine or mingw the caller skips its check, which
/// is said on standard error.
///
/// # Panics
/// Where `CI` is `true`, a missing tool is a failure; a tool that is there and fails always is one.
#[must_use]
pub fn wine() -> Option<&'static Wine> {
    static READY: OnceLock<Result<Wine, String>> = OnceLock::new();
    match READY.get_or_init(find) {
        Ok(wine) => Some(wine),
        Err(reason) => {
            crate::skip::say("wine", reason);
            None
        }
    }
}

/// The first of these programs that is on the path or under Debian's folder of Wine.
fn tool(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path)
        .chain([PathBuf::from("/usr/lib/wine")])
        .collect();
    let all = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.into_iter().find(|file| file.is_file())
}

fn find() -> Result<Wine, String> {
    let missing =
        |what: &str| format!("{what} is not there: apt-get install wine64 wine gcc-mingw-w64-x86-64");
    let loader = tool(&["wine64", "wine"]).ok_or_else(|| missing("Wine"))?;
    let server = tool(&["wineserver", "wineserver64"]).ok_or_else(|| missing("Wine's server"))?;
    let compiler = tool(&["x86_64-w64-mingw32-gcc"]).ok_or_else(|| missing("mingw"))?;
    let wine = Wine {
        loader,
        server,
        folder: target_folder().join("wine"),
    };
    wine.prepare(&compiler)
        .unwrap_or_else(|error| panic!("Wine could not be made ready: {error}"));
    Ok(wine)
}

/// The target folder that the running test was built in: tests lie in its `PROFILE/deps`.
fn target_folder() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    let deps = program.ancestors().find(|folder| folder.ends_with("deps"));
    deps.and_then(|deps| deps.ancestors().nth(2))
        .map_or_else(std::env::temp_dir, Path::to_path_buf)
}

/// The path as programs of Windows see it.
fn windows_path(path: &Path) -> String {
    format!("Z:{}", path.display()).replace('/', "\\")
}

/// Waits for a program and ends it, with all that it started, when it takes too long.
fn finish(command: &mut Command, longest: Duration) -> io::Result<i32> {
    let mut child = command.process_group(0).spawn()?;
    let start = Instant::now();
    let mut pause = Duration::from_millis(5);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.code().unwrap_or(-1));
        }
        if start.elapsed() > longest {
            Command::new("kill")
                .args(["-9", "--", &format!("-{}", child.id())])
                .status()?;
            child.wait()?;
            return Err(io::Error::new(
                io::ErrorKind::TimedOut,
                format!("{command:?} ran longer than {longest:?}"),
            ));
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

/// A file that only one process at a time can make; it holds the number of that process.
struct Lock(PathBuf);

impl Lock {
    fn take(path: PathBuf) -> io::Result<Self> {
        let start = Instant::now();
        loop {
            match fs::File::create_new(&path) {
                Ok(mut file) => {
                    write!(file, "{}", std::process::id())?;
                    return Ok(Self(path));
                }
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                // The owner has ended without removing it.
                Err(_) if Self::is_abandoned(&path) || start.elapsed() > LONGEST_BOOT => {
                    drop(Self(path.clone()))
                }
                Err(_) => thread::sleep(Duration::from_millis(100)),
            }
        }
    }

    fn is_abandoned(path: &Path) -> bool {
        let owner = fs::read_to_string(path).unwrap_or_default();
        Path::new("/proc/self").exists() && !owner.is_empty() && !Path::new("/proc").join(owner).exists()
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

impl Wine {
    /// A command in the prefix, without a display, with nothing to read.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env("WINEPREFIX", self.folder.join("prefix"))
            .env("WINEARCH", "win64")
            .env("WINEDEBUG", "-all")
            .env(
                "WINEDLLOVERRIDES",
                "mscoree,mshtml=;ping.exe,timeout.exe,powershell.exe,bitsadmin.exe=n",
            )
            .env("LC_ALL", "C.UTF-8")
            .env_remove("DISPLAY")
            .env_remove("WINEPATH")
            .env_remove("BITSMITH_CALLS")
            .env_remove("BITSMITH_STAND")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Makes the prefix and the stand-ins where they are missing or old.
    fn prepare(&self, compiler: &Path) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let _lock = Lock::take(self.folder.join("lock"))?;
        let mut hasher = DefaultHasher::new();
        (SOURCES, PROGRAMS, fs::metadata(&self.server)?.len()).hash(&mut hasher);
        let stamp = format!("{:016x}", hasher.finish());
        let stamp_file = self.folder.join("stamp");
        self.persist()?;
        if fs::read_to_string(&stamp_file).is_ok_and(|found| found == stamp) {
            return self.boot();
        }
        let windows = self.folder.join("prefix/drive_c/windows");
        if !windows.join("system32/cmd.exe").is_file() {
            let _ = fs::remove_dir_all(self.folder.join("prefix"));
            finish(self.command(&self.loader).args(["wineboot", "-u"]), LONGEST_BOOT)?;
        }
        let sources = self.folder.join("sources");
        fs::create_dir_all(&sources)?;
        for (name, text) in SOURCES {
            fs::write(sources.join(name), text)?;
        }
        for (source, name, place) in PROGRAMS {
            let built = self.folder.join(format!("{name}.exe"));
            let mut command = Command::new(compiler);
            command
                .args(["-municode", "-O1", "-s", "-w"])
                .arg(format!("-DPROGRAM=\"{name}\""));
            command
                .arg("-o")
                .arg(&built)
                .arg(sources.join(source))
                .arg("-lshell32");
            if finish(&mut command, LONGEST_BOOT)? != 0 {
                return Err(io::Error::other(format!("{source} was not compiled")));
            }
            let place = windows.join(place);
            if let Some(folder) = place.parent() {
                fs::create_dir_all(folder)?;
            }
            // The file there may be a link to Wine's own: it must not be written through.
            let _ = fs::remove_file(&place);
            fs::copy(&built, &place)?;
        }
        self.make_library(compiler, &sources.join("bcryptprimitives.c"))?;
        fs::write(stamp_file, stamp)?;
        self.boot()
    }

    /// Ends all that runs in the prefix, and starts Wine's services anew. Only for a test that runs alone.
    ///
    /// # Errors
    /// Where Wine does not start.
    pub fn restart(&self) -> io::Result<()> {
        finish(self.command(&self.server).arg("-k"), LONGEST_BOOT)?;
        finish(self.command(&self.server).arg("-w"), LONGEST_BOOT)?;
        self.wake()
    }

    /// Starts Wine's services where they do not run.
    ///
    /// # Errors
    /// Where Wine does not start.
    pub fn wake(&self) -> io::Result<()> {
        self.persist()?;
        self.boot()
    }

    /// The server stays a while after the last program, so that the next run starts at once.
    fn persist(&self) -> io::Result<i32> {
        finish(self.command(&self.server).arg("-p60"), LONGEST_BOOT)
    }

    /// Starts Wine's services, so that they do not belong to a run that may be ended.
    fn boot(&self) -> io::Result<()> {
        match finish(
            self.command(&self.loader).args(["cmd", "/d", "/c", "exit 0"]),
            LONGEST_BOOT,
        )? {
            0 => Ok(()),
            code => Err(io::Error::other(format!("an empty command ended with {code}"))),
        }
    }
}

/// What the stand-in of bitsadmin plays; its keys are explained in `tests/windows/bitsadmin.c`.
#[derive(Debug, Clone, Default)]
pub struct Scenario {
    keys: BTreeMap<&'static str, String>,
}

impl Scenario {
    /// All goes well.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What becomes of a started job: `ok`, `error`, `transient`, `forever`, `gone`, `acknowledged`, `cancelled`.
    #[must_use]
    pub fn play(self, play: &str) -> Self {
        self.key("play", play)
    }

    /// How many looks at the state it takes until then.
    #[must_use]
    pub fn after(self, looks: u32) -> Self {
        self.key("after", &looks.to_string())
    }

    /// How many waited seconds it takes until then.
    #[must_use]
    pub fn after_seconds(self, seconds: u32) -> Self {
        self.key("after_seconds", &seconds.to_string())
    }

    /// Verbs that are refused: `setpriority`, or `addfile:2` for the second call only.
    #[must_use]
    pub fn refuse(self, verb: &str) -> Self {
        let before = self
            .keys
            .get("refuse")
            .map(|verbs| format!("{verbs},"))
            .unwrap_or_default();
        self.key("refuse", &format!("{before}{verb}"))
    }

    /// The number that a refusal names.
    #[must_use]
    pub fn code(self, code: &str) -> Self {
        self.key("code", code)
    }

    /// How a refusal is said: `plain` (exit 1), `other` (exit 0, other words), `hresult` (a negative exit code).
    #[must_use]
    pub fn tongue(self, tongue: &str) -> Self {
        self.key("tongue", tongue)
    }

    /// Someone else completes the job just before this verb, such as `complete`.
    #[must_use]
    pub fn completed_before(self, verb: &str) -> Self {
        self.key("elsewhere", verb)
    }

    /// A job that was completed or cancelled still answers and is listed.
    #[must_use]
    pub fn ended_jobs_answer(self) -> Self {
        self.key("ended", "answers")
    }

    /// The jobs, by GUID, that PowerShell finds by their names.
    #[must_use]
    pub fn found(self, guids: &[String]) -> Self {
        self.key("found", &guids.join(","))
    }

    /// Flags are printed as hexadecimal numbers.
    #[must_use]
    pub fn hexadecimal(self) -> Self {
        self.key("numbers", "hex")
    }

    fn key(mut self, key: &'static str, value: &str) -> Self {
        self.keys.insert(key, value.to_owned());
        self
    }
}

/// A file of a job.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JobFile {
    /// The remote name.
    pub remote: String,
    /// The local name.
    pub local: String,
    /// The list of ranges; empty for the whole file.
    pub ranges: String,
}

/// A job of the stand-in, as it is or as it ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Job {
    /// Its identifier in braces.
    pub guid: String,
    /// Its display name.
    pub name: String,
    /// `DOWNLOAD`, `UPLOAD` or `UPLOAD-REPLY`.
    pub kind: String,
    /// Its state; a job that was completed or cancelled is `ACKNOWLEDGED` or `CANCELLED`.
    pub state: String,
    /// What was set: the verb without `set`, and its arguments. Credentials: `credentials.server.basic`.
    pub settings: BTreeMap<String, Vec<String>>,
    /// Its files in order.
    pub files: Vec<JobFile>,
}

/// Between the parts of a value in a job's file.
const PART: char = '\u{1f}';

impl Job {
    /// True for a job that was neither completed nor cancelled.
    #[must_use]
    pub fn is_left(&self) -> bool {
        !matches!(self.state.as_str(), "ACKNOWLEDGED" | "CANCELLED")
    }

    /// The arguments of the last `/SET` of this setting.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<Vec<&str>> {
        self.settings
            .get(name)
            .map(|parts| parts.iter().map(String::as_str).collect())
    }

    fn read(guid: &str, text: &str) -> Self {
        let mut job = Self {
            guid: guid.to_owned(),
            ..Self::default()
        };
        for line in text.lines() {
            let Some((key, value)) = line.split_once('=') else {
                continue;
            };
            let value = unescape(value);
            match key {
                "name" => job.name = value,
                "type" => job.kind = value,
                "state" => job.state = value,
                "file" => {
                    let mut parts = value.split(PART).map(str::to_owned);
                    let mut next = || parts.next().unwrap_or_default();
                    job.files.push(JobFile {
                        remote: next(),
                        local: next(),
                        ranges: next(),
                    });
                }
                _ => {
                    if let Some(name) = key.strip_prefix("set.") {
                        job.settings
                            .insert(name.to_owned(), value.split(PART).map(str::to_owned).collect());
                    }
                }
            }
        }
        job
    }

    fn write(&self) -> String {
        let kind = if self.kind.is_empty() {
            "DOWNLOAD"
        } else {
            &self.kind
        };
        let state = if self.state.is_empty() {
            "SUSPENDED"
        } else {
            &self.state
        };
        let mut text = format!("name={}\ntype={kind}\nstate={state}\n", escape(&self.name));
        for (name, parts) in &self.settings {
            let _ = writeln!(text, "set.{name}={}", escape(&parts.join(&PART.to_string())));
        }
        for JobFile {
            remote,
            local,
            ranges,
        } in &self.files
        {
            let _ = writeln!(
                text,
                "file={}",
                escape(&format!("{remote}{PART}{local}{PART}{ranges}"))
            );
        }
        text
    }
}

fn escape(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
}

fn unescape(value: &str) -> String {
    let mut out = String::new();
    let mut letters = value.chars();
    while let Some(c) = letters.next() {
        match (c, if c == '\\' { letters.next() } else { None }) {
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('r')) => out.push('\r'),
            (_, Some(other)) => out.push(other),
            (c, None) => out.push(c),
        }
    }
    out
}

/// One call of a stand-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// `bitsadmin`, `ping`, `timeout` or `powershell`.
    pub program: String,
    /// The whole command line that the program received.
    pub line: String,
    /// Its argument vector by `CommandLineToArgvW`.
    pub shell32: Vec<String>,
    /// Its argument vector by the C library.
    pub wmain: Vec<String>,
    /// Its exit code.
    pub exit: i32,
}

impl Call {
    /// The arguments after the program's name, when both readers agree on them.
    ///
    /// # Errors
    /// Both readings, when they differ.
    pub fn arguments(&self) -> Result<Vec<&str>, String> {
        let (shell, library) = (&self.shell32[1..], &self.wmain[1..]);
        if shell == library {
            Ok(shell.iter().map(String::as_str).collect())
        } else {
            Err(format!("{shell:?} by CommandLineToArgvW, {library:?} by msvcrt"))
        }
    }

    fn read(line: &str) -> Self {
        let value: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let text = |units: &serde_json::Value| {
            let units = units
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(serde_json::Value::as_u64);
            String::from_utf16_lossy(
                &units
                    .filter_map(|unit| u16::try_from(unit).ok())
                    .collect::<Vec<_>>(),
            )
        };
        let vector = |key: &str| value[key].as_array().into_iter().flatten().map(text).collect();
        Self {
            program: value["program"].as_str().unwrap_or_default().to_owned(),
            line: text(&value["line"]),
            shell32: vector("shell32"),
            wmain: vector("wmain"),
            exit: value["exit"]
                .as_i64()
                .and_then(|code| i32::try_from(code).ok())
                .unwrap_or(-1),
        }
    }
}

/// How often a run is repeated in which Wine did not start a program.
const MOST_REPEATED: usize = 4;

/// What a run did.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The exit code of cmd; from [`Stand::run_batch`] as Unix sees it, modulo 256.
    pub exit: i32,
    /// What was printed.
    pub stdout: String,
    /// What was printed on standard error.
    pub stderr: String,
    /// The calls of all stand-ins, in order.
    pub calls: Vec<Call>,
    /// All jobs, also those that ended, in the order in which they were made.
    pub jobs: Vec<Job>,
    /// How many seconds the batch file would have waited.
    pub waited: u64,
}

impl Outcome {
    /// The argument vectors of the calls of bitsadmin, without the program's name.
    ///
    /// # Panics
    /// When the two readers do not agree on one.
    #[must_use]
    pub fn bitsadmin(&self) -> Vec<Vec<&str>> {
        let calls = self.calls.iter().filter(|call| call.program == "bitsadmin");
        calls
            .map(|call| {
                call.arguments()
                    .unwrap_or_else(|error| panic!("{}: {error}", call.line))
            })
            .collect()
    }

    /// Whether Wine did not start a program that is there, which says nothing of the batch file. It happens about once in
    /// some hundred runs, on a busy machine; where nothing can be read it is seen by that alone, and may be meant.
    fn is_of_wine(&self, batch: &str, is_first: bool) -> bool {
        let is_said = |sign: &&str| self.stdout.contains(*sign) || self.stderr.contains(*sign);
        let sure = [
            "ShellExecuteEx failed",
            "Can't recognize 'C:\\windows\\System32\\",
            "Can't recognize '\"C:\\windows\\System32\\",
        ];
        let doubtful = [
            ", found . It said:",
            "BITS does not say",
            "could not be written down",
        ];
        let in_doubt = || doubtful.iter().any(is_said) || self.is_silence_quoted(batch);
        sure.iter().any(is_said) || is_first && in_doubt()
    }

    /// Whether the batch file announces what a program said, and its own next line follows at once.
    fn is_silence_quoted(&self, batch: &str) -> bool {
        let own: BTreeSet<&str> = batch
            .lines()
            .filter_map(|line| line.trim_start().strip_prefix("echo "))
            .collect();
        let mut lines = self.stdout.lines().peekable();
        while let Some(line) = lines.next() {
            if line.ends_with("said:") && lines.peek().is_none_or(|next| own.contains(next)) {
                return true;
            }
        }
        false
    }

    /// The jobs that were neither completed nor cancelled.
    #[must_use]
    pub fn left(&self) -> Vec<&Job> {
        self.jobs.iter().filter(|job| job.is_left()).collect()
    }
}

/// A folder in which one batch file is run against the stand-ins.
#[derive(Debug)]
pub struct Stand {
    wine: &'static Wine,
    folder: PathBuf,
    plays: bool,
}

impl Stand {
    /// A stand whose bitsadmin plays a scenario; none where Wine is missing (see [`wine`]).
    ///
    /// # Panics
    /// When the folder cannot be made.
    #[must_use]
    pub fn new(scenario: &Scenario) -> Option<Self> {
        let stand = Self::open(true)?;
        stand.becomes(scenario);
        Some(stand)
    }

    /// From the next run on its bitsadmin plays this scenario. Counts of calls go on.
    ///
    /// # Panics
    /// When the file cannot be written.
    pub fn becomes(&self, scenario: &Scenario) {
        let text: String = scenario
            .keys
            .iter()
            .map(|(key, value)| format!("{key}={value}\n"))
            .collect();
        fs::write(self.folder.join("scenario"), text).expect("the scenario can be written");
    }

    /// A stand whose programs only write down how they were called, and end with 0.
    #[must_use]
    pub fn recorder() -> Option<Self> {
        Self::open(false)
    }

    fn open(plays: bool) -> Option<Self> {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let wine = wine()?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = wine
            .folder
            .join("runs")
            .join(format!("{}-{number}", std::process::id()));
        fs::create_dir_all(folder.join("work")).expect("a folder for the run can be made");
        Some(Self { wine, folder, plays })
    }

    /// The folder in which the batch file runs, as programs of Windows see it.
    #[must_use]
    pub fn work(&self) -> String {
        windows_path(&self.folder.join("work"))
    }

    /// Puts a job there before the run. Its GUID names it; an empty state is `SUSPENDED`.
    ///
    /// # Panics
    /// When the file cannot be written.
    pub fn add_job(&self, job: &Job) {
        fs::write(self.folder.join(format!("{}.job", job.guid)), job.write())
            .expect("the job can be written");
    }

    /// Runs a batch file with arguments. It may be called again: jobs and counts stay, calls are only the new ones.
    ///
    /// # Panics
    /// When the run takes longer than five minutes or a file cannot be read or written.
    #[must_use]
    pub fn run_batch(&self, text: &str, arguments: &[&str]) -> Outcome {
        let before = self.files();
        let outcome = self.try_batch(text, arguments);
        self.again(outcome, text, &before, || self.try_batch(text, arguments))
    }

    /// The outcome of a run, which is repeated as long as Wine is what failed in it.
    fn again(
        &self,
        mut outcome: Outcome,
        batch: &str,
        before: &BTreeMap<PathBuf, Vec<u8>>,
        run: impl Fn() -> Outcome,
    ) -> Outcome {
        for number in 0..MOST_REPEATED {
            if !outcome.is_of_wine(batch, number == 0) {
                break;
            }
            self.restore(before);
            outcome = run();
        }
        outcome
    }

    /// What the stand holds: its scenario, jobs and counts, and the files of its work.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let folders = [self.folder.clone(), self.folder.join("work")];
        let entries = folders
            .iter()
            .filter_map(|folder| fs::read_dir(folder).ok())
            .flatten()
            .filter_map(Result::ok);
        entries
            .filter_map(|entry| Some((entry.path(), fs::read(entry.path()).ok()?)))
            .collect()
    }

    /// Takes the stand back to what it held.
    fn restore(&self, before: &BTreeMap<PathBuf, Vec<u8>>) {
        for file in self.files().keys() {
            let _ = fs::remove_file(file);
        }
        for (file, content) in before {
            fs::write(file, content).expect("the stand can be put back");
        }
    }

    fn try_batch(&self, text: &str, arguments: &[&str]) -> Outcome {
        self.put(text);
        let mut command = self.wine.command(&self.wine.loader);
        command
            .args(["cmd", "/d", "/c", "job.cmd"])
            .args(arguments)
            .current_dir(self.folder.join("work"))
            .env("BITSMITH_CALLS", windows_path(&self.folder.join("calls")))
            .stdout(fs::File::create(self.folder.join("stdout")).expect("a file for the output"))
            .stderr(fs::File::create(self.folder.join("stderr")).expect("a file for the errors"));
        if self.plays {
            command.env("BITSMITH_STAND", windows_path(&self.folder));
        }
        let exit = finish(&mut command, LONGEST_RUN).unwrap_or_else(|error| panic!("{error}"));
        self.outcome(exit)
    }

    fn put(&self, text: &str) {
        let _ = fs::remove_file(self.folder.join("calls"));
        fs::write(self.folder.join("work/job.cmd"), text).expect("the batch file can be written");
    }

    fn outcome(&self, exit: i32) -> Outcome {
        let file = |name| {
            String::from_utf8_lossy(&fs::read(self.folder.join(name)).unwrap_or_default()).into_owned()
        };
        Outcome {
            exit,
            stdout: file("stdout"),
            stderr: file("stderr"),
            calls: file("calls").lines().map(Call::read).collect(),
            jobs: self.jobs(),
            waited: file("clock").trim().parse().unwrap_or(0),
        }
    }

    fn jobs(&self) -> Vec<Job> {
        let names = fs::read_dir(&self.folder)
            .expect("the folder can be read")
            .filter_map(Result::ok);
        let mut files: Vec<PathBuf> = names.map(|entry| entry.path()).collect();
        files.sort();
        let jobs = files
            .iter()
            .filter(|file| file.extension().is_some_and(|end| end == "job"));
        jobs.map(|file| {
            let guid = file.file_stem().unwrap_or_default().to_string_lossy();
            Job::read(&guid, &fs::read_to_string(file).expect("the job can be read"))
        })
        .collect()
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        // After a failure the folder is kept, to be looked at.
        if !thread::panicking() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// A batch file to be run among others.
#[derive(Debug)]
pub struct Run<'a> {
    /// Where it is run.
    pub stand: &'a Stand,
    /// Its text.
    pub text: &'a str,
    /// Its arguments, without quotes and percent signs.
    pub arguments: &'a [&'a str],
}

/// Runs several batch files one after the other in one session of Wine, which is faster than one session each.
/// Exit codes are whole here.
///
/// # Panics
/// When the runs take longer than a minute and ten seconds each, or a file cannot be read or written.
#[must_use]
pub fn run_all(runs: &[Run<'_>]) -> Vec<Outcome> {
    let before: Vec<_> = runs.iter().map(|run| run.stand.files()).collect();
    let outcomes = try_all(runs);
    let again = outcomes.into_iter().zip(runs).zip(&before);
    again
        .map(|((outcome, run), before)| {
            run.stand.again(outcome, run.text, before, || {
                try_all(std::slice::from_ref(run)).remove(0)
            })
        })
        .collect()
}

fn try_all(runs: &[Run<'_>]) -> Vec<Outcome> {
    let Some(first) = runs.first() else {
        return Vec::new();
    };
    let mut driver = String::from("@echo off\r\n");
    for Run {
        stand,
        text,
        arguments,
    } in runs
    {
        stand.put(text);
        let folder = windows_path(&stand.folder);
        let played = if stand.plays { folder.as_str() } else { "" };
        let mut quoted = String::new();
        for argument in *arguments {
            assert!(
                !argument.contains(['"', '%', '\n']),
                "{argument:?} cannot be passed on"
            );
            let _ = write!(quoted, " \"{argument}\"");
        }
        let _ = write!(
            driver,
            "cd /d {folder}\\work\r\nset \"BITSMITH_CALLS={folder}\\calls\"\r\nset \"BITSMITH_STAND={played}\"\r\n\
             cmd /d /c job.cmd{quoted} >..\\stdout 2>..\\stderr <nul\r\n>..\\exit echo %errorlevel%\r\n"
        );
    }
    let wine = first.stand.wine;
    let script = first.stand.folder.join("driver.cmd");
    fs::write(&script, driver).expect("the driver can be written");
    let mut command = wine.command(&wine.loader);
    command.args(["cmd", "/d", "/c", &windows_path(&script)]);
    let longest = LONGEST_RUN + Duration::from_secs(10) * u32::try_from(runs.len()).unwrap_or(u32::MAX);
    finish(&mut command, longest).unwrap_or_else(|error| panic!("{error}"));
    let exit = |stand: &Stand| {
        let text = fs::read_to_string(stand.folder.join("exit")).unwrap_or_default();
        text.trim()
            .parse()
            .unwrap_or_else(|_| panic!("no exit code in {}", stand.folder.display()))
    };
    runs.iter()
        .map(|run| run.stand.outcome(exit(run.stand)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Outcome;

    #[test]
    fn silence_that_a_batch_file_quotes_is_seen() {
        let batch = "@echo off\r\necho It said:\r\ntype log\r\necho Nothing is left.\r\n";
        for (stdout, is_silence) in [
            ("It said:\r\nNothing is left.\r\n", true),
            ("It said:\r\n", true),
            ("It said:\r\nUnable to create job.\r\nNothing is left.\r\n", false),
            ("Nothing is left.\r\n", false),
            ("", false),
        ] {
            let outcome = Outcome {
                stdout: stdout.to_owned(),
                ..Outcome::default()
            };
            assert_eq!(outcome.is_of_wine(batch, true), is_silence, "{stdout:?}");
            assert!(!outcome.is_of_wine(batch, false), "{stdout:?}");
        }
    }
}
