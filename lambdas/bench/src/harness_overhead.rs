//! Harness overhead, the time that measuring adds to an exchange: that of a client which does nothing
//! but exchange bytes with the Runtime API, measured as if it were a function.

use crate::{function::Function, workloads};
use anyhow::{Context, Result};
use axum::{body::Bytes, http::Request};
use data::Workload;
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use std::path::Path;

/// Exchanges after each start of the client that don't count: the connection is new.
pub const UNCOUNTED: usize = 20;

/// The hidden command of `measure` that is the client.
pub const COMMAND: &str = "harness-overhead";

/// The client's response: as many bytes as `hello` answers.
const RESPONSE: Bytes = Bytes::from_static(br#"{"message":"hello"}"#);

/// The client and its event.
#[derive(Clone, Debug)]
pub struct OverheadClient {
    /// Our own program as the client.
    pub function: Function,
    /// The event of `hello`.
    pub event: Bytes,
}

impl OverheadClient {
    /// The client within the given program of ours, whose command [`COMMAND`] runs
    /// [`answer_events`].
    ///
    /// # Errors
    /// The event of `hello` is missing.
    pub fn with(program: &Path) -> Result<Self> {
        Ok(Self {
            function: Function {
                name: "harness overhead".to_owned(),
                command: vec![program.into(), COMMAND.into()],
                directory: program.parent().unwrap_or(program).to_owned(),
                files: vec![program.to_owned()],
                handler: COMMAND.to_owned(),
                environment: Vec::new(),
            },
            event: workloads::event(Workload::Hello)?,
        })
    }
}

/// Asks for events and answers each by the same bytes, without reading any, until it is ended.
/// The HTTP client is the one of `lambda_runtime`.
///
/// # Errors
/// `AWS_LAMBDA_RUNTIME_API` names no server that answers.
pub async fn answer_events() -> Result<()> {
    let api = std::env::var("AWS_LAMBDA_RUNTIME_API")
        .context("AWS_LAMBDA_RUNTIME_API is not set: `cargo measure local` starts this command")?;
    let invocation = format!("http://{api}/2018-06-01/runtime/invocation");
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let client = Client::builder(TokioExecutor::new()).build(connector);
    loop {
        let next = Request::get(format!("{invocation}/next")).body(Full::default())?;
        let event = client.request(next).await?;
        let id = event.headers().get("lambda-runtime-aws-request-id");
        let id = id.context("an event without a request id")?.to_str()?;
        let response = Request::post(format!("{invocation}/{id}/response"));
        event.into_body().collect().await?;
        let response = response.body(Full::new(RESPONSE))?;
        client
            .request(response)
            .await?
            .into_body()
            .collect()
            .await?;
    }
}
