//! One request to an endpoint over HTTP.

use std::time::Duration;

use crate::sync::keys::random_bytes;
use crate::sync::session::Request;
use crate::sync::wire::{CONTENT_TYPE, MAC_HEADER, NONCE_HEADER, Refusal, Token, decode, encode};
use anyhow::{Context, bail};
use data_encoding::HEXLOWER;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::chance::Chance;

/// Says what time it is to an endpoint that was started for rehearsals.
pub const PRACTICE_NOW_HEADER: &str = "stairwell-practice-now";

/// An answer, whoever it came from.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    /// What stood in the authentication header.
    pub mac: Option<String>,
}

/// Where requests go.
#[derive(Clone, Debug)]
pub struct Endpoint {
    origin: String,
    agent: ureq::Agent,
    /// What time to tell an endpoint that was started for rehearsals.
    pub practice_now: Option<i64>,
}

impl Endpoint {
    /// An endpoint at an origin such as `https://knock.example`.
    pub fn new(origin: &str) -> Endpoint {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(30)))
            .http_status_as_error(false)
            .build()
            .new_agent();
        Endpoint {
            origin: origin.trim_end_matches('/').to_string(),
            agent,
            practice_now: None,
        }
    }

    /// Sends a session's request; `None` where no answer came.
    pub fn send(&self, request: &Request) -> Option<Answer> {
        self.post(
            request.path,
            Some(&request.token),
            &request.nonce,
            &request.body,
        )
        .ok()
    }

    /// Asks for something once, and reads the answer. With a token, only an authenticated answer
    /// counts.
    ///
    /// # Errors
    /// Where no answer came, it was not the endpoint's, or it was a refusal (a
    /// [`RefusalCode`](crate::sync::wire::RefusalCode)).
    pub fn ask<Q: Serialize, A: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&Token>,
        question: &Q,
        chance: &mut Chance,
    ) -> anyhow::Result<A> {
        let nonce = random_bytes(chance);
        let hex = token.map(Token::to_hex);
        let answer = self
            .post(path, hex.as_deref(), &nonce, &encode(question))
            .with_context(|| crate::t!("cli.no_answer", origin = self.origin))?;
        if let Some(token) = token {
            let ours = answer
                .mac
                .as_ref()
                .is_some_and(|mac| token.is_answer(&nonce, answer.status, &answer.body, mac));
            if !ours {
                bail!(crate::t!("cli.not_the_endpoint", origin = self.origin));
            }
        }
        if answer.status == 200 {
            return decode(&answer.body).map_err(|_| {
                anyhow::anyhow!(crate::t!("cli.not_the_endpoint", origin = self.origin))
            });
        }
        match serde_json::from_slice::<Refusal>(&answer.body) {
            // As a code, for whoever has to know which.
            Ok(refusal) => Err(refusal.code.into()),
            Err(_) => bail!(crate::t!("cli.not_the_endpoint", origin = self.origin)),
        }
    }

    fn post(
        &self,
        path: &str,
        token: Option<&str>,
        nonce: &[u8; 16],
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let mut request = self
            .agent
            .post(format!("{}{path}", self.origin))
            .header("content-type", CONTENT_TYPE)
            .header(NONCE_HEADER, HEXLOWER.encode(nonce));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some(now) = self.practice_now {
            request = request.header(PRACTICE_NOW_HEADER, now.to_string());
        }
        let mut answer = request.send(body)?;
        let mac = answer
            .headers()
            .get(MAC_HEADER)
            .and_then(|mac| mac.to_str().ok())
            .map(str::to_string);
        Ok(Answer {
            status: answer.status().as_u16(),
            mac,
            body: answer.body_mut().read_to_vec()?,
        })
    }
}
