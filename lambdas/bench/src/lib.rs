//! The local Lambda, and the runs that `cargo measure` records with it.
//!
//! A [`sandbox`] is one process of a [`function`] with a [`runtime_api`] of its own and its memory's
//! share of a CPU, kept by a [`cgroup`]. [`languages`] builds the functions. A run ([`local`]) takes the
//! variants of each workload through cold and warm invocations in the order of [`plan`], and hands every
//! row to the crate `data`, together with what [`provenance`] could find out about the machine; a
//! [`function_run`] does the same with other functions than the repository's. [`packages`] builds and
//! weighs what is deployed, [`aws`] measures it there, and [`import`] reads what AWS logged. [`service`]
//! is the local Lambda as a server, [`load`] has k6 call it, and [`demo`] lets two languages race.

#![deny(clippy::wildcard_enum_match_arm)]

pub mod aws;
pub mod cgroup;
pub mod demo;
pub mod deployment_package;
pub mod dynamodb;
pub mod function;
pub mod function_run;
pub mod harness_overhead;
pub mod import;
pub mod interrupt;
pub mod languages;
pub mod load;
pub mod local;
pub mod local_lambda;
pub mod packages;
mod page_cache;
pub mod plan;
mod progress;
pub mod provenance;
pub mod report_row;
mod row;
pub mod run_description;
pub mod runtime_api;
pub mod sandbox;
pub mod service;
pub mod sha_extensions;
pub mod site_advice;
mod speed;
pub mod summary_table;
pub mod terminal_table;
pub mod trials;
pub mod workloads;
