//! `wire.json`: requests, answers, refusals, their authentication, and cursors.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use stairwell::sync::certificate::{CampaignId, CertificateId};
use stairwell::sync::epoch::EpochId;
use stairwell::sync::keys::{Secret, sha256};
use stairwell::sync::wire::{
    CarriedTo, Carry, Cursor, Find, Found, GrantFor, Grants, Head, Invite, Join, Joined, LogId,
    Look, Looked, Member, Members, Moved, NewCheckpoint, NewEpoch, Refusal, RefusalCode, Revoke,
    Revoked, Start, SyncAnswer, SyncRequest, Token, decode, encode,
};

use super::{array, bytes, held, hex, list, number, text};

/// Reads bytes as a message and writes it again.
type Again = fn(&[u8]) -> (String, Vec<u8>);

fn message<T: Serialize + DeserializeOwned + Debug>(
    name: &'static str,
    message: &T,
) -> (&'static str, String, Vec<u8>, Again) {
    (name, format!("{message:?}"), encode(message), |bytes| {
        let message: T = decode(bytes).unwrap();
        (format!("{message:?}"), encode(&message))
    })
}

const HEAD: Head = Head {
    log: LogId([0x11; 8]),
    seq: 300,
    hash: [7; 32],
};
const CURSOR: Cursor = Cursor {
    position: 129,
    chain: [6; 32],
};
const EPOCH: EpochId = EpochId([5; 8]);

fn grant_for() -> GrantFor {
    GrantFor {
        subject: CertificateId([4; 32]),
        certificate: Some(vec![1, 2]),
        sealed: vec![3, 4, 5],
    }
}

fn syncing() -> Vec<(&'static str, String, Vec<u8>, Again)> {
    vec![
        message("SyncRequest", &SyncRequest::default()),
        message(
            "SyncRequest",
            &SyncRequest {
                cursor: CURSOR,
                backfill: vec![([2; 16], 12)],
                certificates: vec![vec![1]],
                batches: vec![vec![1, 2], vec![3]],
                want: vec![(LogId([0x11; 8]), 7)],
                grant: 2,
            },
        ),
        message("SyncAnswer", &SyncAnswer::default()),
        message(
            "SyncAnswer",
            &SyncAnswer {
                now: 1_795_000_000,
                heads: vec![HEAD],
                restored: true,
                batches: vec![vec![1, 2]],
                cursor: CURSOR,
                more: true,
                backfilled: vec![vec![3]],
                backfill: vec![([2; 16], 13)],
                held: vec![vec![4]],
                certificates: vec![vec![5]],
                grant: Some((3, vec![6, 7])),
            },
        ),
    ]
}

fn joining() -> Vec<(&'static str, String, Vec<u8>, Again)> {
    vec![
        message(
            "Start",
            &Start {
                start_code: "0123456789ABCDEF".into(),
                root: vec![1],
                organiser: vec![2],
                epoch: EPOCH,
                recovery: vec![vec![3], vec![4]],
            },
        ),
        message("Find", &Find { name: [1; 32] }),
        message(
            "Found",
            &Found {
                root: vec![1],
                recovery: vec![2],
                now: 1_795_000_000,
            },
        ),
        message("Look", &Look { name: [1; 16] }),
        message(
            "Looked",
            &Looked {
                line: vec![vec![1], vec![2]],
                uses_left: 300,
                now: 1_795_000_000,
            },
        ),
        message(
            "Moved",
            &Moved {
                line: vec![vec![1], vec![2]],
                closing: vec![3, 4],
            },
        ),
        message(
            "Join",
            &Join {
                certificate: vec![1],
            },
        ),
        message(
            "Joined",
            &Joined {
                token: Token(Secret([9; 32])),
                grant: Some(vec![1]),
                now: 1_795_000_000,
            },
        ),
        message(
            "Carry",
            &Carry {
                campaign: CampaignId([2; 32]),
                batches: vec![vec![1, 2], vec![3]],
            },
        ),
        message("CarriedTo", &CarriedTo { heads: vec![HEAD] }),
        message(
            "Invite",
            &Invite {
                name: [1; 16],
                certificate: vec![1],
                grant: vec![2],
                epoch: EPOCH,
            },
        ),
    ]
}

fn members() -> Vec<(&'static str, String, Vec<u8>, Again)> {
    let device = Member {
        subject: CertificateId([1; 32]),
        newest: CertificateId([2; 32]),
        revoked: true,
        uses_left: None,
        joined: Some(1_795_000_000),
        last_heard: None,
    };
    let invite = Member {
        subject: CertificateId([3; 32]),
        newest: CertificateId([3; 32]),
        revoked: false,
        uses_left: Some(3),
        joined: None,
        last_heard: None,
    };
    vec![
        message(
            "Revoke",
            &Revoke {
                certificate: CertificateId([1; 32]),
            },
        ),
        message("Revoked", &Revoked { heads: vec![HEAD] }),
        message(
            "Grants",
            &Grants {
                epoch: EPOCH,
                grants: vec![grant_for()],
            },
        ),
        message(
            "NewCheckpoint",
            &NewCheckpoint {
                checkpoint: vec![2, 1],
                at_once: true,
            },
        ),
        message(
            "NewEpoch",
            &NewEpoch {
                replaces: EPOCH,
                epoch: EpochId([6; 8]),
                recovery: vec![vec![1]],
                grants: vec![grant_for()],
            },
        ),
        message(
            "Members",
            &Members {
                epoch: EPOCH,
                members: vec![device, invite],
                certificates: vec![vec![1]],
            },
        ),
    ]
}

fn authentication() -> Value {
    let (token, nonce) = (Token(Secret([9; 32])), [3; 16]);
    [(200, b"a body".as_slice()), (409, b""), (200, b"")]
        .iter()
        .map(|(status, body)| {
            json!({
                "token": token.to_hex(),
                "nonce": hex(&nonce),
                "status": status,
                "body": hex(body),
                "mac": hex(&token.answer_mac(&nonce, *status, body)),
            })
        })
        .collect()
}

fn refusals() -> Vec<Value> {
    use RefusalCode::*;
    let codes = [
        Malformed,
        UnknownDevice,
        Revoked,
        RunOut,
        HandedOver,
        NotAllowed,
        WrongStartCode,
        UnknownCampaign,
        UnknownInvite,
        UsedInvite,
        ExpiredInvite,
        RevokedInvite,
        Exists,
        Gap,
        Clash,
        EpochMoved,
        TooLarge,
        BadCertificate,
        BadSignature,
        ForeignStream,
        TooMany,
        OverQuota,
        Internal,
        DiskFull,
    ];
    let moved = Moved {
        line: vec![vec![1], vec![2]],
        closing: vec![3, 4],
    };
    let moved = json!({ "status": HandedOver.status(), "body": Refusal::of_moved(&moved) });
    codes
        .iter()
        .map(|code| {
            let refusal = match code {
                HandedOver | Gap | Clash => Refusal::of_log(*code, LogId([0x11; 8]), Some(12)),
                _ => Refusal::new(*code),
            };
            json!({ "status": code.status(), "body": refusal })
        })
        .chain([moved])
        .collect()
}

/// Position and chain hash after each of three batches.
fn cursors() -> Vec<Value> {
    let mut chain = [0; 32];
    [[1; 32], [2; 32], [3; 32]]
        .into_iter()
        .zip(1..)
        .map(|(hash, position)| {
            chain = sha256(&[chain, hash].concat());
            json!({ "batch_hash": hex(&hash), "position": position, "chain": hex(&chain) })
        })
        .collect()
}

#[test]
fn messages_are_written_and_read_as_in_the_file() {
    let messages = [syncing(), joining(), members()].concat();
    let made: Vec<Value> = messages
        .iter()
        .map(|(name, says, bytes, _)| json!({ "name": name, "says": says, "bytes": hex(bytes) }))
        .collect();
    let file = held(
        "wire.json",
        &json!({
            "messages": made,
            "answers": authentication(),
            "refusals": refusals(),
            "cursors": cursors(),
        }),
    );
    for (vector, (.., again)) in list(&file, "messages").iter().zip(&messages) {
        let bytes = bytes(vector, "bytes");
        let (says, written) = again(&bytes);
        assert_eq!(says, text(vector, "says"));
        assert_eq!(written, bytes);
    }
    for vector in list(&file, "answers") {
        let token = Token::from_hex(text(vector, "token")).unwrap();
        let status = u16::try_from(number(vector, "status")).unwrap();
        let (nonce, body) = (array(vector, "nonce"), bytes(vector, "body"));
        let mac = text(vector, "mac");
        assert!(token.is_answer(&nonce, status, &body, mac));
        assert!(!token.is_answer(&nonce, status + 1, &body, mac));
        assert!(!token.is_answer(&[4; 16], status, &body, mac));
        assert!(!token.is_answer(&nonce, status, b"another", mac));
        assert!(!token.is_answer(&nonce, status, &body, ""));
    }
    for vector in list(&file, "refusals") {
        let refusal: Refusal = serde_json::from_value(vector["body"].clone()).unwrap();
        assert_eq!(i64::from(refusal.code.status()), number(vector, "status"));
    }
}
