//! The bills line by line, and the computation of each line.

use crate::{
    markup::{Row, table},
    text::{dollars, exact, milliseconds},
};
use cost::{Cents, Change, Comparison, Line, Month, grouped};
use data_core::{Decimal, Variant};
use std::cmp::Ordering;
use yew::prelude::*;

/// A table with every line of every variant's bill.
pub fn bills(comparison: &Comparison) -> Html {
    let mut table = Table {
        comparison,
        rows: Vec::new(),
    };
    table.row("Memory", |month| {
        format!("{}\u{a0}MB", grouped(month.usage.memory_mb.into()))
    });
    table.row("Billed duration, mean", |month| {
        milliseconds(month.usage.duration_ms)
    });
    table.row("Init duration, mean", |month| {
        milliseconds(month.usage.init_ms)
    });
    table.row("Time to an answer, mean", |month| {
        milliseconds(month.time_ms)
    });
    for item in comparison.items() {
        table.amounts(item.label(), &|month| month.bill.amount(item));
    }
    let first = comparison.months.first();
    for service in first.iter().flat_map(|month| &month.bill.unpriced) {
        table.row(service.label(), |_| "not known here".to_owned());
    }
    table.amounts("Total", &|month| month.bill.total());
    table.markup()
}

struct Table<'a> {
    comparison: &'a Comparison<'a>,
    rows: Vec<Row>,
}

impl Table<'_> {
    fn row(&mut self, name: &str, figure: fn(&Month) -> String) {
        let mut row = vec![name.to_owned()];
        row.extend(self.comparison.months.iter().map(figure));
        if self.comparison.change().is_some() {
            row.push(String::new());
        }
        self.rows.push(row);
    }

    fn amounts(&mut self, name: &str, amount: &dyn Fn(&Month) -> Cents) {
        let months = &self.comparison.months;
        let mut row = vec![name.to_owned()];
        row.extend(months.iter().map(|month| dollars(amount(month))));
        let of = |variant| self.comparison.month(variant).map(amount);
        if let Some((python, rust)) = of(Variant::Python).zip(of(Variant::Rust)) {
            row.push(difference(Change::between(python, rust)));
        }
        self.rows.push(row);
    }

    /// The last row is the total.
    fn markup(mut self) -> Html {
        let mut head = vec!["Per month".to_owned()];
        let months = self.comparison.months.iter();
        head.extend(months.map(|month| month.variant().label().to_owned()));
        if self.comparison.change().is_some() {
            head.push("Python to Rust".to_owned());
        }
        let total: Vec<Row> = self.rows.pop().into_iter().collect();
        let name = "The bill of one month, in US dollars";
        table(name, &head, &self.rows, &total)
    }
}

/// The computation of each line of each bill.
pub fn steps(comparison: &Comparison) -> Html {
    let of_month = |month: &Month| {
        let lines = month.bill.lines.iter();
        html! {
            <>
                <h4>{ month.variant().label() }</h4>
                <ul>{ for lines.map(|line| html! { <li>{ step(line) }</li> }) }</ul>
            </>
        }
    };
    comparison.months.iter().map(of_month).collect()
}

/// The change with its sign: `−$3.75`.
pub fn difference(change: Change) -> String {
    let sign = match change.direction {
        Ordering::Less => "\u{2212}",
        Ordering::Equal => "",
        Ordering::Greater => "+",
    };
    format!("{sign}{}", dollars(change.by))
}

/// `Requests: (100,000,000 − 1,000,000 free) requests × $0.0000002 = $19.80`.
fn step(line: &Line) -> String {
    let mut used = exact(line.used);
    if !line.free.is_zero() {
        used = format!("({used} \u{2212} {} free)", exact(line.free));
    }
    let priced = match &line.charges[..] {
        [] => String::new(),
        [only] => format!(" × ${}", exact(only.usd)),
        tiers => {
            let tiers = tiers
                .iter()
                .map(|tier| format!("{} × ${}", exact(tier.quantity), exact(tier.usd)));
            format!(": {}", tiers.collect::<Vec<_>>().join(" + "))
        }
    };
    let discount = if line.discount.is_zero() {
        String::new()
    } else {
        let percent = line.discount * Decimal::from(100);
        format!(", less {}\u{a0}%", exact(percent))
    };
    let (name, unit, amount) = (line.item.label(), line.item.unit(), dollars(line.usd));
    format!("{name}: {used} {unit}{priced}{discount} = {amount}")
}
