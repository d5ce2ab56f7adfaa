//! Serves a built site, and tells the pages that are open when it was built again.

use axum::{
    Router,
    extract::{
        State,
        ws::{Message, WebSocket, WebSocketUpgrade},
    },
    http::{HeaderValue, header::CACHE_CONTROL},
    response::Response,
    routing::any,
};
use std::{io, path::Path};
use tokio::{net::TcpListener, sync::broadcast};
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

/// The path of the socket that tells a page to reload.
pub const LIVE_RELOAD: &str = "/live-reload";

/// Tells every page that is open to reload.
#[derive(Clone, Debug)]
pub struct Reload(broadcast::Sender<()>);

impl Default for Reload {
    fn default() -> Self {
        Self(broadcast::Sender::new(1))
    }
}

impl Reload {
    /// Tells them.
    pub fn tell(&self) {
        // No page is open: nobody to tell.
        let _ = self.0.send(());
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
    let router = router.layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, fresh));
    axum::serve(listener, router).await
}

async fn connect(upgrade: WebSocketUpgrade, State(reload): State<Reload>) -> Response {
    // Before the page is answered, so that no build falls between the two.
    let told = reload.0.subscribe();
    upgrade.on_upgrade(|socket| wait(socket, told))
}

/// Until the site was built again, or the page is closed.
async fn wait(mut socket: WebSocket, mut told: broadcast::Receiver<()>) {
    tokio::select! {
        _ = told.recv() => {
            // The page was closed at this very moment.
            let _ = socket.send(Message::from("reload")).await;
        }
        _ = socket.recv() => {}
    }
}
