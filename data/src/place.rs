//! Place where a run was made.

use std::fmt;

/// Place where a run was made, which every figure of it has to state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// The local Lambda; never to be shown as AWS's.
    Local,
    /// AWS itself.
    Aws,
    /// A server in AWS's place, by its address; never to be shown as AWS's either.
    Endpoint(&'a str),
}

/// Writes the end of "measured …".
impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local => f.write_str("on a local Lambda, not on AWS"),
            Self::Aws => f.write_str("on AWS"),
            Self::Endpoint(address) => write!(f, "through the endpoint {address}, not on AWS"),
        }
    }
}
