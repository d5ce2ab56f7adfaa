//! What can be chosen, where that depends on the figures.

use crate::{Field, Form, text::grouped};
use data::{TimingSource, wire::Tables};

/// A value and its label.
pub type Choice = (String, String);

/// The inputs whose choices change with others.
pub const CHANGING: [Field; 4] = [
    Field::Data,
    Field::Function,
    Field::PythonMemory,
    Field::RustMemory,
];

/// The choices of one of these.
pub fn of(field: Field, tables: &Tables, form: &Form) -> Vec<Choice> {
    match field {
        Field::Data => sources(tables),
        Field::Function => functions(tables, form),
        _ => memory(&form.sizes(tables)),
    }
}

fn sources(tables: &Tables) -> Vec<Choice> {
    let label = |source| match source {
        TimingSource::Local => "Measured here (local Lambda)",
        TimingSource::Estimate => "Estimate of AWS (local + floor)",
        TimingSource::Published => "Published, measured on AWS",
        TimingSource::Own => "Yours",
    };
    let sets = tables.sets.iter();
    sets.map(|set| choice(set.source.name(), label(set.source)))
        .collect()
}

fn functions(tables: &Tables, form: &Form) -> Vec<Choice> {
    let mut functions: Vec<Choice> = Vec::new();
    for timing in form.set(tables).iter().flat_map(|set| &set.timings) {
        if functions.iter().all(|(known, _)| *known != timing.function) {
            functions.push(choice(&timing.function, &timing.function));
        }
    }
    functions
}

fn memory(sizes: &[u32]) -> Vec<Choice> {
    let sizes = sizes.iter().map(|&size| {
        let label = format!("{} MB", grouped(size.into()));
        (size.to_string(), label)
    });
    let best = ["cheapest", "fastest"];
    let best = best.map(|word| choice(word, &format!("the {word}")));
    sizes.chain(best).collect()
}

/// A choice that stands for a value.
pub fn choice(value: &str, label: &str) -> Choice {
    (value.to_owned(), label.to_owned())
}
