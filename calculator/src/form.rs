//! The form's state: texts as they are typed, and the last scenario that could be read from them.

use crate::{Field, rate::parse_requests_a_month};
use cost::{
    InitBilling, InvalidInput, MemoryChoice, Port, Scenario, parse_day_rate, parse_days,
    parse_duration_ms, parse_percent, parse_price, parse_usage,
};
use data_core::{
    Architecture, ByLanguage, Decimal, Language, RegionPrices, SavingsPlan, Service, ServiceUsage,
    Timing, TimingSet, TimingSource, wire::Tables,
};
use std::{fmt::Display, mem};

/// The state of a field.
#[derive(Clone, Debug, Default, PartialEq)]
struct Entry {
    /// The text as it was typed.
    text: String,
    /// The reason why the text can't be read.
    error: Option<String>,
    /// The last text that could be read: what the scenario is made of.
    readable: String,
    /// True if the entry has changed since it was shown.
    is_touched: bool,
}

/// The form's state.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// One for each of [`Field::all`].
    entries: Vec<Entry>,
    /// The source of the timings.
    pub source: TimingSource,
    /// The region's prices, with the reader's own.
    pub prices: RegionPrices,
    /// The last scenario of which every input could be read.
    pub scenario: Scenario,
    /// The work to port the function.
    pub port: Port,
}

impl Form {
    /// The default scenario: the talk's 100 million invocations a month, in Sydney.
    ///
    /// # Panics
    /// There are no prices.
    #[must_use]
    pub fn new(tables: &Tables) -> Self {
        let mut form = Self {
            entries: vec![Entry::default(); Field::all().len()],
            source: TimingSource::Estimate,
            prices: tables.prices.regions[0].clone(),
            scenario: Scenario {
                function: String::new(),
                requests: 0,
                architecture: Architecture::X86_64,
                memory: ByLanguage::all(MemoryChoice::Cheapest),
                wait_ms: Decimal::ZERO,
                cold_share: Decimal::ZERO,
                init_billing: InitBilling::Since2025,
                free_tier: true,
                savings_plan: SavingsPlan::None,
                services: ServiceUsage::NOTHING,
            },
            port: Port {
                days: Decimal::ZERO,
                usd_per_day: Decimal::ZERO,
            },
        };
        for field in Field::all() {
            form.change(tables, field, field.default().to_owned());
        }
        form
    }

    /// The timings that are chosen.
    #[must_use]
    pub fn set<'a>(&self, tables: &'a Tables) -> Option<&'a TimingSet> {
        tables.sets.iter().find(|set| set.source == self.source)
    }

    /// Takes what was typed or chosen. What can't be read leaves the scenario as it was.
    pub fn change(&mut self, tables: &Tables, field: Field, text: String) {
        let read = self.read(tables, field, text.trim());
        let entry = &mut self.entries[field.index()];
        if read.is_ok() {
            text.trim().clone_into(&mut entry.readable);
        }
        entry.error = read.err();
        entry.text = text;
        entry.is_touched = true;
        if matches!(field, Field::Data | Field::Function) {
            self.keep_choices(tables);
        }
        if field == Field::Per {
            self.count_again(tables);
        }
    }

    /// Has every field shown again.
    pub fn touch(&mut self) {
        for entry in &mut self.entries {
            entry.is_touched = true;
        }
    }

    /// The fields that have changed since the last call.
    pub fn take_touched(&mut self) -> Vec<Field> {
        let entries = Field::all().zip(&mut self.entries);
        let touched =
            entries.filter_map(|(field, entry)| mem::take(&mut entry.is_touched).then_some(field));
        touched.collect()
    }

    /// The invocations, in another unit.
    fn count_again(&mut self, tables: &Tables) {
        let typed = self.text(Field::Requests).to_owned();
        let readable = self.readable(Field::Requests).to_owned();
        self.change(tables, Field::Requests, readable);
        self.change(tables, Field::Requests, typed);
    }

    /// The text in an input.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        &self.entries[field.index()].text
    }

    /// The last text in an input that could be read.
    #[must_use]
    pub fn readable(&self, field: Field) -> &str {
        &self.entries[field.index()].readable
    }

    /// The reason why the text in an input is not used.
    #[must_use]
    pub fn error(&self, field: Field) -> Option<&str> {
        self.entries[field.index()].error.as_deref()
    }

    /// The price of a service in USD, or that it is not known.
    #[must_use]
    pub fn price_hint(&self, service: Service) -> String {
        let known = self.prices.service(service, self.scenario.architecture);
        let listed = known.and_then(|tiers| tiers.first());
        listed.map_or("not known here".to_owned(), |tier| tier.usd.to_string())
    }

    /// Returns whether the function has timings in a language.
    #[must_use]
    pub fn has_language(&self, tables: &Tables, language: Language) -> bool {
        let is_it = |timing: &Timing| {
            timing.variant.language() == language && timing.function == self.scenario.function
        };
        let set = self.set(tables);
        set.is_some_and(|set| set.timings.iter().any(is_it))
    }

    /// The memory size of all languages that the function has timings in; `None` where they differ.
    #[must_use]
    pub fn memory(&self, tables: &Tables) -> Option<&str> {
        let languages = Language::ALL.iter();
        let mut languages = languages.filter(|language| self.has_language(tables, **language));
        let first = self.text(Field::Memory(*languages.next()?));
        languages
            .all(|language| self.text(Field::Memory(*language)) == first)
            .then_some(first)
    }

    /// Takes a memory size for every language.
    pub fn change_memory(&mut self, tables: &Tables, text: &str) {
        for &language in Language::ALL {
            self.change(tables, Field::Memory(language), text.to_owned());
        }
    }

    /// The number of inputs behind "More" that are not at their default.
    #[must_use]
    pub fn changed_behind_more(&self, tables: &Tables) -> usize {
        let has_one_memory = self.memory(tables).is_some();
        let is_behind = |field: Field| {
            if let Field::Memory(language) = field {
                return !has_one_memory && self.has_language(tables, language);
            }
            !matches!(field, Field::Function | Field::Per | Field::Requests)
        };
        let is_changed =
            |field: &Field| is_behind(*field) && self.readable(*field) != field.default();
        Field::all().filter(is_changed).count()
    }

    /// Returns whether another form computes the same, however its numbers are written.
    #[must_use]
    pub fn computes_as(&self, other: &Self) -> bool {
        let is_price = |field: &Field| matches!(field, Field::Price(_));
        self.source == other.source
            && self.scenario == other.scenario
            && self.port == other.port
            && self.prices.code == other.prices.code
            && Field::all()
                .filter(is_price)
                .all(|field| self.readable(field) == other.readable(field))
    }

    /// The memory sizes in MB that the function was measured at on any architecture.
    #[must_use]
    pub fn sizes(&self, tables: &Tables) -> Vec<u32> {
        measured_sizes(tables, self.source, &self.scenario.function)
    }

    /// Replaces a function and memory sizes that the chosen timings lack by those that they have.
    fn keep_choices(&mut self, tables: &Tables) {
        let mut functions = functions(tables, self.source);
        let Some(first) = functions.next() else {
            return;
        };
        let known = self.scenario.function.as_str();
        if first != known && !functions.any(|function| function == known) {
            self.change(tables, Field::Function, first.to_owned());
        }
        for &language in Language::ALL {
            let field = Field::Memory(language);
            let text = self.readable(field).to_owned();
            if memory(tables, self.source, &self.scenario, &text).is_err() {
                self.change(tables, field, MemoryChoice::Cheapest.to_string());
            }
        }
    }

    fn read(&mut self, tables: &Tables, field: Field, text: &str) -> Result<(), String> {
        let source = self.source;
        let scenario = &mut self.scenario;
        match field {
            Field::Data => {
                let source = text.parse().map_err(message)?;
                if !tables.sets.iter().any(|set| set.source == source) {
                    return Err("there are no such figures".to_owned());
                }
                self.source = source;
            }
            Field::Function => {
                let mut functions = functions(tables, source);
                if !functions.any(|known| known == text) {
                    return Err("these figures have no such function".to_owned());
                }
                text.clone_into(&mut scenario.function);
            }
            Field::Per if !["month", "day", "second"].contains(&text) => {
                return Err("use month, day or second".to_owned());
            }
            Field::Per => {}
            Field::Requests => {
                let per = &self.entries[Field::Per.index()].readable;
                scenario.requests = parse_requests_a_month(text, per)?;
            }
            Field::Memory(language) => {
                scenario.memory[language] = memory(tables, source, scenario, text)?;
            }
            Field::Architecture => scenario.architecture = text.parse().map_err(message)?,
            Field::ColdShare => scenario.cold_share = parse_percent(text).map_err(message)?,
            Field::Wait => scenario.wait_ms = parse_duration_ms(text).map_err(message)?,
            Field::FreeTier => scenario.free_tier = switch(text)?,
            Field::InitBilling => {
                scenario.init_billing = if switch(text)? {
                    InitBilling::Since2025
                } else {
                    InitBilling::Before2025
                };
            }
            Field::SavingsPlan => scenario.savings_plan = text.parse().map_err(message)?,
            Field::Usage(service) => {
                if let Some(input) = service.usage_input() {
                    scenario.services[service] = parse_usage(input, text).map_err(message)?;
                }
            }
            Field::Region => {
                let listed = tables.prices.region(text).map_err(message)?;
                self.prices = self.with_own_prices(listed);
            }
            Field::Price(service) => self.set_price(tables, service, text)?,
            Field::Days => self.port.days = parse_days(text).map_err(message)?,
            Field::DayRate => self.port.usd_per_day = parse_day_rate(text).map_err(message)?,
        }
        Ok(())
    }

    /// A region's prices with those of the reader that can be read.
    fn with_own_prices(&self, listed: &RegionPrices) -> RegionPrices {
        let mut prices = listed.clone();
        for field in Field::all() {
            if let Field::Price(service) = field
                && let Ok(usd) = parse_price(service, self.readable(field))
            {
                prices.set_service(service, usd);
            }
        }
        prices
    }

    /// Sets the reader's price of a service, or the listed one for an empty text.
    fn set_price(&mut self, tables: &Tables, service: Service, text: &str) -> Result<(), String> {
        if !text.is_empty() {
            self.prices
                .set_service(service, parse_price(service, text).map_err(message)?);
            return Ok(());
        }
        let listed = tables.prices.region(&self.prices.code).map_err(message)?;
        let of_service = |price: &&data_core::ServicePrice| price.service == service;
        self.prices
            .services
            .retain(|price| price.service != service);
        let listed = listed.services.iter().filter(of_service).cloned();
        self.prices.services.extend(listed);
        Ok(())
    }
}

/// The id of the message about the parts of a link that could not be read.
pub const UNREAD: &str = "calculator-unread";

/// The id of the group of presets.
pub const PRESETS: &str = "calculator-presets";

/// The id of the count of changed inputs behind "More".
pub const CHANGED: &str = "calculator-changed";

/// The id of an input's error.
pub fn error_id(id: &str) -> String {
    format!("{id}-error")
}

/// The class of an input that may be hidden, with its label: the style finds that.
pub fn class(is_shown: bool) -> &'static str {
    if is_shown { "" } else { "off" }
}

/// The functions of a source; one is repeated for each of its timings.
fn functions(tables: &Tables, source: TimingSource) -> impl Iterator<Item = &str> {
    let sets = tables.sets.iter().filter(move |set| set.source == source);
    let timings = sets.flat_map(|set| &set.timings);
    timings.map(|timing| timing.function.as_str())
}

fn memory(
    tables: &Tables,
    source: TimingSource,
    scenario: &Scenario,
    text: &str,
) -> Result<MemoryChoice, String> {
    let choice = text.parse().map_err(message)?;
    if let MemoryChoice::Mb(mb) = choice
        && !measured_sizes(tables, source, &scenario.function).contains(&mb)
    {
        return Err("not measured at this memory size".to_owned());
    }
    Ok(choice)
}

fn measured_sizes(tables: &Tables, source: TimingSource, function: &str) -> Vec<u32> {
    let sets = tables.sets.iter().filter(|set| set.source == source);
    let timings = sets.flat_map(|set| &set.timings);
    let mut ascending = Vec::new();
    for timing in timings.filter(|timing| timing.function == function) {
        if let Err(place) = ascending.binary_search(&timing.memory_mb) {
            ascending.insert(place, timing.memory_mb);
        }
    }
    ascending
}

fn switch(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(InvalidInput::NotAChoice(["on", "off"]).to_string()),
    }
}

fn message(error: impl Display) -> String {
    error.to_string()
}
