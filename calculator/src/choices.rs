//! The choices of inputs that depend on the timings.

use crate::{Field, Form};
use cost::grouped;
use data_core::wire::Tables;

/// A value and its label.
pub type Choice = (String, String);

/// The choices of an input that [`Field::depends_on_timings`].
pub fn of(field: Field, tables: &Tables, form: &Form) -> Vec<Choice> {
    if let Field::Memory(_) = field {
        return memory(&form.sizes(tables));
    }
    if field == Field::Data {
        return sources(tables);
    }
    functions(tables, form)
}

fn sources(tables: &Tables) -> Vec<Choice> {
    let sources = tables.sets.iter().map(|set| set.source);
    sources
        .map(|source| choice(source.name(), source.label()))
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

/// Memory sizes in MB, and the best ones.
pub fn memory(sizes: &[u32]) -> Vec<Choice> {
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
