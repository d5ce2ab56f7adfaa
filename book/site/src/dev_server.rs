//! Serves the site and rebuilds it when one of its sources changes.

use crate::server::{self, Reload};
use anyhow::{Context, Result};
use notify_debouncer_full::{DebounceEventResult, new_debouncer, notify::RecursiveMode};
use std::{
    mem,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{
    net::TcpListener,
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
};

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
    let (sender, changes) = unbounded_channel();
    sender.send(Extent::Site)?;
    let _watcher = watch(root, sender)?;
    let reload = Reload::default();
    let builds = build_on(changes, rebuild, reload.clone());
    tokio::select! {
        served = server::serve(listener, site, "/", reload) => served.context("the site can't be served"),
        built = builds => built,
    }
}

/// Extent of a change: the part of the site that it concerns, the smallest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Extent {
    /// The page of a chapter, and the slides.
    Chapter,
    /// Any page.
    Site,
    /// What is compiled, and with it any page.
    Code,
}

/// Builds after each change. One build runs at a time; what changes meanwhile leads to one more.
async fn build_on(
    mut changes: UnboundedReceiver<Extent>,
    mut rebuild: impl FnMut(bool) -> Result<()> + Send + 'static,
    reload: Reload,
) -> Result<()> {
    // Of all changes that no page shows yet.
    let mut unseen = Extent::Chapter;
    while let Some(mut extent) = changes.recv().await {
        while let Ok(next) = changes.try_recv() {
            extent = extent.max(next);
        }
        unseen = unseen.max(extent);
        let build_once = move || (rebuild(extent == Extent::Code), rebuild);
        let (built, again) = tokio::task::spawn_blocking(build_once).await?;
        rebuild = again;
        match built {
            Ok(()) => reload.built(mem::replace(&mut unseen, Extent::Chapter) == Extent::Chapter),
            Err(error) => {
                eprintln!("error: {error:#}");
                reload.failed(&error);
            }
        }
    }
    Ok(())
}

/// Sends the extent of each change while the returned value lives.
fn watch(root: &Path, changes: UnboundedSender<Extent>) -> Result<impl Sized> {
    let unwatchable = || format!("{} can't be watched", root.display());
    let root: PathBuf = root.canonicalize().with_context(unwatchable)?;
    let top = root.clone();
    let mut watcher = new_debouncer(BURST, None, move |result: DebounceEventResult| {
        let extent = match result {
            Ok(events) => {
                let events = events.iter().filter(|event| !event.kind.is_access());
                let paths = events.flat_map(|event| &event.paths);
                paths.filter_map(|path| extent(path, &top)).max()
            }
            // Any change may have been missed.
            Err(_) => Some(Extent::Code),
        };
        if let Some(extent) = extent {
            // After the last build, nobody listens.
            let _ = changes.send(extent);
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

/// The extent of a change of the file `path`; `None` if the site is not made of it, as of what an editor
/// keeps for itself.
fn extent(path: &Path, root: &Path) -> Option<Extent> {
    let path = path.strip_prefix(root).ok()?;
    let name = path.file_name()?.to_string_lossy();
    let is_watched = WATCHED.iter().any(|watched| path.starts_with(watched));
    if !is_watched || name.starts_with('.') || name.ends_with('~') {
        return None;
    }
    if is_compiled(path) {
        return Some(Extent::Code);
    }
    let is_text = path.extension().is_some_and(|extension| extension == "md");
    let is_chapter = is_text && path.starts_with("book/src") && name != "SUMMARY.md";
    Some(if is_chapter {
        Extent::Chapter
    } else {
        Extent::Site
    })
}

/// Returns whether the builder or the widget is compiled from a file, or npm installs what it says. The
/// functions' source is only shown.
fn is_compiled(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    let is_code = ["rs", "toml", "json"].iter().any(|code| extension == *code);
    is_code && !path.starts_with("lambdas") && path != Path::new("book.toml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_concerns_no_more_than_is_made_of_the_file() {
        for (path, expected) in [
            ("book/src/results.md", Some(Extent::Chapter)),
            ("book/src/SUMMARY.md", Some(Extent::Site)),
            ("book/src/picture.svg", Some(Extent::Site)),
            ("book/theme/figures.css", Some(Extent::Site)),
            ("book.toml", Some(Extent::Site)),
            ("data/measurements/runs.csv", Some(Extent::Site)),
            ("lambdas/README.md", Some(Extent::Site)),
            ("lambdas/record/rust/src/main.rs", Some(Extent::Site)),
            ("book/site/src/html.rs", Some(Extent::Code)),
            ("book/deck/package-lock.json", Some(Extent::Code)),
            ("calculator/src/lib.rs", Some(Extent::Code)),
            ("calculator/cost/Cargo.toml", Some(Extent::Code)),
            ("data/src/lib.rs", Some(Extent::Code)),
            ("book/src/.results.md.swp", None),
            ("book/src/results.md~", None),
            ("target/site/x", None),
        ] {
            let root = Path::new("/talk");
            assert_eq!(extent(&root.join(path), root), expected, "{path}");
        }
    }
}
