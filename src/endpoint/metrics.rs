//! What the host's monitoring may know: counts, durations and sizes, of routes and of the whole;
//! nothing of a campaign, a device or an address. In the text that Prometheus reads, on a
//! listener of its own that the outside does not reach.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::HttpBody;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

use super::Endpoint;
use super::error::Error;
use super::ledger::Push;
use super::ledger::summary::Summary;

/// Where the metrics are.
pub const PATH: &str = "/metrics";
/// The format that goes with what the crate writes (the OpenMetrics text format, version 1.0).
const FORMAT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// What is not of the API: the app's files.
const APP: &str = "app";

/// A kind of request and how it was answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    /// The route's pattern, or that it is the app.
    route: String,
    /// The HTTP status.
    status: u16,
}

/// A kind of request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
}

type Histograms = Family<Asked, Histogram, fn() -> Histogram>;

/// Everything that is counted.
pub struct Metrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    seconds: Histograms,
    received: Histograms,
    sent: Histograms,
    batches: Counter,
    batch_bytes: Counter,
    campaigns: Gauge,
    devices: Gauge,
    stored: Gauge,
    stored_bytes: Gauge,
    database: Gauge,
    certificate: Gauge<f64, AtomicU64>,
}

/// From a millisecond to a minute and more.
fn durations() -> Histogram {
    Histogram::new(exponential_buckets(0.001, 3.0, 11))
}

/// From 256 bytes to 4 MB.
fn sizes() -> Histogram {
    Histogram::new(exponential_buckets(256.0, 4.0, 8))
}

impl Default for Metrics {
    fn default() -> Metrics {
        let mut metrics = Metrics {
            registry: Registry::with_prefix("stairwell"),
            answered: Family::default(),
            seconds: Family::new_with_constructor(durations),
            received: Family::new_with_constructor(sizes),
            sent: Family::new_with_constructor(sizes),
            batches: Counter::default(),
            batch_bytes: Counter::default(),
            campaigns: Gauge::default(),
            devices: Gauge::default(),
            stored: Gauge::default(),
            stored_bytes: Gauge::default(),
            database: Gauge::default(),
            certificate: Gauge::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    fn register(&mut self) {
        let (registry, bytes) = (&mut self.registry, Unit::Bytes);
        registry.register("requests", "Requests answered", self.answered.clone());
        registry.register_with_unit(
            "request_duration",
            "From a request's head to its answer",
            Unit::Seconds,
            self.seconds.clone(),
        );
        let mut size = |name: &str, help: &str, of: &Histograms| {
            registry.register_with_unit(name, help, Unit::Bytes, of.clone());
        };
        size("request_size", "Requests' bodies", &self.received);
        size("answer_size", "Answers' bodies", &self.sent);
        registry.register("batches_taken", "Batches taken", self.batches.clone());
        registry.register_with_unit(
            "batches_taken",
            "What those came to",
            bytes,
            self.batch_bytes.clone(),
        );
        registry.register("campaigns", "Campaigns here", self.campaigns.clone());
        registry.register("devices", "Devices not revoked", self.devices.clone());
        registry.register("batches", "Batches here", self.stored.clone());
        registry.register_with_unit(
            "campaigns_stored",
            "Batches and certificates here",
            Unit::Bytes,
            self.stored_bytes.clone(),
        );
        registry.register_with_unit(
            "database",
            "The whole database",
            Unit::Bytes,
            self.database.clone(),
        );
        registry.register(
            "certificate_not_after",
            "When our own certificate runs out, seconds since 1970; 0 without one",
            self.certificate.clone(),
        );
    }

    /// Counts a push that was taken.
    pub fn pushed(&self, push: &Push) {
        let bytes: usize = push.additions.iter().map(|one| one.bytes.len()).sum();
        self.batches.inc_by(push.additions.len() as u64);
        self.batch_bytes.inc_by(bytes as u64);
    }

    /// Notes when the endpoint's own certificate runs out: seconds since 1970.
    pub fn certificate(&self, not_after: i64) {
        self.certificate.set(not_after as f64);
    }

    fn answer(&self, route: &str, took: Duration, received: u64, answer: &Response) {
        let asked = Asked {
            route: route.to_string(),
        };
        self.seconds
            .get_or_create(&asked)
            .observe(took.as_secs_f64());
        self.received.get_or_create(&asked).observe(received as f64);
        if let Some(sent) = answer.body().size_hint().exact() {
            self.sent.get_or_create(&asked).observe(sent as f64);
        }
        let status = answer.status().as_u16();
        let route = asked.route;
        self.answered
            .get_or_create(&Answered { route, status })
            .inc();
    }

    fn text(&self, summary: &Summary) -> Result<String, std::fmt::Error> {
        let set = |gauge: &Gauge, to: u64| gauge.set(i64::try_from(to).unwrap_or(i64::MAX));
        set(&self.campaigns, summary.campaigns);
        set(&self.devices, summary.devices);
        set(&self.stored, summary.batches);
        set(&self.stored_bytes, summary.bytes);
        set(&self.database, summary.database_bytes);
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// Counts a request, by its route and never by its path.
pub async fn count(
    State(endpoint): State<Arc<Endpoint>>,
    request: Request,
    next: Next,
) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or(APP, MatchedPath::as_str)
        .to_string();
    let received = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok())
        .unwrap_or(0);
    let begun = Instant::now();
    let answer = next.run(request).await;
    endpoint
        .metrics
        .answer(&route, begun.elapsed(), received, &answer);
    answer
}

/// What the listener for monitoring answers: this and nothing else.
pub fn router(endpoint: &Arc<Endpoint>) -> Router {
    Router::new()
        .route(PATH, get(metrics))
        .with_state(endpoint.clone())
}

async fn metrics(State(endpoint): State<Arc<Endpoint>>) -> Result<Response, Error> {
    let summary = endpoint.ledger.summary().await?;
    let text = endpoint
        .metrics
        .text(&summary)
        .map_err(|_| Error::Broken("the metrics could not be written"))?;
    Ok(([(CONTENT_TYPE, FORMAT)], text).into_response())
}
