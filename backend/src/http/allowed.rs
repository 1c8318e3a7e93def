//! What was allowed when the service was started: folders for destinations, folders for upload sources, programs.

use super::windows_path::WindowsPath;
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

/// The lists, with links followed.
#[derive(Debug)]
pub(super) struct Allowed {
    destinations: Vec<WindowsPath>,
    sources: Vec<WindowsPath>,
    programs: Vec<WindowsPath>,
    follow: Follow,
}

impl Allowed {
    /// Follows the links of what was allowed.
    pub(super) fn new(lists: &Lists, follow: Follow) -> Result<Allowed, String> {
        let all = |names: &[String]| -> Result<Vec<WindowsPath>, String> {
            names
                .iter()
                .map(|name| {
                    follow(name)
                        .map_err(|error| error.to_string())
                        .and_then(|name| WindowsPath::read(&name))
                        .map_err(|reason| format!("{name} cannot be allowed: {reason}."))
                })
                .collect()
        };
        Ok(Allowed {
            destinations: all(&lists.destinations)?,
            sources: all(&lists.sources)?,
            programs: all(&lists.programs)?,
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
        inside(&[place, target], &self.destinations, "--allow-destination")
    }

    /// Whether a file may be read.
    pub(super) fn source(&self, name: &str) -> Result<(), String> {
        WindowsPath::read(name)?;
        let target = (self.follow)(name).map_err(|error| error.to_string())?;
        inside(&[WindowsPath::read(&target)?], &self.sources, "--allow-source")
    }

    /// Whether BITS may be told to start a program.
    pub(super) fn program(&self, name: &str) -> Result<(), String> {
        let path = WindowsPath::read(name)?;
        let target = self.followed(&path)?;
        if self.programs.iter().any(|program| target.is(program)) {
            return Ok(());
        }
        Err("the service was not started with --allow-notify for it".to_owned())
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
    let path = std::fs::canonicalize(name)?;
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

    pub(in super::super) fn lists() -> Lists {
        Lists {
            destinations: vec![r"C:\Users\Ann\Downloads".to_owned()],
            sources: vec![r"C:\Users\Ann\Reports".to_owned()],
            programs: vec![r"C:\Tools\done.exe".to_owned()],
        }
    }

    #[test]
    fn files_are_written_and_read_in_allowed_folders_only() {
        let allowed = Allowed::new(&lists(), machine).unwrap();
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

    #[test]
    fn only_named_programs_are_started() {
        let allowed = Allowed::new(&lists(), machine).unwrap();
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
    fn what_is_not_there_cannot_be_allowed() {
        let mut lists = lists();
        lists.destinations.push(r"C:\None".to_owned());
        assert!(Allowed::new(&lists, machine).unwrap_err().contains(r"C:\None"));
    }
}
