//! The chart of cost against invocations.

use crate::{
    Outcome, Scenario,
    markup::{Row, element, table, text},
    text::{compact, dollars, grouped, round_dollars},
};
use cost::{Cents, Change};
use data::wire::Tables;
use std::cmp::Ordering;
use yew::prelude::*;

/// The plot's left and right edge, in units of the drawing.
const X: (u64, u64) = (78, 446);
/// The plot's upper and lower edge.
const Y: (u64, u64) = (12, 268);
/// Intervals between the points of a line; the scenario is the one in the middle.
const STEPS: u64 = 32;
/// Points from one row of the table to the next.
const TABLE_STEP: usize = 8;

struct Point {
    requests: u64,
    python: Cents,
    rust: Cents,
    request_charge: Cents,
}

/// The bills from no invocation to twice the scenario's, as lines and as a table.
pub fn chart(tables: &Tables, scenario: &Scenario) -> Html {
    let points = points(tables, scenario);
    let rows: Vec<Row> = points.iter().step_by(TABLE_STEP).map(row).collect();
    html! {
        <figure class="calculator-chart">
            <figcaption>{ "Monthly bill by invocations. Where the lines lie close together, the \
                language hardly matters: the dotted line is the request charge, which both pay." }
            </figcaption>
            <ul class="calculator-legend" aria-hidden="true">
                { text("li", &["class"], &["python"], "Python") }
                { text("li", &["class"], &["rust"], "Rust") }
                { text("li", &["class"], &["request-charge"], "Request charge") }
            </ul>
            { drawing(&points) }
            <details>
                <summary>{ "The chart as a table" }</summary>
                { table("Monthly bill by invocations", "Invocations", &rows, &[]) }
            </details>
        </figure>
    }
}

fn drawing(points: &[Point]) -> Html {
    let (Some(middle), Some(last)) = (points.get(points.len() / 2), points.last()) else {
        return Html::default();
    };
    let (usd, parts) = round_up(last.python.max(last.rust));
    let scale = Scale {
        requests: last.requests,
        usd,
        parts,
    };
    let mut shapes = axes(&scale);
    let x = scale.x(middle.requests);
    shapes.push(line("here", [&x, &x], [&Y.0.to_string(), &Y.1.to_string()]));
    let amount = |point: &Point, class| match class {
        "python" => point.python,
        "rust" => point.rust,
        _ => point.request_charge,
    };
    for class in ["request-charge", "python", "rust"] {
        let mut corners = String::new();
        for point in points {
            let corner = [scale.x(point.requests), scale.y(amount(point, class))].join(",");
            corners.push_str(&corner);
            corners.push(' ');
        }
        shapes.push(shape("polyline", &["class", "points"], &[class, &corners]));
        let y = scale.y(amount(middle, class));
        let values = [class, &x, &y, "5"];
        shapes.push(shape("circle", &["class", "cx", "cy", "r"], &values));
    }
    let summary = [
        "At ",
        &grouped(middle.requests),
        " invocations a month: Python ",
        &dollars(middle.python),
        ", Rust ",
        &dollars(middle.rust),
        ".",
    ];
    let values = ["0 0 480 310", "img", &summary.concat()];
    element("svg", &["viewBox", "role", "aria-label"], &values, shapes)
}

fn shape(name: &'static str, keys: &'static [&'static str], values: &[&str]) -> Html {
    element(name, keys, values, Vec::new())
}

fn line(class: &str, x: [&str; 2], y: [&str; 2]) -> Html {
    let values = [class, x[0], x[1], y[0], y[1]];
    shape("line", &["class", "x1", "x2", "y1", "y2"], &values)
}

fn label(x: &str, y: &str, anchor: &str, label: &str) -> Html {
    text("text", &["x", "y", "text-anchor"], &[x, y, anchor], label)
}

fn points(tables: &Tables, scenario: &Scenario) -> Vec<Point> {
    let most = scenario.requests.max(500_000) * 2;
    (0..=STEPS)
        .filter_map(|step| {
            let requests = most / STEPS * step + most % STEPS * step / STEPS;
            let scenario = Scenario {
                requests,
                ..scenario.clone()
            };
            let outcome = Outcome::of(tables, &scenario)?;
            Some(Point {
                requests,
                python: outcome.python.bill.total(),
                rust: outcome.rust.bill.total(),
                request_charge: outcome.request_charge(),
            })
        })
        .collect()
}

struct Scale {
    requests: u64,
    usd: Cents,
    /// Of the vertical axis.
    parts: u64,
}

impl Scale {
    fn x(&self, requests: u64) -> String {
        let length = scaled(requests, self.requests, X.1 - X.0);
        (X.0 + length).to_string()
    }

    /// In tenths, which the eye needs where lines nearly touch.
    fn y(&self, usd: Cents) -> String {
        let tenths = Y.1 * 10 - scaled(usd.0, self.usd.0, (Y.1 - Y.0) * 10);
        [(tenths / 10).to_string(), (tenths % 10).to_string()].join(".")
    }
}

/// `part` of `whole` on an axis of `length`, rounded down. The largest bill times the length
/// would overflow, and a drawing needs no more digits than these.
fn scaled(part: u64, whole: u64, length: u64) -> u64 {
    let unit = whole / 1_000_000_000 + 1;
    part / unit * length / (whole / unit)
}

/// The next round amount, at least a dollar, and into how many parts it divides evenly.
fn round_up(usd: Cents) -> (Cents, u64) {
    let mut power = 100;
    while power * 10 < usd.0 {
        power *= 10;
    }
    let steps = [(1, 5), (2, 4), (3, 3), (4, 4), (5, 5), (6, 3), (8, 4)];
    let step = steps
        .into_iter()
        .find(|(factor, _)| factor * power >= usd.0);
    let (factor, parts) = step.unwrap_or((10, 5));
    (Cents(factor * power), parts)
}

fn axes(scale: &Scale) -> Vec<Html> {
    let mut shapes = Vec::new();
    let (left, right) = (X.0.to_string(), X.1.to_string());
    for part in 0..=scale.parts {
        let amount = Cents(scale.usd.0 / scale.parts * part);
        let y = scale.y(amount);
        shapes.push(line("grid", [&left, &right], [&y, &y]));
        shapes.push(label(
            &(X.0 - 8).to_string(),
            &y,
            "end",
            &round_dollars(amount),
        ));
    }
    let below = (Y.1 + 20).to_string();
    for part in 0..=4 {
        let count = scale.requests / 4 * part;
        shapes.push(label(&scale.x(count), &below, "middle", &compact(count)));
    }
    let middle = u64::midpoint(X.0, X.1).to_string();
    let bottom = (Y.1 + 39).to_string();
    shapes.push(label(&middle, &bottom, "middle", "invocations a month"));
    shapes
}

fn row(point: &Point) -> Row {
    [
        grouped(point.requests),
        dollars(point.python),
        dollars(point.rust),
        difference(Change::between(point.python, point.rust)),
    ]
}

/// The change with its sign: `−$3.75`.
pub fn difference(change: Change) -> String {
    let sign = match change.direction {
        Ordering::Less => "\u{2212}",
        Ordering::Equal => "",
        Ordering::Greater => "+",
    };
    [sign, &dollars(change.by)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_ends_at_a_round_amount() {
        for (usd, end, parts) in [
            (0, 100, 5),
            (99, 100, 5),
            (101, 200, 4),
            (5_420, 6_000, 3),
            (9_999, 10_000, 5),
            (10_001, 20_000, 4),
        ] {
            assert_eq!(round_up(Cents(usd)), (Cents(end), parts));
        }
    }
}
