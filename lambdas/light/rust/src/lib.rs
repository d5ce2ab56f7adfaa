//! Writes five items to DynamoDB, reads them back and compares: a control, as others measured it on
//! AWS.

use aws_config::SdkConfig;
use aws_sdk_dynamodb::{
    Client,
    operation::RequestId,
    types::{AttributeValue, KeysAndAttributes, PutRequest, WriteRequest},
};
use lambda_runtime::{Context, Error, LambdaEvent, run, service_fn};
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    env,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tracing_subscriber::filter::LevelFilter;

const ITEMS: u64 = 5;
const WORKLOAD: &str = "light";
const RUNTIME: &str = "rust";
const ARCHITECTURE: &str = env::consts::ARCH;
const DAY: Duration = Duration::from_hours(24);

/// An item or a key, as DynamoDB has it.
type Attributes = HashMap<String, AttributeValue>;

/// Answers events, with a client of that configuration. INIT makes the client, and the first call its
/// connection, unless `IN_INIT` is `connection`.
///
/// # Errors
/// The table has no name, or Lambda is not reached.
pub async fn serve(config: &SdkConfig) -> Result<(), Error> {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::INFO)
        .with_target(false)
        .without_time()
        .init();
    let table = env::var("TABLE_NAME").unwrap_or_default();
    if table.is_empty() {
        return Err("TABLE_NAME is not set: give it the name of the DynamoDB table".into());
    }
    let dynamodb = Client::new(config);
    if env::var("IN_INIT").as_deref() == Ok("connection") {
        connect(&dynamodb, &table).await;
    }
    run(service_fn(|event: LambdaEvent<IgnoredAny>| {
        handler(&dynamodb, &table, event.context)
    }))
    .await
}

/// Opens the connection. DynamoDB refuses an item without a key, so this writes nothing; if it is not
/// reached, the first call fails.
async fn connect(dynamodb: &Client, table: &str) {
    let no_item = Some(HashMap::new());
    let request = dynamodb.put_item().table_name(table).set_item(no_item);
    let _refused = request.send().await;
}

async fn handler(dynamodb: &Client, table: &str, context: Context) -> Result<Value, Error> {
    let items = items(SystemTime::now().duration_since(UNIX_EPOCH)?);

    let writes: Result<Vec<_>, _> = items.iter().map(write_request).collect();
    let written = dynamodb
        .batch_write_item()
        .request_items(table, writes?)
        .send()
        .await?;

    let keys = KeysAndAttributes::builder().set_keys(Some(items.iter().map(key).collect()));
    let read = dynamodb
        .batch_get_item()
        .request_items(table, keys.build()?)
        .send()
        .await?;
    let responses = read.responses();
    let found = responses.and_then(|tables| tables.get(table));
    let found = found.map_or(&[][..], Vec::as_slice);

    Ok(json!({
        "workload": WORKLOAD,
        "runtime": RUNTIME,
        "architecture": ARCHITECTURE,
        "memoryLimitMb": context.env_config.memory,
        "itemsWritten": items.len(),
        "itemsRead": found.len(),
        "writeRequestId": written.request_id(),
        "readRequestId": read.request_id(),
        "allDataMatches": are_alike(&items, found),
    }))
}

/// The items of a call, by its time since 1970.
fn items(now: Duration) -> Vec<Attributes> {
    let ttl = (now + DAY).as_secs();
    let item = |number: u64| {
        let text = |text: String| AttributeValue::S(text);
        let id = format!("test-{}-{number}", now.as_millis());
        let data = format!("data of a control, {RUNTIME} on {ARCHITECTURE}, item {number}");
        let timestamp = now.as_millis() + u128::from(number);
        let attributes = [
            ("pk", text(id)),
            ("sk", text(WORKLOAD.to_owned())),
            ("timestamp", AttributeValue::N(timestamp.to_string())),
            ("ttl", AttributeValue::N(ttl.to_string())),
            ("workload", text(WORKLOAD.to_owned())),
            ("runtime", text(RUNTIME.to_owned())),
            ("architecture", text(ARCHITECTURE.to_owned())),
            ("data", text(data)),
        ];
        { attributes.into_iter() }
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    };
    (0..ITEMS).map(item).collect()
}

fn write_request(item: &Attributes) -> Result<WriteRequest, Error> {
    let put = PutRequest::builder().set_item(Some(item.clone())).build()?;
    Ok(WriteRequest::builder().put_request(put).build())
}

fn key(item: &Attributes) -> Attributes {
    let is_of_key = |(name, _): &(&String, &AttributeValue)| *name == "pk" || *name == "sk";
    let attributes = item.iter().filter(is_of_key);
    { attributes }
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Tells whether every item was found with its data. DynamoDB returns them in any order.
fn are_alike(items: &[Attributes], found: &[Attributes]) -> bool {
    items.iter().all(|item| {
        let agrees = |other: &Attributes, name| other.get(name) == item.get(name);
        found
            .iter()
            .any(|other| agrees(other, "pk") && agrees(other, "data"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_differ_and_expire_a_day_later() {
        let items = items(Duration::from_millis(1_700_000_000_123));
        assert_eq!(items.len(), 5);
        for (number, item) in items.iter().enumerate() {
            let id = AttributeValue::S(format!("test-1700000000123-{number}"));
            assert_eq!(item["pk"], id);
            assert_eq!(item["ttl"], AttributeValue::N("1700086400".to_owned()));
            let mut names: Vec<_> = key(item).into_keys().collect();
            names.sort();
            assert_eq!(names, ["pk", "sk"]);
        }
    }

    #[test]
    fn what_is_missing_or_changed_is_noticed() {
        let items = items(Duration::from_secs(1_700_000_000));
        let mut found = items.clone();
        found.reverse();
        assert!(are_alike(&items, &found));
        assert!(!are_alike(&items, &found[1..]));
        found[0].remove("data");
        assert!(!are_alike(&items, &found));
    }
}
