//! What a reader does in a browser.

#[path = "../support/browser.rs"]
mod support;

#[path = "../support/copy.rs"]
mod copy;

mod calculator;
mod deck;
mod demo;
mod guess;
mod live;
mod offline;
mod pages;
mod weight;
