//! File of AWS's own worked examples.

use crate::{Decimal, WorkedExample, reader::Error};
use serde::Deserialize;
use std::{fs::File, io::BufReader, path::Path};

/// An example as the file holds it. About a month's bill is one with `mb` and a total.
#[derive(Deserialize)]
struct Record {
    id: String,
    mb: u32,
    #[serde(default)]
    requests: u64,
    ms: Option<u32>,
    #[serde(default)]
    free: bool,
    ephemeral_mb: Option<u32>,
    pc: Option<ProvisionedRecord>,
    on_demand: Option<OnDemandRecord>,
    cache_seconds: Option<u32>,
    restores: Option<u64>,
    request: Option<Decimal>,
    compute: Option<Decimal>,
    ephemeral: Option<Decimal>,
    cache: Option<Decimal>,
    restore: Option<Decimal>,
    total: Option<Decimal>,
}

#[derive(Deserialize)]
struct ProvisionedRecord {
    concurrency: u32,
    seconds: u32,
    requests: u64,
    ms: u32,
    cost: Decimal,
    duration_cost: Decimal,
}

#[derive(Deserialize)]
struct OnDemandRecord {
    requests: u64,
    ms: u32,
    cost: Decimal,
}

/// The examples of a month's bill; those of other things are left out.
pub(crate) fn read_examples(file: &Path) -> Result<Vec<WorkedExample>, Error> {
    let opened = File::open(file).map_err(|error| Error::file(file, error))?;
    let records: Vec<Record> = serde_json::from_reader(BufReader::new(opened))
        .map_err(|error| Error::file(file, error))?;
    Ok(records.into_iter().filter_map(example).collect())
}

fn example(record: Record) -> Option<WorkedExample> {
    let total = record.total?;
    let on_demand = record.on_demand.as_ref();
    let requests = on_demand.map_or(record.requests, |part| part.requests);
    let ms = on_demand.map(|part| part.ms).or(record.ms)?;
    let published = [
        ("requests", record.request),
        (
            "duration",
            on_demand.map(|part| part.cost).or(record.compute),
        ),
        ("ephemeral_storage", record.ephemeral),
        (
            "provisioned_concurrency",
            record.pc.as_ref().map(|pc| pc.cost),
        ),
        (
            "provisioned_duration",
            record.pc.as_ref().map(|pc| pc.duration_cost),
        ),
        ("snapstart_cache", record.cache),
        ("snapstart_restore", record.restore),
        ("total", Some(total)),
    ];
    let published = published
        .into_iter()
        .filter_map(|(item, usd)| Some((item.to_owned(), usd?)));
    Some(WorkedExample {
        id: record.id,
        memory_mb: record.mb,
        ephemeral_mb: record.ephemeral_mb.unwrap_or(512),
        requests,
        duration_ms: whole(ms),
        // An example of provisioned concurrency says in its note what is free.
        free_tier: record.free || record.pc.is_some(),
        provisioned: record
            .pc
            .map(|pc| (pc.concurrency, hours(pc.seconds), pc.requests, whole(pc.ms))),
        snapstart: record.cache_seconds.map(hours).zip(record.restores),
        published: published.collect(),
    })
}

fn whole(number: u32) -> Decimal {
    u64::from(number).into()
}

/// Seconds in hours; AWS's examples have whole hours only.
fn hours(seconds: u32) -> Decimal {
    whole(seconds / 3600)
}
