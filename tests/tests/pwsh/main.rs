//! Emitted scripts in PowerShell itself, where `pwsh` is on PATH: BITS is the model, its cmdlets are stand-ins made from
//! the command catalog, bitsadmin is a small program. Elsewhere all of this but the engine is tested.

mod fake;
mod module;
mod rows;
mod run;
mod stand_in;
