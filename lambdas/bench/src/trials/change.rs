//! The change that each trial makes.

use crate::{
    function::{self, Function},
    languages::rust::{self, Variation},
    workloads,
};
use anyhow::Result;
use data::{DynamoDbProtocol, Trial, Variant, Workload};

/// A function as it is deployed and reached, or with a difference.
#[derive(Clone, Copy)]
pub(super) struct Change {
    pub workload: Workload,
    pub variant: Variant,
    build: Build,
    environment: &'static [(&'static str, &'static str)],
    pub roots: Roots,
    pub protocol: DynamoDbProtocol,
    pub cold_files: bool,
}

/// The build of a program.
#[derive(Clone, Copy)]
enum Build {
    /// The build that is deployed.
    AsDeployed,
    /// A build from another folder beside it.
    Folder(&'static str),
    /// A build into a target folder of its own, with an environment variable for what is compiled.
    Compiled(&'static str, (&'static str, &'static str)),
}

/// The root certificates that it reads.
#[derive(Clone, Copy)]
pub(super) enum Roots {
    /// The system's, and that of the local DynamoDB.
    System,
    /// That of the local DynamoDB.
    Own,
}

/// The variable by which aws-lc-sys takes random numbers from the operating system alone.
const NO_JITTER: (&str, &str) = ("AWS_LC_SYS_NO_JITTER_ENTROPY", "1");

impl Change {
    pub const fn of(trial: Trial) -> Self {
        const fn deployed(workload: Workload, variant: Variant) -> Change {
            Change {
                workload,
                variant,
                build: Build::AsDeployed,
                environment: &[],
                roots: Roots::System,
                protocol: DynamoDbProtocol::Tls,
                cold_files: true,
            }
        }
        const HELLO: Change = deployed(Workload::Hello, Variant::Rust);
        const HELLO_PYTHON: Change = deployed(Workload::Hello, Variant::Python);
        const LIGHT: Change = deployed(Workload::Light, Variant::Rust);
        const LIGHT_PYTHON: Change = deployed(Workload::Light, Variant::Python);
        const CONNECTION: &[(&str, &str)] = &[("IN_INIT", "connection")];
        const PLAIN: DynamoDbProtocol = DynamoDbProtocol::Plain;
        match trial {
            Trial::Hello => HELLO,
            Trial::RecordOneRoot => Change {
                roots: Roots::Own,
                ..deployed(Workload::Record, Variant::RustLazy)
            },
            Trial::RecordLate => deployed(Workload::Record, Variant::RustLazy),
            Trial::Record => deployed(Workload::Record, Variant::Rust),
            Trial::Light => LIGHT,
            Trial::LightPlain => Change {
                protocol: PLAIN,
                ..LIGHT
            },
            Trial::LightOneRoot => Change {
                roots: Roots::Own,
                ..LIGHT
            },
            Trial::LightNoJitter => Change {
                build: Build::Compiled("no-jitter", NO_JITTER),
                ..LIGHT
            },
            Trial::LightRing => Change {
                build: Build::Folder("lambdas/light/ring"),
                ..LIGHT
            },
            Trial::LightRandom => Change {
                environment: &[("IN_INIT", "random")],
                ..LIGHT
            },
            Trial::LightConnection => Change {
                environment: CONNECTION,
                ..LIGHT
            },
            Trial::LightPython => LIGHT_PYTHON,
            Trial::LightPythonPlain => Change {
                protocol: PLAIN,
                ..LIGHT_PYTHON
            },
            Trial::LightPythonConnection => Change {
                environment: CONNECTION,
                ..LIGHT_PYTHON
            },
            Trial::HelloPython => HELLO_PYTHON,
            Trial::HelloKept => Change {
                cold_files: false,
                ..HELLO
            },
            Trial::HelloPythonKept => Change {
                cold_files: false,
                ..HELLO_PYTHON
            },
            Trial::LightKept => Change {
                cold_files: false,
                ..LIGHT
            },
            Trial::LightPythonKept => Change {
                cold_files: false,
                ..LIGHT_PYTHON
            },
        }
    }

    /// Builds its program.
    ///
    /// # Errors
    /// It can't be built.
    pub fn function(self, trial: Trial, profile: &str) -> Result<Function> {
        let mut function = workloads::function(self.workload, self.variant, profile)?;
        let program = match self.build {
            Build::AsDeployed => None,
            Build::Folder(folder) => Some((workspace::root().join(folder), Variation::default())),
            Build::Compiled(target, variable) => {
                let variation = Variation {
                    target: Some(workspace::target().join(target)),
                    environment: vec![variable],
                };
                Some((function::folder(self.workload, self.variant), variation))
            }
        };
        if let Some((folder, variation)) = program {
            let other = rust::build(trial.name(), &folder, profile, &variation)?;
            function = Function {
                environment: function.environment,
                ..other
            };
        }
        let environment = self.environment.iter();
        let environment =
            environment.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        function.environment.extend(environment);
        Ok(function)
    }
}
