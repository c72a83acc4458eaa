//! Connections that dawdle: each is given up on, and nothing of it stays.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use stairwell::endpoint::patience::Patience;
use stairwell::sync::wire::{
    CONTENT_TYPE, NONCE_HEADER, Refusal, RefusalCode, SyncRequest, encode,
};

use super::camp::{Camp, FIRST};
use super::hand::{Hand, stair};
use super::raw::{connect, head, raw, read};
use crate::site::Site;

const PATIENCE: Patience = Patience(Duration::from_millis(600));
/// What a busy computer may take on top of that.
const LATE: Duration = Duration::from_secs(4);

fn camp() -> Camp {
    Camp::with(|settings| settings.patience = PATIENCE)
}

/// A push of Vera's, as head and body.
fn push(camp: &Camp) -> (Vec<u8>, Vec<u8>) {
    let body = encode(&SyncRequest {
        batches: vec![Hand::new(camp.vera.device(), stair(FIRST), 20).write(30)],
        ..SyncRequest::default()
    });
    let length = body.len().to_string();
    let token = format!("Bearer {}", camp.vera.token().to_hex());
    let headers = [
        ("content-type", CONTENT_TYPE),
        (NONCE_HEADER, "00112233445566778899aabbccddeeff"),
        ("authorization", token.as_str()),
        ("content-length", length.as_str()),
    ];
    (head("POST /v1/sync", &headers), body)
}

/// Waits until the other side has closed, which is neither early nor late.
fn closed(stream: &mut TcpStream, since: Instant) {
    let mut rest = Vec::new();
    // Closed or torn down: both are an end.
    let _ = stream.read_to_end(&mut rest);
    assert!(rest.is_empty(), "{}", String::from_utf8_lossy(&rest));
    let took = since.elapsed();
    assert!(
        took > PATIENCE.body() && took < PATIENCE.connection() + LATE,
        "{took:?}"
    );
}

#[test]
fn a_connection_that_says_nothing_or_half_of_it_is_closed() {
    let camp = camp();
    let (head, _) = push(&camp);
    let served = || camp.push(camp.bram.token(), &[]).status == 200;
    assert!(served());
    let before = camp.rows();
    let since = Instant::now();
    let mut waiting: Vec<TcpStream> = [0, 1, head.len() / 2, head.len() - 1]
        .into_iter()
        .map(|said| {
            let mut stream = connect(&camp.site);
            stream.write_all(&head[..said]).unwrap();
            stream
        })
        .collect();
    // Others are served meanwhile.
    assert!(served());
    for stream in &mut waiting {
        closed(stream, since);
    }
    assert_eq!(camp.rows(), before);
}

#[test]
fn a_byte_now_and_then_extends_nothing() {
    let camp = camp();
    let (head, _) = push(&camp);
    let since = Instant::now();
    let mut stream = connect(&camp.site);
    for byte in &head {
        if stream.write_all(&[*byte]).is_err() || since.elapsed() > PATIENCE.connection() + LATE {
            break;
        }
        std::thread::sleep(Duration::from_millis(40));
    }
    closed(&mut stream, since);
}

#[test]
fn a_body_that_does_not_come_is_too_large_for_its_line() {
    let camp = camp();
    let (head, body) = push(&camp);
    let before = camp.rows();
    let cut = [0, body.len() / 2, body.len() - 1].map(|said| {
        let mut stream = connect(&camp.site);
        stream.write_all(&head).unwrap();
        stream.write_all(&body[..said]).unwrap();
        stream
    });
    for mut stream in cut {
        let answer = read(&mut stream).unwrap();
        let refusal: Refusal = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(refusal.code, RefusalCode::TooLarge);
        assert!(answer.header("stairwell-mac").is_some());
    }
    assert_eq!(camp.rows(), before);
    // In two parts, but in time, it is taken.
    let mut stream = connect(&camp.site);
    stream.write_all(&head).unwrap();
    std::thread::sleep(PATIENCE.body() / 4);
    stream.write_all(&body).unwrap();
    assert_eq!(read(&mut stream).unwrap().status, 200);
}

#[test]
fn who_asks_now_and_then_keeps_the_connection() {
    let camp = camp();
    let request = b"GET /healthz HTTP/1.1\r\nhost: knock.example\r\n\r\n";
    let mut stream = connect(&camp.site);
    for _ in 0..6 {
        std::thread::sleep(PATIENCE.connection() / 4);
        stream.write_all(request).unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200");
        let mut rest = [0; 4_096];
        let _ = stream.read(&mut rest).unwrap();
    }
}

#[test]
fn half_a_request_does_not_keep_it_from_stopping() {
    let mut camp = camp();
    let (head, _) = push(&camp);
    let since = Instant::now();
    let mut halfway = connect(&camp.site);
    halfway.write_all(&head[..head.len() / 2]).unwrap();
    assert_eq!(camp.push(camp.bram.token(), &[]).status, 200);
    assert!(camp.site.terminate());
    assert!(since.elapsed() < PATIENCE.connection());
}

#[test]
fn told_to_stop_it_stops_whoever_is_still_connected() {
    let folder = tempfile::tempdir().unwrap();
    let mut site = Site::program(folder.path());
    let _silent = connect(&site);
    let mut idle = connect(&site);
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: knock.example\r\n\r\n")
        .unwrap();
    let _ = idle.read(&mut [0; 4_096]).unwrap();
    let health = raw(&site, &head("GET /healthz", &[]));
    assert_eq!(health.status, 200);
    let since = Instant::now();
    assert!(site.terminate());
    assert!(since.elapsed() < LATE);
}
