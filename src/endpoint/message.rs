//! Requests in, answers out: the body's format, the nonce, and the authentication of answers.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Endpoint;
use super::error::Error;
use crate::sync::wire::{
    CONTENT_TYPE, MAC_HEADER, NONCE_HEADER, RefusalCode, Token, decode, encode,
};

/// A request's or an answer's body.
pub struct Message<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<Endpoint>> for Message<T> {
    type Rejection = Error;

    async fn from_request(request: Request, endpoint: &Arc<Endpoint>) -> Result<Self, Error> {
        // A page of another site cannot send this type without asking first.
        let ours = request.headers().get(header::CONTENT_TYPE)
            == Some(&HeaderValue::from_static(CONTENT_TYPE));
        // Nothing is inflated here, so that nothing small turns out to be large.
        let encoded = request.headers().contains_key(header::CONTENT_ENCODING);
        if !ours || encoded {
            return Err(RefusalCode::Malformed.into());
        }
        let coming = Bytes::from_request(request, endpoint);
        let bytes = tokio::time::timeout(endpoint.patience.body(), coming)
            .await
            // Too large for its line: who sends less at once gets through.
            .map_err(|_| RefusalCode::TooLarge)?
            .map_err(|rejection| {
                Error::from(match rejection {
                    BytesRejection::FailedToBufferBody(rejection)
                        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE =>
                    {
                        RefusalCode::TooLarge
                    }
                    _ => RefusalCode::Malformed,
                })
            })?;
        decode(&bytes)
            .map(Message)
            .map_err(|_| RefusalCode::Malformed.into())
    }
}

impl<T: Serialize> IntoResponse for Message<T> {
    fn into_response(self) -> Response {
        let headers = [(header::CONTENT_TYPE, CONTENT_TYPE)];
        (headers, encode(&self.0)).into_response()
    }
}

/// The token a request shows, if it is one at all. Whether anybody has it is not known yet.
pub fn token(headers: &HeaderMap) -> Option<Token> {
    let shown = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    Token::from_hex(shown.strip_prefix("Bearer ")?)
}

fn nonce(headers: &HeaderMap) -> Option<[u8; 16]> {
    let hex = headers.get(NONCE_HEADER)?.as_bytes();
    HEXLOWER.decode(hex).ok()?.try_into().ok()
}

/// Refuses requests without a nonce, and authenticates the answer to whoever showed a token,
/// whatever the answer is. It is never kept by anything on the way.
pub async fn authenticate(request: Request, next: Next) -> Response {
    let token = token(request.headers());
    let nonce = nonce(request.headers());
    let mut answer = match nonce {
        Some(_) => next.run(request).await,
        None => Error::from(RefusalCode::Malformed).into_response(),
    };
    answer
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    match (token, nonce) {
        (Some(token), Some(nonce)) => with_mac(answer, &token, &nonce).await,
        _ => answer,
    }
}

async fn with_mac(answer: Response, token: &Token, nonce: &[u8; 16]) -> Response {
    let (mut parts, body) = answer.into_parts();
    // Our own answers, whose size we have bounded.
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return Error::Broken("an answer could not be gathered").into_response();
    };
    let mac = token.answer_mac(nonce, parts.status.as_u16(), &body);
    if let Ok(mac) = HeaderValue::from_str(&HEXLOWER.encode(&mac)) {
        parts.headers.insert(MAC_HEADER, mac);
    }
    Response::from_parts(parts, Body::from(body))
}
