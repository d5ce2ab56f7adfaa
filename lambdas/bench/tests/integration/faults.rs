//! A function that fails neither hangs nor ends a run.

use crate::common;
use axum::body::Bytes;
use bench::{
    cgroup::Hierarchy,
    function::Function,
    sandbox::{Fault, FaultKind, Host, Sandbox},
};
use lambda_runtime::{LambdaEvent, service_fn};
use serde_json::Value;
use std::{
    env::{current_exe, var_os},
    ffi::OsString,
    time::Duration,
};

const EVENT: Bytes = Bytes::from_static(b"{}");

async fn init(function: &Function, timeout: Option<Duration>) -> Fault {
    let mut host = common::host(Vec::new());
    host.timeouts.init = timeout.unwrap_or(host.timeouts.init);
    let mut sandbox = Sandbox::start(&host, function, 128).unwrap();
    let fault = sandbox.init().await.unwrap_err();
    sandbox.stop().await;
    fault
}

async fn invoke(code: &str, timeout: Option<Duration>) -> Fault {
    let (function, _folder) = common::python_app(code);
    let mut host = common::host(Vec::new());
    host.timeouts.invocation = timeout.unwrap_or(host.timeouts.invocation);
    let mut sandbox = Sandbox::start(&host, &function, 128).unwrap();
    sandbox.init().await.unwrap();
    let fault = sandbox.invoke(&EVENT).await.unwrap_err();
    sandbox.stop().await;
    fault
}

#[tokio::test]
async fn a_failed_import_is_an_init_error() {
    let (function, _folder) = common::python_app("raise RuntimeError('no table')");
    let fault = init(&function, None).await;
    assert_eq!(fault.kind, FaultKind::Init);
    assert!(fault.detail.contains("no table"), "{fault}");
}

#[tokio::test]
async fn a_process_that_ends_in_init_is_an_exit() {
    let (function, _folder) = common::python_app("import os\nprint('bye')\nos._exit(3)");
    let fault = init(&function, None).await;
    assert_eq!(
        (fault.kind, fault.detail.as_str()),
        (FaultKind::Exit, "bye")
    );
}

#[tokio::test]
async fn a_program_that_is_missing_is_an_exit() {
    let (mut function, _folder) = common::python_app("");
    function.command = vec!["/no/such/program".into()];
    let fault = init(&function, None).await;
    assert_eq!(fault.kind, FaultKind::Exit);
}

#[tokio::test]
async fn an_endless_init_is_stopped() {
    let (function, _folder) = common::python_app("while True: pass");
    let fault = init(&function, Some(Duration::from_millis(500))).await;
    assert_eq!(fault.kind, FaultKind::InitTimeout);
}

#[tokio::test]
async fn a_raised_exception_is_a_handler_error() {
    let fault = invoke("def handler(event, context): return 1 / 0", None).await;
    assert_eq!(fault.kind, FaultKind::Handler);
    assert!(fault.detail.contains("ZeroDivisionError"), "{fault}");
}

#[tokio::test]
async fn a_process_that_ends_in_the_handler_is_an_exit() {
    let fault = invoke("import os\ndef handler(event, context): os._exit(3)", None).await;
    assert_eq!(fault.kind, FaultKind::Exit);
}

#[tokio::test]
async fn a_signal_is_named_as_on_aws() {
    let code = "import os\ndef handler(event, context): os.kill(os.getpid(), 6)";
    let fault = invoke(code, None).await;
    assert_eq!(fault.kind, FaultKind::Exit);
    assert_eq!(fault.message, "Runtime exited with error: signal: aborted");
}

#[tokio::test]
async fn a_clean_exit_is_a_fault_too() {
    let fault = invoke("import os\ndef handler(event, context): os._exit(0)", None).await;
    assert_eq!(fault.kind, FaultKind::Exit);
    assert_eq!(fault.message, "Runtime exited without providing a reason");
}

#[tokio::test]
async fn a_panic_is_a_handler_error() {
    let function = Function {
        name: "panics".to_owned(),
        command: [
            current_exe().unwrap().as_os_str(),
            "--exact".as_ref(),
            "faults::panics_if_it_is_started_as_a_function".as_ref(),
        ]
        .map(OsString::from)
        .to_vec(),
        directory: ".".into(),
        files: Vec::new(),
        handler: "bootstrap".to_owned(),
        environment: Vec::new(),
    };
    let host = common::host(Vec::new());
    let mut sandbox = Sandbox::start(&host, &function, 128).unwrap();
    sandbox.init().await.unwrap();
    let fault = sandbox.invoke(&EVENT).await.unwrap_err();
    sandbox.stop().await;
    assert_eq!(fault.kind, FaultKind::Handler);
    assert!(
        fault.detail.contains("the order has no quantity"),
        "{fault}"
    );
}

/// Tests nothing by itself: the test above starts this program anew to have a function in Rust.
#[tokio::test]
async fn panics_if_it_is_started_as_a_function() {
    if var_os("AWS_LAMBDA_RUNTIME_API").is_some() {
        let handler = async |event: LambdaEvent<Value>| {
            let quantity = event.payload["quantity"].as_u64();
            Ok::<_, lambda_runtime::Error>(quantity.expect("the order has no quantity"))
        };
        lambda_runtime::run(service_fn(handler)).await.unwrap();
    }
}

#[tokio::test]
async fn a_response_over_6_mb_is_refused() {
    let code = "def handler(event, context): return 'x' * 6_291_555";
    let fault = invoke(code, None).await;
    assert_eq!(fault.kind, FaultKind::ResponseTooLarge);
    assert_eq!(fault.error_type(), "Function.ResponseSizeTooLarge");
}

#[tokio::test]
async fn a_response_of_6_mb_is_taken() {
    let (function, _folder) =
        common::python_app("def handler(event, context): return 'x' * 6_291_554");
    let host = common::host(Vec::new());
    let mut sandbox = Sandbox::start(&host, &function, 128).unwrap();
    sandbox.init().await.unwrap();
    let answer = sandbox.invoke(&EVENT).await.unwrap();
    sandbox.stop().await;
    assert_eq!(answer.body.len(), 6_291_556);
}

#[tokio::test]
async fn what_is_no_json_is_a_handler_error() {
    let fault = invoke("def handler(event, context): return {1}", None).await;
    assert_eq!(fault.kind, FaultKind::Handler);
    assert_eq!(fault.error_type(), "Runtime.MarshalError");
}

#[tokio::test]
async fn a_process_that_is_killed_by_others_is_an_exit() {
    let fault = invoke(
        "import os\ndef handler(event, context): os.kill(os.getpid(), 9)",
        None,
    )
    .await;
    assert_eq!(fault.kind, FaultKind::Exit);
    assert_eq!(fault.message, "Runtime exited with error: signal: killed");
}

/// A host that limits memory.
fn limited_host() -> Host {
    let hierarchy = Hierarchy::detect().unwrap();
    assert!(hierarchy.limits_memory(), "the kernel can't limit memory");
    let mut host = Host::new(Some(hierarchy), Vec::new()).unwrap();
    host.timeouts = common::host(Vec::new()).timeouts;
    host
}

#[tokio::test]
#[ignore = "limits CPU or memory: `cargo site test` includes it where control groups can be made"]
async fn a_handler_that_needs_more_memory_than_it_has_is_killed() {
    let host = limited_host();
    let code = "def handler(event, context): return len(b'x' * (event['mb'] << 20))";
    let (function, _folder) = common::python_app(code);
    let mut sandbox = Sandbox::start(&host, &function, 256).unwrap();
    sandbox.init().await.unwrap();
    let event = |mb: u32| Bytes::from(format!("{{\"mb\": {mb}}}"));
    let answer = sandbox.invoke(&event(128)).await.unwrap();
    assert!(answer.max_memory_kb > 128 << 10, "{answer:?}");
    let fault = sandbox.invoke(&event(256)).await.unwrap_err();
    sandbox.stop().await;
    assert_eq!(fault.kind, FaultKind::OutOfMemory);
    assert_eq!(fault.error_type(), "Runtime.OutOfMemory");
    assert_eq!(fault.message, "Runtime exited with error: signal: killed");
}

#[tokio::test]
#[ignore = "limits CPU or memory: `cargo site test` includes it where control groups can be made"]
async fn an_init_that_needs_more_memory_than_it_has_is_killed() {
    let host = limited_host();
    let (function, _folder) = common::python_app("data = b'x' * (256 << 20)");
    let mut sandbox = Sandbox::start(&host, &function, 128).unwrap();
    let fault = sandbox.init().await.unwrap_err();
    sandbox.stop().await;
    assert_eq!(fault.kind, FaultKind::OutOfMemory);
}

#[tokio::test]
async fn an_endless_handler_is_stopped() {
    let code = "def handler(event, context):\n    while True: pass";
    let fault = invoke(code, Some(Duration::from_millis(200))).await;
    assert_eq!(fault.kind, FaultKind::Timeout);
    assert_eq!(fault.message, "Task timed out after 0.20 seconds");
}
