//! Cold starts of empty functions as a zip and as a container image, as others measured them on AWS.

use super::{
    captioned_table::{captioned_table, marked_note},
    context::Context,
    format,
    published_cold_starts::{FILE, RUNTIMES, attribution_of_all, find},
};
use anyhow::{Result, bail};
use data::{Architecture, Millis, Origin, PublishedColdStart};

/// Means as a zip and as an image at a memory size, as a table.
///
/// # Errors
/// Nothing was published at this memory size.
pub(super) fn images(context: &Context, memory_mb: u32) -> Result<String> {
    let of = |package, runtime, arch| find(context.dataset, [package, runtime], memory_mb, arch);
    let mut rows = Vec::new();
    for (name, runtime) in RUNTIMES {
        for &arch in Architecture::ALL {
            if let (Some(zip), Some(image)) = (of("zip", runtime, arch), of("image", runtime, arch))
            {
                rows.push(row(name, zip, image));
            }
        }
    }
    if rows.is_empty() {
        bail!("no function as a zip and as an image at {memory_mb} MB in data/{FILE}");
    }
    let name = format!("Init duration of an empty function on AWS by its package, {memory_mb} MB");
    let header = [
        "Language",
        "Architecture",
        "Zip: mean",
        "Image: mean",
        "Ratio",
        "Zip: median",
        "Image: median",
        "Ratio",
    ];
    let attribution = attribution_of_all(context)?;
    let below = marked_note(
        Origin::Published,
        &format!("Measured on AWS by others: {attribution}"),
    );
    Ok(captioned_table(&name, header, &rows, &below))
}

fn row(name: &str, zip: &PublishedColdStart, image: &PublishedColdStart) -> [String; 8] {
    let ratio = |image: Millis, zip: Millis| format::ratio(image.as_f64() / zip.as_f64());
    [
        name.to_owned(),
        zip.arch.to_string(),
        format::published_ms(zip.mean_ms),
        format::published_ms(image.mean_ms),
        ratio(image.mean_ms, zip.mean_ms),
        format::published_ms(zip.init_p50_ms),
        format::published_ms(image.init_p50_ms),
        ratio(image.init_p50_ms, zip.init_p50_ms),
    ]
}
