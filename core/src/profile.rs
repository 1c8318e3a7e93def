//! The machine a script is made for: Windows, BITS, shell, and in which context it runs.
//!
//! ```
//! use bitsmith_core::profile::Profile;
//! let mut profile = Profile::default();
//! profile.set("windows", "server-2019").unwrap();
//! assert_eq!(profile.bits().to_string(), "10.2");
//! assert!(profile.set("windows", "nt").unwrap_err().starts_with("There is no Windows `nt`."));
//! ```

use crate::version::{BitsVersion, Module};

/// A release of Windows with what it brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release {
    /// The word of documents.
    pub word: &'static str,
    /// What a person reads.
    pub label: &'static str,
    /// The build number.
    pub build: u32,
    /// Its BITS. [w32:what-s-new]
    pub bits: BitsVersion,
    /// Its BitsTransfer module, as far as Microsoft's pages and module metadata say.
    pub module: Module,
}

const fn release(
    word: &'static str,
    label: &'static str,
    build: u32,
    bits: (u8, u8),
    module: Module,
) -> Release {
    Release {
        word,
        label,
        build,
        bits: BitsVersion::new(bits.0, bits.1),
        module,
    }
}

/// Every release that a profile can name, clients first. The twelve newer parameters of the module are documented
/// from Server 2022 on; the builds between 17763 and 20348 may have them, which no page says.
pub const RELEASES: &[Release] = &[
    release("xp", "Windows XP", 2600, (2, 5), Module::None),
    release("vista", "Windows Vista", 6000, (3, 0), Module::None),
    release("7", "Windows 7", 7601, (4, 0), Module::Windows7),
    release("8", "Windows 8", 9200, (5, 0), Module::Windows8),
    release("8.1", "Windows 8.1", 9600, (5, 0), Module::Windows81),
    release("10-1507", "Windows 10 1507", 10240, (5, 0), Module::Windows81),
    release("10-1511", "Windows 10 1511", 10586, (5, 0), Module::Windows81),
    release("10-1607", "Windows 10 1607", 14393, (5, 0), Module::Windows81),
    release("10-1703", "Windows 10 1703", 15063, (10, 1), Module::Windows81),
    release("10-1709", "Windows 10 1709", 16299, (10, 1), Module::Windows81),
    release("10-1803", "Windows 10 1803", 17134, (10, 1), Module::Windows81),
    release("10-1809", "Windows 10 1809", 17763, (10, 2), Module::Windows81),
    release("10-1903", "Windows 10 1903", 18362, (10, 3), Module::Windows81),
    release("10-1909", "Windows 10 1909", 18363, (10, 3), Module::Windows81),
    release("10-2004", "Windows 10 2004", 19041, (10, 3), Module::Windows81),
    release("10-20H2", "Windows 10 20H2", 19042, (10, 3), Module::Windows81),
    release("10-21H1", "Windows 10 21H1", 19043, (10, 3), Module::Windows81),
    release("10-21H2", "Windows 10 21H2", 19044, (10, 3), Module::Windows81),
    release("10-22H2", "Windows 10 22H2", 19045, (10, 3), Module::Windows81),
    release("11", "Windows 11", 22000, (10, 3), Module::Server2022),
    release("server-2003", "Windows Server 2003", 3790, (1, 5), Module::None),
    release("server-2008", "Windows Server 2008", 6001, (3, 0), Module::None),
    release(
        "server-2008-r2",
        "Windows Server 2008 R2",
        7601,
        (4, 0),
        Module::Windows7,
    ),
    release(
        "server-2012",
        "Windows Server 2012",
        9200,
        (5, 0),
        Module::Windows8,
    ),
    release(
        "server-2012-r2",
        "Windows Server 2012 R2",
        9600,
        (5, 0),
        Module::Windows81,
    ),
    release(
        "server-2016",
        "Windows Server 2016",
        14393,
        (5, 0),
        Module::Windows81,
    ),
    release(
        "server-2019",
        "Windows Server 2019",
        17763,
        (10, 2),
        Module::Windows81,
    ),
    release(
        "server-2022",
        "Windows Server 2022",
        20348,
        (10, 3),
        Module::Server2022,
    ),
    release(
        "server-2025",
        "Windows Server 2025",
        26100,
        (10, 3),
        Module::Server2022,
    ),
];

/// Declares an enum of words with labels.
macro_rules! word_enum {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $label] $variant,)+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word of documents.
            pub const fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }

            /// What a person reads.
            pub const fn label(self) -> &'static str {
                match self { $($name::$variant => $label,)+ }
            }

            /// The one with that word.
            pub fn from_word(word: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}
pub(crate) use word_enum;

word_enum! {
    /// The shell a person works in. It decides how a PowerShell script may be written.
    Shell {
        PowerShell51 = "powershell-5.1", "Windows PowerShell 5.1";
        PowerShell72 = "powershell-7.2", "PowerShell 6.0 to 7.2";
        PowerShell7 = "powershell-7", "PowerShell 7.3 and later";
        Cmd = "cmd", "Command prompt";
    }
}

word_enum! {
    /// In which context the commands run.
    Context {
        Interactive = "interactive", "Interactive";
        Elevated = "elevated", "Interactive, elevated";
        ScheduledTask = "scheduled-task", "Scheduled task";
        ServiceAccount = "service-account", "Service account";
        RemoteSession = "remote-session", "Remote session";
        NobodyLoggedOn = "nobody-logged-on", "Nobody logged on";
    }
}

impl Context {
    /// Whether nobody sees a prompt there.
    pub const fn is_unattended(self) -> bool {
        matches!(
            self,
            Context::ScheduledTask | Context::ServiceAccount | Context::NobodyLoggedOn
        )
    }
}

/// The machine and context that a script is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// The release of Windows.
    pub windows: &'static Release,
    /// Another BITS than the release brought (Vista with the management framework has 4.0).
    pub bits_override: Option<BitsVersion>,
    /// The shell.
    pub shell: Shell,
    /// The context.
    pub context: Context,
}

/// The release of the default profile.
const DEFAULT: Release = release(
    "server-2025",
    "Windows Server 2025",
    26100,
    (10, 3),
    Module::Server2022,
);

impl Default for Profile {
    fn default() -> Profile {
        Profile {
            windows: RELEASES.last().unwrap_or(&DEFAULT),
            bits_override: None,
            shell: Shell::PowerShell51,
            context: Context::Interactive,
        }
    }
}

impl Profile {
    /// The release with that word.
    pub fn release(word: &str) -> Option<&'static Release> {
        RELEASES.iter().find(|release| release.word == word)
    }

    /// The BITS of this machine.
    pub fn bits(&self) -> BitsVersion {
        self.bits_override.unwrap_or(self.windows.bits)
    }

    /// Whether the machine's build is at least this.
    pub fn has_build(&self, build: u32) -> bool {
        self.windows.build >= build
    }

    /// Whether owners may set helper tokens, from Windows 10 1607 on. [com:IBitsTokenOptions.SetHelperToken]
    pub(crate) fn owners_set_helper_tokens(&self) -> bool {
        self.has_build(14393)
    }

    /// Sets one key by its word. Errors name what may stand there.
    pub fn set(&mut self, key: &str, word: &str) -> Result<(), String> {
        match key {
            "windows" => {
                self.windows = Profile::release(word)
                    .ok_or_else(|| unknown("Windows", word, RELEASES.iter().map(|release| release.word)))?;
            }
            "bits" => {
                self.bits_override = Some(BitsVersion::parse(word).ok_or_else(|| {
                    let all: Vec<String> = BitsVersion::ALL
                        .iter()
                        .map(|(version, _)| version.to_string())
                        .collect();
                    unknown("BITS version", word, all.iter().map(String::as_str))
                })?);
            }
            "shell" => {
                self.shell = Shell::from_word(word)
                    .ok_or_else(|| unknown("shell", word, Shell::ALL.iter().map(|shell| shell.word())))?;
            }
            "context" => {
                self.context = Context::from_word(word).ok_or_else(|| {
                    unknown("context", word, Context::ALL.iter().map(|context| context.word()))
                })?;
            }
            _ => {
                return Err(unknown(
                    "profile key",
                    key,
                    ["windows", "bits", "shell", "context"].into_iter(),
                ));
            }
        }
        Ok(())
    }
}

fn unknown<'a>(what: &str, word: &str, all: impl Iterator<Item = &'a str>) -> String {
    format!(
        "There is no {what} `{word}`. Use one of: {}.",
        all.collect::<Vec<_>>().join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_in_the_list() {
        assert_eq!(
            Profile::default().windows,
            Profile::release("server-2025").unwrap()
        );
        assert_eq!(*Profile::default().windows, DEFAULT);
    }

    #[test]
    fn words_are_set_and_wrong_ones_named() {
        let mut profile = Profile::default();
        profile.set("windows", "vista").unwrap();
        assert_eq!(profile.bits().to_string(), "3.0");
        profile.set("bits", "4.0").unwrap();
        assert_eq!(profile.bits().to_string(), "4.0");
        assert!(
            profile
                .set("windows", "win11")
                .unwrap_err()
                .contains("server-2022")
        );
        assert!(
            profile
                .set("os", "11")
                .unwrap_err()
                .contains("windows, bits, shell, context")
        );
        assert!(profile.set("bits", "9.9").is_err());
    }

    #[test]
    fn newer_builds_have_no_older_bits() {
        for half in [&RELEASES[..20], &RELEASES[20..]] {
            assert!(
                half.windows(2)
                    .all(|pair| pair[0].build < pair[1].build && pair[0].bits <= pair[1].bits)
            );
        }
    }
}
