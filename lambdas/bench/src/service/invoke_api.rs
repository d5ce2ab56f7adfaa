//! Lambda's Invoke API: `POST /2015-03-31/functions/{name}/invocations`.

use super::{
    api_error::{ApiError, REQUEST_ID},
    invocation::{Invocation, VERSION},
    registry::{Qualified, Registry},
};
use crate::runtime_api::MAX_PAYLOAD_BYTES;
use axum::{
    Router,
    body::Bytes,
    extract::{Path, Query, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::post,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::de::IgnoredAny;
use uuid::Uuid;

const INVOCATION_TYPE: &str = "x-amz-invocation-type";
const LOG_TYPE: &str = "x-amz-log-type";
const LOG_RESULT: HeaderName = HeaderName::from_static("x-amz-log-result");
const FUNCTION_ERROR: HeaderName = HeaderName::from_static("x-amz-function-error");
const EXECUTED_VERSION: HeaderName = HeaderName::from_static("x-amz-executed-version");

/// The largest event of an asynchronous invocation: 1 MB. Source: AWS, 2025-10-24, when it rose
/// from 256 KB.
const MAX_ASYNCHRONOUS_BYTES: usize = 1 << 20;

pub(super) fn router() -> Router<Registry> {
    Router::new().route("/2015-03-31/functions/{name}/invocations", post(invoke))
}

async fn invoke(
    State(functions): State<Registry>,
    Path(name): Path<String>,
    Query(Qualified { qualifier }): Query<Qualified>,
    headers: HeaderMap,
    event: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let pool = functions.find(&name, qualifier.as_deref())?;
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let invocation_type = header(INVOCATION_TYPE).unwrap_or("RequestResponse");
    let limit = match invocation_type {
        "RequestResponse" | "DryRun" => MAX_PAYLOAD_BYTES,
        "Event" => MAX_ASYNCHRONOUS_BYTES,
        other => {
            return Err(ApiError::invalid_parameter(format!(
                "`{other}` is not an invocation type: use RequestResponse, Event or DryRun"
            )));
        }
    };
    let event = check_event(event, invocation_type, limit)?;
    let request_id = Uuid::new_v4().to_string();
    match invocation_type {
        "DryRun" => return Ok(accepted(StatusCode::NO_CONTENT, &request_id)),
        "Event" => {
            pool.invoke_later(request_id.clone(), event);
            return Ok(accepted(StatusCode::ACCEPTED, &request_id));
        }
        _ => {}
    }
    let invocation = pool.invoke(request_id, event).await?;
    let wants_log = header(LOG_TYPE) == Some("Tail");
    Ok(answer(&invocation, wants_log))
}

/// The event as the function gets it: `{}` for none.
fn check_event(
    event: Result<Bytes, BytesRejection>,
    invocation_type: &str,
    limit: usize,
) -> Result<Bytes, ApiError> {
    let event = event.map_err(|_| ApiError::too_large(None, invocation_type, limit))?;
    if event.is_empty() {
        return Ok(Bytes::from_static(b"{}"));
    }
    if event.len() > limit {
        return Err(ApiError::too_large(
            Some(event.len()),
            invocation_type,
            limit,
        ));
    }
    serde_json::from_slice::<IgnoredAny>(&event).map_err(|error| ApiError::not_json(&error))?;
    Ok(event)
}

fn accepted(status: StatusCode, request_id: &str) -> Response {
    let mut response = status.into_response();
    insert(&mut response, REQUEST_ID, request_id);
    response
}

fn answer(invocation: &Invocation, wants_log: bool) -> Response {
    let mut response = invocation.payload.clone().into_response();
    insert(&mut response, CONTENT_TYPE, "application/json");
    insert(&mut response, REQUEST_ID, &invocation.request_id);
    insert(&mut response, EXECUTED_VERSION, VERSION);
    if invocation.fault.is_some() {
        insert(&mut response, FUNCTION_ERROR, "Unhandled");
    }
    if wants_log {
        let tail = BASE64_STANDARD.encode(invocation.log_tail());
        insert(&mut response, LOG_RESULT, &tail);
    }
    response
}

fn insert(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
