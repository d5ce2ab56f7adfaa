//! The text that carries prices and timings into a page, and from there into the widget.
//!
//! One record a line, values parted by tabs. A change of a CSV file changes this text only, so
//! it rebuilds no wasm; and reading it costs the widget a fraction of what a format's library
//! would.

use crate::{Architecture, Decimal, PriceList, RegionPrices, Tier, Timing};
use std::{fmt::Write, str::FromStr};

/// What the calculator computes with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    /// The prices of every region.
    pub prices: PriceList,
    /// The measured mean timings.
    pub timings: Vec<Timing>,
    /// Where and when the timings were measured, and the prices published: whole sentences.
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
    /// As text.
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
                for tier in region.tiers(architecture) {
                    let Tier {
                        from_gb_s,
                        usd_per_gb_s,
                    } = tier;
                    let _ = writeln!(text, "{architecture}\t{from_gb_s}\t{usd_per_gb_s}");
                }
            }
        }
        for timing in &self.timings {
            let Timing {
                workload,
                variant,
                memory_mb,
                warm_billed_ms,
                cold_billed_ms,
                init_ms,
            } = timing;
            let _ = writeln!(
                text,
                "timing\t{workload}\t{variant}\t{memory_mb}\t{warm_billed_ms}\t{cold_billed_ms}\t{init_ms}"
            );
        }
        for sentence in &self.provenance {
            let _ = writeln!(text, "provenance\t{sentence}");
        }
        text
    }

    /// From text.
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
            }),
            ["provenance", sentence] => self.provenance.push((*sentence).to_owned()),
            ["timing", workload, variant, memory_mb, warm, cold, init] => {
                self.timings.push(Timing {
                    workload: value(workload)?,
                    variant: value(variant)?,
                    memory_mb: value(memory_mb)?,
                    warm_billed_ms: value(warm)?,
                    cold_billed_ms: value(cold)?,
                    init_ms: value(init)?,
                });
            }
            [architecture, from, price] => {
                let region = self.prices.regions.last_mut()?;
                let tiers = match value::<Architecture>(architecture)? {
                    Architecture::X86_64 => &mut region.x86_64,
                    Architecture::Arm64 => &mut region.arm64,
                };
                tiers.push(Tier {
                    from_gb_s: value::<Decimal>(from)?,
                    usd_per_gb_s: value(price)?,
                });
            }
            _ => return None,
        }
        Some(())
    }
}

fn value<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}
