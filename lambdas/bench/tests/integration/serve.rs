//! The local Lambda as AWS's own SDK sees it.

use crate::common::{self, Deadline};
use aws_sdk_lambda::{
    Client,
    config::{BehaviorVersion, Credentials, Region, retry::RetryConfig},
    error::ProvideErrorMetadata,
    operation::invoke::InvokeOutput,
    primitives::Blob,
    types::{Environment, InvocationType, LastUpdateStatus, LogType, State},
};
use aws_smithy_http_client::Builder as HttpClient;
use base64::{Engine, prelude::BASE64_STANDARD};
use bench::{
    service::pool::{Configuration, Observer, Pool},
    service::{Service, registry::Registry},
};
use data::{
    Millis,
    report_line::{Report, Status, reports},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tempfile::TempDir;
use tokio::sync::mpsc;

/// A served function with the given code, and a client for it.
struct Served {
    service: Service,
    client: Client,
    /// The reports of all invocations as they end.
    reports: mpsc::UnboundedReceiver<Report>,
    _folder: TempDir,
}

async fn serve(code: &str, limit: usize) -> Served {
    let (function, folder) = common::python_app(code);
    let configuration = Configuration {
        memory_mb: 128,
        timeout: Duration::from_mins(2),
        environment: BTreeMap::new(),
    };
    let (sender, reports) = mpsc::unbounded_channel();
    let observer: Observer = Arc::new(move |_, invocation| {
        let _ = sender.send(invocation.report.clone());
    });
    let host = Arc::new(common::host(Vec::new()));
    let pool = Pool::new(function, host, configuration, limit, observer);
    let service = Service::start(0, Registry::new([pool])).await.unwrap();
    let config = aws_sdk_lambda::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(service.endpoint())
        .region(Region::new("ap-southeast-2"))
        .credentials_provider(Credentials::new("local", "local", None, None, "tests"))
        .http_client(HttpClient::new().build_http())
        .retry_config(RetryConfig::disabled())
        .build();
    Served {
        service,
        client: Client::from_conf(config),
        reports,
        _folder: folder,
    }
}

impl Served {
    async fn invoke(&self, event: Value) -> InvokeOutput {
        self.client
            .invoke()
            .function_name("fixture")
            .log_type(LogType::Tail)
            .payload(Blob::new(event.to_string()))
            .send()
            .await
            .unwrap()
    }

    /// The error's name and message.
    async fn refusal(&self, function: &str, payload: &[u8]) -> (String, String) {
        let call = self.client.invoke().function_name(function);
        let error = call.payload(Blob::new(payload)).send().await.unwrap_err();
        let part = |part: Option<&str>| part.unwrap_or_default().to_owned();
        (part(error.code()), part(error.message()))
    }
}

fn payload(output: &InvokeOutput) -> Value {
    serde_json::from_slice(output.payload().unwrap().as_ref()).unwrap()
}

fn log(output: &InvokeOutput) -> String {
    let log = BASE64_STANDARD
        .decode(output.log_result().unwrap())
        .unwrap();
    String::from_utf8(log).unwrap()
}

fn report(output: &InvokeOutput) -> Report {
    let log = log(output);
    let [(_, report)] = reports(&log).collect::<Vec<_>>().try_into().unwrap();
    report.unwrap()
}

const ECHO: &str = "
import os
print('loading')
def handler(event, context):
    print('handling', context.aws_request_id)
    return {'event': event, 'mode': os.environ.get('MODE'), 'pid': os.getpid()}";

#[tokio::test]
async fn an_answer_comes_with_its_log_and_report() {
    let served = serve(ECHO, 1).await;
    let cold = served.invoke(json!({ "name": "Grüße" })).await;
    assert_eq!(cold.status_code(), 200);
    assert_eq!(cold.executed_version(), Some("$LATEST"));
    assert_eq!(cold.function_error(), None);
    assert_eq!(payload(&cold)["event"], json!({ "name": "Grüße" }));
    let id = report(&cold).request_id;
    let log = log(&cold);
    let lines: Vec<_> = log.lines().collect();
    let expected = [
        "loading".to_owned(),
        format!("START RequestId: {id} Version: $LATEST"),
        format!("handling {id}"),
        format!("END RequestId: {id}"),
    ];
    assert_eq!(lines[..4], expected, "{log}");
    let report_of_cold = report(&cold);
    assert!(report_of_cold.init.is_some());
    assert!(report_of_cold.max_memory_mb > 5, "{report_of_cold}");

    let warm = served.invoke(json!({})).await;
    assert_eq!(report(&warm).init, None);
    assert_eq!(payload(&warm)["pid"], payload(&cold)["pid"]);
    served.service.stop().await;
}

#[tokio::test]
async fn functions_are_found_by_every_form_of_their_name() {
    let served = serve(ECHO, 1).await;
    for name in [
        "fixture",
        "fixture:$LATEST",
        "123456789012:function:fixture",
        "arn:aws:lambda:ap-southeast-2:123456789012:function:fixture",
        "arn:aws:lambda:ap-southeast-2:123456789012:function:fixture:$LATEST",
    ] {
        let call = served.client.invoke().function_name(name);
        let output = call.send().await.unwrap();
        assert_eq!(payload(&output)["event"], json!({}), "{name}");
    }
    for name in ["nobody", "fixture:7"] {
        let (code, message) = served.refusal(name, b"{}").await;
        assert_eq!(code, "ResourceNotFoundException");
        assert!(message.ends_with(&format!(":function:{name}")), "{message}");
    }
    served.service.stop().await;
}

#[tokio::test]
async fn bad_events_are_refused_as_on_aws() {
    let served = serve(ECHO, 1).await;
    let (code, message) = served.refusal("fixture", b"{\"a\":").await;
    assert_eq!(code, "InvalidRequestContentException");
    assert!(message.contains("line 1 column 5"), "{message}");
    let large = vec![b' '; 6_291_557];
    let (code, message) = served.refusal("fixture", &large).await;
    assert_eq!(code, "RequestTooLargeException");
    assert!(message.starts_with("6291557 byte payload"), "{message}");
    served.service.stop().await;
}

#[tokio::test]
async fn a_dry_run_invokes_nothing_and_an_event_answers_at_once() {
    let mut served = serve(ECHO, 1).await;
    let call = |kind| {
        let call = served.client.invoke().function_name("fixture");
        call.invocation_type(kind).send()
    };
    let dry = call(InvocationType::DryRun).await.unwrap();
    assert_eq!(dry.status_code(), 204);
    let event = call(InvocationType::Event).await.unwrap();
    assert_eq!(event.status_code(), 202);
    // Had the dry run invoked the function, this cold start would be warm.
    assert!(served.reports.recv().await.unwrap().init.is_some());
    served.service.stop().await;
}

/// Answers when the file that the event names is there.
const WAITS: &str = "
import os, time
def handler(event, context):
    open(event['started'] + str(os.getpid()), 'x').close()
    while not os.path.exists(event['until']):
        time.sleep(0.01)
    return os.getpid()";

#[tokio::test]
async fn concurrent_events_get_sandboxes_of_their_own_up_to_the_limit() {
    let served = serve(WAITS, 2).await;
    let folder = tempfile::tempdir().unwrap();
    let until = folder.path().join("go");
    let event = json!({ "started": folder.path().join("started-"), "until": until });
    let all = async {
        let (first, second) =
            tokio::join!(served.invoke(event.clone()), served.invoke(event.clone()));
        [first, second]
    };
    let beyond = async {
        let deadline = Deadline::start();
        while folder.path().read_dir().unwrap().count() < 2 {
            deadline.check("two sandboxes at once");
            tokio::task::yield_now().await;
        }
        let refusal = served.refusal("fixture", b"{}").await;
        std::fs::write(&until, "").unwrap();
        refusal
    };
    let (all, (code, message)) = tokio::join!(all, beyond);
    assert_eq!(code, "TooManyRequestsException");
    assert_eq!(message, "Rate Exceeded.");
    assert!(all.iter().all(|output| report(output).init.is_some()));
    assert_ne!(payload(&all[0]), payload(&all[1]));

    // One event at a time needs one sandbox: the one used last.
    let event = json!({ "started": folder.path().join("again-"), "until": until });
    let third = served.invoke(event).await;
    assert_eq!(report(&third).init, None);
    served.service.stop().await;
}

#[tokio::test]
async fn a_changed_variable_makes_the_next_invocation_a_cold_start() {
    let served = serve(ECHO, 2).await;
    let before = served.invoke(json!({})).await;
    let variables = Environment::builder().variables("MODE", "lazy").build();
    let call = served.client.update_function_configuration();
    let updated = call
        .function_name("fixture")
        .environment(variables)
        .memory_size(256)
        .send()
        .await
        .unwrap();
    assert_eq!(
        updated.last_update_status(),
        Some(&LastUpdateStatus::Successful)
    );
    let call = served.client.get_function_configuration();
    let found = call.function_name("fixture").send().await.unwrap();
    assert_eq!(found.state(), Some(&State::Active));
    assert_eq!(found.memory_size(), Some(256));
    assert_eq!(
        found.environment().unwrap().variables().unwrap()["MODE"],
        "lazy"
    );

    let after = served.invoke(json!({})).await;
    assert_eq!(payload(&after)["mode"], "lazy");
    assert_ne!(payload(&after)["pid"], payload(&before)["pid"]);
    assert!(report(&after).init.is_some());
    assert_eq!(report(&after).memory_mb, 256);
    served.service.stop().await;
}

#[tokio::test]
async fn variables_and_sizes_that_aws_refuses_are_refused() {
    let served = serve(ECHO, 1).await;
    let update = || {
        let call = served.client.update_function_configuration();
        call.function_name("fixture")
    };
    let reserved = Environment::builder().variables("AWS_REGION", "x").build();
    for (call, reason) in [
        (
            update().environment(reserved),
            "`AWS_REGION` is set by Lambda",
        ),
        (update().memory_size(64), "use 128 to 10240 MB"),
        (update().timeout(901), "use 1 to 900 s"),
    ] {
        let error = call.send().await.unwrap_err();
        assert_eq!(error.code(), Some("InvalidParameterValueException"));
        assert!(error.message().unwrap().contains(reason), "{error:?}");
    }
    served.service.stop().await;
}

/// A function that fails on demand, and otherwise answers with its process id.
const FAILS: &str = "
import os, time
def handler(event, context):
    match event.get('fail'):
        case 'raise': raise ValueError('no such customer')
        case 'exit': os._exit(3)
        case 'sleep': time.sleep(60)
        case 'large': return 'x' * 6_291_557
        case 'set': return {1}
    return os.getpid()";

#[tokio::test]
async fn faults_are_answered_as_on_aws_and_followed_by_a_new_sandbox() {
    let served = serve(FAILS, 1).await;
    for (fail, error_type, message, status) in [
        ("raise", "ValueError", "no such customer", None),
        ("set", "Runtime.MarshalError", "not JSON serializable", None),
        (
            "exit",
            "Runtime.ExitError",
            "Error: Runtime exited with error: exit status 3",
            Some("Runtime.ExitError"),
        ),
        (
            "large",
            "Function.ResponseSizeTooLarge",
            "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
            Some("Function.ResponseSizeTooLarge"),
        ),
    ] {
        let before = payload(&served.invoke(json!({})).await);
        let output = served.invoke(json!({ "fail": fail })).await;
        assert_eq!(
            (output.status_code(), output.function_error()),
            (200, Some("Unhandled"))
        );
        let error = payload(&output);
        assert_eq!(error["errorType"], error_type);
        let found = error["errorMessage"].as_str().unwrap();
        assert!(
            found.ends_with(message) || found.contains(message),
            "{found}"
        );
        let expected = status.map_or(Status::Answered, |name| Status::Error {
            error_type: Some(name.to_owned()),
        });
        assert_eq!(report(&output).status, expected, "{fail}");

        let after = served.invoke(json!({})).await;
        assert!(report(&after).init.is_some(), "{fail}");
        assert_ne!(payload(&after), before);
    }
    served.service.stop().await;
}

#[tokio::test]
async fn a_timeout_is_answered_with_its_limit() {
    let served = serve(FAILS, 1).await;
    let call = served.client.update_function_configuration();
    let call = call.function_name("fixture").timeout(1);
    call.send().await.unwrap();
    let output = served.invoke(json!({ "fail": "sleep" })).await;
    let report = report(&output);
    assert_eq!(report.status, Status::Timeout);
    assert_eq!(
        report.billed_ms,
        Millis::billed_ms(Millis::from_micros(1_000_000), report.init)
    );
    let message = format!(
        "RequestId: {} Error: Task timed out after 1.00 seconds",
        report.request_id
    );
    let expected = json!({ "errorType": "Sandbox.Timedout", "errorMessage": message });
    assert_eq!(payload(&output), expected);
    assert!(log(&output).contains("Task timed out after 1.00 seconds"));
    served.service.stop().await;
}

#[tokio::test]
async fn a_failed_init_is_answered_with_what_the_runtime_said() {
    let served = serve("import no_such_module", 1).await;
    let output = served.invoke(json!({})).await;
    assert_eq!(output.function_error(), Some("Unhandled"));
    assert_eq!(payload(&output)["errorType"], "Runtime.ImportModuleError");
    let log = log(&output);
    let line = log
        .lines()
        .find(|line| line.starts_with("INIT_REPORT"))
        .unwrap();
    let end = "\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError";
    assert!(line.ends_with(end), "{line}");
    served.service.stop().await;
}
