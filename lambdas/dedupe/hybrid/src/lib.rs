//! `dedupe-core` as the Python module `dedupe_extension`.

use pyo3::prelude::*;

/// The module that Python imports as `dedupe_extension`.
#[pymodule]
mod dedupe_extension {
    use pyo3::{exceptions::PyValueError, prelude::*};
    use std::borrow::Cow;

    /// The clusters of near-duplicate records: JSON as bytes in, JSON as bytes out.
    ///
    /// Raises `ValueError` if the request can't be read.
    #[pyfunction]
    fn dedupe(request: &[u8]) -> PyResult<Cow<'static, [u8]>> {
        match dedupe_core::dedupe(request) {
            Ok(clusters) => Ok(clusters.into()),
            Err(error) => Err(PyValueError::new_err(error.to_string())),
        }
    }
}
