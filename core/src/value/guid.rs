//! GUIDs, as they name jobs and classes.

use super::{Control, Entries, Part, PartError, Value, plain, single};
use std::fmt;

/// A GUID, kept in its registry form: `{8-4-4-4-12}` in upper case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(String);

impl Guid {
    /// Reads a GUID with or without braces.
    pub fn parse(typed: &str) -> Option<Guid> {
        let bare = typed
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
            .unwrap_or(typed);
        let groups: Vec<&str> = bare.split('-').collect();
        let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
        let hex = groups
            .iter()
            .all(|group| group.chars().all(|c| c.is_ascii_hexdigit()));
        (hex && lengths == [8, 4, 4, 4, 12]).then(|| Guid(format!("{{{}}}", bare.to_ascii_uppercase())))
    }

    /// With braces, as bitsadmin takes it.
    pub fn braced(&self) -> &str {
        &self.0
    }

    /// Without braces, as PowerShell takes it.
    pub fn bare(&self) -> &str {
        self.0.trim_start_matches('{').trim_end_matches('}')
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Value for Guid {
    const PARTS: &'static [Part] = &[Part::only(Control::Guid)];

    fn read(entries: &Entries) -> Result<Self, Vec<PartError>> {
        let help = "Write it as {XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX}.";
        let entry = single(entries, 0).map_err(|error| vec![error])?;
        let Some(entry) = entry else {
            return Err(vec![PartError::new(0, "No GUID is given", help)]);
        };
        let typed = plain(entry, 0).map_err(|error| vec![error])?;
        Guid::parse(typed).ok_or_else(|| vec![PartError::new(0, format!("`{typed}` is not a GUID"), help)])
    }

    fn write(&self) -> Entries {
        Entries::one(self.braced())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_are_read_with_or_without_braces() {
        let guid = Guid::parse("c775d194-090f-431f-b5fb-8334d00d1cb6").unwrap();
        assert_eq!(guid.braced(), "{C775D194-090F-431F-B5FB-8334D00D1CB6}");
        assert_eq!(Guid::parse(guid.braced()), Some(guid));
        for wrong in [
            "",
            "{}",
            "c775d194090f431fb5fb8334d00d1cb6",
            "{c775d194-090f-431f-b5fb-8334d00d1cb6",
            "g775d194-090f-431f-b5fb-8334d00d1cb6",
        ] {
            assert_eq!(Guid::parse(wrong), None, "{wrong}");
        }
    }
}
