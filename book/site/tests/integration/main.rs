//! The site as it is built, served and used, in one program: each more would be linked by itself.

#[path = "support/browser.rs"]
mod support;

#[path = "support/copy.rs"]
mod copy;

mod browser;
mod build;
mod build_worker;
mod growth;
mod html;
mod licences;
mod links;
mod rehearsal;
mod reproduce;
mod shown_run;
mod speaker;
