//! The whole map of URLs, and the layers every request passes, outermost last.

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::HeaderName;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;

use super::error::Error;
use super::{
    Endpoint, assets, campaign, carry, checkpoint, guard, hearing, invitation, limits, membership,
    message, metrics, pulse, sync,
};
use crate::sync::wire::{LARGEST_CARRY, LARGEST_REQUEST, RefusalCode, path};

/// Requests that carry neither batches nor grants are no larger, in bytes.
const SMALL: usize = 64 * 1024;
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Everything this endpoint answers.
pub fn router(endpoint: &Arc<Endpoint>) -> Router {
    let large = Router::new()
        .route(path::SYNC, post(sync::sync))
        .route(path::GRANTS, post(membership::grants))
        .route(path::EPOCH, post(membership::new_epoch))
        .route(path::CHECKPOINT, post(checkpoint::replace))
        .layer(DefaultBodyLimit::max(LARGEST_REQUEST));
    let carried = Router::new()
        .route(path::CARRY, post(carry::carry))
        .layer(DefaultBodyLimit::max(LARGEST_CARRY));
    let small = Router::new()
        .route(path::START, post(campaign::start))
        .route(path::FIND, post(campaign::find))
        .route(path::LOOK, post(invitation::look))
        .route(path::JOIN, post(invitation::join))
        .route(path::INVITE, post(invitation::publish))
        .route(path::REVOKE, post(membership::revoke))
        .route(path::MEMBERS, post(membership::members))
        .route(path::EXTEND, post(campaign::extend))
        .route(path::CLOSE, post(campaign::close))
        .layer(DefaultBodyLimit::max(SMALL));
    let api = large
        .merge(carried)
        .merge(small)
        .route("/v1", post(not_here))
        .route("/v1/", post(not_here))
        .route("/v1/{*other}", post(not_here))
        .method_not_allowed_fallback(not_here)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(endpoint.clone(), in_time))
        .layer(from_fn_with_state(endpoint.clone(), limits::slow_down))
        .layer(from_fn(message::authenticate))
        .layer(from_fn_with_state(endpoint.clone(), hearing::hear_out));
    let all = Router::new()
        .route(path::HEALTH, get(pulse::health))
        .merge(api)
        .merge(assets::router())
        .layer(from_fn_with_state(endpoint.clone(), metrics::count))
        .layer(TraceLayer::new_for_http())
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid));
    guard::security_headers(all, endpoint.tls).with_state(endpoint.clone())
}

async fn not_here() -> Error {
    RefusalCode::Malformed.into()
}

async fn in_time(State(endpoint): State<Arc<Endpoint>>, request: Request, next: Next) -> Response {
    tokio::time::timeout(endpoint.patience.answer(), next.run(request))
        .await
        .unwrap_or_else(|_| Error::Broken("a request took too long").into_response())
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    Error::Broken("a handler panicked").into_response()
}
