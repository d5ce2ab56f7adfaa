//! Fixtures of several modules: AWS's prices, and a call of `cargo bill`.

use data::{PriceList, RegionPrices};
use std::{path::Path, process::Command, sync::LazyLock};

pub static PRICES: LazyLock<PriceList> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/prices");
    data::read_prices(&folder).unwrap()
});

/// The prices of a region, by its code.
pub fn prices_of(region: &str) -> &'static RegionPrices {
    PRICES.region(region).unwrap()
}

/// Result of a call of `cargo bill`.
#[derive(Debug)]
pub struct Printed {
    pub text: String,
    pub complaint: String,
    pub code: Option<i32>,
}

/// Calls `cargo bill` in a folder.
pub fn bill(folder: &Path, arguments: &[&str]) -> Printed {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bill"));
    let output = command.current_dir(folder).args(arguments).output();
    let output = output.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Printed {
        text: text(output.stdout),
        complaint: text(output.stderr),
        code: output.status.code(),
    }
}
