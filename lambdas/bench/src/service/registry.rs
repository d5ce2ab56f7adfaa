//! The functions that are served, by name.

use super::{api_error::ApiError, invocation::VERSION, pool::Pool};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::Arc};

/// The version of a function that a request asks for besides its path.
#[derive(Debug, Deserialize)]
pub(super) struct Qualified {
    #[serde(rename = "Qualifier")]
    pub qualifier: Option<String>,
}

/// The functions that are served, by name.
#[derive(Clone)]
pub struct Registry(Arc<BTreeMap<String, Arc<Pool>>>);

impl Registry {
    /// A registry of these functions.
    pub fn new(pools: impl IntoIterator<Item = Arc<Pool>>) -> Self {
        let named = pools.into_iter().map(|pool| (pool.name().to_owned(), pool));
        Self(Arc::new(named.collect()))
    }

    /// The functions in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Pool>> {
        self.0.values()
    }

    /// The function that a request names: `name`, `name:qualifier`, a partial or a whole ARN.
    /// There is one version, `$LATEST`.
    pub(super) fn find(
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
