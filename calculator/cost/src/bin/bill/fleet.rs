//! `cargo bill fleet`: which functions of a fleet are worth a port.

use crate::options::Switch;
use anyhow::{Context, Result, bail, ensure};
use clap::{Parser, ValueEnum};
use cost::{
    Port,
    fleet::{Assessed, Assessment, Assumptions, Fleet, MonthsOfData, Saved, Saving},
    parse_day_rate, parse_days,
};
use data::{
    Architecture, Dataset, Decimal, PortClass,
    own::{OwnError, read_all},
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::PathBuf, str::FromStr};

/// The region of data that names none.
const REGION: &str = "ap-southeast-2";

/// Which functions of a fleet are worth a port to Rust: what each costs, the most that any rewrite could
/// save, the remedies that need no port, and what a port is measured to change.
///
/// Reads, in any order and told by their content: results of the queries in lambdas/queries, Compute
/// Optimizer's export, the output of `aws lambda list-functions`, and logs.
#[derive(Parser)]
#[command(name = "cargo bill fleet", bin_name = "cargo bill fleet")]
pub struct Arguments {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The region's code; else the one that the data names, else ap-southeast-2
    #[arg(long)]
    region: Option<String>,
    /// The architecture of functions of which the data does not say it: x86_64 or arm64
    #[arg(long, default_value = "x86_64", allow_hyphen_values = true)]
    arch: Architecture,
    /// Of how many months the data is, where it does not say it
    #[arg(long, value_name = "MONTHS", allow_hyphen_values = true)]
    months_of_data: Option<Months>,
    /// Whether the account's monthly free tier is left for these functions
    #[arg(long, default_value = "on")]
    free_tier: Switch,
    /// Days of work to port one function
    #[arg(long, value_parser = parse_days, allow_hyphen_values = true, default_value = "10")]
    days: Decimal,
    /// What a day of work costs in USD
    #[arg(long, value_name = "USD", value_parser = parse_day_rate, allow_hyphen_values = true, default_value = "800")]
    day_rate: Decimal,
    /// What a function does: waits, c-library or plain-python
    #[arg(long = "class", value_name = "FUNCTION=CLASS")]
    classes: Vec<FunctionClass>,
    /// How to print it
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

/// The fleet as text.
///
/// # Errors
/// A file is not there, nothing can be read, a region has no prices, or a class is of no function.
pub fn fleet(arguments: &Arguments) -> Result<String> {
    let texts = arguments.files.iter().map(|file| {
        let bytes =
            fs::read(file).with_context(|| format!("{} can't be opened", file.display()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    });
    let texts = texts.collect::<Result<Vec<String>>>()?;
    let place = |text: usize| arguments.files[text].display();
    let own = match read_all(texts.iter().map(String::as_str)) {
        Ok(own) => own,
        Err(OwnError(skipped)) => {
            bail!(
                "{}: line {}: {}",
                place(skipped.text),
                skipped.line,
                skipped.reason
            )
        }
    };
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
    let code = region(arguments, &mut fleet)?;
    let prices = crate::prices(&code, &[])?;
    let dataset = Dataset::read(&crate::data_folder())?;
    let table = dataset.port_table();
    let table = table.context(
        "there is no estimate of AWS: measure all controls, too, with `cargo measure local`",
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

/// The region that is asked for, else that of the data.
fn region(arguments: &Arguments, fleet: &mut Fleet) -> Result<String> {
    let named = fleet
        .functions
        .iter()
        .filter_map(|function| function.region.as_ref());
    let named: BTreeSet<String> = named.cloned().collect();
    let Some(asked) = &arguments.region else {
        let several: Vec<&str> = named.iter().map(String::as_str).collect();
        ensure!(
            several.len() < 2,
            "the data has functions of {}: give the files of one region, or say --region",
            several.join(", ")
        );
        return Ok(named
            .first()
            .map_or_else(|| REGION.to_owned(), String::clone));
    };
    let others = named.iter().filter(|region| *region != asked);
    let others: Vec<&str> = others.map(String::as_str).collect();
    if !others.is_empty() {
        let others = others.join(", ");
        let note = format!("functions of {others} are billed at the prices of {asked}");
        fleet.notes.push(note);
    }
    Ok(asked.clone())
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
            let tenths = assessment.months_to_pay_back(saving.high);
            value["months_to_pay_back"] = tenths.map_or(Value::Null, months);
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

/// A number of months from tenths.
fn months(tenths: u64) -> Value {
    let text = format!("{}.{}", tenths / 10, tenths % 10);
    text.parse().unwrap_or(Value::Null)
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
             what a remedy saves. A port costs {} USD; its range is what the measured functions of a class \
             showed, to which the estimate's own error comes on top.",
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
    let of = |wanted: &str| {
        let mut savings = assessed.savings.iter();
        savings.find(|saving| saving.remedy.name() == wanted)
    };
    let saved = |wanted: &str| of(wanted).map_or("-".to_owned(), range);
    let months = of("rust").map(|saving| match assessment.months_to_pay_back(saving.high) {
        Some(tenths) => format!("{}.{}", tenths / 10, tenths % 10),
        None => "never".to_owned(),
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

fn range(saving: &Saving) -> String {
    let Saving { low, high, .. } = saving;
    let text = |saved: &Saved| saved.to_string();
    if low == high {
        text(low)
    } else {
        [&text(low), "..", &text(high)].concat()
    }
}
