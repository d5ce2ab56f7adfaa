//! Tests of the crate and of `cargo bill` from outside, in one program, since each program is linked
//! by itself.

mod aws_examples;
mod command;
mod common;
mod comparison;
mod fleet;
mod properties;
mod read;
