//! Set-up and the two commands of the README.
fn main() {}
