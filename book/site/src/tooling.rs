//! Commands for developing the site, besides building and serving it: checks, benchmarks, an audit, the
//! slides as a PDF, the README's pictures, and CONTRIBUTING's table of directives.

pub mod audit;
pub mod bench;
pub mod browser;
pub mod checks;
pub mod directives;
pub mod pdf;
pub mod readme;
pub mod setup;
pub mod tested_site;
