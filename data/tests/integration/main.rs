//! The crate as others use it, in one program: each more would be linked by itself.

mod bad_rows;
mod committed;
mod recorder;
mod shown;
