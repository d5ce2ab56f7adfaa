//! The commands of `cargo measure`, one a file.

pub mod local;
