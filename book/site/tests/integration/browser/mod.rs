//! Actions of a reader in a browser.

mod calculator;
mod calculator_layout;
mod deck;
mod demo;
mod device;
mod fleet;
mod guess;
mod live;
mod offline;
mod pages;
mod sharing;
mod weight;
