//! What a reader does in a browser.

#[path = "../support/browser.rs"]
mod support;

mod calculator;
mod deck;
mod demo;
mod guess;
mod offline;
mod pages;
mod weight;
