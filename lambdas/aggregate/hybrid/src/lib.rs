//! `aggregate-core` as the Python module `aggregate_extension`.

use pyo3::prelude::*;

/// The module that Python imports as `aggregate_extension`.
#[pymodule]
mod aggregate_extension {
    use aggregate_core::summarize as summarize_orders;
    use pyo3::{exceptions::PyValueError, prelude::*};
    use std::borrow::Cow;

    /// The statistics of the orders: JSON as bytes in, JSON as bytes out.
    ///
    /// Raises `ValueError` if they are no JSON array of orders.
    #[pyfunction]
    fn summarize(orders: &[u8]) -> PyResult<Cow<'static, [u8]>> {
        match summarize_orders(orders) {
            Ok(summary) => Ok(summary.into()),
            Err(error) => Err(PyValueError::new_err(error.to_string())),
        }
    }
}
