//! Hostile pushes, drawn from a seed: whatever somebody can make of batches they have seen, keys of
//! their own and nothing else. None is taken, none leaves a trace, none is the endpoint's fault.
//!
//! A share with all other tests; `cargo xtask hostile` plays as many as are wanted, and prints what
//! they came to: straight to the judge, who decides before anything is written; to the routes, with a
//! database behind them; and over HTTP.

mod ways;

use std::collections::BTreeMap;
use std::fs;
use std::time::Instant;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use stairwell::endpoint::checks::Checks;
use stairwell::endpoint::judge::{Arrived, judge};
use stairwell::endpoint::ledger::{Campaign, Known};
use stairwell::sync::batch::{Batch, BatchError};
use stairwell::sync::certificate::SignedCertificate;
use stairwell::sync::wire::{
    CONTENT_TYPE, MAC_HEADER, NONCE_HEADER, Refusal, RefusalCode, SyncAnswer, SyncRequest, Token,
    decode, path,
};
use tower::ServiceExt;

use super::camp::Camp;
use super::database;
use crate::site::Answer;
use ways::{Made, Material, May};

/// How many, unless [`WANTED`] says otherwise: to the judge, to the routes, and over HTTP.
const SHARE: [u64; 3] = [5_000, 500, 200];
/// Where these numbers, and a seed, may stand.
const WANTED: [&str; 4] = [
    "STAIRWELL_HOSTILE",
    "STAIRWELL_HOSTILE_ROUTES",
    "STAIRWELL_HOSTILE_HTTP",
    "STAIRWELL_SEED",
];
/// Everything stored is compared after so many, and at the end.
const LOOK_EVERY: u64 = 1_000;
/// How much larger the process may have become, in kB, once the first of [`LOOK_EVERY`] are done.
const MAY_GROW: u64 = 32 * 1024;

/// What the answers were.
#[derive(Default)]
struct Figures {
    requests: u64,
    /// By way, and by status.
    ways: BTreeMap<&'static str, u64>,
    statuses: BTreeMap<u16, u64>,
    grown: u64,
}

impl Figures {
    fn count(&mut self, made: &Made, status: u16) {
        *self.ways.entry(made.way).or_insert(0) += 1;
        *self.statuses.entry(status).or_insert(0) += 1;
        self.requests += 1;
    }

    /// Whatever was taken, left a trace or was answered with a 5xx would have ended the test.
    fn tell(&self, how: &str, seed: u64, begun: Instant) {
        let told = serde_json::json!({
            "measure": "hostile", "to": how, "database": database::name(), "seed": seed,
            "requests": self.requests, "taken": 0, "traces": 0, "server_errors": 0,
            "by_status": self.statuses, "by_way": self.ways,
            "grown_kb": self.grown, "seconds": begun.elapsed().as_secs(),
        });
        println!("\n{told}");
    }
}

#[test]
fn nothing_hostile_is_taken_or_leaves_a_trace_straight_to_the_routes() {
    let requests = wanted(1).unwrap_or(SHARE[1]);
    let camp = Camp::new();
    played(&camp, requests, "routes", |camp, made| {
        asked_within(camp, made.token.as_ref(), &made.body)
    });
}

#[test]
fn nothing_hostile_is_taken_or_leaves_a_trace_over_http() {
    let requests = wanted(2).unwrap_or(SHARE[2]);
    let camp = Camp::new();
    played(&camp, requests, "HTTP", |camp, made| {
        camp.site.post(path::SYNC, made.token.as_ref(), &made.body)
    });
}

#[test]
fn nothing_hostile_is_taken_by_the_judge() {
    let (requests, seed) = (wanted(0).unwrap_or(SHARE[0]), wanted(3).unwrap_or(1));
    let camp = Camp::new();
    let mut material = Material::gathered(&camp);
    let (campaign, known) = material.known(&camp);
    let mut luck = ChaCha20Rng::seed_from_u64(seed);
    let mut figures = Figures::default();
    let begun = Instant::now();
    let mut resident = 0;
    let checks = Checks::default();
    for n in 0..requests {
        let made = material.draw(&mut luck);
        // Nobody shows the judge a token.
        let may = match made.way {
            "a stranger's" => May::Either,
            _ => made.may,
        };
        let (status, added) = judged(campaign, &known, &made.body, camp.site.now(), &checks);
        assert_eq!(added, 0, "{}, number {n}, was taken", made.way);
        let refused = status >= 400;
        let rightly = may == May::Either || refused == (may == May::BeRefused);
        assert!(rightly, "{}, number {n}: {status}", made.way);
        figures.count(&made, status);
        if n == LOOK_EVERY {
            resident = resident_kb();
        }
    }
    if requests > LOOK_EVERY {
        figures.grown = resident_kb().saturating_sub(resident);
    }
    assert!(figures.grown < MAY_GROW, "{} kB more", figures.grown);
    figures.tell("judge", seed, begun);
}

/// Reads a request and judges what it brings, as the handler does; the status it would answer with,
/// and how much would be added.
fn judged(
    campaign: Campaign,
    known: &Known,
    body: &[u8],
    now: i64,
    checks: &Checks,
) -> (u16, usize) {
    let of = |code: RefusalCode| (code.status(), 0);
    let Ok(request) = decode::<SyncRequest>(body) else {
        return of(RefusalCode::Malformed);
    };
    let mut arrived = Vec::new();
    for bytes in request.batches {
        match Batch::from_bytes(&bytes) {
            Ok(batch) => arrived.push(Arrived {
                hash: Batch::hash(&bytes),
                batch,
                bytes,
            }),
            Err(BatchError::TooLarge) => return of(RefusalCode::TooLarge),
            Err(_) => return of(RefusalCode::Malformed),
        }
    }
    let mut known = known.clone();
    for bytes in &request.certificates {
        match SignedCertificate::from_bytes(bytes) {
            Ok(signed) if known.stored.contains(&signed.id()) => {}
            Ok(signed) => {
                known.chain.insert(signed);
            }
            Err(_) => return of(RefusalCode::BadCertificate),
        }
    }
    match judge(campaign, &known, arrived, now, checks) {
        Ok(push) => (200, push.additions.len()),
        Err(refusal) => of(refusal.code),
    }
}

/// Syncs without a socket.
fn asked_within(camp: &Camp, token: Option<&Token>, body: &[u8]) -> Answer {
    let (router, runtime) = camp.site.within().unwrap();
    let nonce = camp.site.nonce();
    let mut request = Request::post(path::SYNC)
        .header("content-type", CONTENT_TYPE)
        .header(NONCE_HEADER, data_encoding::HEXLOWER.encode(&nonce));
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {}", token.to_hex()));
    }
    let request = request.body(Body::from(body.to_vec())).unwrap();
    let (parts, body) = runtime.block_on(async {
        let answer = router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        (parts, to_bytes(body, usize::MAX).await.unwrap().to_vec())
    });
    let mut answer = Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body,
        authentic: false,
    };
    let mac = answer.header(MAC_HEADER).unwrap_or_default();
    answer.authentic =
        token.is_some_and(|token| token.is_answer(&nonce, answer.status, &answer.body, mac));
    answer
}

fn wanted(n: usize) -> Option<u64> {
    let text = std::env::var(WANTED[n]).ok()?;
    Some(text.parse().unwrap())
}

fn played(camp: &Camp, requests: u64, how: &str, send: impl Fn(&Camp, &Made) -> Answer) {
    let seed = wanted(3).unwrap_or(1);
    let mut luck = ChaCha20Rng::seed_from_u64(seed);
    let mut material = Material::gathered(camp);
    let mut figures = Figures::default();
    let begun = Instant::now();
    let before = stored(camp);
    let mut resident = 0;
    for n in 0..requests {
        let made = material.draw(&mut luck);
        let answer = send(camp, &made);
        look_at(&made, &answer, n);
        figures.count(&made, answer.status);
        if n % LOOK_EVERY == LOOK_EVERY - 1 {
            assert_eq!(
                stored(camp),
                before,
                "a trace, of one of the last before {n}"
            );
            let now = resident_kb();
            resident = if resident == 0 { now } else { resident };
            figures.grown = figures.grown.max(now.saturating_sub(resident));
        }
    }
    assert_eq!(stored(camp), before, "a trace");
    assert_eq!(database::integrity(&camp.site.data), "ok");
    assert!(figures.grown < MAY_GROW, "{} kB more", figures.grown);
    // What is right is still taken: nothing of all that was in its way.
    let taken = camp.take(&camp.vera, &[material.log.write(2)]);
    assert_eq!(taken.heads.len(), 1);
    figures.tell(how, seed, begun);
}

/// Whether this is an answer that such a request may have.
fn look_at(made: &Made, answer: &Answer, n: u64) {
    let way = made.way;
    let told = || {
        let body = String::from_utf8_lossy(&answer.body);
        format!("{way}, number {n}: {} {body}", answer.status)
    };
    match answer.status {
        200 => {
            assert!(made.may != May::BeRefused, "{}", told());
            let read: Result<SyncAnswer, _> = decode(&answer.body);
            assert!(read.is_ok(), "{}", told());
        }
        400..500 => {
            assert!(made.may != May::BeKnown, "{}", told());
            let refusal = Refusal::read(&answer.body);
            let code = refusal.map(|refusal| refusal.code.status());
            assert_eq!(code, Some(answer.status), "{}", told());
        }
        _ => panic!("{}", told()),
    }
    if made.token.is_some() && answer.status != 401 {
        assert!(answer.authentic, "{}", told());
    }
}

/// Everything that is stored, but for when somebody was last heard.
fn stored(camp: &Camp) -> Vec<String> {
    let mut rows = camp.rows();
    rows.retain(|row| !row.starts_with("devices "));
    rows
}

/// The memory of this process that is in use, in kB; 0 where the system does not tell.
fn resident_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
