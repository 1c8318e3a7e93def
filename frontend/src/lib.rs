//! The page of Bitsmith: a form that walks the catalog of settings, and the scripts that come of it.

pub mod proposal;
pub mod badge;
pub mod search;
pub mod edit;
pub mod field;
pub mod diff;
pub mod output;
pub mod apply;
pub mod ends;
pub mod read;
pub mod answer;
pub mod state;
pub mod reader;
pub mod service;
pub mod effect;
pub mod element;
pub mod clipboard;
pub mod storage;
pub mod errand;
pub mod components;
pub mod app;

pub use app::Page;
