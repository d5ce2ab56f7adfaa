//! `cargo measure aws`, with the local Lambda in AWS's place.

use crate::common::{self, rows, stderr};
use bench::{
    service::invocation::Invocation as Served,
    service::pool::{Configuration, Observer, Pool},
    service::{Service, registry::Registry},
};
use data::{Environment, Invocation, Run, Start, Workload};
use rustix::process::{Pid, Signal, kill_process};
use std::{collections::BTreeMap, path::Path, process::Stdio, sync::Arc, time::Duration};
use tempfile::TempDir;
use tokio::{process::Command, sync::mpsc, time::timeout};

/// The variants of `hello`, deployed with the same code.
struct Deployed {
    service: Service,
    configuration: Configuration,
    invocations: mpsc::UnboundedReceiver<()>,
    _folders: Vec<TempDir>,
}

async fn deploy(code: &str) -> Deployed {
    let configuration = Configuration {
        memory_mb: 512,
        timeout: Duration::from_mins(2),
        environment: BTreeMap::from([("KEPT".to_owned(), "yes".to_owned())]),
    };
    let (sender, invocations) = mpsc::unbounded_channel();
    let observer: Observer = Arc::new(move |_, _: &Served| {
        let _ = sender.send(());
    });
    let host = Arc::new(common::host(Vec::new()));
    let mut folders = Vec::new();
    let mut pools = Vec::new();
    for variant in Workload::Hello.variants() {
        let (mut function, folder) = common::python_app(code);
        function.name = format!("trial-hello-{variant}");
        folders.push(folder);
        let (host, observer) = (Arc::clone(&host), Arc::clone(&observer));
        let configuration = configuration.clone();
        pools.push(Pool::new(function, host, configuration, 1, observer));
    }
    let service = Service::start(0, Registry::new(pools)).await.unwrap();
    Deployed {
        service,
        configuration,
        invocations,
        _folders: folders,
    }
}

impl Deployed {
    fn measure(&self, options: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
        command
            .args(["aws", "--region", "us-east-1", "--prefix", "trial-"])
            .args(["--endpoint-url", &self.service.endpoint()])
            .args(options.split_whitespace())
            .env("AWS_ACCESS_KEY_ID", "local")
            .env("AWS_SECRET_ACCESS_KEY", "local")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// Every function has the configuration that it was deployed with.
    fn assert_restored(&self) {
        for pool in self.service.functions().iter() {
            let now = pool.revision().configuration;
            assert_eq!(now.memory_mb, self.configuration.memory_mb);
            assert_eq!(now.environment, self.configuration.environment);
        }
    }
}

const OPTIONS: &str =
    "--workload hello --memory 128,256 --cold 2 --warm 3 --repetitions 2 --yes --data";

const HELLO: &str = "
def handler(event, context):
    return {'message': 'hello'}";

/// The only run of a folder, and its rows.
fn recorded(data: &Path) -> (Run, Vec<Invocation>) {
    let folder = data.join("measurements");
    let [run] = rows::<Run>(&folder.join("runs.csv")).try_into().unwrap();
    let file = folder.join(format!("{}.csv", run.run_id));
    (run, rows(&file))
}

#[tokio::test]
async fn the_matrix_is_measured_by_report_lines_and_the_functions_stay_as_they_were() {
    let deployed = deploy(HELLO).await;
    let data = tempfile::tempdir().unwrap();
    let mut command = deployed.measure(OPTIONS);
    let output = command.arg(data.path()).output().await.unwrap();
    let said = stderr(&output);
    assert!(output.status.success(), "{said}");
    let functions = Workload::Hello.variants().len();
    let expected = format!(
        "{} invocations of {functions} functions: about 0.00 USD at the list price of us-east-1",
        20 * functions
    );
    assert!(said.contains(&expected), "{said}");

    let (run, rows) = recorded(data.path());
    assert!(run.run_id.ends_with("-aws"), "{}", run.run_id);
    assert_eq!(run.environment, Environment::Aws);
    assert_eq!(run.region.as_deref(), Some("us-east-1"));
    let endpoint = deployed.service.endpoint();
    assert_eq!(run.endpoint.as_ref(), Some(&endpoint));
    let advice = format!("[preprocessor.figures]: run = \"{}\"\n", run.run_id);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(printed.contains(&advice), "{printed}");
    assert!(
        printed.contains("this run lacks record in Rust, "),
        "{printed}"
    );
    let place = format!("through the endpoint {endpoint}, not on AWS");
    assert_eq!(run.measured_where(), place);
    assert_eq!(run.dynamodb, "unknown");
    assert!(run.is_complete(&rows));
    assert_eq!(rows.len(), 20 * functions);
    for memory_mb in [128, 256] {
        for &variant in Workload::Hello.variants() {
            let of_it = |row: &&Invocation| (row.memory_mb, row.variant) == (memory_mb, variant);
            let cold = rows
                .iter()
                .filter(of_it)
                .filter(|row| row.start == Start::Cold);
            assert_eq!(cold.count(), 2 * 2);
        }
    }
    for row in &rows {
        assert_eq!(row.workload, Workload::Hello);
        assert_eq!(row.error, None);
        assert_eq!(row.init_ms.is_some(), row.start == Start::Cold);
        assert!(row.max_memory_kb >= 5 * 1024);
    }
    deployed.assert_restored();
    deployed.service.stop().await;
}

#[tokio::test]
async fn errors_are_rows_of_their_kind() {
    let code = "
def handler(event, context):
    raise ValueError('no')";
    let deployed = deploy(code).await;
    let data = tempfile::tempdir().unwrap();
    let mut command = deployed.measure(OPTIONS);
    let output = command.arg(data.path()).output().await.unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let (_, rows) = recorded(data.path());
    assert_eq!(rows.len(), 20 * Workload::Hello.variants().len());
    let is_handlers = |row: &Invocation| row.error.as_deref() == Some("handler-error");
    assert!(rows.iter().all(is_handlers), "{:?}", rows[0]);
    deployed.service.stop().await;
}

#[tokio::test]
async fn an_interrupted_run_leaves_the_functions_as_they_were() {
    let mut deployed = deploy(HELLO).await;
    let data = tempfile::tempdir().unwrap();
    let options = OPTIONS.replace("--warm 3", "--warm 100000");
    let process = deployed.measure(&options).arg(data.path()).spawn().unwrap();
    for _ in 0..20 {
        let invocation = timeout(common::PATIENCE, deployed.invocations.recv()).await;
        invocation.unwrap().unwrap();
    }
    let pid = Pid::from_raw(process.id().unwrap().try_into().unwrap()).unwrap();
    kill_process(pid, Signal::INT).unwrap();
    let output = process.wait_with_output().await.unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
    deployed.assert_restored();
    let (_, rows) = recorded(data.path());
    assert!(rows.len() >= 19, "{}", rows.len());
    deployed.service.stop().await;
}

#[tokio::test]
async fn nothing_is_invoked_without_a_yes_or_where_figures_would_not_be_aws_s() {
    let mut deployed = deploy(HELLO).await;
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().to_str().unwrap();
    for (options, reason) in [
        (
            OPTIONS.replace("--yes --data", "--data ") + folder,
            "pass --yes",
        ),
        (
            OPTIONS.replace("--data", ""),
            "keep them out of the repository with --data DIR",
        ),
        (
            OPTIONS.replace("hello", "record") + " " + folder,
            "no function trial-record-rust: deploy lambdas/template.yaml, or pass its --prefix",
        ),
        (
            OPTIONS.to_owned() + " " + folder + " --variant hybrid",
            "hello has none of these variants",
        ),
    ] {
        let output = deployed.measure(&options).output().await.unwrap();
        assert_eq!(output.status.code(), Some(1), "{options}");
        let said = stderr(&output);
        assert!(said.contains(reason), "{said}");
        let errors = said.lines().filter(|line| line.starts_with("error"));
        assert_eq!(errors.count(), 1, "{said}");
    }
    assert!(deployed.invocations.try_recv().is_err());
    assert!(!data.path().join("measurements").exists());
    deployed.service.stop().await;
}
