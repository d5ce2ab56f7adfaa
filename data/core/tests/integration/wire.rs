//! Reading the text that a page carries, whatever became of it.

use data_core::wire::{BadLine, Tables};
use proptest::prelude::*;

#[test]
fn a_damaged_line_is_named() {
    let text = "region\tus-east-1\tN. Virginia\t0.0000002\t0.0000000309\nx86_64\t0\tcheap\n";
    assert_eq!(Tables::decode(text), Err(BadLine { line: 2 }));
}

#[test]
fn a_tier_without_a_region_is_refused() {
    let text = "x86_64\t0\t0.0000166667\n";
    assert_eq!(Tables::decode(text), Err(BadLine { line: 1 }));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "([a-z0-9_.]*\t){0,7}[a-z0-9.]*") {
        let _ = Tables::decode(&text);
    }
}
