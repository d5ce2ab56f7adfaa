//! `{{#device}}`: a race of Python and Rust in the reader's own browser, by `book/theme/device.js`.

use crate::figures::{context::Context, directive::Directive, format, replacement::Replacement};
use anyhow::{Result, anyhow};
use data::Variant;
use device::{FUNCTIONS, Function};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "device",
    usage: &[""],
    becomes: "a race between the functions' own Python and Rust code in the reader's browser",
    expand: device,
};

fn device(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [] = DIRECTIVE.exactly(arguments)?;
    let pyodide = context.pyodide.as_ref();
    let pyodide = pyodide.map_err(|reason| anyhow!("{reason}"))?;
    let bytes = pyodide.download()?;
    #[allow(clippy::cast_precision_loss, reason = "some millions")]
    let size = format::mb(bytes as f64 / 1e6);
    let names = FUNCTIONS.map(|function| function.name).join(" ");
    let lanes = [Variant::Rust, Variant::Python].map(lane).concat();
    let folder = pyodide.folder();
    let version = &pyodide.python;
    Ok(Replacement::Block(format!(
        r#"<div id="device" class="device card" data-prevent-swipe data-python="{folder}/" data-version="{version}" data-size="{size}" data-names="{names}"><div class="device-form" hidden>{}{}<button type="button" class="action">Fetch Python for the browser ({size})</button></div><p class="device-status" role="status"></p><div class="device-result" hidden><ol class="device-lanes">{lanes}</ol><p class="device-verdict" role="status"></p><p class="device-how"><span class="mark yours">measured on your device</span> <span class="device-method"></span></p></div><p class="device-kept" hidden>Python is stored in this browser: this page now works without a network.</p><p class="device-limit">This is WebAssembly on your device. It says nothing about Lambda.</p><noscript>This race needs JavaScript.</noscript></div>"#,
        select(),
        COUNT
    )))
}

/// The field for the number of records; its limits are those of the chosen function.
const COUNT: &str = r#"<div><label for="device-count">How many</label><input id="device-count" type="number" inputmode="numeric" min="1" step="1" required autocomplete="off" aria-describedby="device-limits"><span id="device-limits" class="device-limits"></span></div>"#;

fn select() -> String {
    let options = FUNCTIONS.map(
        |Function {
             name,
             given,
             usual,
             most,
             ..
         }| {
            format!(
                r#"<option data-given="{given}" data-usual="{usual}" data-most="{most}">{name}</option>"#
            )
        },
    );
    format!(
        r#"<div><label for="device-function">Function</label><select id="device-function" autocomplete="off">{}</select></div>"#,
        options.concat()
    )
}

fn lane(variant: Variant) -> String {
    let name = variant.name();
    format!(
        r#"<li class="device-{name}" data-language="{name}"><span class="device-name">{}</span><span class="device-time"></span><span class="device-track"><span class="device-bar"></span></span></li>"#,
        variant.label()
    )
}
