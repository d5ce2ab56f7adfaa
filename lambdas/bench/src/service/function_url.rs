//! Function URLs: `/url/{name}/…` takes any method and path, as the host of a function URL does.
//!
//! Source of both formats: AWS Lambda's developer guide, "Invoking Lambda function URLs",
//! payload format version 2.0.

use super::{api_error::ApiError, invocation::Invocation, registry::Registry};
use crate::runtime_api::MAX_PAYLOAD_BYTES;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{ConnectInfo, Path, State, rejection::BytesRejection},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::any,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::BTreeMap, net::SocketAddr};
use uuid::Uuid;

pub(super) fn router() -> Router<Registry> {
    Router::new()
        .route("/url/{name}", any(handle))
        .route("/url/{name}/", any(handle))
        .route("/url/{name}/{*path}", any(handle))
}

/// A request to a function URL.
struct Request {
    head: Parts,
    source: SocketAddr,
    body: Bytes,
}

async fn handle(
    State(functions): State<Registry>,
    Path(path): Path<BTreeMap<String, String>>,
    ConnectInfo(source): ConnectInfo<SocketAddr>,
    head: Parts,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let name = path.get("name").map_or("", String::as_str);
    let pool = functions.find(name, None)?;
    let body = body.map_err(|_| too_large(None))?;
    let request_id = Uuid::new_v4().to_string();
    let request = Request { head, source, body };
    let event = Bytes::from(request.event(name, &request_id).to_string());
    if event.len() > MAX_PAYLOAD_BYTES {
        return Err(too_large(Some(event.len())));
    }
    let invocation = pool.invoke(request_id, event).await?;
    Ok(response(&invocation))
}

fn too_large(bytes: Option<usize>) -> ApiError {
    ApiError::too_large(bytes, "RequestResponse", MAX_PAYLOAD_BYTES)
}

impl Request {
    /// The event in payload format 2.0.
    fn event(&self, name: &str, request_id: &str) -> Value {
        let path = self.head.uri.path();
        let path = path.strip_prefix("/url/").unwrap_or(path);
        let path = path.find('/').map_or("/", |start| &path[start..]);
        let query = self.head.uri.query().unwrap_or_default();
        let host = self.header("host");
        let now = Timestamp::now();
        let (body, is_base64_encoded) = self.body();
        let mut event = json!({
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": path,
            "rawQueryString": query,
            "headers": self.joined_headers(),
            "requestContext": {
                "accountId": "anonymous",
                "apiId": name,
                "domainName": host,
                "domainPrefix": name,
                "http": {
                    "method": self.head.method.as_str(),
                    "path": path,
                    "protocol": format!("{:?}", self.head.version),
                    "sourceIp": self.source.ip().to_string(),
                    "userAgent": self.header("user-agent"),
                },
                "requestId": request_id,
                "routeKey": "$default",
                "stage": "$default",
                "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
                "timeEpoch": now.as_millisecond(),
            },
            "isBase64Encoded": is_base64_encoded,
        });
        let cookies = self.cookies();
        if !cookies.is_empty() {
            event["cookies"] = json!(cookies);
        }
        if !query.is_empty() {
            event["queryStringParameters"] = json!(parameters(query));
        }
        if let Some(body) = body {
            event["body"] = json!(body);
        }
        event
    }

    fn header(&self, name: &str) -> &str {
        let value = self.head.headers.get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// The headers without cookies: names in lower case, repeated values joined by commas.
    fn joined_headers(&self) -> BTreeMap<&str, String> {
        let mut joined: BTreeMap<&str, String> = BTreeMap::new();
        for (name, value) in &self.head.headers {
            if name == header::COOKIE {
                continue;
            }
            join(
                &mut joined,
                name.as_str(),
                &String::from_utf8_lossy(value.as_bytes()),
            );
        }
        joined
    }

    fn cookies(&self) -> Vec<String> {
        let lines = self.head.headers.get_all(header::COOKIE).iter();
        let lines = lines.filter_map(|line| line.to_str().ok());
        lines
            .flat_map(|line| line.split(';'))
            .map(|cookie| cookie.trim().to_owned())
            .filter(|cookie| !cookie.is_empty())
            .collect()
    }

    /// The body, and whether it is in base64 because it is not text.
    fn body(&self) -> (Option<String>, bool) {
        if self.body.is_empty() {
            return (None, false);
        }
        match std::str::from_utf8(&self.body) {
            Ok(text) if is_text(self.header("content-type")) => (Some(text.to_owned()), false),
            _ => (Some(BASE64_STANDARD.encode(&self.body)), true),
        }
    }
}

/// A body without a type is text if it can be; that of an HTML form is not, as on AWS.
fn is_text(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    let kind = kind.to_ascii_lowercase();
    let kinds = [
        "",
        "application/javascript",
        "application/json",
        "application/xml",
    ];
    kinds.contains(&kind.as_str())
        || kind.starts_with("text/")
        || kind.ends_with("+json")
        || kind.ends_with("+xml")
}

fn parameters(query: &str) -> BTreeMap<String, String> {
    let mut joined = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        join(&mut joined, name.into_owned(), &value);
    }
    joined
}

fn join<K: Ord>(joined: &mut BTreeMap<K, String>, name: K, value: &str) {
    let values = joined.entry(name);
    values
        .and_modify(|values| {
            values.push(',');
            values.push_str(value);
        })
        .or_insert_with(|| value.to_owned());
}

/// A function's answer that describes an HTTP response.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status_code: u16,
    #[serde(default)]
    headers: BTreeMap<String, Value>,
    #[serde(default)]
    cookies: Vec<String>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

/// A fault, or an answer that is no HTTP response, is a 502. Any JSON without a `statusCode` is
/// the body of a 200.
fn response(invocation: &Invocation) -> Response {
    let bad_gateway = || (StatusCode::BAD_GATEWAY, "Internal Server Error").into_response();
    if invocation.fault.is_some() {
        return bad_gateway();
    }
    let payload = &invocation.payload;
    let Ok(answer) = serde_json::from_slice::<Value>(payload) else {
        return bad_gateway();
    };
    if answer.get("statusCode").is_none() {
        let headers = [(header::CONTENT_TYPE, "application/json")];
        return (headers, payload.clone()).into_response();
    }
    let answer = serde_json::from_value::<Answer>(answer).ok();
    answer.and_then(http_response).unwrap_or_else(bad_gateway)
}

fn http_response(answer: Answer) -> Option<Response> {
    let body = answer.body.unwrap_or_default();
    let body = if answer.is_base64_encoded {
        BASE64_STANDARD.decode(body).ok()?
    } else {
        body.into_bytes()
    };
    let mut response = Response::builder().status(answer.status_code);
    let has_type = answer
        .headers
        .keys()
        .any(|name| name.eq_ignore_ascii_case("content-type"));
    if !has_type {
        response = response.header(header::CONTENT_TYPE, "application/json");
    }
    for (name, value) in answer.headers {
        let text = value.as_str().map(str::to_owned);
        let value = text.unwrap_or_else(|| value.to_string());
        response = response.header(name, value);
    }
    for cookie in answer.cookies {
        response = response.header(header::SET_COOKIE, cookie);
    }
    response.body(Body::from(body)).ok()
}
