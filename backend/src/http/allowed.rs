//! What was allowed when the service was started: folders for destinations, folders for upload sources, programs.

use super::windows_path::WindowsPath;
use crate::apply::Disk;
use std::io;

/// How a folder or a file is called once all links on the way to it are followed; an error where there is none.
pub type Follow = fn(&str) -> io::Result<String>;

/// Folders and programs by their full paths.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// Files may be written in these folders.
    pub destinations: Vec<String>,
    /// Files may be read from these folders.
    pub sources: Vec<String>,
    /// BITS may be told to start these programs.
    pub programs: Vec<String>,
}

/// The options of the command line that name them.
const DESTINATION: &str = "--allow-destination";
const SOURCE: &str = "--allow-source";
const PROGRAM: &str = "--allow-notify";

/// What can be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Folder,
    Program,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Folder => "folder",
            Kind::Program => "program",
        }
    }
}

/// The lists, with links followed.
#[derive(Debug)]
pub(super) struct Allowed {
    destinations: Vec<WindowsPath>,
    sources: Vec<WindowsPath>,
    programs: Vec<WindowsPath>,
    follow: Follow,
}

impl Allowed {
    /// Follows the links of what was allowed, and sees that it is there.
    pub(super) fn new(lists: &Lists, follow: Follow, disk: &dyn Disk) -> Result<Allowed, String> {
        let all = |option, names: &[String], kind| -> Result<Vec<WindowsPath>, String> {
            let read = |name: &String| {
                there(name, kind, follow, disk).map_err(|reason| {
                    let word = kind.word();
                    format!("{option} cannot allow {name}: {reason}. Name a {word} of this machine by its full path.")
                })
            };
            names.iter().map(read).collect()
        };
        Ok(Allowed {
            destinations: all(DESTINATION, &lists.destinations, Kind::Folder)?,
            sources: all(SOURCE, &lists.sources, Kind::Folder)?,
            programs: all(PROGRAM, &lists.programs, Kind::Program)?,
            follow,
        })
    }

    /// Whether a file may be written.
    pub(super) fn destination(&self, name: &str) -> Result<(), String> {
        let path = WindowsPath::read(name)?;
        let parent = path.parent().ok_or("it is a drive")?;
        let place = path.moved(&parent, &self.followed(&parent)?);
        // A link in the place of the file leads elsewhere.
        let target = self.followed(&path)?;
        inside(&[place, target], &self.destinations, DESTINATION)
    }

    /// Whether a file may be read.
    pub(super) fn source(&self, name: &str) -> Result<(), String> {
        WindowsPath::read(name)?;
        let target = (self.follow)(name).map_err(|error| error.to_string())?;
        inside(&[WindowsPath::read(&target)?], &self.sources, SOURCE)
    }

    /// Whether BITS may be told to start a program.
    pub(super) fn program(&self, name: &str) -> Result<(), String> {
        let path = WindowsPath::read(name)?;
        let target = self.followed(&path)?;
        if self.programs.iter().any(|program| target.is(program)) {
            return Ok(());
        }
        Err(format!("the service was not started with {PROGRAM} for it"))
    }

    /// The folders and programs, for people.
    pub(super) fn named(&self) -> [Vec<String>; 3] {
        [&self.destinations, &self.sources, &self.programs]
            .map(|list| list.iter().map(ToString::to_string).collect())
    }

    /// A path with links followed as far as it exists.
    fn followed(&self, path: &WindowsPath) -> Result<WindowsPath, String> {
        let mut there = path.clone();
        loop {
            match (self.follow)(&there.to_string()) {
                Ok(target) => return Ok(path.moved(&there, &WindowsPath::read(&target)?)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    there = there.parent().ok_or("its drive is not there")?;
                }
                Err(error) => return Err(error.to_string()),
            }
        }
    }
}

/// Where a name leads to something of a kind.
fn there(name: &str, kind: Kind, follow: Follow, disk: &dyn Disk) -> Result<WindowsPath, String> {
    let target = follow(name).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => format!("there is no such {}", kind.word()),
        _ => error.to_string(),
    })?;
    match (kind, disk.has_folder(&target)) {
        (Kind::Folder, false) => Err("it is no folder".to_owned()),
        (Kind::Program, true) => Err("it is a folder".to_owned()),
        (Kind::Folder, true) | (Kind::Program, false) => WindowsPath::read(&target),
    }
}

fn inside(paths: &[WindowsPath], folders: &[WindowsPath], option: &str) -> Result<(), String> {
    let within = |path: &WindowsPath| folders.iter().any(|folder| path.is_in(folder));
    match paths.iter().find(|path| !within(path)) {
        None => Ok(()),
        Some(path) => Err(format!(
            "{path} is in no folder that the service was started with {option} for"
        )),
    }
}

/// How this machine calls a file or folder.
pub fn follow(name: &str) -> io::Result<String> {
    let path = std::fs::canonicalize(name).map_err(|error| match std::fs::symlink_metadata(name) {
        // What is made there is made where the link leads.
        Ok(_) if error.kind() == io::ErrorKind::NotFound => {
            io::Error::other("it is a link to something that is not there")
        }
        _ => error,
    })?;
    let name = path
        .to_str()
        .ok_or_else(|| io::Error::other("its name is no Unicode"))?;
    // Windows answers in the form that its own calls take without looking at it.
    Ok(match name.strip_prefix(r"\\?\") {
        Some(rest) if !rest.starts_with("UNC") => rest.to_owned(),
        _ => name.to_owned(),
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A machine with a few folders, a link out of the allowed one and a link into it.
    pub(in super::super) fn machine(name: &str) -> io::Result<String> {
        let lower = name.to_lowercase();
        for (link, target) in [
            (r"c:\users\ann\downloads\out", r"C:\Windows"),
            (r"c:\link", r"C:\Users\Ann\Downloads"),
            (r"c:\users\ann\downloads\link.txt", r"C:\Windows\win.ini"),
            (r"c:\users\ann\downloads\share", r"\\server\share"),
        ] {
            if lower == link {
                return Ok(target.to_owned());
            }
            if let Some(rest) = lower.strip_prefix(&format!("{link}\\")) {
                return machine(&format!("{target}\\{rest}"));
            }
        }
        [
            r"C:\",
            r"C:\Users\Ann\Downloads",
            r"C:\Users\Ann\Downloads\old.zip",
            r"C:\Users\Ann\Reports",
            r"C:\Users\Ann\Reports\june.csv",
            r"C:\Windows",
            r"C:\Windows\win.ini",
            r"C:\Tools\done.exe",
        ]
        .into_iter()
        .find(|there| there.to_lowercase() == lower)
        .map(str::to_owned)
        .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// What has an extension is a file.
    struct Files;

    impl Disk for Files {
        fn has(&self, path: &str) -> bool {
            machine(path).is_ok()
        }

        fn has_folder(&self, path: &str) -> bool {
            path.starts_with(r"\\") || machine(path).is_ok_and(|there| !there.contains('.'))
        }

        fn make_folder(&self, _: &str) -> io::Result<()> {
            Ok(())
        }
    }

    pub(in super::super) fn lists() -> Lists {
        Lists {
            destinations: vec![r"C:\Users\Ann\Downloads".to_owned()],
            sources: vec![r"C:\Users\Ann\Reports".to_owned()],
            programs: vec![r"C:\Tools\done.exe".to_owned()],
        }
    }

    #[test]
    fn files_are_written_and_read_in_allowed_folders_only() {
        let allowed = Allowed::new(&lists(), machine, &Files).unwrap();
        for (name, destination, source) in [
            (r"C:\Users\Ann\Downloads\a.zip", true, false),
            (r"C:\USERS\ANN\DOWNLOADS\new\a.zip", true, false),
            (r"C:\link\a.zip", true, false),
            (r"C:\Users\Ann\Downloads\out\a.zip", false, false),
            (r"C:\Users\Ann\Downloads\link.txt", false, false),
            (r"C:\Users\Ann\Downloads\share\a.zip", false, false),
            (r"C:\Users\Ann\Downloads\..\a.zip", false, false),
            (r"C:\Users\Ann\Downloads2\a.zip", false, false),
            (r"C:\Users\Ann\DOWNLO~1\a.zip", false, false),
            (r"\\server\share\a.zip", false, false),
            (r"\\?\C:\Users\Ann\Downloads\a.zip", false, false),
            (r"C:\Users\Ann\Reports\june.csv", false, true),
            (r"C:\Users\Ann\Reports\none.csv", false, false),
            (r"C:\Windows\win.ini", false, false),
            (r"D:\a.zip", false, false),
            (r"C:\", false, false),
        ] {
            assert_eq!(allowed.destination(name).is_ok(), destination, "{name}");
            assert_eq!(allowed.source(name).is_ok(), source, "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_nothing_is_not_taken_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let named = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        std::os::unix::fs::symlink(named("elsewhere"), named("link")).unwrap();
        let said = |name: &str| follow(&named(name)).unwrap_err().to_string();
        assert_eq!(said("link"), "it is a link to something that is not there");
        assert_eq!(
            follow(&named("link/a")).unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
        assert_eq!(
            follow(&named("none")).unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
        std::fs::create_dir(named("elsewhere")).unwrap();
        assert_eq!(
            follow(&named("link")).unwrap(),
            follow(&named("elsewhere")).unwrap()
        );
    }

    #[test]
    fn only_named_programs_are_started() {
        let allowed = Allowed::new(&lists(), machine, &Files).unwrap();
        for (name, is) in [
            (r"C:\Tools\done.exe", true),
            (r"c:\tools\DONE.EXE", true),
            (r"C:\Tools\done.exe.bat", false),
            (r"C:\Tools\other.exe", false),
            (r"done.exe", false),
            (r"C:\Tools\done.exe:x", false),
        ] {
            assert_eq!(allowed.program(name).is_ok(), is, "{name}");
        }
    }

    #[test]
    fn only_what_is_there_and_of_its_kind_can_be_allowed() {
        let missing = "there is no such folder. Name a folder of this machine by its full path.";
        type List = fn(&mut Lists) -> &mut Vec<String>;
        let lists_of: [(&str, List); 3] = [
            (DESTINATION, |lists| &mut lists.destinations),
            (SOURCE, |lists| &mut lists.sources),
            (PROGRAM, |lists| &mut lists.programs),
        ];
        for (number, name, because) in [
            (0, r"C:\None", missing),
            (1, r"C:\None", missing),
            (0, r"C:\Windows\win.ini", "it is no folder"),
            (1, r"C:\Windows\win.ini", "it is no folder"),
            (2, r"C:\Tools\other.exe", "there is no such program"),
            (2, r"C:\Windows", "it is a folder"),
            (0, r"C:\Users\Ann\Downloads\share", "share"),
        ] {
            let (option, list) = lists_of[number];
            let mut lists = lists();
            list(&mut lists).push(name.to_owned());
            let refused = Allowed::new(&lists, machine, &Files).unwrap_err();
            let begins = format!("{option} cannot allow {name}: ");
            assert!(
                refused.starts_with(&begins) && refused.contains(because),
                "{refused}"
            );
        }
    }
}
