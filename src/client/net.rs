//! Requests to the endpoint. The one place that names the HTTP crate.
//!
//! A request with a token counts as answered only if the answer is authenticated; one without,
//! only if it is of the protocol's type: a captive portal's page is no answer.

use gloo_net::http::{Method, RequestBuilder};
use js_sys::Uint8Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::{AbortSignal, RequestCache, RequestCredentials, RequestRedirect};

use super::clock::BrowserRng;
use super::told::PhoneError;
use crate::canvass::hex;
use crate::sync::keys::random_bytes;
use crate::sync::session::Request;
use crate::sync::wire::{CONTENT_TYPE, MAC_HEADER, NONCE_HEADER, Refusal, Token, decode, encode};

/// How long joining and the like may take, in milliseconds.
const ASKING: u32 = 10_000;
/// How long a sync may take, in milliseconds.
const SYNCING: u32 = 30_000;

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    /// What stood in the authentication header.
    pub mac: Option<String>,
    /// What stood in the type header.
    pub content_type: Option<String>,
}

/// Sends a session's request; `None` where no answer came in time.
pub async fn send(request: &Request) -> Option<Answer> {
    let token = Some(request.token.as_str());
    post(request.path, &request.nonce, token, &request.body, SYNCING).await
}

/// Asks without a token: starting, looking, joining, recovering.
///
/// # Errors
/// [`PhoneError::NoAnswer`] or [`PhoneError::Refused`].
pub async fn ask<Q: Serialize, A: DeserializeOwned>(
    path: &str,
    question: &Q,
) -> Result<A, PhoneError> {
    let heard = hear(path, question).await?;
    heard.map_err(|refusal| PhoneError::Refused(refusal.code))
}

/// The same, with all that a refusal says.
///
/// # Errors
/// [`PhoneError::NoAnswer`].
pub async fn hear<Q: Serialize, A: DeserializeOwned>(
    path: &str,
    question: &Q,
) -> Result<Result<A, Refusal>, PhoneError> {
    let nonce = random_bytes(&mut BrowserRng);
    let answer = post(path, &nonce, None, &encode(question), ASKING).await;
    read(&answer.ok_or(PhoneError::NoAnswer)?)
}

/// Asks as a member, with the device's token.
///
/// # Errors
/// [`PhoneError::NoAnswer`] or [`PhoneError::Refused`].
pub async fn ask_as<Q: Serialize, A: DeserializeOwned>(
    token: &Token,
    path: &str,
    question: &Q,
) -> Result<A, PhoneError> {
    let nonce = random_bytes(&mut BrowserRng);
    let hex = token.to_hex();
    let answer = post(path, &nonce, Some(&hex), &encode(question), ASKING).await;
    let answer = answer.ok_or(PhoneError::NoAnswer)?;
    let mac = answer.mac.as_deref().unwrap_or_default();
    if !token.is_answer(&nonce, answer.status, &answer.body, mac) {
        return Err(PhoneError::NoAnswer);
    }
    read(&answer)?.map_err(|refusal| PhoneError::Refused(refusal.code))
}

fn read<A: DeserializeOwned>(answer: &Answer) -> Result<Result<A, Refusal>, PhoneError> {
    let read = match answer.status {
        200 => {
            let ours = answer.content_type.as_deref() == Some(CONTENT_TYPE);
            ours.then(|| decode(&answer.body).ok()).flatten().map(Ok)
        }
        _ => Refusal::read(&answer.body).map(Err),
    };
    read.ok_or(PhoneError::NoAnswer)
}

/// A file of this site as text; `None` where it did not come. The service worker has those it keeps.
pub async fn text(path: &str) -> Option<String> {
    let request = RequestBuilder::new(path)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Error)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(ASKING)));
    let answer = request.send().await.ok()?;
    // The time runs on while the text comes.
    answer.ok().then_some(answer.text().await.ok()?)
}

async fn post(
    path: &str,
    nonce: &[u8; 16],
    token: Option<&str>,
    body: &[u8],
    patience: u32,
) -> Option<Answer> {
    let mut request = RequestBuilder::new(path)
        .method(Method::POST)
        .header("content-type", CONTENT_TYPE)
        .header(NONCE_HEADER, &hex::encode(nonce))
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Error)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(patience)));
    if let Some(token) = token {
        request = request.header("authorization", &format!("Bearer {token}"));
    }
    let answer = request
        .body(Uint8Array::from(body))
        .ok()?
        .send()
        .await
        .ok()?;
    let headers = answer.headers();
    Some(Answer {
        status: answer.status(),
        mac: headers.get(MAC_HEADER),
        content_type: headers.get("content-type"),
        // The time runs on while the body comes.
        body: answer.binary().await.ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::wire::RefusalCode;

    fn answer(status: u16, content_type: &str, body: &[u8]) -> Answer {
        Answer {
            status,
            body: body.to_vec(),
            mac: None,
            content_type: Some(content_type.to_string()),
        }
    }

    #[test]
    fn a_login_page_is_no_answer() {
        let page = answer(200, "text/html", &encode(&7_u32));
        assert_eq!(read::<u32>(&page), Err(PhoneError::NoAnswer));
        let page = answer(403, "text/html", b"<html>log in</html>");
        assert_eq!(read::<u32>(&page), Err(PhoneError::NoAnswer));
        let ours = answer(200, CONTENT_TYPE, &encode(&7_u32));
        assert_eq!(read::<u32>(&ours), Ok(Ok(7)));
    }

    #[test]
    fn a_refusal_is_told_from_no_answer() {
        let body = serde_json::to_vec(&Refusal::new(RefusalCode::UnknownInvite)).unwrap();
        let refused = read::<u32>(&answer(404, "application/json", &body));
        let code = refused.unwrap().map_err(|refusal| refusal.code);
        assert_eq!(code, Err(RefusalCode::UnknownInvite));
    }
}
