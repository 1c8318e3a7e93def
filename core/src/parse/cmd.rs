//! The language of `cmd.exe`: prompt lines and batch files.
