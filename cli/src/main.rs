//! The command line of Bitsmith.
fn main() {}
