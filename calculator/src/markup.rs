//! Elements that the widget needs many of. Each `html!` costs some 200 bytes of wasm, so tables
//! and drawings are built from data by one function each.

use yew::{
    prelude::*,
    virtual_dom::{AttributeOrProperty, Attributes, VNode, VTag},
};

/// An element with the attributes `keys`, of which each has its value in `values`.
pub fn element(
    name: &'static str,
    keys: &'static [&'static str],
    values: &[&str],
    children: Vec<Html>,
) -> Html {
    let value = |value: &&str| {
        let text = AttrValue::from((*value).to_owned());
        Some(AttributeOrProperty::Attribute(text))
    };
    let mut tag = VTag::new(name);
    tag.set_attributes(Attributes::Dynamic {
        keys,
        values: values.iter().map(value).collect(),
    });
    tag.add_children(children);
    VNode::from(tag)
}

/// An element around a text.
pub fn text(
    name: &'static str,
    keys: &'static [&'static str],
    values: &[&str],
    text: &str,
) -> Html {
    element(name, keys, values, vec![Html::from(text)])
}

/// A row of a table: its name, Python, Rust, and the difference.
pub type Row = [String; 4];

/// A table that scrolls by itself where the page is narrow. `name` is what a screen reader calls
/// it, `first` the heading of its first column.
pub fn table(name: &str, first: &str, body: &[Row], foot: &[Row]) -> Html {
    let head = [first, "Python", "Rust", "Difference"];
    let head = head.map(|heading| text("th", &["scope"], &["col"], heading));
    let head = element("tr", &[], &[], head.into());
    let table = vec![
        element("thead", &[], &[], vec![head]),
        element("tbody", &[], &[], rows(body)),
        element("tfoot", &[], &[], rows(foot)),
    ];
    let keys = &["class", "role", "tabindex", "aria-label"];
    let values = ["calculator-table", "region", "0", name];
    let table = element("table", &[], &[], table);
    element("div", keys, &values, vec![table])
}

fn rows(rows: &[Row]) -> Vec<Html> {
    let cells = |row: &Row| {
        let cell = |(index, value): (usize, &String)| match index {
            0 => text("th", &["scope"], &["row"], value),
            _ => text("td", &[], &[], value),
        };
        row.iter().enumerate().map(cell).collect()
    };
    rows.iter()
        .map(|row| element("tr", &[], &[], cells(row)))
        .collect()
}
