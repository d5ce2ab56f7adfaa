//! The mark of what a figure is.

use crate::markup::text;
use data_core::TimingSource;
use yew::Html;

/// The mark of a source as it stands beside a figure.
pub fn marked(source: TimingSource) -> Html {
    let class = ["mark ", source.origin().name()].concat();
    text("span", &["class"], &[&class], source.mark())
}
