//! The text that carries prices and timings into a page, and from there into the widget.
//!
//! One record per line, values separated by tabs. A change of a CSV file changes this text only, so
//! it rebuilds no wasm; and reading it costs the widget a fraction of what a format's library
//! would. What a reader's own texts hold goes from the module that reads them to the widget as text of
//! the same kind.

use crate::{
    Architecture, Millis, Percentile, Percentiles, PriceList, RegionPrices, Tier, Timing,
    TimingSet, WorkedExample, own::Figures,
};
use std::{fmt::Write, str::FromStr};

/// Tables that the calculator computes with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    /// The prices of every region.
    pub prices: PriceList,
    /// Mean timings, by source.
    pub sets: Vec<TimingSet>,
    /// AWS's own examples of a bill.
    pub examples: Vec<WorkedExample>,
    /// Source and date of the prices: whole sentences.
    pub provenance: Vec<String>,
}

/// A line that is not of this format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Counted from 1.
    pub line: usize,
}

impl std::fmt::Display for BadLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {} can't be read: build the site again", self.line)
    }
}

impl std::error::Error for BadLine {}

impl Tables {
    /// Encodes the tables as text.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut text = String::new();
        for region in &self.prices.regions {
            let RegionPrices {
                code,
                name,
                usd_per_request,
                usd_per_gb_s_ephemeral_storage,
                ..
            } = region;
            let _ = writeln!(
                text,
                "region\t{code}\t{name}\t{usd_per_request}\t{usd_per_gb_s_ephemeral_storage}"
            );
            for &architecture in Architecture::ALL {
                for Tier { from, usd } in region.tiers(architecture) {
                    let _ = writeln!(text, "{architecture}\t{from}\t{usd}");
                }
            }
            for price in &region.services {
                let only = price.architecture.map_or("", Architecture::name);
                for Tier { from, usd } in &price.tiers {
                    let _ = writeln!(text, "service\t{}\t{only}\t{from}\t{usd}", price.service);
                }
            }
        }
        for set in &self.sets {
            let percent = set.error_percent.map(|percent| percent.to_string());
            let percent = percent.unwrap_or_default();
            let _ = writeln!(text, "set\t{}\t{percent}\t{}", set.source, set.provenance);
            for timing in &set.timings {
                write_timing(&mut text, timing);
            }
        }
        for example in &self.examples {
            write_example(&mut text, example);
        }
        for sentence in &self.provenance {
            let _ = writeln!(text, "provenance\t{sentence}");
        }
        text
    }

    /// Decodes tables from text.
    ///
    /// # Errors
    /// The first line that is not of this format.
    pub fn decode(text: &str) -> Result<Self, BadLine> {
        let mut tables = Self::default();
        for (index, line) in text.lines().enumerate() {
            tables
                .read_line(&line.split('\t').collect::<Vec<_>>())
                .ok_or(BadLine { line: index + 1 })?;
        }
        Ok(tables)
    }

    fn read_line(&mut self, values: &[&str]) -> Option<()> {
        match values {
            ["region", code, name, request, storage] => self.prices.regions.push(RegionPrices {
                code: (*code).to_owned(),
                name: (*name).to_owned(),
                usd_per_request: value(request)?,
                usd_per_gb_s_ephemeral_storage: value(storage)?,
                x86_64: Vec::new(),
                arm64: Vec::new(),
                services: Vec::new(),
            }),
            ["provenance", sentence] => self.provenance.push((*sentence).to_owned()),
            ["set", source, percent, provenance] => self.sets.push(TimingSet {
                source: value(source)?,
                provenance: (*provenance).to_owned(),
                error_percent: optional(percent)?,
                timings: Vec::new(),
            }),
            ["timing", values @ ..] => {
                let timing = read_timing(values)?;
                self.sets.last_mut()?.timings.push(timing);
            }
            ["example", values @ ..] => self.examples.push(read_example(values)?),
            ["service", service, only, from, usd] => {
                let region = self.prices.regions.last_mut()?;
                let tiers = region.listed_tiers(value(service)?, optional(only)?);
                tiers.push(tier(from, usd)?);
            }
            [architecture, from, usd] => {
                let region = self.prices.regions.last_mut()?;
                let tiers = match value::<Architecture>(architecture)? {
                    Architecture::X86_64 => &mut region.x86_64,
                    Architecture::Arm64 => &mut region.arm64,
                };
                tiers.push(tier(from, usd)?);
            }
            _ => return None,
        }
        Some(())
    }
}

/// Encodes what was read of a text, or the error, as text.
#[must_use]
pub fn encode_figures(figures: &Result<Figures, String>) -> String {
    let mut text = String::new();
    let mut put = |name: &str, words: &str| {
        let words = words.replace(char::is_control, " ");
        let _ = writeln!(text, "{name}\t{words}");
    };
    match figures {
        Err(reason) => put("error", reason),
        Ok(figures) => {
            put("origin", &figures.origin);
            for sentence in &figures.left_out {
                put("left out", sentence);
            }
            for timing in &figures.timings {
                write_timing(&mut text, timing);
            }
        }
    }
    text
}

/// The figures of a text that [`encode_figures`] wrote.
///
/// # Errors
/// Reason found there, or that a line is not of this format.
pub fn decode_figures(text: &str) -> Result<Figures, String> {
    let mut figures = Figures::default();
    for (index, line) in text.lines().enumerate() {
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["error", reason] => return Err(reason.to_owned()),
            ["origin", words] => words.clone_into(&mut figures.origin),
            ["left out", sentence] => figures.left_out.push(sentence.to_owned()),
            ["timing", ref values @ ..] => {
                let timing = read_timing(values);
                figures
                    .timings
                    .push(timing.ok_or_else(|| BadLine { line: index + 1 }.to_string())?);
            }
            _ => return Err(BadLine { line: index + 1 }.to_string()),
        }
    }
    Ok(figures)
}

fn tier(from: &str, usd: &str) -> Option<Tier> {
    Some(Tier {
        from: value(from)?,
        usd: value(usd)?,
    })
}

fn write_timing(text: &mut String, timing: &Timing) {
    let Timing {
        function,
        variant,
        architecture,
        memory_mb,
        warm_ms,
        warm_billed_ms,
        cold_billed_ms,
        init_ms,
        percentiles,
    } = timing;
    let only = architecture.map_or("", Architecture::name);
    let _ = write!(
        text,
        "timing\t{function}\t{variant}\t{only}\t{memory_mb}\t{warm_ms}\t{warm_billed_ms}\t\
         {cold_billed_ms}\t{init_ms}"
    );
    for percentile in [percentiles.p50, percentiles.p95, percentiles.p99] {
        text.push('\t');
        let Some(Percentile { ms, interval }) = percentile else {
            continue;
        };
        let _ = write!(text, "{ms}");
        if let Some((low, high)) = interval {
            let _ = write!(text, " {low} {high}");
        }
    }
    text.push('\n');
}

fn read_timing(values: &[&str]) -> Option<Timing> {
    let [
        function,
        variant,
        only,
        memory_mb,
        warm,
        warm_billed,
        cold_billed,
        init,
        p50,
        p95,
        p99,
    ] = values
    else {
        return None;
    };
    Some(Timing {
        function: (*function).to_owned(),
        variant: value(variant)?,
        architecture: optional(only)?,
        memory_mb: value(memory_mb)?,
        warm_ms: value(warm)?,
        warm_billed_ms: value(warm_billed)?,
        cold_billed_ms: value(cold_billed)?,
        init_ms: value(init)?,
        percentiles: Percentiles {
            p50: read_percentile(p50)?,
            p95: read_percentile(p95)?,
            p99: read_percentile(p99)?,
        },
    })
}

/// Nothing, a value, or a value and its interval's bounds.
#[allow(clippy::option_option, reason = "unreadable, or nothing, or a value")]
fn read_percentile(text: &str) -> Option<Option<Percentile>> {
    let values: Option<Vec<Millis>> = text.split_whitespace().map(value).collect();
    let (ms, interval) = match values?[..] {
        [] => return Some(None),
        [ms] => (ms, None),
        [ms, low, high] => (ms, Some((low, high))),
        _ => return None,
    };
    Some(Some(Percentile { ms, interval }))
}

fn write_example(text: &mut String, example: &WorkedExample) {
    let WorkedExample {
        id,
        memory_mb,
        ephemeral_mb,
        requests,
        duration_ms,
        free_tier,
        provisioned,
        snapstart,
        published,
    } = example;
    let _ = write!(
        text,
        "example\t{id}\t{memory_mb}\t{ephemeral_mb}\t{requests}\t{duration_ms}\t{free_tier}\t"
    );
    if let Some((concurrency, hours, requests, ms)) = provisioned {
        let _ = write!(text, "{concurrency} {hours} {requests} {ms}");
    }
    text.push('\t');
    if let Some((hours, restores)) = snapstart {
        let _ = write!(text, "{hours} {restores}");
    }
    for (item, usd) in published {
        let _ = write!(text, "\t{item} {usd}");
    }
    text.push('\n');
}

fn read_example(values: &[&str]) -> Option<WorkedExample> {
    let [
        id,
        memory_mb,
        ephemeral_mb,
        requests,
        duration,
        free,
        provisioned,
        snapstart,
        published @ ..,
    ] = values
    else {
        return None;
    };
    let words = |text: &&str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    Some(WorkedExample {
        id: (*id).to_owned(),
        memory_mb: value(memory_mb)?,
        ephemeral_mb: value(ephemeral_mb)?,
        requests: value(requests)?,
        duration_ms: value(duration)?,
        free_tier: value(free)?,
        provisioned: match &words(provisioned)[..] {
            [concurrency, hours, requests, ms] => Some((
                value(concurrency)?,
                value(hours)?,
                value(requests)?,
                value(ms)?,
            )),
            _ => None,
        },
        snapstart: match &words(snapstart)[..] {
            [hours, restores] => Some((value(hours)?, value(restores)?)),
            _ => None,
        },
        published: published
            .iter()
            .map(|text| {
                let (item, usd) = text.split_once(' ')?;
                Some((item.to_owned(), value(usd)?))
            })
            .collect::<Option<_>>()?,
    })
}

fn value<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// Nothing, or a value that can be read.
#[allow(clippy::option_option, reason = "unreadable, or nothing, or a value")]
fn optional<T: FromStr>(text: &str) -> Option<Option<T>> {
    match text {
        "" => Some(None),
        text => value(text).map(Some),
    }
}
