//! Input of the model for a local figure.

use super::Figure;
use crate::{DynamoDbProtocol, Language, Package, Run, Variant, Workload};

/// The languages of the control functions. Others are not estimated.
const LANGUAGES: [Language; 2] = [Language::Rust, Language::Python];

/// A run and the programs that it measured.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured<'a> {
    pub run: &'a Run,
    pub packages: &'a [Package],
}

/// A local figure, taken apart into what the model multiplies by its parameters.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Work {
    pub language: Language,
    pub figure: Figure,
    /// The local figure without what was waited for DynamoDB, in ms.
    pub computing_ms: f64,
    /// The size of the program in MB, where it is its own runtime and INIT loads it; else 0.
    pub program_mb: f64,
    /// Calls of DynamoDB.
    pub dynamodb_calls: u32,
    /// `true` if the connection to DynamoDB is made.
    pub connects: bool,
}

impl Work {
    /// Takes apart a figure of `ms`; `None` if the model does not know its language, or the program was
    /// not weighed.
    pub(super) fn of(
        measured: Measured,
        workload: Workload,
        variant: Variant,
        figure: Figure,
        ms: f64,
    ) -> Option<Self> {
        let language = variant.language();
        if !LANGUAGES.contains(&language) {
            return None;
        }
        let connects = connects_in(workload, variant) == Some(figure);
        let dynamodb_calls = match figure {
            // An empty request, which makes the connection.
            Figure::Init => u32::from(connects),
            Figure::FirstCall | Figure::WarmCall => workload.dynamodb_calls(),
        };
        let Run {
            dynamodb_protocol,
            dynamodb_latency_ms,
            ..
        } = measured.run;
        let round_trips = match (connects, dynamodb_protocol) {
            (false, _) => dynamodb_calls,
            (true, DynamoDbProtocol::Plain) => dynamodb_calls + 1,
            (true, DynamoDbProtocol::Tls) => dynamodb_calls + 2,
        };
        let waited_ms = f64::from(round_trips * dynamodb_latency_ms);
        let program_mb = if language.is_os_only() && figure == Figure::Init {
            measured.program_mb(workload, language)?
        } else {
            0.0
        };
        Some(Self {
            language,
            figure,
            computing_ms: (ms - waited_ms).max(0.0),
            program_mb,
            dynamodb_calls,
            connects,
        })
    }
}

/// Phase in which a function connects to DynamoDB; `None` if it does not.
fn connects_in(workload: Workload, variant: Variant) -> Option<Figure> {
    // Controls connect in their first call, as they were published.
    let is_late = workload.is_control() || variant.connects_late();
    let figure = if is_late {
        Figure::FirstCall
    } else {
        Figure::Init
    };
    (workload.dynamodb_calls() > 0).then_some(figure)
}

impl Measured<'_> {
    /// The size of a deployed program, in MB; `None` if it was not weighed.
    fn program_mb(self, workload: Workload, language: Language) -> Option<f64> {
        let is_deployed = |package: &&Package| {
            package.workload == workload
                && package.variant == language.variant()
                && package.bundle == Package::DEPLOYED_BUNDLE
                && Some(package.arch) == self.run.architecture()
        };
        let package = self.packages.iter().find(is_deployed)?;
        let kilobytes = u32::try_from(package.unzipped_bytes / 1000).ok()?;
        Some(f64::from(kilobytes) / 1000.0)
    }
}
