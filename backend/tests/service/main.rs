//! The local service, asked over real sockets.

mod server;
mod attacks;
mod addresses;
mod slow;
mod applying;
mod existing;
mod states;
