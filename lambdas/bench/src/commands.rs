//! The commands of `cargo measure`, one per file, and the options that several of them share.

pub mod aws;
pub mod check;
mod data_folder;
pub mod demo;
pub mod function;
pub mod import;
pub mod load;
pub mod local;
mod matrix;
pub mod packages;
mod python_check;
pub mod serve;
mod served;
pub mod setup;
mod surroundings;
pub mod trials;

use bench::cgroup::Hierarchy;
use clap::{builder::RangedI64ValueParser, value_parser};
use data::MEMORY_MB;

/// The control groups that limit functions, or a line that says why there are none.
fn find_hierarchy() -> Option<Hierarchy> {
    let found = Hierarchy::detect().inspect_err(|reason| {
        eprintln!("Measuring without a CPU limit, run as root to have one: {reason}");
    });
    found.ok()
}

/// Warns if this program is built without optimisation, which adds to every duration.
fn warn_if_unoptimised(command: &str) {
    if cfg!(debug_assertions) {
        eprintln!(
            "warning: this bench is built without optimisation, which adds to every duration: \
             use `cargo run --release -p bench --bin measure -- {command}`"
        );
    }
}

/// The parser of a memory size in MB.
fn memory_size() -> RangedI64ValueParser<u32> {
    let (least, most) = MEMORY_MB.into_inner();
    value_parser!(u32).range(i64::from(least)..=i64::from(most))
}

/// The values in the order given, each once.
fn without_repeats<T: Copy + PartialEq>(values: &[T]) -> Vec<T> {
    let mut once = Vec::new();
    for &value in values {
        if !once.contains(&value) {
            once.push(value);
        }
    }
    once
}
