//! What a script says, token by token, and what it will do on the machine.

mod value;

pub use value::{entry_meaning, meaning};
