//! From a plan to a job: calls in order, carried out one by one against BITS or a stand-in for it.
//!
//! The plan is core's; here it becomes [calls](call::Call), each of which is one call of COM. A [`service::Service`] takes them: BITS
//! itself on Windows, a scripted one in tests.

pub mod secret;
pub mod call;
pub mod failure;
pub mod service;
pub mod words;
pub mod code;
pub mod calls;
pub mod resolve;
pub mod scripted;
pub mod thread;
pub mod journal;
pub mod readback;
pub mod monitor;
pub mod apply;
pub mod capture;
pub mod recover;
#[cfg(windows)]
pub mod com;
pub mod connect;
pub mod http;
