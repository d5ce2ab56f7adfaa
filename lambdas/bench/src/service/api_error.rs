//! Errors as Lambda's API words them.

use super::pool::Refusal;
use crate::sandbox;
use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// The header that carries a request's id.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");

/// An error of Lambda's API: status, name and JSON body.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    name: &'static str,
    body: Value,
}

impl ApiError {
    /// There is no function of that name or no such version of it.
    pub fn not_found(name: &str) -> Self {
        let message = format!("Function not found: {}", sandbox::arn(name));
        Self {
            status: StatusCode::NOT_FOUND,
            name: "ResourceNotFoundException",
            body: json!({ "Type": "User", "Message": message }),
        }
    }

    /// The event is not JSON.
    pub fn not_json(reason: &serde_json::Error) -> Self {
        Self::user(
            StatusCode::BAD_REQUEST,
            "InvalidRequestContentException",
            format!("Could not parse request body into json: {reason}"),
        )
    }

    /// A parameter has a value that Lambda refuses.
    pub fn invalid_parameter(reason: impl Into<String>) -> Self {
        Self::user(
            StatusCode::BAD_REQUEST,
            "InvalidParameterValueException",
            reason,
        )
    }

    /// The event is larger than Lambda takes.
    pub fn too_large(bytes: Option<usize>, invocation_type: &str, limit: usize) -> Self {
        let payload = match bytes {
            Some(bytes) => format!("{bytes} byte payload"),
            None => "The payload".to_owned(),
        };
        Self::user(
            StatusCode::PAYLOAD_TOO_LARGE,
            "RequestTooLargeException",
            format!(
                "{payload} is too large for the {invocation_type} invocation type \
                 (limit {limit} bytes)"
            ),
        )
    }

    fn user(status: StatusCode, name: &'static str, message: impl Into<String>) -> Self {
        let message: String = message.into();
        Self {
            status,
            name,
            body: json!({ "Type": "User", "message": message }),
        }
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        if let Refusal::Throttled = refusal {
            let reason = "ReservedFunctionConcurrentInvocationLimitExceeded";
            return Self {
                status: StatusCode::TOO_MANY_REQUESTS,
                name: "TooManyRequestsException",
                body: json!({ "Reason": reason, "Type": "User", "message": "Rate Exceeded." }),
            };
        }
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            name: "ServiceException",
            body: json!({ "Type": "Service", "Message": refusal.to_string() }),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        let headers = response.headers_mut();
        headers.insert(ERROR_TYPE, HeaderValue::from_static(self.name));
        if let Ok(id) = HeaderValue::from_str(&Uuid::new_v4().to_string()) {
            headers.insert(REQUEST_ID, id);
        }
        response
    }
}
