//! What a host's monitoring is told: that the endpoint works, and counts of nobody.

use std::process::Command;

use stairwell::sync::wire::path;

use super::camp::FIRST;
use super::hand::{Hand, stair};
use super::raw::{head, raw};
use crate::site::{Desk, PROGRAM, Site};

fn get(address: &str, path: &str) -> (u16, String) {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .build()
        .new_agent();
    let mut answer = agent.get(format!("http://{address}{path}")).call().unwrap();
    let text = answer.body_mut().read_to_string().unwrap();
    (answer.status().as_u16(), text)
}

/// The value of one series.
fn value(text: &str, series: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(series));
    let value = line.unwrap_or_else(|| panic!("no {series} in\n{text}"));
    value.trim().parse().unwrap()
}

#[test]
fn metrics_are_counts_and_sizes_and_of_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let site = Site::program_with(&data, &["--metrics", "127.0.0.1:0"]);
    let olwen = Desk::founded(&site, 4);
    let mut hand = Hand::new(olwen.device(), stair(FIRST), 20);
    let request = stairwell::sync::wire::SyncRequest {
        batches: vec![hand.write(3), hand.write(2)],
        ..Default::default()
    };
    let body = stairwell::sync::wire::encode(&request);
    assert_eq!(
        site.post(path::SYNC, Some(olwen.token()), &body).status,
        200
    );
    let metrics = site.metrics.clone().unwrap();
    let (status, text) = get(&metrics, "/metrics");
    assert_eq!(status, 200);
    for (series, expected) in [
        ("stairwell_batches_taken_total ", 2.0),
        ("stairwell_campaigns ", 1.0),
        ("stairwell_devices ", 1.0),
        ("stairwell_batches ", 2.0),
        (
            "stairwell_requests_total{route=\"/v1/sync\",status=\"200\"} ",
            1.0,
        ),
        (
            "stairwell_request_duration_seconds_count{route=\"/v1/sync\"} ",
            1.0,
        ),
    ] {
        assert_eq!(value(&text, series), expected, "{series}");
    }
    assert!(value(&text, "stairwell_campaigns_stored_bytes ") > body.len() as f64 / 2.0);
    assert!(value(&text, "stairwell_database_bytes ") > 4096.0);
    assert!(text.ends_with("# EOF\n"));
    names_nobody(&text, &olwen);
    // There is nothing else, and from outside not even that.
    assert_eq!(get(&metrics, "/").0, 404);
    let outside = raw(&site, &head("GET /metrics", &[]));
    assert!(!String::from_utf8_lossy(&outside.body).contains("stairwell_campaigns"));
}

/// Only routes, statuses and the histograms' bounds tell one series from another.
fn names_nobody(text: &str, desk: &Desk) {
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let labels = line
            .split_once('{')
            .and_then(|(_, rest)| rest.split_once('}'));
        let labels = labels.map_or("", |(labels, _)| labels);
        for label in labels.split(',').filter(|label| !label.is_empty()) {
            let (name, value) = label.split_once('=').unwrap();
            assert!(["route", "status", "le"].contains(&name), "{line}");
            let route = value.trim_matches('"');
            assert!(
                name != "route" || route == "app" || route.starts_with('/'),
                "{line}"
            );
        }
    }
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    for secret in [hex(&desk.device().campaign.0), hex(&desk.token().0.0)] {
        assert!(!text.contains(&secret));
    }
}

#[test]
fn metrics_are_not_for_the_outside() {
    let folder = tempfile::tempdir().unwrap();
    let done = Command::new(PROGRAM)
        .args(["serve", "--listen", "127.0.0.1:0", "--metrics", "0.0.0.0:0"])
        .arg("--data")
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(!done.status.success());
    assert!(String::from_utf8_lossy(&done.stderr).contains("127.0.0.1"));
}

#[test]
fn health_is_that_the_database_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let site = Site::program(&folder.path().join("data"));
    let health = head(&format!("GET {}", path::HEALTH), &[]);
    let before = super::database::count(&site.data, "pulse WHERE beats > 0");
    assert_eq!(before, 0);
    for _ in 0..3 {
        assert_eq!(raw(&site, &health).status, 200);
    }
    // Written once for all who ask within a few seconds.
    assert_eq!(
        super::database::count(&site.data, "pulse WHERE beats = 1"),
        1
    );
}
