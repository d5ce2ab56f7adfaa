//! A link as a QR code.

use crate::{
    markup::text,
    svg::{drawing, shape},
};
use qrcodegen::{QrCode, QrCodeEcc};
use yew::Html;

/// White modules around the code, as its standard asks for.
const QUIET: i32 = 4;

/// The code, or why there is none.
pub fn qr_code(link: &str) -> Html {
    let Ok(code) = QrCode::encode_text(link, QrCodeEcc::Low) else {
        return text("p", &[], &[], "This link is too long for a QR code.");
    };
    let size = (code.size() + 2 * QUIET).to_string();
    let view_box = ["0 0 ", &size, " ", &size].concat();
    let shapes = vec![
        shape(
            "rect",
            &["width", "height", "fill"],
            &[&size, &size, "#fff"],
        ),
        shape("path", &["d"], &[&modules(&code)]),
    ];
    drawing(&view_box, "QR code of the link to this scenario", shapes)
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
                let run = (x - start).to_string();
                let [left, top] = [start + QUIET, y + QUIET].map(|place| place.to_string());
                path.push_str(&["M", &left, " ", &top, "h", &run, "v1h-", &run, "z"].concat());
            }
            x += 1;
        }
    }
    path
}
