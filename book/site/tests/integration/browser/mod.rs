//! What a reader does in a browser.

mod calculator;
mod deck;
mod demo;
mod device;
mod fleet;
mod guess;
mod live;
mod offline;
mod pages;
mod weight;
