//! Who is given the keys of a new epoch.

use stairwell::canvass::draft::Draft;
use stairwell::canvass::fact::Fact;
use stairwell::canvass::stream::Stream;
use stairwell::client::clock::{BrowserRng, now};
use stairwell::client::journal::Journal;
use stairwell::sync::certificate::{Certificate, Kind, Reach, Role, SignedCertificate, person_of};
use stairwell::sync::device::Device;
use stairwell::sync::keys::OwnKeys;
use stairwell::sync::wire::{Member, Members};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::endpoint::Endpoint;
use crate::site::{STAIR, again, device};

/// A volunteer's certificate, by this device.
fn below(device: &Device) -> SignedCertificate {
    let keys = OwnKeys::random(&mut BrowserRng);
    let certificate = Certificate {
        version: 1,
        parent: device.certificate(),
        campaign: device.campaign,
        sign: keys.sign_public(),
        seal: keys.seal_public(),
        kind: Kind::Device,
        role: Role::Volunteer,
        person: person_of(keys.sign_public()),
        reach: Reach::Stairs(vec![STAIR.name()]),
        issued: now(),
        until: now() + 3_600,
        practice: true,
    };
    SignedCertificate::sign(certificate, &device.keys)
}

fn member(signed: &SignedCertificate) -> Member {
    Member {
        subject: signed.id(),
        newest: signed.id(),
        revoked: false,
        uses_left: None,
        joined: Some(now()),
        last_heard: None,
    }
}

/// The endpoint forgets, or says it has forgotten, whom the board has cut off.
#[wasm_bindgen_test]
async fn who_was_taken_off_gets_no_keys_whatever_the_endpoint_says() {
    let olwen = device();
    let [before, now_off, stays] = [(); 3].map(|()| below(&olwen));
    let endpoint = Endpoint::open();
    let all = [olwen.line.last().unwrap(), &before, &now_off, &stays];
    let certificates = olwen.line.iter().chain([&before, &now_off, &stays]);
    endpoint.held.borrow_mut().members = Some(Members {
        epoch: olwen.keyring.epoch_id().unwrap(),
        members: all.map(member).to_vec(),
        certificates: certificates.map(SignedCertificate::to_bytes).collect(),
    });
    let (journal, _) = Journal::open("epoch").await.unwrap();
    journal.keep_device(&olwen).await.unwrap();
    let phone = again("epoch").await;
    let device = before.id();
    let cut_off = Draft::new(Stream::Board, Fact::Revoked { device }, Vec::new());
    phone.record(vec![cut_off]).await.unwrap();
    phone.revoke(now_off.id()).await.unwrap();

    let held = endpoint.held.borrow();
    assert_eq!(held.epochs.len(), 1);
    let granted = held.epochs[0].grants.iter().map(|grant| grant.subject);
    let granted: Vec<_> = granted.collect();
    assert_eq!(granted, [olwen.certificate(), stays.id()]);
    // An endpoint that really has forgotten is told again.
    assert!(held.revoked.contains(&before.id()));
}
