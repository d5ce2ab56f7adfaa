//! The variants of the control `light` write items, and read what they wrote.

use crate::common;
use crate::common::tested::{MEMORY_MB, Tested, described};
use bench::{
    dynamodb::{Connection, DynamoDb},
    sandbox::{FaultKind, Sandbox},
};
use data::Workload;
use serde_json::json;

#[tokio::test]
async fn light_reads_the_five_items_that_it_wrote() {
    for connection in [Connection::TLS, Connection::PLAIN] {
        reads_the_five_items_that_it_wrote(connection, None).await;
    }
}

/// A trial that moves work into INIT changes no answer.
#[tokio::test]
async fn light_answers_alike_whatever_it_does_in_init() {
    for in_init in ["random", "connection"] {
        reads_the_five_items_that_it_wrote(Connection::TLS, Some(in_init)).await;
    }
}

async fn reads_the_five_items_that_it_wrote(connection: Connection, in_init: Option<&str>) {
    let dynamodb = DynamoDb::start(connection).await.unwrap();
    let host = common::host(dynamodb.environment());
    for mut tested in Tested::all(Workload::Light) {
        let in_init = in_init.map(|what| ("IN_INIT".to_owned(), what.to_owned()));
        tested.function.environment.extend(in_init);
        for _ in 0..2 {
            let answer = tested.ask(&host, &json!({})).await.unwrap();
            let name = &tested.function.name;
            let ids = ["writeRequestId", "readRequestId"].map(|id| answer[id].as_str());
            assert!(ids.iter().all(Option::is_some), "{name}: {answer}");
            assert_ne!(ids[0], ids[1], "{name}");
            let expected = json!({
                "itemsWritten": 5,
                "itemsRead": 5,
                "writeRequestId": ids[0],
                "readRequestId": ids[1],
                "allDataMatches": true,
            });
            let expected = described(Workload::Light, &answer, expected);
            assert_eq!(answer, expected, "{name}");
        }
    }
    assert_eq!(dynamodb.items().unwrap(), 0, "it has a table of its own");
}

/// Nobody answers: the first call fails, and not INIT.
#[tokio::test]
async fn light_connects_in_its_first_call() {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let nobody = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let host = common::host(vec![("AWS_ENDPOINT_URL_DYNAMODB".to_owned(), nobody)]);
    for mut tested in Tested::all(Workload::Light) {
        let answer = tested.ask(&host, &json!({})).await;
        assert_eq!(answer, Err(FaultKind::Handler), "{}", tested.function.name);
    }
}

#[tokio::test]
async fn light_fails_its_init_without_a_table_name() {
    let host = common::host(Vec::new());
    for mut tested in Tested::all(Workload::Light) {
        let name = tested.function.name.clone();
        let own = &mut tested.function.environment;
        own.retain(|(variable, _)| variable != "TABLE_NAME");
        let mut sandbox = Sandbox::start(&host, &tested.function, MEMORY_MB).unwrap();
        let fault = sandbox.init().await.unwrap_err();
        sandbox.stop().await;
        let said = "TABLE_NAME is not set: give it the name of the DynamoDB table";
        assert!(fault.detail.contains(said), "{name}: {fault}");
    }
}
