//! An endpoint as its host starts it, in this process or as the program, and devices that talk to
//! it over HTTP.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use serde::Serialize;
use serde::de::DeserializeOwned;
use stairwell::endpoint::clock::PRACTICE_NOW;
use stairwell::endpoint::{Endpoint, Front, Settings, serve};
use stairwell::sync::wire::{
    CONTENT_TYPE, MAC_HEADER, NONCE_HEADER, Refusal, Token, decode, encode,
};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

pub use crate::desk::Desk;
use crate::endpoint::cluster;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_stairwell");

/// A running endpoint; ended when dropped.
pub struct Site {
    pub origin: String,
    pub start_code: String,
    /// Where it keeps everything.
    pub data: PathBuf,
    /// Where it answers monitoring, if it does.
    pub metrics: Option<String>,
    /// The links of the example in it, if there is one.
    pub example: Option<serde_json::Value>,
    /// What time it is there, where it plays a time: seconds since 1970.
    pub plays: Option<i64>,
    runs: Runs,
    agent: ureq::Agent,
    asked: AtomicU64,
    /// What it answers, where it runs in this process.
    router: Option<Router>,
}

/// How it runs. Ending the first, like the second, asks nobody.
enum Runs {
    Here {
        runtime: tokio::runtime::Runtime,
        served: tokio::task::JoinHandle<std::io::Result<()>>,
        stop: Option<oneshot::Sender<()>>,
    },
    Program(Mutex<Child>),
    Elsewhere,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub body: Vec<u8>,
    /// Whether it is the endpoint's own, to this request and to who showed the token.
    pub authentic: bool,
}

impl Answer {
    /// What was asked for, where that came.
    pub fn read<A: DeserializeOwned>(&self) -> A {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.body));
        decode(&self.body).unwrap()
    }

    /// The refusal, which says in a sentence what is wrong.
    pub fn refusal(&self) -> Refusal {
        let body = String::from_utf8_lossy(&self.body);
        let refusal: Refusal = serde_json::from_str(&body)
            .unwrap_or_else(|_| panic!("{} is no refusal: {body}", self.status));
        assert_eq!(refusal.code.status(), self.status);
        assert!(refusal.message.split(' ').count() > 3, "{refusal:?}");
        refusal
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

impl Site {
    /// The program, on a port the system gives.
    pub fn program(data: &Path) -> Site {
        Site::program_with(data, &[])
    }

    /// The same, with more arguments.
    pub fn program_with(data: &Path, more: &[&str]) -> Site {
        let mut command = Command::new(PROGRAM);
        if let Some(address) = cluster::ready(data) {
            command.env("STAIRWELL_DATABASE", address);
        }
        let mut process = command
            .args(["serve", "--listen", "127.0.0.1:0", "--json", "--data"])
            .arg(data)
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap();
        let mut site = Site::new(
            said["listening"].as_str().unwrap(),
            said["start_code"].as_str().unwrap().to_string(),
            data,
            Runs::Program(Mutex::new(process)),
        );
        site.metrics = said["metrics"].as_str().map(str::to_string);
        site.example = Some(said["example"].clone()).filter(|links| !links.is_null());
        site
    }

    /// In this process, on a port the system gives.
    pub fn here(settings: &Settings) -> Site {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let (listening, start_code, router, served) = runtime.block_on(async {
            let endpoint = Endpoint::open(settings).await.unwrap();
            let router = endpoint.router();
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let listening = listener.local_addr().unwrap().to_string();
            let start_code = endpoint.start_code().unwrap();
            let served = tokio::spawn(serve(endpoint, Front::Plain(listener), async {
                let _ = stopped.await;
            }));
            (listening, start_code, router, served)
        });
        let runs = Runs::Here {
            runtime,
            served,
            stop: Some(stop),
        };
        let mut site = Site::new(&listening, start_code, &settings.folder, runs);
        site.router = Some(router);
        site
    }

    /// Whoever else listens there, to be asked.
    pub fn at(listening: &str) -> Site {
        Site::new(listening, String::new(), Path::new(""), Runs::Elsewhere)
    }

    fn new(listening: &str, start_code: String, data: &Path, runs: Runs) -> Site {
        Site {
            origin: format!("http://{listening}"),
            start_code,
            data: data.to_path_buf(),
            metrics: None,
            example: None,
            plays: None,
            runs,
            agent: ureq::Agent::config_builder()
                .http_status_as_error(false)
                .build()
                .new_agent(),
            asked: AtomicU64::new(0),
            router: None,
        }
    }

    /// Where it listens, without the scheme.
    pub fn address(&self) -> &str {
        self.origin.trim_start_matches("http://")
    }

    /// A nonce not used before.
    pub fn nonce(&self) -> [u8; 16] {
        let mut nonce = [3; 16];
        nonce[..8].copy_from_slice(&self.asked.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        nonce
    }

    /// Sends a body as a device would.
    pub fn post(&self, path: &str, token: Option<&Token>, body: &[u8]) -> Answer {
        self.try_post(path, token, body).unwrap()
    }

    /// The same, where there may be no answer.
    pub fn try_post(
        &self,
        path: &str,
        token: Option<&Token>,
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let nonce = self.nonce();
        let hex = data_encoding::HEXLOWER.encode(&nonce);
        let headers = [("content-type", CONTENT_TYPE), (NONCE_HEADER, &hex)];
        let mut answer = self.send(path, token.map(Token::to_hex), &headers, body)?;
        answer.authentic = token.is_some_and(|token| {
            answer
                .header(MAC_HEADER)
                .is_some_and(|mac| token.is_answer(&nonce, answer.status, &answer.body, mac))
        });
        Ok(answer)
    }

    /// Its routes and what they run on, where it is in this process.
    pub fn within(&self) -> Option<(&Router, &tokio::runtime::Runtime)> {
        match (&self.router, &self.runs) {
            (Some(router), Runs::Here { runtime, .. }) => Some((router, runtime)),
            _ => None,
        }
    }

    /// Sends a body with these headers and no others that matter.
    pub fn send(
        &self,
        path: &str,
        token: Option<String>,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let mut request = self.agent.post(format!("{}{path}", self.origin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some(now) = self.plays {
            request = request.header(PRACTICE_NOW, now.to_string());
        }
        let mut answer = request.send(body)?;
        Ok(Answer {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            body: answer.body_mut().read_to_vec()?,
            authentic: false,
        })
    }

    /// Asks for what is given.
    pub fn ask<Q: Serialize, A: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&Token>,
        question: &Q,
    ) -> A {
        self.post(path, token, &encode(question)).read()
    }

    /// Now, as the endpoint sees it.
    pub fn now(&self) -> i64 {
        self.plays.unwrap_or_else(|| chrono::Utc::now().timestamp())
    }
}

impl Site {
    /// Kills the program, as a power cut would.
    pub fn kill(&self) {
        if let Runs::Program(process) = &self.runs {
            let mut process = process.lock().unwrap();
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Tells it to stop, and waits until it has; whether it did so in good order.
    pub fn terminate(&mut self) -> bool {
        let process = match &mut self.runs {
            Runs::Here {
                runtime,
                served,
                stop,
            } => {
                drop(stop.take());
                return runtime.block_on(served).unwrap().is_ok();
            }
            Runs::Program(process) => process,
            Runs::Elsewhere => return true,
        };
        let process = process.get_mut().unwrap();
        let pid = process.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(told.unwrap().success());
        process.wait().unwrap().success()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        match &mut self.runs {
            Runs::Here { stop, .. } => drop(stop.take()),
            Runs::Elsewhere => {}
            Runs::Program(process) => {
                if let Ok(process) = process.get_mut() {
                    // Ended already is as good.
                    let _ = process.kill();
                    let _ = process.wait();
                }
            }
        }
    }
}
