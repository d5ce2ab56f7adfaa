//! A sandbox: one process that runs a function, handles one event at a time, and is Lambda to
//! the function.

mod host;
mod outcome;

pub use host::{Host, Timeouts, arn};
pub use outcome::{Answer, Fault, FaultKind, Init};

use crate::{
    cgroup::{Group, Hierarchy, Usage},
    function::Function,
    page_cache,
    runtime_api::{Event, MAX_PAYLOAD_BYTES, Message, RuntimeApi},
};
use anyhow::{Context, Result};
use axum::body::Bytes;
use outcome::{exit_message, timeout_message};
use rustix::process::{Pid, Signal, kill_process_group};
use std::{
    fs::{self, File},
    io::{Read, Seek, SeekFrom},
    path::PathBuf,
    process::{ExitStatus, Stdio},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, Command},
    sync::oneshot,
    time::timeout_at,
};
use uuid::Uuid;

/// Reports that it runs, waits for a line, and becomes the function. Until then the process can
/// be put into its control group, so that none of the function's time is missed and none of the
/// shell's is counted.
const LAUNCHER: &str = r#"echo && read -r _ && exec "$@" >>"$0" 2>&1"#;

/// A process that runs a function.
#[derive(Debug)]
pub struct Sandbox {
    child: Child,
    api: RuntimeApi,
    group: Option<Group>,
    timeouts: Timeouts,
    function_arn: String,
    memory_mb: u32,
    log: PathBuf,
    /// The number of bytes of the log that were handed out.
    log_read: u64,
    /// The end of the process, once it is known.
    exit: Option<ExitStatus>,
    /// The channel for the next event, when the function waits for one.
    ready: Option<oneshot::Sender<Event>>,
}

impl Sandbox {
    /// Starts a process that waits to become the function: see [`Self::init`].
    ///
    /// # Errors
    /// The process, its port or its control group can't be made.
    pub fn start(host: &Host, function: &Function, memory_mb: u32) -> Result<Self> {
        if host.cold_files {
            page_cache::evict(&function.files)?;
        }
        let api = RuntimeApi::start().context("no port for the Runtime API")?;
        let group = host.hierarchy.as_ref().map(Hierarchy::group).transpose();
        let group = group.context("no control group can be made")?;
        let log = host.log_file();
        let child = Command::new("/bin/sh")
            .args(["-c", LAUNCHER])
            .arg(&log)
            .args(&function.command)
            .current_dir(&function.directory)
            .env_clear()
            .env("HOME", host.home())
            .envs(host.environment.iter().cloned())
            .envs(host::environment(function, memory_mb, &api))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} can't be started", function.name))?;
        if let (Some(group), Some(pid)) = (&group, child.id()) {
            group.limit_to_one_cpu()?;
            group.limit_memory(memory_mb)?;
            group.add(pid)?;
        }
        Ok(Self {
            child,
            api,
            group,
            timeouts: host.timeouts,
            function_arn: arn(&function.name),
            memory_mb,
            log,
            log_read: 0,
            exit: None,
            ready: None,
        })
    }

    /// Replaces the host's limits of time.
    pub fn limit_time(&mut self, timeouts: Timeouts) {
        self.timeouts = timeouts;
    }

    /// Lets the process become the function and waits for its first request for an event.
    ///
    /// # Errors
    /// The function fails or takes too long.
    pub async fn init(&mut self) -> Result<Init, Fault> {
        if let Some(mut launcher) = self.child.stdout.take() {
            let _ = launcher.read_u8().await;
        }
        let before = self.usage();
        let started = Instant::now();
        if let Some(mut launcher) = self.child.stdin.take() {
            let _ = launcher.write_all(b"\n").await;
        }
        let deadline = started + self.timeouts.init;
        match self.message(deadline).await {
            Some(Message::Next { at, deliver }) => {
                let usage = self.usage_since(before);
                if let Some(group) = &self.group {
                    let share = group.limit_to_share(self.memory_mb);
                    share.map_err(|error| Fault {
                        message: error.to_string(),
                        ..self.fault(FaultKind::Init, started.elapsed())
                    })?;
                }
                self.ready = Some(deliver);
                Ok(Init {
                    duration: at - started,
                    usage,
                })
            }
            Some(Message::InitError { body }) => Err(Fault {
                detail: text(&body),
                ..self.fault(FaultKind::Init, started.elapsed())
            }),
            _ if Instant::now() >= deadline => Err(Fault {
                message: timeout_message(self.timeouts.init),
                ..self.fault(FaultKind::InitTimeout, self.timeouts.init)
            }),
            _ => Err(self.end(started).await),
        }
    }

    /// Delivers an event and waits for the response.
    ///
    /// # Errors
    /// The function fails or takes too long; the sandbox is of no further use then.
    pub async fn invoke(&mut self, event: &Bytes) -> Result<Answer, Fault> {
        self.invoke_as(&Uuid::new_v4().to_string(), event).await
    }

    /// [`Self::invoke`] with a given request id.
    ///
    /// # Errors
    /// The function fails or takes too long; the sandbox is of no further use then.
    pub async fn invoke_as(&mut self, request_id: &str, event: &Bytes) -> Result<Answer, Fault> {
        let before = self.usage();
        let started = Instant::now();
        let deadline = started + self.timeouts.invocation;
        let (handed_over, handed_over_at) = oneshot::channel();
        let delivery = Event {
            request_id: request_id.to_owned(),
            deadline_ms: (SystemTime::now() + self.timeouts.invocation)
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_millis()),
            function_arn: self.function_arn.clone(),
            body: event.clone(),
            handed_over,
        };
        if let Some(deliver) = self.ready.take() {
            // A process that is gone takes no event; its exit is noticed below.
            let _ = deliver.send(delivery);
        }
        let (body, answered) = self.response(request_id, started, deadline).await?;
        // The answer counts only when the function is ready again: what it does until then is
        // part of the invocation, and billed.
        match self.message(deadline).await {
            Some(Message::Next { deliver, .. }) => self.ready = Some(deliver),
            _ => return Err(self.end_or_timeout(started, deadline).await),
        }
        let handed_over = handed_over_at.await.unwrap_or(started);
        Ok(Answer {
            body,
            duration: answered - handed_over,
            usage: self.usage_since(before),
            max_memory_kb: self.max_memory_kb(),
        })
    }

    async fn response(
        &mut self,
        id: &str,
        started: Instant,
        deadline: Instant,
    ) -> Result<(Bytes, Instant), Fault> {
        loop {
            match self.message(deadline).await {
                Some(Message::Response {
                    request_id,
                    at,
                    body,
                }) if request_id == id => {
                    return Ok((body, at));
                }
                Some(Message::HandlerError {
                    request_id,
                    at,
                    body,
                }) if request_id == id => {
                    return Err(Fault {
                        detail: text(&body),
                        ..self.fault(FaultKind::Handler, at - started)
                    });
                }
                Some(Message::ResponseTooLarge { request_id, at }) if request_id == id => {
                    return Err(Fault {
                        message: format!(
                            "Response payload size exceeded maximum allowed payload size \
                             ({MAX_PAYLOAD_BYTES} bytes)."
                        ),
                        ..self.fault(FaultKind::ResponseTooLarge, at - started)
                    });
                }
                Some(_) => {}
                None => return Err(self.end_or_timeout(started, deadline).await),
            }
        }
    }

    /// The next message of the function's runtime client; `None` when the process ended or the
    /// deadline passed.
    async fn message(&mut self, deadline: Instant) -> Option<Message> {
        let next = async {
            tokio::select! {
                biased;
                message = self.api.messages.recv() => message,
                status = self.child.wait() => {
                    self.exit = status.ok();
                    self.api.messages.try_recv().ok()
                }
            }
        };
        timeout_at(deadline.into(), next).await.ok().flatten()
    }

    async fn end_or_timeout(&mut self, started: Instant, deadline: Instant) -> Fault {
        if Instant::now() < deadline {
            return self.end(started).await;
        }
        let limit = self.timeouts.invocation;
        Fault {
            message: timeout_message(limit),
            ..self.fault(FaultKind::Timeout, limit)
        }
    }

    /// The fault of a process that ended, or of one that broke off its connection and is ended.
    async fn end(&mut self, started: Instant) -> Fault {
        let after = started.elapsed();
        let out_of_memory = self.group.as_ref().is_some_and(Group::ran_out_of_memory);
        let kind = if out_of_memory {
            FaultKind::OutOfMemory
        } else {
            FaultKind::Exit
        };
        let fault = Fault {
            message: exit_message(self.exit),
            ..self.fault(kind, after)
        };
        self.stop().await;
        fault
    }

    /// A fault about which the function itself reported nothing.
    fn fault(&self, kind: FaultKind, after: Duration) -> Fault {
        Fault {
            kind,
            message: String::new(),
            detail: self.last_output(),
            after,
            max_memory_kb: self.max_memory_kb(),
        }
    }

    /// The function's output since this was last called. The function can go on writing.
    pub fn take_output(&mut self) -> Vec<u8> {
        let mut output = Vec::new();
        let read = File::open(&self.log).and_then(|mut log| {
            log.seek(SeekFrom::Start(self.log_read))?;
            log.read_to_end(&mut output)
        });
        self.log_read += read.unwrap_or(0) as u64;
        output
    }

    /// Ends the process, with those that it started, and waits until it is gone.
    pub async fn stop(&mut self) {
        if let Some(group) = self
            .child
            .id()
            .and_then(|pid| Pid::from_raw(pid.cast_signed()))
        {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.kill().await;
        self.group = None;
    }

    fn usage(&self) -> Option<Usage> {
        self.group.as_ref().and_then(|group| group.usage().ok())
    }

    fn usage_since(&self, before: Option<Usage>) -> Option<Usage> {
        Some(self.usage()?.since(before?))
    }

    /// `VmHWM` of the process. A control group's own maximum leaves out pages that it shares.
    fn max_memory_kb(&self) -> u64 {
        let status = self.child.id().map(|pid| format!("/proc/{pid}/status"));
        let status = status.and_then(|file| fs::read_to_string(file).ok());
        status.as_deref().and_then(high_water_mark).unwrap_or(0)
    }

    fn last_output(&self) -> String {
        let output = fs::read(&self.log).unwrap_or_default();
        let output = String::from_utf8_lossy(&output);
        let last = output.lines().rfind(|line| !line.trim().is_empty());
        last.unwrap_or("no output").trim().to_owned()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.log);
    }
}

fn high_water_mark(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

fn text(body: &[u8]) -> String {
    String::from_utf8_lossy(body).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_high_water_mark_is_read() {
        let status = "Name:\thello\nVmPeak:\t  9000 kB\nVmHWM:\t    1234 kB\nVmRSS:\t 1000 kB\n";
        assert_eq!(high_water_mark(status), Some(1234));
    }
}
