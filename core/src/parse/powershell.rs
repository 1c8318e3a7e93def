//! The language of PowerShell: Windows PowerShell 5.1 and PowerShell 6 and later.
