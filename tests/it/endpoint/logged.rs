//! What an endpoint writes in its log while something is done to it, and while it serves.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use stairwell::endpoint::{Endpoint, Front, Settings, serve};
use tokio::net::TcpListener;

/// An endpoint that has not said something by then will not.
const PATIENCE: Duration = Duration::from_secs(30);

/// What an endpoint writes in its log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn says(&self) -> String {
        let said = self.0.lock().unwrap().clone();
        String::from_utf8(said).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Does something with an endpoint opened for it: what it came to, and what the log says of it.
pub fn logged<T>(settings: &Settings, run: impl AsyncFnOnce(Arc<Endpoint>) -> T) -> (T, String) {
    within(settings, async |endpoint, _| run(endpoint).await)
}

/// Serves as its host does until the log has these words: what the log says then.
pub fn served_until(settings: &Settings, words: &str) -> String {
    let (said, log) = within(settings, async |endpoint, log| {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let said = async {
            let until = tokio::time::Instant::now() + PATIENCE;
            while !log.says().contains(words) && tokio::time::Instant::now() < until {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        // It serves what outlives it.
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let served = tokio::spawn(serve(endpoint, Front::Plain(listener), async {
            let _ = stopped.await;
        }));
        said.await;
        let _ = stop.send(());
        served.await.unwrap().unwrap();
        log.says().contains(words)
    });
    assert!(said, "{words}: {log}");
    log
}

/// All on one thread, whose log is kept.
fn within<T>(settings: &Settings, run: impl AsyncFnOnce(Arc<Endpoint>, Log) -> T) -> (T, String) {
    let log = Log::default();
    let into = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || into.clone())
        .finish();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let came = tracing::subscriber::with_default(subscriber, || {
        runtime.block_on(async {
            let endpoint = Endpoint::open(settings).await.unwrap();
            run(endpoint, log.clone()).await
        })
    });
    (came, log.says())
}

/// The lines of a log that are the endpoint's own: a database of the host's has some of its own to say.
pub fn of_its_own(said: &str) -> Vec<&str> {
    let own = said.lines().filter(|line| line.contains(" stairwell::"));
    own.collect()
}
