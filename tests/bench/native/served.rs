//! The endpoint, as its host starts it: the optimised program, behind a proxy of ours that says where
//! requests come from. Its limits are the usual ones.

use std::io::{BufRead, BufReader};
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use data_encoding::HEXLOWER;
use serde::Serialize;
use serde::de::DeserializeOwned;
use stairwell::sync::session::Request;
use stairwell::sync::wire::{CONTENT_TYPE, MAC_HEADER, NONCE_HEADER, Token, decode, encode};

/// The program beside this one.
pub fn program() -> PathBuf {
    let here = std::env::current_exe().unwrap();
    here.with_file_name("stairwell")
}

/// How many have been started.
static STARTED: AtomicU64 = AtomicU64::new(0);

/// An endpoint that runs; it ends, and its data with it, when this is dropped.
pub struct Served {
    process: Child,
    pub origin: String,
    pub start_code: String,
    pub data: PathBuf,
    agent: ureq::Agent,
    asked: AtomicU64,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
    pub mac: Option<String>,
}

impl Served {
    /// Starts one.
    pub fn start() -> Served {
        let name = format!(
            "stairwell-bench-{}-{}",
            std::process::id(),
            STARTED.fetch_add(1, Ordering::Relaxed)
        );
        let data = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&data).unwrap();
        let mut process = Command::new(program())
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--json",
                "--behind-proxy",
                "--data",
            ])
            .arg(&data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let out = process.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap();
        Served {
            process,
            origin: format!("http://{}", said["listening"].as_str().unwrap()),
            start_code: said["start_code"].as_str().unwrap().to_string(),
            data,
            agent: agent(),
            asked: AtomicU64::new(0),
        }
    }

    /// Its number among processes.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Now: seconds since 1970.
    pub fn now() -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        since.as_secs() as i64
    }

    /// Asks for something as a device does, each time from another address.
    pub fn ask<Q: Serialize, A: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&Token>,
        question: &Q,
    ) -> A {
        let asked = self.asked.fetch_add(1, Ordering::Relaxed);
        let mut nonce = [3; 16];
        nonce[..8].copy_from_slice(&asked.to_be_bytes());
        let hex = token.map(Token::to_hex);
        let from = somewhere(asked as u32);
        let (path, nonce) = ((path, &nonce), from);
        let answer = send(
            &self.agent,
            &self.origin,
            path,
            hex.as_deref(),
            &encode(question),
            nonce,
        );
        let answer = answer.unwrap();
        let said = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status, 200, "{said}");
        decode(&answer.body).unwrap()
    }

    /// Carries a session's request.
    pub fn carry(
        &self,
        agent: &ureq::Agent,
        request: &Request,
        from: Ipv4Addr,
    ) -> Result<Answer, ureq::Error> {
        let path = (request.path, &request.nonce);
        send(
            agent,
            &self.origin,
            path,
            Some(&request.token),
            &request.body,
            from,
        )
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Already gone is as good as ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

/// An address of a phone.
pub fn somewhere(n: u32) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(Ipv4Addr::new(10, 0, 0, 0)) + n)
}

/// Connections of one who asks.
pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(60)))
        .http_status_as_error(false)
        .build()
        .new_agent()
}

fn send(
    agent: &ureq::Agent,
    origin: &str,
    (path, nonce): (&str, &[u8; 16]),
    token: Option<&str>,
    body: &[u8],
    from: Ipv4Addr,
) -> Result<Answer, ureq::Error> {
    let mut request = agent
        .post(format!("{origin}{path}"))
        .header("content-type", CONTENT_TYPE)
        .header("x-forwarded-for", from.to_string())
        .header(NONCE_HEADER, HEXLOWER.encode(nonce));
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let mut answer = request.send(body)?;
    let mac = answer.headers().get(MAC_HEADER);
    Ok(Answer {
        status: answer.status().as_u16(),
        mac: mac.and_then(|mac| mac.to_str().ok()).map(str::to_string),
        body: answer
            .body_mut()
            .with_config()
            .limit(8 << 20)
            .read_to_vec()?,
    })
}
