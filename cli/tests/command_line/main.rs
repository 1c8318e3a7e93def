//! The program on streams in memory: exit codes, what is said where, files.

mod streams;
mod files;
mod findings;
mod lists;
mod pages;
mod revisions;
mod papers;
mod scripts;
mod bench;
mod blocking;
mod applying;
mod imports;
mod jobs;
mod terminal;
mod errors;
mod words;
mod serving;
