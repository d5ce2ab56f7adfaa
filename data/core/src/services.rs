//! The services on a bill besides requests, duration and ephemeral storage.
//!
//! A new service is a row here and its price in `data/prices/service-prices.csv`: the bill, its
//! arithmetic, the calculator's form and links, and the options of `cargo bill` follow.

use crate::Decimal;
use std::ops::{Index, IndexMut};

named! {
    /// A service that is not priced in every region, or whose price is not known everywhere.
    Service {
        /// Execution environments kept ready, per GB-second of them.
        ProvisionedConcurrency = "provisioned_concurrency",
        /// The billed time of invocations that found one of these, per GB-second.
        ProvisionedDuration = "provisioned_duration",
        /// SnapStart's snapshots, per GB-second of memory size.
        SnapstartCache = "snapstart_cache",
        /// Cold starts from a snapshot, per GB of memory size.
        SnapstartRestore = "snapstart_restore",
        /// API Gateway's HTTP API in front of the function, per million requests.
        HttpApi = "http_api",
        /// DynamoDB on demand, per million write request units.
        DynamodbWrites = "dynamodb_writes",
        /// Logs of the function in `CloudWatch`, per GB.
        LogIngestion = "log_ingestion",
    }
}

/// Measure that a service's quantity grows with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// GB-seconds for which environments of provisioned concurrency are ready.
    ProvisionedTime,
    /// GB-seconds for which these are busy.
    ProvisionedUse,
    /// GB-seconds for which a snapshot is in SnapStart's cache.
    CachedTime,
    /// GB of memory that are restored from it.
    Restores,
    /// Invocations, whatever the language.
    PerInvocation(&'static UsageInput),
}

/// Usage of a service per invocation, as entered in the form or on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsageInput {
    /// The part of a [`Service::unit`] that one is: mantissa and digits after the point.
    pub part_of_unit: (u64, u32),
    /// The field for the usage; its id is an option of `cargo bill`, too.
    pub usage: FieldName,
    /// The field for one's own price.
    pub price: FieldName,
    /// Input that the usage accepts.
    pub input: Input,
}

/// Names of a field in the calculator's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldName {
    /// End of its element's id.
    pub id: &'static str,
    /// Its name in a link.
    pub key: &'static str,
}

/// Input that a service's usage accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A number per invocation.
    Number {
        /// The largest, in whole units.
        most: u32,
        /// Text after a number, such as ` KB`.
        unit: &'static str,
    },
    /// None or one per invocation, by these words.
    Choice([&'static str; 2]),
}

/// Labels of a service's fields, which a page holds before any script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labels {
    /// The label of its usage.
    pub usage: &'static str,
    /// The labels of the choices of [`Input::Choice`].
    pub choices: [&'static str; 2],
    /// The label of one's own price.
    pub price: &'static str,
}

impl Labels {
    const NONE: Self = Self {
        usage: "",
        choices: [""; 2],
        price: "",
    };
}

/// Row of the table of services.
#[derive(Clone, Copy)]
struct Row {
    label: &'static str,
    unit: &'static str,
    scale: Scale,
    is_in_savings_plan: bool,
    most_usd_thousandths: u32,
}

const MILLIONTH: (u64, u32) = (1, 6);
/// A KB of a GB, exactly: 1 / 1,048,576.
const KB: (u64, u32) = (95_367_431_640_625, 20);

const HTTP_API: UsageInput = UsageInput {
    part_of_unit: MILLIONTH,
    usage: field("gateway", "g"),
    price: field("http-api-price", "pg"),
    input: Input::Choice(["function-url", "http-api"]),
};

const DYNAMODB_WRITES: UsageInput = UsageInput {
    part_of_unit: MILLIONTH,
    usage: field("dynamodb-writes", "dw"),
    price: field("write-price", "pw"),
    input: Input::Number {
        most: 1000,
        unit: "",
    },
};

const LOG_INGESTION: UsageInput = UsageInput {
    part_of_unit: KB,
    usage: field("log-kb", "lk"),
    price: field("log-price", "pl"),
    input: Input::Number {
        most: 10_240,
        unit: " KB",
    },
};

const fn field(id: &'static str, key: &'static str) -> FieldName {
    FieldName { id, key }
}

/// The rows of all services, by their numbers: as data they cost the widget less than as code.
const ROWS: &[Row; Service::ALL.len()] = &{
    let mut rows = [Service::ALL[0].described(); Service::ALL.len()];
    let mut at = 0;
    while at < rows.len() {
        rows[at] = Service::ALL[at].described();
        at += 1;
    }
    rows
};

impl Service {
    const fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    const fn described(self) -> Row {
        /// A price per GB-second is some millionths of a dollar.
        const BY_TIME: u32 = 1;
        const BY_UNIT: u32 = 10_000;
        match self {
            Self::ProvisionedConcurrency => Row {
                label: "Provisioned concurrency",
                unit: "GB-s",
                scale: Scale::ProvisionedTime,
                is_in_savings_plan: true,
                most_usd_thousandths: BY_TIME,
            },
            Self::ProvisionedDuration => Row {
                label: "Provisioned duration",
                unit: "GB-s",
                scale: Scale::ProvisionedUse,
                is_in_savings_plan: true,
                most_usd_thousandths: BY_TIME,
            },
            Self::SnapstartCache => Row {
                label: "SnapStart cache",
                unit: "GB-s",
                scale: Scale::CachedTime,
                is_in_savings_plan: false,
                most_usd_thousandths: BY_TIME,
            },
            Self::SnapstartRestore => Row {
                label: "SnapStart restores",
                unit: "GB",
                scale: Scale::Restores,
                is_in_savings_plan: false,
                most_usd_thousandths: BY_UNIT,
            },
            Self::HttpApi => Row {
                label: "HTTP API",
                unit: "million requests",
                scale: Scale::PerInvocation(&HTTP_API),
                is_in_savings_plan: false,
                most_usd_thousandths: BY_UNIT,
            },
            Self::DynamodbWrites => Row {
                label: "DynamoDB writes",
                unit: "million write request units",
                scale: Scale::PerInvocation(&DYNAMODB_WRITES),
                is_in_savings_plan: false,
                most_usd_thousandths: BY_UNIT,
            },
            Self::LogIngestion => Row {
                label: "Log ingestion",
                unit: "GB",
                scale: Scale::PerInvocation(&LOG_INGESTION),
                is_in_savings_plan: false,
                most_usd_thousandths: BY_UNIT,
            },
        }
    }

    /// Its name on the page.
    #[must_use]
    pub const fn label(self) -> &'static str {
        self.row().label
    }

    /// The labels of its fields; empty without [`Service::usage_input`].
    #[must_use]
    pub const fn labels(self) -> Labels {
        match self {
            Self::ProvisionedConcurrency
            | Self::ProvisionedDuration
            | Self::SnapstartCache
            | Self::SnapstartRestore => Labels::NONE,
            Self::HttpApi => Labels {
                usage: "Called through",
                choices: ["Function URL, at no charge", "HTTP API"],
                price: "Price of a million requests in USD",
            },
            Self::DynamodbWrites => Labels {
                usage: "DynamoDB write units per invocation",
                price: "Price of a million writes in USD",
                ..Labels::NONE
            },
            Self::LogIngestion => Labels {
                usage: "Log volume per invocation, in KB",
                price: "Price of a GB of logs in USD",
                ..Labels::NONE
            },
        }
    }

    /// Returns the unit of its price.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        self.row().unit
    }

    /// Returns the measure that its quantity grows with.
    #[must_use]
    pub const fn scale(self) -> Scale {
        self.row().scale
    }

    /// Its usage per invocation; `None` if its quantity grows with something else.
    #[must_use]
    pub const fn usage_input(self) -> Option<&'static UsageInput> {
        match self.scale() {
            Scale::PerInvocation(input) => Some(input),
            Scale::ProvisionedTime
            | Scale::ProvisionedUse
            | Scale::CachedTime
            | Scale::Restores => None,
        }
    }

    /// Returns whether a Compute Savings Plan covers it. Source: AWS's Compute Savings Plans.
    #[must_use]
    pub const fn is_in_savings_plan(self) -> bool {
        self.row().is_in_savings_plan
    }

    /// The highest price of one's own that is believed, in thousandths of a USD per unit.
    #[must_use]
    pub const fn most_usd_thousandths(self) -> u32 {
        self.row().most_usd_thousandths
    }
}

/// Usage of each service per invocation: [`UsageInput`], zero for those that don't grow with
/// invocations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceUsage([Decimal; Service::ALL.len()]);

impl ServiceUsage {
    /// A function that is called directly, and calls and logs nothing.
    pub const NOTHING: Self = Self([Decimal::ZERO; Service::ALL.len()]);

    /// The same with another usage of a service.
    #[must_use]
    pub fn with(mut self, service: Service, each: Decimal) -> Self {
        self[service] = each;
        self
    }
}

impl Index<Service> for ServiceUsage {
    type Output = Decimal;

    fn index(&self, service: Service) -> &Decimal {
        &self.0[service as usize]
    }
}

impl IndexMut<Service> for ServiceUsage {
    fn index_mut(&mut self, service: Service) -> &mut Decimal {
        &mut self.0[service as usize]
    }
}
