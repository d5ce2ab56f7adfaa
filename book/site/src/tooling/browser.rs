//! A headless Chromium, by `ChromeDriver`.

use super::setup;
use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder, wd::WebDriverCompatibleCommand};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    fs::{self, Permissions},
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;
use url::Url;

/// One window with a profile of its own. It is closed, with its driver, when this is dropped or this
/// process ends.
pub struct Browser {
    /// The `WebDriver` client, for what the methods don't offer.
    pub client: Client,
    _driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Opens the window with `WebDriver`'s `capabilities`, an object, in addition to what makes Chromium
    /// run without a screen and stay off the network.
    ///
    /// # Errors
    /// Chromium or its driver is missing or does not start.
    pub async fn start(mut capabilities: Value) -> Result<Self> {
        let missing = "Chromium is missing: run `cargo site test` once";
        let chromium = setup::headless_shell().context(missing)?;
        let profile = tempfile::tempdir()?;
        let binary = opening_a_page(&chromium, profile.path())?;
        let mut driver = Driver::start(profile.path())?;
        let options = &mut capabilities["goog:chromeOptions"];
        options["binary"] = json!(binary);
        // What a page saves goes with the profile.
        options["prefs"] = json!({ "download.default_directory": profile.path() });
        options["args"] = json!([
            "--headless",
            // It ends with its driver.
            "--remote-debugging-pipe",
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
        ]);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().cloned().unwrap_or_default())
            .connect(&driver.address())
            .await
            .context("Chromium does not start")?;
        driver.session = client.session_id().await?;
        Ok(Self {
            client,
            _driver: driver,
            _profile: profile,
        })
    }

    /// Runs a `command` of Chromium's developer tools and returns the answer.
    ///
    /// # Errors
    /// They refuse it.
    pub async fn dev_tools(&self, command: &'static str, parameters: Value) -> Result<Value> {
        let command = DevTools {
            command,
            parameters,
        };
        Ok(self.client.issue_cmd(command).await?)
    }
}

/// Writes a program into `folder` that starts `chromium` with an empty page. The headless shell opens none by
/// itself, and `ChromeDriver` waits for one.
fn opening_a_page(chromium: &Path, folder: &Path) -> Result<PathBuf> {
    let program = folder.join("chromium");
    let script = format!(
        "#!/bin/sh\nexec '{}' \"$@\" about:blank\n",
        chromium.display()
    );
    fs::write(&program, script)?;
    fs::set_permissions(&program, Permissions::from_mode(0o700))?;
    Ok(program)
}

/// A command of Chromium's developer tools.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/goog/cdp/execute"))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}

/// Attempts to start `ChromeDriver` until it has a port.
const ATTEMPTS: u32 = 5;

/// Runs a driver until our end of the pipe is closed, at the latest when this process ends in whichever way,
/// and removes the profile.
const UNTIL_WE_END: &str =
    r#""$0" --port=0 & exec >/dev/null; read -r _; kill $!; wait $!; rm -rf "$1""#;

struct Driver {
    process: Child,
    port: u16,
    session: Option<String>,
}

impl Driver {
    /// Starts it on a port that it chooses. It has been seen to end without one while many programs took
    /// ports; hence a few attempts.
    fn start(profile: &Path) -> Result<Self> {
        let missing = "ChromeDriver is missing: run `cargo site test` once";
        let program = setup::chromedriver().context(missing)?;
        for _ in 0..ATTEMPTS {
            if let Some(driver) = Self::attempt(&program, profile)? {
                return Ok(driver);
            }
        }
        bail!(
            "ChromeDriver reported no port in {ATTEMPTS} attempts: run `chromedriver --port=0` to see why"
        )
    }

    fn attempt(program: &Path, profile: &Path) -> Result<Option<Self>> {
        let mut process = Command::new("sh")
            .args(["-c", UNTIL_WE_END])
            .args([program, profile])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("ChromeDriver can't be run")?;
        let stdout = process
            .stdout
            .take()
            .context("ChromeDriver prints nothing")?;
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        let Some(port) = port else {
            process.wait()?;
            return Ok(None);
        };
        // Chromium's own messages go on coming, and nobody may stop reading them.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Some(Self {
            process,
            port,
            session: None,
        }))
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
        // Also when something failed; whatever is wrong here must not hide that.
        let _ = self.end_session();
        // Which closes its pipe.
        let _ = self.process.wait();
    }
}
