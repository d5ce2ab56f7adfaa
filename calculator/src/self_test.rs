//! AWS's own examples, computed again where the page is read.

use crate::text::dollars;
use cost::self_test::recompute;
use data_core::{WorkedExample, wire::Tables};
use std::fmt::Write;
use yew::Html;

/// Every published amount beside what this calculator makes of it.
///
/// It never changes, so it is given to Yew as one text: a tree would be compared at every input. The
/// examples' names need no escaping.
pub fn self_test(tables: &Tables) -> Html {
    let Ok(prices) = tables.prices.region(WorkedExample::REGION) else {
        return Html::default();
    };
    let mut rows = String::new();
    let [mut amounts, mut agreeing] = [0_u64; 2];
    for example in &tables.examples {
        for check in recompute(prices, example) {
            let agrees = check.agrees();
            amounts += 1;
            agreeing += u64::from(agrees);
            let (id, item) = (&example.id, &check.item);
            let (published, computed) = (dollars(check.published), dollars(check.computed));
            let mark = if agrees { "✓" } else { "✗ differs" };
            let _ = write!(
                rows,
                "<tr><th scope=\"row\">{id}: {item}</th><td>{published}</td><td>{computed}</td>\
                 <td>{mark}</td></tr>"
            );
        }
    }
    let html = format!(
        "<details class=\"calculator-self-test\"><summary>Self-test: {agreeing} of {amounts} amounts \
         that AWS published as examples come out to the cent</summary>\
         <div class=\"calculator-table\" role=\"region\" tabindex=\"0\" \
         aria-label=\"AWS's published examples, computed here\"><table><thead><tr>\
         <th scope=\"col\">AWS's example</th><th scope=\"col\">Published</th>\
         <th scope=\"col\">Computed here</th><th scope=\"col\">Agrees</th></tr></thead>\
         <tbody>{rows}</tbody></table></div></details>"
    );
    Html::from_html_unchecked(html.into())
}
