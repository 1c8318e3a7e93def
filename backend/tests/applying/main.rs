//! Plans applied to a scripted BITS: what is left, what is said, what is found again.

mod world;
mod values;
mod round_trip;
mod faults;
mod existing;
mod differences;
mod refusals;
mod blocking;
mod digest;
mod killed;
mod journal;
mod waiting;
mod resolving;
mod patterns;
