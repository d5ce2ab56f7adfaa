//! The local Lambda as a server: its functions behind the Invoke API, the configuration API and
//! function URLs.

mod api_error;
pub(crate) mod configuration_api;
mod function_url;
pub mod invocation;
mod invoke_api;
pub mod pool;
pub mod registry;

use crate::runtime_api::MAX_PAYLOAD_BYTES;
use anyhow::{Context, Result};
use axum::{Router, extract::DefaultBodyLimit, serve::ListenerExt};
use registry::Registry;
use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
};
use tokio::{net::TcpListener, task::JoinHandle};

/// A running local Lambda.
pub struct Service {
    /// The address at which it answers.
    pub address: SocketAddr,
    functions: Registry,
    server: JoinHandle<io::Result<()>>,
}

impl Service {
    /// Serves the functions on a port of the loopback interface; 0 takes a free one.
    ///
    /// # Errors
    /// The port is taken.
    pub async fn start(port: u16, functions: Registry) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        let listener = listener
            .with_context(|| format!("port {port} can't be used: choose another with --port"))?;
        let address = listener.local_addr()?;
        let listener = listener.tap_io(|connection| {
            let _ = connection.set_nodelay(true);
        });
        let router = Router::new()
            .merge(invoke_api::router())
            .merge(configuration_api::router())
            .merge(function_url::router())
            // Larger ones are refused with Lambda's own error, as far as they can be read.
            .layer(DefaultBodyLimit::max(4 * MAX_PAYLOAD_BYTES))
            .with_state(functions.clone());
        let router = router.into_make_service_with_connect_info::<SocketAddr>();
        let server = tokio::spawn(axum::serve(listener, router).into_future());
        Ok(Self {
            address,
            functions,
            server,
        })
    }

    /// `http://127.0.0.1:<port>`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The functions.
    #[must_use]
    pub const fn functions(&self) -> &Registry {
        &self.functions
    }

    /// Ends all sandboxes and waits until they are gone.
    pub async fn stop(self) {
        for pool in self.functions.iter() {
            pool.stop().await;
        }
        self.server.abort();
    }
}
