//! AWS's own examples, computed again where the page is read.

use crate::{
    markup::{Row, details, table},
    text::dollars,
};
use cost::self_test::recompute;
use data::{WorkedExample, wire::Tables};
use yew::Html;

/// Every published amount beside what this calculator makes of it.
pub fn self_test(tables: &Tables) -> Html {
    let Ok(prices) = tables.prices.region(WorkedExample::REGION) else {
        return Html::default();
    };
    let mut rows: Vec<Row> = Vec::new();
    let mut agreeing: u64 = 0;
    for example in &tables.examples {
        for check in recompute(prices, example) {
            let agrees = check.agrees();
            agreeing += u64::from(agrees);
            rows.push(vec![
                [&example.id, ": ", check.item.as_str()].concat(),
                dollars(check.published),
                dollars(check.computed),
                if agrees { "✓" } else { "✗ differs" }.to_owned(),
            ]);
        }
    }
    let summary = [
        "Self-test: ",
        &agreeing.to_string(),
        " of ",
        &rows.len().to_string(),
        " amounts that AWS published as examples come out to the cent",
    ];
    let head = ["AWS's example", "Published", "Computed here", "Agrees"].map(str::to_owned);
    let table = table("AWS's published examples, computed here", &head, &rows, &[]);
    details("calculator-self-test", &summary.concat(), vec![table])
}
