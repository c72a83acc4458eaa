//! Whether the endpoint can do what it is there for: write its database.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::StatusCode;
use tokio::sync::Mutex;

use super::Endpoint;
use super::error::Error;

/// How long an answer holds, so that whoever asks again and again does not make it write as often.
const HOLDS: Duration = Duration::from_secs(5);

/// When the database was last written to see whether it can be.
#[derive(Debug, Default)]
pub struct Pulse(Mutex<Option<Instant>>);

/// `GET /healthz`: 200 where the database was written within the last five seconds, or can be now.
///
/// # Errors
/// Where it cannot: 507 where it is full, else 500.
pub async fn health(State(endpoint): State<Arc<Endpoint>>) -> Result<StatusCode, Error> {
    let mut last = endpoint.pulse.0.lock().await;
    if last.is_none_or(|at| at.elapsed() >= HOLDS) {
        *last = None;
        endpoint.ledger.healthy().await?;
        *last = Some(Instant::now());
    }
    Ok(StatusCode::OK)
}
