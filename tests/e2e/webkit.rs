//! WebKit, driven over its own driver in a screen that nobody sees: each browser has both to
//! itself, and a profile that it keeps (`webkit_shell/main.rs`).

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};

use crate::browser::{Browser, PHONE};
use crate::page::Page;
use crate::process::Process;

/// The browser's source, and where its libraries are in Debian.
const SHELL: &str = "tests/e2e/webkit_shell/main.rs";
const LIBRARIES: &str = "/usr/lib/x86_64-linux-gnu";
const LINKED: [&str; 4] = [
    "libwebkit2gtk-4.1.so.0",
    "libgtk-3.so.0",
    "libgobject-2.0.so.0",
    "libglib-2.0.so.0",
];
/// How long the screen and the driver may take to come up.
const PATIENCE: Duration = Duration::from_secs(20);
/// What the browser itself writes begins with this; the rest is its libraries' grumbling.
const OWN_WORDS: &str = "webkit-shell:";
/// The browser takes no longer to do one thing.
const ONE_THING: Duration = Duration::from_secs(60);

tokio::task_local! {
    /// How often a page's process ended by itself, in browsers closed by what is being run.
    static CRASHES: Cell<usize>;
}

/// Runs this; with how often WebKit's own process of a page ended by itself meanwhile, in the browsers
/// that it closed. What runs beside it, on another estate, does not count.
pub async fn counting_crashes<T>(run: impl Future<Output = T>) -> (T, usize) {
    let counted = async { (run.await, CRASHES.with(Cell::get)) };
    CRASHES.scope(Cell::new(0), counted).await
}

/// What runs as long as a browser is held.
pub struct Running {
    _driver: Process,
    _screen: Process,
    who: String,
    /// What the browser and its driver complain of.
    log: File,
}

impl Running {
    /// Whether the process of a page has ended by itself. The driver says only that its session is no
    /// more; the browser knows.
    pub fn crashed(&self) -> bool {
        !self.last_words().is_empty()
    }

    fn last_words(&self) -> Vec<String> {
        let mut bytes = Vec::new();
        let mut log = &self.log;
        let read = log.seek(SeekFrom::Start(0));
        // What cannot be read says nothing.
        let _ = read.and_then(|_| log.read_to_end(&mut bytes));
        let text = String::from_utf8_lossy(&bytes);
        let own = text.lines().filter(|line| line.starts_with(OWN_WORDS));
        own.map(str::to_string).collect()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for words in self.last_words() {
            println!("    {}'s {words}", self.who);
            // Where nobody counts, it was told.
            let _ = CRASHES.try_with(|crashes| crashes.set(crashes.get() + 1));
        }
    }
}

/// Starts browsers.
pub struct Driver {
    shell: PathBuf,
}

impl Driver {
    /// Compiles the browser, which takes half a second.
    pub fn start() -> Result<Driver> {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let shell = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("webkit-shell");
        let mut compiler = Command::new("rustc");
        compiler
            .args(["-O", "--edition", "2024", "-L"])
            .arg(format!("native={LIBRARIES}"))
            .args(LINKED.map(|library| format!("-Clink-arg=-l:{library}")))
            .arg("-o")
            .arg(&shell)
            .arg(root.join(SHELL));
        let compiled = compiler.status().context("rustc could not be started")?;
        ensure!(compiled.success(), "the WebKit shell does not compile");
        Ok(Driver { shell })
    }

    /// Opens a browser on a profile, made where there is none: once more where the driver did not answer, as on a
    /// computer with much to do it does not always. No page is open by then.
    pub async fn browser(&self, profile: &Path, origin: &str, who: &str) -> Result<Browser> {
        match self.opened(profile, origin, who).await {
            Err(error) => {
                println!("    {who}'s browser did not open, once more: {error:#}");
                self.opened(profile, origin, who).await
            }
            opened => opened,
        }
    }

    async fn opened(&self, profile: &Path, origin: &str, who: &str) -> Result<Browser> {
        fs::create_dir_all(downloads(profile))?;
        let (screen, display) = screen()?;
        let port = free_port()?;
        let mut command = Command::new("WebKitWebDriver");
        command
            .args(["--host=127.0.0.1", &format!("--port={port}")])
            .env("DISPLAY", &display)
            .env("GDK_BACKEND", "x11")
            .env("LANG", "en_GB.UTF-8")
            .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
            // It speaks for itself only; nobody's own bus or settings come into it.
            .env("NO_AT_BRIDGE", "1")
            .env("GIO_USE_VFS", "local");
        let log = profile.join("webkit.log");
        let mut driver = Process::start_at_once(&mut command, File::create(&log)?)?;
        answers(port, &mut driver).await?;
        let size = format!("{}x{}", PHONE.0, PHONE.1);
        let mut wanted = Capabilities::new();
        wanted.set(
            "webkitgtk:browserOptions".to_string(),
            json!({"binary": self.shell, "args": [size, profile, downloads(profile)]}),
        )?;
        let session = WebDriver::builder(format!("http://127.0.0.1:{port}"), wanted)
            .request_timeout(ONE_THING)
            .connect()
            .await
            .context("WebKit did not start")?;
        let running = Running {
            _driver: driver,
            _screen: screen,
            who: who.to_string(),
            // Held open: the folder goes before the browser does.
            log: File::open(&log)?,
        };
        let page = Page::new(session, origin, who);
        Ok(Browser::webkit(page, profile.to_path_buf(), running))
    }
}

/// Where a browser on this profile puts what it downloads.
pub fn downloads(profile: &Path) -> PathBuf {
    profile.join("downloads")
}

/// A screen that nobody sees, and its name.
fn screen() -> Result<(Process, String)> {
    let mut command = Command::new("Xvfb");
    // The server picks a free number and says it.
    command.args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        "1000x1000x24",
        "-nolisten",
        "tcp",
    ]);
    // It complains of each number that is taken, and goes on to the next.
    command.stderr(Stdio::null());
    let (screen, number) = Process::start(&mut command, |line| line.trim().parse::<u32>().ok())?;
    Ok((screen, format!(":{number}")))
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

/// Waits until the driver listens.
async fn answers(port: u16, driver: &mut Process) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(());
        }
        if !driver.runs() {
            bail!("WebKitWebDriver ended before it listened");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("WebKitWebDriver does not listen")
}
