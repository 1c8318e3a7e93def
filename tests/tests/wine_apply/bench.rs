//! `bitsmith.exe` in Wine, and a folder for each test.

use bitsmith_tests::skip;
use bitsmith_tests::wine::{self, BuildError, Wine};
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// All went as asked; not done. (docs/command-line.md)
pub(crate) const FINE: i32 = 0;
pub(crate) const NOT_DONE: i32 = 4;

/// So often a test is begun again in which Wine's BITS did not answer. On a machine that is busy Wine may take longer to
/// start its services than the program waits, and may leave them hanging; jobs are lost where they are started anew.
const TRIES: usize = 5;

/// The program, and a folder for one test.
pub(crate) struct Bench {
    pub(crate) wine: &'static Wine,
    pub(crate) program: &'static Path,
    pub(crate) folder: PathBuf,
    /// BITS did not answer.
    is_silent: Cell<bool>,
}

/// What a process did.
pub(crate) struct Ran {
    pub(crate) exit: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs a test, one at a time: the journal is the user's. Where BITS did not answer, its failure says nothing.
pub(crate) fn steadily(test: impl Fn(&Bench)) {
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    for again in 1..=TRIES {
        let Some(bench) = bench() else { return };
        let Err(failure) = catch_unwind(AssertUnwindSafe(|| test(&bench))) else {
            return;
        };
        if !bench.is_silent.get() || again == TRIES {
            resume_unwind(failure);
        }
        println!("Wine's BITS did not answer, try {again}");
        bench.wine.restart().expect("Wine starts again");
        bench.run(&["recover", "--cancel"]);
    }
}

/// None where it cannot run here, which is said.
fn bench() -> Option<Bench> {
    static PROGRAM: OnceLock<Result<PathBuf, BuildError>> = OnceLock::new();
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let wine = wine::wine()?;
    let build = || {
        let built = wine::build("bitsmith", &["build", "--package", "bitsmith"]);
        // That may have taken longer than Wine stays.
        wine.wake().expect("Wine starts");
        built
    };
    let program = match PROGRAM.get_or_init(build) {
        Ok(program) => program,
        Err(error @ BuildError::NoTarget) => {
            skip::say("wine_apply", &error.to_string());
            return None;
        }
        Err(error) => panic!("{error}"),
    };
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("bitsmith-apply-{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    Some(Bench {
        wine,
        program,
        folder,
        is_silent: Cell::new(false),
    })
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Bench {
    /// A file of the folder as programs of Windows see it.
    pub(crate) fn local(&self, name: &str) -> String {
        format!("Z:{}", self.folder.join(name).display()).replace('/', "\\")
    }

    pub(crate) fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.join(name)).ok()
    }

    /// A download of addresses to names in the folder.
    pub(crate) fn document(
        &self,
        name: &str,
        files: &[(String, &str)],
        settings: Value,
        ending: Value,
    ) -> Value {
        let files: Vec<Value> = files
            .iter()
            .map(|(remote, local)| json!({ "remote_name": remote, "local_name": self.local(local) }))
            .collect();
        json!({
            "bitsmith": 1,
            "subject": { "new": { "job_type": "download", "display_name": name } },
            "files": files,
            "settings": settings,
            "ending": ending,
        })
    }

    pub(crate) fn write(&self, document: &Value) {
        fs::write(self.folder.join("job.json"), document.to_string()).expect("the document is written");
    }

    pub(crate) fn apply(&self, document: &Value, switches: &[&str]) -> Ran {
        self.write(document);
        let document = self.local("job.json");
        self.run(&[&["apply", &document, "--yes"], switches].concat())
    }

    /// Takes notice of a line of the program in which BITS did not answer.
    pub(crate) fn hear(&self, line: &str) {
        if line.contains("did not answer") {
            self.is_silent.set(true);
        }
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let file = |name: &str| self.folder.join(name);
        let mut command = self.wine.program(self.program);
        command
            .args(arguments)
            .stdout(File::create(file("stdout")).expect("a file for the output"))
            .stderr(File::create(file("stderr")).expect("a file for the errors"));
        let exit = wine::run(&mut command).expect("the program runs");
        let read = |name| fs::read_to_string(file(name)).expect("the output is text");
        let ran = Ran {
            exit,
            stdout: read("stdout"),
            stderr: read("stderr"),
        };
        self.hear(&ran.stderr);
        ran
    }

    /// The jobs of a name that have not ended, as another process sees them.
    pub(crate) fn left(&self, name: &str) -> BTreeSet<String> {
        let listed = self.run(&["jobs", "--format", "json"]);
        assert_eq!(listed.exit, FINE, "{}", listed.stderr);
        let listed: Value = serde_json::from_str(&listed.stdout).expect("JSON");
        let jobs = listed["jobs"].as_array().expect("a list").iter();
        jobs.filter(|job| {
            job["display_name"] == name && job["state"] != "cancelled" && job["state"] != "acknowledged"
        })
        .map(|job| job["guid"].as_str().expect("a GUID").to_owned())
        .collect()
    }
}

impl Ran {
    /// The GUIDs that were printed.
    pub(crate) fn guids(&self) -> BTreeSet<String> {
        let starts = self.stdout.match_indices('{');
        starts
            .filter_map(|(at, _)| self.stdout.get(at..at + 38))
            .filter(|guid| guid.ends_with('}'))
            .map(str::to_owned)
            .collect()
    }

    pub(crate) fn said(&self) -> String {
        format!("exit {}\n{}{}", self.exit, self.stdout, self.stderr)
    }
}
