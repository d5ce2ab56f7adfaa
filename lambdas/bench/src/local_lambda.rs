//! A local Lambda of the repository's functions, with what they need.

use crate::{
    dynamodb::{Connection, DynamoDb},
    function::Function,
    languages,
    sandbox::Host,
    service::{
        Service,
        configuration_api::is_reserved,
        pool::{Configuration, Observer, Pool},
        registry::Registry,
    },
    workloads,
};
use anyhow::Result;
use data::{Variant, Workload};
use std::{sync::Arc, time::Duration};

/// The functions to serve, and how each is configured.
#[derive(Clone, Debug)]
pub struct Options {
    /// The functions.
    pub functions: Vec<(Workload, Variant)>,
    /// Cargo's profile of what is compiled.
    pub profile: String,
    /// Memory size in MB.
    pub memory_mb: u32,
    /// The time limit of an invocation.
    pub timeout: Duration,
    /// Sandboxes that a function may have at once.
    pub concurrency: usize,
}

/// A running local Lambda with what its functions need.
pub struct LocalLambda {
    /// The server.
    pub service: Service,
    _dynamodb: DynamoDb,
}

impl LocalLambda {
    /// Builds the functions and serves them on a port of the loopback interface; 0 takes a free one.
    ///
    /// # Errors
    /// A function can't be built, or the port is taken.
    pub async fn start(port: u16, options: &Options, observer: &Observer) -> Result<Self> {
        let Options {
            functions, profile, ..
        } = options;
        languages::prepare(functions.iter().map(|(_, variant)| *variant))?;
        let functions = functions
            .iter()
            .map(|&(workload, variant)| workloads::function(workload, variant, profile))
            .collect::<Result<Vec<_>>>()?;
        let dynamodb = DynamoDb::start(Connection::as_on_aws()?).await?;
        let host = Arc::new(Host::to_serve(dynamodb.environment())?);
        let pools = functions.into_iter().map(|function| {
            let configuration = configuration(&function, options);
            let (host, observer) = (Arc::clone(&host), Arc::clone(observer));
            Pool::new(function, host, configuration, options.concurrency, observer)
        });
        let service = Service::start(port, Registry::new(pools)).await?;
        Ok(Self {
            service,
            _dynamodb: dynamodb,
        })
    }
}

/// The configuration of a function, with the variables that can be seen and changed: all but Lambda's own.
fn configuration(function: &Function, options: &Options) -> Configuration {
    let own = function.environment.iter().cloned();
    Configuration {
        memory_mb: options.memory_mb,
        timeout: options.timeout,
        environment: own.filter(|(name, _)| !is_reserved(name)).collect(),
    }
}
