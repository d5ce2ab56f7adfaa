//! A proxy that functions connect to instead of the table itself: it speaks TLS, and takes the time that
//! a network and DynamoDB take.

use super::certificates;
use anyhow::Result;
use axum::body::Body;
use data::DynamoDbProtocol;
use hyper::{
    Request, Response, StatusCode, Uri, body::Incoming, server::conn::http1, service::service_fn,
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioIo},
};
use std::{
    convert::Infallible,
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet, yield_now},
    time::{Instant, sleep_until},
};
use tokio_rustls::TlsAcceptor;

/// The time by which the timer may be late.
const TIMER: Duration = Duration::from_millis(2);

/// A running proxy.
pub(super) struct Proxy {
    /// The address at which it answers.
    pub address: SocketAddr,
    server: JoinHandle<()>,
}

/// The settings of a connection.
#[derive(Clone)]
struct Way {
    tls: Option<TlsAcceptor>,
    latency: Duration,
    client: Client<HttpConnector, Incoming>,
    table: SocketAddr,
}

impl Proxy {
    /// Starts to pass on requests to the table's address. Each answer takes `latency`, the table's own
    /// time included, and so does each round trip of a new connection: one for TCP, and one for TLS.
    pub async fn start(
        table: SocketAddr,
        protocol: DynamoDbProtocol,
        latency: Duration,
    ) -> Result<Self> {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let way = Way {
            tls: match protocol {
                DynamoDbProtocol::Plain => None,
                DynamoDbProtocol::Tls => Some(certificates::server()?.into()),
            },
            latency,
            client: Client::builder(TokioExecutor::new()).build(connector),
            table,
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let server = tokio::spawn(accept(listener, way));
        Ok(Self { address, server })
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Serves connections until it is aborted, which ends them.
async fn accept(listener: TcpListener, way: Way) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Ok((stream, _)) = listener.accept() => {
                connections.spawn(greet(stream, way.clone()));
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// A client that breaks off, or does not trust the certificate, knows so itself: a connection's
/// errors are not ours.
async fn greet(stream: TcpStream, way: Way) {
    // Without this the kernel may hold back an answer for 40 ms.
    let _ = stream.set_nodelay(true);
    pause_until(Instant::now() + way.latency).await;
    let Some(tls) = way.tls.clone() else {
        return serve(stream, way).await;
    };
    pause_until(Instant::now() + way.latency).await;
    if let Ok(stream) = tls.accept(stream).await {
        serve(stream, way).await;
    }
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin, way: Way) {
    let service = service_fn(|request| pass_on(&way, request));
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let _ = connection.await;
}

async fn pass_on(way: &Way, mut request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
    let answer_at = Instant::now() + way.latency;
    *request.uri_mut() = target(way.table, request.uri());
    let answer = way.client.request(request).await;
    pause_until(answer_at).await;
    Ok(match answer {
        Ok(response) => response.map(Body::new),
        Err(error) => {
            let mut response = Response::new(Body::from(error.to_string()));
            *response.status_mut() = StatusCode::BAD_GATEWAY;
            response
        }
    })
}

/// Waits until exactly this moment. The timer counts in ms and may be late by one, so the end is waited
/// for in small steps; the function that waits for the answer does not need this processor.
async fn pause_until(end: Instant) {
    if let Some(whole) = end.checked_sub(TIMER) {
        sleep_until(whole).await;
    }
    while Instant::now() < end {
        yield_now().await;
    }
}

fn target(table: SocketAddr, uri: &Uri) -> Uri {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let target = format!("http://{table}{path}").parse();
    target.unwrap_or_default()
}
