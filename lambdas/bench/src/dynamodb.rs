//! The DynamoDB that functions write to: in memory, and in the bench's own process so that its CPU time
//! is not the function's. Functions reach it as they reach Amazon's: over TLS, and with latency.

mod certificates;
mod proxy;
use anyhow::{Context, Result};
use certificates::Trust;
use data::{DynamoDbProtocol, PublishedWorkload};
use dynoxide::{
    Database,
    actions::{create_table::CreateTableRequest, get_item::GetItemRequest, scan::ScanRequest},
    types::AttributeValue,
};
use proxy::Proxy;
use serde_json::{Value, json};
use std::{net::Ipv4Addr, str::FromStr, time::Duration};
use tokio::{net::TcpListener, task::JoinHandle};

/// The table of every function but those of the workload `light`.
pub const TABLE: &str = "messages";

/// The table of the workload `light`.
pub const LIGHT_TABLE: &str = "items";

/// Each table with its partition key and sort key, which are texts.
const TABLES: [(&str, &[&str]); 2] = [(TABLE, &["id"]), (LIGHT_TABLE, &["pk", "sk"])];

/// The connection between functions and the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The protocol.
    pub protocol: DynamoDbProtocol,
    /// The time that each answer takes, and each round trip of a new connection.
    pub latency: Duration,
}

impl Connection {
    /// Without TLS and without delay.
    pub const PLAIN: Self = Self {
        protocol: DynamoDbProtocol::Plain,
        latency: Duration::ZERO,
    };
    /// Over TLS and without delay.
    pub const TLS: Self = Self {
        protocol: DynamoDbProtocol::Tls,
        ..Self::PLAIN
    };

    /// Over TLS, each answer taking as long as on AWS: [`latency_ms`].
    ///
    /// # Errors
    /// See [`latency_ms`].
    pub fn as_on_aws() -> Result<Self> {
        let latency = Duration::from_millis(latency_ms()?.into());
        Ok(Self {
            latency,
            ..Self::TLS
        })
    }
}

/// The time of a DynamoDB call on AWS, in ms: [`PublishedWorkload::dynamodb_latency_ms`].
///
/// # Errors
/// The published figures can't be read.
pub fn latency_ms() -> Result<u32> {
    let published = PublishedWorkload::read(&workspace::data())?;
    PublishedWorkload::dynamodb_latency_ms(&published)
        .context("data/published/published-workloads.csv does not tell how long DynamoDB takes")
}

/// A table that a user's function needs, such as `orders=pk,sk`: with its partition key and its sort key,
/// which are texts. The sort key may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The name.
    pub name: String,
    keys: Vec<String>,
}

impl FromStr for Table {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, keys) = text.split_once('=').unwrap_or_default();
        let keys: Vec<String> = keys.split(',').map(str::to_owned).collect();
        if name.is_empty() || keys.len() > 2 || keys.iter().any(String::is_empty) {
            return Err("write a table's name and its keys, such as `orders=pk` or `orders=pk,sk`");
        }
        Ok(Self {
            name: name.to_owned(),
            keys,
        })
    }
}

/// A running DynamoDB with empty tables.
pub struct DynamoDb {
    /// The endpoint, such as `https://localhost:8000`.
    pub endpoint: String,
    database: Database,
    server: JoinHandle<Result<(), String>>,
    trust: Option<Trust>,
    _proxy: Proxy,
}

impl DynamoDb {
    /// Starts it on free ports of the loopback interface.
    ///
    /// # Errors
    /// No port is free, or the system has no root certificates to add one to.
    pub async fn start(connection: Connection) -> Result<Self> {
        let database = Database::memory()?;
        for (name, keys) in TABLES {
            database.create_table(table(name, keys)?)?;
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .context("no port for DynamoDB")?;
        let address = listener.local_addr()?;
        let forever = std::future::pending();
        let server = dynoxide::server::serve_with_shutdown(listener, database.clone(), forever);
        let server = tokio::spawn(server);
        let Connection { protocol, latency } = connection;
        let proxy = Proxy::start(address, protocol, latency).await;
        let proxy = proxy.context("DynamoDB can't be reached")?;
        let (endpoint, trust) = match protocol {
            DynamoDbProtocol::Plain => (format!("http://{}", proxy.address), None),
            DynamoDbProtocol::Tls => {
                let (host, port) = (certificates::HOST, proxy.address.port());
                (format!("https://{host}:{port}"), Some(Trust::new()?))
            }
        };
        Ok(Self {
            endpoint,
            database,
            server,
            trust,
            _proxy: proxy,
        })
    }

    /// Makes an empty table.
    ///
    /// # Errors
    /// DynamoDB has no such tables, or has one of that name.
    pub fn create(&self, new: &Table) -> Result<()> {
        let keys: Vec<&str> = new.keys.iter().map(String::as_str).collect();
        let refused = || format!("the table `{}` can't be made", new.name);
        let request = table(&new.name, &keys).with_context(refused)?;
        let created = self.database.create_table(request);
        created.with_context(refused)?;
        Ok(())
    }

    /// The environment variables by which functions find it: endpoint, table (unless a function has one of
    /// its own) and trusted certificates.
    #[must_use]
    pub fn environment(&self) -> Vec<(String, String)> {
        let endpoint = self.endpoint.clone();
        let mut variables = vec![
            ("AWS_ENDPOINT_URL_DYNAMODB".to_owned(), endpoint),
            ("TABLE_NAME".to_owned(), TABLE.to_owned()),
        ];
        variables.extend(self.trust.iter().flat_map(Trust::environment));
        variables
    }

    /// The environment variables, after [`Self::environment`], by which a function trusts nothing else.
    #[must_use]
    pub fn trusting_own_root(&self) -> Vec<(String, String)> {
        self.trust.iter().flat_map(Trust::own_root).collect()
    }

    /// An item by its `id`, in DynamoDB's JSON.
    ///
    /// # Errors
    /// The database fails.
    pub fn item(&self, id: &str) -> Result<Option<Value>> {
        let request = GetItemRequest {
            table_name: TABLE.to_owned(),
            key: [("id".to_owned(), AttributeValue::S(id.to_owned()))].into(),
            ..GetItemRequest::default()
        };
        let item = self.database.get_item(request)?.item;
        Ok(item.map(serde_json::to_value).transpose()?)
    }

    /// The number of items in the table.
    ///
    /// # Errors
    /// The database fails.
    pub fn items(&self) -> Result<usize> {
        let request = ScanRequest {
            table_name: TABLE.to_owned(),
            ..ScanRequest::default()
        };
        Ok(self.database.scan(request)?.count)
    }
}

fn table(name: &str, keys: &[&str]) -> Result<CreateTableRequest> {
    let attributes = keys
        .iter()
        .map(|key| json!({ "AttributeName": key, "AttributeType": "S" }));
    let schema = { keys.iter() }
        .zip(["HASH", "RANGE"])
        .map(|(key, kind)| json!({ "AttributeName": key, "KeyType": kind }));
    Ok(serde_json::from_value(json!({
        "TableName": name,
        "AttributeDefinitions": attributes.collect::<Vec<_>>(),
        "KeySchema": schema.collect::<Vec<_>>(),
        "BillingMode": "PAY_PER_REQUEST",
    }))?)
}

impl Drop for DynamoDb {
    fn drop(&mut self) {
        self.server.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_a_name_and_one_key_or_two() {
        let table: Table = "orders=pk,sk".parse().unwrap();
        assert_eq!(table.name, "orders");
        assert_eq!(table.keys, ["pk", "sk"]);
        for text in ["orders", "=pk", "orders=", "orders=pk,", "orders=a,b,c"] {
            assert!(text.parse::<Table>().is_err(), "{text}");
        }
    }
}
