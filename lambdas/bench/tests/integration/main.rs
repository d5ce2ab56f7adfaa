//! The tests of the whole crate, in one program: each would have AWS's SDK linked to it.

mod aws;
mod built_packages;
mod common;
mod contract_aggregate;
mod contract_dedupe;
mod contract_hash;
mod contract_hello;
mod contract_light;
mod contract_record;
mod contract_sort;
mod contract_thumbnail;
mod demo;
mod faults;
mod function_run;
mod function_url;
mod import;
mod load;
mod local;
mod measure;
mod own_tests;
mod serve;
mod template;
mod trials;
