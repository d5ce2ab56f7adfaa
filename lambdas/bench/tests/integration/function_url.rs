//! Function URLs as an HTTP client sees them.

use crate::common;
use aws_lambda_events::lambda_function_urls::LambdaFunctionUrlRequest;
use bench::{
    function::Function,
    service::pool::{Configuration, Pool},
    service::{Service, registry::Registry},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use ureq::{Agent, Body, http::Response};

async fn serve(function: Function) -> Service {
    let configuration = Configuration {
        memory_mb: 128,
        timeout: Duration::from_mins(2),
        environment: BTreeMap::new(),
    };
    let host = Arc::new(common::host(Vec::new()));
    let pool = Pool::new(function, host, configuration, 1, Arc::new(|_, _| ()));
    Service::start(0, Registry::new([pool])).await.unwrap()
}

fn agent() -> Agent {
    let config = Agent::config_builder().http_status_as_error(false);
    config.build().into()
}

/// Sends a request from a thread of its own.
async fn send(
    request: impl FnOnce(Agent) -> Result<Response<Body>, ureq::Error> + Send + 'static,
) -> (u16, BTreeMap<String, String>, String) {
    let exchange = move || {
        let mut response = request(agent()).unwrap();
        let headers = response.headers().iter();
        let headers = headers
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        let body = response.body_mut().read_to_string().unwrap();
        (response.status().as_u16(), headers, body)
    };
    tokio::task::spawn_blocking(exchange).await.unwrap()
}

/// The status, headers and body of a GET to a function whose code is `return <answer>`.
async fn answer(answer: &str) -> (u16, BTreeMap<String, String>, String) {
    let code = format!("def handler(event, context):\n    return {answer}");
    let (function, _folder) = common::python_app(&code);
    let service = serve(function).await;
    let url = format!("{}/url/fixture/", service.endpoint());
    let found = send(move |agent| agent.get(url).call()).await;
    service.stop().await;
    found
}

const ECHO: &str = "def handler(event, context): return event";

#[tokio::test]
async fn a_request_becomes_an_event_of_payload_format_2() {
    let (function, _folder) = common::python_app(ECHO);
    let service = serve(function).await;
    let url = format!(
        "{}/url/fixture/messages/7?tag=a&tag=b%20c&empty",
        service.endpoint()
    );
    let (status, _, body) = send(move |agent| {
        agent
            .put(url)
            .header("Content-Type", "application/json")
            .header("X-Twice", "1")
            .header("X-Twice", "2")
            .header("Cookie", "a=1; b=2")
            .send("{\"message\": \"Grüße\"}")
    })
    .await;
    service.stop().await;
    assert_eq!(status, 200);
    let event: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(event["version"], "2.0");
    assert_eq!(event["rawPath"], "/messages/7");
    assert_eq!(event["rawQueryString"], "tag=a&tag=b%20c&empty");
    let parameters = json!({ "tag": "a,b c", "empty": "" });
    assert_eq!(event["queryStringParameters"], parameters);
    assert_eq!(event["cookies"], json!(["a=1", "b=2"]));
    assert_eq!(event["headers"]["x-twice"], "1,2");
    assert_eq!(event["headers"].get("cookie"), None);
    assert_eq!(event["body"], "{\"message\": \"Grüße\"}");
    assert_eq!(event["isBase64Encoded"], false);
    let http = &event["requestContext"]["http"];
    assert_eq!(
        (&http["method"], &http["path"]),
        (&json!("PUT"), &json!("/messages/7"))
    );
    assert_eq!(http["sourceIp"], "127.0.0.1");
    // AWS's own type takes it.
    let typed: LambdaFunctionUrlRequest = serde_json::from_str(&body).unwrap();
    assert_eq!(typed.request_context.http.method.as_deref(), Some("PUT"));
}

#[tokio::test]
async fn a_body_that_is_no_text_is_in_base64() {
    let (function, _folder) = common::python_app(ECHO);
    let service = serve(function).await;
    for (content_type, body, expected) in [
        ("image/jpeg", &b"\xff\xd8"[..], "/9g="),
        ("application/json", b"\xff", "/w=="),
        ("application/x-www-form-urlencoded", b"a=b", "YT1i"),
    ] {
        let url = format!("{}/url/fixture", service.endpoint());
        let (_, _, event) = send(move |agent| {
            let request = agent.post(url).header("Content-Type", content_type);
            request.send(body)
        })
        .await;
        let event: Value = serde_json::from_str(&event).unwrap();
        assert_eq!(event["rawPath"], "/");
        assert_eq!(
            (&event["body"], &event["isBase64Encoded"]),
            (&json!(expected), &json!(true))
        );
    }
    service.stop().await;
}

#[tokio::test]
async fn a_response_becomes_http() {
    let (status, headers, body) = answer(
        "{'statusCode': 201, 'headers': {'Content-Type': 'text/plain', 'X-Left': 3},
            'cookies': ['a=1'], 'body': 'R3LDvMOfZQ==', 'isBase64Encoded': True}",
    )
    .await;
    assert_eq!((status, body.as_str()), (201, "Grüße"));
    assert_eq!(headers["content-type"], "text/plain");
    assert_eq!(headers["x-left"], "3");
    assert_eq!(headers["set-cookie"], "a=1");
}

#[tokio::test]
async fn any_other_json_is_the_body_of_a_200() {
    for (code, expected) in [
        ("{'message': 'hello'}", r#"{"message": "hello"}"#),
        ("[1]", "[1]"),
    ] {
        let (status, headers, body) = answer(code).await;
        assert_eq!((status, body.as_str()), (200, expected));
        assert_eq!(headers["content-type"], "application/json");
    }
}

#[tokio::test]
async fn a_fault_and_a_response_that_is_none_are_a_502() {
    for code in ["1 / 0", "{'statusCode': 'ok'}", "{'statusCode': 99}"] {
        let (status, _, body) = answer(code).await;
        assert_eq!(
            (status, body.as_str()),
            (502, "Internal Server Error"),
            "{code}"
        );
    }
}

/// Speaks the Runtime API itself and answers text that is no JSON.
const NO_JSON: &str = "
import os, urllib.request
api = 'http://' + os.environ['AWS_LAMBDA_RUNTIME_API'] + '/2018-06-01/runtime/invocation/'
while True:
    event = urllib.request.urlopen(api + 'next')
    id = event.headers['Lambda-Runtime-Aws-Request-Id']
    urllib.request.urlopen(api + id + '/response', data=b'no json')";

#[tokio::test]
async fn what_is_no_json_is_passed_on_by_an_invocation_and_a_502_of_a_url() {
    let (mut function, folder) = common::python_app(NO_JSON);
    function.command.truncate(1);
    function.command.push(folder.path().join("app.py").into());
    let service = serve(function).await;
    let invoke = format!(
        "{}/2015-03-31/functions/fixture/invocations",
        service.endpoint()
    );
    let (status, headers, body) = send(move |agent| agent.post(invoke).send("{}")).await;
    assert_eq!((status, body.as_str()), (200, "no json"));
    assert!(!headers.contains_key("x-amz-function-error"));
    let url = format!("{}/url/fixture/", service.endpoint());
    let (status, _, _) = send(move |agent| agent.get(url).call()).await;
    assert_eq!(status, 502);
    service.stop().await;
}

#[tokio::test]
async fn a_function_that_is_not_served_is_a_404() {
    let (function, _folder) = common::python_app(ECHO);
    let service = serve(function).await;
    let url = format!("{}/url/nobody/", service.endpoint());
    let (status, headers, _) = send(move |agent| agent.get(url).call()).await;
    assert_eq!(status, 404);
    assert_eq!(headers["x-amzn-errortype"], "ResourceNotFoundException");
    service.stop().await;
}
