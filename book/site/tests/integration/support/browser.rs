//! A headless Chromium on the built site.

use fantoccini::{Client, Locator, wd::WebDriverCompatibleCommand};
use http::Method;
use serde_json::{Value, json};
use site::{
    config,
    server::{self, Reload},
    tooling::{browser, tested_site},
};
use std::{
    env, mem,
    path::PathBuf,
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;
use url::Url;

/// The site as it is published, for all tests that only read it: `cargo site test` has built it before.
pub static BUILT: LazyLock<PathBuf> = LazyLock::new(|| match env::var_os(tested_site::VARIABLE) {
    Some(folder) => folder.into(),
    None => tested_site::build().unwrap(),
});

/// The built site, and where it is served as long as the tests run.
pub struct Site {
    pub folder: PathBuf,
    address: String,
}

impl Site {
    /// The address of a page of the site, or of another file of it.
    pub fn address_of(&self, file: &str) -> String {
        format!("{}/{file}", self.address)
    }
}

pub static SITE: LazyLock<Site> = LazyLock::new(|| {
    let folder = BUILT.clone();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base_path = config::base_path(workspace::root()).unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let address = format!("{origin}{}", base_path.trim_end_matches('/'));
    listener.set_nonblocking(true).unwrap();
    let site = folder.clone();
    thread::spawn(move || {
        let runtime = Runtime::new().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            server::serve(listener, &site, &base_path, Reload::default())
                .await
                .unwrap();
        });
    });
    Site { folder, address }
});

/// The arrow key to the right, as `WebDriver` writes it.
pub const RIGHT: &str = "\u{e014}";

/// One browser window. Once this is dropped, the browser waits for the next test.
pub struct Browser {
    /// For what the methods don't offer.
    pub client: Client,
    /// Nothing once it waits for the next test.
    session: Option<browser::Browser>,
    /// The capabilities that it was started with.
    kind: String,
}

/// The browsers that wait for a test, by their kind. To start one takes as long as most tests do.
static IDLE: Mutex<Vec<(String, browser::Browser)>> = Mutex::new(Vec::new());

/// The runtime of the browsers' sessions, since a test's own ends with the test.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// Reached only when the awaited never comes.
pub const LIMIT: Duration = Duration::from_mins(2);

/// The size of a phone's screen, in CSS pixels.
const PHONE: (u32, u32) = (390, 844);

impl Browser {
    /// A window of a laptop's size.
    pub async fn wide() -> Self {
        Self::new(json!({})).await
    }

    /// A window of a phone's size.
    pub async fn phone() -> Self {
        Self::phone_of(PHONE.0).await
    }

    /// The same of another width.
    pub async fn phone_of(width: u32) -> Self {
        let (_, height) = PHONE;
        let metrics = json!({ "width": width, "height": height, "pixelRatio": 1 });
        Self::new(json!({ "deviceMetrics": metrics })).await
    }

    /// A window in which a slide has its own size. It waits for no page to be loaded, since the
    /// speaker view never is.
    pub async fn deck() -> Self {
        let metrics = json!({ "width": 1280, "height": 720, "pixelRatio": 1, "mobile": false });
        Self::start(json!({ "deviceMetrics": metrics }), "none").await
    }

    /// A window of a laptop's size in which pages run no script of their own.
    pub async fn without_scripts() -> Self {
        let browser = Self::wide().await;
        browser
            .dev_tools(
                "Emulation.setScriptExecutionDisabled",
                json!({ "value": true }),
            )
            .await;
        browser
    }

    async fn new(mobile: Value) -> Self {
        Self::start(mobile, "normal").await
    }

    async fn start(mobile: Value, page_load: &str) -> Self {
        let mut capabilities = json!({
            "pageLoadStrategy": page_load,
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        if mobile != json!({}) {
            capabilities["goog:chromeOptions"]["mobileEmulation"] = mobile;
        }
        let kind = capabilities.to_string();
        if let Some(browser) = take_idle(&kind) {
            let browser = Self::of(browser, kind);
            browser.forget().await;
            return browser;
        }
        let started = RUNTIME.spawn(browser::Browser::start(capabilities)).await;
        Self::of(started.unwrap().unwrap(), kind)
    }

    fn of(browser: browser::Browser, kind: String) -> Self {
        Self {
            client: browser.client.clone(),
            session: Some(browser),
            kind,
        }
    }

    /// Leaves nothing of an earlier test: its windows, what the site has stored, and messages.
    async fn forget(&self) {
        let old = self.client.windows().await.unwrap();
        let new = self.client.new_window(false).await.unwrap();
        for window in old {
            self.client.switch_to_window(window).await.unwrap();
            self.client.close_window().await.unwrap();
        }
        self.client.switch_to_window(new.handle).await.unwrap();
        // Keys reach what is in front.
        self.dev_tools("Page.bringToFront", json!({})).await;
        let everything = json!({ "origin": SITE.address, "storageTypes": "all" });
        self.dev_tools("Storage.clearDataForOrigin", everything)
            .await;
        self.dev_tools("Network.clearBrowserCache", json!({})).await;
        self.log("browser").await;
        self.log("performance").await;
    }

    /// Opens a page of the site, such as `results.html`, and waits until it is loaded.
    pub async fn open(&self, page: &str) {
        self.client.goto(&SITE.address_of(page)).await.unwrap();
    }

    /// Runs a script in every page that is opened from now on, before the page's own.
    pub async fn before_every_page(&self, script: &str) {
        self.dev_tools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .await;
    }

    async fn dev_tools(&self, command: &'static str, parameters: Value) {
        let session = self.session.as_ref().unwrap();
        session.dev_tools(command, parameters).await.unwrap();
    }

    /// Presses the keys of `text` one by one, as a person does, in the element that has the
    /// focus.
    pub async fn type_keys(&self, text: &str) {
        for key in text.chars() {
            let focused = self.client.active_element().await.unwrap();
            focused.send_keys(&key.to_string()).await.unwrap();
        }
    }

    /// The value of a JavaScript expression.
    pub async fn evaluate(&self, expression: &str) -> Value {
        let script = format!("return {expression};");
        self.client.execute(&script, vec![]).await.unwrap()
    }

    /// Clicks the first element that a CSS selector finds, once it is there.
    pub async fn click(&self, selector: &str) {
        let element = self
            .client
            .wait()
            .for_element(Locator::Css(selector))
            .await
            .unwrap();
        element.click().await.unwrap();
    }

    /// Waits until a JavaScript expression is true.
    pub async fn wait_until(&self, expression: &str) {
        let condition = format!("() => Boolean({expression})");
        let script = format!(
            "const [done] = arguments; const holds = {condition}; \
             const check = () => holds() ? done() : requestAnimationFrame(check); check();"
        );
        let waited = self.client.execute_async(&script, vec![]).await;
        assert!(waited.is_ok(), "never true: {expression}");
    }

    /// The same of a page that is loaded again meanwhile, which ends a script that waits in it.
    pub async fn wait_until_reloaded(&self, expression: &str) {
        let script = format!("return Boolean({expression});");
        let deadline = Instant::now() + LIMIT;
        while self.client.execute(&script, vec![]).await.ok() != Some(Value::Bool(true)) {
            assert!(Instant::now() < deadline, "never true: {expression}");
        }
    }

    /// The errors and warnings of the console since the last call.
    pub async fn complaints(&self) -> Vec<String> {
        let entries = self.log("browser").await;
        let is_bad = |entry: &&Value| ["SEVERE", "WARNING"].contains(&text(&entry["level"]));
        let message = |entry: &Value| text(&entry["message"]).to_owned();
        entries.iter().filter(is_bad).map(message).collect()
    }

    /// The addresses outside this machine that were asked for since the last call.
    pub async fn foreign_requests(&self) -> Vec<String> {
        let mut foreign = Vec::new();
        for entry in self.log("performance").await {
            let event: Value = serde_json::from_str(text(&entry["message"])).unwrap();
            let params = &event["message"]["params"];
            let url = match text(&event["message"]["method"]) {
                "Network.requestWillBeSent" => text(&params["request"]["url"]),
                "Network.webSocketCreated" => text(&params["url"]),
                _ => continue,
            };
            let is_network = url.starts_with("http") || url.starts_with("ws");
            if is_network && !url.starts_with(&SITE.address_of("")) {
                foreign.push(url.to_owned());
            }
        }
        foreign
    }

    async fn log(&self, kind: &'static str) -> Vec<Value> {
        let entries = self.client.issue_cmd(Log { kind }).await.unwrap();
        entries.as_array().unwrap().clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // After a failure nobody knows what state it is in.
        if let (Some(session), false) = (self.session.take(), thread::panicking()) {
            idle().push((mem::take(&mut self.kind), session));
        }
    }
}

fn idle() -> MutexGuard<'static, Vec<(String, browser::Browser)>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn take_idle(kind: &str) -> Option<browser::Browser> {
    let mut idle = idle();
    let index = idle.iter().position(|(of, _)| of == kind)?;
    Some(idle.swap_remove(index).1)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The driver's own command for its logs.
#[derive(Debug)]
struct Log {
    kind: &'static str,
}

impl WebDriverCompatibleCommand for Log {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": self.kind }).to_string()))
    }
}
