//! Practice in a real campaign: tried by whoever has the campaign's keys in hand, and counted by nobody.

use stairwell::canvass::dot::LogId;
use stairwell::canvass::draft;
use stairwell::canvass::event::Run;
use stairwell::canvass::fact::Outcome;
use stairwell::canvass::id::HouseholdId;
use stairwell::canvass::stream::Stream;
use stairwell::organise::practice::Practice;
use stairwell::sync::batch::{Batch, Context, NO_BATCH};
use stairwell::sync::certificate::{CertificateId, Chain, Kind, SignedCertificate};
use stairwell::sync::epoch::{Epoch, Keyring};
use stairwell::sync::keys::Secret;
use stairwell::sync::reader::{Page, Reader, Trust};

use super::*;
use crate::counter::Counter;

const EPOCH: Epoch = Epoch(Secret([1; 32]));

/// A whole evening of practice, as a run of events: what a phone would have to seal.
fn evening() -> (LogId, Run) {
    let mut practice = Practice::begin(ISSUED, |key| stairwell::t!(key));
    let stream = Stream::Stair(Practice::stair());
    let door = Practice::door(0);
    let knock = draft::knock(stream, door, HouseholdId::FirstOf(door), Outcome::NotHome);
    let log = Practice::log_of(stream);
    practice.record(&knock, ISSUED);
    let events = practice.state().of_kind(knock[0].fact.kind());
    let events: Vec<_> = events
        .filter(|(dot, _)| dot.log == log)
        .map(|(_, entry)| entry.event.clone())
        .collect();
    assert_eq!(events.len(), 1, "the knock");
    (log, Run { offset: 0, events })
}

/// Sealed into a campaign's stair with that stair's own key, under a certificate, by keys `n`.
fn sealed(campaign: &SignedCertificate, certificate: CertificateId, n: u8) -> Vec<u8> {
    let stream = Stream::Stair(Practice::stair());
    let (log, run) = evening();
    let context = Context {
        campaign: campaign.campaign(),
        stream,
        certificate,
        previous: NO_BATCH,
    };
    let (key, signer) = (EPOCH.stream_key(stream), keys(n));
    let batch = Batch::seal(log, 1, &run, &context, &key, &signer, &mut Counter(1));
    batch.unwrap().to_bytes()
}

fn read(line: &[SignedCertificate], batch: &[u8]) -> Page {
    let mut chain = Chain::default();
    for signed in line {
        chain.insert(signed.clone());
    }
    let mut reader = Reader::new(line[0].campaign(), chain);
    let keyring = Keyring::Organiser(vec![EPOCH]);
    reader.read([batch], &keyring, Trust::Verify)
}

#[test]
fn r6_1_practice_sealed_into_a_campaign_is_counted_by_nobody_under_any_certificate_it_has() {
    let real = organiser_line();
    let none = read(&real, &sealed(&real[0], Practice::NO_CERTIFICATE, 2));
    assert!(none.written.is_empty(), "there is no such certificate");
    assert_eq!(none.refused, 1);

    // A practice campaign's certificate is of no real campaign: the word for it goes down the chain.
    let root = signed_by(
        Certificate {
            practice: true,
            ..root_terms(&[1], 1)
        },
        &[1],
    );
    let rehearsing = signed_by(terms(&root, 4, Kind::Organiser, Role::Organiser), &[1]);
    let theirs = [real.clone(), vec![root, rehearsing.clone()]].concat();
    let page = read(&theirs, &sealed(&real[0], rehearsing.id(), 4));
    assert!(page.written.is_empty(), "another campaign's certificate");
    assert_eq!(page.refused, 1);

    let mut between = terms(&real[0], 4, Kind::Organiser, Role::Organiser);
    between.practice = true;
    let between = signed_by(between, &[1]);
    let page = read(
        &[real.clone(), vec![between.clone()]].concat(),
        &sealed(&real[0], between.id(), 4),
    );
    assert!(page.written.is_empty(), "practice below what is real");
    assert_eq!(page.refused, 1);

    // The same bytes under a real certificate are read: it is the certificate that keeps them out.
    let page = read(&real, &sealed(&real[0], real[1].id(), 2));
    assert_eq!((page.written.len(), page.refused), (1, 0));
}
