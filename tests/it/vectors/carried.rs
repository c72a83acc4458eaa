//! `carried.json`: what is not sent, as a file.

use serde_json::{Value, json};
use stairwell::sync::carried::Carried;
use stairwell::sync::certificate::{CampaignId, SignedCertificate};
use stairwell::sync::keys::sha256;

use super::boxes::some_batches;
use super::{array, bytes, held, hex, list, text};
use crate::sealing::volunteer_line;

#[test]
fn a_carried_file_is_written_and_read_as_in_the_file() {
    let line = volunteer_line();
    let carried = Carried {
        campaign: line[0].campaign(),
        certificates: line.iter().map(SignedCertificate::to_bytes).collect(),
        batches: some_batches(),
    };
    let written = carried.to_file("Found this? Please hand it on.").unwrap();
    let all = |bytes: &[Vec<u8>]| bytes.iter().map(|bytes| hex(bytes)).collect::<Vec<_>>();
    let file = held(
        "carried.json",
        &json!({
            "campaign": hex(&carried.campaign.0),
            "certificates": all(&carried.certificates),
            "batches": all(&carried.batches),
            "file": written,
        }),
    );
    let parts = |field| -> Vec<Vec<u8>> {
        let parts = list(&file, field).iter();
        parts
            .map(|part| bytes(&json!({ "it": part }), "it"))
            .collect()
    };
    let expected = Carried {
        campaign: CampaignId(array(&file, "campaign")),
        certificates: parts("certificates"),
        batches: parts("batches"),
    };
    let written = text(&file, "file");
    assert_eq!(
        Carried::from_file(written.as_bytes()),
        Ok(vec![expected.clone()])
    );
    assert_eq!(by_another_way(written), payload(&expected));
}

/// What lies between the two lines, read as docs/protocol.md has it.
fn by_another_way(file: &str) -> Vec<u8> {
    let lines = file.lines().skip_while(|line| !line.starts_with("-----"));
    let digits: String = lines.filter(|line| !line.starts_with("-----")).collect();
    let bytes = bytes(&Value::from_iter([("it", digits)]), "it");
    assert_eq!(bytes[0], 1, "the version");
    assert_eq!(bytes[1..33], sha256(&bytes[33..]));
    bytes[33..].to_vec()
}

/// Campaign, certificates and batches, by hand.
fn payload(carried: &Carried) -> Vec<u8> {
    let mut payload = carried.campaign.0.to_vec();
    for part in [&carried.certificates, &carried.batches] {
        payload.extend(varint(part.len()));
        for bytes in part {
            payload.extend(varint(bytes.len()));
            payload.extend(bytes);
        }
    }
    payload
}

fn varint(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 128 {
        bytes.push((number % 128) as u8 | 128);
        number /= 128;
    }
    bytes.push(number as u8);
    bytes
}
