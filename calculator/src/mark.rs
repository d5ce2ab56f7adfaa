//! The mark of what a figure is.

use crate::markup::text;
use data::TimingSource;
use yew::Html;

/// The class and the word of a source's mark.
pub const fn mark(source: TimingSource) -> (&'static str, &'static str) {
    match source {
        TimingSource::Local => ("measured", "measured here"),
        TimingSource::Estimate => ("estimated", "estimated"),
        TimingSource::Published => ("published", "published"),
        TimingSource::Aws => ("measured", "measured on AWS"),
        TimingSource::Endpoint => ("measured", "measured through an endpoint"),
        TimingSource::Own => ("yours", "your figures"),
    }
}

/// The mark as it stands beside a figure.
pub fn marked(source: TimingSource) -> Html {
    let (class, word) = mark(source);
    text("span", &["class"], &[&["mark ", class].concat()], word)
}
