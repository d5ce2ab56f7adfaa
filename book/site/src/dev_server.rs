//! Serves the site and rebuilds it when one of its sources changes.

use crate::server::{self, Reload};
use anyhow::{Context, Result};
use notify_debouncer_full::{DebounceEventResult, new_debouncer, notify::RecursiveMode};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{net::TcpListener, sync::Notify};

/// The site's sources, below the root.
const WATCHED: [&str; 5] = ["book", "book.toml", "calculator", "data", "lambdas"];

/// The time in which a burst of changes is gathered: an editor writes a file in several steps.
const BURST: Duration = Duration::from_millis(20);

/// Builds by `rebuild`, serves the folder `site`, and builds again after each change below
/// `root`. A build that fails is printed, and the last good site stays. `rebuild` is told whether what
/// changed has to be compiled.
///
/// # Errors
/// The socket fails, or `root` can't be watched.
pub async fn serve(
    listener: TcpListener,
    root: &Path,
    site: &Path,
    rebuild: impl FnMut(bool) -> Result<()> + Send + 'static,
) -> Result<()> {
    let changed = Arc::new(Changes::default());
    let _watcher = watch(root, changed.clone())?;
    let reload = Reload::default();
    changed.any.notify_one();
    let builds = build_on(changed, rebuild, reload.clone());
    tokio::select! {
        served = server::serve(listener, site, "/", reload) => served.context("the site can't be served"),
        built = builds => built,
    }
}

/// Changes since the last build began.
#[derive(Default)]
struct Changes {
    any: Notify,
    /// True if something that is compiled is among them.
    of_code: AtomicBool,
    /// True if something other than a chapter is among them.
    beyond_chapters: AtomicBool,
}

/// One build at a time; what changes meanwhile leads to one more.
async fn build_on(
    changed: Arc<Changes>,
    mut rebuild: impl FnMut(bool) -> Result<()> + Send + 'static,
    reload: Reload,
) -> Result<()> {
    let mut is_beyond_chapters = true;
    loop {
        changed.any.notified().await;
        is_beyond_chapters |= changed.beyond_chapters.swap(false, Ordering::Relaxed);
        let is_code = changed.of_code.swap(false, Ordering::Relaxed);
        let build_once = move || (rebuild(is_code), rebuild);
        let (built, again) = tokio::task::spawn_blocking(build_once).await?;
        rebuild = again;
        match built {
            Ok(()) => reload.built(!std::mem::take(&mut is_beyond_chapters)),
            Err(error) => {
                eprintln!("error: {error:#}");
                reload.failed(&error);
            }
        }
    }
}

/// Notifies `changed` while the returned value lives.
fn watch(root: &Path, changed: Arc<Changes>) -> Result<impl Sized> {
    let unwatchable = || format!("{} can't be watched", root.display());
    let root: PathBuf = root.canonicalize().with_context(unwatchable)?;
    let top = root.clone();
    let mut watcher = new_debouncer(BURST, None, move |result: DebounceEventResult| {
        let Ok(events) = result else {
            // Any change may have been missed.
            changed.of_code.store(true, Ordering::Relaxed);
            changed.beyond_chapters.store(true, Ordering::Relaxed);
            changed.any.notify_one();
            return;
        };
        let paths = events.iter().filter(|event| !event.kind.is_access());
        let paths = paths.flat_map(|event| &event.paths);
        let paths: Vec<_> = paths.filter(|path| is_source(path, &top)).collect();
        if paths.is_empty() {
            return;
        }
        let is_code = paths.iter().any(|path| is_compiled(path, &top));
        let is_beyond_chapters = !paths.iter().all(|path| is_chapter(path, &top));
        changed.of_code.fetch_or(is_code, Ordering::Relaxed);
        changed
            .beyond_chapters
            .fetch_or(is_beyond_chapters, Ordering::Relaxed);
        changed.any.notify_one();
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

/// True if the site is made of it: what an editor keeps for itself is not.
fn is_source(path: &Path, root: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_watched = WATCHED
        .iter()
        .any(|watched| path.starts_with(root.join(watched)));
    is_watched && !name.starts_with('.') && !name.ends_with('~')
}

/// True if the builder or the widget is compiled from it, or npm installs what it says. The functions'
/// source is only shown.
fn is_compiled(path: &Path, root: &Path) -> bool {
    let Ok(path) = path.strip_prefix(root) else {
        return true;
    };
    let extension = path.extension().unwrap_or_default();
    let is_code = ["rs", "toml", "json"].iter().any(|code| extension == *code);
    is_code && !path.starts_with("lambdas") && path != Path::new("book.toml")
}

/// True if only its own page and the slides are made of it.
fn is_chapter(path: &Path, root: &Path) -> bool {
    let is_text = path.extension().is_some_and(|extension| extension == "md");
    is_text && path.starts_with(root.join("book/src")) && !path.ends_with("SUMMARY.md")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_chapters_are_shown_without_a_reload() {
        for (path, is_one) in [
            ("book/src/results.md", true),
            ("book/src/SUMMARY.md", false),
            ("book/src/picture.svg", false),
            ("lambdas/README.md", false),
            ("book/theme/figures.css", false),
        ] {
            let root = Path::new("/talk");
            assert_eq!(is_chapter(&root.join(path), root), is_one, "{path}");
        }
    }

    #[test]
    fn only_code_is_compiled_again() {
        for (path, is_code) in [
            ("book/src/results.md", false),
            ("book/theme/figures.css", false),
            ("book.toml", false),
            ("data/measurements/runs.csv", false),
            ("lambdas/record/rust/src/main.rs", false),
            ("book/site/src/html.rs", true),
            ("book/deck/package-lock.json", true),
            ("calculator/src/lib.rs", true),
            ("calculator/cost/Cargo.toml", true),
            ("data/src/lib.rs", true),
        ] {
            let root = Path::new("/talk");
            assert!(is_source(&root.join(path), root), "{path}");
            assert_eq!(is_compiled(&root.join(path), root), is_code, "{path}");
        }
    }

    #[test]
    fn what_editors_keep_for_themselves_is_no_source() {
        for path in [
            "book/src/.results.md.swp",
            "book/src/results.md~",
            "target/site/x",
        ] {
            let root = Path::new("/talk");
            assert!(!is_source(&root.join(path), root), "{path}");
        }
    }
}
