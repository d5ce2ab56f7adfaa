//! Serves a built site, and tells the pages that are open when it was built again.

use anyhow::{Context, Result, bail};
use axum::{
    Router,
    extract::{
        State,
        ws::{Message, WebSocket, WebSocketUpgrade},
    },
    http::{HeaderValue, header::CACHE_CONTROL},
    response::Response,
    routing::any,
    serve::ListenerExt,
};
use std::{io, net::Ipv4Addr, path::Path};
use tokio::{net::TcpListener, sync::watch};
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

/// The path of the socket that tells a page to reload; `book/theme/live.js` listens to it.
const LIVE_RELOAD: &str = "/live-reload";

/// The state that every open page is told.
#[derive(Clone, Debug, Default)]
pub struct Reload(watch::Sender<Told>);

#[derive(Clone, Debug, Default)]
struct Told {
    /// The reason why the site can't be built as it is now.
    failure: Option<String>,
    /// The number of builds because of more than chapters.
    whole_builds: u64,
}

impl Reload {
    /// The site was built again, perhaps because of its chapters alone: pages show it.
    pub fn built(&self, of_chapters: bool) {
        self.0.send_modify(|told| {
            told.failure = None;
            told.whole_builds += u64::from(!of_chapters);
        });
    }

    /// The site can't be built: they show why, as do pages that are opened until it can.
    pub fn failed(&self, error: &anyhow::Error) {
        self.0
            .send_modify(|told| told.failure = Some(format!("{error:#}")));
    }
}

/// Serves the folder `site` below a path, such as `/` or `/talk/`, until the task is dropped.
///
/// # Errors
/// The socket fails.
pub async fn serve(
    listener: TcpListener,
    site: &Path,
    base_path: &str,
    reload: Reload,
) -> io::Result<()> {
    accept(listener, router(site, base_path, reload)).await
}

/// The files of the folder `site`, and the socket of [`Reload`].
pub(crate) fn router(site: &Path, base_path: &str, reload: Reload) -> Router {
    let not_found = ServeFile::new(site.join("404.html"));
    let fresh = HeaderValue::from_static("no-store");
    let files = ServeDir::new(site).not_found_service(not_found);
    let router = Router::new()
        .route(LIVE_RELOAD, any(connect))
        .with_state(reload);
    let router = match base_path.trim_end_matches('/') {
        "" => router.fallback_service(files),
        base_path => router.nest_service(base_path, files),
    };
    router.layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, fresh))
}

/// Answers every request until the task is dropped.
pub(crate) async fn accept(listener: TcpListener, router: Router) -> io::Result<()> {
    // Else the end of a file waits for the browser to acknowledge its beginning, some 40 ms.
    let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
    axum::serve(listener, router).await
}

/// Runs `visit` with an address at which `router` answers meanwhile, without a last slash.
pub(crate) async fn while_served<T>(
    router: Router,
    visit: impl AsyncFnOnce(String) -> Result<T>,
) -> Result<T> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    tokio::select! {
        served = accept(listener, router) => {
            served.context("the site can't be served")?;
            bail!("the site is no longer served")
        }
        found = visit(origin) => found,
    }
}

async fn connect(upgrade: WebSocketUpgrade, State(reload): State<Reload>) -> Response {
    let told = reload.0.subscribe();
    upgrade.on_upgrade(|socket| wait(socket, told))
}

/// Until the page has to be loaded again, or is closed.
async fn wait(mut socket: WebSocket, mut told: watch::Receiver<Told>) {
    let Told {
        mut failure,
        whole_builds,
    } = told.borrow_and_update().clone();
    loop {
        if let Some(failure) = &failure
            && socket.send(Message::from(failure.as_str())).await.is_err()
        {
            return;
        }
        tokio::select! {
            _ = told.changed() => {}
            _ = socket.recv() => return,
        }
        let now = told.borrow_and_update().clone();
        failure = now.failure;
        if failure.is_none() {
            let is_whole = now.whole_builds > whole_builds;
            let message = if is_whole { "reload" } else { "chapters" };
            // The page may be closed at this very moment.
            let is_sent = socket.send(Message::from(message)).await.is_ok();
            if is_whole || !is_sent {
                return;
            }
        }
    }
}
