//! What is answered without TLS, beside an endpoint that has it: the way to it, and what a
//! certificate authority asks for (RFC 8555, 8.3).

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::uri::PathAndQuery;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tokio::net::TcpListener;

use crate::endpoint::patience::{Patience, Patient};

/// What the authority's tokens are answered with, while it asks.
#[derive(Clone, Debug, Default)]
pub struct Challenges(Arc<Mutex<BTreeMap<String, String>>>);

impl Challenges {
    /// Answers this token so from now on.
    pub fn answer(&self, token: String, with: String) {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.insert(token, with);
    }

    /// Answers none any more.
    pub fn forget(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    fn of(&self, token: &str) -> Option<String> {
        let answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.get(token).cloned()
    }
}

#[derive(Clone)]
struct Plain {
    challenges: Challenges,
    origin: String,
}

/// Answers on a listener without TLS: sends everybody to `origin` (`https://…`).
///
/// # Errors
/// Where the listener fails.
pub async fn serve(
    listener: TcpListener,
    patience: Patience,
    challenges: Challenges,
    origin: String,
) -> std::io::Result<()> {
    let plain = Plain { challenges, origin };
    let router = Router::new()
        .route("/.well-known/acme-challenge/{token}", get(challenge))
        .fallback(elsewhere)
        .with_state(plain);
    axum::serve(Patient::new(listener, patience), router).await
}

async fn challenge(State(plain): State<Plain>, Path(token): Path<String>) -> Response {
    match plain.challenges.of(&token) {
        Some(answer) => answer.into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The host is ours, whatever the request says it is.
async fn elsewhere(State(plain): State<Plain>, uri: Uri) -> Response {
    let path = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    Redirect::permanent(&format!("{}{path}", plain.origin)).into_response()
}
