//! The table that functions write to, in memory and in the bench's own process, so that its CPU
//! time is not the function's.

mod latency;

use anyhow::{Context, Result};
use dynoxide::{
    Database,
    actions::{create_table::CreateTableRequest, get_item::GetItemRequest, scan::ScanRequest},
    types::AttributeValue,
};
use latency::SlowProxy;
use serde_json::{Value, json};
use std::{net::Ipv4Addr, time::Duration};
use tokio::{net::TcpListener, task::JoinHandle};

/// The table's name.
pub const TABLE: &str = "messages";

/// A running DynamoDB with one empty table whose key is the string `id`.
pub struct DynamoDb {
    /// Where it answers, such as `http://127.0.0.1:8000`.
    pub endpoint: String,
    database: Database,
    server: JoinHandle<Result<(), String>>,
    _proxy: Option<SlowProxy>,
}

impl DynamoDb {
    /// Starts it on a free port of the loopback interface.
    ///
    /// # Errors
    /// No port is free.
    pub async fn start() -> Result<Self> {
        Self::start_with_latency(Duration::ZERO).await
    }

    /// Starts it so that each call takes longer by the given latency. The real one's network
    /// and replication take milliseconds, which this one lacks.
    ///
    /// # Errors
    /// No port is free.
    pub async fn start_with_latency(latency: Duration) -> Result<Self> {
        let database = Database::memory()?;
        let table: CreateTableRequest = serde_json::from_value(json!({
            "TableName": TABLE,
            "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
            "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
            "BillingMode": "PAY_PER_REQUEST",
        }))?;
        database.create_table(table)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .context("no port for DynamoDB")?;
        let mut address = listener.local_addr()?;
        let forever = std::future::pending();
        let server = dynoxide::server::serve_with_shutdown(listener, database.clone(), forever);
        let server = tokio::spawn(server);
        let mut proxy = None;
        if !latency.is_zero() {
            let slow = SlowProxy::start(address, latency).await;
            let slow = slow.context("no port for DynamoDB's latency")?;
            address = slow.address;
            proxy = Some(slow);
        }
        Ok(Self {
            endpoint: format!("http://{address}"),
            database,
            server,
            _proxy: proxy,
        })
    }

    /// What a function needs to know of it: endpoint and table.
    #[must_use]
    pub fn environment(&self) -> Vec<(String, String)> {
        let endpoint = self.endpoint.clone();
        vec![
            ("AWS_ENDPOINT_URL_DYNAMODB".to_owned(), endpoint),
            ("TABLE_NAME".to_owned(), TABLE.to_owned()),
        ]
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

    /// How many items the table holds.
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

impl Drop for DynamoDb {
    fn drop(&mut self) {
        self.server.abort();
    }
}
