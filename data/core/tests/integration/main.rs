//! The crate as others use it, in one program: each more would be linked by itself.

mod own;
mod own_forms;
mod wire;
