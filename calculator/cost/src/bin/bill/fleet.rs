//! `cargo bill fleet`: the functions of a fleet that are worth porting.

use crate::{options::Switch, own::read_files};
use anyhow::{Context, Result, anyhow, ensure};
use clap::{Parser, ValueEnum};
use cost::{
    Port,
    fleet::{Assessed, Assessment, Assumptions, Fleet, MonthsOfData, Saving},
    parse_day_rate, parse_days,
};
use data::{Architecture, Dataset, Decimal, PortClass};
use serde_json::{Value, json};
use std::{path::PathBuf, str::FromStr};

/// Finds the functions of a fleet that are worth porting to Rust: what each costs, the most that any
/// rewrite could save, the remedies that need no port, and what a port is measured to change.
///
/// Takes files in any order and recognises each by its content: results of the queries in
/// lambdas/queries, Compute Optimizer's export, the output of `aws lambda list-functions`, and logs.
#[derive(Parser)]
#[command(name = "cargo bill fleet", bin_name = "cargo bill fleet")]
pub struct Arguments {
    /// Files to read
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Code of the AWS region; by default the one that the data names, or ap-southeast-2
    #[arg(long)]
    region: Option<String>,
    /// Architecture of the functions for which the data has none: x86_64 or arm64
    #[arg(long, default_value = "x86_64", allow_hyphen_values = true)]
    arch: Architecture,
    /// Months that the data covers, if it does not say
    #[arg(long, value_name = "MONTHS", allow_hyphen_values = true)]
    months_of_data: Option<Months>,
    /// Take the account's monthly free tier off the fleet's bill
    #[arg(long, default_value = "on")]
    free_tier: Switch,
    /// Days of work to port one function
    #[arg(long, value_parser = parse_days, allow_hyphen_values = true, default_value = "10")]
    days: Decimal,
    /// Cost of a day of work in USD
    #[arg(long, value_name = "USD", value_parser = parse_day_rate, allow_hyphen_values = true, default_value = "800")]
    day_rate: Decimal,
    /// Kind of work that a function does: waits, c-library or plain-python
    #[arg(long = "class", value_name = "FUNCTION=CLASS")]
    classes: Vec<FunctionClass>,
    /// Output format
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Csv,
    Json,
}

#[derive(Clone, Copy)]
struct Months(MonthsOfData);

impl FromStr for Months {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let months = text.parse::<Decimal>()?;
        let months = MonthsOfData::months(months).context("write more than 0, such as 0.5")?;
        Ok(Self(months))
    }
}

#[derive(Clone)]
struct FunctionClass(String, PortClass);

impl FromStr for FunctionClass {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let (function, class) = text
            .rsplit_once('=')
            .context("write FUNCTION=CLASS, such as orders=waits")?;
        Ok(Self(function.to_owned(), class.parse()?))
    }
}

/// The assessed fleet in the format asked for.
///
/// # Errors
/// A file can't be read, no function was called, a region has no prices, or a class is given for a
/// function that is not in the data.
pub fn fleet(arguments: &Arguments) -> Result<String> {
    let own = read_files(&arguments.files)?;
    let place = |text: usize| arguments.files[text].display();
    let span = arguments.months_of_data.map(|months| months.0);
    let mut fleet = Fleet::of(&own, span, arguments.arch);
    fleet.notes.extend(own.skipped.iter().map(|skipped| {
        let (line, reason) = (skipped.line, &skipped.reason);
        format!("{}: line {line} is left out: {reason}", place(skipped.text))
    }));
    ensure!(
        !fleet.functions.is_empty(),
        "no function was called in {}: give a result of the query in lambdas/queries, or Compute \
         Optimizer's export",
        place(0)
    );
    for FunctionClass(name, _) in &arguments.classes {
        let is_there = fleet
            .functions
            .iter()
            .any(|function| function.name == *name);
        ensure!(
            is_there,
            "invalid value for '--class': there is no function {name} in the data"
        );
    }
    let code = fleet.region(arguments.region.as_deref());
    let code = code.map_err(|reason| anyhow!("--region: {reason}"))?;
    let prices = crate::prices(&code, &[])?;
    let dataset = Dataset::read(&workspace::data())?;
    let table = dataset.port_table();
    let table = table.context(
        "there is no estimate of AWS: measure all controls as well, with `cargo measure local`",
    )?;
    let classes = arguments.classes.iter().cloned();
    let assumptions = Assumptions {
        prices: &prices,
        table: &table,
        free_tier: arguments.free_tier == Switch::On,
        port: Port {
            days: arguments.days,
            usd_per_day: arguments.day_rate,
        },
        classes: classes
            .map(|FunctionClass(name, class)| (name, class))
            .collect(),
    };
    let assessment = Assessment::of(&fleet, &assumptions);
    Ok(match arguments.format {
        Format::Text => text(&assessment, &fleet, &prices.code),
        Format::Csv => assessment.csv(),
        Format::Json => json(&assessment, &fleet).to_string(),
    })
}

fn json(assessment: &Assessment, fleet: &Fleet) -> Value {
    let saving = |saving: &Saving| {
        let mut value = json!({ "option": saving.remedy.name() });
        if saving.low == saving.high {
            value["usd_saved"] = saving.low.to_string().into();
        } else {
            value["usd_saved_low"] = saving.low.to_string().into();
            value["usd_saved_high"] = saving.high.to_string().into();
        }
        if let cost::fleet::Remedy::Memory(memory_mb) = saving.remedy {
            value["memory_mb"] = memory_mb.into();
        }
        if saving.remedy.is_port() {
            let payback = assessment.payback(saving.high);
            // A number with one digit after the point is valid JSON.
            let number = payback.and_then(|payback| payback.to_string().parse().ok());
            value["months_to_pay_back"] = number.unwrap_or(Value::Null);
        }
        value
    };
    let function = |assessed: &Assessed| {
        let function = assessed.function;
        json!({
            "name": function.name,
            "memory_mb": function.memory_mb,
            "arch": function.architecture,
            "calls": function.calls,
            "usd_now": assessed.now.to_string(),
            "usd_bound": assessed.bound.map(|bound| bound.to_string()),
            "options": assessed.savings.iter().map(saving).collect::<Vec<_>>(),
            "left_out": function.left_out,
            "assumed": function.assumed,
            "class": assessed.class.map(PortClass::name),
        })
    };
    json!({
        "functions": assessment.functions.iter().map(function).collect::<Vec<_>>(),
        "usd_now": assessment.now.to_string(),
        "usd_bound": assessment.bound.to_string(),
        "sentence": assessment.sentence(),
        "notes": fleet.notes,
    })
}

const COLUMNS: [&str; 8] = [
    "MB", "calls", "now", "at most", "arm64", "memory", "Rust", "months",
];

fn text(assessment: &Assessment, fleet: &Fleet, region: &str) -> String {
    let functions = &assessment.functions;
    let widths = functions
        .iter()
        .map(|assessed| assessed.function.name.chars().count());
    let width = widths.max().unwrap_or(0).max("function".len());
    let line = |name: &str, values: [String; 8]| {
        let [mb, calls, rest @ ..] = values;
        let rest = rest.map(|value| format!("{value:>14}")).concat();
        format!("{name:<width$}{mb:>7}{calls:>15}{rest}")
    };
    let mut lines = vec![
        assessment.sentence(),
        format!(
            "A month in {region}, in USD: what a function costs, the most that any rewrite could save, and \
             what a remedy saves. A port costs {} USD; the range of what it saves is that of the measured \
             functions of a class, and the estimate's own error comes on top.",
            assessment.port.cost()
        ),
        String::new(),
        line("function", COLUMNS.map(str::to_owned)),
    ];
    lines.extend(
        functions
            .iter()
            .map(|assessed| line(&assessed.function.name, values(assessment, assessed))),
    );
    let [now, bound] = [assessment.now.to_string(), assessment.bound.to_string()];
    let empty = String::new;
    lines.push(line(
        "total",
        [
            empty(),
            empty(),
            now,
            bound,
            empty(),
            empty(),
            empty(),
            empty(),
        ],
    ));
    let remarks = functions.iter().flat_map(|assessed| {
        let function = assessed.function;
        let remarks = function.left_out.iter().chain(&function.assumed);
        remarks.map(|remark| format!("{}: {remark}", function.name))
    });
    let remarks: Vec<String> = fleet.notes.iter().cloned().chain(remarks).collect();
    if !remarks.is_empty() {
        lines.push(String::new());
        lines.extend(remarks);
    }
    lines.join("\n")
}

fn values(assessment: &Assessment, assessed: &Assessed) -> [String; 8] {
    let function = assessed.function;
    let saving = |remedy: &str| assessed.saving(remedy);
    let saved = |remedy: &str| saving(remedy).map_or("-".to_owned(), |saving| saving.range(".."));
    let months = saving("rust").map(|saving| {
        let payback = assessment.payback(saving.high);
        payback.map_or("never".to_owned(), |payback| payback.to_string())
    });
    [
        function.memory_mb.to_string(),
        function.calls.to_string(),
        assessed.now.to_string(),
        assessed
            .bound
            .map_or("-".to_owned(), |bound| bound.to_string()),
        saved("arm64"),
        saved("memory"),
        saved("rust"),
        months.unwrap_or("-".to_owned()),
    ]
}
