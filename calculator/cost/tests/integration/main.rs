//! The crate and `cargo bill` as others use them, in one program: each more would be linked by
//! itself.

mod aws_examples;
mod command;
mod common;
mod comparison;
mod fleet;
mod properties;
mod read;
