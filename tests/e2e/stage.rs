//! A stage for one journey: the product serving its own folder, and a browser in front of it.
//!
//! Waiting is always for a condition. The end comes in order, by a panic too: browser, chromedriver, server, folders.

use std::future::Future;
use std::io::{Read, Write};
use std::mem::ManuallyDrop;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::{
    By, DesiredCapabilities, Key, LoggingPrefsLogLevel, TypingData, WebDriver, WebElement,
};

use super::process::{Background, donthu, run};

const CHROMIUM: &str = "/usr/bin/chromium";
const CHROMEDRIVER: &str = "/usr/bin/chromedriver";
/// Longest time that a condition is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Password of every account that a journey makes on a page.
pub(crate) const PASSWORD: &str = "Mot-mat-khau-dai-2018";

/// What the browser is like.
#[derive(Clone, Copy)]
pub(crate) struct Browser {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) runs_scripts: bool,
}

/// The screen on most desks.
pub(crate) const DESK: Browser = Browser { width: 1366, height: 768, runs_scripts: true };
/// A telephone.
pub(crate) const PHONE: Browser = Browser { width: 390, height: 844, runs_scripts: true };

/// Somebody who can sign in.
pub(crate) struct Person {
    pub(crate) user_name: String,
    pub(crate) password: String,
}

pub(crate) struct Stage {
    /// Never dropped by itself: its own end waits for the runtime that a panic is just leaving.
    pub(crate) driver: ManuallyDrop<WebDriver>,
    driver_port: u16,
    /// `http://127.0.0.1:port`.
    pub(crate) base: String,
    _chromedriver: Background,
    server: Background,
    _profile: TempDir,
    _data: TempDir,
}

/// Whether the browser is there; says so when it is not, and then fails where it is required.
pub(crate) fn browser_is_there() -> bool {
    let missing: Vec<_> =
        [CHROMIUM, CHROMEDRIVER].into_iter().filter(|path| !Path::new(path).exists()).collect();
    if missing.is_empty() {
        return true;
    }
    let missing = missing.join(", ");
    assert!(std::env::var_os("CI").is_none(), "required in CI, and missing: {missing}");
    // Straight to the stream: the test harness swallows what the print macros write.
    let notice = format!("skipped: a browser journey needs {missing}\n");
    std::io::stderr().write_all(notice.as_bytes()).unwrap();
    false
}

/// A ledger as an office keeps it: 2,277 good rows and 12 that can't be right.
pub(crate) fn ledger() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/so-theo-doi-don-2017.xlsx")
}

/// A data folder for a journey.
pub(crate) fn data_folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Names the office and brings the past ledger in, by command.
pub(crate) fn with_ledger(data: &TempDir) {
    run(&["init", "--office", "UBND thành phố Quy Nhơn"], data.path());
    run(&["import", ledger().to_str().unwrap()], data.path());
}

/// Makes an account by command; its password is printed once.
pub(crate) fn person(data: &TempDir, user_name: &str, full_name: &str, role: &str) -> Person {
    let said =
        run(&["account", "add", user_name, "--name", full_name, "--role", role], data.path());
    let password = said.trim().rsplit(' ').next().unwrap().to_owned();
    Person { user_name: user_name.to_owned(), password }
}

impl Stage {
    /// Serves the folder and opens a browser on an empty page.
    pub(crate) async fn open(data: TempDir, browser: Browser) -> Self {
        let mut serve = donthu(&["serve", "--listen", "127.0.0.1:0"], data.path());
        let server = Background::start(&mut serve);
        let base = server.line(address);
        let profile = tempfile::tempdir().unwrap();
        let mut drive = Command::new(CHROMEDRIVER);
        // What the browser leaves behind goes with its profile.
        drive.arg("--port=0").env("TMPDIR", profile.path());
        let chromedriver = Background::start(&mut drive);
        let port: u16 = chromedriver.line(|line| {
            let port = line.split("started successfully on port ").nth(1)?;
            port.trim_end_matches('.').parse().ok()
        });
        let wanted = capabilities(profile.path(), browser);
        let address = format!("http://127.0.0.1:{port}");
        let driver = WebDriver::new(address, wanted).await.expect("a browser session");
        Self {
            driver: ManuallyDrop::new(driver),
            driver_port: port,
            base,
            _chromedriver: chromedriver,
            server,
            _profile: profile,
            _data: data,
        }
    }

    /// The one-time link that the server of an empty folder prints.
    pub(crate) fn setup_link(&self) -> String {
        self.server.line(|line| address(line).filter(|link| link.contains("/khoi-tao?ma=")))
    }

    /// Opens a page of the product.
    pub(crate) async fn go(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.base)).await.unwrap();
    }

    /// Signs in as somebody would.
    pub(crate) async fn sign_in(&self, person: &Person) {
        self.go("/dang-nhap").await;
        self.fill("ten", &person.user_name).await;
        self.fill("mat_khau", &person.password).await;
        self.press("Đăng nhập").await;
        self.at("/").await;
    }

    /// Path and query of the page that is shown.
    pub(crate) async fn path(&self) -> String {
        let url = self.driver.current_url().await.unwrap();
        url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    /// Waits until the page with this path (and query, when it has one) is shown.
    pub(crate) async fn at(&self, path: &str) {
        self.until(&format!("page {path}"), async || {
            let shown = self.path().await;
            shown == path || shown.split('?').next() == Some(path)
        })
        .await;
    }

    /// Waits until something holds.
    pub(crate) async fn until<F: Future<Output = bool>>(
        &self,
        what: &str,
        mut holds: impl FnMut() -> F,
    ) {
        let begun = Instant::now();
        while !holds().await {
            if begun.elapsed() > PATIENCE {
                let text = self.text().await;
                panic!(
                    "waited in vain for {what} at {}; the page says:\n{text}",
                    self.path().await
                );
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// What the page says.
    pub(crate) async fn text(&self) -> String {
        match self.driver.find(By::Tag("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Waits until the page says this.
    pub(crate) async fn says(&self, words: &str) {
        self.until(&format!("“{words}”"), async || self.text().await.contains(words)).await;
    }

    /// The first element, once it is there.
    pub(crate) async fn find(&self, css: &str) -> WebElement {
        self.until(css, async || self.driver.find(By::Css(css)).await.is_ok()).await;
        self.driver.find(By::Css(css)).await.unwrap()
    }

    /// All elements that are there now.
    pub(crate) async fn all(&self, css: &str) -> Vec<WebElement> {
        self.driver.find_all(By::Css(css)).await.unwrap()
    }

    /// Texts of all elements that are there now.
    pub(crate) async fn texts(&self, css: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self.all(css).await {
            texts.push(element.text().await.unwrap());
        }
        texts
    }

    /// Types into the field of this name, in the page's own part.
    pub(crate) async fn fill(&self, name: &str, text: &str) {
        let field = self.find(&format!("main [name={name}]")).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// What the field of this name holds.
    pub(crate) async fn value(&self, name: &str) -> String {
        let field = self.find(&format!("main [name={name}]")).await;
        field.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Chooses the option, or ticks the box, with these words, of the field of this name that can be seen.
    pub(crate) async fn choose(&self, name: &str, words: &str) {
        let option = format!(
            "//main//select[@name='{name}']/option[normalize-space()='{words}'] \
             | //main//label[normalize-space()='{words}']/input[@name='{name}'][@type='checkbox']"
        );
        for option in self.driver.find_all(By::XPath(option)).await.expect(words) {
            if option.is_displayed().await.unwrap() {
                return option.click().await.unwrap();
            }
        }
        panic!("{words} can't be chosen");
    }

    /// Clicks the button or link with these words.
    pub(crate) async fn press(&self, words: &str) {
        // The first words of its own: a count or a key may follow in an element of their own.
        let named = format!(
            "//*[self::button or self::a or self::summary][normalize-space(text()[1])='{words}']"
        );
        let find = async || self.driver.find(By::XPath(&named)).await;
        self.until(words, async || find().await.is_ok()).await;
        find().await.unwrap().click().await.unwrap();
    }

    /// Presses keys, wherever the focus is.
    pub(crate) async fn keys(&self, keys: impl Into<TypingData>) {
        self.driver.action_chain().send_keys(keys).perform().await.unwrap();
    }

    /// Presses keys while another is held.
    pub(crate) async fn with_key(&self, held: Key, keys: TypingData) {
        let chain = self.driver.action_chain().key_down(held.clone());
        chain.send_keys(keys).key_up(held).perform().await.unwrap();
    }

    /// Runs a script in the page.
    pub(crate) async fn script<T: DeserializeOwned>(&self, script: &str, values: Vec<Value>) -> T {
        let answer = self.driver.execute(script, values).await.expect("a script that runs");
        answer.convert().unwrap()
    }

    /// Name of the field that has the focus.
    pub(crate) async fn focused(&self) -> String {
        self.script("return document.activeElement?.name ?? '';", vec![]).await
    }
}

impl Drop for Stage {
    /// Asks chromedriver to close the browser, and waits until it did.
    fn drop(&mut self) {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.driver_port)) else { return };
        drop(stream.set_read_timeout(Some(PATIENCE)));
        let session = self.driver.session_id();
        drop(write!(
            stream,
            "DELETE /session/{session} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        ));
        drop(stream.read(&mut [0; 64]));
    }
}

/// The address in a line that the server printed.
fn address(line: &str) -> Option<String> {
    Some(line[line.find("http://127.0.0.1:")?..].trim().to_owned())
}

fn capabilities(profile: &Path, browser: Browser) -> thirtyfour::ChromeCapabilities {
    let mut wanted = DesiredCapabilities::chrome();
    wanted.set_binary(CHROMIUM).unwrap();
    for argument in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=vi",
    ] {
        wanted.add_arg(argument).unwrap();
    }
    wanted.add_arg(&format!("--user-data-dir={}", profile.display())).unwrap();
    // The window of a headless Chromium can't be as narrow as a telephone; an emulated screen can.
    let screen = json!({
        "width": browser.width, "height": browser.height, "pixelRatio": 1.0,
        "touch": false, "mobile": false,
    });
    wanted.add_experimental_option("mobileEmulation", json!({ "deviceMetrics": screen })).unwrap();
    let scripts = if browser.runs_scripts { 1 } else { 2 };
    let preferences = json!({ "profile.managed_default_content_settings.javascript": scripts });
    wanted.add_experimental_option("prefs", preferences).unwrap();
    wanted.set_logging_prefs("browser", LoggingPrefsLogLevel::All).unwrap();
    wanted.set_logging_prefs("performance", LoggingPrefsLogLevel::All).unwrap();
    wanted
}
