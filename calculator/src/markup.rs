//! The widget's building blocks. Each `html!` costs some 200 bytes of wasm, so the tree is built
//! by a few functions.

use yew::{
    AttrValue, Html,
    virtual_dom::{AttributeOrProperty, Attributes, VList, VNode, VTag, VText},
};

/// A tag with the attributes `keys`, of which each has its value in `values`.
pub fn tag(name: &'static str, keys: &'static [&'static str], values: &[&str]) -> VTag {
    let value = |value: &&str| Some(AttributeOrProperty::Attribute(owned(value)));
    let mut tag = VTag::new(name);
    tag.set_attributes(Attributes::Dynamic {
        keys,
        values: values.iter().map(value).collect(),
    });
    tag
}

/// An element around others.
pub fn element(
    name: &'static str,
    keys: &'static [&'static str],
    values: &[&str],
    children: Vec<Html>,
) -> Html {
    let mut tag = tag(name, keys, values);
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
    element(
        name,
        keys,
        values,
        vec![VNode::from(VText::new(owned(text)))],
    )
}

/// A text that the page owns.
pub fn owned(text: &str) -> AttrValue {
    AttrValue::Rc(text.into())
}

/// What opens and stays open while its content changes.
pub fn details(class: &str, summary: &str, content: Vec<Html>) -> Html {
    let mut parts = vec![text("summary", &[], &[], summary)];
    parts.extend(content);
    element("details", &["class"], &[class], parts)
}

/// Several elements without one around them.
pub fn group(children: Vec<Html>) -> Html {
    VNode::from(VList::with_children(children, None))
}

/// A drawing with its caption, and the same figures as a table.
pub fn figure(caption: &str, drawing: Html, table: Html) -> Html {
    let parts = vec![
        text("figcaption", &[], &[], caption),
        drawing,
        details("", "The chart as a table", vec![table]),
    ];
    element("figure", &["class"], &["calculator-chart"], parts)
}

/// A row of a table: its name, and its values.
pub type Row = Vec<String>;

/// A table that scrolls by itself where the page is narrow. `name` is what a screen reader calls
/// it, `head` the headings of its columns.
pub fn table(name: &str, head: &[String], body: &[Row], foot: &[Row]) -> Html {
    let heading = |heading: &String| text("th", &["scope"], &["col"], heading);
    let head = element("tr", &[], &[], head.iter().map(heading).collect());
    let mut parts = vec![
        element("thead", &[], &[], vec![head]),
        element("tbody", &[], &[], rows(body)),
    ];
    if !foot.is_empty() {
        parts.push(element("tfoot", &[], &[], rows(foot)));
    }
    let keys = &["class", "role", "tabindex", "aria-label"];
    let values = ["calculator-table", "region", "0", name];
    element(
        "div",
        keys,
        &values,
        vec![element("table", &[], &[], parts)],
    )
}

fn rows(rows: &[Row]) -> Vec<Html> {
    let cell = |(index, value): (usize, &String)| match index {
        0 => text("th", &["scope"], &["row"], value),
        _ => text("td", &[], &[], value),
    };
    let row = |row: &Row| {
        let cells = row.iter().enumerate().map(cell).collect();
        element("tr", &[], &[], cells)
    };
    rows.iter().map(row).collect()
}
