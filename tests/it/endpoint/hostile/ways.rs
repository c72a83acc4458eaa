//! The ways in which a push can be hostile, each drawn anew.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::Rng;
use stairwell::canvass::dot::LogId;
use stairwell::canvass::stream::Stream;
use stairwell::endpoint::ledger::{Campaign, Known, Log};
use stairwell::sync::batch::{Batch, LARGEST_BATCH, NO_BATCH};
use stairwell::sync::certificate::{CertificateId, Kind, SignedCertificate};
use stairwell::sync::epoch::EpochId;
use stairwell::sync::keys::{OwnKeys, Secret, random_bytes};
use stairwell::sync::wire::{Cursor, Head, SyncRequest, Token, encode};

use super::super::camp::{Camp, FIRST, SECOND};
use super::super::hand::{Hand, stair};
use crate::site::Desk;

/// What may come of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// It is refused.
    BeRefused,
    /// What it brings is here already: it is answered, and changes nothing.
    BeKnown,
    /// Bytes that may happen to ask for something: answered or refused, it changes nothing.
    Either,
}

/// A request, ready to be sent.
pub struct Made {
    pub way: &'static str,
    pub may: May,
    pub token: Option<Token>,
    pub body: Vec<u8>,
}

/// What somebody hostile has: batches they saw, and devices of their own.
pub struct Material {
    /// Vera's log on the first stair; what it holds is at the endpoint.
    pub log: Hand,
    held: Vec<Vec<u8>>,
    bram: OwnKeys,
    brams_certificate: CertificateId,
    tokens: Vec<Token>,
    line: Vec<SignedCertificate>,
    not_ours: Vec<SignedCertificate>,
}

type Way = (
    &'static str,
    May,
    fn(&mut Material, &mut ChaCha20Rng) -> SyncRequest,
);

const WAYS: &[Way] = &[
    ("bits flipped", May::BeRefused, flipped),
    ("cut short", May::BeRefused, cut_short),
    ("made longer", May::BeRefused, longer),
    ("spliced", May::BeRefused, spliced),
    ("noise", May::BeRefused, noise),
    ("signed by the wrong keys", May::BeRefused, wrong_keys),
    ("signed over something else", May::BeRefused, wrong_context),
    ("replayed", May::BeKnown, replayed),
    ("another stream", May::BeRefused, foreign),
    ("a gap", May::BeRefused, gap),
    ("a clash", May::BeRefused, clash),
    ("numbers out of range", May::BeRefused, out_of_range),
    ("certificates made up", May::BeRefused, made_up),
    ("certificates flipped", May::BeRefused, certificate_flipped),
    ("another campaign's", May::BeRefused, of_another),
    ("too large", May::BeRefused, too_large),
    ("behind good ones", May::BeRefused, behind_good_ones),
];

impl Material {
    /// Of a camp in which Vera has written, and somebody founded another campaign.
    pub fn gathered(camp: &Camp) -> Material {
        let mut log = Hand::new(camp.vera.device(), stair(FIRST), 20);
        let held: Vec<Vec<u8>> = (0..6).map(|n| log.write(1 + n % 4)).collect();
        camp.take(&camp.vera, &held);
        let elsewhere = Desk::founded(&camp.site, 40);
        Material {
            log,
            held,
            bram: camp.bram.device().keys.clone(),
            brams_certificate: camp.bram.device().certificate(),
            tokens: vec![camp.vera.token().clone(), camp.bram.token().clone()],
            line: camp.vera.device().line.clone(),
            not_ours: elsewhere.device().line.clone(),
        }
    }

    /// What the endpoint judges by: its certificates, and where the log stands.
    pub fn known(&self, camp: &Camp) -> (Campaign, Known) {
        let mut known = Known::default();
        for (_, desk) in camp.everyone() {
            for signed in &desk.device().line {
                known.stored.insert(signed.id());
                known.chain.insert(signed.clone());
            }
        }
        let mut first = 1;
        let mut hash = NO_BATCH;
        for bytes in &self.held {
            hash = Batch::hash(bytes);
            known.hashes.insert((self.log.log, first), hash);
            first += u64::from(Batch::from_bytes(bytes).unwrap().count);
        }
        let log = Log {
            stream: self.log.context.stream.name(),
            certificate: self.log.context.certificate,
            head: Head {
                log: self.log.log,
                seq: first - 1,
                hash,
            },
        };
        known.logs.insert(self.log.log, log);
        let campaign = Campaign {
            key: 1,
            id: self.log.context.campaign,
            ends: i64::MAX,
            epoch: EpochId([0; 8]),
            closed: false,
        };
        (campaign, known)
    }

    /// The next one.
    pub fn draw(&mut self, luck: &mut ChaCha20Rng) -> Made {
        let token = Some(self.tokens[below(luck, self.tokens.len())].clone());
        // Now and then it is the request itself that is spoilt, or who brings it.
        let spoil = below(luck, 20);
        let (way, mut may, make) = WAYS[below(luck, WAYS.len())];
        let request = make(self, luck);
        let mut body = encode(&request);
        if spoil == 0 {
            may = May::Either;
            flip(luck, &mut body);
            return Made {
                way: "a request flipped",
                may,
                token,
                body,
            };
        }
        if spoil == 1 {
            body.truncate(below(luck, body.len()));
            return Made {
                way: "a request cut short",
                may: May::BeRefused,
                token,
                body,
            };
        }
        if spoil == 2 {
            let token = Some(Token(Secret(random_bytes(luck))));
            return Made {
                way: "a stranger's",
                may: May::BeRefused,
                token,
                body,
            };
        }
        Made {
            way,
            may,
            token,
            body,
        }
    }

    fn next(&mut self) -> Vec<u8> {
        self.log.draft(2)
    }

    fn any(&mut self, luck: &mut ChaCha20Rng) -> Vec<u8> {
        match below(luck, 3) {
            0 => self.next(),
            _ => self.held[below(luck, self.held.len())].clone(),
        }
    }
}

fn below(luck: &mut ChaCha20Rng, below: usize) -> usize {
    match below {
        0 => 0,
        below => luck.next_u32() as usize % below,
    }
}

fn pushing(batches: Vec<Vec<u8>>) -> SyncRequest {
    SyncRequest {
        batches,
        ..SyncRequest::default()
    }
}

/// Flips one bit to eight.
fn flip(luck: &mut ChaCha20Rng, bytes: &mut [u8]) {
    let before = bytes.to_vec();
    while bytes == before {
        for _ in 0..=below(luck, 8) {
            let at = below(luck, bytes.len());
            bytes[at] ^= 1 << below(luck, 8);
        }
    }
}

fn flipped(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let mut batch = material.any(luck);
    flip(luck, &mut batch);
    pushing(vec![batch])
}

fn cut_short(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let mut batch = material.any(luck);
    batch.truncate(below(luck, batch.len()));
    pushing(vec![batch])
}

fn longer(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let mut batch = material.any(luck);
    let at = below(luck, batch.len() + 1);
    let more: [u8; 24] = random_bytes(luck);
    let count = 1 + below(luck, more.len());
    batch.splice(at..at, more.into_iter().take(count));
    pushing(vec![batch])
}

/// The beginning of one and the end of another, or parts of one in another's places.
fn spliced(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    loop {
        let (one, other) = (material.any(luck), material.any(luck));
        let at = below(luck, one.len());
        let from = match luck.next_u32() % 2 {
            0 => at.min(other.len()),
            _ => below(luck, other.len()),
        };
        let batch = [&one[..at], &other[from..]].concat();
        if !material.held.contains(&batch) && batch != one && batch != other {
            return pushing(vec![batch]);
        }
    }
}

fn noise(_: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let mut batch = vec![0; below(luck, 600)];
    luck.fill_bytes(&mut batch);
    // Half of them begin as batches do.
    if let Some(first) = batch.first_mut().filter(|first| **first < 128) {
        *first = 1;
    }
    pushing(vec![batch])
}

fn wrong_keys(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let mut log = material.log.clone();
    log.keys = match luck.next_u32() % 2 {
        0 => material.bram.clone(),
        _ => OwnKeys::random(luck),
    };
    log.key = Secret(random_bytes(luck));
    pushing(vec![log.draft(1)])
}

fn wrong_context(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let mut log = material.log.clone();
    match below(luck, 5) {
        0 => log.context.campaign.0 = random_bytes(luck),
        1 => log.context.previous = random_bytes(luck),
        2 => log.context.certificate = material.brams_certificate,
        3 => log.context.stream = stair(SECOND),
        _ => log.context.stream = Stream::Board,
    }
    pushing(vec![log.draft(1)])
}

/// What is here, in any order, once or twice.
fn replayed(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let count = 1 + below(luck, 8);
    let mut again = || material.held[below(luck, material.held.len())].clone();
    pushing((0..count).map(|_| again()).collect())
}

fn new_log(material: &Material, stream: Stream, luck: &mut ChaCha20Rng) -> Hand {
    let mut log = material.log.clone();
    log.log = LogId(random_bytes(luck));
    log.next = 1;
    log.context.previous = NO_BATCH;
    log.context.stream = stream;
    log
}

fn foreign(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let stream = match below(luck, 3) {
        0 => Stream::Board,
        1 => stair(SECOND),
        _ => stair(u64::from(luck.next_u32()) + 3),
    };
    let mut log = new_log(material, stream, luck);
    pushing(vec![log.draft(1)])
}

fn gap(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let mut log = match luck.next_u32() % 2 {
        0 => material.log.clone(),
        _ => new_log(material, stair(FIRST), luck),
    };
    log.write(1 + u64::from(luck.next_u32() % 9));
    pushing(vec![log.draft(1)])
}

fn clash(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let mut log = material.log.clone();
    log.next = 1 + u64::from(luck.next_u32()) % (log.next - 1);
    if log.next == 1 {
        log.context.previous = NO_BATCH;
    }
    log.key = Secret(random_bytes(luck));
    pushing(vec![log.draft(1 + u64::from(luck.next_u32() % 4))])
}

/// Signed as it should be, with numbers no log comes to.
fn out_of_range(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let mut log = material.log.clone();
    log.next = match below(luck, 3) {
        0 => u64::MAX - 1 - u64::from(luck.next_u32() % 3),
        1 => (1 << 62) + u64::from(luck.next_u32() % 3),
        _ => 1 << 33,
    };
    pushing(vec![log.draft(1)])
}

/// Keys of one's own, in a certificate signed by whoever one has.
fn made_up(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let keys = OwnKeys::random(luck);
    let newest = &material.line[material.line.len() - 1];
    let above = &material.line[below(luck, material.line.len())];
    let mut terms = newest.certificate.clone();
    (terms.sign, terms.seal) = (keys.sign_public(), keys.seal_public());
    terms.parent = above.id();
    if luck.next_u32().is_multiple_of(2) {
        terms.kind = Kind::Device;
    }
    let signer = match below(luck, 3) {
        0 => &keys,
        1 => &material.bram,
        _ => &material.log.keys,
    };
    let signed = SignedCertificate::sign(terms, signer);
    let mut log = new_log(material, stair(FIRST), luck);
    log.keys = keys;
    log.context.certificate = signed.id();
    SyncRequest {
        certificates: vec![signed.to_bytes()],
        ..pushing(vec![log.draft(1)])
    }
}

/// One's own line with a bit changed, and a log under what it makes of it.
fn certificate_flipped(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let newest = &material.line[material.line.len() - 1];
    loop {
        let mut bytes = newest.to_bytes();
        flip(luck, &mut bytes);
        let Ok(changed) = SignedCertificate::from_bytes(&bytes) else {
            return SyncRequest {
                certificates: vec![bytes],
                ..pushing(vec![material.log.draft(1)])
            };
        };
        // One whose signature alone is spoilt goes by the id of the one that holds.
        if changed.id() != newest.id() {
            let mut log = new_log(material, stair(FIRST), luck);
            log.context.certificate = changed.id();
            return SyncRequest {
                certificates: vec![bytes],
                ..pushing(vec![log.draft(1)])
            };
        }
    }
}

fn of_another(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let mut log = new_log(material, stair(FIRST), luck);
    let newest = &material.not_ours[material.not_ours.len() - 1];
    log.context.certificate = newest.id();
    log.context.campaign = newest.campaign();
    SyncRequest {
        certificates: material
            .not_ours
            .iter()
            .map(SignedCertificate::to_bytes)
            .collect(),
        ..pushing(vec![log.draft(1)])
    }
}

/// Rarely as large as a whole request may not be.
fn too_large(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let mut batch = material.next();
    let size = match below(luck, 100) {
        0 => 1 << 20,
        _ => LARGEST_BATCH + 1 + below(luck, 64),
    };
    batch.resize(size, 0);
    pushing(vec![batch])
}

/// Good ones first: taken whole or not at all.
fn behind_good_ones(material: &mut Material, luck: &mut ChaCha20Rng) -> SyncRequest {
    let mut good = new_log(material, stair(FIRST), luck);
    let mut batches = vec![good.write(1), good.write(2)];
    let mut bad = match below(luck, 3) {
        0 => cut_short(material, luck),
        1 => foreign(material, luck),
        _ => gap(material, luck),
    };
    batches.append(&mut bad.batches);
    SyncRequest {
        cursor: Cursor::default(),
        ..pushing(batches)
    }
}
