//! Bodies that are not what a route reads: each is refused, and leaves no trace.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use stairwell::sync::certificate::Role;
use stairwell::sync::device::{Founding, Invitation, InviteTerms};
use stairwell::sync::grant::Package;
use stairwell::sync::granting::{new_epoch, publish_invite};
use stairwell::sync::keys::OwnKeys;
use stairwell::sync::root::{find_name, keyholder};
use stairwell::sync::wire::{
    CONTENT_TYPE, Find, GrantFor, Grants, LARGEST_REQUEST, Look, Looked, Members, NONCE_HEADER,
    RefusalCode, Revoke, SyncRequest, Token, encode, path,
};

use super::camp::{Camp, FIRST, only};
use super::hand::{Hand, stair};
use super::raw::{hang_up, head};

const NONCE: &str = "00112233445566778899aabbccddeeff";

/// A request of each kind that would be taken: where to, whose token, the body, and what the
/// answer is if they are sent one after the other.
struct Right {
    path: &'static str,
    token: Option<Token>,
    body: Vec<u8>,
    status: u16,
}

fn right(path: &'static str, token: Option<&Token>, body: Vec<u8>) -> Right {
    Right {
        path,
        token: token.cloned(),
        body,
        status: 200,
    }
}

fn terms(camp: &Camp) -> InviteTerms {
    InviteTerms {
        role: Role::Volunteer,
        reach: only(FIRST),
        uses: 1,
        second_device_of: None,
        now: camp.site.now(),
        until: camp.site.now() + 3_600,
    }
}

/// What needs no token.
fn without_a_token(camp: &mut Camp, rng: &mut ChaCha20Rng) -> [Right; 4] {
    let terms = terms(camp);
    let code = camp.olwen.invite_with(&camp.site, &terms);
    let name = code.lookup_name();
    let look = encode(&Look { name });
    let looked: Looked = camp.site.post(path::LOOK, None, &look).read();
    let join = Invitation::read(&code, &looked).unwrap();
    let join = join.join(&code, "Nell", terms.now, rng).request();
    let founding = Founding {
        start_code: camp.site.start_code.clone(),
        name: "Owain".into(),
        now: terms.now,
        ends: terms.until,
        practice: false,
    };
    let (start, _) = founding.found(&OwnKeys::random(rng), rng).unwrap();
    // Whose words founded the camp.
    let root = OwnKeys::random(&mut ChaCha20Rng::seed_from_u64(4));
    let name = find_name(&keyholder(&root));
    [
        right(path::START, None, encode(&start)),
        right(path::FIND, None, encode(&Find { name })),
        right(path::LOOK, None, look),
        right(path::JOIN, None, encode(&join)),
    ]
}

fn one_of_each(camp: &mut Camp) -> Vec<Right> {
    let mut rng = ChaCha20Rng::seed_from_u64(70);
    let [start, find, look, join] = without_a_token(camp, &mut rng);
    let terms = terms(camp);
    let device = camp.olwen.device();
    let token = Some(&device.token);
    let members: Members = camp.site.ask(path::MEMBERS, token, &());
    let work = |_| (Vec::new(), Package::default());
    let (_, epoch) = new_epoch(device, &members, terms.now, work, &mut rng).unwrap();
    let (code, certificate) = device.invite(&terms, &mut rng);
    let package = Package::default();
    let invite = publish_invite(device, &code, &certificate, Vec::new(), package, &mut rng);
    let grants = Grants {
        epoch: members.epoch,
        grants: vec![GrantFor {
            subject: camp.vera.device().joined_as,
            certificate: None,
            sealed: b"keys".to_vec(),
        }],
    };
    let sync = SyncRequest {
        batches: vec![Hand::new(device, stair(FIRST), 71).write(2)],
        ..SyncRequest::default()
    };
    let certificate = camp.bram.device().certificate();
    let mut stale = right(path::INVITE, token, encode(&invite.unwrap()));
    // Its keys are of the epoch before the one that was begun.
    stale.status = 409;
    vec![
        start,
        find,
        look,
        right(path::SYNC, token, encode(&sync)),
        right(path::MEMBERS, token, Vec::new()),
        right(path::GRANTS, token, encode(&grants)),
        right(path::EPOCH, token, encode(&epoch)),
        join,
        stale,
        right(path::REVOKE, token, encode(&Revoke { certificate })),
    ]
}

/// Sends a body that is refused with this code.
fn refused(camp: &Camp, what: &str, of: &Right, body: &[u8], code: RefusalCode) {
    let answer = camp.site.post(of.path, of.token.as_ref(), body);
    assert_eq!(answer.refusal().code, code, "{what} to {}", of.path);
    assert_eq!(
        answer.authentic,
        of.token.is_some(),
        "{what} to {}",
        of.path
    );
}

/// Places to cut a body: all of the first, then every few.
fn cuts(length: usize) -> impl Iterator<Item = usize> {
    (0..length).filter(move |at| *at < 48 || at % 13 == 0 || at + 1 == length)
}

fn cut_and_stretched(camp: &Camp, of: &Right) {
    for at in cuts(of.body.len()) {
        let what = format!("the first {at} bytes");
        refused(camp, &what, of, &of.body[..at], RefusalCode::Malformed);
    }
    let longer = [&of.body, [0].as_slice()].concat();
    refused(camp, "a byte more", of, &longer, RefusalCode::Malformed);
    let twice = [of.body.clone(), of.body.clone(), vec![1]].concat();
    refused(
        camp,
        "one after another",
        of,
        &twice,
        RefusalCode::Malformed,
    );
}

fn random(camp: &Camp, of: &Right, rng: &mut ChaCha20Rng) {
    for length in [1, 7, 16, 32, 100, 1_000, 20_000] {
        let mut body = vec![0; length];
        rng.fill_bytes(&mut body);
        let answer = camp.site.post(of.path, of.token.as_ref(), &body);
        let code = answer.refusal().code;
        // Any 16 bytes are a lookup name, any 32 a keyholder's or a certificate's.
        let named = matches!(
            code,
            RefusalCode::UnknownInvite | RefusalCode::UnknownCampaign | RefusalCode::BadCertificate
        );
        assert!(
            named || code == RefusalCode::Malformed,
            "{length} bytes to {}",
            of.path
        );
    }
}

fn oversize(camp: &Camp, of: &Right) {
    let large = [path::SYNC, path::GRANTS, path::EPOCH].contains(&of.path);
    let most = if large { LARGEST_REQUEST } else { 64 * 1024 };
    refused(
        camp,
        "as much as is read",
        of,
        &vec![0xff; most],
        RefusalCode::Malformed,
    );
    refused(
        camp,
        "a byte more",
        of,
        &vec![0xff; most + 1],
        RefusalCode::TooLarge,
    );
}

fn compressed(camp: &Camp, of: &Right) {
    let small = miniz_oxide::deflate::compress_to_vec_zlib(&of.body, 9);
    for (encoding, body) in [("deflate", &small), ("gzip", &small), ("gzip", &of.body)] {
        let headers = [
            ("content-type", CONTENT_TYPE),
            (NONCE_HEADER, NONCE),
            ("content-encoding", encoding),
        ];
        let token = of.token.as_ref().map(Token::to_hex);
        let answer = camp.site.send(of.path, token, &headers, body).unwrap();
        let code = answer.refusal().code;
        assert_eq!(code, RefusalCode::Malformed, "{encoding} to {}", of.path);
    }
}

/// The right body, with headers that are not.
fn mislabelled(camp: &Camp, of: &Right) {
    let typed = ("content-type", CONTENT_TYPE);
    let table: [&[(&str, &str)]; 10] = [
        &[(NONCE_HEADER, NONCE)],
        &[(NONCE_HEADER, NONCE), ("content-type", "application/json")],
        &[(NONCE_HEADER, NONCE), ("content-type", "text/plain")],
        &[
            (NONCE_HEADER, NONCE),
            ("content-type", "application/x-www-form-urlencoded"),
        ],
        &[
            (NONCE_HEADER, NONCE),
            ("content-type", "application/x-stairwell; a=b"),
        ],
        &[typed],
        &[typed, (NONCE_HEADER, "")],
        &[typed, (NONCE_HEADER, &NONCE[..30])],
        &[typed, (NONCE_HEADER, "00112233445566778899AABBCCDDEEFF")],
        &[typed, (NONCE_HEADER, "sixteen bytes, no")],
    ];
    for headers in table {
        let token = of.token.as_ref().map(Token::to_hex);
        let answer = camp.site.send(of.path, token, headers, &of.body).unwrap();
        let code = answer.refusal().code;
        assert_eq!(code, RefusalCode::Malformed, "{headers:?} to {}", of.path);
    }
}

#[test]
fn no_route_takes_a_body_that_is_not_its_own() {
    let mut camp = Camp::new();
    let all = one_of_each(&mut camp);
    let mut rng = ChaCha20Rng::seed_from_u64(72);
    for of in &all {
        let before = camp.rows();
        cut_and_stretched(&camp, of);
        random(&camp, of, &mut rng);
        oversize(&camp, of);
        compressed(&camp, of);
        mislabelled(&camp, of);
        assert_eq!(camp.rows(), before, "{}", of.path);
    }
    // What was cut, stretched and mislabelled was right: whole, it is taken.
    for of in &all {
        let answer = camp.site.post(of.path, of.token.as_ref(), &of.body);
        assert_eq!(answer.status, of.status, "{}", of.path);
    }
}

#[test]
fn a_line_that_breaks_within_a_push_leaves_nothing_and_the_whole_is_taken_after() {
    let camp = Camp::new();
    let batches = [Hand::new(camp.vera.device(), stair(FIRST), 20).write(500)];
    // `cargo xtask hostile` breaks it at every one.
    let every = match std::env::var("STAIRWELL_EVERY_BYTE") {
        Ok(_) => 1,
        Err(_) => 53,
    };
    let request = SyncRequest {
        batches: batches.to_vec(),
        ..SyncRequest::default()
    };
    let body = encode(&request);
    let before = camp.rows();
    let length = body.len().to_string();
    let token = format!("Bearer {}", camp.vera.token().to_hex());
    let head = head(
        "POST /v1/sync",
        &[
            ("content-type", CONTENT_TYPE),
            (NONCE_HEADER, NONCE),
            ("authorization", &token),
            ("content-length", &length),
        ],
    );
    for at in (0..body.len()).filter(|at| at % every == 0 || at + 2 > body.len()) {
        hang_up(&camp.site, &[&head, &body[..at]].concat());
    }
    for at in (0..head.len()).step_by(31) {
        hang_up(&camp.site, &head[..at]);
    }
    let answer = camp.take(&camp.bram, &[]);
    assert_eq!(answer.cursor.position, 0);
    let devices = |row: &String| !row.starts_with("devices ");
    let rows = |rows: Vec<String>| rows.into_iter().filter(devices).collect::<Vec<_>>();
    assert_eq!(rows(camp.rows()), rows(before));
    assert_eq!(camp.take(&camp.vera, &batches).heads[0].seq, 500);
    println!(
        "\n{{\"measure\":\"cut-push\",\"events\":500,\"bytes\":{},\"cut_at_every\":{every},\"kept\":0}}",
        body.len()
    );
}
