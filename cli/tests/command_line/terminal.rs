//! What only a terminal has: a bar in its place, passwords that are not shown, Ctrl+C.

use crate::applying::NIGHTLY;
use crate::bench::Bench;
use bitsmith_backend::scripted::{Course, Scripted};
use indicatif::InMemoryTerm;

#[test]
fn a_bar_moves_in_its_place_and_its_last_state_stays() {
    let mut bench = Bench::new(Scripted::new().taking(Course::Steps(vec![0, 250, 250, 500])));
    bench.terminal = Some(InMemoryTerm::new(6, 101));
    let left = bench.run(&["apply", "--yes", "--wait", "FILE"], NIGHTLY, "");
    assert_eq!(left.code, 0, "{}", left.err);
    let frames = bench.frames.borrow();
    assert_eq!(
        *frames,
        [
            // Nobody knows yet how much it is.
            "[                    ]   0 % Nightly update: connecting",
            // Cut where the terminal ends.
            "[=====>              ]  25 % Nightly update: transferring, 250 bytes of 1000 bytes, 62 bytes a second",
            "[==========>         ]  50 % Nightly update: transferring, 500 bytes of 1000 bytes, 62 bytes a second",
        ]
    );
    let stays = bench.terminal.as_ref().expect("a terminal").contents();
    assert_eq!(
        stays,
        "[====================] 100 % Nightly update: transferred, 1000 bytes of 1000 bytes"
    );
    // On a terminal no line repeats what the bar shows.
    assert!(!left.err.contains("transferring"), "{}", left.err);
    assert!(
        left.out.ends_with("is completed; its files are there.\n"),
        "{}",
        left.out
    );
}

#[test]
fn each_secret_is_asked_for_once_and_never_shown() {
    let bench = Bench::new(Scripted::new());
    let document = NIGHTLY.replace(
        "\"settings\": {",
        "\"settings\": { \"custom_headers\": [\"X-Api-Key: {{secret9}}\"],",
    );
    let left = bench.run(&["apply", "--yes", "FILE"], &document, "");
    assert_eq!(left.code, 0, "{}", left.err);
    assert_eq!(
        *bench.asked.borrow(),
        [
            "secret value {{secret9}}: ",
            "Password of anna for the server (Negotiate): "
        ]
    );
    let shown = format!("{}{}", left.out, left.err);
    assert!(!shown.contains("HIDDEN"), "{shown}");
    // Before somebody said yes nobody is asked for a secret.
    bench.asked.borrow_mut().clear();
    assert_eq!(bench.run(&["apply", "--new", "FILE"], &document, "n\n").code, 4);
    assert_eq!(*bench.asked.borrow(), [""; 0]);
}

#[cfg(unix)]
mod interrupted {
    use super::*;
    use bitsmith::{Machine, ThisMachine, run_on};
    use bitsmith_backend::apply::Disk;
    use bitsmith_backend::connect::Unavailable;
    use bitsmith_backend::journal::{Entry, Journal, JournalError, Stage};
    use bitsmith_backend::monitor::Clock;
    use bitsmith_backend::secret::Secret;
    use bitsmith_backend::service::Service;
    use indicatif::ProgressDrawTarget;
    use std::io::{self, BufRead, BufReader, Read, Write};
    use std::path::{Path, PathBuf};
    use std::process::{Command, Stdio};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::{Duration, Instant};

    /// This machine with its Ctrl+C and its clock, and a BITS that is not one.
    struct Real {
        machine: ThisMachine,
        bits: Scripted,
        folder: PathBuf,
    }

    impl Machine for Real {
        fn connect(&self) -> Result<Box<dyn Service>, Unavailable> {
            Ok(Box::new(self.bits.clone()))
        }
        fn journal(&self) -> Result<Journal, JournalError> {
            Journal::open(&self.folder.join("data"))
        }
        fn disk(&self) -> &dyn Disk {
            self
        }
        fn clock(&self) -> &dyn Clock {
            self.machine.clock()
        }
        fn environment(&self, name: &str) -> Option<String> {
            (name == "TEMP").then(|| "C:\\Temp".to_owned())
        }
        fn is_interactive(&self) -> bool {
            false
        }
        fn bars(&self) -> Option<ProgressDrawTarget> {
            None
        }
        fn secret(&self, _question: &str) -> Option<Secret> {
            Some(Secret::new("HIDDEN".to_owned()))
        }
        fn stop(&self) -> &AtomicBool {
            self.machine.stop()
        }
    }

    impl Disk for Real {
        fn has(&self, _path: &str) -> bool {
            false
        }
        fn has_folder(&self, _path: &str) -> bool {
            true
        }
        fn make_folder(&self, _path: &str) -> io::Result<()> {
            Ok(())
        }
    }

    /// Standard error that goes on only once Ctrl+C was pressed, where a text comes by.
    struct Pausing<'m> {
        at: &'m str,
        stop: &'m AtomicBool,
    }

    impl Write for Pausing<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            io::stderr().write_all(bytes)?;
            if String::from_utf8_lossy(bytes).contains(self.at) {
                let start = Instant::now();
                while !self.stop.load(Ordering::SeqCst) && start.elapsed() < Duration::from_secs(60) {
                    std::thread::sleep(Duration::from_millis(10));
                }
            }
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What the process does in which Ctrl+C is pressed: the program, then how many jobs are left.
    fn apply(folder: &Path, at: &str) -> ! {
        let real = Real {
            machine: ThisMachine::default(),
            bits: Scripted::new().taking(Course::Hangs),
            folder: folder.to_owned(),
        };
        let file = folder.join("job.json");
        let file = file.to_str().expect("a name");
        let arguments = ["bitsmith", "apply", "--yes", "--wait", file];
        let mut err = Pausing {
            at,
            stop: real.stop(),
        };
        let code = run_on(&real, arguments, &mut io::empty(), &mut io::stdout(), &mut err);
        eprintln!("{} jobs are left", real.bits.living().len());
        std::process::exit(code.into());
    }

    const CHILD: &str = "BITSMITH_INTERRUPTED_TEST";

    /// Runs this test as a process of its own and presses Ctrl+C where a text comes by: its exit code, what it says, the
    /// journal that it leaves.
    fn interrupted(at: &str) -> (Option<i32>, String, Vec<Entry>) {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("job.json"), NIGHTLY).expect("it is written");
        let name = "terminal::interrupted::ctrl_c_leaves_no_half_made_job_and_says_what_goes_on";
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", name, "--nocapture"])
            .env(CHILD, format!("{}|{at}", folder.path().display()))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut err = BufReader::new(child.stderr.take().expect("its errors"));
        let mut said = String::new();
        while !said.contains(at) && err.read_line(&mut said).expect("it is read") > 0 {}
        let pressed = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status()
            .expect("kill runs");
        assert!(pressed.success());
        err.read_to_string(&mut said).expect("it is read");
        let code = child.wait().expect("it ends").code();
        let journal = Journal::open(&folder.path().join("data")).expect("a journal");
        (code, said, journal.open_entries().expect("they are read"))
    }

    #[test]
    fn ctrl_c_leaves_no_half_made_job_and_says_what_goes_on() {
        if let Ok(task) = std::env::var(CHILD) {
            let (folder, at) = task.split_once('|').expect("a folder and a text");
            apply(Path::new(folder), at);
        }
        for step in 1..=5 {
            let (code, said, entries) = interrupted(&format!("{step} of 6: "));
            assert_eq!(code, Some(4), "{said}");
            let next = step + 1;
            assert!(
                said.contains(&format!("Stopped before step {next} of 6")),
                "{said}"
            );
            assert!(said.ends_with("0 jobs are left\n"), "{said}");
            assert_eq!(entries, [], "{said}");
        }
        for at in [
            "6 of 6: ",
            "Nightly update: connecting",
            "Nightly update: transferring",
        ] {
            let (code, said, entries) = interrupted(at);
            assert_eq!(code, Some(5), "{said}");
            assert!(
                said.contains("BITS goes on with the job {") && said.contains("`bitsmith complete {"),
                "{said}"
            );
            assert!(said.ends_with("1 jobs are left\n"), "{said}");
            let [entry] = entries.as_slice() else {
                panic!("{entries:?}");
            };
            assert_eq!((entry.stage, entry.reached), (Stage::Running, 6));
            assert!(entry.intent.guid.is_some());
        }
    }
}
