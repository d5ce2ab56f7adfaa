//! What the reader sets: texts as they are typed, and the last scenario that they made.

use crate::rate::parse_requests_a_month;
use cost::{
    Around, InitBilling, MemoryChoice, Port, Scenario, parse_day_rate, parse_days,
    parse_duration_ms, parse_log_kb, parse_percent, parse_price, parse_writes,
};
use data::{
    Architecture, Decimal, RegionPrices, SavingsPlan, Service, TimingSet, TimingSource,
    wire::Tables,
};
use std::{fmt::Display, mem};

macro_rules! fields {
    ($($(#[$meta:meta])* $field:ident = $id:literal, $key:literal, $default:literal;)+) => {
        /// One input of the form.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Field {
            $($(#[$meta])* $field,)+
        }

        impl Field {
            /// Every input, in the order in which they are read.
            pub const ALL: &'static [Self] = &[$(Self::$field),+];

            /// The id of its element on the page.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$field => concat!("calculator-", $id)),+ }
            }

            /// Its name in a link.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$field => $key),+ }
            }

            /// What stands in it first.
            #[must_use]
            pub const fn default(self) -> &'static str {
                match self { $(Self::$field => $default),+ }
            }
        }
    };
}

impl Field {
    /// Whether it is `on` or `off`.
    #[must_use]
    pub const fn is_switch(self) -> bool {
        matches!(self, Self::FreeTier | Self::InitBilling)
    }
}

fields! {
    /// Where the timings come from: a [`TimingSource`].
    Data = "data", "d", "local";
    /// The function.
    Function = "function", "f", "record";
    /// What invocations are counted in: `month`, `day` or `second`.
    Per = "per", "u", "month";
    /// Invocations.
    Requests = "requests", "n", "100,000,000";
    /// Memory size under Python.
    PythonMemory = "python-memory", "mp", "512";
    /// Memory size of Rust.
    RustMemory = "rust-memory", "mr", "512";
    /// The architecture.
    Architecture = "architecture", "a", "x86_64";
    /// The region's code.
    Region = "region", "r", "ap-southeast-2";
    /// The share of cold starts in per cent.
    ColdShare = "cold-share", "c", "1";
    /// The wait for other services in ms.
    Wait = "wait", "w", "0";
    /// Whether the free tier is left: `on` or `off`.
    FreeTier = "free-tier", "t", "on";
    /// Whether INIT is billed as since August 2025: `on` or `off`.
    InitBilling = "init-billing", "i", "on";
    /// The savings plan.
    SavingsPlan = "savings-plan", "s", "none";
    /// What calls the function: `function-url` or `http-api`.
    Gateway = "gateway", "g", "function-url";
    /// The price of an HTTP API in USD per million requests; empty for the listed one.
    HttpApiPrice = "http-api-price", "pg", "";
    /// DynamoDB's write request units of an invocation.
    Writes = "writes", "dw", "0";
    /// The price of these in USD per million; empty for the listed one.
    WritePrice = "write-price", "pw", "";
    /// KB that an invocation logs.
    LogKb = "log-kb", "lk", "0";
    /// The price of these in USD per GB; empty for the listed one.
    LogPrice = "log-price", "pl", "";
    /// Days of work to port the function.
    Days = "days", "e", "10";
    /// What a day of work costs in USD.
    DayRate = "day-rate", "er", "800";
}

/// Fields that changed: a bit for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touched(u32);

impl Touched {
    /// Every field.
    pub const ALL: Self = Self((1 << Field::ALL.len()) - 1);

    /// Whether a field is among them.
    #[must_use]
    pub const fn has(self, field: Field) -> bool {
        self.0 >> field as u32 & 1 == 1
    }
}

/// The form's state.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    texts: Vec<String>,
    errors: Vec<Option<String>>,
    /// The last texts that could be read: what the scenario is made of.
    readable: Vec<String>,
    /// What has changed since it was shown.
    touched: Touched,
    /// Where the timings come from.
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
            texts: vec![String::new(); Field::ALL.len()],
            errors: vec![None; Field::ALL.len()],
            readable: vec![String::new(); Field::ALL.len()],
            touched: Touched(0),
            source: TimingSource::Local,
            prices: tables.prices.regions[0].clone(),
            scenario: Scenario {
                function: String::new(),
                requests: 0,
                architecture: Architecture::X86_64,
                python_memory: MemoryChoice::Cheapest,
                rust_memory: MemoryChoice::Cheapest,
                wait_ms: Decimal::ZERO,
                cold_share: Decimal::ZERO,
                init_billing: InitBilling::Since2025,
                free_tier: true,
                savings_plan: SavingsPlan::None,
                around: Around::NOTHING,
            },
            port: Port {
                days: Decimal::ZERO,
                usd_per_day: Decimal::ZERO,
            },
        };
        for &field in Field::ALL {
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
        let index = field as usize;
        let read = self.read(tables, field, text.trim());
        if read.is_ok() {
            text.trim().clone_into(&mut self.readable[index]);
        }
        self.errors[index] = read.err();
        self.texts[index] = text;
        self.touched.0 |= 1 << index;
        match field {
            Field::Data | Field::Function => self.keep_choices(tables),
            Field::Per => self.count_again(tables),
            _ => {}
        }
    }

    /// Has every field shown again.
    pub fn touch(&mut self) {
        self.touched = Touched::ALL;
    }

    /// The fields that have changed since the last call.
    pub fn take_touched(&mut self) -> Touched {
        mem::replace(&mut self.touched, Touched(0))
    }

    /// The invocations, in another unit.
    fn count_again(&mut self, tables: &Tables) {
        let typed = self.text(Field::Requests).to_owned();
        let readable = self.readable(Field::Requests).to_owned();
        self.change(tables, Field::Requests, readable);
        self.change(tables, Field::Requests, typed);
    }

    /// What stands in an input.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        &self.texts[field as usize]
    }

    /// What stood in an input when it could last be read.
    #[must_use]
    pub fn readable(&self, field: Field) -> &str {
        &self.readable[field as usize]
    }

    /// Why what stands in an input is not used.
    #[must_use]
    pub fn error(&self, field: Field) -> Option<&str> {
        self.errors[field as usize].as_deref()
    }

    /// The price of a service in USD, or that it is not known.
    #[must_use]
    pub fn price_hint(&self, service: Service) -> String {
        let known = self.prices.service(service, self.scenario.architecture);
        let listed = known.and_then(|tiers| tiers.first());
        listed.map_or("not known here".to_owned(), |tier| tier.usd.to_string())
    }

    /// The memory sizes in MB that the function was measured at on any architecture.
    #[must_use]
    pub fn sizes(&self, tables: &Tables) -> Vec<u32> {
        measured_sizes(tables, self.source, &self.scenario.function)
    }

    /// Other figures have other functions and sizes: what they lack gives way to what they have.
    fn keep_choices(&mut self, tables: &Tables) {
        let mut functions = functions(tables, self.source);
        let Some(first) = functions.next() else {
            return;
        };
        let known = self.scenario.function.as_str();
        if first != known && !functions.any(|function| function == known) {
            self.change(tables, Field::Function, first.to_owned());
        }
        for field in [Field::PythonMemory, Field::RustMemory] {
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
                    return Err("not measured in these figures".to_owned());
                }
                text.clone_into(&mut scenario.function);
            }
            Field::Per if !["month", "day", "second"].contains(&text) => {
                return Err("use month, day or second".to_owned());
            }
            Field::Per => {}
            Field::Requests => {
                let per = &self.readable[Field::Per as usize];
                scenario.requests = parse_requests_a_month(text, per)?;
            }
            Field::PythonMemory => {
                scenario.python_memory = memory(tables, source, scenario, text)?;
            }
            Field::RustMemory => {
                scenario.rust_memory = memory(tables, source, scenario, text)?;
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
            Field::Gateway => {
                scenario.around.http_api = match text {
                    "http-api" => true,
                    "function-url" => false,
                    _ => return Err("use http-api or function-url".to_owned()),
                };
            }
            Field::Writes => {
                scenario.around.dynamodb_writes = parse_writes(text).map_err(message)?;
            }
            Field::LogKb => scenario.around.log_kb = parse_log_kb(text).map_err(message)?,
            Field::Region => {
                let listed = tables.prices.region(text).map_err(message)?;
                self.prices = self.with_own_prices(listed);
            }
            Field::HttpApiPrice => self.set_price(tables, Service::HttpApi, text)?,
            Field::WritePrice => self.set_price(tables, Service::DynamodbWrites, text)?,
            Field::LogPrice => self.set_price(tables, Service::LogIngestion, text)?,
            Field::Days => self.port.days = parse_days(text).map_err(message)?,
            Field::DayRate => self.port.usd_per_day = parse_day_rate(text).map_err(message)?,
        }
        Ok(())
    }

    /// A region's prices with those of the reader that can be read.
    fn with_own_prices(&self, listed: &RegionPrices) -> RegionPrices {
        let mut prices = listed.clone();
        for (field, service) in OWN_PRICES {
            if let Ok(usd) = parse_price(service, self.readable(field)) {
                prices.set_service(service, usd);
            }
        }
        prices
    }

    /// Nothing stands for the listed price.
    fn set_price(&mut self, tables: &Tables, service: Service, text: &str) -> Result<(), String> {
        if !text.is_empty() {
            self.prices
                .set_service(service, parse_price(service, text).map_err(message)?);
            return Ok(());
        }
        let listed = tables.prices.region(&self.prices.code).map_err(message)?;
        let of_service = |price: &&data::ServicePrice| price.service == service;
        self.prices
            .services
            .retain(|price| price.service != service);
        let listed = listed.services.iter().filter(of_service).cloned();
        self.prices.services.extend(listed);
        Ok(())
    }
}

/// The id of what could not be read of a link.
pub const UNREAD: &str = "calculator-unread";

/// The id of what is wrong with an input.
pub fn error_id(id: &str) -> String {
    format!("{id}-error")
}

/// The fields with the reader's own prices.
pub const OWN_PRICES: [(Field, Service); 3] = [
    (Field::HttpApiPrice, Service::HttpApi),
    (Field::WritePrice, Service::DynamodbWrites),
    (Field::LogPrice, Service::LogIngestion),
];

/// The functions of a source, each as often as it was measured.
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
        _ => Err("use on or off".to_owned()),
    }
}

fn message(error: impl Display) -> String {
    error.to_string()
}
