//! Runs one script in a PowerShell, against a model of BITS.

use crate::module;
use bitsmith_tests::bits::Model;
use bitsmith_tests::bits::served::{Left, PORT, Served};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A script that runs longer hangs: its clock is the model's.
const LONGEST: Duration = Duration::from_secs(180);

/// What a script did.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Its exit code.
    pub(crate) exit: Option<i32>,
    /// All that it printed.
    pub(crate) shown: String,
    /// What the model is like afterwards.
    pub(crate) left: Left,
}

/// An empty folder.
pub(crate) fn folder(name: &str) -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}-{number}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// The `pwsh` on a path like `PATH`.
pub(crate) fn find(path: &std::ffi::OsStr) -> Option<PathBuf> {
    let name = if cfg!(windows) { "pwsh.exe" } else { "pwsh" };
    std::env::split_paths(path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// The `pwsh` of this machine.
pub(crate) fn pwsh() -> Option<PathBuf> {
    find(&std::env::var_os("PATH")?)
}

/// Runs a script. At the sleep of that number, counted from 1, the shell gets what Ctrl+C sends.
pub(crate) fn run(pwsh: &Path, text: &str, model: Model, stop_at: Option<usize>) -> Outcome {
    let folder = folder("pwsh");
    install(&folder, text);
    let child: Arc<Mutex<Option<u32>>> = Arc::default();
    let running = Arc::clone(&child);
    let served = Served::start(model, move |sleep| {
        if Some(sleep) == stop_at {
            let id = running.lock().ok().and_then(|id| *id);
            interrupt(id.expect("a script that sleeps runs"));
        }
    })
    .expect("a loopback port");
    let output = fs::File::create(folder.join("output")).expect("a file");
    let errors = output.try_clone().expect("the same file");
    let process = Command::new(pwsh)
        .args(["-NoProfile", "-NonInteractive", "-File"])
        .arg(folder.join("run.ps1"))
        .arg("-Folder")
        .arg(&folder)
        .arg("-Script")
        .arg(folder.join("script.ps1"))
        .env(PORT, served.port().to_string())
        .env("NO_COLOR", "1")
        .env("POWERSHELL_TELEMETRY_OPTOUT", "1")
        .env("POWERSHELL_UPDATECHECK", "Off")
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", pwsh.display()));
    if let Ok(mut id) = child.lock() {
        *id = Some(process.id());
    }
    let exit = wait(process);
    let shown = fs::read(folder.join("output")).expect("what it printed");
    let outcome = Outcome {
        exit,
        shown: String::from_utf8_lossy(&shown).into_owned(),
        left: served.stop(),
    };
    fs::remove_dir_all(&folder).expect("the folder goes");
    outcome
}

fn wait(mut process: Child) -> Option<i32> {
    let start = Instant::now();
    loop {
        if let Some(status) = process.try_wait().expect("it can be waited for") {
            return status.code();
        }
        if start.elapsed() > LONGEST {
            let _ = process.kill();
            let _ = process.wait();
            panic!("the script hangs");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Puts the module, the stand-in for bitsadmin and the script into a folder.
fn install(folder: &Path, text: &str) {
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file");
    write("BitsTransfer.cs", &module::source());
    write(
        "BitsTransfer.psm1",
        include_str!("../../powershell/BitsTransfer.psm1"),
    );
    write("run.ps1", include_str!("../../powershell/run.ps1"));
    write("script.ps1", text);
    fs::create_dir_all(folder.join("temp")).expect("a folder");
    let system = folder.join("windows").join("System32");
    fs::create_dir_all(&system).expect("a folder");
    fs::copy(env!("CARGO_BIN_EXE_bitsadmin"), system.join("bitsadmin.exe")).expect("the program");
    if cfg!(unix) {
        // A backslash is a letter of a file's name here; PowerShell takes a path with one for a name or for a path.
        fs::copy(
            env!("CARGO_BIN_EXE_bitsadmin"),
            folder.join("windows\\System32\\bitsadmin.exe"),
        )
        .expect("the program");
    }
}

/// What Ctrl+C sends, and the time that it takes to arrive.
fn interrupt(process: u32) {
    if !cfg!(unix) {
        panic!("elsewhere Ctrl+C cannot be sent to one process");
    }
    let status = Command::new("kill")
        .args(["-INT", &process.to_string()])
        .status()
        .expect("kill runs");
    assert!(status.success(), "the script is gone");
    std::thread::sleep(Duration::from_secs(1));
}
