//! The document format: what is read, what is refused and where, that everything written is read back, and the schema.

mod drafts;
mod malformed;
mod papers;
mod round_trip;
mod schema;
mod values;
mod writing;

/// The subject of a new job.
const NEW: &str = r#""subject": { "new": { "display_name": "n", "job_type": "download" } }"#;
