//! A headless Chromium on the built site.

use fantoccini::{Client, ClientBuilder, Locator, wd::WebDriverCompatibleCommand};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use site::{
    build::{Sources, build},
    deck,
    server::{self, Reload},
    setup, talk, wasm, workspace,
};
use std::{
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::LazyLock,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use url::Url;

/// The built site, and where it is served as long as the tests run.
pub struct Site {
    pub folder: PathBuf,
    address: String,
}

impl Site {
    /// Where a page of the site is served, or another file of it.
    pub fn address_of(&self, file: &str) -> String {
        format!("{}/{file}", self.address)
    }
}

pub static SITE: LazyLock<Site> = LazyLock::new(|| {
    // What is tested here is what gets published.
    let folder = workspace::target_dir().join("tested-site");
    let sources = Sources {
        root: workspace::root().to_owned(),
        widget: wasm::build().unwrap(),
        reveal: deck::install().unwrap(),
        live_reload: false,
        base_path: None,
    };
    build(&sources, &folder).unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base_path = talk::base_path(workspace::root()).unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let address = format!("{origin}{}", base_path.trim_end_matches('/'));
    listener.set_nonblocking(true).unwrap();
    let site = folder.clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            server::serve(listener, &site, &base_path, Reload::default())
                .await
                .unwrap();
        });
    });
    Site { folder, address }
});

/// One browser window. It is closed, with its driver, when this is dropped.
pub struct Browser {
    /// For what the methods don't offer.
    pub client: Client,
    _driver: Driver,
    _profile: TempDir,
}

/// Reached only when the awaited never comes.
const LIMIT: Duration = Duration::from_mins(2);

/// What a phone's screen measures, in CSS pixels.
const PHONE: (u32, u32) = (390, 844);

impl Browser {
    /// A window of a laptop's size.
    pub async fn wide() -> Self {
        Self::new(json!({})).await
    }

    /// A window of a phone's size.
    pub async fn phone() -> Self {
        let (width, height) = PHONE;
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
        let command = DevTools {
            name: "Emulation.setScriptExecutionDisabled",
            parameters: json!({ "value": true }),
        };
        browser.client.issue_cmd(command).await.unwrap();
        browser
    }

    async fn new(mobile: Value) -> Self {
        Self::start(mobile, "normal").await
    }

    async fn start(mobile: Value, page_load: &str) -> Self {
        let mut driver = Driver::start();
        let profile = tempfile::tempdir().unwrap();
        let mut options = json!({
            "binary": setup::chromium().expect("run `cargo site test`, which installs Chromium"),
            "args": [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                // The speaker view and the slides are two windows.
                "--disable-backgrounding-occluded-windows",
                "--disable-background-timer-throttling",
                "--disable-renderer-backgrounding",
                "--window-size=1280,900",
                format!("--user-data-dir={}", profile.path().display()),
            ],
        });
        if mobile != json!({}) {
            options["mobileEmulation"] = mobile;
        }
        let capabilities = json!({
            "pageLoadStrategy": page_load,
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().unwrap().clone())
            .connect(&driver.address())
            .await
            .unwrap();
        driver.session = client.session_id().await.unwrap();
        Self {
            client,
            _driver: driver,
            _profile: profile,
        }
    }

    /// Opens a page of the site, such as `results.html`, and waits until it is loaded.
    pub async fn open(&self, page: &str) {
        self.client.goto(&SITE.address_of(page)).await.unwrap();
    }

    /// Runs a script in every page that is opened from now on, before the page's own.
    pub async fn before_every_page(&self, script: &str) {
        let parameters = json!({ "source": script });
        let command = DevTools {
            name: "Page.addScriptToEvaluateOnNewDocument",
            parameters,
        };
        self.client.issue_cmd(command).await.unwrap();
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

/// A command of Chromium's developer tools.
#[derive(Debug)]
struct DevTools {
    name: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/goog/cdp/execute"))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.name, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}

struct Driver {
    process: Child,
    port: u16,
    session: Option<String>,
}

impl Driver {
    /// Starts it on a port that it chooses.
    fn start() -> Self {
        let program = setup::chromedriver().expect("run `cargo site test`, which installs it");
        let mut process = Command::new(program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines.find_map(|line| {
            let line = line.unwrap();
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        // Chromium's own messages go on coming, and nobody may stop reading them.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            process,
            port: port.expect("ChromeDriver names its port"),
            session: None,
        }
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends the session, and with it Chromium.
    fn end_session(&self) -> std::io::Result<()> {
        let Some(session) = &self.session else {
            return Ok(());
        };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        write!(
            stream,
            "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        )?;
        // It answers once Chromium has ended, and keeps the connection open.
        BufReader::new(stream).read_line(&mut String::new())?;
        Ok(())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Also when a test fails; whatever is wrong here must not hide that.
        let _ = self.end_session();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
