//! `keys.json` and `invites.json`: what is derived from secrets, words and codes.

use serde_json::{Value, json};
use stairwell::canvass::dot::{Dot, LogId};
use stairwell::canvass::id::StairId;
use stairwell::canvass::stream::Stream;
use stairwell::sync::certificate::person_of;
use stairwell::sync::epoch::{Epoch, key_id};
use stairwell::sync::invite::InviteCode;
use stairwell::sync::keys::{
    Secret, SignPublic, Signed, derive, labelled_hash, seal_public, sha256, verify,
};
use stairwell::sync::root::{self, find_name, keyholder};

use super::{array, bytes, held, hex, list, number, own_keys, text};
use crate::counter::Counter;

fn signatures() -> Value {
    let cases: [(u8, &str, &[&[u8]]); 3] = [
        (1, "batch", &[]),
        (1, "certificate", &[b"one part"]),
        (2, "batch", &[b"ab", b"", b"c"]),
    ];
    cases
        .iter()
        .map(|(n, purpose, parts)| {
            let keys = own_keys(i64::from(*n));
            json!({
                "keys": n,
                "sign": hex(&keys.sign_public().0),
                "seal": hex(&keys.seal_public().0),
                "person": hex(&person_of(keys.sign_public()).0),
                "purpose": purpose,
                "parts": parts.iter().map(|part| hex(part)).collect::<Vec<_>>(),
                "signature": hex(&keys.sign(purpose, parts).0),
            })
        })
        .collect()
}

fn derived() -> Value {
    [
        (7, "board key", b"".as_slice()),
        (7, "stair key", b"a context"),
    ]
    .iter()
    .map(|(n, purpose, context)| {
        let secret = [*n; 32];
        json!({
            "secret": hex(&secret),
            "purpose": purpose,
            "context": hex(context),
            "derived": hex(&derive(&secret, purpose, context).0),
            "labelled_hash": hex(&labelled_hash(purpose, &secret)),
        })
    })
    .collect()
}

fn stair() -> Stream {
    Stream::Stair(StairId(Dot {
        log: LogId([0x22; 8]),
        seq: 258,
    }))
}

fn epochs() -> Value {
    let epoch = Epoch(Secret([9; 32]));
    let (board, stair_key) = (epoch.stream_key(Stream::Board), epoch.stream_key(stair()));
    json!([{
        "epoch": hex(&epoch.0.0),
        "id": hex(&epoch.id().0),
        "board": { "name": hex(&Stream::Board.name()), "key": hex(&board.0), "id": hex(&key_id(&board).0) },
        "stair": { "name": hex(&stair().name()), "key": hex(&stair_key.0), "id": hex(&key_id(&stair_key).0) },
        "inner": {
            "name": hex(&Stream::Inner.name()),
            "key": hex(&epoch.stream_key(Stream::Inner).0),
            "secret": hex(&epoch.inner_secret().0),
            "public": hex(&seal_public(&epoch.inner_secret()).0),
        },
    }])
}

fn words(words: &str) -> Value {
    let list: Vec<&str> = include_str!("../../../public/words.txt").lines().collect();
    let holder = keyholder(&root::keys(words, &list).unwrap());
    json!({
        "words": words,
        "sign": hex(&holder.sign.0),
        "recover": hex(&holder.recover.0),
        "find": hex(&find_name(&holder)),
    })
}

#[test]
fn keys_are_derived_as_in_the_file() {
    let made = json!({
        "signatures": signatures(),
        "derived": derived(),
        "epochs": epochs(),
        "words": [words("abacus abdomen abdominal zoology zoom zookeeper")],
    });
    let file = held("keys.json", &made);
    for vector in list(&file, "signatures") {
        let parts: Vec<Vec<u8>> = list(vector, "parts")
            .iter()
            .map(|part| bytes(&json!({ "part": part }), "part"))
            .collect();
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        let key = SignPublic(array(vector, "sign"));
        let signature = Signed(array(vector, "signature"));
        let purpose = text(vector, "purpose");
        assert_eq!(own_keys(number(vector, "keys")).sign_public(), key);
        assert!(verify(key, purpose, &parts, &signature));
        // As written down: label and parts, each behind its length.
        let mut framed = Vec::new();
        let label = format!("stairwell/1 {purpose}");
        for part in std::iter::once(label.as_bytes()).chain(parts.iter().copied()) {
            framed.extend(u32::try_from(part.len()).unwrap().to_be_bytes());
            framed.extend(part);
        }
        let key = ed25519_dalek::VerifyingKey::from_bytes(&key.0).unwrap();
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        assert!(key.verify_strict(&framed, &signature).is_ok());
    }
    for vector in list(&file, "derived") {
        let secret = bytes(vector, "secret");
        let purpose = text(vector, "purpose");
        let out = derive(&secret, purpose, &bytes(vector, "context"));
        assert_eq!(hex(&out.0), text(vector, "derived"));
        let labelled = [format!("stairwell/1 {purpose}").as_bytes(), &secret].concat();
        assert_eq!(hex(&sha256(&labelled)), text(vector, "labelled_hash"));
    }
    for vector in list(&file, "epochs") {
        let epoch = Epoch(Secret(array(vector, "epoch")));
        for name in ["board", "stair", "inner"] {
            let stream = Stream::from_name(array(&vector[name], "name")).unwrap();
            assert_eq!(hex(&epoch.stream_key(stream).0), text(&vector[name], "key"));
        }
    }
    for vector in list(&file, "words") {
        assert_eq!(&words(text(vector, "words")), vector);
    }
}

fn invitation(code: &InviteCode) -> Value {
    json!({
        "characters": code.characters(),
        "in_fours": code.in_fours(),
        "link": code.link("https://knock.example"),
        "lookup_name": hex(&code.lookup_name()),
        "sign": hex(&code.keys().sign_public().0),
        "seal": hex(&code.keys().seal_public().0),
    })
}

#[test]
fn invitations_give_names_and_keys_as_in_the_file() {
    let codes = [
        InviteCode::random(&mut Counter(0)),
        InviteCode::parse("ZZZZ-ZZZZ-ZZZZ-ZZZZ").unwrap(),
        InviteCode::parse("0123-4567-89AB-CDEF").unwrap(),
    ];
    let made: Vec<Value> = codes.iter().map(invitation).collect();
    let file = held("invites.json", &json!({ "invites": made }));
    for vector in list(&file, "invites") {
        for typed in ["characters", "in_fours", "link"] {
            let code = InviteCode::parse(text(vector, typed)).unwrap();
            assert_eq!(&invitation(&code), vector);
        }
    }
}
