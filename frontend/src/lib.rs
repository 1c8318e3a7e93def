//! The page of Bitsmith.
