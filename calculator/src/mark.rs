//! The mark that says what kind of figure stands beside it.

use data_core::TimingSource;
use yew::prelude::*;

/// The mark of the figures of a source.
pub fn marked(source: TimingSource) -> Html {
    html! { <span class={classes!("mark", source.origin().name())}>{ source.mark() }</span> }
}
