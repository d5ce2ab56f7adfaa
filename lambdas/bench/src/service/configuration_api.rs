//! The part of Lambda's configuration API that tools need to force cold starts or to look a function
//! up: `GetFunction`, `GetFunctionConfiguration`, `ListFunctions`, `UpdateFunctionConfiguration`.

use super::{
    api_error::ApiError,
    invocation::VERSION,
    pool::{Configuration, Pool, Revision},
    registry::{Qualified, Registry},
};
use crate::{provenance::architecture, sandbox};
use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query, State},
    routing::get,
};
use data::MEMORY_MB;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::BTreeMap, time::Duration};

/// The variables that a function's configuration may not set, because Lambda does. Source: AWS Lambda's
/// developer guide, on defined runtime environment variables.
const RESERVED: &[&str] = &[
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
];

/// Tells whether only Lambda itself sets an environment variable.
pub(crate) fn is_reserved(variable: &str) -> bool {
    RESERVED.contains(&variable)
}

pub(super) fn router() -> Router<Registry> {
    Router::new()
        .route("/2015-03-31/functions", get(list))
        .route("/2015-03-31/functions/", get(list))
        .route("/2015-03-31/functions/{name}", get(get_function))
        .route(
            "/2015-03-31/functions/{name}/configuration",
            get(get_configuration).put(update),
        )
}

async fn list(State(functions): State<Registry>) -> Json<Value> {
    let functions: Vec<_> = functions
        .iter()
        .map(|pool| describe(pool, &pool.revision()))
        .collect();
    Json(json!({ "Functions": functions }))
}

async fn get_function(
    State(functions): State<Registry>,
    Path(name): Path<String>,
    Query(Qualified { qualifier }): Query<Qualified>,
) -> Result<Json<Value>, ApiError> {
    let pool = functions.find(&name, qualifier.as_deref())?;
    Ok(Json(json!({
        "Configuration": describe(pool, &pool.revision()),
        "Concurrency": { "ReservedConcurrentExecutions": pool.limit() },
    })))
}

async fn get_configuration(
    State(functions): State<Registry>,
    Path(name): Path<String>,
    Query(Qualified { qualifier }): Query<Qualified>,
) -> Result<Json<Value>, ApiError> {
    let pool = functions.find(&name, qualifier.as_deref())?;
    Ok(Json(describe(pool, &pool.revision())))
}

/// The parts of a configuration that can be changed; anything else in a request is ignored.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Update {
    environment: Option<Environment>,
    memory_size: Option<u32>,
    timeout: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Environment {
    variables: BTreeMap<String, String>,
}

async fn update(
    State(functions): State<Registry>,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let pool = functions.find(&name, None)?;
    let update: Update =
        serde_json::from_slice(&body).map_err(|error| ApiError::not_json(&error))?;
    let configuration = apply(update, pool.revision().configuration)?;
    let revision = pool.configure(configuration).await;
    Ok(Json(describe(pool, &revision)))
}

fn apply(update: Update, current: Configuration) -> Result<Configuration, ApiError> {
    let memory_mb = update.memory_size.unwrap_or(current.memory_mb);
    if !MEMORY_MB.contains(&memory_mb) {
        let reason = format!("MemorySize is {memory_mb}: use 128 to 10240 MB");
        return Err(ApiError::invalid_parameter(reason));
    }
    let timeout = update.timeout.map_or(current.timeout, Duration::from_secs);
    if !(1..=900).contains(&timeout.as_secs()) {
        let reason = format!("Timeout is {}: use 1 to 900 s", timeout.as_secs());
        return Err(ApiError::invalid_parameter(reason));
    }
    let environment = match update.environment {
        Some(environment) => environment.variables,
        None => current.environment,
    };
    if let Some(reserved) = environment.keys().find(|name| is_reserved(name)) {
        let reason = format!("`{reserved}` is set by Lambda itself: choose another variable");
        return Err(ApiError::invalid_parameter(reason));
    }
    Ok(Configuration {
        memory_mb,
        timeout,
        environment,
    })
}

fn describe(pool: &Pool, revision: &Revision) -> Value {
    let architectures: Vec<_> = architecture().iter().map(ToString::to_string).collect();
    let Configuration {
        memory_mb,
        timeout,
        environment,
    } = &revision.configuration;
    json!({
        "FunctionName": pool.name(),
        "FunctionArn": sandbox::arn(pool.name()),
        "Version": VERSION,
        "Handler": pool.handler(),
        "MemorySize": memory_mb,
        "Timeout": timeout.as_secs(),
        "Environment": { "Variables": environment },
        "LastModified": format!("{:.3}", revision.modified).replace('Z', "+0000"),
        "RevisionId": revision.id.to_string(),
        "Architectures": architectures,
        "PackageType": "Zip",
        "State": "Active",
        "LastUpdateStatus": "Successful",
    })
}
