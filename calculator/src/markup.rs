//! The widget's building blocks.

use yew::prelude::*;

/// An element that opens on a click, and stays open while its content changes.
pub fn details(class: &'static str, summary: &str, content: Html) -> Html {
    html! { <details {class}><summary>{ summary }</summary>{ content }</details> }
}

/// A drawing with its caption, and the same figures as a table.
pub fn figure(caption: &str, drawing: Html, table: Html) -> Html {
    html! {
        <figure class="calculator-chart">
            <figcaption>{ caption }</figcaption>
            { drawing }
            { details("", "The chart as a table", table) }
        </figure>
    }
}

/// A row of a table: its name, and its values.
pub type Row = Vec<String>;

/// A table that scrolls by itself where the page is narrow. `name` is what a screen reader calls
/// it, `head` the headings of its columns.
pub fn table(name: &str, head: &[String], body: &[Row], foot: &[Row]) -> Html {
    let heading = |heading: &String| html! { <th scope="col">{ heading }</th> };
    html! {
        <div class="calculator-table" role="region" tabindex="0" aria-label={name.to_owned()}>
            <table>
                <thead><tr>{ for head.iter().map(heading) }</tr></thead>
                <tbody>{ for body.iter().map(row) }</tbody>
                if !foot.is_empty() {
                    <tfoot>{ for foot.iter().map(row) }</tfoot>
                }
            </table>
        </div>
    }
}

fn row(row: &Row) -> Html {
    let (name, values) = row.split_first().unzip();
    let values = values.into_iter().flatten();
    html! {
        <tr>
            <th scope="row">{ name }</th>
            { for values.map(|value| html! { <td>{ value }</td> }) }
        </tr>
    }
}
