//! Full paths of Windows that mean one file or folder and nothing else.

use bitsmith_core::local_name::is_device;
use bitsmith_core::remote_name::is_drive;
use std::fmt;

/// A drive and what comes after it, one component each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WindowsPath {
    drive: char,
    components: Vec<String>,
}

impl WindowsPath {
    /// Reads a path. What Windows could take for something else than it says is refused, with the reason.
    pub(super) fn read(text: &str) -> Result<WindowsPath, String> {
        let text = text.replace('/', "\\");
        if text.starts_with(r"\\") || text.starts_with(r"\??\") {
            return Err("it is a share or a device, and only drives of this machine are allowed".to_owned());
        }
        let mut chars = text.chars();
        let drive = chars.next().filter(|_| is_drive(&text));
        let (Some(drive), Some(rest)) = (drive, text.get(3..)) else {
            return Err("it is no full path such as C:\\Data\\a.zip".to_owned());
        };
        let components: Vec<String> = match rest {
            "" => Vec::new(),
            rest => rest.split('\\').map(str::to_owned).collect(),
        };
        for component in &components {
            if let Some(reason) = ambiguity(component) {
                return Err(format!("{component:?} in it {reason}"));
            }
        }
        Ok(WindowsPath {
            drive: drive.to_ascii_uppercase(),
            components,
        })
    }

    /// The folder that it stands in; `None` for a drive.
    pub(super) fn parent(&self) -> Option<WindowsPath> {
        let (_, components) = self.components.split_last()?;
        Some(WindowsPath {
            drive: self.drive,
            components: components.to_vec(),
        })
    }

    /// Whether it is that folder or stands in it, at any depth.
    pub(super) fn is_in(&self, folder: &WindowsPath) -> bool {
        self.drive == folder.drive
            && self.components.len() >= folder.components.len()
            && self
                .components
                .iter()
                .zip(&folder.components)
                .all(|(own, other)| folded(own) == folded(other))
    }

    /// Whether it is the same file.
    pub(super) fn is(&self, other: &WindowsPath) -> bool {
        self.components.len() == other.components.len() && self.is_in(other)
    }

    /// What comes after a folder that it stands in, put after another one.
    pub(super) fn moved(&self, from: &WindowsPath, to: &WindowsPath) -> WindowsPath {
        let rest = self.components.get(from.components.len()..).unwrap_or_default();
        WindowsPath {
            drive: to.drive,
            components: to.components.iter().chain(rest).cloned().collect(),
        }
    }
}

impl fmt::Display for WindowsPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:\\{}", self.drive, self.components.join("\\"))
    }
}

/// Why a component could be another one than it says. [fileio:naming-a-file]
fn ambiguity(component: &str) -> Option<&'static str> {
    let short = component
        .split_once('~')
        .is_some_and(|(_, after)| after.starts_with(|c: char| c.is_ascii_digit()));
    if component.is_empty() {
        Some("is empty")
    } else if component == "." || component == ".." {
        Some("leads to another folder")
    } else if component.contains(':') {
        Some("names a stream")
    } else if component.chars().any(|c| c < ' ' || "<>\"|?*\u{7f}".contains(c)) {
        Some("has a character that names do not have")
    } else if component.ends_with(['.', ' ']) {
        Some("ends with a dot or a space, which Windows leaves out")
    } else if is_device(component) {
        Some("is a device")
    } else if short {
        Some("may be the short name of another file")
    } else {
        None
    }
}

/// A name as Windows compares it: every letter that has one other case counts as that. Where Unicode has a letter with
/// several (the dotless i, the long s), Windows knows no case, and here it is only itself.
fn folded(name: &str) -> String {
    name.chars()
        .map(|c| {
            let mut upper = c.to_uppercase();
            match (upper.next(), upper.next()) {
                (Some(upper), None) if upper.to_lowercase().eq([c]) => upper,
                _ => c,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_could_be_another_file_are_refused() {
        for (text, because) in [
            (r"\\server\share\a", "share"),
            (r"//server/share/a", "share"),
            (r"\\?\C:\a", "device"),
            (r"\\.\pipe\a", "device"),
            (r"\??\C:\a", "device"),
            (r"\a", "no full path"),
            (r"a.zip", "no full path"),
            (r"C:a", "no full path"),
            (r"C:", "no full path"),
            ("é:\\a", "no full path"),
            (r"C:\a\..\b", "another folder"),
            (r"C:\a\.\b", "another folder"),
            (r"C:\a\\b", "empty"),
            (r"C:\a\", "empty"),
            (r"C:\a.txt:stream", "stream"),
            (r"C:\a::$DATA", "stream"),
            (r"C:\NUL", "device"),
            (r"C:\a\com1.txt", "device"),
            (r"C:\a\LPT¹", "device"),
            (r"C:\a.", "dot or a space"),
            (r"C:\a \b", "dot or a space"),
            (r"C:\PROGRA~1\a", "short name"),
            (r"C:\a\REPORT~2.CSV", "short name"),
            ("C:\\a\u{0}b", "character"),
            ("C:\\a\nb", "character"),
            (r"C:\a?b", "character"),
            (r"C:\a|b", "character"),
        ] {
            let refused = WindowsPath::read(text).unwrap_err();
            assert!(refused.contains(because), "{text}: {refused}");
        }
    }

    #[test]
    fn folders_are_compared_by_component_in_any_case() {
        let folder = WindowsPath::read(r"C:\Users\Ann\Downloads").unwrap();
        for (text, inside) in [
            (r"C:\Users\Ann\Downloads\a.zip", true),
            (r"c:\USERS\ann\downloads\b\a.zip", true),
            ("C:/Users/Ann/Downloads/a.zip", true),
            (r"C:\Users\Ann\Downloads", true),
            (r"C:\Users\Ann\Downloads2\a.zip", false),
            (r"C:\Users\Ann", false),
            (r"D:\Users\Ann\Downloads\a.zip", false),
            (r"C:\Users\Ann\Down loads\a.zip", false),
        ] {
            assert_eq!(WindowsPath::read(text).unwrap().is_in(&folder), inside, "{text}");
        }
        let other = |text: &str| WindowsPath::read(text).unwrap();
        assert!(other("C:\\É\\a").is_in(&other("C:\\é")));
        for (own, folder) in [
            ("C:\\ſ", "C:\\S"),
            ("C:\\ı", "C:\\I"),
            ("C:\\\u{212A}", "C:\\K"),
            ("C:\\ß", "C:\\SS"),
        ] {
            assert!(!other(own).is_in(&other(folder)), "{own} {folder}");
        }
    }
}
