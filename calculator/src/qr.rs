//! A link as a QR code.

use crate::svg::drawing;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;
use yew::prelude::*;

/// White modules around the code, as its standard asks for.
const QUIET: i32 = 4;

/// A QR code as a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its width and its height in modules, the white edge included.
    pub size: i32,
    /// The dark modules as the path of an SVG whose unit is a module.
    pub path: String,
}

impl Code {
    /// The code of a link; none if the link is too long.
    #[must_use]
    pub fn of(link: &str) -> Option<Self> {
        let code = QrCode::encode_binary(link.as_bytes(), QrCodeEcc::Low).ok()?;
        Some(Self {
            size: code.size() + 2 * QUIET,
            path: modules(&code),
        })
    }
}

/// The code, or why there is none.
pub(crate) fn qr_code(link: &str) -> Html {
    let Some(code) = Code::of(link) else {
        return html! { <p>{ "This link is too long for a QR code." }</p> };
    };
    let Code { size, path } = code;
    let shapes = html! {
        <>
            <rect width={size.to_string()} height={size.to_string()} fill="#fff" />
            <path d={path} />
        </>
    };
    let view_box = format!("0 0 {size} {size}");
    drawing(view_box, "QR code of the link to this scenario", shapes)
}

/// One rectangle for each dark run of a row.
fn modules(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let start = x;
            while code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                let (left, top, run) = (start + QUIET, y + QUIET, x - start);
                let _ = write!(path, "M{left} {top}h{run}v1h-{run}z");
            }
            x += 1;
        }
    }
    path
}
