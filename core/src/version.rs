//! Versions of BITS, of its PowerShell module, and builds of Windows, as facts are tied to them.
//!
//! ```
//! use bitsmith_core::version::BitsVersion;
//! let dynamic_content = BitsVersion::parse("5.0").unwrap();
//! assert_eq!(dynamic_content.windows(), "Windows 8");
//! assert!(dynamic_content < BitsVersion::new(10, 3));
//! ```

use std::fmt;

/// A version of BITS. [w32:what-s-new]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BitsVersion {
    /// The number before the point.
    pub major: u8,
    /// The number after it.
    pub minor: u8,
}

impl BitsVersion {
    /// All versions that there are, with the Windows that brought each.
    pub const ALL: &'static [(BitsVersion, &'static str)] = &[
        (Self::new(1, 0), "Windows XP"),
        (Self::new(1, 2), "Windows XP SP1"),
        (Self::new(1, 5), "Windows Server 2003"),
        (Self::new(2, 0), "Windows XP SP2"),
        (Self::new(2, 5), "Windows XP SP3"),
        (Self::new(3, 0), "Windows Vista"),
        (Self::new(4, 0), "Windows 7"),
        (Self::new(5, 0), "Windows 8"),
        (Self::new(10, 1), "Windows 10 1703"),
        (Self::new(10, 2), "Windows 10 1809"),
        (Self::new(10, 3), "Windows 10 1903"),
    ];

    /// The version with these numbers.
    pub const fn new(major: u8, minor: u8) -> BitsVersion {
        BitsVersion { major, minor }
    }

    /// Reads `10.3`; `None` for a version that there is not.
    pub fn parse(typed: &str) -> Option<BitsVersion> {
        Self::ALL
            .iter()
            .map(|(version, _)| *version)
            .find(|version| version.to_string() == typed)
    }

    /// The first Windows that has it.
    pub fn windows(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(version, _)| *version >= self)
            .map_or("a later Windows", |(_, windows)| windows)
    }
}

impl fmt::Display for BitsVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// The states of the BitsTransfer module that differ in parameters. [psprof:2.0, 3.0, 4.0, 5.1; ps2016, ps2019, ps2022]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Module {
    /// There is no module: before Windows 7.
    None,
    /// Windows 7, Server 2008 R2.
    Windows7,
    /// Windows 8, Server 2012: the transfer policy.
    Windows8,
    /// Windows 8.1, Server 2012 R2: stored credentials.
    Windows81,
    /// Builds after Server 2019 (17763), sure from Server 2022: twelve more parameters.
    Server2022,
}

impl Module {
    /// What a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Module::None => "no module",
            Module::Windows7 => "Windows 7",
            Module::Windows8 => "Windows 8 / Server 2012",
            Module::Windows81 => "Windows 8.1 / Server 2012 R2",
            Module::Server2022 => "Server 2022 / Windows 10 after 1809",
        }
    }
}
