//! Files and folders of the machine.

use crate::powershell::value::Value;
use crate::powershell::wildcard::matches_wildcard;
use std::collections::BTreeMap;

/// What a file holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// It is a folder.
    Folder,
    /// Text.
    Text(String),
    /// Objects, as `Export-Clixml` writes them.
    Objects(Vec<Value>),
}

/// All files and folders by their paths; letter case does not count.
#[derive(Clone, Debug)]
pub struct Files {
    all: BTreeMap<String, (String, Content)>,
}

impl Default for Files {
    fn default() -> Self {
        let mut files = Self { all: BTreeMap::new() };
        for folder in [
            "C:\\Windows\\System32",
            "C:\\Users\\user\\Downloads",
            "C:\\Users\\user\\Documents",
            "C:\\Users\\user\\AppData\\Local\\Temp",
            "C:\\Users\\user\\AppData\\Roaming",
            "C:\\Users\\Public",
            "C:\\ProgramData",
            "C:\\Program Files",
            "C:\\Scripts",
            "C:\\Temp",
        ] {
            files.make_folder(folder);
        }
        files
    }
}

fn key(path: &str) -> String {
    let path = path.replace('/', "\\").to_lowercase();
    path.trim_end_matches('\\').to_owned()
}

impl Files {
    /// The content of a path.
    pub fn get(&self, path: &str) -> Option<&Content> {
        self.all.get(&key(path)).map(|(_, content)| content)
    }

    /// Whether the folder that a path lies in is there.
    pub fn has_parent(&self, path: &str) -> bool {
        let path = key(path);
        match path.rsplit_once('\\') {
            Some((parent, _)) => matches!(self.get(parent), Some(Content::Folder)),
            None => true,
        }
    }

    /// Puts content under a path.
    pub fn put(&mut self, path: &str, content: Content) {
        self.all.insert(key(path), (path.to_owned(), content));
    }

    /// Makes a folder and those it lies in.
    pub fn make_folder(&mut self, path: &str) {
        let mut so_far = String::new();
        for part in path.trim_end_matches('\\').split('\\') {
            so_far.push_str(part);
            self.all
                .entry(key(&so_far))
                .or_insert((so_far.clone(), Content::Folder));
            so_far.push('\\');
        }
    }

    /// Takes a path away, and all that lies in it; false when it is not there.
    pub fn remove(&mut self, path: &str) -> bool {
        let path = key(path);
        let inside = format!("{path}\\");
        let before = self.all.len();
        self.all
            .retain(|known, _| *known != path && !known.starts_with(&inside));
        before > self.all.len()
    }

    /// The paths that fit a pattern; letters of it mean themselves unless they are wildcards.
    pub fn matching(&self, pattern: &str) -> Vec<String> {
        let pattern = key(pattern);
        let depth = pattern.matches('\\').count();
        let fits =
            |known: &&String| known.matches('\\').count() == depth && matches_wildcard(&pattern, known, true);
        self.all
            .iter()
            .filter(|(known, _)| fits(known))
            .map(|(_, (path, _))| path.clone())
            .collect()
    }

    /// All paths of files, in order.
    pub fn paths(&self) -> Vec<String> {
        let files = self
            .all
            .values()
            .filter(|(_, content)| !matches!(content, Content::Folder));
        files.map(|(path, _)| path.clone()).collect()
    }
}
