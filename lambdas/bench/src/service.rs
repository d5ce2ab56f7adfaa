//! The local Lambda as a server: its functions behind the Invoke API, the configuration API and
//! function URLs.

use crate::{
    api_error::ApiError, configuration_api, function_url, invocation::VERSION, invoke_api,
    pool::Pool, runtime_api::MAX_PAYLOAD_BYTES,
};
use anyhow::{Context, Result};
use axum::{Router, extract::DefaultBodyLimit, serve::ListenerExt};
use std::{
    collections::BTreeMap,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};
use tokio::{net::TcpListener, task::JoinHandle};

/// The functions that are served, by name.
#[derive(Clone)]
pub struct Functions(Arc<BTreeMap<String, Arc<Pool>>>);

impl Functions {
    /// By their names.
    pub fn new(pools: impl IntoIterator<Item = Arc<Pool>>) -> Self {
        let named = pools.into_iter().map(|pool| (pool.name().to_owned(), pool));
        Self(Arc::new(named.collect()))
    }

    /// In the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Pool>> {
        self.0.values()
    }

    /// The function that a request names: `name`, `name:qualifier`, a partial or a whole ARN.
    /// There is one version, `$LATEST`.
    pub(crate) fn find(
        &self,
        named: &str,
        qualifier: Option<&str>,
    ) -> Result<&Arc<Pool>, ApiError> {
        let own = match named.split_once(":function:") {
            Some((_account, own)) => own,
            None => named.strip_prefix("function:").unwrap_or(named),
        };
        let (name, version) = match own.split_once(':') {
            Some((name, version)) => (name, Some(version)),
            None => (own, qualifier),
        };
        if version.is_some_and(|version| version != VERSION) {
            return Err(ApiError::not_found(own));
        }
        self.0.get(name).ok_or_else(|| ApiError::not_found(own))
    }
}

/// A running local Lambda.
pub struct Service {
    /// Where it answers.
    pub address: SocketAddr,
    functions: Functions,
    server: JoinHandle<io::Result<()>>,
}

impl Service {
    /// Serves the functions on a port of the loopback interface; 0 takes a free one.
    ///
    /// # Errors
    /// The port is taken.
    pub async fn start(port: u16, functions: Functions) -> Result<Self> {
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
    pub const fn functions(&self) -> &Functions {
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
