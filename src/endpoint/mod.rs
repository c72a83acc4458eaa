//! The endpoint: stores what it cannot read, and hands it to those who may.
//!
//! A request passes the layers of [`routes`], which is the whole map of URLs; [`hearing`] hears it
//! to its end, [`message`] reads its body and authenticates the answer, [`caller`] finds out whose
//! token it shows. The handlers are [`campaign`], [`invitation`], [`sync`], [`checkpoint`] and [`membership`].
//! [`judge`] decides whether batches are taken; [`checks`] remembers whose certificates held; the [`ledger`] keeps them. How long each may take,
//! [`patience`] says ([`Settings::patience`]); [`pulse`] and [`metrics`] are for who hosts it. It holds no key, and of `canvass` it knows nothing
//! but names of logs, streams and roles.

pub mod assets;
pub mod caller;
pub mod campaign;
pub mod carry;
pub mod checkpoint;
pub mod checks;
pub mod clock;
pub mod error;
pub mod guard;
pub mod hearing;
pub mod in_use;
pub mod invitation;
pub mod judge;
pub mod ledger;
pub mod limits;
pub mod membership;
pub mod message;
pub mod metrics;
pub mod patience;
pub mod pulse;
pub mod routes;
pub mod sync;
pub mod tls;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::sync::invite::InviteCode;
use checks::Checks;
use clock::Clock;
use in_use::{InUse, Shared};
use ledger::Ledger;
use ledger::backup::Place;
use ledger::postgres::Postgres;
use ledger::sqlite::Sqlite;
use limits::{Limits, Rates};
use metrics::Metrics;
use patience::{Patience, Patient, Peer};
use pulse::Pulse;
use tls::Shown;
use tls::secure::Secure;

/// How often ended campaigns are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(10 * 60);
/// The database's file in the endpoint's folder.
const DATABASE: &str = "stairwell.db";

/// How an endpoint is to be.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it keeps everything; made where there is none.
    pub folder: PathBuf,
    /// The PostgreSQL database it shares with others like it, as `postgres://…`; without one, it
    /// has an SQLite database in its folder.
    pub postgres: Option<String>,
    /// What it keeps, and how often it may be asked.
    pub limits: Limits,
    /// How large its database may grow, in bytes.
    pub room: Option<u64>,
    /// How long it waits for others.
    pub patience: Patience,
    /// Where it takes the time from.
    pub clock: Clock,
    /// The proxies of ours that stand before it and say where requests come from.
    pub proxies: Vec<IpAddr>,
    /// Whether it is reached over HTTPS.
    pub tls: bool,
}

impl Settings {
    /// The usual, in this folder.
    pub fn in_folder(folder: &Path) -> Settings {
        Settings {
            folder: folder.to_path_buf(),
            postgres: None,
            limits: Limits::default(),
            room: None,
            patience: Patience::default(),
            clock: Clock::System,
            proxies: Vec::new(),
            tls: false,
        }
    }
}

impl Settings {
    /// Where it keeps what devices send.
    pub fn place(&self) -> Place {
        match &self.postgres {
            Some(address) => Place::Postgres(address.clone()),
            None => Place::File(self.folder.join(DATABASE)),
        }
    }

    /// Opens what it keeps, for the host's own commands.
    ///
    /// # Errors
    /// [`ledger::Error`].
    pub async fn ledger(&self) -> ledger::Result<Box<dyn Ledger>> {
        Ok(match self.place() {
            Place::Postgres(address) => Box::new(Postgres::open(&address).await?),
            Place::File(file) => Box::new(Sqlite::open(&file, self.room).await?),
        })
    }
}

/// Why an endpoint does not start.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The folder cannot be had.
    #[error(transparent)]
    Folder(#[from] InUse),
    /// The database cannot be opened.
    #[error("the database in {0} cannot be opened: {1}")]
    Database(PathBuf, ledger::Error),
    /// The database elsewhere cannot be opened. Its address is not shown: it may hold a password.
    #[error("the PostgreSQL database cannot be opened: {0}")]
    Postgres(ledger::Error),
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
    checks: Arc<Checks>,
    patience: Patience,
    metrics: Metrics,
    pulse: Pulse,
    tls: bool,
    start_code: Option<InviteCode>,
    _here: Shared,
}

impl Endpoint {
    /// Opens what is in the folder, or begins there.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(settings: &Settings) -> Result<Arc<Endpoint>, OpenError> {
        let folder = &settings.folder;
        let here = Shared::in_folder(folder)?;
        let broken = |error| match settings.postgres {
            Some(_) => OpenError::Postgres(error),
            None => OpenError::Database(folder.clone(), error),
        };
        let ledger = settings.ledger().await.map_err(broken)?;
        let fresh = InviteCode::random(&mut randomness()?);
        let kept = ledger
            .start_code(&fresh.characters(), clock::system_now())
            .await
            .map_err(broken)?;
        let start_code = kept
            .map(|kept| InviteCode::parse(&kept))
            .transpose()
            .map_err(|_| broken(ledger::Error::Broken("its start code does not read".into())))?;
        let endpoint = Endpoint {
            ledger,
            clock: settings.clock,
            limits: settings.limits,
            rates: Rates::new(&settings.limits, settings.proxies.clone()),
            checks: Arc::default(),
            patience: settings.patience,
            metrics: Metrics::default(),
            pulse: Pulse::default(),
            tls: settings.tls,
            start_code,
            _here: here,
        };
        Ok(Arc::new(endpoint))
    }

    /// The oldest code that started campaigns here when this was opened, as it is typed; none
    /// where its host has revoked all.
    pub fn start_code(&self) -> Option<String> {
        self.start_code.as_ref().map(InviteCode::in_fours)
    }

    /// How long it waits for others.
    pub fn patience(&self) -> Patience {
        self.patience
    }

    /// Notes when its own certificate runs out (seconds since 1970), for who monitors it.
    pub fn certified_until(&self, not_after: i64) {
        self.metrics.certificate(not_after);
    }

    /// Everything it answers.
    pub fn router(self: &Arc<Endpoint>) -> Router {
        routes::router(self)
    }

    /// Deletes the campaigns that have ended by `now` (seconds since 1970), says in the log how many these were
    /// and nothing else of them, and answers it.
    ///
    /// # Errors
    /// [`ledger::Error`].
    pub async fn sweep(&self, now: i64) -> Result<u64, ledger::Error> {
        let gone = self.ledger.sweep(now).await?;
        if gone > 0 {
            tracing::info!(gone, "campaigns that had ended were deleted");
        }
        Ok(gone)
    }

    /// Deletes what has ended and forgets who has gone quiet, again and again.
    async fn keep_tidy(self: Arc<Endpoint>) {
        let mut every = tokio::time::interval(SWEEP_EVERY);
        loop {
            every.tick().await;
            self.rates.forget();
            // What time a rehearsal plays is not known between its requests.
            if self.clock == Clock::System {
                if let Err(error) = self.sweep(clock::system_now()).await {
                    tracing::error!(%error, "ended campaigns were not deleted");
                }
                if let Err(error) = self.let_go(clock::system_now()).await {
                    tracing::error!(%error, "what checkpoints had replaced was not deleted");
                }
            }
        }
    }
}

/// How an endpoint is reached.
pub enum Front {
    /// As it is.
    Plain(TcpListener),
    /// With TLS, showing this certificate.
    Tls(TcpListener, Arc<Shown>),
}

/// Serves until `stop`, then lets running requests finish, for a little while.
///
/// # Errors
/// Where the listener fails.
pub async fn serve(
    endpoint: Arc<Endpoint>,
    front: Front,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let patience = endpoint.patience;
    match front {
        Front::Plain(listener) => serve_on(endpoint, Patient::new(listener, patience), stop).await,
        Front::Tls(listener, shown) => {
            let config = tls::config(shown).map_err(std::io::Error::other)?;
            let listener = Secure::new(listener, patience, config)?;
            serve_on(endpoint, listener, stop).await
        }
    }
}

async fn serve_on<L: Listener<Addr = SocketAddr>>(
    endpoint: Arc<Endpoint>,
    listener: L,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()>
where
    Peer: for<'a> Connected<IncomingStream<'a, L>>,
{
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
    let serving = axum::serve(listener, service)
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

/// Answers monitoring ([`metrics`]) for as long as it is let.
///
/// # Errors
/// Where the listener fails.
pub async fn serve_metrics(endpoint: Arc<Endpoint>, listener: TcpListener) -> std::io::Result<()> {
    axum::serve(listener, metrics::router(&endpoint)).await
}

/// The system's randomness, tried once, so that it does not fail later.
///
/// # Errors
/// Where the system gives none.
pub fn randomness() -> Result<impl rand_core::CryptoRng, getrandom::Error> {
    getrandom::fill(&mut [0; 32])?;
    Ok(rand_core::UnwrapErr(getrandom::SysRng))
}
