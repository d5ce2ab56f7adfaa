//! The server side of Lambda's Runtime API: what a function's runtime client talks to.
//!
//! It only translates: each request of the client becomes a [`Message`] to the sandbox, and the
//! long poll for the next event waits until the sandbox delivers one.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::IntoResponse,
    routing::{get, post},
    serve::ListenerExt,
};
use serde_json::{Value, json};
use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    time::Instant,
};
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

/// The largest event and the largest response of a synchronous invocation, in bytes: 6 MB and a
/// little. Source: AWS's own error message, `Exceeded maximum allowed payload size`.
pub const MAX_PAYLOAD_BYTES: usize = 6_291_556;

/// A larger response is read to this many bytes, so that the client gets to see the refusal.
const MAX_READ_BYTES: usize = 64 << 20;

/// An action of the runtime client.
#[derive(Debug)]
pub enum Message {
    /// The client asked for the next event.
    Next {
        /// The time when the request came in.
        at: Instant,
        /// Takes the event.
        deliver: oneshot::Sender<Event>,
    },
    /// It answered an event.
    Response {
        /// The event's request id.
        request_id: String,
        /// The time when the response had come in completely.
        at: Instant,
        /// The response.
        body: Bytes,
    },
    /// Its answer to an event was larger than [`MAX_PAYLOAD_BYTES`] and refused.
    ResponseTooLarge {
        /// The event's request id.
        request_id: String,
        /// The time when the response had come in.
        at: Instant,
    },
    /// The handler failed.
    HandlerError {
        /// The event's request id.
        request_id: String,
        /// The time when the error had come in.
        at: Instant,
        /// The error, as the client describes it.
        body: Bytes,
    },
    /// INIT failed.
    InitError {
        /// The error, as the client describes it.
        body: Bytes,
    },
}

/// An event to be delivered.
#[derive(Debug)]
pub struct Event {
    /// Unique.
    pub request_id: String,
    /// The time when the invocation will be stopped, in ms since 1970.
    pub deadline_ms: u128,
    /// The function's ARN.
    pub function_arn: String,
    /// JSON.
    pub body: Bytes,
    /// The channel that gets the time when the event was handed to the connection.
    pub handed_over: oneshot::Sender<Instant>,
}

/// A running server.
#[derive(Debug)]
pub struct RuntimeApi {
    /// The address at which it listens, which `AWS_LAMBDA_RUNTIME_API` has to name.
    pub address: SocketAddr,
    /// The client's actions, in order.
    pub messages: mpsc::UnboundedReceiver<Message>,
    server: JoinHandle<io::Result<()>>,
}

impl RuntimeApi {
    /// Starts a server on a free port of the loopback interface.
    ///
    /// # Errors
    /// No port is free.
    pub fn start() -> io::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        let address = listener.local_addr()?;
        let (sender, messages) = mpsc::unbounded_channel();
        let listener = listener.tap_io(|connection| {
            // Else a small answer may wait for the acknowledgement of the one before.
            let _ = connection.set_nodelay(true);
        });
        let server = tokio::spawn(axum::serve(listener, router(sender)).into_future());
        Ok(Self {
            address,
            messages,
            server,
        })
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

type Messages = mpsc::UnboundedSender<Message>;

fn router(messages: Messages) -> Router {
    let runtime = Router::new()
        .route("/invocation/next", get(next))
        .route("/invocation/{id}/response", post(response))
        .route("/invocation/{id}/error", post(handler_error))
        .route("/init/error", post(init_error));
    Router::new()
        .nest("/2018-06-01/runtime", runtime)
        .layer(DefaultBodyLimit::max(MAX_READ_BYTES))
        .with_state(messages)
}

async fn next(State(messages): State<Messages>) -> Result<impl IntoResponse, StatusCode> {
    let (deliver, event) = oneshot::channel();
    let at = Instant::now();
    let gone = |_| StatusCode::GONE;
    messages
        .send(Message::Next { at, deliver })
        .map_err(|_| StatusCode::GONE)?;
    let event = event.await.map_err(gone)?;
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("lambda-runtime-aws-request-id", event.request_id),
        ("lambda-runtime-deadline-ms", event.deadline_ms.to_string()),
        ("lambda-runtime-invoked-function-arn", event.function_arn),
        // Without it, Python's client gives the handler bytes and not an object.
        (CONTENT_TYPE.as_str(), "application/json".to_owned()),
    ] {
        let value = value
            .parse()
            .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
        headers.insert(name, value);
    }
    let _ = event.handed_over.send(Instant::now());
    Ok((headers, event.body))
}

async fn response(
    State(messages): State<Messages>,
    Path(request_id): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> impl IntoResponse {
    let at = Instant::now();
    match body {
        Ok(body) if body.len() <= MAX_PAYLOAD_BYTES => {
            let response = Message::Response {
                request_id,
                at,
                body,
            };
            accept(&messages, response)
        }
        Err(rejected) if rejected.status() != StatusCode::PAYLOAD_TOO_LARGE => (
            rejected.status(),
            Json(json!({ "errorMessage": rejected.body_text() })),
        ),
        _ => {
            let _ = messages.send(Message::ResponseTooLarge { request_id, at });
            let message =
                format!("Exceeded maximum allowed payload size ({MAX_PAYLOAD_BYTES} bytes).");
            let error = json!({ "errorMessage": message, "errorType": "RequestEntityTooLarge" });
            (StatusCode::PAYLOAD_TOO_LARGE, Json(error))
        }
    }
}

async fn handler_error(
    State(messages): State<Messages>,
    Path(request_id): Path<String>,
    body: Bytes,
) -> impl IntoResponse {
    accept(
        &messages,
        Message::HandlerError {
            request_id,
            at: Instant::now(),
            body,
        },
    )
}

async fn init_error(State(messages): State<Messages>, body: Bytes) -> impl IntoResponse {
    accept(&messages, Message::InitError { body })
}

fn accept(messages: &Messages, message: Message) -> (StatusCode, Json<Value>) {
    match messages.send(message) {
        Ok(()) => (StatusCode::ACCEPTED, Json(json!({ "status": "OK" }))),
        Err(_) => (
            StatusCode::GONE,
            Json(json!({ "status": "the sandbox is gone" })),
        ),
    }
}
