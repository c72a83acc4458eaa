//! The endpoint: the real one, with its routes, its judge and its SQLite, asked without a socket.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request as Http;
use data_encoding::HEXLOWER;
use serde::Serialize;
use serde::de::DeserializeOwned;
use stairwell::endpoint::clock::{Clock, PRACTICE_NOW};
use stairwell::endpoint::ledger::backup::{backup, restore};
use stairwell::endpoint::limits::Limits;
use stairwell::endpoint::{Endpoint, Settings};
use stairwell::sync::keys::random_bytes;
use stairwell::sync::session::Request;
use stairwell::sync::wire::{
    CONTENT_TYPE, MAC_HEADER, NONCE_HEADER, Refusal, RefusalCode, Token, decode, encode,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// Where there is such a folder, it is memory: what SQLite waits for is there at once.
const MEMORY: &str = "/dev/shm";

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
    pub mac: Option<String>,
}

/// Why something asked for once did not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoGood {
    /// The endpoint does not run, or answered nothing of its own.
    NoAnswer,
    /// It refused.
    Refused(RefusalCode),
    /// What is to be kept before it is asked for could not be: the phone's disk is full.
    NotKept,
}

/// A host's computer.
pub struct Host {
    runtime: Runtime,
    folder: TempDir,
    /// None: it does not run.
    router: Option<Router>,
    endpoint: Option<Arc<Endpoint>>,
    pub start_code: String,
    backups: usize,
    room: Option<u64>,
}

impl Host {
    /// A new one, that runs.
    ///
    /// # Errors
    /// Where the system does not give what it needs.
    pub fn new() -> anyhow::Result<Host> {
        let memory = PathBuf::from(MEMORY);
        let folder = match memory.is_dir() {
            true => TempDir::new_in(memory)?,
            false => TempDir::new()?,
        };
        let mut host = Host {
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?,
            folder,
            router: None,
            endpoint: None,
            start_code: String::new(),
            backups: 0,
            room: None,
        };
        host.start()?;
        Ok(host)
    }

    fn settings(&self) -> Settings {
        Settings {
            clock: Clock::Practice,
            limits: Limits {
                campaigns: u32::MAX,
                ..Limits::rehearsing()
            },
            room: self.room,
            ..Settings::in_folder(&self.folder.path().join("data"))
        }
    }

    /// Whether it runs.
    pub fn runs(&self) -> bool {
        self.router.is_some()
    }

    /// Starts it, where it does not run.
    ///
    /// # Errors
    /// Where it does not open.
    pub fn start(&mut self) -> anyhow::Result<()> {
        if self.router.is_none() {
            let endpoint = self.runtime.block_on(Endpoint::open(&self.settings()))?;
            self.start_code = endpoint.start_code().unwrap_or_default();
            self.router = Some(endpoint.router());
            self.endpoint = Some(endpoint);
        }
        Ok(())
    }

    /// It dies; what it was asked and has not answered, it never will.
    pub fn die(&mut self) {
        self.router = None;
        self.endpoint = None;
    }

    /// From now on its disk is as good as full.
    ///
    /// # Errors
    /// Where it does not start again.
    pub fn fill(&mut self) -> anyhow::Result<()> {
        self.die();
        // A page, which it has taken already.
        self.room = Some(4_096);
        self.start()
    }

    /// There is room again.
    ///
    /// # Errors
    /// Where it does not start again.
    pub fn make_room(&mut self) -> anyhow::Result<()> {
        self.die();
        self.room = None;
        self.start()
    }

    fn backup_file(&self) -> PathBuf {
        self.folder.path().join(format!("backup-{}", self.backups))
    }

    /// Makes a backup while it runs.
    ///
    /// # Errors
    /// As the host's command.
    pub fn back_up(&mut self) -> anyhow::Result<()> {
        self.backups += 1;
        let to = self.backup_file();
        self.runtime
            .block_on(backup(&self.settings().place(), &to))?;
        Ok(())
    }

    /// It dies, and the newest backup takes the place of what was there.
    ///
    /// # Errors
    /// As the host's command.
    pub fn bring_back(&mut self) -> anyhow::Result<()> {
        self.die();
        let from = self.backup_file();
        self.runtime
            .block_on(restore(&from, &self.settings().place(), true))?;
        self.start()
    }

    /// Its maintenance at that time: what checkpoints have replaced and is due goes. How many batches.
    ///
    /// # Errors
    /// Where the database is in trouble.
    pub fn let_go(&self, now: i64) -> anyhow::Result<u64> {
        let Some(endpoint) = &self.endpoint else {
            return Ok(0);
        };
        Ok(self.runtime.block_on(endpoint.let_go(now))?.batches)
    }

    /// Answers a request; nothing, where it does not run.
    pub fn post(
        &self,
        path: &str,
        token: Option<&str>,
        nonce: &[u8; 16],
        body: Vec<u8>,
        now: i64,
    ) -> Option<Answer> {
        let router = self.router.clone()?;
        let mut request = Http::post(path)
            .header("content-type", CONTENT_TYPE)
            .header(NONCE_HEADER, HEXLOWER.encode(nonce))
            .header(PRACTICE_NOW, now.to_string());
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.body(Body::from(body)).ok()?;
        self.runtime.block_on(async {
            let answer = router.oneshot(request).await.ok()?;
            let mac = answer.headers().get(MAC_HEADER);
            Some(Answer {
                status: answer.status().as_u16(),
                mac: mac
                    .and_then(|mac| mac.to_str().ok())
                    .map(ToString::to_string),
                body: to_bytes(answer.into_body(), usize::MAX)
                    .await
                    .ok()?
                    .to_vec(),
            })
        })
    }

    /// A session's request, with this as its body.
    pub fn carry(&self, request: &Request, body: Vec<u8>, now: i64) -> Option<Answer> {
        self.post(
            request.path,
            Some(&request.token),
            &request.nonce,
            body,
            now,
        )
    }

    /// Asks for something once, and reads the answer, as `client::net` does.
    ///
    /// # Errors
    /// [`NoGood`].
    pub fn ask<Q: Serialize, A: DeserializeOwned>(
        &self,
        (path, token): (&str, Option<&Token>),
        question: &Q,
        now: i64,
        chance: &mut impl rand_core::CryptoRng,
    ) -> Result<A, NoGood> {
        let nonce = random_bytes(chance);
        let hex = token.map(Token::to_hex);
        let answer = self
            .post(path, hex.as_deref(), &nonce, encode(question), now)
            .ok_or(NoGood::NoAnswer)?;
        let ours = token.is_none_or(|token| {
            let mac = answer.mac.as_deref().unwrap_or_default();
            token.is_answer(&nonce, answer.status, &answer.body, mac)
        });
        match (ours, answer.status) {
            (true, 200) => decode(&answer.body).map_err(|_| NoGood::NoAnswer),
            (true, _) => Err(Refusal::read(&answer.body)
                .map_or(NoGood::NoAnswer, |refusal| NoGood::Refused(refusal.code))),
            _ => Err(NoGood::NoAnswer),
        }
    }
}
