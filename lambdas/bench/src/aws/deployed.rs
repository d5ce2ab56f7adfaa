//! Deployed functions: found, made to start cold, and left as they were.

use crate::languages;
use anyhow::{Result, anyhow, bail};
use aws_sdk_lambda::{
    Client,
    client::Waiters,
    error::{DisplayErrorContext, ProvideErrorMetadata},
    types::{Environment, Runtime},
};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use data::{Variant, Version, Workload};
use std::{
    collections::{BTreeMap, HashMap},
    error::Error,
    time::Duration,
};

/// The environment variable that is set anew for each cold start; a function's code never reads it.
const MARKER: &str = "COLD_START";

/// The time within which AWS has to configure a function.
const UPDATE_TIMEOUT: Duration = Duration::from_mins(5);

/// The functions of a run, as they are deployed.
#[derive(Debug)]
pub struct Deployed {
    /// The client that found them.
    pub client: Client,
    /// The functions' architecture, by AWS's name.
    pub architecture: String,
    /// The versions of their runtimes, one of each language.
    pub versions: Vec<Version>,
    functions: BTreeMap<(Workload, Variant), Original>,
}

/// A function's name, and the configuration that it had.
#[derive(Debug)]
struct Original {
    name: String,
    memory_mb: i32,
    environment: HashMap<String, String>,
}

/// The destination of calls.
#[derive(Debug)]
pub struct Destination {
    /// The client.
    pub client: Client,
    /// The region's code.
    pub region: String,
    /// The server in AWS's place; `None` is AWS.
    pub endpoint: Option<String>,
}

/// A client with the usual settings of AWS's tools: profile, environment variables.
///
/// # Errors
/// No region is set anywhere.
pub async fn connect(region: Option<String>, endpoint: Option<String>) -> Result<Destination> {
    let http = aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https();
    let mut loader = aws_config::defaults(aws_config::BehaviorVersion::latest()).http_client(http);
    if let Some(region) = region {
        loader = loader.region(aws_config::Region::new(region));
    }
    if let Some(endpoint) = endpoint {
        loader = loader.endpoint_url(endpoint);
    }
    let config = loader.load().await;
    let Some(region) = config.region() else {
        bail!("no region: pass --region, or set AWS_REGION");
    };
    Ok(Destination {
        client: Client::new(&config),
        region: region.to_string(),
        endpoint: config.endpoint_url().map(str::to_owned),
    })
}

impl Deployed {
    /// Looks the functions up, by the names that `lambdas/template.yaml` gives them.
    ///
    /// # Errors
    /// One is not deployed, or not all have the same architecture.
    pub async fn find(
        client: Client,
        prefix: &str,
        functions: impl IntoIterator<Item = (Workload, Variant)>,
    ) -> Result<Self> {
        let mut found = BTreeMap::new();
        let mut architectures: BTreeMap<String, String> = BTreeMap::new();
        let mut versions: Vec<Version> = Vec::new();
        for (workload, variant) in functions {
            let name = format!("{prefix}{workload}-{variant}");
            let answer = client.get_function_configuration().function_name(&name);
            let configuration = answer.send().await.map_err(|error| {
                if error.code() == Some("ResourceNotFoundException") {
                    return anyhow!(
                        "no function {name}: deploy lambdas/template.yaml, or pass its --prefix"
                    );
                }
                failed(&name, "can't be looked up", error)
            })?;
            let architecture = configuration.architectures().first();
            let architecture = architecture.map_or("x86_64", |arch| arch.as_str());
            architectures.insert(architecture.to_owned(), name.clone());
            let runtime = configuration.runtime().map(Runtime::as_str);
            let toolchain = languages::toolchain(variant.language());
            let version = runtime.and_then(|runtime| toolchain.runtime_version(runtime));
            let version = version.filter(|new| versions.iter().all(|old| old.name != new.name));
            versions.extend(version);
            let environment = configuration.environment();
            let environment = environment.and_then(|environment| environment.variables());
            let original = Original {
                name,
                memory_mb: configuration.memory_size().unwrap_or(128),
                environment: environment.cloned().unwrap_or_default(),
            };
            found.insert((workload, variant), original);
        }
        let mut differing = architectures.into_iter();
        let architecture = match (differing.next(), differing.next()) {
            (Some((architecture, _)), None) => architecture,
            (Some((first, one)), Some((second, other))) => {
                bail!("{one} is on {first} and {other} on {second}: deploy all on one architecture")
            }
            (None, _) => bail!("no function was chosen"),
        };
        Ok(Self {
            client,
            architecture,
            versions,
            functions: found,
        })
    }

    /// A function's deployed name.
    ///
    /// # Panics
    /// It was not looked up.
    #[must_use]
    pub fn name(&self, function: (Workload, Variant)) -> &str {
        &self.functions[&function].name
    }

    /// Sets the memory size, and lets the next call start cold: with its environment changed, a
    /// function gets new sandboxes.
    ///
    /// # Errors
    /// AWS does not configure it.
    pub async fn renew(
        &self,
        function: (Workload, Variant),
        memory_mb: u32,
        marker: &str,
    ) -> Result<()> {
        let original = &self.functions[&function];
        let mut environment = original.environment.clone();
        environment.insert(MARKER.to_owned(), marker.to_owned());
        self.configure(&original.name, i32::try_from(memory_mb)?, environment)
            .await
    }

    /// Gives every function the configuration that it had, and goes on if one fails.
    ///
    /// # Errors
    /// One could not be configured; the last of them is named.
    pub async fn restore(&self) -> Result<()> {
        let mut result = Ok(());
        for original in self.functions.values() {
            let environment = original.environment.clone();
            let configured = self.configure(&original.name, original.memory_mb, environment);
            result = configured.await.and(result);
        }
        result
    }

    async fn configure(
        &self,
        name: &str,
        memory_mb: i32,
        environment: HashMap<String, String>,
    ) -> Result<()> {
        let environment = Environment::builder().set_variables(Some(environment));
        self.client
            .update_function_configuration()
            .function_name(name)
            .memory_size(memory_mb)
            .environment(environment.build())
            .send()
            .await
            .map_err(|error| failed(name, "can't be configured", error))?;
        let updated = self.client.wait_until_function_updated_v2();
        let updated = updated.function_name(name).wait(UPDATE_TIMEOUT).await;
        updated.map_err(|error| failed(name, "was not configured in time", error))?;
        Ok(())
    }
}

fn failed(name: &str, what: &str, error: impl Error) -> anyhow::Error {
    anyhow!("{name} {what}: {}", DisplayErrorContext(error))
}
