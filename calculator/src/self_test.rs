//! AWS's own examples, computed again where the page is read.

use crate::{
    Properties,
    markup::{Row, details, table},
    text::dollars,
};
use cost::self_test::recompute;
use data_core::{WorkedExample, wire::Tables};
use yew::prelude::*;

/// Every published amount beside the one that this calculator computes. It never changes, so it is a
/// component of its own: Yew would compare it at every input.
pub struct SelfTest;

impl Component for SelfTest {
    type Message = ();
    type Properties = Properties;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, context: &Context<Self>) -> Html {
        self_test(&context.props().model.borrow().tables)
    }
}

fn self_test(tables: &Tables) -> Html {
    let Ok(prices) = tables.prices.region(WorkedExample::REGION) else {
        return Html::default();
    };
    let mut rows: Vec<Row> = Vec::new();
    let mut agreeing = 0;
    for example in &tables.examples {
        for check in recompute(prices, example) {
            let agrees = check.agrees();
            agreeing += u64::from(agrees);
            rows.push(vec![
                format!("{}: {}", example.id, check.item),
                dollars(check.published),
                dollars(check.computed),
                if agrees { "✓" } else { "✗ differs" }.to_owned(),
            ]);
        }
    }
    let summary = format!(
        "Self-test: {agreeing} of {} amounts in AWS's published examples come out the same, to the cent",
        rows.len()
    );
    let head = ["AWS's example", "Published", "Computed here", "Agrees"].map(str::to_owned);
    let name = "AWS's published examples, computed here";
    let table = table(name, &head, &rows, &[]);
    details("calculator-self-test", &summary, table)
}
