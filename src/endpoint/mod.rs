//! The endpoint: stores what it cannot read, and hands it to those who may.
//!
//! A request passes the layers of [`routes`], which is the whole map of URLs; [`hearing`] hears it
//! to its end, [`message`] reads its body and authenticates the answer, [`caller`] finds out whose
//! token it shows. The handlers are [`campaign`], [`invitation`], [`sync`] and [`membership`].
//! [`judge`] decides whether batches are taken; the [`ledger`] keeps them. How long each may take,
//! [`patience`] says ([`Settings::patience`]). It holds no key, and of `canvass` it knows nothing
//! but names of logs, streams and roles.

pub mod assets;
pub mod caller;
pub mod campaign;
pub mod clock;
pub mod error;
pub mod guard;
pub mod hearing;
pub mod invitation;
pub mod judge;
pub mod ledger;
pub mod limits;
pub mod membership;
pub mod message;
pub mod patience;
pub mod routes;
pub mod sync;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::sync::invite::InviteCode;
use clock::Clock;
use ledger::Ledger;
use ledger::sqlite::Sqlite;
use limits::{Limits, Rates};
use patience::{Patience, Patient, Peer};

/// How often ended campaigns are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(10 * 60);
/// The database's file in the endpoint's folder.
const DATABASE: &str = "stairwell.db";

/// How an endpoint is to be.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it keeps everything; made where there is none.
    pub folder: PathBuf,
    /// What it keeps, and how often it may be asked.
    pub limits: Limits,
    /// How large its database may grow, in bytes.
    pub room: Option<u64>,
    /// How long it waits for others.
    pub patience: Patience,
    /// Where it takes the time from.
    pub clock: Clock,
    /// Whether a proxy of ours stands before it and says where requests come from.
    pub behind_proxy: bool,
    /// Whether it is reached over HTTPS.
    pub tls: bool,
}

impl Settings {
    /// The usual, in this folder.
    pub fn in_folder(folder: &Path) -> Settings {
        Settings {
            folder: folder.to_path_buf(),
            limits: Limits::default(),
            room: None,
            patience: Patience::default(),
            clock: Clock::System,
            behind_proxy: false,
            tls: false,
        }
    }
}

/// Why an endpoint does not start.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The folder cannot be made.
    #[error("the folder {0} cannot be made or entered: {1}")]
    Folder(PathBuf, std::io::Error),
    /// The database cannot be opened.
    #[error("the database in {0} cannot be opened: {1}")]
    Database(PathBuf, ledger::Error),
    /// The system gives no randomness.
    #[error("this system gives no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
}

/// An endpoint.
pub struct Endpoint {
    ledger: Box<dyn Ledger>,
    clock: Clock,
    limits: Limits,
    rates: Rates,
    patience: Patience,
    tls: bool,
    start_code: InviteCode,
}

impl Endpoint {
    /// Opens what is in the folder, or begins there.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(settings: &Settings) -> Result<Arc<Endpoint>, OpenError> {
        let folder = &settings.folder;
        std::fs::create_dir_all(folder)
            .map_err(|error| OpenError::Folder(folder.clone(), error))?;
        let broken = |error| OpenError::Database(folder.clone(), error);
        let ledger = Sqlite::open(&folder.join(DATABASE), settings.room)
            .await
            .map_err(broken)?;
        let fresh = InviteCode::random(&mut randomness()?);
        let kept = ledger
            .start_code(&fresh.characters())
            .await
            .map_err(broken)?;
        let start_code = InviteCode::parse(&kept)
            .map_err(|_| broken(ledger::Error::Broken("its start code does not read".into())))?;
        let endpoint = Endpoint {
            ledger: Box::new(ledger),
            clock: settings.clock,
            limits: settings.limits,
            rates: Rates::new(&settings.limits, settings.behind_proxy),
            patience: settings.patience,
            tls: settings.tls,
            start_code,
        };
        Ok(Arc::new(endpoint))
    }

    /// What starts campaigns here, as it is typed.
    pub fn start_code(&self) -> String {
        self.start_code.in_fours()
    }

    /// Everything it answers.
    pub fn router(self: &Arc<Endpoint>) -> Router {
        routes::router(self)
    }

    /// Deletes the campaigns that have ended by `now` (seconds since 1970), and answers how many.
    ///
    /// # Errors
    /// [`ledger::Error`].
    pub async fn sweep(&self, now: i64) -> Result<u64, ledger::Error> {
        self.ledger.sweep(now).await
    }

    /// Deletes what has ended and forgets who has gone quiet, again and again.
    async fn keep_tidy(self: Arc<Endpoint>) {
        let mut every = tokio::time::interval(SWEEP_EVERY);
        loop {
            every.tick().await;
            self.rates.forget();
            // What time a rehearsal plays is not known between its requests.
            if self.clock == Clock::System {
                match self.sweep(clock::system_now()).await {
                    Ok(0) => {}
                    Ok(gone) => tracing::info!(gone, "campaigns that had ended were deleted"),
                    Err(error) => tracing::error!(%error, "ended campaigns were not deleted"),
                }
            }
        }
    }
}

/// Serves until `stop`, then lets running requests finish, for a little while.
///
/// # Errors
/// Where the listener fails.
pub async fn serve(
    endpoint: Arc<Endpoint>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let tidy = tokio::spawn(endpoint.clone().keep_tidy());
    let service = endpoint
        .router()
        .into_make_service_with_connect_info::<Peer>();
    let patience = endpoint.patience;
    let (told, hears) = oneshot::channel();
    let stop = async move {
        stop.await;
        // Nobody hears it where serving has ended by itself.
        let _ = told.send(());
    };
    let serving = axum::serve(Patient::new(listener, patience), service)
        .with_graceful_shutdown(stop)
        .into_future();
    let out_of_patience = async {
        let _ = hears.await;
        tokio::time::sleep(patience.stopping()).await;
    };
    let served = tokio::select! {
        served = serving => served,
        () = out_of_patience => Ok(()),
    };
    tidy.abort();
    served
}

/// The system's randomness, tried once, so that it does not fail later.
fn randomness() -> Result<impl rand_core::CryptoRng, getrandom::Error> {
    getrandom::fill(&mut [0; 32])?;
    Ok(rand_core::UnwrapErr(getrandom::SysRng))
}
