//! Serves the site and builds it again when something it is made of changes.

use crate::server::{self, Reload};
use anyhow::{Context, Result};
use notify_debouncer_full::{
    DebounceEventResult, new_debouncer,
    notify::{Event, RecursiveMode},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::{net::TcpListener, sync::Notify};

/// What the site is made of, below the root.
const WATCHED: [&str; 5] = ["book", "book.toml", "calculator", "data", "lambdas"];

/// How long a burst of changes is gathered: an editor writes a file in several steps.
const BURST: Duration = Duration::from_millis(200);

/// Builds by `rebuild`, serves the folder `site`, and builds again after each change below
/// `root`. A build that fails is printed, and the last good site stays.
///
/// # Errors
/// The socket fails, or `root` can't be watched.
pub async fn serve(
    listener: TcpListener,
    root: &Path,
    site: &Path,
    rebuild: impl Fn() -> Result<()> + Send + Sync + 'static,
) -> Result<()> {
    let changed = Arc::new(Notify::new());
    let _watcher = watch(root, changed.clone())?;
    let reload = Reload::default();
    changed.notify_one();
    let builds = build_on(changed, Arc::new(rebuild), reload.clone());
    tokio::select! {
        served = server::serve(listener, site, "/", reload) => served.context("the site can't be served"),
        built = builds => built,
    }
}

/// One build at a time; what changes meanwhile leads to one more.
async fn build_on(
    changed: Arc<Notify>,
    rebuild: Arc<impl Fn() -> Result<()> + Send + Sync + 'static>,
    reload: Reload,
) -> Result<()> {
    loop {
        changed.notified().await;
        let rebuild = rebuild.clone();
        match tokio::task::spawn_blocking(move || rebuild()).await? {
            Ok(()) => reload.built(),
            Err(error) => {
                eprintln!("error: {error:#}");
                reload.failed(&error);
            }
        }
    }
}

/// Notifies `changed` while the returned value lives.
fn watch(root: &Path, changed: Arc<Notify>) -> Result<impl Sized> {
    let unwatchable = || format!("{} can't be watched", root.display());
    let root: PathBuf = root.canonicalize().with_context(unwatchable)?;
    let top = root.clone();
    let mut watcher = new_debouncer(BURST, None, move |result: DebounceEventResult| {
        // An error means that changes may have been missed.
        let relevant = result.map_or(true, |events| {
            events.iter().any(|event| is_relevant(event, &top))
        });
        if relevant {
            changed.notify_one();
        }
    })?;
    // Not `book.toml` itself: an editor that replaces it would end the watch.
    watcher.watch(&root, RecursiveMode::NonRecursive)?;
    for folder in WATCHED.map(|name| root.join(name)) {
        if folder.is_dir() {
            watcher
                .watch(&folder, RecursiveMode::Recursive)
                .with_context(unwatchable)?;
        }
    }
    Ok(watcher)
}

/// Whether a change matters: reading a file doesn't, nor what an editor keeps for itself.
fn is_relevant(event: &Event, root: &Path) -> bool {
    let is_source = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_watched = WATCHED
            .iter()
            .any(|watched| path.starts_with(root.join(watched)));
        is_watched && !name.starts_with('.') && !name.ends_with('~')
    };
    !event.kind.is_access() && event.paths.iter().any(is_source)
}
