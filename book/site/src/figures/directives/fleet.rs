//! `{{#fleet}}`: where people put what they export of their functions, and get them ranked by what a port
//! could save.

use crate::{
    figures::{context::Context, directive::Directive, replacement::Replacement},
    html::escape,
};
use anyhow::{Context as _, Result, ensure};
use data::{Architecture, wire::Tables};

pub(super) const DIRECTIVE: Directive = Directive {
    name: "fleet",
    usage: &[""],
    becomes: "a form for exports of a reader's functions, and those functions ranked by what a port could save",
    expand: fleet,
};

fn fleet(arguments: &[&str], context: &Context) -> Result<Replacement> {
    let [] = DIRECTIVE.exactly(arguments)?;
    let prices = Tables {
        prices: context.dataset.prices.clone(),
        ..Tables::default()
    };
    let table = context.dataset.port_table();
    let table = table.context(
        "no run has all controls: measure them with the others, by `cargo measure local`",
    )?;
    let texts = [("prices", prices.encode()), ("port", table.encode())];
    for (name, text) in &texts {
        ensure!(
            !text.contains("</"),
            "`</` in data/ would end the page's {name}: remove it"
        );
    }
    let carried = texts.map(|(name, text)| {
        let text = text.trim_end();
        format!("<script type=\"text/plain\" id=\"fleet-{name}\">{text}</script>\n\n")
    });
    let options = [
        select("region", "Region", &regions(context)),
        select("arch", "Architecture, if not in the data", &architectures()),
        text("months", "Months of data, if not in it", ""),
        text("days", "Days of work to port one function", "10"),
        text("day-rate", "Cost of a day, in USD", "800"),
        r#"<div><label for="fleet-free-tier">Free tier left for these functions</label><input id="fleet-free-tier" type="checkbox" checked></div>"#.to_owned(),
    ];
    Ok(Replacement::Block(format!(
        r#"<div id="fleet" data-prevent-swipe><div class="calculator-form" role="group" aria-label="What you export of your functions">{}</div><div id="fleet-answer" aria-live="polite"></div><details class="calculator-more"><summary>More <span id="fleet-changed"></span></summary><fieldset class="calculator-form"><legend>The bill and the port</legend>{}</fieldset></details><p class="calculator-actions"><button type="button" data-action="csv" hidden>Save as CSV</button></p><div id="fleet-details"></div><noscript>This page needs JavaScript. <code>cargo bill fleet</code> does the same in a terminal.</noscript></div>

{}"#,
        area(),
        options.concat(),
        carried.concat().trim_end(),
    )))
}

fn area() -> String {
    r#"<div class="fleet-texts"><label for="fleet-text">Results of the queries, your list of functions</label><input id="fleet-files" type="file" multiple aria-label="Files with them, as many as you have"><textarea id="fleet-text" rows="4" spellcheck="false" placeholder="or paste them here"></textarea><p>Read in this browser, and sent nowhere.</p></div>"#.to_owned()
}

fn regions(context: &Context) -> Vec<(String, String)> {
    let from_data = (String::new(), "as the data says".to_owned());
    let regions = context.dataset.prices.regions.iter().map(|region| {
        let label = ::calculator::region_label(region);
        (region.code.clone(), label)
    });
    [from_data].into_iter().chain(regions).collect()
}

fn architectures() -> Vec<(String, String)> {
    let names = Architecture::ALL
        .iter()
        .map(|architecture| architecture.name().to_owned());
    names.map(|name| (name.clone(), name)).collect()
}

fn select(name: &str, label: &str, choices: &[(String, String)]) -> String {
    let choices = choices.iter().map(|(value, label)| {
        format!(
            r#"<option value="{}">{}</option>"#,
            escape(value),
            escape(label)
        )
    });
    let choices: Vec<String> = choices.collect();
    format!(
        r#"<div><label for="fleet-{name}">{label}</label><select id="fleet-{name}">{}</select></div>"#,
        choices.concat()
    )
}

fn text(name: &str, label: &str, value: &str) -> String {
    format!(
        r#"<div><label for="fleet-{name}">{label}</label><input id="fleet-{name}" type="text" inputmode="decimal" autocomplete="off" value="{value}"></div>"#
    )
}
