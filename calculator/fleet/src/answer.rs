//! The page's answer to what was pasted, dropped and chosen.

use crate::chart::chart;
use cost::{
    Port,
    fleet::{Assessed, Assessment, Assumptions, Fleet, MonthsOfData},
    grouped, parse_day_rate, parse_days,
};
use data_core::{
    Architecture, Decimal, PortClass, PortTable,
    own::{OwnError, Skipped, read_all},
    wire::Tables,
};
use html_escape::encode_double_quoted_attribute as escape;
use std::{collections::BTreeMap, fmt::Write};

/// The most functions that the page shows; the spreadsheet has all.
const MOST_ROWS: usize = 500;

/// The page's inputs.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The price list, as [`Tables::encode`] writes it.
    pub prices: &'a str,
    /// The table of what a port changes, as [`PortTable::encode`] writes it.
    pub port: &'a str,
    /// The files' texts.
    pub texts: &'a [String],
    /// The choices, a line each: a name and its value, with a tab between them. `region`, `arch`, `months`
    /// (may be empty), `free-tier` (`on` or `off`), `days`, `day-rate`, and `class` with a function's name
    /// and its class.
    pub form: &'a str,
}

/// Assesses the functions, or says why it can't, as HTML: the answer and its details.
#[must_use]
pub fn html(question: &Question) -> [String; 2] {
    with_assessment(question, |assessment, fleet, region| {
        [answer(assessment, region), details(assessment, fleet)]
    })
    .unwrap_or_else(|reason| {
        let reason = escape(&reason);
        let alert = format!(r#"<p class="calculator-error" role="alert">{reason}</p>"#);
        [alert, String::new()]
    })
}

/// The functions for a spreadsheet; nothing if they can't be assessed.
#[must_use]
pub fn csv(question: &Question) -> String {
    with_assessment(question, |assessment, _, _| assessment.csv()).unwrap_or_default()
}

/// The reader's choices.
struct Form {
    region: String,
    architecture: Architecture,
    months: Option<MonthsOfData>,
    free_tier: bool,
    port: Port,
    classes: BTreeMap<String, PortClass>,
}

impl Form {
    fn read(text: &str) -> Result<Self, String> {
        let value = |wanted: &str| {
            let mut lines = text.lines().filter_map(|line| line.split_once('\t'));
            let (_, value) = lines.find(|(name, _)| *name == wanted)?;
            Some(value.trim())
        };
        let required = |name: &str| value(name).unwrap_or_default();
        let named = |name: &str, reason: &dyn std::fmt::Display| format!("{name}: {reason}");
        let months = match required("months") {
            "" => None,
            text => {
                let months: Decimal = text
                    .parse()
                    .map_err(|error| named("Months of data", &error))?;
                let months = MonthsOfData::months(months);
                Some(months.ok_or("Months of data: write more than 0, such as 0.5")?)
            }
        };
        let classes =
            text.lines()
                .filter_map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
                    ["class", function, class] => Some((function.to_owned(), class.parse().ok()?)),
                    _ => None,
                });
        Ok(Self {
            region: required("region").to_owned(),
            architecture: required("arch").parse().unwrap_or(Architecture::X86_64),
            months,
            free_tier: required("free-tier") == "on",
            port: Port {
                days: parse_days(required("days"))
                    .map_err(|error| named("Days of work", &error))?,
                usd_per_day: parse_day_rate(required("day-rate"))
                    .map_err(|error| named("Cost of a day", &error))?,
            },
            classes: classes.collect(),
        })
    }
}

/// Calls `show` with what was assessed, what was read, and the region's name.
fn with_assessment<T>(
    question: &Question,
    show: impl FnOnce(&Assessment, &Fleet, &str) -> T,
) -> Result<T, String> {
    let form = Form::read(question.form)?;
    let own = read_all(question.texts.iter().map(String::as_str));
    let own = own.map_err(|OwnError(skipped)| left_out(&skipped, question.texts.len()))?;
    let mut fleet = Fleet::of(&own, form.months, form.architecture);
    let skipped = own.skipped.iter();
    fleet
        .notes
        .extend(skipped.map(|skipped| left_out(skipped, question.texts.len())));
    if fleet.functions.is_empty() {
        let reason = "These texts hold no invocations: give the result of one of the queries above, or \
                      Compute Optimizer's export.";
        return Err(reason.to_owned());
    }
    let tables = Tables::decode(question.prices).map_err(|error| error.to_string())?;
    let table = PortTable::decode(question.port).ok_or("the page is damaged: reload it")?;
    let asked = Some(form.region.as_str()).filter(|code| !code.is_empty());
    let code = fleet.region(asked)?;
    let prices = tables
        .prices
        .region(&code)
        .map_err(|error| error.to_string())?;
    let assumptions = Assumptions {
        prices,
        table: &table,
        free_tier: form.free_tier,
        port: form.port,
        classes: form.classes,
    };
    let assessment = Assessment::of(&fleet, &assumptions);
    Ok(show(&assessment, &fleet, &prices.name))
}

fn left_out(skipped: &Skipped, texts: usize) -> String {
    let Skipped { text, line, reason } = skipped;
    let place = if texts > 1 {
        format!("text {}, line {line}", text + 1)
    } else {
        format!("line {line}")
    };
    format!("{place} is left out: {reason}")
}

fn answer(assessment: &Assessment, region: &str) -> String {
    format!(
        r#"<p class="calculator-result">{}</p><p class="calculator-basis"><span class="mark yours">your figures</span> Per month in {}, in USD. A port costs {} USD. The range for a port is what the measured functions of a class showed; the estimate's own error comes on top. Where you know what a function does, choose it: the range gets narrower.</p>"#,
        escape(&assessment.sentence()),
        escape(region),
        assessment.port.cost(),
    )
}

fn details(assessment: &Assessment, fleet: &Fleet) -> String {
    let mut html = chart(assessment);
    html.push_str(&table(assessment));
    let rows = assessment.functions.len();
    if rows > MOST_ROWS {
        let _ = write!(
            html,
            "<p>{} more functions are in the spreadsheet.</p>",
            rows - MOST_ROWS
        );
    }
    if !fleet.notes.is_empty() {
        html.push_str("<ul class=\"fleet-notes\">");
        for note in &fleet.notes {
            let _ = write!(html, "<li>{}</li>", escape(note));
        }
        html.push_str("</ul>");
    }
    html
}

const HEADER: [&str; 9] = [
    "Function",
    "MB",
    "Calls",
    "Now",
    "At most",
    "arm64",
    "Memory",
    "Rust",
    "Months, at best",
];

fn table(assessment: &Assessment) -> String {
    let mut html = r#"<div class="table-wrapper" role="region" tabindex="0" aria-label="Functions, by the most that a port could save"><table class="fleet-table"><thead><tr>"#.to_owned();
    for (column, name) in HEADER.iter().enumerate() {
        let class = if column == 0 {
            ""
        } else {
            r#" class="number""#
        };
        let _ = write!(html, r#"<th scope="col"{class}>{name}</th>"#);
    }
    html.push_str("</tr></thead><tbody>");
    for assessed in assessment.functions.iter().take(MOST_ROWS) {
        put_row(&mut html, assessment, assessed);
    }
    let (now, bound) = (assessment.now, assessment.bound);
    let _ = write!(
        html,
        r#"</tbody><tfoot><tr><th scope="row">Total</th><td></td><td></td><td class="number">{now}</td><td class="number">{bound}</td><td></td><td></td><td></td><td></td></tr></tfoot></table></div>"#
    );
    html
}

fn put_row(html: &mut String, assessment: &Assessment, assessed: &Assessed) {
    let function = assessed.function;
    let name = escape(&function.name);
    let _ = write!(html, r#"<tr><th scope="row">{name}"#);
    if let Some(reason) = &function.left_out {
        let _ = write!(html, "<br><small>left out: {}</small>", escape(reason));
    } else {
        put_classes(html, assessed, &name);
        for assumed in &function.assumed {
            let _ = write!(html, "<br><small>{}</small>", escape(assumed));
        }
    }
    html.push_str("</th>");
    let saving = |remedy: &str| assessed.saving(remedy);
    let saved =
        |remedy: &str| saving(remedy).map_or("–".to_owned(), |saving| saving.range(" to "));
    let memory = saving("memory").map_or("–".to_owned(), |saving| {
        format!("{} at {}", saving.high, saving.remedy)
    });
    let months = saving("rust").map(|saving| {
        let payback = assessment.payback(saving.high);
        payback.map_or("never".to_owned(), |payback| payback.to_string())
    });
    let bound = assessed
        .bound
        .map_or("–".to_owned(), |bound| bound.to_string());
    for value in [
        function.memory_mb.to_string(),
        grouped(function.calls),
        assessed.now.to_string(),
        bound,
        saved("arm64"),
        memory,
        saved("rust"),
        months.unwrap_or("–".to_owned()),
    ] {
        let _ = write!(html, r#"<td class="number">{}</td>"#, escape(&value));
    }
    html.push_str("</tr>");
}

/// A choice of the function's class, for the reader to make.
fn put_classes(html: &mut String, assessed: &Assessed, name: &str) {
    let _ = write!(
        html,
        r#"<br><select data-class="{name}" aria-label="What {name} does"><option value="">not known</option>"#
    );
    for &class in PortClass::ALL {
        let selected = if assessed.class == Some(class) {
            " selected"
        } else {
            ""
        };
        let (value, label) = (class.name(), class.label());
        let _ = write!(
            html,
            r#"<option value="{value}"{selected}>{label}</option>"#
        );
    }
    html.push_str("</select>");
}
