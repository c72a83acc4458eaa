//! `batches.json` and `boxes.json`: what is sealed.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde_json::{Value, json};
use stairwell::canvass::author::PersonId;
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::event::{Event, Kind, Run, encode_run};
use stairwell::canvass::fact::{Fact, Outcome};
use stairwell::canvass::id::{DoorId, HouseholdId, StairId, TurfId};
use stairwell::canvass::stream::Stream;
use stairwell::sync::batch::{Batch, Context, NO_BATCH};
use stairwell::sync::certificate::{CampaignId, CertificateId, SignedCertificate};
use stairwell::sync::epoch::{Epoch, Keyring, key_id};
use stairwell::sync::grant::{Grant, Package};
use stairwell::sync::inner::{seal_event, unwrap_event};
use stairwell::sync::keys::Secret;
use stairwell::sync::root::{keyholder, open_recovery, seal_recovery};

use super::events::{read_run, run_json};
use super::{array, bytes, held, hex, list, number, own_keys, text};
use crate::counter::Counter;
use crate::sealing::{organiser_line, volunteer_line, voucher};

const LOG: LogId = LogId([0x11; 8]);
const KEY: Secret = Secret([8; 32]);
const EPOCH: Epoch = Epoch(Secret([9; 32]));

fn knocks(from: u64, count: u64) -> Run {
    let fact = Fact::Knock {
        outcome: Outcome::NotHome,
        by: None,
        when: None,
    };
    let events = (from..from + count)
        .map(|seq| Event {
            at: 1_795_000_000 + seq as i64 * 60,
            kind: fact.kind(),
            about: vec![DoorId(Dot { log: LOG, seq }).into()],
            over: Vec::new(),
            body: fact.body(),
        })
        .collect();
    Run { offset: 2, events }
}

fn context(previous: [u8; 32]) -> Context {
    Context {
        campaign: CampaignId([1; 32]),
        stream: Stream::Stair(StairId(Dot {
            log: LogId([0x22; 8]),
            seq: 258,
        })),
        certificate: CertificateId([2; 32]),
        previous,
    }
}

/// As docs/protocol.md has it, not as the code does.
fn header(batch: &Batch, context: &Context) -> Vec<u8> {
    [
        b"stairwell/1".as_slice(),
        &context.campaign.0,
        &context.stream.name(),
        &context.certificate.0,
        &context.previous,
        &batch.log.0,
        &batch.first.to_be_bytes(),
        &batch.count.to_be_bytes(),
        &batch.key.0,
    ]
    .concat()
}

fn plain(flag: u8, data: &[u8]) -> Vec<u8> {
    let mut plain = vec![flag];
    plain.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
    plain.extend(data);
    plain.resize(plain.len().next_multiple_of(64), 0);
    plain
}

fn batch_json(first: u64, run: &Run, previous: [u8; 32]) -> (Value, [u8; 32]) {
    let context = context(previous);
    let signer = own_keys(4);
    let batch = Batch::seal(LOG, first, run, &context, &KEY, &signer, &mut Counter(0)).unwrap();
    let bytes = batch.to_bytes();
    let data = encode_run(LOG, run);
    let deflated = miniz_oxide::deflate::compress_to_vec(&data, 6);
    let plain = if deflated.len() < data.len() {
        plain(1, &deflated)
    } else {
        plain(0, &data)
    };
    let hash = Batch::hash(&bytes);
    let value = json!({
        "campaign": hex(&context.campaign.0),
        "stream": hex(&context.stream.name()),
        "certificate": hex(&context.certificate.0),
        "previous": hex(&context.previous),
        "log": hex(&LOG.0),
        "first": first,
        "run": run_json(run),
        "key": hex(&KEY.0),
        "key_id": hex(&key_id(&KEY).0),
        "signed_by_keys": 4,
        "nonce": hex(&(0..24).collect::<Vec<u8>>()),
        "header": hex(&header(&batch, &context)),
        "plain": hex(&plain),
        "bytes": hex(&bytes),
        "hash": hex(&hash),
    });
    (value, hash)
}

/// A log's first two batches, as they are sent.
pub fn some_batches() -> Vec<Vec<u8>> {
    let (first, hash) = batch_json(1, &knocks(1, 3), NO_BATCH);
    let (second, _) = batch_json(4, &knocks(4, 2), hash);
    [first, second].map(|made| bytes(&made, "bytes")).to_vec()
}

#[test]
fn batches_are_sealed_and_opened_as_in_the_file() {
    let mut unknown = knocks(1, 1);
    unknown.events[0].kind = Kind(9_999);
    // Nothing in it that deflates.
    unknown.events[0].body = (0..48_u8).map(|n| n.wrapping_mul(89)).collect();
    let (first, hash) = batch_json(1, &unknown, NO_BATCH);
    let (second, hash) = batch_json(2, &knocks(2, 2), hash);
    let (third, _) = batch_json(4, &knocks(4, 40), hash);
    let file = held(
        "batches.json",
        &json!({ "batches": [first, second, third] }),
    );
    let packed = |flag| move |vector: &&Value| text(vector, "plain").starts_with(flag);
    assert_eq!(
        list(&file, "batches").iter().filter(packed("00")).count(),
        1
    );
    for vector in list(&file, "batches") {
        let context = Context {
            campaign: CampaignId(array(vector, "campaign")),
            stream: Stream::from_name(array(vector, "stream")).unwrap(),
            certificate: CertificateId(array(vector, "certificate")),
            previous: array(vector, "previous"),
        };
        let bytes_sent = bytes(vector, "bytes");
        let batch = Batch::from_bytes(&bytes_sent).unwrap();
        let signer = own_keys(number(vector, "signed_by_keys"));
        assert!(batch.signed_by(signer.sign_public(), &context));
        let key = Secret(array(vector, "key"));
        assert_eq!(batch.open(&context, &key), Ok(read_run(&vector["run"])));
        assert_eq!(hex(&Batch::hash(&bytes_sent)), text(vector, "hash"));
        // The same by another way: header, plain text and nonce make the box that was sent.
        let sealed = XChaCha20Poly1305::new(&key.0.into())
            .encrypt(
                &XNonce::from(array::<24>(vector, "nonce")),
                Payload {
                    msg: &bytes(vector, "plain"),
                    aad: &bytes(vector, "header"),
                },
            )
            .unwrap();
        let end = bytes_sent.len() - 64;
        assert_eq!(&bytes_sent[end - sealed.len()..end], sealed);
    }
}

fn nomination() -> Event {
    let fact = Fact::Nomination {
        whom: "the woman at number 9".into(),
    };
    let door = DoorId(Dot {
        log: LogId([0x22; 8]),
        seq: 7,
    });
    Event {
        at: 1_795_000_000,
        kind: fact.kind(),
        about: vec![HouseholdId::FirstOf(door).into()],
        over: Vec::new(),
        body: fact.body(),
    }
}

fn inner_json() -> Value {
    let (campaign, person) = (CampaignId([1; 32]), PersonId([5; 16]));
    let to = Keyring::Organiser(vec![EPOCH]).inner_public().unwrap();
    let wrapper = seal_event(campaign, person, &nomination(), to, &mut Counter(0)).unwrap();
    let inside = Run {
        offset: 0,
        events: vec![nomination()],
    };
    json!({
        "campaign": hex(&campaign.0),
        "person": hex(&person.0),
        "epoch": hex(&EPOCH.0.0),
        "inside": run_json(&inside),
        "inside_bytes": hex(&encode_run(LogId([0; 8]), &inside)),
        "wrapper": run_json(&Run { offset: 0, events: vec![wrapper] }),
    })
}

fn line_json(line: &[SignedCertificate]) -> Vec<String> {
    line.iter().map(|signed| hex(&signed.to_bytes())).collect()
}

fn grant() -> Grant {
    let stair = context(NO_BATCH).stream.name();
    Grant {
        keys: Keyring::Member(vec![EPOCH.member_keys(&[stair])]),
        turfs: vec![TurfId(Dot {
            log: LogId([0x33; 8]),
            seq: 4,
        })],
        package: Package {
            version: 1,
            heads: vec![(LogId([0x33; 8]), 4)],
        },
        certificate: None,
    }
}

fn grant_json() -> Value {
    let (by, to) = (own_keys(2), own_keys(6));
    let lead = organiser_line();
    let sealed = grant().seal(to.seal_public(), &voucher(&by, &lead), &mut Counter(0));
    json!({
        "sealed_by_keys": 2,
        "sealed_by": line_json(&lead),
        "for_keys": 6,
        "for": line_json(&volunteer_line()),
        "grant": hex(&postcard::to_allocvec(&grant()).unwrap()),
        "sealed": hex(&sealed.unwrap()),
    })
}

fn recovery_json() -> Value {
    let epochs = [Epoch(Secret([8; 32])), EPOCH];
    let (by, words) = (own_keys(2), own_keys(1));
    let lead = organiser_line();
    let sealed = seal_recovery(
        &epochs,
        &keyholder(&words),
        &voucher(&by, &lead),
        &mut Counter(0),
    );
    json!({
        "sealed_by_keys": 2,
        "root": hex(&lead[0].to_bytes()),
        "for_keys": 1,
        "epochs": epochs.iter().map(|epoch| hex(&epoch.0.0)).collect::<Vec<_>>(),
        "sealed": hex(&sealed.unwrap()),
    })
}

#[test]
fn boxes_are_sealed_and_opened_as_in_the_file() {
    let made = json!({
        "inner": [inner_json()],
        "grants": [grant_json()],
        "recoveries": [recovery_json()],
    });
    let file = held("boxes.json", &made);
    for vector in list(&file, "inner") {
        let wrapper = read_run(&vector["wrapper"]).events.remove(0);
        assert_eq!(wrapper.kind, Kind::SEALED);
        let keyring = Keyring::Organiser(vec![Epoch(Secret(array(vector, "epoch")))]);
        let campaign = CampaignId(array(vector, "campaign"));
        let person = PersonId(array(vector, "person"));
        let inside = unwrap_event(campaign, person, wrapper, &keyring);
        assert_eq!(inside, read_run(&vector["inside"]).events[0]);
    }
    for vector in list(&file, "grants") {
        let line: Vec<SignedCertificate> = list(vector, "for")
            .iter()
            .map(|hex| bytes(&json!({ "of": hex }), "of"))
            .map(|bytes| SignedCertificate::from_bytes(&bytes).unwrap())
            .collect();
        let keys = own_keys(number(vector, "for_keys"));
        let opened = Grant::open(line[0].campaign(), &keys, &bytes(vector, "sealed")).unwrap();
        let (grant, _) = opened.believe(&line).unwrap();
        assert_eq!(
            hex(&postcard::to_allocvec(&grant).unwrap()),
            text(vector, "grant")
        );
    }
    for vector in list(&file, "recoveries") {
        let root = SignedCertificate::from_bytes(&bytes(vector, "root")).unwrap();
        let keys = own_keys(number(vector, "for_keys"));
        let recovered = open_recovery(&keys, &root, &bytes(vector, "sealed")).unwrap();
        let epochs: Vec<String> = recovered
            .epochs
            .iter()
            .map(|epoch| hex(&epoch.0.0))
            .collect();
        assert_eq!(json!(epochs), vector["epochs"]);
    }
}
