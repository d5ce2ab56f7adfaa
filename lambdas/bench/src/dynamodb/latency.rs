//! A slower DynamoDB: passes each request on after a pause.

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{StatusCode, Uri, uri::PathAndQuery},
    response::{IntoResponse, Response},
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};
use tokio::{net::TcpListener, task::JoinHandle};

/// A running proxy.
#[derive(Debug)]
pub(super) struct SlowProxy {
    /// Where it answers.
    pub address: SocketAddr,
    server: JoinHandle<io::Result<()>>,
}

#[derive(Clone)]
struct Upstream {
    client: Client<HttpConnector, Body>,
    address: SocketAddr,
    latency: Duration,
}

impl SlowProxy {
    /// Starts to pass on requests to `address`, each after the given latency.
    pub async fn start(address: SocketAddr, latency: Duration) -> io::Result<Self> {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let upstream = Upstream {
            client: Client::builder(TokioExecutor::new()).build(connector),
            address,
            latency,
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let router = Router::new().fallback(pass_on).with_state(upstream);
        let server = tokio::spawn(axum::serve(listener, router).into_future());
        Ok(Self { address, server })
    }
}

impl Drop for SlowProxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn pass_on(State(upstream): State<Upstream>, mut request: Request) -> Response {
    tokio::time::sleep(upstream.latency).await;
    let target = Uri::builder()
        .scheme("http")
        .authority(upstream.address.to_string())
        .path_and_query(path(request.uri()))
        .build();
    let Ok(target) = target else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    *request.uri_mut() = target;
    match upstream.client.request(request).await {
        Ok(response) => response.into_response(),
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
    }
}

fn path(uri: &Uri) -> PathAndQuery {
    let root = PathAndQuery::from_static("/");
    uri.path_and_query().cloned().unwrap_or(root)
}
