//! The sandboxes of one function: as many as events come in at once, up to a limit.

use super::invocation::{Execution, Invocation};
use crate::{
    function::Function,
    sandbox::{Host, Sandbox, Timeouts},
};
use axum::body::Bytes;
use jiff::Timestamp;
use std::{
    collections::BTreeMap,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{AcquireError, OwnedSemaphorePermit, Semaphore},
    task::JoinHandle,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use uuid::Uuid;

/// The settings of a function that can be changed while it is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// Memory size in MB.
    pub memory_mb: u32,
    /// The time limit of an invocation.
    pub timeout: Duration,
    /// Environment variables besides Lambda's own.
    pub environment: BTreeMap<String, String>,
}

/// A configuration and when it was set.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Unique.
    pub id: Uuid,
    /// The time when it was set.
    pub modified: Timestamp,
    /// The configuration.
    pub configuration: Configuration,
}

/// The reason why an invocation was refused.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Every sandbox is busy, and there may be no more.
    #[error("all sandboxes of the function are busy")]
    Throttled,
    /// No sandbox can be made.
    #[error("no sandbox can be started: {0:#}")]
    NoSandbox(anyhow::Error),
    /// The local Lambda ends.
    #[error("the local Lambda is shutting down")]
    Stopping,
}

/// A callback that gets the name of a function and its invocation.
pub type Observer = Arc<dyn Fn(&str, &Invocation) + Send + Sync>;

/// The sandboxes of a function. Each handles one event at a time; of those that are idle, the
/// one that was used last is used first. As on AWS, there are never more than the limit.
pub struct Pool {
    function: Function,
    host: Arc<Host>,
    observer: Observer,
    limit: usize,
    capacity: Arc<Semaphore>,
    state: Mutex<State>,
    tasks: TaskTracker,
    stopping: CancellationToken,
}

struct State {
    revision: Revision,
    /// The one used last is the last.
    idle: Vec<Sandbox>,
}

impl Pool {
    /// A pool without sandboxes.
    #[must_use]
    pub fn new(
        function: Function,
        host: Arc<Host>,
        configuration: Configuration,
        limit: usize,
        observer: Observer,
    ) -> Arc<Self> {
        Arc::new(Self {
            function,
            host,
            observer,
            limit,
            capacity: Arc::new(Semaphore::new(limit)),
            state: Mutex::new(State {
                revision: revision(configuration),
                idle: Vec::new(),
            }),
            tasks: TaskTracker::new(),
            stopping: CancellationToken::new(),
        })
    }

    /// The function's name, such as `record-rust`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.function.name
    }

    /// The value of `_HANDLER`.
    #[must_use]
    pub fn handler(&self) -> &str {
        &self.function.handler
    }

    /// The limit of sandboxes at once.
    #[must_use]
    pub const fn limit(&self) -> usize {
        self.limit
    }

    /// The configuration of the next sandbox.
    #[must_use]
    pub fn revision(&self) -> Revision {
        self.state().revision.clone()
    }

    /// Sets how sandboxes are configured from now on. Idle ones are ended, busy ones when they
    /// have answered, so that every later invocation is of a new sandbox.
    pub async fn configure(&self, configuration: Configuration) -> Revision {
        let (revision, retired) = {
            let mut state = self.state();
            state.revision = revision(configuration);
            (state.revision.clone(), mem::take(&mut state.idle))
        };
        stop_all(retired).await;
        revision
    }

    /// Invokes the function if there is a sandbox for it. The invocation goes on even when nobody waits
    /// for its outcome any more.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub async fn invoke(
        self: &Arc<Self>,
        request_id: String,
        event: Bytes,
    ) -> Result<Invocation, Refusal> {
        let permit = Arc::clone(&self.capacity).try_acquire_owned();
        let permit = permit.map_err(|_| Refusal::Throttled)?;
        let task = self.spawn(request_id, event, async { Ok(permit) });
        task.await.unwrap_or(Err(Refusal::Stopping))
    }

    /// Invokes the function as soon as there is a sandbox for it. Unlike AWS, a failed invocation
    /// is not repeated.
    pub fn invoke_later(self: &Arc<Self>, request_id: String, event: Bytes) {
        let permit = Arc::clone(&self.capacity).acquire_owned();
        drop(self.spawn(request_id, event, permit));
    }

    fn spawn(
        self: &Arc<Self>,
        request_id: String,
        event: Bytes,
        permit: impl Future<Output = Result<OwnedSemaphorePermit, AcquireError>> + Send + 'static,
    ) -> JoinHandle<Result<Invocation, Refusal>> {
        let pool = Arc::clone(self);
        self.tasks.spawn(async move {
            let permit = tokio::select! {
                biased;
                () = pool.stopping.cancelled() => return Err(Refusal::Stopping),
                permit = permit => permit.map_err(|_| Refusal::Stopping)?,
            };
            let outcome = pool.run(&request_id, &event).await;
            drop(permit);
            match &outcome {
                Ok(invocation) => (pool.observer)(pool.name(), invocation),
                Err(refusal) => eprintln!("{}: {refusal}", pool.name()),
            }
            outcome
        })
    }

    async fn run(&self, request_id: &str, event: &Bytes) -> Result<Invocation, Refusal> {
        let (revision, idle) = {
            let mut state = self.state();
            (state.revision.clone(), state.idle.pop())
        };
        let is_cold = idle.is_none();
        let mut sandbox = match idle {
            Some(sandbox) => sandbox,
            None => self
                .start(&revision.configuration)
                .map_err(Refusal::NoSandbox)?,
        };
        let execution = tokio::select! {
            execution = follow(&mut sandbox, is_cold, request_id, event) => Some(execution),
            () = self.stopping.cancelled() => None,
        };
        let Some(execution) = execution else {
            sandbox.stop().await;
            return Err(Refusal::Stopping);
        };
        let retired = match execution.answer {
            Ok(_) => self.put_back(sandbox, revision.id),
            Err(_) => Some(sandbox),
        };
        stop_all(retired).await;
        let memory_mb = revision.configuration.memory_mb;
        Ok(Invocation::new(request_id, memory_mb, execution))
    }

    fn start(&self, configuration: &Configuration) -> anyhow::Result<Sandbox> {
        let mut function = self.function.clone();
        function
            .environment
            .extend(configuration.environment.clone());
        let mut sandbox = Sandbox::start(&self.host, &function, configuration.memory_mb)?;
        sandbox.limit_time(Timeouts {
            invocation: configuration.timeout,
            ..self.host.timeouts
        });
        Ok(sandbox)
    }

    /// Gives the sandbox back if it is of an older revision.
    fn put_back(&self, sandbox: Sandbox, revision: Uuid) -> Option<Sandbox> {
        let mut state = self.state();
        if state.revision.id != revision {
            return Some(sandbox);
        }
        state.idle.push(sandbox);
        None
    }

    /// Ends all sandboxes, the busy ones as well, and waits until they are gone. Invocations
    /// are refused from then on.
    pub async fn stop(&self) {
        self.stopping.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        let idle = mem::take(&mut self.state().idle);
        stop_all(idle).await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn revision(configuration: Configuration) -> Revision {
    Revision {
        id: Uuid::new_v4(),
        modified: Timestamp::now(),
        configuration,
    }
}

async fn stop_all(sandboxes: impl IntoIterator<Item = Sandbox>) {
    for mut sandbox in sandboxes {
        sandbox.stop().await;
    }
}

/// Takes a sandbox through INIT, if it is new, and one event.
async fn follow(
    sandbox: &mut Sandbox,
    is_cold: bool,
    request_id: &str,
    event: &Bytes,
) -> Execution {
    let init = if is_cold {
        Some(sandbox.init().await)
    } else {
        None
    };
    let init_output = sandbox.take_output();
    let (init, answer) = match init.transpose() {
        Ok(init) => (init, sandbox.invoke_as(request_id, event).await),
        Err(fault) => (None, Err(fault)),
    };
    Execution {
        init,
        init_output,
        output: sandbox.take_output(),
        answer,
    }
}
