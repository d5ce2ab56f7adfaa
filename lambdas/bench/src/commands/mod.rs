//! The commands of `cargo measure`, one a file.

pub mod aws;
pub mod check;
pub mod import;
pub mod load;
pub mod local;
mod matrix;
pub mod packages;
pub mod setup;
pub mod trials;

/// In the order given.
fn without_repeats<T: Copy + PartialEq>(values: &[T]) -> Vec<T> {
    let mut once = Vec::new();
    for &value in values {
        if !once.contains(&value) {
            once.push(value);
        }
    }
    once
}
