//! Hearing a request out before answering it.
//!
//! Who is refused early is still sending. If the answer goes out then and the connection is torn
//! down behind it, what arrives after that makes the other side's computer throw the answer away:
//! a phone with much to send would never learn that it was revoked, and try for ever.

use std::future::poll_fn;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::sync::Arc;

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::oneshot;

use super::Endpoint;
use crate::sync::wire::LARGEST_REQUEST;

/// No more than this is heard that nobody reads, in bytes.
const MOST: usize = 4 * LARGEST_REQUEST;

/// A body that goes back to its lender when it is done with, read or not.
struct Lent {
    body: Body,
    lender: Option<oneshot::Sender<Body>>,
}

impl Deref for Lent {
    type Target = Body;

    fn deref(&self) -> &Body {
        &self.body
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut Body {
        &mut self.body
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(lender) = self.lender.take() {
            // Nobody waits for it where the connection is gone.
            let _ = lender.send(std::mem::take(&mut self.body));
        }
    }
}

/// Answers once the request has come to its end, whoever read how much of it.
pub async fn hear_out(
    State(endpoint): State<Arc<Endpoint>>,
    request: Request,
    next: Next,
) -> Response {
    let (lender, returned) = oneshot::channel();
    let request = request.map(|body| {
        let lender = Some(lender);
        Body::new(Pin::new(Lent { body, lender }))
    });
    let answer = next.run(request).await;
    if let Ok(rest) = returned.await {
        // Where it takes too long, or is too much, it is answered all the same.
        let _ = tokio::time::timeout(endpoint.patience.rest(), throw_away(rest)).await;
    }
    answer
}

async fn throw_away(mut body: Body) {
    let mut heard = 0;
    while heard < MOST
        && let Some(Ok(frame)) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await
    {
        heard += frame.data_ref().map_or(0, |data| data.len());
    }
}
