//! The PowerShell that reads a script.

/// A PowerShell, as far as scripts are read differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// Windows PowerShell 5.1.
    WindowsPowerShell51,
    /// PowerShell 6.0 to 7.2: the older arguments of programs.
    PowerShell72,
    /// PowerShell 7.3 and later.
    PowerShell73,
}

impl Edition {
    /// Whether it is PowerShell 6 or later.
    pub fn is_core(self) -> bool {
        self > Edition::WindowsPowerShell51
    }
}
