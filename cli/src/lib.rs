//! The command line of Bitsmith.
